#include "ssjc/base/merkle.h"

#include "ssjc/base/parallel.h"

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

/* ---- The order of leaves ---- */

/*
 * Hashes are spread evenly: their first bits put them into buckets that fit into a processor's
 * cache, and the next bits nearly into their places there.
 */
enum { BUCKET_BITS = 11, BUCKETS = 1 << BUCKET_BITS };

struct sort_work {
	struct merkle_hash *leaf;
	struct merkle_hash *room; /* for each job as many as the largest bucket has */
	size_t first[BUCKETS + 1], largest;
	unsigned jobs;
};

/* BUCKET_BITS of its first 24, after the first so many. */
static unsigned bits_of(const struct merkle_hash *h, unsigned after)
{
	unsigned first = (unsigned)(h->byte[0] << 16 | h->byte[1] << 8 | h->byte[2]);

	return first >> (24 - BUCKET_BITS - after) & (BUCKETS - 1);
}

/* Where each of the buckets of n hashes begins. */
static void find_buckets(
    const struct merkle_hash *from, size_t n, unsigned after, size_t first[BUCKETS + 1])
{
	memset(first, 0, (BUCKETS + 1) * sizeof *first);
	for (size_t i = 0; i < n; i++)
		first[bits_of(&from[i], after) + 1]++;
	for (size_t i = 0; i < BUCKETS; i++)
		first[i + 1] += first[i];
}

/* Each into its bucket, without other room. */
static void swap_buckets(struct merkle_hash *v, const size_t first[BUCKETS + 1])
{
	size_t next[BUCKETS];

	memcpy(next, first, sizeof next);
	for (unsigned i = 0; i < BUCKETS; i++)
		while (next[i] < first[i + 1]) {
			struct merkle_hash h = v[next[i]], other;
			unsigned at = bits_of(&h, 0);

			for (; at != i; at = bits_of(&h, 0)) {
				other = v[next[at]];
				v[next[at]++] = h;
				h = other;
			}
			v[next[i]++] = h;
		}
}

/* Nearly all are in their places, and the others not far from them. */
static void insert(struct merkle_hash *v, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct merkle_hash h = v[i];
		size_t k = i;

		for (; k > 0 && memcmp(v[k - 1].byte, h.byte, MERKLE_SIZE) > 0; k--)
			v[k] = v[k - 1];
		v[k] = h;
	}
}

/* Every so many-th bucket. */
static void sort_buckets(void *arg, unsigned job)
{
	struct sort_work *w = arg;
	struct merkle_hash *room = w->room + job * w->largest;
	size_t first[BUCKETS + 1];

	for (size_t i = job; i < BUCKETS; i += w->jobs) {
		struct merkle_hash *v = w->leaf + w->first[i];
		size_t n = w->first[i + 1] - w->first[i];

		if (n < 2)
			continue;
		memcpy(room, v, n * sizeof *v);
		find_buckets(room, n, BUCKET_BITS, first);
		for (size_t k = 0; k < n; k++)
			v[first[bits_of(&room[k], BUCKET_BITS)]++] = room[k];
		insert(v, n);
	}
}

ssjc_rc merkle_sort(struct merkle_hash *leaf, size_t n, struct ssjc_err *err)
{
	struct sort_work w = {.leaf = leaf, .jobs = parallel_width()};

	find_buckets(leaf, n, 0, w.first);
	for (size_t i = 0; i < BUCKETS; i++)
		if (w.first[i + 1] - w.first[i] > w.largest)
			w.largest = w.first[i + 1] - w.first[i];
	w.room = malloc((w.largest * w.jobs + 1) * sizeof *w.room);
	if (!w.room)
		return ssjc_fail_memory(err);
	swap_buckets(leaf, w.first);
	parallel(w.jobs, sort_buckets, &w);
	free(w.room);
	return SSJC_OK;
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

enum { PART_BITS = 12, PART = 1 << PART_BITS };

struct root_work {
	struct merkle_hash *leaf;
	size_t n;
	unsigned jobs;
};

/* Every so many-th run of PART leaves becomes its root, in its first place. */
static void reduce_parts(void *arg, unsigned job)
{
	struct root_work *w = arg;

	for (size_t at = (size_t)job * PART; at < w->n; at += (size_t)w->jobs * PART) {
		size_t n = w->n - at < PART ? w->n - at : PART;

		while (n > 1)
			n = level_up(w->leaf + at, n, w->leaf + at);
	}
}

void merkle_root(struct merkle_hash *leaf, size_t n, struct merkle_hash *root)
{
	struct root_work w = {.leaf = leaf, .n = n, .jobs = parallel_width()};
	size_t parts = (n + PART - 1) >> PART_BITS;

	if (n == 0) {
		struct sha256_ctx c;

		sha256_init(&c);
		sha256_digest(&c, MERKLE_SIZE, root->byte);
		return;
	}
	if (parts > 1)
		parallel(w.jobs, reduce_parts, &w);
	else
		reduce_parts(&w, 0);
	for (size_t i = 1; i < parts; i++)
		leaf[i] = leaf[i << PART_BITS];
	while (parts > 1)
		parts = level_up(leaf, parts, leaf);
	*root = leaf[0];
}

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
