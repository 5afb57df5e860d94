/* answer: what responses mean, by what targets say of them. */
#include "../test.h"

#include "ssjc/send/answer.h"

static struct upload_column columns[] = {{.name = STR_INIT("uuid")}, {.name = STR_INIT("area")}};
static struct upload_format format = {
    .name = STR_INIT("list"), .file = "list.csv", .column = columns, .n_columns = 2};
static struct str cells[][2] = {{STR_INIT("10000000000000000001"), STR_INIT("1")},
    {STR_INIT("7"), STR_INIT("1")}, {STR_INIT("八"), STR_INIT("1")}};
static struct upload_change rows[] = {
    {.row = {.id = STR_INIT("a1")}, .cell = cells[0]},
    {.row = {.id = STR_INIT("b2")}, .cell = cells[1]},
    {.row = {.id = STR_INIT("33")}, .cell = cells[2]},
};
static const struct upload_batch batch = {
    .format = &format, .number = STR_INIT("2023061900001"), .v = rows, .n = 3};

#define T "[target a]\nformat = list\naddress = https://a.example/\n"
/* What most platforms answer. */
#define CODE T "ok = /code 200 0\nanswer_code = /code\nanswer_text = /message\nlater = /code 503\n"
#define LIST                                                                                       \
	CODE "answer_rows = /data\nrow_id = /id\nrow_code = /e\nrow_text = /t\nrow_time = /at\n"
#define EACH LIST "row_ok = /state 1 true\n"

static const struct {
	const char *target;
	long status;
	const char *body;
	enum answer_kind kind;
	const char *code, *text;
	const char *rows; /* a letter for each that is named: A or R; "" */
} v[] = {
    /* The status alone. */
    {T, 200, "", ANSWER_ACCEPTED, "", "", ""},
    {T, 204, "no json", ANSWER_ACCEPTED, "", "", ""},
    {T, 401, "no\r\n\x1b[2Jjson ", ANSWER_REFUSED, "HTTP 401", "no   [2Jjson", ""},
    {T, 409, "{", ANSWER_REFUSED, "HTTP 409", "{", ""},
    {T "ok_status = 200 409\n", 409, "", ANSWER_ACCEPTED, "", "", ""},
    {T "ok_status = 200 409\n", 201, "", ANSWER_REFUSED, "HTTP 201", "", ""},
    {T, 408, "", ANSWER_LATER, "HTTP 408", "", ""},
    {T, 425, "", ANSWER_LATER, "HTTP 425", "", ""},
    {T, 429, "", ANSWER_LATER, "HTTP 429", "", ""},
    {T, 500, "<h1>", ANSWER_LATER, "HTTP 500", "<h1>", ""},
    {T, 599, "", ANSWER_LATER, "HTTP 599", "", ""},
    {T, 302, "", ANSWER_REFUSED, "HTTP 302", "", ""},
    {T "answer = file\n", 200, "", ANSWER_DELIVERED, "", "", ""},
    {T "answer = file\n", 400, "", ANSWER_REFUSED, "HTTP 400", "", ""},
    /* A code in the body. */
    {CODE, 200, "{\"code\":200,\"message\":\"成功\"}", ANSWER_ACCEPTED, "200", "成功", ""},
    {CODE, 200, "\xef\xbb\xbf {\"code\":\"200\"}\n", ANSWER_ACCEPTED, "200", "", ""},
    {CODE, 200, "{\"code\":200.0}", ANSWER_ACCEPTED, "200", "", ""},
    {CODE, 200, "{\"code\":0}", ANSWER_ACCEPTED, "0", "", ""},
    {CODE, 200, "{\"code\":2000}", ANSWER_REFUSED, "2000", "{\"code\":2000}", ""},
    {CODE, 200, "{\"code\":300,\"message\":\"失败\\r\\n\\u001b[2J\\u0000x\"}", ANSWER_REFUSED,
        "300", "失败   [2J x", ""},
    {CODE, 200, "{\"code\":503,\"message\":\"忙\"}", ANSWER_LATER, "503", "忙", ""},
    {CODE, 401, "{\"code\":300,\"message\":\"失败\"}", ANSWER_REFUSED, "HTTP 401", "失败", ""},
    {CODE, 200, "{\"code\":99999999999999999999999999}", ANSWER_REFUSED, "", "{\"code\":9999", ""},
    {CODE, 200, "{\"code\":200,\"n\":99999999999999999999999999}", ANSWER_ACCEPTED, "200", "", ""},
    {CODE, 200, "", ANSWER_LATER, "", "it is empty", ""},
    {CODE, 200, " ", ANSWER_LATER, "", "it is empty", ""},
    {CODE, 200, "{\"code\":200", ANSWER_LATER, "", "it is not whole", ""},
    {CODE, 200, "{\"code\":20", ANSWER_LATER, "", "it is not whole", ""},
    {CODE, 200, "{\"code\":200}}", ANSWER_LATER, "", "it is not JSON", ""},
    {CODE, 200, "{\"code\":200} {", ANSWER_LATER, "", "it is not JSON", ""},
    {CODE, 200, "{\"code\":'200'}", ANSWER_LATER, "", "it is not JSON", ""},
    {CODE, 200, "<html>", ANSWER_LATER, "", "it is not JSON", ""},
    {CODE, 200, "{\"code\":300,\"code\":200}", ANSWER_LATER, "", "a key twice", ""},
    {CODE, 200, "{\"code\":200,\"a:\\\"\":[{\"b\":{\"c\":\":\"}}]}", ANSWER_ACCEPTED, "200", "",
        ""},
    {CODE, 200, "{}", ANSWER_LATER, "", "nothing at the pointer of ok", ""},
    {CODE, 200, "null", ANSWER_LATER, "", "nothing at the pointer of ok", ""},
    {CODE, 200, "{\"code\":null}", ANSWER_LATER, "", "nothing at the pointer of ok", ""},
    {CODE, 200, "[200]", ANSWER_LATER, "", "nothing at the pointer of ok", ""},
    {CODE, 200, "\xff\xff", ANSWER_LATER, "", "nothing can be read from the answer", ""},
    /* GB18030: 成功 */
    {CODE, 200, "{\"code\":200,\"message\":\"\xb3\xc9\xb9\xa6\"}", ANSWER_ACCEPTED, "200", "成功",
        ""},
    {T "ok = /a~1b/1/c~0 yes\n", 200, "{\"a/b\":[0,{\"c~\":\"yes\"}]}", ANSWER_ACCEPTED, "", "",
        ""},
    {T "ok = . true\n", 200, "true", ANSWER_ACCEPTED, "", "", ""},
    {T "ok = . 1\n", 200, "1", ANSWER_ACCEPTED, "", "", ""},
    /* Rows: those named were rejected. */
    {LIST, 200, "{\"code\":200}", ANSWER_ACCEPTED, "200", "", ""},
    {LIST, 200, "{\"code\":200,\"data\":[]}", ANSWER_ACCEPTED, "200", "", ""},
    {LIST, 200, "{\"code\":200,\"data\":[{\"id\":33,\"e\":9,\"t\":\"错\",\"at\":\"x\"}]}",
        ANSWER_ROWS, "200", "", "R"},
    {LIST, 200, "{\"code\":200,\"data\":[{\"id\":\"33\"},{\"id\":\"a1\"},{\"id\":33}]}",
        ANSWER_ROWS, "200", "", "RR"},
    {LIST, 200, "{\"code\":200,\"data\":[{\"id\":\"c\"}]}", ANSWER_LATER, "200",
        "a row “c”, which the batch does not have", ""},
    {LIST, 200, "{\"code\":200,\"data\":[{}]}", ANSWER_LATER, "200", "does not have", ""},
    {LIST, 200, "{\"code\":200,\"data\":{}}", ANSWER_LATER, "200", "is not an array", ""},
    /* Each row says what became of it. */
    {EACH, 200,
        "{\"code\":200,\"data\":[{\"id\":33,\"state\":1},{\"id\":\"a1\",\"state\":\"0\"},"
        "{\"id\":\"b2\",\"state\":true}]}",
        ANSWER_ROWS, "200", "", "RAA"},
    {EACH, 200, "{\"code\":200}", ANSWER_ACCEPTED, "200", "", ""},
    {EACH, 200, "{\"code\":200,\"data\":[{\"id\":33,\"state\":1}]}", ANSWER_LATER, "200",
        "nothing of 2 rows", ""},
    {EACH, 200, "{\"code\":200,\"data\":[{\"id\":33}]}", ANSWER_LATER, "200",
        "does not say whether", ""},
    {EACH, 200, "{\"code\":200,\"data\":[{\"id\":33,\"state\":1},{\"id\":33,\"state\":0}]}",
        ANSWER_LATER, "200", "that it is accepted, and that it is rejected", ""},
    {T "answer_rows = .\nrow_id = /0\nrow_ok = /1 ok\n", 200,
        "[[\"a1\",\"ok\"],[\"b2\",\"ok\"],[33,\"ok\"]]", ANSWER_ACCEPTED, "", "", "AAA"},
    {T "answer_rows = /r\nrow_ok = /1 ok\n", 200, "{}", ANSWER_LATER, "", "has no rows at /r", ""},
    {T "answer_rows = /r\n", 200, "1", ANSWER_ACCEPTED, "", "", ""},
    /* Rows by a column, and by their place. */
    {T "answer_rows = /bad\nrow_column = uuid\n", 200,
        "{\"bad\":[\"10000000000000000001\",\"八\",7]}", ANSWER_ROWS, "", "", "RRR"},
    {T "answer_rows = /bad\nrow_column = uuid\n", 200, "{\"bad\":[10000000000000000001]}",
        ANSWER_ROWS, "", "", "R"},
    {T "answer_rows = /bad\nrow_column = 1\n", 200, "{\"bad\":[1,\"3\"]}", ANSWER_ROWS, "", "",
        "RR"},
    {T "answer_rows = /bad\nrow_column = 1\n", 200, "{\"bad\":[0]}", ANSWER_LATER, "", "“0”", ""},
    {T "answer_rows = /bad\nrow_column = 0\n", 200, "{\"bad\":[0]}", ANSWER_ROWS, "", "", "R"},
    {T "answer_rows = /bad\nrow_column = 0\n", 200, "{\"bad\":[3]}", ANSWER_LATER, "", "“3”", ""},
};

/* Our own words come in two languages: they are read as a message has them. */
static void check(size_t i, const struct answer *a)
{
	struct ssjc_err text;
	char named[8] = "";

	assert_true(a->n < sizeof named);
	for (size_t k = 0; k < a->n; k++)
		named[k] = "AR"[a->v[k].state == RECEIPT_REJECTED];
	ssjc_fail(&text, SSJC_NO, "%.*s", STR_ARG(a->text));
	assert_null(strchr(text.msg, '\xff'));
	if (a->kind != v[i].kind || !str_is(a->code, v[i].code) || strcmp(named, v[i].rows) != 0 ||
	    !strstr(text.msg, v[i].text) || (!*v[i].text && a->text.n))
		fail_msg("%s%s: %d “%.*s” “%s” %s", v[i].target, v[i].body, (int)a->kind,
		    STR_ARG(a->code), text.msg, named);
	for (size_t k = 0; k < a->n; k++)
		assert_true(str_eq(a->v[k].number, batch.number));
}

static void responses(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof v / sizeof v[0]; i++) {
		struct response r = {
		    .status = v[i].status, .body = str_of(v[i].body), .retry_after = -1};
		struct ssjc_err err = {0};
		struct targets all;
		struct answer a;

		if (targets_read(&all, str_of(v[i].target), "targets", "", &err) ||
		    answer_read(&a, &r, &all.v[0], &batch, &err))
			fail_msg("%s%s: %s", v[i].target, v[i].body, err.msg);
		check(i, &a);
		answer_close(&a);
		targets_close(&all);
	}
}

static ssjc_rc read_by(const char *target, struct str body, struct answer *a, struct ssjc_err *err)
{
	struct response r = {.status = 200, .body = body, .retry_after = -1};
	struct targets all;
	ssjc_rc rc = targets_read(&all, str_of(target), "targets", "", err);

	assert_int_equal(rc, SSJC_OK);
	rc = answer_read(a, &r, &all.v[0], &batch, err);
	targets_close(&all);
	return rc;
}

static void rows_in_order(void **state)
{
	struct ssjc_err err;
	struct answer a;

	(void)state;
	assert_int_equal(read_by(LIST,
	                     STR("{\"code\":0,\"data\":[{\"id\":33,\"e\":9,\"t\":\"错\\n\",\"at\":"
	                         "\"2023-06-19\"},{\"id\":\"a1\",\"t\":{\"a\":1}}]}"),
	                     &a, &err),
	    SSJC_OK);
	assert_int_equal(a.n, 2);
	assert_true(str_is(a.v[0].id, "a1") && str_is(a.v[0].text, "{\"a\":1}"));
	assert_true(str_is(a.v[1].id, "33") && str_is(a.v[1].code, "9"));
	assert_true(str_is(a.v[1].text, "错") && str_is(a.v[1].time, "2023-06-19"));
	answer_close(&a);
}

/* A file of targets that names rows by what does not tell them apart. */
static void wrong_columns(void **state)
{
	struct ssjc_err err;
	struct answer a;

	(void)state;
	assert_int_equal(
	    read_by(T "answer_rows = .\nrow_column = area\n", STR("[]"), &a, &err), SSJC_INPUT);
	assert_string_equal(err.column, "row_column");
	assert_non_null(strstr(err.msg, "“1” is in several rows"));
	assert_int_equal(
	    read_by(T "answer_rows = .\nrow_column = code\n", STR("[]"), &a, &err), SSJC_INPUT);
	assert_non_null(strstr(err.msg, "“code” is not a column of the format list"));
}

/* A long text is cut between characters, and one that is nested deep is not followed. */
static void sizes(void **state)
{
	struct buf b = {0};
	struct ssjc_err err;
	struct answer a;

	(void)state;
	buf_z(&b, "{\"code\":1,\"message\":\"a");
	for (int i = 0; i < 1000; i++)
		buf_z(&b, "八");
	buf_z(&b, "\"}");
	assert_int_equal(read_by(CODE, buf_text(&b), &a, &err), SSJC_OK);
	assert_int_equal(a.text.n, 1 + 166 * 3);
	assert_int_equal(str_utf8(a.text), a.text.n);
	answer_close(&a);
	buf_clear(&b);
	buf_z(&b, "{\"code\":200,\"x\":");
	for (int i = 0; i < 100000; i++)
		buf_char(&b, '[');
	assert_int_equal(read_by(CODE, buf_text(&b), &a, &err), SSJC_OK);
	assert_int_equal(a.kind, ANSWER_LATER);
	answer_close(&a);
	buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(responses),
	    cmocka_unit_test(rows_in_order), cmocka_unit_test(wrong_columns),
	    cmocka_unit_test(sizes)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
