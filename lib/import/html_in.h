/*
 * html_in: the tables of a web page (HTML), which other programs export and name .xls.
 * Only this module speaks to libxml2.
 *
 * As in a spreadsheet that opens the page, the rows of all tables, and of tables
 * within tables, are those of one sheet, in their order; what is outside of tables is
 * not read.
 */
#ifndef SSJC_HTML_IN_H
#define SSJC_HTML_IN_H

#include "sheet_store.h"

/*
 * Read text, in UTF-8, into s. Broken markup is read as browsers do. SSJC_INPUT when
 * there is no table; name is for messages.
 */
ssjc_rc html_in_read(
    struct sheet_store *s, struct str text, const char *name, struct ssjc_err *err);

#endif
