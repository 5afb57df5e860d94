/* The audit file of the plan: opened, and an event begun in it. */
#include "cli_internal.h"

ssjc_rc cli_open_file(struct cli *c, const char *path, struct audit **out)
{
	struct cli_audit *a = &c->opened->audit;
	ssjc_rc rc = path ? SSJC_OK : cli_plan(c, &a->plan);

	if (rc)
		return rc;
	rc = audit_open(&a->file, path ? path : a->plan->audit, AUDIT_READ, &c->context, &c->err);
	if (rc)
		return rc;
	*out = a->file;
	return SSJC_OK;
}

typedef ssjc_rc load_state(struct audit *a, struct audit_state *out, struct ssjc_err *err);

static ssjc_rc open_to_read(struct cli *c, load_state *load, struct cli_audit **out)
{
	struct audit *file;
	ssjc_rc rc = cli_open_file(c, NULL, &file);

	if (rc)
		return rc;
	*out = &c->opened->audit;
	rc = audit_check_plan(file, (*out)->plan, &c->err);
	if (rc)
		return rc;
	return load(file, &(*out)->state, &c->err);
}

ssjc_rc cli_open(struct cli *c, struct cli_audit **out)
{
	return open_to_read(c, audit_load, out);
}

ssjc_rc cli_open_draw(struct cli *c, struct cli_audit **out)
{
	return open_to_read(c, audit_load_draw, out);
}

static ssjc_rc put_plan(struct cli *c)
{
	const struct cli_audit *a = &c->opened->audit;
	const struct audit_file f = {.kind = STR("plan"),
	    .name = str_of(a->plan->name),
	    .digest = str_of(a->plan->digest),
	    .content = a->plan->text};

	return audit_put_file(a->file, &f, &c->err);
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
	rc = cli_tell_reason(c, reason);
	if (rc)
		return rc;
	rc = put_plan(c);
	if (rc)
		return rc;
	rc = cli_put_note(c, a->file);
	if (rc)
		return rc;
	if (o->calendar) {
		rc = cli_put_calendar(c);
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

static ssjc_rc begin(struct cli *c, enum audit_mode mode, const char *action, const char *reason,
    load_state *load, struct cli_audit **out)
{
	struct audit *file;
	ssjc_rc rc = cli_begin_event(c, mode, action, c->command_line, reason, &file);

	if (rc)
		return rc;
	*out = &c->opened->audit;
	rc = audit_check_plan(file, (*out)->plan, &c->err);
	if (rc)
		return rc;
	return load(file, &(*out)->state, &c->err);
}

ssjc_rc cli_begin(struct cli *c, enum audit_mode mode, const char *action, const char *reason,
    struct cli_audit **out)
{
	return begin(c, mode, action, reason, audit_load, out);
}

ssjc_rc cli_begin_draw(struct cli *c, enum audit_mode mode, const char *action, const char *reason,
    struct cli_audit **out)
{
	return begin(c, mode, action, reason, audit_load_draw, out);
}

ssjc_rc cli_begin_visits(struct cli *c, enum audit_mode mode, const char *action,
    const char *reason, struct cli_audit **out)
{
	return begin(c, mode, action, reason, audit_load_visits, out);
}

void cli_close_audit(struct cli *c)
{
	struct cli_audit *a = &c->opened->audit;

	audit_close(a->file);
	audit_state_free(&a->state);
	a->file = NULL;
	a->state = (struct audit_state){0};
	c->opened->begun = false;
}
