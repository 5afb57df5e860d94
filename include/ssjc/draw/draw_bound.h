/*
 * draw_bound: the trees of one draw (receipt_tree.h), from which receipts are made.
 */
#ifndef SSJC_DRAW_BOUND_H
#define SSJC_DRAW_BOUND_H

#include "ssjc/audit/audit.h"
#include "ssjc/draw/receipt_tree.h"

struct draw_bound {
	struct receipt_roots roots;
	const struct stratum *stratum; /* the draw's, n_strata of them */
	size_t n_strata;
	struct str *threshold; /* of each stratum, "" for none */
	/* The trees, if the rows were kept, and who was drawn from: */
	struct merkle_tree rows, table;
	struct merkle_hash *leaf[2];
	const struct receipt_tree *of;
	struct arena arena; /* owns threshold */
};
void draw_bound_free(struct draw_bound *b);

/* The roots of the draw, or commitment, that an event has on record; "" when it has none. */
ssjc_rc draw_bound_roots(struct str *text, struct audit *a, const struct audit_event *e,
    struct arena *arena, struct ssjc_err *err);
/* And its secret, 64 digits. */
ssjc_rc draw_bound_secret(struct str *secret, struct audit *a, const struct audit_event *e,
    struct arena *arena, struct ssjc_err *err);
/* Event number seq, or NULL. */
const struct audit_event *draw_bound_event(const struct audit_events *e, uint64_t seq);

#endif
