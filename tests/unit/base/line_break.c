/* line_break: where lines end, and what they neither begin nor end with. */
#include "../test.h"

#include "ssjc/base/line_break.h"

/* 12 points are 16 pixels: six wide characters in 104, less the padding of 8. */
enum { WIDTH = 104, FONT = 24 };

/* The lines of a text, with a / between them. */
static void lines_of(struct buf *out, struct str text)
{
	struct str rest = text, line;
	const char *between = "";

	buf_clear(out);
	while (line_break_next(&rest, WIDTH, FONT, &line)) {
		buf_printf(out, "%s%.*s", between, STR_ARG(line));
		between = "/";
	}
}

static void lines(void **state)
{
	static const struct {
		const char *text, *lines;
	} cases[] = {
	    {"", ""},
	    {"一二三四五六", "一二三四五六"},
	    {"一二三四五六七", "一二三四五六/七"},
	    {"一二三四五六七八九十一二三", "一二三四五六/七八九十一二/三"},
	    /* A closing mark does not begin a line: it takes the character before along. */
	    {"一二三四五六。", "一二三四五/六。"},
	    {"一二三四五六》、七", "一二三四五/六》、七"},
	    {"一二三四五》）》。七", "一二三四/五》）》。七"},
	    {"一二三四五六)", "一二三四五/六)"},
	    /* An opening mark does not end one, and a box stays with what it is for. */
	    {"一二三四五《六七》", "一二三四五/《六七》"},
	    {"一二三四（《五六》）", "一二三四/（《五六》）"},
	    {"□一二三四□五六七", "□一二三四/□五六七"},
	    {"□1 □2 □3 □4", "□1 □2 □3 /□4"},
	    /* What cannot be broken is cut where the cell ends. */
	    {"》》》》》》》》", "》》》》》》/》》"},
	    {"91130230MA07TE034J", "91130230MA/07TE034J"},
	    /* Line feeds. */
	    {"一\n二\n三", "一/二/三"},
	    {"一\n", "一/"},
	    {"一二三四五六\n七", "一二三四五六/七"},
	    /* Words in Latin letters stay whole; blanks at the end of a line need no room. */
	    {"abcde fghij", "abcde /fghij"},
	    {"ab cd", "ab cd"},
	    {"一二三四abcde", "一二三四/abcde"},
	    {"一二三四五六 七", "一二三四五六 /七"},
	    /* Ambiguous signs are drawn wide. */
	    {"“□①”六六", "“□①”六六"},
	    {"“□①”六六六", "“□①”六六/六"},
	};
	struct buf got = {0};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		unsigned n = 1;

		lines_of(&got, str_of(cases[i].text));
		if (!str_is(buf_text(&got), cases[i].lines))
			fail_msg("“%s” is %.*s", cases[i].text, STR_ARG(buf_text(&got)));
		for (const char *c = cases[i].lines; *c; c++)
			n += *c == '/';
		assert_int_equal(line_break_count(str_of(cases[i].text), WIDTH, FONT), n);
	}
	/* Neither a lack of room nor bytes that are not text make it fail. */
	assert_int_equal(line_break_count(STR("一二"), 0, FONT), 2);
	assert_int_equal(line_break_count(STR("\xff\xfe"), WIDTH, FONT), 1);
	assert_int_equal(line_break_count((struct str){NULL, 0}, WIDTH, FONT), 1);
	buf_free(&got);
}

/* Where the line feeds go, and which texts can do without. */
static void put(void **state)
{
	static const struct {
		const char *text, *put;
	} cases[] = {
	    {"一二三四五六七八", "一二三四五六\n七八"},
	    {"一二三四五六。七", "一二三四五\n六。七"},
	    {"一二。", "一二。"},
	    {"一，\n二三四五六七", "一，\n二三四五六七"},
	    {"□一二三四　　□五", "□一二三四\n□五"},
	    {"一二三四五六  七", "一二三四五六\n七"},
	    {"　一二三四五六", "　一二三四五\n六"},
	    {"一 \n二", "一 \n二"},
	};
	struct buf b = {0};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		buf_clear(&b);
		line_break_put(&b, str_of(cases[i].text), WIDTH, FONT);
		if (!str_is(buf_text(&b), cases[i].put))
			fail_msg("“%s” becomes “%.*s”", cases[i].text, STR_ARG(buf_text(&b)));
	}
	assert_false(line_break_matters(STR("一二三四 abc\n")));
	assert_true(line_break_matters(STR("一二。三四")));
	assert_true(line_break_matters(STR("一二《三四")));
	buf_free(&b);
}

/* Whatever the text, no character is lost, and each line begins and ends as it may. */
static void any_text(void **state)
{
	static const char *const piece[] = {
	    "一", "一", "二》、", "《三", "（四）", "ab ", "7", "五六", "”", "\n"};
	uint32_t seed = 7;
	struct buf text = {0}, put = {0};

	(void)state;
	for (int round = 0; round < 2000; round++) {
		struct str rest, line;
		size_t kept = 0;

		buf_clear(&text);
		for (int i = 0; i < 40; i++) {
			seed = seed * 1664525 + 1013904223;
			buf_z(&text, piece[(seed >> 16) % 10]);
			buf_z(&text, "一");
		}
		rest = buf_text(&text);
		while (line_break_next(&rest, WIDTH, FONT, &line)) {
			struct str tail = {
			    line.p + (line.n > 3 ? line.n - 3 : 0), line.n > 3 ? 3 : line.n};

			kept += line.n;
			if (rest.p && rest.p[-1] == '\n')
				kept++;
			else if (rest.p)
				assert_false(str_is(tail, "《") || str_is(tail, "（"));
			if (line.p > text.p && line.p[-1] != '\n')
				assert_false(str_starts(line, "》") || str_starts(line, "、") ||
				    str_starts(line, "）") || str_starts(line, "”"));
		}
		assert_int_equal(kept, text.n);
		/* The line feeds are where the lines ended anyway. */
		buf_clear(&put);
		line_break_put(&put, buf_text(&text), WIDTH, FONT);
		assert_int_equal(line_break_count(buf_text(&put), WIDTH, FONT),
		    line_break_count(buf_text(&text), WIDTH, FONT));
	}
	buf_free(&text);
	buf_free(&put);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lines),
	    cmocka_unit_test(put),
	    cmocka_unit_test(any_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
