/* checklist_marks: what people put into the cells of a checklist. */
#include "../test.h"

#include "record/checklist_marks.h"

static const struct str codes[] = {STR_INIT("ok"), STR_INIT("undisclosed"), STR_INIT("false"),
    STR_INIT("unreachable"), STR_INIT("corrected")};
enum { CODES = sizeof codes / sizeof codes[0] };
static const struct str texts[VOCABULARY_FILES] = {
    [VOCABULARY_HEADERS] = STR_INIT("stream,column,header\n*,id,代码\n"),
    [VOCABULARY_VALUES] = STR_INIT("column,value,written\nresult,ok,正常\n"),
    [VOCABULARY_RESULTS] = STR_INIT(
        "code,text,since\nok,未发现问题,1\nundisclosed,未公示信息,1\n"
        "false,隐瞒真实情况、弄虚作假,1\nunreachable,无法联系,1\ncorrected,已责令改正,1\n"),
};

static void results(void **s)
{
	static const struct {
		const char *text, *codes; /* NULL: it is refused */
	} cases[] = {
	    /* Words. */
	    {"", ""},
	    {"未发现问题", "ok"},
	    {" 正 常 ", "ok"},
	    {"隐瞒真实情况、弄虚作假", "false"},
	    {"未公示信息；已责令改正", "undisclosed;corrected"},
	    {"未公示信息、已责令改正", "undisclosed;corrected"},
	    {"5.已责令改正\n2．未公示信息", "corrected;undisclosed"},
	    {"√5、已责令改正", "corrected"},
	    {"√2.未公示信息\n×5.已责令改正", "undisclosed"},
	    {"□2.未公示信息\n☑5.已责令改正", "corrected"},
	    {"√2.未公示信息；5.已责令改正", NULL},
	    {"×2.未公示信息", NULL},
	    {"尚可", NULL},
	    {"未公示信息；尚可", NULL},
	    /* Numbers alone. */
	    {"5", "corrected"},
	    {"1、3", "ok;false"},
	    {"３，１", "ok;false"},
	    {"1 3", "ok;false"},
	    {"13", NULL},
	    {"0", NULL},
	    {"6", NULL},
	    {"②③", "undisclosed;false"},
	    /* Boxes, none ticked or some. */
	    {"□1 □2 □3", ""},
	    {"√1 □2 □3", "ok"},
	    {"□1 ☑2 ☒3", "undisclosed;false"},
	    {"■1□2□3", "ok"},
	    {"□√1 □2", "ok"},
	    {"√□1 □2", "ok"},
	    {"□1√ □2 □3√", "ok;false"},
	    {"□1 √□2", "undisclosed"},
	    {"□1、□2√、□3", "undisclosed"},
	    {"√1√2", "ok;undisclosed"},
	    {"x1 □2", "ok"},
	    /* A cross beside a tick says no. */
	    {"√2 ×3 ×4 ×5", "undisclosed"},
	    {"2√ 3×", "undisclosed"},
	    {"1× 2√", "undisclosed"},
	    {"□1 √2 ×3", "undisclosed"},
	    {"☑1 ×2", "ok"},
	    {"2√ 3X 4X", "undisclosed"},
	    {"√1、×2", "ok"},
	    {"□×1 □√2", "undisclosed"},
	    {"② ×3", "undisclosed"},
	    {"①√ ②×", "ok"},
	    {"□① ☑②", "undisclosed"},
	    {"×1 □2", NULL},
	    {"✗1 ✗2", NULL},
	    {"√×1 □2", NULL},
	    {"√1 ×", NULL},
	    {"□ 1 ✔ 2", "undisclosed"},
	    {"☑\xef\xb8\x8f"
	     "1 □2",
	        "ok"}, /* with a variation selector */
	    /* What cannot be told. */
	    {"1√2", NULL},
	    {"□1√□2", NULL},
	    {"□1 √ □2", NULL},
	    {"√1、3", NULL},
	    {"√", NULL},
	    {"□1 □2 √", NULL},
	    {"√1 √1", NULL},
	};
	struct ssjc_err err;
	struct vocabulary *v;
	struct buf out = {0};

	(void)s;
	assert_int_equal(vocabulary_read(&v, texts, &err), SSJC_OK);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const char *wrong;

		buf_clear(&out);
		wrong = checklist_results(&out, str_of(cases[i].text), codes, CODES, v);
		if (!wrong != !!cases[i].codes)
			fail_msg("“%s” %s: %.*s", cases[i].text, wrong ? wrong : "is taken",
			    STR_ARG(buf_text(&out)));
		if (!wrong && !str_is(buf_text(&out), cases[i].codes))
			fail_msg("“%s” is %.*s", cases[i].text, STR_ARG(buf_text(&out)));
	}
	buf_free(&out);
	vocabulary_close(v);
}

static void ticked(void **s)
{
	static const struct {
		const char *text, *words; /* NULL: it is refused */
	} cases[] = {
	    {"", ""},
	    {"□实地检查　□书面检查", ""},
	    {"□实地检查　√书面检查", "书面检查"},
	    {"☑实地检查　□书面检查　■检验检测", "实地检查、检验检测"},
	    {"□实地检查√　□书面检查", "实地检查"},
	    {"□√实地检查 □书面检查", "实地检查"},
	    {"√实地检查 ×书面检查 ×网络监测", "实地检查"},
	    {"实地检查× 书面检查√", "书面检查"},
	    {"×实地检查 □书面检查", NULL},
	    {"√×实地检查 □书面检查", NULL},
	    {"实地检查 √书面检查", NULL},
	    {"√ 行政部门检查结果 或专业意见 □书面检查", "行政部门检查结果 或专业意见"},
	    {"实地检查", "实地检查"},
	};
	struct buf out = {0};

	(void)s;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const char *wrong;

		buf_clear(&out);
		wrong = checklist_ticked(&out, str_of(cases[i].text));
		if (!wrong != !!cases[i].words)
			fail_msg("“%s” %s", cases[i].text, wrong ? wrong : "is taken");
		if (!wrong && !str_is(buf_text(&out), cases[i].words))
			fail_msg("“%s” is %.*s", cases[i].text, STR_ARG(buf_text(&out)));
	}
	buf_free(&out);
}

static void added(void **s)
{
	static const struct {
		const char *text, *printed, *added;
		bool ticked, crossed;
	} cases[] = {
	    {"□ 拒绝签字。理由：", "□拒绝签字。理由：", "", false, false},
	    {"√ 拒绝签字。理由：", "□拒绝签字。理由：", "", true, false},
	    {"× 拒绝签字。理由：", "□拒绝签字。理由：", "", false, true},
	    {"□ 拒绝签字。\n理由： 负责人 外出", "□拒绝签字。理由：", "负责人 外出", false, false},
	    {"☑负责人外出", "□拒绝签字。理由：", "负责人外出", true, false},
	    {"负责人外出", "", "负责人外出", false, false},
	    {"√", "", "√", false, false},
	    {"XX路门店", "", "XX路门店", false, false},
	    {"见证人：样某", "见证人：", "样某", false, false},
	};

	(void)s;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct checklist_mark is;
		struct str got = checklist_added(
		    str_of(cases[i].text), str_of(cases[i].printed), &is);

		if (!str_is(got, cases[i].added) || is.ticked != cases[i].ticked ||
		    is.crossed != cases[i].crossed)
			fail_msg(
			    "“%s”: %d %d %.*s", cases[i].text, is.ticked, is.crossed, STR_ARG(got));
	}
}

static void has_date(void **s)
{
	static const char *const with[] = {"样某 2023.6.15", "2023年 6月 15日 样某", "20230615"},
	                         *const without[] = {
	                             "", "样某", "样某（T-001，电话 17000000001）", "3/4"};

	(void)s;
	for (size_t i = 0; i < sizeof with / sizeof with[0]; i++)
		assert_true(checklist_has_date(str_of(with[i])));
	for (size_t i = 0; i < sizeof without / sizeof without[0]; i++)
		assert_false(checklist_has_date(str_of(without[i])));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(results),
	    cmocka_unit_test(ticked),
	    cmocka_unit_test(added),
	    cmocka_unit_test(has_date),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
