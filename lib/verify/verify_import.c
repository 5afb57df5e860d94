#include "verify_work.h"

#include "ssjc/import/import.h"

#include <stdio.h>
#include <stdlib.h>

/* The words by which the event's rosters were understood, as it keeps them. */
static ssjc_rc vocabulary_of(struct verifier *v, struct vocabulary **out)
{
	struct str text[VOCABULARY_FILES];

	for (int t = 0; t < VOCABULARY_FILES; t++) {
		const struct audit_file *f = NULL;
		ssjc_rc rc;

		for (size_t i = 0; i < v->event->n_files; i++)
			if (str_is(v->event->file[i].kind, "terms") &&
			    str_is(v->event->file[i].name, vocabulary_files[t]))
				f = &v->event->file[i];
		rc = f
		    ? audit_content(v->job->audit, f->digest, &v->arena, &text[t], v->err)
		    : verify_differs(v, "the data file %s is not on record", vocabulary_files[t]);
		if (rc != SSJC_OK)
			return rc;
	}
	return vocabulary_read(out, text, v->err);
}

static ssjc_rc import_again(struct verifier *v, const struct plan *plan, struct import_input *input,
    size_t n, const struct audit_file *out)
{
	struct import_options options = {0};
	struct import_job job = {
	    .options = &options, .plan = plan, .accept = {"", 0}, .input = input, .n_inputs = n};
	struct vocabulary *vocabulary = NULL;
	const struct audit_file *accept = verify_file(v, "accept", false);
	char digest[DIGEST_HEX], *text = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&text, &size);
	struct csv_out csv = {0};
	bool ok = true;
	struct str stream;
	ssjc_rc rc = f ? SSJC_OK : ssjc_fail_memory(v->err);

	if (rc == SSJC_OK)
		rc = import_options_parse(&options, v->event->options, v->err);
	if (rc == SSJC_OK)
		rc = vocabulary_of(v, &vocabulary);
	job.vocabulary = vocabulary;
	if (rc == SSJC_OK && accept) {
		job.accept_name = "the accepted codes on record";
		rc = audit_content(v->job->audit, accept->digest, &v->arena, &job.accept, v->err);
	}
	if (rc == SSJC_OK)
		rc = csv_out_open(&csv, f, options.style, v->err);
	if (rc == SSJC_OK)
		rc = import_run(&job, &csv, NULL, NULL, v->err);
	if (rc == SSJC_OK)
		rc = csv_out_finish(&csv, digest, v->err);
	csv_out_close(&csv);
	if (f && fclose(f) != 0 && rc == SSJC_OK)
		rc = ssjc_fail_memory(v->err);
	if (rc == SSJC_OK && !str_is(out->digest, digest))
		rc = verify_differs(v,
		    "importing the rosters again gives another stream than the one on record (%s)",
		    digest);
	if (rc == SSJC_OK) {
		stream = arena_str(&v->arena, (struct str){text, size}, &ok);
		rc = ok ? verify_know(v, stream, "the stream imported again")
		        : ssjc_fail_memory(v->err);
	}
	free(text);
	vocabulary_close(vocabulary);
	import_options_free(&options);
	return rc;
}

ssjc_rc verify_import(struct verifier *v)
{
	const struct audit_event *e = v->event;
	struct import_input *input = arena_array(&v->arena, e->n_files, sizeof *input);
	const struct audit_file *out = NULL;
	struct plan plan = {0};
	bool missing = false;
	size_t n = 0;
	ssjc_rc rc;

	if (!input)
		return ssjc_fail_memory(v->err);
	for (size_t i = 0; i < e->n_files; i++)
		if (e->file[i].output)
			out = &e->file[i];
	if (!out)
		return verify_differs(v, "no output is on record");
	for (size_t i = 0; i < e->n_files; i++) {
		const struct audit_file *f = &e->file[i];
		const struct known_text *k;

		if (f->output || !str_eq(f->kind, out->kind))
			continue;
		k = verify_find(v, f->digest);
		if (!k) {
			verify_say(v, VERIFY_UNCHECKED,
			    "import: %.*s was not given, so it was not imported again",
			    STR_ARG(f->name));
			missing = true;
			continue;
		}
		/* The name stands in messages only, and there as it was. */
		input[n].name = arena_cstr(&v->arena, f->name);
		input[n++].bytes = k->text;
	}
	if (missing)
		return SSJC_OK;
	rc = verify_plan(v, &plan);
	if (rc == SSJC_OK)
		rc = import_again(v, &plan, input, n, out);
	if (rc == SSJC_OK)
		verify_say(v, VERIFY_GOOD, "import: %zu file%s imported again: the same %llu rows",
		    n, n == 1 ? "" : "s", (unsigned long long)out->rows);
	plan_close(&plan);
	return rc;
}
