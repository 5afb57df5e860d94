/*
 * encoding: what a text is written in, and that all of it is written in the same.
 */
#include "../test.h"

#include "ssjc/base/encoding.h"

static struct ssjc_err err;

#define GB_NAME "\xbc\xd7\xb9\xab\xcb\xbe" /* 甲公司 */

static void is_read(struct str bytes, enum encoding asked, enum encoding found, const char *text)
{
	struct decoded d;

	if (decoded_open(&d, bytes, asked, "a.csv", &err))
		fail_msg("%s", err.msg);
	assert_int_equal(d.encoding, found);
	assert_true(str_is(d.text, text));
	decoded_close(&d);
}

static void is_refused(struct str bytes, enum encoding asked, uint64_t line, const char *why)
{
	struct decoded d;

	assert_int_equal(decoded_open(&d, bytes, asked, "a.csv", &err), SSJC_INPUT);
	if (!strstr(err.msg, why))
		fail_msg("“%s” does not say “%s”", err.msg, why);
	assert_int_equal(err.line, line);
	decoded_close(&d);
}

static void one_encoding(void **state)
{
	(void)state;
	is_read(STR("甲,乙\n丙\n"), ENCODING_AUTO, ENCODING_UTF8, "甲,乙\n丙\n");
	is_read(STR("a,b\n"), ENCODING_AUTO, ENCODING_UTF8, "a,b\n");
	is_read(STR("\xef\xbb\xbf甲\n"), ENCODING_AUTO, ENCODING_UTF8, "甲\n");
	is_read(STR("a\n" GB_NAME "\n"), ENCODING_AUTO, ENCODING_GB18030, "a\n甲公司\n");
	/* 琦: the first byte could begin a letter of UTF-8, but the rest does not fit. */
	is_read(STR("\xe7\xf9\n" GB_NAME), ENCODING_AUTO, ENCODING_GB18030, "琦\n甲公司");
}

/* A line appended by another program. */
static void a_line_of_another(void **state)
{
	(void)state;
	is_refused(STR(GB_NAME ",1\n" GB_NAME ",2\n乙运输公司店,3\n"), ENCODING_AUTO, 3,
	    "is UTF-8, and line 1 is not");
	is_refused(STR(GB_NAME ",1\n乙运,3\n" GB_NAME ",2\n"), ENCODING_AUTO, 2,
	    "is UTF-8, and line 1 is not");
	is_refused(STR("id,name\n1,甲公司集团\n2,乙商行店\n3," GB_NAME "\n"), ENCODING_AUTO, 4,
	    "is not UTF-8, and line 2 is");
	is_refused(STR("\xef\xbb\xbf甲,乙\n" GB_NAME "\n"), ENCODING_AUTO, 2,
	    "is not UTF-8, and line 1 is");
	/* To say an encoding does not make one of two. */
	is_refused(STR("甲,乙\n" GB_NAME "\n"), ENCODING_UTF8, 2, "is not UTF-8");
	is_refused(STR(GB_NAME "\n" GB_NAME "\n乙运输公司店\n"), ENCODING_GB18030, 3, "is UTF-8");
}

/* What was not copied to its end; the last byte may look like another encoding's. */
static void cut_off(void **state)
{
	(void)state;
	is_refused(STR("a,b\n1,张一\n2,李\xe4\xba"), ENCODING_AUTO, 3, "is cut off");
	is_refused(STR("a,b\n1,财\xe6\x94"), ENCODING_AUTO, 2, "is cut off");
	is_refused(STR("甲乙\n丙\xe4"), ENCODING_UTF8, 2, "is cut off");
	is_refused(STR("\xef\xbb\xbf甲乙\n丙\xe4"), ENCODING_AUTO, 2, "is cut off");
}

static void neither(void **state)
{
	(void)state;
	is_refused(STR("a\xff\xff\n"), ENCODING_AUTO, 0, "neither UTF-8");
	is_refused(STR("\xc4\xa3\xc4\xa3\n"), ENCODING_AUTO, 0, "can be read as UTF-8 and as");
	is_read(STR("\xc4\xa3\xc4\xa3\n"), ENCODING_GB18030, ENCODING_GB18030, "模模\n");
	is_read(STR("\xc4\xa3\n"), ENCODING_UTF8, ENCODING_UTF8, "ģ\n");
}

/* What is written is read again. */
static void written(void **state)
{
	static const struct str text = STR_INIT("统一社会信用代码,企业名称\n𠮷野家,ａ—€\n");
	struct decoded d = {0};
	struct buf b = {0};

	(void)state;
	assert_int_equal(encoding_put(&b, text, ENCODING_GB18030, &err), SSJC_OK);
	assert_true(b.n > 0 && b.n != text.n);
	assert_int_equal(decoded_open(&d, buf_text(&b), ENCODING_AUTO, "t.csv", &err), SSJC_OK);
	assert_int_equal(d.encoding, ENCODING_GB18030);
	assert_true(str_eq(d.text, text));
	decoded_close(&d);
	buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(one_encoding),
	    cmocka_unit_test(a_line_of_another),
	    cmocka_unit_test(cut_off),
	    cmocka_unit_test(neither),
	    cmocka_unit_test(written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
