/*
 * pick: an object that a draw chose, and what it was chosen as.
 */
#ifndef SSJC_PICK_H
#define SSJC_PICK_H

#include "ssjc/plan/roster.h"

enum role { ROLE_MAIN, ROLE_RESERVE, ROLE_REPLACEMENT, ROLE_REMOVED, ROLES };
/* The word of each in the drawn stream's column role. */
extern const char *const role_names[ROLES];
/* The role of that word; false when there is no such role. */
bool role_parse(struct str s, enum role *out);

/* An object that was drawn, as the audit file has it. */
struct pick {
	unsigned draw;       /* number of the draw, from 1 */
	struct str stratum;  /* its strata values, ;-separated */
	uint64_t stratum_at; /* index of its stratum among the draw's */
	uint64_t rank;       /* within the stratum, from 1 */
	struct str ticket;   /* 64 hex digits */
	enum role role;
	int64_t since;  /* when it was drawn, or became a replacement; set when read */
	uint64_t event; /* the event that did so; set when read */
	struct object object;
};

/* Is it to be inspected, as main or as a replacement? */
bool pick_is_drawn(const struct pick *p);
/* For qsort, on an array of (const struct pick *): by ticket. */
int pick_by_ticket(const void *a, const void *b);

#endif
