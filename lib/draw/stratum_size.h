/*
 * stratum_size: how many objects of a stratum are drawn: ssjc-draw(7).
 */
#ifndef SSJC_STRATUM_SIZE_H
#define SSJC_STRATUM_SIZE_H

#include "ssjc/plan/stratum.h"

/*
 * n, main and reserve of a stratum, from its population, how many of these are
 * eligible, its rule, and what the plan says of the reserve.
 */
void stratum_size(struct stratum *s, const struct plan *plan);

#endif
