#include "import_cmd.h"

#include <stdlib.h>

struct import_args import_args;

/* The second copy of a file says nothing new: somebody may have meant another file. */
static void note_copy(struct cli *c, const struct import_work *w, size_t i)
{
	const struct import_input *in = w->job.input;

	for (size_t k = 0; k < i; k++)
		if (in[i].bytes.n > 0 && str_eq(in[k].bytes, in[i].bytes)) {
			cli_note(c, "%s: is the same as %s, word for word: was another file meant?",
			    in[i].name, in[k].name);
			return;
		}
}

static ssjc_rc open_inputs(struct cli *c, struct import_work *w)
{
	size_t n = c->operands ? c->operands : 1;
	ssjc_rc rc;

	w->file = calloc(n, sizeof *w->file);
	w->name = calloc(n, sizeof *w->name);
	w->job.input = calloc(n, sizeof *w->job.input);
	if (!w->file || !w->name || !w->job.input)
		return ssjc_fail_memory(&c->err);
	if (import_args.keep && (n != 1 || !c->operands || !cli_is_database(c->operand[0])))
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "--keep is for one table of a database: files are kept already");
	for (size_t i = 0; i < n; i++) {
		struct file *f = &w->file[w->job.n_inputs++];

		rc = c->operands && cli_is_database(c->operand[i])
		    ? import_table(c, f, c->operand[i], &w->name[i])
		    : file_open(f, c->operands ? c->operand[i] : "-", &c->err);
		if (rc)
			return rc;
		w->job.input[i] = (struct import_input){.name = f->name, .bytes = f->bytes};
		note_copy(c, w, i);
	}
	return SSJC_OK;
}

ssjc_rc import_work_open(struct cli *c, struct import_work *w, const char *stream)
{
	struct import_job *job = &w->job;
	struct cli_input *accept;
	ssjc_rc rc = cli_import(c, job, &w->options, stream);

	if (rc)
		return rc;
	if (import_args.accept) {
		rc = cli_read(c, import_args.accept, &accept);
		if (rc)
			return rc;
		job->accept = accept->text;
		job->accept_name = import_args.accept;
	}
	return open_inputs(c, w);
}

void import_work_close(struct import_work *w)
{
	for (size_t i = 0; i < w->job.n_inputs; i++) {
		file_close(&w->file[i]);
		free(w->name[i]);
	}
	free(w->file);
	free(w->name);
	free(w->job.input);
	import_options_free(&w->options);
}
