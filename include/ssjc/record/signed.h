/*
 * signed: confirmations that a department signed with its own key, so that nobody
 * can remove a business in its name.
 */
#ifndef SSJC_SIGNED_H
#define SSJC_SIGNED_H

#include "ssjc/record/record.h"

/*
 * Of which one department are the rows of the table that are filled in? A signature
 * is a department's word on its own rows: SSJC_INPUT names a row of another.
 */
ssjc_rc signed_dept(const struct record *r, const struct table *t, const struct plan_dept **out,
    struct ssjc_err *err);
/* How many of a department's confirmations that count were signed with a key. */
struct signed_by {
	struct str dept;
	struct str key; /* SHA-256 of the file of the public key; "" for those not signed */
	size_t n;
};
/* By department, then key; in the arena. Borrows from both. */
ssjc_rc signed_by_of(struct signed_by **out, size_t *n, const struct audit_state *s,
    const struct audit_events *e, struct arena *arena, struct ssjc_err *err);

#endif
