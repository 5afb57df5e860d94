/*
 * merkle_heap: the leaves of a tree that come in any order, from several threads, and are in
 * the tree in ascending order of their hashes: millions of them.
 *
 * They are kept in heaps by their first byte, so that sorting one and making its part of the
 * tree is done where a processor has all of it in its cache, and all heaps at once. What is
 * beyond a limit is kept in temporary files, which take no more memory however many there are
 * than one heap of them does, a 256th.
 */
#ifndef SSJC_MERKLE_HEAP_H
#define SSJC_MERKLE_HEAP_H

#include "ssjc/base/merkle.h"

struct merkle_heap;

/* Leaves are added in so many parts, one thread at a time in each. Free it with merkle_heap_free. */
ssjc_rc merkle_heap_open(struct merkle_heap **out, unsigned parts, struct ssjc_err *err);
/* Keep about so many leaves in memory; without it all are. */
void merkle_heap_spill(struct merkle_heap *h, size_t leaves);
/* SSJC_SYSTEM when the disk of TMPDIR is full. */
ssjc_rc merkle_heap_add(
    struct merkle_heap *h, unsigned part, const struct merkle_hash *leaf, struct ssjc_err *err);
/* How many there are. */
size_t merkle_heap_count(const struct merkle_heap *h);
/* The root of all: merkle_root. */
ssjc_rc merkle_heap_root(struct merkle_heap *h, struct merkle_hash *root, struct ssjc_err *err);
/* After that: was a leaf added twice? */
bool merkle_heap_twice(const struct merkle_heap *h);
/* All in their order, as many as are counted, to be freed with free(). */
ssjc_rc merkle_heap_leaves(struct merkle_heap *h, struct merkle_hash **leaf, struct ssjc_err *err);
void merkle_heap_free(struct merkle_heap *h);

#endif
