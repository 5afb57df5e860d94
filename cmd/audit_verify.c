#include "audit_report.h"

#include "ssjc/audit/audit_plan.h"
#include "ssjc/plan/plan_rehearse.h"

#include <stdlib.h>
#include <string.h>

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
		rc = cli_read_any_large(c, c->operand[i], &in);
		if (rc)
			return rc;
		evidence[i] = (struct evidence){.name = in->file.name,
		    .bytes = in->text,
		    .large = in->file.large,
		    .audit = in->audit};
		memcpy(evidence[i].digest, in->digest, sizeof in->digest);
	}
	return SSJC_OK;
}

static ssjc_rc verify(
    struct cli *c, struct verify_job *job, struct evidence *evidence, struct verify_totals *totals)
{
	struct cli_input *ca;
	ssjc_rc rc;

	if (audit_options.pubkeys.n && !audit_options.checkpoints.n)
		return ssjc_fail(
		    &c->err, SSJC_USAGE, "--pubkey needs --checkpoint: name what is signed");
	rc = read_checkpoints(c, &audit_options.checkpoints, checkpoint_keep, &job->checkpoints);
	if (rc)
		return rc;
	rc = read_checkpoints(c, &audit_options.pubkeys, checkpoint_key, &job->checkpoints);
	if (rc)
		return rc;
	if (audit_options.tsa_ca) {
		rc = cli_read(c, audit_options.tsa_ca, &ca);
		if (rc)
			return rc;
		job->tsa_ca = ca->text;
	}
	rc = read_evidence(c, evidence);
	if (rc)
		return rc;
	job->evidence = evidence;
	job->n = c->operands;
	rc = cli_open_file(c, audit_options.db, &job->audit);
	if (rc)
		return rc;
	if (!audit_options.db) {
		rc = cli_plan(c, &job->plan);
		if (rc)
			return rc;
	}
	return verify_run(job, totals, &c->err);
}

/* ---- What it is about ---- */

/* The plan on record, as far as that can be read; its audit file. Borrowed from what is given. */
static void name_subject(struct cli *c, const struct verify_job *job, struct audit_events *events,
    struct plan *kept, struct verify_subject *s)
{
	const struct plan *plan;
	struct ssjc_err none;

	s->file = str_of(audit_options.db);
	if (!audit_options.db && !cli_plan(c, &plan))
		s->file = str_of(plan->audit);
	if (!job->audit || audit_events(job->audit, events, &none) || events->n == 0)
		return;
	s->rehearsal = plan_is_rehearsal(events->v[0].plan);
	if (audit_plan(job->audit, events->v[events->n - 1].plan_digest, kept, &none))
		return;
	s->id = kept->id;
	s->title = kept->title;
}

/* What was verified, as one sentence, and as a report. */
static ssjc_rc finish(struct cli *c, const struct verify_job *job,
    const struct verify_subject *about, struct audit_report *report,
    struct verify_conclusion *conclusion)
{
	struct audit_events events = {0};
	struct plan kept = {0};
	struct verify_subject s = *about;
	struct ssjc_err difference = c->err; /* what follows may write another one */
	ssjc_rc rc;

	name_subject(c, job, &events, &kept, &s);
	s.err = &difference;
	rc = verify_conclude(conclusion, &s, &c->err);
	if (rc)
		goto out;
	if (report->path)
		rc = audit_report_write(c, report, job, &s, buf_text(&conclusion->said));
	if (!rc)
		c->err = difference;
	else if (s.rc)
		cli_error(c, &difference);
out:
	plan_close(&kept);
	audit_events_free(&events);
	return rc;
}

static bool was_made(ssjc_rc rc)
{
	return rc == SSJC_OK || rc == SSJC_NO;
}

ssjc_rc run_verify(struct cli *c)
{
	struct verify_remarks remarks = {0};
	struct verify_totals totals = {0};
	struct verify_conclusion conclusion = {0};
	struct verify_job job = {
	    .version = c->context.version, .remark = verify_remarks_add, .arg = &remarks};
	struct verify_subject about = {.totals = &totals, .remarks = &remarks};
	struct evidence *evidence = calloc(c->operands + 1, sizeof *evidence);
	struct audit_report report = {0};
	ssjc_rc rc, printed = SSJC_OK;

	if (!evidence)
		return ssjc_fail_memory(&c->err);
	verify_remarks_start(&remarks, audit_options.json);
	remarks.said = audit_options.zh;
	rc = audit_report_open(c, &report, audit_options.report);
	if (!rc && (audit_options.zh || audit_options.report))
		rc = cli_chinese(c);
	if (rc)
		goto out;
	about.rc = rc = verify(c, &job, evidence, &totals);
	if (was_made(rc)) {
		printed = finish(c, &job, &about, &report, &conclusion);
		if (!rc && audit_options.strict)
			rc = verify_remarks_strict(&remarks, &c->err);
	}
	verify_remarks_end(
	    &remarks, &totals, rc, &c->err, buf_text(&conclusion.text), buf_text(&conclusion.said));
	if (printed)
		rc = printed;
	/* What was found good before the first difference is printed, too. */
	printed = cli_print(c, &remarks.out);
	if (!printed && remarks.out.n)
		printed = cli_shown(c);
	if (printed)
		rc = printed;
out:
	if (!audit_options.zh && audit_options.report)
		cli_own_language(c);
	checkpoint_list_free(&job.checkpoints);
	audit_report_close(&report);
	verify_conclusion_free(&conclusion);
	verify_remarks_free(&remarks);
	free(evidence);
	return rc;
}
