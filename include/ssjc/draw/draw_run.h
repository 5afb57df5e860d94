/*
 * draw_run: one draw from start to end: a roster and a history go in, the choice
 * goes into the audit file, the drawn stream comes out.
 */
#ifndef SSJC_DRAW_RUN_H
#define SSJC_DRAW_RUN_H

#include "ssjc/audit/audit.h"
#include "ssjc/base/csv_out.h"

struct draw_run;

/* A text read, and what it is called in messages and in the audit file. */
struct source {
	struct str text;
	const char *name;
	bool vouched; /* it needs no import to be trusted */
	char
	    digest[DIGEST_HEX]; /* of text; wanted by what goes on record, and draw_run_committed */
};

/*
 * Histories (n of them) may be none when the plan has no repeat rule, else
 * SSJC_USAGE; SSJC_INPUT for one that cannot be read, or a roster without the
 * columns that the plan names. All is borrowed until draw_run_close.
 */
ssjc_rc draw_run_open(struct draw_run **out, const struct plan *plan, const struct source *roster,
    const struct source *history, size_t n, struct ssjc_err *err);
/* Call tick now and then with the rows read, at the end with 0; NULL for not. */
void draw_run_watch(struct draw_run *l, void (*tick)(void *arg, uint64_t rows));
/*
 * Draw with a seed text. Whoever cannot be drawn goes to excluded, unless that
 * is NULL. Errors are those of draw_roster_draw.
 */
ssjc_rc draw_run_draw(
    struct draw_run *l, struct str seed, struct csv_out *excluded, struct ssjc_err *err);
struct draw *draw_run_choice(struct draw_run *l);
/*
 * Put the commitment to this roster and these histories into the event begun:
 * c's roster, rows and history are set. draw_run_draw was called, as a trial.
 */
ssjc_rc draw_run_commit(
    struct draw_run *l, struct audit *a, struct audit_ceremony *c, struct ssjc_err *err);
/*
 * Is everything as it was committed to, and was that not after now? SSJC_INPUT
 * names what differs, SSJC_REFUSED a moment before the commitment.
 */
ssjc_rc draw_run_committed(
    struct draw_run *l, const struct audit_ceremony *c, int64_t now, struct ssjc_err *err);
/*
 * Put all of the draw into the event begun, and make its list, which nobody
 * sees before draw_run_show; d->counts is set.
 */
ssjc_rc draw_run_record(struct draw_run *l, struct audit *a, struct audit_draw *d,
    enum csv_style style, struct ssjc_err *err);
/* Make the list alone, the drawn stream, and its digest; number is the draw's. */
ssjc_rc draw_run_list(struct draw_run *l, unsigned number, enum csv_style style,
    char digest[DIGEST_HEX], struct ssjc_err *err);
/* Write the list made into f. */
ssjc_rc draw_run_show(struct draw_run *l, FILE *f, struct ssjc_err *err);
/* Every pick of the draw, by stratum and rank; its text is valid during the call. */
ssjc_rc draw_run_each(struct draw_run *l, unsigned number,
    ssjc_rc (*each)(void *arg, const struct pick *p, struct ssjc_err *err), void *arg,
    struct ssjc_err *err);
void draw_run_close(struct draw_run *l);

#endif
