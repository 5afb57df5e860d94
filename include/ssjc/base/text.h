/*
 * text: UTF-8 as people type it, made comparable.
 *
 * Blanks here are those of Unicode (the ideographic space of a Chinese
 * keyboard, the no-break space of a web page) and the characters that nobody
 * sees (zero-width ones, byte order marks).
 */
#ifndef SSJC_TEXT_H
#define SSJC_TEXT_H

#include "ssjc/base/buf.h"

/* s without the blanks at both ends. */
struct str text_trim(struct str s);

/*
 * Append s as a code: compatibility forms resolved (NFKC: full-width digits
 * become ASCII), upper case, dashes unified, no blanks. Bytes that are not
 * UTF-8 stay as they are.
 */
void text_code(struct buf *out, struct str s);

/*
 * Append a key under which two ways to write the same name are equal: NFKC,
 * case folded, no blanks, one kind of middle dot, of bracket and of dash. It
 * is for comparing, never for showing.
 */
void text_key(struct buf *out, struct str s);

/* Columns on a terminal: two for a wide character. Bytes that are not UTF-8 count one. */
size_t text_width(struct str s);
/* How many characters UTF-8 has, which are what people count. */
size_t text_characters(struct str s);

/*
 * How many bytes of s, from its start, show as what they are: s.n when all do. What
 * does not: control characters (a line end too), line and paragraph separators, and
 * the characters that reverse or isolate a direction of writing (Unicode TR 36).
 * With one of them a name can show as another name, or as a line of its own.
 */
size_t text_plain(struct str s);
/* Is it plain but for tabs and line ends (LF, CRLF), as text other than a name may be? */
bool text_plain_lines(struct str s);
/* Append s with each of these, and each byte that is not UTF-8, as \x1b or \u202e. */
void text_escape(struct buf *out, struct str s);
/* The same, but tabs and line ends stay. */
void text_escape_lines(struct buf *out, struct str s);
/*
 * The same as text_escape, so that text_unescape gives s again if that is UTF-8: a
 * backslash that could be taken for the first of an escape becomes \x5c.
 */
void text_escape_exact(struct buf *out, struct str s);
void text_unescape(struct buf *out, struct str s);

#endif
