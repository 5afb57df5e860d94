/* seed: the seed text of ssjc-draw(7), and what is refused as one. */
#include "../test.h"

#include "ssjc/draw/seed.h"

static const char seed[] =
    "ssjc-draw 1\n"
    "plan=CFD-JT-2023-0008\n"
    "draw=1\n"
    "public=SSQ2023068:2.4.6.11.20.33/14\n"
    "share.1=1111111111111111111111111111111111111111111111111111111111111111\n"
    "share.2=2222222222222222222222222222222222222222222222222222222222222222\n"
    "share.3=3333333333333333333333333333333333333333333333333333333333333333\n";

static void seed_text_is_as_documented(void **state)
{
	const struct str share[] = {
	    STR("1111111111111111111111111111111111111111111111111111111111111111"),
	    STR("2222222222222222222222222222222222222222222222222222222222222222"),
	    STR("3333333333333333333333333333333333333333333333333333333333333333")};
	struct buf b = {0};
	struct ssjc_err err;

	(void)state;
	assert_int_equal(seed_text(&b, STR("CFD-JT-2023-0008"), 1,
	                     STR("SSQ2023068:2.4.6.11.20.33/14"), share, 3, &err),
	    SSJC_OK);
	assert_string_equal(b.p, seed);
	assert_int_equal(b.n, 296);
	assert_int_equal(seed_check(buf_text(&b), "s", STR("CFD-JT-2023-0008"), 1, &err), SSJC_OK);
	buf_free(&b);
}

static void seed_check_refuses(void **state)
{
	static const struct {
		const char *text, *said;
	} wrong[] = {
	    {"", "the seed has no share"},
	    {"ssjc-draw 1\nplan=B\ndraw=1\n", "the seed is for plan “B”, not for “P”"},
	    {"ssjc-draw 1\nplan=P\ndraw=2\n", "the seed is for draw 2, but this is draw 1"},
	    {"ssjc-draw 1\nplan=P\ndraw=1\nshare.1=abc\n",
	        "share 1 is not 64 lower-case hex digits"},
	    {"ssjc-draw 1\r\nplan=P\ndraw=1\n"
	     "share.1=1111111111111111111111111111111111111111111111111111111111111111\n",
	        "is not a seed text"},
	    {"ssjc-draw 1\nplan=P\ndraw=1\n"
	     "share.1=1111111111111111111111111111111111111111111111111111111111111111",
	        "is not a seed text"},
	    {"ssjc-draw 1\nplan=P\ndraw=1\nshare.2="
	     "1111111111111111111111111111111111111111111111111111111111111111\n",
	        "is not a seed text"},
	};
	struct ssjc_err err;

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		assert_int_equal(
		    seed_check(str_of(wrong[i].text), "s", STR("P"), 1, &err), SSJC_INPUT);
		assert_non_null(strstr(err.msg, wrong[i].said));
	}
}

static void random_seeds_differ(void **state)
{
	struct buf a = {0}, b = {0};
	struct ssjc_err err;

	(void)state;
	assert_int_equal(seed_random(&a, STR("P"), 1, &err), SSJC_OK);
	assert_int_equal(seed_random(&b, STR("P"), 1, &err), SSJC_OK);
	assert_int_equal(seed_check(buf_text(&a), "s", STR("P"), 1, &err), SSJC_OK);
	assert_string_not_equal(a.p, b.p);
	buf_free(&a);
	buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(seed_text_is_as_documented),
	    cmocka_unit_test(seed_check_refuses),
	    cmocka_unit_test(random_seeds_differ),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
