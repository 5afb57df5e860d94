#include "ssjc/send/sign.h"

#include "ssjc/base/file.h"

#include <openssl/crypto.h>
#include <string.h>
#include <strings.h>

/* ---- Profiles ---- */

static ssjc_rc sign_bearer(struct request *r, const struct sign_secrets *s,
    const struct sign_moment *at, struct ssjc_err *err)
{
	(void)r, (void)s, (void)at, (void)err;
	return SSJC_OK;
}

static const struct sign_profile profiles[] = {
    {"bearer", "secret", "", sign_bearer},
    {"token", "secret;token_header", "", sign_bearer},
    {"basic", "netrc", "", sign_bearer},
    {"gjzwfwpt", "app;service;secret", "", sign_bearer},
    {"x-tif", "app;secret", "service", sign_bearer},
    {"sm2", "app;secret;encryption;enc_type;sign_type;version;encoding;signature;signed", "sm2_id",
        sign_bearer},
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

bool sign_is_secret(struct str header)
{
	static const char *const secret[] = {
	    "Authorization", "Proxy-Authorization", "Cookie", "gjzwfwpt_sign", "x-tif-signature"};

	for (size_t i = 0; i < sizeof secret / sizeof secret[0]; i++)
		if (header.n == strlen(secret[i]) &&
		    strncasecmp(header.p, secret[i], header.n) == 0)
			return true;
	return false;
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

ssjc_rc sign_secrets_read(struct sign_secrets *out, const struct target *t, struct ssjc_err *err)
{
	const struct {
		const char *path;
		struct str *to;
	} files[] = {
	    {t->secret, &out->secret},
	    {t->encryption, &out->encryption},
	    {t->netrc, NULL},
	    {t->key, NULL},
	};

	*out = (struct sign_secrets){{0}, {0}};
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		ssjc_rc rc = files[i].path ? read_secret(files[i].to, files[i].path, err) : SSJC_OK;

		if (rc) {
			sign_secrets_free(out);
			return rc;
		}
	}
	return SSJC_OK;
}

void sign_secrets_free(struct sign_secrets *s)
{
	OPENSSL_clear_free((char *)s->secret.p, s->secret.n);
	OPENSSL_clear_free((char *)s->encryption.p, s->encryption.n);
	*s = (struct sign_secrets){{0}, {0}};
}
