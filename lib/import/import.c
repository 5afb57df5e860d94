#include "ssjc/import/import.h"

#include "field.h"
#include "import_headers.h"
#include "keyset.h"

#include "ssjc/base/text.h"

#include <stdlib.h>
#include <string.h>

enum { TICK = 1 << 16, NOT_THERE = -1 };

/* A column of the stream that is written, and its cell in the row being read. */
struct target {
	struct str name;
	struct field field;
	bool number;
	struct field_value value;
	struct str raw;
};

/* A sheet that is read: which one, its headers, and where each target is in it. */
struct import_sheet {
	struct import_input *input;
	size_t number; /* among the chosen sheets of its input */
	struct str name;
	struct import_headers headers;
	int *from; /* per target: a column of the sheet, or NOT_THERE */
};

struct importer {
	const struct import_job *job;
	struct csv_out *out, *rejects, *repairs;
	struct sheet_rows *rows;         /* of one input at a time, */
	const struct import_input *open; /* this one; or NULL */
	struct field_context context;
	struct table accepted;
	struct import_sheet *sheet;
	size_t n_sheets, sheet_cap;
	struct target *target;
	size_t n_targets, target_cap;
	const struct target *only_key; /* NULL when several columns are the key */
	uint64_t key_hash;             /* of only_key in the row being read */
	struct keyset keys;            /* keys of rows */
	struct keyset names;           /* keys of names, when repairs are listed */
	struct buf key, note;
	uint64_t rows_read;
	struct arena arena;
};

static bool is_key(const struct target *t)
{
	return t->field.column && t->field.column->is & STREAM_KEY;
}

static void notice(struct importer *im, const char *text)
{
	if (im->job->notice)
		im->job->notice(im->job->arg, text);
}

/* ---- Codes that are accepted although their check digit is wrong ---- */

static ssjc_rc read_accepted(struct importer *im, struct ssjc_err *err)
{
	static const char *const columns[] = {"id", "reason", NULL};
	struct table *t = &im->accepted;
	ssjc_rc rc;

	if (im->job->accept.n == 0)
		return SSJC_OK;
	rc = table_read(t, im->job->accept, im->job->accept_name, err);
	if (rc)
		return rc;
	rc = table_need(t, columns, err);
	if (rc)
		return rc;
	for (size_t row = 0; row < t->rows; row++)
		if (text_trim(table_at(t, row, table_col(t, "reason"))).n == 0)
			return table_fail(
			    t, row, "reason", err, "is empty: say why the code is accepted");
	im->context.accepted = t;
	return SSJC_OK;
}

/* ---- Before the first row: all headers, and the columns of the stream ---- */

static struct target *target_of(struct importer *im, struct str name)
{
	for (size_t i = 0; i < im->n_targets; i++)
		if (str_eq(im->target[i].name, name))
			return &im->target[i];
	return NULL;
}

static ssjc_rc add_targets(struct importer *im, const struct import_sheet *s, struct ssjc_err *err)
{
	for (size_t i = 0; i < s->headers.n; i++) {
		const struct import_header *c = &s->headers.v[i];

		if (c->dropped) {
			buf_clear(&im->note);
			buf_printf(&im->note,
			    "%s: the column “%.*s” is left out: it holds ID-card numbers",
			    s->input->name, STR_ARG(c->header));
			if (im->note.failed)
				return ssjc_fail_memory(err);
			notice(im, im->note.p);
		}
		if (c->dropped || c->name.n == 0 || target_of(im, c->name))
			continue;
		if (!array_grow(&im->target, &im->target_cap, im->n_targets, sizeof *im->target))
			return ssjc_fail_memory(err);
		im->target[im->n_targets++] = (struct target){
		    .name = c->name, .field = {.column = c->column}, .number = c->number};
	}
	return SSJC_OK;
}

/* The number-th chosen sheet of the input that is open. */
static ssjc_rc add_sheet(
    struct importer *im, struct import_input *in, size_t number, struct ssjc_err *err)
{
	const struct header_aliases aliases = {
	    im->job->options->stream, im->job->options, im->job->vocabulary};
	struct import_sheet *s;
	bool ok = true;
	ssjc_rc rc;

	if (!array_grow(&im->sheet, &im->sheet_cap, im->n_sheets, sizeof *im->sheet))
		return ssjc_fail_memory(err);
	s = &im->sheet[im->n_sheets];
	*s = (struct import_sheet){.input = in, .number = number};
	rc = sheet_rows_start(im->rows, number, err);
	if (rc)
		return rc;
	rc = import_headers_find(&s->headers, im->rows, in->name, &aliases, err);
	if (rc)
		return rc;
	im->n_sheets++;
	s->name = arena_str(&im->arena, sheet_rows_sheet(im->rows, number), &ok);
	return ok ? add_targets(im, s, err) : ssjc_fail_memory(err);
}

/* Have that input open. Only one is in memory at a time. */
static ssjc_rc open_input(struct importer *im, const struct import_input *in, struct ssjc_err *err)
{
	const struct import_options *o = im->job->options;
	struct sheet_rows_options options = {o->encoding, o->sheet, o->n_sheets};
	ssjc_rc rc;

	if (im->open == in)
		return SSJC_OK;
	sheet_rows_close(im->rows);
	im->rows = NULL;
	im->open = NULL;
	rc = sheet_rows_open(&im->rows, in->bytes, in->name, &options, err);
	if (rc)
		return rc;
	im->open = in;
	return SSJC_OK;
}

static ssjc_rc add_input(struct importer *im, struct import_input *in, struct ssjc_err *err)
{
	ssjc_rc rc = open_input(im, in, err);

	if (rc)
		return rc;
	in->format = sheet_rows_format(im->rows);
	for (size_t i = 0; i < sheet_rows_sheets(im->rows); i++) {
		rc = add_sheet(im, in, i, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static ssjc_rc add_inputs(struct importer *im, struct ssjc_err *err)
{
	for (size_t i = 0; i < im->job->n_inputs; i++) {
		ssjc_rc rc = add_input(im, &im->job->input[i], err);

		if (rc)
			return rc;
	}
	return SSJC_OK;
}

/* A --map whose header is in no sheet is a mistake. */
static ssjc_rc check_maps(const struct importer *im, struct ssjc_err *err)
{
	const struct import_options *o = im->job->options;

	for (size_t i = 0; i < o->n_maps; i++) {
		bool used = false;

		for (size_t k = 0; k < im->n_targets && !used; k++)
			used = str_eq(im->target[k].name, o->map[i].column);
		if (!used)
			return ssjc_fail_at(err, SSJC_INPUT, im->job->input[0].name, 0, NULL,
			    "no column has the header “%.*s” that --map names",
			    STR_ARG(o->map[i].header));
	}
	return SSJC_OK;
}

/* Find the key, and each target in each sheet. */
static ssjc_rc connect(struct importer *im, struct ssjc_err *err)
{
	size_t keys = 0;

	for (size_t t = 0; t < im->n_targets; t++)
		if (is_key(&im->target[t]) && keys++ == 0)
			im->only_key = &im->target[t];
	if (keys > 1)
		im->only_key = NULL;
	for (size_t i = 0; i < im->n_sheets; i++) {
		struct import_sheet *s = &im->sheet[i];

		s->from = arena_array(&im->arena, im->n_targets, sizeof *s->from);
		if (!s->from)
			return ssjc_fail_memory(err);
		for (size_t t = 0; t < im->n_targets; t++) {
			s->from[t] = NOT_THERE;
			for (size_t c = 0; c < s->headers.n; c++)
				if (str_eq(s->headers.v[c].name, im->target[t].name))
					s->from[t] = (int)c;
		}
	}
	return SSJC_OK;
}

/* ---- A row ---- */

static void put_place(struct csv_out *o, const struct import_sheet *s, uint64_t row,
    struct str column, struct str value)
{
	csv_out_field(o, str_of(s->input->name));
	csv_out_field(o, s->name);
	csv_out_uint(o, row);
	csv_out_field(o, column);
	csv_out_field(o, value);
}

static void reject(struct importer *im, const struct import_sheet *s, uint64_t row,
    struct str column, struct str value, struct str reason)
{
	if (!im->rejects)
		return;
	put_place(im->rejects, s, row, column, value);
	csv_out_field(im->rejects, reason);
	csv_out_end(im->rejects);
}

static struct str header_of(const struct import_sheet *s, size_t target)
{
	return s->from[target] == NOT_THERE ? (struct str){"", 0}
	                                    : s->headers.v[s->from[target]].header;
}

/* The reason for a refused cell, with its name where the row alone is not enough. */
static struct str reason_for(struct importer *im, const struct import_sheet *s, uint64_t row,
    size_t target, enum cell_kind kind)
{
	char name[CELL_NAME];

	if (kind == CELL_TEXT)
		return str_of(im->target[target].value.wrong);
	cell_name((size_t)s->from[target], row, name);
	buf_clear(&im->note);
	buf_printf(&im->note, "%s (cell %s)", im->target[target].value.wrong, name);
	return buf_text(&im->note);
}

/* Can the row as a whole be read? It is empty when no cell has text. */
static bool check_row(
    struct importer *im, const struct import_sheet *s, const struct cell_row *row, bool *empty)
{
	static const struct str none = {"", 0};
	const struct import_headers *h = &s->headers;
	size_t i = 0;

	while (i < row->n && row->cell[i].text.n == 0)
		i++;
	*empty = i == row->n;
	if (*empty)
		return false;
	if (row->hidden && !im->job->options->hidden) {
		reject(im, s, row->number, none, none,
		    STR("is a hidden row: --hidden reads these too"));
		return false;
	}
	if (row->n > h->n || (row->n < h->n && sheet_rows_are_text(im->rows))) {
		buf_clear(&im->note);
		buf_printf(&im->note, "has %zu field%s, but the header line has %zu", row->n,
		    row->n == 1 ? "" : "s", h->n);
		reject(im, s, row->number, none, none, buf_text(&im->note));
		return false;
	}
	for (; i < row->n; i++)
		if (h->v[i].header.n == 0 && row->cell[i].text.n > 0) {
			reject(im, s, row->number, none, row->cell[i].text,
			    STR("is in a column without a header"));
			return false;
		}
	return true;
}

/* Read the cells into the targets; false when one is refused. */
static bool read_cells(
    struct importer *im, const struct import_sheet *s, const struct cell_row *row)
{
	static const struct cell none = {{"", 0}, CELL_TEXT};
	bool good = true;

	for (size_t t = 0; t < im->n_targets; t++) {
		struct target *to = &im->target[t];
		size_t c = (size_t)s->from[t];
		const struct cell *cell = s->from[t] != NOT_THERE && c < row->n ? &row->cell[c]
		                                                                : &none;

		to->raw = cell->text;
		to->value = field_read(&to->field, &im->context, *cell);
		if (to == im->only_key)
			im->key_hash = keyset_hash(&im->keys, to->value.text);
		if (to->value.wrong) {
			reject(im, s, row->number, header_of(s, t), to->raw,
			    reason_for(im, s, row->number, t, cell->kind));
			good = false;
		}
	}
	return good;
}

enum verdict { NEW, REPEATED, CONFLICT };

static uint64_t place_of(const struct importer *im, const struct import_sheet *s, uint64_t row)
{
	return (uint64_t)(s - im->sheet) << 40 | row;
}

/* Append where a place is: "a.csv, row 2" or "a.xlsx, sheet 名录, row 2". */
static void put_location(const struct importer *im, uint64_t place, struct buf *to)
{
	const struct import_sheet *s = &im->sheet[place >> 40];

	buf_z(to, s->input->name);
	if (s->name.n)
		buf_printf(to, ", sheet %.*s", STR_ARG(s->name));
	buf_printf(to, ", row %llu", (unsigned long long)(place & ((UINT64_C(1) << 40) - 1)));
}

/* The key of the row being read. */
static struct str key_of(struct importer *im)
{
	if (im->only_key)
		return im->only_key->value.text;
	buf_clear(&im->key);
	for (size_t t = 0; t < im->n_targets; t++)
		if (is_key(&im->target[t])) {
			buf_str(&im->key, im->target[t].value.text);
			buf_char(&im->key, '\0');
		}
	return buf_text(&im->key);
}

/* Is the row's key new, or was it found before, with the same content? False: no memory. */
static bool add_key(struct importer *im, const struct import_sheet *s, uint64_t row,
    enum verdict *v, uint64_t *where)
{
	struct str key = key_of(im);
	uint64_t content = 0, hash;
	const struct keyset_entry *old;

	hash = im->only_key ? im->key_hash : keyset_hash(&im->keys, key);
	for (size_t t = 0; t < im->n_targets; t++)
		if (!im->target[t].number)
			content = keyset_mix(content, im->target[t].value.text);
	if (im->key.failed ||
	    !keyset_add(&im->keys, hash, key, content, place_of(im, s, row), &old))
		return false;
	*v = !old ? NEW : old->content == content ? REPEATED : CONFLICT;
	*where = old ? old->place : 0;
	return true;
}

static void reject_conflict(
    struct importer *im, const struct import_sheet *s, uint64_t row, uint64_t where)
{
	size_t t = 0;

	while (!is_key(&im->target[t]))
		t++;
	buf_clear(&im->note);
	buf_z(&im->note, "is already in ");
	put_location(im, where, &im->note);
	buf_z(&im->note, ", with other content");
	reject(im, s, row, header_of(s, t), im->target[t].raw, buf_text(&im->note));
}

/*
 * A business under two codes has two chances to be drawn. --repairs lists a name
 * that another code has too; whether it is the same business only people can say.
 */
static bool remark_name(struct importer *im, const struct import_sheet *s, uint64_t row)
{
	const struct keyset_entry *old;

	for (size_t t = 0; t < im->n_targets; t++) {
		struct target *to = &im->target[t];

		if (!to->field.column || !(to->field.column->is & STREAM_NAME))
			continue;
		buf_clear(&im->key);
		text_key(&im->key, to->value.text);
		if (im->key.failed ||
		    !keyset_add(&im->names, keyset_hash(&im->names, buf_text(&im->key)),
		        buf_text(&im->key), 0, place_of(im, s, row), &old))
			return false;
		if (!old || to->value.note)
			continue;
		buf_clear(&im->note);
		buf_z(&im->note, "the same name has another code in ");
		put_location(im, old->place, &im->note);
		to->value.note = im->note.p;
	}
	return true;
}

static void write_row(struct importer *im, const struct import_sheet *s, uint64_t row)
{
	for (size_t t = 0; t < im->n_targets; t++) {
		struct target *to = &im->target[t];

		csv_out_field(im->out, to->value.text);
		s->input->repaired += to->value.repaired;
		if (!im->repairs || (!to->value.repaired && !to->value.note))
			continue;
		put_place(im->repairs, s, row, header_of(s, t), to->raw);
		csv_out_field(im->repairs, to->value.text);
		csv_out_field(im->repairs, str_of(to->value.note));
		csv_out_end(im->repairs);
	}
	csv_out_end(im->out);
}

static ssjc_rc read_row(
    struct importer *im, struct import_sheet *s, const struct cell_row *row, struct ssjc_err *err)
{
	enum verdict v;
	uint64_t where;
	bool empty;

	if (!check_row(im, s, row, &empty)) {
		s->input->rows += !empty;
		s->input->refused += !empty;
		return SSJC_OK;
	}
	s->input->rows++;
	if (++im->rows_read % TICK == 0 && im->job->progress)
		im->job->progress(im->job->arg, im->rows_read);
	if (!read_cells(im, s, row)) {
		s->input->refused++;
		return SSJC_OK;
	}
	if (!add_key(im, s, row->number, &v, &where))
		return ssjc_fail_memory(err);
	if (v == NEW) {
		if (im->repairs && !remark_name(im, s, row->number))
			return ssjc_fail_memory(err);
		write_row(im, s, row->number);
	} else if (v == REPEATED) {
		s->input->repeated++;
	} else {
		reject_conflict(im, s, row->number, where);
		s->input->refused++;
	}
	return SSJC_OK;
}

/* ---- All of it ---- */

static ssjc_rc read_sheet(struct importer *im, struct import_sheet *s, struct ssjc_err *err)
{
	struct cell_row row;
	ssjc_rc rc;

	rc = open_input(im, s->input, err);
	if (rc)
		return rc;
	rc = sheet_rows_start(im->rows, s->number, err);
	if (rc)
		return rc;
	im->context.sheet = !sheet_rows_are_text(im->rows);
	im->context.date1904 = sheet_rows_date1904(im->rows);
	for (;;) {
		rc = sheet_rows_next(im->rows, &row, err);
		if (rc || row.n == 0)
			return rc;
		if (row.number <= s->headers.last)
			continue;
		rc = read_row(im, s, &row, err);
		if (rc)
			return rc;
	}
}

static void put_header(struct csv_out *o, const char *const *columns)
{
	for (; *columns; columns++)
		csv_out_field(o, str_of(*columns));
	csv_out_end(o);
}

static void put_headers(struct importer *im)
{
	static const char *const rejects[] = {
	    "file", "sheet", "row", "column", "value", "reason", NULL};
	static const char *const repairs[] = {
	    "file", "sheet", "row", "column", "value", "repaired", "note", NULL};

	for (size_t t = 0; t < im->n_targets; t++)
		csv_out_field(im->out, im->target[t].name);
	csv_out_end(im->out);
	if (im->rejects)
		put_header(im->rejects, rejects);
	if (im->repairs)
		put_header(im->repairs, repairs);
}

static ssjc_rc check_memory(const struct importer *im, struct ssjc_err *err)
{
	bool failed = im->key.failed || im->note.failed;

	for (size_t t = 0; t < im->n_targets; t++)
		failed |= field_failed(&im->target[t].field);
	return failed ? ssjc_fail_memory(err) : SSJC_OK;
}

static void release(struct importer *im)
{
	sheet_rows_close(im->rows);
	for (size_t i = 0; i < im->n_sheets; i++)
		import_headers_free(&im->sheet[i].headers);
	for (size_t t = 0; t < im->n_targets; t++)
		field_free(&im->target[t].field);
	free(im->sheet);
	free(im->target);
	keyset_free(&im->keys);
	keyset_free(&im->names);
	buf_free(&im->key);
	buf_free(&im->note);
	table_close(&im->accepted);
	arena_free(&im->arena);
}

ssjc_rc import_run(const struct import_job *job, struct csv_out *out, struct csv_out *rejects,
    struct csv_out *repairs, struct ssjc_err *err)
{
	struct importer im = {.job = job, .out = out, .rejects = rejects, .repairs = repairs};
	ssjc_rc rc;

	im.context.vocabulary = job->vocabulary;
	im.context.plan = job->plan;
	rc = read_accepted(&im, err);
	if (rc)
		goto out;
	rc = add_inputs(&im, err);
	if (rc)
		goto out;
	rc = check_maps(&im, err);
	if (rc)
		goto out;
	rc = connect(&im, err);
	if (rc)
		goto out;
	put_headers(&im);
	for (size_t i = 0; i < im.n_sheets; i++) {
		rc = read_sheet(&im, &im.sheet[i], err);
		if (rc)
			goto out;
	}
	rc = check_memory(&im, err);
out:
	if (job->progress)
		job->progress(job->arg, 0);
	release(&im);
	return rc;
}
