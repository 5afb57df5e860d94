/* language: words in messages, in English and in another language. */
#include "../test.h"

#include "ssjc/base/err.h"
#include "ssjc/base/language.h"

static void print(bool english, char *to, size_t size, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
static void print(bool english, char *to, size_t size, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	language_vprint(to, size, english, fmt, ap);
	va_end(ap);
}

static void words(void **state)
{
	/* What a word looks like after it went through other texts. */
	static const struct {
		const char *arg, *english, *other;
	} cases[] = {
	    {W_("nobody"), "<nobody>", "<nobody>"},
	    {"a" W_("b") "c" W_("d"), "<abcd>", "<abcd>"},
	    {"\xff<one\xff|一\xff>", "<one>", "<一>"},
	    {"\xff<a \xff<b\xff|乙\xff>\xff|甲\xff<b\xff|乙\xff>\xff>", "<a b>", "<甲乙>"},
	    {"\xff<\xff|\xff>", "<>", "<>"},
	    /* What has no end, and such bytes in the name of a file, do no harm. */
	    {"\xff<one\xff|一", "<one\xff|一>", "<one\xff|一>"},
	    {"\xff> \xff| \xff", "<\xff> \xff| \xff>", "<\xff> \xff| \xff>"},
	};
	char text[64];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		print(true, text, sizeof text, "<%s>", cases[i].arg);
		assert_string_equal(text, cases[i].english);
		print(false, text, sizeof text, "<%s>", cases[i].arg);
		assert_string_equal(text, cases[i].other);
	}
	/* A text that is cut stays UTF-8. */
	print(false, text, 8, "%s", "\xff<x\xff|一二三\xff>");
	assert_string_equal(text, "一二");
}

static void both(void **state)
{
	struct buf b = {0}, english = {0};
	struct ssjc_err why, e;

	(void)state;
	language_both(&b, "%d of %s", 2, W_("many"));
	language_either(&b, "; end", "；完");
	language_english(&english, buf_text(&b));
	assert_string_equal(english.p, "2 of many; end");
	ssjc_fail(&e, SSJC_INPUT, "is bad: %s", b.p);
	assert_string_equal(e.msg, "is bad: 2 of many; end");
	assert_string_equal(e.said, "is bad: 2 of many；完");
	ssjc_fail_from(&why, SSJC_NO, "f", 3, "c", &e);
	assert_string_equal(why.file, "f");
	assert_int_equal(why.line, 3);
	assert_string_equal(why.said, e.said);
	ssjc_fail_text(&e, SSJC_PLAN, "cannot be");
	ssjc_err_before(&e, "it %s ", W_("really"));
	ssjc_err_because(&e, &why);
	assert_string_equal(e.msg, "it really cannot be: is bad: 2 of many; end");
	assert_string_equal(e.said, "it really cannot be: is bad: 2 of many；完");
	assert_int_equal(e.rc, SSJC_PLAN);
	buf_free(&b);
	buf_free(&english);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(words), cmocka_unit_test(both)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
