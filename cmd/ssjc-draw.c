#include "cli.h"

#include "ssjc/custody.h"
#include "ssjc/lot.h"
#include "ssjc/replace.h"
#include "ssjc/seed.h"

static const char *history_path, *seed_path, *reason;
static bool redraw;

/* What a draw reads: the roster on standard input, and the history. */
struct input {
	struct file roster, history;
	struct source roster_source, history_source;
	struct lot *lot;
};

static ssjc_code input_open(struct cli *c, struct input *in)
{
	ssjc_code code = cli_plan(c);

	if (code == SSJC_OK && c->plan.repeat && !history_path)
		code = ssjc_fail(&c->err, SSJC_USAGE,
		    "the plan says repeat = %u per year: give the history with -H FILE", c->plan.repeat);
	if (code == SSJC_OK && history_path)
		code = file_open(&in->history, history_path, &c->err);
	if (code == SSJC_OK)
		code = file_open(&in->roster, c->operands ? c->operand[0] : "-", &c->err);
	in->roster_source = (struct source){.text = in->roster.bytes, .name = in->roster.name};
	in->history_source = (struct source){.text = in->history.bytes, .name = in->history.name};
	if (code == SSJC_OK)
		code = lot_open(&in->lot, &c->plan, &in->roster_source,
		    history_path ? &in->history_source : NULL, &c->err);
	return code;
}

static void input_close(struct input *in)
{
	lot_close(in->lot);
	file_close(&in->history);
	file_close(&in->roster);
}

static ssjc_code make_seed(struct cli *c, unsigned number, struct buf *seed)
{
	struct file f;
	ssjc_code code;

	if (!seed_path)
		return seed_random(seed, c->plan.id, number, &c->err);
	code = file_open(&f, seed_path, &c->err);
	if (code == SSJC_OK)
		code = seed_check(f.bytes, seed_path, c->plan.id, number, &c->err);
	buf_str(seed, f.bytes);
	file_close(&f);
	return code == SSJC_OK && seed->failed ? ssjc_fail_memory(&c->err) : code;
}

/* One draw a plan, unless --redraw says so and why. */
static ssjc_code may_draw(struct cli *c, const struct audit_state *s)
{
	char time[TIME_SIZE];

	time_format(s->draw_time, time);
	if (s->draws > 0 && !redraw)
		return ssjc_fail(&c->err, SSJC_REFUSED,
		    "plan %.*s was drawn already, last on %s (draw %u): --redraw --reason TEXT draws "
		    "again, and everything published will say so; ssjc-draw again prints the list",
		    STR_ARG(c->plan.id), time, s->draws);
	if (s->draws == 0 && redraw)
		return ssjc_fail(&c->err, SSJC_REFUSED, "plan %.*s was not drawn yet: leave out --redraw",
		    STR_ARG(c->plan.id));
	return SSJC_OK;
}

static ssjc_code know_roster(struct cli *c, struct audit *a, const struct source *roster,
    struct audit_draw *d)
{
	bool known;
	ssjc_code code = audit_knows_stream(a, roster->digest, &known, &c->err);

	d->roster = known ? STR("import") : STR("other");
	if (code != SSJC_OK || known)
		return code;
	if (c->plan.custody_strict)
		return ssjc_fail_at(&c->err, SSJC_REFUSED, roster->name, 0, NULL,
		    "no ssjc-import of this plan wrote this roster, and the plan says custody = strict");
	cli_note(c, "%s: no ssjc-import of this plan wrote this roster: it is drawn from all the same, "
		    "and everything published will say so",
	    roster->name);
	return SSJC_OK;
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

static int run_draw(struct cli *c)
{
	struct input in = {0};
	struct audit *a = NULL;
	struct audit_state s = {0};
	struct audit_draw d = {0};
	struct buf seed = {0};
	char digest[DIGEST_HEX];
	ssjc_code code;

	if (redraw != (reason && *reason))
		return cli_usage(c, "--redraw and --reason TEXT go together");
	code = input_open(c, &in);
	if (code == SSJC_OK)
		code = cli_audit(c, AUDIT_WRITE, &a);
	if (code == SSJC_OK)
		code = cli_begin(c, a, redraw ? "redraw" : "draw", reason);
	if (code == SSJC_OK)
		code = audit_load(a, &s, &c->err);
	if (code == SSJC_OK)
		code = may_draw(c, &s);
	if (code == SSJC_OK)
		code = know_roster(c, a, &in.roster_source, &d);
	d.draw = s.draws + 1;
	if (code == SSJC_OK)
		code = make_seed(c, d.draw, &seed);
	d.seed = buf_text(&seed);
	d.source = seed_path ? STR("file") : STR("getrandom");
	if (code == SSJC_OK)
		code = lot_draw(in.lot, d.seed, &c->err);
	if (code == SSJC_OK)
		code = lot_record(in.lot, a, &d, cli_style(c), &c->err);
	/* On record before anything is shown: nobody can look and then undo it. */
	if (code == SSJC_OK)
		code = audit_commit(a, &c->err);
	if (code == SSJC_OK) {
		say_short(c, in.lot);
		code = lot_write(in.lot, d.draw, cli_style(c), stdout, digest, &c->err);
		if (code != SSJC_OK)
			cli_note(c, "draw %u is on record: ssjc-draw again prints it once more", d.draw);
	}
	audit_close(a);
	audit_state_free(&s);
	buf_free(&seed);
	input_close(&in);
	return code == SSJC_OK ? 0 : cli_fail(c);
}

/* The recorded draw once more, from the same roster: no new event. */
static int run_again(struct cli *c)
{
	struct input in = {0};
	struct audit *a = NULL;
	struct audit_state s = {0};
	char digest[DIGEST_HEX];
	ssjc_code code = input_open(c, &in);

	if (code == SSJC_OK)
		code = cli_audit(c, AUDIT_READ, &a);
	if (code == SSJC_OK)
		code = audit_load(a, &s, &c->err);
	if (code == SSJC_OK && s.draws == 0)
		code = ssjc_fail(&c->err, SSJC_REFUSED, "nothing was drawn for this plan yet");
	if (code == SSJC_OK && !str_is(s.roster_digest, in.roster_source.digest))
		code = ssjc_fail_at(&c->err, SSJC_INPUT, in.roster.name, 0, NULL,
		    "is not the roster of draw %u: that one has the SHA-256 %.*s", s.draws,
		    STR_ARG(s.roster_digest));
	if (code == SSJC_OK)
		code = lot_draw(in.lot, s.draw.seed, &c->err);
	if (code == SSJC_OK)
		code = lot_write(in.lot, s.draws, cli_style(c), NULL, digest, &c->err);
	if (code == SSJC_OK && !str_is(s.drawn_digest, digest))
		code = ssjc_fail(&c->err, SSJC_INPUT,
		    "the list comes out otherwise than on record: the plan, the history or an option "
		    "(-t, --excel) is not that of draw %u",
		    s.draws);
	if (code == SSJC_OK)
		code = lot_write(in.lot, s.draws, cli_style(c), stdout, digest, &c->err);
	audit_close(a);
	audit_state_free(&s);
	input_close(&in);
	return code == SSJC_OK ? 0 : cli_fail(c);
}

static ssjc_code put_replacements(struct cli *c, struct audit *a, struct audit_state *s)
{
	ssjc_code code = SSJC_OK;

	for (size_t i = 0; code == SSJC_OK && i < s->n_awaiting; i++) {
		const struct pick *next, *removed = audit_pick(s, s->awaiting[i]);

		code = replace_next(s, i, &next, &c->err);
		if (code != SSJC_OK)
			break;
		if (!next)
			cli_note(c, "%.*s (%.*s): the reserve of its stratum is used up, nobody replaces it",
			    STR_ARG(removed->object.id), STR_ARG(removed->object.name));
		code = audit_put_replacement(a, s->draws, removed->object.id,
		    next ? next->object.id : STR(""), &c->err);
	}
	return code;
}

static int run_replace(struct cli *c)
{
	struct table t = {0};
	struct audit *a = NULL;
	struct audit_state s = {0};
	char digest[DIGEST_HEX];
	struct audit_file out = {.output = true, .kind = STR("drawn"), .name = STR("standard output")};
	ssjc_code code = cli_plan(c);

	if (code == SSJC_OK)
		code = table_open(&t, c->operands ? c->operand[0] : "-", &c->err);
	if (code == SSJC_OK)
		code = cli_audit(c, AUDIT_WRITE, &a);
	if (code == SSJC_OK)
		code = cli_begin(c, a, "replace", "");
	if (code == SSJC_OK)
		code = audit_load(a, &s, &c->err);
	if (code == SSJC_OK)
		code = put_replacements(c, a, &s);
	if (code == SSJC_OK)
		code = custody_listed(&t, &s, &c->err);
	if (code == SSJC_OK)
		code = replace_write(&t, &s, cli_style(c), NULL, digest, &c->err);
	out.digest = str_of(digest);
	out.rows = t.rows;
	if (code == SSJC_OK)
		code = audit_put_file(a, &out, &c->err);
	if (code == SSJC_OK && s.n_awaiting > 0)
		code = audit_commit(a, &c->err);
	if (code == SSJC_OK)
		code = replace_write(&t, &s, cli_style(c), stdout, digest, &c->err);
	audit_close(a);
	audit_state_free(&s);
	table_close(&t);
	return code == SSJC_OK ? 0 : cli_fail(c);
}

static const struct cli_opt draw_opts[] = {
    {'H', "history", "FILE", "the history stream, for the plan's repeat rule", CLI_TEXT,
	&history_path, 0, 0},
    {0, "seed-file", "FILE", "take this seed text (recorded as such)", CLI_TEXT, &seed_path, 0, 0},
    {0, "redraw", NULL, "draw once more", CLI_FLAG, &redraw, 0, 0},
    {0, "reason", "TEXT", "why there is another draw", CLI_TEXT, &reason, 0, 0},
    {0},
};
static const struct cli_opt again_opts[] = {
    {'H', "history", "FILE", "the history stream of the draw", CLI_TEXT, &history_path, 0, 0},
    {0},
};
static const struct cli_command commands[] = {
    {"", "[OBJECTS] > DRAWN", "", draw_opts, run_draw},
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
