#include "verify_work.h"

#include "ssjc/audit/audit_plan.h"

ssjc_rc verify_changes(struct verifier *v, uint64_t since)
{
	struct plan_changes c;
	ssjc_rc rc = audit_plan_changes(
	    v->job->audit, &v->events, (size_t)(v->event - v->events.v), since, &c, v->err);

	for (size_t i = 0; !rc && i < c.n; i++)
		verify_remark(v, REMARK_NOTE, "%.*s: %.*s was “%.*s” and is “%.*s”",
		    STR_ARG(v->event->action), STR_ARG(c.v[i].key), STR_ARG(c.v[i].before),
		    STR_ARG(c.v[i].after));
	if (!rc && plan_changes_any(&c, PLAN_FIXED) && str_is(v->event->action, "amend"))
		rc = verify_differs(v,
		    "the departments have other keys than in the draw: their "
		    "keys are part of every ticket of the match");
	plan_changes_free(&c);
	return rc;
}

ssjc_rc verify_amend(struct verifier *v)
{
	return verify_changes(v, 0);
}
