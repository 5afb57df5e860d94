#include "sheet_rows.h"

#include "foreign_text.h"
#include "html_in.h"
#include "ods_in.h"
#include "sheet_format.h"
#include "spreadsheetml_in.h"
#include "ssjc/base/csv_in.h"
#include "ssjc/base/num.h"
#include "xls_in.h"
#include "xlsx_in.h"

#include <stdlib.h>

/* What each kind of workbook offers. */
struct book_kind {
	const struct cell_sheet *(*sheets)(const void *book, size_t *n);
	bool (*date1904)(const void *book);
	ssjc_rc (*filled)(void *book, size_t sheet, bool *filled, struct ssjc_err *err);
	ssjc_rc (*select)(void *book, size_t sheet, struct ssjc_err *err);
	ssjc_rc (*next)(void *book, struct cell_row *row, struct ssjc_err *err);
	void (*formulas)(const void *book, uint64_t *all, uint64_t *uncalculated);
	void (*close)(void *book);
};

/* The functions of a module, which are named alike, as those of a kind. */
#define BOOK_KIND(module)                                                                          \
	static const struct cell_sheet *module##_book_sheets(const void *b, size_t *n)             \
	{                                                                                          \
		return module##_sheets(b, n);                                                      \
	}                                                                                          \
	static bool module##_book_date1904(const void *b)                                          \
	{                                                                                          \
		return module##_date1904(b);                                                       \
	}                                                                                          \
	static ssjc_rc module##_book_filled(void *b, size_t i, bool *is, struct ssjc_err *err)     \
	{                                                                                          \
		return module##_filled(b, i, is, err);                                             \
	}                                                                                          \
	static ssjc_rc module##_book_select(void *b, size_t i, struct ssjc_err *err)               \
	{                                                                                          \
		return module##_select(b, i, err);                                                 \
	}                                                                                          \
	static ssjc_rc module##_book_next(void *b, struct cell_row *row, struct ssjc_err *err)     \
	{                                                                                          \
		return module##_next(b, row, err);                                                 \
	}                                                                                          \
	static void module##_book_formulas(const void *b, uint64_t *all, uint64_t *none)           \
	{                                                                                          \
		module##_formulas(b, all, none);                                                   \
	}                                                                                          \
	static void module##_book_close(void *b)                                                   \
	{                                                                                          \
		module##_close(b);                                                                 \
	}                                                                                          \
	static const struct book_kind module##_book = {module##_book_sheets,                       \
	    module##_book_date1904, module##_book_filled, module##_book_select,                    \
	    module##_book_next, module##_book_formulas, module##_book_close}

BOOK_KIND(xlsx_in);
BOOK_KIND(xls_in);
BOOK_KIND(sheet_store);

struct sheet_rows {
	const char *name;
	enum sheet_format format;
	const struct book_kind *kind; /* NULL for text */
	void *book;
	struct decoded decoded; /* text, and markup until it is read */
	struct csv_in *csv;
	struct foreign_text text; /* once it was started */
	struct cell *cell;        /* of a line of text */
	size_t cap;
	size_t *chosen; /* numbers of sheets, from 0 */
	size_t n_chosen, chosen_cap;
};

/* ---- Opening ---- */

static ssjc_rc read_markup(struct sheet_rows *r, struct sheet_store *s, struct str bytes,
    enum encoding encoding, struct ssjc_err *err)
{
	enum encoding said = encoding ? encoding : sheet_format_encoding(bytes);
	ssjc_rc rc;

	rc = decoded_open(&r->decoded, bytes, said, r->name, err);
	/* What it says of itself may be wrong. */
	if (rc == SSJC_INPUT && said != encoding)
		rc = decoded_open(&r->decoded, bytes, ENCODING_AUTO, r->name, err);
	if (rc)
		return rc;
	if (r->format == SHEET_FORMAT_HTML)
		return html_in_read(s, r->decoded.text, r->name, err);
	if (r->format == SHEET_FORMAT_FODS)
		return ods_in_read_text(s, r->decoded.text, r->name, err);
	return spreadsheetml_in_read(s, r->decoded.text, r->name, err);
}

static ssjc_rc read_zip(
    struct sheet_rows *r, struct sheet_store *s, struct str bytes, struct ssjc_err *err)
{
	struct zip_in *zip;
	ssjc_rc rc = zip_in_open(&zip, bytes, r->name, err);

	if (rc)
		return rc;
	rc = ods_in_read_zip(s, zip, r->name, err);
	zip_in_close(zip);
	return rc;
}

/* A file that is read as a whole. */
static ssjc_rc open_store(
    struct sheet_rows *r, struct str bytes, enum encoding encoding, struct ssjc_err *err)
{
	struct sheet_store *s;
	ssjc_rc rc = sheet_store_open(&s, r->name, err);

	if (rc)
		return rc;
	r->kind = &sheet_store_book;
	r->book = s;
	if (r->format == SHEET_FORMAT_ODS)
		return read_zip(r, s, bytes, err);
	rc = read_markup(r, s, bytes, encoding, err);
	decoded_close(&r->decoded);
	return rc;
}

static ssjc_rc open_format(struct sheet_rows *r, struct str bytes,
    const struct sheet_rows_options *options, struct ssjc_err *err)
{
	struct xlsx_in *xlsx;
	struct xls_in *xls;
	ssjc_rc rc;

	switch (r->format) {
	case SHEET_FORMAT_TEXT:
		return decoded_open(&r->decoded, bytes, options->encoding, r->name, err);
	case SHEET_FORMAT_XLSX:
		rc = xlsx_in_open(&xlsx, bytes, r->name, err);
		if (rc)
			return rc;
		r->kind = &xlsx_in_book;
		r->book = xlsx;
		return SSJC_OK;
	case SHEET_FORMAT_XLS:
		rc = xls_in_open(&xls, bytes, r->name, err);
		if (rc)
			return rc;
		r->kind = &xls_in_book;
		r->book = xls;
		return SSJC_OK;
	default:
		return open_store(r, bytes, options->encoding, err);
	}
}

/* ---- Which sheets ---- */

/* The sheets of a workbook; text has one, of the name "". */
static const struct cell_sheet *sheets(const struct sheet_rows *r, size_t *n)
{
	static const struct cell_sheet text = {{"", 0}, false};

	*n = 1;
	return r->kind ? r->kind->sheets(r->book, n) : &text;
}

static size_t count(const struct sheet_rows *r)
{
	size_t n;

	sheets(r, &n);
	return n;
}

static struct str title(const struct sheet_rows *r, size_t sheet)
{
	size_t n;

	return sheets(r, &n)[sheet].name;
}

static ssjc_rc choose(struct sheet_rows *r, size_t sheet, struct ssjc_err *err)
{
	if (!array_grow(&r->chosen, &r->chosen_cap, r->n_chosen, sizeof *r->chosen))
		return ssjc_fail_memory(err);
	r->chosen[r->n_chosen++] = sheet;
	return SSJC_OK;
}

/* "1 市区, 2 郊区": the chosen sheets, or all of them. */
static void list(const struct sheet_rows *r, bool all, struct buf *to)
{
	size_t n = all ? count(r) : r->n_chosen;

	for (size_t i = 0; i < n; i++) {
		size_t sheet = all ? i : r->chosen[i];

		buf_printf(to, "%s%zu %.*s", i ? ", " : "", sheet + 1, STR_ARG(title(r, sheet)));
	}
}

static ssjc_rc choose_named(struct sheet_rows *r, struct str asked, struct ssjc_err *err)
{
	size_t n = count(r), sheet = 0;
	struct buf names = {0};
	int64_t number;
	ssjc_rc rc;

	while (sheet < n && !str_eq(title(r, sheet), asked))
		sheet++;
	if (sheet == n && !num_parse(asked, 1, (int64_t)n, &number))
		sheet = (size_t)number - 1;
	if (sheet < n)
		return choose(r, sheet, err);
	list(r, true, &names);
	rc = ssjc_fail_at(err, SSJC_INPUT, r->name, 0, NULL,
	    "has no sheet “%.*s”; its sheets are: %.*s", STR_ARG(asked), STR_ARG(buf_text(&names)));
	buf_free(&names);
	return rc;
}

static ssjc_rc choose_visible(struct sheet_rows *r, bool all, struct ssjc_err *err)
{
	size_t n = count(r);
	struct buf names = {0};
	bool is;
	ssjc_rc rc;

	for (size_t i = 0; i < n; i++) {
		if (sheets(r, &n)[i].hidden)
			continue;
		rc = r->kind->filled(r->book, i, &is, err);
		if (rc)
			return rc;
		rc = is ? choose(r, i, err) : SSJC_OK;
		if (rc)
			return rc;
	}
	if (r->n_chosen == 1 || (all && r->n_chosen > 0))
		return SSJC_OK;
	if (r->n_chosen == 0)
		return ssjc_fail_at(
		    err, SSJC_INPUT, r->name, 0, NULL, "has no visible sheet with anything in it");
	list(r, false, &names);
	rc = ssjc_fail_at(err, SSJC_INPUT, r->name, 0, NULL,
	    "has several sheets; say --sheet for each that is meant: %.*s",
	    STR_ARG(buf_text(&names)));
	buf_free(&names);
	return rc;
}

static ssjc_rc choose_every(struct sheet_rows *r, struct ssjc_err *err)
{
	for (size_t i = 0; i < count(r); i++) {
		ssjc_rc rc = choose(r, i, err);

		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static ssjc_rc choose_sheets(
    struct sheet_rows *r, const struct sheet_rows_options *options, struct ssjc_err *err)
{
	if (!r->kind)
		return choose(r, 0, err);
	if (options->every)
		return choose_every(r, err);
	if (options->n_sheets == 0)
		return choose_visible(r, options->all, err);
	for (size_t i = 0; i < options->n_sheets; i++) {
		ssjc_rc rc = choose_named(r, options->sheet[i], err);

		if (rc)
			return rc;
	}
	return SSJC_OK;
}

ssjc_rc sheet_rows_open(struct sheet_rows **out, struct str bytes, const char *name,
    const struct sheet_rows_options *options, struct ssjc_err *err)
{
	struct sheet_rows *r = calloc(1, sizeof *r);
	ssjc_rc rc;

	*out = NULL;
	if (!r)
		return ssjc_fail_memory(err);
	r->name = name;
	rc = sheet_format_find(&r->format, bytes, name, err);
	if (rc)
		goto fail;
	rc = open_format(r, bytes, options, err);
	if (rc)
		goto fail;
	rc = choose_sheets(r, options, err);
	if (rc)
		goto fail;
	*out = r;
	return SSJC_OK;
fail:
	sheet_rows_close(r);
	return rc;
}

const char *sheet_rows_name(const struct sheet_rows *r)
{
	return r->name;
}

const char *sheet_rows_format(const struct sheet_rows *r)
{
	return r->kind ? sheet_format_name(r->format) : encoding_names[r->decoded.encoding];
}

bool sheet_rows_are_text(const struct sheet_rows *r)
{
	return !r->kind;
}

char sheet_rows_delimiter(const struct sheet_rows *r)
{
	return r->text.delimiter;
}

bool sheet_rows_date1904(const struct sheet_rows *r)
{
	return r->kind && r->kind->date1904(r->book);
}

size_t sheet_rows_sheets(const struct sheet_rows *r)
{
	return r->n_chosen;
}

struct str sheet_rows_sheet(const struct sheet_rows *r, size_t i)
{
	return title(r, r->chosen[i]);
}

bool sheet_rows_hidden(const struct sheet_rows *r, size_t i)
{
	size_t n;

	return sheets(r, &n)[r->chosen[i]].hidden;
}

size_t sheet_rows_count(const struct sheet_rows *r)
{
	return count(r);
}

ssjc_rc sheet_rows_choice(struct sheet_rows *r, size_t i, struct str *name,
    enum sheet_choice *choice, struct ssjc_err *err)
{
	size_t n;
	bool hidden = sheets(r, &n)[i].hidden, is = true;
	ssjc_rc rc;

	*name = title(r, i);
	*choice = SHEET_AS_ALWAYS;
	for (size_t k = 0; k < r->n_chosen; k++)
		if (r->chosen[k] == i) {
			*choice = hidden ? SHEET_HIDDEN_READ : SHEET_AS_ALWAYS;
			return SSJC_OK;
		}
	if (hidden || !r->kind)
		return SSJC_OK;
	rc = r->kind->filled(r->book, i, &is, err);
	/* What cannot be read is not empty. */
	if (rc && rc != SSJC_INPUT)
		return rc;
	*choice = rc || is ? SHEET_NOT_READ : SHEET_AS_ALWAYS;
	return SSJC_OK;
}

ssjc_rc sheet_rows_start(struct sheet_rows *r, size_t i, struct ssjc_err *err)
{
	if (r->kind)
		return r->kind->select(r->book, r->chosen[i], err);
	if (!r->csv) {
		ssjc_rc rc = foreign_text_open(&r->text, r->decoded.text, err);

		if (rc)
			return rc;
		return csv_in_open_foreign(
		    &r->csv, r->text.text, r->name, r->text.delimiter, r->text.quotes, err);
	}
	csv_in_rewind(r->csv);
	return SSJC_OK;
}

/* A line of text as cells. */
static ssjc_rc next_line(struct sheet_rows *r, struct cell_row *row, struct ssjc_err *err)
{
	struct csv_row line;
	ssjc_rc rc = csv_in_next(r->csv, &line, err);

	*row = (struct cell_row){0};
	if (rc)
		return rc;
	while (line.n > r->cap)
		if (!array_grow(&r->cell, &r->cap, r->cap, sizeof *r->cell))
			return ssjc_fail_memory(err);
	for (size_t i = 0; i < line.n; i++)
		r->cell[i] = (struct cell){foreign_text_field(line.field[i]), CELL_TEXT};
	*row = (struct cell_row){r->cell, line.n, line.line, false};
	return SSJC_OK;
}

ssjc_rc sheet_rows_next(struct sheet_rows *r, struct cell_row *row, struct ssjc_err *err)
{
	return r->kind ? r->kind->next(r->book, row, err) : next_line(r, row, err);
}

void sheet_rows_formulas(const struct sheet_rows *r, uint64_t *all, uint64_t *uncalculated)
{
	*all = *uncalculated = 0;
	if (r->kind)
		r->kind->formulas(r->book, all, uncalculated);
}

void sheet_rows_close(struct sheet_rows *r)
{
	if (!r)
		return;
	csv_in_close(r->csv);
	foreign_text_close(&r->text);
	decoded_close(&r->decoded);
	if (r->kind)
		r->kind->close(r->book);
	free(r->cell);
	free(r->chosen);
	free(r);
}
