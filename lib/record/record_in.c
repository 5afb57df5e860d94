#include "ssjc/record/record_in.h"

#include "ssjc/base/xlsx_out.h"
#include "ssjc/import/book.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A sheet, or those of its rows that are hidden; its texts are in the arena. */
struct record_in_place {
	struct record_in_place *next;
	const struct import_input *input;
	const struct str *header; /* of the importer: tells sheets apart */
	struct table_place is;
};

static struct record_in_place *find(struct record_in *in, const struct import_place *p)
{
	struct record_in_place *at = in->place;

	while (
	    at && (at->input != p->input || at->header != p->header || at->is.hidden != p->hidden))
		at = at->next;
	return at;
}

static ssjc_rc add(struct record_in *in, const struct import_place *p, struct record_in_place **out,
    struct ssjc_err *err)
{
	struct record_in_place *at = arena_alloc(&in->arena, sizeof *at);
	struct str *header = arena_array(&in->arena, p->columns, sizeof *header);
	bool ok = true;

	if (!at || !header)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < p->columns; i++)
		header[i] = arena_str(&in->arena, p->header[i], &ok);
	*at = (struct record_in_place){.next = in->place,
	    .input = p->input,
	    .header = p->header,
	    .is = {.file = p->input->name,
	        .sheet = arena_str(&in->arena, p->sheet, &ok).p,
	        .header = header,
	        .hidden = p->hidden}};
	in->place = *out = at;
	return ok ? SSJC_OK : ssjc_fail_memory(err);
}

static ssjc_rc take_place(void *arg, const struct import_place *p, struct ssjc_err *err)
{
	struct record_in *in = arg;
	struct record_in_place *at = find(in, p);
	ssjc_rc rc;

	if (!at) {
		rc = add(in, p, &at, err);
		if (rc)
			return rc;
	}
	if (!array_grow(&in->of, &in->of_cap, in->n_rows, sizeof *in->of) ||
	    !array_grow(&in->row, &in->rows_cap, in->n_rows, sizeof *in->row))
		return ssjc_fail_memory(err);
	in->of[in->n_rows] = &at->is;
	in->row[in->n_rows++] = p->row;
	return SSJC_OK;
}

/* A line of the list of rejects: file, sheet, row, column, value, reason. */
static ssjc_rc tell_reject(struct str line[6], struct record_taking *how, struct ssjc_err *err)
{
	struct ssjc_err e;
	int64_t row = 0;

	if (num_parse(line[2], 0, INT64_MAX, &row))
		return ssjc_fail(err, SSJC_SYSTEM, "a row that was refused has no number");
	ssjc_fail_at(&e, SSJC_INPUT, line[0].p, (uint64_t)row, line[3].n ? line[3].p : NULL, "%s",
	    line[5].p);
	ssjc_err_sheet(&e, line[1].p);
	if (str_starts(line[5], "left out"))
		how->left(how->arg, &e, line[4]);
	else
		how->bad(how->arg, &e, line[4]);
	return SSJC_OK;
}

static ssjc_rc tell_rejects(struct str text, struct record_taking *how, struct ssjc_err *err)
{
	struct table t = {0};
	ssjc_rc rc = table_read(&t, text, "the list of rejects", err);

	if (rc)
		goto out;
	for (size_t i = 0; i < t.rows; i++) {
		rc = tell_reject(&t.cell[i * t.cols], how, err);
		if (rc)
			goto out;
	}
out:
	table_close(&t);
	return rc;
}

/* Run the import; the texts of its stream and of its rejects, which in owns. */
static ssjc_rc run(struct record_in *in, const struct import_job *job, struct str *stream,
    struct str *rejects, struct ssjc_err *err)
{
	size_t size[2] = {0};
	FILE *f = open_memstream(&in->stream, &size[0]),
	     *bad = open_memstream(&in->rejects, &size[1]);
	struct csv_out out = {0}, list = {0};
	ssjc_rc rc;

	if (!f || !bad) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	rc = csv_out_open(&out, f, CSV_PLAIN, err);
	if (rc)
		goto out;
	rc = csv_out_open(&list, bad, CSV_PLAIN, err);
	if (rc)
		goto out;
	rc = import_run(job, &out, &list, NULL, err);
	if (rc)
		goto out;
	rc = csv_out_finish(&out, NULL, err);
	if (rc)
		goto out;
	rc = csv_out_finish(&list, NULL, err);
out:
	csv_out_close(&out);
	csv_out_close(&list);
	/* The texts are there, and where they stay, once the streams are closed. */
	if (f && fclose(f) != 0 && !rc)
		rc = ssjc_fail_memory(err);
	if (bad && fclose(bad) != 0 && !rc)
		rc = ssjc_fail_memory(err);
	*stream = (struct str){in->stream, size[0]};
	*rejects = (struct str){in->rejects, size[1]};
	return rc;
}

/* ---- Forms ---- */

/* What the hidden sheet of a form says (record_book.c); "" where it says nothing. */
struct record_in_form {
	struct record_in_form *next;
	const char *file;
	struct str form, version, plan, draw;
};

static ssjc_rc keep_form(
    struct record_in *in, const struct book_sheet *sheet, const char *file, struct ssjc_err *err)
{
	struct record_in_form *f = arena_alloc(&in->arena, sizeof *f);
	bool ok = f != NULL;

	for (size_t i = 0; ok && i < sheet->n; i++) {
		struct str key = book_at(&sheet->row[i], 0).text;
		struct str *to = str_is(key, "form") ? &f->form
		    : str_is(key, "version")         ? &f->version
		    : str_is(key, "plan")            ? &f->plan
		    : str_is(key, "draw")            ? &f->draw
		                                     : NULL;

		if (to)
			*to = arena_str(&in->arena, book_at(&sheet->row[i], 1).text, &ok);
	}
	if (!ok)
		return ssjc_fail_memory(err);
	f->file = file;
	f->next = in->form;
	in->form = f;
	return SSJC_OK;
}

static ssjc_rc find_form(
    struct record_in *in, const struct import_input *input, struct ssjc_err *err)
{
	struct book book = {0};
	ssjc_rc rc = book_read(&book, input->bytes, input->name, xlsx_out_hidden_name, 1, err);

	if (!rc && book.marked)
		rc = keep_form(in, book.marked, input->name, err);
	book_close(&book);
	return rc == SSJC_INPUT ? SSJC_OK : rc; /* the import will say what is wrong */
}

/* What each stream's form is called on its hidden sheet, as is the command that takes it. */
static const char *form_of(const struct import_job *job)
{
	struct str stream = str_of(job->options->stream->name);

	return str_is(stream, "results")      ? "result"
	    : str_is(stream, "follow")        ? "follow"
	    : str_is(stream, "confirmations") ? "confirm"
	                                      : "";
}

static ssjc_rc other_kind(const struct record_in_form *f, struct ssjc_err *err)
{
	static const char *const known[] = {"confirm", "result", "follow"};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (str_is(f->form, known[i]))
			return ssjc_fail_at(err, SSJC_INPUT, f->file, 0, NULL,
			    "is a form of another kind (%s): give it to ssjc-record %s", known[i],
			    known[i]);
	return ssjc_fail_at(err, SSJC_INPUT, f->file, 0, NULL,
	    "is a form of a kind that this program does not know (“%.*s”): print it again",
	    STR_ARG(f->form));
}

static ssjc_rc check_form(
    const struct record_in_form *f, const struct import_job *job, struct ssjc_err *err)
{
	if (!str_is(f->form, form_of(job)))
		return other_kind(f, err);
	if (!str_is(f->version, "1"))
		return ssjc_fail_at(err, SSJC_INPUT, f->file, 0, NULL,
		    "is a form of version “%.*s”, but this program knows 1", STR_ARG(f->version));
	if (job->plan && !str_eq(f->plan, job->plan->id))
		return ssjc_fail_at(err, SSJC_INPUT, f->file, 0, NULL,
		    "is a form of the plan “%.*s”, not of “%.*s”", STR_ARG(f->plan),
		    STR_ARG(job->plan->id));
	return SSJC_OK;
}

static ssjc_rc find_forms(struct record_in *in, const struct import_job *job, struct ssjc_err *err)
{
	for (size_t i = 0; i < job->n_inputs; i++) {
		const struct record_in_form *last = in->form;
		ssjc_rc rc = find_form(in, &job->input[i], err);

		if (rc)
			return rc;
		rc = in->form == last ? SSJC_OK : check_form(in->form, job, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

ssjc_rc record_in_check(
    const struct record_in *in, const struct audit_state *s, struct ssjc_err *err)
{
	for (const struct record_in_form *f = in->form; f; f = f->next)
		if (!str_eq(f->draw, s->drawn_digest))
			return ssjc_fail_at(err, SSJC_INPUT, f->file, 0, NULL,
			    "is a form of an earlier draw: print the form of the last one");
	return SSJC_OK;
}

/* The columns that a sheet must have besides those that any of its stream has. */
static const char *const *needed(const struct import_job *job)
{
	static const char *const confirmations[] = {"confirmed", NULL},
	                         *const results[] = {"result", "date", NULL},
	                         *const follow[] = {"kind", "opened", NULL},
	                         *const answers[] = {"state", NULL};
	struct str stream = str_of(job->options->stream->name);

	return str_is(stream, "results") ? results
	    : str_is(stream, "follow")   ? follow
	    : str_is(stream, "answers")  ? answers
	                                 : confirmations;
}

ssjc_rc record_in_read(struct record_in *in, const struct import_job *job,
    struct record_taking *how, struct ssjc_err *err)
{
	const struct import_reader reader = {needed(job), take_place, in};
	struct import_job reading = *job;
	struct str stream, rejects;
	ssjc_rc rc;

	reading.reader = &reader;
	rc = find_forms(in, job, err);
	if (rc)
		return rc;
	rc = run(in, &reading, &stream, &rejects, err);
	if (rc)
		return rc;
	for (size_t i = 0; i < job->n_inputs; i++)
		how->refused += job->input[i].refused;
	rc = tell_rejects(rejects, how, err);
	if (rc)
		return rc;
	/* A hundred thousand rows are in memory twice, but not three times. */
	if (in->done)
		in->done(in->arg);
	rc = table_read(&in->table, stream, job->n_inputs == 1 ? job->input[0].name : NULL, err);
	free(in->stream);
	in->stream = NULL;
	if (rc)
		return rc;
	memcpy(in->table.line, in->row, in->n_rows * sizeof *in->row);
	in->table.place = in->of;
	return SSJC_OK;
}

void record_in_close(struct record_in *in)
{
	table_close(&in->table);
	free(in->of);
	free(in->row);
	free(in->stream);
	free(in->rejects);
	arena_free(&in->arena);
	*in = (struct record_in){0};
}

static const char took_partly[] = "partial=yes\n";

void record_in_options(struct buf *out, const struct import_options *o, bool partial)
{
	import_options_text(o, out);
	buf_z(out, partial ? took_partly : "");
}

ssjc_rc record_in_parse(
    struct import_options *o, bool *partial, struct str text, struct ssjc_err *err)
{
	*partial = str_cut_end(&text, took_partly);
	return import_options_parse(o, text, err);
}
