/* flow against brute force on small networks, and against its own residual on larger ones. */
#include "../../min_cost_flow.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static uint64_t state;

/* A multiplicative congruential generator: the cases are the same everywhere. */
static unsigned below(unsigned n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)((state >> 33) % n);
}

enum { ARCS_MAX = 8, NODES_MAX = 6 };

struct arc {
	size_t from, to;
	int64_t capacity;
	struct min_cost_flow_cost cost;
};

static struct min_cost_flow_cost times(struct min_cost_flow_cost c, int64_t n)
{
	return (struct min_cost_flow_cost){c.first * n, c.second * n};
}

static struct min_cost_flow_cost plus(struct min_cost_flow_cost a, struct min_cost_flow_cost b)
{
	return (struct min_cost_flow_cost){a.first + b.first, a.second + b.second};
}

static bool cheaper(struct min_cost_flow_cost a, struct min_cost_flow_cost b)
{
	return a.first < b.first || (a.first == b.first && a.second < b.second);
}

/* Try all flows; the greatest amount and the least cost of it. */
static void try_all(const struct arc *arc, size_t arcs, size_t nodes, int64_t *amount,
    struct min_cost_flow_cost *least)
{
	int64_t on[ARCS_MAX] = {0};
	size_t i;

	*amount = -1;
	do {
		int64_t excess[NODES_MAX] = {0};
		struct min_cost_flow_cost cost = {0, 0};
		bool conserved = true;

		for (i = 0; i < arcs; i++) {
			excess[arc[i].from] -= on[i];
			excess[arc[i].to] += on[i];
			cost = plus(cost, times(arc[i].cost, on[i]));
		}
		for (i = 2; i < nodes; i++)
			conserved = conserved && excess[i] == 0;
		if (conserved &&
		    (excess[1] > *amount || (excess[1] == *amount && cheaper(cost, *least)))) {
			*amount = excess[1];
			*least = cost;
		}
		for (i = 0; i < arcs && ++on[i] > arc[i].capacity; i++)
			on[i] = 0;
	} while (i < arcs);
}

static void run(const struct arc *arc, size_t arcs, size_t nodes, struct min_cost_flow **f,
    int64_t *amount, struct min_cost_flow_cost *cost)
{
	struct ssjc_err err;

	assert_int_equal(min_cost_flow_open(f, nodes, &err), SSJC_OK);
	for (size_t i = 0; i < arcs; i++) {
		size_t number;

		assert_int_equal(min_cost_flow_arc(*f, arc[i].from, arc[i].to, arc[i].capacity,
		                     arc[i].cost, &number, &err),
		    SSJC_OK);
		assert_int_equal(number, i);
	}
	assert_int_equal(min_cost_flow_run(*f, 0, 1, amount, &err), SSJC_OK);
	*cost = (struct min_cost_flow_cost){0, 0};
	for (size_t i = 0; i < arcs; i++) {
		int64_t on = min_cost_flow_on(*f, i);

		assert_in_range(on, 0, arc[i].capacity);
		*cost = plus(*cost, times(arc[i].cost, on));
	}
}

static void small(void **unused)
{
	unsigned compared = 0;

	(void)unused;
	state = 1;
	for (int round = 0; round < 3000; round++) {
		struct arc arc[ARCS_MAX];
		size_t nodes = 3 + below(NODES_MAX - 2), arcs = 2 + below(ARCS_MAX - 1);
		int64_t amount, wanted, out = 0;
		struct min_cost_flow_cost cost, least = {0, 0};
		struct min_cost_flow *f;

		for (size_t i = 0; i < arcs; i++) {
			arc[i].from = below((unsigned)nodes);
			do {
				arc[i].to = below((unsigned)nodes);
			} while (arc[i].to == arc[i].from || arc[i].to == 0);
			arc[i].capacity = below(3);
			/* Few values, so that costs tie; the second beyond 64 bits. */
			arc[i].cost.first = below(3);
			arc[i].cost.second = (min_cost_flow_wide)below(4) << 90;
			if (arc[i].from == 0)
				out += arc[i].capacity;
		}
		try_all(arc, arcs, nodes, &wanted, &least);
		run(arc, arcs, nodes, &f, &amount, &cost);
		assert_int_equal(amount, wanted);
		if (amount == out && amount > 0) {
			assert_false(cheaper(cost, least) || cheaper(least, cost));
			compared++;
		}
		min_cost_flow_free(f);
	}
	assert_true(compared > 300);
}

/*
 * No cycle of negative cost in the residual network without the source: then
 * no flow of that amount is cheaper (Klein 1967). By Bellman and Ford.
 */
static void assert_optimal(
    const struct min_cost_flow *f, const struct arc *arc, size_t arcs, size_t nodes)
{
	struct min_cost_flow_cost *d = calloc(nodes, sizeof *d);
	bool changed = true;

	assert_non_null(d);
	for (size_t round = 0; changed; round++) {
		assert_true(round <= nodes);
		changed = false;
		for (size_t i = 0; i < arcs; i++) {
			int64_t on = min_cost_flow_on(f, i);
			struct min_cost_flow_cost there = plus(d[arc[i].from], arc[i].cost);
			struct min_cost_flow_cost back = plus(d[arc[i].to], times(arc[i].cost, -1));

			if (arc[i].from == 0)
				continue;
			if (on < arc[i].capacity && cheaper(there, d[arc[i].to])) {
				d[arc[i].to] = there;
				changed = true;
			}
			if (on > 0 && cheaper(back, d[arc[i].from])) {
				d[arc[i].from] = back;
				changed = true;
			}
		}
	}
	free(d);
}

enum { LEFT = 20, RIGHT = 100, MOST = 8, ALL = LEFT + LEFT * RIGHT + RIGHT * MOST };

/* What an arc to the right costs beyond a random part, and one from there. */
struct bias {
	size_t right;         /* how many nodes */
	unsigned near, far;   /* to the first half of the right, and to the second */
	int64_t away, beyond; /* from the first half to the sink, and from the second */
	int64_t places;       /* at most MOST */
};

/* 20 nodes that want 1 to 3 units, each of another node, with convex costs of load. */
static void wide(const struct bias *b, unsigned rounds)
{
	for (unsigned round = 0; round < rounds; round++) {
		static struct arc arc[ALL];
		size_t arcs = 0;
		int64_t amount, wanted = 0;
		struct min_cost_flow_cost cost;
		struct min_cost_flow *f;

		for (size_t i = 0; i < LEFT; i++) {
			arc[arcs] = (struct arc){0, 2 + i, 1 + below(3), {0, 0}};
			wanted += arc[arcs++].capacity;
			for (size_t k = 0; k < b->right; k++) {
				min_cost_flow_wide second = below(1u << 30);

				second += (min_cost_flow_wide)(k < b->right / 2 ? b->near : b->far)
				    << 30;
				arc[arcs++] = (struct arc){
				    2 + i, 2 + LEFT + k, 1, {0, second << 60}};
			}
		}
		for (size_t k = 0; k < b->right; k++)
			for (int64_t l = 0; l < b->places; l++)
				arc[arcs++] = (struct arc){2 + LEFT + k, 1, 1,
				    {2 * l + 1 + (k < b->right / 2 ? b->away : b->beyond), 0}};
		run(arc, arcs, 2 + LEFT + b->right, &f, &amount, &cost);
		assert_int_equal(amount, wanted);
		assert_optimal(f, arc, arcs, 2 + LEFT + b->right);
		min_cost_flow_free(f);
	}
}

static void few_arcs(void **unused)
{
	(void)unused;
	state = 2;
	wide(&(struct bias){.right = 12, .places = MOST}, 20);
}

/*
 * Nodes with so many arcs that the dear ones are left out at first: when they
 * are of no use, when they are the better ones all the same, and when the flow
 * does not get through without them.
 */
static void many_arcs(void **unused)
{
	(void)unused;
	state = 4;
	wide(&(struct bias){.right = RIGHT, .places = MOST}, 5);
	wide(&(struct bias){.right = RIGHT, .far = 1, .away = 50, .places = MOST}, 5);
	wide(&(struct bias){.right = RIGHT, .far = 1, .away = 3, .places = MOST}, 5);
	wide(&(struct bias){.right = 70, .far = 1, .places = 1}, 5);
}

/* 2 and 3 both want 4; 5 is free, and only 6 could use it. */
static void reach(void **unused)
{
	static const struct arc arc[] = {{0, 2, 1, {0, 0}}, {0, 3, 1, {0, 0}}, {0, 6, 1, {0, 0}},
	    {2, 4, 1, {0, 0}}, {3, 4, 1, {0, 0}}, {6, 5, 1, {0, 0}}, {4, 1, 1, {0, 0}},
	    {5, 1, 2, {0, 0}}};
	static const bool wanted[] = {false, false, true, true, true, false, false};
	bool reached[7];
	int64_t amount;
	struct min_cost_flow_cost cost;
	struct ssjc_err err;
	struct min_cost_flow *f;

	(void)unused;
	run(arc, sizeof arc / sizeof arc[0], 7, &f, &amount, &cost);
	assert_int_equal(amount, 2);
	assert_int_equal(min_cost_flow_on(f, 0), 1);
	assert_int_equal(min_cost_flow_on(f, 1), 0);
	assert_int_equal(min_cost_flow_reach(f, 3, reached, &err), SSJC_OK);
	assert_memory_equal(reached, wanted, sizeof wanted);
	min_cost_flow_free(f);
}

static void bounds(void **unused)
{
	const struct min_cost_flow_cost zero = {0, 0};
	struct ssjc_err err;
	int64_t amount;
	struct min_cost_flow *f;

	(void)unused;
	assert_int_equal(min_cost_flow_open(&f, MIN_COST_FLOW_NODES, &err), SSJC_USAGE);
	assert_null(f);
	assert_int_equal(min_cost_flow_open(&f, 2, &err), SSJC_OK);
	assert_int_equal(min_cost_flow_arc(f, 0, 2, 1, zero, NULL, &err), SSJC_USAGE);
	assert_int_equal(min_cost_flow_arc(f, 0, 1, -1, zero, NULL, &err), SSJC_USAGE);
	assert_int_equal(
	    min_cost_flow_arc(f, 0, 1, 1, (struct min_cost_flow_cost){-1, 0}, NULL, &err),
	    SSJC_USAGE);
	assert_int_equal(min_cost_flow_arc(f, 0, 1, 1,
	                     (struct min_cost_flow_cost){0, MIN_COST_FLOW_SECOND}, NULL, &err),
	    SSJC_USAGE);
	assert_int_equal(min_cost_flow_arc(f, 0, 1, 1,
	                     (struct min_cost_flow_cost){MIN_COST_FLOW_FIRST, 0}, NULL, &err),
	    SSJC_USAGE);
	assert_int_equal(min_cost_flow_run(f, 0, 0, &amount, &err), SSJC_USAGE);
	assert_int_equal(min_cost_flow_run(f, 0, 1, &amount, &err), SSJC_OK);
	assert_int_equal(amount, 0);
	assert_int_equal(min_cost_flow_run(f, 0, 1, &amount, &err), SSJC_USAGE);
	min_cost_flow_free(f);
	min_cost_flow_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(small), cmocka_unit_test(few_arcs),
	    cmocka_unit_test(many_arcs), cmocka_unit_test(reach), cmocka_unit_test(bounds)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
