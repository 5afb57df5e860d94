/*
 * stratum: a part of the objects that is drawn from by its own ratio, and what a
 * whole draw counts: ssjc-draw(7).
 */
#ifndef SSJC_STRATUM_H
#define SSJC_STRATUM_H

#include "ssjc/plan/plan.h"

struct stratum {
	struct str text;     /* strata values, ;-separated */
	uint64_t population; /* N: all but those whose status is excluded */
	uint64_t eligible;   /* of these, not yet inspected this year */
	const struct plan_rule *rule;
	struct str ratio;       /* the rule as text (plan_rule_text); set when read */
	uint64_t n;             /* to draw by the rule */
	uint64_t main, reserve; /* how many were drawn, and kept in reserve */
};

/* The rows of a roster, and what became of them. */
struct draw_counts {
	uint64_t rows, population, excluded, repeated, main, reserve;
};

#endif
