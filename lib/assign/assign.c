#include "assign_work.h"

#include "ssjc/base/text.h"

#include <stdlib.h>
#include <string.h>

static int known_by_id(const void *a, const void *b)
{
	return str_cmp(((const struct drawn_object *)a)->object->id,
	    ((const struct drawn_object *)b)->object->id);
}

static struct drawn_object *known_of(const struct assign_work *w, struct str id)
{
	struct drawn_object key = {&(struct object){.id = id}, false};

	if (w->n_known == 0)
		return NULL;
	return bsearch(&key, w->known, w->n_known, sizeof key, known_by_id);
}

/* The objects by id, and the held seats of those that are drawn still. */
static ssjc_rc keep_held(struct assign_work *w)
{
	const struct assign_problem *p = w->p;
	ssjc_rc rc = SSJC_OK;

	w->known = assign_room(w, p->n_objects, sizeof *w->known);
	if (!w->known)
		return SSJC_SYSTEM;
	for (; w->n_known < p->n_objects; w->n_known++)
		w->known[w->n_known].object = &p->object[w->n_known];
	if (w->n_known > 1)
		qsort(w->known, w->n_known, sizeof *w->known, known_by_id);
	for (size_t i = 1; i < w->n_known; i++)
		if (known_by_id(&w->known[i - 1], &w->known[i]) == 0)
			return ssjc_fail(w->err, SSJC_INPUT, "the object %.*s is given twice",
			    STR_ARG(w->known[i].object->id));
	for (size_t i = 0; i < p->n_held && rc == SSJC_OK; i++) {
		struct drawn_object *k = known_of(w, p->held[i].object);

		if (p->held[i].team > w->teams)
			w->teams = p->held[i].team;
		if (k) {
			k->held = true;
			rc = assign_place(w, &p->held[i]);
		}
	}
	return rc;
}

static int job_by_ticket(const void *a, const void *b)
{
	const struct job *x = a, *y = b;
	int c = memcmp(x->ticket, y->ticket, TICKET_SIZE);

	return c ? c : str_cmp(x->object->id, y->object->id);
}

static int job_by_day(const void *a, const void *b)
{
	const struct job *x = a, *y = b;

	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	return job_by_ticket(a, b);
}

/* The objects without seats, in order of their date tickets. */
static ssjc_rc find_jobs(struct assign_work *w)
{
	struct ticket_key *key = NULL;
	ssjc_rc rc;

	w->job = assign_room(w, w->n_known, sizeof *w->job);
	w->category = assign_room(w, w->n_known, sizeof *w->category);
	if (!w->job || !w->category)
		return SSJC_SYSTEM;
	rc = assign_key(w, "date", STR(""), &key);
	for (size_t i = 0; i < w->n_known && rc == SSJC_OK; i++) {
		const struct object *o = w->known[i].object;
		struct job *j = &w->job[w->n_jobs];

		if (w->known[i].held)
			continue;
		j->object = o;
		while (
		    j->category < w->n_categories && !str_eq(w->category[j->category], o->category))
			j->category++;
		if (j->category == w->n_categories)
			w->category[w->n_categories++] = o->category;
		ticket_of(key, o->id, j->ticket);
		rc = assign_name(w, o->id, &j->id_key);
		if (rc == SSJC_OK)
			rc = assign_name(w, o->name, &j->name_key);
		w->n_jobs++;
	}
	ticket_key_free(key);
	if (w->n_jobs > 1)
		qsort(w->job, w->n_jobs, sizeof *w->job, job_by_ticket);
	return rc;
}

/* The working days of the window that are left. */
static ssjc_rc find_days(struct assign_work *w)
{
	const struct plan *plan = w->p->plan;
	day_t *days = NULL, from = w->p->from > plan->from ? w->p->from : plan->from;
	char begin[DATE_SIZE], end[DATE_SIZE], first[DATE_SIZE];
	ssjc_rc rc = calendar_workdays(w->p->calendar, from, plan->to, &days, &w->n_days, w->err);

	if (rc == SSJC_OK && w->n_days == 0) {
		date_format(plan->from, begin);
		date_format(plan->to, end);
		date_format(w->p->from, first);
		rc = ssjc_fail_at(w->err, SSJC_PLAN, plan->name, 0, "window",
		    "%s..%s has no working day left on %s", begin, end, first);
	}
	if (rc == SSJC_OK && !(w->day = assign_room(w, w->n_days, sizeof *w->day)))
		rc = SSJC_SYSTEM;
	for (size_t i = 0; i < w->n_days && rc == SSJC_OK; i++)
		w->day[i].date = days[i];
	free(days);
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

/* A day's capacity for more objects, as far as one department goes. */
static size_t capacity(const struct assign_work *w, const struct pool *lot, size_t d)
{
	size_t free_ = 0, people = 0;

	for (size_t i = 0; i < lot->pool; i++) {
		size_t more = assign_free(w, &lot->v[i], d);

		free_ += more;
		people += more > 0;
	}
	return people < lot->dept->inspectors ? 0 : free_ / lot->dept->inspectors;
}

static ssjc_rc find_room(struct assign_work *w)
{
	size_t least = SIZE_MAX, tightest = 0, total = 0;

	for (size_t at = 0; at < w->p->plan->n_depts; at++) {
		size_t sum = 0;

		for (size_t d = 0; d < w->n_days; d++) {
			size_t c = capacity(w, &w->lot[at], d);

			sum += c;
			if (at == 0 || c < w->day[d].room)
				w->day[d].room = c;
		}
		if (sum < least) {
			least = sum;
			tightest = at;
		}
	}
	for (size_t d = 0; d < w->n_days; d++)
		total += w->day[d].room;
	if (total >= w->n_jobs)
		return SSJC_OK;
	return ssjc_fail_at(w->err, SSJC_PLAN, w->p->plan->name, 0, "window",
	    "has room for %zu objects on its %zu working days left, and %zu are to be inspected "
	    "(the tightest department is %.*s: %zu people, %u of them an object, per_day = %u)",
	    total, w->n_days, w->n_jobs, STR_ARG(w->lot[tightest].dept->key), w->lot[tightest].pool,
	    w->lot[tightest].dept->inspectors, w->p->plan->per_day);
}

/* The day that has the fewest objects so far, the earliest of them; no full one. */
static struct day *next_day(const struct assign_work *w)
{
	struct day *best = w->day;

	for (struct day *d = w->day; d < w->day + w->n_days; d++)
		if (d->jobs < d->room &&
		    (best->jobs == best->room || d->held + d->jobs < best->held + best->jobs))
			best = d;
	return best;
}

/* Each object in turn goes to the next day: round-robin, when none holds any. */
static ssjc_rc give_dates(struct assign_work *w)
{
	ssjc_rc rc = find_room(w);

	if (rc != SSJC_OK)
		return rc;
	for (size_t i = 0; i < w->n_placed; i++) {
		const struct seat *s = &w->placed[i].seat;
		size_t d = assign_day(w, s->date);

		/* One of an object's held seats stands for the object. */
		if (d < w->n_days && s->seat == 1 && str_eq(s->dept, w->p->plan->dept[0].key))
			w->day[d].held++;
	}
	for (size_t i = 0; i < w->n_jobs; i++) {
		struct day *day = next_day(w);

		day->jobs++;
		w->job[i].day = (size_t)(day - w->day);
	}
	qsort(w->job, w->n_jobs, sizeof *w->job, job_by_day);
	for (size_t i = 0; i < w->n_jobs; i++)
		w->job[i].team = ++w->teams;
	return SSJC_OK;
}

/* Nobody can go there on a day that has gone by. */
static ssjc_rc none_gone_by(const struct assign_work *w)
{
	char from[DATE_SIZE];
	size_t n = 0;

	for (size_t i = 0; i < w->n_jobs; i++)
		n += w->day[w->job[i].day].date < w->p->today;
	if (n == 0)
		return SSJC_OK;
	date_format(w->p->from, from);
	return ssjc_fail(w->err, SSJC_REFUSED,
	    "the days of %zu of %zu objects to be seated have gone by: days count from %s, so that "
	    "nobody "
	    "gets another match by waiting; --reassign --reason TEXT counts from today on, and is "
	    "on "
	    "record",
	    n, w->n_jobs, from);
}

static int placed_in_order(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;

	if (x->seat.date != y->seat.date)
		return x->seat.date < y->seat.date ? -1 : 1;
	if (x->seat.team != y->seat.team)
		return x->seat.team < y->seat.team ? -1 : 1;
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

static ssjc_rc seat_all(struct assign_work *w)
{
	const struct plan *plan = w->p->plan;
	ssjc_rc rc = find_days(w);

	w->lot = assign_room(w, plan->n_depts, sizeof *w->lot);
	if (rc == SSJC_OK && !w->lot)
		rc = SSJC_SYSTEM;
	for (size_t i = 0; i < plan->n_depts && rc == SSJC_OK; i++)
		rc = assign_pool(w, i);
	if (rc == SSJC_OK)
		rc = give_dates(w);
	if (rc == SSJC_OK)
		rc = none_gone_by(w);
	for (size_t i = 0; i < plan->n_depts && rc == SSJC_OK; i++)
		rc = assign_match(w, &w->lot[i], &w->out->dept[i]);
	return rc;
}

ssjc_rc assign_solve(struct assignment *out, const struct assign_problem *p, struct ssjc_err *err)
{
	struct assign_work w = {.p = p, .out = out, .err = err};
	ssjc_rc rc;
	bool ok = true;

	*out = (struct assignment){0};
	out->dept = arena_array(&out->arena, p->plan->n_depts, sizeof *out->dept);
	if (!out->dept)
		return ssjc_fail_memory(err);
	for (; out->n_depts < p->plan->n_depts; out->n_depts++) {
		struct assign_dept *d = &out->dept[out->n_depts];

		d->dept = arena_str(&out->arena, p->plan->dept[out->n_depts].key, &ok);
		d->asked = p->plan->dept[out->n_depts].draw;
	}
	rc = ok ? assign_depts(p->plan, p->inspectors, err) : ssjc_fail_memory(err);
	if (rc == SSJC_OK)
		rc = items_check(p->items, p->plan, err);
	if (rc == SSJC_OK)
		rc = keep_held(&w);
	if (rc == SSJC_OK)
		rc = find_jobs(&w);
	if (rc == SSJC_OK && w.n_jobs > 0)
		rc = seat_all(&w);
	if (rc == SSJC_OK)
		rc = hand_over(&w);
	free(w.placed);
	arena_free(&w.arena);
	return rc;
}

void assignment_free(struct assignment *a)
{
	arena_free(&a->arena);
	*a = (struct assignment){0};
}
