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
	struct buf reason; /* the first one, with its value */
	struct buf examples;
	size_t n_examples;
	struct keyset seen; /* its different texts */
};

static ssjc_rc look(struct column *c, const struct field_context *context, const struct cell *cell,
    uint64_t row, struct ssjc_err *err)
{
	struct str text = text_trim(cell->text);
	struct field_value v = field_read(&c->field, context, *cell);
	const struct keyset_entry *old;

	if (v.wrong && c->refused++ == 0)
		buf_printf(&c->reason, "row %llu: “%.*s” %s", (unsigned long long)row,
		    STR_ARG(text), v.wrong);
	if (text.n == 0)
		return SSJC_OK;
	c->filled++;
	if (!keyset_add(&c->seen, seen_soon(&c->seen, text), text, 0, 0, &old))
		return ssjc_fail_memory(err);
	if (!old && c->n_examples < EXAMPLES)
		buf_printf(&c->examples, "%s%.*s", c->n_examples++ ? "; " : "", STR_ARG(text));
	return SSJC_OK;
}

static ssjc_rc read_all(struct sheet_rows *rows, const struct import_headers *l,
    const struct field_context *context, struct column *v, struct ssjc_err *err)
{
	static const struct cell none = {{"", 0}, CELL_TEXT};
	struct cell_row row;
	ssjc_rc rc = SSJC_OK;

	while (rc == SSJC_OK && (rc = sheet_rows_next(rows, &row, err)) == SSJC_OK && row.n > 0) {
		bool empty = true;

		if (row.number <= l->last)
			continue;
		for (size_t i = 0; i < row.n && empty; i++)
			empty = row.cell[i].text.n == 0;
		for (size_t i = 0; i < l->n && rc == SSJC_OK && !empty; i++)
			rc = look(
			    &v[i], context, i < row.n ? &row.cell[i] : &none, row.number, err);
	}
	return rc;
}

static ssjc_rc print(const char *file, struct str sheet, const struct import_headers *l,
    const struct column *v, struct csv_out *out, struct ssjc_err *err)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct import_header *c = &l->v[i];

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
static ssjc_rc best_layout(const struct import_job *job, struct sheet_rows *rows, size_t sheet,
    struct import_headers *l, struct ssjc_err *err)
{
	const struct stream *wanted = job->options->stream, *best = wanted ? wanted : &streams[0];
	size_t most = 0;
	ssjc_rc rc = SSJC_OK;

	for (int i = 0; i < STREAMS && !wanted && rc == SSJC_OK; i++) {
		rc = sheet_rows_start(rows, sheet, err);
		if (rc == SSJC_OK)
			rc = import_headers_try(
			    l, rows, &streams[i], job->options, job->vocabulary, err);
		if (rc == SSJC_OK && l->known > most) {
			most = l->known;
			best = &streams[i];
		}
		import_headers_free(l);
	}
	if (rc == SSJC_OK)
		rc = sheet_rows_start(rows, sheet, err);
	if (rc == SSJC_OK)
		rc = import_headers_try(l, rows, best, job->options, job->vocabulary, err);
	return rc;
}

static ssjc_rc profile_sheet(const struct import_job *job, const struct import_input *in,
    struct sheet_rows *rows, size_t sheet, struct csv_out *out, struct ssjc_err *err)
{
	struct field_context context = {.vocabulary = job->vocabulary,
	    .plan = job->plan,
	    .sheet = !sheet_rows_are_text(rows),
	    .date1904 = sheet_rows_date1904(rows)};
	struct import_headers l = {.n = 0};
	struct column *v = NULL;
	ssjc_rc rc = best_layout(job, rows, sheet, &l, err);

	if (rc == SSJC_OK && l.n > 0 && !(v = calloc(l.n, sizeof *v)))
		rc = ssjc_fail_memory(err);
	for (size_t i = 0; v && i < l.n; i++)
		v[i].field.column = l.v[i].column;
	if (rc == SSJC_OK)
		rc = sheet_rows_start(rows, sheet, err);
	if (rc == SSJC_OK)
		rc = read_all(rows, &l, &context, v, err);
	if (rc == SSJC_OK)
		rc = print(in->name, sheet_rows_sheet(rows, sheet), &l, v, out, err);
	for (size_t i = 0; v && i < l.n; i++) {
		field_free(&v[i].field);
		buf_free(&v[i].reason);
		buf_free(&v[i].examples);
		keyset_free(&v[i].seen);
	}
	free(v);
	import_headers_free(&l);
	return rc;
}

ssjc_rc import_profile(const struct import_job *job, struct csv_out *out, struct ssjc_err *err)
{
	static const char *const columns[] = {"file", "sheet", "header", "column", "filled",
	    "distinct", "refused", "reason", "examples", NULL};
	const struct import_options *o = job->options;
	struct sheet_rows_options options = {o->encoding, o->sheet, o->n_sheets};
	ssjc_rc rc = SSJC_OK;

	for (size_t i = 0; columns[i]; i++)
		csv_out_field(out, str_of(columns[i]));
	csv_out_end(out);
	for (size_t i = 0; i < job->n_inputs && rc == SSJC_OK; i++) {
		const struct import_input *in = &job->input[i];
		struct sheet_rows *rows;

		rc = sheet_rows_open(&rows, in->bytes, in->name, &options, err);
		if (rc != SSJC_OK)
			break;
		for (size_t k = 0; k < sheet_rows_sheets(rows) && rc == SSJC_OK; k++)
			rc = profile_sheet(job, in, rows, k, out, err);
		sheet_rows_close(rows);
	}
	return rc;
}
