#include "draw_cmd.h"

#include "ssjc/plan/plan_check.h"

#include <string.h>

ssjc_rc draw_input_open(struct cli *c, struct draw_input *in)
{
	struct cli_input *file;
	ssjc_rc rc = cli_plan(c);

	if (rc == SSJC_OK && c->plan.repeat && draw_options.history.n == 0)
		rc = ssjc_fail(&c->err, SSJC_USAGE,
		    "the plan says repeat = %u per year: give the history with -H FILE",
		    c->plan.repeat);
	in->history = arena_array(&in->arena, draw_options.history.n + 1, sizeof *in->history);
	if (rc == SSJC_OK && !in->history)
		rc = ssjc_fail_memory(&c->err);
	for (size_t i = 0; rc == SSJC_OK && i < draw_options.history.n; i++) {
		rc = cli_read_history(c, draw_options.history.v[i], in->settled, &file);
		if (rc == SSJC_OK)
			in->history[in->histories] = (struct source){
			    .text = file->text, .name = file->file.name, .vouched = file->audit};
		if (rc == SSJC_OK)
			memcpy(
			    in->history[in->histories++].digest, file->digest, sizeof file->digest);
	}
	if (rc == SSJC_OK)
		rc = cli_read_ahead(c, NULL, &in->file);
	if (rc == SSJC_OK) {
		in->roster = (struct source){.text = in->file->text, .name = in->file->file.name};
		rc = draw_run_open(
		    &in->lot, &c->plan, &in->roster, in->history, in->histories, &c->err);
		if (rc == SSJC_OK)
			draw_run_watch(in->lot, cli_tick());
	}
	return rc;
}

int draw_input_close(struct cli *c, struct draw_input *in, ssjc_rc rc)
{
	draw_run_close(in->lot);
	arena_free(&in->arena);
	return cli_done(c, rc);
}

ssjc_rc draw_check(struct cli *c)
{
	ssjc_rc rc = cli_data(c);

	return rc == SSJC_OK ? plan_check(&c->plan, c->vocabulary, c->calendar, c->items,
	                           time_day(c->context.now), &c->err)
	                     : rc;
}

ssjc_rc draw_digest(struct cli *c, struct draw_input *in)
{
	ssjc_rc rc = cli_digest(c, in->file);

	memcpy(in->roster.digest, in->file->digest, sizeof in->roster.digest);
	return rc;
}

ssjc_rc draw_knows(struct cli *c, struct draw_input *in, struct audit_draw *d, const char **odd)
{
	bool known = false;
	ssjc_rc rc = draw_digest(c, in);

	if (rc == SSJC_OK)
		rc = cli_knows(c, in->roster.name, in->roster.digest, &known);
	*odd = known ? NULL : in->roster.name;
	for (size_t i = 0; rc == SSJC_OK && i < in->histories; i++) {
		/* An earlier plan's audit file was checked when it was read. */
		if (in->history[i].vouched)
			continue;
		rc = cli_knows(c, in->history[i].name, in->history[i].digest, &known);
		if (!known && !*odd)
			*odd = in->history[i].name;
	}
	d->roster = *odd ? STR("other") : STR("import");
	return rc;
}

void draw_say_odd(struct cli *c, const char *odd)
{
	if (odd)
		cli_note(c,
		    "%s: no ssjc-import of this plan wrote it: it is used all the same, and "
		    "everything published will say so",
		    odd);
}
