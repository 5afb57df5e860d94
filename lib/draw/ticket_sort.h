/*
 * ticket_sort: the order of tickets, when there are millions. Of a ticket its first
 * eight bytes are kept; the whole one is asked for where these are equal.
 */
#ifndef SSJC_TICKET_SORT_H
#define SSJC_TICKET_SORT_H

#include "ssjc/base/buf.h"
#include "ssjc/base/err.h"
#include "ssjc/base/parallel.h"
#include "ssjc/plan/ticket.h"

struct ticket_place {
	uint64_t key;   /* ticket_prefix */
	uint64_t value; /* what the caller ties to it */
};

/* Some of them in any order, and how many keys have which highest byte. Zero-initialise it. */
struct ticket_list {
	struct ticket_place *v;
	size_t n, cap;
	size_t heap[256];
	char apart[PARALLEL_APART]; /* several may be added to at once */
};

/* False if memory runs out. */
bool ticket_sort_add(struct ticket_list *l, uint64_t key, uint64_t value);
void ticket_sort_free(struct ticket_list *l);

/* The whole ticket of a value. */
typedef ssjc_rc ticket_sort_ticket(
    void *arg, uint64_t value, unsigned char to[TICKET_SIZE], struct ssjc_err *err);

/*
 * All of n lists in the order of their tickets, as *total in *out, to be freed
 * with free() whatever is returned; the lists are emptied. When a ticket is
 * duplicated, *same are the *n_same that have the first such, else NULL.
 * Errors are memory and what ticket gives.
 */
ssjc_rc ticket_sort(struct ticket_list *lists, unsigned n, struct ticket_place **out, size_t *total,
    ticket_sort_ticket *ticket, void *arg, const struct ticket_place **same, size_t *n_same,
    struct ssjc_err *err);

#endif
