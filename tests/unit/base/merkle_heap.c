/* Leaves in any order, in parts and in files, beside the tree of the sorted ones. */
#include "../test.h"

#include "ssjc/base/merkle_heap.h"

#include <stdlib.h>

/* Several blocks of each heap, and more than one chunk of blocks. */
enum { MANY = 256 * 127 * 3 + 77, DATA = 200 };

/* Data of the i-th leaf, of many lengths: some of one block, some of two, some of more. */
static size_t data_of(size_t i, char data[DATA])
{
	size_t n = i * 7919 % 160;

	memset(data, (int)('a' + i % 26), DATA);
	return n + (size_t)snprintf(data + n, DATA - n, "%zu", i);
}

static struct merkle_hash *sorted(size_t n)
{
	struct merkle_hash *v = calloc(n + 1, sizeof *v);
	char data[DATA];

	assert_non_null(v);
	for (size_t i = 0; i < n; i++)
		merkle_leaf(data, data_of(i, data), &v[i]);
	merkle_sort(v, n);
	return v;
}

static struct merkle_heap *filled(size_t n, unsigned parts, size_t in_memory)
{
	struct merkle_heap *h = NULL;
	char data[DATA];

	assert_int_equal(merkle_heap_open(&h, parts, NULL), SSJC_OK);
	if (in_memory)
		merkle_heap_spill(h, in_memory);
	for (size_t i = 0; i < n; i++) {
		unsigned part = (unsigned)(i / 5 % parts);
		size_t size = data_of(i, data);
		struct merkle_hash leaf;

		merkle_leaf(data, size, &leaf);
		assert_int_equal(merkle_heap_add(h, part, &leaf, NULL), SSJC_OK);
	}
	assert_int_equal(merkle_heap_count(h), n);
	return h;
}

static void check(size_t n, unsigned parts, size_t in_memory)
{
	struct merkle_heap *h = filled(n, parts, in_memory);
	struct merkle_hash *v = sorted(n), *all = NULL, root, should;

	/* Both can be asked for, and more than once. */
	assert_int_equal(merkle_heap_root(h, &root, NULL), SSJC_OK);
	assert_int_equal(merkle_heap_leaves(h, &all, NULL), SSJC_OK);
	assert_memory_equal(all, v, n * sizeof *v);
	merkle_root(all, n, &should);
	assert_memory_equal(&root, &should, sizeof root);
	if (n) {
		struct merkle_tree t;

		/* Made level by level, and not from the left. */
		assert_int_equal(merkle_open(&t, v, n, NULL), SSJC_OK);
		assert_memory_equal(&root, &t.level[t.levels - 1][0], sizeof root);
		merkle_free(&t);
	}
	free(all);
	free(v);
	merkle_heap_free(h);
}

static void small(void **state)
{
	(void)state;
	for (size_t n = 0; n <= 70; n++)
		for (unsigned parts = 1; parts <= 3; parts++)
			check(n, parts, 0);
}

static void large(void **state)
{
	(void)state;
	check(MANY, 1, 0);
	check(MANY, 2, 0);
}

/* Nearly all of it in files; and some of it. */
static void in_files(void **state)
{
	(void)state;
	check(MANY, 2, 1);
	check(MANY, 1, MANY / 2);
	check(1000, 2, 1);
}

/* Any run of leaves gives what the tree has of it. */
static void ranges(void **state)
{
	enum { N = 41 };
	struct merkle_hash *v = sorted(N), *lost = calloc(N, sizeof *lost), root, should;

	(void)state;
	assert_non_null(lost);
	memcpy(lost, v, N * sizeof *v);
	merkle_root(lost, N, &should);
	for (size_t a = 0; a <= N; a++)
		for (size_t b = a; b <= N; b++) {
			const size_t end[] = {0, a, b, N};
			struct merkle_front front = {0};

			for (int i = 0; i < 3; i++) {
				struct merkle_range r;

				memcpy(lost, v + end[i], (end[i + 1] - end[i]) * sizeof *v);
				merkle_range_make(&r, lost, end[i], end[i + 1] - end[i]);
				merkle_front_range(&front, &r);
			}
			assert_int_equal(front.leaves, N);
			merkle_front_root(&front, &root);
			assert_memory_equal(&root, &should, sizeof root);
		}
	free(v);
	free(lost);
}

/* What was sent as hashes may differ in its last bytes alone, and takes no longer for that. */
static void alike(void **state)
{
	enum { N = 300000 };
	struct merkle_hash *v = calloc(N, sizeof *v), root, should;
	struct merkle_heap *h = NULL;

	(void)state;
	assert_non_null(v);
	assert_int_equal(merkle_heap_open(&h, 1, NULL), SSJC_OK);
	for (size_t i = 0; i < N; i++) {
		v[i].byte[MERKLE_SIZE - 1] = (unsigned char)i;
		v[i].byte[MERKLE_SIZE - 2] = (unsigned char)(i >> 8);
		v[i].byte[MERKLE_SIZE - 3] = (unsigned char)(i >> 16);
		assert_int_equal(merkle_heap_add(h, 0, &v[i], NULL), SSJC_OK);
	}
	assert_int_equal(merkle_heap_root(h, &root, NULL), SSJC_OK);
	merkle_root(v, N, &should);
	assert_memory_equal(&root, &should, sizeof root);
	merkle_heap_free(h);
	free(v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(small),
	    cmocka_unit_test(large),
	    cmocka_unit_test(in_files),
	    cmocka_unit_test(ranges),
	    cmocka_unit_test(alike),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
