#include "ssjc/draw/draw.h"

#include "ssjc/base/parallel.h"
#include "ticket_sort.h"

#include <stdlib.h>
#include <string.h>

/*
 * What is kept of a row of the roster, as there may be millions: 16 bytes, the
 * start of its ticket and its place, which are stratum and offset.
 */
enum { OFFSET_BITS = 40, OUTSIDE = (1 << 24) - 1 /* no stratum: it cannot be drawn */ };

static uint64_t place_at(uint32_t stratum, uint64_t offset)
{
	return (uint64_t)stratum << OFFSET_BITS | offset;
}

static uint32_t stratum_at(uint64_t place)
{
	return (uint32_t)(place >> OFFSET_BITS);
}

static size_t offset_at(uint64_t place)
{
	return (size_t)(place & (((uint64_t)1 << OFFSET_BITS) - 1));
}

enum { RECENT = 64 };

/* What one thread adds. */
struct part {
	struct stratum *stratum; /* in order of appearance */
	size_t n_strata, strata_cap;
	uint32_t *by_text; /* their indices, by text */
	size_t by_text_cap;
	uint32_t *of_all;        /* their indices among those of all parts, once gathered */
	uint32_t recent[RECENT]; /* strata of rows before, by a hash of their values */
	struct buf text;
	struct arena arena;
	uint64_t excluded, repeated;
	char apart[PARALLEL_APART];
};

struct draw {
	const struct plan *plan;
	struct ticket_key *key;
	unsigned parts;
	struct part *part;
	struct ticket_list *list; /* of each part; values are places */
	struct stratum *stratum;  /* of all, by text */
	size_t n_strata;
	struct draw_counts counts;
	uint64_t *winner; /* places, by stratum and rank */
	size_t n_winners;
	size_t *first; /* of each stratum in winner */
};

ssjc_rc draw_open(struct draw **out, const struct plan *plan, const char *master, unsigned parts,
    struct ssjc_err *err)
{
	struct draw *d = calloc(1, sizeof *d);
	ssjc_rc rc = SSJC_OK;

	*out = NULL;
	if (!d)
		return ssjc_fail_memory(err);
	d->plan = plan;
	d->parts = parts;
	d->part = calloc(parts, sizeof *d->part);
	d->list = calloc(parts, sizeof *d->list);
	if (!d->part || !d->list)
		rc = ssjc_fail_memory(err);
	if (rc == SSJC_OK)
		rc = ticket_key_open(&d->key, master, STR("object"), err);
	if (rc == SSJC_OK)
		*out = d;
	else
		draw_free(d);
	return rc;
}

void draw_free(struct draw *d)
{
	if (!d)
		return;
	for (unsigned i = 0; i < d->parts; i++) {
		if (d->part) {
			free(d->part[i].stratum);
			free(d->part[i].by_text);
			free(d->part[i].of_all);
			buf_free(&d->part[i].text);
			arena_free(&d->part[i].arena);
		}
		if (d->list)
			ticket_sort_free(&d->list[i]);
	}
	ticket_key_free(d->key);
	free(d->part);
	free(d->list);
	free(d->stratum);
	free(d->winner);
	free(d->first);
	free(d);
}

struct stratum_key {
	struct str text;
	const struct stratum *stratum; /* those that by_text speaks of */
};

static int key_to_stratum(const void *key, const void *at)
{
	const struct stratum_key *k = key;

	return str_cmp(k->text, k->stratum[*(const uint32_t *)at].text);
}

/* The place of text among the strata that the part has seen, by text. */
static size_t place_of(const struct part *p, struct str text, bool *found)
{
	const struct stratum_key key = {text, p->stratum};
	size_t i = array_bisect(&key, p->by_text, p->n_strata, sizeof *p->by_text, key_to_stratum);

	*found = i < p->n_strata && str_eq(p->stratum[p->by_text[i]].text, text);
	return i;
}

static ssjc_rc new_stratum(const struct plan *plan, struct part *p, const struct draw_candidate *c,
    size_t place, struct ssjc_err *err)
{
	struct stratum s = {0};
	bool ok = true;
	ssjc_rc rc = plan_rule_of(plan, c->values, &s.rule, err);

	if (rc != SSJC_OK)
		return rc;
	for (size_t i = 0; i < plan->n_strata; i++)
		if (c->values[i].n && memchr(c->values[i].p, ';', c->values[i].n))
			return ssjc_fail_at(err, SSJC_INPUT, NULL, 0, plan->strata[i].p,
			    "“%.*s” has a semicolon, which separates the values of a stratum",
			    STR_ARG(c->values[i]));
	if (p->n_strata >= OUTSIDE)
		return ssjc_fail(err, SSJC_PLAN,
		    "there are more than %d strata: fewer columns make fewer", OUTSIDE);
	s.text = arena_str(&p->arena, buf_text(&p->text), &ok);
	if (!ok || !array_grow(&p->stratum, &p->strata_cap, p->n_strata, sizeof s) ||
	    !array_grow(&p->by_text, &p->by_text_cap, p->n_strata, sizeof *p->by_text))
		return ssjc_fail_memory(err);
	memmove(
	    p->by_text + place + 1, p->by_text + place, (p->n_strata - place) * sizeof *p->by_text);
	p->by_text[place] = (uint32_t)p->n_strata;
	p->stratum[p->n_strata++] = s;
	return SSJC_OK;
}

static ssjc_rc look_up(const struct plan *plan, struct part *p, const struct draw_candidate *c,
    uint32_t *out, struct ssjc_err *err)
{
	size_t place;
	bool found;

	buf_clear(&p->text);
	for (size_t i = 0; i < plan->n_strata; i++) {
		if (i)
			buf_char(&p->text, ';');
		buf_str(&p->text, c->values[i]);
	}
	if (p->text.failed)
		return ssjc_fail_memory(err);
	place = place_of(p, buf_text(&p->text), &found);
	if (!found) {
		ssjc_rc rc = new_stratum(plan, p, c, place, err);

		if (rc != SSJC_OK)
			return rc;
	}
	*out = p->by_text[place];
	return SSJC_OK;
}

/* Is that the text of these n values? */
static bool is_of(struct str text, const struct str *value, size_t n)
{
	size_t at = 0;

	for (size_t i = 0; i < n; i++) {
		if (i && (at == text.n || text.p[at++] != ';'))
			return false;
		if (value[i].n > text.n - at || memcmp(text.p + at, value[i].p, value[i].n) != 0)
			return false;
		at += value[i].n;
	}
	return at == text.n;
}

/* Strata are few, and rows many: most are of one met shortly before. */
static ssjc_rc stratum_of(const struct plan *plan, struct part *p, const struct draw_candidate *c,
    uint32_t *out, struct ssjc_err *err)
{
	size_t hash = 0;
	ssjc_rc rc;

	for (size_t i = 0; i < plan->n_strata; i++)
		if (c->values[i].n)
			hash = hash * 31 + (unsigned char)c->values[i].p[c->values[i].n / 2] +
			    (unsigned char)c->values[i].p[c->values[i].n - 1];
	hash %= RECENT;
	*out = p->recent[hash];
	if (*out < p->n_strata && is_of(p->stratum[*out].text, c->values, plan->n_strata))
		return SSJC_OK;
	rc = look_up(plan, p, c, out, err);
	p->recent[hash] = *out;
	return rc;
}

bool draw_excludes(const struct plan *p, struct str status)
{
	for (size_t i = 0; i < p->n_exclude_status; i++)
		if (str_eq(p->exclude_status[i], status))
			return true;
	return false;
}

void draw_ticket(const struct draw *d, struct str id, unsigned char to[TICKET_SIZE])
{
	ticket_of(d->key, id, to);
}

ssjc_rc draw_add(
    struct draw *d, unsigned part, const struct draw_candidate *c, struct ssjc_err *err)
{
	struct part *p = &d->part[part];
	unsigned char ticket[TICKET_SIZE];
	uint32_t stratum = OUTSIDE;

	if (c->id.n == 0)
		return ssjc_fail_at(err, SSJC_INPUT, NULL, 0, "id", "is empty");
	for (size_t i = 0; i < c->id.n; i++)
		if ((unsigned char)c->id.p[i] < 0x20)
			return ssjc_fail_at(
			    err, SSJC_INPUT, NULL, 0, "id", "has a control character");
	if ((uint64_t)c->offset >> OFFSET_BITS)
		return ssjc_fail(err, SSJC_INPUT, "stands behind the first TiB of the roster");
	ticket_of(d->key, c->id, ticket);
	if (!draw_excludes(d->plan, c->status)) {
		ssjc_rc rc = stratum_of(d->plan, p, c, &stratum, err);

		if (rc != SSJC_OK)
			return rc;
	}
	if (stratum == OUTSIDE) {
		p->excluded++;
	} else {
		p->stratum[stratum].population++;
		p->stratum[stratum].eligible += !c->repeated;
		p->repeated += c->repeated;
	}
	if (!ticket_sort_add(&d->list[part], ticket_prefix(ticket),
	        place_at(c->repeated ? OUTSIDE : stratum, c->offset)))
		return ssjc_fail_memory(err);
	return SSJC_OK;
}

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* How many of a stratum, by its rule: DRAW, "how many". */
static void size_stratum(struct stratum *s, const struct plan *p)
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

static int by_text(const void *a, const void *b)
{
	return str_cmp(((const struct stratum *)a)->text, ((const struct stratum *)b)->text);
}

/* The strata of all parts by text, each once; then the sizes of each. */
static ssjc_rc gather_strata(struct draw *d, struct ssjc_err *err)
{
	size_t n = 0, kept = 0;

	for (unsigned i = 0; i < d->parts; i++)
		n += d->part[i].n_strata;
	d->stratum = calloc(n + 1, sizeof *d->stratum);
	d->first = calloc(n + 1, sizeof *d->first);
	if (!d->stratum || !d->first)
		return ssjc_fail_memory(err);
	n = 0;
	for (unsigned i = 0; i < d->parts; i++) {
		d->part[i].of_all = calloc(d->part[i].n_strata + 1, sizeof *d->part[i].of_all);
		if (!d->part[i].of_all)
			return ssjc_fail_memory(err);
		for (size_t k = 0; k < d->part[i].n_strata; k++)
			d->stratum[n++] = d->part[i].stratum[k];
	}
	qsort(d->stratum, n, sizeof *d->stratum, by_text);
	for (size_t i = 0; i < n; i++)
		if (kept && by_text(&d->stratum[kept - 1], &d->stratum[i]) == 0) {
			d->stratum[kept - 1].population += d->stratum[i].population;
			d->stratum[kept - 1].eligible += d->stratum[i].eligible;
		} else {
			d->stratum[kept++] = d->stratum[i];
		}
	if (kept > OUTSIDE)
		return ssjc_fail(err, SSJC_PLAN,
		    "there are more than %d strata: fewer columns make fewer", OUTSIDE);
	d->n_strata = kept;
	for (size_t i = 0; i < kept; i++) {
		struct stratum *s = &d->stratum[i];

		size_stratum(s, d->plan);
		d->first[i] = d->n_winners;
		d->n_winners += s->main + s->reserve;
		d->counts.population += s->population;
		d->counts.main += s->main;
		d->counts.reserve += s->reserve;
	}
	return SSJC_OK;
}

/* The rows of a part speak of its own strata: have them speak of all. */
static void rename_strata(void *arg, unsigned i)
{
	struct draw *d = arg;
	struct part *p = &d->part[i];

	for (size_t k = 0; k < p->n_strata; k++)
		p->of_all[k] = (uint32_t)((struct stratum *)bsearch(&p->stratum[k], d->stratum,
		                              d->n_strata, sizeof *d->stratum, by_text) -
		    d->stratum);
	for (size_t k = 0; k < d->list[i].n; k++) {
		uint64_t *place = &d->list[i].v[k].value;
		uint32_t stratum = stratum_at(*place);

		if (stratum != OUTSIDE)
			*place = place_at(p->of_all[stratum], offset_at(*place));
	}
}

static ssjc_rc check_floor(const struct draw *d, struct ssjc_err *err)
{
	const struct draw_counts *c = &d->counts;
	uint64_t floor = ratio_ceil(c->population, d->plan->floor);

	if (c->population == 0)
		return ssjc_fail(err, SSJC_INPUT,
		    "there is nobody to draw from: %llu rows, %llu left out by their status",
		    (unsigned long long)c->rows, (unsigned long long)c->excluded);
	if (c->main >= floor)
		return SSJC_OK;
	return ssjc_fail_at(err, SSJC_PLAN, d->plan->name, 0, "floor",
	    "%llu of %llu would be drawn, but the plan's floor is %llu: raise a ratio",
	    (unsigned long long)c->main, (unsigned long long)c->population,
	    (unsigned long long)floor);
}

/* For ticket_sort: the ticket of a row by its place. */
struct by_place {
	const struct draw *d;
	draw_id *id;
	void *arg;
};

static ssjc_rc ticket_at(
    void *arg, uint64_t place, unsigned char to[TICKET_SIZE], struct ssjc_err *err)
{
	const struct by_place *b = arg;
	struct str id;
	ssjc_rc rc = b->id(b->arg, offset_at(place), &id, err);

	if (rc == SSJC_OK)
		draw_ticket(b->d, id, to);
	return rc;
}

static ssjc_rc choose(struct draw *d, const struct ticket_place *row, struct ssjc_err *err)
{
	uint64_t *taken = calloc(d->n_strata + 1, sizeof *taken);

	d->winner = calloc(d->n_winners + 1, sizeof *d->winner);
	if (!d->winner || !taken) {
		free(taken);
		return ssjc_fail_memory(err);
	}
	for (size_t i = 0; i < d->counts.rows; i++) {
		uint32_t at = stratum_at(row[i].value);

		if (at != OUTSIDE && taken[at] < d->stratum[at].main + d->stratum[at].reserve)
			d->winner[d->first[at] + taken[at]++] = row[i].value;
	}
	free(taken);
	return SSJC_OK;
}

/* The two rows that stand first in the roster. */
static void first_two(const struct ticket_place *same, size_t n, size_t twice[2])
{
	twice[0] = twice[1] = SIZE_MAX;
	for (size_t i = 0; i < n; i++) {
		size_t offset = offset_at(same[i].value);

		if (offset < twice[0]) {
			twice[1] = twice[0];
			twice[0] = offset;
		} else if (offset < twice[1]) {
			twice[1] = offset;
		}
	}
}

ssjc_rc draw_select(struct draw *d, draw_id *id, void *arg, size_t twice[2], struct ssjc_err *err)
{
	struct by_place by_place = {d, id, arg};
	const struct ticket_place *same;
	size_t n_same;
	struct ticket_place *row = NULL;
	size_t rows;
	ssjc_rc rc = gather_strata(d, err);

	if (rc != SSJC_OK)
		return rc;
	for (unsigned i = 0; i < d->parts; i++) {
		d->counts.excluded += d->part[i].excluded;
		d->counts.repeated += d->part[i].repeated;
	}
	parallel(d->parts, rename_strata, d);
	rc = ticket_sort(d->list, d->parts, &row, &rows, ticket_at, &by_place, &same, &n_same, err);
	d->counts.rows = rows;
	if (rc == SSJC_OK && same) {
		first_two(same, n_same, twice);
		rc = ssjc_fail_at(err, SSJC_INPUT, NULL, 0, "id", "stands twice");
	}
	if (rc == SSJC_OK)
		rc = check_floor(d, err);
	if (rc == SSJC_OK)
		rc = choose(d, row, err);
	free(row);
	return rc;
}

const struct stratum *draw_strata(const struct draw *d, size_t *n)
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
	return offset_at(d->winner[i]);
}

void draw_winner(const struct draw *d, size_t i, struct draw_winner *out)
{
	uint32_t stratum = stratum_at(d->winner[i]);

	out->stratum = &d->stratum[stratum];
	out->stratum_at = stratum;
	out->rank = i - d->first[stratum] + 1;
	out->role = out->rank <= out->stratum->main ? ROLE_MAIN : ROLE_RESERVE;
	out->offset = offset_at(d->winner[i]);
}

struct draw_counts draw_counts(const struct draw *d)
{
	return d->counts;
}
