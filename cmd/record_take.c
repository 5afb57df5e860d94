#include "record_cmd.h"

#include "ssjc/audit/audit_plan.h"

ssjc_rc record_read_data(struct cli *c, struct record *r)
{
	struct cli_data d;
	ssjc_rc rc = cli_data(c, &d);

	if (rc)
		return rc;
	*r = (struct record){.plan = d.plan,
	    .items = d.items,
	    .vocabulary = d.vocabulary,
	    .calendar = d.calendar,
	    .today = time_day(c->context.now)};
	return SSJC_OK;
}

ssjc_rc record_open(struct cli *c, struct record *r)
{
	struct cli_audit *a;
	ssjc_rc rc = record_read_data(c, r);

	if (rc)
		return rc;
	rc = cli_open(c, &a);
	r->state = &a->state;
	return rc;
}

static void print_bad(void *c, const struct ssjc_err *err)
{
	cli_error(c, err);
}

ssjc_rc record_take(struct cli *c, bool results)
{
	struct cli_audit *a;
	struct cli_input *in;
	struct table t = {0};
	struct record r;
	size_t n;
	ssjc_rc rc = cli_read(c, NULL, &in);

	if (rc)
		goto out;
	rc = table_read_even(&t, in->text, in->file.name, print_bad, c, &c->err);
	if (rc)
		goto out;
	rc = record_read_data(c, &r);
	if (rc)
		goto out;
	rc = cli_begin(c, AUDIT_WRITE, c->command->name, record_options.reason, &a);
	if (rc)
		goto out;
	r.state = &a->state;
	rc = results
	    ? record_put_results(&r, &t, record_options.correct, a->file, print_bad, c, &n, &c->err)
	    : record_put_confirmations(&r, &t, a->file, print_bad, c, &n, &c->err);
	if (rc || n == 0)
		goto out;
	rc = cli_put_input(c, a, c->command->name, in, t.rows);
	if (rc)
		goto out;
	rc = audit_commit(a->file, &c->err);
out:
	table_close(&t);
	return rc;
}

/* The plan or its items were changed after the draw: on record, with the reason. */
ssjc_rc run_amend(struct cli *c)
{
	struct cli_data d;
	struct cli_audit *a;
	ssjc_rc rc;

	if (!cli_given(record_options.reason))
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "--reason TEXT is missing: why the plan or its items were changed");
	rc = cli_begin(c, AUDIT_WRITE, "amend", record_options.reason, &a);
	if (rc)
		return rc;
	rc = cli_data(c, &d);
	if (rc)
		return rc;
	rc = audit_plan_amendable(a->file, d.plan, &c->err);
	return rc ? rc : audit_commit(a->file, &c->err);
}
