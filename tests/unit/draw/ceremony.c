#include "../test.h"

#include "ssjc/draw/ceremony.h"

static const char *form_says(const char *form, struct ssjc_err *err)
{
	*err = (struct ssjc_err){0};
	return ceremony_form(str_of(form), err) == SSJC_OK ? NULL : err->msg;
}

static void a_form(void **state)
{
	static const char *const good[] = {"y{n}", "期{n}", "1:{n}", "y{n+}", "y{x}", "y{d3}",
	    "y{d99}", "SSQ2023068:{n}.{n+}.{n+}.{n+}.{n+}.{n+}/{n}", "上证指数:{n}.{d2}点",
	    "3D:{d3}", "y{d1},{d1},{d1}"};
	/* No placeholder, no name of the event, an unknown placeholder, a count that is missing or has another spelling. */
	static const char *const bad[] = {"", "plain", "{n}", ".{n}", "{x}", "{n}/{n}", "{d3}",
	    "{d1},{d1},{d1}", "{m}", "{n", "n}", "a}{n}", "{n}{n}", "{n}5", "{x}a", "{d}", "{d0}",
	    "{d03}", "{d100}", "{d3+}", "{d 3}", "{d-3}", "{d3", "{n.2}", "{n2}", "{d3}5",
	    "{d1}{d1}", "{d1}{x}", "{n}\n"};
	struct ssjc_err err;

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		assert_null(form_says(good[i], &err));
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_non_null(form_says(bad[i], &err));
	assert_string_equal(form_says("y{n}.{m}", &err),
	    "“y{n}.{m}” is not a form from character 6 on: braces hold one of {n}, a whole number "
	    "without "
	    "leading zeros; {n+}, a whole number greater than the one before it; {d#}, exactly # "
	    "digits; {x}, 64 lower-case hex digits (# is from 1 to 99); all else is literal");
}

/* Every outcome has one spelling: whoever reveals cannot try another. */
static void an_outcome(void **state)
{
	static const struct {
		const char *form, *outcome, *wrong; /* NULL: it fits */
	} v[] = {
	    {"y{n}", "y0", NULL},
	    {"y{n}", "y12345678901234567890123", NULL},
	    {"y{n}", "y", "at character 2, expected {n}: a whole number without leading zeros"},
	    {"y{n}", "y012", "at character 2, expected {n}: a whole number without leading zeros"},
	    {"y{n}", "z12", "at character 1, expected “y”"},
	    {"y{n}点", "y12", "at character 4, expected “点”"},
	    {"y{n}", "y12.", "at character 4, expected nothing more"},
	    {"{n},{n+}", "9,10", NULL},
	    {"{n},{n+}", "9,12345678901234567890123", NULL},
	    {"{n},{n+}", "12345678901234567890123,12345678901234567890124", NULL},
	    {"{n},{n+}", "9,9",
	        "at character 3, expected {n+}: a whole number greater than the one before it"},
	    {"{n},{n+}", "10,9",
	        "at character 4, expected {n+}: a whole number greater than the one before it"},
	    {"{n},{n+}", "12345678901234567890124,12345678901234567890123",
	        "at character 25, expected {n+}: a whole number greater than the one before it"},
	    {"{n},{n+}", "9,010",
	        "at character 3, expected {n+}: a whole number greater than the one before it"},
	    /* Digits are not compared. */
	    {"{n},{d3},{n+}", "5,900,6", NULL},
	    {"{n}.{d2}", "3204.06", NULL},
	    {"{n}.{d2}", "0.00", NULL},
	    {"{n}.{d2}", "03204.06",
	        "at character 1, expected {n}: a whole number without leading zeros"},
	    {"{n}.{d2}", "00.00",
	        "at character 1, expected {n}: a whole number without leading zeros"},
	    {"{n}.{d2}", ".06",
	        "at character 1, expected {n}: a whole number without leading zeros"},
	    {"{n}.{d2}", "+3204.06",
	        "at character 1, expected {n}: a whole number without leading zeros"},
	    {"{n}.{d2}", "3,204.06", "at character 2, expected “.”"},
	    {"{n}.{d2}", "3204", "at character 5, expected “.”"},
	    {"{n}.{d2}", "3204.6", "at character 6, expected {d2}: exactly 2 digits"},
	    {"{n}.{d2}", "3204.060", "at character 6, expected {d2}: exactly 2 digits"},
	    {"{n}.{d10}点", "1.0123456789点", NULL},
	    {"3D:{d3}", "3D:047", NULL},
	    {"3D:{d3}", "3D:000", NULL},
	    {"3D:{d3}", "3D:47", "at character 4, expected {d3}: exactly 3 digits"},
	    {"3D:{d3}", "3D:0047", "at character 4, expected {d3}: exactly 3 digits"},
	    {"3D:{d3}", "3D:04a", "at character 4, expected {d3}: exactly 3 digits"},
	    {"3D:{d3}", "3D:", "at character 4, expected {d3}: exactly 3 digits"},
	    {"{x}.", "00000000000000000000000000000000000000000000000000000000000000ff.", NULL},
	    {"{x}.", "00000000000000000000000000000000000000000000000000000000000000FF.",
	        "at character 1, expected {x}: 64 lower-case hex digits"},
	    {"{x}", "00000000000000000000000000000000000000000000000000000000000000ff0",
	        "at character 1, expected {x}: 64 lower-case hex digits"},
	    {"{x}", "ff", "at character 1, expected {x}: 64 lower-case hex digits"},
	};
	char wanted[512];

	(void)state;
	for (size_t i = 0; i < sizeof v / sizeof v[0]; i++) {
		struct ssjc_err err = {0};
		ssjc_rc rc = ceremony_outcome(str_of(v[i].form), str_of(v[i].outcome), &err);

		snprintf(wanted, sizeof wanted,
		    "--public: “%s” does not have the form committed to, “%s”: %s", v[i].outcome,
		    v[i].form, v[i].wrong ? v[i].wrong : "");
		assert_string_equal(err.msg, v[i].wrong ? wanted : "");
		assert_int_equal(rc, v[i].wrong ? SSJC_INPUT : SSJC_OK);
	}
}

/* What officials read of a form: each placeholder in it, once. */
static void a_legend(void **state)
{
	struct buf out = {0};

	(void)state;
	ceremony_legend(&out, STR("指数{n}.{d2}，3D{d3}，{d3}，快乐{n},{n+}，{d10}"));
	buf_char(&out, '\0');
	assert_string_equal(out.p,
	    "{n}为不带前导零的整数，{d2}为恰好2位数字（前导零照写），{d3}"
	    "为恰好3位数字（前导零照写），"
	    "{n+}为大于前一个整数的整数，{d10}为恰好10位数字（前导零照写），其余照写");
	buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_form),
	    cmocka_unit_test(an_outcome),
	    cmocka_unit_test(a_legend),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
