#include "cli.h"

ssjc_rc cli_plan(struct cli *c)
{
	if (c->plan.name)
		return SSJC_OK;
	if (!c->plan_path)
		return ssjc_fail(&c->err, SSJC_USAGE, "no plan is named: give it with -p PLAN");
	return plan_open(&c->plan, c->plan_path, c->share, &c->err);
}

ssjc_rc cli_audit(struct cli *c, enum audit_mode mode, struct audit **out)
{
	return audit_open(out, c->plan.audit, mode, &c->context, &c->err);
}

static ssjc_rc put_content(
    struct cli *c, struct audit *a, const char *kind, const struct cli_input *in)
{
	struct audit_file f = {.kind = str_of(kind),
	    .name = str_of(in->file.name),
	    .digest = str_of(in->digest),
	    .content = in->text};

	return audit_put_file(a, &f, &c->err);
}

ssjc_rc cli_begin(struct cli *c, struct audit *a, const char *action, const char *reason)
{
	struct audit_file plan = {.kind = STR("plan"),
	    .name = str_of(c->plan.name),
	    .digest = str_of(c->plan.digest),
	    .content = c->plan.text};
	ssjc_rc rc = c->options.failed ? ssjc_fail_memory(&c->err) : SSJC_OK;

	if (rc == SSJC_OK)
		rc = audit_begin(
		    a, &c->plan, action, buf_text(&c->options), str_of(reason), &c->err);
	if (rc == SSJC_OK)
		rc = audit_put_file(a, &plan, &c->err);
	if (rc == SSJC_OK && c->calendar_file)
		rc = put_content(c, a, "calendar", c->calendar_file);
	if (rc == SSJC_OK && c->items_file)
		rc = put_content(c, a, "items", c->items_file);
	return rc;
}

ssjc_rc cli_open(struct cli *c, const char *action, const char *reason)
{
	ssjc_rc rc = cli_plan(c);

	if (rc == SSJC_OK)
		rc = cli_audit(c,
		    !action       ? AUDIT_READ
		        : c->fill ? AUDIT_FILL
		                  : AUDIT_WRITE,
		    &c->audit);
	if (rc == SSJC_OK && action)
		rc = cli_begin(c, c->audit, action, reason);
	return rc == SSJC_OK ? audit_load(c->audit, &c->state, &c->err) : rc;
}

ssjc_rc cli_knows(struct cli *c, const char *name, const char *digest, bool *known)
{
	ssjc_rc rc = audit_knows_stream(c->audit, digest, known, &c->err);

	if (rc == SSJC_OK && !*known && c->plan.custody_strict)
		rc = ssjc_fail_at(&c->err, SSJC_REFUSED, name, 0, NULL,
		    "no ssjc-import of this plan wrote it, and the plan says custody = strict");
	return rc;
}

ssjc_rc cli_put_input(struct cli *c, const char *kind, const struct cli_input *in, uint64_t rows)
{
	struct audit_file f = {.kind = str_of(kind),
	    .name = str_of(in->file.name),
	    .digest = str_of(in->digest),
	    .rows = rows};

	return audit_put_file(c->audit, &f, &c->err);
}

ssjc_rc cli_put_output(
    struct cli *c, const char *kind, const char *name, const char *digest, uint64_t rows)
{
	struct audit_file f = {.output = true,
	    .kind = str_of(kind),
	    .name = str_of(name),
	    .digest = str_of(digest),
	    .rows = rows};

	return audit_put_file(c->audit, &f, &c->err);
}
