/*
 * strata: the strata of some rows, as they are met row by row.
 */
#ifndef SSJC_STRATA_H
#define SSJC_STRATA_H

#include "ssjc/plan/stratum.h"

enum { STRATA_MAX = (1 << 24) - 1, STRATA_RECENT = 64 };

/* Zero-initialise it; free it with strata_free. */
struct strata {
	struct stratum *v; /* in order of appearance; the text is the arena's */
	size_t n, cap;
	uint32_t *place; /* by a hash of its text: the number of each, from 1; 0 is free */
	size_t places;   /* a power of two */
	uint32_t recent[STRATA_RECENT]; /* of the rows before, by a hash of their values */
	struct buf text;                /* of the row at hand */
	struct arena arena;
};

/*
 * *at is the index in v of the stratum that has the plan->n_strata values; it is
 * added with its rule when it is met first. SSJC_PLAN when no rule fits it or
 * there are too many, SSJC_INPUT for a value with a semicolon.
 */
ssjc_rc strata_find(struct strata *s, const struct plan *plan, const struct str *values,
    uint32_t *at, struct ssjc_err *err);
/* There are more than STRATA_MAX: SSJC_PLAN. */
ssjc_rc strata_too_many(struct ssjc_err *err);
/* For qsort and bsearch, on an array of struct stratum. */
int strata_by_text(const void *a, const void *b);
void strata_free(struct strata *s);

#endif
