/*
 * seat_change: what a change of seats on record was asked for (ssjc-assign substitute
 * and move), and its lines in the audit file: ssjc-audit(5).
 */
#ifndef SSJC_SEAT_CHANGE_H
#define SSJC_SEAT_CHANGE_H

#include "ssjc/base/buf.h"
#include "ssjc/base/err.h"
#include "ssjc/base/num.h"

struct seat_change {
	struct str *cert; /* who cannot come; none at a move */
	size_t n_certs;
	struct str *object; /* at these businesses only; a move has one */
	size_t n_objects;
	bool has_from, has_date;
	day_t from;    /* from this day on; at a move: no day before it is taken */
	day_t *closed; /* days on which the business cannot be visited */
	size_t n_closed;
	day_t date;       /* the day, where it was chosen */
	struct str asked; /* who asked for it: one of seat_change_askers */
};

/* "business", "inspector", "department"; NULL at the end. */
extern const char *const seat_change_askers[];

/* Put its lists in order, and each of their entries there once. */
void seat_change_sort(struct seat_change *c);
/*
 * Append it as lines, each ended by LF: cert=, object=, from=, closed=, date=, asked=, in
 * this order, those of a list in order. It is sorted.
 */
void seat_change_write(struct buf *out, const struct seat_change *c);
/* Read these lines; all of *out is in the arena. SSJC_NO when they are not as written. */
ssjc_rc seat_change_read(
    struct seat_change *out, struct str text, struct arena *arena, struct ssjc_err *err);
/* Is s among the n texts? */
bool seat_change_has(const struct str *v, size_t n, struct str s);

#endif
