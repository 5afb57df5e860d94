/*
 * cell: what people read in a cell, by its number format. The formats are such as
 * clerks use, and the expected texts are what spreadsheets show, but for what
 * ssjc-csv(5) says is left alone.
 */
#include "../test.h"

#include "import/cell.h"

static struct arena arena;

static void shows(const char *code, const char *number, const char *expected)
{
	struct cell_format f;
	struct buf b = {0};

	assert_true(cell_format_parse(&arena, str_of(code), &f));
	assert_int_equal(cell_number(&b, str_of(number), f, false), CELL_TEXT);
	if (!str_is(buf_text(&b), expected))
		fail_msg("%s under %s: “%s”, not “%s”", number, code, b.p ? b.p : "", expected);
	buf_free(&b);
}

static void shows_text(const char *code, const char *text, const char *expected)
{
	struct cell_format f;
	struct buf b = {0};

	assert_true(cell_format_parse(&arena, str_of(code), &f));
	cell_format_text(&b, &f, str_of(text));
	if (!str_is(buf_text(&b), expected))
		fail_msg("%s under %s: “%s”, not “%s”", text, code, b.p ? b.p : "", expected);
	buf_free(&b);
}

static void literals(void **state)
{
	(void)state;
	shows("\"T-\"000", "8", "T-008");
	shows("\"T-\"000", "12345", "T-12345");
	shows("\"冀\"00000", "123", "冀00123");
	shows("冀00000", "123", "冀00123");
	shows("\\冀00000", "123", "冀00123");
	shows("!T!-000", "8", "T-008");
	shows("0\"号\"", "7", "7号");
	shows("General\"号\"", "7.5", "7.5号");
	shows("G/通用格式\"号\"", "7", "7号");
	shows("#\"号\"", "0", "号");
	shows("\"第\"0\"批\"", "-3", "-第3批");
	shows("\"V\"0.0", "1", "V1.0");
	shows("\"V\"0.0", "1.25", "V1.25"); /* a digit is not dropped */
	shows("\"V\"0", "1.25", "V1.25");
	shows("\"V\"#.#", "3", "V3");
	shows("\"V\".00", "12.5", "V12.50");
	shows("#,##0\"元\"", "1234567", "1,234,567元");
	shows("@\"号\"", "12", "12号");
}

static void literals_between_digits(void **state)
{
	(void)state;
	shows("000-0000-0000", "13900000000", "139-0000-0000");
	shows("000 0000", "8812345", "881 2345");
	shows("0-00", "30115", "301-15");
	shows("0000-00", "5", "0000-05");
	shows("[<=9999999]000-0000;\\(0000\\)000-0000", "8812345", "881-2345");
	shows("[<=9999999]000-0000;\\(0000\\)000-0000", "3158812345", "(0315)881-2345");
	shows("00\":\"00", "930", "09:30");
}

static void leading_zeros(void **state)
{
	(void)state;
	shows("00000000", "1234567", "01234567");
	shows("000", "-5", "-005");
	shows("00;-00", "-5", "-05");
	shows("0000_ ", "12", "0012");
	shows("[Red]0000;[Blue]-0000", "12", "0012");
	shows("00.00", "1.5", "01.50");
}

static void sections(void **state)
{
	(void)state;
	shows("[=1]\"是\";[=0]\"否\";General", "1", "是");
	shows("[=1]\"是\";[=0]\"否\";General", "0", "否");
	shows("[=1]\"是\";[=0]\"否\";General", "2", "2");
	shows("\"是\";\"误\";\"否\"", "1", "是");
	shows("\"是\";\"误\";\"否\"", "-1", "误");
	shows("\"是\";\"误\";\"否\"", "0", "否");
	shows("0;-0;;@", "0", ""); /* zeros are hidden */
	shows("0;-0;;@", "-7", "-7");
	shows("0;-0;;@", "7", "7");
	shows(";;;", "7", "7"); /* what is not zero is not lost */
	shows("[>=90]\"A\"0;[>=60]\"B\"0;\"C\"0", "95", "A95");
	shows("[>=90]\"A\"0;[>=60]\"B\"0;\"C\"0", "60", "B60");
	shows("[>=90]\"A\"0;[>=60]\"B\"0;\"C\"0", "59.5", "C59.5");
	shows("[<0]\"负\"0;0", "-4", "负4");
	shows("yyyy/m/d;;", "0", "");
	shows("yyyy/m/d;;", "45091", "2023-06-14");
	shows("[=0]\"未定\";yyyy/m/d", "0", "未定");
	shows("[=0]\"未定\";yyyy/m/d", "45091", "2023-06-14");
}

static void decoration_is_left_alone(void **state)
{
	(void)state;
	shows("#,##0.00", "1234.5", "1234.5");
	shows("\"¥\"#,##0.00;[Red]\"¥\"-#,##0.00", "-1234.5", "-1234.5");
	shows("[$¥-804]#,##0.00", "12", "12");
	shows("_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", "0", "0");
	shows("_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", "-3.5", "-3.5");
	shows("0_);(0)", "-5", "-5");
	shows("0%", "0.25", "0.25");
	shows("0.00E+00", "45091", "45091");
	shows("# ?/?", "0.5", "0.5");
	shows("0!.0,\"万\"", "12345", "12345");
	shows("[Red]0", "12", "12");
	shows("0_ ", "13900000000", "13900000000");
	shows("@", "13900000000", "13900000000");
	shows("[DBNum1]General", "12", "12");
}

static void texts(void **state)
{
	(void)state;
	shows_text("\"冀\"@", "00123", "冀00123");
	shows_text("0;-0;0;@\"号\"", "甲", "甲号");
	shows_text("0;@\"号\"", "甲", "甲号");
	shows_text("@", "甲", "甲");
	shows_text("\"T-\"000", "甲", "甲");
	shows_text("_ @_ ", "甲", "甲");
	shows_text("\"冀\"@", "", "");
}

static void odd_codes(void **state)
{
	char many[1024];

	(void)state;
	shows("\"", "12", "12");
	shows("\\", "12", "12");
	shows("[", "12", "12");
	shows("_", "12", "12");
	shows(";", "12", "12");
	shows("0;0;0;0;0;\"x\"0", "12", "12");
	memset(many, '0', sizeof many - 1);
	many[sizeof many - 1] = '\0';
	shows(many, "12", "12");
	memset(many, '"', sizeof many - 1);
	shows(many, "12", "12");
}

static void moments(void **state)
{
	static const char *const cases[][2] = {
	    {"2023-06-14", "2023-06-14"},
	    {"2023-06-14T00:00:00", "2023-06-14"},
	    {"2023-06-14T09:30:00", "2023-06-14 09:30:00"},
	    {"2023-06-14T09:30", "2023-06-14 09:30:00"},
	    {"2023-06-14T09:30:29.600", "2023-06-14 09:30:30"},
	    {"2023-06-14T24:00:00", "2023-06-15"},
	    {"2023-06-13T16:00:00Z", "2023-06-14"},
	    {"2023-06-13T16:00:00.000Z", "2023-06-14"},
	    {"2023-06-13T15:59:59Z", "2023-06-13 23:59:59"},
	    {"2023-06-14T00:00:00+08:00", "2023-06-14"},
	    {"2023-06-14T00:30:00+0900", "2023-06-13 23:30:00"},
	    {"2023-06-13T12:00:00-04:00", "2023-06-14"},
	    {"2023-12-31T16:00:00Z", "2024-01-01"},
	    {"1899-12-30T09:30:00", "09:30:00"},
	    {"1899-12-31T09:30:00.000", "09:30:00"},
	    {"T09:30:00", "09:30:00"},
	    {"09:30:00", "09:30:00"},
	    {"9999-12-31T16:00:00Z", NULL},
	    {"2023-02-29", NULL},
	    {"2023-06-14T", "2023-06-14"},
	    {"2023-06-14T9:30", NULL},
	    {"2023-06-14T09:30:00+25:00", NULL},
	    {"2023-06-14x", NULL},
	    {"45091", NULL},
	    {"", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct buf b = {0};

		buf_z(&b, "=");
		if (cell_moment(&b, str_of(cases[i][0])) != (cases[i][1] != NULL))
			fail_msg("%s is wrongly taken or refused", cases[i][0]);
		if (!str_is((struct str){b.p + 1, b.n - 1}, cases[i][1] ? cases[i][1] : ""))
			fail_msg("%s: %s, not %s", cases[i][0], b.p + 1, cases[i][1]);
		buf_free(&b);
	}
}

static void errors(void **state)
{
	static const char *const is[] = {"#N/A", "#n/a", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?",
	    "#NULL!", "#NUM!", "#SPILL!", "Err:508"};
	static const char *const is_not[] = {"", "#", "N/A", "#1", "#N/A 2", "Err:5", "#编号"};

	(void)state;
	for (size_t i = 0; i < sizeof is / sizeof is[0]; i++)
		assert_true(cell_is_error(str_of(is[i])));
	for (size_t i = 0; i < sizeof is_not / sizeof is_not[0]; i++)
		assert_false(cell_is_error(str_of(is_not[i])));
}

static int free_arena(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(literals),
	    cmocka_unit_test(literals_between_digits),
	    cmocka_unit_test(leading_zeros),
	    cmocka_unit_test(sections),
	    cmocka_unit_test(decoration_is_left_alone),
	    cmocka_unit_test(texts),
	    cmocka_unit_test(odd_codes),
	    cmocka_unit_test(moments),
	    cmocka_unit_test(errors),
	};

	return cmocka_run_group_tests(tests, NULL, free_arena);
}
