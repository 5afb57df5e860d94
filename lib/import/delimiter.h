/*
 * delimiter: what is between the fields of a text.
 */
#ifndef SSJC_DELIMITER_H
#define SSJC_DELIMITER_H

#include "ssjc/base/buf.h"

/*
 * The one of comma, tab and semicolon that most of the first lines have equally
 * often: titles, lists in a field and a tab beside every comma mislead the first
 * line alone. A comma when there are none.
 */
char delimiter_of(struct str text);

#endif
