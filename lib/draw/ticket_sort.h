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

enum { TICKET_HEAPS = 256 };

/* Some of them in any order, and how many keys have which highest byte. Zero-initialise it. */
struct ticket_list {
	struct ticket_place *v;
	size_t n, cap;
	size_t heap[TICKET_HEAPS];
	struct ticket_spill *spill; /* those that were moved to a file: ticket_spill.h; or NULL */
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

/* For ticket_spill.c. Sort n whose keys agree in the first known bits, 0 or 8. */
void ticket_sort_run(struct ticket_place *v, size_t n, int known);
/* Of n that are sorted by key, those of one key by their tickets; same as above. */
ssjc_rc ticket_sort_settle(struct ticket_place *v, size_t n, ticket_sort_ticket *ticket, void *arg,
    const struct ticket_place **same, size_t *n_same, struct ssjc_err *err);

#endif
