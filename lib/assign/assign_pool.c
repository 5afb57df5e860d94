#include "assign_work.h"

#include "ssjc/base/language.h"

#include <stdlib.h>
#include <string.h>

static const char *const why_words[WHYS] = {W_("free"), W_("not active"), W_("experts"),
    W_("without a valid certificate"), W_("on leave"), W_("not on duty"), W_("recused"),
    W_("restricted to other items"), W_("at their limit"), W_("without the skills to lead"),
    W_("at the business already")};

const char *assign_why_word(enum why why)
{
	return why_words[why];
}

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

static ssjc_rc add_person(
    struct assign_work *w, struct pool *pool, const struct inspector *in, struct ticket_key *key)
{
	struct person *x = &pool->v[pool->n++];
	const struct items *items = w->p->items;

	*x = (struct person){.who = in, .why = in->expert ? EXPERT : in->active ? MAY : INACTIVE};
	x->day = assign_room(w, w->n_days, sizeof *x->day);
	x->busy = assign_room(w, w->n_days, sizeof *x->busy);
	x->qualified = assign_room(w, w->n_categories, sizeof *x->qualified);
	x->allowed = assign_room(w, w->n_categories, sizeof *x->allowed);
	if (!x->day || !x->busy || !x->qualified || !x->allowed)
		return SSJC_SYSTEM;
	for (size_t d = 0; d < w->n_days; d++)
		x->day[d] = x->why != MAY ? x->why : why_not_on(in, w->day[d].date);
	/* Whoever is away on all days cannot serve, for the reason of the first. */
	for (size_t d = 0; x->why == MAY && d < w->n_days && x->day[d] != MAY; d++)
		if (d + 1 == w->n_days)
			x->why = x->day[0];
	for (size_t c = 0; c < w->n_categories; c++) {
		x->qualified[c] = !pool->dept->qualified || !items ||
		    items_qualified(items, pool->dept->key, w->category[c], in->skills);
		x->allowed[c] = !items ||
		    items_allowed(items, pool->dept->key, w->category[c], in->items);
	}
	ticket_of(key, in->cert, x->ticket);
	return SSJC_OK;
}

static int person_by_ticket(const void *a, const void *b)
{
	const struct person *x = a, *y = b;
	int c;

	if ((x->why == MAY) != (y->why == MAY))
		return x->why == MAY ? -1 : 1;
	c = memcmp(x->ticket, y->ticket, TICKET_SIZE);
	return c ? c : str_cmp(x->who->cert, y->who->cert);
}

/* Find a person by the certificate. */
struct by_cert {
	struct str cert;
	size_t at;
};

static int by_cert(const void *a, const void *b)
{
	return str_cmp(((const struct by_cert *)a)->cert, ((const struct by_cert *)b)->cert);
}

/* What the held seats take of each person's days and load. */
static ssjc_rc count_held(struct assign_work *w, struct pool *pool)
{
	struct by_cert *v = assign_room(w, pool->n, sizeof *v);

	if (!v)
		return SSJC_SYSTEM;
	for (size_t i = 0; i < pool->n; i++)
		v[i] = (struct by_cert){pool->v[i].who->cert, i};
	if (pool->n > 1)
		qsort(v, pool->n, sizeof *v, by_cert);
	for (size_t k = 0; k < w->n_placed; k++) {
		const struct seat *s = &w->placed[k].seat;
		const struct by_cert key = {s->cert, 0}, *found = NULL;
		struct person *x;
		size_t d;

		if (pool->n > 0 && str_eq(s->dept, pool->dept->key))
			found = bsearch(&key, v, pool->n, sizeof *v, by_cert);
		if (!found)
			continue;
		x = &pool->v[found->at];
		x->load++;
		d = assign_day(w, s->date);
		if (d < w->n_days)
			x->busy[d]++;
		if (found->at < pool->able && found->at >= pool->serving)
			pool->serving = found->at + 1;
	}
	return SSJC_OK;
}

static ssjc_rc fail_pool(const struct assign_work *w, const struct pool *pool)
{
	size_t count[WHYS] = {0};
	struct buf why = {0};
	ssjc_rc rc;

	for (size_t i = pool->able; i < pool->n; i++)
		count[pool->v[i].why]++;
	assign_say(&why, count);
	rc = ssjc_fail_at(w->err, SSJC_PLAN, w->p->plan->name, pool->dept->line, NULL,
	    "department %.*s: an object needs %u of its inspectors, and %zu of %zu can serve%s%.*s",
	    STR_ARG(pool->dept->key), pool->dept->inspectors, pool->able, pool->n,
	    why.n ? W_("; the others: ") : "", STR_ARG(buf_text(&why)));
	buf_free(&why);
	return rc;
}

ssjc_rc assign_pool(struct assign_work *w, size_t at)
{
	const struct inspectors *r = w->p->inspectors;
	struct pool *pool = &w->pool[at];
	struct ticket_key *key = NULL;
	ssjc_rc rc;

	pool->dept = &w->p->plan->dept[at];
	pool->v = assign_room(w, r->n, sizeof *pool->v);
	if (!pool->v)
		return SSJC_SYSTEM;
	rc = assign_key(w, "inspector/", pool->dept->key, &key, w->err);
	if (rc)
		goto out;
	for (size_t i = 0; i < r->n; i++) {
		if (assign_dept_at(w->p->plan, r->v[i].dept) != at)
			continue;
		rc = add_person(w, pool, &r->v[i], key);
		if (rc)
			goto out;
	}
	if (pool->n > 1)
		qsort(pool->v, pool->n, sizeof *pool->v, person_by_ticket);
	while (pool->able < pool->n && pool->v[pool->able].why == MAY)
		pool->able++;
	rc = count_held(w, pool);
	if (rc)
		goto out;
	if (pool->able < pool->dept->inspectors)
		rc = fail_pool(w, pool);
out:
	ticket_key_free(key);
	return rc;
}

size_t assign_free(const struct assign_work *w, const struct person *x, size_t d)
{
	unsigned per_day = w->p->plan->per_day;

	return x->day[d] != MAY || x->busy[d] >= per_day ? 0 : per_day - x->busy[d];
}
