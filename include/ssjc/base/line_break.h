/*
 * line_break: how a text breaks into lines, in a cell of a sheet and on a terminal.
 *
 * Chinese may break anywhere, but no line begins with a closing mark (》、，。)
 * or ends with an opening one (《（“), as GB/T 15834 asks; a box to tick (□)
 * stays with what comes after it. Words in Latin letters are kept whole.
 *
 * LibreOffice Calc keeps no such rule: it breaks Chinese anywhere, and heeds
 * neither U+2060 nor U+FEFF. So xlsx_out puts these breaks into the text as line
 * feeds, which every program obeys.
 */
#ifndef SSJC_LINE_BREAK_H
#define SSJC_LINE_BREAK_H

#include "ssjc/base/buf.h"

/*
 * Cut the next line off *rest, as str_split does: false when nothing is left.
 * width is that of the cell in pixels, half_points the size of the font. A line
 * feed ends a line and is in none; what is wider than the cell and cannot break
 * is cut where the cell ends. Bytes that are not UTF-8 end the text.
 */
bool line_break_next(struct str *rest, unsigned width, unsigned half_points, struct str *line);
/* The same for a terminal of so many columns, without blanks at the ends of lines. */
bool line_break_columns(struct str *rest, size_t columns, struct str *line);
/* How many lines a text takes, at least 1. */
unsigned line_break_count(struct str text, unsigned width, unsigned half_points);
/* Has a text a mark that a line may not begin or end with? Others may break anywhere. */
bool line_break_matters(struct str text);
/* Append the text with a line feed at each of its breaks, in the place of blanks before it. */
void line_break_put(struct buf *out, struct str text, unsigned width, unsigned half_points);

#endif
