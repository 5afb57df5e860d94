/*
 * plan_compare: what differs between two plans, key by key, as ssjc-plan(5) names
 * the keys: who changes a plan after the draw must show what was changed.
 */
#ifndef SSJC_PLAN_COMPARE_H
#define SSJC_PLAN_COMPARE_H

#include "ssjc/plan/plan.h"

/* How much a key may change once the seed is known. */
enum plan_weight {
	PLAN_WORDS, /* it decides nothing that is drawn or matched */
	PLAN_MATCH, /* who inspects what depends on it: only a reassign goes by another value */
	PLAN_FIXED  /* it cannot be changed at all: the keys of the departments */
};

/* A key whose values differ; "" where a plan does not have it. */
struct plan_change {
	struct str key; /* "window", "transport.draw", "ratio *, A" */
	struct str before, after;
	enum plan_weight weight;
};

struct plan_changes {
	struct plan_change *v; /* in the order of the keys; all text is in the arena */
	size_t n;
	struct arena arena;
};

/* All that differs, apart from comments and paths. Free with plan_changes_free. */
ssjc_rc plan_compare(struct plan_changes *out, const struct plan *before, const struct plan *after,
    struct ssjc_err *err);
/* Is any of that weight or more? */
bool plan_changes_any(const struct plan_changes *c, enum plan_weight weight);
void plan_changes_free(struct plan_changes *c);

#endif
