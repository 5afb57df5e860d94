/*
 * ticket: the random numbers of a draw, from a seed text by SHA-256 alone.
 *
 *   M        = hex SHA-256 of the seed text
 *   K(stage) = hex SHA-256 of M "/" stage
 *   ticket   = SHA-256 of K(stage) id
 *
 * hex is 64 lower-case digits. The construction is that of Rivest's
 * consistent sampler with the seed "M/stage"; ssjc-draw(7) explains it and has
 * test vectors.
 */
#ifndef SSJC_TICKET_H
#define SSJC_TICKET_H

#include "ssjc/base/buf.h"
#include "ssjc/base/err.h"

enum { TICKET_SIZE = 32, TICKET_HEX = 65, COST_SIZE = 12 };

/* A stage's key, absorbed once. */
struct ticket_key;

/* M of the seed text, as TICKET_HEX bytes with the NUL. */
ssjc_rc ticket_master(struct str seed, char master[TICKET_HEX], struct ssjc_err *err);
/* stage is e.g. "object" or "inspector/transport". Free with ticket_key_free. */
ssjc_rc ticket_key_open(
    struct ticket_key **out, const char *master, struct str stage, struct ssjc_err *err);
/* The same by the seed text itself. */
ssjc_rc ticket_key_seed(
    struct ticket_key **out, struct str seed, struct str stage, struct ssjc_err *err);
/* The same by K itself, 64 lower-case hex digits: SSJC_INPUT when it is something else. */
ssjc_rc ticket_key_take(struct ticket_key **out, struct str hex, struct ssjc_err *err);
/* K as TICKET_HEX bytes, valid while the key is. */
const char *ticket_key_hex(const struct ticket_key *k);
/* The ticket of an id. Several threads may use one key. */
void ticket_of(const struct ticket_key *k, struct str id, unsigned char ticket[TICKET_SIZE]);
/* Its first eight bytes, big-endian: they are ordered as tickets are. */
uint64_t ticket_prefix(const unsigned char ticket[TICKET_SIZE]);
/*
 * What it costs to seat an inspector at an object: the first COST_SIZE bytes,
 * big-endian, of SHA-256 of K, object, "/", inspector.
 */
void ticket_cost(const struct ticket_key *k, struct str object, struct str inspector,
    unsigned char cost[COST_SIZE]);
void ticket_key_free(struct ticket_key *k);

#endif
