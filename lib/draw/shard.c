/* One register of several: its counts stream. */
#include "ssjc/draw/shards.h"

#include "ssjc/base/stream_text.h"

#include "ssjc/base/num.h"
#include "ssjc/base/table.h"
#include "ssjc/base/text.h"

#include <stdlib.h>

static const char *const columns[] = {"shard", "register", "rows", "excluded", "repeated", "plan",
    "history", "ids", "events", "head", "first", "last", "stratum", "population", "eligible", NULL};
/* More than there are businesses, and so little that no sum of a stream's numbers is too large. */
#define NUMBER_MAX INT64_C(1000000000000)
/* After these, only where leaves were asked for. */
static const char *const leaf_columns[] = {"leaves", "key", NULL};
enum { SHARD_COLUMNS = 12, STRATUM_COLUMNS = 3, LEAF_COLUMNS = 2, NAME_MAX_BYTES = 192 };

ssjc_rc shard_name(struct str name, struct ssjc_err *err)
{
	if (name.n == 0 || name.n > NAME_MAX_BYTES || text_plain(name) < name.n)
		return ssjc_fail(err, SSJC_USAGE,
		    "“%.*s” is not a name for a register: 1 to %d bytes of plain text",
		    STR_ARG(name), NAME_MAX_BYTES);
	return SSJC_OK;
}

/* ---- Written ---- */

static void write_shard(const struct shard *s, struct csv_out *out)
{
	size_t more = s->leaves.n ? LEAF_COLUMNS : 0;

	for (size_t i = 0; columns[i]; i++)
		csv_out_field(out, str_of(columns[i]));
	for (size_t i = 0; i < more; i++)
		csv_out_field(out, str_of(leaf_columns[i]));
	csv_out_end(out);
	csv_out_field(out, s->name);
	csv_out_field(out, s->roster);
	csv_out_uint(out, s->rows);
	csv_out_uint(out, s->excluded);
	csv_out_uint(out, s->repeated);
	csv_out_field(out, s->plan);
	csv_out_field(out, s->history);
	csv_out_field(out, s->ids);
	if (s->events)
		csv_out_uint(out, s->events);
	else
		csv_out_field(out, STR(""));
	csv_out_field(out, s->head);
	csv_out_field(out, s->first);
	csv_out_field(out, s->last);
	stream_text_empty(out, STRATUM_COLUMNS);
	if (more) {
		csv_out_field(out, s->leaves);
		csv_out_field(out, s->key);
	}
	csv_out_end(out);
	for (size_t i = 0; i < s->n; i++) {
		stream_text_empty(out, SHARD_COLUMNS);
		csv_out_field(out, s->stratum[i].text);
		csv_out_uint(out, s->stratum[i].population);
		csv_out_uint(out, s->stratum[i].eligible);
		stream_text_empty(out, more);
		csv_out_end(out);
	}
}

/* Its text and digest, from the rest. */
static ssjc_rc make_text(struct shard *s, struct arena *arena, struct ssjc_err *err)
{
	struct stream_text t = {0};
	char digest[DIGEST_HEX];
	struct str text;
	bool ok = true;
	ssjc_rc rc = stream_text_open(&t, err);

	if (rc)
		goto out;
	write_shard(s, &t.csv);
	rc = stream_text_end(&t, &text, digest, err);
	if (rc)
		goto out;
	s->text = arena_str(arena, text, &ok);
	s->digest = arena_str(arena, str_of(digest), &ok);
	if (!ok)
		rc = ssjc_fail_memory(err);
out:
	stream_text_free(&t);
	return rc;
}

ssjc_rc shard_count(struct shard *out, struct draw_run *run, const struct shard *of,
    struct arena *arena, struct ssjc_err *err)
{
	const struct draw *d = draw_run_choice(run);
	struct draw_counts c = draw_counts(d);
	const struct stratum *s = draw_strata(d, &out->n);
	bool ok = true;
	size_t n = out->n;

	*out = *of;
	out->n = n;
	out->rows = c.rows;
	out->excluded = c.excluded;
	out->repeated = c.repeated;
	out->first = arena_str(arena, draw_first(d), &ok);
	out->last = arena_str(arena, draw_last(d), &ok);
	out->stratum = arena_array(arena, n + 1, sizeof *out->stratum);
	if (!ok || !out->stratum)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < n; i++)
		out->stratum[i] = (struct stratum){.text = arena_str(arena, s[i].text, &ok),
		    .population = s[i].population,
		    .eligible = s[i].eligible};
	return ok ? make_text(out, arena, err) : ssjc_fail_memory(err);
}

/* ---- Read ---- */

static ssjc_rc number(
    const struct table *t, size_t row, const char *column, uint64_t *out, struct ssjc_err *err)
{
	struct str cell = table_at(t, row, table_col(t, column));
	int64_t n;
	const char *wrong = num_parse(cell, 0, NUMBER_MAX, &n);

	if (wrong)
		return table_fail(t, row, column, err, "“%.*s” %s", STR_ARG(cell), wrong);
	*out = (uint64_t)n;
	return SSJC_OK;
}

static ssjc_rc digest(const struct table *t, const char *column, struct str *out,
    struct arena *arena, struct ssjc_err *err)
{
	struct str cell = table_at(t, 0, table_col(t, column));
	bool ok = true;

	if (cell.n && !hex_is(cell, DIGEST_SIZE))
		return table_fail(t, 0, column, err, "“%.*s” is not a SHA-256", STR_ARG(cell));
	*out = arena_str(arena, cell, &ok);
	return ok ? SSJC_OK : ssjc_fail_memory(err);
}

static ssjc_rc read_numbers(const struct table *t, struct shard *s, struct ssjc_err *err)
{
	ssjc_rc rc = number(t, 0, "rows", &s->rows, err);

	if (rc)
		return rc;
	rc = number(t, 0, "excluded", &s->excluded, err);
	if (rc)
		return rc;
	rc = number(t, 0, "repeated", &s->repeated, err);
	if (rc || !table_at(t, 0, table_col(t, "events")).n)
		return rc;
	return number(t, 0, "events", &s->events, err);
}

static ssjc_rc read_texts(
    const struct table *t, struct shard *s, struct arena *arena, struct ssjc_err *err)
{
	const struct {
		const char *column;
		struct str *to;
	} digests[] = {{"register", &s->roster}, {"plan", &s->plan}, {"history", &s->history},
	    {"ids", &s->ids}, {"head", &s->head}, {"leaves", &s->leaves}, {"key", &s->key}};
	bool ok = true;
	ssjc_rc rc;

	s->name = arena_str(arena, table_at(t, 0, table_col(t, "shard")), &ok);
	s->first = arena_str(arena, table_at(t, 0, table_col(t, "first")), &ok);
	s->last = arena_str(arena, table_at(t, 0, table_col(t, "last")), &ok);
	if (!ok)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < sizeof digests / sizeof digests[0]; i++) {
		if (table_col(t, digests[i].column) == NO_COLUMN)
			continue;
		rc = digest(t, digests[i].column, digests[i].to, arena, err);
		if (rc)
			return rc;
	}
	rc = shard_name(s->name, err);
	return rc ? table_fail_from(t, 0, "shard", err, err) : SSJC_OK;
}

static ssjc_rc read_strata(
    const struct table *t, struct shard *s, struct arena *arena, struct ssjc_err *err)
{
	int shard = table_col(t, "shard"), text = table_col(t, "stratum");
	bool ok = true;

	s->stratum = arena_array(arena, t->rows, sizeof *s->stratum);
	if (!s->stratum)
		return ssjc_fail_memory(err);
	for (size_t i = 1; i < t->rows; i++) {
		struct stratum *x = &s->stratum[s->n];
		ssjc_rc rc;

		if (table_at(t, i, shard).n)
			return table_fail(t, i, "shard", err,
			    "is filled: only the first row says of which register it is");
		x->text = arena_str(arena, table_at(t, i, text), &ok);
		rc = number(t, i, "population", &x->population, err);
		if (rc)
			return rc;
		rc = number(t, i, "eligible", &x->eligible, err);
		if (rc)
			return rc;
		if (!ok)
			return ssjc_fail_memory(err);
		if (x->eligible > x->population || !x->population)
			return table_fail(
			    t, i, "eligible", err, "is more than the population, or there is none");
		if (s->n && str_cmp(x[-1].text, x->text) >= 0)
			return table_fail(t, i, "stratum", err,
			    "is not after the one before it in the order of bytes");
		s->n++;
	}
	return SSJC_OK;
}

/* The numbers of a register must be those of its strata. */
static ssjc_rc check_sums(const struct table *t, const struct shard *s, struct ssjc_err *err)
{
	uint64_t population = 0, eligible = 0;

	for (size_t i = 0; i < s->n; i++) {
		population += s->stratum[i].population;
		eligible += s->stratum[i].eligible;
	}
	if (population + s->excluded != s->rows)
		return table_fail(t, 0, "rows", err,
		    "%llu rows, but the strata have %llu and %llu were left out by their status",
		    (unsigned long long)s->rows, (unsigned long long)population,
		    (unsigned long long)s->excluded);
	if (eligible + s->repeated != population)
		return table_fail(t, 0, "repeated", err,
		    "%llu cannot be drawn, but by the strata it is %llu",
		    (unsigned long long)s->repeated, (unsigned long long)(population - eligible));
	return SSJC_OK;
}

ssjc_rc shard_read(
    struct shard *out, struct str text, const char *file, struct arena *arena, struct ssjc_err *err)
{
	struct table t = {0};
	char hex[DIGEST_HEX];
	bool ok = true;
	ssjc_rc rc = table_read(&t, text, file, err);

	*out = (struct shard){.file = file, .text = text};
	if (rc)
		goto out;
	rc = table_need(&t, columns, err);
	if (rc)
		goto out;
	if (t.rows == 0) {
		rc = ssjc_fail_at(err, SSJC_INPUT, file, 0, NULL,
		    "has no rows: the first says of which register it is");
		goto out;
	}
	rc = read_texts(&t, out, arena, err);
	if (rc)
		goto out;
	rc = read_numbers(&t, out, err);
	if (rc)
		goto out;
	rc = read_strata(&t, out, arena, err);
	if (rc)
		goto out;
	rc = check_sums(&t, out, err);
	if (rc)
		goto out;
	rc = digest_hex(text.p, text.n, hex, err);
	if (rc)
		goto out;
	out->digest = arena_str(arena, str_of(hex), &ok);
	if (!ok)
		rc = ssjc_fail_memory(err);
out:
	table_close(&t);
	return rc;
}
