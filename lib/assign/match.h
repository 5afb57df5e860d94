/*
 * match: who sits where, of one department, as ssjc-draw(7) defines it: all seats are
 * filled, loads are as even as can be, and of these ways it is the one of least cost.
 * Nothing here knows of plans and days of the year; there are only numbers.
 *
 *	match.c          one after the other:
 *	match_fill.c     fills the seats somehow, evens the loads, finds what is in the way
 *	match_options.c  what each seat costs, and the cheap ones
 *	match_net.c      the network of these, and which are in use
 *	match_search.c   shortest paths in it
 *	match_flow.c     the least cost, with those left out that are worth it, and the proof
 */
#ifndef SSJC_MATCH_H
#define SSJC_MATCH_H

#include "bit_matrix.h"
#include "ssjc/base/err.h"
#include "ssjc/base/progress.h"
#include "ssjc/plan/ticket.h"

struct match_problem {
	size_t jobs, people, days;
	size_t seats;                 /* of each job */
	const uint32_t *day;          /* of each job; it never falls from one to the next */
	const struct bit_matrix *may; /* of each job, by person: may they sit there? */
	const bits *const *lead;      /* of each job, who can lead; NULL: nobody needs to */
	const uint32_t *room;         /* of each person, by day: so many jobs more */
	const uint32_t *load;         /* of each person: jobs that count already */
	const uint32_t *most;         /* of each person: jobs in all, with these, at least load */
	/*
	 * What a seat costs: first, if level is not NULL, what it gives, 0 to highest; of
	 * equal sums of these, the number of COST_SIZE bytes that cost() gives. Several
	 * threads may call cost().
	 */
	uint32_t (*level)(const void *levels, size_t job, size_t person);
	const void *levels;
	uint32_t highest;
	void (*cost)(const void *arg, size_t job, size_t person, unsigned char cost[COST_SIZE]);
	const void *arg;
	/* Called now and then with the seats that have been filled; or NULL. */
	progress_tick *tick;
	void *tick_arg;
};

#define MATCH_NOBODY UINT32_MAX

/* A department's seats, filled somehow. */
struct match_fill;

/* Every number that the problem has is within bounds: SSJC_USAGE when there are too many. */
ssjc_rc match_fill_open(
    struct match_fill **out, const struct match_problem *p, struct ssjc_err *err);
/*
 * Fill all seats with the first least people, or with as many more as it takes; how
 * many that is, or 0 if all people are too few.
 */
size_t match_fill_people(struct match_fill *f, size_t least);
/*
 * After match_fill_people gave 0: mark a set of jobs, and the people who are left for
 * these, that are too few (Hall 1935); how many seats stay empty. Without any of these
 * jobs the others could be filled, unless there are thousands. Nothing else can be done
 * with f then.
 */
size_t match_fill_blocked(struct match_fill *f, bool *jobs, bool *people);
void match_fill_free(struct match_fill *f);

/*
 * The match by those people whom match_fill_people found, into seat: jobs x seats
 * people, those of a job in any order. It takes all of f's people into account.
 */
ssjc_rc match_solve(struct match_fill *f, uint32_t *seat, struct ssjc_err *err);

#endif
