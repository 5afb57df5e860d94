/*
 * sign: each profile's headers and body. HMAC and SHA-256 as python3's hmac and hashlib
 * compute them; SM4 by the example of GM/T 0002; SM2 with the key of the example in GM/T
 * 0003.5, checked by signature_check, whose own test has that example's signature.
 */
#include "../test.h"

#include "ssjc/audit/signature.h"
#include "ssjc/send/sign.h"

#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEY                                                                                        \
	"-----BEGIN PRIVATE KEY-----\n"                                                            \
	"MIGHAgEAMBMGByqGSM49AgEGCCqBHM9VAYItBG0wawIBAQQgOUUgj3shRLE/NuOK\n"                       \
	"xtOflYiTk2koYLUaQvuB7033xbihRANCAAQJ+d8xHlQhoVDdfRYeS8XGchefrRgz\n"                       \
	"/AdrsI/zVvNQIMzqSQziZ3WlLcbqcYzBqmAK7QX7814ISmYy9gctqa0T\n"                               \
	"-----END PRIVATE KEY-----"
#define PUBLIC                                                                                     \
	"-----BEGIN PUBLIC KEY-----\n"                                                             \
	"MFkwEwYHKoZIzj0CAQYIKoEcz1UBgi0DQgAECfnfMR5UIaFQ3X0WHkvFxnIXn60Y\n"                       \
	"M/wHa7CP81bzUCDM6kkM4md1pS3G6nGMwapgCu0F+/NeCEpmMvYHLamtEw==\n"                           \
	"-----END PUBLIC KEY-----\n"
#define SM4_KEY "0123456789abcdeffedcba9876543210"
#define T       "[target a]\nformat = list\naddress = https://a.example/\n"
#define SM2                                                                                         \
	T "signing = sm2\napp = a-1\nsecret = k\nencryption = e\nenc_type = SM4\nsign_type = SM2\n" \
	  "version = 1\n"

static const struct sign_moment at = {
    .milliseconds = 1687140000123,
    .random = STR_INIT("\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f"),
};

/* A target, a request to it, and what signing says. */
static struct targets all;
static struct request r;
static struct ssjc_err err;

static ssjc_rc sign(const char *target, struct str body, const char *secret, const char *encryption)
{
	const struct sign_secrets s = {.secret = str_of(secret), .encryption = str_of(encryption)};

	if (targets_read(&all, str_of(target), "targets", "d", &err))
		fail_msg("%s: %s", target, err.msg);
	r = (struct request){.target = &all.v[0], .body = body};
	return r.target->signing->sign(&r, &s, &at, &err);
}

static void done(void)
{
	request_close(&r);
	targets_close(&all);
}

static struct str header(const char *name)
{
	for (size_t i = 0; i < r.n_headers; i++)
		if (str_is(r.header[i].name, name))
			return r.header[i].value;
	return (struct str){0};
}

static void headers(void **state)
{
	(void)state;
	assert_int_equal(sign(T "signing = bearer\nsecret = k\n", STR("x"), "geheim", ""), SSJC_OK);
	assert_true(str_is(header("Authorization"), "Bearer geheim"));
	assert_true(sign_is_secret(r.target, STR("authorization")));
	done();
	assert_int_equal(
	    sign(T "signing = token\nsecret = k\ntoken_header = X-Key\n", STR("x"), "geheim", ""),
	    SSJC_OK);
	assert_true(str_is(header("X-Key"), "geheim") && sign_is_secret(r.target, STR("x-key")));
	assert_false(sign_is_secret(r.target, STR("Accept")));
	done();
	assert_int_equal(sign(T "signing = basic\nnetrc = n\n", STR("x"), "", ""), SSJC_OK);
	assert_int_equal(r.n_headers, 0);
	done();
	assert_int_equal(sign(T "signing = gjzwfwpt\napp = r-1\nservice = s-1\nsecret = k\n",
	                     STR("x"), "geheim", ""),
	    SSJC_OK);
	assert_true(str_is(header("gjzwfwpt_rid"), "r-1") && str_is(header("gjzwfwpt_sid"), "s-1"));
	assert_true(str_is(header("gjzwfwpt_rtime"), "1687140000123"));
	assert_true(
	    str_is(header("gjzwfwpt_sign"), "WDuJ52R7cfh/KnGg9z+l6/P2DUWeMX4ZG/NZttx1gRY="));
	done();
	assert_int_equal(
	    sign(T "signing = x-tif\napp = p-1\nsecret = k\n", STR("x"), "geheim", ""), SSJC_OK);
	assert_true(str_is(header("x-tif-paasid"), "p-1"));
	assert_true(str_is(header("x-tif-timestamp"), "1687140000"));
	assert_true(str_is(header("x-tif-nonce"), "000102030405060708090a0b0c0d0e0f"));
	assert_true(str_is(header("x-tif-signature"),
	    "70c434a86dc94a977264c5accb32ff48764d1a686655fec3bb158475e8515637"));
	assert_int_equal(header("x-tif-serviceId").n, 0);
	done();
	assert_int_equal(
	    sign(T "signing = x-tif\napp = p-1\nsecret = k\nservice = s\n", STR("x"), "geheim", ""),
	    SSJC_OK);
	assert_true(str_is(header("x-tif-serviceId"), "s"));
	done();
}

/* The value of a member of the body, which is as put_body wrote it. */
static struct str member(const char *name)
{
	char start[32];
	struct str rest;
	const char *p;

	snprintf(start, sizeof start, "\"%s\":\"", name);
	p = str_find(r.body, str_of(start));
	assert_non_null(p);
	p += strlen(start);
	rest = (struct str){p, (size_t)(r.body.p + r.body.n - p)};
	rest.n = (size_t)((const char *)memchr(rest.p, '"', rest.n) - rest.p);
	return rest;
}

static bool verified(struct str text, struct str der)
{
	struct signature_key *key;
	char hex[2 * 80 + 1];
	bool good;

	assert_true(der.n <= 80);
	assert_int_equal(signature_key_read(&key, STR(PUBLIC), "k.pub", false, &err), SSJC_OK);
	hex_of((const unsigned char *)der.p, der.n, hex);
	assert_int_equal(signature_check(key, text, str_of(hex), &good, &err), SSJC_OK);
	signature_key_free(key);
	return good;
}

/* Two numbers of 64 digits each as DER has them: positive, and no byte more than need be. */
static struct str der_of(struct str hex, unsigned char *out)
{
	size_t n = 2;

	assert_int_equal(hex.n, 128);
	for (size_t half = 0; half < 2; half++) {
		unsigned char number[33] = {0};
		size_t skip = 0, size;

		for (size_t i = 0; i < 32; i++) {
			char digits[3] = {
			    hex.p[64 * half + 2 * i], hex.p[64 * half + 2 * i + 1], 0};

			number[i + 1] = (unsigned char)strtoul(digits, NULL, 16);
		}
		while (skip < 32 && number[skip] == 0 && number[skip + 1] < 0x80)
			skip++;
		size = sizeof number - skip;
		out[n++] = 2;
		out[n++] = (unsigned char)size;
		memcpy(out + n, number + skip, size);
		n += size;
	}
	out[0] = 0x30;
	out[1] = (unsigned char)(n - 2);
	return (struct str){(char *)out, n};
}

static void sm2(void **state)
{
	unsigned char bytes[256];
	int n;

	(void)state;
	/* CBC that begins with a block of zeros encrypts its first block as the example does. */
	assert_int_equal(
	    sign(SM2 "encoding = hex\nsignature = der\nsigned = body\n",
	        STR("\x01\x23\x45\x67\x89\xab\xcd\xef\xfe\xdc\xba\x98\x76\x54\x32\x10"), KEY,
	        SM4_KEY "\n00000000000000000000000000000000"),
	    SSJC_OK);
	assert_int_equal(member("encData").n, 64);
	assert_memory_equal(member("encData").p, "681edf34d206965e86b3e94f536e4246", 32);
	assert_true(str_is(member("encType"), "SM4") && str_is(member("signType"), "SM2"));
	assert_true(str_is(member("appCode"), "a-1") && str_is(member("version"), "1"));
	assert_true(str_is(header("Content-Type"), "application/json"));
	done();
	/* A block of its own is sent first; the signature is of the batch's bytes, in base64. */
	assert_int_equal(sign(SM2 "encoding = base64\nsignature = der\nsigned = body\n",
	                     STR("{\"rows\":[]}"), KEY, SM4_KEY),
	    SSJC_OK);
	n = EVP_DecodeBlock(
	    bytes, (const unsigned char *)member("encData").p, (int)member("encData").n);
	assert_int_equal(n, 33); /* two blocks, and a byte of base64's filling */
	assert_memory_equal(bytes, at.random.p, 16);
	n = EVP_DecodeBlock(
	    bytes, (const unsigned char *)member("signData").p, (int)member("signData").n);
	for (size_t i = member("signData").n; member("signData").p[i - 1] == '='; i--)
		n--;
	assert_true(verified(STR("{\"rows\":[]}"), (struct str){(char *)bytes, (size_t)n}));
	done();
	/* Raw, and of encData. */
	assert_int_equal(
	    sign(SM2 "encoding = hex\nsignature = raw\nsigned = encdata\n", STR("x"), KEY, SM4_KEY),
	    SSJC_OK);
	assert_true(verified(member("encData"), der_of(member("signData"), bytes)));
	done();
	/* By another id: it is not the usual one's. */
	assert_int_equal(
	    sign(SM2
	        "encoding = hex\nsignature = raw\nsigned = encdata\nsm2_id = ALICE123@YAHOO.COM\n",
	        STR("x"), KEY, SM4_KEY),
	    SSJC_OK);
	assert_false(verified(member("encData"), der_of(member("signData"), bytes)));
	done();
}

/* What a secret is not: the message names its file, and does not show it. */
static void wrong_secrets(void **state)
{
	static const struct {
		const char *target, *secret, *encryption, *file, *say;
	} v[] = {
	    {T "signing = bearer\nsecret = k\n", "ge heim", "", "d/k", "is not a token"},
	    {T "signing = bearer\nsecret = k\n", "geheim\nX: y", "", "d/k", "is not a token"},
	    {T "signing = token\ntoken_header = A\nsecret = k\n", "geh\xe4im", "", "d/k",
	        "not a token"},
	    {SM2 "encoding = hex\nsignature = raw\nsigned = body\n", "geheim", SM4_KEY, "d/k",
	        "private key"},
	    {SM2 "encoding = hex\nsignature = raw\nsigned = body\n", KEY, "geheim", "d/e",
	        "a key of SM4"},
	    {SM2 "encoding = hex\nsignature = raw\nsigned = body\n", KEY, SM4_KEY "00", "d/e",
	        "key of SM4"},
	    {SM2 "encoding = hex\nsignature = raw\nsigned = body\n", KEY, SM4_KEY "\n00", "d/e",
	        "SM4"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof v / sizeof v[0]; i++) {
		assert_int_equal(
		    sign(v[i].target, STR("x"), v[i].secret, v[i].encryption), SSJC_INPUT);
		assert_string_equal(err.file, v[i].file);
		if (!strstr(err.msg, v[i].say) || strstr(err.msg, "geheim"))
			fail_msg("%s", err.msg);
		done();
	}
}

static void put(const char *path, const char *text, mode_t mode)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(chmod(path, mode), 0);
}

/* Secrets are read from files of their owner's alone: also those that others read for us. */
static void files(void **state)
{
	char dir[] = "/tmp/ssjc-sign-XXXXXX", secret[64], netrc[64];
	struct target t = {.secret = secret};
	struct sign_secrets s;

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(secret, sizeof secret, "%s/secret", dir);
	snprintf(netrc, sizeof netrc, "%s/netrc", dir);
	put(secret, " geheim\r\n", 0600);
	put(netrc, "machine a.example login u password p\n", 0644);
	assert_int_equal(sign_secrets_read(&s, &t, &err), SSJC_OK);
	assert_true(str_is(s.secret, "geheim") && s.encryption.n == 0);
	sign_secrets_free(&s);
	t.netrc = netrc;
	assert_int_equal(sign_secrets_read(&s, &t, &err), SSJC_REFUSED);
	assert_string_equal(err.file, netrc);
	assert_null(s.secret.p);
	t.netrc = NULL;
	assert_int_equal(chmod(secret, 0640), 0);
	assert_int_equal(sign_secrets_read(&s, &t, &err), SSJC_REFUSED);
	put(secret, "\n", 0600);
	assert_int_equal(chmod(secret, 0600), 0);
	assert_int_equal(sign_secrets_read(&s, &t, &err), SSJC_INPUT);
	unlink(secret);
	unlink(netrc);
	assert_int_equal(sign_secrets_read(&s, &t, &err), SSJC_INPUT);
	rmdir(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(headers), cmocka_unit_test(sm2),
	    cmocka_unit_test(wrong_secrets), cmocka_unit_test(files)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
