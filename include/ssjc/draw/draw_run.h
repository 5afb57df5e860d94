/*
 * draw_run: one draw from start to end: a roster and histories go in, the choice
 * goes into the audit file, the drawn stream comes out.
 */
#ifndef SSJC_DRAW_RUN_H
#define SSJC_DRAW_RUN_H

#include "ssjc/audit/audit.h"
#include "ssjc/base/csv_out.h"
#include "ssjc/base/large.h"
#include "ssjc/base/progress.h"
#include "ssjc/draw/draw.h"
#include "ssjc/draw/draw_bound.h"

struct draw_run;

/* A text that was read, and its name in messages and in the audit file. */
struct draw_source {
	struct str text;
	const struct large *large; /* a roster that is not in memory: text is "" then; or NULL */
	const char *name;
	/* Of an earlier plan's audit file, which gave it: a checkpoint, to be put on record; or "". */
	struct str checkpoint;
	/* Of text; needed by draw_run_record, draw_run_commit and draw_run_committed only. */
	char digest[DIGEST_HEX];
	/* What can be chosen of several registers, which are read as one roster; or NULL. */
	const struct shards *shards;
};

/* One digest for n histories, "" for none; and put them into the event begun. */
ssjc_rc draw_histories_digest(
    const struct draw_source *history, size_t n, char out[DIGEST_HEX], struct ssjc_err *err);
ssjc_rc draw_put_histories(
    const struct draw_source *history, size_t n, struct audit *a, struct ssjc_err *err);

/*
 * Read the n histories and the roster's header. SSJC_USAGE without a history when
 * the plan has a repeat rule; SSJC_INPUT for a history that cannot be read, or a
 * roster without the columns that the plan names. All is borrowed until
 * draw_run_close, which frees *out.
 */
ssjc_rc draw_run_open(struct draw_run **out, const struct plan *plan,
    const struct draw_source *roster, const struct draw_source *history, size_t n,
    struct ssjc_err *err);
/* Call tick now and then with the rows read, at the end with 0; NULL for not. */
void draw_run_watch(struct draw_run *run, progress_tick *tick);
/*
 * Before draw_run_draw: what is drawn from is bound by trees whose salts are made from that
 * secret (receipt_tree.h). draw_run_commit and draw_run_record then put the roots and the
 * secret on record. keep: the rows and both trees are wanted, too.
 */
void draw_run_bind(struct draw_run *run, const char secret[RECEIPT_SECRET_HEX], bool keep);
/* Before draw_run_part: its rows go into a tree, which is borrowed, beside those of others. */
void draw_run_into(struct draw_run *run, struct receipt_tree *tree);
/* That secret; and how many parts its tree has. */
const char *draw_run_secret(const struct draw_run *run);
unsigned draw_run_parts(const struct draw_run *run);
/*
 * After draw_run_draw, and once at most: the trees of draw number; drawn: as they are once the
 * seed is known. Free it with draw_bound_free, whatever is returned; it borrows from the run.
 */
ssjc_rc draw_run_bound(struct draw_run *run, unsigned number, bool drawn, struct draw_bound *out,
    struct ssjc_err *err);
/*
 * Draw with a seed text, once. Whoever cannot be drawn goes to excluded, unless
 * that is NULL. Errors are those of draw_roster_draw.
 */
ssjc_rc draw_run_draw(
    struct draw_run *run, struct str seed, struct csv_out *excluded, struct ssjc_err *err);
/*
 * The same for one of several registers, by a key that is freed whatever is returned:
 * draw_of_part. NULL: any.
 */
ssjc_rc draw_run_part(struct draw_run *run, struct ticket_key *key, const struct draw_limit *limit,
    size_t n, const struct ticket_key *ids, struct csv_out *excluded, struct ssjc_err *err);
/* The n columns of the roster. */
const struct str *draw_run_columns(const struct draw_run *run, size_t *n);
/* Append what was chosen to a stream of these, after so many empty fields. */
ssjc_rc draw_run_copy(
    struct draw_run *run, size_t empty, struct csv_out *out, struct ssjc_err *err);
/* What was drawn; NULL before draw_run_draw. */
struct draw *draw_run_choice(struct draw_run *run);
/*
 * Put the commitment into the event begun, to this roster of so many rows and these
 * histories: those that ceremony names are not looked at. SSJC_REFUSED is
 * audit_put_ceremony's. The run's after draw_run_draw, as a trial.
 */
ssjc_rc draw_put_commitment(const struct draw_source *roster, uint64_t rows,
    const struct draw_source *history, size_t n, struct audit *a,
    const struct audit_ceremony *ceremony, struct ssjc_err *err);
ssjc_rc draw_run_commit(struct draw_run *run, struct audit *a,
    const struct audit_ceremony *ceremony, struct ssjc_err *err);
/*
 * Is everything as it was committed to, and was that before now? SSJC_INPUT
 * names what differs, SSJC_REFUSED says that it was not.
 */
ssjc_rc draw_committed(const struct plan *plan, const struct draw_source *roster,
    const struct draw_source *history, size_t n, const struct audit_ceremony *ceremony, int64_t now,
    struct ssjc_err *err);
ssjc_rc draw_run_committed(
    struct draw_run *run, const struct audit_ceremony *ceremony, int64_t now, struct ssjc_err *err);
/*
 * Put all of the draw into the event begun, and make its list, which nobody
 * sees before draw_run_show; name is that of the file it goes to. d->counts is set.
 * SSJC_SYSTEM when the list cannot be kept until then, for the disk of TMPDIR is full, say.
 */
ssjc_rc draw_run_record(struct draw_run *run, struct audit *a, struct audit_draw *d,
    const char *name, enum csv_style style, struct ssjc_err *err);
/*
 * Make the list alone, the drawn stream, and its digest, which is set on success
 * only; number is the draw's. SSJC_SYSTEM as above. Another thread may call draw_run_each
 * meanwhile.
 */
ssjc_rc draw_run_list(struct draw_run *run, unsigned number, enum csv_style style,
    char digest[DIGEST_HEX], struct ssjc_err *err);
/* Write the list made into f. */
ssjc_rc draw_run_show(struct draw_run *run, FILE *f, struct ssjc_err *err);
/* Every pick of the draw, by stratum and rank; its text is valid during the call. */
ssjc_rc draw_run_each(struct draw_run *run, unsigned number,
    ssjc_rc (*each)(void *arg, const struct pick *p, struct ssjc_err *err), void *arg,
    struct ssjc_err *err);
void draw_run_close(struct draw_run *run);

#endif
