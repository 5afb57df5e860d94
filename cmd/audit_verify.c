#include "audit_cmd.h"

#include "ssjc/verify/verify_remarks.h"

#include <stdlib.h>

typedef ssjc_rc checkpoint_reader(
    struct checkpoint_list *, struct str, const char *, struct ssjc_err *);

static ssjc_rc read_checkpoints(struct cli *c, const struct cli_list *paths,
    checkpoint_reader *read, struct checkpoint_list *to)
{
	struct cli_input *in;
	ssjc_rc rc;

	for (size_t i = 0; i < paths->n; i++) {
		rc = cli_read(c, paths->v[i], &in);
		if (rc)
			return rc;
		rc = read(to, in->text, in->file.name, &c->err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static ssjc_rc read_evidence(struct cli *c, struct evidence *evidence)
{
	struct cli_input *in;
	ssjc_rc rc;

	for (size_t i = 0; i < c->operands; i++) {
		rc = cli_read_any(c, c->operand[i], &in);
		if (rc)
			return rc;
		evidence[i] = (struct evidence){in->file.name, in->text, in->audit};
	}
	return SSJC_OK;
}

static ssjc_rc verify(struct cli *c, struct verify_job *job, struct verify_totals *totals)
{
	struct evidence *evidence;
	struct cli_input *ca;
	ssjc_rc rc;

	if (audit_options.pubkeys.n && !audit_options.checkpoints.n)
		return ssjc_fail(
		    &c->err, SSJC_USAGE, "--pubkey needs --checkpoint: name what is signed");
	evidence = calloc(c->operands + 1, sizeof *evidence);
	if (!evidence)
		return ssjc_fail_memory(&c->err);
	rc = read_checkpoints(c, &audit_options.checkpoints, checkpoint_keep, &job->checkpoints);
	if (rc)
		goto out;
	rc = read_checkpoints(c, &audit_options.pubkeys, checkpoint_key, &job->checkpoints);
	if (rc)
		goto out;
	if (audit_options.tsa_ca) {
		rc = cli_read(c, audit_options.tsa_ca, &ca);
		if (rc)
			goto out;
		job->tsa_ca = ca->text;
	}
	rc = read_evidence(c, evidence);
	if (rc)
		goto out;
	job->evidence = evidence;
	job->n = c->operands;
	rc = cli_open_file(c, audit_options.db, &job->audit);
	if (rc)
		goto out;
	if (!audit_options.db) {
		rc = cli_plan(c, &job->plan);
		if (rc)
			goto out;
	}
	rc = verify_run(job, totals, &c->err);
out:
	checkpoint_list_free(&job->checkpoints);
	free(evidence);
	return rc;
}

ssjc_rc run_verify(struct cli *c)
{
	struct verify_remarks remarks;
	struct verify_totals totals = {0};
	struct verify_job job = {
	    .version = c->context.version, .remark = verify_remarks_add, .arg = &remarks};
	ssjc_rc rc, printed;

	verify_remarks_start(&remarks, audit_options.json);
	rc = verify(c, &job, &totals);
	if (!rc && audit_options.strict)
		rc = verify_remarks_strict(&remarks, &c->err);
	verify_remarks_end(&remarks, &totals, rc, &c->err);
	/* What was found good before the first difference is printed, too. */
	printed = cli_print(c, &remarks.out);
	if (!printed && remarks.out.n)
		printed = cli_shown(c);
	buf_free(&remarks.out);
	return printed ? printed : rc;
}
