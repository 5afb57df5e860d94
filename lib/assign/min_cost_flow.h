/*
 * min_cost_flow: minimum-cost flow with lexicographic costs, by successive shortest
 * paths with potentials (Ford & Fulkerson 1962; Edmonds & Karp 1972). Integers
 * only, so the optimum is exact.
 */
#ifndef SSJC_MIN_COST_FLOW_H
#define SSJC_MIN_COST_FLOW_H

#include "ssjc/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

__extension__ typedef __int128 min_cost_flow_wide;

/* Compared by first, then second. */
struct min_cost_flow_cost {
	int64_t first;
	min_cost_flow_wide second;
};

/* Costs a unit below these bounds, in networks of fewer nodes: no sum overflows. */
#define MIN_COST_FLOW_FIRST  ((int64_t)1 << 36)
#define MIN_COST_FLOW_SECOND ((min_cost_flow_wide)1 << 100)
#define MIN_COST_FLOW_NODES  ((size_t)1 << 24)

struct min_cost_flow;

/* A network of n nodes, 0 to n - 1. Free with min_cost_flow_free. */
ssjc_rc min_cost_flow_open(struct min_cost_flow **out, size_t n, struct ssjc_err *err);
/*
 * An arc with a capacity >= 0 and a cost >= 0 a unit; *arc (unless NULL) is
 * its number, from 0. SSJC_USAGE when a number is out of its bounds.
 */
ssjc_rc min_cost_flow_arc(struct min_cost_flow *f, size_t from, size_t to, int64_t capacity,
    struct min_cost_flow_cost cost, size_t *arc, struct ssjc_err *err);
/*
 * Push as much as can go from source to sink; *amount is how much. Once a
 * network. The source's arcs are filled one after the other, in the order in
 * which they were added. When all of them are filled, the cost is the least.
 * When not, the amount is the greatest all the same, but which arc falls short
 * is settled by the order of the arcs and not by their cost.
 */
ssjc_rc min_cost_flow_run(
    struct min_cost_flow *f, size_t source, size_t sink, int64_t *amount, struct ssjc_err *err);
/* The flow on an arc. */
int64_t min_cost_flow_on(const struct min_cost_flow *f, size_t arc);
/*
 * After min_cost_flow_run: which nodes can still be reached from a node in the residual
 * network without going through the source (reached has n entries). From the
 * head of a source's arc that is not filled these are the objects and the
 * inspectors of a Hall violator.
 */
ssjc_rc min_cost_flow_reach(
    const struct min_cost_flow *f, size_t from, bool *reached, struct ssjc_err *err);
void min_cost_flow_free(struct min_cost_flow *f);

#endif
