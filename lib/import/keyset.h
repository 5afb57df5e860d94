/*
 * keyset: keys that were found, where, and with what content. About 55 bytes a
 * key of 18 characters, so that millions of rows fit.
 */
#ifndef SSJC_KEYSET_H
#define SSJC_KEYSET_H

#include "ssjc/base/buf.h"

#include <stdint.h>

struct keyset_entry {
	uint64_t content; /* keyset_mix() of what the row says */
	uint64_t place;   /* where it was found, as the caller counts */
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
 * The hash of a key that keyset_add will be asked for soon. The key's slot is
 * fetched into the cache meanwhile: in a large table that takes as long as
 * hashing a row.
 */
uint64_t keyset_hash(const struct keyset *s, struct str key);
/*
 * Add a key (which is copied) with its keyset_hash, content and place unless it
 * is there: *old is then its entry, valid until the next keyset_add; NULL when
 * the key is new. False if memory runs out.
 */
bool keyset_add(struct keyset *s, uint64_t hash, struct str key, uint64_t content, uint64_t place,
    const struct keyset_entry **old);
/* The entry of a key, or NULL; valid until the next keyset_add. */
struct keyset_entry *keyset_find(const struct keyset *s, struct str key);
void keyset_free(struct keyset *s);

/*
 * Mix s into the hash h (start with 0). It is fast, not proof against texts that
 * were chosen to collide: keys are compared as well.
 */
uint64_t keyset_mix(uint64_t h, struct str s);

#endif
