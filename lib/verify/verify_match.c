#include "verify_work.h"

#include "ssjc/assign/assign_record.h"

static ssjc_rc same_seats(
    struct verifier *v, const struct assignment *a, const struct audit_state *state)
{
	if (a->n != state->n_seats)
		return verify_differs(
		    v, "%zu seats come out, but %zu are on record", a->n, state->n_seats);
	for (size_t i = 0; i < a->n; i++) {
		const struct seat *s = &a->v[i], *q = &state->seat[i];

		if (!seat_equal(s, q))
			return verify_differs(v,
			    "seat %zu should be %.*s at %.*s (%.*s, seat %u), but %.*s at %.*s "
			    "(%.*s, seat "
			    "%u) is on record",
			    i + 1, STR_ARG(s->cert), STR_ARG(s->object), STR_ARG(s->dept), s->seat,
			    STR_ARG(q->cert), STR_ARG(q->object), STR_ARG(q->dept), q->seat);
	}
	return SSJC_OK;
}

/* Match again what the event matched, with its plan and data as they are on record. */
static ssjc_rc assign_again(struct verifier *v, const struct plan *plan,
    const struct known_text *people, const struct audit_state *before,
    const struct audit_state *after)
{
	struct assign_record m = {
	    .plan = plan, .state = before, .reassign = str_is(v->event->action, "reassign")};
	struct str calendar_text, items_text;
	struct calendar *calendar = NULL;
	struct inspectors inspectors = {0};
	struct items items = {0};
	int64_t now;
	ssjc_rc rc = verify_kept(v, "calendar", &calendar_text);

	if (rc)
		goto out;
	rc = calendar_read(&calendar, calendar_text, "the calendar on record", v->err);
	if (rc)
		goto out;
	rc = verify_kept(v, "items", &items_text);
	if (rc)
		goto out;
	if (items_text.p) {
		rc = items_read(&items, items_text, "the items on record", v->err);
		if (rc)
			goto out;
		m.items = &items;
	}
	rc = inspectors_read(&inspectors, people->text, people->name, v->err);
	if (rc)
		goto out;
	if (!time_parse(v->event->time, &now)) {
		rc = verify_differs(v, "it has no valid time");
		goto out;
	}
	m.calendar = calendar;
	m.inspectors = &inspectors;
	m.today = time_day(now);
	rc = assign_record_solve(&m, v->err);
	if (rc == SSJC_REFUSED)
		rc = verify_differs(v, "%s", v->err->msg);
	if (rc)
		goto out;
	rc = same_seats(v, &m.result, after);
out:
	assign_record_free(&m);
	inspectors_close(&inspectors);
	items_close(&items);
	calendar_free(calendar);
	return rc;
}

ssjc_rc verify_match(struct verifier *v)
{
	const struct audit_file *f;
	const struct known_text *people = NULL;
	struct audit_state before = {0}, after = {0};
	struct plan plan = {0};
	ssjc_rc rc = verify_one(v, "inspectors", &f);

	if (rc == SSJC_OK)
		rc = verify_plan(v, &plan);
	if (rc == SSJC_OK && plan.custody_strict && !verify_imported(v, f->digest))
		rc = verify_differs(v,
		    "the plan wants every stream to be from an import, but its inspectors are not");
	if (rc == SSJC_OK)
		rc = audit_load_at(v->job->audit, v->event->seq - 1, &before, v->err);
	if (rc == SSJC_OK)
		rc = audit_load_at(v->job->audit, v->event->seq, &after, v->err);
	if (rc == SSJC_OK && before.n_awaiting > 0)
		rc = verify_differs(v,
		    "%.*s was to be removed and not replaced yet: who is matched before that would "
		    "be "
		    "matched again",
		    STR_ARG(before.awaiting[0]));
	if (rc == SSJC_OK && str_is(v->event->action, "assign"))
		rc = verify_inspectors(v, &before, f->digest);
	/* A reassign may take others: that is good, but an auditor is to know. */
	else if (rc == SSJC_OK && after.committed_inspectors.n &&
	    !str_eq(after.committed_inspectors, f->digest))
		verify_say(v, VERIFY_GOOD,
		    "match: its inspectors are not those committed to; its reason: %.*s",
		    STR_ARG(v->event->reason));
	if (rc == SSJC_OK && !(people = verify_find(v, f->digest)))
		verify_say(v, VERIFY_UNCHECKED,
		    "match: the inspectors were not given, so that it was not computed again: "
		    "their "
		    "stream has the SHA-256 %.*s",
		    STR_ARG(f->digest));
	if (rc == SSJC_OK && people) {
		rc = assign_again(v, &plan, people, &before, &after);
		if (rc == SSJC_OK)
			verify_say(v, VERIFY_GOOD, "match: matched again: the same %zu seats",
			    after.n_seats);
	}
	audit_state_free(&before);
	audit_state_free(&after);
	plan_close(&plan);
	return rc;
}

ssjc_rc verify_print(struct verifier *v)
{
	struct audit_state before = {0};
	ssjc_rc rc = audit_load_at(v->job->audit, v->event->seq - 1, &before, v->err);

	if (rc == SSJC_OK && assign_record_current(&before, v->err) != SSJC_OK)
		rc = verify_differs(
		    v, "printed a match that did not hold any more: %s", v->err->msg);
	audit_state_free(&before);
	return rc;
}
