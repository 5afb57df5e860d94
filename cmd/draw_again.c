#include "draw_merge.h"

/* Is the roster the one that the last draw was made from? */
static ssjc_rc check_roster(struct cli *c, const struct cli_audit *a, struct draw_input *in)
{
	ssjc_rc rc;

	if (a->state.draws == 0)
		return ssjc_fail(&c->err, SSJC_REFUSED, "nothing was drawn for this plan yet");
	rc = draw_input_digest(c, in);
	if (rc)
		return rc;
	if (!str_is(a->state.roster_digest, in->roster.digest))
		return ssjc_fail_at(&c->err, SSJC_INPUT, in->roster.name, 0, NULL,
		    "is not the roster of draw %u: that one has the SHA-256 %.*s", a->state.draws,
		    STR_ARG(a->state.roster_digest));
	return SSJC_OK;
}

/* The recorded draw once more, from the same roster: no new event. */
ssjc_rc run_again(struct cli *c)
{
	struct draw_input in = {0};
	struct csv_file excluded = {0};
	struct cli_audit *a;
	const struct plan *plan;
	char digest[DIGEST_HEX];
	ssjc_rc rc = cli_plan(c, &plan);

	if (rc)
		goto out;
	rc = draw_merge_recorded(c, plan, DRAW_DRAWN, &draw_options.several);
	if (rc)
		goto out;
	draw_options.recorded = draw_options.several ? DRAW_DRAWN : NULL;
	rc = draw_input_open(c, &in, true);
	if (rc)
		goto out;
	rc = cli_open_draw(c, &a);
	if (rc)
		goto out;
	rc = check_roster(c, a, &in);
	if (rc)
		goto out;
	rc = draw_choose(c, a, &in, a->state.draw.seed, &excluded, digest);
	if (rc)
		goto out;
	rc = draw_run_list(in.run, a->state.draws, c->style, digest, &c->err);
	if (rc)
		goto out;
	if (!str_is(a->state.drawn_digest, digest)) {
		rc = ssjc_fail(&c->err, SSJC_INPUT,
		    "the list is not the one on record: the plan, the history or an option "
		    "(-t, --excel) is not that of draw %u",
		    a->state.draws);
		goto out;
	}
	rc = draw_run_show(in.run, c->out, &c->err);
	if (rc)
		goto out;
	rc = draw_put_checkpoint(c, a);
	if (rc)
		goto out;
	rc = csv_file_finish(&excluded, &c->err);
out:
	csv_file_close(&excluded);
	draw_input_close(&in);
	return rc;
}
