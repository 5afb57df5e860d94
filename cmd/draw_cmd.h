/*
 * draw_cmd: what the files of ssjc-draw share. ssjc-draw.c has its options and the table of
 * its commands, draw_input.c what a draw reads, draw_once.c one draw, which draw_now.c makes
 * by a new seed; draw_again.c prints it once more, draw_done.c does so instead when it was
 * made. draw_shards.c, draw_merge*.c, draw_cutoffs.c and draw_pending.c draw from a register
 * on several machines, draw_inspectors.c has those that a match may take, draw_commit.c fixes
 * a draw before its randomness is known, draw_new.c begins a plan, draw_ceremony.c does what
 * else belongs to that, draw_receipts.c what lets firms have receipts, and draw_list.c what
 * comes before and after a draw.
 */
#ifndef DRAW_CMD_H
#define DRAW_CMD_H

#include "cli_document.h"
#include "cli_reason.h"

#include "ssjc/base/csv_file.h"
#include "ssjc/draw/draw_run.h"

/* What the options of all commands set; one set for all. */
extern struct draw_options {
	const char *seed, *public, *xlsx, *excluded, *inspectors, *dialect, *form, *checkpoint,
	    *new_plan;
	const char *shard, *cutoffs, *ids_to, *step, *key, *leaves_to, *secret;
	struct cli_list history, commitment, share, rosters, counts, ids, leaves;
	bool redraw, if_not_drawn, zh;
	bool several;         /* the register lies on several machines: */
	const char *recorded; /* as the last event of these actions has it; or NULL */
} draw_options;

/* What a draw reads: the plan, the histories, and last the roster. */
struct draw_input {
	const struct plan *plan;
	struct cli_input *file; /* the roster */
	struct draw_source roster, *history;
	size_t histories;
	struct buf foreign; /* draw_input_origin: the names of those that were not imported */
	size_t foreigns;
	struct draw_run *run;
	struct draw_merge *merge; /* where the register lies on several machines: draw_merge.h */
	struct arena arena;
};
/*
 * Zero-initialise it, and close it, whatever it returns. settled: what is on
 * record says what the draw reads, since it was committed to, or made.
 */
ssjc_rc draw_input_open(struct cli *c, struct draw_input *in, bool settled);
void draw_input_close(struct draw_input *in);
/* The digest of the roster is computed beside all else, until this. */
ssjc_rc draw_input_digest(struct cli *c, struct draw_input *in);
/*
 * Did this plan's ssjc-import write the roster and the histories? Adds those that it did not to in->foreign;
 * SSJC_REFUSED when one was not and the plan is strict.
 */
ssjc_rc draw_input_origin(struct cli *c, const struct cli_audit *a, struct draw_input *in);
/* A remark when there are foreign ones. */
void draw_input_remark(struct cli *c, const struct draw_input *in);

/*
 * The inspectors of -i, the only ones that a match may take without a reason; file is
 * NULL without.
 */
struct draw_inspectors {
	struct cli_input *file;
	uint64_t rows;
	bool known; /* an import of this plan wrote them */
};
ssjc_rc draw_inspectors_read(struct cli *c, struct draw_inspectors *p);
/* Put them into the event begun; SSJC_REFUSED when no import wrote them and the plan is strict. */
ssjc_rc draw_inspectors_put(struct cli *c, const struct cli_audit *a, struct draw_inspectors *p);
/* A remark when no import wrote them. */
void draw_inspectors_remark(struct cli *c, const struct draw_inspectors *p);

/*
 * If the plan wants receipts: let what is drawn be bound, with a new secret, or with what is on
 * record: of the commitment, if that is revealed, or of cutoffs. Before the draw; a is NULL
 * before a commitment.
 */
ssjc_rc draw_bind_receipts(
    struct cli *c, const struct cli_audit *a, bool revealed, struct draw_input *in);
/* For what a database does with several registers: SSJC_PLAN if the plan wants receipts. */
ssjc_rc draw_no_receipts(struct cli *c, const struct plan *plan);

/* Is there a reason with --redraw, and none without it? */
ssjc_rc draw_check_reason(struct cli *c);
/* What a person should know of the strata drawn from: those that can aim at one business. */
void draw_remark_strata(struct cli *c, const struct plan *plan, const struct stratum *s, size_t n);
/* For each department whose rows a target of [upload] would not take. */
ssjc_rc draw_remark_uploads(struct cli *c, const struct plan *plan);
/* Can the plan be carried out? Asked before anything is on record. */
ssjc_rc draw_check(struct cli *c);

/* Make the seed text of d->draw, of what is in *in, and set d->source. */
typedef ssjc_rc draw_seed(struct cli *c, const struct cli_audit *a, struct draw_input *in,
    struct audit_draw *d, struct buf *seed);
/* From the shares and the outcome that were committed to. */
draw_seed draw_revealed_seed;
/*
 * One draw, on record before anything is shown: nobody can look at it and then
 * undo it.
 */
ssjc_rc draw_once(struct cli *c, const char *action, bool settled, draw_seed *make_seed);
/*
 * Choose by a seed, with nothing on record. Those who cannot be drawn go into the file of
 * --excluded, of which digest is set if there is one; close it, whatever is returned. SSJC_NO
 * as draw_merge_gather.
 */
ssjc_rc draw_choose(struct cli *c, const struct cli_audit *a, struct draw_input *in,
    struct str seed, struct csv_file *excluded, char digest[DIGEST_HEX]);

/* Is it the plan's draw_date, or after it? Else SSJC_REFUSED. */
ssjc_rc draw_check_day(struct cli *c);
/* The events of the plan's audit file; none, and *a is NULL, while there is no such file. */
ssjc_rc draw_events(
    struct cli *c, const struct plan *plan, struct audit **a, struct audit_events *e);
/* A seed text for that draw: that of --seed-file, or a new one. */
ssjc_rc draw_new_seed(struct cli *c, const struct plan *plan, unsigned draw, struct buf *seed);
/* The draw, or with --if-not-drawn and a draw on record the list of that: draw_done.c. */
ssjc_rc draw_if_not_drawn(struct cli *c, ssjc_rc (*draw)(struct cli *));

/* A checkpoint that has the list just printed, as the file of --checkpoint. */
ssjc_rc draw_put_checkpoint(struct cli *c, const struct cli_audit *a);

/* The commitment on record: as text that is printed, and as the workbook of --xlsx. */
ssjc_rc draw_print_commitment(struct cli *c, const struct cli_audit *a);

/* Begin a plan: plan --new. */
ssjc_rc draw_new(struct cli *c);

/* The commands. */
ssjc_rc run_draw(struct cli *c);
ssjc_rc run_again(struct cli *c);
ssjc_rc run_due(struct cli *c);
ssjc_rc run_share(struct cli *c);
ssjc_rc run_secret(struct cli *c);
ssjc_rc run_commit(struct cli *c);
ssjc_rc run_pledge(struct cli *c);
ssjc_rc run_reveal(struct cli *c);
ssjc_rc run_plan(struct cli *c);
ssjc_rc run_replace(struct cli *c);
ssjc_rc run_sql(struct cli *c);
ssjc_rc run_counts(struct cli *c);
ssjc_rc run_below(struct cli *c);
ssjc_rc run_merge(struct cli *c);

#endif
