/*
 * removal: the objects that were drawn and then removed, why and on whose word,
 * and what is left of the draw: who wants another business inspected could have
 * others removed until it comes up.
 */
#ifndef SSJC_REMOVAL_H
#define SSJC_REMOVAL_H

#include "ssjc/audit/audit.h"

/* One department's word against an object; an object may have several. */
struct removal {
	const struct pick *pick;
	const struct confirmation *word;
};

/* All counts are of objects. */
struct removals {
	struct removal *v; /* by object, then department; in the arena */
	size_t n;
	uint64_t removed; /* no longer to be inspected */
	uint64_t came_in; /* in their place */
	uint64_t remain;  /* to be inspected now */
	bool exhausted;   /* a removed one has nobody in its place: the reserve is used up */
	bool below_floor; /* those that remain are fewer than the plan's floor asks for */
};

/* Borrows from s. */
ssjc_rc removals_of(struct removals *out, const struct audit_state *s, const struct plan *plan,
    struct arena *arena, struct ssjc_err *err);

#endif
