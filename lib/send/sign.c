#include "ssjc/send/sign.h"

#include "sign_sm2.h"
#include "ssjc/base/digest.h"
#include "ssjc/base/file.h"

#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>

/* ---- Headers ---- */

/* The secret as the value of a header: it must be one word. */
static ssjc_rc check_token(const struct request *r, struct str secret, struct ssjc_err *err)
{
	for (size_t i = 0; i < secret.n; i++)
		if (secret.p[i] <= ' ' || secret.p[i] >= 0x7f)
			return ssjc_fail_at(err, SSJC_INPUT, r->target->secret, 0, NULL,
			    "is not a token, which is one line of ASCII without blanks");
	return SSJC_OK;
}

/* A header with a value that is wiped where it was put together. */
static ssjc_rc put_secret(
    struct request *r, struct str name, struct buf *value, struct ssjc_err *err)
{
	ssjc_rc rc = value->failed ? ssjc_fail_memory(err)
	                           : request_header(r, name, buf_text(value), err);

	if (value->p)
		OPENSSL_cleanse(value->p, value->n);
	buf_free(value);
	return rc;
}

static ssjc_rc sign_bearer(struct request *r, const struct sign_secrets *s,
    const struct sign_moment *at, struct ssjc_err *err)
{
	struct buf value = {0};
	ssjc_rc rc = check_token(r, s->secret, err);

	(void)at;
	if (rc)
		return rc;
	buf_room(&value, s->secret.n + 16);
	buf_printf(&value, "Bearer %.*s", STR_ARG(s->secret));
	return put_secret(r, STR("Authorization"), &value, err);
}

static ssjc_rc sign_token(struct request *r, const struct sign_secrets *s,
    const struct sign_moment *at, struct ssjc_err *err)
{
	ssjc_rc rc = check_token(r, s->secret, err);

	(void)at;
	return rc ? rc : request_header(r, r->target->token_header, s->secret, err);
}

/* The transport reads user and password from the file that netrc names, as libcurl does. */
static ssjc_rc sign_basic(struct request *r, const struct sign_secrets *s,
    const struct sign_moment *at, struct ssjc_err *err)
{
	(void)r;
	(void)s;
	(void)at;
	(void)err;
	return SSJC_OK;
}

/* base64 of HMAC-SHA256 of sid, rid and the time in milliseconds. */
static ssjc_rc sign_gjzwfwpt(struct request *r, const struct sign_secrets *s,
    const struct sign_moment *at, struct ssjc_err *err)
{
	const struct target *t = r->target;
	unsigned char mac[SHA256_DIGEST_LENGTH];
	char base64[4 * (SHA256_DIGEST_LENGTH + 2) / 3 + 1], time[24];
	struct buf text = {0};
	ssjc_rc rc;

	snprintf(time, sizeof time, "%lld", (long long)at->milliseconds);
	buf_printf(&text, "%.*s%.*s%s", STR_ARG(t->service), STR_ARG(t->app), time);
	if (text.failed) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	if (s->secret.n > INT_MAX ||
	    !HMAC(EVP_sha256(), s->secret.p, (int)s->secret.n, (unsigned char *)text.p, text.n, mac,
	        NULL)) {
		rc = ssjc_fail(err, SSJC_SYSTEM, "libcrypto could not sign");
		goto out;
	}
	EVP_EncodeBlock((unsigned char *)base64, mac, sizeof mac);
	rc = request_header(r, STR("gjzwfwpt_rid"), t->app, err);
	if (rc)
		goto out;
	rc = request_header(r, STR("gjzwfwpt_sid"), t->service, err);
	if (rc)
		goto out;
	rc = request_header(r, STR("gjzwfwpt_rtime"), str_of(time), err);
	if (rc)
		goto out;
	rc = request_header(r, STR("gjzwfwpt_sign"), str_of(base64), err);
out:
	buf_free(&text);
	return rc;
}

/* Hexadecimal SHA-256 of time, token, nonce and time. */
static ssjc_rc sign_x_tif(struct request *r, const struct sign_secrets *s,
    const struct sign_moment *at, struct ssjc_err *err)
{
	const struct target *t = r->target;
	char time[24], nonce[2 * 64 + 1], digest[DIGEST_HEX];
	struct buf text = {0};
	ssjc_rc rc;

	snprintf(time, sizeof time, "%lld", (long long)(at->milliseconds / 1000));
	hex_of((const unsigned char *)at->random.p, at->random.n < 64 ? at->random.n : 64, nonce);
	buf_room(&text, s->secret.n + sizeof nonce + 2 * sizeof time);
	buf_printf(&text, "%s%.*s%s%s", time, STR_ARG(s->secret), nonce, time);
	rc = text.failed ? ssjc_fail_memory(err) : digest_hex(text.p, text.n, digest, err);
	if (rc)
		goto out;
	rc = request_header(r, STR("x-tif-paasid"), t->app, err);
	if (rc)
		goto out;
	rc = request_header(r, STR("x-tif-timestamp"), str_of(time), err);
	if (rc)
		goto out;
	rc = request_header(r, STR("x-tif-nonce"), str_of(nonce), err);
	if (rc)
		goto out;
	rc = request_header(r, STR("x-tif-signature"), str_of(digest), err);
	if (rc || t->service.n == 0)
		goto out;
	rc = request_header(r, STR("x-tif-serviceId"), t->service, err);
out:
	if (text.p)
		OPENSSL_cleanse(text.p, text.n);
	buf_free(&text);
	return rc;
}

/* ---- Profiles ---- */

static const struct sign_profile profiles[] = {
    {"bearer", "secret", "", sign_bearer},
    {"token", "secret;token_header", "", sign_token},
    {"basic", "netrc", "", sign_basic},
    {"gjzwfwpt", "app;service;secret", "", sign_gjzwfwpt},
    {"x-tif", "app;secret", "service", sign_x_tif},
    {"sm2", "app;secret;encryption;enc_type;sign_type;version;encoding;signature;signed", "sm2_id",
        sign_sm2},
};
enum { PROFILES = sizeof profiles / sizeof profiles[0] };

const struct sign_profile *sign_profile_of(struct str name)
{
	for (size_t i = 0; i < PROFILES; i++)
		if (str_is(name, profiles[i].name))
			return &profiles[i];
	return NULL;
}

void sign_profile_names(struct buf *out)
{
	for (size_t i = 0; i < PROFILES; i++)
		buf_printf(out, "%s%s", i ? ", " : "", profiles[i].name);
}

bool sign_is_secret(const struct target *t, struct str header)
{
	static const char *const secret[] = {
	    "Authorization", "Proxy-Authorization", "Cookie", "gjzwfwpt_sign", "x-tif-signature"};

	for (size_t i = 0; i < sizeof secret / sizeof secret[0]; i++)
		if (request_same_header(header, str_of(secret[i])))
			return true;
	return request_same_header(header, t->token_header);
}

/* ---- Secrets ---- */

/* Only its owner may read it; *out is a copy to be wiped, without the line end; NULL: no copy. */
static ssjc_rc read_secret(struct str *out, const char *path, struct ssjc_err *err)
{
	struct file f;
	ssjc_rc rc = file_open(&f, path, err);
	struct str text;
	char *copy;

	if (rc)
		goto out;
	rc = file_check_secret(&f, err);
	if (rc)
		goto out;
	rc = file_check_trusted(&f, err);
	if (rc || !out)
		goto out;
	text = str_trim(f.bytes);
	if (text.n == 0) {
		rc = ssjc_fail_at(
		    err, SSJC_INPUT, path, 0, NULL, "is empty: it should be a secret");
		goto out;
	}
	copy = OPENSSL_malloc(text.n);
	if (!copy) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	memcpy(copy, text.p, text.n);
	*out = (struct str){copy, text.n};
out:
	if (f.own)
		OPENSSL_cleanse(f.own, f.bytes.n);
	file_close(&f);
	return rc;
}

/* ---- What shows nowhere ---- */

/* Shorter ones are words that any text may have. */
enum { HIDDEN_LEAST = 6 };

static ssjc_rc hide(struct sign_secrets *s, struct str text, struct ssjc_err *err)
{
	char *copy;

	if (text.n < HIDDEN_LEAST)
		return SSJC_OK;
	copy = array_grow(&s->hidden, &s->hidden_cap, s->n_hidden, sizeof *s->hidden)
	    ? OPENSSL_malloc(text.n)
	    : NULL;
	if (!copy)
		return ssjc_fail_memory(err);
	memcpy(copy, text.p, text.n);
	s->hidden[s->n_hidden++] = (struct str){copy, text.n};
	return SSJC_OK;
}

static ssjc_rc hide_lines(struct sign_secrets *s, struct str text, struct ssjc_err *err)
{
	struct str line;

	while (str_split(&text, '\n', &line)) {
		ssjc_rc rc = hide(s, str_trim(line), err);

		if (rc)
			return rc;
	}
	return SSJC_OK;
}

/* Authorization: Basic has them so. */
static ssjc_rc hide_basic(
    struct sign_secrets *s, struct str login, struct str password, struct ssjc_err *err)
{
	size_t n = login.n + 1 + password.n;
	char *both = OPENSSL_malloc(n), *base64 = OPENSSL_malloc(4 * ((n + 2) / 3) + 1);
	ssjc_rc rc = hide(s, password, err);

	if (!rc && (!both || !base64 || n > INT_MAX / 2))
		rc = ssjc_fail_memory(err);
	if (rc)
		goto out;
	memcpy(both, login.p, login.n);
	both[login.n] = ':';
	memcpy(both + login.n + 1, password.p, password.n);
	rc = hide(s,
	    (struct str){base64,
	        (size_t)EVP_EncodeBlock((unsigned char *)base64, (unsigned char *)both, (int)n)},
	    err);
out:
	OPENSSL_clear_free(both, both ? n : 0);
	OPENSSL_clear_free(base64, base64 ? 4 * ((n + 2) / 3) + 1 : 0);
	return rc;
}

/* A word of a netrc file, perhaps in quotes; false after the last. */
static bool next_word(struct str *rest, struct str *word)
{
	const char *end;

	*rest = str_trim(*rest);
	if (rest->n == 0)
		return false;
	end = rest->p[0] == '"' ? memchr(rest->p + 1, '"', rest->n - 1) : NULL;
	if (end) {
		*word = (struct str){rest->p + 1, (size_t)(end - rest->p) - 1};
		*rest = (struct str){end + 1, rest->n - word->n - 2};
		return true;
	}
	*word = (struct str){rest->p, 0};
	while (word->n < rest->n && !memchr(" \t\r\n", rest->p[word->n], 4))
		word->n++;
	*rest = (struct str){rest->p + word->n, rest->n - word->n};
	return true;
}

static ssjc_rc hide_all(struct sign_secrets *s, struct ssjc_err *err)
{
	struct str rest = s->netrc, word, login = STR("");
	ssjc_rc rc = hide_lines(s, s->secret, err);

	if (rc)
		return rc;
	rc = hide_lines(s, s->encryption, err);
	while (!rc && next_word(&rest, &word)) {
		if (str_is(word, "login"))
			next_word(&rest, &login);
		else if (str_is(word, "password") && next_word(&rest, &word))
			rc = hide_basic(s, login, word, err);
	}
	return rc;
}

/* Who the other side is, is nobody's to change but the owner's. */
static ssjc_rc check_trusted(const char *path, struct ssjc_err *err)
{
	struct file f;
	ssjc_rc rc = file_open(&f, path, err);

	if (!rc)
		rc = file_check_trusted(&f, err);
	file_close(&f);
	return rc;
}

ssjc_rc sign_secrets_read(struct sign_secrets *out, const struct target *t, struct ssjc_err *err)
{
	const struct {
		const char *path;
		struct str *to;
	} files[] = {
	    {t->secret, &out->secret},
	    {t->encryption, &out->encryption},
	    {t->netrc, &out->netrc},
	    {t->key, NULL},
	};
	const char *const trusted[] = {t->ca, t->known_hosts};
	ssjc_rc rc = SSJC_OK;

	*out = (struct sign_secrets){.secret = {0}};
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		rc = files[i].path ? read_secret(files[i].to, files[i].path, err) : SSJC_OK;
		if (rc)
			goto out;
	}
	for (size_t i = 0; i < sizeof trusted / sizeof trusted[0]; i++) {
		rc = trusted[i] ? check_trusted(trusted[i], err) : SSJC_OK;
		if (rc)
			goto out;
	}
	rc = hide_all(out, err);
out:
	if (rc)
		sign_secrets_free(out);
	return rc;
}

void sign_secrets_free(struct sign_secrets *s)
{
	OPENSSL_clear_free((char *)s->secret.p, s->secret.n);
	OPENSSL_clear_free((char *)s->encryption.p, s->encryption.n);
	OPENSSL_clear_free((char *)s->netrc.p, s->netrc.n);
	for (size_t i = 0; i < s->n_hidden; i++)
		OPENSSL_clear_free((char *)s->hidden[i].p, s->hidden[i].n);
	free(s->hidden);
	*s = (struct sign_secrets){.secret = {0}};
}
