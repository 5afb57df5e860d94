/* Experts at the businesses of a match, and at those of a change of seats. */
#include "assign_bench.h"
#include "assign_expert.h"

#include <stdlib.h>
#include <string.h>

static int by_place(const void *a, const void *b)
{
	const struct seat *x = a, *y = b;
	int c = str_cmp(x->object, y->object);

	if (c == 0)
		c = str_cmp(x->dept, y->dept);
	return c ? c : (x->seat > y->seat) - (x->seat < y->seat);
}

static int by_dept(const void *a, const void *b)
{
	const struct seat *x = a, *y = b;
	int c = str_cmp(x->object, y->object);

	return c ? c : str_cmp(x->dept, y->dept);
}

/* The seats of a department at an object, among those sorted by_place. */
static size_t seats_of(
    const struct seat *v, size_t n, struct str object, struct str dept, const struct seat **out)
{
	const struct seat key = {.object = object, .dept = dept};
	size_t from = array_bisect(&key, v, n, sizeof *v, by_dept), to = from;

	while (to < n && by_dept(&key, &v[to]) == 0)
		to++;
	*out = v + from;
	return to - from;
}

/* ---- A match ---- */

static ssjc_rc seat_at(struct assign_work *w, struct experts *x, const struct object *o,
    const struct seat *seat, size_t n)
{
	const struct seat *found;
	size_t n_found;
	ssjc_rc rc = experts_find(x, o, seat, n, &found, &n_found);

	if (rc)
		return rc;
	for (size_t i = 0; i < n_found; i++) {
		rc = assign_place(w, &found[i]);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

/* Experts at all jobs, in their order, by the seats that there are, sorted by_place. */
static ssjc_rc seat_jobs(
    struct assign_work *w, struct experts *x, const struct seat *seat, size_t n)
{
	for (size_t i = 0; i < w->n_jobs; i++)
		for (size_t d = 0; d < w->p->plan->n_depts; d++) {
			const struct object *o = w->job[i].object;
			const struct seat *there;
			size_t k = seats_of(seat, n, o->id, w->p->plan->dept[d].key, &there);
			ssjc_rc rc = k ? seat_at(w, x, o, there, k) : SSJC_OK;

			if (rc)
				return rc;
		}
	return SSJC_OK;
}

ssjc_rc assign_experts(struct assign_work *w)
{
	struct experts x = {0};
	struct seat *seat;
	size_t n = w->n_placed;
	ssjc_rc rc;

	if (!w->p->plan->experts || w->n_jobs == 0)
		return SSJC_OK;
	seat = assign_room(w, n, sizeof *seat);
	if (!seat)
		return SSJC_SYSTEM;
	rc = experts_open(&x, w->p->plan, w->p->items, w->p->inspectors, w->p->master, w->err);
	if (rc)
		goto out;
	for (size_t i = 0; i < n; i++) {
		seat[i] = w->placed[i].seat;
		rc = experts_take(&x, &seat[i]);
		if (rc)
			goto out;
	}
	qsort(seat, n, sizeof *seat, by_place);
	rc = seat_jobs(w, &x, seat, n);
out:
	experts_close(&x);
	return rc;
}

/* ---- A change of seats ---- */

/* Some of the bench's seats that are taken: those of a department at an object. */
static ssjc_rc taken_at(const struct bench *b, const struct seat *at, struct seat **out, size_t *n)
{
	size_t cap = 0;

	*out = NULL;
	*n = 0;
	for (size_t i = 0; i < b->n_taken; i++) {
		if (by_dept(&b->taken[i], at) != 0)
			continue;
		if (!array_grow(out, &cap, *n, sizeof **out))
			return ssjc_fail_memory(b->err);
		(*out)[(*n)++] = b->taken[i];
	}
	return SSJC_OK;
}

/* Those who come to the object of that seat, of its department, are taken. */
static ssjc_rc come(struct bench *b, struct experts *x, const struct seat *at)
{
	const struct object *o = &audit_pick(b->s->state, at->object)->object;
	const struct seat *found;
	struct seat *there;
	size_t n, n_found;
	ssjc_rc rc = taken_at(b, at, &there, &n);

	if (rc || n == 0)
		goto out;
	rc = experts_find(x, o, there, n, &found, &n_found);
	if (rc)
		goto out;
	for (size_t i = 0; i < n_found; i++) {
		rc = bench_add(b, &found[i]);
		if (rc)
			goto out;
	}
out:
	free(there);
	return rc;
}

/* Experts who can come on the object's new day keep their seats. */
static ssjc_rc keep(struct bench *b, struct experts *x, const struct seat *seat)
{
	bool keeps;
	ssjc_rc rc = experts_may(x, &audit_pick(b->s->state, seat->object)->object, seat, &keeps);

	if (rc || !keeps)
		return rc;
	rc = experts_take(x, seat);
	return rc ? rc : bench_add(b, seat);
}

static bool is_taken(const struct bench *b, const struct seat *seat)
{
	for (size_t i = 0; i < b->n_taken; i++)
		if (by_place(&b->taken[i], seat) == 0)
			return true;
	return false;
}

/* An expert's seat in which nobody comes falls away: it is on record with nobody. */
static ssjc_rc fall_away(const struct bench *b, struct assign_record *s, const struct seat *seat)
{
	struct assignment *out = &s->result;

	if (!out->gone)
		out->gone = arena_array(&out->arena, b->s->state->n_seats, sizeof *out->gone);
	if (!out->gone)
		return ssjc_fail_memory(b->err);
	out->gone[out->n_gone] = *seat;
	out->gone[out->n_gone].cert = out->gone[out->n_gone].inspector = STR("");
	out->n_gone++;
	return SSJC_OK;
}

ssjc_rc bench_experts(
    struct bench *b, struct assign_record *s, struct seat *touched, size_t n, bool may_keep)
{
	struct experts x = {0};
	char master[TICKET_HEX];
	ssjc_rc rc;

	if (!s->plan->experts)
		return SSJC_OK;
	rc = ticket_master(s->state->draw.seed, master, b->err);
	if (rc)
		goto out;
	rc = experts_open(&x, s->plan, s->items, &b->people, master, b->err);
	if (rc)
		goto out;
	for (size_t i = 0; i < b->n_taken; i++) {
		rc = experts_take(&x, &b->taken[i]);
		if (rc)
			goto out;
	}
	rc = bench_sort(b, touched, n);
	if (rc)
		goto out;
	for (size_t i = 0; may_keep && i < n; i++) {
		rc = touched[i].duty == DUTY_EXPERT ? keep(b, &x, &touched[i]) : SSJC_OK;
		if (rc)
			goto out;
	}
	for (size_t i = 0; i < n; i++) {
		rc = i && by_dept(&touched[i - 1], &touched[i]) == 0 ? SSJC_OK
		                                                     : come(b, &x, &touched[i]);
		if (rc)
			goto out;
	}
	for (size_t i = 0; i < n; i++) {
		rc = touched[i].duty != DUTY_EXPERT || is_taken(b, &touched[i])
		    ? SSJC_OK
		    : fall_away(b, s, &touched[i]);
		if (rc)
			goto out;
	}
out:
	experts_close(&x);
	return rc;
}
