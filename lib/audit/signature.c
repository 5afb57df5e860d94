#include "ssjc/audit/signature.h"

#include "ssjc/base/digest.h"
#include "ssjc/base/file.h"
#include "ssjc/base/language.h"
#include "ssjc/base/secret.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	SIGNATURE_MAX = 128, /* bytes: 64 for Ed25519, at most 72 for SM2 */
	PEM_MAX = 1 << 20    /* bytes of a file that are searched for a key */
};

const char *const signature_names[SIGNATURE_ALGS] = {
    [SIGNATURE_ED25519] = "ed25519", [SIGNATURE_SM2] = "sm2"};

/* How libcrypto calls them: the kind of key, and the digest. */
static const struct {
	const char *key, *digest;
} algs[SIGNATURE_ALGS] = {
    [SIGNATURE_ED25519] = {"ED25519", NULL}, [SIGNATURE_SM2] = {"SM2", "SM3"}};

struct signature_key {
	EVP_PKEY *key;
	enum signature_alg alg;
};

bool signature_parse(struct str name, enum signature_alg *out)
{
	for (int a = 0; a < SIGNATURE_ALGS; a++)
		if (str_is(name, signature_names[a])) {
			*out = (enum signature_alg)a;
			return true;
		}
	return false;
}

static ssjc_rc fail(struct ssjc_err *err, const char *what)
{
	ERR_clear_error();
	ssjc_fail_text(err, SSJC_SYSTEM, what);
	ssjc_err_before(err, "libcrypto could not ");
	return SSJC_SYSTEM;
}

/* ---- Keys ---- */

static ssjc_rc write_key(EVP_PKEY *key, const char *path, bool private, struct ssjc_err *err)
{
	BIO *b = BIO_new(private ? BIO_s_secmem() : BIO_s_mem());
	ssjc_rc rc;
	char *p;
	long n;

	if (!b ||
	    (private ? PEM_write_bio_PKCS8PrivateKey(b, key, NULL, NULL, 0, NULL, NULL)
	             : PEM_write_bio_PUBKEY(b, key)) != 1) {
		rc = fail(err, "write a key");
		goto out;
	}
	n = BIO_get_mem_data(b, &p);
	rc = file_create(
	    path, private ? FILE_SECRET : FILE_PUBLIC, (struct str){p, (size_t)n}, err);
out:
	BIO_free(b);
	return rc;
}

ssjc_rc signature_keygen(enum signature_alg alg, const char *path, struct ssjc_err *err)
{
	struct buf public = {0};
	EVP_PKEY *key;
	ssjc_rc rc;

	secret_guard();
	key = EVP_PKEY_Q_keygen(NULL, NULL, algs[alg].key);
	if (!key) {
		rc = fail(err, "make a key");
		goto out;
	}
	buf_printf(&public, "%s.pub", path);
	if (public.failed) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	rc = write_key(key, path, true, err);
	if (rc)
		goto out;
	rc = write_key(key, public.p, false, err);
	if (rc)
		unlink(path);
out:
	EVP_PKEY_free(key);
	buf_free(&public);
	return rc;
}

/* Nobody is asked for a password. */
static int no_password(char *to, int size, int writing, void *arg)
{
	(void)to;
	(void)size;
	(void)writing;
	(void)arg;
	return -1;
}

ssjc_rc signature_key_read(struct signature_key **out, struct str pem, const char *name,
    bool private, struct ssjc_err *err)
{
	struct signature_key *k = calloc(1, sizeof *k);
	BIO *b = BIO_new_mem_buf(pem.n ? pem.p : "", (int)(pem.n < PEM_MAX ? pem.n : PEM_MAX));
	ssjc_rc rc = SSJC_OK;

	*out = NULL;
	if (!k || !b) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	k->key = private ? PEM_read_bio_PrivateKey(b, NULL, no_password, NULL)
	                 : PEM_read_bio_PUBKEY(b, NULL, no_password, NULL);
	while (k->key && k->alg < SIGNATURE_ALGS && !EVP_PKEY_is_a(k->key, algs[k->alg].key))
		k->alg++;
	if (!k->key) {
		rc = ssjc_fail_at(err, SSJC_INPUT, name, 0, NULL,
		    private ? N_("is not a private key (PKCS#8, PEM, without a password)")
		            : N_("is not a public key (PEM)"));
		goto out;
	}
	if (k->alg == SIGNATURE_ALGS) {
		rc = ssjc_fail_at(err, SSJC_INPUT, name, 0, NULL,
		    "is a key, but neither for Ed25519 nor for SM2");
		goto out;
	}
	*out = k;
	k = NULL;
out:
	ERR_clear_error();
	BIO_free(b);
	signature_key_free(k);
	return rc;
}

enum signature_alg signature_key_alg(const struct signature_key *k)
{
	return k->alg;
}

void signature_key_free(struct signature_key *k)
{
	if (!k)
		return;
	EVP_PKEY_free(k->key);
	free(k);
}

/* ---- Signatures ---- */

static const struct str usual_id = STR_INIT("1234567812345678");

typedef int init_fn(EVP_MD_CTX *, EVP_PKEY_CTX **, const char *, OSSL_LIB_CTX *, const char *,
    EVP_PKEY *, const OSSL_PARAM *);

/*
 * Begin to sign or to check; NULL on failure. SM2 needs its id set, on both
 * sides, and after the start: libcrypto 3.0.19 refuses it among the parameters
 * of the start.
 */
static EVP_MD_CTX *begin(const struct signature_key *k, struct str id, init_fn *init)
{
	EVP_PKEY_CTX *key_ctx = NULL;
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();

	if (!ctx || init(ctx, &key_ctx, algs[k->alg].digest, NULL, NULL, k->key, NULL) != 1)
		goto fail;
	if (k->alg == SIGNATURE_SM2 && EVP_PKEY_CTX_set1_id(key_ctx, id.p, (int)id.n) != 1)
		goto fail;
	return ctx;
fail:
	EVP_MD_CTX_free(ctx);
	return NULL;
}

static ssjc_rc sign(struct buf *out, const struct signature_key *k, struct str id, struct str text,
    struct ssjc_err *err)
{
	unsigned char raw[SIGNATURE_MAX];
	size_t n = sizeof raw;
	EVP_MD_CTX *ctx = begin(k, id, EVP_DigestSignInit_ex);
	ssjc_rc rc = SSJC_OK;

	if (!ctx || EVP_DigestSign(ctx, raw, &n, (const unsigned char *)text.p, text.n) != 1)
		rc = fail(err, "sign");
	EVP_MD_CTX_free(ctx);
	if (rc)
		return rc;
	buf_add(out, raw, n);
	return out->failed ? ssjc_fail_memory(err) : SSJC_OK;
}

ssjc_rc signature_make(
    struct buf *out, const struct signature_key *k, struct str text, struct ssjc_err *err)
{
	char hex[2 * SIGNATURE_MAX + 1];
	struct buf raw = {0};
	ssjc_rc rc = sign(&raw, k, usual_id, text, err);

	if (rc)
		goto out;
	hex_of((const unsigned char *)raw.p, raw.n, hex);
	buf_z(out, hex);
	rc = out->failed ? ssjc_fail_memory(err) : SSJC_OK;
out:
	buf_free(&raw);
	return rc;
}

ssjc_rc signature_sm2(struct buf *out, const struct signature_key *k, struct str id,
    struct str text, struct ssjc_err *err)
{
	return sign(out, k, id, text, err);
}

static ssjc_rc check(const struct signature_key *k, struct str text, struct str raw, bool *good,
    struct ssjc_err *err)
{
	EVP_MD_CTX *ctx = begin(k, usual_id, EVP_DigestVerifyInit_ex);

	if (!ctx)
		return fail(err, "check a signature");
	*good = EVP_DigestVerify(ctx, (const unsigned char *)raw.p, raw.n,
	            (const unsigned char *)text.p, text.n) == 1;
	EVP_MD_CTX_free(ctx);
	ERR_clear_error();
	return SSJC_OK;
}

ssjc_rc signature_check(const struct signature_key *k, struct str text, struct str hex, bool *good,
    struct ssjc_err *err)
{
	unsigned char raw[SIGNATURE_MAX];
	char digits[2 * SIGNATURE_MAX + 1];
	size_t n;

	*good = false;
	if (hex.n >= sizeof digits || (hex.n && memchr(hex.p, '\0', hex.n)))
		return SSJC_OK;
	memcpy(digits, hex.n ? hex.p : "", hex.n);
	digits[hex.n] = '\0';
	if (OPENSSL_hexstr2buf_ex(raw, sizeof raw, &n, digits, '\0') != 1) {
		ERR_clear_error();
		return SSJC_OK;
	}
	return check(k, text, (struct str){(const char *)raw, n}, good, err);
}

ssjc_rc signature_check_file(const struct signature_key *k, struct str text, struct str file,
    bool *good, struct ssjc_err *err)
{
	struct str line = str_trim(file);
	size_t digits = 0;

	while (
	    digits < line.n && strchr("0123456789abcdefABCDEF", line.p[digits]) && line.p[digits])
		digits++;
	if (line.n && digits == line.n)
		return signature_check(k, text, line, good, err);
	*good = false;
	return file.n > 0 && file.n <= SIGNATURE_MAX ? check(k, text, file, good, err) : SSJC_OK;
}
