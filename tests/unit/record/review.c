/*
 * review: who may review what; result: what a code or a follow-up comes to.
 */
#include "ssjc/record/review.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct ssjc_err err;

static struct plan_dept depts[] = {
    {.key = STR_INIT("transport"), .name = STR_INIT("交通局")},
    {.key = STR_INIT("market"), .name = STR_INIT("市场局")},
};
static const struct plan plan = {.dept = depts, .n_depts = 2};

/* By object, department and item, as a state has them. */
static struct result results[] = {
    {.object = STR_INIT("A"), .dept = STR_INIT("transport"), .event = 5, .actor = STR_INIT("张三")},
    {.object = STR_INIT("A"), .dept = STR_INIT("transport"), .event = 8, .actor = STR_INIT("李四")},
    {.object = STR_INIT("B"), .dept = STR_INIT("market"), .event = 6, .actor = STR_INIT("张三")},
    {.object = STR_INIT("B"), .dept = STR_INIT("transport"), .event = 5, .actor = STR_INIT("张三")},
};
static struct review reviews[] = {{.dept = STR_INIT("transport"), .upto = 5}};

static struct audit_state state(size_t n_reviews)
{
	static struct review_upto upto[1];
	struct audit_state s = {.result = results,
	    .n_results = sizeof results / sizeof results[0],
	    .review = reviews,
	    .n_reviews = n_reviews};

	assert_int_equal(audit_index_reviews(&s, &err), SSJC_OK);
	/* What it goes by outlives the state's arena. */
	if (s.n_reviewed)
		upto[0] = s.reviewed[0];
	arena_free(&s.arena);
	s.reviewed = upto;
	return s;
}

static void names(void **unused)
{
	(void)unused;
	assert_true(review_same_person(STR("张三"), STR(" 张　三 ")));
	assert_true(review_same_person(STR("Zhang"), STR("ＺＨＡＮＧ")));
	assert_false(review_same_person(STR("张三"), STR("张三丰")));
}

static void pending(void **unused)
{
	struct audit_state s = state(0);
	struct review_pending *p;
	struct arena arena = {0};
	struct buf text = {0};

	(void)unused;
	assert_int_equal(review_pending(&p, &s, &plan, UINT64_MAX, &arena, &err), SSJC_OK);
	assert_int_equal(p[0].results, 3);
	assert_int_equal(p[0].objects, 2);
	assert_int_equal(p[0].n_actors, 2);
	review_names(&text, &p[0]);
	assert_true(str_is(buf_text(&text), "“张三”, “李四”"));
	assert_int_equal(p[1].results, 1);
	/* Up to an event, and after a review. */
	assert_int_equal(review_pending(&p, &s, &plan, 5, &arena, &err), SSJC_OK);
	assert_int_equal(p[0].results, 2);
	assert_int_equal(p[1].results, 0);
	s = state(1);
	assert_int_equal(review_pending(&p, &s, &plan, UINT64_MAX, &arena, &err), SSJC_OK);
	assert_int_equal(p[0].results, 1);
	assert_true(str_is(p[0].actor[0], "李四"));
	buf_free(&text);
	arena_free(&arena);
}

static void who_may(void **unused)
{
	static const struct {
		struct review review;
		const char *actor, *why; /* NULL: he may */
		size_t reviews;
	} cases[] = {
	    {{.dept = STR_INIT("transport"), .upto = 8, .results = 3}, "王五", NULL, 0},
	    {{.dept = STR_INIT("transport"), .upto = 8, .results = 3}, "李四", "entered some", 0},
	    {{.dept = STR_INIT("transport"), .upto = 5, .results = 2}, "李四", NULL, 0},
	    {{.dept = STR_INIT("transport"), .upto = 8, .results = 1}, "张三", NULL, 1},
	    {{.dept = STR_INIT("transport"), .upto = 8, .results = 3}, "王五", "1 results", 1},
	    {{.dept = STR_INIT("transport"), .upto = 5, .results = 2}, "王五", "no result", 1},
	    {{.dept = STR_INIT("transport"), .upto = 9, .results = 3}, "王五", "still to come", 0},
	    {{.dept = STR_INIT("交通局"), .upto = 8, .results = 3}, "王五", "not a department", 0},
	};

	(void)unused;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct audit_state s = state(cases[i].reviews);
		ssjc_rc rc = review_check(
		    &s, &plan, &cases[i].review, str_of(cases[i].actor), 9, &err);

		assert_int_equal(rc, cases[i].why ? SSJC_REFUSED : SSJC_OK);
		if (cases[i].why && !strstr(err.msg, cases[i].why))
			fail_msg("“%s” does not say “%s”", err.msg, cases[i].why);
	}
}

static void classes(void **unused)
{
	static const struct str with[VOCABULARY_FILES] = {
	    [VOCABULARY_HEADERS] = STR_INIT("stream,column,header\n"),
	    [VOCABULARY_VALUES] = STR_INIT("column,value,written\n"),
	    [VOCABULARY_RESULTS] = STR_INIT(
	        "code,text,class\nok,好,clean\nodd,怪,problem\naway,走,gone\n"),
	    [VOCABULARY_FOLLOW] = STR_INIT("code,text,class\nnone,无,closed\norder,改,open\n"),
	};
	struct follow order = {.kind = STR("order"), .opened = 7},
	              none = {.kind = STR("none"), .opened = 7};
	struct vocabulary *v;

	(void)unused;
	assert_int_equal(vocabulary_read(&v, with, &err), SSJC_OK);
	assert_int_equal(result_class(v, STR("ok")), RESULT_CLEAN);
	assert_int_equal(result_class(v, STR("odd")), RESULT_PROBLEM);
	assert_int_equal(result_class(v, STR("away")), RESULT_GONE);
	/* What nobody knows is taken seriously. */
	assert_int_equal(result_class(v, STR("what")), RESULT_PROBLEM);
	assert_true(follow_done(v, &none));
	assert_int_equal(follow_done_day(&none), 7);
	assert_false(follow_done(v, &order));
	order.closed = true;
	order.closing = 9;
	assert_true(follow_done(v, &order));
	assert_int_equal(follow_done_day(&order), 9);
	vocabulary_close(v);
}

static void continues(void **unused)
{
	struct follow old = {.kind = STR("order"), .opened = 7}, f = old;

	(void)unused;
	f.document = STR("1号");
	f.note = STR("x");
	assert_true(record_follow_continues(&old, &f));
	f.closed = true;
	f.closing = 9;
	assert_true(record_follow_continues(&old, &f));
	old.document = STR("2号");
	assert_false(record_follow_continues(&old, &f));
	old = f;
	assert_true(record_follow_continues(&old, &f));
	f.closing = 10;
	assert_false(record_follow_continues(&old, &f));
	f = old;
	f.opened = 6;
	assert_false(record_follow_continues(&old, &f));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(names),
	    cmocka_unit_test(pending),
	    cmocka_unit_test(who_may),
	    cmocka_unit_test(classes),
	    cmocka_unit_test(continues),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
