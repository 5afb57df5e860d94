#include "import_cmd.h"

#include <stdlib.h>

struct import_asked import_asked;

static void say(void *arg, const char *text)
{
	cli_note(arg, "%s", text);
}

static ssjc_rc set(struct cli *c, struct import_work *w, struct str name, const char *value)
{
	return import_option(&w->options, name, str_of(value), &c->err);
}

static ssjc_rc read_options(struct cli *c, struct import_work *w, const char *stream)
{
	const struct import_asked *a = &import_asked;
	ssjc_rc rc = SSJC_OK;

	w->options.style = cli_style(c);
	w->options.hidden = a->hidden;
	if (stream)
		rc = set(c, w, STR("stream"), stream);
	if (rc == SSJC_OK && a->encoding)
		rc = set(c, w, STR("encoding"), a->encoding);
	for (size_t i = 0; i < a->maps.n && rc == SSJC_OK; i++)
		rc = set(c, w, STR("map"), a->maps.v[i]);
	for (size_t i = 0; i < a->sheets.n && rc == SSJC_OK; i++)
		rc = set(c, w, STR("sheet"), a->sheets.v[i]);
	return rc;
}

static ssjc_rc open_inputs(struct cli *c, struct import_work *w)
{
	size_t n = c->operands ? (size_t)c->operands : 1;
	ssjc_rc rc = SSJC_OK;

	w->file = calloc(n, sizeof *w->file);
	w->job.input = calloc(n, sizeof *w->job.input);
	if (!w->file || !w->job.input)
		return ssjc_fail_memory(&c->err);
	for (size_t i = 0; i < n && rc == SSJC_OK; i++) {
		struct file *f = &w->file[w->job.n_inputs++];

		rc = file_open(f, c->operands ? c->operand[i] : "-", &c->err);
		w->job.input[i] = (struct import_input){.name = f->name, .bytes = f->bytes};
	}
	return rc;
}

ssjc_rc import_work_open(struct cli *c, struct import_work *w, const char *stream)
{
	struct cli_input *accept = NULL;
	ssjc_rc rc;

	*w = (struct import_work){.job = {.options = &w->options,
	                              .notice = say,
	                              .progress = cli_tick(),
	                              .arg = c,
	                              .accept_name = import_asked.accept}};
	rc = read_options(c, w, stream);
	if (rc == SSJC_OK && c->plan_path) {
		rc = cli_plan(c);
		w->job.plan = &c->plan;
	}
	if (rc == SSJC_OK)
		rc = cli_vocabulary(c);
	w->job.vocabulary = c->vocabulary;
	if (rc == SSJC_OK && import_asked.accept)
		rc = cli_read(c, import_asked.accept, &accept);
	if (rc == SSJC_OK && accept)
		w->job.accept = accept->text;
	return rc == SSJC_OK ? open_inputs(c, w) : rc;
}

void import_work_close(struct import_work *w)
{
	for (size_t i = 0; i < w->job.n_inputs; i++)
		file_close(&w->file[i]);
	free(w->file);
	free(w->job.input);
	import_options_free(&w->options);
}
