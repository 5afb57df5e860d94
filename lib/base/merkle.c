#include "ssjc/base/merkle.h"

#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>

void merkle_leaf(const void *data, size_t n, struct merkle_hash *out)
{
	uint8_t first[2 * SHA256_BLOCK_SIZE] = {0};
	size_t have = n < sizeof first - 1 ? n : sizeof first - 1;
	struct sha256_ctx c;

	/* Nearly all are shorter than this: in one call. */
	if (have)
		memcpy(first + 1, data, have);
	sha256_init(&c);
	sha256_update(&c, 1 + have, first);
	if (n > have)
		sha256_update(&c, n - have, (const uint8_t *)data + have);
	sha256_digest(&c, MERKLE_SIZE, out->byte);
}

void merkle_node(
    const struct merkle_hash *left, const struct merkle_hash *right, struct merkle_hash *out)
{
	uint8_t data[1 + 2 * MERKLE_SIZE] = {1};
	struct sha256_ctx c;

	memcpy(data + 1, left->byte, MERKLE_SIZE);
	memcpy(data + 1 + MERKLE_SIZE, right->byte, MERKLE_SIZE);
	sha256_init(&c);
	sha256_update(&c, sizeof data, data);
	sha256_digest(&c, MERKLE_SIZE, out->byte);
}

static int by_hash(const void *a, const void *b)
{
	return memcmp(a, b, MERKLE_SIZE);
}

void merkle_sort(struct merkle_hash *leaf, size_t n)
{
	qsort(leaf, n, sizeof *leaf, by_hash);
}

/* ---- Roots and paths ---- */

/* The next level of n hashes, into to, which may be where they are; how many it has. */
static size_t level_up(const struct merkle_hash *from, size_t n, struct merkle_hash *to)
{
	for (size_t i = 0; i + 1 < n; i += 2)
		merkle_node(&from[i], &from[i + 1], &to[i / 2]);
	if (n % 2)
		to[n / 2] = from[n - 1];
	return (n + 1) / 2;
}

/* ---- A tree from the left ---- */

void merkle_range_make(struct merkle_range *r, struct merkle_hash *leaf, uint64_t from, size_t n)
{
	struct merkle_hash right[MERKLE_DEPTH] = {0};
	unsigned char level_of[MERKLE_DEPTH] = {0};
	unsigned rights = 0;

	r->n = 0;
	for (unsigned char level = 0; n; level++) {
		/* What has its partner outside: as a right child on the left, and as a left one. */
		bool first = from & 1;

		if (first) {
			r->level[r->n] = level;
			r->node[r->n++] = leaf[0];
		}
		from += first;
		n -= first;
		if (n & 1) {
			level_of[rights] = level;
			right[rights++] = leaf[first + n - 1];
		}
		n = level_up(leaf + first, n & ~(size_t)1, leaf);
		from /= 2;
	}
	while (rights--) {
		r->level[r->n] = level_of[rights];
		r->node[r->n++] = right[rights];
	}
}

static void front_add(struct merkle_front *f, unsigned level, const struct merkle_hash *node)
{
	struct merkle_hash h = *node;

	/* As in adding numbers: each level that has a node gives it to the next. */
	for (uint64_t at = f->leaves >> level; at & 1; at >>= 1)
		merkle_node(&f->node[--f->n], &h, &h);
	f->node[f->n++] = h;
	f->leaves += (uint64_t)1 << level;
}

void merkle_front_range(struct merkle_front *f, const struct merkle_range *r)
{
	for (unsigned i = 0; i < r->n; i++)
		front_add(f, r->level[i], &r->node[i]);
}

void merkle_front_root(const struct merkle_front *f, struct merkle_hash *root)
{
	if (f->n == 0) {
		struct sha256_ctx c;

		sha256_init(&c);
		sha256_digest(&c, MERKLE_SIZE, root->byte);
		return;
	}
	*root = f->node[f->n - 1];
	for (unsigned i = f->n - 1; i-- > 0;)
		merkle_node(&f->node[i], root, root);
}

void merkle_root(struct merkle_hash *leaf, size_t n, struct merkle_hash *root)
{
	struct merkle_front front = {0};
	struct merkle_range range;

	merkle_range_make(&range, leaf, 0, n);
	merkle_front_range(&front, &range);
	merkle_front_root(&front, root);
}

/* ---- Whole trees and paths ---- */

ssjc_rc merkle_open(
    struct merkle_tree *t, const struct merkle_hash *leaf, size_t n, struct ssjc_err *err)
{
	struct merkle_hash *to;

	*t = (struct merkle_tree){.levels = 1, .level = {leaf}, .size = {n}};
	to = t->node = malloc((n + MERKLE_DEPTH) * sizeof *to);
	if (!to)
		return ssjc_fail_memory(err);
	while (t->size[t->levels - 1] > 1) {
		t->level[t->levels] = to;
		t->size[t->levels] = level_up(t->level[t->levels - 1], t->size[t->levels - 1], to);
		to += t->size[t->levels++];
	}
	return SSJC_OK;
}

void merkle_free(struct merkle_tree *t)
{
	free(t->node);
	*t = (struct merkle_tree){0};
}

unsigned merkle_path(const struct merkle_tree *t, size_t at, struct merkle_hash path[MERKLE_DEPTH])
{
	unsigned n = 0;

	for (unsigned i = 0; i + 1 < t->levels; i++, at /= 2)
		if ((at ^ 1) < t->size[i])
			path[n++] = t->level[i][at ^ 1];
	return n;
}

bool merkle_proves(const struct merkle_hash *leaf, uint64_t at, uint64_t size,
    const struct merkle_hash *path, size_t n, const struct merkle_hash *root)
{
	struct merkle_hash hash = *leaf;
	uint64_t last = size - 1;

	if (at >= size)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (last == 0)
			return false;
		if (at & 1 || at == last) {
			merkle_node(&path[i], &hash, &hash);
			/* The levels on which it had no partner. */
			while (!(at & 1) && at != 0) {
				at >>= 1;
				last >>= 1;
			}
		} else {
			merkle_node(&hash, &path[i], &hash);
		}
		at >>= 1;
		last >>= 1;
	}
	return last == 0 && memcmp(hash.byte, root->byte, MERKLE_SIZE) == 0;
}
