/*
 * draw_roster: an objects stream (检查对象名录库) as the draw sees it: every row
 * goes in once, and the rows of those drawn are read again at their offset.
 */
#ifndef SSJC_DRAW_ROSTER_H
#define SSJC_DRAW_ROSTER_H

#include "ssjc/base/csv_in.h"
#include "ssjc/base/csv_out.h"
#include "ssjc/base/large.h"
#include "ssjc/base/progress.h"
#include "ssjc/draw/draw.h"
#include "ssjc/plan/history.h"

struct draw_roster;

/*
 * Read the header; plan, text and name are borrowed until draw_roster_close.
 * SSJC_INPUT when a column is missing or duplicated, or is one that a draw writes.
 */
ssjc_rc draw_roster_open(struct draw_roster **out, const struct plan *plan, struct str text,
    const char *name, struct ssjc_err *err);
/* The same; large, when it is not NULL, is the text, which is not in memory. Borrowed, too. */
ssjc_rc draw_roster_open_large(struct draw_roster **out, const struct plan *plan, struct str text,
    const struct large *large, const char *name, struct ssjc_err *err);
/* Call tick now and then with the rows read, at the end with 0; NULL for not. */
void draw_roster_watch(struct draw_roster *roster, progress_tick *tick);
/*
 * Add every row to a draw and choose: draw_add, draw_select. history may be
 * NULL when the plan has no repeat rule. Whoever cannot be drawn goes to
 * excluded (id, name, reason, detail) unless that is NULL. Errors are those of
 * draw_add and draw_select, with file, row and column.
 */
ssjc_rc draw_roster_draw(struct draw_roster *roster, struct draw *d, const struct history *history,
    struct csv_out *excluded, struct ssjc_err *err);
/*
 * How many may read the roster at the same time, each by its number from 0: as
 * many parts the draw must have.
 */
unsigned draw_roster_readers(const struct draw_roster *roster);
/* The row at that offset will be read soon: have it fetched from memory. */
void draw_roster_expect(const struct draw_roster *roster, size_t offset);
/*
 * The winner's pick, without its ticket: its text is in the roster and valid until
 * the reader's next one. number is the draw's.
 */
ssjc_rc draw_roster_pick(struct draw_roster *roster, unsigned reader, const struct draw_winner *w,
    unsigned number, struct pick *out, struct ssjc_err *err);
/*
 * The roster is made of those of several machines: n parts, each up to an offset. Who is in
 * two of them is said to be so, with their names. Borrowed.
 */
struct roster_part {
	const char *name;
	size_t end;
};
void draw_roster_parts(struct draw_roster *roster, const struct roster_part *part, size_t n);
/* Append the row at an offset to a stream of these columns, as it is. */
ssjc_rc draw_roster_copy(
    struct draw_roster *roster, size_t offset, struct csv_out *out, struct ssjc_err *err);
/* The n columns of the stream by name, valid until draw_roster_close. */
const struct str *draw_roster_columns(const struct draw_roster *roster, size_t *n);
/* The drawn stream: its header, and the row of the reader's last pick. */
void draw_roster_header(const struct draw_roster *roster, struct csv_out *out);
void draw_roster_row(const struct draw_roster *roster, const struct draw *d, unsigned reader,
    const struct pick *pick, struct csv_out *out);
void draw_roster_close(struct draw_roster *roster);

#endif
