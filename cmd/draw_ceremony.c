#include "draw_merge.h"

#include "ssjc/document/pledge.h"
#include "ssjc/draw/ceremony.h"
#include "ssjc/draw/seed.h"

#include <unistd.h>

/* ---- A department's share ---- */

/* What commits to the share is printed; if it cannot, no share is made. */
ssjc_rc run_share(struct cli *c)
{
	char digest[DIGEST_HEX];
	ssjc_rc rc;

	if (c->operands != 1)
		return ssjc_fail(&c->err, SSJC_USAGE, "give one FILE, to keep the share in");
	rc = share_create(c->operand[0], digest, &c->err);
	if (rc)
		return rc;
	fprintf(c->out, "%s\n", digest);
	rc = cli_shown(c);
	if (rc)
		unlink(c->operand[0]);
	return rc;
}

/* ---- The commitment, printed ---- */

/* The workbook at path, which is not on record: what it says is. */
static ssjc_rc make_book(struct cli *c, const struct pledge *p, const char *path)
{
	char digest[DIGEST_HEX];
	struct xlsx_out *b = NULL;
	ssjc_rc rc = pledge_book(p, path, &b, digest, &c->err);

	if (rc)
		goto out;
	rc = xlsx_out_publish(b, &c->err);
out:
	xlsx_out_free(b);
	return rc;
}

ssjc_rc draw_print_commitment(struct cli *c, const struct cli_audit *a)
{
	const struct vocabulary *vocabulary;
	struct pledge p = {0};
	struct audit_events events = {0};
	struct buf text = {0};
	ssjc_rc rc = cli_vocabulary(c, &vocabulary);

	if (rc)
		goto out;
	rc = audit_events(a->file, &events, &c->err);
	if (rc)
		goto out;
	rc = pledge_open(&p, a->file, &events, events.n, a->plan, vocabulary, &c->err);
	if (rc)
		goto out;
	rc = pledge_text(&p, &text, &c->err);
	if (rc)
		goto out;
	rc = cli_print(c, &text);
	if (rc)
		goto out;
	rc = cli_shown(c);
	if (rc || !draw_options.xlsx)
		goto out;
	rc = make_book(c, &p, draw_options.xlsx);
out:
	pledge_close(&p);
	audit_events_free(&events);
	buf_free(&text);
	return rc;
}

ssjc_rc run_pledge(struct cli *c)
{
	struct cli_audit *a;
	ssjc_rc rc = cli_open_draw(c, &a);

	if (rc)
		return rc;
	if (a->state.ceremony.draw && !str_is(a->state.ceremony.plan_digest, a->plan->digest))
		return ssjc_fail_at(&c->err, SSJC_PLAN, a->plan->name, 0, NULL,
		    "is not the plan committed to: that one has the SHA-256 %.*s",
		    STR_ARG(a->state.ceremony.plan_digest));
	return draw_print_commitment(c, a);
}

/* ---- The draw committed to ---- */

ssjc_rc draw_revealed_seed(struct cli *c, const struct cli_audit *a, struct draw_input *from,
    struct audit_draw *d, struct buf *seed)
{
	const struct cli_list *paths = &draw_options.share;
	struct str share[SHARES_MAX];
	struct cli_input *in;
	ssjc_rc rc;

	(void)from;
	d->source = STR("ceremony");
	if (paths->n > SHARES_MAX)
		return ssjc_fail(&c->err, SSJC_USAGE, "there are more than %d shares", SHARES_MAX);
	if (!cli_given(draw_options.public))
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "--public OUTCOME is missing: how the event came out, in the form committed "
		    "to, “%.*s”",
		    STR_ARG(a->state.ceremony.form));
	for (size_t i = 0; i < paths->n; i++) {
		rc = cli_read_secret(c, paths->v[i], &in);
		if (rc)
			return rc;
		rc = share_parse(in->text, paths->v[i], &share[i], &c->err);
		if (rc)
			return rc;
	}
	rc = ceremony_seed(seed, &a->state.ceremony, a->plan->id, str_of(draw_options.public),
	    share, paths->v, paths->n, &c->err);
	return rc ? rc : draw_pending_same(c, a, buf_text(seed));
}

static ssjc_rc reveal_now(struct cli *c)
{
	return draw_once(c, "reveal", true, draw_revealed_seed);
}

/* Of several registers, the commitment has the counts: the registers are here, or send rows. */
static ssjc_rc reveal_several(struct cli *c)
{
	draw_options.several = true;
	draw_options.recorded = DRAW_COMMITTED;
	if (!draw_options.cutoffs && !c->operands)
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "the commitment is to several registers: give all of them, or make the cutoffs by "
		    "which each sends its rows with --cutoffs FILE");
	if (!draw_options.cutoffs)
		return draw_if_not_drawn(c, reveal_now);
	if (c->operands)
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "give the registers, or --cutoffs: ssjc-draw merge draws from the rows sent");
	return draw_cutoffs_make(c);
}

ssjc_rc run_reveal(struct cli *c)
{
	const struct plan *plan;
	bool several;
	ssjc_rc rc = cli_plan(c, &plan);

	if (rc)
		return rc;
	rc = draw_merge_recorded(c, plan, DRAW_COMMITTED, &several);
	if (rc)
		return rc;
	if (several)
		return reveal_several(c);
	if (draw_options.cutoffs)
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "--cutoffs is for a commitment to several registers: ssjc-draw commit --counts");
	return draw_if_not_drawn(c, reveal_now);
}
