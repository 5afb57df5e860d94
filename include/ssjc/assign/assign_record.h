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
	const struct last_visits *last; /* as assign_problem has it */
	const struct audit_state *state;
	const struct table *drawn; /* list_check_drawn holds for it */
	day_t today;
	progress_tick *tick; /* as assign_problem has it */
	bool reassign;       /* seats on record are given up, but for objects that were inspected */
	/* assign_record_solve sets these. */
	struct assignment first; /* the first match after the draw, when it was made now */
	struct assignment result;
	bool changed;         /* it is not what is on record */
	bool without_removed; /* the first match left out those removed: with them there was none */
};

/*
 * Is the match on record one of the objects drawn now? SSJC_REFUSED when one of
 * them was removed or came in as a replacement since, or a removed one awaits its
 * replacement.
 */
ssjc_rc assign_record_current(const struct audit_state *st, struct ssjc_err *err);
/*
 * May a match that is not a reassign take the inspectors of that digest? A
 * commitment, or the draw, may have fixed them before the seed was known. SSJC_INPUT, at name,
 * when they are others.
 */
ssjc_rc assign_record_committed(
    const struct audit_state *st, const char *digest, const char *name, struct ssjc_err *err);
/*
 * May a match that is not a reassign be made by the event e->v[at]? The window,
 * the seats and all else that a match depends on were fixed by the draw, or by
 * the last reassign, which is st->match_event. SSJC_REFUSED names what was changed
 * since, with its old and its new value.
 */
ssjc_rc assign_record_fixed(struct audit *a, const struct audit_events *e, size_t at,
    const struct audit_state *st, struct ssjc_err *err);
/*
 * Seat all objects drawn, so that the order of removals, replacements and
 * matches makes no difference: ssjc-draw(7). First all objects of the draw are
 * matched, also those removed since, or their seats on record stay; then the
 * replacements are matched together to what is left, all but those with a
 * result or a day that has come. Their days count from when the last of them
 * came in, those of the others from the draw. At a reassign, all objects are
 * matched that have no result, their days count from today, and they are the
 * first match from then on.
 * SSJC_REFUSED when a removed object still awaits its replacement; other
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
/*
 * Append, as CSV (id,name), the objects that the first match left out as with them there
 * was none: nothing where without_removed is not set.
 */
ssjc_rc assign_record_without(
    const struct assign_record *s, struct buf *out, uint64_t *rows, struct ssjc_err *err);
/*
 * What is lacking at the objects of s->result without results, by the plan that has
 * experts; borrowed from s. Free it in any case. Write it as CSV: id,dept,skill.
 */
struct seat_lacks {
	struct seat_lack *v;
	size_t n, cap;
	struct arena arena;
};
ssjc_rc assign_lacks(struct seat_lacks *out, const struct assign_record *s, struct ssjc_err *err);
ssjc_rc assign_lacks_write(const struct seat_lacks *l, struct buf *out, struct ssjc_err *err);
void assign_lacks_free(struct seat_lacks *l);
/*
 * Append, as CSV (dept), the departments whose visits could not be spread as the plan
 * prefers: nothing where all were, or none are.
 */
void assign_record_unspread(const struct assign_record *s, struct buf *out, uint64_t *rows);
void assign_record_free(struct assign_record *s);

#endif
