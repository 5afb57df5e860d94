#include "match_net.h"

#include <stdlib.h>
#include <string.h>

static bool make_room(struct match_net *n)
{
	size_t places = n->persons - n->places;

	n->node = aligned_alloc(sizeof *n->node, (n->sink + 1) * sizeof *n->node);
	n->room = calloc(places + 1, sizeof *n->room);
	n->through = calloc(places + 1, sizeof *n->through);
	n->load = calloc(n->people + 1, sizeof *n->load);
	n->unled = calloc(n->p->jobs + 1, sizeof *n->unled);
	n->lack = calloc(n->p->jobs + 1, sizeof *n->lack);
	n->heap = malloc((n->sink + 1) * sizeof *n->heap);
	n->seen = malloc((n->sink + 1) * sizeof *n->seen);
	return n->node && n->room && n->through && n->load && n->unled && n->lack && n->heap &&
	    n->seen;
}

ssjc_rc match_net_open(struct match_net *n, struct match_options *o, const struct match_fill *f,
    const struct match_load *limit, struct ssjc_err *err)
{
	const struct match_problem *p = f->p;
	size_t places;

	*n = (struct match_net){.p = p, .o = o, .limit = limit, .people = f->people};
	n->lists = n->places = f->lists;
	n->persons = n->places + n->people * p->days;
	n->sink = n->persons + n->people;
	if (!make_room(n))
		return ssjc_fail_memory(err);
	for (size_t v = 0; v <= n->sink; v++)
		n->node[v] = (struct match_node){.way = MATCH_NONE, .slot = MATCH_NONE};
	places = 0;
	for (size_t x = 0; x < n->persons - n->places; x++) {
		n->room[x] = p->room[x % n->people * p->days + x / n->people];
		/* A way may seat somebody at a place before it takes another seat there. */
		n->node[n->places + x].first = n->node[n->places + x].end = (uint32_t)places;
		places += n->room[x] + 1;
	}
	n->sitting = malloc((places + 1) * sizeof *n->sitting);
	if (!n->sitting)
		return ssjc_fail_memory(err);
	memcpy(n->load, p->load, n->people * sizeof *n->load);
	for (size_t job = 0; job < p->jobs; job++)
		n->lack[job] = (uint32_t)p->seats;
	n->left = p->jobs * p->seats;
	return match_net_build(n, err);
}

static void free_arcs(struct match_net *n)
{
	free(n->arc);
	free(n->back_first);
	free(n->back);
	n->arc = NULL;
	n->back = NULL;
	n->back_first = NULL;
}

void match_net_free(struct match_net *n)
{
	free_arcs(n);
	free(n->node);
	free(n->sitting);
	free(n->room);
	free(n->through);
	free(n->load);
	free(n->unled);
	free(n->lack);
	free(n->heap);
	free(n->seen);
}

/* ---- Arcs ---- */

static bits in_net(const struct match_net *n, size_t list, size_t k)
{
	size_t job = list % n->p->jobs;

	return match_options_list(n->o, list, k) & bit_matrix_row(&n->o->in, job)[k];
}

static size_t count_arcs(const struct match_net *n)
{
	size_t arcs = 0;

	for (size_t list = 0; list < n->lists; list++)
		for (size_t k = 0; k < bits_words(n->people); k++)
			arcs += (size_t)__builtin_popcountll(in_net(n, list, k));
	return arcs;
}

static struct match_arc new_arc(const struct match_net *n, size_t list, size_t person)
{
	size_t job = list % n->p->jobs;
	struct match_cost cost = match_options_cost(n->o, job, person);

	return (struct match_arc){.low = cost.low,
	    .high = (uint32_t)cost.high,
	    .level = (uint32_t)cost.level,
	    .list = (uint32_t)list & INT32_MAX,
	    .place = (uint32_t)match_net_place(n, person, n->p->day[job])};
}

/* The arcs of a list, from at on, in the order of people; those it had are was's. */
static size_t build_list(struct match_net *n, size_t list, size_t at, const struct match_net *was,
    size_t old, size_t old_end)
{
	size_t day = n->p->day[list % n->p->jobs];

	for (size_t k = 0; k < bits_words(n->people); k++)
		for (bits word = in_net(n, list, k); word; word &= word - 1, at++) {
			size_t i = k * BITS + bits_lowest(word);
			size_t place = match_net_place(n, i, day);

			if (old < old_end && was->arc[old].place == place)
				n->arc[at] = was->arc[old++];
			else
				n->arc[at] = new_arc(n, list, i);
		}
	return at;
}

static void sit_down(struct match_net *n, size_t arc)
{
	const struct match_arc *a = &n->arc[arc];

	n->sitting[n->node[a->place].end++] = (struct match_sitting){.low = a->low,
	    .high = a->high,
	    .level = a->level,
	    .list = a->list,
	    .arc = (uint32_t)arc};
}

ssjc_rc match_net_build(struct match_net *n, struct ssjc_err *err)
{
	struct match_net was = *n;
	size_t arcs = count_arcs(n), at = 0;

	n->back_first = NULL;
	n->back = NULL;
	n->arc = malloc((arcs + 1) * sizeof *n->arc);
	if (!n->arc) {
		free_arcs(&was);
		return ssjc_fail_memory(err);
	}
	for (size_t list = 0; list < n->lists; list++) {
		struct match_node *x = &n->node[list];
		uint32_t first = x->first, end = x->end;

		x->first = (uint32_t)at;
		at = build_list(n, list, at, &was, first, end);
		x->end = (uint32_t)at;
	}
	n->arcs = at;
	free_arcs(&was);
	for (size_t v = n->places; v < n->persons; v++)
		n->node[v].end = n->node[v].first;
	for (size_t a = 0; a < arcs; a++)
		if (n->arc[a].used)
			sit_down(n, a);
	return SSJC_OK;
}

void match_net_sit(struct match_net *n, size_t arc)
{
	n->arc[arc].used = true;
	sit_down(n, arc);
}

void match_net_rise(struct match_net *n, size_t arc)
{
	struct match_node *place = &n->node[n->arc[arc].place];
	struct match_sitting *s = &n->sitting[place->first];

	n->arc[arc].used = false;
	while (s->arc != arc)
		s++;
	*s = n->sitting[--place->end];
}

ssjc_rc match_net_look_back(struct match_net *n, struct ssjc_err *err)
{
	size_t places = n->persons - n->places, arcs = n->arcs;

	if (n->back)
		return SSJC_OK;
	n->back_first = calloc(places + 2, sizeof *n->back_first);
	n->back = malloc((arcs + 1) * sizeof *n->back);
	if (!n->back_first || !n->back)
		return ssjc_fail_memory(err);
	for (size_t a = 0; a < arcs; a++)
		n->back_first[n->arc[a].place - n->places + 2]++;
	for (size_t x = 2; x < places + 2; x++)
		n->back_first[x] += n->back_first[x - 1];
	/* back_first[x + 1] runs through x's part and ends where that of x + 1 begins. */
	for (size_t a = 0; a < arcs; a++)
		n->back[n->back_first[n->arc[a].place - n->places + 1]++] = (uint32_t)a;
	return SSJC_OK;
}
