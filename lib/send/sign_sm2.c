#include "sign_sm2.h"

#include "ssjc/audit/signature.h"
#include "ssjc/base/json.h"

#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <string.h>

enum { BLOCK = 16, HALF = 32 };

/* The key of SM4, and the block that CBC begins with. */
struct sm4 {
	unsigned char key[BLOCK], iv[BLOCK];
	bool sent; /* iv is a new one for each body, sent before it */
};

static bool read_block(struct str line, unsigned char out[BLOCK])
{
	char digits[2 * BLOCK + 1];
	size_t n = 0;
	bool good;

	line = str_trim(line);
	if (line.n != 2 * BLOCK || memchr(line.p, '\0', line.n))
		return false;
	memcpy(digits, line.p, line.n);
	digits[line.n] = '\0';
	good = OPENSSL_hexstr2buf_ex(out, BLOCK, &n, digits, '\0') == 1 && n == BLOCK;
	OPENSSL_cleanse(digits, sizeof digits);
	ERR_clear_error();
	return good;
}

/* A line with the key, and perhaps one with the first block. */
static ssjc_rc read_sm4(struct sm4 *out, const struct request *r, const struct sign_secrets *s,
    const struct sign_moment *at, struct ssjc_err *err)
{
	struct str rest = s->encryption, line;
	bool good = str_split(&rest, '\n', &line) && read_block(line, out->key);

	out->sent = rest.p == NULL;
	if (out->sent)
		good = good && at->random.n == BLOCK;
	else
		good = good && read_block(rest, out->iv);
	if (!good)
		return ssjc_fail_at(err, SSJC_INPUT, r->target->encryption, 0, NULL,
		    "is not a key of SM4: a line with its 32 hexadecimal digits, and, only where the "
		    "platform has given one, a second with the 32 of the initialization vector");
	if (out->sent)
		memcpy(out->iv, at->random.p, BLOCK);
	return SSJC_OK;
}

static ssjc_rc encrypt(struct buf *out, const struct sm4 *k, struct str plain, struct ssjc_err *err)
{
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	unsigned char *room;
	int n = 0, last = 0;
	bool good;

	if (k->sent)
		buf_add(out, k->iv, BLOCK);
	room = (unsigned char *)buf_room(out, plain.n + BLOCK);
	good = ctx && room && plain.n < INT_MAX - 2 * BLOCK &&
	    EVP_EncryptInit_ex(ctx, EVP_sm4_cbc(), NULL, k->key, k->iv) == 1 &&
	    EVP_EncryptUpdate(ctx, room, &n, (const unsigned char *)plain.p, (int)plain.n) == 1 &&
	    EVP_EncryptFinal_ex(ctx, room + n, &last) == 1;
	EVP_CIPHER_CTX_free(ctx);
	ERR_clear_error();
	if (!room)
		return ssjc_fail_memory(err);
	if (!good)
		return ssjc_fail(err, SSJC_SYSTEM, "libcrypto could not encrypt");
	buf_wrote(out, (size_t)n + (size_t)last);
	return SSJC_OK;
}

/* The numbers r and s of a signature, 32 bytes each. */
static ssjc_rc raw_signature(struct buf *out, struct str der, struct ssjc_err *err)
{
	const unsigned char *p = (const unsigned char *)der.p;
	ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &p, (long)der.n);
	unsigned char raw[2 * HALF];
	bool good = sig && BN_bn2binpad(ECDSA_SIG_get0_r(sig), raw, HALF) == HALF &&
	    BN_bn2binpad(ECDSA_SIG_get0_s(sig), raw + HALF, HALF) == HALF;

	ECDSA_SIG_free(sig);
	ERR_clear_error();
	if (!good)
		return ssjc_fail(err, SSJC_SYSTEM, "libcrypto could not sign");
	buf_add(out, raw, sizeof raw);
	return SSJC_OK;
}

static ssjc_rc sign_text(struct buf *out, const struct request *r, struct str secret,
    struct str text, struct ssjc_err *err)
{
	const struct target *t = r->target;
	struct signature_key *key = NULL;
	struct buf der = {0};
	ssjc_rc rc = signature_key_read(&key, secret, t->secret, true, err);

	if (rc)
		goto out;
	if (signature_key_alg(key) != SIGNATURE_SM2) {
		rc = ssjc_fail_at(
		    err, SSJC_INPUT, t->secret, 0, NULL, "is not a private key for SM2");
		goto out;
	}
	rc = signature_sm2(t->sm2.der ? out : &der, key, t->sm2.id, text, err);
	if (rc || t->sm2.der)
		goto out;
	rc = raw_signature(out, buf_text(&der), err);
out:
	buf_free(&der);
	signature_key_free(key);
	return rc;
}

/* Bytes as text: base64 in one line, or hexadecimal digits. */
static void put_encoded(struct buf *out, struct str bytes, bool hex)
{
	char *room = buf_room(out, (hex ? 2 * bytes.n : (bytes.n + 2) / 3 * 4) + 1);

	if (!room)
		return;
	if (hex)
		hex_of((const unsigned char *)bytes.p, bytes.n, room);
	else
		EVP_EncodeBlock(
		    (unsigned char *)room, (const unsigned char *)bytes.p, (int)bytes.n);
	buf_wrote(out, hex ? 2 * bytes.n : (bytes.n + 2) / 3 * 4);
}

/* {"encData":…,"signData":…} and what the platform is told of them. */
static ssjc_rc put_body(
    struct request *r, struct str enc_data, struct str sign_data, struct ssjc_err *err)
{
	const struct target *t = r->target;
	struct buf body = {0};
	bool ok = true;

	buf_char(&body, '{');
	json_member(&body, "encData", enc_data);
	json_member(&body, "signData", sign_data);
	json_member(&body, "encType", t->sm2.enc_type);
	json_member(&body, "signType", t->sm2.sign_type);
	json_member(&body, "appCode", t->app);
	json_member(&body, "version", t->sm2.version);
	buf_char(&body, '}');
	ok = !body.failed;
	r->body = arena_str(&r->arena, buf_text(&body), &ok);
	buf_free(&body);
	if (!ok)
		return ssjc_fail_memory(err);
	r->content_type = t->content_type.n ? t->content_type : STR("application/json");
	return request_header(r, STR("Content-Type"), r->content_type, err);
}

ssjc_rc sign_sm2(struct request *r, const struct sign_secrets *s, const struct sign_moment *at,
    struct ssjc_err *err)
{
	const struct target_sm2 *how = &r->target->sm2;
	struct buf encrypted = {0}, enc_data = {0}, raw = {0}, sign_data = {0};
	struct sm4 k = {.sent = false};
	ssjc_rc rc = read_sm4(&k, r, s, at, err);

	if (rc)
		goto out;
	rc = encrypt(&encrypted, &k, r->body, err);
	if (rc)
		goto out;
	put_encoded(&enc_data, buf_text(&encrypted), how->hex);
	rc = sign_text(&raw, r, s->secret, how->signs_encdata ? buf_text(&enc_data) : r->body, err);
	if (rc)
		goto out;
	put_encoded(&sign_data, buf_text(&raw), how->hex);
	rc = enc_data.failed || sign_data.failed
	    ? ssjc_fail_memory(err)
	    : put_body(r, buf_text(&enc_data), buf_text(&sign_data), err);
out:
	OPENSSL_cleanse(&k, sizeof k);
	buf_free(&encrypted);
	buf_free(&enc_data);
	buf_free(&raw);
	buf_free(&sign_data);
	return rc;
}
