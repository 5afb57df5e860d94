/*
 * plan_rehearse: a plan that is run through before its days have come, with
 * --rehearse, and that can never be taken for the real one.
 *
 * Its id begins with PLAN_REHEARSAL, which no plan's may. All that is made for a
 * plan is bound to its id: each event of the audit file, in the chain of hashes;
 * the seed text, so that the tickets are others whatever the shares are; the
 * checkpoint on every paper; what forms and checklists say of themselves. So the
 * rehearsal's file, seeds and sheets are another plan's for the real one, and the
 * other way round, whatever they are renamed to.
 */
#ifndef SSJC_PLAN_REHEARSE_H
#define SSJC_PLAN_REHEARSE_H

#include "ssjc/plan/plan.h"

#define PLAN_REHEARSAL "演练-"

/* The registers that a rehearsal imports have this column, last, with this value. */
#define PLAN_SAMPLE       "样张"
#define PLAN_SAMPLE_VALUE "演练"

/* Is it the id of a rehearsal? */
bool plan_is_rehearsal(struct str id);
/*
 * Make of the plan its rehearsal: its id and title say so, and its audit file is
 * beside the real one, x.rehearsal.db for x.db, whose path becomes other_audit.
 */
ssjc_rc plan_rehearse(struct plan *p, struct ssjc_err *err);
/* Where the audit file of a rehearsal of the plan would be; the plan's arena owns it. */
ssjc_rc plan_rehearsal_path(struct plan *p, char **out, struct ssjc_err *err);

#endif
