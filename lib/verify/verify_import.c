#include "verify_work.h"

#include "ssjc/import/import.h"

#include <stdio.h>
#include <stdlib.h>

/* The vocabulary's file of that name, among the inputs of the event at hand, or NULL. */
static const struct audit_file *vocabulary_file(const struct verifier *v, const char *name)
{
	const struct audit_file *found = NULL;

	for (size_t i = 0; i < v->event->n_files; i++) {
		const struct audit_file *f = &v->event->file[i];

		if (str_is(f->kind, "terms") && str_is(f->name, name))
			found = f;
	}
	return found;
}

/* The vocabulary by which the event's rosters were read, as the audit file keeps it. */
static ssjc_rc read_vocabulary(struct verifier *v, struct vocabulary **out)
{
	struct str text[VOCABULARY_FILES];

	for (int t = 0; t < VOCABULARY_FILES; t++) {
		const struct audit_file *f = vocabulary_file(v, vocabulary_files[t]);
		ssjc_rc rc;

		if (!f)
			return verify_differs(
			    v, "the data file %s is not on record", vocabulary_files[t]);
		rc = audit_content(v->job->audit, f->digest, &v->arena, &text[t], v->err);
		if (rc)
			return rc;
	}
	return vocabulary_read(out, text, v->err);
}

/* The stream that the job gives, into the arena, and its digest. */
static ssjc_rc run_import(
    struct verifier *v, const struct import_job *job, struct str *stream, char digest[DIGEST_HEX])
{
	struct csv_out csv = {0};
	char *text = NULL;
	size_t size = 0;
	bool ok = true;
	FILE *f = open_memstream(&text, &size);
	ssjc_rc rc;

	if (!f)
		return ssjc_fail_memory(v->err);
	rc = csv_out_open(&csv, f, job->options->style, v->err);
	if (rc)
		goto out;
	rc = import_run(job, &csv, NULL, NULL, v->err);
	if (rc)
		goto out;
	rc = csv_out_finish(&csv, digest, v->err);
out:
	csv_out_close(&csv);
	/* The text is there once f is closed. */
	if (fclose(f) != 0 && !rc)
		rc = ssjc_fail_memory(v->err);
	if (!rc) {
		*stream = arena_str(&v->arena, (struct str){text, size}, &ok);
		rc = ok ? SSJC_OK : ssjc_fail_memory(v->err);
	}
	free(text);
	return rc;
}

/* Import the n inputs again: the stream must be the event's output, and is known from now on. */
static ssjc_rc import_again(struct verifier *v, const struct plan *plan, struct import_input *input,
    size_t n, const struct audit_file *out)
{
	struct import_options options = {0};
	struct vocabulary *vocabulary = NULL;
	struct import_job job = {
	    .options = &options, .plan = plan, .accept = STR(""), .input = input, .n_inputs = n};
	const struct audit_file *accept = verify_file(v, "accept", false);
	char digest[DIGEST_HEX];
	struct str stream;
	ssjc_rc rc = import_options_parse(&options, v->event->options, v->err);

	if (rc)
		goto out;
	rc = read_vocabulary(v, &vocabulary);
	if (rc)
		goto out;
	job.vocabulary = vocabulary;
	if (accept) {
		job.accept_name = "the accepted codes on record";
		rc = audit_content(v->job->audit, accept->digest, &v->arena, &job.accept, v->err);
		if (rc)
			goto out;
	}
	rc = run_import(v, &job, &stream, digest);
	if (rc)
		goto out;
	if (!str_is(out->digest, digest)) {
		rc = verify_differs(v,
		    "importing the rosters again gives another stream than the one on record (%s)",
		    digest);
		goto out;
	}
	rc = verify_know(v, stream, "the stream imported again");
out:
	vocabulary_close(vocabulary);
	import_options_free(&options);
	return rc;
}

/* The event's inputs of that kind, in the arena; *missing: one was not given, as is remarked. */
static ssjc_rc find_inputs(
    struct verifier *v, struct str kind, struct import_input **out, size_t *n, bool *missing)
{
	const struct audit_event *e = v->event;
	struct import_input *input = arena_array(&v->arena, e->n_files, sizeof *input);

	*n = 0;
	*missing = false;
	if (!input)
		return ssjc_fail_memory(v->err);
	for (size_t i = 0; i < e->n_files; i++) {
		const struct audit_file *f = &e->file[i];
		const struct known_text *k;

		if (f->output || !str_eq(f->kind, kind))
			continue;
		k = verify_find(v, f->digest);
		if (!k) {
			verify_remark(v, REMARK_UNCHECKED,
			    "import: %.*s was not given, so it was not imported again",
			    STR_ARG(f->name));
			*missing = true;
			continue;
		}
		/* The name is only for messages: the one that it had then. */
		input[*n].name = arena_cstr(&v->arena, f->name);
		if (!input[*n].name)
			return ssjc_fail_memory(v->err);
		input[(*n)++].bytes = k->text;
	}
	*out = input;
	return SSJC_OK;
}

ssjc_rc verify_import(struct verifier *v)
{
	const struct audit_event *e = v->event;
	const struct audit_file *out = NULL;
	struct import_input *input = NULL;
	struct plan plan = {0};
	bool missing;
	size_t n;
	ssjc_rc rc;

	for (size_t i = 0; i < e->n_files; i++)
		if (e->file[i].output)
			out = &e->file[i];
	if (!out)
		return verify_differs(v, "no output is on record");
	rc = find_inputs(v, out->kind, &input, &n, &missing);
	if (rc || missing)
		return rc;
	rc = verify_plan(v, &plan);
	if (rc)
		goto out;
	rc = import_again(v, &plan, input, n, out);
	if (rc)
		goto out;
	verify_remark(v, REMARK_GOOD, "import: %zu file%s imported again: the same %llu rows", n,
	    n == 1 ? "" : "s", (unsigned long long)out->rows);
out:
	plan_close(&plan);
	return rc;
}
