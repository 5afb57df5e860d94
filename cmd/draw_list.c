#include "draw_cmd.h"

#include "ssjc/audit/list_check.h"
#include "ssjc/draw/draw_preview.h"
#include "ssjc/draw/draw_roster.h"
#include "ssjc/draw/draw_sql.h"
#include "ssjc/draw/replace.h"

/* What a draw would be, without one; with the inspectors, a trial of the match. */
int run_plan(struct cli *c)
{
	struct inspectors people = {0};
	struct draw_input in = {0};
	struct buf text = {0};
	struct cli_input *file = NULL;
	bool feasible = true;
	ssjc_rc rc = draw_input_open(c, &in);

	if (rc == SSJC_OK)
		rc = draw_check(c);
	if (rc == SSJC_OK && draw_options.inspectors)
		rc = cli_read(c, draw_options.inspectors, &file);
	if (rc == SSJC_OK && file)
		rc = inspectors_read(&people, file->text, draw_options.inspectors, &c->err);
	if (rc == SSJC_OK)
		rc = draw_run_draw(in.lot, STR("a trial"), NULL, &c->err);
	if (rc == SSJC_OK)
		rc = draw_preview(&text, in.lot,
		    &(struct assign_problem){.plan = &c->plan,
		        .items = c->items,
		        .calendar = c->calendar,
		        .inspectors = draw_options.inspectors ? &people : NULL,
		        .from = time_day(c->context.now)},
		    &feasible, &c->err);
	if (rc == SSJC_OK)
		fwrite(text.p, 1, text.n, stdout);
	buf_free(&text);
	inspectors_close(&people);
	if (rc == SSJC_OK && !feasible)
		rc = ssjc_fail(&c->err, SSJC_NO, "the trial could not be matched");
	return draw_input_close(c, &in, rc);
}

static ssjc_rc put_replacements(struct cli *c)
{
	ssjc_rc rc = SSJC_OK;

	for (size_t i = 0; rc == SSJC_OK && i < c->state.n_awaiting; i++) {
		const struct pick *next, *removed = audit_pick(&c->state, c->state.awaiting[i]);

		rc = replace_next(&c->state, i, &next, &c->err);
		if (rc != SSJC_OK)
			break;
		if (!next)
			cli_note(c,
			    "%.*s (%.*s): the reserve of its stratum is used up, nobody replaces "
			    "it",
			    STR_ARG(removed->object.id), STR_ARG(removed->object.name));
		rc = audit_put_replacement(c->audit, c->state.draws, removed->object.id,
		    next ? next->object.id : STR(""), &c->err);
	}
	return rc;
}

int run_replace(struct cli *c)
{
	struct cli_input *in;
	struct table t = {0};
	char digest[DIGEST_HEX];
	ssjc_rc rc = cli_read(c, NULL, &in);

	if (rc == SSJC_OK)
		rc = table_read(&t, in->text, in->file.name, &c->err);
	if (rc == SSJC_OK)
		rc = cli_open(c, "replace", NULL);
	if (rc == SSJC_OK)
		rc = put_replacements(c);
	if (rc == SSJC_OK)
		rc = list_check_listed(&t, &c->state, &c->err);
	if (rc == SSJC_OK)
		rc = replace_write(&t, &c->state, cli_style(c), NULL, digest, &c->err);
	if (rc == SSJC_OK)
		rc = cli_put_output(c, "drawn", "standard output", digest, t.rows);
	/* A list with nothing to replace is printed as it is: no event. */
	if (rc == SSJC_OK && c->state.n_awaiting > 0)
		rc = audit_commit(c->audit, &c->err);
	if (rc == SSJC_OK)
		rc = replace_write(&t, &c->state, cli_style(c), stdout, NULL, &c->err);
	table_close(&t);
	return cli_done(c, rc);
}

/* The draw of that seed, or the last on record, as an SQL query. */
int run_sql(struct cli *c)
{
	struct draw_roster *roster = NULL;
	struct cli_input *in, *seed = NULL;
	struct buf text = {0};
	ssjc_rc rc = cli_read(c, NULL, &in);

	if (rc == SSJC_OK)
		rc = draw_options.seed ? cli_plan(c) : cli_open(c, NULL, NULL);
	if (rc == SSJC_OK && draw_options.seed)
		rc = cli_read(c, draw_options.seed, &seed);
	if (rc == SSJC_OK && !seed && c->state.draws == 0)
		rc = ssjc_fail(&c->err, SSJC_REFUSED, "nothing was drawn for this plan yet");
	if (rc == SSJC_OK)
		rc = draw_roster_open(&roster, &c->plan, in->text, in->file.name, &c->err);
	if (rc == SSJC_OK)
		rc = draw_sql(&text, &c->plan, roster, draw_options.dialect,
		    seed ? seed->text : c->state.draw.seed,
		    seed ? draw_options.seed : c->plan.audit, &c->err);
	if (rc == SSJC_OK)
		fwrite(text.p, 1, text.n, stdout);
	buf_free(&text);
	draw_roster_close(roster);
	return cli_done(c, rc);
}
