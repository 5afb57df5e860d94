#include "draw_merge.h"

#include "ssjc/draw/ceremony.h"

#include <unistd.h>

/* What is committed to besides the roster: the shares, the event, the inspectors. */
static ssjc_rc read_commitment(
    struct cli *c, struct audit_ceremony *m, struct draw_inspectors *p, struct arena *arena)
{
	const struct cli_list *given = &draw_options.commitment;
	const struct plan *plan;
	ssjc_rc rc;

	if (!cli_given(draw_options.public) || !cli_given(draw_options.form))
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "--public EVENT and --form FORM are missing: which event's outcome will be "
		    "taken, and how it will be written");
	rc = cli_plan(c, &plan);
	if (rc)
		return rc;
	rc = ceremony_commitments(m, plan, given->v, given->n, arena, &c->err);
	if (rc)
		return rc;
	m->public = str_of(draw_options.public);
	m->form = str_of(draw_options.form);
	m->inspectors = STR("");
	rc = ceremony_form(m->form, &c->err);
	if (rc)
		return rc;
	rc = draw_inspectors_read(c, p);
	if (!rc && p->file)
		m->inspectors = str_of(p->file->digest);
	return rc;
}

/* Whatever is wrong with the roster shows now, and not only at the reveal. */
static ssjc_rc try_rows(struct cli *c, struct draw_input *in)
{
	const struct stratum *s;
	size_t n;
	ssjc_rc rc;

	/* Of registers that lie elsewhere, the counts are here, and no row. */
	if (in->merge && !in->merge->here) {
		draw_remark_strata(c, in->plan, in->merge->s.stratum, in->merge->s.n_strata);
		return SSJC_OK;
	}
	rc = in->merge ? draw_merge_gather(c, NULL, in, STR("a trial")) : SSJC_OK;
	if (rc)
		return rc;
	rc = draw_run_draw(in->run, STR("a trial"), NULL, &c->err);
	if (rc)
		return rc;
	s = draw_strata(draw_run_choice(in->run), &n);
	draw_remark_strata(c, in->plan, s, n);
	return SSJC_OK;
}

/* Could the draw be made that is committed to? */
static ssjc_rc try_draw(struct cli *c, struct draw_input *in, const struct audit_ceremony *m)
{
	ssjc_rc rc;

	for (size_t i = 0; i < in->histories; i++) {
		if (in->history[i].checkpoint.n == 0)
			continue;
		rc = ceremony_unused(m, in->history[i].name, &c->err);
		if (rc)
			return rc;
	}
	/* A share that a rehearsal showed is no secret, nor is one that a rehearsal would show. */
	if (access(in->plan->other_audit, F_OK) == 0) {
		rc = ceremony_unused(m, in->plan->other_audit, &c->err);
		if (rc)
			return rc;
	}
	rc = draw_check(c);
	if (rc)
		return rc;
	rc = draw_bind_receipts(c, NULL, false, in);
	if (rc)
		return rc;
	return try_rows(c, in);
}

/* Put all of it on record. */
static ssjc_rc record(struct cli *c, const struct cli_audit *a, struct draw_input *in,
    struct audit_ceremony *m, struct draw_inspectors *p)
{
	ssjc_rc rc = draw_input_origin(c, a, in);

	if (rc)
		return rc;
	m->draw = a->state.draws + 1;
	rc = in->run ? draw_run_commit(in->run, a->file, m, &c->err)
	             : draw_put_commitment(&in->roster, in->merge->s.counts.rows, in->history,
	                   in->histories, a->file, m, &c->err);
	if (rc)
		return rc;
	if (!in->run && in->plan->receipts) {
		rc = shards_put_root(&in->merge->s, in->merge->secret, m->draw, a->file, &c->err);
		if (rc)
			return rc;
	}
	rc = draw_inspectors_put(c, a, p);
	return rc ? rc : audit_commit(a->file, &c->err);
}

ssjc_rc run_commit(struct cli *c)
{
	struct draw_input in = {0};
	struct audit_ceremony m = {0};
	struct draw_inspectors people = {0};
	struct paper *paper = NULL;
	struct cli_audit *a;
	ssjc_rc rc = draw_check_reason(c);

	if (rc)
		return rc;
	if (draw_options.counts.n && c->operands)
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "give the registers, or what ssjc-draw counts wrote of each with --counts FILE, and "
		    "not both");
	draw_options.several = draw_options.counts.n || c->operands > 1;
	rc = read_commitment(c, &m, &people, &in.arena);
	if (rc)
		goto out;
	rc = draw_input_open(c, &in, false);
	if (rc)
		goto out;
	rc = try_draw(c, &in, &m);
	if (rc)
		goto out;
	rc = cli_begin_draw(
	    c, AUDIT_WRITE, draw_options.redraw ? "recommit" : "commit", cli_reason.reason, &a);
	if (rc)
		goto out;
	/* Whatever is wrong with its template shows before the commitment is on record. */
	rc = cli_paper(c, "commitment", PAPER_COMMITMENT, &paper);
	if (rc)
		goto out;
	rc = record(c, a, &in, &m, &people);
	if (rc)
		goto out;
	cli_hint(c, "the commitment is on record: ssjc-draw pledge prints it once more");
	draw_input_remark(c, &in);
	draw_inspectors_remark(c, &people);
	rc = draw_print_commitment(c, a);
out:
	paper_free(paper);
	draw_input_close(&in);
	return rc;
}
