/*
 * seat: which inspector goes to which object on which day.
 */
#ifndef SSJC_SEAT_H
#define SSJC_SEAT_H

#include "ssjc/base/num.h"

enum duty { DUTY_LEAD, DUTY_ASSIST, DUTY_EXPERT, DUTIES };
/* The word of each in the assigned stream's column duty. */
extern const char *const duty_names[DUTIES];
/* The duty of that word; false when there is no such duty. */
bool duty_parse(struct str s, enum duty *out);

/* Who inspects what, when; a row of the assigned stream and of the audit file. */
struct seat {
	struct str object; /* id */
	day_t date;
	unsigned team;   /* number of the joint team, from 1; an object has one team */
	struct str dept; /* key */
	unsigned seat;   /* from 1 within department and object */
	enum duty duty;
	struct str cert, inspector;
};

/* A skill that is needed at an object, and that nobody of a department there has. */
struct seat_lack {
	struct str object, dept, skill; /* its id, its key */
};

/* Are all members equal? */
bool seat_equal(const struct seat *a, const struct seat *b);

#endif
