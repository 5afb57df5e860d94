#include "match_net.h"

/* Where a node is if not in the heap. */
#define UNSEEN UINT32_MAX
#define FINAL  (UINT32_MAX - 1)

/* So many arcs, rounded down, are in a line of a cache. */
enum { ARCS_OF_LINE = 2 };

/* ---- The heap, by distance ---- */

/* Put node v at place i and let it sink or rise from there. */
static void settle(struct match_net *n, size_t i, uint32_t v)
{
	struct match_cost d = n->node[v].distance;
	uint32_t *heap = n->heap;

	for (size_t up; i > 0; i = up) {
		up = (i - 1) / 2;
		if (!match_cost_below(d, n->node[heap[up]].distance))
			break;
		heap[i] = heap[up];
		n->node[heap[i]].slot = (uint32_t)i;
	}
	for (size_t down; (down = 2 * i + 1) < n->heaped; i = down) {
		if (down + 1 < n->heaped &&
		    match_cost_below(
		        n->node[heap[down + 1]].distance, n->node[heap[down]].distance))
			down++;
		if (!match_cost_below(n->node[heap[down]].distance, d))
			break;
		heap[i] = heap[down];
		n->node[heap[i]].slot = (uint32_t)i;
	}
	heap[i] = v;
	n->node[v].slot = (uint32_t)i;
}

/* What is needed next mostly is far away, in a cache. */
static void fetch_arcs(const struct match_net *n, size_t v)
{
	const struct match_node *x = &n->node[v];

	if (v < n->lists)
		for (size_t a = x->first; a < x->end; a += ARCS_OF_LINE)
			__builtin_prefetch(&n->arc[a]);
}

static uint32_t take(struct match_net *n)
{
	uint32_t v = n->heap[0];

	if (--n->heaped > 0) {
		settle(n, 0, n->heap[n->heaped]);
		fetch_arcs(n, n->heap[0]);
	}
	n->node[v].slot = FINAL;
	return v;
}

static inline void see(struct match_net *n, size_t v, struct match_cost distance, size_t way)
{
	struct match_node *x = &n->node[v];

	if (x->slot != UNSEEN && !match_cost_below(distance, x->distance))
		return;
	x->distance = distance;
	x->way = (uint32_t)way;
	if (x->slot == UNSEEN) {
		n->seen[n->n_seen++] = (uint32_t)v;
		settle(n, n->heaped++, (uint32_t)v);
	} else {
		settle(n, x->slot, (uint32_t)v);
	}
}

static void begin(struct match_net *n, size_t v)
{
	see(n, v, match_cost_of(0, 0), MATCH_NONE);
}

static void forget(struct match_net *n)
{
	for (size_t i = 0; i < n->n_seen; i++)
		n->node[n->seen[i]].slot = UNSEEN;
	n->heaped = n->n_seen = 0;
}

/* ---- Forward ---- */

/* here is the distance of the node left, and its price. */
static inline void reach(struct match_net *n, size_t v, struct match_cost here, size_t way)
{
	struct match_node *x = &n->node[v];
	struct match_cost distance;

	if (x->slot == FINAL)
		return;
	distance = match_cost_less(here, x->price);
	/* What is beyond the sink could not change a price. */
	if (n->node[n->sink].slot != UNSEEN &&
	    !match_cost_below(distance, n->node[n->sink].distance))
		return;
	see(n, v, distance, way);
}

static void leave_list(struct match_net *n, size_t v, struct match_cost here)
{
	size_t jobs = n->p->jobs, job = v % jobs;

	for (size_t a = n->node[v].first; a < n->node[v].end; a++)
		__builtin_prefetch(&n->node[n->arc[a].place]);
	for (size_t a = n->node[v].first; a < n->node[v].end; a++)
		if (!n->arc[a].used)
			reach(n, n->arc[a].place, match_cost_add(here, match_arc_cost(&n->arc[a])),
			    4 * a + MATCH_SIT);
	if (!n->p->lead)
		return;
	if (v < jobs && n->unled[job] + 1 < n->p->seats)
		reach(n, jobs + job, here, 4 * v + MATCH_STEP);
	if (v >= jobs && n->unled[job] > 0)
		reach(n, job, here, 4 * v + MATCH_STEP);
}

static void leave_place(struct match_net *n, size_t v, struct match_cost here)
{
	size_t x = v - n->places;

	const struct match_sitting *first = n->sitting + n->node[v].first;
	const struct match_sitting *end = n->sitting + n->node[v].end;

	for (const struct match_sitting *s = first; s < end; s++)
		__builtin_prefetch(&n->node[s->list]);
	for (const struct match_sitting *s = first; s < end; s++)
		reach(n, s->list,
		    match_cost_less(here, (struct match_cost){s->low, s->high, s->level}),
		    4 * (size_t)s->arc + MATCH_RISE);
	if (n->through[x] < n->room[x])
		reach(n, n->persons + x % n->people, here, 4 * v + MATCH_STEP);
}

static void leave_person(struct match_net *n, size_t v, struct match_cost here)
{
	size_t i = v - n->persons;

	if (n->load[i] < n->limit[i].high)
		reach(n, n->sink, match_cost_add(here, match_net_load_cost(n, i, n->load[i])),
		    4 * v + MATCH_STEP);
	for (size_t x = i; x < n->persons - n->places; x += n->people)
		if (n->through[x] > 0)
			reach(n, n->places + x, here, 4 * v + MATCH_STEP);
}

/* One more unit goes from one node to another, between which there is no arc. */
static void step(struct match_net *n, size_t from, size_t to)
{
	if (to == n->sink)
		n->load[from - n->persons]++;
	else if (from == n->sink)
		n->load[to - n->persons]--;
	else if (to >= n->persons)
		n->through[from - n->places]++;
	else if (from >= n->persons)
		n->through[to - n->places]--;
	else if (to >= n->p->jobs)
		n->unled[from]++;
	else
		n->unled[to]--;
}

static void go_forward(struct match_net *n)
{
	for (size_t v = n->sink; n->node[v].way != MATCH_NONE;) {
		size_t way = n->node[v].way, at = way / 4;

		switch ((enum match_way)(way % 4)) {
		case MATCH_SIT:
			match_net_sit(n, at);
			v = n->arc[at].list;
			break;
		case MATCH_RISE:
			match_net_rise(n, at);
			v = n->arc[at].place;
			break;
		case MATCH_STEP:
			step(n, at, v);
			v = at;
			break;
		}
	}
}

static void leave(struct match_net *n, size_t v)
{
	struct match_cost here = match_cost_add(n->node[v].distance, n->node[v].price);

	if (v < n->places)
		leave_list(n, v, here);
	else if (v < n->persons)
		leave_place(n, v, here);
	else
		leave_person(n, v, here);
}

bool match_search_forward(struct match_net *n, size_t job)
{
	struct match_cost far;
	bool found = false;

	begin(n, job);
	while (n->heaped > 0 && !found) {
		uint32_t v = take(n);

		found = v == n->sink;
		if (!found)
			leave(n, v);
	}
	if (found) {
		go_forward(n);
		far = n->node[n->sink].distance;
		for (size_t i = 0; i < n->n_seen; i++) {
			struct match_node *x = &n->node[n->seen[i]];

			if (match_cost_below(x->distance, far))
				x->price = match_cost_add(
				    x->price, match_cost_less(x->distance, far));
		}
		n->lack[job]--;
		n->left--;
	}
	forget(n);
	return found;
}

/* ---- Backward ---- */

/* there is the distance of the node from which v is reached back, less its price, and the way. */
static void reach_back(struct match_net *n, size_t v, struct match_cost there, size_t way)
{
	struct match_node *x = &n->node[v];

	if (x->slot != FINAL)
		see(n, v, match_cost_add(there, x->price), way);
}

static void list_back(struct match_net *n, size_t v, struct match_cost there)
{
	size_t jobs = n->p->jobs, job = v % jobs;

	for (size_t a = n->node[v].first; a < n->node[v].end; a++)
		if (n->arc[a].used)
			reach_back(n, n->arc[a].place,
			    match_cost_less(there, match_arc_cost(&n->arc[a])), 4 * a + MATCH_RISE);
	if (!n->p->lead)
		return;
	if (v < jobs && n->unled[job] > 0)
		reach_back(n, jobs + job, there, 4 * v + MATCH_STEP);
	if (v >= jobs && n->unled[job] + 1 < n->p->seats)
		reach_back(n, job, there, 4 * v + MATCH_STEP);
}

static void place_back(struct match_net *n, size_t v, struct match_cost there)
{
	size_t x = v - n->places;

	for (size_t k = n->back_first[x]; k < n->back_first[x + 1]; k++) {
		uint32_t a = n->back[k];

		if (!n->arc[a].used)
			reach_back(n, n->arc[a].list,
			    match_cost_add(there, match_arc_cost(&n->arc[a])),
			    4 * (size_t)a + MATCH_SIT);
	}
	if (n->through[x] > 0)
		reach_back(n, n->persons + x % n->people, there, 4 * v + MATCH_STEP);
}

static void person_back(struct match_net *n, size_t v, struct match_cost there)
{
	size_t i = v - n->persons;

	for (size_t x = i; x < n->persons - n->places; x += n->people)
		if (n->through[x] < n->room[x])
			reach_back(n, n->places + x, there, 4 * v + MATCH_STEP);
	if (n->load[i] > n->p->load[i])
		reach_back(n, n->sink,
		    match_cost_less(there, match_net_load_cost(n, i, n->load[i] - 1)),
		    4 * v + MATCH_STEP);
}

static void sink_back(struct match_net *n, struct match_cost there)
{
	for (size_t i = 0; i < n->people; i++)
		if (n->load[i] < n->limit[i].high)
			reach_back(n, n->persons + i,
			    match_cost_add(there, match_net_load_cost(n, i, n->load[i])),
			    4 * n->sink + MATCH_STEP);
}

static void leave_back(struct match_net *n, size_t v)
{
	struct match_cost there = match_cost_less(n->node[v].distance, n->node[v].price);

	if (v < n->places)
		list_back(n, v, there);
	else if (v < n->persons)
		place_back(n, v, there);
	else if (v < n->sink)
		person_back(n, v, there);
	else
		sink_back(n, there);
}

static void go_back(struct match_net *n, size_t job)
{
	for (size_t v = job; n->node[v].way != MATCH_NONE;) {
		size_t way = n->node[v].way, at = way / 4;

		switch ((enum match_way)(way % 4)) {
		case MATCH_SIT:
			match_net_sit(n, at);
			v = n->arc[at].place;
			break;
		case MATCH_RISE:
			match_net_rise(n, at);
			v = n->arc[at].list;
			break;
		case MATCH_STEP:
			step(n, v, at);
			v = at;
			break;
		}
	}
}

bool match_search_backward(struct match_net *n, size_t root)
{
	bool found = false;
	size_t job = 0;

	begin(n, root);
	while (n->heaped > 0 && !found) {
		job = take(n);
		found = job < n->p->jobs && n->lack[job] > 0;
		if (!found)
			leave_back(n, job);
	}
	if (found) {
		struct match_cost far = n->node[job].distance;

		go_back(n, job);
		for (size_t i = 0; i < n->n_seen; i++) {
			struct match_node *x = &n->node[n->seen[i]];

			if (match_cost_below(x->distance, far))
				x->price = match_cost_add(
				    x->price, match_cost_less(far, x->distance));
		}
		n->lack[job]--;
		n->left--;
	}
	forget(n);
	return found;
}
