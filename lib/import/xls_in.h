/*
 * xls_in: the sheets of an old workbook (.xls), by libfreexl, in a process of
 * its own that may crash on a damaged file. Without SSJC_FREEXL at build time
 * xls_in_open says so and fails.
 *
 * libfreexl tells neither hidden rows nor hidden sheets, and knows dates by
 * the usual number formats only.
 */
#ifndef SSJC_XLS_IN_H
#define SSJC_XLS_IN_H

#include "cell.h"
#include "ssjc/base/err.h"

struct xls_in;

/* bytes are only read here; name is borrowed until xls_in_close. */
ssjc_rc xls_in_open(struct xls_in **out, struct str bytes, const char *name, struct ssjc_err *err);
size_t xls_in_sheets(const struct xls_in *x);
struct str xls_in_sheet(const struct xls_in *x, size_t sheet);
bool xls_in_date1904(const struct xls_in *x);
/* Has a sheet any cell that is not empty? */
bool xls_in_filled(const struct xls_in *x, size_t sheet);
/* Begin to read a sheet, from its first row. */
void xls_in_select(struct xls_in *x, size_t sheet);
/* The next row that is not empty; row->n is 0 at the end. */
ssjc_rc xls_in_next(struct xls_in *x, struct cell_row *row, struct ssjc_err *err);
void xls_in_close(struct xls_in *x);

#endif
