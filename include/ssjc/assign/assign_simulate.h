/*
 * assign_simulate: how often each inspector comes to each object, over many seeds.
 */
#ifndef SSJC_ASSIGN_SIMULATE_H
#define SSJC_ASSIGN_SIMULATE_H

#include "ssjc/assign/assign.h"
#include "ssjc/base/csv_out.h"
#include "ssjc/base/table.h"

/*
 * How even the chances of a department came out: of all pairs of an object and an
 * inspector, in rounds out of 1.
 */
struct assign_chances {
	size_t pairs;
	double even;        /* the chance of each pair if all were alike */
	double least, most; /* what came out */
	double deviation;   /* standard deviation of what came out from even */
	double noise;       /* and what it would be by the luck of so many rounds alone */
};

/*
 * Match the objects of a drawn list (id and role are needed) once for each of
 * rounds seeds, and write a row for each object and inspector: id, name, dept,
 * cert, inspector, times, rounds. Of p the objects, the held seats and the
 * master do not matter. *infeasible is how many seeds had no match, mostly for
 * the dates that they gave; rounds is without them. When that is all of them,
 * the error is the last one's. SSJC_INPUT for a role that is not one. chances
 * has a place for each department of the plan, in its order; pairs is 0 where a
 * department has none.
 *
 * The seeds are the texts "simulate 1\n", "simulate 2\n" …: the same rounds
 * give the same rows, on any number of processors.
 */
ssjc_rc assign_simulate(const struct assign_problem *p, const struct table *drawn, uint64_t rounds,
    uint64_t *infeasible, struct assign_chances *chances, struct csv_out *out,
    struct ssjc_err *err);

#endif
