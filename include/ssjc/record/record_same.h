/*
 * record_same: what came back, held against what was put on record.
 */
#ifndef SSJC_RECORD_SAME_H
#define SSJC_RECORD_SAME_H

#include "ssjc/record/record.h"

/*
 * Do the rows of the table, read with r as it was before and as how says, say what
 * that event put on record, no more and no less? after is the state right after it.
 * SSJC_INPUT names the first difference, as one of what was signed if it was.
 */
ssjc_rc record_same(const struct record *r, const struct table *t, struct record_taking *how,
    enum record_kind kind, const struct audit_state *after, uint64_t event, bool is_signed,
    struct ssjc_err *err);

#endif
