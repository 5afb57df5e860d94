/* num: integers, ratios and dates, at their limits. */
#include "../test.h"

#include "ssjc/base/num.h"

static void numbers(void **state)
{
	static const struct {
		const char *text, *wrong;
		int64_t value;
	} cases[] = {
	    {"0", NULL, 0},
	    {"42", NULL, 42},
	    {"-7", NULL, -7},
	    {"9223372036854775807", "is too large", 0},
	    {"9223372036854775808", "is too large", 0},
	    {"99999999999999999999999", "is too large", 0},
	    {"-8", "is too small", 0},
	    {"101", "is too large", 0},
	    {"", "is not a whole number", 0},
	    {"-", "is not a whole number", 0},
	    {"+1", "is not a whole number", 0},
	    {" 1", "is not a whole number", 0},
	    {"1.0", "is not a whole number", 0},
	    {"１", "is not a whole number", 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		int64_t v = 77;
		const char *wrong = num_parse(str_of(cases[i].text), -7, 100, &v);

		if (cases[i].wrong) {
			assert_non_null(wrong);
			assert_string_equal(wrong, cases[i].wrong);
			assert_int_equal(v, 77);
		} else {
			assert_null(wrong);
			assert_int_equal(v, cases[i].value);
		}
	}
}

static void ratios(void **state)
{
	static const struct {
		const char *text;
		uint64_t p, q;
	} good[] = {{"20%", 20, 100}, {"20 %", 20, 100}, {"0.5‰", 5, 10000}, {"12.5%", 125, 1000},
	    {"1/3", 1, 3}, {"0.2", 2, 10}, {"1", 1, 1}, {"100%", 100, 100}, {"0%", 0, 100}};
	static const char *const bad[] = {
	    "", "%", "20", "101%", "3/2", "1/0", ".5", "5.", "1e2%", "-5%", "0.0000001", "1.2.3%"};
	struct ratio r;

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		assert_null(ratio_parse(str_of(good[i].text), &r));
		assert_int_equal(r.p, good[i].p);
		assert_int_equal(r.q, good[i].q);
	}
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_non_null(ratio_parse(str_of(bad[i]), &r));
}

/* Against the definition: the least n with n * q >= N * p. */
static void ceilings(void **state)
{
	(void)state;
	for (uint64_t n = 0; n <= 400; n++)
		for (uint64_t p = 0; p <= 100; p++) {
			uint64_t c = ratio_ceil(n, (struct ratio){p, 100});

			assert_true(c * 100 >= n * p);
			assert_true(c == 0 || (c - 1) * 100 < n * p);
		}
	/* In floating point, ceil(25 * 28 / 100.0) is 8. */
	assert_int_equal(ratio_ceil(25, (struct ratio){28, 100}), 7);
	assert_int_equal(ratio_ceil(UINT64_C(1000000000000), (struct ratio){999999999, 1000000000}),
	    UINT64_C(999999999000));
}

static void dates(void **state)
{
	static const char *const bad[] = {"2023-02-29", "2023-00-01", "2023-13-01", "2023-1-1",
	    "2023-06-31", "20230614", "2023-06-14 ", "", "1900-02-29"};
	char out[DATE_SIZE];
	day_t day, next;

	(void)state;
	assert_true(date_parse(STR("1970-01-01"), &day));
	assert_int_equal(day, 0);
	assert_int_equal(date_weekday(day), 4); /* a Thursday */
	assert_true(date_parse(STR("2023-06-14"), &day));
	assert_int_equal(date_weekday(day), 3);
	assert_int_equal(date_year(day), 2023);
	assert_true(date_parse(STR("2024-02-29"), &day));
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(date_parse(str_of(bad[i]), &day));
	/* Every day of four centuries follows the one before, and comes back. */
	assert_true(date_parse(STR("1900-01-01"), &day));
	for (int i = 0; i < 146097; i++, day++) {
		date_format(day, out);
		assert_true(date_parse(str_of(out), &next));
		assert_int_equal(next, day);
	}
	assert_string_equal(out, "2299-12-31");
}

static day_t day_of(const char *date)
{
	day_t day;

	assert_true(date_parse(str_of(date), &day));
	return day;
}

static void spans(void **state)
{
	static const char *const bad[] = {"", "..", "2023-06-19..", "..2023-06-19", "2023-06-31",
	    "2023-06-21..2023-06-19", "2023-06-19...2023-06-21", "2023-06-19-2023-06-21"};
	struct span s;

	(void)state;
	assert_true(span_parse(STR("2023-06-19..2023-06-21"), &s));
	assert_int_equal(s.from, day_of("2023-06-19"));
	assert_int_equal(s.to, day_of("2023-06-21"));
	assert_true(span_parse(STR("2023-06-19 .. 2023-06-19"), &s));
	assert_int_equal(s.from, s.to);
	assert_true(span_parse(STR("2023-06-19"), &s));
	assert_int_equal(s.from, day_of("2023-06-19"));
	assert_int_equal(s.to, day_of("2023-06-19"));
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(span_parse(str_of(bad[i]), &s));
}

static void moments(void **state)
{
	char out[TIME_SIZE];
	int64_t t;

	(void)state;
	time_format(0, out);
	assert_string_equal(out, "1970-01-01T08:00:00+08:00");
	assert_true(time_parse(STR("2023-06-12T09:00:00+08:00"), &t));
	assert_int_equal(t, 1686531600);
	time_format(t, out);
	assert_string_equal(out, "2023-06-12T09:00:00+08:00");
	assert_true(time_parse(STR("2023-06-12"), &t));
	assert_int_equal(t, 1686531600 - 9 * 3600);
	/* One second before midnight in China is another day than midnight. */
	assert_int_equal(time_day(t) - time_day(t - 1), 1);
	assert_false(time_parse(STR("2023-06-12T09:00:00Z"), &t));
	assert_false(time_parse(STR("2023-06-12T24:00:00"), &t));
	assert_false(time_parse(STR("2023-06-12T09:00"), &t));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(numbers),
	    cmocka_unit_test(ratios),
	    cmocka_unit_test(ceilings),
	    cmocka_unit_test(dates),
	    cmocka_unit_test(spans),
	    cmocka_unit_test(moments),
	};

	return cmocka_run_group_tests_name("num", tests, NULL, NULL);
}
