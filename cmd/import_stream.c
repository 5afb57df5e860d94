#include "import_cmd.h"
#include "import_remarks.h"

#include "ssjc/base/csv_file.h"
#include "ssjc/import/import_record.h"

static uint64_t rows_refused(const struct import_job *job)
{
	uint64_t n = 0;

	for (size_t i = 0; i < job->n_inputs; i++)
		n += job->input[i].refused;
	return n;
}

/*
 * Why the rows refused, and what was chosen, may be so: the user's reason, or the plan's,
 * which is for rows alone; "" when none is.
 */
static const char *accepted(const struct import_job *job, const struct import_lists *lists)
{
	uint64_t choices = import_lists_rows(lists, STREAM_CHOICES);

	if (rows_refused(job) + choices == 0)
		return "";
	if (import_args.accept_rejects)
		return cli_reason.reason;
	return job->plan->accept_rejects.n && !choices ? job->plan->accept_rejects.p : "";
}

static ssjc_rc check_reason(struct cli *c)
{
	if (import_args.accept_rejects != cli_given(cli_reason.reason))
		return ssjc_fail(
		    &c->err, SSJC_USAGE, "--accept-rejects and --reason TEXT go together");
	if (import_args.accept_rejects && !c->plan_path)
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "--accept-rejects goes on record: name the plan with -p PLAN");
	return SSJC_OK;
}

static ssjc_rc record(struct cli *c, const struct import_job *job, const struct import_lists *lists,
    const char *digest, uint64_t rows)
{
	struct audit *a;
	struct buf options = {0};
	ssjc_rc rc;

	/* On record the options are in the form that import_options_parse reads. */
	import_options_text(job->options, &options);
	if (options.failed) {
		rc = ssjc_fail_memory(&c->err);
		goto out;
	}
	rc = cli_begin_event(
	    c, AUDIT_WRITE, "import", buf_text(&options), accepted(job, lists), &a);
	if (rc)
		goto out;
	rc = import_record(job, lists, a, c->out_name, digest, rows, &c->err);
	if (rc)
		goto out;
	rc = audit_commit(a, &c->err);
out:
	buf_free(&options);
	return rc;
}

/* Are there as many rows as somebody else has counted? */
static ssjc_rc check_count(struct cli *c, const struct import_job *job)
{
	uint64_t rows = 0;

	for (size_t i = 0; i < job->n_inputs; i++)
		rows += job->input[i].rows;
	if (import_args.expected == 0 || rows == (uint64_t)import_args.expected)
		return SSJC_OK;
	return ssjc_fail(&c->err, SSJC_REFUSED,
	    "the files have %llu row%s, but --expect says %lld: nothing is put on record",
	    (unsigned long long)rows, rows == 1 ? "" : "s", (long long)import_args.expected);
}

/* The three outputs of an import. */
struct import_outputs {
	struct csv_out stream;
	struct csv_file rejects, repairs;
};

static ssjc_rc open_outputs(struct cli *c, struct import_outputs *o)
{
	ssjc_rc rc = csv_file_open(&o->rejects, import_args.rejects, c->style, &c->err);

	if (rc)
		return rc;
	rc = csv_file_open(&o->repairs, import_args.repairs, c->style, &c->err);
	if (rc)
		return rc;
	return csv_out_open(&o->stream, import_args.check ? NULL : c->out, c->style, &c->err);
}

static ssjc_rc finish_outputs(struct cli *c, struct import_outputs *o, char digest[DIGEST_HEX])
{
	ssjc_rc rc = csv_out_finish(&o->stream, digest, &c->err);

	if (rc)
		return rc;
	rc = csv_file_finish(&o->rejects, &c->err);
	if (rc)
		return rc;
	return csv_file_finish(&o->repairs, &c->err);
}

/* One import, from what it reads to what it writes. */
struct importing {
	struct import_work work;
	struct import_lists lists; /* with a plan only */
	struct import_outputs out;
	char digest[DIGEST_HEX]; /* of the stream */
};

static ssjc_rc read_rows(struct cli *c, struct importing *m)
{
	struct import_job *job = &m->work.job;
	ssjc_rc rc = import_work_open(c, &m->work, c->command->name);

	if (rc)
		return rc;
	rc = import_remarks_maps(c, &m->work.options);
	if (rc)
		return rc;
	if (job->plan) {
		rc = import_lists_open(&m->lists, job, &c->err);
		if (rc)
			return rc;
	}
	rc = open_outputs(c, &m->out);
	if (rc)
		return rc;
	rc = import_run(job, &m->out.stream, m->out.rejects.to, m->out.repairs.to, &c->err);
	if (rc)
		return rc;
	return finish_outputs(c, &m->out, m->digest);
}

/* What was read goes on record; SSJC_NO when rows were refused and nobody says why that may be. */
static ssjc_rc settle(struct cli *c, struct importing *m)
{
	const struct import_job *job = &m->work.job;
	bool recorded = job->plan && !import_args.check, refused = rows_refused(job) > 0;
	ssjc_rc rc;

	import_remarks_inputs(c, job);
	rc = check_count(c, job);
	if (rc)
		return rc;
	if (job->plan) {
		rc = import_lists_finish(&m->lists, &c->err);
		if (rc)
			return rc;
		import_remarks_names(c, &m->lists);
	}
	/* With a reason there is a plan, and with that there are lists. */
	if (import_args.accept_rejects && !refused && !import_lists_rows(&m->lists, STREAM_CHOICES))
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "no row was refused: leave out --accept-rejects and --reason");
	/* Before standard output ends: the next program's event comes after this. */
	if (recorded) {
		rc = record(c, job, &m->lists, m->digest, m->out.stream.rows - 1);
		if (rc)
			return rc;
	}
	if (!refused || (job->plan && accepted(job, &m->lists)[0]))
		return SSJC_OK;
	if (recorded)
		cli_note(c,
		    "the rows refused are not in the stream: correct them (--rejects FILE "
		    "lists each, and why) and import again, or do without them: "
		    "--accept-rejects --reason TEXT");
	return SSJC_NO;
}

ssjc_rc run_import(struct cli *c)
{
	struct importing m = {.digest = ""};
	ssjc_rc rc = check_reason(c);

	if (rc)
		return rc;
	if (import_args.check && c->out != stdout)
		return ssjc_fail(&c->err, SSJC_USAGE, "--check writes no stream: leave out -o");
	rc = read_rows(c, &m);
	if (rc)
		goto out;
	rc = settle(c, &m);
out:
	import_lists_close(&m.lists);
	csv_file_close(&m.out.rejects);
	csv_file_close(&m.out.repairs);
	csv_out_close(&m.out.stream);
	import_work_close(&m.work);
	return rc;
}
