#include "verify_work.h"

#include "ssjc/base/language.h"
#include "ssjc/import/import_lists.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* The digests of its texts; *same: they are those of the one that was read last. */
static ssjc_rc vocabulary_digests(
    struct verifier *v, struct str digest[VOCABULARY_FILES], bool *same)
{
	*same = v->words;
	for (int t = 0; t < VOCABULARY_FILES; t++) {
		const struct audit_file *f = vocabulary_file(v, vocabulary_files[t]);

		if (!f)
			return verify_differs(
			    v, "the data file %s is not on record", vocabulary_files[t]);
		digest[t] = f->digest;
		*same = *same && str_eq(f->digest, v->words_digest[t]);
	}
	return SSJC_OK;
}

ssjc_rc verify_vocabulary(struct verifier *v, const struct vocabulary **out)
{
	struct str text[VOCABULARY_FILES], digest[VOCABULARY_FILES];
	bool same;
	ssjc_rc rc = vocabulary_digests(v, digest, &same);

	*out = v->words;
	if (rc || same)
		return rc;
	for (int t = 0; t < VOCABULARY_FILES; t++) {
		rc = audit_content(v->job->audit, digest[t], &v->arena, &text[t], v->err);
		if (rc)
			return rc;
	}
	vocabulary_close(v->words);
	v->words = NULL;
	rc = vocabulary_read(&v->words, text, v->err);
	if (rc)
		return rc;
	memcpy(v->words_digest, digest, sizeof digest);
	*out = v->words;
	return SSJC_OK;
}

/* The stream that the job gives, as what was made last, its digest, and its lists. */
static ssjc_rc run_import(struct verifier *v, struct import_job *job, uint64_t *rows,
    char digest[DIGEST_HEX], struct import_lists *lists)
{
	struct csv_out csv = {0};
	FILE *stream;
	ssjc_rc rc = import_lists_open(lists, job, v->err);

	if (rc)
		goto out;
	rc = spool_begin(&v->made, &stream, v->err);
	if (rc)
		goto out;
	rc = csv_out_open(&csv, stream, job->options->style, v->err);
	if (rc)
		goto out;
	rc = import_run(job, &csv, NULL, NULL, v->err);
	if (rc)
		goto out;
	rc = csv_out_finish(&csv, digest, v->err);
	if (rc)
		goto out;
	*rows = csv.rows - 1;
	rc = import_lists_finish(lists, v->err);
out:
	csv_out_close(&csv);
	return rc;
}

static ssjc_rc same_count(
    struct verifier *v, struct str name, const char *what, uint64_t on_record, uint64_t again)
{
	if (on_record == again)
		return SSJC_OK;
	return verify_differs(v, "importing %.*s again gives %llu %s, not the %llu on record",
	    STR_ARG(name), (unsigned long long)again, what, (unsigned long long)on_record);
}

/* The counts of the n-th input of the job, whose file on record it is. */
static ssjc_rc same_input(
    struct verifier *v, const struct import_input *in, const struct audit_file *f)
{
	ssjc_rc rc = same_count(v, f->name, W_("rows"), f->rows, in->rows);

	if (rc)
		return rc;
	rc = same_count(v, f->name, W_("rows refused"), f->refused, in->refused);
	return rc ? rc : same_count(v, f->name, W_("cells repaired"), f->repaired, in->repaired);
}

/* A list must be the one on record; of none at all there need be none on record. */
static ssjc_rc same_list(
    struct verifier *v, const struct import_lists *lists, enum stream_list which)
{
	const struct audit_file *f = verify_file(v, stream_lists[which], true);
	uint64_t rows = import_lists_rows(lists, which);

	if (!f && rows > 0)
		return verify_differs(v,
		    "importing the rosters again gives a list of %llu row%s “%s”, and there is "
		    "none on record",
		    (unsigned long long)rows, rows == 1 ? "" : "s", stream_lists[which]);
	if (!f)
		return SSJC_OK;
	if (!str_is(f->digest, lists->digest[which]) || f->rows != rows)
		return verify_differs(v,
		    "importing the rosters again gives another list “%s” than the one on record: "
		    "other rows were refused or left out than it says",
		    stream_lists[which]);
	return SSJC_OK;
}

/* All that the event says of what it did to the rows. */
static ssjc_rc same_record(struct verifier *v, const struct import_job *job,
    const struct audit_file *out, uint64_t rows, const struct import_lists *lists)
{
	size_t n = 0;
	ssjc_rc rc = same_count(v, STR(W_("the rosters")), W_("rows in all"), out->rows, rows);

	if (rc)
		return rc;
	for (size_t i = 0; i < v->event->n_files; i++) {
		const struct audit_file *f = &v->event->file[i];

		if (f->output || !str_eq(f->kind, out->kind))
			continue;
		rc = same_input(v, &job->input[n++], f);
		if (rc)
			return rc;
	}
	for (int i = 0; i < STREAM_LISTS; i++) {
		rc = same_list(v, lists, i);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

/* An open point of an import matters when something that was decided depends on it. */
static enum remark_mark open_mark(const struct verifier *v)
{
	for (size_t i = 0; i < v->n_used; i++)
		if (v->used[i].event == v->event)
			return REMARK_OPEN;
	/* And so it does when departments' words or results were taken from it. */
	return verify_taken(v, v->event) ? REMARK_OPEN : REMARK_NOTE;
}

/* Import the n inputs again: the stream must be the event's output, and is known from now on. */
static ssjc_rc import_again(struct verifier *v, const struct plan *plan, struct import_input *input,
    size_t n, const struct audit_file *out)
{
	struct import_options options = {0};
	struct import_job job = {
	    .options = &options, .plan = plan, .accept = STR(""), .input = input, .n_inputs = n};
	struct import_lists lists = {0};
	const struct audit_file *accept = verify_file(v, "accept", false);
	char digest[DIGEST_HEX];
	uint64_t rows = 0;
	ssjc_rc rc = import_options_parse(&options, v->event->options, v->err);

	if (rc)
		goto out;
	if (!options.stream || !str_is(out->kind, options.stream->name)) {
		rc = verify_differs(v, "its options are not those of an import of %.*s",
		    STR_ARG(verify_word(out->kind)));
		goto out;
	}
	rc = verify_vocabulary(v, &job.vocabulary);
	if (rc)
		goto out;
	if (accept) {
		job.accept_name = "the accepted codes on record";
		rc = audit_content(v->job->audit, accept->digest, &v->arena, &job.accept, v->err);
		if (rc)
			goto out;
	}
	rc = run_import(v, &job, &rows, digest, &lists);
	if (rc)
		goto out;
	if (!str_is(out->digest, digest)) {
		rc = verify_differs(v,
		    "importing the rosters again gives another stream than the one on record (%s)",
		    digest);
		goto out;
	}
	rc = same_record(v, &job, out, rows, &lists);
	if (rc)
		goto out;
	rc = verify_reading(v, &job, open_mark(v));
	if (rc)
		goto out;
	rc = verify_know_made(v, digest, "the stream imported again");
out:
	import_lists_close(&lists);
	import_options_free(&options);
	return rc;
}

/*
 * The event's inputs of that kind, in the arena; *missing: one was not given, as is remarked;
 * *large: one of them is.
 */
static ssjc_rc find_inputs(struct verifier *v, struct str kind, struct import_input **out,
    size_t *n, bool *missing, bool *large)
{
	const struct audit_event *e = v->event;
	struct import_input *input = arena_array(&v->arena, e->n_files, sizeof *input);

	*n = 0;
	*missing = *large = false;
	if (!input)
		return ssjc_fail_memory(v->err);
	for (size_t i = 0; i < e->n_files; i++) {
		const struct audit_file *f = &e->file[i];
		const struct known_text *k;
		ssjc_rc rc;

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
		*large |= verify_large(k);
		rc = verify_text(v, k);
		if (rc)
			return rc;
		/* The name is only for messages: the one that it had then. */
		input[*n].name = arena_cstr(&v->arena, f->name);
		if (!input[*n].name)
			return ssjc_fail_memory(v->err);
		input[(*n)++].bytes = k->text;
	}
	*out = input;
	return SSJC_OK;
}

/* An import takes memory for all of its rows: of a large one it is no fault to have too little. */
static ssjc_rc unless_large(struct verifier *v, bool large, ssjc_rc rc)
{
	if (rc != SSJC_SYSTEM || !large)
		return rc;
	if (v->err->file[0])
		ssjc_err_before(v->err, "%s: ", v->err->file);
	verify_remark_because(v, REMARK_UNCHECKED, v->err, "import: could not be done again here");
	*v->err = (struct ssjc_err){0};
	return SSJC_OK;
}

/* ---- What the event itself says ---- */

static ssjc_rc remark_text(struct verifier *v, enum remark_mark mark, struct buf *text)
{
	ssjc_rc rc = text->failed ? ssjc_fail_memory(v->err) : SSJC_OK;

	if (!rc)
		verify_remark(v, mark, "import: %.*s", STR_ARG(buf_text(text)));
	buf_clear(text);
	return rc;
}

static ssjc_rc remark_data(struct verifier *v, const struct import_summary *s, struct buf *text)
{
	enum remark_mark mark = open_mark(v);
	ssjc_rc rc;

	for (size_t i = 0; i < s->n_terms; i++) {
		import_summary_terms(text, &s->terms[i]);
		rc = remark_text(v, mark, text);
		if (rc)
			return rc;
	}
	for (size_t i = 0; i < s->n_maps; i++) {
		import_summary_map(text, &s->map[i]);
		rc = remark_text(v, mark, text);
		if (rc)
			return rc;
	}
	if (s->n_options == 0)
		return SSJC_OK;
	buf_z(text, W_("read with options of its own:"));
	for (size_t i = 0; i < s->n_options; i++)
		buf_printf(text, "%s --%.*s", i ? "," : "", STR_ARG(s->option[i]));
	return remark_text(v, REMARK_NOTE, text);
}

static ssjc_rc remark_sources(struct verifier *v, const struct import_summary *s, struct buf *text)
{
	for (size_t i = 0; i < s->n_sources; i++) {
		const struct audit_file *f = s->source[i].file;
		uint64_t by_status = s->source[i].by_status;
		ssjc_rc rc;

		language_both(text,
		    "%.*s: %llu rows read, %llu taken, %llu refused, %llu left out by their "
		    "status; SHA-256 %.*s",
		    STR_ARG(f->name), (unsigned long long)f->rows,
		    (unsigned long long)(f->rows - f->refused - by_status),
		    (unsigned long long)f->refused, (unsigned long long)by_status,
		    STR_ARG(f->digest));
		rc = remark_text(v, REMARK_NOTE, text);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static ssjc_rc remark_rows(struct verifier *v, const struct import_summary *s, struct buf *text)
{
	static const struct {
		enum stream_list which;
		const char *what;
	} lists[] = {{STREAM_BY_STATUS, W_("left out by their status")},
	    {STREAM_LEFT_OUT, W_("that are no records of the register")},
	    {STREAM_SAME_NAMES, W_("with the name of another code")}};
	ssjc_rc rc;

	if (s->refused) {
		struct str reason = str_trim(s->event->reason);

		if (reason.n)
			language_both(text, "rows refused were accepted for the reason “%.*s”; ",
			    STR_ARG(reason));
		import_summary_refused(text, s);
		rc = remark_text(
		    v, import_summary_open(s) & OPEN_REFUSED ? open_mark(v) : REMARK_NOTE, text);
		if (rc)
			return rc;
	}
	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
		const struct audit_file *f = s->list[lists[i].which].file;

		if (!f)
			continue;
		language_both(text, "%llu row%s %s: ", (unsigned long long)f->rows,
		    f->rows == 1 ? "" : "s", lists[i].what);
		import_summary_rows(text, s, lists[i].which);
		rc = remark_text(v, REMARK_NOTE, text);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static ssjc_rc remark_choices(struct verifier *v, const struct import_summary *s, struct buf *text)
{
	unsigned open = import_summary_open(s);
	ssjc_rc rc;

	if (s->list[STREAM_CHOICES].file) {
		import_summary_choices(text, s);
		rc = remark_text(v, open & OPEN_CHOICE ? open_mark(v) : REMARK_NOTE, text);
		if (rc)
			return rc;
	}
	if (s->n_accepted == 0)
		return SSJC_OK;
	import_summary_accepted(text, s);
	return remark_text(v, open & OPEN_ACCEPTED ? open_mark(v) : REMARK_NOTE, text);
}

/* What its event says it did to the rows, and by what: all to be known, some of it open. */
static ssjc_rc remark_summary(struct verifier *v)
{
	struct import_summary s;
	struct buf text = {0};
	ssjc_rc rc = import_summary_read(&s, v->job->audit, v->event, &v->arena, v->err);

	if (rc)
		goto out;
	rc = remark_sources(v, &s, &text);
	if (rc)
		goto out;
	rc = remark_data(v, &s, &text);
	if (rc)
		goto out;
	rc = remark_rows(v, &s, &text);
	if (rc)
		goto out;
	rc = remark_choices(v, &s, &text);
out:
	buf_free(&text);
	return rc;
}

ssjc_rc verify_import(struct verifier *v)
{
	const struct audit_event *e = v->event;
	const struct audit_file *out = NULL;
	struct import_input *input = NULL;
	struct plan plan = {0};
	bool missing, large;
	size_t n;
	ssjc_rc rc;

	for (size_t i = 0; i < e->n_files; i++)
		if (e->file[i].output && stream_of(e->file[i].kind))
			out = &e->file[i];
	if (!out)
		return verify_differs(v, "no output is on record");
	rc = remark_summary(v);
	if (rc)
		return rc;
	rc = find_inputs(v, out->kind, &input, &n, &missing, &large);
	if (rc || missing)
		return unless_large(v, large, rc);
	rc = verify_plan(v, &plan);
	if (rc)
		goto out;
	rc = import_again(v, &plan, input, n, out);
	if (rc) {
		rc = unless_large(v, large, rc);
		goto out;
	}
	verify_remark(v, REMARK_GOOD, "import: %zu file%s imported again: the same %llu rows", n,
	    n == 1 ? "" : "s", (unsigned long long)out->rows);
out:
	plan_close(&plan);
	return rc;
}
