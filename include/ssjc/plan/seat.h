/*
 * seat: which inspector goes to which object on which day.
 */
#ifndef SSJC_SEAT_H
#define SSJC_SEAT_H

#include "ssjc/base/num.h"

enum duty { DUTY_LEAD, DUTY_ASSIST, DUTY_EXPERT, DUTIES };
/* The word of each in the assigned stream's column duty. */
extern const char *const duty_names[DUTIES];
bool duty_parse(struct str s, enum duty *out);

/* A seat: who inspects what, when. Also the row in the audit file. */
struct seat {
	struct str object; /* id */
	day_t date;
	unsigned team;   /* number of the joint team, one an object, from 1 */
	struct str dept; /* key */
	unsigned seat;   /* from 1 within department and object */
	enum duty duty;
	struct str cert, inspector;
};

/* The same in every member? */
bool seat_equal(const struct seat *a, const struct seat *b);

#endif
