/* Changes of seats: who came in whose place, and when a business is visited. */
#include "verify_match.h"

#include "ssjc/assign/assign_change.h"
#include "ssjc/base/language.h"

/* The change at hand, as it is on record. */
static const struct audit_change *recorded(const struct verifier *v, const struct audit_state *s)
{
	for (size_t i = 0; i < s->n_changes; i++)
		if (s->change[i].event == v->event->seq)
			return &s->change[i];
	return NULL;
}

/* An expert who came in, where somebody of the department is replaced. */
static bool is_new_expert(const struct audit_change *c, size_t at)
{
	const struct seat *now = &c->seat[at];

	for (size_t i = 0; !c->was[at].cert.n && i < c->n; i++)
		if (seat_change_has(c->asked.cert, c->asked.n_certs, c->was[i].cert) &&
		    str_eq(c->was[i].object, now->object) && str_eq(c->was[i].dept, now->dept))
			return true;
	return false;
}

/* What shows without the inspectors: no seat changed but those that it is about. */
static ssjc_rc only_asked(struct verifier *v, const struct audit_change *c)
{
	const struct seat_change *x = &c->asked;

	if (c->move && (x->n_objects != 1 || x->n_certs))
		return verify_differs(v, "does not move one business");
	for (size_t i = 0; i < c->n; i++) {
		const struct seat *was = &c->was[i], *now = &c->seat[i];

		if (x->n_objects && !seat_change_has(x->object, x->n_objects, now->object))
			return verify_differs(v,
			    "changes seat %u of %.*s at %.*s, a business that it is not about",
			    now->seat, STR_ARG(now->dept), STR_ARG(now->object));
		if (!c->move && !is_new_expert(c, i) &&
		    (!seat_change_has(x->cert, x->n_certs, was->cert) || was->date < x->from))
			return verify_differs(v,
			    "changes seat %u of %.*s at %.*s, which needed no substitute: %.*s can come",
			    now->seat, STR_ARG(now->dept), STR_ARG(now->object),
			    STR_ARG(was->cert.n ? was->cert : now->cert));
	}
	return SSJC_OK;
}

/* The row on record of that seat, or NULL. */
static const struct seat *row_of(const struct audit_change *c, const struct seat *seat)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->seat[i].seat == seat->seat && str_eq(c->seat[i].object, seat->object) &&
		    str_eq(c->seat[i].dept, seat->dept))
			return &c->seat[i];
	return NULL;
}

static ssjc_rc same_seat(struct verifier *v, const struct seat *should, const struct seat *is)
{
	char day[DATE_SIZE], other[DATE_SIZE];

	if (!is)
		return verify_differs(v,
		    "does not change seat %u of %.*s at %.*s, for which %.*s should come",
		    should->seat, STR_ARG(should->dept), STR_ARG(should->object),
		    STR_ARG(should->cert));
	if (seat_equal(should, is))
		return SSJC_OK;
	date_format(should->date, day);
	date_format(is->date, other);
	if (should->date != is->date)
		return verify_differs(v,
		    "the day of %.*s was chosen: the next with room is %s, but %s is on record",
		    STR_ARG(should->object), day, other);
	if (verify_same_person(should, is))
		return verify_seat_differs(v, should, is);
	return verify_differs(v,
	    "who comes was chosen: for seat %u of %.*s at %.*s the next by ticket is %.*s, but %.*s "
	    "is on record",
	    should->seat, STR_ARG(should->dept), STR_ARG(should->object), STR_ARG(should->cert),
	    STR_ARG(is->cert));
}

static ssjc_rc same_changes(
    struct verifier *v, const struct assign_record *m, const struct audit_change *c)
{
	size_t n = 0;

	for (size_t i = 0; i < assign_change_seats(m); i++) {
		const struct seat *was, *now = assign_change_at(m, i, &was);
		ssjc_rc rc;

		if (!now)
			continue;
		n++;
		rc = same_seat(v, now, row_of(c, now));
		if (rc)
			return rc;
	}
	return n == c->n ? SSJC_OK
	                 : verify_differs(v, "%zu seats change, but %zu are on record", n, c->n);
}

/* Change again what the event changed. */
static ssjc_rc change_again(struct verifier *v, const struct plan *plan,
    const struct known_text *people, const struct audit_state *before, const struct audit_change *c)
{
	struct assign_record m = {.plan = plan, .state = before};
	struct match_inputs in;
	ssjc_rc rc = verify_match_open(v, people, &in);

	if (rc)
		goto out;
	m.calendar = in.calendar;
	m.items = in.has_items ? &in.items : NULL;
	m.inspectors = &in.inspectors;
	m.today = in.today;
	rc = c->move ? assign_move(&m, &c->asked, v->err)
	             : assign_substitute(&m, &c->asked, v->err);
	if (rc)
		goto out;
	rc = same_changes(v, &m, c);
	if (rc)
		goto out;
	if (verify_file(v, "assigned", true)) {
		rc = verify_match_list(v, &m);
		if (rc)
			goto out;
	}
	rc = verify_lacks(v, &m);
	if (rc)
		goto out;
	v->made_again[1] = v->event->seq;
	if (c->move)
		verify_remark(
		    v, REMARK_GOOD, "move: found again: the same day, with the same people");
	else
		verify_remark(v, REMARK_GOOD,
		    "substitutes: the next by ticket again: the same %zu seats", c->n);
out:
	assign_record_free(&m);
	verify_match_close(&in);
	return rc;
}

/* A day that was chosen, or found among fewer than there were, an auditor should know of. */
static void remark_day(struct verifier *v, const struct audit_change *c)
{
	char day[DATE_SIZE];

	if (!c->move || c->n == 0)
		return;
	date_format(c->seat[0].date, day);
	if (c->asked.has_date)
		verify_remark(v, REMARK_NOTE,
		    "move: the day of %.*s, %s, was chosen and not found by the rule; its reason: %.*s",
		    STR_ARG(c->seat[0].object), day, STR_ARG(c->reason));
	else if (c->asked.has_from || c->asked.n_closed)
		verify_remark(v, REMARK_NOTE,
		    "move: the day of %.*s, %s, was found without days that were said to be closed; "
		    "its reason: %.*s",
		    STR_ARG(c->seat[0].object), day, STR_ARG(c->reason));
}

ssjc_rc verify_change(struct verifier *v)
{
	const struct audit_file *f;
	const struct known_text *people;
	const struct audit_change *c;
	struct audit_state before = {0}, after = {0};
	struct plan plan = {0};
	ssjc_rc rc = verify_one(v, "inspectors", &f);

	if (rc)
		goto out;
	rc = verify_plan(v, &plan);
	if (rc)
		goto out;
	rc = verify_before(v, &before);
	if (rc)
		goto out;
	rc = verify_after(v, &after);
	if (rc)
		goto out;
	rc = verify_match_people(v, &plan, f->digest, &before, &after);
	if (rc)
		goto out;
	rc = verify_changes(v, before.match_event);
	if (rc)
		goto out;
	c = recorded(v, &after);
	rc = c ? only_asked(v, c) : verify_differs(v, "is not a change that can be read");
	if (rc)
		goto out;
	remark_day(v, c);
	v->totals->matches.made++;
	v->totals->matches.last = false;
	v->totals->seats = after.n_seats;
	rc = verify_known(v, f->digest, &people);
	if (rc)
		goto out;
	if (people) {
		rc = change_again(v, &plan, people, &before, c);
		if (rc)
			goto out;
		v->totals->matches.again++;
		v->totals->matches.last = true;
	} else {
		verify_remark(v, REMARK_UNCHECKED,
		    "the inspectors were not given, so who comes was not computed again: their "
		    "stream has the SHA-256 %.*s",
		    STR_ARG(f->digest));
	}
out:
	audit_state_free(&before);
	audit_state_free(&after);
	plan_close(&plan);
	return rc;
}
