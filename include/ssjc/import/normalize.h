/*
 * normalize: dates, spans of days and telephone numbers as people write them,
 * made into the one form that the streams have: ssjc-csv(5).
 *
 * Each function appends the canonical form to out and gives NULL, or gives
 * what is wrong (words that follow the value in a message) and leaves out as
 * it was.
 */
#ifndef SSJC_NORMALIZE_H
#define SSJC_NORMALIZE_H

#include "ssjc/base/buf.h"

/*
 * "2023-06-14" from 2023/6/14, 2023.6.14, 2023年6月14日, 20230614, full-width
 * digits. Years have four digits. A time of day after it, or the day of the week, is
 * dropped; a moment with a zone ("2023-06-13T16:00:00Z") is of China's day. A blank
 * between two digits is refused: they may be one number or two.
 */
const char *normalize_date(struct buf *out, struct str s);

/*
 * "2023-06-19..2023-06-21;2023-07-03" from spans joined by .. - ~ 至 or 到 and
 * separated by semicolons, commas or line ends. The end of a span may leave
 * out the year, or year and month, of its start.
 */
const char *normalize_spans(struct buf *out, struct str s);

/*
 * "13900000000" (11 digits, 1 and 3 to 9), "0315-8812345" (area code and 7 or
 * 8 digits, "-12" for an extension), a landline without area code, 400 and 800
 * numbers and short service numbers; several become a list with semicolons. The prefix
 * of China is dropped.
 */
const char *normalize_phone(struct buf *out, struct str s);

#endif
