/* A draw by a seed that is chosen now, or by that of cutoffs. */
#include "draw_merge.h"

#include "ssjc/draw/seed.h"

ssjc_rc draw_new_seed(struct cli *c, const struct plan *plan, unsigned draw, struct buf *seed)
{
	struct cli_input *in;
	ssjc_rc rc;

	if (!draw_options.seed)
		return seed_random(seed, plan->id, draw, &c->err);
	rc = cli_read(c, draw_options.seed, &in);
	if (rc)
		return rc;
	rc = seed_check(in->text, draw_options.seed, plan->id, draw, &c->err);
	if (rc)
		return rc;
	buf_str(seed, in->text);
	return seed->failed ? ssjc_fail_memory(&c->err) : SSJC_OK;
}

static ssjc_rc chosen_seed(struct cli *c, const struct cli_audit *a, struct draw_input *in,
    struct audit_draw *d, struct buf *seed)
{
	bool found;
	ssjc_rc rc = draw_pending_seed(c, a, in, d, seed, &found);

	if (rc || found)
		return rc;
	d->source = draw_options.seed ? STR("file") : STR("getrandom");
	rc = draw_new_seed(c, a->plan, d->draw, seed);
	return rc ? rc : draw_seed_unused(c, a, buf_text(seed));
}

/* Rows that were sent by the cutoffs of a commitment reveal it. */
static ssjc_rc draw_now(struct cli *c)
{
	const struct plan *plan;
	bool revealed = false;
	ssjc_rc rc = cli_plan(c, &plan);

	if (rc)
		return rc;
	if (draw_options.several) {
		rc = draw_pending_revealed(c, plan, &revealed);
		if (rc)
			return rc;
	}
	return draw_once(c,
	    draw_options.redraw ? "redraw"
	        : revealed      ? "reveal"
	                        : "draw",
	    revealed, chosen_seed);
}

ssjc_rc run_draw(struct cli *c)
{
	ssjc_rc rc = draw_check_reason(c);

	return rc ? rc : draw_if_not_drawn(c, draw_now);
}
