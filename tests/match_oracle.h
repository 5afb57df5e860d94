/*
 * match_oracle: the match by its definition in ssjc-draw(7), one network with all that
 * may be: a job's seats, each with its cost, and a load of l costs l times l.
 */
#ifndef SSJC_MATCH_ORACLE_H
#define SSJC_MATCH_ORACLE_H

#include "assign/match.h"
#include "min_cost_flow.h"

struct oracle {
	const struct match_problem *p;
	size_t people;
	struct min_cost_flow *flow;
	size_t split, place, person; /* where the nodes of each kind begin */
	size_t *arc;                 /* jobs x people, 0 for none: the source's come first */
};

enum { ORACLE_SOURCE, ORACLE_SINK, ORACLE_JOBS };

static size_t oracle_arc(struct oracle *o, size_t from, size_t to, size_t capacity, int64_t first,
    min_cost_flow_wide second)
{
	struct min_cost_flow_cost cost = {first, second};
	struct ssjc_err err;
	size_t arc = 0;

	if (min_cost_flow_arc(o->flow, from, to, (int64_t)capacity, cost, &arc, &err))
		abort();
	return arc;
}

static min_cost_flow_wide oracle_cost(const struct match_problem *p, size_t job, size_t person)
{
	unsigned char raw[COST_SIZE];
	min_cost_flow_wide cost = 0;

	p->cost(p->arg, job, person, raw);
	for (size_t i = 0; i < COST_SIZE; i++)
		cost = cost * 256 + raw[i];
	return cost;
}

static void oracle_job(struct oracle *o, size_t job)
{
	const struct match_problem *p = o->p;
	size_t node = ORACLE_JOBS + job, can = o->split + 2 * job;

	if (p->lead) {
		oracle_arc(o, node, can, p->seats, 0, 0);
		oracle_arc(o, node, can + 1, p->seats - 1, 0, 0);
	}
	for (size_t i = 0; i < o->people; i++) {
		size_t from = !p->lead ? node : can + !bits_has(p->lead[job], i);

		if (bits_has(bit_matrix_row(p->may, job), i))
			o->arc[job * o->people + i] = oracle_arc(o, from,
			    o->place + i * p->days + p->day[job], 1,
			    p->level ? p->level(p->levels, job, i) : 0, oracle_cost(p, job, i));
	}
}

static void oracle_person(struct oracle *o, size_t i, int64_t even)
{
	const struct match_problem *p = o->p;

	for (size_t d = 0; d < p->days; d++)
		oracle_arc(
		    o, o->place + i * p->days + d, o->person + i, p->room[i * p->days + d], 0, 0);
	for (size_t l = p->load[i]; l < p->most[i]; l++)
		oracle_arc(o, o->person + i, ORACLE_SINK, 1, even * (2 * (int64_t)l + 1), 0);
}

/*
 * The match by the first so many people, as match_solve gives it but for the order at a
 * job, which is that of people. False if there is none. even is more than all levels
 * come to.
 */
static bool oracle_solve(const struct match_problem *p, size_t people, int64_t even, uint32_t *seat)
{
	struct oracle o = {.p = p, .people = people};
	struct ssjc_err err;
	int64_t amount;

	o.split = ORACLE_JOBS + p->jobs;
	o.place = o.split + (p->lead ? 2 * p->jobs : 0);
	o.person = o.place + people * p->days;
	o.arc = calloc(p->jobs * people + 1, sizeof *o.arc);
	if (!o.arc || min_cost_flow_open(&o.flow, o.person + people, &err))
		abort();
	for (size_t job = 0; job < p->jobs; job++)
		oracle_arc(&o, ORACLE_SOURCE, ORACLE_JOBS + job, p->seats, 0, 0);
	for (size_t job = 0; job < p->jobs; job++)
		oracle_job(&o, job);
	for (size_t i = 0; i < people; i++)
		oracle_person(&o, i, even);
	if (min_cost_flow_run(o.flow, ORACLE_SOURCE, ORACLE_SINK, &amount, &err))
		abort();
	for (size_t k = 0; k < p->jobs * people; k++)
		if (o.arc[k] > 0 && min_cost_flow_on(o.flow, o.arc[k]) > 0)
			*seat++ = (uint32_t)(k % people);
	min_cost_flow_free(o.flow);
	free(o.arc);
	return (uint64_t)amount == (uint64_t)p->jobs * p->seats;
}

#endif
