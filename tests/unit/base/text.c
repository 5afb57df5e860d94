/* text, written, encoding: what people type, made comparable. */
#include "../test.h"

#include "import/normalize.h"
#include "ssjc/base/encoding.h"
#include "ssjc/base/text.h"

static struct ssjc_err err;

static void trims_to(const char *s, const char *wanted)
{
	assert_true(str_is(text_trim(str_of(s)), wanted));
}

static void trimming(void **state)
{
	(void)state;
	trims_to("", "");
	trims_to("甲", "甲");
	trims_to(" \t\r\n甲 乙\n", "甲 乙");
	trims_to("　甲　", "甲");                             /* ideographic space */
	trims_to("\xc2\xa0\xe2\x80\x8b甲\xef\xbb\xbf", "甲"); /* no-break, zero width, BOM */
	trims_to("\xe3\x80\x80\xe2\x80\x83", "");
	trims_to("（甲）", "（甲）");
	trims_to("é", "é");
	trims_to("\xff", "\xff"); /* no UTF-8: left alone */
	trims_to(" \xe7\x94", "\xe7\x94");
}

static void makes(void (*form)(struct buf *, struct str), const char *s, const char *wanted)
{
	struct buf b = {0};

	form(&b, str_of(s));
	assert_false(b.failed);
	assert_string_equal(b.p ? b.p : "", wanted);
	buf_free(&b);
}

static void codes(void **state)
{
	(void)state;
	makes(text_code, "91130230ma07te034j", "91130230MA07TE034J");
	makes(text_code, "９１１３０２３０ｍａ０７ＴＥ０３４Ｊ", "91130230MA07TE034J");
	makes(text_code,
	    " 9113 0230\tMA07\xc2\xa0TE03\xe2\x80\x8b"
	    "4J ",
	    "91130230MA07TE034J");
	makes(text_code, "Ｔ—００８", "T-008");
	makes(text_code, "冀交 执法001", "冀交执法001");
	/* Two jamo that a blank kept apart are one syllable then. */
	makes(text_code, "\xe1\x84\x80 \xe1\x85\xa1", "가");
	makes(text_code, "", "");
	makes(text_code, "a\xff", "a\xff");
}

static void keys(void **state)
{
	static const char *const same[] = {"曹妃甸区样例（集团）运输有限公司",
	    "曹妃甸区样例(集团)运输有限公司", " 曹妃甸区 样例【集团】运输有限公司",
	    "曹妃甸区样例〔集团〕运输有限公司　", "曹妃甸区样例「集团」运输有限公司"};

	(void)state;
	for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
		makes(text_key, same[i], "曹妃甸区样例(集团)运输有限公司");
	makes(text_key, "阿·不都", "阿·不都");
	makes(text_key, "阿•不都", "阿·不都");
	makes(text_key, "阿・不都", "阿·不都");
	makes(text_key, "阿．不都", "阿·不都");
	makes(text_key, "ＡＢＣ abc", "abcabc");
	makes(text_key, "统一社会\n信用代码", "统一社会信用代码");
}

static void writes(const char *(*form)(struct buf *, struct str), const char *s, const char *wanted)
{
	struct buf b = {0};
	const char *wrong;

	buf_z(&b, "<");
	wrong = form(&b, str_of(s));
	if (wrong && wanted)
		fail_msg("“%s” %s", s, wrong);
	if (!wrong && !wanted)
		fail_msg("“%s” is taken for “%s”", s, b.p);
	/* A refusal leaves the buffer as it was. */
	assert_string_equal(b.p + 1, wanted ? wanted : "");
	buf_free(&b);
}

static void dates(void **state)
{
	static const char *const good[] = {"2023-06-14", "2023/6/14", "2023.6.14", "2023-6-14",
	    "2023年6月14日", "2023年06月14号", "2023年6月14", "20230614", "２０２３／６／１４",
	    " 2023 年 6 月 14 日 ", "2023-06-14 00:00:00", "2023/6/14 9:30", "2023-06-14T09:30:00"};
	static const char *const bad[] = {"", "今天", "2023", "2023-06", "2023年6月", "23-6-14",
	    "2023-13-01", "2023-02-29", "2023-6-145", "2023614", "1899-12-31", "14/6/2023",
	    "2023-06-14..2023-06-15", "-2023-06-14"};

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		writes(normalize_date, good[i], "2023-06-14");
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		writes(normalize_date, bad[i], NULL);
	writes(normalize_date, "2023-6-1 09:30:00", "2023-06-01");
	writes(normalize_date, "2024-02-29", "2024-02-29");
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
}

static void phones(void **state)
{
	static const struct {
		const char *s, *wanted;
	} cases[] = {
	    {"13900000000", "13900000000"},
	    {"１３９ ００００ ００００", "13900000000"},
	    {"139-0000-0000", "13900000000"},
	    {"+86 139 0000 0000", "13900000000"},
	    {"8613900000000", "13900000000"},
	    {"0086-13900000000", "13900000000"},
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
		writes(normalize_phone, cases[i].s, cases[i].wanted);
}

/* Decoding gives that text under that encoding, or fails with those words. */
static void decodes(struct str bytes, enum encoding asked, enum encoding found, const char *text)
{
	struct decoded d;

	if (found == ENCODING_AUTO) {
		assert_int_equal(decoded_open(&d, bytes, asked, "t.csv", &err), SSJC_INPUT);
		if (!strstr(err.msg, text))
			fail_msg("“%s” does not say “%s”", err.msg, text);
		return;
	}
	if (decoded_open(&d, bytes, asked, "t.csv", &err) != SSJC_OK)
		fail_msg("%s", err.msg);
	assert_int_equal(d.encoding, found);
	assert_true(str_is(d.text, text));
	decoded_close(&d);
}

static void encodings(void **state)
{
	(void)state;
	decodes(STR(""), ENCODING_AUTO, ENCODING_UTF8, "");
	decodes(STR("abc"), ENCODING_AUTO, ENCODING_UTF8, "abc");
	decodes(STR("名称"), ENCODING_AUTO, ENCODING_UTF8, "名称");
	decodes(STR("\xef\xbb\xbf名称"), ENCODING_AUTO, ENCODING_UTF8, "名称");
	decodes(STR("\xc3\xfb\xb3\xc6"), ENCODING_AUTO, ENCODING_GB18030, "名称");
	decodes(STR("\x84\x31\x95\x33\xc3\xfb"), ENCODING_AUTO, ENCODING_GB18030, "名");
	/* U+3400 takes four bytes, U+20BB7 is outside of the first plane */
	decodes(STR("\x81\x39\xee\x39\x95\x34\xb2\x35\xc3\xfb"), ENCODING_AUTO, ENCODING_GB18030,
	    "㐀𠮷名");
	decodes(STR("\xff\xfe\x0d\x54"), ENCODING_AUTO, ENCODING_UTF16LE, "名");
	decodes(STR("\xfe\xff\x54\x0d"), ENCODING_AUTO, ENCODING_UTF16BE, "名");
	decodes(STR("\x0d\x54"), ENCODING_UTF16LE, ENCODING_UTF16LE, "名");
	decodes(STR("\xff\xfe\x0d\x54"), ENCODING_UTF16LE, ENCODING_UTF16LE, "名");
	decodes(STR("\xc3\xfb"), ENCODING_GB18030, ENCODING_GB18030, "名");
}

static void encodings_in_doubt(void **state)
{
	(void)state;
	/* two letters of Cyrillic, or one hanzi: good under both */
	decodes(STR("a,\xc4\xa3\xc4\xa3\n"), ENCODING_AUTO, ENCODING_AUTO, "say --encoding");
	decodes(STR("a,\xc4\xa3\xc4\xa3\n"), ENCODING_UTF8, ENCODING_UTF8, "a,ģģ\n");
	decodes(STR("a,\xc4\xa3\xc4\xa3\n"), ENCODING_GB18030, ENCODING_GB18030, "a,模模\n");
	decodes(STR("caf\xc3\xa9,\xe5\x90\x8d"), ENCODING_AUTO, ENCODING_UTF8, "café,名");
	decodes(STR("a\0b\0"), ENCODING_AUTO, ENCODING_AUTO, "NUL byte (byte 2)");
	decodes(STR("\xc3\xfb\xff"), ENCODING_AUTO, ENCODING_AUTO, "GB18030 (byte 3)");
	decodes(STR("名\xff"), ENCODING_UTF8, ENCODING_AUTO, "byte 4");
	decodes(STR("\xef\xbb\xbf\xff"), ENCODING_AUTO, ENCODING_AUTO, "byte 4");
	decodes(STR("\xc3"), ENCODING_GB18030, ENCODING_AUTO, "byte 1");
	decodes(STR("\xff\xfe\x00\xd8\x41\x00"), ENCODING_AUTO, ENCODING_AUTO, "UTF-16LE");
	decodes(STR("\xed\xa0\x80"), ENCODING_UTF8, ENCODING_AUTO, "byte 1");
}

static void encoding_names_are_known(void **state)
{
	enum encoding e;

	(void)state;
	assert_true(encoding_parse(STR("utf-8"), &e) && e == ENCODING_UTF8);
	assert_true(encoding_parse(STR("GBK"), &e) && e == ENCODING_GB18030);
	assert_true(encoding_parse(STR("gb2312"), &e) && e == ENCODING_GB18030);
	assert_true(encoding_parse(STR("utf-16be"), &e) && e == ENCODING_UTF16BE);
	assert_false(encoding_parse(STR("big5"), &e));
	assert_false(encoding_parse(STR(""), &e));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(trimming),
	    cmocka_unit_test(codes),
	    cmocka_unit_test(keys),
	    cmocka_unit_test(dates),
	    cmocka_unit_test(spans),
	    cmocka_unit_test(phones),
	    cmocka_unit_test(encodings),
	    cmocka_unit_test(encodings_in_doubt),
	    cmocka_unit_test(encoding_names_are_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
