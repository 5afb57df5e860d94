/*
 * history: who was inspected when (抽查历史), for "at most so often a year".
 */
#ifndef SSJC_HISTORY_H
#define SSJC_HISTORY_H

#include "ssjc/buf.h"
#include "ssjc/err.h"

struct history;

/*
 * Read a history stream (id, date, plan). Only inspections of that calendar
 * year count, and none of the plan with that id, which is the one at hand.
 * text is copied where it is needed.
 */
ssjc_code history_read(struct history **out, struct str text, const char *name, int year,
    struct str plan_id, struct ssjc_err *err);
/* How often the object was inspected in the year. */
unsigned history_count(const struct history *h, struct str id);
void history_free(struct history *h);

#endif
