#include "assign_work.h"

#include <stdlib.h>
#include <string.h>

ssjc_rc assign_days(struct assign_work *w)
{
	const struct plan *plan = w->p->plan;
	day_t *days = NULL, from = w->p->from > plan->from ? w->p->from : plan->from;
	char begin[DATE_SIZE], end[DATE_SIZE], first[DATE_SIZE];
	ssjc_rc rc = calendar_workdays(w->p->calendar, from, plan->to, &days, &w->n_days, w->err);

	if (rc)
		goto out;
	if (w->n_days == 0) {
		date_format(plan->from, begin);
		date_format(plan->to, end);
		date_format(w->p->from, first);
		rc = ssjc_fail_at(w->err, SSJC_PLAN, plan->name, 0, "window",
		    "%s..%s has no working day left on %s", begin, end, first);
		goto out;
	}
	w->day = assign_room(w, w->n_days, sizeof *w->day);
	if (!w->day) {
		rc = SSJC_SYSTEM;
		goto out;
	}
	for (size_t i = 0; i < w->n_days; i++)
		w->day[i].date = days[i];
out:
	free(days);
	return rc;
}

/* A day's capacity for more objects, as far as one department goes. */
static size_t capacity(const struct assign_work *w, const struct pool *pool, size_t d)
{
	size_t free_ = 0, people = 0;

	for (size_t i = 0; i < pool->able; i++) {
		size_t more = assign_free(w, &pool->v[i], d);

		free_ += more;
		people += more > 0;
	}
	return people < pool->dept->inspectors ? 0 : free_ / pool->dept->inspectors;
}

/* A day's room is what all teams can visit. */
static ssjc_rc find_teams_room(struct assign_work *w)
{
	size_t total = 0;
	struct buf cures = {0};
	ssjc_rc rc;

	for (size_t d = 0; d < w->n_days; d++) {
		w->day[d].room = assign_teams_room(w, d);
		total += w->day[d].room;
	}
	if (total >= w->n_jobs)
		return SSJC_OK;
	assign_cures(w, w->p->plan->n_depts, &cures);
	rc = ssjc_fail_at(w->err, SSJC_PLAN, w->p->plan->name, 0, "window",
	    "has room for %zu objects on its %zu working days left, and %zu are to be inspected: "
	    "there are no more teams of the people who can serve (per_day = %u)%.*s",
	    total, w->n_days, w->n_jobs, w->p->plan->per_day, STR_ARG(buf_text(&cures)));
	buf_free(&cures);
	return rc;
}

/* Each day's room is that of its tightest department. */
static ssjc_rc find_room(struct assign_work *w)
{
	size_t least = SIZE_MAX, total = 0;
	const struct pool *tightest = w->pool;
	struct buf cures = {0};
	ssjc_rc rc;

	for (size_t at = 0; at < w->p->plan->n_depts; at++) {
		size_t sum = 0;

		for (size_t d = 0; d < w->n_days; d++) {
			size_t c = capacity(w, &w->pool[at], d);

			sum += c;
			if (at == 0 || c < w->day[d].room)
				w->day[d].room = c;
		}
		if (sum < least) {
			least = sum;
			tightest = &w->pool[at];
		}
	}
	for (size_t d = 0; d < w->n_days; d++)
		total += w->day[d].room;
	if (total >= w->n_jobs)
		return SSJC_OK;
	assign_cures(w, (size_t)(tightest->dept - w->p->plan->dept), &cures);
	rc = ssjc_fail_at(w->err, SSJC_PLAN, w->p->plan->name, 0, "window",
	    "has room for %zu objects on its %zu working days left, and %zu are to be inspected "
	    "(the tightest department is %.*s: %zu people, %u of them an object, per_day = %u)%.*s",
	    total, w->n_days, w->n_jobs, STR_ARG(tightest->dept->key), tightest->able,
	    tightest->dept->inspectors, w->p->plan->per_day, STR_ARG(buf_text(&cures)));
	buf_free(&cures);
	return rc;
}

/* How many objects have their inspection on which day already. */
static void count_held(struct assign_work *w)
{
	for (size_t i = 0; i < w->n_placed; i++) {
		const struct seat *s = &w->placed[i].seat;
		size_t d = assign_day(w, s->date);

		/* An object has many seats: one of them counts. */
		if (d < w->n_days && s->seat == 1 && str_eq(s->dept, w->p->plan->dept[0].key))
			w->day[d].held++;
	}
}

/* The day with room that has the fewest objects so far, the earliest of them. */
static struct day *next_day(const struct assign_work *w)
{
	struct day *best = w->day;

	for (struct day *d = w->day; d < w->day + w->n_days; d++)
		if (d->jobs < d->room &&
		    (best->jobs == best->room || d->held + d->jobs < best->held + best->jobs))
			best = d;
	return best;
}

static int job_by_day(const void *a, const void *b)
{
	const struct assign_job *x = a, *y = b;
	int c;

	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	c = memcmp(x->ticket, y->ticket, TICKET_SIZE);
	return c ? c : str_cmp(x->object->id, y->object->id);
}

/* Nobody can go there on a day that has gone by. */
static ssjc_rc check_gone_by(const struct assign_work *w)
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
	    "nobody gets another match by waiting; --reassign --reason TEXT counts from today on, "
	    "and is on record",
	    n, w->n_jobs, from);
}

ssjc_rc assign_dates(struct assign_work *w)
{
	ssjc_rc rc = w->teams ? find_teams_room(w) : find_room(w);

	if (rc)
		return rc;
	count_held(w);
	/* Each object in turn goes to the next day: round-robin, when no day holds any. */
	for (size_t i = 0; i < w->n_jobs; i++) {
		struct day *day = next_day(w);

		day->jobs++;
		w->job[i].day = (size_t)(day - w->day);
	}
	qsort(w->job, w->n_jobs, sizeof *w->job, job_by_day);
	for (size_t i = 0; i < w->n_jobs; i++)
		w->job[i].team = ++w->team;
	return check_gone_by(w);
}
