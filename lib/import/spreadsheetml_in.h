/*
 * spreadsheetml_in: the sheets of a workbook in SpreadsheetML (“XML Spreadsheet 2003”),
 * which is often named .xls or .xlsx.
 */
#ifndef SSJC_SPREADSHEETML_IN_H
#define SSJC_SPREADSHEETML_IN_H

#include "sheet_store.h"

/*
 * Read all of text, in UTF-8, into s. SSJC_INPUT when it is not well-formed, or not a
 * workbook; name is for messages.
 */
ssjc_rc spreadsheetml_in_read(
    struct sheet_store *s, struct str text, const char *name, struct ssjc_err *err);

#endif
