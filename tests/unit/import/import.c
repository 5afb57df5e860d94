/*
 * import: what becomes of whole inputs. Firms and people are invented, check
 * digits are valid where nothing else is said.
 */
#include "../book.h"
#include "run_import.h"

static void a_clean_roster(void **state)
{
	(void)state;
	gives(OBJECTS,
	    "企业名称,统一社会信用代码,信用等级,登记状态,备注\n"
	    "甲公司,91130230MA07TE034J,B类,存续, x \n"
	    "乙公司,110108000000016,AA+,已注销,\n",
	    "name,id,credit,status,备注\n"
	    "甲公司,91130230MA07TE034J,B,active, x \n"
	    "乙公司,110108000000016,AA+,cancelled,\n",
	    "");
	gives(OBJECTS, "id,name\n", "id,name\n", "");
}

static void titles_above_the_headers(void **state)
{
	(void)state;
	gives(OBJECTS,
	    "名录,,\n填表：某局,,\n\n代码,名称,统一社会信用代码\n1,甲,91130230MA07TE034J\n",
	    "代码,name,id\n1,甲,91130230MA07TE034J\n", "");
}

static void headers_on_two_lines(void **state)
{
	(void)state;
	gives(OBJECTS,
	    "名录,,,\n企业,,联系,\n名称,统一社会信用代码,地址,电话\n甲,91130230MA07TE034J,某路,"
	    "13900000000\n",
	    "name,id,address,phone\n甲,91130230MA07TE034J,某路,13900000000\n", "");
	gives(OBJECTS,
	    "名称,统一社会信用代码,联系,\n,,地址,电话\n甲,91130230MA07TE034J,某路,13900000000\n",
	    "name,id,address,phone\n甲,91130230MA07TE034J,某路,13900000000\n", "");
}

static void headers_that_cannot_be(void **state)
{
	(void)state;
	fails(OBJECTS, "", "is empty");
	fails(OBJECTS, "甲,乙\n1,2\n", "The headers are: 甲, 乙");
	fails(OBJECTS, "名称,电话\n甲,1\n", "--map 'id=HEADER'");
	fails(OBJECTS, "名称,企业名称,注册号\n甲,甲,1\n",
	    "“名称” and “企业名称” both mean the column name");
	fails(OBJECTS "map=name=字号\n", "id,name\n1,甲\n", "name");
	fails(OBJECTS "map=memo=备忘\n", "id,name\n1,甲\n", "备忘");
}

static void mapped_headers(void **state)
{
	(void)state;
	gives(OBJECTS "map=name=企业名称\nmap=scale=规模\n",
	    "名称,企业名称,注册号,规模\nx,甲,110108000000016,大\n",
	    "名称,name,id,scale\nx,甲,110108000000016,大\n", "");
}

static void duplicated_headers(void **state)
{
	(void)state;
	gives(OBJECTS, "id,name,备注,备注,备注_2\n110108000000016,甲,1,2,3\n",
	    "id,name,备注,备注_3,备注_2\n110108000000016,甲,1,2,3\n", NULL);
}

static void codes_are_checked(void **state)
{
	(void)state;
	gives(OBJECTS,
	    "id,name\n91130230MA07TE034K,甲\n9113O230MA07TE034J,乙\n123,丙\n,丁\n110108000000016,"
	    "\n",
	    "id,name\n",
	    "a.csv,,2,id,91130230MA07TE034K,\"has the check digit K, but J is right for the rest "
	    "of "
	    "it\"\n"
	    "a.csv,,3,id,9113O230MA07TE034J,\"has “O” in place 5, which no such code has: is it a "
	    "zero?\"\n"
	    "a.csv,,4,id,123,\"has 3 characters, neither 18 (统一社会信用代码) nor 15 (注册号)\"\n"
	    "a.csv,,5,id,,is empty\n"
	    "a.csv,,6,name,,is empty\n");
}

static void repairs_are_listed(void **state)
{
	struct import_input in;
	struct imported o;

	(void)state;
	import(OBJECTS,
	    str_of(
	        "id,name,phone,status\n９１１３０２３０ma07te034j,　甲 公司 ,139 0000 0000,存续\n"),
	    &o, &in);
	assert_int_equal(o.rc, SSJC_OK);
	assert_string_equal(
	    o.stream, "id,name,phone,status\n91130230MA07TE034J,甲 公司,13900000000,active\n");
	assert_string_equal(o.repairs,
	    REPAIRS "a.csv,,2,id,９１１３０２３０ma07te034j,91130230MA07TE034J,\n"
	            "a.csv,,2,name,　甲 公司 ,甲 公司,\n"
	            "a.csv,,2,phone,139 0000 0000,13900000000,\n");
	assert_int_equal(in.repaired, 3);
	assert_string_equal(in.format, "UTF-8");
	result_free(&o);
}

static void accepted_codes(void **state)
{
	struct import_input in = {.name = "a.csv",
	    .bytes = STR("id,name\n91130230ma07te034k,甲\n91130230MA07TE034L,乙\n")};
	struct import_options options = {.stream = stream_of(STR("objects"))};
	struct import_job job = {.options = &options,
	    .input = &in,
	    .n_inputs = 1,
	    .accept = STR("id,reason\n91130230MA07TE034K,登记机关确认\n"),
	    .accept_name = "ok.csv"};
	struct imported o;

	(void)state;
	run_job(&job, &o);
	assert_int_equal(o.rc, SSJC_OK);
	assert_string_equal(o.stream, "id,name\n91130230MA07TE034K,甲\n");
	assert_non_null(strstr(o.repairs, "accepted although its check digit is wrong"));
	assert_int_equal(in.refused, 1);
	result_free(&o);
	job.accept = STR("id,reason\n91130230MA07TE034K,\n");
	run_job(&job, &o);
	assert_int_equal(o.rc, SSJC_INPUT);
	assert_string_equal(err.file, "ok.csv");
	result_free(&o);
}

/* Perhaps the same business twice: a note among the repairs. */
static void one_name_two_codes(void **state)
{
	struct import_input in;
	struct imported o;

	(void)state;
	import(OBJECTS,
	    str_of("id,name\n110108000000016,甲（集团）公司\n91130230MA07TE034J,甲(集团) 公司\n"),
	    &o, &in);
	assert_int_equal(o.rc, SSJC_OK);
	assert_int_equal(in.refused, 0);
	assert_string_equal(o.repairs,
	    REPAIRS "a.csv,,3,name,甲(集团) 公司,甲(集团) 公司,"
	            "\"the same name has another code in a.csv, row 2\"\n");
	result_free(&o);
}

/* The organisation code inside is wrong: noted, not refused. */
static void organisation_code(void **state)
{
	struct import_input in;
	struct imported o;

	(void)state;
	import(OBJECTS, STR("id,name\n91130230MA07TE035M,甲\n"), &o, &in);
	assert_int_equal(o.rc, SSJC_OK);
	assert_int_equal(in.refused, 0);
	assert_int_equal(in.repaired, 0);
	assert_non_null(strstr(o.repairs, "GB 11714"));
	result_free(&o);
}

static void ragged_rows(void **state)
{
	(void)state;
	gives(OBJECTS, "id,name,x\n110108000000016,甲\n110108000000016,甲,1,2\n,,\n", "id,name,x\n",
	    "a.csv,,2,,110108000000016 | 甲,\"has 2 fields, but the header has 3\"\n"
	    "a.csv,,3,,110108000000016 | 甲 | 1 | 2,\"has 4 fields, but the header has 3\"\n");
	gives(OBJECTS, "id,name,\n110108000000016,甲,\n91130230MA07TE034J,乙,?\n",
	    "id,name\n110108000000016,甲\n",
	    "a.csv,,3,,91130230MA07TE034J | 乙 | ?,has “?” in a column without a header (cell "
	    "C3)\n");
}

static void identity_cards(void **state)
{
	struct import_input in;
	struct imported o;

	(void)state;
	import("stream=inspectors\n", STR("执法证号,姓名,部门,身份证号\nT-1,甲,某局,1302301990\n"),
	    &o, &in);
	assert_int_equal(o.rc, SSJC_OK);
	assert_string_equal(o.stream, "cert,name,dept\nT-1,甲,某局\n");
	assert_non_null(strstr(o.notice, "身份证号"));
	result_free(&o);
}

static void duplicates(void **state)
{
	struct import_input in;
	struct imported o;

	(void)state;
	import(OBJECTS,
	    str_of(
	        "序号,id,name\n1,110108000000016,甲\n2,110108000000016,甲\n3,110108000000016,乙\n"),
	    &o, &in);
	assert_int_equal(o.rc, SSJC_OK);
	assert_string_equal(o.stream, "序号,id,name\n1,110108000000016,甲\n");
	assert_string_equal(o.rejects,
	    REJECTS "a.csv,,4,id,110108000000016,"
	            "\"is already in a.csv, row 2, with other content\"\n");
	assert_int_equal(in.rows, 3);
	assert_int_equal(in.repeated, 1);
	assert_int_equal(in.refused, 1);
	result_free(&o);
}

/* Files of other columns and encodings into one stream. */
static void several_files(void **state)
{
	struct import_input in[3] = {
	    {.name = "a.csv", .bytes = STR("id,name\n110108000000016,甲\n")},
	    {.name = "b.csv",
	        .bytes = STR("name\tphone\tid\n\xd2\xd2\t8812345\t91130230MA07TE034J\n")},
	    {.name = "c.csv",
	        .bytes = STR("id;name\n110108000000016;甲\n91130230MA07TE034J;丙\n")}};
	struct import_options options = {.stream = stream_of(STR("objects"))};
	struct import_job job = {.options = &options, .input = in, .n_inputs = 3};
	struct imported o;

	(void)state;
	run_job(&job, &o);
	assert_int_equal(o.rc, SSJC_OK);
	assert_string_equal(
	    o.stream, "id,name,phone\n110108000000016,甲,\n91130230MA07TE034J,乙,8812345\n");
	assert_string_equal(o.rejects,
	    REJECTS "c.csv,,3,id,91130230MA07TE034J,"
	            "\"is already in b.csv, row 2, with other content\"\n");
	assert_string_equal(in[1].format, "GB18030");
	assert_int_equal(in[2].repeated, 1);
	result_free(&o);
}

static void inspectors(void **state)
{
	(void)state;
	gives("stream=inspectors\n",
	    "证号,姓名,单位,手机,资质,专家,回避,请假,有效期,状态\n"
	    "ｔ-008,甲,某局,13900000000,货运、危险货物,是,甲公司，110108000000016,"
	    "2023年6月19日至21日,2025/12/31,在岗\n"
	    "T-009,乙,某局,,,×,,,长期,\n"
	    "T-010,丙,某局,,,也许,,昨天,2025,休\n",
	    "cert,name,dept,phone,skills,expert,recuse,leave,valid_until,status\n"
	    "T-008,甲,某局,13900000000,货运;危险货物,yes,甲公司;110108000000016,"
	    "2023-06-19..2023-06-21,2025-12-31,active\n"
	    "T-009,乙,某局,,,no,,,9999-12-31,\n",
	    "a.csv,,4,专家,也许,is not among the values of yesno in values.csv\n"
	    "a.csv,,4,请假,昨天,is not a span of days such as 2023-06-19..2023-06-21\n"
	    "a.csv,,4,有效期,2025,\"is not a date such as 2023-06-14, 2023/6/14 or "
	    "2023年6月14日\"\n"
	    "a.csv,,4,状态,休,is not among the values of status in values.csv\n");
}

static void results(void **state)
{
	(void)state;
	gives("stream=results\n",
	    "统一社会信用代码,部门,事项,检查结果,检查方式,签字\n"
	    "91130230MA07TE034J,transport,t01,发现问题已责令改正,现场检查,拒签\n"
	    "91130230MA07TE034J,transport,T01,失联,问询,是\n",
	    "id,dept,item,result,method,signed\n"
	    "91130230MA07TE034J,transport,T01,corrected,实地检查,refused\n"
	    "91130230MA07TE034J,transport,T01,unreachable,问询,yes\n",
	    "");
}

/* The plan's names of departments become its keys. */
static void departments(void **state)
{
	struct plan_dept dept[] = {{.key = STR("transport"), .name = STR("某区交通运输局")}};
	struct plan plan = {.dept = dept, .n_depts = 1};
	struct import_input in = {.name = "a.csv",
	    .bytes = STR("证号,姓名,部门\n1,甲, 某区交通运输局\n2,乙,transport\n3,丙,别的局\n")};
	struct import_options options = {.stream = stream_of(STR("inspectors"))};
	struct import_job job = {.options = &options, .input = &in, .n_inputs = 1, .plan = &plan};
	struct imported o;

	(void)state;
	run_job(&job, &o);
	assert_int_equal(o.rc, SSJC_OK);
	assert_string_equal(
	    o.stream, "cert,name,dept\n1,甲,transport\n2,乙,transport\n3,丙,别的局\n");
	result_free(&o);
}

#define SHEET(rows) "<worksheet xmlns='" BOOK_MAIN "'><sheetData>" rows "</sheetData></worksheet>"
#define CELL(text)  "<c t='str'><v>" text "</v></c>"

/* A workbook with those rows in its one sheet. */
static struct str workbook(const char *sheet)
{
	struct book_part part[BOOK_PARTS];

	memcpy(part, book_usual, sizeof part);
	part[BOOK_SHEET].text = str_of(sheet);
	return book_zip(part, BOOK_PARTS, 6);
}

static void workbooks(void **state)
{
	struct str zip = workbook(
	    SHEET("<row>" CELL("名录") "</row><row>" CELL("统一社会信用代码") CELL("企业名称") CELL(
	        "联系电话") "</row>"
	                    "<row><c><v>9.1130230123456794E+17</v></c>" CELL(
	                        "甲") "<c t='e'><v>#N/A</v></c></row>"
	                              "<row><c><v>110108000000016</v></c>" CELL(
	                                  "乙") "<c><v>1.39E+10</v></c></row>"
	                                        "<row hidden='1'>" CELL("91130230MA07TE034J")
	                                            CELL("丙") "</row>"
	                                                       "<row>" CELL("91130230MA07TE018W")
	                                                           CELL("丁") CELL("")
	                                                               CELL("x") "</row>"));
	struct import_input in;
	struct imported o;

	(void)state;
	import(OBJECTS, zip, &o, &in);
	assert_int_equal(o.rc, SSJC_OK);
	assert_string_equal(o.stream, "id,name,phone\n110108000000016,乙,13900000000\n");
	assert_string_equal(o.rejects,
	    REJECTS
	    "a.csv,名录,3,统一社会信用代码,9.1130230123456794E+17,is stored as a number and has "
	    "lost its last digits: format the column as text and enter it again (cell A3)\n"
	    "a.csv,名录,3,联系电话,#N/A,is a formula that failed (cell C3)\n"
	    "a.csv,名录,5,,91130230MA07TE034J | 丙,is a hidden row: --hidden reads these too\n"
	    "a.csv,名录,6,,91130230MA07TE018W | 丁 | x,has “x” in a column without a "
	    "header (cell D6)\n");
	assert_string_equal(in.format, ".xlsx");
	result_free(&o);
	import(OBJECTS "hidden=yes\nsheet=名录\n", zip, &o, &in);
	assert_int_equal(o.rc, SSJC_OK);
	assert_non_null(strstr(o.stream, "91130230MA07TE034J,丙"));
	result_free(&o);
	import(OBJECTS "sheet=2\n", zip, &o, &in);
	assert_int_equal(o.rc, SSJC_INPUT);
	assert_non_null(strstr(err.msg, "1 名录"));
	result_free(&o);
	free((char *)zip.p);
}

/* A serial date whose format is lost, and the day of 1900 that never was. */
static void dates_in_workbooks(void **state)
{
	struct str zip = workbook(SHEET(
	    "<row>" CELL("证号") CELL("姓名") CELL("部门") CELL("有效期") "</row><row>" CELL("1")
	        CELL("甲") CELL("a") "<c><v>45091</v></c></row>"
	                             "<row>" CELL("2") CELL("乙")
	                                 CELL("a") "<c s='1'><v>45091.5</v></c></row>"
	                                           "<row>" CELL("3") CELL("丙")
	                                               CELL("a") "<c s='1'><v>60</v></c></row>"));
	struct import_input in;
	struct imported o;

	(void)state;
	import("stream=inspectors\n", zip, &o, &in);
	assert_int_equal(o.rc, SSJC_OK);
	assert_string_equal(
	    o.stream, "cert,name,dept,valid_until\n1,甲,a,2023-06-14\n2,乙,a,2023-06-14\n");
	assert_non_null(strstr(o.rejects, "1900-02-29,is a day that does not exist"));
	result_free(&o);
	free((char *)zip.p);
}

/* Without a choice, several sheets with cells are not guessed at. */
static void several_sheets(void **state)
{
	struct book_part part[BOOK_PARTS + 2];
	struct import_input in;
	struct imported o;
	struct str zip;

	(void)state;
	memcpy(part, book_usual, sizeof book_usual);
	part[BOOK_WORKBOOK].text = str_of(
	    "<workbook xmlns='" BOOK_MAIN "' xmlns:r='" BOOK_OFFICE
	    "'><sheets><sheet name='甲镇' sheetId='1' r:id='a'/><sheet name='乙镇' sheetId='2' "
	    "r:id='b'/><sheet name='选项' sheetId='3' state='hidden' "
	    "r:id='c'/></sheets></workbook>");
	part[BOOK_TARGETS].text = str_of(BOOK_RELS
	    "<Relationship Id='a' Type='" BOOK_OFFICE
	    "/worksheet' Target='worksheets/sheet1.xml'/><Relationship Id='b' Type='" BOOK_OFFICE
	    "/worksheet' Target='worksheets/sheet2.xml'/><Relationship Id='c' Type='" BOOK_OFFICE
	    "/worksheet' Target='worksheets/sheet3.xml'/></Relationships>");
	part[BOOK_SHEET].text = str_of(SHEET("<row>" CELL("id")
	        CELL("name") "</row><row>" CELL("110108000000016") CELL("甲") "</row>"));
	part[BOOK_PARTS] = (struct book_part){"xl/worksheets/sheet2.xml",
	    str_of(SHEET("<row>" CELL("name") CELL("id") "</row><row>" CELL("乙")
	            CELL("91130230MA07TE034J") "</row>"))};
	part[BOOK_PARTS + 1] = (struct book_part){
	    "xl/worksheets/sheet3.xml", str_of(SHEET("<row>" CELL("A") "</row>"))};
	zip = book_zip(part, BOOK_PARTS + 2, 6);
	import(OBJECTS, zip, &o, &in);
	assert_int_equal(o.rc, SSJC_INPUT);
	assert_non_null(strstr(err.msg, "1 甲镇, 2 乙镇"));
	result_free(&o);
	import(OBJECTS "sheet=2\nsheet=甲镇\n", zip, &o, &in);
	assert_int_equal(o.rc, SSJC_OK);
	assert_string_equal(o.stream, "name,id\n乙,91130230MA07TE034J\n甲,110108000000016\n");
	result_free(&o);
	free((char *)zip.p);
}

static void files_that_are_not_rosters(void **state)
{
	static const struct {
		struct str bytes;
		const char *why;
	} cases[] = {
	    {STR_INIT("<html><table>"), "web page"},
	    {STR_INIT("\n <TABLE border=1>"), "web page"},
	    {STR_INIT("\xef\xbb\xbf<?xml version='1.0'?>"), "is XML"},
	    {STR_INIT("%PDF-1.4"), "PDF"},
	    {STR_INIT("MIME-Version: 1.0"), "web archive"},
	    {STR_INIT("\x1f\x8b\x08"), "compressed"},
	    {STR_INIT("PK\3\4"), "damaged zip"},
	    {STR_INIT("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ".xls"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct import_input in;
		struct imported o;

		import(OBJECTS, cases[i].bytes, &o, &in);
		assert_int_equal(o.rc, SSJC_INPUT);
		if (!strstr(err.msg, cases[i].why))
			fail_msg("%zu: “%s” does not say “%s”", i, err.msg, cases[i].why);
		result_free(&o);
	}
}

static void options_as_text(void **state)
{
	static const char text[] = "stream=results\nstyle=tsv\nencoding=GB18030\nhidden=yes\n"
	                           "header=3-4\n"
	                           "sheet=1\nsheet=甲 镇\nmap=id=代=码\n";
	static const char *const bad[] = {"stream=nothing\n", "hidden=maybe\n", "x=1\n", "stream\n",
	    "map=id\n", "map=ID=x\n", "map=id=a\nmap=id=b\n", "encoding=x\n", "style=\n",
	    "header=0\n", "header=4-3\n", "header=3-9\n", "header=x\n", "header=3-\n"};
	struct import_options o;
	struct buf b = {0};

	(void)state;
	assert_int_equal(import_options_parse(&o, str_of(text), &err), SSJC_OK);
	assert_int_equal(o.n_sheets, 2);
	assert_true(str_is(o.map[0].header, "代=码"));
	assert_int_equal(o.header_first, 3);
	assert_int_equal(o.header_last, 4);
	import_options_text(&o, &b);
	assert_string_equal(b.p, text);
	buf_free(&b);
	import_options_free(&o);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		if (import_options_parse(&o, str_of(bad[i]), &err) == SSJC_OK)
			fail_msg("%s is taken", bad[i]);
}

/* The same inputs and options make the same bytes, row by row in their order. */
static void the_same_again(void **state)
{
	struct import_input in;
	struct imported a, b;
	struct str text = STR("id,name\n91130230MA07TE034J,乙\n110108000000016,甲\n");

	(void)state;
	import(OBJECTS, text, &a, &in);
	import(OBJECTS, text, &b, &in);
	assert_string_equal(a.stream, text.p);
	assert_string_equal(a.digest, b.digest);
	result_free(&a);
	result_free(&b);
	import(OBJECTS "style=excel\n", text, &b, &in);
	assert_string_equal(
	    b.stream, "\xef\xbb\xbfid,name\r\n91130230MA07TE034J,乙\r\n110108000000016,甲\r\n");
	result_free(&b);
}

static void profiles(void **state)
{
	struct import_input in = {.name = "a.csv",
	    .bytes = STR("证号,姓名,部门,身份证号,x\nT-1,甲,a,1,\nT-2,乙,a,2,y\n,甲,a,3,y\n")};
	struct import_options options = {.stream = NULL};
	struct import_job job = {
	    .options = &options, .vocabulary = vocabulary, .input = &in, .n_inputs = 1};
	struct csv_out csv;
	char *text = NULL;
	size_t n;
	FILE *f = open_memstream(&text, &n);

	(void)state;
	assert_non_null(f);
	assert_int_equal(csv_out_open(&csv, f, CSV_PLAIN, &err), SSJC_OK);
	assert_int_equal(import_profile(&job, &csv, &err), SSJC_OK);
	assert_int_equal(csv_out_finish(&csv, NULL, &err), SSJC_OK);
	csv_out_close(&csv);
	fclose(f);
	assert_string_equal(text,
	    "file,sheet,header,column,filled,distinct,refused,reason,examples\n"
	    "a.csv,,证号,cert,2,2,1,row 4: “” is empty,T-1; T-2\n"
	    "a.csv,,姓名,name,3,2,0,,甲; 乙\n"
	    "a.csv,,部门,dept,3,1,0,,a\n"
	    "a.csv,,身份证号,,3,3,0,,\n"
	    "a.csv,,x,,2,1,0,,y\n");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_clean_roster),
	    cmocka_unit_test(titles_above_the_headers),
	    cmocka_unit_test(headers_on_two_lines),
	    cmocka_unit_test(headers_that_cannot_be),
	    cmocka_unit_test(mapped_headers),
	    cmocka_unit_test(duplicated_headers),
	    cmocka_unit_test(codes_are_checked),
	    cmocka_unit_test(repairs_are_listed),
	    cmocka_unit_test(accepted_codes),
	    cmocka_unit_test(one_name_two_codes),
	    cmocka_unit_test(organisation_code),
	    cmocka_unit_test(ragged_rows),
	    cmocka_unit_test(identity_cards),
	    cmocka_unit_test(duplicates),
	    cmocka_unit_test(several_files),
	    cmocka_unit_test(inspectors),
	    cmocka_unit_test(results),
	    cmocka_unit_test(departments),
	    cmocka_unit_test(workbooks),
	    cmocka_unit_test(dates_in_workbooks),
	    cmocka_unit_test(several_sheets),
	    cmocka_unit_test(files_that_are_not_rosters),
	    cmocka_unit_test(options_as_text),
	    cmocka_unit_test(the_same_again),
	    cmocka_unit_test(profiles),
	};

	return cmocka_run_group_tests(tests, open_vocabulary, close_vocabulary);
}
