/* Trees beside the recursive definition of RFC 9162, 2.1.1 and 2.1.3.1, with another SHA-256. */
#include "../test.h"

#include "ssjc/base/digest.h"
#include "ssjc/base/merkle.h"

enum { MOST = 140, MANY = 3 * 4096 + 5 };

static void sha256(const void *p, size_t n, struct merkle_hash *out)
{
	struct digest *d = NULL;

	assert_int_equal(digest_open(&d, NULL), SSJC_OK);
	digest_add(d, p, n);
	assert_int_equal(digest_final(d, out->byte, NULL), SSJC_OK);
	digest_free(d);
}

/* The hash of what is after a first byte. */
static void prefixed(unsigned char first, const void *p, size_t n, struct merkle_hash *out)
{
	unsigned char data[1 + 2 * MERKLE_SIZE + 200];

	assert_true(n < sizeof data);
	data[0] = first;
	memcpy(data + 1, p, n);
	sha256(data, n + 1, out);
}

static size_t split(size_t n)
{
	size_t k = 1;

	while (2 * k < n)
		k *= 2;
	return k;
}

/* MTH(D[n]), of leaves that are hashed already. */
static void mth(const struct merkle_hash *leaf, size_t n, struct merkle_hash *out)
{
	struct merkle_hash pair[2];

	if (n == 0) {
		sha256("", 0, out);
	} else if (n == 1) {
		*out = leaf[0];
	} else {
		mth(leaf, split(n), &pair[0]);
		mth(leaf + split(n), n - split(n), &pair[1]);
		prefixed(1, pair, sizeof pair, out);
	}
}

/* PATH(m, D[n]). */
static size_t path_of(
    size_t m, const struct merkle_hash *leaf, size_t n, struct merkle_hash path[MERKLE_DEPTH])
{
	size_t k = split(n), have;

	if (n == 1)
		return 0;
	if (m < k) {
		have = path_of(m, leaf, k, path);
		mth(leaf + k, n - k, &path[have]);
	} else {
		have = path_of(m - k, leaf + k, n - k, path);
		mth(leaf, k, &path[have]);
	}
	return have + 1;
}

static struct merkle_hash *leaves(size_t n)
{
	struct merkle_hash *v = calloc(n + 1, sizeof *v);

	assert_non_null(v);
	for (size_t i = 0; i < n; i++) {
		char text[32];

		merkle_leaf(
		    text, (size_t)snprintf(text, sizeof text, "leaf %zu", i * 7919 % n), &v[i]);
	}
	return v;
}

static void leaf_and_node(void **state)
{
	static const size_t sizes[] = {0, 1, 54, 55, 56, 63, 64, 65, 127, 128, 129, 200};
	struct merkle_hash is, should, pair[2];
	unsigned char data[200];

	(void)state;
	memset(data, 0xa5, sizeof data);
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		merkle_leaf(data, sizes[i], &is);
		prefixed(0, data, sizes[i], &should);
		assert_memory_equal(&is, &should, sizeof is);
	}
	merkle_leaf("a", 1, &pair[0]);
	merkle_leaf("b", 1, &pair[1]);
	merkle_node(&pair[0], &pair[1], &is);
	prefixed(1, pair, sizeof pair, &should);
	assert_memory_equal(&is, &should, sizeof is);
}

static void roots_and_paths(void **state)
{
	struct merkle_hash root, should, path[MERKLE_DEPTH], other[MERKLE_DEPTH];

	(void)state;
	for (size_t n = 0; n < MOST; n++) {
		struct merkle_hash *v = leaves(n);
		struct merkle_tree t;

		mth(v, n, &should);
		assert_int_equal(merkle_open(&t, v, n, NULL), SSJC_OK);
		for (size_t m = 0; m < n; m++) {
			unsigned k = merkle_path(&t, m, path);

			assert_int_equal(path_of(m, v, n, other), k);
			assert_memory_equal(path, other, k * sizeof path[0]);
			assert_true(merkle_proves(&v[m], m, n, path, k, &should));
			/* Of another place, or with another number of hashes, it proves nothing. */
			assert_false(merkle_proves(&v[m], m + 1, n, path, k, &should));
			assert_false(merkle_proves(&v[m], n, n, path, k, &should));
			assert_false(merkle_proves(&v[m], m, 0, path, k, &should));
			if (k) {
				assert_false(merkle_proves(&v[m], m, n, path, k - 1, &should));
				path[m % k].byte[n % MERKLE_SIZE] ^= 1;
				assert_false(merkle_proves(&v[m], m, n, path, k, &should));
			}
			path[k] = should;
			assert_false(merkle_proves(&v[m], m, n, path, k + 1, &should));
		}
		merkle_free(&t);
		merkle_root(v, n, &root);
		assert_memory_equal(&root, &should, sizeof root);
		free(v);
	}
}

/* Several threads, and levels whose last hash has no partner. */
static void large(void **state)
{
	static const size_t sizes[] = {4096, 4097, 2 * 4096, MANY - 1, MANY};
	struct merkle_hash root, should;

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		struct merkle_hash *v = leaves(sizes[i]);

		mth(v, sizes[i], &should);
		merkle_root(v, sizes[i], &root);
		assert_memory_equal(&root, &should, sizeof root);
		free(v);
	}
}

static int by_hash(const void *a, const void *b)
{
	return memcmp(a, b, MERKLE_SIZE);
}

static void in_order(void **state)
{
	static const size_t sizes[] = {0, 1, 2, 3, 100, MANY};

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		size_t n = sizes[i];
		struct merkle_hash *v = leaves(n), *w = leaves(n);

		if (n > 50) {
			/* The same twice, and one that begins as another does. */
			v[17] = v[18] = v[50];
			v[18].byte[31] ^= 1;
			w[17] = v[17];
			w[18] = v[18];
		}
		merkle_sort(v, n);
		qsort(w, n, sizeof *w, by_hash);
		assert_memory_equal(v, w, n * sizeof *v);
		free(v);
		free(w);
	}
}

/*
 * A tree that pairs a last hash with itself has the same root for a, b, c and a, b, c, c; and
 * one without prefixes lets a node pass for a leaf. Neither does here.
 */
static void second_preimages(void **state)
{
	struct merkle_hash *v = leaves(3), four[4], root, again, node, path[MERKLE_DEPTH];
	struct merkle_tree t;
	unsigned k;

	(void)state;
	memcpy(four, v, 3 * sizeof *v);
	four[3] = v[2];
	mth(four, 4, &again);
	assert_int_equal(merkle_open(&t, v, 3, NULL), SSJC_OK);
	root = t.level[t.levels - 1][0];
	assert_memory_not_equal(&root, &again, sizeof root);
	/* The first two as one leaf of a smaller tree: its data would be their hashes. */
	merkle_leaf(v, 2 * sizeof *v, &node);
	k = merkle_path(&t, 2, path);
	assert_int_equal(k, 1);
	assert_false(merkle_proves(&node, 0, 2, &v[2], 1, &root));
	/* Their true node does make the root: as the leaf of a tree of two. Sizes are bound. */
	merkle_node(&v[0], &v[1], &node);
	assert_true(merkle_proves(&node, 0, 2, &v[2], 1, &root));
	assert_false(merkle_proves(&node, 0, 3, &v[2], 1, &root));
	merkle_free(&t);
	free(v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(leaf_and_node),
	    cmocka_unit_test(roots_and_paths),
	    cmocka_unit_test(large),
	    cmocka_unit_test(in_order),
	    cmocka_unit_test(second_preimages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
