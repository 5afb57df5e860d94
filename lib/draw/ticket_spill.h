/*
 * ticket_spill: tickets that do not fit into memory, sorted by way of a temporary file.
 *
 * A list that is full is sorted and goes into its file as a run. All are then taken by
 * the highest byte of their keys, one heap of each run after the other, so that no more
 * than a 256th of them is in memory at once.
 */
#ifndef SSJC_TICKET_SPILL_H
#define SSJC_TICKET_SPILL_H

#include "ticket_sort.h"

struct ticket_spill;

/* The list into its file; it is empty then. SSJC_SYSTEM when the disk of TMPDIR is full. */
ssjc_rc ticket_spill_put(struct ticket_list *l, struct ssjc_err *err);

/*
 * All of n lists in the order of their tickets, piece by piece. take is told of a piece; before
 * it is sorted, own changes what is in it of each list. The rest is as with ticket_sort;
 * the tickets of *same are valid until ticket_spill_free of sort->heap.
 */
struct ticket_spill_sort {
	ticket_sort_ticket *ticket;
	void (*own)(void *arg, unsigned list, struct ticket_place *v, size_t n);
	void (*take)(void *arg, const struct ticket_place *v, size_t n);
	void *arg;
	struct ticket_place *heap; /* to be freed by the caller */
};
ssjc_rc ticket_spill_sort(struct ticket_list *lists, unsigned n, struct ticket_spill_sort *by,
    size_t *total, const struct ticket_place **same, size_t *n_same, struct ssjc_err *err);
void ticket_spill_free(struct ticket_spill *s);

#endif
