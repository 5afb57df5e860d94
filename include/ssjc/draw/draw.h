/*
 * draw: which objects are inspected, from tickets alone: ssjc-draw(7).
 *
 * Rows are added in any order and only a few bytes of each are kept; the
 * caller keeps the roster and reads the chosen rows again at their offsets.
 */
#ifndef SSJC_DRAW_H
#define SSJC_DRAW_H

#include "ssjc/plan/plan.h"
#include "ssjc/plan/roster.h"
#include "ssjc/plan/ticket.h"

enum role { ROLE_MAIN, ROLE_RESERVE, ROLE_REPLACEMENT, ROLE_REMOVED, ROLES };
/* The word of each in the drawn stream's column role. */
extern const char *const role_names[ROLES];
bool role_parse(struct str s, enum role *out);

/* An object that was drawn, as it stands in the audit file. */
struct pick {
	unsigned draw;        /* number of the draw, from 1 */
	struct str stratum;   /* its strata values, ;-separated */
	uint64_t stratum_at;  /* its stratum's place among the draw's, from 0 */
	uint64_t rank;        /* within the stratum, from 1 */
	struct str ticket;    /* 64 hex digits */
	enum role role;
	int64_t since;        /* when it was drawn, or came in as a replacement; set when read */
	struct object object;
};

/* Is a pick to be inspected? (main or replacement) */
bool pick_is_drawn(const struct pick *p);

struct stratum {
	struct str text;      /* strata values, ;-separated */
	uint64_t population;  /* N: all but those whose status is excluded */
	uint64_t eligible;    /* of these, not yet inspected this year */
	const struct plan_rule *rule;
	struct str ratio;     /* the rule in words; set when read */
	uint64_t n;           /* to draw by the rule */
	uint64_t main, reserve; /* drawn, and kept in reserve */
};

struct draw_candidate {
	struct str id;
	const struct str *values; /* plan->n_strata of them */
	struct str status;        /* "" counts as active */
	bool repeated;            /* inspected already as often as the plan allows */
	size_t offset;            /* of its row in the roster, given back with the winner */
};

struct draw_winner {
	const struct stratum *stratum;
	uint64_t stratum_at;      /* its place in draw_strata */
	uint64_t rank;
	enum role role;           /* main or reserve */
	size_t offset;
};

struct draw_counts {
	uint64_t rows, population, excluded, repeated, main, reserve;
};

/* Does the plan leave objects of that status out of its population? */
bool draw_excludes(const struct plan *plan, struct str status);

struct draw;

/*
 * plan is borrowed; master is ticket_master's. Rows are added in parts, which
 * may be added to at the same time; it makes no difference which is in which.
 */
ssjc_rc draw_open(struct draw **out, const struct plan *plan, const char *master,
    unsigned parts, struct ssjc_err *err);
/*
 * SSJC_PLAN when no rule fits the stratum; SSJC_INPUT for a bad id or strata
 * value. The errors name no file: the caller knows the place.
 */
ssjc_rc draw_add(struct draw *d, unsigned part, const struct draw_candidate *c,
    struct ssjc_err *err);
/* The ticket of an id. */
void draw_ticket(const struct draw *d, struct str id, unsigned char to[TICKET_SIZE]);
/* The id of the row at an offset, valid until the next call. */
typedef ssjc_rc draw_id(void *arg, size_t offset, struct str *id, struct ssjc_err *err);
/*
 * Choose; id is asked where tickets are nearly alike. SSJC_INPUT when an id
 * stands twice: *twice are then the offsets of its two rows; and when there is
 * nobody to draw from. SSJC_PLAN when the whole falls below the plan's floor.
 */
ssjc_rc draw_select(struct draw *d, draw_id *id, void *arg, size_t twice[2],
    struct ssjc_err *err);
/* After draw_select: the strata by text, the winners by stratum and rank. */
const struct stratum *draw_strata(const struct draw *d, size_t *n);
size_t draw_winners(const struct draw *d);
/* The offset of the i-th winner's row. */
size_t draw_offset(const struct draw *d, size_t i);
void draw_winner(const struct draw *d, size_t i, struct draw_winner *out);
struct draw_counts draw_counts(const struct draw *d);
void draw_free(struct draw *d);

#endif
