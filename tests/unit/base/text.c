/* text and encoding: what people type, made comparable. */
#include "../test.h"

#include "ssjc/base/encoding.h"
#include "ssjc/base/text.h"

static struct ssjc_err err;

static void trims_to(const char *s, const char *expected)
{
	assert_true(str_is(text_trim(str_of(s)), expected));
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
	trims_to("\xff", "\xff"); /* not UTF-8: left alone */
	trims_to(" \xe7\x94", "\xe7\x94");
}

static void makes(void (*form)(struct buf *, struct str), const char *s, const char *expected)
{
	struct buf b = {0};

	form(&b, str_of(s));
	assert_false(b.failed);
	assert_string_equal(b.p ? b.p : "", expected);
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

/* Decoding finds that encoding and gives that text, or fails with those words. */
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
	/* U+3400 takes four bytes, and U+20BB7 is not in the first plane. */
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
	/* Two letters g with a cedilla, or two hanzi: good in both. */
	decodes(STR("a,\xc4\xa3\xc4\xa3\n"), ENCODING_AUTO, ENCODING_AUTO, "say --encoding");
	decodes(STR("a,\xc4\xa3\xc4\xa3\n"), ENCODING_UTF8, ENCODING_UTF8, "a,ģģ\n");
	decodes(STR("a,\xc4\xa3\xc4\xa3\n"), ENCODING_GB18030, ENCODING_GB18030, "a,模模\n");
	decodes(STR("caf\xc3\xa9,\xe5\x90\x8d"), ENCODING_AUTO, ENCODING_UTF8, "café,名");
	decodes(STR("a\0b\0"), ENCODING_AUTO, ENCODING_AUTO, "(byte 2 is a zero)");
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
	    cmocka_unit_test(encodings),
	    cmocka_unit_test(encodings_in_doubt),
	    cmocka_unit_test(encoding_names_are_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
