#include "draw_cmd.h"

#include "ssjc/plan/plan_check.h"

#include <string.h>

ssjc_code draw_input_open(struct cli *c, struct draw_input *in)
{
	struct cli_input *file;
	ssjc_code code = cli_plan(c);

	if (code == SSJC_OK && c->plan.repeat && draw_options.history.n == 0)
		code = ssjc_fail(&c->err, SSJC_USAGE,
		    "the plan says repeat = %u per year: give the history with -H FILE", c->plan.repeat);
	in->history = arena_array(&in->arena, draw_options.history.n + 1, sizeof *in->history);
	if (code == SSJC_OK && !in->history)
		code = ssjc_fail_memory(&c->err);
	for (size_t i = 0; code == SSJC_OK && i < draw_options.history.n; i++) {
		code = cli_read_history(c, draw_options.history.v[i], in->settled, &file);
		if (code == SSJC_OK)
			in->history[in->histories] = (struct source){.text = file->text,
			    .name = file->file.name, .vouched = file->audit};
		if (code == SSJC_OK)
			memcpy(in->history[in->histories++].digest, file->digest, sizeof file->digest);
	}
	if (code == SSJC_OK)
		code = cli_read_ahead(c, NULL, &in->file);
	if (code == SSJC_OK) {
		in->roster = (struct source){.text = in->file->text, .name = in->file->file.name};
		code = lot_open(&in->lot, &c->plan, &in->roster, in->history, in->histories, &c->err);
		if (code == SSJC_OK)
			lot_watch(in->lot, cli_tick());
	}
	return code;
}

int draw_input_close(struct cli *c, struct draw_input *in, ssjc_code code)
{
	lot_close(in->lot);
	arena_free(&in->arena);
	return cli_done(c, code);
}

ssjc_code draw_check(struct cli *c)
{
	ssjc_code code = cli_data(c);

	return code == SSJC_OK ? plan_check(&c->plan, c->terms, c->calendar, c->items,
				     time_day(c->context.now), &c->err)
			       : code;
}

ssjc_code draw_digest(struct cli *c, struct draw_input *in)
{
	ssjc_code code = cli_digest(c, in->file);

	memcpy(in->roster.digest, in->file->digest, sizeof in->roster.digest);
	return code;
}

ssjc_code draw_knows(struct cli *c, struct draw_input *in, struct audit_draw *d,
    const char **odd)
{
	bool known = false;
	ssjc_code code = draw_digest(c, in);

	if (code == SSJC_OK)
		code = cli_knows(c, in->roster.name, in->roster.digest, &known);
	*odd = known ? NULL : in->roster.name;
	for (size_t i = 0; code == SSJC_OK && i < in->histories; i++) {
		/* An earlier plan's audit file was checked when it was read. */
		if (in->history[i].vouched)
			continue;
		code = cli_knows(c, in->history[i].name, in->history[i].digest, &known);
		if (!known && !*odd)
			*odd = in->history[i].name;
	}
	d->roster = *odd ? STR("other") : STR("import");
	return code;
}

void draw_say_odd(struct cli *c, const char *odd)
{
	if (odd)
		cli_note(c, "%s: no ssjc-import of this plan wrote it: it is used all the same, and "
			    "everything published will say so",
		    odd);
}
