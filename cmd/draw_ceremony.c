#include "draw_cmd.h"

#include "ssjc/draw/ceremony.h"
#include "ssjc/document/commitment_sheet.h"
#include "ssjc/draw/seed.h"

#include <unistd.h>

/* A secret share; what commits to it on standard output, or there is none. */
int run_share(struct cli *c)
{
	struct out o = {.f = stdout};
	char digest[DIGEST_HEX];
	ssjc_code code;

	if (c->operands != 1)
		return cli_usage(c, "one file is wanted, to keep the share in");
	code = share_create(c->operand[0], digest, &c->err);
	if (code != SSJC_OK)
		return cli_done(c, code);
	printf("%s\n", digest);
	code = out_flush(&o, &c->err);
	if (code != SSJC_OK)
		unlink(c->operand[0]);
	return cli_done(c, code);
}

/* The pledge, as text on standard output, and as a workbook. */
static ssjc_code print_pledge(struct cli *c)
{
	const struct document d = {.plan = &c->plan, .state = &c->state, .now = c->context.now};
	struct out o = {.f = stdout};
	struct buf text = {0};
	ssjc_code code;

	pledge_text(&text, &d);
	code = text.failed ? ssjc_fail_memory(&c->err) : SSJC_OK;
	if (code == SSJC_OK) {
		fwrite(text.p, 1, text.n, stdout);
		code = out_flush(&o, &c->err);
	}
	if (code == SSJC_OK && draw_options.xlsx)
		code = pledge_book(draw_options.xlsx, &d, &c->err);
	buf_free(&text);
	return code;
}

int run_pledge(struct cli *c)
{
	ssjc_code code = cli_open(c, NULL, NULL);

	if (code == SSJC_OK && c->state.ceremony.draw == 0)
		code = ssjc_fail(&c->err, SSJC_REFUSED, "plan %.*s has no commitment: ssjc-draw commit "
							"makes one",
		    STR_ARG(c->plan.id));
	if (code == SSJC_OK && !str_is(c->state.ceremony.plan_digest, c->plan.digest))
		code = ssjc_fail_at(&c->err, SSJC_PLAN, c->plan.name, 0, NULL,
		    "is not the plan committed to: that one has the SHA-256 %.*s",
		    STR_ARG(c->state.ceremony.plan_digest));
	return cli_done(c, code == SSJC_OK ? print_pledge(c) : code);
}

/* The inspectors committed to; no file when there are none. */
struct people {
	struct cli_input *file;
	uint64_t rows;
	bool known;
};

/* Whatever is wrong with them shows now, too, and not when the seed is known. */
static ssjc_code read_people(struct cli *c, struct people *p)
{
	struct inspectors list = {0};
	ssjc_code code = cli_read(c, draw_options.inspectors, &p->file);

	if (code == SSJC_OK)
		code = inspectors_read(&list, p->file->text, draw_options.inspectors, &c->err);
	if (code == SSJC_OK)
		code = assign_depts(&c->plan, &list, &c->err);
	p->rows = list.n;
	inspectors_close(&list);
	return code;
}

/* What is committed to besides the roster: the shares, the event, the inspectors. */
static ssjc_code read_commitment(struct cli *c, struct audit_ceremony *m, struct people *p,
    struct arena *arena)
{
	ssjc_code code = ceremony_commitments(m, &c->plan, draw_options.commitment.v,
	    draw_options.commitment.n, arena, &c->err);

	m->public = str_of(draw_options.public);
	m->form = str_of(draw_options.form);
	m->inspectors = STR("");
	if (code == SSJC_OK)
		code = ceremony_form(m->form, &c->err);
	if (code == SSJC_OK && draw_options.inspectors)
		code = read_people(c, p);
	if (code == SSJC_OK && p->file)
		m->inspectors = str_of(p->file->digest);
	return code;
}

static ssjc_code put_people(struct cli *c, struct people *p)
{
	ssjc_code code = SSJC_OK;

	if (p->file)
		code = cli_knows(c, draw_options.inspectors, p->file->digest, &p->known);
	return code == SSJC_OK && p->file ? cli_put_input(c, "inspectors", p->file, p->rows) : code;
}

int run_commit(struct cli *c)
{
	struct draw_input in = {0};
	struct audit_ceremony m = {0};
	struct people people = {.known = true};
	struct audit_draw d = {0};
	const char *odd = NULL;
	ssjc_code code;

	if (draw_options.redraw != cli_given(draw_options.reason))
		return cli_usage(c, "--redraw and --reason TEXT go together");
	if (!cli_given(draw_options.public) || !cli_given(draw_options.form))
		return cli_usage(c, "--public EVENT and --form FORM are wanted: which event's outcome will "
				    "be taken, and how it will be written");
	code = cli_plan(c);
	if (code == SSJC_OK)
		code = read_commitment(c, &m, &people, &in.arena);
	if (code == SSJC_OK)
		code = draw_input_open(c, &in);
	for (size_t i = 0; code == SSJC_OK && i < in.histories; i++)
		if (in.history[i].vouched)
			code = ceremony_unused(&m, in.history[i].name, &c->err);
	if (code == SSJC_OK)
		code = draw_check(c);
	/* Whatever is wrong with the roster shows now, not at the reveal. */
	if (code == SSJC_OK)
		code = lot_draw(in.lot, STR("a trial"), NULL, &c->err);
	if (code == SSJC_OK)
		code = cli_open(c, draw_options.redraw ? "recommit" : "commit", draw_options.reason);
	if (code == SSJC_OK)
		code = draw_knows(c, &in, &d, &odd);
	m.draw = c->state.draws + 1;
	if (code == SSJC_OK)
		code = lot_commit(in.lot, c->audit, &m, &c->err);
	if (code == SSJC_OK)
		code = put_people(c, &people);
	if (code == SSJC_OK)
		code = audit_commit(c->audit, &c->err);
	if (code == SSJC_OK) {
		cli_hint(c, "the commitment is on record: ssjc-draw pledge prints it once more");
		audit_state_free(&c->state);
		code = audit_load(c->audit, &c->state, &c->err);
	}
	if (code == SSJC_OK) {
		draw_say_odd(c, odd);
		if (!people.known)
			cli_note(c, "%s: no ssjc-import of this plan wrote these inspectors: they are "
				    "committed to all the same, and the audit file tells it",
			    draw_options.inspectors);
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
	if (!cli_given(draw_options.public))
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "--public OUTCOME is wanted: how the event came out, in the form committed to, “%.*s”",
		    STR_ARG(c->state.ceremony.form));
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
