/* request: addresses, names and headers filled in; the key; what is printed, and as curl. */
#include "../test.h"

#include "ssjc/send/request_print.h"

static struct upload_format format = {.name = STR_INIT("list"), .file = "list.csv"};
static struct upload_batch batch = {
    .format = &format, .number = STR_INIT("2023061900007"), .time = 1687161600};

static struct target_header headers[] = {{STR_INIT("X-Batch"), STR_INIT("{batch} {other}")},
    {STR_INIT("Content-type"), STR_INIT("text/plain")}};
static const struct target web = {.name = STR_INIT("a"),
    .scheme = STR_INIT("https"),
    .address = STR_INIT("https://a.example/{plan}/{date}?n={batch}.{ending}"),
    .file = STR_INIT("{plan}-{batch}.{ending}"),
    .method = STR_INIT("POST"),
    .container = UPLOAD_JSON,
    .header = headers,
    .n_headers = 1,
    .timeout = 9,
    .connect_timeout = 3};

static void make(struct request *r, const struct target *t, const char *plan, const char *bytes)
{
	struct ssjc_err err;

	assert_int_equal(request_of(r, t, &batch, str_of(plan), str_of(bytes), &err), SSJC_OK);
}

static struct str header(const struct request *r, const char *name)
{
	for (size_t i = 0; i < r->n_headers; i++)
		if (str_is(r->header[i].name, name))
			return r->header[i].value;
	return STR("");
}

static void is(struct str got, const char *wanted)
{
	assert_int_equal(got.n, strlen(wanted));
	assert_memory_equal(got.p ? got.p : "", wanted, got.n);
}

static void filled(void **state)
{
	struct target folder = web;
	struct request r;

	(void)state;
	make(&r, &web, "抽查/1", "{}");
	is(r.url, "https://a.example/%E6%8A%BD%E6%9F%A5%2F1/20230619?n=2023061900007.json");
	is(r.file, "抽查_1-2023061900007.json");
	is(header(&r, "X-Batch"), "2023061900007 {other}");
	is(header(&r, "Content-Type"), "application/json");
	request_close(&r);
	folder.scheme = STR("sftp");
	folder.address = STR("sftp://a.example/in");
	folder.container = UPLOAD_CSV;
	make(&r, &folder, "a b", "1");
	is(r.url, "sftp://a.example/in/a%20b-2023061900007.csv");
	request_close(&r);
}

static void own_headers(void **state)
{
	struct target t = web;
	struct ssjc_err err;
	struct request r;

	(void)state;
	t.header = headers;
	t.n_headers = 2;
	t.content_type = STR("text/x");
	make(&r, &t, "p", "{}");
	assert_int_equal(r.n_headers, 3);
	is(header(&r, "Content-type"), "text/x"); /* one of that name, however it is written */
	assert_int_equal(request_header(&r, STR("x-batch"), STR("new"), &err), SSJC_OK);
	assert_int_equal(r.n_headers, 3);
	is(header(&r, "X-Batch"), "new");
	request_close(&r);
}

/* The same for the same, and another for anything else. */
static void key(void **state)
{
	static const struct {
		const char *plan, *number, *bytes;
	} others[] = {{"q", "2023061900007", "{}"}, {"p", "2023061900008", "{}"},
	    {"p", "2023061900007", "{ }"}};
	struct request a, b;

	(void)state;
	make(&a, &web, "p", "{}");
	make(&b, &web, "p", "{}");
	is(header(&b, "Idempotency-Key"), header(&a, "Idempotency-Key").p);
	assert_int_equal(header(&a, "Idempotency-Key").n, 36);
	assert_int_equal(header(&a, "Idempotency-Key").p[14], '8');
	request_close(&b);
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
		batch.number = str_of(others[i].number);
		make(&b, &web, others[i].plan, others[i].bytes);
		assert_false(str_eq(header(&a, "Idempotency-Key"), header(&b, "Idempotency-Key")));
		request_close(&b);
	}
	batch.number = STR("2023061900007");
	request_close(&a);
}

static void printed(void **state)
{
	static const char secret[] = "Bearer geheim'1";
	struct buf text = {0}, line = {0}, kept = {0};
	struct ssjc_err err;
	struct request r;

	(void)state;
	make(&r, &web, "o'p", "{\"a\":1}");
	assert_false(request_headers(&kept, &r));
	assert_int_equal(request_header(&r, STR("Authorization"), STR(secret), &err), SSJC_OK);
	request_print(&text, &r);
	assert_true(str_contains(buf_text(&text), "\nAuthorization: ***\n"));
	assert_true(str_contains(buf_text(&text), "\n\n{\"a\":1}\n"));
	assert_false(str_contains(buf_text(&text), "geheim"));
	request_curl(&line, &r, "it's.json", "h");
	assert_false(str_contains(buf_text(&line), "geheim"));
	assert_true(str_contains(buf_text(&line), " -H '@h' --data-binary '@it'\\''s.json' "));
	assert_true(str_contains(buf_text(&line), " --max-time 9 --connect-timeout 3 "));
	assert_true(request_headers(&kept, &r));
	is(buf_text(&kept), "Authorization: Bearer geheim'1\n");
	request_close(&r);
	buf_free(&text);
	buf_free(&line);
	buf_free(&kept);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(filled),
	    cmocka_unit_test(own_headers),
	    cmocka_unit_test(key),
	    cmocka_unit_test(printed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
