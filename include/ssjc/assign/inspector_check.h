/*
 * inspector_check: what a register of inspectors says that fits nothing it is about,
 * and so may be a slip of the pen: a recusal that keeps nobody away, a qualification
 * that nothing asks for. And who was sent somewhere and, by a newer register, cannot go.
 */
#ifndef SSJC_INSPECTOR_CHECK_H
#define SSJC_INSPECTOR_CHECK_H

#include "ssjc/audit/audit.h"
#include "ssjc/base/table.h"
#include "ssjc/plan/items.h"
#include "ssjc/plan/roster.h"
#include "ssjc/plan/seat.h"

/*
 * Append lines, each for people and ended by LF: recusals that are the id or name of
 * no object in drawn; where the plan asks for qualified inspectors of a department, their
 * skills that none of its items names; and items they are restricted to that the
 * department has not. items may be NULL. Names and ids are compared by text_key().
 */
ssjc_rc inspector_check(const struct inspectors *r, const struct plan *plan,
    const struct items *items, const struct table *drawn, struct buf *out, struct ssjc_err *err);

/*
 * Append lines, each for people and ended by LF: who of those with seats from today on, at
 * a business without results, is not in the register any more, on leave on such a day, or
 * without a valid certificate; where they were to go, and what to run: command, with
 * options after it.
 */
ssjc_rc inspector_check_seats(const struct inspectors *r, const struct audit_state *st,
    const struct seat *seat, size_t n, day_t today, const char *command, struct buf *out,
    struct ssjc_err *err);

#endif
