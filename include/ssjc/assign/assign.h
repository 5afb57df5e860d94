/*
 * assign: inspectors of every department for each object, at random:
 * ssjc-assign(1), ssjc-draw(7).
 */
#ifndef SSJC_ASSIGN_H
#define SSJC_ASSIGN_H

#include "ssjc/assign/last_visits.h"
#include "ssjc/base/progress.h"
#include "ssjc/plan/calendar.h"
#include "ssjc/plan/items.h"
#include "ssjc/plan/plan.h"
#include "ssjc/plan/roster.h"
#include "ssjc/plan/seat.h"

struct assign_problem {
	const struct plan *plan;
	const struct items *items; /* NULL when the plan names none */
	const struct calendar *calendar;
	const char *master;          /* M of the draw's seed */
	day_t from;                  /* the inspection days count from this day */
	day_t today;                 /* a date before it is refused; 0 for any date */
	const struct object *object; /* to be seated: all that are drawn now */
	size_t n_objects;
	/* As inspectors_read gives them; dept is a key or a name of the plan's. */
	const struct inspectors *inspectors;
	const struct last_visits *last; /* for rotate; NULL: nobody visited anything */
	/*
	 * Seats decided earlier. Those of objects still drawn stay as they are
	 * and count as load; only objects without any are seated now.
	 */
	const struct seat *held;
	size_t n_held;
	unsigned teams;      /* new teams are numbered from the next on, or after the held ones */
	bool fresh;          /* with mode = teams: those with held seats do not go on */
	bool brief;          /* why a match is impossible need not be told at length */
	bool possible;       /* only whether it is possible is asked for: nobody is seated */
	size_t first;        /* then: the department of the plan to begin with */
	progress_tick *tick; /* told of the seats that have been filled; NULL for nobody */
};

/*
 * How a department was matched. As few of its inspectors serve as can do it, the
 * first ones in the order of their tickets. Whoever holds seats already goes on
 * serving, so they never become fewer. All but dept and asked are 0 when nothing
 * was to be seated.
 */
struct assign_dept {
	struct str dept;    /* key */
	size_t pool;        /* inspectors who may serve at all */
	size_t asked;       /* plan's draw; 0 for auto */
	size_t serving;     /* how many of them serve */
	unsigned low, high; /* least and most objects of a serving inspector */
	/* What was seated now could not keep to what the plan prefers: */
	bool unspread;       /* spread: not even with all of them is there such a match */
	size_t again, apart; /* rotate: seats of who came last time; group: seats elsewhere */
};

/* With mode = teams: how many of them there are; of each day, where these have their own. */
struct assign_teams {
	size_t asked;        /* plan's teams; 0 for auto */
	size_t serving;      /* so many do; 0 when nothing was to be seated */
	size_t most;         /* so many could */
	size_t again, apart; /* as assign_dept has them: objects visited by a team */
};

struct assignment {
	struct seat *v; /* held and new, by date, team, department order of the plan, seat */
	size_t n;
	struct seat *gone; /* of experts, in which nobody comes after a change: cert is "" */
	size_t n_gone;
	struct assign_dept *dept; /* plan->n_depts */
	size_t n_depts;
	struct assign_teams teams;
	struct arena arena; /* owns all text of v */
};

/*
 * Solve: the dates, then one minimum-cost flow for each department. Nothing but
 * the problem matters, and no order of the objects, inspectors or held seats.
 *
 * SSJC_REFUSED when a date that it gives has gone by. SSJC_PLAN when the window
 * has too few places, or when there is no feasible match: the message names the
 * department, the smallest blocking set of objects found and the only inspectors
 * left for them (Hall 1935), and says why the others cannot. SSJC_INPUT for an
 * inspector or an item of an unknown department, and for an object that is given
 * twice. Free *out with assignment_free in any case.
 */
ssjc_rc assign_solve(struct assignment *out, const struct assign_problem *p, struct ssjc_err *err);
void assignment_free(struct assignment *a);
/* SSJC_INPUT for an inspector of a department that the plan does not have. */
ssjc_rc assign_depts(const struct plan *plan, const struct inspectors *r, struct ssjc_err *err);

#endif
