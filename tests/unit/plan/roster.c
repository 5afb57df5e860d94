/* roster: the inspectors stream as ssjc-import writes it, and what is wrong with others. */
#include "../test.h"

#include "ssjc/plan/roster.h"

static day_t date(const char *z)
{
	day_t day;

	assert_true(date_parse(str_of(z), &day));
	return day;
}

static void members(void **unused)
{
	struct object o = {.id = STR("1"), .name = STR("甲"), .status = STR("active")};

	(void)unused;
	assert_true(str_is(*object_member(&o, OBJECT_ID), "1"));
	assert_true(str_is(*object_member(&o, OBJECT_NAME), "甲"));
	assert_true(str_is(object_value(&o, OBJECT_STATUS), "active"));
	assert_string_equal(object_column[OBJECT_LEGAL_REP], "legal_rep");
	assert_ptr_equal(object_member(&o, OBJECT_LEGAL_REP), &o.legal_rep);
}

static void whole(void **unused)
{
	static const char text[] =
	    "name,cert,dept,phone,skills,expert,recuse,leave,valid_until,status,extra\n"
	    "张三,T-001,transport,13900000001,危货;客运,no,91130230MA07TE018W;乙公司,"
	    "2023-06-19..2023-06-21; 2023-06-28,2023-06-27,active,x\n"
	    "李四,T-002,transport,,,yes,,,,left,\n"
	    "王五,T-003,transport,,,,,,,,\n";
	struct inspectors r;
	struct ssjc_err err;

	(void)unused;
	assert_int_equal(inspectors_read(&r, STR(text), "i.csv", &err), SSJC_OK);
	assert_int_equal(r.n, 3);
	assert_true(str_is(r.v[0].cert, "T-001"));
	assert_true(str_is(r.v[0].name, "张三"));
	assert_true(str_is(r.v[0].dept, "transport"));
	assert_true(str_is(r.v[0].phone, "13900000001"));
	assert_true(str_is(r.v[0].skills, "危货;客运"));
	assert_true(str_is(r.v[0].recuse, "91130230MA07TE018W;乙公司"));
	assert_int_equal(r.v[0].n_leave, 2);
	assert_int_equal(r.v[0].leave[0].from, date("2023-06-19"));
	assert_int_equal(r.v[0].leave[0].to, date("2023-06-21"));
	assert_int_equal(r.v[0].leave[1].from, date("2023-06-28"));
	assert_true(r.v[0].has_valid_until);
	assert_int_equal(r.v[0].valid_until, date("2023-06-27"));
	assert_true(r.v[0].active && !r.v[0].expert);
	assert_true(!r.v[1].active && r.v[1].expert);
	assert_true(r.v[2].active && !r.v[2].expert && !r.v[2].has_valid_until);
	assert_int_equal(r.v[2].n_leave, 0);
	assert_int_equal(r.table.rows, 3);
	inspectors_close(&r);

	/* The required columns alone; nobody at all. */
	assert_int_equal(inspectors_read(&r, STR("cert,name,dept\nA,甲,t\n"), "i", &err), SSJC_OK);
	assert_true(r.v[0].active);
	assert_int_equal(r.v[0].phone.n, 0);
	inspectors_close(&r);
	assert_int_equal(inspectors_read(&r, STR("cert,name,dept\n"), "i", &err), SSJC_OK);
	assert_int_equal(r.n, 0);
	inspectors_close(&r);
}

/* By search, in whatever order the list is. */
static void found(void **unused)
{
	struct buf b = {0};
	struct inspectors r;
	struct ssjc_err err;

	(void)unused;
	buf_z(&b, "cert,name,dept\n");
	for (int i = 0; i < 50; i++)
		buf_printf(&b, "C-%d,甲,t\n", i * 37 % 50);
	assert_int_equal(inspectors_read(&r, buf_text(&b), "i", &err), SSJC_OK);
	for (size_t i = 0; i < r.n; i++)
		assert_ptr_equal(inspectors_find(&r, r.v[i].cert), &r.v[i]);
	assert_null(inspectors_find(&r, STR("C-")));
	assert_null(inspectors_find(&r, STR("")));
	inspectors_close(&r);
	assert_null(inspectors_find(&r, STR("C-1")));
	buf_free(&b);
}

static void bad(void **unused)
{
	static const struct {
		const char *text;
		uint64_t line;
		const char *column, *msg;
	} cases[] = {{"cert,name\nA,甲\n", 1, "dept", "is missing"},
	    {"cert,name,dept\nA,甲,t\n,乙,t\n", 3, "cert", "is empty"},
	    {"cert,name,dept\nA,,t\n", 2, "name", "is empty"},
	    {"cert,name,dept\nA,甲,\n", 2, "dept", "is empty"},
	    {"cert,name,dept\nA,甲,t\nB,乙,t\nA,丙,u\n", 4, "cert", "“A” is already on line 2"},
	    {"cert,name,dept,expert\nA,甲,t,maybe\n", 2, "expert", "“maybe” is neither yes nor no"},
	    {"cert,name,dept,leave\nA,甲,t,2023-06-19..\n", 2, "leave", "is neither a date nor"},
	    {"cert,name,dept,valid_until\nA,甲,t,2023-6-1\n", 2, "valid_until", "is not a date"}};
	struct inspectors r;
	struct ssjc_err err;

	(void)unused;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		assert_int_equal(
		    inspectors_read(&r, str_of(cases[i].text), "i.csv", &err), SSJC_INPUT);
		assert_string_equal(err.file, "i.csv");
		assert_int_equal(err.line, cases[i].line);
		assert_string_equal(err.column, cases[i].column);
		assert_non_null(strstr(err.msg, cases[i].msg));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(members), cmocka_unit_test(whole),
	    cmocka_unit_test(found), cmocka_unit_test(bad)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
