/*
 * dept_result, result_list, page: what may be published, what is published, and
 * what never is. All people and businesses are invented.
 */
#include "ssjc/document/page.h"
#include "ssjc/document/page_files.h"
#include "ssjc/document/result_list.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct ssjc_err err;

static const char items_text[] = "item,dept,category,title,basis,method,skill,materials\n"
                                 "T1,transport,货运,经营资格,条例,实地检查,,许可证\n"
                                 "T2,transport,客运,车载定位,条例,网络监测,,台账\n"
                                 "T3,transport,客运;货运,双控,条例,书面检查,,台账\n"
                                 "M1,market,货运,公示信息,条例,网络监测,,\n";

static const struct str vocabulary_text_of[VOCABULARY_FILES] = {
    [VOCABULARY_HEADERS] = STR_INIT("stream,column,header\n*,id,代码\n"),
    [VOCABULARY_VALUES] = STR_INIT("column,value,written\nsigned,yes,是\n"),
    [VOCABULARY_RESULTS] = STR_INIT("code,text,since\nok,未发现问题,1\nundisclosed,未公示,1\n"
                                    "corrected,已责令改正,1\ninactive,未开展,1\n"),
};

static struct plan_dept depts[] = {
    {.key = STR_INIT("transport"), .name = STR_INIT("样例交通局"), .lead = true},
    {.key = STR_INIT("market"), .name = STR_INIT("样例<市场>局")},
};

static struct plan_holder holders[] = {
    {STR_INIT("transport"), STR_INIT("样例交通局")},
    {STR_INIT("market"), STR_INIT("样例<市场>局")},
};

/* Strata and phones that must not be seen. */
static struct pick picks[] = {
    {.draw = 1,
        .stratum = STR_INIT("货运;CREDIT-A"),
        .rank = 1,
        .ticket = STR_INIT("cc"),
        .role = ROLE_MAIN,
        .object = {.id = STR_INIT("91130230MA07TE034J"),
            .name = STR_INIT("样例<A&B>\"物流\""),
            .category = STR_INIT("货运"),
            .credit = STR_INIT("CREDIT-A"),
            .region = STR_INIT("SECRET-REGION"),
            .legal_rep = STR_INIT("SECRET-REP"),
            .phone = STR_INIT("0315-5550100")}},
    {.draw = 1,
        .stratum = STR_INIT("货运;CREDIT-A"),
        .rank = 2,
        .ticket = STR_INIT("aa"),
        .role = ROLE_REPLACEMENT,
        .object = {.id = STR_INIT("91130230MA07TE0508"),
            .name = STR_INIT("样例乙"),
            .category = STR_INIT("货运"),
            .credit = STR_INIT("CREDIT-A"),
            .phone = STR_INIT("0315-5550100")}},
    {.draw = 1,
        .stratum = STR_INIT("货运;CREDIT-A"),
        .rank = 3,
        .ticket = STR_INIT("dd"),
        .role = ROLE_RESERVE,
        .object = {.id = STR_INIT("91130230MA07TE0695"),
            .name = STR_INIT("样例备选"),
            .category = STR_INIT("货运")}},
    {.draw = 1,
        .stratum = STR_INIT("客运;CREDIT-D"),
        .rank = 1,
        .ticket = STR_INIT("bb"),
        .role = ROLE_MAIN,
        .object = {.id = STR_INIT("91130230MA07TE085T"),
            .name = STR_INIT("样例丁"),
            .category = STR_INIT("客运")}},
    {.draw = 1,
        .stratum = STR_INIT("客运;CREDIT-D"),
        .rank = 2,
        .ticket = STR_INIT("ee"),
        .role = ROLE_REMOVED,
        .object = {.id = STR_INIT("91130230MA07TE0770"),
            .name = STR_INIT("样例移出"),
            .category = STR_INIT("客运")}},
};

enum { J = 0, EIGHT = 1, T = 3, REMOVED = 4 };

static struct str strata_columns[] = {STR_INIT("category"), STR_INIT("credit")};
static struct result results[16];
static struct stratum strata[] = {
    {.text = STR_INIT("货运;CREDIT-A"), .population = 7, .main = 2},
    {.text = STR_INIT("货运;CREDIT-B"), .population = 3, .main = 1},
    {.text = STR_INIT("客运;CREDIT-D"), .population = 2, .main = 2},
};

struct fixture {
	struct plan plan;
	struct audit_state state;
	struct vocabulary *vocabulary;
	struct items items;
	struct document d;
	struct dept_results results;
};

/* A day in June 2023. */
static day_t june(int day)
{
	return 19509 + day - 1;
}

static void result(struct fixture *x, int pick, const char *dept, const char *item,
    const char *result, int day, const char *sign)
{
	results[x->state.n_results++] = (struct result){
	    .object = picks[pick].object.id,
	    .dept = str_of(dept),
	    .item = str_of(item),
	    .result = str_of(result),
	    .date = june(day),
	    .signed_ = str_of(sign),
	    .problem = STR("SECRET-PROBLEM"),
	};
}

static void find(struct fixture *x)
{
	dept_results_close(&x->results);
	assert_int_equal(dept_results_of(&x->results, &x->d, &err), SSJC_OK);
}

static int setup(void **state)
{
	static struct fixture x;

	memset(&x, 0, sizeof x);
	memset(results, 0, sizeof results);
	x.plan = (struct plan){.id = STR("P'1"),
	    .title = STR("样例<计划>"),
	    .type = STR("联合"),
	    .dept = depts,
	    .n_depts = 2,
	    .holder = holders,
	    .n_holders = 2,
	    .from = june(14),
	    .to = june(30),
	    .strata = strata_columns,
	    .n_strata = 2};
	x.state = (struct audit_state){.draws = 1,
	    .pick = picks,
	    .n_picks = 5,
	    .result = results,
	    .stratum = strata,
	    .n_strata = 3,
	    .draw_time = 1686186000,
	    .roster_digest = STR("5ee5"),
	    .checkpoint = {7, "abcd"},
	    .draw = {1, STR("ssjc-draw 1\nplan=P'1\ndraw=1\nshare.1=ff\n"), STR("getrandom"),
	        STR("import"), {.population = 12, .main = 5}}};
	assert_int_equal(vocabulary_read(&x.vocabulary, vocabulary_text_of, &err), SSJC_OK);
	assert_int_equal(items_read(&x.items, STR(items_text), "items.csv", &err), SSJC_OK);
	x.d = (struct document){.plan = &x.plan,
	    .items = &x.items,
	    .vocabulary = x.vocabulary,
	    .state = &x.state,
	    .now = 1688346000};
	*state = &x;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *x = *state;

	dept_results_close(&x->results);
	items_close(&x->items);
	vocabulary_close(x->vocabulary);
	return 0;
}

/* By ticket, and only where an item applies: the market bureau has none for 客运. */
static void order(void **state)
{
	struct fixture *x = *state;
	static const struct {
		int pick, dept;
		size_t expected;
	} want[] = {{EIGHT, 0, 2}, {EIGHT, 1, 1}, {T, 0, 2}, {J, 0, 2}, {J, 1, 1}};

	find(x);
	assert_int_equal(x->results.n, 5);
	for (size_t i = 0; i < 5; i++) {
		assert_ptr_equal(x->results.v[i].pick, &picks[want[i].pick]);
		assert_ptr_equal(x->results.v[i].dept, &depts[want[i].dept]);
		assert_int_equal(x->results.v[i].expected, want[i].expected);
		assert_false(x->results.v[i].complete);
		assert_int_equal(x->results.v[i].n_codes, 0);
	}
}

static void complete(void **state)
{
	struct fixture *x = *state;
	const struct dept_result *f;

	result(x, EIGHT, "transport", "T1", "ok", 15, "yes");
	find(x);
	assert_false(x->results.v[0].complete); /* T3 is missing */
	assert_int_equal(x->results.v[0].recorded, 1);
	result(x, EIGHT, "transport", "T3", "corrected", 16, "refused");
	result(x, EIGHT, "transport", "T3", "undisclosed", 14, "yes");
	result(x, EIGHT, "market", "M1", "ok", 14, "yes");
	result(x, T, "transport", "T2", "inactive", 14, "yes");
	result(x, T, "transport", "T3", "inactive", 14, "yes");
	find(x);
	f = &x->results.v[0];
	assert_true(f->complete);
	assert_int_equal(f->date, june(16)); /* the last day */
	assert_true(f->refused);
	/* In the order of the list, each once, and "ok" not beside others. */
	assert_int_equal(f->n_codes, 2);
	assert_true(str_is(f->code[0], "undisclosed"));
	assert_true(str_is(f->code[1], "corrected"));
	assert_int_equal(dept_result_class(&x->d, f), RESULT_PROBLEM);
	assert_int_equal(x->results.v[1].n_codes, 1);
	assert_true(str_is(x->results.v[1].code[0], "ok"));
	assert_false(x->results.v[1].refused);
	assert_int_equal(dept_result_class(&x->d, &x->results.v[1]), RESULT_CLEAN);
	assert_int_equal(x->results.v[2].n_codes, 1);
	/* Nothing there to inspect. */
	assert_int_equal(dept_result_class(&x->d, &x->results.v[2]), RESULT_CLEAN);
	assert_int_equal(dept_results_count(&x->results, &depts[0], STR("inactive")), 1);
	assert_int_equal(dept_results_count(&x->results, &depts[1], STR("inactive")), 0);
}

/* Without a list of items every department is everywhere; one result is enough. */
static void no_items(void **state)
{
	struct fixture *x = *state;

	x->d.items = NULL;
	result(x, T, "market", "", "ok", 14, "yes");
	find(x);
	assert_int_equal(x->results.n, 6);
	assert_false(x->results.v[2].complete);
	assert_true(x->results.v[3].complete);
}

/* A business that was inspected and then removed: what was found there is told. */
static void removed(void **state)
{
	struct fixture *x = *state;
	struct audit_events events = {0};
	struct result_list list;
	struct buf out = {0};

	find(x);
	assert_int_equal(page_html(&out, &x->d, &x->results, &events, &err), SSJC_OK);
	assert_non_null(
	    strstr(out.p, "\">未检查</td><td data-label=\"备注\">抽中后经核对移出</td>"));
	result(x, REMOVED, "transport", "T2", "corrected", 16, "refused");
	find(x);
	assert_int_equal(x->results.n, 6);
	assert_ptr_equal(x->results.v[5].pick, &picks[REMOVED]);
	assert_true(x->results.v[5].complete); /* T3 is not expected any more */
	assert_int_equal(x->results.v[5].expected, 0);
	buf_clear(&out);
	assert_int_equal(page_html(&out, &x->d, &x->results, &events, &err), SSJC_OK);
	assert_null(strstr(out.p, "未检查"));
	assert_non_null(strstr(out.p, "样例交通局：已责令改正"));
	assert_non_null(strstr(out.p, "抽中后经核对移出；拒绝签字"));
	assert_int_equal(result_list_of(&list, &x->d, &x->results, &err), SSJC_OK);
	assert_int_equal(list.rows, 1);
	assert_true(str_is(list.cell[6], "91130230MA07TE0770"));
	assert_true(str_is(list.cell[9], "抽中后经核对移出；拒绝签字"));
	result_list_close(&list);
	buf_free(&out);
}

/* Results of a department that is no longer in the plan are not lost in silence. */
static void department_gone(void **state)
{
	struct fixture *x = *state;

	result(x, T, "transport", "T2", "ok", 14, "yes");
	result(x, T, "police", "P1", "corrected", 14, "yes");
	result(x, EIGHT, "police", "P1", "ok", 14, "yes");
	x->plan.name = "a.plan";
	assert_int_equal(dept_results_of(&x->results, &x->d, &err), SSJC_PLAN);
	assert_non_null(strstr(err.msg, "the plan has no department “police” any more, but 2 of"));
	assert_int_equal(x->results.n, 0);
	/* Its name in print is not its key. */
	x->state.n_results = 0;
	result(x, T, "样例交通局", "T2", "ok", 14, "yes");
	assert_int_equal(dept_results_of(&x->results, &x->d, &err), SSJC_PLAN);
}

static void listed(void **state)
{
	struct fixture *x = *state;
	struct result_list list;
	static const char *const want[2][RESULT_LIST_COLUMNS] = {
	    {"1", "P'1", "样例<计划>", "联合", "样例交通局", "样例乙", "91130230MA07TE0508",
	        "2023-06-16", "未公示", "替补（由抽查备选名单递补）；拒绝签字"},
	    {"2", "P'1", "样例<计划>", "联合", "样例交通局", "样例乙", "91130230MA07TE0508",
	        "2023-06-16", "已责令改正", "替补（由抽查备选名单递补）；拒绝签字"}};

	result(x, EIGHT, "transport", "T1", "undisclosed", 15, "refused");
	result(x, EIGHT, "transport", "T3", "corrected", 16, "refused");
	result(x, J, "transport", "T3", "corrected", 16, "yes"); /* T1 is missing */
	find(x);
	assert_int_equal(result_list_of(&list, &x->d, &x->results, &err), SSJC_OK);
	assert_int_equal(list.rows, 2);
	for (size_t i = 0; i < 2; i++)
		for (size_t k = 0; k < RESULT_LIST_COLUMNS; k++)
			if (!str_is(list.cell[i * RESULT_LIST_COLUMNS + k], want[i][k]))
				fail_msg("row %zu, column %zu: %.*s", i, k,
				    STR_ARG(list.cell[i * RESULT_LIST_COLUMNS + k]));
	result_list_close(&list);
}

static void page(void **state)
{
	struct fixture *x = *state;
	struct audit_file old = {.kind = STR("plan"), .digest = STR("01d")};
	struct audit_file new = {.kind = STR("plan"), .digest = STR("2e3")};
	struct audit_file committed = {.kind = STR("inspectors"), .digest = STR("c033")};
	struct audit_file others = {.kind = STR("inspectors"), .digest = STR("07e5")};
	struct audit_event event[] = {{1, .action = STR("draw"), .time = STR("2023-06-06T09:00:00"),
	                                  .file = &new, .n_files = 1},
	    {2, .action = STR("amend"), .time = STR("2023-06-07T09:00:00"),
	        .reason = STR("此前修改"), .file = &old, .n_files = 1},
	    {3, .action = STR("reassign"), .time = STR("2023-06-07T09:00:00"),
	        .reason = STR("此前调离"), .file = &others, .n_files = 1},
	    {4, .action = STR("redraw"), .time = STR("2023-06-08T09:00:00"),
	        .reason = STR("名录<误>"), .file = &old, .n_files = 1},
	    {5, .action = STR("recommit"), .time = STR("2023-06-09T09:00:00"),
	        .reason = STR("份额遗失")},
	    {6, .action = STR("amend"), .time = STR("2023-06-10T09:00:00"), .clock = STR("given"),
	        .reason = STR("漏列<事项>"), .file = &new, .n_files = 1},
	    {7, .action = STR("amend"), .time = STR("2023-06-11T09:00:00"),
	        .reason = STR("未作修改"), .file = &new, .n_files = 1},
	    {8, .action = STR("reassign"), .time = STR("2023-06-12T09:00:00"),
	        .reason = STR("停电"), .file = &committed, .n_files = 1},
	    {9, .action = STR("reassign"), .time = STR("2023-06-13T09:00:00"),
	        .reason = STR("调<离>"), .file = &others, .n_files = 1}};
	struct audit_events events = {event, 9, {0}};
	struct buf out = {0};
	static const char *const there[] = {"样例&lt;A&amp;B&gt;&quot;物流&quot;", "样例移出",
	    "样例&lt;计划&gt;", "样例&lt;市场&gt;局", "共抽取 <strong>1</strong> 次",
	    "2023-06-08 重新抽取，原因：名录&lt;误&gt;", "2023-06-09 重新承诺，原因：份额遗失",
	    "2023-06-10（时间为人工指定） 抽取后修改过方案、检查事项或日历，原因：漏列&lt;事项&gt;",
	    "2023-06-12 重新匹配执法检查人员，原因：停电",
	    ("2023-06-13 重新匹配执法检查人员（所用名录不是抽取前固定的执法检查人员名录），"
	     "原因：调&lt;离&gt;"),
	    "tests/cli/verify-draw.sh",
	    ("<th scope=\"row\">货运</th><td class=\"n\">10</td><td class=\"n\">3</td>"
	     "<td class=\"n\">30.0%</td>"),
	    "12 户中抽取 5 户（41.7%）", "'plan=P'\\''1'", "记录 7 · abcd", "5ee5",
	    "<html lang=\"zh-CN\">"};
	static const char *const never[] = {"CREDIT", "SECRET", "0315", "样例备选", "<script",
	    "http", "<A&B>", "样例<", "此前", "未作修改"};

	x->state.draw_event = 4;
	x->state.fixed_inspectors = STR("c033");
	find(x);
	assert_int_equal(page_html(&out, &x->d, &x->results, &events, &err), SSJC_OK);
	for (size_t i = 0; i < sizeof there / sizeof there[0]; i++)
		if (!strstr(out.p, there[i]))
			fail_msg("the page lacks %s", there[i]);
	for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
		if (strstr(out.p, never[i]))
			fail_msg("the page has %s", never[i]);
	/* By ticket: aa, bb, cc. */
	assert_true(strstr(out.p, "样例乙") < strstr(out.p, "样例丁"));
	assert_true(strstr(out.p, "样例丁") < strstr(out.p, "样例&lt;A"));
	buf_free(&out);
}

static struct page_files files_of_page(void)
{
	struct page_files files = {0};

	for (int i = 0; i < PAGE_FILES; i++)
		files.text[i] = STR("/* x */\n");
	files.text[PAGE_SECTION] = STR("<section hidden></section>\n");
	return files;
}

/* What the script gets is what the page says in words, and no tag. */
static void script(void **state)
{
	struct fixture *x = *state;
	struct page_files files = files_of_page();
	struct audit_file history = {.kind = STR("history"), .digest = STR("h15t")};
	struct audit_event event[] = {{1, .action = STR("draw"), .file = &history, .n_files = 1}};
	struct audit_events events = {event, 1, {0}};
	struct plan_rule rule = {
	    .value = strata_columns, .n = 2, .ratio = {1, 5}, .cap = UINT64_MAX, .line = 1};
	static const char *const there[] = {"default-src 'none'; style-src 'sha256-",
	    "worker-src blob:; img-src data:", "<style>\n/* x */\n</style>",
	    "<section hidden></section>", "\"plan\":\"P'1\",\"strata\":[\"category\",\"credit\"]",
	    ("\"ratios\":[{\"value\":[\"category\",\"credit\"],\"ratio\":{\"p\":1,\"q\":5},"
	     "\"max\":\"18446744073709551615\"}]"),
	    "\"year\":\"2023\"", "\"name\":\"样例\\u003c市场>局\"", "\"history\":[\"h15t\"]",
	    "\"objects\":\"5ee5\"",
	    "<script id=\"core\">\n/* x */\n/* x */\n/* x */\n/* x */\n</script>"};
	static const char *const never[] = {
	    "CREDIT", "SECRET", "0315", "样例备选", "reserve\":3", "<A&B>", "样例<"};
	struct buf out = {0};

	x->state.draw_event = 1;
	x->plan.rule = &rule;
	x->plan.n_rules = 1;
	x->d.page_files = &files;
	assert_int_equal(page_files_check(&files, &err), SSJC_OK);
	find(x);
	assert_int_equal(page_html(&out, &x->d, &x->results, &events, &err), SSJC_OK);
	for (size_t i = 0; i < sizeof there / sizeof there[0]; i++)
		if (!strstr(out.p, there[i]))
			fail_msg("the page lacks %s", there[i]);
	for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
		if (strstr(out.p, never[i]))
			fail_msg("the page has %s", never[i]);
	buf_free(&out);
}

/* A draw with receipts has a section for them, more scripts and more style; another has none. */
static void receipts(void **state)
{
	struct fixture *x = *state;
	struct page_files files = files_of_page();
	struct audit_events events = {0};
	struct buf out = {0};
	static const struct str own = STR_INIT("/* receipt */\n");
	size_t n = 0;

	for (int i = 0; i < PAGE_FILES; i++)
		if (page_file_of_receipts(i))
			files.text[i] = own;
	x->d.page_files = &files;
	find(x);
	assert_int_equal(page_html(&out, &x->d, &x->results, &events, &err), SSJC_OK);
	assert_null(strstr(out.p, own.p));
	buf_clear(&out);
	x->d.roots = STR("ssjc-roots 1\n");
	assert_int_equal(page_html(&out, &x->d, &x->results, &events, &err), SSJC_OK);
	for (const char *at = out.p; (at = strstr(at, own.p)); at += own.n)
		n++;
	assert_int_equal(n, 5);
	assert_non_null(strstr(out.p, "<code id=\"root\">"));
	x->d.roots = (struct str){NULL, 0};
	buf_free(&out);
}

/* What would end early, or be changed by a browser so that it has another digest. */
static void refused_files(void **state)
{
	static const struct str wrong[] = {
	    STR_INIT("a </script> b"), STR_INIT("</style>"), STR_INIT("<!-- "), STR_INIT("a\r\n")};

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		struct page_files files = files_of_page();

		files.text[PAGE_CHECK] = wrong[i];
		assert_int_equal(page_files_check(&files, &err), SSJC_INPUT);
		assert_string_equal(err.file, "page/check.js");
	}
}

/* A time that was given by hand is never shown as the clock's. */
static void times(void **state)
{
	struct fixture *x = *state;
	struct audit_events events = {0};
	struct buf out = {0};
	static const char given[] = "（时间为人工指定）";
	static const char *const marked[] = {"2023年6月8日（时间为人工指定）</dd>",
	    "2023年6月7日（时间为人工指定）公布", "</time>（时间为人工指定）</p>"};

	x->state.draw.seed = STR(
	    "ssjc-draw 1\nplan=P'1\ndraw=1\npublic=SSQ\nshare.1="
	    "00000000000000000000000000000000000000000000000000000000000000a1\n");
	x->state.draw.source = STR("ceremony");
	x->state.ceremony = (struct audit_ceremony){
	    .draw = 1, .public = STR("彩票"), .time = 1686099600, .times = 1};
	find(x);
	assert_int_equal(page_html(&out, &x->d, &x->results, &events, &err), SSJC_OK);
	assert_null(strstr(out.p, given));
	x->state.draw_clock_given = x->state.ceremony.clock_given = x->d.clock_given = true;
	buf_clear(&out);
	assert_int_equal(page_html(&out, &x->d, &x->results, &events, &err), SSJC_OK);
	for (size_t i = 0; i < sizeof marked / sizeof marked[0]; i++)
		if (!strstr(out.p, marked[i]))
			fail_msg("the page lacks %s", marked[i]);
	buf_clear(&out);
	document_drawn(&out, &x->d);
	assert_non_null(strstr(out.p, "2023年6月8日（时间为人工指定）从"));
	buf_free(&out);
}

/* What a ceremony bound its parties to is on the page, and how to check it. */
static void ceremony(void **state)
{
	struct fixture *x = *state;
	struct audit_commitment commitment[] = {
	    {STR("transport"), STR("c0ffee01")}, {STR("somebody"), STR("c0ffee02")}};
	struct audit_events events = {0};
	struct buf out = {0};
	char seed[512];
	static const char *const there[] = {"事先承诺的秘密份额",
	    "彩票&lt;第68期&gt;，其结果写成 <code>SSQ期号&lt;7&gt;</code>",
	    "<code>1n5pec7</code>。", "2023年6月7日", "12 户",
	    "<td>样例交通局</td><td><code>c0ffee01</code>",
	    "<td>somebody</td><td><code>c0ffee02</code>", "共承诺 2 次，以最后一次为准",
	    "xxd -r -p",
	    "for s in \\\n  '00000000000000000000000000000000000000000000000000000000000000a1'"};

	snprintf(seed, sizeof seed,
	    "ssjc-draw 1\nplan=P'1\ndraw=1\npublic=SSQ\nshare.1=%064x\nshare.2=%064x\n", 0xa1u,
	    0xa2u);
	x->state.draw.seed = str_of(seed);
	x->state.draw.source = STR("ceremony");
	x->state.ceremony = (struct audit_ceremony){.draw = 1,
	    .public = STR("彩票<第68期>"),
	    .form = STR("SSQ期号<7>"),
	    .inspectors = STR("1n5pec7"),
	    .roster = STR("5ee5"),
	    .rows = 12,
	    .commitment = commitment,
	    .n_commitments = 2,
	    .time = 1686099600,
	    .times = 2};
	find(x);
	assert_int_equal(page_html(&out, &x->d, &x->results, &events, &err), SSJC_OK);
	for (size_t i = 0; i < sizeof there / sizeof there[0]; i++)
		if (!strstr(out.p, there[i]))
			fail_msg("the page lacks %s", there[i]);
	/* A ceremony of another draw has no place on the page of this one. */
	buf_clear(&out);
	x->state.ceremony.draw = 2;
	assert_int_equal(page_html(&out, &x->d, &x->results, &events, &err), SSJC_OK);
	assert_null(strstr(out.p, "c0ffee01"));
	buf_free(&out);
}

static void words(void **state)
{
	struct buf b = {0};

	(void)state;
	document_date(&b, june(5));
	buf_char(&b, ' ');
	document_date(&b, june(5) + 183);
	assert_string_equal(b.p, "2023年6月5日 2023年12月5日");
	buf_clear(&b);
	for (unsigned n = 1; n <= 21; n += 10)
		document_ordinal(&b, n);
	document_ordinal(&b, 10);
	document_ordinal(&b, 20);
	assert_string_equal(b.p, "一十一二十一十二十");
	buf_clear(&b);
	document_percent(&b, 1, 3);
	document_percent(&b, 2, 3);
	document_percent(&b, 0, 0);
	document_percent(&b, UINT64_MAX, UINT64_MAX);
	assert_string_equal(b.p, "33.3%66.7%—100.0%");
	buf_clear(&b);
	document_list(&b, STR("营业执照; 运单"));
	assert_string_equal(b.p, "营业执照、运单");
	buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(order, setup, teardown),
	    cmocka_unit_test_setup_teardown(complete, setup, teardown),
	    cmocka_unit_test_setup_teardown(no_items, setup, teardown),
	    cmocka_unit_test_setup_teardown(removed, setup, teardown),
	    cmocka_unit_test_setup_teardown(department_gone, setup, teardown),
	    cmocka_unit_test_setup_teardown(listed, setup, teardown),
	    cmocka_unit_test_setup_teardown(page, setup, teardown),
	    cmocka_unit_test_setup_teardown(script, setup, teardown),
	    cmocka_unit_test_setup_teardown(receipts, setup, teardown),
	    cmocka_unit_test(refused_files),
	    cmocka_unit_test_setup_teardown(times, setup, teardown),
	    cmocka_unit_test_setup_teardown(ceremony, setup, teardown),
	    cmocka_unit_test(words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
