/* Up to which ticket the machines send their rows: the cutoffs stream. */
#include "ssjc/draw/shards.h"

#include "ssjc/base/stream_text.h"

#include "ssjc/base/num.h"
#include "ssjc/base/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const columns[] = {"draw", "key", "counts", "stratum", "population", "eligible",
    "main", "reserve", "cutoff", NULL};
/* A cutoff is a whole ticket: the eight bytes that decide, and after them the greatest. */
enum { PREFIX_DIGITS = 16, REST_DIGITS = 48, FIRST_COLUMNS = 3, LAST_COLUMNS = 6 };
static const char rest_digits[] = "ffffffffffffffffffffffffffffffffffffffffffffffff";

/* The least whole number whose square is not less than n. */
static uint64_t root_up(uint64_t n)
{
	uint64_t root = 0;

	for (uint64_t bit = (uint64_t)1 << 31; bit; bit >>= 1)
		if ((root | bit) * (root | bit) <= n)
			root |= bit;
	return root + (root * root < n);
}

/* floor(2^64 a / b) for a < b < 2^63. */
static uint64_t fraction(uint64_t a, uint64_t b)
{
	uint64_t q = 0;

	for (int i = 0; i < 64; i++) {
		a *= 2;
		q = q << 1 | (a >= b);
		if (a >= b)
			a -= b;
	}
	return q;
}

/*
 * The number of rows up to a limit at which x are expected differs from x by few times its
 * root: six of them, and twelve for small numbers.
 */
uint64_t shard_limit(uint64_t needed, uint64_t eligible)
{
	uint64_t x = needed + 6 * root_up(needed) + 12;

	if (needed == 0)
		return 0;
	return x >= eligible ? UINT64_MAX : fraction(x, eligible);
}

uint64_t shard_expected(uint64_t eligible, uint64_t limit)
{
	uint64_t a = eligible >> 32, b = eligible & UINT32_MAX, c = limit >> 32,
	         d = limit & UINT32_MAX;
	uint64_t middle = a * d + (b * d >> 32), low = (middle & UINT32_MAX) + b * c;

	return limit == UINT64_MAX ? eligible : a * c + (middle >> 32) + (low >> 32);
}

void shards_raise(struct shards *s, struct buf *which, size_t *n)
{
	*n = 0;
	for (size_t i = 0; i < s->n_strata; i++) {
		const struct stratum *x = &s->stratum[i];
		uint64_t *most = &s->limit[i].most;

		if (s->have[i] >= x->main + x->reserve)
			continue;
		buf_printf(which, "%s%.*s", (*n)++ ? ", " : "", STR_ARG(x->text));
		*most = *most >> 63 ? UINT64_MAX : *most * 2;
	}
}

void shards_cutoffs(const struct shards *s, unsigned draw, const char *key, struct csv_out *out)
{
	stream_text_header(out, columns);
	csv_out_uint(out, draw);
	csv_out_field(out, str_of(key));
	csv_out_field(out, s->digest);
	stream_text_empty(out, LAST_COLUMNS);
	csv_out_end(out);
	for (size_t i = 0; i < s->n_strata; i++) {
		const struct stratum *x = &s->stratum[i];
		char cutoff[TICKET_HEX];

		snprintf(cutoff, sizeof cutoff, "%016llx%s", (unsigned long long)s->limit[i].most,
		    rest_digits);
		stream_text_empty(out, FIRST_COLUMNS);
		csv_out_field(out, x->text);
		csv_out_uint(out, x->population);
		csv_out_uint(out, x->eligible);
		csv_out_uint(out, x->main);
		csv_out_uint(out, x->reserve);
		csv_out_field(out, str_of(cutoff));
		csv_out_end(out);
	}
}

/* ---- Read ---- */

static ssjc_rc read_limit(const struct table *t, size_t row, struct draw_limit *to,
    struct arena *arena, struct ssjc_err *err)
{
	struct str cell = table_at(t, row, table_col(t, "cutoff"));
	bool ok = true;

	if (!hex_is(cell, TICKET_SIZE) ||
	    memcmp(cell.p + PREFIX_DIGITS, rest_digits, REST_DIGITS) != 0)
		return table_fail(t, row, "cutoff", err,
		    "“%.*s” is not a cutoff: 64 hex digits, the last 48 of them f", STR_ARG(cell));
	for (int i = 0; i < PREFIX_DIGITS; i++) {
		char c = cell.p[i];

		to->most = to->most << 4 | (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
	}
	to->stratum = arena_str(arena, table_at(t, row, table_col(t, "stratum")), &ok);
	return ok ? SSJC_OK : ssjc_fail_memory(err);
}

static ssjc_rc read_all(
    const struct table *t, struct cutoffs *out, struct arena *arena, struct ssjc_err *err)
{
	struct str draw;
	const char *wrong;
	bool ok = true;
	int64_t n;

	if (t->rows == 0)
		return ssjc_fail_at(err, SSJC_INPUT, t->name, 0, NULL,
		    "has no rows: the first says of which draw it is");
	draw = table_at(t, 0, table_col(t, "draw"));
	wrong = num_parse(draw, 1, UINT32_MAX, &n);
	if (wrong)
		return table_fail(t, 0, "draw", err, "“%.*s” %s", STR_ARG(draw), wrong);
	out->draw = (unsigned)n;
	out->key = arena_str(arena, table_at(t, 0, table_col(t, "key")), &ok);
	out->counts = arena_str(arena, table_at(t, 0, table_col(t, "counts")), &ok);
	out->limit = arena_array(arena, t->rows, sizeof *out->limit);
	if (!ok || !out->limit)
		return ssjc_fail_memory(err);
	for (size_t i = 1; i < t->rows; i++) {
		ssjc_rc rc = read_limit(t, i, &out->limit[out->n++], arena, err);

		if (rc)
			return rc;
		if (table_at(t, i, table_col(t, "draw")).n)
			return table_fail(t, i, "draw", err,
			    "is filled: only the first row says of which draw it is");
		if (i > 1 && str_cmp(out->limit[i - 2].stratum, out->limit[i - 1].stratum) >= 0)
			return table_fail(t, i, "stratum", err,
			    "is not after the one before it in the order of bytes");
	}
	return SSJC_OK;
}

ssjc_rc cutoffs_read(struct cutoffs *out, struct str text, const char *file, struct arena *arena,
    struct ssjc_err *err)
{
	struct table t = {0};
	ssjc_rc rc = table_read(&t, text, file, err);

	*out = (struct cutoffs){0};
	if (rc)
		goto out;
	rc = table_need(&t, columns, err);
	if (rc)
		goto out;
	rc = digest_hex(text.p, text.n, out->digest, err);
	if (rc)
		goto out;
	rc = read_all(&t, out, arena, err);
out:
	table_close(&t);
	return rc;
}
