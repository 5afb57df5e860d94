#include "cli.h"

#include "ssjc/ceremony.h"
#include "ssjc/custody.h"
#include "ssjc/forecast.h"
#include "ssjc/lot.h"
#include "ssjc/pledge.h"
#include "ssjc/replace.h"
#include "ssjc/seed.h"

#include <string.h>

static const char *seed_path, *reason, *public, *xlsx_path, *excluded_path, *inspectors_path;
static struct cli_list histories, commitments, shares;
static bool redraw;

/* What a draw reads: the roster, and the histories. */
struct input {
	struct source roster, *history;
	struct lot *lot;
	struct arena arena;
};

static ssjc_code input_open(struct cli *c, struct input *in)
{
	struct cli_input *file;
	ssjc_code code = c->plan.name ? SSJC_OK : cli_plan(c);

	if (code == SSJC_OK && c->plan.repeat && histories.n == 0)
		code = ssjc_fail(&c->err, SSJC_USAGE,
		    "the plan says repeat = %u per year: give the history with -H FILE", c->plan.repeat);
	in->history = arena_array(&in->arena, histories.n + 1, sizeof *in->history);
	if (code == SSJC_OK && !in->history)
		code = ssjc_fail_memory(&c->err);
	for (size_t i = 0; code == SSJC_OK && i < histories.n; i++) {
		code = cli_read_history(c, histories.v[i], &file);
		if (code == SSJC_OK)
			in->history[i] = (struct source){.text = file->text, .name = file->file.name};
	}
	if (code == SSJC_OK)
		code = cli_read(c, NULL, &file);
	if (code == SSJC_OK) {
		in->roster = (struct source){.text = file->text, .name = file->file.name};
		code = lot_open(&in->lot, &c->plan, &in->roster, in->history, histories.n, &c->err);
	}
	return code;
}

static int input_close(struct cli *c, struct input *in, ssjc_code code)
{
	lot_close(in->lot);
	arena_free(&in->arena);
	return cli_done(c, code);
}

/* ---- Drawing ---- */

static ssjc_code chosen_seed(struct cli *c, struct audit_draw *d, struct buf *seed)
{
	struct cli_input *in;
	ssjc_code code;

	d->source = seed_path ? STR("file") : STR("getrandom");
	if (!seed_path)
		return seed_random(seed, c->plan.id, d->draw, &c->err);
	code = cli_read(c, seed_path, &in);
	if (code == SSJC_OK)
		code = seed_check(in->text, seed_path, c->plan.id, d->draw, &c->err);
	buf_str(seed, code == SSJC_OK ? in->text : STR(""));
	return code == SSJC_OK && seed->failed ? ssjc_fail_memory(&c->err) : code;
}

static ssjc_code revealed_seed(struct cli *c, struct audit_draw *d, struct buf *seed)
{
	struct str text[SHARES_MAX];
	ssjc_code code = SSJC_OK;

	d->source = STR("ceremony");
	if (shares.n > SHARES_MAX)
		return ssjc_fail(&c->err, SSJC_USAGE, "there are more than %d shares", SHARES_MAX);
	for (size_t i = 0; code == SSJC_OK && i < shares.n; i++) {
		struct cli_input *in;

		code = cli_read(c, shares.v[i], &in);
		if (code == SSJC_OK)
			code = share_parse(in->text, shares.v[i], &text[i], &c->err);
	}
	return code == SSJC_OK ? ceremony_seed(seed, &c->state.ceremony, c->plan.id,
				     str_of(public), text, shares.v, shares.n, &c->err)
			       : code;
}

static ssjc_code know_roster(struct cli *c, const struct source *roster, struct audit_draw *d)
{
	bool known;
	ssjc_code code = audit_knows_stream(c->audit, roster->digest, &known, &c->err);

	d->roster = known ? STR("import") : STR("other");
	if (code != SSJC_OK || known)
		return code;
	return c->plan.custody_strict
	    ? ssjc_fail_at(&c->err, SSJC_REFUSED, roster->name, 0, NULL,
		  "no ssjc-import of this plan wrote this roster, and the plan says custody = strict")
	    : SSJC_OK;
}

static void say_unknown(struct cli *c, const struct source *roster, const struct audit_draw *d)
{
	if (!str_is(d->roster, "import"))
		cli_note(c, "%s: no ssjc-import of this plan wrote this roster: it is drawn from all the "
			    "same, and everything published will say so",
		    roster->name);
}

/* Draw, with those who cannot be drawn into a file of their own. */
static ssjc_code draw(struct cli *c, struct input *in, struct str seed, struct out *o)
{
	struct csv_out csv = {0};
	char digest[DIGEST_HEX];
	ssjc_code code;

	if (!excluded_path)
		return lot_draw(in->lot, seed, NULL, &c->err);
	code = out_open(o, excluded_path, &c->err);
	if (code == SSJC_OK)
		code = csv_out_open(&csv, o->f, cli_style(c), &c->err);
	if (code == SSJC_OK)
		code = lot_draw(in->lot, seed, &csv, &c->err);
	if (code == SSJC_OK)
		code = csv_out_finish(&csv, digest, &c->err);
	if (code == SSJC_OK)
		code = cli_put_output(c, "excluded", excluded_path, digest, csv.rows - 1);
	csv_out_close(&csv);
	return code;
}

static void say_short(struct cli *c, struct lot *l)
{
	size_t n;
	const struct draw_stratum *s = draw_strata(lot_result(l), &n);

	for (size_t i = 0; i < n; i++)
		if (s[i].main < s[i].n)
			cli_note(c, "stratum %.*s: %llu were to be drawn, but only %llu can be: the others "
				    "were inspected this year",
			    STR_ARG(s[i].text), (unsigned long long)s[i].n,
			    (unsigned long long)s[i].main);
}

/*
 * One draw, on record before anything is shown: nobody can look at it and then
 * undo it.
 */
static int perform(struct cli *c, const char *action,
    ssjc_code (*make_seed)(struct cli *, struct audit_draw *, struct buf *))
{
	struct input in = {0};
	struct audit_draw d = {0};
	struct buf seed = {0};
	struct out excluded = {0};
	ssjc_code code = input_open(c, &in);

	if (code == SSJC_OK)
		code = cli_open(c, action, reason);
	if (code == SSJC_OK)
		code = know_roster(c, &in.roster, &d);
	d.draw = c->state.draws + 1;
	if (code == SSJC_OK && strcmp(action, "reveal") == 0)
		code = lot_committed(in.lot, &c->state.ceremony, c->context.now, &c->err);
	if (code == SSJC_OK)
		code = make_seed(c, &d, &seed);
	d.seed = buf_text(&seed);
	if (code == SSJC_OK)
		code = draw(c, &in, d.seed, &excluded);
	if (code == SSJC_OK)
		code = lot_record(in.lot, c->audit, &d, cli_style(c), &c->err);
	if (code == SSJC_OK)
		code = audit_commit(c->audit, &c->err);
	if (code == SSJC_OK) {
		say_unknown(c, &in.roster, &d);
		say_short(c, in.lot);
		code = lot_write(in.lot, d.draw, cli_style(c), stdout, NULL, &c->err);
		if (code == SSJC_OK && excluded.f)
			code = out_finish(&excluded, &c->err);
		if (code != SSJC_OK)
			cli_note(c, "draw %u is on record: ssjc-draw again prints it once more", d.draw);
	}
	out_abort(&excluded);
	buf_free(&seed);
	return input_close(c, &in, code);
}

static int run_draw(struct cli *c)
{
	if (redraw != (reason && *reason))
		return cli_usage(c, "--redraw and --reason TEXT go together");
	return perform(c, redraw ? "redraw" : "draw", chosen_seed);
}

static int run_reveal(struct cli *c)
{
	return perform(c, "reveal", revealed_seed);
}

/* The recorded draw once more, from the same roster: no new event. */
static int run_again(struct cli *c)
{
	struct input in = {0};
	char digest[DIGEST_HEX];
	ssjc_code code = input_open(c, &in);

	if (code == SSJC_OK)
		code = cli_open(c, NULL, NULL);
	if (code == SSJC_OK && c->state.draws == 0)
		code = ssjc_fail(&c->err, SSJC_REFUSED, "nothing was drawn for this plan yet");
	if (code == SSJC_OK && !str_is(c->state.roster_digest, in.roster.digest))
		code = ssjc_fail_at(&c->err, SSJC_INPUT, in.roster.name, 0, NULL,
		    "is not the roster of draw %u: that one has the SHA-256 %.*s", c->state.draws,
		    STR_ARG(c->state.roster_digest));
	if (code == SSJC_OK)
		code = lot_draw(in.lot, c->state.draw.seed, NULL, &c->err);
	if (code == SSJC_OK)
		code = lot_write(in.lot, c->state.draws, cli_style(c), NULL, digest, &c->err);
	if (code == SSJC_OK && !str_is(c->state.drawn_digest, digest))
		code = ssjc_fail(&c->err, SSJC_INPUT,
		    "the list comes out otherwise than on record: the plan, the history or an option "
		    "(-t, --excel) is not that of draw %u",
		    c->state.draws);
	if (code == SSJC_OK)
		code = lot_write(in.lot, c->state.draws, cli_style(c), stdout, NULL, &c->err);
	return input_close(c, &in, code);
}

/* ---- The ceremony ---- */

static int run_share(struct cli *c)
{
	char digest[DIGEST_HEX];
	ssjc_code code;

	if (c->operands != 1)
		return cli_usage(c, "one file is wanted, to keep the share in");
	code = share_create(c->operand[0], digest, &c->err);
	if (code == SSJC_OK)
		printf("%s\n", digest);
	return cli_done(c, code);
}

/* The pledge, as text on standard output and as a workbook. */
static ssjc_code print_pledge(struct cli *c)
{
	const struct document d = {.plan = &c->plan, .state = &c->state, .now = c->context.now};
	struct buf text = {0};
	ssjc_code code = xlsx_path ? pledge_book(xlsx_path, &d, &c->err) : SSJC_OK;

	pledge_text(&text, &d);
	if (code == SSJC_OK)
		fwrite(text.p, 1, text.n, stdout);
	buf_free(&text);
	return code;
}

static int run_commit(struct cli *c)
{
	struct input in = {0};
	struct audit_ceremony m = {0};
	struct audit_draw d = {0};
	ssjc_code code;

	if (redraw != (reason && *reason))
		return cli_usage(c, "--redraw and --reason TEXT go together");
	if (!public || !*public)
		return cli_usage(c, "--public EVENT is wanted: which event's outcome will be taken");
	code = cli_plan(c);
	if (code == SSJC_OK)
		code = ceremony_commitments(&m, &c->plan, commitments.v, commitments.n, &in.arena, &c->err);
	if (code == SSJC_OK)
		code = input_open(c, &in);
	/* Whatever is wrong with the roster shows now, not at the reveal. */
	if (code == SSJC_OK)
		code = lot_draw(in.lot, STR("a trial"), NULL, &c->err);
	if (code == SSJC_OK)
		code = cli_open(c, redraw ? "recommit" : "commit", reason);
	if (code == SSJC_OK)
		code = know_roster(c, &in.roster, &d);
	m.draw = c->state.draws + 1;
	m.public = str_of(public);
	if (code == SSJC_OK)
		code = lot_commit(in.lot, c->audit, &m, &c->err);
	if (code == SSJC_OK)
		code = audit_commit(c->audit, &c->err);
	if (code == SSJC_OK) {
		audit_state_free(&c->state);
		code = audit_load(c->audit, &c->state, &c->err);
	}
	if (code == SSJC_OK) {
		say_unknown(c, &in.roster, &d);
		code = print_pledge(c);
	}
	return input_close(c, &in, code);
}

/* ---- Before and after ---- */

/* What a draw would be, without one; with the inspectors, a trial of the match. */
static int run_plan(struct cli *c)
{
	struct inspectors people = {0};
	struct input in = {0};
	struct buf text = {0};
	struct cli_input *file;
	bool feasible = true;
	ssjc_code code = input_open(c, &in);

	if (code == SSJC_OK)
		code = cli_calendar(c);
	if (code == SSJC_OK)
		code = cli_items(c);
	if (code == SSJC_OK && inspectors_path)
		code = cli_read(c, inspectors_path, &file);
	if (code == SSJC_OK && inspectors_path)
		code = inspectors_read(&people, file->text, inspectors_path, &c->err);
	if (code == SSJC_OK)
		code = lot_draw(in.lot, STR("a trial"), NULL, &c->err);
	if (code == SSJC_OK)
		code = forecast(&text, in.lot, &(struct assign_problem){.plan = &c->plan,
		    .items = c->items, .calendar = c->calendar, .inspectors =
		    inspectors_path ? &people : NULL, .today = time_day(c->context.now)}, &feasible,
		    &c->err);
	if (code == SSJC_OK)
		fwrite(text.p, 1, text.n, stdout);
	buf_free(&text);
	inspectors_close(&people);
	if (code == SSJC_OK && !feasible)
		code = ssjc_fail(&c->err, SSJC_NO, "the trial could not be matched");
	return input_close(c, &in, code);
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

static int run_replace(struct cli *c)
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

#define HISTORY                                                                                  \
	{'H', "history", "FILE", "a history stream, or an earlier plan's audit file", CLI_LIST,      \
	    &histories, 0, 0}
#define REDRAW(help)                                                                             \
	{0, "redraw", NULL, help, CLI_FLAG, &redraw, 0, 0},                                          \
	    {0, "reason", "TEXT", "why", CLI_TEXT, &reason, 0, 0}
#define EXCLUDED                                                                                 \
	{0, "excluded", "FILE", "write who could not be drawn, and why", CLI_TEXT, &excluded_path, 0, 0}

static const struct cli_opt draw_opts[] = {
    HISTORY,
    EXCLUDED,
    {0, "seed-file", "FILE", "take this seed text (recorded as such)", CLI_TEXT, &seed_path, 0, 0},
    REDRAW("draw once more"),
    {0},
};
static const struct cli_opt again_opts[] = {HISTORY, {0}};
static const struct cli_opt plan_opts[] = {
    HISTORY,
    {'i', "inspectors", "FILE", "try the match too, with these inspectors", CLI_TEXT,
	&inspectors_path, 0, 0},
    {0},
};
static const struct cli_opt commit_opts[] = {
    HISTORY,
    {'c', "commitment", "DEPT=HEX", "what a department commits to, one each", CLI_LIST,
	&commitments, 0, 0},
    {0, "public", "EVENT", "the public event whose outcome will be taken", CLI_TEXT, &public, 0, 0},
    {0, "xlsx", "FILE", "the pledge as a workbook too", CLI_TEXT, &xlsx_path, 0, 0},
    REDRAW("commit once more: after a draw, or withdrawing a commitment"),
    {0},
};
static const struct cli_opt reveal_opts[] = {
    HISTORY,
    EXCLUDED,
    {0, "public", "TEXT", "the outcome of the public event", CLI_TEXT, &public, 0, 0},
    {'s', "share", "FILE", "a department's share, one each", CLI_LIST, &shares, 0, 0},
    {0},
};
static const struct cli_command commands[] = {
    {"", "[OBJECTS] > DRAWN", "", draw_opts, run_draw},
    {"plan", "[OBJECTS]", "what a draw would be: strata, sizes, workload; nothing random",
	plan_opts, run_plan},
    {"share", "FILE", "make a department's secret share; print what commits to it", NULL,
	run_share},
    {"commit", "[OBJECTS] > PLEDGE", "fix the roster and the shares before a public event",
	commit_opts, run_commit},
    {"reveal", "[OBJECTS] > DRAWN", "draw as committed, from the shares and the event's outcome",
	reveal_opts, run_reveal},
    {"again", "[OBJECTS] > DRAWN", "print the list of the last draw once more", again_opts,
	run_again},
    {"replace", "[DRAWN] > DRAWN", "replace what was removed by the next of the reserve", NULL,
	run_replace},
    {0},
};

int main(int argc, char **argv)
{
	static const struct cli_program program = {"ssjc-draw",
	    "Draw the businesses to be inspected, so that anybody can check the draw.", commands};

	return cli_main(&program, argc, argv);
}
