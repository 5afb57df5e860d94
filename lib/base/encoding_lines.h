/*
 * encoding_lines: are all lines of a text in one encoding, and is it complete?
 */
#ifndef SSJC_ENCODING_LINES_H
#define SSJC_ENCODING_LINES_H

#include "ssjc/base/buf.h"
#include "ssjc/base/err.h"

/*
 * Look at a text that is not UTF-8 as a whole. SSJC_INPUT with the line when some
 * of its lines are Chinese in UTF-8 and others are not UTF-8 (somebody appended
 * to a list with another program: as GB18030 the UTF-8 would be read as other
 * characters), or when it is UTF-8 but for its end, which is inside a character.
 */
ssjc_rc encoding_lines_check(struct str bytes, const char *name, struct ssjc_err *err);

#endif
