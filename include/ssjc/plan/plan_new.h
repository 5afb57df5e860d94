/*
 * plan_new: a plan to begin with, from a register and those who inspect: its
 * comments say in Chinese what each key is for, and PLAN_MARK is where only a
 * person knows what to write.
 */
#ifndef SSJC_PLAN_NEW_H
#define SSJC_PLAN_NEW_H

#include "ssjc/plan/roster.h"

/* Where a plan still has it, plan_read refuses the plan and names the lines. */
#define PLAN_MARK "【请填写】"

struct plan_new {
	const struct table *objects;  /* an objects stream */
	const struct inspectors *who; /* or NULL: one department, to be named */
	struct str name;              /* what its audit file and its items are named after */
	day_t today;                  /* the window in its comment comes after it */
};

/* Append the plan and the list of its items. SSJC_INPUT when nothing divides the register. */
ssjc_rc plan_new(
    const struct plan_new *n, struct buf *plan, struct buf *items, struct ssjc_err *err);

#endif
