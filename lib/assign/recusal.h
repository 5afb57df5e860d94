/*
 * recusal: the businesses that an inspector keeps away from (回避).
 */
#ifndef SSJC_RECUSAL_H
#define SSJC_RECUSAL_H

#include "bit_matrix.h"
#include "ssjc/base/buf.h"
#include "ssjc/base/err.h"

/* Objects, each with a number, by the keys of their ids and names. */
struct recusal_index {
	struct recusal_key *v;
	size_t n, cap;
};

/* The key under which ids and names are compared (text_key), in the arena. */
ssjc_rc recusal_key(struct str s, struct arena *arena, struct str *out, struct ssjc_err *err);
/* Add an object of the given keys, which are borrowed. */
ssjc_rc recusal_index_add(struct recusal_index *x, struct str id_key, struct str name_key,
    size_t number, struct ssjc_err *err);
/* When all have been added. */
void recusal_index_sort(struct recusal_index *x);
/* Set the bits of the objects that a ;-separated list of ids and names has. */
ssjc_rc recusal_index_find(
    const struct recusal_index *x, struct str list, bits *objects, struct ssjc_err *err);
void recusal_index_free(struct recusal_index *x);

#endif
