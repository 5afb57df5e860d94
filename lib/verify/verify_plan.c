#include "verify_work.h"

#include "ssjc/audit/audit_plan.h"

ssjc_rc verify_changes(struct verifier *v, uint64_t since)
{
	struct plan_changes c;
	ssjc_rc rc = audit_plan_changes(
	    v->job->audit, &v->events, (size_t)(v->event - v->events.v), since, &c, v->err);

	if (rc)
		goto out;
	for (size_t i = 0; i < c.n; i++)
		verify_remark(v, REMARK_NOTE, "%.*s: %.*s was “%.*s” and is “%.*s”",
		    STR_ARG(verify_word(v->event->action)), STR_ARG(c.v[i].key),
		    STR_ARG(c.v[i].before), STR_ARG(c.v[i].after));
	if (plan_changes_any(&c, PLAN_FIXED) && str_is(v->event->action, "amend"))
		rc = verify_differs(v,
		    "the departments have other keys than in the draw: their "
		    "keys are part of every ticket of the match");
out:
	plan_changes_free(&c);
	return rc;
}

ssjc_rc verify_amend(struct verifier *v)
{
	return verify_changes(v, 0);
}

ssjc_rc verify_given_plan(struct verifier *v)
{
	const struct plan *given = v->job->plan;
	struct plan kept = {0};
	struct plan_changes c = {0};
	struct str digest;
	ssjc_rc rc;

	if (!given || v->events.n == 0)
		return SSJC_OK;
	digest = v->events.v[v->events.n - 1].plan_digest;
	if (str_is(digest, given->digest)) {
		verify_remark(v, REMARK_GOOD, "the plan given is the one on record");
		return SSJC_OK;
	}
	rc = audit_plan(v->job->audit, digest, &kept, v->err);
	if (rc)
		goto out;
	rc = plan_compare(&c, &kept, given, v->err);
	if (rc)
		goto out;
	for (size_t i = 0; i < c.n; i++)
		verify_remark(v, REMARK_OPEN,
		    "the plan given is not the one on record: %.*s is “%.*s” on record and “%.*s” "
		    "in %s",
		    STR_ARG(c.v[i].key), STR_ARG(c.v[i].before), STR_ARG(c.v[i].after),
		    given->name);
	if (c.n == 0)
		verify_remark(v, REMARK_NOTE,
		    "the plan given differs from the one on record in comments, order or paths "
		    "only");
out:
	plan_changes_free(&c);
	plan_close(&kept);
	return rc;
}
