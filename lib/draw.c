#include "ssjc/draw.h"

#include "ssjc/digest.h"

#include <stdlib.h>
#include <string.h>

const char *const role_names[ROLES] = {"main", "reserve", "replacement", "removed"};

bool role_parse(struct str s, enum role *out)
{
	for (int i = 0; i < ROLES; i++)
		if (str_is(s, role_names[i])) {
			*out = (enum role)i;
			return true;
		}
	return false;
}

bool pick_is_drawn(const struct pick *p)
{
	return p->role == ROLE_MAIN || p->role == ROLE_REPLACEMENT;
}

/* What is kept of a row of the roster: 44 bytes, for there may be millions. */
struct row {
	unsigned char ticket[TICKET_SIZE];
	uint32_t stratum;   /* index into draw->stratum, or OUTSIDE: cannot be drawn */
	uint32_t offset[2]; /* high and low half */
};
#define OUTSIDE UINT32_MAX

static size_t offset_of(const struct row *r)
{
	return (size_t)((uint64_t)r->offset[0] << 32 | r->offset[1]);
}

struct draw {
	const struct plan *plan;
	struct ticket_key *key;
	struct row *row;
	size_t n, cap;
	struct draw_stratum *stratum;  /* in order of appearance until draw_select */
	size_t n_strata, strata_cap;
	uint32_t *by_text;             /* their indices, by text */
	size_t by_text_cap;
	uint32_t last;                 /* the stratum of the row before */
	struct buf text;
	struct arena arena;
	uint64_t repeated, excluded;
	size_t *winner;                /* indices of rows, by stratum and rank */
	size_t n_winners;
	size_t *first;                 /* of each stratum in winner */
};

ssjc_code draw_open(struct draw **out, const struct plan *plan, const char *master,
    struct ssjc_err *err)
{
	struct draw *d = calloc(1, sizeof *d);
	ssjc_code code;

	*out = NULL;
	if (!d)
		return ssjc_fail_memory(err);
	d->plan = plan;
	code = ticket_key_open(&d->key, master, STR("object"), err);
	if (code == SSJC_OK)
		*out = d;
	else
		draw_free(d);
	return code;
}

void draw_free(struct draw *d)
{
	if (!d)
		return;
	ticket_key_free(d->key);
	free(d->row);
	free(d->stratum);
	free(d->by_text);
	free(d->winner);
	free(d->first);
	buf_free(&d->text);
	arena_free(&d->arena);
	free(d);
}

/* The place of text among the strata seen, by text. */
static size_t place_of(const struct draw *d, struct str text, bool *found)
{
	size_t low = 0, high = d->n_strata;

	*found = false;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int c = str_cmp(d->stratum[d->by_text[mid]].text, text);

		if (c == 0) {
			*found = true;
			return mid;
		}
		if (c < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static ssjc_code new_stratum(struct draw *d, const struct draw_candidate *c, size_t place,
    struct ssjc_err *err)
{
	struct draw_stratum s = {0};
	bool ok = true;
	ssjc_code code = plan_rule_of(d->plan, c->values, &s.rule, err);

	if (code != SSJC_OK)
		return code;
	for (size_t i = 0; i < d->plan->n_strata; i++)
		if (c->values[i].n && memchr(c->values[i].p, ';', c->values[i].n))
			return ssjc_fail_at(err, SSJC_INPUT, NULL, 0, d->plan->strata[i].p,
			    "“%.*s” has a semicolon, which separates the values of a stratum",
			    STR_ARG(c->values[i]));
	s.text = arena_str(&d->arena, buf_text(&d->text), &ok);
	if (!ok || d->n_strata >= OUTSIDE ||
	    !grow(&d->stratum, &d->strata_cap, d->n_strata, sizeof s) ||
	    !grow(&d->by_text, &d->by_text_cap, d->n_strata, sizeof *d->by_text))
		return ssjc_fail_memory(err);
	memmove(d->by_text + place + 1, d->by_text + place,
	    (d->n_strata - place) * sizeof *d->by_text);
	d->by_text[place] = (uint32_t)d->n_strata;
	d->stratum[d->n_strata++] = s;
	return SSJC_OK;
}

static ssjc_code stratum_of(struct draw *d, const struct draw_candidate *c, uint32_t *out,
    struct ssjc_err *err)
{
	size_t place;
	bool found;

	buf_clear(&d->text);
	for (size_t i = 0; i < d->plan->n_strata; i++) {
		if (i)
			buf_char(&d->text, ';');
		buf_str(&d->text, c->values[i]);
	}
	if (d->text.failed)
		return ssjc_fail_memory(err);
	if (d->n_strata && str_eq(d->stratum[d->last].text, buf_text(&d->text))) {
		*out = d->last;
		return SSJC_OK;
	}
	place = place_of(d, buf_text(&d->text), &found);
	if (!found) {
		ssjc_code code = new_stratum(d, c, place, err);

		if (code != SSJC_OK)
			return code;
	}
	*out = d->last = d->by_text[place];
	return SSJC_OK;
}

bool draw_excludes(const struct plan *p, struct str status)
{
	for (size_t i = 0; i < p->n_exclude_status; i++)
		if (str_eq(p->exclude_status[i], status))
			return true;
	return false;
}

ssjc_code draw_add(struct draw *d, const struct draw_candidate *c, struct ssjc_err *err)
{
	struct row row = {.stratum = OUTSIDE,
	    .offset = {(uint32_t)((uint64_t)c->offset >> 32), (uint32_t)c->offset}};
	ssjc_code code;

	if (c->id.n == 0)
		return ssjc_fail_at(err, SSJC_INPUT, NULL, 0, "id", "is empty");
	for (size_t i = 0; i < c->id.n; i++)
		if ((unsigned char)c->id.p[i] < 0x20)
			return ssjc_fail_at(err, SSJC_INPUT, NULL, 0, "id", "has a control character");
	code = ticket_of(d->key, c->id, row.ticket, err);
	if (code == SSJC_OK && !draw_excludes(d->plan, c->status))
		code = stratum_of(d, c, &row.stratum, err);
	if (code != SSJC_OK)
		return code;
	if (row.stratum == OUTSIDE) {
		d->excluded++;
	} else {
		d->stratum[row.stratum].population++;
		d->stratum[row.stratum].eligible += !c->repeated;
		d->repeated += c->repeated;
	}
	if (c->repeated)
		row.stratum = OUTSIDE;
	if (!grow(&d->row, &d->cap, d->n, sizeof row))
		return ssjc_fail_memory(err);
	d->row[d->n++] = row;
	return SSJC_OK;
}

static int by_ticket(const void *a, const void *b)
{
	return memcmp(((const struct row *)a)->ticket, ((const struct row *)b)->ticket,
	    TICKET_SIZE);
}

/*
 * Sort rows by ticket, in place: by one byte after another as long as a heap
 * is large (the "American flag" radix sort of McIlroy, Bostic and McIlroy,
 * 1993). Tickets are evenly spread, so two or three bytes do.
 */
static void sort_rows(struct row *row, size_t n, int byte)
{
	size_t at[256], end[256], count[256] = {0}, sum = 0;

	if (n <= 64 || byte == TICKET_SIZE) {
		for (size_t i = 1; i < n; i++) {
			struct row r = row[i];
			size_t k = i;

			for (; k > 0 && by_ticket(&row[k - 1], &r) > 0; k--)
				row[k] = row[k - 1];
			row[k] = r;
		}
		return;
	}
	for (size_t i = 0; i < n; i++)
		count[row[i].ticket[byte]]++;
	for (int b = 0; b < 256; b++) {
		at[b] = sum;
		sum += count[b];
		end[b] = sum;
	}
	for (int b = 0; b < 256; b++)
		while (at[b] < end[b]) {
			struct row r = row[at[b]];

			while (r.ticket[byte] != b) {
				struct row next = row[at[r.ticket[byte]]];

				row[at[r.ticket[byte]]++] = r;
				r = next;
			}
			row[at[b]++] = r;
		}
	for (int b = 0; b < 256; b++)
		sort_rows(row + end[b] - count[b], count[b], byte + 1);
}

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* How many of a stratum, by its rule: DRAW, "how many". */
static void size_stratum(struct draw_stratum *s, const struct plan *p)
{
	uint64_t n = s->rule->fixed ? s->rule->count : ratio_ceil(s->population, s->rule->ratio);

	if (!s->rule->fixed && n == 0 && s->population > 0)
		n = 1;
	if (s->rule->cap)
		n = least(n, s->rule->cap);
	s->n = least(n, s->population);
	s->main = least(s->n, s->eligible);
	s->reserve = s->eligible - s->main;
	if (!p->reserve_all)
		s->reserve = least(s->reserve, ratio_ceil(s->n, p->reserve));
}

/* The strata by text, and the rows' indices with them. */
static ssjc_code order_strata(struct draw *d, struct ssjc_err *err)
{
	struct draw_stratum *sorted = calloc(d->n_strata + 1, sizeof *sorted);
	uint32_t *now = calloc(d->n_strata + 1, sizeof *now);

	d->first = calloc(d->n_strata + 1, sizeof *d->first);
	if (!sorted || !now || !d->first) {
		free(sorted);
		free(now);
		return ssjc_fail_memory(err);
	}
	for (size_t i = 0; i < d->n_strata; i++) {
		sorted[i] = d->stratum[d->by_text[i]];
		now[d->by_text[i]] = (uint32_t)i;
		size_stratum(&sorted[i], d->plan);
		d->first[i] = d->n_winners;
		d->n_winners += sorted[i].main + sorted[i].reserve;
	}
	for (size_t i = 0; i < d->n; i++)
		if (d->row[i].stratum != OUTSIDE)
			d->row[i].stratum = now[d->row[i].stratum];
	free(d->stratum);
	free(now);
	d->stratum = sorted;
	return SSJC_OK;
}

static ssjc_code check_floor(const struct draw *d, struct ssjc_err *err)
{
	struct draw_counts c = draw_counts(d);
	uint64_t floor = ratio_ceil(c.population, d->plan->floor);

	if (c.population == 0)
		return ssjc_fail(err, SSJC_INPUT,
		    "there is nobody to draw from: %llu rows, %llu left out by their status",
		    (unsigned long long)c.rows, (unsigned long long)c.excluded);

	if (c.main >= floor)
		return SSJC_OK;
	return ssjc_fail_at(err, SSJC_PLAN, d->plan->name, 0, "floor",
	    "%llu of %llu would be drawn, but the plan's floor is %llu: raise a ratio",
	    (unsigned long long)c.main, (unsigned long long)c.population,
	    (unsigned long long)floor);
}

ssjc_code draw_select(struct draw *d, size_t twice[2], struct ssjc_err *err)
{
	uint64_t *taken = NULL;
	ssjc_code code;

	sort_rows(d->row, d->n, 0);
	for (size_t i = 1; i < d->n; i++)
		if (by_ticket(&d->row[i - 1], &d->row[i]) == 0) {
			size_t a = offset_of(&d->row[i - 1]), b = offset_of(&d->row[i]);

			twice[0] = a < b ? a : b;
			twice[1] = a < b ? b : a;
			return ssjc_fail_at(err, SSJC_INPUT, NULL, 0, "id", "stands twice");
		}
	code = order_strata(d, err);
	if (code == SSJC_OK)
		code = check_floor(d, err);
	if (code != SSJC_OK)
		return code;
	d->winner = calloc(d->n_winners + 1, sizeof *d->winner);
	taken = calloc(d->n_strata + 1, sizeof *taken);
	if (!d->winner || !taken) {
		free(taken);
		return ssjc_fail_memory(err);
	}
	for (size_t i = 0; i < d->n; i++) {
		const struct row *r = &d->row[i];
		const struct draw_stratum *s;

		if (r->stratum == OUTSIDE)
			continue;
		s = &d->stratum[r->stratum];
		if (taken[r->stratum] < s->main + s->reserve)
			d->winner[d->first[r->stratum] + taken[r->stratum]++] = i;
	}
	free(taken);
	return SSJC_OK;
}

const struct draw_stratum *draw_strata(const struct draw *d, size_t *n)
{
	*n = d->n_strata;
	return d->stratum;
}

size_t draw_winners(const struct draw *d)
{
	return d->n_winners;
}

size_t draw_offset(const struct draw *d, size_t i)
{
	return offset_of(&d->row[d->winner[i]]);
}

void draw_winner(const struct draw *d, size_t i, struct draw_winner *out)
{
	const struct row *r = &d->row[d->winner[i]];

	out->stratum = &d->stratum[r->stratum];
	out->rank = i - d->first[r->stratum] + 1;
	out->role = out->rank <= out->stratum->main ? ROLE_MAIN : ROLE_RESERVE;
	out->offset = offset_of(r);
	hex_of(r->ticket, TICKET_SIZE, out->ticket);
}

struct draw_counts draw_counts(const struct draw *d)
{
	struct draw_counts c = {
	    .rows = d->n, .excluded = d->excluded, .population = d->n - d->excluded,
	    .repeated = d->repeated};

	for (size_t i = 0; i < d->n_strata; i++) {
		c.main += d->stratum[i].main;
		c.reserve += d->stratum[i].reserve;
	}
	return c;
}
