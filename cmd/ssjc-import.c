#include "cli.h"

#include "ssjc/import.h"

#include <stdlib.h>
#include <unistd.h>

static const char *rejects_path, *repairs_path, *accept_path, *encoding, *stream;
static struct cli_list maps, sheets;
static bool hidden, check, verbose;

/* What a command reads. */
struct desk {
	struct import_options options;
	struct import_job job;
	struct file *file;          /* beside each of job.input */
	struct file accept;
	struct terms *terms;
};

static void say(void *arg, const char *text)
{
	cli_note(arg, "%s", text);
}

/* A line that is written over, for somebody who watches. */
static void tick(void *arg, uint64_t rows)
{
	(void)arg;
	fprintf(stderr, "\r%llu rows", (unsigned long long)rows);
}

static ssjc_code read_options(struct cli *c, struct import_options *o)
{
	ssjc_code code = SSJC_OK;

	o->stream = stream_of(str_of(stream ? stream : c->command->name));
	o->style = cli_style(c);
	o->hidden = hidden;
	if (stream && !o->stream)
		return ssjc_fail(&c->err, SSJC_USAGE, "there is no stream “%s”", stream);
	if (encoding && !encoding_parse(str_of(encoding), &o->encoding))
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "“%s” is no encoding known here: UTF-8, GB18030, UTF-16LE, UTF-16BE or auto",
		    encoding);
	for (size_t i = 0; i < maps.n && code == SSJC_OK; i++)
		code = import_add_map(o, str_of(maps.v[i]), &c->err);
	for (size_t i = 0; i < sheets.n && code == SSJC_OK; i++)
		code = import_add_sheet(o, str_of(sheets.v[i]), &c->err);
	return code;
}

static ssjc_code desk_open(struct cli *c, struct desk *d)
{
	struct import_job *job = &d->job;
	size_t n = c->operands ? (size_t)c->operands : 1;
	ssjc_code code = read_options(c, &d->options);

	d->file = calloc(n, sizeof *d->file);
	job->input = calloc(n, sizeof *job->input);
	if (code == SSJC_OK && (!d->file || !job->input))
		code = ssjc_fail_memory(&c->err);
	if (code == SSJC_OK && c->plan_path) {
		code = cli_plan(c);
		job->plan = &c->plan;
	}
	if (code == SSJC_OK)
		code = terms_open(&d->terms, c->share, &c->err);
	if (code == SSJC_OK && accept_path)
		code = file_open(&d->accept, accept_path, &c->err);
	for (; job->n_inputs < n && code == SSJC_OK; job->n_inputs++) {
		struct file *f = &d->file[job->n_inputs];

		code = file_open(f, c->operands ? c->operand[job->n_inputs] : "-", &c->err);
		job->input[job->n_inputs] = (struct import_input){.name = f->name, .bytes = f->bytes};
	}
	job->options = &d->options;
	job->terms = d->terms;
	job->accept = d->accept.bytes;
	job->accept_name = d->accept.name;
	job->notice = say;
	job->progress = isatty(STDERR_FILENO) ? tick : NULL;
	job->arg = c;
	return code;
}

static void desk_close(struct desk *d)
{
	for (size_t i = 0; i < d->job.n_inputs; i++)
		file_close(&d->file[i]);
	file_close(&d->accept);
	terms_close(d->terms);
	import_options_free(&d->options);
	free(d->job.input);
	free(d->file);
}

/* One line an input, when there is a reason; whether any row was refused. */
static bool report(struct cli *c, const struct import_job *job)
{
	bool refused = false;

	for (size_t i = 0; i < job->n_inputs; i++) {
		const struct import_input *in = &job->input[i];

		refused |= in->refused > 0;
		if (in->refused == 0 && !verbose)
			continue;
		cli_note(c, "%s: %s, %llu rows: %llu good, %llu refused, %llu repeated; %llu cells repaired",
		    in->name, in->format, (unsigned long long)in->rows,
		    (unsigned long long)(in->rows - in->refused - in->repeated),
		    (unsigned long long)in->refused, (unsigned long long)in->repeated,
		    (unsigned long long)in->repaired);
	}
	return refused;
}

static ssjc_code put_file(struct cli *c, struct audit *a, struct audit_file f, struct str bytes,
    bool keep)
{
	char hex[DIGEST_HEX];
	ssjc_code code = digest_hex(bytes.p, bytes.n, hex, &c->err);

	f.digest = str_of(hex);
	if (keep)
		f.content = bytes;
	return code == SSJC_OK ? audit_put_file(a, &f, &c->err) : code;
}

/* What it takes to run the import again, besides the options: terms, accepted codes. */
static ssjc_code put_means(struct cli *c, struct audit *a, const struct desk *d)
{
	ssjc_code code = SSJC_OK;

	for (int i = 0; i < TERMS_FILES && code == SSJC_OK; i++)
		code = put_file(c, a,
		    (struct audit_file){.kind = STR("terms"), .name = str_of(terms_files[i])},
		    terms_source(d->terms, i), true);
	if (code == SSJC_OK && accept_path)
		code = put_file(c, a,
		    (struct audit_file){.kind = STR("accept"), .name = str_of(accept_path)},
		    d->accept.bytes, true);
	return code;
}

static ssjc_code record(struct cli *c, const struct desk *d, const struct csv_out *out,
    const char *digest)
{
	struct str kind = str_of(d->options.stream->name);
	struct audit_file stream_out = {.output = true, .kind = kind, .name = STR("standard output"),
	    .digest = str_of(digest), .rows = out->rows - 1};
	struct audit *a = NULL;
	ssjc_code code = cli_audit(c, AUDIT_WRITE, &a);

	/* On record the options are in the form that import_options_parse reads. */
	buf_clear(&c->options);
	import_options_text(&d->options, &c->options);
	if (code == SSJC_OK)
		code = cli_begin(c, a, "import", "");
	if (code == SSJC_OK)
		code = put_means(c, a, d);
	for (size_t i = 0; i < d->job.n_inputs && code == SSJC_OK; i++) {
		const struct import_input *in = &d->job.input[i];

		code = put_file(c, a,
		    (struct audit_file){.kind = kind, .name = str_of(in->name), .rows = in->rows,
			.refused = in->refused, .repaired = in->repaired},
		    in->bytes, false);
	}
	if (code == SSJC_OK)
		code = audit_put_file(a, &stream_out, &c->err);
	if (code == SSJC_OK)
		code = audit_commit(a, &c->err);
	audit_close(a);
	return code;
}

/* A file of --rejects or --repairs, if it is wanted. */
struct list {
	struct out out;
	struct csv_out csv;
	bool wanted;
};

static ssjc_code list_open(struct cli *c, struct list *l, const char *path)
{
	ssjc_code code = SSJC_OK;

	if (path)
		code = out_open(&l->out, path, &c->err);
	if (path && code == SSJC_OK)
		code = csv_out_open(&l->csv, l->out.f, cli_style(c), &c->err);
	l->wanted = path && code == SSJC_OK;
	return code;
}

static ssjc_code list_finish(struct cli *c, struct list *l)
{
	ssjc_code code = SSJC_OK;

	if (l->wanted)
		code = csv_out_finish(&l->csv, NULL, &c->err);
	if (l->wanted && code == SSJC_OK)
		code = out_finish(&l->out, &c->err);
	return code;
}

static void list_close(struct list *l)
{
	csv_out_close(&l->csv);
	out_abort(&l->out);
}

static int run_import(struct cli *c)
{
	struct list rejects = {.wanted = false}, repairs = {.wanted = false};
	struct csv_out out = {0};
	struct desk d = {.file = NULL};
	struct out flush = {.f = stdout};
	char digest[DIGEST_HEX];
	bool refused = false;
	ssjc_code code = desk_open(c, &d);

	if (code == SSJC_OK)
		code = list_open(c, &rejects, rejects_path);
	if (code == SSJC_OK)
		code = list_open(c, &repairs, repairs_path);
	if (code == SSJC_OK)
		code = csv_out_open(&out, check ? NULL : stdout, cli_style(c), &c->err);
	if (code == SSJC_OK)
		code = import_run(&d.job, &out, rejects.wanted ? &rejects.csv : NULL,
		    repairs.wanted ? &repairs.csv : NULL, &c->err);
	if (code == SSJC_OK)
		code = csv_out_finish(&out, digest, &c->err);
	if (code == SSJC_OK)
		code = list_finish(c, &rejects);
	if (code == SSJC_OK)
		code = list_finish(c, &repairs);
	/* On record before the pipe's end is seen: the next program's event comes after. */
	if (code == SSJC_OK && !check)
		code = out_flush(&flush, &c->err);
	if (code == SSJC_OK && c->plan_path && !check)
		code = record(c, &d, &out, digest);
	if (code == SSJC_OK)
		refused = report(c, &d.job);
	list_close(&rejects);
	list_close(&repairs);
	csv_out_close(&out);
	desk_close(&d);
	return code == SSJC_OK ? refused : cli_fail(c);
}

static int run_profile(struct cli *c)
{
	struct csv_out out = {0};
	struct desk d = {.file = NULL};
	ssjc_code code = desk_open(c, &d);

	if (code == SSJC_OK)
		code = csv_out_open(&out, stdout, cli_style(c), &c->err);
	if (code == SSJC_OK)
		code = import_profile(&d.job, &out, &c->err);
	if (code == SSJC_OK)
		code = csv_out_finish(&out, NULL, &c->err);
	csv_out_close(&out);
	desk_close(&d);
	return code == SSJC_OK ? 0 : cli_fail(c);
}

#define HOW_TO_READ \
	{0, "map", "COLUMN=HEADER", "the column has that header (may be repeated)", CLI_LIST, &maps, 0, 0}, \
	{0, "sheet", "NAME", "the sheet of that name or number (may be repeated)", CLI_LIST, &sheets, 0, 0}, \
	{0, "hidden", NULL, "read hidden rows too", CLI_FLAG, &hidden, 0, 0}, \
	{0, "encoding", "NAME", "of text: UTF-8, GB18030, UTF-16LE, UTF-16BE", CLI_TEXT, &encoding, 0, 0}, \
	{0, "accept", "FILE", "codes right in spite of their check digit: id,reason", CLI_TEXT, &accept_path, 0, 0}

static const struct cli_opt import_opts[] = {
    {0, "rejects", "FILE", "list what was refused, and why", CLI_TEXT, &rejects_path, 0, 0},
    {0, "repairs", "FILE", "list what was repaired", CLI_TEXT, &repairs_path, 0, 0},
    HOW_TO_READ,
    {0, "check", NULL, "read and report only: write no stream, no event", CLI_FLAG, &check, 0, 0},
    {'v', "verbose", NULL, "report what was done even when all went well", CLI_FLAG, &verbose, 0, 0},
    {0},
};

static const struct cli_opt profile_opts[] = {
    {0, "stream", "NAME", "take it for that stream, not for the best match", CLI_TEXT, &stream, 0, 0},
    HOW_TO_READ,
    {0},
};

static const struct cli_command commands[] = {
    {"objects", "[FILE...]", "the roster of objects (检查对象名录库)", import_opts, run_import},
    {"inspectors", "[FILE...]", "the roster of inspectors (执法人员名录库)", import_opts, run_import},
    {"history", "[FILE...]", "who was inspected when (抽查历史)", import_opts, run_import},
    {"items", "[FILE...]", "what is looked at (抽查事项清单)", import_opts, run_import},
    {"results", "[FILE...]", "what was found (检查结果)", import_opts, run_import},
    {"profile", "[FILE...]", "describe the columns of a file, import nothing", profile_opts,
	run_profile},
    {0},
};

static const struct cli_program program = {
    "ssjc-import", "Read a roster or filled sheets of any format; write a clean stream.", commands};

int main(int argc, char **argv)
{
	return cli_main(&program, argc, argv);
}
