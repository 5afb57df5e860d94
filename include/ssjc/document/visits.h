/*
 * visits: who inspects which business on which day, put together from the
 * assigned stream. Papers are printed from it.
 */
#ifndef SSJC_VISITS_H
#define SSJC_VISITS_H

#include "ssjc/audit/audit.h"
#include "ssjc/base/table.h"
#include "ssjc/plan/plan.h"
#include "ssjc/plan/roster.h"
#include "ssjc/plan/seat.h"

/* An inspector at a business. */
struct visitor {
	const struct plan_dept *dept;
	enum duty duty;
	struct str cert, name, phone;
};

/* A business that is inspected by a joint team on a day (一企一表 is about one). */
struct visit {
	struct object object;
	day_t date;
	unsigned team;
	unsigned number; /* its own; the team's, where a team goes to one business */
	unsigned
	    again; /* visits_again's: this is the so many-th of its paper; 0 and 1: the first */
	struct visitor *visitor; /* by department in the plan's order, then seat */
	size_t n;
};

struct visits {
	struct visit *v; /* by team and business */
	size_t n;
	/* Everybody once, as at one of the visits: by department, then certificate. */
	const struct visitor **person;
	size_t n_people;
	/* All who are at a business: by department, then certificate, then visit. */
	const struct visitor **seat;
	size_t n_seats;
	struct arena arena; /* owns the arrays; the text is the table's */
};

/*
 * Put the rows of an assigned stream together. assigned is borrowed as long as
 * the visits live. SSJC_INPUT with the row and the column for what cannot be
 * read, a department that is not in the plan, or a business with two dates;
 * then *out is empty.
 */
ssjc_rc visits_read(struct visits *out, const struct plan *plan, const struct table *assigned,
    struct ssjc_err *err);
void visits_close(struct visits *v);
/*
 * With mode = teams, where several businesses have one team: number each by its place in
 * the drawn list, which never changes.
 */
void visits_number(struct visits *v, const struct audit_state *s);
/* Put together person and seat, as visits_read does. */
ssjc_rc visits_index(struct visits *v, struct ssjc_err *err);
/* Where somebody is, by visit: how many there are from v->seat[*first] on. */
size_t visits_of(const struct visits *v, const struct visitor *who, size_t *first);
/* The visit that one of v->seat is at. */
struct visit *visit_of(const struct visits *v, const struct visitor *seat);
/* Are both visits of one team, which with team_for = day is of one day? */
bool visit_same_team(const struct plan *plan, const struct visit *a, const struct visit *b);
/*
 * Which of the businesses got papers of that kind ("notice") before, for another day or
 * other people, as a substitution or a move has it? Sets again; events are all on record.
 */
ssjc_rc visits_again(struct visits *v, const struct audit_state *s,
    const struct audit_events *events, const char *kind, struct ssjc_err *err);

/* The people of a department at a business, one a line; their phones if asked. */
void visit_people(
    struct buf *out, const struct visit *v, const struct plan_dept *dept, bool phones);
/* "主办", "协办", "专业人员". */
const char *visit_duty(enum duty duty);

#endif
