/*
 * match_cost: costs of two levels as one integer of 192 bits, in two's complement: the
 * level is its upper 64 bits, and sums of what is below carry into it.
 */
#ifndef SSJC_MATCH_COST_H
#define SSJC_MATCH_COST_H

#include <stdbool.h>
#include <stdint.h>

__extension__ typedef unsigned __int128 match_wide;

struct match_cost {
	uint64_t low, high;
	int64_t level;
};

static inline match_wide match_cost_rest(struct match_cost a)
{
	return (match_wide)a.high << 64 | a.low;
}

static inline struct match_cost match_cost_of(int64_t level, match_wide rest)
{
	return (struct match_cost){(uint64_t)rest, (uint64_t)(rest >> 64), level};
}

static inline struct match_cost match_cost_add(struct match_cost a, struct match_cost b)
{
	match_wide x = match_cost_rest(a), sum = x + match_cost_rest(b);

	return match_cost_of(a.level + b.level + (sum < x), sum);
}

static inline struct match_cost match_cost_less(struct match_cost a, struct match_cost b)
{
	match_wide x = match_cost_rest(a), y = match_cost_rest(b);

	return match_cost_of(a.level - b.level - (x < y), x - y);
}

static inline bool match_cost_below(struct match_cost a, struct match_cost b)
{
	return a.level != b.level ? a.level < b.level : match_cost_rest(a) < match_cost_rest(b);
}

#endif
