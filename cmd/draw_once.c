#include "draw_merge.h"

#include "ssjc/draw/draw.h"

ssjc_rc draw_choose(struct cli *c, const struct cli_audit *a, struct draw_input *in,
    struct str seed, struct csv_file *excluded, char digest[DIGEST_HEX])
{
	ssjc_rc rc;

	if (in->merge && draw_options.excluded)
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "--excluded is not for several registers together: ssjc-draw counts --excluded FILE "
		    "writes those of each");
	rc = csv_file_open(excluded, draw_options.excluded, c->style, &c->err);
	if (rc)
		return rc;
	rc = in->merge ? draw_merge_gather(c, a, in, seed) : SSJC_OK;
	if (rc)
		return rc;
	rc = draw_run_draw(in->run, seed, excluded->to, &c->err);
	if (rc || !excluded->to)
		return rc;
	return csv_out_finish(excluded->to, digest, &c->err);
}

/* Put all of it on record. */
static ssjc_rc record(struct cli *c, const struct cli_audit *a, struct draw_input *in,
    struct draw_inspectors *people, struct audit_draw *d, const struct csv_file *excluded,
    const char *digest)
{
	/* Its roster's origin comes last: the digest of a large one takes as long as the draw. */
	ssjc_rc rc = draw_input_origin(c, a, in);

	if (rc)
		return rc;
	d->roster = in->foreigns ? STR("other") : STR("import");
	if (str_is(d->source, "ceremony")) {
		rc = draw_run_committed(in->run, &a->state.ceremony, c->context.now, &c->err);
		if (rc)
			return rc;
	}
	rc = draw_inspectors_put(c, a, people);
	if (rc)
		return rc;
	rc = draw_run_record(in->run, a->file, d, c->out_name, c->style, &c->err);
	if (rc)
		return rc;
	if (excluded->to) {
		rc = cli_put_output(
		    c, a, "excluded", draw_options.excluded, digest, excluded->csv.rows - 1);
		if (rc)
			return rc;
	}
	return audit_commit(a->file, &c->err);
}

static void remark_short(struct cli *c, struct draw_run *run)
{
	size_t n;
	const struct stratum *s = draw_strata(draw_run_choice(run), &n);

	for (size_t i = 0; i < n; i++)
		if (s[i].main < s[i].n)
			cli_note(c,
			    "stratum %.*s: %llu were to be drawn, but only %llu can be: the others "
			    "were inspected this year",
			    STR_ARG(s[i].text), (unsigned long long)s[i].n,
			    (unsigned long long)s[i].main);
}

static void count(struct cli *c, const struct audit_draw *d, struct draw_run *run)
{
	size_t strata;

	draw_strata(draw_run_choice(run), &strata);
	cli_info(c,
	    "draw %u: %llu of %llu businesses are drawn in %zu strata, %llu are the reserve",
	    d->draw, (unsigned long long)d->counts.main, (unsigned long long)d->counts.population,
	    strata, (unsigned long long)d->counts.reserve);
}

/* It is on record: the list appears, then the checkpoint, then who was left out. */
static ssjc_rc show(struct cli *c, const struct cli_audit *a, struct draw_input *in, unsigned draw,
    struct csv_file *excluded)
{
	ssjc_rc rc;

	cli_hint(c, "draw %u is on record: ssjc-draw again prints it once more", draw);
	rc = draw_run_show(in->run, c->out, &c->err);
	if (rc)
		return rc;
	rc = cli_shown(c);
	if (rc)
		return rc;
	rc = draw_put_checkpoint(c, a);
	if (rc)
		return rc;
	if (excluded->to)
		cli_hint(c,
		    "draw %u is on record: ssjc-draw again --excluded FILE writes who was left out",
		    draw);
	rc = csv_file_finish(excluded, &c->err);
	if (rc)
		return rc;
	cli_hint(c, NULL);
	return SSJC_OK;
}

enum { LARGE = 32 << 20 /* bytes of a roster, as ssjc-audit(5) says */ };

ssjc_rc draw_once(struct cli *c, const char *action, bool settled, draw_seed *make_seed)
{
	struct draw_input in = {0};
	struct draw_inspectors people;
	struct audit_draw d = {0};
	struct buf seed = {0};
	struct csv_file excluded = {0};
	struct cli_audit *a;
	char digest[DIGEST_HEX];
	ssjc_rc rc = draw_input_open(c, &in, settled);

	if (rc)
		goto out;
	rc = draw_check_day(c);
	if (rc)
		goto out;
	rc = draw_check(c);
	if (rc)
		goto out;
	rc = draw_inspectors_read(c, &people);
	if (rc)
		goto out;
	rc = cli_begin_draw(c,
	    in.roster.large || in.roster.text.n > LARGE ? AUDIT_FILL : AUDIT_WRITE, action,
	    cli_reason.reason, &a);
	if (rc)
		goto out;
	d.draw = a->state.draws + 1;
	rc = make_seed(c, a, &in, &d, &seed);
	if (rc)
		goto out;
	d.seed = buf_text(&seed);
	rc = draw_bind_receipts(c, a, str_is(d.source, "ceremony"), &in);
	if (rc)
		goto out;
	rc = draw_choose(c, a, &in, d.seed, &excluded, digest);
	if (rc == SSJC_NO && in.merge && draw_options.cutoffs)
		rc = draw_cutoffs_raise(c, &in);
	if (rc)
		goto out;
	rc = record(c, a, &in, &people, &d, &excluded, digest);
	if (rc)
		goto out;
	draw_input_remark(c, &in);
	draw_inspectors_remark(c, &people);
	remark_short(c, in.run);
	count(c, &d, in.run);
	rc = show(c, a, &in, d.draw, &excluded);
out:
	csv_file_close(&excluded);
	buf_free(&seed);
	draw_input_close(&in);
	return rc;
}
