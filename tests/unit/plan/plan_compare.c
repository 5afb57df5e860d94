/* What differs between two plans. */
#include "../test.h"

#include "ssjc/plan/plan_compare.h"

#include <string.h>

static struct ssjc_err err;

static const char text[] =
    "[plan]\nid = P\ntitle = t\nwindow = 2023-06-14..2023-06-30\nstrata = category\n"
    "audit = p.db\ncalendar = c.csv\n[ratio]\n* = 20%\n[assign]\nper_day = 3\n"
    "[department one]\nname = 甲局\nlead = yes\ninspectors = 2\n"
    "[department two]\nname = 乙局\ninspectors = 1\n";

/* The plan with one text in it put in the place of another. */
static void read(struct plan *p, const char *from, const char *to)
{
	const char *at = strstr(text, from);
	struct buf b = {0};

	assert_non_null(at);
	buf_add(&b, text, (size_t)(at - text));
	buf_z(&b, to);
	buf_z(&b, at + strlen(from));
	assert_int_equal(plan_read(p, buf_text(&b), "p.plan", ".", ".", &err), SSJC_OK);
	buf_free(&b);
}

static void changes(void **state)
{
	static const struct {
		const char *from, *to, *key, *before, *after;
		enum plan_weight weight;
	} cases[] = {
	    {"06-30", "06-29", "window", "2023-06-14..2023-06-30", "2023-06-14..2023-06-29",
	        PLAN_MATCH},
	    {"title = t", "title = u", "title", "t", "u", PLAN_WORDS},
	    {"per_day = 3", "per_day = 4", "per_day", "3", "4", PLAN_MATCH},
	    {"inspectors = 1", "inspectors = 1\ndraw = 5", "two.draw", "auto", "5", PLAN_MATCH},
	    {"* = 20%", "* = 20%\nA = 30%", "ratio A", "", "30/100", PLAN_WORDS},
	};
	struct plan a, b;
	struct plan_changes c;

	(void)state;
	read(&a, "id = P", "id = P");
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		read(&b, cases[i].from, cases[i].to);
		assert_int_equal(plan_compare(&c, &a, &b, &err), SSJC_OK);
		assert_int_equal(c.n, 1);
		assert_true(str_is(c.v[0].key, cases[i].key));
		assert_true(str_is(c.v[0].before, cases[i].before));
		assert_true(str_is(c.v[0].after, cases[i].after));
		assert_int_equal(c.v[0].weight, cases[i].weight);
		assert_int_equal(plan_changes_any(&c, PLAN_MATCH), cases[i].weight >= PLAN_MATCH);
		plan_changes_free(&c);
		plan_close(&b);
	}
	plan_close(&a);
}

static void the_same(void **state)
{
	struct plan a, b;
	struct plan_changes c;

	(void)state;
	read(&a, "id = P", "id = P");
	read(&b, "[ratio]\n", "# only a comment\n[ratio]\n");
	assert_int_equal(plan_compare(&c, &a, &b, &err), SSJC_OK);
	assert_int_equal(c.n, 0);
	plan_changes_free(&c);
	plan_close(&a);
	plan_close(&b);
}

/* A department of another key is another department, whatever its name. */
static void a_department_renamed(void **state)
{
	struct plan a, b;
	struct plan_changes c;

	(void)state;
	read(&a, "id = P", "id = P");
	read(&b, "department two", "department two-1");
	assert_int_equal(plan_compare(&c, &a, &b, &err), SSJC_OK);
	assert_true(plan_changes_any(&c, PLAN_FIXED));
	plan_changes_free(&c);
	plan_close(&a);
	plan_close(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(changes), cmocka_unit_test(the_same),
	    cmocka_unit_test(a_department_renamed)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
