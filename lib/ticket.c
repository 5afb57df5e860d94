#include "ssjc/ticket.h"

#include "ssjc/digest.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

struct ticket_key {
	EVP_MD *md;
	EVP_MD_CTX *absorbed; /* has taken in the 64 digits of K: one whole block */
	EVP_MD_CTX *work;
	char hex[TICKET_HEX];
};

static ssjc_code broken(struct ssjc_err *err)
{
	return ssjc_fail(err, SSJC_SYSTEM, "libcrypto could not compute a SHA-256");
}

ssjc_code ticket_master(struct str seed, char master[TICKET_HEX], struct ssjc_err *err)
{
	return digest_hex(seed.p, seed.n, master, err);
}

ssjc_code ticket_key_open(struct ticket_key **out, const char *master, struct str stage,
    struct ssjc_err *err)
{
	struct ticket_key *k = calloc(1, sizeof *k);
	struct buf text = {0};
	ssjc_code code = SSJC_OK;

	*out = NULL;
	if (!k)
		return ssjc_fail_memory(err);
	buf_z(&text, master);
	buf_char(&text, '/');
	buf_str(&text, stage);
	if (text.failed)
		code = ssjc_fail_memory(err);
	else
		code = digest_hex(text.p, text.n, k->hex, err);
	if (code != SSJC_OK)
		goto out;
	k->md = EVP_MD_fetch(NULL, "SHA256", NULL);
	k->absorbed = EVP_MD_CTX_new();
	k->work = EVP_MD_CTX_new();
	if (!k->md || !k->absorbed || !k->work ||
	    EVP_DigestInit_ex(k->absorbed, k->md, NULL) != 1 ||
	    EVP_DigestUpdate(k->absorbed, k->hex, 64) != 1)
		code = broken(err);
out:
	buf_free(&text);
	if (code == SSJC_OK)
		*out = k;
	else
		ticket_key_free(k);
	return code;
}

const char *ticket_key_hex(const struct ticket_key *k)
{
	return k->hex;
}

ssjc_code ticket_of(struct ticket_key *k, struct str id, unsigned char ticket[TICKET_SIZE],
    struct ssjc_err *err)
{
	if (EVP_MD_CTX_copy_ex(k->work, k->absorbed) != 1 ||
	    EVP_DigestUpdate(k->work, id.p, id.n) != 1 ||
	    EVP_DigestFinal_ex(k->work, ticket, NULL) != 1)
		return broken(err);
	return SSJC_OK;
}

ssjc_code ticket_cost(struct ticket_key *k, struct str object, struct str inspector,
    unsigned char cost[COST_SIZE], struct ssjc_err *err)
{
	unsigned char whole[TICKET_SIZE];

	if (EVP_MD_CTX_copy_ex(k->work, k->absorbed) != 1 ||
	    EVP_DigestUpdate(k->work, object.p, object.n) != 1 ||
	    EVP_DigestUpdate(k->work, "/", 1) != 1 ||
	    EVP_DigestUpdate(k->work, inspector.p, inspector.n) != 1 ||
	    EVP_DigestFinal_ex(k->work, whole, NULL) != 1)
		return broken(err);
	memcpy(cost, whole, COST_SIZE);
	return SSJC_OK;
}

void ticket_key_free(struct ticket_key *k)
{
	if (!k)
		return;
	EVP_MD_CTX_free(k->absorbed);
	EVP_MD_CTX_free(k->work);
	EVP_MD_free(k->md);
	free(k);
}
