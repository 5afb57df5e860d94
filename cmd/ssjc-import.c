#include "import_cmd.h"

#include "ssjc/base/csv_file.h"
#include "ssjc/import/import_record.h"

static const char *rejects_path, *repairs_path, *stream;
static bool check, verbose;

/* One line an input, when there is a reason; whether any row was refused. */
static bool report(struct cli *c, const struct import_job *job)
{
	bool refused = false;

	for (size_t i = 0; i < job->n_inputs; i++) {
		const struct import_input *in = &job->input[i];

		refused |= in->refused > 0;
		if (in->refused || verbose)
			cli_note(c,
			    "%s: %s, %llu rows: %llu good, %llu refused, %llu repeated; %llu cells "
			    "repaired",
			    in->name, in->format, (unsigned long long)in->rows,
			    (unsigned long long)(in->rows - in->refused - in->repeated),
			    (unsigned long long)in->refused, (unsigned long long)in->repeated,
			    (unsigned long long)in->repaired);
	}
	return refused;
}

static ssjc_rc record(
    struct cli *c, const struct import_job *job, const char *digest, uint64_t rows)
{
	ssjc_rc rc;

	/* On record the options are in the form that import_options_parse reads. */
	buf_clear(&c->options);
	import_options_text(job->options, &c->options);
	rc = cli_audit(c, AUDIT_WRITE, &c->audit);
	if (rc == SSJC_OK)
		rc = cli_begin(c, c->audit, "import", "");
	if (rc == SSJC_OK)
		rc = import_record(job, c->audit, digest, rows, &c->err);
	if (rc == SSJC_OK)
		rc = audit_commit(c->audit, &c->err);
	/* Whoever waits for our end finds the file free. */
	audit_close(c->audit);
	c->audit = NULL;
	return rc;
}

static int run_import(struct cli *c)
{
	struct csv_file rejects = {.to = NULL}, repairs = {.to = NULL};
	struct csv_out out = {0};
	char digest[DIGEST_HEX];
	struct import_work w;
	ssjc_rc rc = import_work_open(c, &w, c->command->name);
	bool refused = false;

	if (rc == SSJC_OK)
		rc = cli_no_input(c, rejects_path);
	if (rc == SSJC_OK)
		rc = cli_no_input(c, repairs_path);
	if (rc == SSJC_OK)
		rc = csv_file_open(&rejects, rejects_path, cli_style(c), &c->err);
	if (rc == SSJC_OK)
		rc = csv_file_open(&repairs, repairs_path, cli_style(c), &c->err);
	if (rc == SSJC_OK)
		rc = csv_out_open(&out, check ? NULL : stdout, cli_style(c), &c->err);
	if (rc == SSJC_OK)
		rc = import_run(&w.job, &out, rejects.to, repairs.to, &c->err);
	if (rc == SSJC_OK)
		rc = csv_out_finish(&out, digest, &c->err);
	if (rc == SSJC_OK)
		rc = csv_file_finish(&rejects, &c->err);
	if (rc == SSJC_OK)
		rc = csv_file_finish(&repairs, &c->err);
	/* Before standard output ends: the next program's event comes after this. */
	if (rc == SSJC_OK && c->plan_path && !check)
		rc = record(c, &w.job, digest, out.rows - 1);
	if (rc == SSJC_OK)
		refused = report(c, &w.job);
	csv_file_close(&rejects);
	csv_file_close(&repairs);
	csv_out_close(&out);
	import_work_close(&w);
	return rc == SSJC_OK ? refused : cli_fail(c);
}

static int run_profile(struct cli *c)
{
	struct csv_out out = {0};
	struct import_work w;
	ssjc_rc rc = import_work_open(c, &w, stream);

	if (rc == SSJC_OK)
		rc = csv_out_open(&out, stdout, cli_style(c), &c->err);
	if (rc == SSJC_OK)
		rc = import_profile(&w.job, &out, &c->err);
	if (rc == SSJC_OK)
		rc = csv_out_finish(&out, NULL, &c->err);
	csv_out_close(&out);
	import_work_close(&w);
	return cli_done(c, rc);
}

#define HOW_TO_READ                                                                                \
	{0, "map", "COLUMN=HEADER", "the column has that header (repeatable)", CLI_LIST,           \
	    &import_asked.maps, 0, 0},                                                             \
	    {0, "sheet", "NAME", "the sheet of that name or number (repeatable)", CLI_LIST,        \
	        &import_asked.sheets, 0, 0},                                                       \
	    {0, "hidden", NULL, "read hidden rows too", CLI_FLAG, &import_asked.hidden, 0, 0},     \
	    {0, "encoding", "NAME", "of text: UTF-8, GB18030, UTF-16LE, UTF-16BE", CLI_TEXT,       \
	        &import_asked.encoding, 0, 0},                                                     \
	{                                                                                          \
		0, "accept", "FILE", "codes to take in spite of their check digit", CLI_TEXT,      \
		    &import_asked.accept, 0, 0                                                     \
	}

static const struct cli_opt import_opts[] = {
    {0, "rejects", "FILE", "list what was refused, and why", CLI_TEXT, &rejects_path, 0, 0},
    {0, "repairs", "FILE", "list what was repaired", CLI_TEXT, &repairs_path, 0, 0},
    HOW_TO_READ,
    {0, "check", NULL, "read and report only: no stream, no event", CLI_FLAG, &check, 0, 0},
    {'v', "verbose", NULL, "report even when all went well", CLI_FLAG, &verbose, 0, 0},
    {0},
};

static const struct cli_opt profile_opts[] = {
    {0, "stream", "NAME", "take it for that stream, not for the best match", CLI_TEXT, &stream, 0,
        0},
    HOW_TO_READ,
    {0},
};

static const struct cli_command commands[] = {
    {"objects", "[FILE...]", "the register of objects (检查对象名录库)", import_opts, run_import},
    {"inspectors", "[FILE...]", "the register of inspectors (执法人员名录库)", import_opts,
        run_import},
    {"history", "[FILE...]", "what was inspected when (抽查历史)", import_opts, run_import},
    {"items", "[FILE...]", "what is looked at (抽查事项清单)", import_opts, run_import},
    {"results", "[FILE...]", "what was found (检查结果)", import_opts, run_import},
    {"confirmations", "[FILE...]", "the departments' word on the drawn (对比和确认)", import_opts,
        run_import},
    {"profile", "[FILE...]", "describe the columns of a file, import nothing", profile_opts,
        run_profile},
    {0},
};

static const struct cli_program program = {
    "ssjc-import", "Read rosters or filled sheets of any format; write a clean stream.", commands};

int main(int argc, char **argv)
{
	return cli_main(&program, argc, argv);
}
