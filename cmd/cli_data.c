#include "cli_internal.h"

#include "ssjc/plan/plan_rehearse.h"

/* Whether the plan is carried out or rehearsed decides which audit file is its. */
static ssjc_rc set_rehearsal(struct cli *c, struct plan *plan)
{
	c->context.kind = c->rehearse ? AUDIT_REHEARSAL : AUDIT_REAL;
	if (!c->rehearse)
		return plan_rehearsal_path(plan, &plan->other_audit, &c->err);
	return plan_rehearse(plan, &c->err);
}

ssjc_rc cli_read_plan(struct cli *c, const struct plan **out)
{
	struct plan *plan = &c->opened->plan;
	ssjc_rc rc;

	*out = plan;
	if (plan->name)
		return SSJC_OK;
	if (!c->plan_path)
		return ssjc_fail(&c->err, SSJC_USAGE, "no plan is named: give it with -p PLAN");
	rc = plan_open(plan, c->plan_path, c->share, &c->err);
	if (rc == SSJC_PLAN)
		return cli_not_plan(c, c->plan_path, rc);
	if (rc)
		return rc;
	return set_rehearsal(c, plan);
}

ssjc_rc cli_plan(struct cli *c, const struct plan **out)
{
	ssjc_rc rc = cli_read_plan(c, out);

	if (rc || !c->rehearse || c->opened->told)
		return rc;
	cli_note(c, "this is a rehearsal, on record in %s: nothing of it is real", (*out)->audit);
	c->opened->told = true;
	return SSJC_OK;
}

ssjc_rc cli_vocabulary(struct cli *c, const struct vocabulary **out)
{
	struct cli_opened *o = c->opened;
	ssjc_rc rc = o->vocabulary ? SSJC_OK : vocabulary_open(&o->vocabulary, c->share, &c->err);

	*out = o->vocabulary;
	return cli_hint_share(c, rc);
}

/*
 * What is used and what goes on record are the same bytes, so a file of the plan
 * is read once; *in is NULL before.
 */
ssjc_rc cli_read_plan_file(struct cli *c, const char *path, struct cli_input **in)
{
	ssjc_rc rc = cli_read_input(c, path, in);

	return rc ? rc : cli_digest(c, *in);
}

ssjc_rc cli_items(struct cli *c, const struct items **out)
{
	struct cli_opened *o = c->opened;
	const struct plan *plan;
	ssjc_rc rc = cli_plan(c, &plan);

	*out = NULL;
	if (rc || !plan->items)
		return rc;
	*out = &o->items;
	if (o->items_file)
		return SSJC_OK;
	rc = cli_read_plan_file(c, plan->items, &o->items_file);
	if (rc)
		return rc;
	/* An event begun before lacks it. */
	rc = o->begun ? cli_put_content(c, "items", o->items_file) : SSJC_OK;
	return rc ? rc : items_read(&o->items, o->items_file->text, plan->items, &c->err);
}

ssjc_rc cli_data(struct cli *c, struct cli_data *out)
{
	ssjc_rc rc = cli_plan(c, &out->plan);

	if (rc)
		return rc;
	rc = cli_vocabulary(c, &out->vocabulary);
	if (rc)
		return rc;
	rc = cli_calendar(c, &out->calendar);
	return rc ? rc : cli_items(c, &out->items);
}

void cli_data_close(struct cli *c)
{
	struct cli_opened *o = c->opened;

	cli_close_audit(c);
	vocabulary_close(o->vocabulary);
	calendar_free(o->calendar);
	items_close(&o->items);
	plan_close(&o->plan);
}
