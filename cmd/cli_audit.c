#include "cli_internal.h"

static ssjc_rc put_file(struct cli *c, const struct audit_file *f)
{
	return audit_put_file(c->opened->audit.file, f, &c->err);
}

ssjc_rc cli_put_content(struct cli *c, const char *kind, const struct cli_input *in)
{
	return put_file(c,
	    &(struct audit_file){.kind = str_of(kind),
	        .name = str_of(in->file.name),
	        .digest = str_of(in->digest),
	        .content = in->text});
}

static ssjc_rc put_plan(struct cli *c, const struct plan *plan)
{
	return put_file(c,
	    &(struct audit_file){.kind = STR("plan"),
	        .name = str_of(plan->name),
	        .digest = str_of(plan->digest),
	        .content = plan->text});
}

ssjc_rc cli_open_file(struct cli *c, const char *path, struct audit **out)
{
	struct cli_audit *a = &c->opened->audit;
	ssjc_rc rc = path ? SSJC_OK : cli_plan(c, &a->plan);

	if (rc)
		return rc;
	rc = audit_open(&a->file, path ? path : a->plan->audit, AUDIT_READ, &c->context, &c->err);
	*out = a->file;
	return rc;
}

ssjc_rc cli_open(struct cli *c, struct cli_audit **out)
{
	struct audit *file;
	ssjc_rc rc = cli_open_file(c, NULL, &file);

	*out = &c->opened->audit;
	return rc ? rc : audit_load(file, &(*out)->state, &c->err);
}

ssjc_rc cli_begin_event(struct cli *c, enum audit_mode mode, const char *action, struct str options,
    const char *reason, struct audit **out)
{
	struct cli_opened *o = c->opened;
	struct cli_audit *a = &o->audit;
	ssjc_rc rc = cli_plan(c, &a->plan);

	if (rc)
		return rc;
	rc = audit_open(&a->file, a->plan->audit, mode, &c->context, &c->err);
	if (rc)
		return rc;
	rc = audit_begin(a->file, a->plan, action, options, str_of(reason), &c->err);
	if (rc)
		return rc;
	o->begun = true;
	rc = put_plan(c, a->plan);
	if (rc)
		return rc;
	if (o->calendar_file) {
		rc = cli_put_content(c, "calendar", o->calendar_file);
		if (rc)
			return rc;
	}
	if (o->items_file) {
		rc = cli_put_content(c, "items", o->items_file);
		if (rc)
			return rc;
	}
	*out = a->file;
	return SSJC_OK;
}

ssjc_rc cli_begin(struct cli *c, enum audit_mode mode, const char *action, const char *reason,
    struct cli_audit **out)
{
	struct audit *file;
	ssjc_rc rc = cli_begin_event(c, mode, action, c->command_line, reason, &file);

	*out = &c->opened->audit;
	return rc ? rc : audit_load(file, &(*out)->state, &c->err);
}

ssjc_rc cli_reload(struct cli *c, struct cli_audit *a)
{
	audit_state_free(&a->state);
	return audit_load(a->file, &a->state, &c->err);
}

ssjc_rc cli_knows(
    struct cli *c, const struct cli_audit *a, const char *name, const char *digest, bool *known)
{
	ssjc_rc rc = audit_knows_stream(a->file, digest, known, &c->err);

	if (rc || *known || !a->plan->custody_strict)
		return rc;
	return ssjc_fail_at(&c->err, SSJC_REFUSED, name, 0, NULL,
	    "no ssjc-import of this plan wrote it, and the plan says custody = strict");
}

ssjc_rc cli_put_input(struct cli *c, const struct cli_audit *a, const char *kind,
    const struct cli_input *in, uint64_t rows)
{
	const struct audit_file f = {.kind = str_of(kind),
	    .name = str_of(in->file.name),
	    .digest = str_of(in->digest),
	    .rows = rows};

	return audit_put_file(a->file, &f, &c->err);
}

ssjc_rc cli_put_output(struct cli *c, const struct cli_audit *a, const char *kind, const char *name,
    const char *digest, uint64_t rows)
{
	const struct audit_file f = {.output = true,
	    .kind = str_of(kind),
	    .name = str_of(name),
	    .digest = str_of(digest),
	    .rows = rows};

	return audit_put_file(a->file, &f, &c->err);
}
