/*
 * draw: which objects are inspected, from tickets alone: ssjc-draw(7).
 *
 * Rows are added in any order and only a few bytes of each are kept; the
 * caller keeps the roster and reads the chosen rows again at their offsets.
 */
#ifndef SSJC_DRAW_H
#define SSJC_DRAW_H

#include "ssjc/plan/pick.h"
#include "ssjc/plan/plan.h"
#include "ssjc/plan/stratum.h"
#include "ssjc/plan/ticket.h"

struct draw_candidate {
	struct str id, name;      /* the name is for receipts alone */
	const struct str *values; /* plan->n_strata of them */
	struct str status;        /* "" counts as active */
	bool repeated;            /* inspected already as often as the plan allows */
	size_t offset;            /* of its row in the roster, given back with the winner */
};

struct draw_winner {
	const struct stratum *stratum;
	uint64_t stratum_at; /* its place in draw_strata */
	uint64_t rank;
	enum role role; /* main or reserve */
	size_t offset;
};

/* Does the plan leave objects of that status out? */
bool draw_excludes(const struct plan *plan, struct str status);

struct draw;
struct receipt_tree;

/*
 * plan is borrowed; master is ticket_master's. Rows are added in parts, which
 * may be added to at the same time; it makes no difference which is in which.
 */
ssjc_rc draw_open(struct draw **out, const struct plan *plan, const char *master, unsigned parts,
    struct ssjc_err *err);
/* The same by the key of the stage object, which the draw frees, whatever is returned. */
ssjc_rc draw_open_key(struct draw **out, const struct plan *plan, struct ticket_key *key,
    unsigned parts, struct ssjc_err *err);

/* Of a stratum those count whose tickets begin with no greater eight bytes than this. */
struct draw_limit {
	struct str stratum;
	uint64_t most;
};
/*
 * The rows to come are one of several registers: of each stratum all are chosen up to
 * its limit, none where it has no limit, and main is how many these are; there is no
 * floor. ids (or NULL) is the key by which draw_ids sorts the ids. Limits are by stratum
 * and borrowed, as is ids.
 */
void draw_of_part(
    struct draw *d, const struct draw_limit *limit, size_t n, const struct ticket_key *ids);
/* May so many be drawn by the plan's floor, and is there anybody? SSJC_PLAN or SSJC_INPUT. */
ssjc_rc draw_check_floor(
    const struct plan *plan, const struct draw_counts *c, struct ssjc_err *err);
/*
 * The rows to come are those of several registers that can be chosen: strata, by text and
 * with their sizes, and counts are those of all registers together. Borrowed.
 */
void draw_of_whole(
    struct draw *d, const struct stratum *stratum, size_t n, const struct draw_counts *counts);
/* Of a part, after draw_select: the least and the greatest id by bytes, "" without rows. */
struct str draw_first(const struct draw *d);
struct str draw_last(const struct draw *d);
/*
 * Of a part with a key of ids: call each with the ticket's first 16 bytes of every row, in
 * ascending order; once only.
 */
ssjc_rc draw_ids(struct draw *d, void (*each)(void *arg, const unsigned char ticket[]), void *arg,
    struct ssjc_err *err);
/*
 * Keep so many tickets in memory and the others in temporary files, of 16 bytes each, with
 * the same result: for a roster that does not fit into memory either. Those of a part, which
 * are asked for once more, stay.
 */
void draw_spill(struct draw *d, size_t tickets);
/*
 * SSJC_PLAN when no rule fits the stratum; SSJC_INPUT for a bad id or strata
 * value. The errors name no file: the caller knows the place.
 */
ssjc_rc draw_add(
    struct draw *d, unsigned part, const struct draw_candidate *c, struct ssjc_err *err);
/* Whatever is added from now on goes into the tree, too, which is borrowed: receipt_tree.h. */
void draw_bind(struct draw *d, struct receipt_tree *tree);
/* The ticket of an id. */
void draw_ticket(const struct draw *d, struct str id, unsigned char to[TICKET_SIZE]);
/* The id of the row at an offset, valid until the next call. */
typedef ssjc_rc draw_id(void *arg, size_t offset, struct str *id, struct ssjc_err *err);
/*
 * Choose, once; id is asked where tickets begin with the same eight bytes.
 * SSJC_INPUT when an id is duplicated, with the offsets of its first two rows in
 * twice, and when there is nobody to draw from. SSJC_PLAN when fewer than the
 * plan's floor would be drawn.
 */
ssjc_rc draw_select(struct draw *d, draw_id *id, void *arg, size_t twice[2], struct ssjc_err *err);
/* After draw_select: the strata by text, the winners by stratum and rank. */
const struct stratum *draw_strata(const struct draw *d, size_t *n);
size_t draw_winners(const struct draw *d);
/* The offset of the i-th winner's row. */
size_t draw_offset(const struct draw *d, size_t i);
void draw_winner(const struct draw *d, size_t i, struct draw_winner *out);
struct draw_counts draw_counts(const struct draw *d);
void draw_free(struct draw *d);

#endif
