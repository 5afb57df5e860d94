#include "ssjc/base/digest.h"

#include <openssl/evp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Small pieces are gathered: libcrypto takes a while over each call. */
struct digest {
	EVP_MD_CTX *ctx;
	bool failed;
	size_t n;
	unsigned char piece[4096];
};

ssjc_rc digest_open(struct digest **out, struct ssjc_err *err)
{
	struct digest *d = calloc(1, sizeof *d);

	*out = NULL;
	if (!d)
		return ssjc_fail_memory(err);
	d->ctx = EVP_MD_CTX_new();
	if (!d->ctx || EVP_DigestInit_ex(d->ctx, EVP_sha256(), NULL) != 1) {
		digest_free(d);
		return ssjc_fail(err, SSJC_SYSTEM, "libcrypto has no SHA-256");
	}
	*out = d;
	return SSJC_OK;
}

static void take_in(struct digest *d, const void *p, size_t n)
{
	if (n && EVP_DigestUpdate(d->ctx, p, n) != 1)
		d->failed = true;
}

void digest_add(struct digest *d, const void *p, size_t n)
{
	if (n > sizeof d->piece - d->n) {
		take_in(d, d->piece, d->n);
		d->n = 0;
	}
	if (n > sizeof d->piece) {
		take_in(d, p, n);
	} else if (n) {
		memcpy(d->piece + d->n, p, n);
		d->n += n;
	}
}

ssjc_rc digest_final(struct digest *d, unsigned char out[DIGEST_SIZE], struct ssjc_err *err)
{
	take_in(d, d->piece, d->n);
	d->n = 0;
	if (d->failed || EVP_DigestFinal_ex(d->ctx, out, NULL) != 1 ||
	    EVP_DigestInit_ex(d->ctx, NULL, NULL) != 1)
		return ssjc_fail(err, SSJC_SYSTEM, "libcrypto could not compute a SHA-256");
	return SSJC_OK;
}

void digest_free(struct digest *d)
{
	if (!d)
		return;
	EVP_MD_CTX_free(d->ctx);
	free(d);
}

ssjc_rc digest_hex(const void *p, size_t n, char out[DIGEST_HEX], struct ssjc_err *err)
{
	unsigned char raw[DIGEST_SIZE];

	if (EVP_Digest(p, n, raw, NULL, EVP_sha256(), NULL) != 1)
		return ssjc_fail(err, SSJC_SYSTEM, "libcrypto could not compute a SHA-256");
	hex_of(raw, sizeof raw, out);
	return SSJC_OK;
}

ssjc_rc digest_base64(struct buf *out, const void *p, size_t n, struct ssjc_err *err)
{
	unsigned char raw[DIGEST_SIZE], text[4 * ((DIGEST_SIZE + 2) / 3) + 1];

	if (EVP_Digest(p, n, raw, NULL, EVP_sha256(), NULL) != 1)
		return ssjc_fail(err, SSJC_SYSTEM, "libcrypto could not compute a SHA-256");
	EVP_EncodeBlock(text, raw, sizeof raw);
	buf_z(out, (const char *)text);
	return SSJC_OK;
}

void hex_of(const unsigned char *p, size_t n, char *out)
{
	static const char digit[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		*out++ = digit[p[i] >> 4];
		*out++ = digit[p[i] & 15];
	}
	*out = '\0';
}

bool hex_is(struct str s, size_t n)
{
	if (s.n != 2 * n)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f')))
			return false;
	return true;
}
