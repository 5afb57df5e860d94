/* vocabulary: the data files that are shipped, and what is wrong with others. */
#include "../test.h"

#include "ssjc/plan/stream.h"
#include "ssjc/plan/vocabulary.h"

static struct ssjc_err err;

/* The shipped files, found from the environment or beside the tree's root. */
static struct vocabulary *shipped(void)
{
	const char *share = getenv("SSJC_SHARE");
	struct vocabulary *v;

	if (vocabulary_open(&v, share ? share : "share", &err) != SSJC_OK)
		fail_msg("%s: %s", err.file, err.msg);
	return v;
}

static void header_is(
    const struct vocabulary *v, const char *stream, const char *header, const char *column)
{
	struct str got;

	if (!vocabulary_column(v, stream, str_of(header), &got)) {
		if (column)
			fail_msg("%s: “%s” is not known", stream, header);
		return;
	}
	if (!column || !str_is(got, column))
		fail_msg("%s: “%s” is %.*s", stream, header, STR_ARG(got));
}

static void headers(void **state)
{
	struct vocabulary *v = shipped();

	(void)state;
	header_is(v, "objects", "统一社会信用代码", "id");
	header_is(v, "objects", "统一社会\n信用代码", "id");
	header_is(v, "objects", " 统一社会信用代码 / 注册号 ", "id");
	header_is(v, "objects", "统一社会信用代码(注册号)", "id");
	header_is(v, "objects", "*企业名称", "name");
	header_is(v, "objects", "联系电话（必填）", "phone");
	header_is(v, "objects", "联系电话：", "phone");
	header_is(v, "objects", "ID", "id");
	header_is(v, "inspectors", "单位名称", "dept");
	header_is(v, "objects", "单位名称", "name");
	header_is(v, "objects", "legal_rep", "legal_rep");
	header_is(v, "objects", "cert", NULL);
	header_is(v, "inspectors", "执法证号", "cert");
	header_is(v, "inspectors", "身份证号码", "id_card");
	header_is(v, "history", "序号", "seq");
	header_is(v, "objects", "（备注）", NULL);
	header_is(v, "objects", "", NULL);
	header_is(v, "objects", "*", NULL);
	vocabulary_close(v);
}

/* Every alias leads to a column of its stream, and no alias to two. */
static void headers_fit_the_streams(void **state)
{
	struct vocabulary *v = shipped();
	struct str rest = vocabulary_source(v, VOCABULARY_HEADERS), line, stream, column, got;

	(void)state;
	assert_true(str_split(&rest, '\n', &line));
	while (str_split(&rest, '\n', &line) && line.n > 0) {
		const struct stream *s;
		char name[32];

		assert_true(str_split(&line, ',', &stream) && str_split(&line, ',', &column));
		s = str_is(stream, stream_answers.name) ? &stream_answers : stream_of(stream);
		if (!s) {
			assert_true(str_is(stream, "*"));
			continue;
		}
		assert_non_null(stream_column(s, column));
		snprintf(name, sizeof name, "%.*s", STR_ARG(stream));
		assert_true(vocabulary_column(v, name, line, &got));
		if (!str_eq(got, column))
			fail_msg(
			    "%.*s is %.*s and %.*s", STR_ARG(line), STR_ARG(column), STR_ARG(got));
	}
	vocabulary_close(v);
}

static void code_is(
    const struct vocabulary *v, const char *column, const char *written, const char *code)
{
	struct str got;

	if (!vocabulary_code(v, column, str_of(written), &got)) {
		if (code)
			fail_msg("%s: “%s” is not known", column, written);
		return;
	}
	if (!code || !str_is(got, code))
		fail_msg("%s: “%s” is %.*s", column, written, STR_ARG(got));
}

static void values(void **state)
{
	struct vocabulary *v = shipped();

	(void)state;
	code_is(v, "status", "存续", "active");
	code_is(v, "status", "存续(在营、开业、在册)", "active");
	code_is(v, "status", "吊销,未注销", "revoked");
	code_is(v, "status", "active", "active");
	code_is(v, "status", "ACTIVE", "active");
	code_is(v, "status", "飞了", NULL);
	code_is(v, "credit", "Ａ级", "A");
	code_is(v, "credit", "a", "A");
	code_is(v, "credit", "信用风险较高", "C");
	code_is(v, "credit", "*", NULL);
	code_is(v, "yesno", "√", "yes");
	code_is(v, "yesno", "N", "no");
	code_is(v, "signed", "拒签", "refused");
	code_is(v, "reason", "已迁出", "moved");
	code_is(v, "nothing", "是", NULL);
	assert_true(vocabulary_open_ended(v, "credit"));
	assert_false(vocabulary_open_ended(v, "status"));
	vocabulary_close(v);
}

static void results(void **state)
{
	/* Papers print their numbers: the first eight never change. */
	static const char *const codes[] = {"ok", "undisclosed", "false", "unreachable",
	    "corrected", "obstructed", "inactive", "pending", "closed", "cancelled", "revoked",
	    "withdrawn", "moved"};
	enum { CODES = sizeof codes / sizeof codes[0] };
	struct vocabulary *v = shipped();
	struct str code;
	size_t i = 0;

	(void)state;
	for (; vocabulary_nth(v, "result", i, &code); i++)
		assert_true(i < CODES && str_is(code, codes[i]));
	assert_int_equal(i, CODES);
	assert_true(str_is(vocabulary_text(v, "result", STR("ok")), "未发现问题"));
	assert_true(str_is(vocabulary_text(v, "result", STR("pending")), "发现问题待后续处理"));
	assert_int_equal(vocabulary_text(v, "result", STR("OK")).n, 0);
	assert_true(vocabulary_is_code(v, "result", STR("false")));
	assert_false(vocabulary_is_code(v, "result", STR("未发现问题")));
	assert_false(vocabulary_is_code(v, "credit", STR("*")));
	code_is(v, "result", "未发现问题", "ok");
	code_is(v, "result", "失联", "unreachable");
	code_is(v, "result", "已注销", "cancelled");
	code_is(v, "result", "清算中", "closed");
	assert_true(str_is(vocabulary_class(v, "result", STR("inactive")), "clean"));
	assert_true(str_is(vocabulary_class(v, "result", STR("moved")), "gone"));
	assert_true(str_is(vocabulary_class(v, "result", STR("pending")), "problem"));
	assert_int_equal(vocabulary_class(v, "result", STR("fine")).n, 0);
	assert_int_equal(vocabulary_class(v, "signed", STR("yes")).n, 0);
	code_is(v, "follow", "无需后续处置", "none");
	code_is(v, "follow", "立案查处", "case");
	assert_true(str_is(vocabulary_class(v, "follow", STR("none")), "closed"));
	assert_true(str_is(vocabulary_class(v, "follow", STR("order")), "open"));
	assert_true(str_is(vocabulary_text(v, "reason", STR("outside")), "不属于本次抽查范围"));
	vocabulary_close(v);
}

static void bad_files(void **state)
{
	static const struct {
		const char *text[VOCABULARY_FILES], *file, *why;
	} cases[] = {
	    {{"stream,column\n", "column,value,written\n", "code,text\n"}, "headers.csv",
	        "missing"},
	    {{"stream,column,header\na,,b\n", "column,value,written\n", "code,text\n"},
	        "headers.csv", "is empty"},
	    {{"stream,column,header\n", "column,value,written\nx,y\n", "code,text\n"}, "values.csv",
	        "2 fields"},
	    {{"stream,column,header\n", "column,value,written\n", ""}, "results.csv", "is empty"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct str text[VOCABULARY_FILES];
		struct vocabulary *v;

		for (int k = 0; k < VOCABULARY_FILES; k++)
			text[k] = str_of(cases[i].text[k]);
		assert_int_equal(vocabulary_read(&v, text, &err), SSJC_INPUT);
		assert_null(v);
		assert_string_equal(err.file, cases[i].file);
		if (!strstr(err.msg, cases[i].why))
			fail_msg("“%s” does not say “%s”", err.msg, cases[i].why);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(headers),
	    cmocka_unit_test(headers_fit_the_streams),
	    cmocka_unit_test(values),
	    cmocka_unit_test(results),
	    cmocka_unit_test(bad_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
