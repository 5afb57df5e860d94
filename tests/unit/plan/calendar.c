/* calendar: the working days that everybody in China had in 2023. */
#include "../test.h"

#include "ssjc/base/file.h"
#include "ssjc/plan/calendar.h"

static struct calendar *real;

static day_t date(const char *z)
{
	day_t day;

	assert_true(date_parse(str_of(z), &day));
	return day;
}

static bool workday(const struct calendar *c, const char *z)
{
	struct ssjc_err err;
	bool is;

	assert_int_equal(calendar_is_workday(c, date(z), &is, &err), SSJC_OK);
	return is;
}

static int open_real(void **unused)
{
	struct ssjc_err err;
	struct file f = {0};
	ssjc_rc rc = file_open(&f, "share/calendar-cn.csv", &err);

	(void)unused;
	if (rc)
		goto out;
	rc = calendar_read(&real, f.bytes, f.name, &err);
out:
	file_close(&f);
	if (rc)
		fprintf(stderr, "%s:%llu: %s\n", err.file, (unsigned long long)err.line, err.msg);
	return rc;
}

static int close_real(void **unused)
{
	(void)unused;
	calendar_free(real);
	return 0;
}

/* Dragon Boat 2023: Thursday to Saturday off, the Sunday after made up. */
static void duanwu_2023(void **unused)
{
	(void)unused;
	assert_true(workday(real, "2023-06-21"));
	assert_false(workday(real, "2023-06-22"));
	assert_false(workday(real, "2023-06-23"));
	assert_false(workday(real, "2023-06-24"));
	assert_true(workday(real, "2023-06-25"));
	assert_true(workday(real, "2023-06-26"));
	assert_false(workday(real, "2023-06-17"));
	assert_false(workday(real, "2023-06-18"));
}

/* National Day 2023 lasted eight days; the 7th and 8th of October were made up. */
static void national_day_2023(void **unused)
{
	(void)unused;
	assert_true(workday(real, "2023-09-28"));
	for (day_t d = date("2023-09-29"); d <= date("2023-10-06"); d++) {
		struct ssjc_err err;
		bool is = true;

		assert_int_equal(calendar_is_workday(real, d, &is, &err), SSJC_OK);
		assert_false(is);
	}
	assert_true(workday(real, "2023-10-07"));
	assert_true(workday(real, "2023-10-08"));
}

static void window(void **unused)
{
	static const char *const expected[] = {"2023-06-14", "2023-06-15", "2023-06-16",
	    "2023-06-19", "2023-06-20", "2023-06-21", "2023-06-25", "2023-06-26", "2023-06-27",
	    "2023-06-28", "2023-06-29", "2023-06-30"};
	struct ssjc_err err;
	day_t *days;
	size_t n;

	(void)unused;
	assert_int_equal(
	    calendar_workdays(real, date("2023-06-14"), date("2023-06-30"), &days, &n, &err),
	    SSJC_OK);
	assert_int_equal(n, 12);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(days[i], date(expected[i]));
	free(days);
	assert_int_equal(
	    calendar_workdays(real, date("2023-06-22"), date("2023-06-24"), &days, &n, &err),
	    SSJC_OK);
	assert_int_equal(n, 0);
	assert_null(days);
}

static void add(void **unused)
{
	static const struct {
		const char *from;
		unsigned n;
		const char *to;
	} cases[] = {{"2023-06-21", 0, "2023-06-21"}, {"2023-06-21", 1, "2023-06-25"},
	    {"2023-06-21", 5, "2023-06-29"}, {"2023-06-12", 2, "2023-06-14"},
	    {"2023-06-17", 1, "2023-06-19"}, {"2023-12-29", 1, "2024-01-02"}};
	struct ssjc_err err;

	(void)unused;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		day_t to;

		assert_int_equal(
		    calendar_add(real, date(cases[i].from), cases[i].n, &to, &err), SSJC_OK);
		assert_int_equal(to, date(cases[i].to));
	}
}

static void not_covered(void **unused)
{
	struct ssjc_err err;
	struct calendar *c;
	day_t *days, to;
	size_t n;
	bool is;

	(void)unused;
	assert_int_equal(calendar_is_workday(real, date("1999-03-01"), &is, &err), SSJC_PLAN);
	assert_string_equal(err.file, "share/calendar-cn.csv");
	assert_non_null(strstr(err.msg, "does not cover 1999"));
	assert_int_equal(
	    calendar_workdays(real, date("2021-01-01"), date("2100-01-01"), &days, &n, &err),
	    SSJC_PLAN);
	assert_null(days);
	assert_int_equal(n, 0);
	/* Inspected in the last days of a year, due in the next. */
	assert_int_equal(calendar_add(real, date("2099-12-31"), 1, &to, &err), SSJC_PLAN);
	assert_int_equal(to, date("2099-12-31"));
	assert_int_equal(calendar_read(&c, STR("date,day\n2023-01-02,off\n"), "c", &err), SSJC_OK);
	assert_int_equal(calendar_add(c, date("2023-12-27"), 5, &to, &err), SSJC_PLAN);
	assert_int_equal(to, date("2023-12-31"));
	calendar_free(c);
}

static void bad_files(void **unused)
{
	static const struct {
		const char *text;
		uint64_t line;
		const char *column, *msg;
	} cases[] = {{"date,name\n2023-01-01,x\n", 1, "day", "is missing"},
	    {"date,day,name\n2023-02-29,off,x\n", 2, "date", "is not a date"},
	    {"date,day,name\n2023-01-01,free,x\n", 2, "day", "neither off nor work"},
	    {"date,day,name\n2023-01-02,off,x\n2023-01-01,off,x\n2023-01-02,work,x\n", 4, "date",
	        "is already on line 2"}};
	struct calendar *c;
	struct ssjc_err err;

	(void)unused;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		assert_int_equal(
		    calendar_read(&c, str_of(cases[i].text), "c.csv", &err), SSJC_INPUT);
		assert_null(c);
		assert_int_equal(err.line, cases[i].line);
		assert_string_equal(err.column, cases[i].column);
		assert_non_null(strstr(err.msg, cases[i].msg));
	}
	/* No line at all covers no year, and the file may be in any order. */
	assert_int_equal(calendar_read(&c, STR("date,day,name\n"), "c.csv", &err), SSJC_OK);
	assert_int_equal(calendar_add(c, date("2023-01-01"), 1, &(day_t){0}, &err), SSJC_PLAN);
	calendar_free(c);
	assert_int_equal(
	    calendar_read(&c, STR("day,date\nwork,2023-06-18\noff,2023-01-02\n"), "c.csv", &err),
	    SSJC_OK);
	assert_true(workday(c, "2023-06-18"));
	assert_false(workday(c, "2023-01-02"));
	assert_true(workday(c, "2023-01-03"));
	calendar_free(c);
	calendar_free(NULL);
}

static bool keeps(const char *now, const char *before)
{
	const char *const text[] = {now, before};
	struct calendar *c[2];
	struct ssjc_err err;
	struct buf b = {0};
	bool same;

	for (int i = 0; i < 2; i++) {
		buf_clear(&b);
		buf_printf(&b, "date,day\n%s", text[i]);
		assert_int_equal(calendar_read(&c[i], buf_text(&b), "c.csv", &err), SSJC_OK);
	}
	same = calendar_keeps(c[0], c[1], date("2023-06-01"), date("2024-06-30"));
	calendar_free(c[0]);
	calendar_free(c[1]);
	buf_free(&b);
	return same;
}

/* What is fixed is days: not lines, and not years that were not there. */
static void grown(void **unused)
{
	static const char *const before = "2023-06-22,off\n2023-06-25,work\n";

	(void)unused;
	assert_true(keeps(before, before));
	assert_true(keeps("2023-06-25,work\n2023-06-22,off\n2023-06-24,off\n", before));
	assert_true(keeps("2023-06-22,off\n2023-06-25,work\n2024-01-01,off\n", before));
	assert_true(keeps("2023-05-31,off\n2023-06-22,off\n2023-06-25,work\n", before));
	assert_false(keeps("2023-06-01,off\n2023-06-22,off\n2023-06-25,work\n", before));
	assert_false(keeps("2023-06-22,off\n2023-06-25,work\n2023-12-31,work\n", before));
	assert_false(keeps("2023-06-22,off\n", before));
	assert_false(keeps("2024-01-01,off\n", before));
	/* Of a year that was there, no day is free. */
	assert_false(keeps("2023-06-22,off\n2024-06-28,off\n", "2023-06-22,off\n2024-01-01,off\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(duanwu_2023),
	    cmocka_unit_test(national_day_2023), cmocka_unit_test(window), cmocka_unit_test(add),
	    cmocka_unit_test(not_covered), cmocka_unit_test(grown), cmocka_unit_test(bad_files)};

	return cmocka_run_group_tests(tests, open_real, close_real);
}
