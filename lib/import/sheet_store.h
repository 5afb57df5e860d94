/*
 * sheet_store: sheets in memory, of files that are read as a whole: SpreadsheetML,
 * OpenDocument, web pages. They are filled cell by cell and then read row by row, as
 * those of other workbooks are.
 */
#ifndef SSJC_SHEET_STORE_H
#define SSJC_SHEET_STORE_H

#include "cell.h"
#include "ssjc/base/err.h"

struct sheet_store;

enum { SHEET_STORE_COLUMNS = 1 << 14, SHEET_STORE_ROWS = 1 << 20 };

/* name, for messages, is borrowed until sheet_store_close. */
ssjc_rc sheet_store_open(struct sheet_store **out, const char *name, struct ssjc_err *err);
void sheet_store_close(struct sheet_store *s);

/* ---- Filling: what fails is kept, and said by sheet_store_check ---- */

/* Begin a sheet; its name is copied. */
void sheet_store_sheet(struct sheet_store *s, struct str name);
void sheet_store_hide(struct sheet_store *s);
void sheet_store_set_date1904(struct sheet_store *s);
/* Begin a row; numbers are from 1 and rise. */
void sheet_store_row(struct sheet_store *s, uint64_t number, bool hidden);
/*
 * A cell of the row; the text is copied, and an empty one is no cell. One that is
 * merged over several rows has text in the first of them.
 */
void sheet_store_cell(struct sheet_store *s, size_t column, struct str text, enum cell_kind kind);
void sheet_store_merge(struct sheet_store *s, size_t column, uint64_t rows);
/* A formula was read; has it a value? */
void sheet_store_formula(struct sheet_store *s, bool calculated);
/* SSJC_INPUT when something is outside of any sheet, or more than a workbook has. */
ssjc_rc sheet_store_check(const struct sheet_store *s, struct ssjc_err *err);
/* Is there no sense in going on? */
bool sheet_store_failed(const struct sheet_store *s);

/* ---- Reading ---- */

const struct cell_sheet *sheet_store_sheets(const struct sheet_store *s, size_t *n);
bool sheet_store_date1904(const struct sheet_store *s);
ssjc_rc sheet_store_filled(struct sheet_store *s, size_t sheet, bool *filled, struct ssjc_err *err);
/* Begin to read a sheet, from its first row. */
ssjc_rc sheet_store_select(struct sheet_store *s, size_t sheet, struct ssjc_err *err);
/* The next row that is not empty; row->n is 0 at the end. */
ssjc_rc sheet_store_next(struct sheet_store *s, struct cell_row *row, struct ssjc_err *err);
/* Of the sheet that is read: the formulas, and those without a stored value. */
void sheet_store_formulas(const struct sheet_store *s, uint64_t *all, uint64_t *uncalculated);

#endif
