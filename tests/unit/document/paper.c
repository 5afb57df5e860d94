/*
 * paper: what templates may say, what is wrong with others and on which line, and
 * what comes of them. All people and businesses are invented.
 */
#include "../test.h"

#include "ssjc/document/paper.h"

static struct ssjc_err err;

static struct plan_dept depts[] = {
    {.key = STR_INIT("a"), .name = STR_INIT("样例甲局"), .lead = true},
    {.key = STR_INIT("b"), .name = STR_INIT("样例乙局")},
};
static struct item item[] = {
    {.item = STR_INIT("A1"),
        .dept = STR_INIT("a"),
        .title = STR_INIT("资格"),
        .materials = STR_INIT("执照; 台账")},
    {.item = STR_INIT("A2"),
        .dept = STR_INIT("a"),
        .category = STR_INIT("客运"),
        .title = STR_INIT("车辆")},
};
static struct items items = {.v = item, .n = 2};
static struct visitor people[][3] = {
    {{&depts[0], DUTY_LEAD, STR_INIT("A-1"), STR_INIT("赵"), STR_INIT("170")},
        {&depts[0], DUTY_ASSIST, STR_INIT("A-2"), STR_INIT("钱"), STR_INIT("")},
        {&depts[1], DUTY_LEAD, STR_INIT("B-1"), STR_INIT("孙"), STR_INIT("171")}},
    {{&depts[0], DUTY_LEAD, STR_INIT("A-2"), STR_INIT("钱"), STR_INIT("")}},
};
/* The second business has the earlier day. */
static struct visit visit[] = {
    {.object = {.id = STR_INIT("1X"), .name = STR_INIT("样例{一}\\"), .category = STR_INIT("货运")},
        .date = 19522,
        .team = 1,
        .number = 1,
        .visitor = people[0],
        .n = 3},
    {.object = {.id = STR_INIT("2X"),
         .name = STR_INIT("样例二"),
         .category = STR_INIT("客运"),
         .address = STR_INIT("样例路")},
        .date = 19521,
        .team = 12,
        .number = 12,
        .visitor = people[1],
        .n = 1},
};
static struct visits visits = {.v = visit, .n = 2}; /* and its index: main */
static struct plan plan = {.id = STR_INIT("P-1"),
    .title = STR_INIT("样例抽查"),
    .dept = depts,
    .n_depts = 2,
    .from = 19522,
    .to = 19538};
static struct audit_state state;
static const struct document d = {
    .plan = &plan, .items = &items, .state = &state, .now = 1686531600};

static const char page[] = "sheet s\ncolumns 100 100\n";

/* The text of a paper about the first business, its first department and inspector. */
static ssjc_rc make(enum paper_about about, const char *body, struct buf *out)
{
	const struct paper_data data = {.d = &d,
	    .visits = about == PAPER_COMMITMENT ? NULL : &visits,
	    .visit = about == PAPER_VISIT ? &visit[0] : NULL,
	    .dept = about == PAPER_DEPT || about == PAPER_INSPECTOR ? &depts[0] : NULL,
	    .inspector = about == PAPER_INSPECTOR ? &people[0][1] : NULL};
	struct paper *p = NULL;
	struct buf text = {0};
	ssjc_rc rc;

	buf_z(&text, page);
	buf_z(&text, body);
	buf_clear(out);
	rc = paper_open(&p, about, buf_text(&text), "a.txt", &err);
	if (!rc)
		rc = paper_text(out, p, &data, &err);
	paper_free(p);
	buf_free(&text);
	return rc;
}

static void made(void **s)
{
	static const struct {
		enum paper_about about;
		const char *body, *text;
	} cases[] = {
	    {PAPER_ALL, "note {plan.id}：{plan.title}\n", "P-1：样例抽查\n\n"},
	    /* What a value has in it is no placeholder, and \ is what it is. */
	    {PAPER_VISIT, "note {name}，{id}\n", "样例{一}\\，1X\n\n"},
	    {PAPER_VISIT, "note \\{x\\}\\\\\\n2\n", "{x}\\\n2\n\n"},
	    /* Conditions: one of one's own, and any placeholder. */
	    {PAPER_VISIT, "note {joint?联合}{!joint?单独}{address?在{address}}{!address?不明}。\n",
	        "联合不明。\n\n"},
	    {PAPER_VISIT, "if address\nnote a\nelse\nnote b\nend\nif !address\nnote c\nend\n",
	        "b\n\nc\n\n"},
	    {PAPER_VISIT, "row\nlabel 日期\ntext {date} {date.iso} {weekday}\nend\n",
	        "日期：2023年6月14日 2023-06-14 三\n"},
	    {PAPER_VISIT, "note {team} {number}\n", "1 P-1-001\n\n"},
	    /* Blocks in rows, texts added to a cell. */
	    {PAPER_VISIT,
	        "each dept\nrow\nlabel {ordinal}、{dept}{dept.lead?（牵头）}\ntext\n"
	        "each inspector\n+ {duty} {inspector}{inspector.phone?（{inspector.phone}）}\nend\n"
	        "each item\n~ ；{item.title}（{item.materials}）\nend\nend\nend\n",
	        "一、样例甲局（牵头）：主办 赵（170）\n    协办 钱；资格（执照、台账）\n"
	        "二、样例乙局：主办 孙（171）\n"},
	    {PAPER_ALL, "note\neach dept\n~ {nth}{dept}{more?，}\nend\n",
	        "1样例甲局，2样例乙局\n\n"},
	    /* All businesses, by team; those of a department or an inspector, by day. */
	    {PAPER_ALL, "note {visits}\neach visit\n+ {id}\nend\n", "2\n1X\n2X\n\n"},
	    {PAPER_DEPT, "note {dept}{visits}\neach visit\n+ {id}\nend\n", "样例甲局2\n2X\n1X\n\n"},
	    {PAPER_INSPECTOR, "note {inspector}{visits}\neach visit\n+ {id}{duty}\nend\n",
	        "钱2\n2X主办\n1X协办\n\n"},
	    /* A number in a cell; two columns of one cell. */
	    {PAPER_VISIT, "row:20\nnumber*2 {team}\nend\n", "\n\n"},
	    {PAPER_VISIT, "# a comment\n\n  \t note   x \t\r\n", "x\n\n"},
	    {PAPER_VISIT, "keep\nnote a\nnote b\nend\nglue\nnote c\nrepeat 1\n", "a\n\nb\n\nc\n\n"},
	};
	struct buf out = {0};

	(void)s;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		if (make(cases[i].about, cases[i].body, &out) != SSJC_OK)
			fail_msg("%s:%d: %s", cases[i].body, (int)err.line, err.msg);
		if (!str_is(buf_text(&out), cases[i].text))
			fail_msg("%s becomes %.*s", cases[i].body, STR_ARG(buf_text(&out)));
	}
	buf_free(&out);
}

static void wrong(void **s)
{
	static const struct {
		enum paper_about about;
		const char *body;
		unsigned line; /* of the body */
		const char *msg;
	} cases[] = {
	    {PAPER_VISIT, "note a\nnote {nane}\n", 2,
	        "there is no placeholder “nane”: ssjc-template(5) lists them"},
	    {PAPER_VISIT, "note {nane?x}\n", 1, "there is no placeholder “nane”"},
	    {PAPER_VISIT, "note {name?{nane}}\n", 1, "there is no placeholder “nane”"},
	    {PAPER_VISIT, "if nane\nend\n", 1, "there is no placeholder “nane”"},
	    {PAPER_VISIT, "note {name\n", 1, "“{name” is not a placeholder such as"},
	    {PAPER_VISIT, "note {}\n", 1, "“{}” is not a placeholder"},
	    {PAPER_VISIT, "note {!name}\n", 1, "“{!name}” is not a placeholder"},
	    {PAPER_VISIT, "note {credit}\n", 1, "there is no placeholder “credit”"},
	    {PAPER_VISIT, "note {stratum}\n", 1, "there is no placeholder “stratum”"},
	    {PAPER_ALL, "note {name}\n", 1, "“name” is known only within “each visit”"},
	    {PAPER_VISIT, "note {item.title}\n", 1,
	        "“item.title” is known only within “each item”"},
	    {PAPER_VISIT, "each dept\nend\nnote {dept}\n", 3,
	        "“dept” is known only within “each dept”"},
	    {PAPER_VISIT, "each item\nend\n", 1, "“each item” is known only within “each dept”"},
	    {PAPER_VISIT, "note {ceremony.time}\n", 1,
	        "“ceremony.time” is not known in this paper"},
	    {PAPER_COMMITMENT, "each visit\nend\n", 1, "“each visit” is not known in this paper"},
	    {PAPER_VISIT, "each day\nend\n", 1, "there is no “each day”"},
	    {PAPER_VISIT, "tilte x\n", 1, "“tilte” is not a word of templates"},
	    {PAPER_VISIT, "row\nlabel a\ntext b\nnote c\n", 1, "is a block without an “end”"},
	    {PAPER_VISIT, "row\nlabel a\nkeep\n", 3,
	        "“keep” cannot be in a row: is an “end” missing?"},
	    {PAPER_VISIT, "row\nlabel a\nrow\n", 3, "a row cannot be in a row"},
	    {PAPER_VISIT, "end\n", 1, "“end” is not in a block"},
	    {PAPER_VISIT, "keep\nelse\nend\n", 2, "“else” is not in an “if”"},
	    {PAPER_VISIT, "keep x\nend\n", 1, "“keep” has nothing after it"},
	    {PAPER_VISIT, "each\nend\n", 1, "“each” needs something after it"},
	    {PAPER_VISIT, "note:x y\n", 1, "“x” is not a number from 1 to 1000 after “:”"},
	    {PAPER_VISIT, "row\ntext*0\nend\n", 2, "“0” is not a number from 1 to 99 after “*”"},
	    {PAPER_VISIT, "columns 7\n", 1, "“7” is not the width of a column"},
	    {PAPER_VISIT, "row\ntext\nfield tilt\nend\n", 3,
	        "there is no field “tilt”: ssjc-template(5) lists them"},
	    {PAPER_VISIT, "row\ntext\nfield result\nend\n", 3,
	        "“field result” is known only within “each dept”"},
	    {PAPER_ALL, "note\nfield date\n", 2, "“field date” is known only within “each visit”"},
	    {PAPER_VISIT, "field date\n", 1, "there is no cell or line to fill in"},
	    {PAPER_VISIT, "page tall\n", 1, "“tall” is not portrait, landscape, list or one-page"},
	    {PAPER_VISIT, "note \xff\n", 1, "is not UTF-8"},
	    /* What only shows when a sheet is made. */
	    {PAPER_VISIT, "row\nlabel a\nend\n", 1, "the row has 1 columns, not 2"},
	    {PAPER_VISIT, "row\nlabel a\ntext*2 b\nend\n", 1, "the row has 3 columns, not 2"},
	    {PAPER_VISIT, "+ a\n", 1, "there is no cell or line to add a text to"},
	    {PAPER_VISIT, "row\nnumber*2 {name}\nend\n", 1, "is not a whole number"},
	};
	struct buf out = {0};

	(void)s;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		if (make(cases[i].about, cases[i].body, &out) != SSJC_INPUT)
			fail_msg("%s is taken", cases[i].body);
		assert_string_equal(err.file, "a.txt");
		if (err.line != cases[i].line + 2 || !strstr(err.msg, cases[i].msg))
			fail_msg("%s: line %d: %s", cases[i].body, (int)err.line - 2, err.msg);
	}
	buf_free(&out);
}

/* What a template must have, deep blocks, and a byte order mark. */
static void whole(void **s)
{
	static const char *const bad[] = {"", "sheet s\nnote x\n", "columns 100\nnote x\n"};
	struct paper *p;
	struct buf deep = {0};

	(void)s;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_int_equal(
		    paper_open(&p, PAPER_ALL, str_of(bad[i]), "a.txt", &err), SSJC_INPUT);
	assert_null(p);
	assert_int_equal(paper_open(&p, PAPER_ALL,
	                     STR("\xef\xbb\xbfsheet s\r\ncolumns 9\r\nname 表\r\n"), "a.txt", &err),
	    SSJC_OK);
	assert_true(str_is(paper_name(p), "表"));
	paper_free(p);
	buf_z(&deep, page);
	for (int i = 0; i < 17; i++)
		buf_z(&deep, "if joint\n");
	assert_int_equal(paper_open(&p, PAPER_ALL, buf_text(&deep), "a.txt", &err), SSJC_INPUT);
	assert_non_null(strstr(err.msg, "is in more than 16 blocks"));
	assert_int_equal(err.line, 19);
	buf_free(&deep);
}

/* The plan's own number. */
static void number(void **s)
{
	struct buf out = {0};

	(void)s;
	plan.papers.number = STR("样〔2023〕{n}号{n}");
	assert_int_equal(make(PAPER_VISIT, "note {number}\n", &out), SSJC_OK);
	assert_true(str_is(buf_text(&out), "样〔2023〕001号001\n\n"));
	plan.papers.number = STR("");
	buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(made),
	    cmocka_unit_test(wrong),
	    cmocka_unit_test(whole),
	    cmocka_unit_test(number),
	};

	return visits_index(&visits, NULL) ? EXIT_FAILURE
	                                   : cmocka_run_group_tests(tests, NULL, NULL);
}
