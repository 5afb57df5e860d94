/*
 * run_import: an import of a text or of whole jobs, and what it wrote, for tests.
 */
#ifndef RUN_IMPORT_H
#define RUN_IMPORT_H

#include "../test.h"

#include "ssjc/import/import.h"

static struct ssjc_err err;
static struct vocabulary *vocabulary;

/* The texts that an import writes, and its notices, a line each. */
struct imported {
	ssjc_rc rc;
	char *stream, *rejects, *repairs;
	char notice[4096];
	char digest[DIGEST_HEX];
};

static inline void keep_notice(void *arg, const char *text)
{
	struct imported *o = arg;

	size_t n = strlen(o->notice);

	snprintf(o->notice + n, sizeof o->notice - n, "%s\n", text);
}

static inline void run_job(struct import_job *job, struct imported *o)
{
	struct csv_out csv[3] = {{0}};
	char **text[3] = {&o->stream, &o->rejects, &o->repairs};
	size_t n[3];
	FILE *f[3];

	*o = (struct imported){.rc = SSJC_OK};
	job->vocabulary = vocabulary;
	job->notice = keep_notice;
	job->arg = o;
	for (int i = 0; i < 3; i++) {
		f[i] = open_memstream(text[i], &n[i]);
		assert_non_null(f[i]);
		assert_int_equal(csv_out_open(&csv[i], f[i], job->options->style, &err), SSJC_OK);
	}
	o->rc = import_run(job, &csv[0], &csv[1], &csv[2], &err);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(csv_out_finish(&csv[i], i ? NULL : o->digest, &err), SSJC_OK);
		csv_out_close(&csv[i]);
		fclose(f[i]);
	}
}

static inline void result_free(struct imported *o)
{
	free(o->stream);
	free(o->rejects);
	free(o->repairs);
}

/* Import text as a stream under options as import_options_parse reads them. */
static inline void import(
    const char *options, struct str bytes, struct imported *o, struct import_input *in)
{
	struct import_options parsed;
	struct import_job job = {.options = &parsed, .input = in, .n_inputs = 1};

	*in = (struct import_input){.name = "a.csv", .bytes = bytes};
	assert_int_equal(import_options_parse(&parsed, str_of(options), &err), SSJC_OK);
	run_job(&job, o);
	import_options_free(&parsed);
}

#define REJECTS "file,sheet,row,column,value,reason\n"
#define REPAIRS "file,sheet,row,column,value,repaired,note\n"

static inline void gives(
    const char *options, const char *text, const char *stream, const char *rejects)
{
	struct import_input in;
	struct imported o;

	import(options, str_of(text), &o, &in);
	if (o.rc != SSJC_OK)
		fail_msg("%s", err.msg);
	assert_string_equal(o.stream, stream);
	if (rejects)
		assert_string_equal(o.rejects + strlen(REJECTS), rejects);
	result_free(&o);
}

/* What an import of text tells the user. */
static inline void tells(const char *options, const char *text, const char *notice)
{
	struct import_input in;
	struct imported o;

	import(options, str_of(text), &o, &in);
	assert_int_equal(o.rc, SSJC_OK);
	assert_string_equal(o.notice, notice);
	result_free(&o);
}

static inline void fails(const char *options, const char *text, const char *why)
{
	struct import_input in;
	struct imported o;

	import(options, str_of(text), &o, &in);
	assert_int_equal(o.rc, SSJC_INPUT);
	if (!strstr(err.msg, why))
		fail_msg("“%s” does not say “%s”", err.msg, why);
	result_free(&o);
}

#define OBJECTS "stream=objects\n"

static inline int open_vocabulary(void **state)
{
	const char *share = getenv("SSJC_SHARE");

	(void)state;
	return vocabulary_open(&vocabulary, share ? share : "share", &err) == SSJC_OK ? 0 : -1;
}

static inline int close_vocabulary(void **state)
{
	(void)state;
	vocabulary_close(vocabulary);
	return 0;
}

#endif
