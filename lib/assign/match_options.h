/*
 * match_options: who may sit where and for what, and which of that is in the network.
 */
#ifndef SSJC_MATCH_OPTIONS_H
#define SSJC_MATCH_OPTIONS_H

#include "match_cost.h"
#include "match_fill.h"

/* The first eight bytes of each cost, as most comparisons need no more. */
struct match_options {
	const struct match_problem *p;
	size_t people, lists;
	int64_t even;         /* more than the levels of all seats can come to */
	uint64_t *start;      /* jobs x people */
	struct bit_matrix in; /* of each job, by person: in the network */
};

/* Compute all costs, and choose the few cheapest of each list. */
ssjc_rc match_options_open(
    struct match_options *o, const struct match_fill *f, struct ssjc_err *err);
void match_options_free(struct match_options *o);

/* All of a cost. */
struct match_cost match_options_cost(const struct match_options *o, size_t job, size_t person);
/* Is that cost below the bound? It mostly takes no more than the first bytes. */
bool match_options_below(
    const struct match_options *o, size_t job, size_t person, const struct match_cost *bound);
/* The people of a list's job whom it has: word k of them. */
bits match_options_list(const struct match_options *o, size_t list, size_t k);

#endif
