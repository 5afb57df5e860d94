/* plan: a whole plan, the defaults, every error, and which rule fits. */
#include "../test.h"

#include "ssjc/plan/plan.h"

#define HEAD                                                                                       \
	"[plan]\nid = P-1\ntitle = 联合抽查\nwindow = 2023-06-14..2023-06-30\n"                \
	"strata = category, credit\naudit = p.db\ncalendar = c.csv\n"
#define RATIO "[ratio]\n*, * = 20%\n"
#define DEPT  "[department transport]\nname = 交通运输局\n"

static void whole(void **state)
{
	static const char text[] =
	    "\xef\xbb\xbf# a plan\n\n[plan]\r\nid = P-1   # the id\ntitle = 甲#乙 = 丙\ntype=专项\n"
	    "window = 2023-06-14 .. 2023-06-30\nfloor = 20%\nstrata = category, credit\n"
	    "reserve = all\naudit = out/p.db\nconfirm = 2 workdays\nresults = 7 workdays\n"
	    "calendar = /c.csv\ncustody = strict\nfollow = 10 workdays\nreview = yes\n"
	    "[ratio]\n*, A = 20% max 50\n危险货物运输, * = 1/3\n危险货物运输, A = 0.5‰\n*, D = "
	    "count 7\n"
	    "[exclude]\nstatus = cancelled, revoked\nrepeat = 1 per year\n"
	    "[assign]\nmode = pairs\nper_day = 4\n"
	    "[department transport]\nname = 交通运输局\nlead = yes\ninspectors = 3\ndraw = 8\n"
	    "max_load = 9\nqualified = yes\n"
	    "[department market]\nname = 市场监督管理局\ndraw = auto\n"
	    "[items]\nfile = items.csv";
	struct ssjc_err err;
	struct plan p;

	(void)state;
	assert_int_equal(plan_read(&p, STR(text), "x.plan", "dir", "share", &err), SSJC_OK);
	assert_true(str_is(p.id, "P-1"));
	assert_true(str_is(p.title, "甲#乙 = 丙"));
	assert_true(str_is(p.type, "专项"));
	assert_int_equal(p.to - p.from, 16);
	assert_int_equal(p.floor.p, 20);
	assert_int_equal(p.n_strata, 2);
	assert_true(str_is(p.strata[1], "credit"));
	assert_true(p.reserve_all && p.custody_strict && p.review);
	assert_int_equal(p.follow_days, 10);
	assert_int_equal(p.confirm_days, 2);
	assert_int_equal(p.result_days, 7);
	assert_string_equal(p.audit, "dir/out/p.db");
	assert_string_equal(p.calendar, "/c.csv");
	assert_string_equal(p.items, "dir/items.csv");
	assert_int_equal(p.n_rules, 4);
	assert_true(p.rule[3].fixed);
	assert_int_equal(p.rule[3].count, 7);
	assert_int_equal(p.rule[0].cap, 50);
	assert_int_equal(p.rule[1].cap, 0);
	assert_int_equal(p.n_exclude_status, 2);
	assert_int_equal(p.repeat, 1);
	assert_int_equal(p.per_day, 4);
	assert_int_equal(p.n_depts, 2);
	assert_true(p.dept[0].lead && p.dept[0].qualified);
	assert_int_equal(p.dept[0].inspectors, 3);
	assert_int_equal(p.dept[0].draw, 8);
	assert_int_equal(p.dept[0].max_load, 9);
	assert_int_equal(p.dept[1].inspectors, 2);
	assert_int_equal(p.dept[1].draw, 0);
	assert_ptr_equal(plan_dept_of(&p, STR("market")), &p.dept[1]);
	assert_ptr_equal(plan_dept_of(&p, STR("市场监督管理局")), &p.dept[1]);
	assert_null(plan_dept_of(&p, STR("")));
	assert_ptr_equal(plan_lead(&p), &p.dept[0]);
	plan_close(&p);
}

static void defaults(void **state)
{
	struct ssjc_err err;
	struct plan p;

	(void)state;
	assert_int_equal(plan_read(&p, STR(HEAD RATIO DEPT), "x.plan", "", "share", &err), SSJC_OK);
	assert_true(p.dept[0].lead);
	assert_true(str_is(p.type, "部门抽查"));
	assert_string_equal(p.audit, "p.db");
	assert_int_equal(p.confirm_days, 0);
	assert_int_equal(p.result_days, 5);
	assert_int_equal(p.per_day, 3);
	assert_int_equal(p.repeat, 0);
	assert_null(p.items);
	assert_int_equal(p.reserve.p, p.reserve.q);
	plan_close(&p);
}

static void errors(void **state)
{
	static const struct {
		const char *text;
		unsigned line;
		const char *column, *msg;
	} cases[] = {
	    {"", 0, "id", "is missing in [plan]"},
	    {"id = 1\n", 1, "", "is before the first section: begin with [plan]"},
	    {"[plan]\nid\n", 2, "", "is neither [section] nor key = value"},
	    {"[plan\n", 1, "", "a section is written [name]"},
	    {"[what]\n", 1, "",
	        "“what” is not a section; the sections are: plan, ratio, exclude, assign, "
	        "department, witness, items, papers, upload"},
	    {"[papers]\nnumber = 样〔2023〕{m}号\n", 2, "number",
	        "“样〔2023〕{m}号” has another { than that of {n}, the number of the team"},
	    {"[plan]\nplan_number = 34000020170000\n", 2, "plan_number",
	        "“34000020170000” is not a number of a plan: 6 digits of the area, 4 of the year, "
	        "a 1, and 3 digits"},
	    {"[plan]\ntask_id = 340000201709311000\n", 2, "task_id",
	        "“340000201709311000” is not a number of a task: 6 digits of the area, 8 of a "
	        "date, a 1, and 3 digits"},
	    {"[plan]\ndraw_type = 随机\n", 2, "draw_type", "“随机” is neither 定向 nor 不定向"},
	    {"[plan]\narea = 13020\n", 2, "area",
	        "“13020” is not a code of an area (行政区划代码): 6 digits"},
	    {"[department a]\ncode = 11130230MA07TE018X\n", 2, "code",
	        "“11130230MA07TE018X” has a wrong check digit: it should be 5"},
	    {"[department a]\ncode = 130230000000018\n", 2, "code",
	        "“130230000000018” is not a unified social credit code (统一社会信用代码): 18 "
	        "characters"},
	    {"[exclude]\ncolour = red\n", 2, "",
	        "“colour” is not a key of [exclude]; its keys are: status, repeat"},
	    {"[plan]\nid = a\nid = b\n", 3, "id", "is already set on line 2"},
	    {"[plan]\nid =\n", 2, "id", "has no value"},
	    {"[plan]\nwindow = 2023-06-30..2023-06-14\n", 2, "window",
	        "“2023-06-30..2023-06-14” is not two dates such as 2023-06-14..2023-06-30, "
	        "the first not after the second"},
	    {"[plan]\nwindow = 2023-06-31..2023-07-14\n", 2, "window",
	        "“2023-06-31..2023-07-14” is not two dates such as 2023-06-14..2023-06-30, "
	        "the first not after the second"},
	    {"[plan]\ndraw_date = 2023-06-31\n", 2, "draw_date",
	        "“2023-06-31” is not a date such as 2023-06-12"},
	    {HEAD "draw_date = 2023-07-01\n" RATIO DEPT, 0, "draw_date",
	        "is after the window: nobody could be inspected"},
	    {"[plan]\nfloor = 120%\n", 2, "floor",
	        "“120%” is more than the whole; a percentage is written 20%"},
	    {"[plan]\nconfirm = 2 days\n", 2, "confirm",
	        "“2 days” is not a number of at most 999 and “workdays”, such as “2 workdays”"},
	    {"[plan]\nstrata = a,,b\n", 2, "strata", "has an empty place in its list"},
	    {"[plan]\nreview = perhaps\n", 2, "review", "“perhaps” is neither yes nor no"},
	    {"[plan]\ncustody = loose\n", 2, "custody", "“loose” is neither strict nor open"},
	    {"[plan]\nid = \xff\n", 2, "", "is not UTF-8"},
	    {HEAD "[ratio]\nA = 20%\n" DEPT, 9, "",
	        "has 1 value, but strata on line 5 names 2 columns: give each column a value or "
	        "*"},
	    {"[plan]\nstrata = credit\n[ratio]\n*, A = 20%\n", 4, "",
	        "has 2 values, but strata on line 2 names 1 column: give each column a value or "
	        "*"},
	    {"[ratio]\nA = 20%\n" HEAD, 2, "",
	        "comes before strata is set: put [plan] with strata above [ratio]"},
	    {HEAD "[ratio x]\n", 8, "", "“x” may not follow the name of this section"},
	    {HEAD "[ratio]\n*, A = 20\n" DEPT, 9, "",
	        "“20” is more than the whole; a percentage is written 20%"},
	    {HEAD "[ratio]\n*, A = 20% max 0\n" DEPT, 9, "", "“0” is too small"},
	    {HEAD "[ratio]\n*, A = all\n" DEPT, 9, "",
	        "“all” is not a ratio such as 20%, 0.5‰, 1/5 or 0.2"},
	    {HEAD RATIO "*, * = 30%\n" DEPT, 10, "",
	        "has the same values as line 9: remove one of the two"},
	    {HEAD DEPT, 0, "", "has no ratio: write a [ratio] section"},
	    {HEAD RATIO, 0, "", "has no department: write a [department KEY] section for each"},
	    {HEAD RATIO DEPT "[department transport]\n", 12, "",
	        "“transport” is already a department"},
	    {HEAD RATIO "[department 交通]\n", 10, "", "“交通” is not a key of a-z, 0-9, _ and -"},
	    {HEAD RATIO "[department]\n", 10, "",
	        "[department] needs a key, such as [department transport]"},
	    {HEAD RATIO "[department a]\nlead = yes\n" DEPT, 10, "name",
	        "is missing in [department]"},
	    {HEAD RATIO DEPT "[department market]\nname = x\n", 0, "",
	        "needs exactly one department with lead = yes, but has 0"},
	    {HEAD RATIO "[assign]\nmode = trios\n" DEPT, 11, "mode",
	        "“trios” is not a mode: the modes are pairs and teams"},
	    {HEAD RATIO "[assign]\nper_day = 0\n" DEPT, 11, "per_day", "“0” is too small"},
	    {HEAD "merge = 许可证号, credit\n" RATIO DEPT, 0, "merge",
	        "names credit, which is a column of strata: a business with two values would be in "
	        "no stratum"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct ssjc_err err = {0};
		struct plan p;

		if (plan_read(&p, str_of(cases[i].text), "x.plan", "", "", &err) != SSJC_PLAN)
			fail_msg("case %zu passes", i);
		assert_string_equal(err.msg, cases[i].msg);
		assert_string_equal(err.file, "x.plan");
		assert_int_equal(err.line, cases[i].line);
		assert_string_equal(err.column, cases[i].column);
	}
}

static void rules(void **state)
{
	static const char text[] = HEAD DEPT "[ratio]\n*, * = 10%\n*, A = 20%\n危, * = 30%\n"
	                                     "危, A = 40%\n客, * = 50%\n";
	const struct plan_rule *rule;
	struct ssjc_err err;
	struct plan p;

	(void)state;
	assert_int_equal(plan_read(&p, STR(text), "x.plan", "", "", &err), SSJC_OK);
#define RULE(a, b) plan_rule_of(&p, (const struct str[]){STR(a), STR(b)}, &rule, &err)
	assert_int_equal(RULE("普", "C"), SSJC_OK);
	assert_int_equal(rule->ratio.p, 10);
	assert_int_equal(RULE("普", "A"), SSJC_OK);
	assert_int_equal(rule->ratio.p, 20);
	assert_int_equal(RULE("危", "C"), SSJC_OK);
	assert_int_equal(rule->ratio.p, 30);
	assert_int_equal(RULE("危", "A"), SSJC_OK);
	assert_int_equal(rule->ratio.p, 40);
	/* Two rules with one literal each: neither is more specific. */
	assert_int_equal(RULE("客", "A"), SSJC_PLAN);
	assert_non_null(strstr(err.msg, "“客, A” just as well as line"));
	plan_close(&p);
	assert_int_equal(
	    plan_read(&p, STR(HEAD DEPT "[ratio]\n*, A = 20%\n"), "x.plan", "", "", &err), SSJC_OK);
	assert_int_equal(RULE("客", "B"), SSJC_PLAN);
	assert_string_equal(err.msg, "no line of [ratio] fits the stratum “客, B”");
	plan_close(&p);
}

/* How well a rule fits: how many values it names, or -1. */
static int fit(const struct plan_rule *rule, const struct str *values)
{
	int n = 0;

	for (size_t i = 0; i < rule->n; i++) {
		if (str_is(rule->value[i], "*"))
			continue;
		if (!str_eq(rule->value[i], values[i]))
			return -1;
		n++;
	}
	return n;
}

/* Among rules of all kinds, the one is found that looking at each of them gives. */
static void as_by_looking(void **state)
{
	static const struct str value[] = {STR_INIT("*"), STR_INIT("a"), STR_INIT("b")};
	unsigned random = 1;

	(void)state;
	for (int round = 0; round < 200; round++) {
		struct buf text = {0};
		struct ssjc_err err;
		struct plan p;

		buf_z(&text,
		    "[plan]\nid = P\ntitle = t\nwindow = 2023-06-14..2023-06-30\n"
		    "strata = x, y, z\naudit = p.db\ncalendar = c.csv\n" DEPT "[ratio]\n");
		/* Each of the 27 possible rules by chance, and one at least. */
		for (int i = 0; i < 27; i++) {
			random = random * 1103515245U + 12345U;
			if (i == 0 || (random >> 16) % 3 == 0)
				buf_printf(&text, "%s, %s, %s = %d%%\n", value[i / 9].p,
				    value[i / 3 % 3].p, value[i % 3].p, i + 1);
		}
		assert_int_equal(plan_read(&p, buf_text(&text), "x.plan", "", "", &err), SSJC_OK);
		for (int i = 0; i < 8; i++) {
			struct str v[] = {value[1 + i / 4], value[1 + i / 2 % 2], value[1 + i % 2]};
			const struct plan_rule *rule, *best = NULL, *equal = NULL;
			int most = -1;

			for (size_t k = 0; k < p.n_rules; k++) {
				int n = fit(&p.rule[k], v);

				if (n < 0 || n < most)
					continue;
				equal = n == most ? best : NULL;
				best = &p.rule[k];
				most = n;
			}
			assert_int_equal(
			    plan_rule_of(&p, v, &rule, &err), equal ? SSJC_PLAN : SSJC_OK);
			assert_ptr_equal(rule, best);
			if (equal) {
				char line[32];

				snprintf(line, sizeof line, "as line %u:", equal->line);
				assert_non_null(strstr(err.msg, line));
			}
		}
		plan_close(&p);
		buf_free(&text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(whole),
	    cmocka_unit_test(defaults),
	    cmocka_unit_test(errors),
	    cmocka_unit_test(rules),
	    cmocka_unit_test(as_by_looking),
	};

	return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}
