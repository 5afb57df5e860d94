/*
 * sheet_rows: the sheets of any file that may be a roster, row by row: a workbook
 * (.xlsx, .xls, .ods, XML Spreadsheet 2003), the tables of a web page, or text (CSV,
 * TSV) in whatever encoding. What a file is its bytes say, never its name.
 */
#ifndef SSJC_SHEET_ROWS_H
#define SSJC_SHEET_ROWS_H

#include "cell.h"
#include "ssjc/base/encoding.h"
#include "ssjc/base/err.h"

struct sheet_rows;

struct sheet_rows_options {
	enum encoding encoding;  /* of text, and of web pages and XML */
	const struct str *sheet; /* which sheets: by name or number from 1 */
	size_t n_sheets;         /* 0: the visible one that has cells */
	bool all;                /* or all of them */
	bool every;              /* every one, seen or not, filled or not */
};

/*
 * bytes, name and options are borrowed until sheet_rows_close. Without a choice of
 * sheets, several visible ones with cells are an error that lists them: none
 * is left out in silence.
 */
ssjc_rc sheet_rows_open(struct sheet_rows **out, struct str bytes, const char *name,
    const struct sheet_rows_options *options, struct ssjc_err *err);
/* The file's name, as it was given. */
const char *sheet_rows_name(const struct sheet_rows *r);
/* "UTF-8", "GB18030", …, ".xlsx", ".xls", ".ods", "HTML", … */
const char *sheet_rows_format(const struct sheet_rows *r);
/* Is it text? Then a row has as many cells as its line has fields. */
bool sheet_rows_are_text(const struct sheet_rows *r);
/* What is between the fields of a text that was started; '\0' for a workbook. */
char sheet_rows_delimiter(const struct sheet_rows *r);
/* Do serial dates count from 1904? */
bool sheet_rows_date1904(const struct sheet_rows *r);
/* How many sheets were chosen; text has one, of the name "". */
size_t sheet_rows_sheets(const struct sheet_rows *r);
struct str sheet_rows_sheet(const struct sheet_rows *r, size_t i);
/* Does nobody see it? */
bool sheet_rows_hidden(const struct sheet_rows *r, size_t i);
/* How many there are, chosen or not, and what the choice did to the i-th of these. */
enum sheet_choice {
	SHEET_AS_ALWAYS,
	SHEET_NOT_READ,   /* people see it, something is in it, and it was not chosen */
	SHEET_HIDDEN_READ /* nobody sees it, and it was */
};
size_t sheet_rows_count(const struct sheet_rows *r);
ssjc_rc sheet_rows_choice(struct sheet_rows *r, size_t i, struct str *name,
    enum sheet_choice *choice, struct ssjc_err *err);
/* Begin to read the i-th chosen sheet, from its first row. */
ssjc_rc sheet_rows_start(struct sheet_rows *r, size_t i, struct ssjc_err *err);
/* The next row; row->n is 0 at the end. */
ssjc_rc sheet_rows_next(struct sheet_rows *r, struct cell_row *row, struct ssjc_err *err);
/* Of the rows read so far: the formulas, and those without a stored value. */
void sheet_rows_formulas(const struct sheet_rows *r, uint64_t *all, uint64_t *uncalculated);
void sheet_rows_close(struct sheet_rows *r);

#endif
