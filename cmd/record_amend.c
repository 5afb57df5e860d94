#include "record_cmd.h"

#include "ssjc/audit/audit_plan.h"

/* The plan or its items were changed after the draw: on record, with the reason. */
ssjc_rc run_amend(struct cli *c)
{
	struct cli_data d;
	struct cli_audit *a;
	ssjc_rc rc;

	if (!cli_given(cli_reason.reason))
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "--reason TEXT is missing: why the plan or its items were changed");
	rc = cli_begin(c, AUDIT_WRITE, "amend", cli_reason.reason, &a);
	if (rc)
		return rc;
	rc = cli_data(c, &d);
	if (rc)
		return rc;
	rc = audit_plan_amendable(a->file, d.plan, &c->err);
	return rc ? rc : audit_commit(a->file, &c->err);
}
