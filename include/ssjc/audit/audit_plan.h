/*
 * audit_plan: the plan as the audit file keeps it, event by event, and what was
 * changed in it once something was drawn.
 */
#ifndef SSJC_AUDIT_PLAN_H
#define SSJC_AUDIT_PLAN_H

#include "ssjc/audit/audit.h"
#include "ssjc/plan/plan_compare.h"

/*
 * The plan of that SHA-256, whose content is kept; SSJC_NO when it is not. Free
 * *out with plan_close.
 */
ssjc_rc audit_plan(struct audit *a, struct str digest, struct plan *out, struct ssjc_err *err);

/*
 * What the event e->v[at] found changed in the plan, its items and its calendar
 * since the event before it of the number since (0: since the event just before
 * it). A file other than the plan is a change with the two SHA-256 as its values; a calendar
 * that takes the same days for working days decides nothing (PLAN_WORDS).
 * Free *out with plan_changes_free.
 */
ssjc_rc audit_plan_changes(struct audit *a, const struct audit_events *e, size_t at, uint64_t since,
    struct plan_changes *out, struct ssjc_err *err);

/*
 * What each of the events changed, the i-th in (*out)[i]: an amendment, of the
 * plan before it; a reassign, of what the match before it had to go by, so that it
 * is told by what the new match goes. Nothing for other events, and for those up
 * to the last draw, drawn by event number draw. Free *out with
 * audit_plan_history_free, also after a failure.
 */
ssjc_rc audit_plan_history(struct audit *a, const struct audit_events *e, uint64_t draw,
    struct plan_changes **out, struct ssjc_err *err);
void audit_plan_history_free(struct plan_changes *changes, size_t n);

/*
 * May an amendment put this plan in the place of the one on record? SSJC_REFUSED
 * when the keys of its departments are others, or in another order: tickets are
 * made of them, so that another key is another match.
 */
ssjc_rc audit_plan_amendable(struct audit *a, const struct plan *plan, struct ssjc_err *err);

#endif
