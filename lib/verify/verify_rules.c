#include "verify_work.h"

#include "ssjc/audit/audit_rules.h"

/* What a broken rule means, for somebody who knows neither the rules nor the programs. */
static ssjc_rc explain(struct verifier *v, const struct audit_rules *o, struct rule_fault fault)
{
	const struct audit_event *e = v->event;
	unsigned long long before = fault.event;

	switch (fault.rule) {
	case RULE_KEPT:
		return SSJC_OK;
	case RULE_PLAN:
		return verify_differs(v,
		    "is of plan “%.*s”, but the audit file is that of “%.*s”: what belongs to one "
		    "inspection was put into the record of another",
		    STR_ARG(e->plan), STR_ARG(o->plan));
	case RULE_ACTION:
		return verify_differs(
		    v, "is nothing that these programs put on record: another one wrote it");
	case RULE_TIME:
		return verify_differs(v, "its time “%.*s” is none", STR_ARG(e->time));
	case RULE_TIME_BACK:
		return verify_differs(v,
		    "was at %.*s, before event %llu, which was at %.*s: events stand in the order "
		    "in "
		    "which they happened, so one of the two times is wrong",
		    STR_ARG(e->time), before, STR_ARG(v->events.v[before - 1].time));
	case RULE_REASON:
		return verify_differs(v,
		    "has no reason, but may only be done with one: what was decided was changed, "
		    "and "
		    "nobody is told why");
	case RULE_COMMITTED:
		return verify_differs(v,
		    "the commitment of event %llu was open: only its reveal may follow, or a "
		    "recommit "
		    "with a reason; passed over, the commitment binds nobody",
		    before);
	case RULE_UNCOMMITTED:
		return verify_differs(v,
		    "no commitment was open: what was revealed was not fixed before the public "
		    "event, "
		    "and could be chosen after it");
	case RULE_DRAWN:
		return verify_differs(v,
		    "event %llu had drawn already: without a reason nobody draws or commits again, "
		    "or "
		    "one could draw until the outcome pleases",
		    before);
	case RULE_UNDRAWN:
		return verify_differs(
		    v, "nothing had been drawn yet: there was no choice that it could be about");
	case RULE_UNASSIGNED:
		return verify_differs(v,
		    "nobody had been assigned since the last draw: there was no match that it "
		    "could be "
		    "about");
	case RULE_CHANGED:
		return verify_differs(v,
		    "the %.*s is not the one of event %llu: it is fixed since then, so that nobody "
		    "can "
		    "fit it to the outcome, and only amend, redraw and recommit change it, with a "
		    "reason",
		    STR_ARG(fault.what), before);
	case RULE_UNCHANGED:
		return verify_differs(v,
		    "says that the plan was changed, but the plan, its items and its calendar are "
		    "those "
		    "of event %llu: what its reason is about cannot be told",
		    before);
	case RULE_PLAN_FILE:
		return verify_differs(v,
		    "the plan among its files is not the one that it names: by which of the two it "
		    "went "
		    "cannot be told");
	case RULE_FILE_NEEDED:
		return verify_differs(v,
		    "does not say which %.*s it read: it cannot be told whether that was the one "
		    "on "
		    "record",
		    STR_ARG(fault.what));
	case RULE_ROWS_OTHER:
		return verify_differs(v,
		    "has rows in the table %.*s, which do not belong to such an event: they decide "
		    "something under the name of something else",
		    STR_ARG(fault.what));
	case RULE_ROW_NEEDED:
		return verify_differs(v,
		    "has not one row in the table %.*s, as such an event has: what was decided is "
		    "not "
		    "on record, or more than once",
		    STR_ARG(fault.what));
	}
	return SSJC_OK;
}

/* A plan without its items would let inspectors sit where their skill is wanted. */
static ssjc_rc same_items(struct verifier *v, const struct audit_rules *o)
{
	bool there = verify_file(v, "items", false);
	struct plan plan = {0};
	ssjc_rc rc;

	if (!audit_rules_has_items(o))
		return SSJC_OK;
	rc = verify_plan(v, &plan);
	if (rc == SSJC_OK && plan.items && !there)
		rc = verify_differs(v,
		    "the plan has items, but none are among its files: it cannot be told whether "
		    "it "
		    "went by them");
	if (rc == SSJC_OK && !plan.items && there)
		rc = verify_differs(v, "the plan has no items, but some are among its files");
	plan_close(&plan);
	return rc;
}

static ssjc_rc check(struct verifier *v, struct audit_rules *o)
{
	const struct audit_event *e = v->event;
	ssjc_rc rc = explain(v, o, audit_rules_event(o, e));

	for (size_t i = 0; rc == SSJC_OK && i < e->n_files; i++)
		rc = explain(v, o, audit_rules_file(o, &e->file[i]));
	if (rc == SSJC_OK)
		rc = explain(v, o, audit_rules_end(o, e->rows));
	return rc == SSJC_OK ? same_items(v, o) : rc;
}

ssjc_rc verify_rules(struct verifier *v)
{
	struct audit_rules o = {0};
	ssjc_rc rc = SSJC_OK;

	for (size_t i = 0; rc == SSJC_OK && i < v->events.n; i++) {
		v->event = &v->events.v[i];
		rc = verify_named(v, check(v, &o));
	}
	v->event = NULL;
	if (rc == SSJC_OK)
		verify_say(v, VERIFY_GOOD,
		    "rules: %zu events, each in its turn, with a reason where one is wanted, by "
		    "the "
		    "plan that was fixed, in order of time",
		    v->events.n);
	return rc;
}
