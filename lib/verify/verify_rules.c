#include "verify_work.h"

#include "ssjc/audit/audit_rules.h"

/* What a broken rule means, for somebody who knows neither the rules nor the programs. */
static ssjc_code explain(struct verifier *v, const struct order *o, struct order_fault fault)
{
	const struct audit_event *e = v->event;
	unsigned long long before = fault.event;

	switch (fault.rule) {
	case ORDER_KEPT:
		return SSJC_OK;
	case ORDER_PLAN:
		return verify_differs(v,
		    "is of plan “%.*s”, but the audit file is that of “%.*s”: what belongs to one "
		    "inspection was put into the record of another",
		    STR_ARG(e->plan), STR_ARG(o->plan));
	case ORDER_ACTION:
		return verify_differs(v,
		    "is nothing that these programs put on record: another one wrote it");
	case ORDER_TIME:
		return verify_differs(v, "its time “%.*s” is none", STR_ARG(e->time));
	case ORDER_BACK:
		return verify_differs(v,
		    "was at %.*s, before event %llu, which was at %.*s: events stand in the order in "
		    "which they happened, so one of the two times is wrong",
		    STR_ARG(e->time), before, STR_ARG(v->events.v[before - 1].time));
	case ORDER_REASON:
		return verify_differs(v,
		    "has no reason, but may only be done with one: what was decided was changed, and "
		    "nobody is told why");
	case ORDER_COMMITTED:
		return verify_differs(v,
		    "the commitment of event %llu was open: only its reveal may follow, or a recommit "
		    "with a reason; passed over, the commitment binds nobody",
		    before);
	case ORDER_UNCOMMITTED:
		return verify_differs(v,
		    "no commitment was open: what was revealed was not fixed before the public event, "
		    "and could be chosen after it");
	case ORDER_DRAWN:
		return verify_differs(v,
		    "event %llu had drawn already: without a reason nobody draws or commits again, or "
		    "one could draw until the outcome pleases",
		    before);
	case ORDER_UNDRAWN:
		return verify_differs(v,
		    "nothing had been drawn yet: there was no choice that it could be about");
	case ORDER_UNSEATED:
		return verify_differs(v,
		    "nobody had been assigned since the last draw: there was no match that it could be "
		    "about");
	case ORDER_CHANGED:
		return verify_differs(v,
		    "the %.*s is not the one of event %llu: it is fixed since then, so that nobody can "
		    "fit it to the outcome, and only amend, redraw and recommit change it, with a "
		    "reason",
		    STR_ARG(fault.what), before);
	case ORDER_SAME:
		return verify_differs(v,
		    "says that the plan was changed, but the plan, its items and its calendar are those "
		    "of event %llu: what its reason is about cannot be told",
		    before);
	case ORDER_UNNAMED:
		return verify_differs(v,
		    "the plan among its files is not the one that it names: by which of the two it went "
		    "cannot be told");
	case ORDER_UNREAD:
		return verify_differs(v,
		    "does not say which %.*s it read: it cannot be told whether that was the one on "
		    "record",
		    STR_ARG(fault.what));
	case ORDER_ROWS:
		return verify_differs(v,
		    "has rows in the table %.*s, which do not belong to such an event: they decide "
		    "something under the name of something else",
		    STR_ARG(fault.what));
	case ORDER_ROW:
		return verify_differs(v,
		    "has not one row in the table %.*s, as such an event has: what was decided is not "
		    "on record, or more than once",
		    STR_ARG(fault.what));
	}
	return SSJC_OK;
}

/* A plan without its items would let inspectors sit where their skill is wanted. */
static ssjc_code same_items(struct verifier *v, const struct order *o)
{
	bool there = verify_file(v, "items", false);
	struct plan plan = {0};
	ssjc_code code;

	if (!order_has_items(o))
		return SSJC_OK;
	code = verify_plan(v, &plan);
	if (code == SSJC_OK && plan.items && !there)
		code = verify_differs(v,
		    "the plan has items, but none are among its files: it cannot be told whether it "
		    "went by them");
	if (code == SSJC_OK && !plan.items && there)
		code = verify_differs(v, "the plan has no items, but some are among its files");
	plan_close(&plan);
	return code;
}

static ssjc_code check(struct verifier *v, struct order *o)
{
	const struct audit_event *e = v->event;
	ssjc_code code = explain(v, o, order_event(o, e));

	for (size_t i = 0; code == SSJC_OK && i < e->n_files; i++)
		code = explain(v, o, order_file(o, &e->file[i]));
	if (code == SSJC_OK)
		code = explain(v, o, order_end(o, e->rows));
	return code == SSJC_OK ? same_items(v, o) : code;
}

ssjc_code verify_rules(struct verifier *v)
{
	struct order o = {0};
	ssjc_code code = SSJC_OK;

	for (size_t i = 0; code == SSJC_OK && i < v->events.n; i++) {
		v->event = &v->events.v[i];
		code = verify_named(v, check(v, &o));
	}
	v->event = NULL;
	if (code == SSJC_OK)
		verify_say(v, VERIFY_GOOD,
		    "rules: %zu events, each in its turn, with a reason where one is wanted, by the "
		    "plan that was fixed, in order of time",
		    v->events.n);
	return code;
}
