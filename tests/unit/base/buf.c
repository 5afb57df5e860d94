/* buf: cutting texts, and array_bisect against a walk through the array. */
#include "../test.h"

#include "ssjc/base/buf.h"

static void cuts_starts_and_ends(void **state)
{
	struct str s = STR("“a”"), none = {NULL, 0};

	(void)state;
	assert_false(str_cut_start(&s, "a"));
	assert_true(str_cut_start(&s, "“"));
	assert_false(str_cut_end(&s, "“"));
	assert_true(str_cut_end(&s, "”"));
	assert_true(str_is(s, "a"));
	assert_false(str_cut_end(&s, "aa"));
	assert_true(str_cut_end(&s, ""));
	assert_true(str_cut_end(&s, "a"));
	assert_int_equal(s.n, 0);
	assert_true(str_cut_end(&none, ""));
	assert_false(str_cut_start(&none, "a"));
}

/* Larger than what it is compared by, so that a wrong step shows. */
struct element {
	int value;
	char more[5];
};

static int int_to_element(const void *key, const void *element)
{
	int value = *(const int *)key, other = ((const struct element *)element)->value;

	return (value > other) - (value < other);
}

/* All sorted arrays of up to 5 elements of 0, 2, 4, and keys in, between and beyond them. */
static void bisect_finds_the_first_that_is_not_less(void **state)
{
	(void)state;
	for (size_t n = 0; n <= 5; n++)
		for (size_t twos = 0; twos <= n; twos++)
			for (size_t fours = 0; twos + fours <= n; fours++) {
				struct element v[5] = {0};

				for (size_t i = 0; i < n; i++)
					v[i].value = i >= n - fours ? 4
					    : i >= n - fours - twos ? 2
					                            : 0;
				for (int key = -1; key <= 5; key++) {
					size_t first = 0;

					while (first < n && v[first].value < key)
						first++;
					assert_int_equal(
					    array_bisect(&key, v, n, sizeof *v, int_to_element),
					    first);
				}
			}
}

static void bisect_of_nothing_looks_at_nothing(void **state)
{
	int key = 1;

	(void)state;
	assert_int_equal(array_bisect(&key, NULL, 0, sizeof(struct element), NULL), 0);
}

/* Every byte alone, against the characters that RFC 3986, 2.3 calls unreserved. */
static void a_part_of_a_uri_keeps_what_is_unreserved(void **state)
{
	(void)state;
	for (int path = 0; path < 2; path++)
		for (unsigned i = 0; i < 256; i++) {
			char c = (char)i, escaped[4];
			bool kept = (i >= 'a' && i <= 'z') || (i >= 'A' && i <= 'Z') ||
			    (i >= '0' && i <= '9') || i == '-' || i == '.' || i == '_' ||
			    i == '~' || (path && i == '/');
			struct buf b = {0};

			snprintf(escaped, sizeof escaped, "%%%02X", i);
			buf_uri(&b, (struct str){&c, 1}, path);
			assert_int_equal(b.n, kept ? 1 : 3);
			assert_memory_equal(b.p, kept ? &c : escaped, b.n);
			buf_free(&b);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(cuts_starts_and_ends),
	    cmocka_unit_test(bisect_finds_the_first_that_is_not_less),
	    cmocka_unit_test(bisect_of_nothing_looks_at_nothing),
	    cmocka_unit_test(a_part_of_a_uri_keeps_what_is_unreserved),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
