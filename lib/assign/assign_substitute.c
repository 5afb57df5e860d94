#include "assign_bench.h"
#include "assign_team_change.h"

#include "ssjc/base/language.h"

/* Is the seat one of those that are given up? */
static bool is_given_up(
    const struct assign_record *s, const struct seat_change *asked, const struct seat *seat)
{
	return seat->date >= asked->from &&
	    seat_change_has(asked->cert, asked->n_certs, seat->cert) &&
	    (asked->n_objects == 0 ||
	        seat_change_has(asked->object, asked->n_objects, seat->object)) &&
	    !audit_inspected(s->state, seat->object);
}

/* Who, and which business, is named has such a seat: else it is a slip of the pen. */
static ssjc_rc check_named(
    const struct seat_change *asked, const struct seat *seat, size_t n, struct ssjc_err *err)
{
	char from[DATE_SIZE];

	date_format(asked->from, from);
	for (size_t i = 0, k; i < asked->n_certs; i++) {
		for (k = 0; k < n && !str_eq(seat[k].cert, asked->cert[i]);)
			k++;
		if (k == n)
			return ssjc_fail(err, SSJC_INPUT,
			    "“%.*s” has no seat from %s on that could be given up%s: nothing is changed",
			    STR_ARG(asked->cert[i]), from,
			    asked->n_objects ? W_(" at the businesses named") : "");
	}
	for (size_t i = 0, k; i < asked->n_objects; i++) {
		for (k = 0; k < n && !str_eq(seat[k].object, asked->object[i]);)
			k++;
		if (k == n)
			return ssjc_fail(err, SSJC_INPUT,
			    "nobody named has a seat at “%.*s” from %s on that could be given up: "
			    "nothing is changed",
			    STR_ARG(asked->object[i]), from);
	}
	return SSJC_OK;
}

static ssjc_rc check_from(
    const struct assign_record *s, const struct seat_change *asked, struct ssjc_err *err)
{
	char from[DATE_SIZE];

	date_format(asked->from, from);
	return asked->from >= s->today
	    ? SSJC_OK
	    : ssjc_fail(err, SSJC_REFUSED,
	          "%s is past: whoever was to go then cannot be replaced any more; a business that nobody went to is moved with ssjc-assign move",
	          from);
}

static ssjc_rc fail_seat(const struct assign_record *s, const struct seat *seat,
    const struct buf *why, struct ssjc_err *err)
{
	const struct pick *p = audit_pick(s->state, seat->object);
	char date[DATE_SIZE];

	date_format(seat->date, date);
	return ssjc_fail(err, SSJC_PLAN,
	    "nobody can take seat %u of %.*s at %.*s (%.*s) on %s: %.*s; nothing is changed: "
	    "ssjc-assign move finds that business another day, a list with more people may have "
	    "somebody, and --reassign --reason TEXT matches all again",
	    seat->seat, STR_ARG(seat->dept), STR_ARG(p->object.name), STR_ARG(seat->object), date,
	    STR_ARG(why->n ? buf_text(why) : STR(W_("the department has nobody else"))));
}

static ssjc_rc fill_each(struct bench *b, struct seat *seat, size_t n)
{
	struct buf why = {0};
	bool filled;
	ssjc_rc rc = SSJC_OK;

	for (size_t i = 0; i < n; i++) {
		rc = bench_fill(b, &seat[i], &filled, &why);
		if (rc)
			goto out;
		if (!filled) {
			rc = fail_seat(b->s, &seat[i], &why, b->err);
			goto out;
		}
	}
out:
	buf_free(&why);
	return rc;
}

/* What somebody had in one team goes to one person, if anybody may take all of it. */
static ssjc_rc fill_teams(struct bench *b, struct seat *seat, size_t n)
{
	struct seat *own = arena_array(&b->arena, n + 1, sizeof *own);

	if (!own)
		return ssjc_fail_memory(b->err);
	for (size_t left = n; left > 0;) {
		size_t taken = 0, kept = 0;
		struct seat first = seat[0];
		bool filled;
		ssjc_rc rc;

		own[taken++] = first;
		for (size_t i = 1; i < left; i++) {
			if (seat_same_team(b->s->plan, &first, &seat[i]))
				own[taken++] = seat[i];
			else
				seat[kept++] = seat[i];
		}
		left = kept;
		rc = bench_fill_team(b, own, taken, &filled);
		if (!rc && !filled)
			rc = fill_each(b, own, taken);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

/* All seats of inspectors; who of the experts comes depends on these. */
static ssjc_rc fill(struct bench *b, const struct seat *touched, size_t n)
{
	struct seat *seat = arena_array(&b->arena, n + 1, sizeof *seat);
	size_t seats = 0;
	ssjc_rc rc;

	if (!seat)
		return ssjc_fail_memory(b->err);
	for (size_t i = 0; i < n; i++)
		if (touched[i].duty != DUTY_EXPERT)
			seat[seats++] = touched[i];
	rc = bench_sort(b, seat, seats);
	if (rc)
		return rc;
	return b->s->plan->by_teams ? fill_teams(b, seat, seats) : fill_each(b, seat, seats);
}

ssjc_rc assign_substitute(
    struct assign_record *s, const struct seat_change *asked, struct ssjc_err *err)
{
	struct bench b = {0};
	struct seat *seat;
	size_t n = 0;
	ssjc_rc rc = assign_record_current(s->state, err);

	if (rc)
		return rc;
	rc = check_from(s, asked, err);
	if (rc)
		return rc;
	rc = bench_open(&b, s, asked, err);
	if (rc)
		goto out;
	seat = arena_array(&b.arena, s->state->n_seats + 1, sizeof *seat);
	if (!seat) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	for (size_t i = 0; i < s->state->n_seats; i++) {
		if (is_given_up(s, asked, &s->state->seat[i]))
			seat[n++] = s->state->seat[i];
		else
			bench_take(&b, &s->state->seat[i]);
	}
	rc = check_named(asked, seat, n, err);
	if (rc)
		goto out;
	rc = fill(&b, seat, n);
	if (rc)
		goto out;
	rc = bench_experts(&b, s, seat, n, false);
	if (rc)
		goto out;
	rc = bench_hand_over(&b, s);
out:
	bench_close(&b);
	return rc;
}

/* ---- What changed ---- */

const struct seat *assign_change_at(
    const struct assign_record *s, size_t i, const struct seat **was)
{
	static const struct seat nobody = {.cert = STR_INIT(""), .inspector = STR_INIT("")};
	const struct seat *now = i < s->result.n ? &s->result.v[i]
	                                         : &s->result.gone[i - s->result.n];
	const struct seat *before = audit_seat(s->state, now->object, now->dept, now->seat);

	*was = before ? before : &nobody;
	return before && seat_equal(before, now) ? NULL : now;
}

size_t assign_change_seats(const struct assign_record *s)
{
	return s->result.n + s->result.n_gone;
}

ssjc_rc assign_change_put(const struct assign_record *s, struct audit *a, struct ssjc_err *err)
{
	for (size_t i = 0; i < assign_change_seats(s); i++) {
		const struct seat *was, *now = assign_change_at(s, i, &was);
		ssjc_rc rc = now ? audit_put_seat(a, s->state->draws, now, err) : SSJC_OK;

		if (rc)
			return rc;
	}
	return SSJC_OK;
}
