/*
 * draw_workload: what a match comes to for each person, as a table.
 */
#ifndef SSJC_DRAW_WORKLOAD_H
#define SSJC_DRAW_WORKLOAD_H

#include "draw_view.h"
#include "ssjc/assign/assign.h"

/*
 * Append how many of each department serve, and what each of them has: businesses, days,
 * days of the busiest week (from Monday on), businesses where he leads.
 */
ssjc_rc draw_workload(const struct draw_view *v, const struct plan *plan,
    const struct assignment *a, struct ssjc_err *err);

#endif
