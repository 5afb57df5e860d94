/*
 * assign_record: the match of the objects that the audit file says are drawn, put on
 * record, and the assigned stream that comes out of it.
 */
#ifndef SSJC_ASSIGN_RECORD_H
#define SSJC_ASSIGN_RECORD_H

#include "ssjc/assign/assign.h"
#include "ssjc/audit/audit.h"
#include "ssjc/base/csv_out.h"
#include "ssjc/base/table.h"

/* What a match is made of, all borrowed, and what it comes to. */
struct assign_record {
	const struct plan *plan;
	const struct calendar *calendar;
	const struct items *items; /* NULL when the plan names none */
	const struct inspectors *inspectors;
	const struct audit_state *state;
	const struct table *drawn; /* list_check_drawn holds for it */
	day_t today;
	bool reassign; /* seats on record are given up, but for objects that were inspected */
	/* assign_record_solve sets these. */
	struct assignment result;
	bool changed; /* it is not what is on record */
};

/*
 * Is the match on record one of the objects drawn now? SSJC_REFUSED when one of
 * them was removed or came in as a replacement since, or a removed one awaits its
 * replacement.
 */
ssjc_rc assign_record_current(const struct audit_state *st, struct ssjc_err *err);
/*
 * May a match that is not a reassign take the inspectors of that digest? A
 * commitment may have fixed them before the seed was known. SSJC_INPUT, at name,
 * when they are others.
 */
ssjc_rc assign_record_committed(
    const struct audit_state *st, const char *digest, const char *name, struct ssjc_err *err);
/*
 * The seats on record that a match keeps, in the arena: all of them, or, for a
 * reassign, those of objects that were inspected.
 */
ssjc_rc assign_record_held(const struct audit_state *st, bool reassign, struct arena *arena,
    struct seat **held, size_t *n, struct ssjc_err *err);
/*
 * From when the days count of those who have no seat yet: from the draw, or the
 * last reassign; if all of them came in as replacements, from when the first did.
 * Nobody chooses it by waiting to match them.
 */
int64_t assign_record_since(const struct audit_state *st);
/*
 * Seat all objects drawn; those with seats on record keep them, unless reassign
 * is set. SSJC_REFUSED when a removed object still awaits its replacement; other
 * errors are those of assign_solve.
 */
ssjc_rc assign_record_solve(struct assign_record *s, struct ssjc_err *err);
/* Put all seats into the event begun. */
ssjc_rc assign_record_put(const struct assign_record *s, struct audit *a, struct ssjc_err *err);
/*
 * Write the assigned stream into f (NULL: nowhere), and give its digest (unless
 * NULL): a row for each seat, the drawn list's columns first. Columns of the drawn
 * list that have the name of one of the assigned stream's own are left out.
 */
ssjc_rc assign_record_write(const struct assign_record *s, enum csv_style style, FILE *f,
    char digest[DIGEST_HEX], struct ssjc_err *err);
void assign_record_free(struct assign_record *s);

#endif
