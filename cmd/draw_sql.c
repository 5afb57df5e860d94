/* The draw as SQL: ssjc-draw sql. */
#include "draw_cmd.h"

#include "ssjc/draw/draw_sql.h"

/* The seed text of --seed-file, or of the last draw on record; name is for messages. */
static ssjc_rc read_seed(
    struct cli *c, const struct plan *plan, struct str *seed, const char **name)
{
	struct cli_input *in;
	struct cli_audit *a;
	ssjc_rc rc;

	if (draw_options.seed) {
		rc = cli_read(c, draw_options.seed, &in);
		if (rc)
			return rc;
		*seed = in->text;
		*name = draw_options.seed;
		return SSJC_OK;
	}
	rc = cli_open_draw(c, &a);
	if (rc)
		return rc;
	if (a->state.draws == 0)
		return ssjc_fail(&c->err, SSJC_REFUSED, "nothing was drawn for this plan yet");
	*seed = a->state.draw.seed;
	*name = plan->audit;
	return SSJC_OK;
}

/* What the step needs besides the plan and the columns. */
static ssjc_rc read_needs(
    struct cli *c, struct draw_sql *of, struct cutoffs *cutoffs, struct arena *arena)
{
	struct cli_input *in;
	ssjc_rc rc;

	if (of->step->seed) {
		rc = read_seed(c, of->plan, &of->seed, &of->seed_name);
		if (rc)
			return rc;
	}
	if (of->step->shard) {
		if (!draw_options.shard)
			return ssjc_fail(&c->err, SSJC_USAGE,
			    "--step %s: name the register with --shard NAME", of->step->name);
		of->shard = str_of(draw_options.shard);
		rc = shard_name(of->shard, &c->err);
		if (rc)
			return rc;
		rc = draw_no_receipts(c, of->plan);
		if (rc)
			return rc;
	}
	if (of->step->cutoffs) {
		if (!draw_options.cutoffs)
			return ssjc_fail(&c->err, SSJC_USAGE,
			    "--step below: give what merge --cutoffs wrote with --cutoffs FILE");
		rc = cli_read(c, draw_options.cutoffs, &in);
		if (rc)
			return rc;
		rc = cutoffs_read(cutoffs, in->text, in->file.name, arena, &c->err);
		if (rc)
			return rc;
		of->cutoffs = cutoffs;
	}
	return SSJC_OK;
}

ssjc_rc run_sql(struct cli *c)
{
	struct draw_sql of = {.dialect = draw_options.dialect};
	struct draw_roster *roster = NULL;
	struct cutoffs cutoffs = {0};
	struct arena arena = {0};
	struct buf text = {0};
	struct cli_input *in;
	ssjc_rc rc = draw_sql_step_find(&of.step, draw_options.step, &c->err);

	if (rc)
		goto out;
	rc = cli_read(c, NULL, &in);
	if (rc)
		goto out;
	rc = cli_expect(c, in, CLI_OBJECTS);
	if (rc)
		goto out;
	rc = cli_plan(c, &of.plan);
	if (rc)
		goto out;
	rc = read_needs(c, &of, &cutoffs, &arena);
	if (rc)
		goto out;
	rc = draw_roster_open(&roster, of.plan, in->text, in->file.name, &c->err);
	if (rc)
		goto out;
	of.roster = roster;
	rc = draw_sql(&text, &of, &c->err);
	if (rc)
		goto out;
	rc = cli_print(c, &text);
out:
	buf_free(&text);
	draw_roster_close(roster);
	arena_free(&arena);
	return rc;
}
