/*
 * xlsx_text: the text of a shared or inline string of a workbook, gathered from
 * its runs; phonetic guides (rPh) are no part of it.
 */
#ifndef SSJC_XLSX_TEXT_H
#define SSJC_XLSX_TEXT_H

#include "ssjc/base/buf.h"

enum { XLSX_TEXT_MAX = 1 << 18 }; /* bytes; a cell holds 32767 characters */

/* Zero-initialise it; free raw with buf_free. */
struct xlsx_text {
	bool in_text, in_phonetic;
	bool runs;   /* it has parts with fonts of their own; then */
	bool struck; /* one of them is struck through */
	bool strike; /* the one at hand is */
	struct buf raw;
};

void xlsx_text_begin(struct xlsx_text *t);
/* For the handlers of markup, between the string's start and its end. */
void xlsx_text_start(struct xlsx_text *t, const char *name, const char **a);
void xlsx_text_end(struct xlsx_text *t, const char *name);
/* Is what an element says so, as strike does of a font? */
bool xlsx_text_is_on(const char **a);
/* False when the text becomes longer than a cell's can be. */
bool xlsx_text_add(struct xlsx_text *t, const char *p, size_t n);

/*
 * Append s with its escapes resolved, _x000D_ and the like (ECMA-376 part 1,
 * 22.9.2.19). Line ends of every kind become LF; other control characters are dropped.
 */
void xlsx_unescape(struct buf *to, struct str s);

#endif
