#include "ssjc/plan/ticket.h"

#include "ssjc/base/digest.h"

#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>

/*
 * The state of nettle's SHA-256 is plain memory: a copy costs nothing and cannot
 * fail, unlike libcrypto's. With millions of tickets that saves a third of a draw.
 */
struct ticket_key {
	struct sha256_ctx absorbed; /* has taken in the 64 digits of K: one whole block */
	char hex[TICKET_HEX];
};

static void absorb(struct sha256_ctx *c, struct str s)
{
	sha256_update(c, s.n, (const uint8_t *)s.p);
}

ssjc_rc ticket_master(struct str seed, char master[TICKET_HEX], struct ssjc_err *err)
{
	return digest_hex(seed.p, seed.n, master, err);
}

ssjc_rc ticket_key_open(
    struct ticket_key **out, const char *master, struct str stage, struct ssjc_err *err)
{
	struct ticket_key *k = calloc(1, sizeof *k);
	struct buf text = {0};
	ssjc_rc rc;

	*out = NULL;
	if (!k)
		return ssjc_fail_memory(err);
	buf_z(&text, master);
	buf_char(&text, '/');
	buf_str(&text, stage);
	if (text.failed) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	rc = digest_hex(text.p, text.n, k->hex, err);
	if (rc)
		goto out;
	sha256_init(&k->absorbed);
	absorb(&k->absorbed, str_of(k->hex));
	*out = k;
	k = NULL;
out:
	buf_free(&text);
	ticket_key_free(k);
	return rc;
}

ssjc_rc ticket_key_seed(
    struct ticket_key **out, struct str seed, struct str stage, struct ssjc_err *err)
{
	char master[TICKET_HEX];
	ssjc_rc rc = ticket_master(seed, master, err);

	*out = NULL;
	return rc ? rc : ticket_key_open(out, master, stage, err);
}

ssjc_rc ticket_key_take(struct ticket_key **out, struct str hex, struct ssjc_err *err)
{
	*out = NULL;
	if (!hex_is(hex, TICKET_SIZE))
		return ssjc_fail(err, SSJC_INPUT, "is not a key: 64 lower-case hex digits");
	*out = calloc(1, sizeof **out);
	if (!*out)
		return ssjc_fail_memory(err);
	memcpy((*out)->hex, hex.p, hex.n);
	sha256_init(&(*out)->absorbed);
	absorb(&(*out)->absorbed, hex);
	return SSJC_OK;
}

const char *ticket_key_hex(const struct ticket_key *k)
{
	return k->hex;
}

void ticket_of(const struct ticket_key *k, struct str id, unsigned char ticket[TICKET_SIZE])
{
	struct sha256_ctx c = k->absorbed;

	absorb(&c, id);
	sha256_digest(&c, TICKET_SIZE, ticket);
}

uint64_t ticket_prefix(const unsigned char ticket[TICKET_SIZE])
{
	uint64_t key = 0;

	for (int i = 0; i < 8; i++)
		key = key << 8 | ticket[i];
	return key;
}

void ticket_cost(const struct ticket_key *k, struct str object, struct str inspector,
    unsigned char cost[COST_SIZE])
{
	struct sha256_ctx c = k->absorbed;

	absorb(&c, object);
	absorb(&c, STR("/"));
	absorb(&c, inspector);
	sha256_digest(&c, COST_SIZE, cost);
}

void ticket_key_free(struct ticket_key *k)
{
	free(k);
}
