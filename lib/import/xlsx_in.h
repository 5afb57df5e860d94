/*
 * xlsx_in: the sheets of a workbook (ECMA-376, transitional and strict), row
 * by row.
 *
 * Styles live in memory, and shared strings as far as they are few; rows do not.
 * A DOCTYPE, a part that unpacks out of all proportion, a text longer than a
 * cell's can be, rows that do not rise and anything malformed is SSJC_INPUT.
 */
#ifndef SSJC_XLSX_IN_H
#define SSJC_XLSX_IN_H

#include "cell.h"
#include "ssjc/base/err.h"

struct xlsx_in;

/* bytes and name are borrowed until xlsx_in_close. */
ssjc_rc xlsx_in_open(
    struct xlsx_in **out, struct str bytes, const char *name, struct ssjc_err *err);
/* The sheets of cells, in the order of the tabs, *n of them. */
const struct cell_sheet *xlsx_in_sheets(const struct xlsx_in *x, size_t *n);
/* Do its serial dates count from 1904? */
bool xlsx_in_date1904(const struct xlsx_in *x);
/* Has a sheet any cell that is not empty? One with a formula is not. */
ssjc_rc xlsx_in_filled(struct xlsx_in *x, size_t sheet, bool *filled, struct ssjc_err *err);
/*
 * Begin to read a sheet, from its first row. The part is unpacked once before:
 * damage to the file comes to light here, and a cell that is merged over
 * several rows counts in each of them.
 */
ssjc_rc xlsx_in_select(struct xlsx_in *x, size_t sheet, struct ssjc_err *err);
/* Of the rows read so far: the formulas, and those without a stored value. */
void xlsx_in_formulas(const struct xlsx_in *x, uint64_t *all, uint64_t *uncalculated);
/* The next row that is not empty; row->n is 0 at the end. */
ssjc_rc xlsx_in_next(struct xlsx_in *x, struct cell_row *row, struct ssjc_err *err);
void xlsx_in_close(struct xlsx_in *x);

#endif
