/* normalize: dates, spans of days and telephone numbers as people type them. */
#include "../test.h"

#include "ssjc/import/normalize.h"

static void writes(
    const char *(*form)(struct buf *, struct str), const char *s, const char *expected)
{
	struct buf b = {0};
	const char *wrong;

	buf_z(&b, "<");
	wrong = form(&b, str_of(s));
	if (wrong && expected)
		fail_msg("“%s” %s", s, wrong);
	if (!wrong && !expected)
		fail_msg("“%s” is taken for “%s”", s, b.p);
	/* A refusal leaves the buffer as it was. */
	assert_string_equal(b.p + 1, expected ? expected : "");
	buf_free(&b);
}

static void dates(void **state)
{
	static const char *const good[] = {"2023-06-14", "2023/6/14", "2023.6.14", "2023-6-14",
	    "2023年6月14日", "2023年06月14号", "2023年6月14", "20230614", "２０２３／６／１４",
	    " 2023 年 6 月 14 日 ", "2023-06-14 00:00:00", "2023/6/14 9:30", "2023-06-14T09:30:00",
	    "2023年6月14日9:30", "2023年6月14日 上午9时30分", "2023-06-14 星期三",
	    "2023年6月14日（周三）", "2023-06-14 9:30:00 PM", "2023年6月14日 星期三 9时至11时30分",
	    "2023-06-13T16:00:00Z", "2023-06-13T16:00:00.000Z", "2023-06-14T00:00:00+08:00",
	    "2023-06-13 12:00:00-04:00"};
	static const char *const bad[] = {"", "今天", "2023", "2023-06", "2023年6月", "23-6-14",
	    "2023-13-01", "2023-02-29", "2023-6-145", "2023614", "1899-12-31", "14/6/2023",
	    "2023-06-14 16:30:00 UTC", "2023-06-14T16:30:00 GMT", "2023-06-14 16:30 EST",
	    "2023-06-14 16:30（世界时）", "2023-06-14..2023-06-15", "-2023-06-14", "2023-6-1 9",
	    "2023-06-1 4", "2023-06-14 9", "20 230614", "2023年6月1 4日", "2023-06-1\343\200\2004",
	    "2023-6-13T16:00Z", "2023-06-14 2023-06-15", "2023-06-14 x"};

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		writes(normalize_date, good[i], "2023-06-14");
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		writes(normalize_date, bad[i], NULL);
	writes(normalize_date, "2023-6-1 09:30:00", "2023-06-01");
	writes(normalize_date, "2023-6-1 9:30", "2023-06-01");
	writes(normalize_date, "2024-02-29", "2024-02-29");
	writes(normalize_date, "2023-12-31T16:00:00Z", "2024-01-01");
}

static void spans(void **state)
{
	static const char *const same[] = {"2023-06-19..2023-06-21", "2023年6月19日至2023年6月21日",
	    "2023年6月19日到6月21日", "2023年6月19日-21日", "2023.6.19-6.21", "2023.6.19-2023.6.21",
	    "2023/6/19~2023/6/21", "2023-06-19-2023-06-21", "20230619—20230621",
	    "2023-06-19 ～ 2023-06-21"};

	(void)state;
	for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
		writes(normalize_spans, same[i], "2023-06-19..2023-06-21");
	writes(normalize_spans, "2023-06-19", "2023-06-19");
	writes(normalize_spans, "2023-06-19..2023-06-19", "2023-06-19");
	writes(normalize_spans, "2023/6/19、2023/6/21；2023年7月1日至3日",
	    "2023-06-19;2023-06-21;2023-07-01..2023-07-03");
	writes(normalize_spans, "2023-06-21..2023-06-19", NULL);
	writes(normalize_spans, "6月19日", NULL);
	writes(normalize_spans, "2023-06-19..", NULL);
	writes(normalize_spans, "2023-06-31", NULL);
	writes(normalize_spans, "2023-06-19;?", NULL);
	writes(normalize_spans, "2023-6-1 9", NULL);
	writes(normalize_spans, "2023-06-19 2023-06-21", NULL);
	writes(normalize_spans, "2023-06-19\r2023-06-21", "2023-06-19;2023-06-21");
}

static void phones(void **state)
{
	static const struct {
		const char *s, *expected;
	} cases[] = {
	    {"13900000000", "13900000000"},
	    {"１３９ ００００ ００００", "13900000000"},
	    {"139-0000-0000", "13900000000"},
	    {"+86 139 0000 0000", "13900000000"},
	    {"8613900000000", "13900000000"},
	    {"0086-13900000000", "13900000000"},
	    {"86-13900000000", "13900000000"},
	    {"+86-139-0000-0000", "13900000000"},
	    {"(86)-13900000000", "13900000000"},
	    {"+86-10-88123456", "010-88123456"},
	    {"86-315-8812345", "0315-8812345"},
	    {"+86 0315 8812345", "0315-8812345"},
	    {"+86 (0315) 8812345", "0315-8812345"},
	    {"+86-400-123-4567", "4001234567"},
	    {"86-8812345", "8812345"},
	    {"86-", NULL},
	    {"+86-", NULL},
	    {"0315-8812345", "0315-8812345"},
	    {"03158812345", "0315-8812345"},
	    {"（0315）8812345", "0315-8812345"},
	    {"0315—881—2345", "0315-8812345"},
	    {"010-88123456", "010-88123456"},
	    {"010-88123456-12", "010-88123456-12"},
	    {"0315-8812345转12", "0315-8812345-12"},
	    {"0315-8812345 ext.12", "0315-8812345-12"},
	    {"8812345", "8812345"},
	    {"400-123-4567", "4001234567"},
	    {"4001-234-567", "4001234567"},
	    {"12315", "12315"},
	    {"13900000000/0315-8812345", "13900000000;0315-8812345"},
	    {"13900000000、13911111111；", "13900000000;13911111111"},
	    {"13900000000 13911111111", "13900000000;13911111111"},
	    {"12900000000", NULL},
	    {"1390000000", NULL},
	    {"139000000000", NULL},
	    {"3158812345", NULL}, /* its leading 0 is lost */
	    {"0315-0812345", NULL},
	    {"13900000000转1", NULL},
	    {"无", NULL},
	    {"1390000000O", NULL},
	    {"13900000000/?", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		writes(normalize_phone, cases[i].s, cases[i].expected);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(dates),
	    cmocka_unit_test(spans),
	    cmocka_unit_test(phones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
