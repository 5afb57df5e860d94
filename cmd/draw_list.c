#include "draw_cmd.h"

#include "ssjc/audit/list_check.h"
#include "ssjc/draw/draw_preview.h"
#include "ssjc/draw/draw_roster.h"
#include "ssjc/draw/replace.h"
#include "ssjc/draw/draw_sql.h"

/* What a draw would be, without one; with the inspectors, a trial of the match. */
int run_plan(struct cli *c)
{
	struct inspectors people = {0};
	struct draw_input in = {0};
	struct buf text = {0};
	struct cli_input *file = NULL;
	bool feasible = true;
	ssjc_code code = draw_input_open(c, &in);

	if (code == SSJC_OK)
		code = draw_check(c);
	if (code == SSJC_OK && draw_options.inspectors)
		code = cli_read(c, draw_options.inspectors, &file);
	if (code == SSJC_OK && file)
		code = inspectors_read(&people, file->text, draw_options.inspectors, &c->err);
	if (code == SSJC_OK)
		code = lot_draw(in.lot, STR("a trial"), NULL, &c->err);
	if (code == SSJC_OK)
		code = forecast(&text, in.lot, &(struct assign_problem){.plan = &c->plan,
		    .items = c->items, .calendar = c->calendar, .inspectors =
		    draw_options.inspectors ? &people : NULL, .from = time_day(c->context.now)}, &feasible,
		    &c->err);
	if (code == SSJC_OK)
		fwrite(text.p, 1, text.n, stdout);
	buf_free(&text);
	inspectors_close(&people);
	if (code == SSJC_OK && !feasible)
		code = ssjc_fail(&c->err, SSJC_NO, "the trial could not be matched");
	return draw_input_close(c, &in, code);
}

static ssjc_code put_replacements(struct cli *c)
{
	ssjc_code code = SSJC_OK;

	for (size_t i = 0; code == SSJC_OK && i < c->state.n_awaiting; i++) {
		const struct pick *next, *removed = audit_pick(&c->state, c->state.awaiting[i]);

		code = replace_next(&c->state, i, &next, &c->err);
		if (code != SSJC_OK)
			break;
		if (!next)
			cli_note(c, "%.*s (%.*s): the reserve of its stratum is used up, nobody replaces it",
			    STR_ARG(removed->object.id), STR_ARG(removed->object.name));
		code = audit_put_replacement(c->audit, c->state.draws, removed->object.id,
		    next ? next->object.id : STR(""), &c->err);
	}
	return code;
}

int run_replace(struct cli *c)
{
	struct cli_input *in;
	struct table t = {0};
	char digest[DIGEST_HEX];
	ssjc_code code = cli_read(c, NULL, &in);

	if (code == SSJC_OK)
		code = table_read(&t, in->text, in->file.name, &c->err);
	if (code == SSJC_OK)
		code = cli_open(c, "replace", NULL);
	if (code == SSJC_OK)
		code = put_replacements(c);
	if (code == SSJC_OK)
		code = custody_listed(&t, &c->state, &c->err);
	if (code == SSJC_OK)
		code = replace_write(&t, &c->state, cli_style(c), NULL, digest, &c->err);
	if (code == SSJC_OK)
		code = cli_put_output(c, "drawn", "standard output", digest, t.rows);
	/* A list with nothing to replace is printed as it is: no event. */
	if (code == SSJC_OK && c->state.n_awaiting > 0)
		code = audit_commit(c->audit, &c->err);
	if (code == SSJC_OK)
		code = replace_write(&t, &c->state, cli_style(c), stdout, NULL, &c->err);
	table_close(&t);
	return cli_done(c, code);
}

/* The draw of that seed, or the last on record, as an SQL query. */
int run_sql(struct cli *c)
{
	struct population *roster = NULL;
	struct cli_input *in, *seed = NULL;
	struct buf text = {0};
	ssjc_code code = cli_read(c, NULL, &in);

	if (code == SSJC_OK)
		code = draw_options.seed ? cli_plan(c) : cli_open(c, NULL, NULL);
	if (code == SSJC_OK && draw_options.seed)
		code = cli_read(c, draw_options.seed, &seed);
	if (code == SSJC_OK && !seed && c->state.draws == 0)
		code = ssjc_fail(&c->err, SSJC_REFUSED, "nothing was drawn for this plan yet");
	if (code == SSJC_OK)
		code = population_open(&roster, &c->plan, in->text, in->file.name, &c->err);
	if (code == SSJC_OK)
		code = sql_draw(&text, &c->plan, roster, draw_options.dialect, seed ? seed->text : c->state.draw.seed,
		    seed ? draw_options.seed : c->plan.audit, &c->err);
	if (code == SSJC_OK)
		fwrite(text.p, 1, text.n, stdout);
	buf_free(&text);
	population_close(roster);
	return cli_done(c, code);
}
