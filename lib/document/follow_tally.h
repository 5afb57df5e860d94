/*
 * follow_tally: what follows from the results (后续处理), counted, for the summary and
 * the page: neither says of which business.
 */
#ifndef SSJC_FOLLOW_TALLY_H
#define SSJC_FOLLOW_TALLY_H

#include "ssjc/document/dept_result.h"

/* A department's complete results at businesses. */
struct follow_tally {
	uint64_t needed; /* with a problem, or with a follow-up all the same */
	uint64_t begun;  /* with a follow-up on record */
	uint64_t done;   /* whose follow-ups are all closed */
};
/* Is there anything to tell? Not where the plan asks for none and none is on record. */
bool follow_tally_any(const struct document *d);
/* Of a department, or of all with NULL. */
struct follow_tally follow_tally_of(
    const struct document *d, const struct dept_results *all, const struct plan_dept *dept);
/* How many follow-ups there are of a kind, and how many of them are closed. */
void follow_tally_kind(const struct document *d, const struct dept_results *all, struct str kind,
    uint64_t *n, uint64_t *done);

#endif
