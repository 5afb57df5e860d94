/*
 * match_fill: seats filled without regard to costs, for match.c and match_flow.c.
 */
#ifndef SSJC_MATCH_FILL_H
#define SSJC_MATCH_FILL_H

#include "match.h"

/*
 * A network whose nodes are lists, places and people. A list is a job; where somebody
 * has to lead, it has those who can, and another list of the job, jobs + job, has the
 * others, for all seats but one. A place is a person on a day.
 */
struct match_fill {
	const struct match_problem *p;
	size_t people; /* the first ones, who serve */
	size_t lists;
	uint32_t *seat;  /* jobs x seats: whose it is */
	uint32_t *next;  /* of each seat, the next one at the same place */
	uint32_t *head;  /* of each place, its first seat */
	uint32_t *count; /* of each place, its seats */
	uint32_t *load;
	uint32_t *unled; /* of each job, seats of people who cannot lead */
	bits *serving;
	/* The search: what was seen, and from where. */
	struct bit_matrix seen_place; /* of each day, by person */
	bits *seen_list, *seen_person;
	uint32_t *from_list, *from_place, *from_person;
	uint32_t *queue;
	uint32_t *lack; /* the jobs that lack somebody, as often as they do */
	size_t lacks;
	size_t first, last;
	size_t limit, end; /* it ends at a person with a load below the limit */
};

/*
 * Of each person who serves, what his load is in every most even match: between low
 * and high, which is one more at most, where level says what that one costs: enough
 * that loads are even.
 */
struct match_load {
	uint32_t low, high, level;
};

/* Even the loads, and say what they are; load has room for all people. */
ssjc_rc match_fill_even(struct match_fill *f, struct match_load *load, struct ssjc_err *err);

static inline bool match_leads(const struct match_problem *p, size_t job, size_t person)
{
	return !p->lead || bits_has(p->lead[job], person);
}

#endif
