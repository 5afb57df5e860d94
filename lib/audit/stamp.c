#include "ssjc/audit/stamp.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ts.h>
#include <openssl/x509_vfy.h>
#include <string.h>

static ssjc_rc fail(struct ssjc_err *err, const char *what)
{
	ERR_clear_error();
	ssjc_fail_text(err, SSJC_SYSTEM, what);
	ssjc_err_before(err, "libcrypto could not ");
	return SSJC_SYSTEM;
}

/* ---- The query ---- */

static ssjc_rc sha256(struct str text, unsigned char out[DIGEST_SIZE], struct ssjc_err *err)
{
	struct digest *d = NULL;
	ssjc_rc rc = digest_open(&d, err);

	if (rc)
		return rc;
	digest_add(d, text.p, text.n);
	rc = digest_final(d, out, err);
	digest_free(d);
	return rc;
}

static TS_MSG_IMPRINT *imprint_of(struct str text, struct ssjc_err *err)
{
	unsigned char raw[DIGEST_SIZE];
	TS_MSG_IMPRINT *imprint = TS_MSG_IMPRINT_new();
	X509_ALGOR *alg = X509_ALGOR_new();

	if (sha256(text, raw, err))
		goto fail;
	if (!imprint || !alg ||
	    X509_ALGOR_set0(alg, OBJ_nid2obj(NID_sha256), V_ASN1_NULL, NULL) != 1 ||
	    TS_MSG_IMPRINT_set_algo(imprint, alg) != 1 ||
	    TS_MSG_IMPRINT_set_msg(imprint, raw, sizeof raw) != 1) {
		fail(err, "make a query for a time stamp");
		goto fail;
	}
	X509_ALGOR_free(alg);
	return imprint;
fail:
	X509_ALGOR_free(alg);
	TS_MSG_IMPRINT_free(imprint);
	return NULL;
}

/* A reply must repeat it, so that an old one cannot be sent again. */
static ASN1_INTEGER *nonce(void)
{
	unsigned char raw[8];
	uint64_t n = 0;
	ASN1_INTEGER *i = ASN1_INTEGER_new();

	if (!i || RAND_bytes(raw, sizeof raw) != 1)
		goto fail;
	for (size_t k = 0; k < sizeof raw; k++)
		n = n << 8 | raw[k];
	if (ASN1_INTEGER_set_uint64(i, n >> 1 | 1) == 1)
		return i;
fail:
	ASN1_INTEGER_free(i);
	return NULL;
}

ssjc_rc stamp_query(struct buf *out, struct str text, struct ssjc_err *err)
{
	TS_REQ *q = TS_REQ_new();
	TS_MSG_IMPRINT *imprint = imprint_of(text, err);
	ASN1_INTEGER *n = nonce();
	unsigned char *der = NULL;
	ssjc_rc rc = SSJC_OK;
	int size = 0;

	if (!imprint) {
		rc = SSJC_SYSTEM;
		goto out;
	}
	if (!q || !n || TS_REQ_set_version(q, 1) != 1 || TS_REQ_set_msg_imprint(q, imprint) != 1 ||
	    TS_REQ_set_nonce(q, n) != 1 || TS_REQ_set_cert_req(q, 1) != 1 ||
	    (size = i2d_TS_REQ(q, &der)) <= 0) {
		rc = fail(err, "make a query for a time stamp");
		goto out;
	}
	buf_add(out, der, (size_t)size);
	if (out->failed)
		rc = ssjc_fail_memory(err);
out:
	OPENSSL_free(der);
	ASN1_INTEGER_free(n);
	TS_MSG_IMPRINT_free(imprint);
	TS_REQ_free(q);
	return rc;
}

/* ---- The reply ---- */

static TS_RESP *parse(struct str reply)
{
	const unsigned char *p = (const unsigned char *)reply.p;
	TS_RESP *r = reply.n && reply.n < 1 << 20 ? d2i_TS_RESP(NULL, &p, (long)reply.n) : NULL;

	if (r && p != (const unsigned char *)reply.p + reply.n) {
		TS_RESP_free(r);
		r = NULL;
	}
	ERR_clear_error();
	return r;
}

static bool seconds(const ASN1_GENERALIZEDTIME *t, int64_t *out)
{
	ASN1_TIME *epoch = ASN1_TIME_set(NULL, 0);
	int days, rest;
	bool ok = epoch && ASN1_TIME_diff(&days, &rest, epoch, t) == 1;

	if (ok)
		*out = (int64_t)days * 86400 + rest;
	ASN1_TIME_free(epoch);
	return ok;
}

static bool digest_of(TS_TST_INFO *info, char out[DIGEST_HEX])
{
	TS_MSG_IMPRINT *imprint = TS_TST_INFO_get_msg_imprint(info);
	const ASN1_OBJECT *alg;
	const ASN1_OCTET_STRING *raw;

	X509_ALGOR_get0(&alg, NULL, NULL, TS_MSG_IMPRINT_get_algo(imprint));
	raw = TS_MSG_IMPRINT_get_msg(imprint);
	if (OBJ_obj2nid(alg) != NID_sha256 || ASN1_STRING_length(raw) != DIGEST_SIZE)
		return false;
	hex_of(ASN1_STRING_get0_data(raw), DIGEST_SIZE, out);
	return true;
}

/* The subject of the certificate that signed, such as "O=样例时间戳机构". */
static void name_of(TS_RESP *r, char *to, size_t size)
{
	PKCS7 *token = TS_RESP_get_token(r);
	STACK_OF(X509) *signers = token ? PKCS7_get0_signers(token, NULL, 0) : NULL;
	BIO *b = BIO_new(BIO_s_mem());
	int n = 0;

	/* What would not show as what it is, is escaped. */
	if (b && sk_X509_num(signers) > 0 &&
	    X509_NAME_print_ex(b, X509_get_subject_name(sk_X509_value(signers, 0)), 0,
	        XN_FLAG_SEP_CPLUS_SPC | XN_FLAG_FN_SN | ASN1_STRFLGS_ESC_CTRL |
	            ASN1_STRFLGS_UTF8_CONVERT) >= 0)
		n = BIO_read(b, to, (int)size - 1);
	to[n > 0 ? n : 0] = '\0';
	BIO_free(b);
	sk_X509_free(signers);
}

ssjc_rc stamp_read(struct stamp *out, struct str reply, const char *name, struct ssjc_err *err)
{
	TS_RESP *r = parse(reply);
	TS_TST_INFO *info = r ? TS_RESP_get_tst_info(r) : NULL;
	ssjc_rc rc = SSJC_OK;

	if (!r)
		rc = ssjc_fail_at(err, SSJC_INPUT, name, 0, NULL,
		    "is not the reply of a time-stamping authority (RFC 3161, DER)");
	else if (!info)
		rc = ssjc_fail_at(err, SSJC_INPUT, name, 0, NULL,
		    "has no time stamp: the authority refused the query");
	else if (!digest_of(info, out->digest) || !seconds(TS_TST_INFO_get_time(info), &out->time))
		rc = ssjc_fail_at(err, SSJC_INPUT, name, 0, NULL,
		    "is not a time stamp of a SHA-256: ssjc-audit stamp --query makes the query");
	else
		name_of(r, out->authority, sizeof out->authority);
	TS_RESP_free(r);
	return rc;
}

/* The certificates of ca, to be judged as they were at that time. */
static X509_STORE *store_of(struct str ca, int64_t time)
{
	BIO *b = BIO_new_mem_buf(ca.n ? ca.p : "", (int)(ca.n < 1 << 24 ? ca.n : 1 << 24));
	X509_STORE *store = X509_STORE_new();
	X509 *cert;
	size_t n = 0;

	while (b && store && (cert = PEM_read_bio_X509(b, NULL, NULL, NULL))) {
		n += X509_STORE_add_cert(store, cert) == 1;
		X509_free(cert);
	}
	BIO_free(b);
	ERR_clear_error();
	if (store && n > 0) {
		X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store), (time_t)time);
		return store;
	}
	X509_STORE_free(store);
	return NULL;
}

ssjc_rc stamp_check(struct str reply, struct str text, struct str ca, struct ssjc_err *err)
{
	struct stamp s;
	TS_VERIFY_CTX *ctx = NULL;
	X509_STORE *store;
	TS_RESP *r = NULL;
	BIO *data;
	char why[200] = "it is not signed by them";
	ssjc_rc rc = stamp_read(&s, reply, "the time stamp", err);

	if (rc)
		return rc;
	store = store_of(ca, s.time);
	if (!store)
		return ssjc_fail(err, SSJC_INPUT, "--tsa-ca: there is no certificate (PEM) in it");
	ctx = TS_VERIFY_CTX_new();
	r = parse(reply);
	data = BIO_new_mem_buf(text.n ? text.p : "", (int)text.n);
	if (!ctx || !r || !data) {
		X509_STORE_free(store);
		BIO_free(data);
		rc = ssjc_fail_memory(err);
		goto out;
	}
	/* The context owns the store and the data from here on. */
	TS_VERIFY_CTX_set_store(ctx, store);
	TS_VERIFY_CTX_set_data(ctx, data);
	TS_VERIFY_CTX_set_flags(ctx, TS_VFY_SIGNATURE | TS_VFY_VERSION | TS_VFY_DATA);
	if (TS_RESP_verify_response(ctx, r) != 1) {
		unsigned long e = ERR_peek_last_error();

		if (e)
			ERR_error_string_n(e, why, sizeof why);
		rc = ssjc_fail(err, SSJC_NO,
		    "the time stamp cannot be verified with the certificates given: %s", why);
	}
out:
	TS_VERIFY_CTX_free(ctx);
	TS_RESP_free(r);
	ERR_clear_error();
	return rc;
}
