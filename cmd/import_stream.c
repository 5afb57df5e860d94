#include "import_cmd.h"

#include "ssjc/base/csv_file.h"
#include "ssjc/import/import_record.h"

#include <stdio.h>

/* One line for an input that there is something to say of; was any row refused? */
static bool report(struct cli *c, const struct import_job *job)
{
	bool refused = false;

	for (size_t i = 0; i < job->n_inputs; i++) {
		const struct import_input *in = &job->input[i];
		char left[48];

		refused |= in->refused > 0;
		if (!in->refused && !in->left_out && !import_args.verbose)
			continue;
		*left = '\0';
		if (in->left_out)
			snprintf(
			    left, sizeof left, " %llu left out;", (unsigned long long)in->left_out);
		cli_note(c,
		    "%s: %s, %llu row%s: %llu good, %llu refused, %llu repeated;%s %llu cell%s "
		    "repaired",
		    in->name, in->format, (unsigned long long)in->rows, in->rows == 1 ? "" : "s",
		    (unsigned long long)(in->rows - in->refused - in->repeated),
		    (unsigned long long)in->refused, (unsigned long long)in->repeated, left,
		    (unsigned long long)in->repaired, in->repaired == 1 ? "" : "s");
	}
	return refused;
}

static ssjc_rc record(
    struct cli *c, const struct import_job *job, const char *digest, uint64_t rows)
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
	rc = cli_begin_event(c, AUDIT_WRITE, "import", buf_text(&options), "", &a);
	if (rc)
		goto out;
	rc = import_record(job, a, digest, rows, &c->err);
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
	return ssjc_fail(&c->err, SSJC_NO,
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
	ssjc_rc rc = cli_no_input(c, import_args.rejects);

	if (rc)
		return rc;
	rc = cli_no_input(c, import_args.repairs);
	if (rc)
		return rc;
	rc = csv_file_open(&o->rejects, import_args.rejects, c->style, &c->err);
	if (rc)
		return rc;
	rc = csv_file_open(&o->repairs, import_args.repairs, c->style, &c->err);
	if (rc)
		return rc;
	return csv_out_open(&o->stream, import_args.check ? NULL : stdout, c->style, &c->err);
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

ssjc_rc run_import(struct cli *c)
{
	struct import_outputs o = {0};
	struct import_work w = {0};
	char digest[DIGEST_HEX];
	bool refused;
	ssjc_rc rc = import_work_open(c, &w, c->command->name);

	if (rc)
		goto out;
	rc = open_outputs(c, &o);
	if (rc)
		goto out;
	rc = import_run(&w.job, &o.stream, o.rejects.to, o.repairs.to, &c->err);
	if (rc)
		goto out;
	rc = finish_outputs(c, &o, digest);
	if (rc)
		goto out;
	refused = report(c, &w.job);
	rc = check_count(c, &w.job);
	if (rc)
		goto out;
	/* Before standard output ends: the next program's event comes after this. */
	if (w.job.plan && !import_args.check) {
		rc = record(c, &w.job, digest, o.stream.rows - 1);
		if (rc)
			goto out;
	}
	if (refused)
		rc = SSJC_NO;
out:
	csv_file_close(&o.rejects);
	csv_file_close(&o.repairs);
	csv_out_close(&o.stream);
	import_work_close(&w);
	return rc;
}
