#include "assign_work.h"

#include "ssjc/base/parallel.h"

#include <stdlib.h>
#include <string.h>

static int drawn_by_id(const void *a, const void *b)
{
	return str_cmp(((const struct drawn_object *)a)->object->id,
	    ((const struct drawn_object *)b)->object->id);
}

static struct drawn_object *drawn_of(const struct assign_work *w, struct str id)
{
	struct drawn_object key = {&(struct object){.id = id}, false};

	if (w->n_drawn == 0)
		return NULL;
	return bsearch(&key, w->drawn, w->n_drawn, sizeof key, drawn_by_id);
}

/* The objects by id, each once. */
static ssjc_rc sort_drawn(struct assign_work *w)
{
	const struct assign_problem *p = w->p;

	w->drawn = assign_room(w, p->n_objects, sizeof *w->drawn);
	if (!w->drawn)
		return SSJC_SYSTEM;
	for (; w->n_drawn < p->n_objects; w->n_drawn++)
		w->drawn[w->n_drawn].object = &p->object[w->n_drawn];
	if (w->n_drawn > 1)
		qsort(w->drawn, w->n_drawn, sizeof *w->drawn, drawn_by_id);
	for (size_t i = 1; i < w->n_drawn; i++)
		if (drawn_by_id(&w->drawn[i - 1], &w->drawn[i]) == 0)
			return ssjc_fail(w->err, SSJC_INPUT, "the object %.*s is given twice",
			    STR_ARG(w->drawn[i].object->id));
	return SSJC_OK;
}

/* The held seats of objects that are drawn still. */
static ssjc_rc keep_held(struct assign_work *w)
{
	const struct assign_problem *p = w->p;

	w->team = p->teams;
	for (size_t i = 0; i < p->n_held; i++) {
		struct drawn_object *at = drawn_of(w, p->held[i].object);
		ssjc_rc rc;

		if (p->held[i].team > w->team)
			w->team = p->held[i].team;
		if (!at)
			continue;
		at->held = true;
		rc = assign_place(w, &p->held[i]);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static int job_by_ticket(const void *a, const void *b)
{
	const struct assign_job *x = a, *y = b;
	int c = memcmp(x->ticket, y->ticket, TICKET_SIZE);

	return c ? c : str_cmp(x->object->id, y->object->id);
}

static int by_text(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* The distinct categories of the objects without seats, in order. */
static void find_categories(struct assign_work *w)
{
	size_t n = 0;

	for (size_t i = 0; i < w->n_drawn; i++)
		if (!w->drawn[i].held)
			w->category[n++] = w->drawn[i].object->category;
	if (n > 1)
		qsort(w->category, n, sizeof *w->category, by_text);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || !str_eq(w->category[w->n_categories - 1], w->category[i]))
			w->category[w->n_categories++] = w->category[i];
}

static size_t category_of(const struct assign_work *w, struct str category)
{
	return array_bisect(&category, w->category, w->n_categories, sizeof *w->category, by_text);
}

static ssjc_rc add_job(
    struct assign_work *w, const struct object *o, const struct ticket_key *date_key)
{
	struct assign_job *j = &w->job[w->n_jobs++];
	ssjc_rc rc;

	j->object = o;
	j->category = category_of(w, o->category);
	ticket_of(date_key, o->id, j->ticket);
	rc = recusal_key(o->id, &w->arena, &j->id_key, w->err);
	if (rc)
		return rc;
	return recusal_key(o->name, &w->arena, &j->name_key, w->err);
}

/* The objects without seats, in order of their date tickets. */
static ssjc_rc find_jobs(struct assign_work *w)
{
	struct ticket_key *key = NULL;
	ssjc_rc rc;

	w->job = assign_room(w, w->n_drawn, sizeof *w->job);
	w->category = assign_room(w, w->n_drawn, sizeof *w->category);
	if (!w->job || !w->category)
		return SSJC_SYSTEM;
	rc = assign_key(w, "date", STR(""), &key, w->err);
	if (rc)
		goto out;
	find_categories(w);
	for (size_t i = 0; i < w->n_drawn; i++) {
		if (w->drawn[i].held)
			continue;
		rc = add_job(w, w->drawn[i].object, key);
		if (rc)
			goto out;
	}
	if (w->n_jobs > 1)
		qsort(w->job, w->n_jobs, sizeof *w->job, job_by_ticket);
out:
	ticket_key_free(key);
	return rc;
}

ssjc_rc assign_depts(const struct plan *plan, const struct inspectors *r, struct ssjc_err *err)
{
	for (size_t i = 0; i < r->n; i++)
		if (assign_dept_at(plan, r->v[i].dept) == plan->n_depts)
			return table_fail(&r->table, i, "dept", err,
			    "“%.*s” is neither the key nor the name of a department of the plan",
			    STR_ARG(r->v[i].dept));
	return SSJC_OK;
}

static int placed_in_order(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;
	int c;

	if (x->seat.date != y->seat.date)
		return x->seat.date < y->seat.date ? -1 : 1;
	if (x->seat.team != y->seat.team)
		return x->seat.team < y->seat.team ? -1 : 1;
	c = str_cmp(x->seat.object, y->seat.object);
	if (c)
		return c;
	if (x->dept != y->dept)
		return x->dept < y->dept ? -1 : 1;
	return (x->seat.seat > y->seat.seat) - (x->seat.seat < y->seat.seat);
}

static ssjc_rc hand_over(struct assign_work *w)
{
	struct assignment *out = w->out;

	out->v = arena_array(&out->arena, w->n_placed, sizeof *out->v);
	if (!out->v)
		return ssjc_fail_memory(w->err);
	if (w->n_placed > 1)
		qsort(w->placed, w->n_placed, sizeof *w->placed, placed_in_order);
	for (; out->n < w->n_placed; out->n++)
		out->v[out->n] = w->placed[out->n].seat;
	return SSJC_OK;
}

/* The jobs by their keys, to find recusals. */
static ssjc_rc index_jobs(struct assign_work *w)
{
	for (size_t i = 0; i < w->n_jobs; i++) {
		const struct assign_job *j = &w->job[i];
		ssjc_rc rc = recusal_index_add(&w->recusable, j->id_key, j->name_key, i, w->err);

		if (rc)
			return rc;
	}
	recusal_index_sort(&w->recusable);
	return SSJC_OK;
}

/* Something that is done for each department, on several threads. */
struct crew {
	struct assign_work *w;
	ssjc_rc (*job)(const struct assign_work *w, struct pool *pool, struct ssjc_err *err);
	atomic_size_t next;
	ssjc_rc *rc; /* by department */
	struct ssjc_err *err;
};

static void work(void *arg, unsigned thread)
{
	struct crew *c = arg;
	size_t i;

	while ((i = atomic_fetch_add(&c->next, 1)) < c->w->p->plan->n_depts) {
		c->w->pool[i].tells = thread == 0;
		c->rc[i] = c->job(c->w, &c->w->pool[i], &c->err[i]);
	}
}

/* A few jobs are matched before another thread has begun. */
enum { JOBS_WORTH_A_THREAD = 100 };

/* The first error in the order of the plan counts: it does not depend on threads. */
static ssjc_rc all_depts(struct assign_work *w,
    ssjc_rc (*job)(const struct assign_work *w, struct pool *pool, struct ssjc_err *err))
{
	size_t n = w->p->plan->n_depts;
	struct crew c = {.w = w, .job = job};
	unsigned threads = n < PARALLEL_WIDEST ? (unsigned)n : PARALLEL_WIDEST;

	if (w->n_jobs < JOBS_WORTH_A_THREAD)
		threads = 1;
	atomic_init(&c.next, 0);
	c.rc = assign_room(w, n, sizeof *c.rc);
	c.err = assign_room(w, n, sizeof *c.err);
	if (!c.rc || !c.err)
		return SSJC_SYSTEM;
	parallel(threads, work, &c);
	for (size_t i = 0; i < n; i++)
		if (c.rc[i]) {
			*w->err = c.err[i];
			return c.rc[i];
		}
	return SSJC_OK;
}

static ssjc_rc optimise(struct assign_work *w)
{
	struct assign_progress progress = {.tick = w->p->tick};
	ssjc_rc rc;

	atomic_init(&progress.filled, 0);
	for (size_t i = 0; w->p->tick && i < w->p->plan->n_depts; i++)
		w->pool[i].progress = &progress;
	rc = all_depts(w, assign_match);
	if (w->p->tick)
		w->p->tick(NULL, 0);
	return rc;
}

/* Is it possible for all? One after the other, from the one that is in doubt on. */
static ssjc_rc try_all(struct assign_work *w)
{
	size_t n = w->p->plan->n_depts;

	for (size_t i = 0; i < n; i++) {
		struct pool *pool = &w->pool[(w->p->first + i) % n];
		ssjc_rc rc = assign_serving(w, pool, w->err);

		if (rc)
			return rc;
		if (pool->serving == 0)
			return ssjc_fail(w->err, SSJC_PLAN, "no match is feasible");
	}
	return SSJC_OK;
}

/* A match of all departments is possible before the best of any is looked for. */
static ssjc_rc match_all(struct assign_work *w)
{
	size_t n = w->p->plan->n_depts;
	ssjc_rc rc;

	if (w->p->possible)
		return try_all(w);
	rc = all_depts(w, assign_serving);
	if (rc)
		return rc;
	for (size_t i = 0; i < n; i++)
		if (w->pool[i].serving == 0)
			return assign_blocked(w, &w->pool[i]);
	rc = optimise(w);
	if (rc)
		return rc;
	for (size_t i = 0; i < n; i++) {
		rc = assign_seat(w, &w->pool[i], &w->out->dept[i]);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

/* Days, then people, then dates, then who goes where. */
static ssjc_rc seat_all(struct assign_work *w)
{
	const struct plan *plan = w->p->plan;
	ssjc_rc rc;

	if (w->n_jobs == 0)
		return SSJC_OK;
	rc = assign_days(w);
	if (rc)
		return rc;
	w->pool = assign_room(w, plan->n_depts, sizeof *w->pool);
	if (!w->pool)
		return SSJC_SYSTEM;
	for (size_t i = 0; i < plan->n_depts; i++) {
		rc = assign_pool(w, i);
		if (rc)
			return rc;
	}
	if (plan->by_teams) {
		rc = assign_teams_open(w);
		if (rc)
			return rc;
	}
	rc = assign_dates(w);
	if (rc)
		return rc;
	rc = index_jobs(w);
	if (rc)
		return rc;
	return plan->by_teams ? assign_teams_match(w) : match_all(w);
}

static ssjc_rc list_depts(struct assignment *out, const struct plan *plan, struct ssjc_err *err)
{
	bool ok = true;

	out->dept = arena_array(&out->arena, plan->n_depts, sizeof *out->dept);
	if (!out->dept)
		return ssjc_fail_memory(err);
	for (; out->n_depts < plan->n_depts; out->n_depts++) {
		struct assign_dept *d = &out->dept[out->n_depts];

		d->dept = arena_str(&out->arena, plan->dept[out->n_depts].key, &ok);
		d->asked = plan->dept[out->n_depts].draw;
	}
	return ok ? SSJC_OK : ssjc_fail_memory(err);
}

ssjc_rc assign_solve(struct assignment *out, const struct assign_problem *p, struct ssjc_err *err)
{
	struct assign_work w = {.p = p, .out = out, .err = err};
	ssjc_rc rc;

	*out = (struct assignment){0};
	rc = list_depts(out, p->plan, err);
	if (rc)
		goto out;
	rc = assign_depts(p->plan, p->inspectors, err);
	if (rc)
		goto out;
	rc = items_check(p->items, p->plan, err);
	if (rc)
		goto out;
	rc = sort_drawn(&w);
	if (rc)
		goto out;
	rc = keep_held(&w);
	if (rc)
		goto out;
	rc = find_jobs(&w);
	if (rc)
		goto out;
	rc = seat_all(&w);
	if (rc)
		goto out;
	rc = p->possible ? SSJC_OK : assign_experts(&w);
	if (rc)
		goto out;
	rc = hand_over(&w);
out:
	for (size_t i = 0; w.pool && i < p->plan->n_depts; i++)
		assign_match_close(&w.pool[i]);
	assign_teams_close(&w);
	recusal_index_free(&w.recusable);
	free(w.placed);
	arena_free(&w.arena);
	return rc;
}

void assignment_free(struct assignment *a)
{
	arena_free(&a->arena);
	*a = (struct assignment){0};
}
