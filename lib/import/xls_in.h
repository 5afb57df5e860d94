/*
 * xls_in: the sheets of an old workbook (.xls: BIFF2 to BIFF8, MS-XLS), row by row.
 *
 * In memory are, beside the file, four bytes a shared string and eight for each
 * record of the sheet that is read. A password, and anything malformed, is SSJC_INPUT.
 */
#ifndef SSJC_XLS_IN_H
#define SSJC_XLS_IN_H

#include "cell.h"
#include "ssjc/base/err.h"

struct xls_in;

/* bytes and name are borrowed until xls_in_close. */
ssjc_rc xls_in_open(struct xls_in **out, struct str bytes, const char *name, struct ssjc_err *err);
/* The sheets of cells, in the order of the tabs, *n of them. */
const struct cell_sheet *xls_in_sheets(const struct xls_in *x, size_t *n);
/* Do its serial dates count from 1904? */
bool xls_in_date1904(const struct xls_in *x);
/* Has a sheet any cell that is not empty? */
ssjc_rc xls_in_filled(struct xls_in *x, size_t sheet, bool *filled, struct ssjc_err *err);
/*
 * Begin to read a sheet, from its first row. All its records are looked at before:
 * a cell that is merged over several rows is in each of them, and rows come in
 * their order, whatever order they were written in.
 */
ssjc_rc xls_in_select(struct xls_in *x, size_t sheet, struct ssjc_err *err);
/* Of the rows read so far: the formulas, and those without a stored value. */
void xls_in_formulas(const struct xls_in *x, uint64_t *all, uint64_t *uncalculated);
/* The next row that is not empty; row->n is 0 at the end. */
ssjc_rc xls_in_next(struct xls_in *x, struct cell_row *row, struct ssjc_err *err);
void xls_in_close(struct xls_in *x);

#endif
