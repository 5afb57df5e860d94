/* retry: how long is waited, and when no more. */
#include "../test.h"

#include "ssjc/send/retry.h"

static const struct target target = {.tries = 5, .backoff = 2, .longest_backoff = 10};

/* Twice as long each time, up to the longest; of which a half at most is taken off. */
static void doubles(void **state)
{
	static const int64_t whole[] = {2, 4, 8, 10};
	struct retry least = {.most = -1}, most = {.most = -1};
	int64_t waited = 0, seconds;

	(void)state;
	for (size_t i = 0; i < sizeof whole / sizeof whole[0]; i++) {
		assert_true(retry_after(&most, &target, -1, 0, &seconds));
		assert_int_equal(seconds, whole[i]);
		waited += seconds;
		for (uint32_t random = 0; random < 20; random++) {
			struct retry r = least;

			assert_true(retry_after(&r, &target, -1, random, &seconds));
			assert_in_range(seconds, whole[i] - whole[i] / 2, whole[i]);
		}
		assert_true(retry_after(&least, &target, -1, (uint32_t)whole[i] / 2, &seconds));
		assert_int_equal(seconds, whole[i] - whole[i] / 2);
	}
	assert_int_equal(most.waited, waited);
	assert_false(retry_after(&most, &target, -1, 0, &seconds));
	assert_int_equal(seconds, 10);
}

/* What the target asks for counts where it is longer. */
static void asked(void **state)
{
	struct retry r = {.most = -1};
	int64_t seconds;

	(void)state;
	assert_true(retry_after(&r, &target, 9, 0, &seconds));
	assert_int_equal(seconds, 9);
	assert_true(retry_after(&r, &target, 1, 0, &seconds));
	assert_int_equal(seconds, 4);
	assert_false(retry_after(&r, &target, 11, 0, &seconds));
	assert_int_equal(seconds, 11);
}

static void limited(void **state)
{
	struct retry r = {.most = 6}, none = {.most = 0};
	int64_t seconds;

	(void)state;
	assert_true(retry_after(&r, &target, -1, 0, &seconds));
	assert_true(retry_after(&r, &target, -1, 0, &seconds));
	assert_int_equal(r.waited, 6);
	assert_false(retry_after(&r, &target, -1, 0, &seconds));
	assert_int_equal(seconds, 8);
	assert_false(retry_after(&none, &target, -1, 0, &seconds));
}

/* A target without a wait between tries. */
static void at_once(void **state)
{
	const struct target t = {.tries = 2, .longest_backoff = 10};
	struct retry r = {.most = 0};
	int64_t seconds;

	(void)state;
	assert_true(retry_after(&r, &t, -1, 12345, &seconds));
	assert_int_equal(seconds, 0);
	assert_false(retry_after(&r, &t, -1, 12345, &seconds));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(doubles),
	    cmocka_unit_test(asked),
	    cmocka_unit_test(limited),
	    cmocka_unit_test(at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
