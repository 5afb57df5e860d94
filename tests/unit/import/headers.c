/*
 * Headers as clerks write them: on one line or two, below groups, with tables and
 * titles above them, unknown ones. Firms and people are invented.
 */
#include "run_import.h"

#include <time.h>

#define CODE_A "91130230MA07TE034J"
#define CODE_B "91130230MA07TE0508"
#define PEOPLE "stream=inspectors\n"

/* As many columns are named by one line as by two: what follows decides. */
static void one_line_or_two(void **state)
{
	(void)state;
	gives(OBJECTS,
	    "企业名称,统一社会信用代码,联系方式,\n,,联系人,电话\n甲," CODE_A ",张,8812345\n",
	    "name,id,联系人,phone\n甲," CODE_A ",张,8812345\n", "");
	gives(OBJECTS, "序号,企业信息,,检查人员\n,名称,信用代码,\n1,甲," CODE_A ",张\n",
	    "序号,name,id,检查人员\n1,甲," CODE_A ",张\n", "");
	gives(OBJECTS,
	    "企业名称,信用代码,电话\n（全称）,（18位）,（手机或座机）\n甲," CODE_A ",8812345\n",
	    "name,id,phone\n甲," CODE_A ",8812345\n", "");
	/* A title that is no group, and a line of headers that needs nothing above it. */
	gives(OBJECTS, "某区名录,,\n名称,信用代码,备注\n甲," CODE_A ",x\n",
	    "name,id,备注\n甲," CODE_A ",x\n", "");
	gives(OBJECTS, "企业,,联系,\n名称,信用代码,地址,电话\n甲," CODE_A ",路,8812345\n",
	    "name,id,address,phone\n甲," CODE_A ",路,8812345\n", "");
	/* The first of rows must not be taken for a second line. */
	gives(OBJECTS, "名称,信用代码,备注\n甲," CODE_A ",\n乙," CODE_B ",y\n",
	    "name,id,备注\n甲," CODE_A ",\n乙," CODE_B ",y\n", "");
}

/* The same header below two groups means two things. */
static void groups(void **state)
{
	(void)state;
	gives(OBJECTS,
	    "企业名称,信用代码,法人,,联系人,\n,,姓名,电话,姓名,电话\n甲," CODE_A
	    ",张,8812345,李,13900000000\n",
	    "name,id,legal_rep,法人电话,联系人姓名,phone\n甲," CODE_A
	    ",张,8812345,李,13900000000\n",
	    "");
	/* Where nothing tells which is meant, people have to. */
	fails(OBJECTS,
	    "企业名称,信用代码,甲方,,乙方,\n,,人,电话,人,电话\n甲," CODE_A ",张,1,李,2\n",
	    "both mean the column phone");
	gives(OBJECTS "map=phone=乙方电话\n",
	    "企业名称,信用代码,甲方,,乙方,\n,,人,电话,人,电话\n甲," CODE_A
	    ",张,8812345,李,8812346\n",
	    "name,id,甲方人,甲方电话,乙方人,phone\n甲," CODE_A ",张,8812345,李,8812346\n", "");
}

static void named_lines(void **state)
{
	(void)state;
	gives(OBJECTS "header=3-4\n",
	    "名称,信用代码,电话\n某,,\n企业,,联系\n名称,信用代码,座机\n甲," CODE_A ",8812345\n",
	    "name,id,座机\n甲," CODE_A ",8812345\n", "");
	gives(OBJECTS "header=2\n", "名称,信用代码,电话\n名称,信用代码,x\n甲," CODE_A ",y\n",
	    "name,id,x\n甲," CODE_A ",y\n", "");
	fails(OBJECTS "header=9\n", "名称,信用代码\n", "--header names it");
	fails(OBJECTS "header=2\n", "名称,信用代码\n甲," CODE_A "\n", "no header is known");
}

/* The column that counts the rows often has no header: it says nothing of them. */
static void counting_columns(void **state)
{
	(void)state;
	gives(OBJECTS, ",名称,信用代码\n1,甲," CODE_A "\n2,乙," CODE_B "\n3,乙," CODE_B "\n4,,\n",
	    "name,id\n甲," CODE_A "\n乙," CODE_B "\n",
	    "a.csv,,5,,4,left out: a number and nothing else\n");
	gives(OBJECTS, ",名称,信用代码\n3,甲," CODE_A "\n5,乙," CODE_B "\n", "name,id\n",
	    "a.csv,,2,,3 | 甲 | " CODE_A ",has “3” in a column without a header (cell A2)\n"
	    "a.csv,,3,,5 | 乙 | " CODE_B ",has “5” in a column without a header (cell A3)\n");
}

/* A table above the headers is not a title. */
static void rows_above(void **state)
{
	(void)state;
	gives(OBJECTS,
	    "一、甲类,,,\n名称,信用代码,车辆,\n甲," CODE_A ",3,\n合计,1,,\n二、乙类,,,\n"
	    "名称,信用代码,电话,地址\n乙," CODE_B ",8812345,路\n",
	    "name,id,phone,address\n乙," CODE_B ",8812345,路\n",
	    "a.csv,,3,,甲 | " CODE_A
	    " | 3,\"is above the header line, row 6, and would be lost: put "
	    "each table into a sheet of its own\"\n");
	gives(OBJECTS, "甲," CODE_A "\n名称,信用代码\n乙," CODE_B "\n", "name,id\n乙," CODE_B "\n",
	    "a.csv,,1,,甲 | " CODE_A
	    ",\"is above the header line, row 2, and would be lost: put each "
	    "table into a sheet of its own\"\n");
	gives(PEOPLE, "T-1,张,某局\n证号,姓名,部门\nT-2,李,某局\n", "cert,name,dept\nT-2,李,某局\n",
	    "a.csv,,1,,T-1 | 张 | 某局,\"is above the header line, row 2, and would be lost: put "
	    "each "
	    "table into a sheet of its own\"\n");
	/* These are titles. */
	gives(PEOPLE,
	    "填报单位：,某局,2023年\n单位：某局,,填表人：李\n人员信息,人员信息,单位\n"
	    "证号,姓名,部门\nT-2,李,某局\n",
	    "cert,name,dept\nT-2,李,某局\n", "");
}

static void unknown_headers(void **state)
{
	(void)state;
	tells(PEOPLE, "证号,姓名,部门,必须回避的单位,血型,身份证号列\nT-1,张,某局,甲,群众,\n",
	    "a.csv: the header “必须回避的单位” is not known, and its column is carried along: if "
	    "it "
	    "is recuse, say --map 'recuse=必须回避的单位'\n"
	    "a.csv: the header “身份证号列” is not known, and its column is carried along: if it "
	    "holds "
	    "ID-card numbers, take it out\n"
	    "a.csv: not known, and only carried along: the column “血型” (--map takes one for a "
	    "column that is)\n");
	/* What is there already is not missing. */
	tells(PEOPLE, "证号,姓名,部门,回避,必须回避的单位\nT-1,张,某局,甲,乙\n", "");
	tells(OBJECTS, "名称,信用代码,成立日期,数,remark\n甲," CODE_A ",,,\n",
	    "a.csv: not known, and only carried along: the columns “成立日期”, “数” (--map takes one for "
	    "a column that is)\n");
	tells(PEOPLE "map=recuse=必须回避的单位\n",
	    "证号,姓名,部门,必须回避的单位\nT-1,张,某局,甲\n", "");
}

/* Who is a kind of expert is one, and that is said. */
static void kinds_of_experts(void **state)
{
	(void)state;
	tells(PEOPLE, "证号,姓名,部门,专家\n1,张,局,消防专家\n2,李,局,否\n3,王,局,安全生产专家\n",
	    "a.csv: the column “专家” has 2 values such as “消防专家”: counted as “yes”\n");
	gives(PEOPLE, "证号,姓名,部门,是否专家\n1,张,局,消防专家\n2,李,局,否\n3,王,局,非专家\n",
	    "cert,name,dept,expert\n1,张,局,yes\n2,李,局,no\n3,王,局,no\n", "");
}

/* Each is told once, however many files have it. */
static void told_once(void **state)
{
	struct import_input in[2] = {
	    {.name = "a.csv", .bytes = STR("证号,姓名,部门,必须回避单位\n1,张,局,甲\n")},
	    {.name = "b.csv", .bytes = STR("证号,姓名,部门,必须回避单位\n2,李,局,甲\n")}};
	struct import_options options = {.stream = stream_of(STR("inspectors"))};
	struct import_job job = {.options = &options, .input = in, .n_inputs = 2};
	struct imported o;

	(void)state;
	run_job(&job, &o);
	assert_int_equal(o.rc, SSJC_OK);
	assert_non_null(strstr(o.notice, "a.csv: the header"));
	assert_null(strstr(o.notice, "b.csv"));
	result_free(&o);
}

/* Thousands of equal headers, or of different ones, take no thousands of seconds. */
static void many_headers(void **state)
{
	struct buf text = {0}, row = {0};
	struct import_input in;
	struct imported o;
	clock_t begin = clock();

	(void)state;
	for (int same = 0; same < 2; same++) {
		buf_clear(&text);
		buf_clear(&row);
		buf_z(&text, "名称,信用代码");
		buf_z(&row, "\n甲," CODE_A);
		for (int i = 0; i < 8000; i++) {
			if (same)
				buf_z(&text, ",备注");
			else
				buf_printf(&text, ",备注第%d栏", i);
			buf_char(&row, ',');
		}
		buf_str(&text, buf_text(&row));
		import(OBJECTS, buf_text(&text), &o, &in);
		assert_int_equal(o.rc, SSJC_OK);
		assert_int_equal(in.rows, 1);
		if (same)
			assert_non_null(strstr(o.stream, ",备注,备注_2,备注_3,"));
		result_free(&o);
	}
	/* It took a minute for 3,000, eight for 6,000; now a part of a second for all. */
	assert_true((clock() - begin) / CLOCKS_PER_SEC < 20);
	buf_free(&text);
	buf_free(&row);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(one_line_or_two),
	    cmocka_unit_test(groups),
	    cmocka_unit_test(named_lines),
	    cmocka_unit_test(counting_columns),
	    cmocka_unit_test(rows_above),
	    cmocka_unit_test(unknown_headers),
	    cmocka_unit_test(kinds_of_experts),
	    cmocka_unit_test(told_once),
	    cmocka_unit_test(many_headers),
	};

	return cmocka_run_group_tests(tests, open_vocabulary, close_vocabulary);
}
