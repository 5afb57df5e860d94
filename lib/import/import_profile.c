#include "ssjc/import/import.h"

#include "field.h"
#include "import_headers.h"
#include "keyset.h"

#include "ssjc/base/text.h"

#include <stdlib.h>

enum { EXAMPLES = 3 };

/* What is found out about a column. */
struct column {
	struct field field;
	uint64_t filled, refused;
	struct buf reason;      /* the first one, with its value */
	struct buf examples;
	size_t n_examples;
	struct seen seen;       /* its different texts */
};

static ssjc_code look(struct column *c, const struct field_context *context,
    const struct cell *cell, uint64_t row, struct ssjc_err *err)
{
	struct str text = text_trim(cell->text);
	struct field_value v = field_read(&c->field, context, *cell);
	const struct seen_entry *old;

	if (v.wrong && c->refused++ == 0)
		buf_printf(&c->reason, "row %llu: “%.*s” %s", (unsigned long long)row, STR_ARG(text),
		    v.wrong);
	if (text.n == 0)
		return SSJC_OK;
	c->filled++;
	if (!seen_add(&c->seen, seen_soon(&c->seen, text), text, 0, 0, &old))
		return ssjc_fail_memory(err);
	if (!old && c->n_examples < EXAMPLES)
		buf_printf(&c->examples, "%s%.*s", c->n_examples++ ? "; " : "", STR_ARG(text));
	return SSJC_OK;
}

static ssjc_code read_all(struct rows *rows, const struct layout *l,
    const struct field_context *context, struct column *v, struct ssjc_err *err)
{
	static const struct cell none = {{"", 0}, CELL_TEXT};
	struct cell_row row;
	ssjc_code code = SSJC_OK;

	while (code == SSJC_OK && (code = rows_next(rows, &row, err)) == SSJC_OK && row.n > 0) {
		bool empty = true;

		if (row.number <= l->last)
			continue;
		for (size_t i = 0; i < row.n && empty; i++)
			empty = row.cell[i].text.n == 0;
		for (size_t i = 0; i < l->n && code == SSJC_OK && !empty; i++)
			code = look(&v[i], context, i < row.n ? &row.cell[i] : &none, row.number, err);
	}
	return code;
}

static ssjc_code print(const char *file, struct str sheet, const struct layout *l,
    const struct column *v, struct csv_out *out, struct ssjc_err *err)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct layout_column *c = &l->v[i];

		if (v[i].reason.failed || v[i].examples.failed || field_failed(&v[i].field))
			return ssjc_fail_memory(err);
		csv_out_field(out, str_of(file));
		csv_out_field(out, sheet);
		csv_out_field(out, c->header);
		csv_out_field(out, c->column ? c->name : (struct str){"", 0});
		csv_out_uint(out, v[i].filled);
		csv_out_uint(out, v[i].seen.n);
		csv_out_uint(out, v[i].refused);
		csv_out_field(out, buf_text(&v[i].reason));
		csv_out_field(out, c->dropped ? (struct str){"", 0} : buf_text(&v[i].examples));
		csv_out_end(out);
	}
	return SSJC_OK;
}

/* The layout under the stream of the options, or under the one that fits best. */
static ssjc_code best_layout(const struct import_job *job, struct rows *rows, size_t sheet,
    struct layout *l, struct ssjc_err *err)
{
	const struct stream *wanted = job->options->stream, *best = wanted ? wanted : &streams[0];
	size_t most = 0;
	ssjc_code code = SSJC_OK;

	for (int i = 0; i < STREAMS && !wanted && code == SSJC_OK; i++) {
		code = rows_start(rows, sheet, err);
		if (code == SSJC_OK)
			code = layout_try(l, rows, &streams[i], job->options, job->terms, err);
		if (code == SSJC_OK && l->known > most) {
			most = l->known;
			best = &streams[i];
		}
		layout_free(l);
	}
	if (code == SSJC_OK)
		code = rows_start(rows, sheet, err);
	if (code == SSJC_OK)
		code = layout_try(l, rows, best, job->options, job->terms, err);
	return code;
}

static ssjc_code profile_sheet(const struct import_job *job, const struct import_input *in,
    struct rows *rows, size_t sheet, struct csv_out *out, struct ssjc_err *err)
{
	struct field_context context = {.terms = job->terms, .plan = job->plan,
	    .sheet = !rows_are_text(rows), .date1904 = rows_date1904(rows)};
	struct layout l = {.n = 0};
	struct column *v = NULL;
	ssjc_code code = best_layout(job, rows, sheet, &l, err);

	if (code == SSJC_OK && l.n > 0 && !(v = calloc(l.n, sizeof *v)))
		code = ssjc_fail_memory(err);
	for (size_t i = 0; v && i < l.n; i++)
		v[i].field.column = l.v[i].column;
	if (code == SSJC_OK)
		code = rows_start(rows, sheet, err);
	if (code == SSJC_OK)
		code = read_all(rows, &l, &context, v, err);
	if (code == SSJC_OK)
		code = print(in->name, rows_sheet(rows, sheet), &l, v, out, err);
	for (size_t i = 0; v && i < l.n; i++) {
		field_free(&v[i].field);
		buf_free(&v[i].reason);
		buf_free(&v[i].examples);
		seen_free(&v[i].seen);
	}
	free(v);
	layout_free(&l);
	return code;
}

ssjc_code import_profile(const struct import_job *job, struct csv_out *out, struct ssjc_err *err)
{
	static const char *const columns[] = {"file", "sheet", "header", "column", "filled",
	    "distinct", "refused", "reason", "examples", NULL};
	const struct import_options *o = job->options;
	struct rows_options options = {o->encoding, o->sheet, o->n_sheets};
	ssjc_code code = SSJC_OK;

	for (size_t i = 0; columns[i]; i++)
		csv_out_field(out, str_of(columns[i]));
	csv_out_end(out);
	for (size_t i = 0; i < job->n_inputs && code == SSJC_OK; i++) {
		const struct import_input *in = &job->input[i];
		struct rows *rows;

		code = rows_open(&rows, in->bytes, in->name, &options, err);
		if (code != SSJC_OK)
			break;
		for (size_t k = 0; k < rows_sheets(rows) && code == SSJC_OK; k++)
			code = profile_sheet(job, in, rows, k, out, err);
		rows_close(rows);
	}
	return code;
}
