/*
 * draw_preview: what a draw by the plan would be, before it is made: how many of
 * each stratum, what work that is for each department, whether it can be
 * matched. Nothing of it is random, and nothing is put on record.
 */
#ifndef SSJC_DRAW_PREVIEW_H
#define SSJC_DRAW_PREVIEW_H

#include "ssjc/assign/assign.h"
#include "ssjc/draw/draw_run.h"

/*
 * Append tables for people to out, in English or, said, in the language of language.h.
 * draw_run_draw was called with any seed, as a trial. p holds plan, items, calendar, from, and the inspectors or NULL;
 * with them the trial's objects are matched, and *feasible is whether that can
 * be done, with the reason in out when it cannot. Errors are those of
 * assign_solve but SSJC_PLAN.
 */
ssjc_rc draw_preview(struct buf *out, bool said, struct draw_run *run,
    const struct assign_problem *p, bool *feasible, struct ssjc_err *err);

#endif
