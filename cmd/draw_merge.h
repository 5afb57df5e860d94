/*
 * draw_merge: a register that lies on several machines, as what a draw reads.
 */
#ifndef DRAW_MERGE_H
#define DRAW_MERGE_H

#include "draw_cmd.h"

#include "ssjc/draw/shards.h"

struct draw_merge {
	struct shards s;
	bool here;              /* the operands are the registers themselves */
	struct spool_text *ids; /* of each of them, as they were given; n is 0 for none so far */
	struct spool spool;     /* where they are */
	char history[DIGEST_HEX];
	struct str cutoffs;              /* digest of the stream that the rows must be by */
	char secret[RECEIPT_SECRET_HEX]; /* of the tree of their rows, if they are bound; or "" */
};

/* in->plan and in->history were read. Free it with draw_merge_close (NULL is fine). */
ssjc_rc draw_merge_open(struct cli *c, struct draw_input *in);
/* Take the rows, and let in->run draw from them. SSJC_NO when more are needed. */
ssjc_rc draw_merge_gather(
    struct cli *c, const struct cli_audit *a, struct draw_input *in, struct str seed);
/* Is the last event of these actions from several registers? */
ssjc_rc draw_merge_recorded(
    struct cli *c, const struct plan *plan, const char *actions, bool *several);
void draw_merge_close(struct draw_merge *m);
/* Is an id in two of them? m->ids has those of all. */
ssjc_rc draw_merge_apart(struct cli *c, struct draw_merge *m);

/*
 * Of draw_merge_open and draw_merge_gather. draw_merge_here.c: count the operands.
 * draw_merge_recorded.c: find those on record
 * among them. draw_merge_sent.c: read the counts of --counts, check the ids of --ids, and
 * take the rows that were sent.
 */
ssjc_rc draw_merge_count(struct cli *c, struct draw_input *in);
ssjc_rc draw_merge_load(struct cli *c, struct draw_input *in);
ssjc_rc draw_merge_read(struct cli *c, struct draw_merge *m);
ssjc_rc draw_merge_check(struct cli *c, struct draw_merge *m);
ssjc_rc draw_merge_sent(struct cli *c, struct draw_merge *m, const struct shard_by *by);

/* At a machine: what its leaves are made into; draw_leaves.c. Close it, whatever was returned. */
struct draw_leaves {
	struct receipt_tree *tree; /* NULL without receipts */
	char key[DIGEST_HEX], digest[DIGEST_HEX];
};
/* Are they asked for if, and only if, the plan wants receipts? Before the register is read. */
ssjc_rc draw_leaves_open(struct cli *c, struct draw_input *in, struct draw_leaves *l);
/* Then: write them, and have the counts name them. */
ssjc_rc draw_leaves_write(struct cli *c, struct draw_leaves *l, struct shard *of);
void draw_leaves_close(struct draw_leaves *l);
/* At the centre: bind the registers by their leaves, if the plan wants receipts. */
ssjc_rc draw_leaves_take(struct cli *c, const struct plan *plan, struct draw_merge *m);
/* --secret and --leaves are for counts: SSJC_USAGE if they are given with something else. */
ssjc_rc draw_leaves_none(struct cli *c);
/* The same by what an event has on record. */
ssjc_rc draw_leaves_recorded(
    struct cli *c, struct draw_merge *m, struct str roots, struct str secret);

/* What the last cutoffs on record say, if no draw came after them. */
struct draw_pending {
	bool any;
	struct str source;        /* of the seed: getrandom, file or ceremony */
	struct str roots, secret; /* by which the registers were bound; or "" */
	struct str seed, cutoffs,
	    registers;     /* the seed's text, the stream's; the manifest's digest */
	struct str digest; /* of the cutoffs */
	struct arena arena;
};
ssjc_rc draw_pending_read(struct cli *c, const struct cli_audit *a, struct draw_pending *p);
void draw_pending_free(struct draw_pending *p);
/* Are there any, by another seed? Then SSJC_REFUSED. */
ssjc_rc draw_pending_same(struct cli *c, const struct cli_audit *a, struct str seed);
/* Are they by the seed of a commitment? */
ssjc_rc draw_pending_revealed(struct cli *c, const struct plan *plan, bool *revealed);
/*
 * The seed on record, if cutoffs fixed it: nobody is to try several. SSJC_REFUSED when
 * --seed-file has another; and when the register or the inspectors could be chosen, as the
 * tickets are known. *found is false without.
 */
ssjc_rc draw_pending_seed(struct cli *c, const struct cli_audit *a, struct draw_input *in,
    struct audit_draw *d, struct buf *seed, bool *found);
/* SSJC_REFUSED when cutoffs on record were made by that seed: its tickets can be known. */
ssjc_rc draw_seed_unused(struct cli *c, const struct cli_audit *a, struct str seed);

/*
 * Into an event of cutoffs; pending is the one whose limits are raised, or NULL. A commitment
 * has bound the registers already; else that is done now, once for all cutoffs.
 */
ssjc_rc draw_leaves_put(struct cli *c, const struct cli_audit *a, const struct draw_input *in,
    const struct audit_draw *d, const struct draw_pending *pending);
/*
 * Can rows be sent? That is done with the counts committed to, and of registers that were
 * here those have no leaves: SSJC_REFUSED.
 */
ssjc_rc draw_leaves_sent(struct cli *c, const struct draw_input *in);

/* Make the cutoffs, and put them on record and into the file of --cutoffs. */
ssjc_rc draw_cutoffs_make(struct cli *c);
/*
 * The same where rows are missing, as c->err says: the limits of in were raised. SSJC_NO,
 * with that error, when it is done.
 */
ssjc_rc draw_cutoffs_raise(struct cli *c, struct draw_input *in);

#endif
