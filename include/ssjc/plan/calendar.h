/*
 * calendar: working days, from a data file of days off and make-up days.
 *
 * The file is CSV with the columns date, day (off or work) and name, as the
 * State Council's yearly notice on public holidays gives them. Monday to
 * Friday are working days unless listed as off, Saturday and Sunday are not
 * unless listed as work. A year without any line is an error, never a guess.
 */
#ifndef SSJC_CALENDAR_H
#define SSJC_CALENDAR_H

#include "ssjc/base/err.h"
#include "ssjc/base/num.h"

struct calendar;

/*
 * Read the file's text; name is for messages. Both are copied. SSJC_INPUT when it
 * is not such a file, or lists a date twice. Free with calendar_free (NULL is
 * fine).
 */
ssjc_rc calendar_read(
    struct calendar **out, struct str text, const char *name, struct ssjc_err *err);
/* Is day a working day? SSJC_PLAN when the file has no line for its year. */
ssjc_rc calendar_is_workday(const struct calendar *c, day_t day, bool *is, struct ssjc_err *err);
/*
 * The n-th working day after day: "within five working days of the inspection"
 * ends with the fifth. n = 0 gives day itself. Errors as above; *out is then the
 * last day before the year that the file lacks, and the n-th comes after it.
 */
ssjc_rc calendar_add(
    const struct calendar *c, day_t day, unsigned n, day_t *out, struct ssjc_err *err);
/*
 * The working days from..to, in order, into a malloc'd array that the caller
 * frees (NULL and 0 when there is none). Errors as above.
 */
ssjc_rc calendar_workdays(
    const struct calendar *c, day_t from, day_t to, day_t **days, size_t *n, struct ssjc_err *err);
/*
 * Are all of the days from..to that are working days or days off in before the same in
 * now? Years that before has no line for are free: that is how a calendar grows.
 */
bool calendar_keeps(
    const struct calendar *now, const struct calendar *before, day_t from, day_t to);
void calendar_free(struct calendar *c);

#endif
