#include "draw_merge.h"

#include "ssjc/document/plan_words.h"
#include "ssjc/draw/draw.h"
#include "ssjc/plan/plan_check.h"

#include <string.h>

static ssjc_rc read_histories(struct cli *c, struct draw_input *in, bool settled)
{
	const struct cli_list *paths = &draw_options.history;
	struct cli_input *file;
	ssjc_rc rc;

	if (in->plan->repeat && paths->n == 0)
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "the plan says repeat = %u per year: give the history with -H FILE",
		    in->plan->repeat);
	in->history = arena_array(&in->arena, paths->n + 1, sizeof *in->history);
	if (!in->history)
		return ssjc_fail_memory(&c->err);
	for (size_t i = 0; i < paths->n; i++) {
		rc = cli_read_history(c, paths->v[i], settled, &file);
		if (rc)
			return rc;
		in->history[i] = (struct draw_source){.text = file->text,
		    .name = file->file.name,
		    .checkpoint = buf_text(&file->checkpoint)};
		memcpy(in->history[i].digest, file->digest, sizeof file->digest);
		in->histories++;
	}
	return SSJC_OK;
}

ssjc_rc draw_input_open(struct cli *c, struct draw_input *in, bool settled)
{
	ssjc_rc rc = cli_plan(c, &in->plan);

	if (rc)
		return rc;
	rc = read_histories(c, in, settled);
	if (rc)
		return rc;
	rc = draw_options.counts.n && !c->operands ? SSJC_OK : draw_leaves_none(c);
	if (rc)
		return rc;
	if (draw_options.several)
		return draw_merge_open(c, in);
	rc = cli_read_large(c, &in->file);
	if (rc)
		return rc;
	rc = cli_expect(c, in->file, CLI_OBJECTS);
	if (rc)
		return rc;
	in->roster = (struct draw_source){
	    .text = in->file->text, .large = in->file->file.large, .name = in->file->file.name};
	rc = draw_run_open(&in->run, in->plan, &in->roster, in->history, in->histories, &c->err);
	if (rc)
		return rc;
	draw_run_watch(in->run, cli_tick());
	return SSJC_OK;
}

void draw_input_close(struct draw_input *in)
{
	draw_run_close(in->run);
	draw_merge_close(in->merge);
	buf_free(&in->foreign);
	arena_free(&in->arena);
}

ssjc_rc draw_input_digest(struct cli *c, struct draw_input *in)
{
	ssjc_rc rc;

	if (in->merge)
		return SSJC_OK;
	rc = cli_digest(c, in->file);
	if (rc)
		return rc;
	memcpy(in->roster.digest, in->file->digest, sizeof in->roster.digest);
	return SSJC_OK;
}

static ssjc_rc note_origin(struct cli *c, const struct cli_audit *a, struct draw_input *in,
    const char *kind, const struct draw_source *s)
{
	bool known;
	ssjc_rc rc = cli_knows(c, a, kind, s->name, s->digest, &known);

	if (rc)
		return rc;
	if (known)
		return SSJC_OK;
	buf_printf(&in->foreign, "%s%s", in->foreigns++ ? ", " : "", s->name);
	return in->foreign.failed ? ssjc_fail_memory(&c->err) : SSJC_OK;
}

/* Each of several registers; one of another machine's import has the state of that one's record. */
static ssjc_rc note_shards(struct cli *c, const struct cli_audit *a, struct draw_input *in)
{
	for (size_t i = 0; i < in->merge->s.n; i++) {
		const struct shard *x = &in->merge->s.v[i];
		struct draw_source s = {.name = arena_cstr(&in->arena, x->name)};
		ssjc_rc rc;

		if (!s.name)
			return ssjc_fail_memory(&c->err);
		if (x->events && !in->plan->custody_strict)
			continue;
		memcpy(s.digest, x->roster.p, x->roster.n);
		rc = note_origin(c, a, in, "objects", &s);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

ssjc_rc draw_input_origin(struct cli *c, const struct cli_audit *a, struct draw_input *in)
{
	ssjc_rc rc = draw_input_digest(c, in);

	if (rc)
		return rc;
	rc = in->merge ? note_shards(c, a, in) : note_origin(c, a, in, "objects", &in->roster);
	if (rc)
		return rc;
	for (size_t i = 0; i < in->histories; i++) {
		/* Of an earlier plan's audit file, a checkpoint goes on record instead. */
		if (in->history[i].checkpoint.n)
			continue;
		rc = note_origin(c, a, in, "history", &in->history[i]);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

void draw_input_remark(struct cli *c, const struct draw_input *in)
{
	if (in->foreigns == 1)
		cli_note(c,
		    "%s: no ssjc-import of this plan wrote it: it is used all the same, and "
		    "everything published will say so",
		    in->foreign.p);
	else if (in->foreigns)
		cli_note(c,
		    "%s: no ssjc-import of this plan wrote these: they are used all the same, and "
		    "everything published will say so",
		    in->foreign.p);
}

ssjc_rc draw_check_reason(struct cli *c)
{
	if (draw_options.redraw == cli_given(cli_reason.reason))
		return SSJC_OK;
	return ssjc_fail(&c->err, SSJC_USAGE, "--redraw and --reason TEXT go together");
}

ssjc_rc draw_check(struct cli *c)
{
	struct cli_data d;
	ssjc_rc rc = cli_data(c, &d);

	return rc ? rc
	          : plan_check(d.plan, d.vocabulary, d.calendar, d.items, time_day(c->context.now),
	                &c->err);
}

void draw_remark_strata(struct cli *c, const struct plan *plan, const struct stratum *s, size_t n)
{
	struct str column = plan_words_personal(plan);
	size_t one = 0;

	for (size_t i = 0; i < n; i++)
		one += s[i].population == 1;
	if (column.n)
		cli_note(c,
		    "the plan has strata by %.*s, which names a business: its ratios can aim at "
		    "one, and the page will say so",
		    STR_ARG(column));
	if (one)
		cli_note(c,
		    "%zu strat%s one business: whether it is drawn is decided by the plan, not by "
		    "the seed",
		    one, one == 1 ? "um has" : "a have");
}
