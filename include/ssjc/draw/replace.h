/*
 * replace: the replacement of each object that was removed, which is the next of
 * its stratum's reserve: ssjc-draw(7).
 */
#ifndef SSJC_REPLACE_H
#define SSJC_REPLACE_H

#include "ssjc/audit/audit.h"
#include "ssjc/base/csv_out.h"
#include "ssjc/base/table.h"

/*
 * Replace the i-th object that awaits it (state->awaiting) by the first of its
 * own stratum's reserve: the roles in state change accordingly. *next, one of
 * state's picks, is NULL when the reserve is used up. SSJC_INPUT when the object
 * was not drawn.
 */
ssjc_rc replace_next(
    struct audit_state *state, size_t i, const struct pick **next, struct ssjc_err *err);

/*
 * Replace every object that awaits it, and put that into the event begun. used_up
 * is called for each that nothing replaces.
 */
ssjc_rc replace_put(struct audit_state *state, struct audit *a,
    void (*used_up)(void *arg, const struct pick *removed), void *arg, struct ssjc_err *err);

/*
 * Write a drawn list (list_check_listed holds for it) with the roles that state
 * has now into f (NULL: nowhere), and give its digest. SSJC_SYSTEM when f cannot
 * be written.
 */
ssjc_rc replace_write(const struct table *t, const struct audit_state *state, enum csv_style style,
    FILE *f, char digest[DIGEST_HEX], struct ssjc_err *err);

#endif
