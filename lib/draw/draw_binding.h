/*
 * draw_binding: how a draw comes to be bound by trees, and what of it goes on record.
 */
#ifndef SSJC_DRAW_BINDING_H
#define SSJC_DRAW_BINDING_H

#include "ssjc/audit/audit.h"
#include "ssjc/draw/draw.h"
#include "ssjc/draw/draw_bound.h"

/* What it is bound with. */
struct draw_binding {
	char secret[RECEIPT_SECRET_HEX]; /* "": it is not */
	char master[TICKET_HEX];         /* of its seed */
	bool keep;
	struct receipt_tree *tree; /* NULL if it is not, or was before */
	char root[DIGEST_HEX]; /* the register's, which was bound before, of so many rows; or "" */
	uint64_t rows;
};

/* Whatever is added to the draw from now on is bound, if there is a secret. */
ssjc_rc draw_bound_begin(
    struct draw_binding *b, struct draw *draw, unsigned parts, struct ssjc_err *err);
/* The ticket, in hex, of the i-th winner. */
typedef ssjc_rc draw_bound_ticket(void *arg, size_t i, char hex[TICKET_HEX], struct ssjc_err *err);
/* Make the trees of the draw; the plan, the number and drawn of out->roots are set. */
ssjc_rc draw_bound_make(struct draw_bound *out, struct draw_binding *b, const struct draw *draw,
    draw_bound_ticket *ticket, void *arg, struct ssjc_err *err);
/* The roots and the secret into the event begun. */
ssjc_rc draw_bound_put(
    const struct draw_bound *b, const char *secret, struct audit *a, struct ssjc_err *err);

#endif
