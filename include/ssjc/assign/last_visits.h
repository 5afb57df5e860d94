/*
 * last_visits: who visited which business in the last plan, for rotate = yes.
 */
#ifndef SSJC_LAST_VISITS_H
#define SSJC_LAST_VISITS_H

#include "ssjc/base/table.h"

struct last_visit {
	struct str object, cert;
};

struct last_visits {
	struct last_visit *v; /* by object, then certificate; each once */
	size_t n;
	struct table table; /* owns the text */
};

/*
 * Read the list of the last plan that ssjc-assign printed, or what last_visits_write made of
 * it: only its columns id and cert count. SSJC_INPUT when it has none, and x is then empty.
 * name is borrowed until last_visits_close.
 */
ssjc_rc last_visits_read(
    struct last_visits *x, struct str text, const char *name, struct ssjc_err *err);
/* Append them as CSV (id,cert), in order: what is kept on record. */
ssjc_rc last_visits_write(const struct last_visits *x, struct buf *out, struct ssjc_err *err);
/* Those of one object, from *first on. */
size_t last_visits_of(const struct last_visits *x, struct str object, size_t *first);
void last_visits_close(struct last_visits *x);

#endif
