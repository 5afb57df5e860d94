#include "verify_work.h"

#include "ssjc/audit/audit_rules.h"

/* What a broken rule means, for somebody who knows neither the rules nor the programs. */
static ssjc_rc explain(struct verifier *v, const struct audit_rules *r, struct rule_fault fault)
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
		    STR_ARG(e->plan), STR_ARG(r->plan));
	case RULE_ACTION:
		return verify_differs(
		    v, "is not an action that these programs put on record: another one wrote it");
	case RULE_TIME:
		return verify_differs(v, "has no valid time: “%.*s”", STR_ARG(e->time));
	case RULE_TIME_BACK:
		return verify_differs(v,
		    "was at %.*s, before event %llu, which was at %.*s: events are in the order in "
		    "which they happened, so one of the two times is wrong",
		    STR_ARG(e->time), before, STR_ARG(v->events.v[before - 1].time));
	case RULE_REASON:
		return verify_differs(v,
		    "has no reason, but may only be done with one: what was decided was changed, "
		    "and nobody is told why");
	case RULE_COMMITTED:
		return verify_differs(v,
		    "the commitment of event %llu was open: only its reveal may follow, or a "
		    "recommit with a reason; otherwise the commitment binds nobody",
		    before);
	case RULE_UNCOMMITTED:
		return verify_differs(v,
		    "no commitment was open: what was revealed was not fixed before the public "
		    "event, and could be chosen after it");
	case RULE_DRAWN:
		return verify_differs(v,
		    "event %llu had drawn already: nobody draws or commits again without a reason, "
		    "or one could draw until the list suits",
		    before);
	case RULE_UNDRAWN:
		return verify_differs(
		    v, "nothing had been drawn yet: there was no draw that it could be about");
	case RULE_UNASSIGNED:
		return verify_differs(v,
		    "nobody had been assigned since the last draw: there was no match that it "
		    "could be about");
	case RULE_CHANGED:
		return verify_differs(v,
		    "the %.*s is not the one of event %llu: it is fixed since then, so that nobody "
		    "can adapt it to what is drawn; only amend, redraw and recommit change it, "
		    "with "
		    "a reason",
		    STR_ARG(verify_word(fault.what)), before);
	case RULE_UNCHANGED:
		return verify_differs(v,
		    "says that the plan was changed, but the plan, its items and its calendar are "
		    "those of event %llu: what its reason is about cannot be told",
		    before);
	case RULE_PLAN_FILE:
		return verify_differs(v,
		    "the plan among its files is not the one that it names: which of the two was "
		    "followed cannot be told");
	case RULE_KIND:
		return verify_differs(v,
		    "has a file of the kind %.*s, which such an event neither reads nor writes: a "
		    "file that decided nothing would pass for one that was used",
		    STR_ARG(verify_word(fault.what)));
	case RULE_SECOND:
		return verify_differs(v,
		    "has two outputs of the kind “%.*s”, of which such an event writes one: which one "
		    "it wrote cannot be told",
		    STR_ARG(verify_word(fault.what)));
	case RULE_FILE_NEEDED:
		return verify_differs(v,
		    "has no file of the kind “%.*s”, which such an event reads: what it went by cannot "
		    "be told",
		    STR_ARG(verify_word(fault.what)));
	case RULE_STREAM:
		return verify_differs(v,
		    "is an import with more or fewer than one stream among its outputs: which one "
		    "the bureau's file gave cannot be told");
	case RULE_OUTPUT:
		return verify_differs(v,
		    "is an import with an output of the kind “%.*s”, which no import writes",
		    STR_ARG(verify_word(fault.what)));
	case RULE_ROWS_OTHER:
		return verify_differs(v,
		    "has rows in the table %.*s, which do not belong to such an event: they decide "
		    "something under the name of something else",
		    STR_ARG(fault.what));
	case RULE_ROW_NEEDED:
		return verify_differs(v,
		    "does not have one row in the table %.*s, as such an event must: what was "
		    "decided is not on record, or more than once",
		    STR_ARG(fault.what));
	}
	return SSJC_OK;
}

/* Without the plan's items, inspectors could get seats for which they lack the skill. */
static ssjc_rc same_items(struct verifier *v, const struct audit_rules *r)
{
	bool there = verify_file(v, "items", false);
	struct plan plan = {0};
	ssjc_rc rc;

	if (!audit_rules_has_items(r))
		return SSJC_OK;
	rc = verify_plan(v, &plan);
	if (rc)
		goto out;
	if (plan.items && !there)
		rc = verify_differs(v,
		    "the plan has items, but none are among its files: whether they were followed "
		    "cannot be told");
	else if (!plan.items && there)
		rc = verify_differs(v, "the plan has no items, but some are among its files");
out:
	plan_close(&plan);
	return rc;
}

/* Take the event at hand, with all it has. */
static ssjc_rc check(struct verifier *v, struct audit_rules *r)
{
	const struct audit_event *e = v->event;
	ssjc_rc rc = explain(v, r, audit_rules_event(r, e));

	if (rc)
		return rc;
	for (size_t i = 0; i < e->n_files; i++) {
		rc = explain(v, r, audit_rules_file(r, &e->file[i]));
		if (rc)
			return rc;
	}
	rc = same_items(v, r);
	if (rc)
		return rc;
	return explain(v, r, audit_rules_end(r, e->rows));
}

ssjc_rc verify_rules(struct verifier *v)
{
	struct audit_rules r = {0};
	ssjc_rc rc;

	for (size_t i = 0; i < v->events.n; i++) {
		v->event = &v->events.v[i];
		rc = verify_named(v, check(v, &r));
		if (rc)
			return rc;
	}
	v->event = NULL;
	verify_remark(v, REMARK_GOOD,
	    "rules: %zu events, each in its turn, with a reason where one is needed, by the plan "
	    "that was fixed, in order of time",
	    v->events.n);
	return SSJC_OK;
}
