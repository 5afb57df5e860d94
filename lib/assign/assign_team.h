/*
 * assign_team: mode = teams, where the same people of every department go to many
 * objects together. A team takes the place of a person in a match (match.h), with one
 * seat at each object: ssjc-draw(7).
 *
 *	assign_team.c          who is in which team, and how many visits they can make
 *	assign_team_match.c    which team goes to which object
 *	assign_team_blocked.c  why no match is possible
 *	assign_team_change.c   substitutes and other days
 */
#ifndef SSJC_ASSIGN_TEAM_H
#define SSJC_ASSIGN_TEAM_H

#include "assign_work.h"

/* For the whole plan, or of one day. */
struct team {
	unsigned number;        /* among all, or among those of its day */
	size_t day;             /* its inspection day; TEAM_ALL_DAYS for the whole plan */
	struct person **member; /* by department of the plan, then by ticket */
	unsigned load;          /* objects that count already */
	bool kept;              /* it has had objects before this match */
};

#define TEAM_ALL_DAYS SIZE_MAX
enum { TEAM_TEXT = DATE_SIZE + 12 }; /* "2023-06-14/3" */

struct teams {
	struct team *v; /* by day and number */
	size_t n;
	size_t size;     /* members of each */
	size_t *first;   /* of each department, the first of its members */
	size_t least;    /* so many serve at least, as they have objects already */
	size_t most;     /* so many could serve */
	size_t serving;  /* so many do; of each day, where teams are formed each day */
	size_t slots;    /* the inspection days, where teams are formed each day, else 1 */
	uint32_t **free; /* of each department, by slot: who can be in a new team, in order */
	size_t **n_free;
	size_t *next; /* of each department, who of them is next */
	bool **used;  /* of each department, by person: in a team of this slot */
	struct team_held *held;
	size_t n_held;
	struct person **members; /* where the members of all are */
	struct team_numbers *numbers;
	struct match_fill *fill;
	struct assign_levels *levels; /* NULL where the plan prefers nothing */
};

/*
 * Form them: those that go on, then as many others as can be. Where they are formed
 * each day, of the first serving x inspectors of each department.
 */
void teams_form(const struct assign_work *w, struct teams *t, size_t serving);
/* How many more objects a team can take on a day. */
size_t team_free(
    const struct assign_work *w, const struct teams *t, const struct team *x, size_t day);
/* Who keeps a team away from an object, and why; NULL if nobody does. */
const struct person *team_kept_away(const struct assign_work *w, const struct teams *t,
    const struct team *x, const struct assign_job *j, enum why *why);
/* The department that has nobody in the team who has the skills there; n_depts if all have. */
size_t team_unskilled(const struct assign_work *w, const struct teams *t, const struct team *x,
    const struct assign_job *j);

/* SSJC_PLAN, with the teams left for the objects in the way, and who keeps others away. */
ssjc_rc teams_blocked(struct assign_work *w, struct teams *t);

#endif
