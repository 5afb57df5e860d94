/*
 * replace: the next of the reserve for each object that was removed.
 */
#ifndef SSJC_REPLACE_H
#define SSJC_REPLACE_H

#include "ssjc/audit/audit.h"
#include "ssjc/base/csv_out.h"
#include "ssjc/base/table.h"

/*
 * Replace the i-th object awaiting it (state->awaiting) by the first of its
 * own stratum's reserve: the roles in state change accordingly. *next is NULL
 * when the reserve is used up.
 */
ssjc_rc replace_next(
    struct audit_state *state, size_t i, const struct pick **next, struct ssjc_err *err);

/*
 * A drawn list (list_check_listed holds for it) with the roles that state has
 * now, into f (NULL: nowhere) and its digest.
 */
ssjc_rc replace_write(const struct table *t, const struct audit_state *state, enum csv_style style,
    FILE *f, char digest[DIGEST_HEX], struct ssjc_err *err);

#endif
