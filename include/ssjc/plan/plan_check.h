/*
 * plan_check: can the plan be carried out at all? What would otherwise show
 * only when the draw is on record.
 */
#ifndef SSJC_PLAN_CHECK_H
#define SSJC_PLAN_CHECK_H

#include "ssjc/plan/calendar.h"
#include "ssjc/plan/items.h"
#include "ssjc/plan/plan.h"
#include "ssjc/plan/vocabulary.h"

/*
 * SSJC_PLAN or SSJC_INPUT for: a status to exclude that is not a code, a window
 * without a working day from today on, a year that the calendar lacks, items of
 * a department that the plan lacks, a qualified department without items.
 * items may be NULL.
 */
ssjc_rc plan_check(const struct plan *p, const struct vocabulary *vocabulary,
    const struct calendar *calendar, const struct items *items, day_t today, struct ssjc_err *err);

#endif
