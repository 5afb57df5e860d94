#include "ssjc/draw/draw.h"

#include "ssjc/base/parallel.h"
#include "ssjc/draw/receipt_tree.h"
#include "strata.h"
#include "stratum_size.h"
#include "ticket_spill.h"

#include <stdlib.h>
#include <string.h>

/*
 * What is kept of a row of the roster, as there may be millions: 16 bytes, the
 * start of its ticket and its place, which are stratum and offset.
 */
enum { OFFSET_BITS = 40, OUTSIDE = STRATA_MAX /* in no stratum: it cannot be drawn */ };

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

/* What one thread adds. */
struct draw_part {
	struct strata strata;
	uint32_t *of_all; /* their places among the strata of all parts, once gathered */
	uint64_t excluded, repeated;
	struct ticket_list ids; /* of one of several registers */
	struct buf first, last; /* its least id, and its greatest */
	char apart[PARALLEL_APART];
};

struct draw {
	const struct plan *plan;
	struct ticket_key *key;
	unsigned parts;
	struct draw_part *adder;
	struct ticket_list *list; /* of each part; values are places */
	struct stratum *stratum;  /* of all, by text */
	size_t n_strata;
	struct draw_counts counts;
	size_t spill;     /* how many tickets of a part stay in memory; 0: all */
	uint64_t *winner; /* places, by stratum and rank */
	size_t n_winners;
	size_t *first; /* of each stratum in winner */
	bool part;     /* the rows are one of several registers */
	const struct draw_limit *limit;
	size_t n_limits;
	const struct ticket_key *ids;
	const struct stratum *whole; /* of several registers, with their sizes; or NULL */
	size_t n_whole;
	struct draw_counts of_whole;
	struct receipt_tree *tree; /* or NULL */
};

ssjc_rc draw_open(struct draw **out, const struct plan *plan, const char *master, unsigned parts,
    struct ssjc_err *err)
{
	struct ticket_key *key;
	ssjc_rc rc = ticket_key_open(&key, master, STR("object"), err);

	*out = NULL;
	return rc ? rc : draw_open_key(out, plan, key, parts, err);
}

ssjc_rc draw_open_key(struct draw **out, const struct plan *plan, struct ticket_key *key,
    unsigned parts, struct ssjc_err *err)
{
	struct draw *d = calloc(1, sizeof *d);
	ssjc_rc rc = SSJC_OK;

	*out = NULL;
	if (!d) {
		ticket_key_free(key);
		return ssjc_fail_memory(err);
	}
	d->key = key;
	d->plan = plan;
	d->parts = parts;
	d->adder = calloc(parts, sizeof *d->adder);
	d->list = calloc(parts, sizeof *d->list);
	if (!d->adder || !d->list) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	*out = d;
	d = NULL;
out:
	draw_free(d);
	return rc;
}

void draw_free(struct draw *d)
{
	if (!d)
		return;
	for (unsigned i = 0; d->adder && i < d->parts; i++) {
		strata_free(&d->adder[i].strata);
		free(d->adder[i].of_all);
		ticket_sort_free(&d->adder[i].ids);
		buf_free(&d->adder[i].first);
		buf_free(&d->adder[i].last);
	}
	for (unsigned i = 0; d->list && i < d->parts; i++)
		ticket_sort_free(&d->list[i]);
	ticket_key_free(d->key);
	free(d->adder);
	free(d->list);
	free(d->stratum);
	free(d->winner);
	free(d->first);
	free(d);
}

bool draw_excludes(const struct plan *plan, struct str status)
{
	for (size_t i = 0; i < plan->n_exclude_status; i++)
		if (str_eq(plan->exclude_status[i], status))
			return true;
	return false;
}

void draw_spill(struct draw *d, size_t tickets)
{
	if (!d->part)
		d->spill = tickets / d->parts + 1;
	if (d->tree)
		receipt_tree_spill(d->tree, tickets / 32);
}

void draw_ticket(const struct draw *d, struct str id, unsigned char to[TICKET_SIZE])
{
	ticket_of(d->key, id, to);
}

/* The least id and the greatest of a part. */
static void note_range(struct draw_part *p, struct str id)
{
	if (!p->first.n || str_cmp(id, buf_text(&p->first)) < 0) {
		buf_clear(&p->first);
		buf_str(&p->first, id);
	}
	if (!p->last.n || str_cmp(id, buf_text(&p->last)) > 0) {
		buf_clear(&p->last);
		buf_str(&p->last, id);
	}
}

/* The 8 bytes of a ticket that follow its prefix. */
static uint64_t second_prefix(const unsigned char ticket[TICKET_SIZE])
{
	uint64_t second = 0;

	for (int i = 8; i < 16; i++)
		second = second << 8 | ticket[i];
	return second;
}

static bool note_id(const struct draw *d, struct draw_part *p, struct str id)
{
	unsigned char ticket[TICKET_SIZE];

	note_range(p, id);
	if (!d->ids)
		return !p->first.failed && !p->last.failed;
	ticket_of(d->ids, id, ticket);
	return ticket_sort_add(&p->ids, ticket_prefix(ticket), second_prefix(ticket));
}

void draw_bind(struct draw *d, struct receipt_tree *tree)
{
	d->tree = tree;
}

/* The row into the tree, as it counts. */
static ssjc_rc bind_row(struct draw *d, unsigned part, const struct draw_candidate *c,
    uint32_t stratum, const unsigned char ticket[TICKET_SIZE], struct ssjc_err *err)
{
	struct receipt_row row = {.id = c->id,
	    .name = c->name,
	    .standing = stratum == OUTSIDE ? RECEIPT_EXCLUDED
	        : c->repeated              ? RECEIPT_REPEATED
	                                   : RECEIPT_IN,
	    .of = stratum == OUTSIDE ? c->status : d->adder[part].strata.v[stratum].text};

	memcpy(row.ticket, ticket, TICKET_SIZE);
	return receipt_tree_add(d->tree, part, &row, err);
}

ssjc_rc draw_add(
    struct draw *d, unsigned part, const struct draw_candidate *c, struct ssjc_err *err)
{
	struct draw_part *p = &d->adder[part];
	unsigned char ticket[TICKET_SIZE];
	uint32_t stratum = OUTSIDE;

	if (c->id.n == 0)
		return ssjc_fail_at(err, SSJC_INPUT, NULL, 0, "id", "is empty");
	for (size_t i = 0; i < c->id.n; i++)
		if ((unsigned char)c->id.p[i] < 0x20)
			return ssjc_fail_at(
			    err, SSJC_INPUT, NULL, 0, "id", "has a control character");
	if ((uint64_t)c->offset >> OFFSET_BITS)
		return ssjc_fail(err, SSJC_INPUT, "is beyond the first TiB of the roster");
	ticket_of(d->key, c->id, ticket);
	if (!draw_excludes(d->plan, c->status)) {
		ssjc_rc rc = strata_find(&p->strata, d->plan, c->values, &stratum, err);

		if (rc)
			return rc;
	}
	if (d->tree) {
		ssjc_rc rc = bind_row(d, part, c, stratum, ticket, err);

		if (rc)
			return rc;
	}
	if (stratum == OUTSIDE) {
		p->excluded++;
	} else {
		p->strata.v[stratum].population++;
		p->strata.v[stratum].eligible += !c->repeated;
		p->repeated += c->repeated;
	}
	if (d->spill && d->list[part].n >= d->spill) {
		ssjc_rc rc = ticket_spill_put(&d->list[part], err);

		if (rc)
			return rc;
	}
	if (!ticket_sort_add(&d->list[part], ticket_prefix(ticket),
	        place_at(c->repeated ? OUTSIDE : stratum, c->offset)))
		return ssjc_fail_memory(err);
	if (d->part && !note_id(d, p, c->id))
		return ssjc_fail_memory(err);
	return SSJC_OK;
}

/* The strata of all parts by text, each once. */
static ssjc_rc gather_strata(struct draw *d, struct ssjc_err *err)
{
	size_t n = 0, kept = 0;

	for (unsigned i = 0; i < d->parts; i++)
		n += d->adder[i].strata.n;
	d->stratum = calloc(n + 1, sizeof *d->stratum);
	if (!d->stratum)
		return ssjc_fail_memory(err);
	n = 0;
	for (unsigned i = 0; i < d->parts; i++)
		for (size_t k = 0; k < d->adder[i].strata.n; k++)
			d->stratum[n++] = d->adder[i].strata.v[k];
	qsort(d->stratum, n, sizeof *d->stratum, strata_by_text);
	for (size_t i = 0; i < n; i++)
		if (kept && strata_by_text(&d->stratum[kept - 1], &d->stratum[i]) == 0) {
			d->stratum[kept - 1].population += d->stratum[i].population;
			d->stratum[kept - 1].eligible += d->stratum[i].eligible;
		} else {
			d->stratum[kept++] = d->stratum[i];
		}
	d->n_strata = kept;
	return kept > STRATA_MAX ? strata_too_many(err) : SSJC_OK;
}

/* Those of several registers. */
static ssjc_rc take_whole(struct draw *d, struct ssjc_err *err)
{
	d->stratum = calloc(d->n_whole + 1, sizeof *d->stratum);
	if (!d->stratum)
		return ssjc_fail_memory(err);
	memcpy(d->stratum, d->whole, d->n_whole * sizeof *d->stratum);
	d->n_strata = d->n_whole;
	return SSJC_OK;
}

/* How many of each stratum, and of all. */
static ssjc_rc size_strata(struct draw *d, struct ssjc_err *err)
{
	d->first = calloc(d->n_strata + 1, sizeof *d->first);
	if (!d->first)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < d->n_strata; i++) {
		struct stratum *s = &d->stratum[i];

		if (!d->part)
			stratum_size(s, d->plan);
		d->first[i] = d->n_winners;
		d->n_winners += s->main + s->reserve;
		d->counts.population += s->population;
		d->counts.main += s->main;
		d->counts.reserve += s->reserve;
	}
	for (unsigned i = 0; i < d->parts; i++) {
		d->counts.excluded += d->adder[i].excluded;
		d->counts.repeated += d->adder[i].repeated;
	}
	if (d->whole) {
		d->counts.excluded = d->of_whole.excluded;
		d->counts.repeated = d->of_whole.repeated;
	}
	return SSJC_OK;
}

static void rename_places(const struct draw_part *p, struct ticket_place *v, size_t n)
{
	for (size_t k = 0; k < n; k++) {
		uint32_t stratum = stratum_at(v[k].value);

		if (stratum != OUTSIDE)
			v[k].value = place_at(p->of_all[stratum], offset_at(v[k].value));
	}
}

/* The rows of a part are in strata of its own: have them in the strata of all. */
static void rename_strata(void *arg, unsigned i)
{
	struct draw *d = arg;
	struct draw_part *p = &d->adder[i];
	const struct strata *own = &p->strata;

	for (size_t k = 0; k < own->n; k++)
		p->of_all[k] = (uint32_t)((struct stratum *)bsearch(&own->v[k], d->stratum,
		                              d->n_strata, sizeof *d->stratum, strata_by_text) -
		    d->stratum);
	if (!d->spill)
		rename_places(p, d->list[i].v, d->list[i].n);
}

static ssjc_rc rename_all(struct draw *d, struct ssjc_err *err)
{
	for (unsigned i = 0; i < d->parts; i++) {
		struct draw_part *p = &d->adder[i];

		p->of_all = calloc(p->strata.n + 1, sizeof *p->of_all);
		if (!p->of_all)
			return ssjc_fail_memory(err);
	}
	parallel(d->parts, rename_strata, d);
	return SSJC_OK;
}

ssjc_rc draw_check_floor(const struct plan *plan, const struct draw_counts *c, struct ssjc_err *err)
{
	uint64_t floor = ratio_ceil(c->population, plan->floor);

	if (c->population == 0)
		return ssjc_fail(err, SSJC_INPUT,
		    "there is nobody to draw from: %llu rows, %llu left out by their status",
		    (unsigned long long)c->rows, (unsigned long long)c->excluded);
	if (c->main >= floor)
		return SSJC_OK;
	return ssjc_fail_at(err, SSJC_PLAN, plan->name, 0, "floor",
	    "%llu of %llu would be drawn, but the plan's floor is %llu: raise a ratio",
	    (unsigned long long)c->main, (unsigned long long)c->population,
	    (unsigned long long)floor);
}

/* For ticket_sort: the ticket of a row by its place. */
struct by_place {
	const struct draw *draw;
	draw_id *id;
	void *arg;
};

static ssjc_rc ticket_at(
    void *arg, uint64_t place, unsigned char to[TICKET_SIZE], struct ssjc_err *err)
{
	const struct by_place *b = arg;
	struct str id;
	ssjc_rc rc = b->id(b->arg, offset_at(place), &id, err);

	if (rc)
		return rc;
	draw_ticket(b->draw, id, to);
	return SSJC_OK;
}

/* The rows that come next in the order of tickets: those that are chosen. */
static void choose_next(
    struct draw *d, uint64_t *taken, const struct ticket_place *row, size_t rows)
{
	for (size_t i = 0; i < rows; i++) {
		uint32_t at = stratum_at(row[i].value);

		if (at != OUTSIDE && taken[at] < d->stratum[at].main + d->stratum[at].reserve)
			d->winner[d->first[at] + taken[at]++] = row[i].value;
	}
}

/* Of the whole there must be as many rows as are to be chosen. */
static ssjc_rc check_enough(const struct draw *d, const uint64_t *taken, struct ssjc_err *err)
{
	for (size_t i = 0; i < d->n_strata; i++)
		if (taken[i] < d->stratum[i].main + d->stratum[i].reserve)
			return ssjc_fail(err, SSJC_INPUT,
			    "of the stratum %.*s %llu are needed, but only %llu are there",
			    STR_ARG(d->stratum[i].text),
			    (unsigned long long)(d->stratum[i].main + d->stratum[i].reserve),
			    (unsigned long long)taken[i]);
	return SSJC_OK;
}

static ssjc_rc choose(
    struct draw *d, const struct ticket_place *row, size_t rows, struct ssjc_err *err)
{
	uint64_t *taken = calloc(d->n_strata + 1, sizeof *taken);
	ssjc_rc rc;

	d->winner = calloc(d->n_winners + 1, sizeof *d->winner);
	if (!d->winner || !taken) {
		free(taken);
		return ssjc_fail_memory(err);
	}
	choose_next(d, taken, row, rows);
	rc = check_enough(d, taken, err);
	free(taken);
	return rc;
}

/* How many of each stratum of a part are up to its limit. */
static ssjc_rc size_part(struct draw *d, const struct ticket_place *row, struct ssjc_err *err)
{
	uint64_t *most = calloc(d->n_strata + 1, sizeof *most);
	bool *has = calloc(d->n_strata + 1, sizeof *has);
	ssjc_rc rc = most && has ? SSJC_OK : ssjc_fail_memory(err);

	if (rc)
		goto out;
	for (size_t i = 0; i < d->n_limits; i++) {
		const struct stratum wanted = {.text = d->limit[i].stratum},
		                     *s = bsearch(&wanted, d->stratum, d->n_strata,
		                         sizeof *d->stratum, strata_by_text);

		if (!s)
			continue;
		has[s - d->stratum] = true;
		most[s - d->stratum] = d->limit[i].most;
	}
	for (size_t i = 0; i < d->counts.rows; i++) {
		uint32_t at = stratum_at(row[i].value);

		if (at != OUTSIDE && has[at] && row[i].key <= most[at])
			d->stratum[at].main++;
	}
	rc = size_strata(d, err);
out:
	free(most);
	free(has);
	return rc;
}

/* The two rows that are first in the roster. */
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

static ssjc_rc duplicated(
    const struct ticket_place *same, size_t n, size_t twice[2], struct ssjc_err *err)
{
	first_two(same, n, twice);
	return ssjc_fail_at(err, SSJC_INPUT, NULL, 0, "id", "is duplicated");
}

/* For ticket_spill_sort: the choice in the making. */
struct by_pieces {
	struct by_place place;
	struct draw *draw;
	uint64_t *taken;
};

static ssjc_rc piece_ticket(
    void *arg, uint64_t place, unsigned char to[TICKET_SIZE], struct ssjc_err *err)
{
	return ticket_at(&((struct by_pieces *)arg)->place, place, to, err);
}

static void piece_of(void *arg, unsigned part, struct ticket_place *v, size_t n)
{
	rename_places(&((struct by_pieces *)arg)->draw->adder[part], v, n);
}

static void piece_chosen(void *arg, const struct ticket_place *v, size_t n)
{
	struct by_pieces *b = arg;

	choose_next(b->draw, b->taken, v, n);
}

/* The same from tickets that are not all in memory. */
static ssjc_rc select_spilled(
    struct draw *d, draw_id *id, void *arg, size_t twice[2], struct ssjc_err *err)
{
	struct by_pieces b = {.place = {d, id, arg}, .draw = d};
	struct ticket_spill_sort by = {
	    .ticket = piece_ticket, .own = piece_of, .take = piece_chosen, .arg = &b};
	const struct ticket_place *same;
	size_t n_same, rows;
	ssjc_rc rc;

	b.taken = calloc(d->n_strata + 1, sizeof *b.taken);
	d->winner = calloc(d->n_winners + 1, sizeof *d->winner);
	if (!b.taken || !d->winner) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	rc = ticket_spill_sort(d->list, d->parts, &by, &rows, &same, &n_same, err);
	if (rc)
		goto out;
	d->counts.rows = rows;
	rc = same ? duplicated(same, n_same, twice, err)
	          : draw_check_floor(d->plan, &d->counts, err);
out:
	free(b.taken);
	free(by.heap);
	return rc;
}

ssjc_rc draw_select(struct draw *d, draw_id *id, void *arg, size_t twice[2], struct ssjc_err *err)
{
	struct by_place by_place = {d, id, arg};
	const struct ticket_place *same;
	size_t n_same;
	struct ticket_place *row = NULL;
	size_t rows;
	ssjc_rc rc = d->whole ? take_whole(d, err) : gather_strata(d, err);

	if (rc)
		return rc;
	rc = d->part ? SSJC_OK : size_strata(d, err);
	if (rc)
		return rc;
	rc = rename_all(d, err);
	if (rc)
		return rc;
	if (d->spill)
		return select_spilled(d, id, arg, twice, err);
	rc = ticket_sort(d->list, d->parts, &row, &rows, ticket_at, &by_place, &same, &n_same, err);
	if (rc)
		goto out;
	d->counts.rows = rows;
	if (same) {
		rc = duplicated(same, n_same, twice, err);
		goto out;
	}
	if (d->whole)
		d->counts.rows = d->of_whole.rows;
	rc = d->part ? size_part(d, row, err) : draw_check_floor(d->plan, &d->counts, err);
	if (rc)
		goto out;
	rc = choose(d, row, rows, err);
out:
	free(row);
	return rc;
}

void draw_of_part(
    struct draw *d, const struct draw_limit *limit, size_t n, const struct ticket_key *ids)
{
	d->part = true;
	d->limit = limit;
	d->n_limits = n;
	d->ids = ids;
}

void draw_of_whole(
    struct draw *d, const struct stratum *stratum, size_t n, const struct draw_counts *counts)
{
	d->whole = stratum;
	d->n_whole = n;
	d->of_whole = *counts;
}

struct str draw_first(const struct draw *d)
{
	struct str first = STR("");

	for (unsigned i = 0; i < d->parts; i++) {
		struct str its = buf_text(&d->adder[i].first);

		if (its.n && (!first.n || str_cmp(its, first) < 0))
			first = its;
	}
	return first;
}

struct str draw_last(const struct draw *d)
{
	struct str last = STR("");

	for (unsigned i = 0; i < d->parts; i++) {
		struct str its = buf_text(&d->adder[i].last);

		if (str_cmp(its, last) > 0)
			last = its;
	}
	return last;
}

/* For ticket_sort: what follows the prefix decides among equal ones. */
static ssjc_rc second_at(
    void *arg, uint64_t second, unsigned char to[TICKET_SIZE], struct ssjc_err *err)
{
	(void)arg;
	(void)err;
	memset(to, 0, TICKET_SIZE);
	for (int i = 0; i < 8; i++)
		to[i] = (unsigned char)(second >> (56 - 8 * i));
	return SSJC_OK;
}

ssjc_rc draw_ids(struct draw *d, void (*each)(void *arg, const unsigned char ticket[]), void *arg,
    struct ssjc_err *err)
{
	struct ticket_list *list = calloc(d->parts, sizeof *list);
	struct ticket_place *all = NULL;
	const struct ticket_place *same;
	size_t n, n_same;
	ssjc_rc rc;

	if (!list)
		return ssjc_fail_memory(err);
	for (unsigned i = 0; i < d->parts; i++) {
		list[i] = d->adder[i].ids;
		d->adder[i].ids = (struct ticket_list){0};
	}
	rc = ticket_sort(list, d->parts, &all, &n, second_at, NULL, &same, &n_same, err);
	if (rc)
		goto out;
	for (size_t i = 0; i < n; i++) {
		unsigned char first[TICKET_SIZE], second[TICKET_SIZE];

		(void)second_at(NULL, all[i].key, first, err);
		(void)second_at(NULL, all[i].value, second, err);
		memcpy(first + 8, second, 8);
		each(arg, first);
	}
out:
	for (unsigned i = 0; i < d->parts; i++)
		ticket_sort_free(&list[i]);
	free(list);
	free(all);
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
