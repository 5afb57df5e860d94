/*
 * csv_cell: cells that a spreadsheet would calculate, made harmless.
 *
 * A spreadsheet takes a cell of a text file that begins with = + - or @ for a
 * formula, whoever wrote it. Such a cell is written with an apostrophe before it;
 * and so is one that begins with apostrophes and then like one of those, so that
 * the apostrophe can be taken off again. A number such as -3 is harmless, and so is
 * a dash alone.
 */
#ifndef SSJC_CSV_CELL_H
#define SSJC_CSV_CELL_H

#include "ssjc/base/buf.h"

/* Does it need the apostrophe? */
bool csv_cell_calculates(struct str cell);
/* The cell without it, if it has one. */
struct str csv_cell_read(struct str cell);

#endif
