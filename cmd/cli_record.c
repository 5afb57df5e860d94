#include "cli.h"

ssjc_code cli_plan(struct cli *c)
{
	if (c->plan.name)
		return SSJC_OK;
	if (!c->plan_path)
		return ssjc_fail(&c->err, SSJC_USAGE, "no plan is named: give it with -p PLAN");
	return plan_open(&c->plan, c->plan_path, c->share, &c->err);
}

ssjc_code cli_audit(struct cli *c, enum audit_mode mode, struct audit **out)
{
	return audit_open(out, c->plan.audit, mode, &c->context, &c->err);
}

static ssjc_code put_content(struct cli *c, struct audit *a, const char *kind,
    const struct cli_input *in)
{
	struct audit_file f = {.kind = str_of(kind), .name = str_of(in->file.name),
	    .digest = str_of(in->digest), .content = in->text};

	return audit_put_file(a, &f, &c->err);
}

ssjc_code cli_begin(struct cli *c, struct audit *a, const char *action, const char *reason)
{
	struct audit_file plan = {.kind = STR("plan"), .name = str_of(c->plan.name),
	    .digest = str_of(c->plan.digest), .content = c->plan.text};
	ssjc_code code = c->options.failed ? ssjc_fail_memory(&c->err) : SSJC_OK;

	if (code == SSJC_OK)
		code = audit_begin(a, &c->plan, action, buf_text(&c->options), str_of(reason), &c->err);
	if (code == SSJC_OK)
		code = audit_put_file(a, &plan, &c->err);
	if (code == SSJC_OK && c->calendar_file)
		code = put_content(c, a, "calendar", c->calendar_file);
	if (code == SSJC_OK && c->items_file)
		code = put_content(c, a, "items", c->items_file);
	return code;
}

ssjc_code cli_open(struct cli *c, const char *action, const char *reason)
{
	ssjc_code code = cli_plan(c);

	if (code == SSJC_OK)
		code = cli_audit(c, !action ? AUDIT_READ : c->fill ? AUDIT_FILL : AUDIT_WRITE, &c->audit);
	if (code == SSJC_OK && action)
		code = cli_begin(c, c->audit, action, reason);
	return code == SSJC_OK ? audit_load(c->audit, &c->state, &c->err) : code;
}

ssjc_code cli_knows(struct cli *c, const char *name, const char *digest, bool *known)
{
	ssjc_code code = audit_knows_stream(c->audit, digest, known, &c->err);

	if (code == SSJC_OK && !*known && c->plan.custody_strict)
		code = ssjc_fail_at(&c->err, SSJC_REFUSED, name, 0, NULL,
		    "no ssjc-import of this plan wrote it, and the plan says custody = strict");
	return code;
}

ssjc_code cli_put_input(struct cli *c, const char *kind, const struct cli_input *in,
    uint64_t rows)
{
	struct audit_file f = {.kind = str_of(kind), .name = str_of(in->file.name),
	    .digest = str_of(in->digest), .rows = rows};

	return audit_put_file(c->audit, &f, &c->err);
}

ssjc_code cli_put_output(struct cli *c, const char *kind, const char *name, const char *digest,
    uint64_t rows)
{
	struct audit_file f = {.output = true, .kind = str_of(kind), .name = str_of(name),
	    .digest = str_of(digest), .rows = rows};

	return audit_put_file(c->audit, &f, &c->err);
}
