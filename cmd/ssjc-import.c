#include "import_cmd.h"

#include "ssjc/base/csv_file.h"
#include "ssjc/import/import_record.h"

#include <stdio.h>

static const char *rejects_path, *repairs_path, *stream;
static bool check, verbose;
static int64_t expected; /* 0: nobody has counted */

/* One line for an input that there is something to say of; was any row refused? */
static bool report(struct cli *c, const struct import_job *job)
{
	bool refused = false;

	for (size_t i = 0; i < job->n_inputs; i++) {
		const struct import_input *in = &job->input[i];
		char left[48];

		refused |= in->refused > 0;
		if (!in->refused && !in->left_out && !verbose)
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
	if (expected == 0 || rows == (uint64_t)expected)
		return SSJC_OK;
	return ssjc_fail(&c->err, SSJC_NO,
	    "the files have %llu row%s, but --expect says %lld: nothing is put on record",
	    (unsigned long long)rows, rows == 1 ? "" : "s", (long long)expected);
}

/* The three outputs of an import. */
struct import_outputs {
	struct csv_out stream;
	struct csv_file rejects, repairs;
};

static ssjc_rc open_outputs(struct cli *c, struct import_outputs *o)
{
	ssjc_rc rc = cli_no_input(c, rejects_path);

	if (rc)
		return rc;
	rc = cli_no_input(c, repairs_path);
	if (rc)
		return rc;
	rc = csv_file_open(&o->rejects, rejects_path, c->style, &c->err);
	if (rc)
		return rc;
	rc = csv_file_open(&o->repairs, repairs_path, c->style, &c->err);
	if (rc)
		return rc;
	return csv_out_open(&o->stream, check ? NULL : stdout, c->style, &c->err);
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

static ssjc_rc run_import(struct cli *c)
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
	if (w.job.plan && !check) {
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

static ssjc_rc run_profile(struct cli *c)
{
	struct csv_out out = {0};
	struct import_work w = {0};
	ssjc_rc rc = import_work_open(c, &w, stream);

	if (rc)
		goto out;
	rc = csv_out_open(&out, stdout, c->style, &c->err);
	if (rc)
		goto out;
	rc = import_profile(&w.job, &out, &c->err);
	if (rc)
		goto out;
	rc = csv_out_finish(&out, NULL, &c->err);
out:
	csv_out_close(&out);
	import_work_close(&w);
	return rc;
}

/* How to read: every command's. */
static const struct cli_option how_opts[] = {
    OPT_LIST(
        0, "map", "COLUMN=HEADER", "the column has that header (repeatable)", &import_how.maps),
    OPT_LIST(
        0, "sheet", "NAME", "the sheet of that name or number (repeatable)", &import_how.sheets),
    OPT_TEXT(0, "header", "ROWS", "the rows of the headers: 3 or 3-4", &import_how.header),
    OPT_FLAG(0, "hidden", "read hidden rows too", &import_how.hidden),
    OPT_TEXT(
        0, "encoding", "NAME", "of text: UTF-8, GB18030, UTF-16LE, UTF-16BE", &import_how.encoding),
    OPT_TEXT(
        0, "accept", "FILE", "codes to take in spite of their check digit", &import_how.accept),
    {0},
};
static const struct cli_option import_opts[] = {
    OPT_TEXT(0, "rejects", "FILE", "list what was refused or left out, and why", &rejects_path),
    OPT_TEXT(0, "repairs", "FILE", "list what was repaired", &repairs_path),
    OPT_COUNT(
        0, "expect", "N", "how many rows somebody else has counted", &expected, 1, 1000000000),
    OPT_FLAG(0, "check", "read and report only: no stream, no event", &check),
    OPT_FLAG('v', "verbose", "report even when all went well", &verbose),
    {0},
};
static const struct cli_option profile_opts[] = {
    OPT_TEXT(0, "stream", "NAME", "take it for that stream, not for the best match", &stream),
    {0},
};

static const struct cli_command commands[] = {
    {"objects", "[FILE...]", "the register of objects (检查对象名录库)", import_opts, run_import},
    {"inspectors", "[FILE...]", "the register of inspectors (执法人员名录库)", import_opts,
        run_import},
    {"history", "[FILE...]", "what was inspected when (抽查历史)", import_opts, run_import},
    {"items", "[FILE...]", "what is looked at (抽查事项清单)", import_opts, run_import},
    {"results", "[FILE...]", "what was found (检查结果)", import_opts, run_import},
    {"confirmations", "[FILE...]", "what departments say of the objects drawn (对比和确认)",
        import_opts, run_import},
    {"profile", "[FILE...]", "describe the columns of a file, import nothing", profile_opts,
        run_profile},
    {0},
};

int main(int argc, char **argv)
{
	static const struct cli_program program = {.name = "ssjc-import",
	    .help = "Read rosters or filled sheets of any format; write a clean stream.",
	    .options = how_opts,
	    .commands = commands};

	return cli_main(&program, argc, argv);
}
