/* Strings that are awkward in JSON. */
#include "../test.h"

#include "ssjc/base/json.h"

static void strings(void **state)
{
	static const struct {
		struct str in;
		const char *out;
	} c[] = {
	    {STR_INIT(""), "\"\""},
	    {STR_INIT("样例 \"甲\" \\"), "\"样例 \\\"甲\\\" \\\\\""},
	    {STR_INIT("a\tb\n\x01"), "\"a\\u0009b\\u000a\\u0001\""},
	    {STR_INIT("a\0b"), "\"a\\u0000b\""},
	    {STR_INIT("\xff"
	              "a\xe4\xb8"),
	        "\"\xef\xbf\xbd"
	        "a\xef\xbf\xbd\xef\xbf\xbd\""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof c / sizeof c[0]; i++) {
		struct buf b = {0};

		json_str(&b, c[i].in);
		assert_string_equal(b.p, c[i].out);
		buf_clear(&b);
		json_strs(&b, (struct str[]){STR("x"), c[i].in}, 2);
		assert_true(str_starts(buf_text(&b), "[\"x\","));
		assert_memory_equal(b.p + 5, c[i].out, strlen(c[i].out));
		assert_string_equal(b.p + 5 + strlen(c[i].out), "]");
		buf_free(&b);
	}
}

static void members(void **state)
{
	struct buf b = {0};

	(void)state;
	buf_z(&b, "[{");
	json_member(&b, "a", STR("{"));
	json_number(&b, "n", UINT64_MAX);
	buf_char(&b, '}');
	json_next(&b);
	buf_z(&b, "{}]");
	assert_string_equal(b.p, "[{\"a\":\"{\",\"n\":18446744073709551615},{}]");
	buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(strings), cmocka_unit_test(members)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
