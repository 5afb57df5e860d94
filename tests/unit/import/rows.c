/*
 * What becomes of rows that are not records of a list, and of cells that have no value. Firms and people are invented; check digits are valid where nothing else is
 * said, those of ID-card numbers too.
 */
#include "../book.h"
#include "run_import.h"

#define CODE_A "91130230MA07TE034J"
#define CODE_B "91130230MA07TE0508"
#define PEOPLE "stream=inspectors\n"
#define CARD   "130230189901010928" /* born 1899; a good code by GB 32100, too */
#define CARD_2 "130230199001010032"

/* Rows of a register of two businesses, the row in question between them. */
static void left_out(const char *row, const char *text, const char *kind)
{
	char all[1024], rejects[1024];

	snprintf(all, sizeof all,
	    "序号,名称,信用代码,电话\n1,甲," CODE_A ",8812345\n%s\n2,乙," CODE_B ",8812346\n", row);
	snprintf(rejects, sizeof rejects, "a.csv,,3,,%s,left out: %s\n", text, kind);
	gives(OBJECTS, all,
	    "序号,name,id,phone\n1,甲," CODE_A ",8812345\n2,乙," CODE_B ",8812346\n", rejects);
}

static void below_the_list(void **state)
{
	(void)state;
	left_out("合计,,,", "合计", "a sum");
	left_out("合计,2,,", "合计 | 2", "a sum");
	left_out("合计：2家,,,", "合计：2家", "a sum");
	left_out(",小　计,,2", "小　计 | 2", "a sum");
	left_out(",总计（家）,2,", "总计（家） | 2", "a sum");
	left_out("共2家", "共2家", "a sum");
	left_out(
	    "填报人：张三,,审核人：李四,", "填报人：张三 | 审核人：李四", "a line below the list");
	left_out("单位负责人(签字)：,,,", "单位负责人(签字)：", "a line below the list");
	left_out("制表:王五", "制表:王五", "a line below the list");
	left_out("第1页", "第1页", "a line below the list");
	left_out("备注：以上均为样例,,,", "备注：以上均为样例", "a note");
	left_out("注1,见附件,,", "注1 | 见附件", "a note");
	left_out(" ,　,,", "", "nothing but blanks");
	left_out("3,,,", "3", "a number and nothing else");
	left_out("序号,名称,信用代码,电话", "序号 | 名称 | 信用代码 | 电话", "the headers again");
}

static void of_the_form(void **state)
{
	(void)state;
	left_out("必填,必填,必填,选填", "必填 | 必填 | 必填 | 选填", "a hint how to fill in");
	left_out(",全称,18位,手机号", "全称 | 18位 | 手机号", "a hint how to fill in");
	left_out("示例,丙," CODE_B ",8812346", "示例 | 丙 | " CODE_B " | 8812346", "a sample");
	left_out("例1,丙公司,9113,", "例1 | 丙公司 | 9113", "a sample");
	left_out(",案例（请删除）," CODE_A ",", "案例（请删除） | " CODE_A, "a sample");
	gives(PEOPLE, "姓名,证号,部门,有效期\n张,T-1,局,YYYY-MM-DD\n李,T-2,局,2025-12-31\n",
	    "name,cert,dept,valid_until\n李,T-2,局,2025-12-31\n",
	    "a.csv,,2,有效期,YYYY-MM-DD,\"is not a date such as 2023-06-14, 2023/6/14 or 2023年6月14日\"\n");
	/* A drop-down that was left as it was hides nobody, nor a code that was lost. */
	gives(PEOPLE, "姓名,证号,部门,是否专家\n张,T-1,局,请选择\n李,T-2,局,否\n",
	    "name,cert,dept,expert\n李,T-2,局,no\n",
	    "a.csv,,2,是否专家,请选择,is not among the values of yesno in values.csv\n");
	gives(OBJECTS, "名称,信用代码,信用等级\n甲," CODE_A ",请选择\n乙,,请选择\n",
	    "name,id,credit\n",
	    "a.csv,,2,信用等级,请选择,\"is a hint how to fill in, not a value\"\n"
	    "a.csv,,3,信用代码,,is empty\n"
	    "a.csv,,3,信用等级,请选择,\"is a hint how to fill in, not a value\"\n");
}

/* The first column may be one of duties or groups, where such words are values. */
static void words_as_values(void **state)
{
	(void)state;
	gives(PEOPLE,
	    "职务,姓名,证号,部门\n负责人,张,T-1,局\n审核,李,T-2,局\n备注：借调,王,T-3,局\n"
	    "负责人,赵,T-4,\n第1组,钱,T-5,局\n",
	    "职务,name,cert,dept\n负责人,张,T-1,局\n审核,李,T-2,局\n备注：借调,王,T-3,局\n"
	    "第1组,钱,T-5,局\n",
	    "a.csv,,5,部门,,is empty\n");
	gives(OBJECTS,
	    "备注,名称,信用代码\n备注：新办,甲,9.11302E+17\n联系人,乙,91130230MA07TE050\n"
	    "第3批,丙,\n共2家,,\n第1页共1页,,\n审核,李,\n",
	    "备注,name,id\n",
	    "a.csv,,2,信用代码,9.11302E+17,\"has “.” in place 2, which no such code has; it has 11 "
	    "characters, not 18 or 15\"\n"
	    "a.csv,,3,信用代码,91130230MA07TE050,\"has 17 characters, neither 18 (统一社会信用代码) nor "
	    "15 (注册号)\"\n"
	    "a.csv,,4,信用代码,,is empty\na.csv,,5,,共2家,left out: a sum\n"
	    "a.csv,,6,,第1页共1页,left out: a line below the list\n"
	    "a.csv,,7,,审核 | 李,left out: a line below the list\n");
	gives("stream=history\n",
	    "批次,名称,抽查日期\n第1批,甲公司,2023-01-05\n备注：略,乙,2023-01-06\n",
	    "批次,name,date\n第1批,甲公司,2023-01-05\n备注：略,乙,2023-01-06\n", "");
	gives("stream=items\n", "抽查事项,事项编码,部门\n共1项,T1,局\n审核,T2,局\n合计,2,局\n",
	    "title,item,dept\n共1项,T1,局\n审核,T2,局\n",
	    "a.csv,,4,,合计 | 2 | 局,left out: a sum\n");
	/* Nor is such a row above the headers a title. */
	gives(PEOPLE, "负责人,张,T-1,局\n职务,姓名,证号,部门\n审核,李,T-2,局\n",
	    "职务,name,cert,dept\n审核,李,T-2,局\n",
	    "a.csv,,1,,负责人 | 张 | T-1 | 局,\"is above the header line, row 2, and would be lost: put "
	    "each table into a sheet of its own\"\n");
	/* Lines to sign that could be read as people are for people to judge. */
	gives(PEOPLE,
	    "序号,姓名,证号,部门\n1,张,T-1,局\n填报人,李,13900000001,局\n填报人：,李,审核人：,王\n"
	    "填报日期：,2023年6月14日,某局,盖章\n",
	    "序号,name,cert,dept\n1,张,T-1,局\n",
	    "a.csv,,3,,填报人 | 李 | 13900000001 | 局,\"begins with “填报人” as a line below the list "
	    "does, but is filled in as a record is: take that word or the row out\"\n"
	    "a.csv,,4,,填报人： | 李 | 审核人： | 王,left out: a line below the list\n"
	    "a.csv,,5,,填报日期： | 2023年6月14日 | 某局 | 盖章,left out: a line below the list\n");
}

#define OTHER                                                                                      \
	"\"is below the headers of another table, row 3, whose columns are others: put each table into a sheet of its own\"\n"

static void headers_again(void **state)
{
	(void)state;
	gives(PEOPLE, "姓名,证号,部门\n张,T-1,局\n姓 名,证件号码,所在部门\n李,T-2,局\n",
	    "name,cert,dept\n张,T-1,局\n李,T-2,局\n",
	    "a.csv,,3,,姓 名 | 证件号码 | 所在部门,left out: the headers again\n");
	gives(OBJECTS,
	    "名称,信用代码,法人,,联系人,\n,,姓名,电话,姓名,电话\n甲," CODE_A
	    ",张,8812345,李,8812346\n"
	    "名称,信用代码,法人,,联系人,\n,,姓名,电话,姓名,电话\n乙," CODE_B
	    ",王,8812347,赵,8812348\n",
	    "name,id,legal_rep,法人电话,联系人姓名,phone\n甲," CODE_A ",张,8812345,李,8812346\n"
	    "乙," CODE_B ",王,8812347,赵,8812348\n",
	    "a.csv,,4,,名称 | 信用代码 | 法人 | 联系人,left out: the headers again\n"
	    "a.csv,,5,,姓名 | 电话 | 姓名 | 电话,left out: the headers again\n");
	/* In another order they are another table's, until the first ones come again. */
	gives(PEOPLE "header=1\n",
	    "姓名,证号,部门\n张,T-1,局\n证件号码,姓名,部门\nT-2,李,局\n合计,1,人\n姓名,证号,部门\n王,T-3,局\n",
	    "name,cert,dept\n张,T-1,局\n王,T-3,局\n",
	    "a.csv,,3,,证件号码 | 姓名 | 部门,left out: the headers of another table\n"
	    "a.csv,,4,,T-2 | 李 | 局," OTHER "a.csv,,5,,合计 | 1 | 人,left out: a sum\n"
	    "a.csv,,6,,姓名 | 证号 | 部门,left out: the headers again\n");
	gives(OBJECTS "header=1\n",
	    "名称,信用代码,地址,区域\n甲," CODE_A ",路,镇\n名称,信用代码,区域,地址\n乙," CODE_B
	    ",镇,路\n",
	    "name,id,address,region\n甲," CODE_A ",路,镇\n",
	    "a.csv,,3,,名称 | 信用代码 | 区域 | 地址,left out: the headers of another table\n"
	    "a.csv,,4,,乙 | " CODE_B " | 镇 | 路," OTHER);
}

/* Such words in the place of an inspector's number are no reason to make one of them. */
static void without_check_digits(void **state)
{
	(void)state;
	gives(PEOPLE, "证号,姓名,部门\nT-1,张,局\n填报人：李,审核人：王,日期：2023年\n合计,1,人\n",
	    "cert,name,dept\nT-1,张,局\n",
	    "a.csv,,3,,填报人：李 | 审核人：王 | 日期：2023年,left out: a line below the list\n"
	    "a.csv,,4,,合计 | 1 | 人,left out: a sum\n");
}

/* A record with something wrong is refused, whatever it is called. */
static void no_loss_is_hidden(void **state)
{
	struct import_input in;
	struct imported o;

	(void)state;
	import(OBJECTS,
	    STR("名称,信用代码,备注\n合计,91130230MA07TE034K,\n合计商贸," CODE_B ",\n合计," CODE_A
	        ",\n样例公司,123,\n小计," CODE_A ",x,y\n甲,,备注\n合计,,2\n"),
	    &o, &in);
	assert_int_equal(o.rc, SSJC_OK);
	assert_string_equal(o.stream, "name,id,备注\n合计商贸," CODE_B ",\n合计," CODE_A ",\n");
	assert_string_equal(o.rejects,
	    REJECTS
	    "a.csv,,2,信用代码,91130230MA07TE034K,\"has the check digit K, but J is right "
	    "for the rest of it\"\n"
	    "a.csv,,5,信用代码,123,\"has 3 characters, neither 18 (统一社会信用代码) nor 15 "
	    "(注册号)\"\n"
	    "a.csv,,6,,小计 | " CODE_A " | x | y,\"has 4 fields, but the header has 3\"\n"
	    "a.csv,,7,信用代码,,is empty\n"
	    "a.csv,,8,,合计 | 2,left out: a sum\n");
	assert_int_equal(in.rows, 6);
	assert_int_equal(in.refused, 4);
	assert_int_equal(in.left_out, 1);
	result_free(&o);
}

static void failed_formulas(void **state)
{
	(void)state;
	gives(OBJECTS, "名称,信用代码,信用等级,x\n甲," CODE_A ",#N/A,\n乙," CODE_B ",A,#REF!\n",
	    "name,id,credit,x\n",
	    "a.csv,,2,信用等级,#N/A,is a formula that failed\n"
	    "a.csv,,3,x,#REF!,is a formula that failed\n");
	gives(OBJECTS, "名称,信用代码,x\n甲," CODE_A ",########\n", "name,id,x\n",
	    "a.csv,,2,x,########,is what is shown in a column that is too narrow: make it wider "
	    "and "
	    "save again\n");
	gives(OBJECTS, "名称,信用代码,x\n甲," CODE_A ",#1\n", "name,id,x\n甲," CODE_A ",#1\n", "");
}

#define SHEET(rows) "<worksheet xmlns='" BOOK_MAIN "'><sheetData>" rows "</sheetData></worksheet>"
#define CELL(text)  "<c t='str'><v>" text "</v></c>"

static void import_sheet(const char *sheet, struct imported *o, struct import_input *in)
{
	struct book_part part[BOOK_PARTS];
	struct str zip;

	memcpy(part, book_usual, sizeof part);
	part[BOOK_SHEET].text = str_of(sheet);
	zip = book_zip(part, BOOK_PARTS, 6);
	import(OBJECTS, zip, o, in);
	free((char *)zip.p);
}

/* Each cell is refused; that all are of that kind is said once. */
static void uncalculated_formulas(void **state)
{
	struct import_input in;
	struct imported o;

	(void)state;
	import_sheet(SHEET("<row>" CELL("名称") CELL("信用代码") CELL("区域")
	                     CELL("x") "</row>"
	                               "<row>" CELL("甲")
	                                   CELL(CODE_A) "<c><f>1</f></c><c><f>1</f></c></row>"
	                                                "<row>" CELL("乙") CELL(CODE_B) "</row>"),
	    &o, &in);
	assert_int_equal(o.rc, SSJC_OK);
	assert_string_equal(o.stream, "name,id,region,x\n乙," CODE_B ",,\n");
	assert_string_equal(o.rejects,
	    REJECTS
	    "a.csv,名录,2,区域,=,is a formula that has not been calculated: open the file and "
	    "save it (cell C2)\n"
	    "a.csv,名录,2,x,=,is a formula that has not been calculated: open the file and save "
	    "it (cell D2)\n");
	assert_non_null(strstr(o.notice, "none of its 2 formulas has been calculated"));
	result_free(&o);
	import_sheet(SHEET("<row>" CELL("名称") CELL("信用代码") "</row><row>" CELL("甲")
	                     CELL(CODE_A) "</row><row><c><f>1</f></c><c t='str'><f>B2</f><v>" CODE_B
	                                  "</v></c></row>"),
	    &o, &in);
	assert_int_equal(in.refused, 1);
	assert_string_equal(o.notice, "");
	result_free(&o);
}

/* Numbers of ID cards are not kept, not even in the lists of what was done. */
static void id_cards(void **state)
{
	struct import_input in;
	struct imported o;

	(void)state;
	import(OBJECTS,
	    STR("名称,信用代码,法人,备注\n甲," CARD ",张,\n乙," CODE_B "," CARD_2 ",备\n"), &o,
	    &in);
	assert_int_equal(o.rc, SSJC_OK);
	assert_string_equal(
	    o.rejects, REJECTS "a.csv,,2,信用代码,,is an ID-card number: these are not kept\n");
	assert_true(strstr(o.stream, "乙," CODE_B ",,"));
	assert_null(strstr(o.repairs, "1302301990"));
	assert_non_null(strstr(o.notice, "the column “法人” has 1 ID-card number, not kept"));
	result_free(&o);
	/* As a cell of a row that is listed as a whole. */
	import(OBJECTS,
	    STR("名称,信用代码,身份证号\n甲," CODE_A "," CARD_2 ",x\n合计,," CARD_2 "\n"), &o, &in);
	assert_null(strstr(o.rejects, CARD_2));
	result_free(&o);
	/* A code of digits that could be one but is a good code in all respects stays. */
	gives(OBJECTS, "名称,信用代码\n甲,121101199001100021\n", "name,id\n甲,121101199001100021\n",
	    "");
	gives(PEOPLE, "证号,姓名,部门\n" CARD_2 ",张,局\n", "cert,name,dept\n",
	    "a.csv,,2,证号,,is an ID-card number: these are not kept\n");
}

/* Reasons count characters, and quote whole ones. */
static void characters(void **state)
{
	(void)state;
	gives(OBJECTS,
	    "名称,信用代码\n甲,无\n乙,91130230МA0000023X\n丙,统一社会信用代码\n丁,"
	    "91130230MA00001号\n"
	    "戊,9113023Ο0A0000023X\n己,91130230MA07TE03号J\n",
	    "name,id\n",
	    "a.csv,,2,信用代码,无,\"has 1 character, neither 18 (统一社会信用代码) nor 15 "
	    "(注册号)\"\n"
	    "a.csv,,3,信用代码,91130230МA0000023X,\"has “М” in place 9 (Cyrillic), which no such "
	    "code "
	    "has\"\n"
	    "a.csv,,4,信用代码,统一社会信用代码,\"has 8 characters, neither 18 (统一社会信用代码) "
	    "nor "
	    "15 (注册号)\"\n"
	    "a.csv,,5,信用代码,91130230MA00001号,\"has “号” in place 16, which no such code has; "
	    "it "
	    "has 16 characters, not 18 or 15\"\n"
	    "a.csv,,6,信用代码,9113023Ο0A0000023X,\"has “Ο” in place 8 (Greek), which no such code "
	    "has\"\n"
	    "a.csv,,7,信用代码,91130230MA07TE03号J,\"has “号” in place 17, which no such code "
	    "has\"\n");
}

/* One list in two columns, which real forms have. */
static void joined_lists(void **state)
{
	(void)state;
	gives(PEOPLE,
	    "证号,姓名,部门,岗位资质资格,专业特长,需回避的单位,回避对象\n"
	    "1,张,局,货运,驾驶；维修,甲,乙\n2,李,局,,驾驶,,\n3,王,局,货运,,甲,\n",
	    "cert,name,dept,skills,recuse\n1,张,局,货运;驾驶;维修,甲;乙\n2,李,局,驾驶,\n"
	    "3,王,局,货运,甲\n",
	    "");
}

/* One business on a row for each of its licences, by the plan's rule. */
static void merged_rows(void **state)
{
	struct str merge[] = {STR("category"), STR("许可证号")};
	struct plan plan = {.merge = merge, .n_merge = 2};
	struct import_input in = {.name = "a.csv",
	    .bytes = STR("序号,名称,信用代码,类别,许可证号,地址\n1,甲," CODE_A ",货运,X-1,路\n"
	                 "2,乙," CODE_B ",客运,,街\n3,甲," CODE_A ",危险货物,X-2,路\n"
	                 "4,甲," CODE_A ",货运,X-1,路\n5,甲," CODE_A ",货运,X-3,巷\n"
	                 "6,乙," CODE_B ",客运,X-4,街\n")};
	struct import_options options = {.stream = stream_of(STR("objects"))};
	struct import_job job = {.options = &options, .input = &in, .n_inputs = 1, .plan = &plan};
	struct imported o;

	(void)state;
	run_job(&job, &o);
	assert_int_equal(o.rc, SSJC_OK);
	assert_string_equal(o.stream,
	    "序号,name,id,category,许可证号,address\n1,甲," CODE_A ",货运;危险货物,X-1;X-2,路\n"
	    "2,乙," CODE_B ",客运,X-4,街\n");
	assert_string_equal(o.rejects,
	    REJECTS "a.csv,,6,信用代码," CODE_A
	            ",\"is already in a.csv, row 2, with other content\"\n");
	assert_int_equal(in.rows, 6);
	assert_int_equal(in.merged, 2);
	assert_int_equal(in.repeated, 1);
	assert_int_equal(in.refused, 1);
	result_free(&o);
	/* Without a rule they contradict each other. */
	job.plan = NULL;
	in = (struct import_input){.name = "a.csv", .bytes = in.bytes};
	run_job(&job, &o);
	assert_int_equal(in.refused, 3);
	result_free(&o);
	job.plan = &plan;
	merge[0] = STR("id");
	run_job(&job, &o);
	assert_int_equal(o.rc, SSJC_PLAN);
	result_free(&o);
}

/* What other programs and the first line say of delimiters. */
static void delimiters(void **state)
{
	static const char out[] = "name,id\n甲," CODE_A "\n";

	(void)state;
	gives(OBJECTS, "名录\n名称\t信用代码\n甲\t" CODE_A "\n", out, "");
	gives(OBJECTS, "填报：某局;日期;2023;06;14\n名称,信用代码\n甲," CODE_A "\n", out, NULL);
	gives(OBJECTS, "名称\t,信用代码\t\n甲\t," CODE_A "\t\n", out, "");
	gives(OBJECTS, "名称;信用代码\n\"甲,乙\";" CODE_A "\n", "name,id\n\"甲,乙\"," CODE_A "\n",
	    "");
	gives(PEOPLE, "证号,姓名,部门,回避\n1,张,局,甲;乙;丙;丁;戊\n2,李,局,甲;乙;丙;丁;戊\n",
	    "cert,name,dept,recuse\n1,张,局,甲;乙;丙;丁;戊\n2,李,局,甲;乙;丙;丁;戊\n", "");
	gives(OBJECTS, "名称\t信用代码\t备注\n甲\t" CODE_A "\t\n乙\t" CODE_B "\t\n",
	    "name,id,备注\n甲," CODE_A ",\n乙," CODE_B ",\n", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(below_the_list),
	    cmocka_unit_test(of_the_form),
	    cmocka_unit_test(words_as_values),
	    cmocka_unit_test(headers_again),
	    cmocka_unit_test(without_check_digits),
	    cmocka_unit_test(no_loss_is_hidden),
	    cmocka_unit_test(failed_formulas),
	    cmocka_unit_test(uncalculated_formulas),
	    cmocka_unit_test(id_cards),
	    cmocka_unit_test(characters),
	    cmocka_unit_test(joined_lists),
	    cmocka_unit_test(merged_rows),
	    cmocka_unit_test(delimiters),
	};

	return cmocka_run_group_tests(tests, open_vocabulary, close_vocabulary);
}
