#include "match_net.h"

#include <stdlib.h>

/* What is found in the course of a run. */
struct run {
	struct match_net *n;
	bool *again;    /* jobs whose seats are to be found again */
	uint32_t *hole; /* places whose seats those were: what they send on comes from nowhere */
	size_t holes;
};

static void tell(const struct match_net *n)
{
	const struct match_problem *p = n->p;
	size_t filled = p->jobs * p->seats - n->left;

	if (p->tick && filled % 256 == 0)
		p->tick(p->tick_arg, filled);
}

/* Seat after seat, as far as the network has ways. */
static void fill_forward(struct match_net *n)
{
	for (size_t job = 0; job < n->p->jobs; job++)
		while (n->lack[job] > 0 && match_search_forward(n, job))
			tell(n);
}

/* ---- Options left out ---- */

/*
 * Put into the network the options that the prices make worth it. The seats of their
 * jobs are given up, as these have better ones.
 */
static bool price_list(struct run *r, size_t list)
{
	struct match_net *n = r->n;
	size_t job = list % n->p->jobs, day = n->p->day[job];
	bits *in = bit_matrix_row(&n->o->in, job);
	bool any = false;

	for (size_t k = 0; k < bits_words(n->people); k++)
		for (bits word = match_options_list(n->o, list, k) & ~in[k]; word;
		     word &= word - 1) {
			size_t i = k * BITS + bits_lowest(word);
			struct match_cost bound = match_cost_less(
			    n->node[match_net_place(n, i, day)].price, n->node[list].price);

			if (!match_options_below(n->o, job, i, &bound))
				continue;
			bits_set(in, i);
			r->again[job] = any = true;
		}
	return any;
}

static void give_up(struct run *r)
{
	struct match_net *n = r->n;

	for (size_t a = 0; a < n->arcs; a++) {
		size_t job = n->arc[a].list % n->p->jobs;

		if (!n->arc[a].used || !r->again[job])
			continue;
		match_net_rise(n, a);
		n->lack[job]++;
		n->left++;
		r->hole[r->holes++] = n->arc[a].place;
	}
}

/* The least price of a list at which none of its arcs is worth more than nothing. */
static bool price_of(const struct match_net *n, size_t list, struct match_cost *price)
{
	bool any = false;

	for (size_t a = n->node[list].first; a < n->node[list].end; a++) {
		struct match_cost x = match_cost_less(
		    n->node[n->arc[a].place].price, match_arc_cost(&n->arc[a]));

		if (!any || match_cost_below(*price, x))
			*price = x;
		any = true;
	}
	return any;
}

static void reprice(struct match_net *n, size_t job)
{
	size_t other = n->p->jobs + job;
	struct match_cost price;
	bool any = price_of(n, job, &price);

	if (n->p->lead && price_of(n, other, &n->node[other].price) && n->p->seats > 1 &&
	    (!any || match_cost_below(price, n->node[other].price))) {
		price = n->node[other].price;
		any = true;
	}
	n->unled[job] = 0;
	if (any)
		n->node[job].price = price;
}

/* With the seats of a match that is known, there is surely a way to fill all. */
static void use_known(struct run *r, const struct match_fill *f)
{
	const struct match_problem *p = f->p;

	for (size_t s = 0; s < p->jobs * p->seats; s++)
		bits_set(bit_matrix_row(&r->n->o->in, s / p->seats), f->seat[s]);
}

/* Whether there were any to be taken in; those of known are (unless NULL). */
static ssjc_rc take_in(
    struct run *r, const struct match_fill *known, bool *any, struct ssjc_err *err)
{
	struct match_net *n = r->n;
	ssjc_rc rc;

	for (size_t job = 0; job < n->p->jobs; job++)
		r->again[job] = false;
	*any = known;
	for (size_t list = 0; list < n->lists; list++)
		*any |= price_list(r, list);
	if (!*any)
		return SSJC_OK;
	if (known)
		use_known(r, known);
	give_up(r);
	rc = match_net_build(n, err);
	if (rc)
		return rc;
	for (size_t job = 0; job < n->p->jobs; job++)
		if (r->again[job])
			reprice(n, job);
	return SSJC_OK;
}

static bool fill_backward(struct run *r)
{
	struct match_net *n = r->n;

	while (r->holes > 0)
		if (!match_search_backward(n, r->hole[--r->holes]))
			return false;
	while (n->left > 0 && match_search_backward(n, n->sink))
		tell(n);
	return true;
}

/* Seats for which the network has no way, then better ones from outside, until there are none. */
static ssjc_rc improve(struct run *r, const struct match_fill *f, struct ssjc_err *err)
{
	bool any = true, known = false;

	while (any) {
		ssjc_rc rc = match_net_look_back(r->n, err);

		if (rc)
			return rc;
		if (!fill_backward(r) || (known && r->n->left > 0))
			return ssjc_fail(
			    err, SSJC_SYSTEM, "the match found is not proved to be the best");
		known = r->n->left > 0;
		rc = take_in(r, known ? f : NULL, &any, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

/* ---- The proof ---- */

/* A step that could carry more may not be worth it, nor one back that could carry less. */
static bool in_order(
    const struct match_net *n, size_t from, size_t to, struct match_cost cost, bool more, bool less)
{
	struct match_cost x = match_cost_add(cost, n->node[from].price);

	return !(more && match_cost_below(x, n->node[to].price)) &&
	    !(less && match_cost_below(n->node[to].price, x));
}

static bool lists_proved(const struct match_net *n)
{
	const struct match_problem *p = n->p;

	for (size_t job = 0; job < p->jobs; job++) {
		size_t other = p->jobs + job, seats = 0, unled = 0;

		for (size_t list = job; list < n->lists; list += p->jobs)
			for (size_t a = n->node[list].first; a < n->node[list].end; a++) {
				seats += n->arc[a].used;
				unled += n->arc[a].used && list == other;
				if (!in_order(n, list, n->arc[a].place, match_arc_cost(&n->arc[a]),
				        !n->arc[a].used, n->arc[a].used))
					return false;
			}
		if (seats != p->seats || unled != n->unled[job] || (p->lead && unled == p->seats))
			return false;
		if (p->lead && n->node[other].first < n->node[other].end &&
		    !in_order(n, job, other, match_cost_of(0, 0), unled + 1 < p->seats, unled > 0))
			return false;
	}
	return true;
}

static bool place_proved(const struct match_net *n, size_t x)
{
	const struct match_node *v = &n->node[n->places + x];
	uint32_t used = v->end - v->first;

	return used == n->through[x] && used <= n->room[x] &&
	    in_order(n, n->places + x, n->persons + x % n->people, match_cost_of(0, 0),
	        used<n->room[x], used> 0);
}

/*
 * With these prices no other way to fill all seats is cheaper, and no loads are more even
 * than those that were found before any cost was looked at.
 */
static bool is_proved(const struct match_net *n, const struct match_fill *f)
{
	const struct match_problem *p = n->p;
	uint64_t squares = 0;

	for (size_t i = 0; i < n->people; i++) {
		uint64_t load = n->load[i], sum = p->load[i];

		for (size_t x = i; x < n->persons - n->places; x += n->people) {
			if (!place_proved(n, x))
				return false;
			sum += n->through[x];
		}
		if (sum != load || load > p->most[i])
			return false;
		if (load < n->limit[i].high &&
		    !in_order(n, n->persons + i, n->sink, match_net_load_cost(n, i, n->load[i]),
		        true, false))
			return false;
		if (load > p->load[i] &&
		    !in_order(n, n->persons + i, n->sink, match_net_load_cost(n, i, n->load[i] - 1),
		        false, true))
			return false;
		squares += load * load - (uint64_t)f->load[i] * f->load[i];
	}
	return squares == 0 && lists_proved(n);
}

/* ---- All of it ---- */

static void read_seats(const struct match_net *n, uint32_t *seat)
{
	const struct match_problem *p = n->p;

	for (size_t job = 0; job < p->jobs; job++)
		for (size_t list = job; list < n->lists; list += p->jobs)
			for (size_t a = n->node[list].first; a < n->node[list].end; a++)
				if (n->arc[a].used)
					*seat++ =
					    (uint32_t)((n->arc[a].place - n->places) % n->people);
}

ssjc_rc match_flow_run(
    struct match_net *n, const struct match_fill *f, uint32_t *seat, struct ssjc_err *err)
{
	struct run r = {.n = n};
	ssjc_rc rc;

	fill_forward(n);
	r.again = malloc((n->p->jobs + 1) * sizeof *r.again);
	r.hole = malloc((n->p->jobs * n->p->seats + 1) * sizeof *r.hole);
	if (!r.again || !r.hole) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	rc = improve(&r, f, err);
	if (rc)
		goto out;
	if (is_proved(n, f))
		read_seats(n, seat);
	else
		rc = ssjc_fail(err, SSJC_SYSTEM, "the match found is not proved to be the best");
out:
	free(r.again);
	free(r.hole);
	return rc;
}
