/*
 * registers: the several registers that a draw, or a commitment to one, is from, as its event
 * has them. The SHA-256 of their counts, and of the list of these, is on record, but on no paper
 * and no page: a stream of few small numbers could be guessed from it, and with them, where a
 * stratum has one business, its credit class.
 */
#ifndef SSJC_REGISTERS_H
#define SSJC_REGISTERS_H

#include "ssjc/audit/audit.h"

/* One of them; all borrowed from the event. */
struct register_of {
	struct str name;
	struct str digest; /* SHA-256 of its stream; "" when a database has it */
	uint64_t rows;     /* when the digest is known */
};

/*
 * The next one from e->file[*at] on; *at begins with 0. False after the last, and at once when
 * e has one register as one file, or is NULL.
 */
bool register_next(const struct audit_event *e, size_t *at, struct register_of *out);

#endif
