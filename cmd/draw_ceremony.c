#include "draw_cmd.h"

#include "ssjc/assign/assign.h"
#include "ssjc/document/commitment_sheet.h"
#include "ssjc/draw/ceremony.h"
#include "ssjc/draw/seed.h"

#include <unistd.h>

/* A secret share; what commits to it on standard output, or there is none. */
int run_share(struct cli *c)
{
	struct out o = {.f = stdout};
	char digest[DIGEST_HEX];
	ssjc_rc rc;

	if (c->operands != 1)
		return cli_usage(c, "one file is wanted, to keep the share in");
	rc = share_create(c->operand[0], digest, &c->err);
	if (rc != SSJC_OK)
		return cli_done(c, rc);
	printf("%s\n", digest);
	rc = out_flush(&o, &c->err);
	if (rc != SSJC_OK)
		unlink(c->operand[0]);
	return cli_done(c, rc);
}

/* The pledge, as text on standard output, and as a workbook. */
static ssjc_rc print_pledge(struct cli *c)
{
	const struct document d = {.plan = &c->plan, .state = &c->state, .now = c->context.now};
	struct out o = {.f = stdout};
	struct buf text = {0};
	ssjc_rc rc;

	commitment_sheet_text(&text, &d);
	rc = text.failed ? ssjc_fail_memory(&c->err) : SSJC_OK;
	if (rc == SSJC_OK) {
		fwrite(text.p, 1, text.n, stdout);
		rc = out_flush(&o, &c->err);
	}
	if (rc == SSJC_OK && draw_options.xlsx)
		rc = commitment_sheet_book(draw_options.xlsx, &d, &c->err);
	buf_free(&text);
	return rc;
}

int run_pledge(struct cli *c)
{
	ssjc_rc rc = cli_open(c, NULL, NULL);

	if (rc == SSJC_OK && c->state.ceremony.draw == 0)
		rc = ssjc_fail(&c->err, SSJC_REFUSED,
		    "plan %.*s has no commitment: ssjc-draw commit "
		    "makes one",
		    STR_ARG(c->plan.id));
	if (rc == SSJC_OK && !str_is(c->state.ceremony.plan_digest, c->plan.digest))
		rc = ssjc_fail_at(&c->err, SSJC_PLAN, c->plan.name, 0, NULL,
		    "is not the plan committed to: that one has the SHA-256 %.*s",
		    STR_ARG(c->state.ceremony.plan_digest));
	return cli_done(c, rc == SSJC_OK ? print_pledge(c) : rc);
}

/* The inspectors committed to; no file when there are none. */
struct people {
	struct cli_input *file;
	uint64_t rows;
	bool known;
};

/* Whatever is wrong with them shows now, too, and not when the seed is known. */
static ssjc_rc read_people(struct cli *c, struct people *p)
{
	struct inspectors list = {0};
	ssjc_rc rc = cli_read(c, draw_options.inspectors, &p->file);

	if (rc == SSJC_OK)
		rc = inspectors_read(&list, p->file->text, draw_options.inspectors, &c->err);
	if (rc == SSJC_OK)
		rc = assign_depts(&c->plan, &list, &c->err);
	p->rows = list.n;
	inspectors_close(&list);
	return rc;
}

/* What is committed to besides the roster: the shares, the event, the inspectors. */
static ssjc_rc read_commitment(
    struct cli *c, struct audit_ceremony *m, struct people *p, struct arena *arena)
{
	ssjc_rc rc = ceremony_commitments(
	    m, &c->plan, draw_options.commitment.v, draw_options.commitment.n, arena, &c->err);

	m->public = str_of(draw_options.public);
	m->form = str_of(draw_options.form);
	m->inspectors = STR("");
	if (rc == SSJC_OK)
		rc = ceremony_form(m->form, &c->err);
	if (rc == SSJC_OK && draw_options.inspectors)
		rc = read_people(c, p);
	if (rc == SSJC_OK && p->file)
		m->inspectors = str_of(p->file->digest);
	return rc;
}

static ssjc_rc put_people(struct cli *c, struct people *p)
{
	ssjc_rc rc = SSJC_OK;

	if (p->file)
		rc = cli_knows(c, draw_options.inspectors, p->file->digest, &p->known);
	return rc == SSJC_OK && p->file ? cli_put_input(c, "inspectors", p->file, p->rows) : rc;
}

int run_commit(struct cli *c)
{
	struct draw_input in = {0};
	struct audit_ceremony m = {0};
	struct people people = {.known = true};
	struct audit_draw d = {0};
	const char *odd = NULL;
	ssjc_rc rc;

	if (draw_options.redraw != cli_given(draw_options.reason))
		return cli_usage(c, "--redraw and --reason TEXT go together");
	if (!cli_given(draw_options.public) || !cli_given(draw_options.form))
		return cli_usage(c,
		    "--public EVENT and --form FORM are wanted: which event's outcome will "
		    "be taken, and how it will be written");
	rc = cli_plan(c);
	if (rc == SSJC_OK)
		rc = read_commitment(c, &m, &people, &in.arena);
	if (rc == SSJC_OK)
		rc = draw_input_open(c, &in);
	for (size_t i = 0; rc == SSJC_OK && i < in.histories; i++)
		if (in.history[i].vouched)
			rc = ceremony_unused(&m, in.history[i].name, &c->err);
	if (rc == SSJC_OK)
		rc = draw_check(c);
	/* Whatever is wrong with the roster shows now, not at the reveal. */
	if (rc == SSJC_OK)
		rc = draw_run_draw(in.lot, STR("a trial"), NULL, &c->err);
	if (rc == SSJC_OK)
		rc = cli_open(c, draw_options.redraw ? "recommit" : "commit", draw_options.reason);
	if (rc == SSJC_OK)
		rc = draw_knows(c, &in, &d, &odd);
	m.draw = c->state.draws + 1;
	if (rc == SSJC_OK)
		rc = draw_run_commit(in.lot, c->audit, &m, &c->err);
	if (rc == SSJC_OK)
		rc = put_people(c, &people);
	if (rc == SSJC_OK)
		rc = audit_commit(c->audit, &c->err);
	if (rc == SSJC_OK) {
		cli_hint(c, "the commitment is on record: ssjc-draw pledge prints it once more");
		audit_state_free(&c->state);
		rc = audit_load(c->audit, &c->state, &c->err);
	}
	if (rc == SSJC_OK) {
		draw_say_odd(c, odd);
		if (!people.known)
			cli_note(c,
			    "%s: no ssjc-import of this plan wrote these inspectors: they are "
			    "committed to all the same, and the audit file tells it",
			    draw_options.inspectors);
		rc = print_pledge(c);
	}
	return draw_input_close(c, &in, rc);
}

static ssjc_rc revealed_seed(struct cli *c, struct audit_draw *d, struct buf *seed)
{
	struct str text[SHARES_MAX];
	ssjc_rc rc = SSJC_OK;

	d->source = STR("ceremony");
	if (draw_options.share.n > SHARES_MAX)
		return ssjc_fail(&c->err, SSJC_USAGE, "there are more than %d shares", SHARES_MAX);
	if (!cli_given(draw_options.public))
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "--public OUTCOME is wanted: how the event came out, in the form committed to, "
		    "“%.*s”",
		    STR_ARG(c->state.ceremony.form));
	for (size_t i = 0; rc == SSJC_OK && i < draw_options.share.n; i++) {
		struct cli_input *in;

		rc = cli_read(c, draw_options.share.v[i], &in);
		if (rc == SSJC_OK)
			rc = share_parse(in->text, draw_options.share.v[i], &text[i], &c->err);
	}
	return rc == SSJC_OK
	    ? ceremony_seed(seed, &c->state.ceremony, c->plan.id, str_of(draw_options.public), text,
	          draw_options.share.v, draw_options.share.n, &c->err)
	    : rc;
}

int run_reveal(struct cli *c)
{
	return draw_once(c, "reveal", revealed_seed);
}
