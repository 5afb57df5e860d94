/*
 * match_net: the network of a department's cheap options, with the flow and the prices
 * that it has so far.
 *
 *	match_net.c     its arcs, and which of them are in use
 *	match_search.c  shortest paths in it
 *	match_flow.c    the seats, filled at the least cost
 */
#ifndef SSJC_MATCH_NET_H
#define SSJC_MATCH_NET_H

#include "match_options.h"

/* No arc, or no way to the node where a search began. */
#define MATCH_NONE UINT32_MAX

/*
 * How a search came to a node: kind + 4 * arc, or STEP + 4 * node where the step is by
 * no arc, but between two lists of a job, or between places, people and the sink.
 */
enum match_way { MATCH_SIT, MATCH_RISE, MATCH_STEP };

/*
 * Distances come from searches; slot is where the heap has the node. first and end are
 * of the arcs of a list, or of the sittings of a place. One line of a cache.
 */
struct match_node {
	struct match_cost price, distance;
	uint32_t way, slot, first, end;
};

/* A seat that somebody may take, from a list to a place, at a cost; used if he does. */
struct match_arc {
	uint64_t low;
	uint32_t high, level;
	uint32_t list : 31, used : 1, place;
};

/* The same of one in use, at its place. */
struct match_sitting {
	uint64_t low;
	uint32_t high, level;
	uint32_t list, arc;
};

/*
 * Nodes are the lists of match_fill.h, from `places` on each day's people, from
 * `persons` on the people, and the sink. Flow comes from jobs. What a search needs next
 * is near by: the people of a day, the arcs of a list, the sittings of a place.
 */
struct match_net {
	const struct match_problem *p;
	const struct match_load *limit;
	struct match_options *o;
	size_t people, lists, places, persons, sink;
	struct match_node *node;
	struct match_arc *arc; /* by list */
	size_t arcs;
	struct match_sitting *sitting; /* by place, with room for more */
	/* Arcs by place; NULL until a search needs them. */
	size_t *back_first;
	uint32_t *back;
	uint32_t *room;    /* of each place */
	uint32_t *through; /* what goes from each place to its person */
	uint32_t *load;
	uint32_t *unled; /* what goes from each job to its other list */
	uint32_t *lack;  /* of each job, the seats that are not filled */
	size_t left;     /* all of these */
	uint32_t *heap, *seen;
	size_t heaped, n_seen;
};

ssjc_rc match_net_open(struct match_net *n, struct match_options *o, const struct match_fill *f,
    const struct match_load *limit, struct ssjc_err *err);
/* Build it again, of the options that are in it now; those in use stay so. */
ssjc_rc match_net_build(struct match_net *n, struct ssjc_err *err);
void match_net_free(struct match_net *n);
void match_net_sit(struct match_net *n, size_t arc);
void match_net_rise(struct match_net *n, size_t arc);
/* Know the arcs by place. */
ssjc_rc match_net_look_back(struct match_net *n, struct ssjc_err *err);

static inline size_t match_net_place(const struct match_net *n, size_t person, size_t day)
{
	return n->places + day * n->people + person;
}

static inline struct match_cost match_arc_cost(const struct match_arc *a)
{
	return (struct match_cost){a->low, a->high, a->level};
}

/* What the next job costs somebody who has so many; he may have it. */
static inline struct match_cost match_net_load_cost(
    const struct match_net *n, size_t person, uint32_t load)
{
	const struct match_load *x = &n->limit[person];

	return match_cost_of(load < x->low ? 0 : n->o->even * x->level, 0);
}

/* Find the cheapest way for one more seat of a job, and go it: false if there is none. */
bool match_search_forward(struct match_net *n, size_t job);
/*
 * Find the job that lacks a seat from which the way to a place, or the sink, is the
 * cheapest, and go it. false if there is none. match_net_look_back was called.
 */
bool match_search_backward(struct match_net *n, size_t root);

/* Fill all seats at the least cost of all options, into seat as match_solve has it. */
ssjc_rc match_flow_run(
    struct match_net *n, const struct match_fill *f, uint32_t *seat, struct ssjc_err *err);

#endif
