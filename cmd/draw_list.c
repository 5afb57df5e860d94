#include "draw_cmd.h"

#include "ssjc/audit/list_check.h"
#include "ssjc/draw/draw_preview.h"
#include "ssjc/draw/draw_roster.h"
#include "ssjc/draw/replace.h"

/* What a draw would be, without one; with the inspectors, a trial of the match. */
static ssjc_rc preview(struct cli *c)
{
	struct assign_problem p = {.from = time_day(c->context.now)};
	struct inspectors people = {0};
	struct draw_input in = {0};
	struct buf text = {0};
	struct cli_input *file;
	const struct stratum *s;
	size_t n;
	bool feasible = true;
	ssjc_rc rc = draw_input_open(c, &in, false);

	if (rc)
		goto out;
	rc = draw_check(c);
	if (rc)
		goto out;
	if (draw_options.rosters.n) {
		rc = cli_read_inspectors(c, draw_options.rosters.v[0], &file, &people);
		if (rc)
			goto out;
		p.inspectors = &people;
	}
	p.plan = in.plan;
	rc = cli_calendar(c, &p.calendar);
	if (rc)
		goto out;
	rc = cli_items(c, &p.items);
	if (rc)
		goto out;
	rc = draw_run_draw(in.run, STR("a trial"), NULL, &c->err);
	if (rc)
		goto out;
	s = draw_strata(draw_run_choice(in.run), &n);
	draw_remark_strata(c, in.plan, s, n);
	rc = draw_remark_uploads(c, in.plan);
	if (rc)
		goto out;
	rc = draw_options.zh ? cli_chinese(c) : SSJC_OK;
	if (rc)
		goto out;
	rc = draw_preview(&text, draw_options.zh, in.run, &p, &feasible, &c->err);
	if (rc)
		goto out;
	rc = cli_print(c, &text);
	if (rc)
		goto out;
	if (!feasible)
		rc = ssjc_fail(&c->err, SSJC_NO, "the trial could not be matched");
out:
	buf_free(&text);
	inspectors_close(&people);
	draw_input_close(&in);
	return rc;
}

ssjc_rc run_plan(struct cli *c)
{
	if (draw_options.new_plan)
		return draw_new(c);
	if (draw_options.rosters.n > 1)
		return ssjc_fail(&c->err, SSJC_USAGE, "give one stream of inspectors with -i");
	return preview(c);
}

static void remark_used_up(void *c, const struct pick *removed)
{
	cli_note(c, "%.*s (%.*s): the reserve of its stratum is used up, nothing replaces it",
	    STR_ARG(removed->object.id), STR_ARG(removed->object.name));
}

ssjc_rc run_replace(struct cli *c)
{
	struct cli_input *in;
	struct cli_audit *a;
	struct table t = {0};
	char digest[DIGEST_HEX];
	ssjc_rc rc = cli_read_table(c, CLI_DRAWN, &in, &t);

	if (rc)
		goto out;
	rc = cli_begin(c, AUDIT_WRITE, "replace", NULL, &a);
	if (rc)
		goto out;
	rc = cli_put_input(c, a, "drawn", in, t.rows);
	if (rc)
		goto out;
	rc = replace_put(&a->state, a->file, remark_used_up, c, &c->err);
	if (rc)
		goto out;
	rc = list_check_listed(&t, &a->state, &c->err);
	if (rc)
		goto out;
	rc = replace_write(&t, &a->state, c->style, NULL, digest, &c->err);
	if (rc)
		goto out;
	rc = cli_put_output(c, a, "drawn", c->out_name, digest, t.rows);
	if (rc)
		goto out;
	/* A list with nothing to replace is printed as it is: no event. */
	if (a->state.n_awaiting > 0) {
		rc = audit_commit(a->file, &c->err);
		if (rc)
			goto out;
		cli_info(c, "removals that are replaced now: %zu", a->state.n_awaiting);
	}
	rc = replace_write(&t, &a->state, c->style, c->out, NULL, &c->err);
	if (rc)
		goto out;
	rc = cli_shown(c);
	if (rc)
		goto out;
	rc = draw_put_checkpoint(c, a);
out:
	table_close(&t);
	return rc;
}
