/*
 * assign_simulate: how often each inspector comes to each object, over many seeds.
 */
#ifndef SSJC_ASSIGN_SIMULATE_H
#define SSJC_ASSIGN_SIMULATE_H

#include "ssjc/assign/assign.h"
#include "ssjc/base/csv_out.h"
#include "ssjc/base/table.h"

/*
 * Match the objects of a drawn list (id and role are needed) once for each of
 * rounds seeds, and write a row for each object and inspector: id, name, dept,
 * cert, inspector, times, rounds. Of p the objects, the held seats and the
 * master do not matter. *infeasible is how many seeds had no match, mostly for
 * the dates that they gave; rounds is without them. When that is all of them,
 * the error is the last one's. SSJC_INPUT for a role that is not one.
 *
 * The seeds are the texts "simulate 1\n", "simulate 2\n" …: the same rounds
 * give the same rows.
 */
ssjc_rc assign_simulate(const struct assign_problem *p, const struct table *drawn, uint64_t rounds,
    uint64_t *infeasible, struct csv_out *out, struct ssjc_err *err);

#endif
