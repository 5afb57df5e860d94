#include "assign_bench.h"
#include "assign_team_change.h"

#include "ssjc/base/language.h"

#include <stdlib.h>

/* A move in the making. */
struct move {
	struct bench b;
	const struct seat_change *asked;
	const struct pick *pick;
	day_t old, day;
	struct seat *seat; /* of the business, in the order of departments and seats */
	size_t n;
	struct seat *gap; /* room for as many: those whose people cannot come */
	struct buf why;   /* nobody can take the seat first tried */
	struct seat blocked;
};

/* A day, and how many businesses are visited then. */
struct move_day {
	day_t day;
	size_t busy;
};

/* ---- The days ---- */

static int by_busy(const void *a, const void *b)
{
	const struct move_day *x = a, *y = b;

	if (x->busy != y->busy)
		return x->busy < y->busy ? -1 : 1;
	return (x->day > y->day) - (x->day < y->day);
}

static size_t count_busy(const struct move *m, day_t day)
{
	const struct audit_state *st = m->b.s->state;
	size_t n = 0;

	/* A business has many seats, which are together. */
	for (size_t i = 0; i < st->n_seats; i++)
		n += st->seat[i].date == day &&
		    (i == 0 || !str_eq(st->seat[i - 1].object, st->seat[i].object));
	return n;
}

static bool is_closed(const struct seat_change *asked, day_t day)
{
	for (size_t i = 0; i < asked->n_closed; i++)
		if (asked->closed[i] == day)
			return true;
	return false;
}

/* The first day that comes into question; a chosen one may be today. */
static day_t first_day(const struct move *m)
{
	day_t today = m->b.s->today, after = m->asked->has_from ? m->asked->from : m->old + 1;

	if (m->asked->has_date)
		return today;
	return after > today ? after : today + 1;
}

static ssjc_rc fail_window(const struct move *m)
{
	const struct plan *plan = m->b.s->plan;
	char from[DATE_SIZE], to[DATE_SIZE], day[DATE_SIZE];

	date_format(plan->from, from);
	date_format(plan->to, to);
	date_format(m->asked->has_date ? m->asked->date : first_day(m), day);
	if (m->asked->has_date)
		return ssjc_fail_at(m->b.err, SSJC_PLAN, plan->name, 0, "window",
		    "--date: %s is not a working day of %s..%s that is still to come, or is the day on "
		    "record; for a later one put a longer window on record with ssjc-record amend",
		    day, from, to);
	return ssjc_fail_at(m->b.err, SSJC_PLAN, plan->name, 0, "window",
	    "%s..%s has no working day left from %s on that is not closed: change the window in the "
	    "plan, put that on record with ssjc-record amend, and run this again",
	    from, to, day);
}

/* Those that come into question, in the order in which they are tried. */
static ssjc_rc find_days(const struct move *m, struct move_day **out, size_t *n)
{
	const struct assign_record *s = m->b.s;
	day_t first = first_day(m), *days = NULL;
	size_t all;
	ssjc_rc rc;

	*n = 0;
	*out = NULL;
	if (first < s->plan->from)
		first = s->plan->from;
	rc = calendar_workdays(s->calendar, first, s->plan->to, &days, &all, m->b.err);
	if (rc)
		goto out;
	*out = calloc(all + 1, sizeof **out);
	if (!*out) {
		rc = ssjc_fail_memory(m->b.err);
		goto out;
	}
	for (size_t i = 0; i < all; i++) {
		if (days[i] == m->old || is_closed(m->asked, days[i]) ||
		    (m->asked->has_date && days[i] != m->asked->date))
			continue;
		(*out)[(*n)++] = (struct move_day){days[i], count_busy(m, days[i])};
	}
	qsort(*out, *n, sizeof **out, by_busy);
	if (*n == 0)
		rc = fail_window(m);
out:
	free(days);
	return rc;
}

/* ---- The people ---- */

/* Where teams are formed each day, one of that day's goes there. */
static ssjc_rc try_teams(struct move *m, day_t day, bool *fits)
{
	struct buf why = {0};
	ssjc_rc rc = bench_visit(&m->b, m->seat, m->n, day, fits, &why);

	if (!rc && !*fits && !m->why.n) {
		m->blocked = m->seat[0];
		m->blocked.date = day;
		buf_str(&m->why, buf_text(&why));
	}
	buf_free(&why);
	return rc;
}

/* Fill all seats on that day: who has one keeps it, or the next by ticket comes. */
static ssjc_rc try_day(struct move *m, day_t day, bool *fits)
{
	struct bench *b = &m->b;
	size_t before = b->n_taken, gaps = 0;
	struct buf why = {0};
	ssjc_rc rc = SSJC_OK;

	*fits = true;
	for (size_t i = 0; i < m->n; i++) {
		struct seat seat = m->seat[i];
		bool keeps;

		if (seat.duty == DUTY_EXPERT)
			continue;

		seat.date = day;
		rc = bench_keeps(b, &seat, &keeps);
		if (rc)
			goto out;
		if (keeps)
			bench_take(b, &seat);
		else
			m->gap[gaps++] = seat;
	}
	for (size_t i = 0; i < gaps && *fits; i++) {
		rc = bench_fill(b, &m->gap[i], fits, &why);
		if (rc)
			goto out;
		if (*fits || m->why.n)
			continue;
		m->blocked = m->gap[i];
		buf_str(&m->why, why.n ? buf_text(&why) : STR(W_("the department has nobody")));
	}
	if (!*fits)
		bench_give_back(b, before);
out:
	buf_free(&why);
	return rc;
}

static ssjc_rc fail_room(const struct move *m, size_t days)
{
	char day[DATE_SIZE];

	date_format(m->blocked.date, day);
	return ssjc_fail(m->b.err, SSJC_PLAN,
	    "%.*s (%.*s) cannot be moved: none of %zu days has room for it; on %s nobody can take "
	    "seat %u of %.*s: %.*s; nothing is changed: a longer window, put on record with "
	    "ssjc-record amend, has more days, and a list with more people may have somebody",
	    STR_ARG(m->pick->object.name), STR_ARG(m->pick->object.id), days, day, m->blocked.seat,
	    STR_ARG(m->blocked.dept), STR_ARG(buf_text(&m->why)));
}

static ssjc_rc try_days(struct move *m)
{
	struct move_day *day = NULL;
	size_t n;
	bool fits = false;
	ssjc_rc rc = find_days(m, &day, &n);

	if (rc)
		goto out;
	for (size_t i = 0; i < n && !fits; i++) {
		m->day = day[i].day;
		rc = m->b.s->plan->daily_teams ? try_teams(m, m->day, &fits)
		                               : try_day(m, m->day, &fits);
		if (rc)
			goto out;
	}
	if (!fits)
		rc = fail_room(m, n);
out:
	free(day);
	return rc;
}

/* ---- All of it ---- */

static ssjc_rc check_object(
    const struct assign_record *s, const struct seat_change *asked, struct ssjc_err *err)
{
	struct str id = asked->n_objects ? asked->object[0] : STR("");

	if (asked->n_objects != 1 || asked->n_certs)
		return ssjc_fail(
		    err, SSJC_INPUT, "one business at a time is moved, and nobody named");
	if (!audit_seated(s->state, id))
		return ssjc_fail(err, SSJC_INPUT,
		    "“%.*s” is not a business with a day: nothing is changed", STR_ARG(id));
	if (audit_inspected(s->state, id))
		return ssjc_fail(err, SSJC_REFUSED,
		    "%.*s (%.*s) has results on record: it is not moved any more", STR_ARG(id),
		    STR_ARG(audit_pick(s->state, id)->object.name));
	return SSJC_OK;
}

/* Its seats, and all others, which are taken. */
static ssjc_rc gather(struct move *m)
{
	const struct audit_state *st = m->b.s->state;

	m->seat = arena_array(&m->b.arena, st->n_seats, sizeof *m->seat);
	m->gap = arena_array(&m->b.arena, st->n_seats, sizeof *m->gap);
	if (!m->seat || !m->gap)
		return ssjc_fail_memory(m->b.err);
	for (size_t i = 0; i < st->n_seats; i++) {
		if (str_eq(st->seat[i].object, m->pick->object.id))
			m->seat[m->n++] = st->seat[i];
		else
			bench_take(&m->b, &st->seat[i]);
	}
	m->old = m->seat[0].date;
	return bench_sort(&m->b, m->seat, m->n);
}

/* All of its seats are on the new day; where teams are formed each day, in another team. */
static void is_moved(struct move *m)
{
	unsigned team = m->seat[0].team;

	for (size_t i = 0; i < m->b.n_taken; i++)
		if (str_eq(m->b.taken[i].object, m->pick->object.id))
			team = m->b.taken[i].team;
	for (size_t i = 0; i < m->n; i++) {
		m->seat[i].date = m->day;
		m->seat[i].team = team;
	}
}

ssjc_rc assign_move(struct assign_record *s, const struct seat_change *asked, struct ssjc_err *err)
{
	struct move m = {.asked = asked};
	ssjc_rc rc = assign_record_current(s->state, err);

	if (rc)
		return rc;
	rc = check_object(s, asked, err);
	if (rc)
		return rc;
	m.pick = audit_pick(s->state, asked->object[0]);
	rc = bench_open(&m.b, s, NULL, err);
	if (rc)
		goto out;
	rc = gather(&m);
	if (rc)
		goto out;
	rc = try_days(&m);
	if (rc)
		goto out;
	is_moved(&m);
	rc = bench_experts(&m.b, s, m.seat, m.n, true);
	if (rc)
		goto out;
	rc = bench_hand_over(&m.b, s);
out:
	buf_free(&m.why);
	bench_close(&m.b);
	return rc;
}
