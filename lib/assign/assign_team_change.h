/*
 * assign_team_change: substitutes and other days with mode = teams: ssjc-draw(7).
 */
#ifndef SSJC_ASSIGN_TEAM_CHANGE_H
#define SSJC_ASSIGN_TEAM_CHANGE_H

#include "assign_bench.h"
#include "assign_team.h"

/* Are both seats the same person's in one team: for the plan, or of one day? */
bool seat_same_team(const struct plan *plan, const struct seat *a, const struct seat *b);
/*
 * Seats that one person had in a team, in order: who may take all of them, the first by
 * ticket, takes them. *filled: there is somebody.
 */
ssjc_rc bench_fill_team(struct bench *b, struct seat *seat, size_t n, bool *filled);
/*
 * Where teams are formed each day: seat all n of an object, which are in the order of
 * departments and seats, by a team of that day. *fits: there is one; else *why says so.
 */
ssjc_rc bench_visit(
    struct bench *b, const struct seat *seat, size_t n, day_t day, bool *fits, struct buf *why);

#endif
