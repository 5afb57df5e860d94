#include "draw.h"

#include "ssjc/ceremony.h"
#include "ssjc/pledge.h"
#include "ssjc/seed.h"

/* A secret share; what commits to it on standard output. */
int run_share(struct cli *c)
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
	ssjc_code code = draw_options.xlsx ? pledge_book(draw_options.xlsx, &d, &c->err) : SSJC_OK;

	pledge_text(&text, &d);
	if (code == SSJC_OK)
		fwrite(text.p, 1, text.n, stdout);
	buf_free(&text);
	return code;
}

int run_commit(struct cli *c)
{
	struct draw_input in = {0};
	struct audit_ceremony m = {0};
	struct audit_draw d = {0};
	ssjc_code code;

	if (draw_options.redraw != (draw_options.reason && *draw_options.reason))
		return cli_usage(c, "--redraw and --reason TEXT go together");
	if (!draw_options.public || !*draw_options.public)
		return cli_usage(c, "--public EVENT is wanted: which event's outcome will be taken");
	code = cli_plan(c);
	if (code == SSJC_OK)
		code = ceremony_commitments(&m, &c->plan, draw_options.commitment.v, draw_options.commitment.n, &in.arena, &c->err);
	if (code == SSJC_OK)
		code = draw_input_open(c, &in);
	/* Whatever is wrong with the roster shows now, not at the reveal. */
	if (code == SSJC_OK)
		code = lot_draw(in.lot, STR("a trial"), NULL, &c->err);
	if (code == SSJC_OK)
		code = cli_open(c, draw_options.redraw ? "recommit" : "commit", draw_options.reason);
	if (code == SSJC_OK)
		code = draw_knows(c, &in.roster, &d);
	m.draw = c->state.draws + 1;
	m.public = str_of(draw_options.public);
	if (code == SSJC_OK)
		code = lot_commit(in.lot, c->audit, &m, &c->err);
	if (code == SSJC_OK)
		code = audit_commit(c->audit, &c->err);
	if (code == SSJC_OK) {
		audit_state_free(&c->state);
		code = audit_load(c->audit, &c->state, &c->err);
	}
	if (code == SSJC_OK) {
		draw_say_unknown(c, &in.roster, &d);
		code = print_pledge(c);
	}
	return draw_input_close(c, &in, code);
}

static ssjc_code revealed_seed(struct cli *c, struct audit_draw *d, struct buf *seed)
{
	struct str text[SHARES_MAX];
	ssjc_code code = SSJC_OK;

	d->source = STR("ceremony");
	if (draw_options.share.n > SHARES_MAX)
		return ssjc_fail(&c->err, SSJC_USAGE, "there are more than %d shares", SHARES_MAX);
	for (size_t i = 0; code == SSJC_OK && i < draw_options.share.n; i++) {
		struct cli_input *in;

		code = cli_read(c, draw_options.share.v[i], &in);
		if (code == SSJC_OK)
			code = share_parse(in->text, draw_options.share.v[i], &text[i], &c->err);
	}
	return code == SSJC_OK ? ceremony_seed(seed, &c->state.ceremony, c->plan.id,
				     str_of(draw_options.public), text, draw_options.share.v, draw_options.share.n, &c->err)
			       : code;
}

int run_reveal(struct cli *c)
{
	return draw_once(c, "reveal", revealed_seed);
}
