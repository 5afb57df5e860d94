/* The plan's calendar: as a command uses it, as an event has it, and whether today is a day off. */
#include "cli_internal.h"

ssjc_rc cli_put_calendar(struct cli *c)
{
	struct cli_opened *o = c->opened;
	const struct cli_input *in = o->calendar_file;
	struct audit_file f = {.kind = STR("calendar"),
	    .name = str_of(in->file.name),
	    .digest = str_of(in->digest),
	    .content = in->text};
	struct arena arena = {0};
	ssjc_rc rc = audit_fixed_calendar(
	    o->audit.file, o->audit.plan, o->calendar, &arena, &f, &c->err);

	if (rc)
		goto out;
	rc = audit_put_file(o->audit.file, &f, &c->err);
out:
	arena_free(&arena);
	return rc;
}

ssjc_rc cli_calendar(struct cli *c, const struct calendar **out)
{
	struct cli_opened *o = c->opened;
	const struct plan *plan;
	ssjc_rc rc = cli_plan(c, &plan);

	if (rc || o->calendar)
		goto out;
	rc = cli_read_plan_file(c, plan->calendar, &o->calendar_file);
	if (rc)
		goto out;
	rc = calendar_read(&o->calendar, o->calendar_file->text, plan->calendar, &c->err);
	if (rc || !o->begun)
		goto out;
	/* An event begun before lacks it. */
	rc = cli_put_calendar(c);
out:
	*out = o->calendar;
	return cli_hint_share(c, rc);
}

/* Not among what was opened: an event that reads no calendar has none on record. */
ssjc_rc cli_day_off(struct cli *c, bool *off)
{
	const struct plan *plan = NULL;
	struct calendar *calendar = NULL;
	struct file file = {0};
	struct buf path = {0};
	bool work = false;
	ssjc_rc rc = c->plan_path ? cli_plan(c, &plan) : SSJC_OK;

	if (rc)
		goto out;
	if (plan)
		buf_z(&path, plan->calendar);
	else
		buf_printf(&path, "%s/calendar-cn.csv", c->share);
	if (path.failed) {
		rc = ssjc_fail_memory(&c->err);
		goto out;
	}
	rc = file_open(&file, path.p, &c->err);
	if (rc)
		goto out;
	rc = calendar_read(&calendar, file.bytes, path.p, &c->err);
	if (rc)
		goto out;
	rc = calendar_is_workday(calendar, time_day(c->context.now), &work, &c->err);
	if (rc)
		goto out;
	*off = !work;
	if (*off)
		cli_info(c, "today is a day off: nothing is done");
out:
	calendar_free(calendar);
	file_close(&file);
	buf_free(&path);
	return rc;
}
