/*
 * digest: SHA-256 (FIPS 180-4, GB/T 18238.3) of files, streams and events.
 * Draws do not use it: ticket.h has its own, where a key is absorbed once.
 */
#ifndef SSJC_DIGEST_H
#define SSJC_DIGEST_H

#include "ssjc/base/buf.h"
#include "ssjc/base/err.h"

#include <stddef.h>

enum { DIGEST_SIZE = 32, DIGEST_HEX = 65 };

/* A running digest. Free it with digest_free (NULL is fine). */
struct digest;

ssjc_rc digest_open(struct digest **out, struct ssjc_err *err);
void digest_add(struct digest *d, const void *p, size_t n);
/* The digest of all bytes added; d is then empty again. Fails when an add has failed. */
ssjc_rc digest_final(struct digest *d, unsigned char out[DIGEST_SIZE], struct ssjc_err *err);
void digest_free(struct digest *d);

/* All at once, as DIGEST_HEX bytes of lower-case hex with a NUL. */
ssjc_rc digest_hex(const void *p, size_t n, char out[DIGEST_HEX], struct ssjc_err *err);

/* The same, appended in base64. */
ssjc_rc digest_base64(struct buf *out, const void *p, size_t n, struct ssjc_err *err);

/* Is s exactly n bytes written as 2n lower-case hex digits? */
bool hex_is(struct str s, size_t n);
/* n bytes as 2n lower-case digits and a NUL. */
void hex_of(const unsigned char *p, size_t n, char *out);

#endif
