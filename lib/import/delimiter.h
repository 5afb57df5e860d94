/*
 * delimiter: what is between the fields of a text.
 */
#ifndef SSJC_DELIMITER_H
#define SSJC_DELIMITER_H

#include "ssjc/base/buf.h"

/* What is put in the place of a wide delimiter: hardly any text has it. */
enum { DELIMITER_WIDE = '\x1f' };

/*
 * The one of comma, tab, semicolon and | that most of the first lines have equally
 * often: titles, lists in a field and a tab beside every comma mislead the first
 * line alone. A comma when there are none. *wide is set to "；" or "，" where there are
 * none of the others and most lines have that equally often, else to NULL.
 */
char delimiter_of(struct str text, const char **wide);
/*
 * May the fields of a text with tabs between them be quoted, as spreadsheets write it
 * (“Unicode text”)? They are if each field that begins with a quote is well quoted, and
 * either a header is, or each has a tab, a line end, a comma or a quote in it: why else
 * would it be? In any other TSV, such as our own, a quote is text.
 */
bool delimiter_quotes(struct str text);

#endif
