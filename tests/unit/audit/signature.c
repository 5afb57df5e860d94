/*
 * Signatures that other implementations made: the example of GM/T 0003.5-2012
 * (GB/T 32918.5-2017, annex A.2), one of openssl(1), one of RFC 8032.
 */
#include "../test.h"

#include "ssjc/audit/signature.h"

static const struct {
	const char *what, *pem, *text, *signature;
} good[] = {
    {"GM/T 0003.5",
        "-----BEGIN PUBLIC KEY-----\n"
        "MFkwEwYHKoZIzj0CAQYIKoEcz1UBgi0DQgAECfnfMR5UIaFQ3X0WHkvFxnIXn60Y\n"
        "M/wHa7CP81bzUCDM6kkM4md1pS3G6nGMwapgCu0F+/NeCEpmMvYHLamtEw==\n"
        "-----END PUBLIC KEY-----\n",
        "message digest",
        "3046022100f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
        "022100b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"},
    {"openssl dgst -sm3 -sigopt distid:1234567812345678",
        "-----BEGIN PUBLIC KEY-----\n"
        "MFkwEwYHKoZIzj0CAQYIKoEcz1UBgi0DQgAE61wZpXGDU8Wj2OOfuH/zpV0KSWdp\n"
        "MWS8lkihWauRd+HnpNFyhz/wQaLx00X3NhlY/tcx+/NCtO1Uqbs4S9l2oQ==\n"
        "-----END PUBLIC KEY-----\n",
        "ssjc 1 vector\n",
        "3045022100bba013a71a6c7030bacb403d5d83ce735d3b1487f371f7778a165f1f1de47d5f"
        "0220527dd306986b24438309e3cb90df6d65f0b56cb1bb4cd54e49a4a98d3196597c"},
    {"RFC 8032, 7.1, test 2",
        "-----BEGIN PUBLIC KEY-----\n"
        "MCowBQYDK2VwAyEAPUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=\n"
        "-----END PUBLIC KEY-----\n",
        "\x72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
};

static struct ssjc_err err;

static bool check(const char *pem, struct str text, const char *signature)
{
	struct signature_key *k;
	bool is_good;

	assert_int_equal(signature_key_read(&k, str_of(pem), "key", false, &err), SSJC_OK);
	assert_int_equal(signature_check(k, text, str_of(signature), &is_good, &err), SSJC_OK);
	signature_key_free(k);
	return is_good;
}

static void of_others(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		if (!check(good[i].pem, str_of(good[i].text), good[i].signature))
			fail_msg("%s is not good", good[i].what);
}

/* A byte of the text, a key of another, a signature of another: none is good. */
static void not_of_them(void **state)
{
	enum { N = sizeof good / sizeof good[0] };

	(void)state;
	for (size_t i = 0; i < N; i++) {
		const char *other = good[(i + 1) % N].text;

		assert_false(check(good[i].pem, str_of(other), good[i].signature));
		assert_false(check(good[i].pem, str_of(good[i].text), good[(i + 1) % N].signature));
		assert_false(check(good[i].pem, str_of(good[i].text), ""));
	}
	assert_false(check(good[0].pem, str_of(good[1].text), good[1].signature));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(of_others), cmocka_unit_test(not_of_them)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
