#include "assign_work.h"

#include <stdlib.h>
#include <string.h>

static const char *const why_words[WHYS] = {"free", "not active", "experts",
    "without a valid certificate", "on leave", "recused", "at their limit",
    "without the skills to lead"};

void assign_say(struct buf *out, const size_t count[WHYS])
{
	for (int i = 0, n = 0; i < WHYS; i++)
		if (count[i] > 0)
			buf_printf(out, "%s%zu %s", n++ ? ", " : "", count[i], why_words[i]);
}

static enum why why_not_on(const struct inspector *in, day_t date)
{
	if (in->has_valid_until && in->valid_until < date)
		return EXPIRED;
	for (size_t i = 0; i < in->n_leave; i++)
		if (in->leave[i].from <= date && date <= in->leave[i].to)
			return ON_LEAVE;
	return MAY;
}

static ssjc_rc keep_recusals(struct assign_work *w, struct person *x)
{
	struct str list = x->who->recuse, piece;
	ssjc_rc rc = SSJC_OK;
	size_t most = 1;

	for (size_t i = 0; i < list.n; i++)
		most += list.p[i] == ';';
	x->recuse = assign_room(w, most, sizeof *x->recuse);
	if (!x->recuse)
		return SSJC_SYSTEM;
	while (rc == SSJC_OK && str_split(&list, ';', &piece)) {
		rc = assign_name(w, piece, &x->recuse[x->n_recuse]);
		if (rc == SSJC_OK && x->recuse[x->n_recuse].n > 0)
			x->n_recuse++;
	}
	return rc;
}

static ssjc_rc add_person(
    struct assign_work *w, struct pool *lot, const struct inspector *in, struct ticket_key *key)
{
	struct person *x = &lot->v[lot->n++];
	const struct items *items = w->p->items;

	*x = (struct person){.who = in, .why = in->expert ? EXPERT : in->active ? MAY : INACTIVE};
	x->day = assign_room(w, w->n_days, sizeof *x->day);
	x->busy = assign_room(w, w->n_days, sizeof *x->busy);
	x->qualified = assign_room(w, w->n_categories, sizeof *x->qualified);
	if (!x->day || !x->busy || !x->qualified)
		return SSJC_SYSTEM;
	for (size_t d = 0; d < w->n_days; d++)
		x->day[d] = x->why != MAY ? x->why : why_not_on(in, w->day[d].date);
	/* Who is away on all days cannot serve, for the reason of the first. */
	for (size_t d = 0; x->why == MAY && d < w->n_days && x->day[d] != MAY; d++)
		if (d + 1 == w->n_days)
			x->why = x->day[0];
	for (size_t c = 0; c < w->n_categories; c++)
		x->qualified[c] = !lot->dept->qualified || !items ||
		    items_qualified(items, lot->dept->key, w->category[c], in->skills);
	ticket_of(key, in->cert, x->ticket);
	return keep_recusals(w, x);
}

static int person_by_lot(const void *a, const void *b)
{
	const struct person *x = a, *y = b;
	int c;

	if ((x->why == MAY) != (y->why == MAY))
		return x->why == MAY ? -1 : 1;
	c = memcmp(x->ticket, y->ticket, TICKET_SIZE);
	return c ? c : str_cmp(x->who->cert, y->who->cert);
}

/* What the held seats take of each person's days and load. */
static void count_held(struct assign_work *w, struct pool *lot)
{
	for (size_t i = 0; i < lot->n; i++) {
		struct person *x = &lot->v[i];

		for (size_t k = 0; k < w->n_placed; k++) {
			const struct seat *s = &w->placed[k].seat;
			size_t d;

			if (!str_eq(s->cert, x->who->cert) || !str_eq(s->dept, lot->dept->key))
				continue;
			x->load++;
			d = assign_day(w, s->date);
			if (d < w->n_days)
				x->busy[d]++;
		}
		if (x->load > 0 && i < lot->pool)
			lot->serving = i + 1;
	}
}

static ssjc_rc fail_pool(const struct assign_work *w, const struct pool *lot)
{
	size_t count[WHYS] = {0};
	struct buf why = {0};
	ssjc_rc rc;

	for (size_t i = lot->pool; i < lot->n; i++)
		count[lot->v[i].why]++;
	assign_say(&why, count);
	rc = ssjc_fail_at(w->err, SSJC_PLAN, w->p->plan->name, lot->dept->line, NULL,
	    "department %.*s: an object needs %u of its inspectors, and %zu of %zu can serve%s%.*s",
	    STR_ARG(lot->dept->key), lot->dept->inspectors, lot->pool, lot->n,
	    why.n ? "; the others: " : "", STR_ARG(buf_text(&why)));
	buf_free(&why);
	return rc;
}

ssjc_rc assign_pool(struct assign_work *w, size_t at)
{
	const struct inspectors *r = w->p->inspectors;
	struct pool *lot = &w->lot[at];
	struct ticket_key *key = NULL;
	ssjc_rc rc;

	lot->dept = &w->p->plan->dept[at];
	lot->v = assign_room(w, r->n, sizeof *lot->v);
	if (!lot->v)
		return SSJC_SYSTEM;
	rc = assign_key(w, "inspector/", lot->dept->key, &key);
	for (size_t i = 0; i < r->n && rc == SSJC_OK; i++)
		if (assign_dept_at(w->p->plan, r->v[i].dept) == at)
			rc = add_person(w, lot, &r->v[i], key);
	ticket_key_free(key);
	if (rc != SSJC_OK)
		return rc;
	if (lot->n > 1)
		qsort(lot->v, lot->n, sizeof *lot->v, person_by_lot);
	while (lot->pool < lot->n && lot->v[lot->pool].why == MAY)
		lot->pool++;
	count_held(w, lot);
	return lot->pool < lot->dept->inspectors ? fail_pool(w, lot) : SSJC_OK;
}

size_t assign_free(const struct assign_work *w, const struct person *x, size_t d)
{
	unsigned per_day = w->p->plan->per_day;

	return x->day[d] != MAY || x->busy[d] >= per_day ? 0 : per_day - x->busy[d];
}

enum why assign_why(const struct assign_work *w, const struct pool *lot, const struct person *x,
    const struct job *j)
{
	if (x->day[j->day] != MAY)
		return x->day[j->day];
	for (size_t i = 0; i < x->n_recuse; i++)
		if (str_eq(x->recuse[i], j->id_key) || str_eq(x->recuse[i], j->name_key))
			return RECUSED;
	if (assign_free(w, x, j->day) == 0 ||
	    (lot->dept->max_load && x->load >= lot->dept->max_load))
		return FULL;
	return MAY;
}
