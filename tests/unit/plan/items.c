/* items: which apply to whom, and who has the skills for them. */
#include "../test.h"

#include "ssjc/plan/items.h"

static const char text[] =
    "item,dept,category,title,basis,method,skill,materials\n"
    "T1,transport,,经营资格,条例,实地检查,,许可证\n"
    "T2,transport,危险货物运输; 客运,安全设施,条例,实地检查,hazmat; driving,\n"
    "T3,transport,客运,车载定位,条例,实地检查,passenger,\n"
    "T1,market,*,公示信息,条例,书面检查,,\n";

static void apply(void **unused)
{
	struct items it;
	struct ssjc_err err;

	(void)unused;
	assert_int_equal(items_read(&it, STR(text), "items.csv", &err), SSJC_OK);
	assert_int_equal(it.n, 4);
	assert_true(item_applies(&it.v[0], STR("transport"), STR("货运")));
	assert_false(item_applies(&it.v[0], STR("market"), STR("货运")));
	assert_true(item_applies(&it.v[1], STR("transport"), STR("客运")));
	assert_true(item_applies(&it.v[1], STR("transport"), STR("危险货物运输")));
	assert_false(item_applies(&it.v[1], STR("transport"), STR("危险货物")));
	assert_true(item_applies(&it.v[1], STR("transport"), STR("货运; 客运")));
	assert_false(item_applies(&it.v[1], STR("transport"), STR("货运;维修")));
	assert_true(item_applies(&it.v[3], STR("market"), STR("客运")));
	assert_true(item_applies(&it.v[3], STR("market"), STR("")));
	assert_ptr_equal(items_find(&it, STR("market"), STR("T1")), &it.v[3]);
	assert_ptr_equal(items_find(&it, STR("transport"), STR("T1")), &it.v[0]);
	assert_null(items_find(&it, STR("market"), STR("T2")));
	assert_true(str_is(it.v[0].title, "经营资格"));
	assert_true(str_is(it.v[0].materials, "许可证"));
	items_close(&it);
}

/* What is found by search is what going through all finds. */
static void found(void **unused)
{
	static const char *const depts[] = {"market", "ma", "transport", "none"};
	struct buf b = {0};
	struct items it;
	struct ssjc_err err;

	(void)unused;
	buf_z(&b, "item,dept,title\n");
	for (int i = 0; i < 60; i++)
		buf_printf(&b, "I%d,%s,事项\n", i * 37 % 60, depts[i * i % 3]);
	assert_int_equal(items_read(&it, buf_text(&b), "items.csv", &err), SSJC_OK);
	for (size_t d = 0; d < 4; d++) {
		struct str dept = str_of(depts[d]);
		const struct item *const *of;
		size_t n = items_of_dept(&it, dept, &of), at = 0;

		for (size_t i = 0; i < it.n; i++) {
			if (str_eq(it.v[i].dept, dept))
				assert_ptr_equal(of[at++], &it.v[i]);
			assert_ptr_equal(items_find(&it, dept, it.v[i].item),
			    str_eq(it.v[i].dept, dept) ? &it.v[i] : NULL);
		}
		assert_int_equal(at, n);
	}
	items_close(&it);
	buf_free(&b);
}

static void qualified(void **unused)
{
	struct items it;
	struct ssjc_err err;
	struct str t = STR("transport"), bus = STR("客运"), danger = STR("危险货物运输");

	(void)unused;
	assert_int_equal(items_read(&it, STR(text), "items.csv", &err), SSJC_OK);
	assert_true(items_qualified(&it, t, STR("货运"), STR("")));
	assert_false(items_qualified(&it, t, danger, STR("")));
	assert_false(items_qualified(&it, t, danger, STR("hazmat")));
	assert_false(items_qualified(&it, t, danger, STR("driving")));
	assert_true(items_qualified(&it, t, danger, STR("driving;hazmat")));
	assert_false(items_qualified(&it, t, bus, STR("driving;hazmat")));
	assert_true(items_qualified(&it, t, bus, STR("driving; passenger ;hazmat")));
	assert_true(items_qualified(&it, STR("market"), bus, STR("")));
	items_close(&it);
}

static void allowed(void **unused)
{
	struct str t = STR("transport"), goods = STR("货运"), people = STR("客运");
	struct ssjc_err err;
	struct items it;

	(void)unused;
	assert_int_equal(items_read(&it,
	                     STR("item,dept,category,title\nT01,transport,货运,车辆（技术）状况\n"
	                         "T02,transport,,从业资格\nM01,market,货运,公示\n"),
	                     "items.csv", &err),
	    SSJC_OK);
	assert_true(items_allowed(&it, t, goods, STR("")));
	assert_true(items_allowed(&it, t, goods, STR("t01;从业 资格")));
	assert_true(items_allowed(&it, t, goods, STR("Ｔ０２; 车辆(技术)状况 ;别的")));
	assert_false(items_allowed(&it, t, goods, STR("T02")));
	assert_true(items_allowed(&it, t, people, STR("T02")));
	assert_false(items_allowed(&it, t, people, STR("T01")));
	assert_true(items_allowed(&it, STR("other"), goods, STR("T01")));
	items_close(&it);
}

static void bad(void **unused)
{
	static const struct {
		const char *text;
		uint64_t line;
		const char *column, *msg;
	} cases[] = {{"item,title\nA,甲\n", 1, "dept", "is missing"},
	    {"item,dept,title\nA,t,甲\n,t,乙\n", 3, "item", "is empty"},
	    {"item,dept,title\nA,,甲\n", 2, "dept", "is empty"},
	    {"item,dept,title\nA,t,\n", 2, "title", "is empty"},
	    {"item,dept,title\nA,t,甲\nA,u,乙\nA,t,丙\n", 4, "item",
	        "“A” of “t” is already on line 2"}};
	struct items it;
	struct ssjc_err err;

	(void)unused;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		assert_int_equal(
		    items_read(&it, str_of(cases[i].text), "items.csv", &err), SSJC_INPUT);
		assert_string_equal(err.file, "items.csv");
		assert_int_equal(err.line, cases[i].line);
		assert_string_equal(err.column, cases[i].column);
		assert_non_null(strstr(err.msg, cases[i].msg));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(apply), cmocka_unit_test(found),
	    cmocka_unit_test(qualified), cmocka_unit_test(bad), cmocka_unit_test(allowed)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
