/*
 * keyset: which keys have been seen, where, and with what content. About 55
 * bytes a key of 18 characters, so that millions of rows fit.
 */
#ifndef SSJC_KEYSET_H
#define SSJC_KEYSET_H

#include "ssjc/base/buf.h"

#include <stdint.h>

struct keyset_entry {
	uint64_t content; /* seen_hash() of the row */
	uint64_t place;   /* the caller's */
	uint64_t key;     /* where its text begins in keys */
};

/* Zero-initialise it; free with keyset_free. */
struct keyset {
	struct keyset_entry *entry;
	size_t n, cap;
	struct buf keys;
	uint32_t *slot;     /* number of an entry, where there is a tag */
	unsigned char *tag; /* a byte of its key's hash, never 0; 0 for none */
	size_t slots;       /* a power of two */
};

/*
 * The hash of a key that keyset_add will be asked for. Its place in the table is
 * fetched meanwhile, which in a large one takes as long as hashing a row.
 */
uint64_t seen_soon(const struct keyset *s, struct str key);
/*
 * Enter key with its hash, content and place unless it is there; *old is the
 * entry that was, or NULL when it is new. False when memory is out.
 */
bool keyset_add(struct keyset *s, uint64_t hash, struct str key, uint64_t content, uint64_t place,
    const struct keyset_entry **old);
void keyset_free(struct keyset *s);

/* Mix s into the hash h (start with 0); not against an enemy's choice of texts. */
uint64_t seen_hash(uint64_t h, struct str s);

#endif
