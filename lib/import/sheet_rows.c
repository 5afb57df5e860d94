#include "sheet_rows.h"

#include "ssjc/base/csv_in.h"
#include "ssjc/base/num.h"
#include "xls_in.h"
#include "xlsx_in.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum format { TEXT, XLSX, XLS };

struct sheet_rows {
	const char *name;
	enum format format;
	struct decoded decoded; /* TEXT */
	struct csv_in *csv;
	struct xlsx_in *xlsx;
	struct xls_in *xls;
	struct cell *cell; /* of a line of text */
	size_t cap;
	size_t *chosen; /* numbers of sheets, from 0 */
	size_t n_chosen, chosen_cap;
};

/* ---- What the first bytes say ---- */

static const struct magic {
	struct str bytes;
	enum format format;
	const char *refuse; /* why not to read it; NULL to read it */
} magics[] = {
    {STR_INIT("PK\3\4"), XLSX, NULL},
    {STR_INIT("PK\5\6"), XLSX, NULL},
    {STR_INIT("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), XLS, NULL},
    {STR_INIT("\x09\x08\x08\0"), XLS, NULL},
    {STR_INIT("\x09\x04\x06\0"), XLS, NULL},
    {STR_INIT("\x09\x02\x06\0"), XLS, NULL},
    {STR_INIT("\x09\0\x04\0"), XLS, NULL},
    {STR_INIT("%PDF"), TEXT, "is a PDF: its table has to be copied into a sheet"},
    {STR_INIT("\x1f\x8b"), TEXT, "is compressed: unpack it first"},
    {STR_INIT("Rar!"), TEXT, "is a RAR archive: unpack it first"},
    {STR_INIT("7z\xbc\xaf\x27\x1c"), TEXT, "is a 7z archive: unpack it first"},
    {STR_INIT("MIME-Version:"), TEXT, "is a web archive, whatever its name says: save it as .xlsx"},
};

static bool starts(struct str bytes, struct str with)
{
	return bytes.n >= with.n && memcmp(bytes.p, with.p, with.n) == 0;
}

static bool has(struct str bytes, const char *p, size_t n)
{
	for (size_t i = 0; i + n <= bytes.n; i++) {
		const char *at = memchr(bytes.p + i, p[0], bytes.n - i - n + 1);

		if (!at)
			return false;
		if (memcmp(at, p, n) == 0)
			return true;
		i = (size_t)(at - bytes.p);
	}
	return false;
}

/* Does it begin with a tag? Web pages and XML are often named .xls. */
static const char *tagged(struct str bytes)
{
	struct str s = str_trim(bytes);

	if (str_starts(s, "\xef\xbb\xbf"))
		s = str_trim((struct str){s.p + 3, s.n - 3});
	if (s.n < 5 || s.p[0] != '<')
		return NULL;
	if (strncasecmp(s.p, "<?xml", 5) == 0)
		return "is XML, not a workbook, whatever its name says: save it as .xlsx";
	if (s.p[1] == '!' || s.p[1] == '/' || (s.p[1] | 32) >= 'a')
		return "is a web page (HTML), not a workbook, whatever its name says: save it as "
		       ".xlsx";
	return NULL;
}

static ssjc_rc sniff(struct sheet_rows *r, struct str bytes, struct ssjc_err *err)
{
	/* The stream's name in the folder of an encrypted workbook, in UTF-16LE. */
	static const char encrypted[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
	const char *refuse = tagged(bytes);

	for (size_t i = 0; i < sizeof magics / sizeof magics[0] && !refuse; i++)
		if (starts(bytes, magics[i].bytes)) {
			r->format = magics[i].format;
			refuse = magics[i].refuse;
			break;
		}
	if (r->format == XLS && has(bytes, encrypted, sizeof encrypted - 1))
		refuse = "is encrypted: save it without a password";
	return refuse ? ssjc_fail_at(err, SSJC_INPUT, r->name, 0, NULL, "%s", refuse) : SSJC_OK;
}

/* ---- Which sheets ---- */

/* The sheets of a workbook; text has one, of the name "". */
static const struct cell_sheet *sheets(const struct sheet_rows *r, size_t *n)
{
	static const struct cell_sheet text = {{"", 0}, false};

	*n = 1;
	if (r->xlsx)
		return xlsx_in_sheets(r->xlsx, n);
	return r->xls ? xls_in_sheets(r->xls, n) : &text;
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

static ssjc_rc filled(struct sheet_rows *r, size_t sheet, bool *is, struct ssjc_err *err)
{
	if (r->xlsx)
		return xlsx_in_filled(r->xlsx, sheet, is, err);
	return xls_in_filled(r->xls, sheet, is, err);
}

static ssjc_rc choose_visible(struct sheet_rows *r, struct ssjc_err *err)
{
	size_t n = count(r);
	struct buf names = {0};
	bool is;
	ssjc_rc rc;

	for (size_t i = 0; i < n; i++) {
		if (sheets(r, &n)[i].hidden)
			continue;
		rc = filled(r, i, &is, err);
		if (rc)
			return rc;
		rc = is ? choose(r, i, err) : SSJC_OK;
		if (rc)
			return rc;
	}
	if (r->n_chosen == 1)
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

static ssjc_rc choose_sheets(
    struct sheet_rows *r, const struct sheet_rows_options *options, struct ssjc_err *err)
{
	if (r->format == TEXT)
		return choose(r, 0, err);
	if (options->n_sheets == 0)
		return choose_visible(r, err);
	for (size_t i = 0; i < options->n_sheets; i++) {
		ssjc_rc rc = choose_named(r, options->sheet[i], err);

		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static ssjc_rc open_format(struct sheet_rows *r, struct str bytes,
    const struct sheet_rows_options *options, struct ssjc_err *err)
{
	switch (r->format) {
	case XLSX:
		return xlsx_in_open(&r->xlsx, bytes, r->name, err);
	case XLS:
		return xls_in_open(&r->xls, bytes, r->name, err);
	case TEXT:
		break;
	}
	return decoded_open(&r->decoded, bytes, options->encoding, r->name, err);
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
	rc = sniff(r, bytes, err);
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

const char *sheet_rows_format(const struct sheet_rows *r)
{
	return r->xlsx ? ".xlsx" : r->xls ? ".xls" : encoding_names[r->decoded.encoding];
}

bool sheet_rows_are_text(const struct sheet_rows *r)
{
	return r->format == TEXT;
}

bool sheet_rows_date1904(const struct sheet_rows *r)
{
	return r->xlsx ? xlsx_in_date1904(r->xlsx) : r->xls && xls_in_date1904(r->xls);
}

size_t sheet_rows_sheets(const struct sheet_rows *r)
{
	return r->n_chosen;
}

struct str sheet_rows_sheet(const struct sheet_rows *r, size_t i)
{
	return title(r, r->chosen[i]);
}

ssjc_rc sheet_rows_start(struct sheet_rows *r, size_t i, struct ssjc_err *err)
{
	if (r->xlsx)
		return xlsx_in_select(r->xlsx, r->chosen[i], err);
	if (r->xls)
		return xls_in_select(r->xls, r->chosen[i], err);
	if (!r->csv)
		return csv_in_open_utf8(&r->csv, r->decoded.text, r->name, 0, err);
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
		r->cell[i] = (struct cell){line.field[i], CELL_TEXT};
	*row = (struct cell_row){r->cell, line.n, line.line, false};
	return SSJC_OK;
}

ssjc_rc sheet_rows_next(struct sheet_rows *r, struct cell_row *row, struct ssjc_err *err)
{
	if (r->xlsx)
		return xlsx_in_next(r->xlsx, row, err);
	return r->xls ? xls_in_next(r->xls, row, err) : next_line(r, row, err);
}

void sheet_rows_formulas(const struct sheet_rows *r, uint64_t *all, uint64_t *uncalculated)
{
	*all = *uncalculated = 0;
	if (r->xlsx)
		xlsx_in_formulas(r->xlsx, all, uncalculated);
	else if (r->xls)
		xls_in_formulas(r->xls, all, uncalculated);
}

void sheet_rows_close(struct sheet_rows *r)
{
	if (!r)
		return;
	csv_in_close(r->csv);
	decoded_close(&r->decoded);
	xlsx_in_close(r->xlsx);
	xls_in_close(r->xls);
	free(r->cell);
	free(r->chosen);
	free(r);
}
