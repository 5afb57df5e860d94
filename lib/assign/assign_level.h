/*
 * assign_level: what a match keeps to where loads stay as even, and before costs count:
 * nobody visits a business again that he visited in the last plan (rotate), then a
 * day's businesses of one person lie together (group). Where ssjc-draw(7) speaks of a
 * person, it may be a team.
 */
#ifndef SSJC_ASSIGN_LEVEL_H
#define SSJC_ASSIGN_LEVEL_H

#include "assign_work.h"

/* Those who are matched, the first ones who serve; all borrowed. */
struct level_side {
	size_t n;
	const struct str *member; /* n x members: certificates, of a person his own */
	size_t members;
	size_t seats;           /* of each job */
	const struct str *name; /* of each, for the ticket: the certificate, or the team's number */
	const uint32_t *room;   /* of each, by day: more than 0 if he can be out then */
	const char *stage;      /* of these tickets, with the department's key after it */
	struct str dept;
};

struct assign_levels;

/* The plan asks for one of them, so that match_problem needs levels. */
bool assign_levels_any(const struct assign_work *w);
/* The jobs have their days. Free *out with assign_levels_free (NULL is fine) in any case. */
ssjc_rc assign_levels_open(struct assign_levels **out, const struct assign_work *w,
    const struct level_side *side, struct ssjc_err *err);
/* The level as match_problem has it; levels is a struct assign_levels. */
uint32_t assign_level(const void *levels, size_t job, size_t i);
/* The highest that there may be. */
uint32_t assign_levels_highest(const struct assign_levels *l);
/* Does he visit the business again? And is it elsewhere than his others of the day? */
bool assign_level_again(const struct assign_levels *l, size_t job, size_t i);
bool assign_level_apart(const struct assign_levels *l, size_t job, size_t i);
void assign_levels_free(struct assign_levels *l);

#endif
