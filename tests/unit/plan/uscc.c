/* uscc: check digits by the standards' own examples and by every single error. */
#include "../test.h"

#include "ssjc/plan/uscc.h"

static void good_codes(void **state)
{
	/* The first is the example in GB 32100-2015; the others are invented. */
	static const char *const codes[] = {"91350100M000100Y43", "91130230MA07TE034J",
	    "91130230MA07TE018W", "91130230MA07TE0770", "110108000000016"};

	(void)state;
	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
		struct str code = str_of(codes[i]);
		struct str head = {code.p, code.n - 1};
		struct uscc u = uscc_check(code);

		assert_int_equal(u.fault, USCC_GOOD);
		assert_true(u.organisation);
		assert_int_equal(uscc_check_digit(head), code.p[code.n - 1]);
	}
}

/* Prefixes other than 9 and digits exist: A1, N2, Y1. */
static void unusual_prefixes(void **state)
{
	static const char *const prefixes[] = {"A1", "N2", "Y1", "11", "52", "93"};

	(void)state;
	for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
		char code[19] = "xx130230MA07TE034";

		memcpy(code, prefixes[i], 2);
		code[17] = uscc_check_digit((struct str){code, 17});
		assert_int_equal(uscc_check((struct str){code, 18}).fault, USCC_GOOD);
	}
}

static void a_wrong_character_is_found(void **state)
{
	static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	char code[] = "91130230MA07TE034J", number[] = "110108000000016";

	(void)state;
	for (size_t i = 0; i < 18; i++) {
		char was = code[i];

		for (size_t k = 0; k < 31; k++) {
			code[i] = alphabet[k];
			assert_int_equal(uscc_check(str_of(code)).fault,
			    alphabet[k] == was ? USCC_GOOD : USCC_CHECK_DIGIT);
		}
		code[i] = was;
	}
	for (size_t i = 0; i < 15; i++) {
		char was = number[i];

		for (char c = '0'; c <= '9'; c++) {
			number[i] = c;
			assert_int_equal(uscc_check(str_of(number)).fault,
			    c == was ? USCC_GOOD : USCC_CHECK_DIGIT);
		}
		number[i] = was;
	}
}

static void faults(void **state)
{
	struct uscc u;

	(void)state;
	assert_int_equal(uscc_check(STR("")).fault, USCC_LENGTH);
	assert_int_equal(uscc_check(STR("91130230MA07TE034")).fault, USCC_LENGTH);
	assert_int_equal(uscc_check(STR("91130230MA07TE034JJ")).fault, USCC_LENGTH);
	u = uscc_check(STR("9113O230MA07TE034J"));
	assert_int_equal(u.fault, USCC_CHARACTER);
	assert_int_equal(u.at, 4);
	assert_int_equal(uscc_check(STR("91130230ma07te034j")).fault, USCC_CHARACTER);
	assert_int_equal(uscc_check(STR("11010800000001A")).fault, USCC_CHARACTER);
	assert_int_equal(uscc_check(STR("\xe5\x90\x8d\xe5\x90\x8d\xe5\x90\x8d\xe5\x90\x8d"
	                                "\xe5\x90\x8d\xe5\x90\x8d"))
	                     .fault,
	    USCC_CHARACTER);
	for (const char *c = "IOSVZ"; *c; c++) {
		char code[] = "91130230MA07TE034J";

		code[9] = *c;
		u = uscc_check(str_of(code));
		assert_int_equal(u.fault, USCC_CHARACTER);
		assert_int_equal(u.at, 9);
	}
	u = uscc_check(STR("91130230MA07TE034K"));
	assert_int_equal(u.fault, USCC_CHECK_DIGIT);
	assert_int_equal(u.expected, 'J');
	assert_int_equal(uscc_check_digit(STR("9113")), 0);
	assert_int_equal(uscc_check_digit(STR("9113023OMA07TE034")), 0);
}

/* The organisation code inside is only remarked upon. */
static void organisation_codes(void **state)
{
	char code[19] = "91130230MA07TE035";

	(void)state;
	code[17] = uscc_check_digit((struct str){code, 17});
	assert_int_equal(uscc_check((struct str){code, 18}).fault, USCC_GOOD);
	assert_false(uscc_check((struct str){code, 18}).organisation);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(good_codes),
	    cmocka_unit_test(unusual_prefixes),
	    cmocka_unit_test(a_wrong_character_is_found),
	    cmocka_unit_test(faults),
	    cmocka_unit_test(organisation_codes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
