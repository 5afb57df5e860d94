/*
 * verify_work: what the parts of verify share: the event at hand, the texts known
 * by their digests, and how a remark is made and a difference reported.
 *
 *	verify_known.c      texts that are known by their digests
 *	verify_evidence.c   what was given, and what came of it
 *	verify_rules.c      every event by the rules of audit_rules.h
 *	verify_ceremony.c   commitments, and what was revealed of them
 *	verify_shards.c     several registers drawn from as one, and their cutoffs
 *	verify_registers.c  what they are on record as
 *	verify_roots.c      what binds a draw so that firms can have receipts
 *	verify_plan.c       what an amendment changed
 *	verify_import.c, verify_draw.c, verify_match.c, verify_report.c, verify_publish.c,
 *	verify_batch.c, verify_receipt.c, verify_change.c
 *	                    what an event decided or wrote, computed again
 *	verify_signed.c, verify_filled.c
 *	                    what departments signed, and what was filled in, read again
 *	verify_stamp.c      time stamps
 *	verify_words.c      the words for what is on record
 *	verify_state.c      what is left of the draw: removals, the plan's rules
 *	verify.c            all of it, in order
 */
#ifndef SSJC_VERIFY_WORK_H
#define SSJC_VERIFY_WORK_H

#include "ssjc/audit/import_summary.h"
#include "ssjc/base/buf.h"
#include "ssjc/base/spool.h"
#include "ssjc/plan/items.h"
#include "ssjc/plan/vocabulary.h"
#include "ssjc/record/record.h"
#include "ssjc/verify/verify.h"

#include <stdio.h>

/* A text that is known by its digest: evidence, or a stream imported again. */
struct known_text {
	char digest[DIGEST_HEX];
	struct str text;           /* "" for one that is on the disk, until verify_text */
	const struct large *large; /* one that does not fit into memory; or NULL */
	struct spool_text made;    /* where what was made again is in the spool */
	const char *name;
	struct large *own; /* to be closed */
	bool on_disk;      /* text is to be mapped, */
	bool mapped;       /* and to be unmapped */
};

/* A file on record, and its event. */
struct file_use {
	const struct audit_file *file;
	const struct audit_event *event;
};

enum { VERIFY_CANNOT = 16 };

struct verifier {
	const struct verify_job *job;
	struct known_text *known;
	size_t n, cap, given;   /* how many of them are, or are from, what was given */
	struct spool made;      /* what was made again, for what later events made of it */
	uint64_t made_again[2]; /* the last draw, and the last match, that was computed again */
	struct verify_totals *totals;
	struct audit_events events;
	const struct audit_event *event; /* at hand; NULL: the whole file */
	struct file_use *use;            /* all files on record, by digest, then in its order */
	size_t n_use;
	struct import_summary *used; /* imports on which what was last decided depends */
	size_t n_used;
	const char *cannot[VERIFY_CANNOT]; /* what cannot be computed again, each once */
	size_t n_cannot;
	struct audit_state after; /* the event after_seq; that is 0 when none is kept */
	uint64_t after_seq;
	struct vocabulary *words; /* the last that was read, of the texts with these digests */
	struct str words_digest[VOCABULARY_FILES];
	struct arena arena; /* for the event at hand: it is emptied after each */
	struct arena kept;  /* for all of them */
	struct ssjc_err *err;
};

/* Make a remark about the event at hand. */
void verify_remark(struct verifier *v, enum remark_mark mark, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* SSJC_NO, with what differs, as a sentence about the event at hand. */
ssjc_rc verify_differs(struct verifier *v, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* The same with ": " and another message after it. */
void verify_remark_because(struct verifier *v, enum remark_mark mark, const struct ssjc_err *why,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
ssjc_rc verify_differs_because(struct verifier *v, const struct ssjc_err *why, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/*
 * Whatever rc reports to be wrong in what is on record is a difference: SSJC_NO,
 * with the number and the action of the event at hand put before its message.
 * SSJC_OK, SSJC_SYSTEM and SSJC_BUSY are returned as they are.
 */
ssjc_rc verify_named(struct verifier *v, ssjc_rc rc);

/* A text is known from now on; it and its name are borrowed. */
ssjc_rc verify_know(struct verifier *v, struct str text, const char *name);
/* The same for evidence, which has its digest; and for what was written since spool_begin. */
ssjc_rc verify_know_given(struct verifier *v, const struct evidence *e);
ssjc_rc verify_know_made(struct verifier *v, const char digest[DIGEST_HEX], const char *name);
/*
 * The text of that digest, or NULL; valid until the next verify_know. verify_text has one that is
 * on the disk be read from there when it is used: SSJC_SYSTEM when this process has not as many
 * addresses. verify_known is both.
 */
const struct known_text *verify_find(const struct verifier *v, struct str digest);
bool verify_large(const struct known_text *k); /* it does not fit into memory */
ssjc_rc verify_text(struct verifier *v, const struct known_text *k);
ssjc_rc verify_known(struct verifier *v, struct str digest, const struct known_text **out);
void verify_known_free(struct verifier *v);
/*
 * An action, a kind of files or a role, as the word of the report's language, for a remark
 * or a difference; what is none of these stays as it is. verify_kind's must have an end.
 */
struct str verify_word(struct str s);
const char *verify_kind(const char *kind);
/* The first file of that kind and direction of the event at hand, or NULL. */
const struct audit_file *verify_file(const struct verifier *v, const char *kind, bool output);
/* Its only input of that kind; SSJC_NO when it has none or two. */
ssjc_rc verify_one(struct verifier *v, const char *kind, const struct audit_file **out);
/* The content kept of its input of that kind, in the arena; {NULL, 0} when it has no such input. */
ssjc_rc verify_kept(struct verifier *v, const char *kind, struct str *text);
/* Did an import before this event write that stream, of that kind? */
bool verify_imported(const struct verifier *v, const char *kind, struct str digest);
/*
 * The plan's custody = strict for a stream that the event read: an import before it
 * wrote it, and left nothing open.
 */
ssjc_rc verify_strict(
    struct verifier *v, const struct plan *plan, const char *kind, struct str digest);
/* In which style its lists were written, by its options. */
enum csv_style verify_style(const struct verifier *v);
/* Does its one output of that kind have that digest and number of rows? */
ssjc_rc verify_output(struct verifier *v, const char *kind, const char *digest, uint64_t rows);
/* The same by its text. */
ssjc_rc verify_output_text(
    struct verifier *v, const char *kind, const struct buf *text, uint64_t rows);
/* Such things cannot be computed again: said once, at the end. what must stay. */
void verify_cannot(struct verifier *v, const char *what);
/* The vocabulary by which the event was done, as the audit file keeps it: ours, until the next. */
ssjc_rc verify_vocabulary(struct verifier *v, const struct vocabulary **out);
/* Its plan, as the audit file keeps it. Free it with plan_close. */
ssjc_rc verify_plan(struct verifier *v, struct plan *plan);
/*
 * Its items, as the audit file keeps them; *has: there are any. Zero-initialise *items,
 * and free it with items_close.
 */
ssjc_rc verify_items(struct verifier *v, struct items *items, bool *has);
/* The state right before the event at hand, and right after it; free them with audit_state_free. */
ssjc_rc verify_before(struct verifier *v, struct audit_state *out);
ssjc_rc verify_after(struct verifier *v, struct audit_state *out);
/* The state after the event at hand, which is done with it: the next event may begin with it. */
void verify_keep_after(struct verifier *v, struct audit_state *after);
/* The first without what came of the visits, as it was loaded for papers: audit_load_visits. */
ssjc_rc verify_before_visits(struct verifier *v, struct audit_state *out);

/*
 * A path for a workbook that is made for its digest, and never appears there.
 */
ssjc_rc verify_book_path(struct verifier *v, struct buf *path);

/*
 * Do the checkpoints that were kept elsewhere match, and what they are in? A pledge must be
 * the one that was printed, a page or a list the one that was written.
 */
ssjc_rc verify_checkpoints(struct verifier *v, struct verify_totals *t);

/* The evidence becomes known: SSJC_NO for what is in no event. */
ssjc_rc verify_evidence(struct verifier *v);
/*
 * After all events: is the last draw, or the last match, from each roster given?
 * What nothing was computed from is remarked.
 */
ssjc_rc verify_evidence_used(struct verifier *v);
/* The event that took what was filled in from the stream of an import, or NULL. */
const struct audit_event *verify_taken(const struct verifier *v, const struct audit_event *import);

/* Put all files on record into v->use. */
ssjc_rc verify_uses(struct verifier *v);
/* Do the numbers on record of the same file agree, and has what has no rows none? */
ssjc_rc verify_files(struct verifier *v);

/* Did every event keep the rules? SSJC_NO names the first that did not. */
ssjc_rc verify_rules(struct verifier *v);

/* Is a commitment whole, and of the files of its event? */
ssjc_rc verify_commitment(struct verifier *v);
/* Are the seed and the files of the event those committed to? *n gets how many shares. */
ssjc_rc verify_revealed(
    struct verifier *v, const struct audit_ceremony *c, const struct audit_draw *d, size_t *n);
/* Is the draw of a reveal what was committed to? state is the one right after it. */
ssjc_rc verify_reveal(struct verifier *v, const struct audit_state *state);
/*
 * Where the plan wants receipts: is the event bound as ssjc-receipt(5) says? verify_roots by the
 * record alone; verify_roots_bind before, and verify_roots_again after, a draw is made again
 * from the register, verify_roots_shards before that from several; verify_roots_committed of a
 * commitment.
 */
struct draw_run;
struct shards;
ssjc_rc verify_roots(struct verifier *v, const struct audit_state *state, const struct plan *plan);
ssjc_rc verify_roots_bind(struct verifier *v, const struct plan *plan, struct draw_run *run);
/* Of cutoffs that no commitment came before: draw is theirs, raised what they raise, or NULL. */
ssjc_rc verify_roots_cutoffs(struct verifier *v, const struct plan *plan, unsigned draw,
    uint64_t rows, const struct audit_event *raised);
ssjc_rc verify_roots_shards(struct verifier *v, const struct plan *plan, struct shards *s);
ssjc_rc verify_roots_again(
    struct verifier *v, const struct plan *plan, struct draw_run *run, unsigned draw);
ssjc_rc verify_roots_committed(struct verifier *v, const struct audit_ceremony *c);
/*
 * verify_draw.c: the root of the register that the event at hand commits to, from the register
 * and the histories, whose draw is only tried; "" when one of them was not given.
 */
ssjc_rc verify_root_again(
    struct verifier *v, const struct plan *plan, unsigned draw, char root[DIGEST_HEX]);
/*
 * Are the inspectors of a match, whose stream has that digest, those fixed before the draw,
 * if any were? state is the one right before it.
 */
ssjc_rc verify_inspectors(struct verifier *v, const struct audit_state *state, struct str digest);

/*
 * Compute again what the event at hand decided, as far as it can be; each is for
 * one kind of event.
 */
ssjc_rc verify_import(struct verifier *v);
ssjc_rc verify_draw(struct verifier *v);
ssjc_rc verify_replace(struct verifier *v);
/*
 * A draw from several registers: is the event at hand one? Are all of them from imports
 * before it, or from those of other machines, as is remarked? Is its seed the one by which
 * cutoffs were made before it, if any were? And their rows once more, as one roster, for
 * which s must stay; out->shards is NULL when it cannot be told, as is remarked. Free s with
 * shards_free.
 */
struct draw_source;
bool verify_several(const struct verifier *v);
/* verify_registers.c: they, once they agree with the event; n is 0 for one register. */
ssjc_rc verify_shards_load(struct verifier *v, const struct plan *plan, struct shards *s);
/* Are the numbers of the draw those of their counts? */
ssjc_rc verify_shards_sizes(
    struct verifier *v, const struct plan *plan, const struct audit_state *state);
/* Of a commitment: are they on record, and does it give up cutoffs, as is remarked? */
ssjc_rc verify_shards_committed(struct verifier *v);
/* The cutoffs before the event that no draw has used, or NULL; draws (or NULL) are before it. */
const struct audit_event *verify_shards_pending(const struct verifier *v, unsigned *draws);
ssjc_rc verify_shards_origin(struct verifier *v, const struct plan *plan, bool *all);
ssjc_rc verify_shards_seed(struct verifier *v, const struct audit_draw *d);
ssjc_rc verify_shards_gather(struct verifier *v, const struct plan *plan, struct shards *s,
    const struct audit_draw *d, const struct draw_source *history, size_t n,
    struct draw_source *out);
/* The cutoffs of several registers: those of its seed, which is the one before it, and counts. */
ssjc_rc verify_cutoff(struct verifier *v);
ssjc_rc verify_match(struct verifier *v);
/* Did nobody choose who came in whose place, and when a business is visited? */
ssjc_rc verify_change(struct verifier *v);
ssjc_rc verify_print(struct verifier *v);
ssjc_rc verify_confirm(struct verifier *v);
ssjc_rc verify_results(struct verifier *v);
ssjc_rc verify_follow(struct verifier *v);
ssjc_rc verify_review(struct verifier *v);
ssjc_rc verify_publish(struct verifier *v);
ssjc_rc verify_batch(struct verifier *v);
ssjc_rc verify_receipt(struct verifier *v);
/* Are papers that came back those of the match that held? And are attached files kept? */
ssjc_rc verify_receive(struct verifier *v);
ssjc_rc verify_attach(struct verifier *v);

/*
 * Is the plan given the one last on record? Who reads that file would take another
 * for what was drawn and matched by.
 */
ssjc_rc verify_given_plan(struct verifier *v);
/* What an amendment changed, which an auditor should know; not the departments' keys. */
ssjc_rc verify_amend(struct verifier *v);
/* Remark each change that the event at hand found since the event since; 0: the one before it. */
ssjc_rc verify_changes(struct verifier *v, uint64_t since);

/* What all of it has come to: who was removed, what remains, what the strata can aim at. */
ssjc_rc verify_state(struct verifier *v);

/* Data files of one's own, times that were given, who signed confirmations. */
ssjc_rc verify_told(struct verifier *v);
/*
 * Does a file of the job give other rows, or say something else of who is in them, when it
 * is read without the job's options? Whoever chose these could choose by them: a remark
 * with that mark.
 */
struct import_job;
ssjc_rc verify_reading(struct verifier *v, const struct import_job *job, enum remark_mark mark);
/*
 * If the confirmations of the event at hand are signed: does the signature hold? That
 * they say what is on record is verify_filled's. after is the state right after it.
 */
struct record;
ssjc_rc verify_signed(struct verifier *v, const struct plan *plan, const struct audit_state *after);

/*
 * Do the files of that kind of the event at hand say what is on record
 * after it? r is what they were taken by. What is neither given nor kept is remarked.
 */
ssjc_rc verify_filled(struct verifier *v, const struct record *r, const struct audit_state *after,
    enum record_kind kind);

/* Does a time stamp hold, and of which events does it show when they were there at the latest? */
ssjc_rc verify_stamp(struct verifier *v);

#endif
