/* The list of the last plan, for a plan with rotate = yes. */
#include "assign_cmd.h"

ssjc_rc assign_last_read(struct cli *c, struct assign_input *in)
{
	ssjc_rc rc;

	if (!assign_options.last)
		return SSJC_OK;
	if (!in->problem.plan->prefer.rotate)
		return ssjc_fail(
		    &c->err, SSJC_USAGE, "--last FILE is for a plan with rotate = yes");
	rc = cli_read(c, assign_options.last, &in->last);
	if (rc)
		return rc;
	rc = cli_expect(c, in->last, CLI_ASSIGNED);
	if (rc)
		return rc;
	rc = last_visits_read(&in->visits, in->last->text, in->last->file.name, &c->err);
	in->problem.last = &in->visits;
	return rc;
}

/* The visits on record are those that every match goes by, until a reassign. */
static ssjc_rc use_recorded(struct cli *c, const struct cli_audit *a, struct assign_input *in)
{
	struct arena arena = {0};
	struct str text;
	ssjc_rc rc = audit_content(a->file, a->state.match_visits, &arena, &text, &c->err);

	if (rc)
		goto out;
	rc = last_visits_read(&in->visits, text, "the visits on record", &c->err);
	in->problem.last = &in->visits;
out:
	arena_free(&arena);
	return rc;
}

ssjc_rc assign_last_settle(struct cli *c, const struct cli_audit *a, struct assign_input *in)
{
	struct str recorded = a->state.match_visits;
	char digest[DIGEST_HEX];
	struct buf text = {0};
	ssjc_rc rc;

	if (!in->problem.plan->prefer.rotate)
		return SSJC_OK;
	if (!in->last && recorded.n)
		return use_recorded(c, a, in);
	if (!in->last)
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "the plan has rotate = yes: give the assigned list of the last plan with --last "
		    "FILE; a first plan gives a file with the line id,cert alone");
	rc = last_visits_write(&in->visits, &text, &c->err);
	if (rc)
		goto out;
	rc = digest_hex(text.p, text.n, digest, &c->err);
	if (rc)
		goto out;
	if (recorded.n && !assign_options.reassign && !str_is(recorded, digest))
		rc = ssjc_fail_at(&c->err, SSJC_INPUT, assign_options.last, 0, NULL,
		    "has other visits than the list of the last plan that is on record: leave out "
		    "--last, or take it with --reassign --reason TEXT");
out:
	buf_free(&text);
	return rc;
}

ssjc_rc assign_last_put(struct cli *c, const struct cli_audit *a, const struct assign_input *in)
{
	struct buf text = {0};
	ssjc_rc rc = SSJC_OK;

	if (!in->problem.last)
		return SSJC_OK;
	if (in->last)
		rc = cli_put_input(c, a, "last", in->last, in->visits.table.rows);
	if (rc)
		return rc;
	rc = last_visits_write(&in->visits, &text, &c->err);
	if (rc)
		goto out;
	rc = cli_put_made(c, a,
	    (struct audit_file){
	        .kind = STR("visits"), .name = STR("last plan"), .rows = in->visits.n},
	    &text);
out:
	buf_free(&text);
	return rc;
}
