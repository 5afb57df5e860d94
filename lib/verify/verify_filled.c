/* What people filled in, read again: it must say what was put on record. */
#include "verify_work.h"

#include "ssjc/base/language.h"
#include "ssjc/record/record_filled.h"
#include "ssjc/record/record_same.h"
#include "ssjc/record/signed.h"

#include <string.h>

/* The kind that the files have on record. */
static const char *const kinds[] = {
    [RECORD_CONFIRM] = "confirm",
    [RECORD_RESULT] = "result",
    [RECORD_FOLLOW] = "follow",
};

/* What is read, and how. */
struct filled {
	struct record_filled filled;
	const struct vocabulary *words;
	bool is_signed;                   /* it is one department's, and read with no option */
	const struct audit_file *reading; /* the file of its options, or NULL */
	struct ssjc_err first, last;      /* of the cells and rows that are wrong */
	struct buf wrong;                 /* these, as text: those of IMPORT_NAMED rows */
	size_t rows;                      /* how many rows they are in */
};

static void keep(void *arg, const struct ssjc_err *err, struct str value)
{
	struct filled *f = arg;
	bool more = f->rows > 0 && err->line == f->last.line &&
	    strcmp(err->file, f->last.file) == 0 && strcmp(err->sheet, f->last.sheet) == 0;

	(void)value;
	if (!f->rows)
		f->first = *err;
	f->last = *err;
	f->rows += !more;
	if (f->rows > IMPORT_NAMED)
		return;
	if (more)
		buf_z(&f->wrong, ", ");
	else
		buf_printf(&f->wrong, "%s%s%s%s:%llu: ", f->rows > 1 ? "; " : "", err->file,
		    err->sheet[0] ? ":" : "", err->sheet, (unsigned long long)err->line);
	buf_printf(&f->wrong, "%s%s", err->column, err->column[0] ? ": " : "");
	language_either(&f->wrong, err->msg, err->said);
}

static void pass_over(void *arg, const struct ssjc_err *err, struct str value)
{
	(void)arg;
	(void)err;
	(void)value;
}

/* The file's bytes: as they were given, or as they are kept; *there: they are. */
static ssjc_rc bytes_of(
    struct verifier *v, const struct audit_file *f, struct str *bytes, bool *there)
{
	const struct known_text *k;
	ssjc_rc rc = verify_known(v, f->digest, &k);

	if (rc)
		return rc;
	if (k)
		*bytes = k->text;
	else
		rc = audit_kept(v->job->audit, f->digest, &v->arena, bytes, v->err);
	*there = bytes->n > 0;
	return rc;
}

/* *all: every file is there; one that is not is remarked. */
static ssjc_rc add_files(struct verifier *v, struct filled *f, enum record_kind kind, bool *all)
{
	const struct audit_event *e = v->event;
	ssjc_rc rc;

	rc = verify_vocabulary(v, &f->words);
	if (rc)
		return rc;
	rc = record_filled_start(&f->filled, kind, f->words, e->n_files, v->err);
	if (rc)
		return rc;
	*all = true;
	for (size_t i = 0; i < e->n_files; i++) {
		const struct audit_file *file = &e->file[i];
		struct str bytes;
		bool there, list;
		char *name;

		if (file->output || !str_is(file->kind, kinds[kind]))
			continue;
		rc = bytes_of(v, file, &bytes, &there);
		if (rc)
			return rc;
		if (!there) {
			verify_remark(v, REMARK_UNCHECKED,
			    "%.*s was neither given nor kept, so it was not read again",
			    STR_ARG(file->name));
			*all = false;
			continue;
		}
		/* The name is only for messages: the one that it had then. */
		name = arena_cstr(&v->arena, file->name);
		if (!name)
			return ssjc_fail_memory(v->err);
		rc = record_filled_add(&f->filled, bytes, name, &list, v->err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

/* ssjc-record writes the options in one way: other lines would be read by some and not by others. */
static ssjc_rc check_options(struct verifier *v, struct filled *f, struct str text)
{
	struct buf own = {0};
	ssjc_rc rc = SSJC_OK;

	record_in_options(&own, &f->filled.options, f->filled.how.partial);
	if (own.failed)
		rc = ssjc_fail_memory(v->err);
	else if (!str_eq(buf_text(&own), text))
		rc = verify_differs(v,
		    "the options by which what was filled in was read are not as ssjc-record puts "
		    "them on record");
	buf_free(&own);
	return rc;
}

/* How it was read then: the file of the kind “reading”. What is signed has none. */
static ssjc_rc read_options(struct verifier *v, struct filled *f, enum record_kind kind)
{
	struct str text = STR("");
	ssjc_rc rc;

	f->is_signed = verify_file(v, "signature", false);
	if (!f->is_signed) {
		rc = verify_one(v, "reading", &f->reading);
		if (rc)
			return rc;
		rc = verify_kept(v, "reading", &text);
		if (rc)
			return rc;
	}
	f->filled.how.correct = kind != RECORD_CONFIRM && str_trim(v->event->reason).n > 0;
	f->filled.job.options = &f->filled.options;
	rc = record_in_parse(&f->filled.options, &f->filled.how.partial, text, v->err);
	if (rc)
		return rc;
	rc = import_option(
	    &f->filled.options, STR("stream"), str_of(record_filled_streams[kind]), v->err);
	if (rc)
		return rc;
	return f->is_signed ? SSJC_OK : check_options(v, f, text);
}

/* The rows that --partial left behind: as many as on record, and which. */
static ssjc_rc check_wrong(struct verifier *v, struct filled *f)
{
	unsigned long long wrong = f->filled.how.wrong;
	struct str text = buf_text(&f->wrong);

	if (f->wrong.failed)
		return ssjc_fail_memory(v->err);
	if (f->reading && f->reading->refused != wrong)
		return verify_differs(v,
		    "%llu rows of what was filled in cannot be taken, and not the %llu that were "
		    "refused on record",
		    wrong, (unsigned long long)f->reading->refused);
	if (!wrong)
		return SSJC_OK;
	if (f->rows > IMPORT_NAMED)
		verify_remark(v, REMARK_NOTE,
		    "%.*s: %llu row%s of what was filled in %s not taken: %.*s; and %zu more",
		    STR_ARG(verify_word(v->event->action)), wrong, wrong == 1 ? "" : "s",
		    wrong == 1 ? "was" : "were", STR_ARG(text), f->rows - IMPORT_NAMED);
	else
		verify_remark(v, REMARK_NOTE,
		    "%.*s: %llu row%s of what was filled in %s not taken: %.*s",
		    STR_ARG(verify_word(v->event->action)), wrong, wrong == 1 ? "" : "s",
		    wrong == 1 ? "was" : "were", STR_ARG(text));
	return SSJC_OK;
}

/* ---- What the same files say when they are read without the options ---- */

static int find_column(const struct table *t, struct str name)
{
	for (size_t i = 0; i < t->cols; i++)
		if (str_eq(t->head[i], name))
			return (int)i;
	return NO_COLUMN;
}

/* The first cell of a that b has otherwise, where it has its column: *row and *column. */
static bool differs(const struct table *a, const struct table *b, size_t *row, struct str *column)
{
	for (size_t k = 0; k < a->cols; k++) {
		int other = find_column(b, a->head[k]);

		for (size_t i = 0; i < a->rows; i++)
			if (!str_eq(table_at(a, i, (int)k), table_at(b, i, other))) {
				*row = i + 1;
				*column = a->head[k];
				return true;
			}
	}
	return false;
}

static void compare_plain(struct verifier *v, const struct table *with, const struct table *plain)
{
	struct str action = v->event->action, column;
	size_t row;

	if (with->rows != plain->rows)
		verify_remark(v, REMARK_OPEN,
		    "%.*s: without its options, the files that were filled in have %zu rows, and "
		    "not %zu",
		    STR_ARG(verify_word(action)), plain->rows, with->rows);
	else if (differs(with, plain, &row, &column) || differs(plain, with, &row, &column))
		verify_remark(v, REMARK_OPEN,
		    "%.*s: without its options, the files that were filled in say something else: "
		    "the first in row %zu, column %.*s",
		    STR_ARG(verify_word(action)), row, STR_ARG(column));
}

/*
 * Sheets, rows of headers and an encoding decide what is read, too; verify_told remarks
 * those columns that were named. A file that cannot be read without them needs somebody
 * to look at it: it could have been made so.
 */
static ssjc_rc remark_plain(struct verifier *v, const struct filled *f)
{
	const struct import_options *o = &f->filled.options;
	struct import_options plain = {.stream = o->stream, .style = o->style, .hidden = o->hidden};
	struct record_taking how = {.bad = pass_over, .left = pass_over};
	struct import_job again = f->filled.job;
	struct record_in in = {0};
	struct ssjc_err why;
	ssjc_rc rc;

	if (!o->n_sheets && !o->header_first && o->encoding == plain.encoding)
		return SSJC_OK;
	again.options = &plain;
	again.input = arena_array(&v->arena, f->filled.job.n_inputs + 1, sizeof *again.input);
	if (!again.input)
		return ssjc_fail_memory(v->err);
	for (size_t i = 0; i < f->filled.job.n_inputs; i++)
		again.input[i] = (struct import_input){
		    .name = f->filled.job.input[i].name, .bytes = f->filled.job.input[i].bytes};
	rc = record_in_read(&in, &again, &how, &why);
	if (rc == SSJC_SYSTEM) {
		*v->err = why;
		goto out;
	}
	if (rc)
		verify_remark_because(v, REMARK_OPEN, &why,
		    why.file[0]
		        ? N_("%.*s: %s cannot be read without its options")
		        : N_("%.*s: what was filled in%s cannot be read without its options"),
		    STR_ARG(verify_word(v->event->action)), why.file);
	else
		compare_plain(v, &f->filled.in.table, &in.table);
	rc = SSJC_OK;
out:
	record_in_close(&in);
	return rc;
}

static ssjc_rc compare(struct verifier *v, struct filled *f, const struct record *r,
    const struct audit_state *after, enum record_kind kind)
{
	const struct table *all;
	const struct plan_dept *dept;
	ssjc_rc rc = record_filled_read(&f->filled, v->err);

	if (rc)
		return rc;
	rc = record_filled_table(&f->filled, r, &all, v->err);
	if (rc)
		return rc;
	if (f->is_signed) {
		rc = signed_dept(r, all, &dept, v->err);
		if (rc)
			return rc;
	}
	rc = record_same(r, all, &f->filled.how, kind, after, v->event->seq, f->is_signed, v->err);
	if (rc && f->rows && !f->filled.how.partial)
		*v->err = f->first;
	if (rc)
		return rc;
	rc = check_wrong(v, f);
	return rc || !f->filled.job.n_inputs ? rc : remark_plain(v, f);
}

ssjc_rc verify_filled(struct verifier *v, const struct record *r, const struct audit_state *after,
    enum record_kind kind)
{
	struct record with = *r;
	struct filled f = {.filled.how = {.bad = keep, .left = pass_over}};
	bool all = false;
	ssjc_rc rc;

	f.filled.how.arg = &f;
	f.filled.job.plan = r->plan;
	rc = add_files(v, &f, kind, &all);
	if (rc || !all || (!f.filled.job.n_inputs && !f.filled.lists))
		goto out;
	with.vocabulary = f.filled.job.vocabulary = f.words;
	rc = read_options(v, &f, kind);
	if (rc)
		goto out;
	rc = compare(v, &f, &with, after, kind);
out:
	record_filled_free(&f.filled);
	buf_free(&f.wrong);
	return rc;
}
