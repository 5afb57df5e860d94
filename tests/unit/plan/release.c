/* The data files built in, and how others differ from them. */
#include "../test.h"

#include "ssjc/plan/release.h"

static struct ssjc_err err;

static struct str released(const char *name)
{
	for (const struct release_file *f = release_files; f->name; f++)
		if (str_is(str_of(name), f->name))
			return (struct str){(const char *)f->bytes, f->n};
	fail_msg("%s is not built in", name);
	return STR("");
}

static void the_release_itself(void **state)
{
	struct release_difference d;
	struct arena arena = {0};

	(void)state;
	assert_true(str_starts(released("values.csv"), "column,value,written"));
	assert_int_equal(
	    release_compare(&d, STR("values.csv"), released("values.csv"), &arena, &err), SSJC_OK);
	assert_int_equal(d.n, 0);
	assert_false(d.unknown);
	arena_free(&arena);
}

static void lines_of_ones_own(void **state)
{
	struct str all = released("values.csv"), line;
	struct release_difference d;
	struct arena arena = {0};
	struct buf own = {0};

	(void)state;
	/* The first line twice, the second left out, one more at the end. */
	str_split(&all, '\n', &line);
	buf_str(&own, line);
	buf_char(&own, '\n');
	buf_str(&own, line);
	buf_char(&own, '\n');
	str_split(&all, '\n', &line);
	buf_str(&own, all);
	buf_z(&own, "status,cancelled,样某\r\n");
	assert_int_equal(
	    release_compare(&d, STR("values.csv"), buf_text(&own), &arena, &err), SSJC_OK);
	assert_int_equal(d.n, 3);
	for (size_t i = 0; i < d.n; i++)
		assert_int_equal(d.v[i].ours, !str_eq(d.v[i].text, str_trim(line)));
	buf_free(&own);
	arena_free(&arena);
}

static void a_file_that_was_not_released(void **state)
{
	struct release_difference d;
	struct arena arena = {0};

	(void)state;
	assert_int_equal(release_compare(&d, STR("own.csv"), STR("a\n"), &arena, &err), SSJC_OK);
	assert_true(d.unknown);
	assert_int_equal(d.n, 0);
	arena_free(&arena);
}

/* Results are numbered by the order of their lines. */
static void lines_in_another_order(void **state)
{
	struct str all = released("results.csv"), line[3];
	struct release_difference d;
	struct arena arena = {0};
	struct buf own = {0};

	(void)state;
	for (int i = 0; i < 3; i++)
		str_split(&all, '\n', &line[i]);
	for (int i = 0; i < 3; i++) {
		buf_str(&own, line[i == 0 ? 0 : 3 - i]);
		buf_char(&own, '\n');
	}
	buf_str(&own, all);
	assert_int_equal(
	    release_compare(&d, STR("results.csv"), buf_text(&own), &arena, &err), SSJC_OK);
	assert_int_equal(d.n, 0);
	assert_true(d.reordered);
	assert_true(release_differs(&d));
	/* Other line ends are no other order. */
	buf_clear(&own);
	for (all = released("results.csv"); str_split(&all, '\n', &line[0]);) {
		buf_str(&own, line[0]);
		buf_z(&own, "\r\n");
	}
	assert_int_equal(
	    release_compare(&d, STR("results.csv"), buf_text(&own), &arena, &err), SSJC_OK);
	assert_false(release_differs(&d));
	buf_free(&own);
	arena_free(&arena);
}

static void days_of_a_calendar(void **state)
{
	struct release_difference d;
	struct arena arena = {0};
	day_t from, to;
	int beyond;

	(void)state;
	assert_true(date_parse(STR("2023-06-01"), &from));
	assert_true(date_parse(STR("2023-06-30"), &to));
	/* 2023-06-22 is a Thursday off, 2023-06-25 a Sunday worked; the Saturday says nothing. */
	assert_int_equal(release_calendar(&d,
	                     STR("date,day,name\n2023-06-22,off,x\n2023-06-23,off,x\n"
	                         "2023-06-24,off,x\n2023-06-15,off,x\n2023-10-09,off,x\n"),
	                     from, to, &beyond, &arena, &err),
	    SSJC_OK);
	assert_int_equal(d.n, 2);
	assert_true(str_is(d.v[0].text, "2023-06-15,off"));
	assert_true(str_is(d.v[1].text, "2023-06-25,off"));
	assert_int_equal(beyond, 0);
	assert_true(date_parse(STR("2223-01-02"), &from));
	assert_int_equal(release_calendar(&d, STR("date,day,name\n2223-01-01,off,x\n"), from, from,
	                     &beyond, &arena, &err),
	    SSJC_OK);
	assert_false(release_differs(&d));
	assert_int_equal(beyond, 2223);
	arena_free(&arena);
}

static void maps_that_decide(void **state)
{
	struct vocabulary *v = NULL;
	struct str means;

	(void)state;
	assert_int_equal(release_vocabulary(&v, &err), SSJC_OK);
	assert_true(release_map(v, STR("inspectors"), STR("note2"), STR("回避对象"), &means));
	assert_true(str_is(means, "recuse"));
	assert_true(release_map(v, STR("inspectors"), STR("status"), STR("手机"), &means));
	assert_true(release_map(v, STR("history"), STR("oldplan"), STR("抽查计划编号"), &means));
	assert_false(release_map(v, STR("inspectors"), STR("recuse"), STR("回避对象"), &means));
	assert_false(release_map(v, STR("inspectors"), STR("note2"), STR("手机"), &means));
	assert_false(release_map(v, STR("objects"), STR("region"), STR("甲乙丙丁"), &means));
	vocabulary_close(v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(the_release_itself),
	    cmocka_unit_test(lines_of_ones_own), cmocka_unit_test(a_file_that_was_not_released),
	    cmocka_unit_test(lines_in_another_order), cmocka_unit_test(days_of_a_calendar),
	    cmocka_unit_test(maps_that_decide)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
