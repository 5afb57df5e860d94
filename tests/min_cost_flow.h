/*
 * min_cost_flow: minimum-cost flow with lexicographic costs, by successive shortest
 * paths with potentials (Ford & Fulkerson 1962; Edmonds & Karp 1972). Integers only, so
 * the optimum is exact. It knows nothing of what makes lib/assign/match.h fast, and so
 * tests it.
 */
#ifndef SSJC_MIN_COST_FLOW_H
#define SSJC_MIN_COST_FLOW_H

#include "ssjc/base/buf.h"
#include "ssjc/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Not every test uses all of it. */
#define SSJC_TEST_USE __attribute__((unused))

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
SSJC_TEST_USE static ssjc_rc min_cost_flow_open(
    struct min_cost_flow **out, size_t n, struct ssjc_err *err);
/*
 * An arc with a capacity >= 0 and a cost >= 0 a unit; *arc (unless NULL) is
 * its number, from 0. SSJC_USAGE when a number is out of its bounds.
 */
SSJC_TEST_USE static ssjc_rc min_cost_flow_arc(struct min_cost_flow *f, size_t from, size_t to,
    int64_t capacity, struct min_cost_flow_cost cost, size_t *arc, struct ssjc_err *err);
/*
 * Push as much as can go from source to sink; *amount is how much. Once a
 * network. The source's arcs are filled one after the other, in the order in
 * which they were added. When all of them are filled, the cost is the least.
 * When not, the amount is the greatest all the same, but which arc falls short
 * is settled by the order of the arcs and not by their cost.
 */
SSJC_TEST_USE static ssjc_rc min_cost_flow_run(
    struct min_cost_flow *f, size_t source, size_t sink, int64_t *amount, struct ssjc_err *err);
/* The flow on an arc. */
SSJC_TEST_USE static int64_t min_cost_flow_on(const struct min_cost_flow *f, size_t arc);
/*
 * After min_cost_flow_run: which nodes can still be reached from a node in the residual
 * network without going through the source (reached has n entries). From the
 * head of a source's arc that is not filled these are the objects and the
 * inspectors of a Hall violator.
 */
SSJC_TEST_USE static ssjc_rc min_cost_flow_reach(
    const struct min_cost_flow *f, size_t from, bool *reached, struct ssjc_err *err);
SSJC_TEST_USE static void min_cost_flow_free(struct min_cost_flow *f);

/*
 * An arc and its reverse: end[0] to end[1], and back. Direction d of pair k is
 * numbered 2k + d. The cost is that of direction 0; the way back costs as much
 * less.
 */
struct pair {
	struct min_cost_flow_cost cost;
	int64_t capacity;
	uint32_t end[2];
	bool used; /* in the network at hand: see min_cost_flow_run */
};

struct min_cost_flow {
	size_t n;
	struct pair *pair;
	size_t pairs, cap, used;
	uint32_t *order;                  /* the pairs by the node they leave, then by cost */
	uint32_t *first;                  /* n + 1: where a node's arcs begin in adjacent */
	uint32_t *adjacent;               /* numbers of arcs that leave, node by node */
	int64_t *room;                    /* 2 * pairs: what still fits through, each direction */
	struct min_cost_flow_cost *price; /* potentials: cost + price[from] - price[to] >= 0 */
	struct min_cost_flow_cost *distance; /* of the labelled nodes, in those reduced costs */
	uint32_t *via;                       /* the arc a label came by */
	uint32_t *heap, *slot;               /* nodes by distance; where each is in heap */
	size_t heaped;
	uint32_t *labelled; /* the nodes labelled, to undo only these */
	size_t labels;
	size_t source;
};

static const uint32_t NOWHERE = UINT32_MAX;

static struct min_cost_flow_cost cost_add(struct min_cost_flow_cost a, struct min_cost_flow_cost b)
{
	return (struct min_cost_flow_cost){a.first + b.first, a.second + b.second};
}

static struct min_cost_flow_cost cost_less(struct min_cost_flow_cost a, struct min_cost_flow_cost b)
{
	return (struct min_cost_flow_cost){a.first - b.first, a.second - b.second};
}

static bool cost_below(struct min_cost_flow_cost a, struct min_cost_flow_cost b)
{
	return a.first < b.first || (a.first == b.first && a.second < b.second);
}

static ssjc_rc min_cost_flow_open(struct min_cost_flow **out, size_t n, struct ssjc_err *err)
{
	struct min_cost_flow *f;

	*out = NULL;
	if (n >= MIN_COST_FLOW_NODES)
		return ssjc_fail(err, SSJC_USAGE,
		    "there are too many objects and inspectors to be matched (%zu)", n);
	f = calloc(1, sizeof *f);
	if (!f)
		return ssjc_fail_memory(err);
	f->n = n;
	f->source = n;
	*out = f;
	return SSJC_OK;
}

static ssjc_rc min_cost_flow_arc(struct min_cost_flow *f, size_t from, size_t to, int64_t capacity,
    struct min_cost_flow_cost cost, size_t *arc, struct ssjc_err *err)
{
	if (from >= f->n || to >= f->n || capacity < 0 || capacity > INT64_MAX / 2 ||
	    cost.first < 0 || cost.first >= MIN_COST_FLOW_FIRST || cost.second < 0 ||
	    cost.second >= MIN_COST_FLOW_SECOND || f->pairs >= NOWHERE / 2)
		return ssjc_fail(err, SSJC_USAGE, "an arc is out of its bounds");
	if (!array_grow(&f->pair, &f->cap, f->pairs, sizeof *f->pair))
		return ssjc_fail_memory(err);
	if (arc)
		*arc = f->pairs;
	f->pair[f->pairs++] = (struct pair){
	    .cost = cost, .capacity = capacity, .end = {(uint32_t)from, (uint32_t)to}};
	return SSJC_OK;
}

static ssjc_rc make_room(struct min_cost_flow *f, struct ssjc_err *err)
{
	size_t n = f->n + 2;

	f->order = calloc(f->pairs + 1, sizeof *f->order);
	f->first = calloc(n, sizeof *f->first);
	f->adjacent = calloc(2 * f->pairs + 1, sizeof *f->adjacent);
	f->room = calloc(2 * f->pairs + 1, sizeof *f->room);
	f->price = calloc(n, sizeof *f->price);
	f->distance = calloc(n, sizeof *f->distance);
	f->via = calloc(n, sizeof *f->via);
	f->heap = calloc(n, sizeof *f->heap);
	f->slot = calloc(n, sizeof *f->slot);
	f->labelled = calloc(n, sizeof *f->labelled);
	if (!f->order || !f->first || !f->adjacent || !f->room || !f->price || !f->distance ||
	    !f->via || !f->heap || !f->slot || !f->labelled)
		return ssjc_fail_memory(err);
	return SSJC_OK;
}

struct key {
	struct min_cost_flow_cost cost;
	uint32_t from, pair;
};

static int by_node_and_cost(const void *a, const void *b)
{
	const struct key *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	if (cost_below(x->cost, y->cost))
		return -1;
	return cost_below(y->cost, x->cost) ? 1 : (x->pair > y->pair) - (x->pair < y->pair);
}

static ssjc_rc sort_arcs(struct min_cost_flow *f, struct ssjc_err *err)
{
	struct key *key = malloc((f->pairs + 1) * sizeof *key);

	if (!key)
		return ssjc_fail_memory(err);
	for (size_t k = 0; k < f->pairs; k++)
		key[k] = (struct key){f->pair[k].cost, f->pair[k].end[0], (uint32_t)k};
	qsort(key, f->pairs, sizeof *key, by_node_and_cost);
	for (size_t k = 0; k < f->pairs; k++)
		f->order[k] = key[k].pair;
	free(key);
	return SSJC_OK;
}

static void use(struct min_cost_flow *f, struct pair *p)
{
	f->used += !p->used;
	p->used = true;
}

/*
 * Use all arcs of the source and all that have a cost of the first level, which are
 * loads, and of other nodes the few cheapest and their equals.
 */
static void use_cheapest(struct min_cost_flow *f, size_t few)
{
	size_t begin = 0;

	for (size_t i = 0; i < f->pairs; i++) {
		struct pair *p = &f->pair[f->order[i]], *last = &f->pair[f->order[begin]];

		if (p->end[0] != last->end[0])
			begin = i;
		else if (i - begin >= few)
			last = &f->pair[f->order[begin + few - 1]];
		if (p->end[0] == f->source || p->cost.first > 0 || i - begin < few ||
		    !cost_below(last->cost, p->cost))
			use(f, p);
	}
}

/*
 * Use the arcs that the prices make worth it; false without such arcs. Then the
 * flow is the best of the whole network, too.
 */
static bool use_bargains(struct min_cost_flow *f)
{
	size_t used = f->used;

	for (size_t k = 0; k < f->pairs; k++) {
		struct pair *p = &f->pair[k];

		if (!p->used &&
		    cost_below(cost_add(p->cost, f->price[p->end[0]]), f->price[p->end[1]]))
			use(f, p);
	}
	return f->used > used;
}

/* Begin again: no flow, no prices, and the arcs in use by the node that they leave. */
static void arrange(struct min_cost_flow *f)
{
	size_t n = f->n;

	memset(f->first, 0, (n + 2) * sizeof *f->first);
	memset(f->price, 0, n * sizeof *f->price);
	memset(f->slot, 0xff, n * sizeof *f->slot);
	for (size_t k = 0; k < f->pairs; k++) {
		const struct pair *p = &f->pair[k];

		f->room[2 * k] = p->capacity;
		f->room[2 * k + 1] = 0;
		for (int d = 0; p->used && d < 2; d++)
			f->first[p->end[d] + 2]++;
	}
	for (size_t v = 2; v < n + 2; v++)
		f->first[v] += f->first[v - 1];
	/* first[v + 1] runs through v's part and ends where that of v + 1 begins. */
	for (size_t k = 0; k < f->pairs; k++)
		for (uint32_t d = 0; f->pair[k].used && d < 2; d++)
			f->adjacent[f->first[f->pair[k].end[d] + 1]++] = (uint32_t)(2 * k) + d;
}

/* Put node v at place i of the heap and let it sink or rise from there. */
static void settle(struct min_cost_flow *f, size_t i, uint32_t v)
{
	struct min_cost_flow_cost d = f->distance[v];

	for (size_t up; i > 0 && !cost_below(f->distance[f->heap[up = (i - 1) / 2]], d); i = up) {
		f->heap[i] = f->heap[up];
		f->slot[f->heap[i]] = (uint32_t)i;
	}
	for (size_t down; (down = 2 * i + 1) < f->heaped; i = down) {
		if (down + 1 < f->heaped &&
		    cost_below(f->distance[f->heap[down + 1]], f->distance[f->heap[down]]))
			down++;
		if (!cost_below(f->distance[f->heap[down]], d))
			break;
		f->heap[i] = f->heap[down];
		f->slot[f->heap[i]] = (uint32_t)i;
	}
	f->heap[i] = v;
	f->slot[v] = (uint32_t)i;
}

static uint32_t heap_take(struct min_cost_flow *f)
{
	uint32_t v = f->heap[0];

	if (--f->heaped > 0)
		settle(f, 0, f->heap[f->heaped]);
	return v;
}

static void label(
    struct min_cost_flow *f, uint32_t v, struct min_cost_flow_cost distance, uint32_t via)
{
	f->distance[v] = distance;
	f->via[v] = via;
	if (f->slot[v] == NOWHERE) {
		f->labelled[f->labels++] = v;
		settle(f, f->heaped++, v);
	} else {
		settle(f, f->slot[v], v);
	}
}

/*
 * Dijkstra from start until the sink is the nearest node left. Nothing beyond
 * the sink's own distance is labelled: it could not change a price. A node that
 * has left the heap keeps its slot, and its label cannot be lowered.
 */
static bool shortest(struct min_cost_flow *f, size_t start, size_t sink)
{
	f->heaped = f->labels = 0;
	label(f, (uint32_t)start, (struct min_cost_flow_cost){0, 0}, NOWHERE);
	while (f->heaped > 0) {
		uint32_t v = heap_take(f);
		struct min_cost_flow_cost here;

		if (v == sink)
			return true;
		here = cost_add(f->distance[v], f->price[v]);
		for (uint32_t i = f->first[v]; i < f->first[v + 1]; i++) {
			uint32_t a = f->adjacent[i], d = a & 1, w;
			const struct pair *p = &f->pair[a / 2];
			struct min_cost_flow_cost far;

			if (f->room[a] == 0 || (w = p->end[!d]) == f->source)
				continue;
			far = cost_less(
			    d ? cost_less(here, p->cost) : cost_add(here, p->cost), f->price[w]);
			if (f->slot[sink] != NOWHERE && !cost_below(far, f->distance[sink]))
				continue;
			if (f->slot[w] == NOWHERE || cost_below(far, f->distance[w]))
				label(f, w, far, a);
		}
	}
	return false;
}

/* Lower the prices of the nodes nearer than the sink, and forget the labels. */
static void reprice(struct min_cost_flow *f, bool arrived, size_t sink)
{
	for (size_t i = 0; i < f->labels; i++) {
		uint32_t v = f->labelled[i];

		if (arrived && cost_below(f->distance[v], f->distance[sink]))
			f->price[v] = cost_add(
			    f->price[v], cost_less(f->distance[v], f->distance[sink]));
		f->slot[v] = NOWHERE;
	}
}

/* Push up to amount along the labels to the sink; how much went. */
static int64_t push(struct min_cost_flow *f, size_t sink, int64_t amount)
{
	uint32_t a;

	for (size_t v = sink; (a = f->via[v]) != NOWHERE; v = f->pair[a / 2].end[a & 1])
		if (f->room[a] < amount)
			amount = f->room[a];
	for (size_t v = sink; (a = f->via[v]) != NOWHERE; v = f->pair[a / 2].end[a & 1]) {
		f->room[a] -= amount;
		f->room[a ^ 1] += amount;
	}
	return amount;
}

/*
 * Fill the source's arcs one by one; true when all are full. The source never
 * gets a price. Once one of its arcs is filled, a shortest path from the head of
 * the next one is all that is needed: a cycle of negative cost would have to
 * leave the source by an arc with room, and there is none.
 */
static bool fill(struct min_cost_flow *f, size_t sink, int64_t *amount)
{
	bool all = true;

	*amount = 0;
	for (uint32_t i = f->first[f->source]; i < f->first[f->source + 1]; i++) {
		uint32_t a = f->adjacent[i];
		size_t head = f->pair[a / 2].end[1];
		bool arrived = true;

		if (a & 1 || head == f->source)
			continue;
		while (f->room[a] > 0 && arrived) {
			int64_t pushed = 0;

			arrived = shortest(f, head, sink);
			if (arrived)
				pushed = push(f, sink, f->room[a]);
			reprice(f, arrived, sink);
			f->room[a] -= pushed;
			f->room[a + 1] += pushed;
			*amount += pushed;
		}
		all = all && arrived;
	}
	return all;
}

/* How many of a node's arcs are tried first; a few more than a solution needs. */
enum { FEW = 32 };

/*
 * Where a node has many arcs, a good flow uses the cheap ones. So the network
 * begins with these, and takes in others when they are worth it or when the
 * flow does not get through. The last prices prove the rest to be of no use.
 */
static ssjc_rc min_cost_flow_run(
    struct min_cost_flow *f, size_t source, size_t sink, int64_t *amount, struct ssjc_err *err)
{
	ssjc_rc rc;

	*amount = 0;
	if (f->first || source >= f->n || sink >= f->n || source == sink)
		return ssjc_fail(err, SSJC_USAGE, "a network runs once, from one node to another");
	f->source = source;
	rc = make_room(f, err);
	if (rc)
		return rc;
	rc = sort_arcs(f, err);
	if (rc)
		return rc;
	for (size_t few = FEW;; few *= 2) {
		bool through;

		use_cheapest(f, few);
		do {
			arrange(f);
			through = fill(f, sink, amount);
		} while (through && use_bargains(f));
		if (through || f->used == f->pairs)
			return SSJC_OK;
	}
}

static int64_t min_cost_flow_on(const struct min_cost_flow *f, size_t arc)
{
	return f->room[2 * arc + 1];
}

static ssjc_rc min_cost_flow_reach(
    const struct min_cost_flow *f, size_t from, bool *reached, struct ssjc_err *err)
{
	uint32_t *stack = malloc((f->n + 1) * sizeof *stack);
	size_t n = 0;

	if (!stack)
		return ssjc_fail_memory(err);
	memset(reached, 0, f->n * sizeof *reached);
	reached[from] = true;
	stack[n++] = (uint32_t)from;
	while (n > 0) {
		uint32_t v = stack[--n];

		for (uint32_t i = f->first[v]; i < f->first[v + 1]; i++) {
			uint32_t a = f->adjacent[i], w = f->pair[a / 2].end[!(a & 1)];

			if (f->room[a] > 0 && w != f->source && !reached[w]) {
				reached[w] = true;
				stack[n++] = w;
			}
		}
	}
	free(stack);
	return SSJC_OK;
}

static void min_cost_flow_free(struct min_cost_flow *f)
{
	if (!f)
		return;
	free(f->pair);
	free(f->order);
	free(f->first);
	free(f->adjacent);
	free(f->room);
	free(f->price);
	free(f->distance);
	free(f->via);
	free(f->heap);
	free(f->slot);
	free(f->labelled);
	free(f);
}

#endif
