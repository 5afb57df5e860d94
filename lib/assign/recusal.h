/*
 * recusal: the businesses that an inspector keeps away from (回避).
 */
#ifndef SSJC_RECUSAL_H
#define SSJC_RECUSAL_H

#include "ssjc/base/buf.h"
#include "ssjc/base/err.h"

/* An inspector's, by their keys. */
struct recusals {
	struct str *key;
	size_t n;
};

/* The key under which ids and names are compared (text_key), in the arena. */
ssjc_rc recusal_key(struct str s, struct arena *arena, struct str *out, struct ssjc_err *err);
/* Read a ;-separated list of ids and names; its keys are in the arena. */
ssjc_rc recusal_read(
    struct recusals *out, struct str list, struct arena *arena, struct ssjc_err *err);
/* Is the business with the keys of that id and that name among them? */
bool recusal_of(const struct recusals *r, struct str id, struct str name);

#endif
