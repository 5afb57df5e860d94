#include "ssjc/import/import.h"

#include "field.h"
#include "import_headers.h"
#include "keyset.h"
#include "row_claim.h"

#include "ssjc/base/text.h"

#include <stdlib.h>

enum { EXAMPLES = 3 };

/* What is found out about a column. */
struct column {
	struct field field;
	struct field_value value; /* of the row at hand */
	uint64_t filled, refused;
	struct buf reason; /* the first one, with its value */
	struct buf examples;
	size_t n_examples;
	struct keyset texts; /* its different texts */
};

static ssjc_rc look(struct column *c, struct str cell, uint64_t row, struct ssjc_err *err)
{
	struct str text = text_trim(cell);
	struct field_value v = c->value;
	const struct keyset_entry *old;

	if (v.wrong && c->refused++ == 0)
		buf_printf(&c->reason, "row %llu: “%.*s” %s", (unsigned long long)row,
		    STR_ARG(v.secret ? STR("") : text), v.wrong);
	if (text.n == 0)
		return SSJC_OK;
	c->filled++;
	if (v.secret)
		return SSJC_OK;
	if (!keyset_add(&c->texts, keyset_hash(&c->texts, text), text, 0, 0, &old))
		return ssjc_fail_memory(err);
	if (!old && c->n_examples < EXAMPLES)
		buf_printf(&c->examples, "%s%.*s", c->n_examples++ ? "; " : "", STR_ARG(text));
	return SSJC_OK;
}

/* What the rows of a sheet are read with. */
struct looking {
	const struct import_headers *h;
	const struct field_context *context;
	struct row_words *words;
	struct column *column;   /* one for each header, */
	struct row_field *field; /* as here */
	bool other;              /* the row at hand is below the headers of another table */
};

/* Is it a record, or at least a row that an import would not leave out? */
static bool is_record(struct looking *l, const struct cell_row *row)
{
	static const struct cell none = {{"", 0}, CELL_TEXT};
	const struct import_headers *h = l->h;
	size_t cell;
	enum row_kind kind = row_kind_of(l->words, row, h, &cell);
	enum claim claim;
	bool good = true;

	if (kind == ROW_HEADERS || kind == ROW_OTHER)
		l->other = kind == ROW_OTHER;
	if (l->other || (kind != ROW_RECORD && kind < ROW_TOTAL))
		return false;
	for (size_t i = 0; i < h->n; i++) {
		const struct cell *c = i < row->n ? &row->cell[i] : &none;

		l->column[i].value = field_read(&l->column[i].field, l->context, *c);
		l->field[i] = (struct row_field){h->v[i].column, c->text};
		if (h->v[i].column && !l->column[i].value.wrong &&
		    row_cell_is_hint(l->words, c->text))
			l->column[i].value.wrong = row_hint_is_no_value;
		good &= !l->column[i].value.wrong;
	}
	row_claim_kind(l->words, row, h, l->field, h->n, cell, kind, good, &claim);
	return claim != CLAIM_NONE;
}

static ssjc_rc read_all(struct looking *l, struct sheet_rows *rows, struct ssjc_err *err)
{
	struct cell_row row;
	ssjc_rc rc;

	for (;;) {
		rc = sheet_rows_next(rows, &row, err);
		if (rc || row.n == 0)
			return rc;
		if (row.number <= l->h->last || !is_record(l, &row))
			continue;
		for (size_t i = 0; i < l->h->n; i++) {
			rc = look(&l->column[i], l->field[i].raw, row.number, err);
			if (rc)
				return rc;
		}
	}
}

static ssjc_rc print(const char *file, struct str sheet, const struct import_headers *h,
    const struct column *v, struct csv_out *out, struct ssjc_err *err)
{
	for (size_t i = 0; i < h->n; i++) {
		const struct import_header *c = &h->v[i];

		if (v[i].reason.failed || v[i].examples.failed || field_failed(&v[i].field))
			return ssjc_fail_memory(err);
		csv_out_field(out, str_of(file));
		csv_out_field(out, sheet);
		csv_out_field(out, c->header);
		csv_out_field(out, c->column ? c->name : (struct str){"", 0});
		csv_out_uint(out, v[i].filled);
		csv_out_uint(out, v[i].texts.n);
		csv_out_uint(out, v[i].refused);
		csv_out_field(out, buf_text(&v[i].reason));
		csv_out_field(out, c->dropped ? (struct str){"", 0} : buf_text(&v[i].examples));
		csv_out_end(out);
	}
	return SSJC_OK;
}

/* The headers under the stream of the options, or under the one that knows most of them. */
static ssjc_rc best_headers(const struct import_job *job, struct sheet_rows *rows, size_t sheet,
    struct import_headers *h, struct ssjc_err *err)
{
	const struct stream *asked = job->options->stream, *best = asked ? asked : &streams[0];
	struct header_aliases aliases = {best, job->options, job->vocabulary, NULL};
	size_t most = 0;
	ssjc_rc rc;

	for (int i = 0; i < STREAMS && !asked; i++) {
		aliases.stream = &streams[i];
		rc = sheet_rows_start(rows, sheet, err);
		if (rc)
			return rc;
		rc = import_headers_try(h, rows, &aliases, err);
		if (rc)
			return rc;
		if (h->known > most) {
			most = h->known;
			best = &streams[i];
		}
		import_headers_free(h);
	}
	aliases.stream = best;
	rc = sheet_rows_start(rows, sheet, err);
	if (rc)
		return rc;
	return import_headers_try(h, rows, &aliases, err);
}

static ssjc_rc profile_sheet(const struct import_job *job, const struct import_input *in,
    struct sheet_rows *rows, size_t sheet, struct csv_out *to, struct ssjc_err *err)
{
	static const struct keyset none = {.n = 0};
	struct field_context context = {.accepted = &none,
	    .vocabulary = job->vocabulary,
	    .plan = job->plan,
	    .sheet = !sheet_rows_are_text(rows),
	    .date1904 = sheet_rows_date1904(rows)};
	struct import_headers h = {.n = 0};
	struct looking look_at = {.h = &h, .context = &context};
	struct column *v = NULL;
	ssjc_rc rc = best_headers(job, rows, sheet, &h, err);

	if (rc)
		goto out;
	look_at.column = v = calloc(h.n + 1, sizeof *v);
	look_at.field = calloc(h.n + 1, sizeof *look_at.field);
	look_at.words = row_words_open(job->vocabulary);
	if (!v || !look_at.field || !look_at.words) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	for (size_t i = 0; i < h.n; i++)
		v[i].field.column = h.v[i].column;
	rc = sheet_rows_start(rows, sheet, err);
	if (rc)
		goto out;
	rc = read_all(&look_at, rows, err);
	if (rc)
		goto out;
	rc = print(in->name, sheet_rows_sheet(rows, sheet), &h, v, to, err);
out:
	for (size_t i = 0; v && i < h.n; i++) {
		field_free(&v[i].field);
		buf_free(&v[i].reason);
		buf_free(&v[i].examples);
		keyset_free(&v[i].texts);
	}
	free(v);
	free(look_at.field);
	row_words_close(look_at.words);
	import_headers_free(&h);
	return rc;
}

static ssjc_rc profile_input(const struct import_job *job, const struct import_input *in,
    struct csv_out *to, struct ssjc_err *err)
{
	const struct import_options *o = job->options;
	struct sheet_rows_options options = {
	    .encoding = o->encoding, .sheet = o->sheet, .n_sheets = o->n_sheets};
	struct sheet_rows *rows = NULL;
	ssjc_rc rc = sheet_rows_open(&rows, in->bytes, in->name, &options, err);

	if (rc)
		return rc;
	for (size_t i = 0; i < sheet_rows_sheets(rows); i++) {
		rc = profile_sheet(job, in, rows, i, to, err);
		if (rc)
			goto out;
	}
out:
	sheet_rows_close(rows);
	return rc;
}

ssjc_rc import_profile(const struct import_job *job, struct csv_out *out, struct ssjc_err *err)
{
	static const char *const columns[] = {"file", "sheet", "header", "column", "filled",
	    "distinct", "refused", "reason", "examples", NULL};

	for (size_t i = 0; columns[i]; i++)
		csv_out_field(out, str_of(columns[i]));
	csv_out_end(out);
	for (size_t i = 0; i < job->n_inputs; i++) {
		ssjc_rc rc = profile_input(job, &job->input[i], out, err);

		if (rc)
			return rc;
	}
	return SSJC_OK;
}
