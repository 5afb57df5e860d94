/*
 * merkle: hash trees by RFC 9162 (Certificate Transparency 2.0), section 2.1, with SHA-256.
 *
 *   a leaf  SHA-256 of a byte 0 and its data
 *   a node  SHA-256 of a byte 1 and the hashes of its two children
 *
 * Of n leaves, n > 1, the left child has the greatest power of two below n, so that a last one
 * without a partner goes up as it is, and is never paired with itself. A root is that of one
 * number of leaves only together with that number: whoever checks a path must know both.
 */
#ifndef SSJC_MERKLE_H
#define SSJC_MERKLE_H

#include "ssjc/base/buf.h"
#include "ssjc/base/err.h"

/* MERKLE_DEPTH: the most hashes of a path. */
enum { MERKLE_SIZE = 32, MERKLE_DEPTH = 64 };

struct merkle_hash {
	unsigned char byte[MERKLE_SIZE];
};

/* The hash of a leaf with n bytes of data; of a node. Neither can fail. */
void merkle_leaf(const void *data, size_t n, struct merkle_hash *out);
void merkle_node(
    const struct merkle_hash *left, const struct merkle_hash *right, struct merkle_hash *out);

/* Put n leaves into ascending order of their hashes; for millions there is merkle_heap.h. */
void merkle_sort(struct merkle_hash *leaf, size_t n);
/* The root of n leaves, whose places are used for it: they are lost. Of none it is that of "". */
void merkle_root(struct merkle_hash *leaf, size_t n, struct merkle_hash *root);

/*
 * What n leaves from a place on make of a tree, without those before and after them: its
 * largest whole subtrees, from left to right, of 2^level leaves each.
 */
struct merkle_range {
	struct merkle_hash node[2 * MERKLE_DEPTH];
	unsigned char level[2 * MERKLE_DEPTH];
	unsigned n;
};
/* The leaves are lost, as with merkle_root. */
void merkle_range_make(struct merkle_range *r, struct merkle_hash *leaf, uint64_t from, size_t n);
/* The left part of a tree, of which no more is kept than its largest whole subtrees. Starts as {0}. */
struct merkle_front {
	struct merkle_hash node[MERKLE_DEPTH];
	unsigned n;
	uint64_t leaves;
};
/* Append a range, which begins at its place f->leaves. */
void merkle_front_range(struct merkle_front *f, const struct merkle_range *r);
/* The root of what there is. */
void merkle_front_root(const struct merkle_front *f, struct merkle_hash *root);

/* A whole tree, for many paths: each level, from the leaves (borrowed) to the root. */
struct merkle_tree {
	const struct merkle_hash *level[MERKLE_DEPTH + 1];
	size_t size[MERKLE_DEPTH + 1];
	unsigned levels;
	struct merkle_hash *node; /* owns all but the leaves */
};
/* Free it with merkle_free. */
ssjc_rc merkle_open(
    struct merkle_tree *t, const struct merkle_hash *leaf, size_t n, struct ssjc_err *err);
void merkle_free(struct merkle_tree *t);
/* How many hashes the path of a leaf has; they go to path, from the leaf to the root. */
unsigned merkle_path(const struct merkle_tree *t, size_t at, struct merkle_hash path[MERKLE_DEPTH]);

/* Is a leaf at that place of size leaves with that root? RFC 9162, 2.1.3.2. */
bool merkle_proves(const struct merkle_hash *leaf, uint64_t at, uint64_t size,
    const struct merkle_hash *path, size_t n, const struct merkle_hash *root);

#endif
