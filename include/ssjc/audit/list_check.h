/*
 * list_check: a stream that a stage reads must say what the audit file says.
 *
 * The check is by content, so rows may be sorted and columns added or left
 * out; an object that was added, dropped, swapped or edited is named.
 * Inspectors' phones are not in the audit file, and not checked.
 */
#ifndef SSJC_LIST_CHECK_H
#define SSJC_LIST_CHECK_H

#include "ssjc/audit/audit.h"
#include "ssjc/base/table.h"

/*
 * A drawn stream. The columns id and role are needed; every other column that
 * the audit file has must agree if the stream has it. Rows of the reserve may be
 * missing. SSJC_INPUT at the row.
 */
ssjc_rc list_check_drawn(const struct table *t, const struct audit_state *s, struct ssjc_err *err);

/*
 * The same, but the column role may be missing or older than the last
 * replacement: for the stage that writes it again.
 */
ssjc_rc list_check_listed(const struct table *t, const struct audit_state *s, struct ssjc_err *err);

/*
 * An assigned stream. The columns id, dept, seat and cert are needed, and a row
 * for each seat of the last match. SSJC_INPUT at the row.
 */
ssjc_rc list_check_assigned(
    const struct table *t, const struct audit_state *s, struct ssjc_err *err);

#endif
