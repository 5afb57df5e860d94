#include "draw_cmd.h"

#include "ssjc/base/csv_file.h"
#include "ssjc/draw/draw.h"
#include "ssjc/draw/seed.h"

#include <string.h>

/* Draw, with those who cannot be drawn into a file of their own. */
static ssjc_rc draw(struct cli *c, struct draw_input *in, struct str seed,
    struct csv_file *excluded, char digest[DIGEST_HEX])
{
	ssjc_rc rc = cli_no_input(c, draw_options.excluded);

	if (rc == SSJC_OK)
		rc = csv_file_open(excluded, draw_options.excluded, cli_style(c), &c->err);
	if (rc == SSJC_OK)
		rc = draw_run_draw(in->lot, seed, excluded->to, &c->err);
	return rc == SSJC_OK && excluded->to ? csv_out_finish(excluded->to, digest, &c->err) : rc;
}

static void say_short(struct cli *c, struct draw_run *l)
{
	size_t n;
	const struct stratum *s = draw_strata(draw_run_choice(l), &n);

	for (size_t i = 0; i < n; i++)
		if (s[i].main < s[i].n)
			cli_note(c,
			    "stratum %.*s: %llu were to be drawn, but only %llu can be: the others "
			    "were inspected this year",
			    STR_ARG(s[i].text), (unsigned long long)s[i].n,
			    (unsigned long long)s[i].main);
}

enum { LARGE = 32 << 20 /* bytes of a roster, as ssjc-audit(5) says */ };

int draw_once(struct cli *c, const char *action,
    ssjc_rc (*make_seed)(struct cli *, struct audit_draw *, struct buf *))
{
	bool reveal = strcmp(action, "reveal") == 0;
	struct draw_input in = {.settled = reveal};
	struct audit_draw d = {0};
	struct buf seed = {0};
	struct csv_file excluded = {0};
	char digest[DIGEST_HEX];
	const char *odd = NULL;
	ssjc_rc rc = draw_input_open(c, &in);

	if (rc == SSJC_OK)
		rc = draw_check(c);
	c->fill = in.roster.text.n > LARGE;
	if (rc == SSJC_OK)
		rc = cli_open(c, action, draw_options.reason);
	d.draw = c->state.draws + 1;
	if (rc == SSJC_OK)
		rc = make_seed(c, &d, &seed);
	d.seed = buf_text(&seed);
	if (rc == SSJC_OK)
		rc = draw(c, &in, d.seed, &excluded, digest);
	/* What may be drawn from is asked last: a large roster's digest takes as long. */
	if (rc == SSJC_OK)
		rc = draw_knows(c, &in, &d, &odd);
	if (rc == SSJC_OK && reveal)
		rc = draw_run_committed(in.lot, &c->state.ceremony, c->context.now, &c->err);
	if (rc == SSJC_OK)
		rc = draw_run_record(in.lot, c->audit, &d, cli_style(c), &c->err);
	if (rc == SSJC_OK && excluded.to)
		rc = cli_put_output(
		    c, "excluded", draw_options.excluded, digest, excluded.csv.rows - 1);
	if (rc == SSJC_OK)
		rc = audit_commit(c->audit, &c->err);
	if (rc == SSJC_OK) {
		draw_say_odd(c, odd);
		say_short(c, in.lot);
		cli_hint(c, "draw %u is on record: ssjc-draw again prints it once more", d.draw);
		rc = draw_run_show(in.lot, stdout, &c->err);
	}
	/* It does not print who was left out, so of an error there it is no way out. */
	if (rc == SSJC_OK) {
		cli_hint(c, NULL);
		rc = csv_file_finish(&excluded, &c->err);
	}
	csv_file_close(&excluded);
	buf_free(&seed);
	return draw_input_close(c, &in, rc);
}

static ssjc_rc chosen_seed(struct cli *c, struct audit_draw *d, struct buf *seed)
{
	struct cli_input *in;
	ssjc_rc rc;

	d->source = draw_options.seed ? STR("file") : STR("getrandom");
	if (!draw_options.seed)
		return seed_random(seed, c->plan.id, d->draw, &c->err);
	rc = cli_read(c, draw_options.seed, &in);
	if (rc == SSJC_OK)
		rc = seed_check(in->text, draw_options.seed, c->plan.id, d->draw, &c->err);
	buf_str(seed, rc == SSJC_OK ? in->text : STR(""));
	return rc == SSJC_OK && seed->failed ? ssjc_fail_memory(&c->err) : rc;
}

int run_draw(struct cli *c)
{
	if (draw_options.redraw != cli_given(draw_options.reason))
		return cli_usage(c, "--redraw and --reason TEXT go together");
	return draw_once(c, draw_options.redraw ? "redraw" : "draw", chosen_seed);
}

/* The recorded draw once more, from the same roster: no new event. */
int run_again(struct cli *c)
{
	struct draw_input in = {.settled = true};
	char digest[DIGEST_HEX];
	ssjc_rc rc = draw_input_open(c, &in);

	if (rc == SSJC_OK)
		rc = cli_open(c, NULL, NULL);
	if (rc == SSJC_OK && c->state.draws == 0)
		rc = ssjc_fail(&c->err, SSJC_REFUSED, "nothing was drawn for this plan yet");
	if (rc == SSJC_OK)
		rc = draw_digest(c, &in);
	if (rc == SSJC_OK && !str_is(c->state.roster_digest, in.roster.digest))
		rc = ssjc_fail_at(&c->err, SSJC_INPUT, in.roster.name, 0, NULL,
		    "is not the roster of draw %u: that one has the SHA-256 %.*s", c->state.draws,
		    STR_ARG(c->state.roster_digest));
	if (rc == SSJC_OK)
		rc = draw_run_draw(in.lot, c->state.draw.seed, NULL, &c->err);
	if (rc == SSJC_OK)
		rc = draw_run_list(in.lot, c->state.draws, cli_style(c), digest, &c->err);
	if (rc == SSJC_OK && !str_is(c->state.drawn_digest, digest))
		rc = ssjc_fail(&c->err, SSJC_INPUT,
		    "the list comes out otherwise than on record: the plan, the history or an "
		    "option "
		    "(-t, --excel) is not that of draw %u",
		    c->state.draws);
	if (rc == SSJC_OK)
		rc = draw_run_show(in.lot, stdout, &c->err);
	return draw_input_close(c, &in, rc);
}
