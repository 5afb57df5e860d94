/*
 * rows: the sheets of any file that may be a roster, row by row: a workbook
 * (.xlsx, .xls) or text (CSV, TSV) in whatever encoding. What a file is its
 * first bytes say, never its name.
 */
#ifndef SSJC_ROWS_H
#define SSJC_ROWS_H

#include "cell.h"
#include "ssjc/base/encoding.h"
#include "ssjc/base/err.h"

struct rows;

struct rows_options {
	enum encoding encoding;      /* of text */
	const struct str *sheet;     /* which sheets: by name or number from 1 */
	size_t n_sheets;             /* 0: the visible one that has cells */
};

/*
 * bytes, name and options are borrowed until rows_close. Without a choice of
 * sheets, several visible ones with cells are an error that lists them: none
 * is left out in silence.
 */
ssjc_code rows_open(struct rows **out, struct str bytes, const char *name,
    const struct rows_options *options, struct ssjc_err *err);
/* "UTF-8", "GB18030", …, ".xlsx" or ".xls". */
const char *rows_format(const struct rows *r);
/* Is it text? Then a row has as many cells as its line has fields. */
bool rows_are_text(const struct rows *r);
/* Do serial dates count from 1904? */
bool rows_date1904(const struct rows *r);
/* How many sheets were chosen; text has one, of the name "". */
size_t rows_sheets(const struct rows *r);
struct str rows_sheet(const struct rows *r, size_t i);
/* Begin to read the i-th chosen sheet, from its first row. */
ssjc_code rows_start(struct rows *r, size_t i, struct ssjc_err *err);
/* The next row; row->n is 0 at the end. */
ssjc_code rows_next(struct rows *r, struct cell_row *row, struct ssjc_err *err);
void rows_close(struct rows *r);

#endif
