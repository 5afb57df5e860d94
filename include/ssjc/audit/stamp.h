/*
 * stamp: a time that comes from outside (可信时间戳): a time-stamping authority
 * signs that it saw a digest at a moment, RFC 3161. A commitment that was stamped
 * before the lottery was held is proof against a clock that was turned back.
 * libcrypto reads, makes and checks what is exchanged; nothing is sent from here.
 */
#ifndef SSJC_STAMP_H
#define SSJC_STAMP_H

#include "ssjc/base/buf.h"
#include "ssjc/base/digest.h"
#include "ssjc/base/err.h"

/*
 * Append the query for a stamp of text: version 1, its SHA-256, a nonce, and that
 * the reply is to have the authority's certificate. DER, as application/timestamp-query.
 */
ssjc_rc stamp_query(struct buf *out, struct str text, struct ssjc_err *err);

/* What a reply says, before anybody has checked who says so. */
struct stamp {
	char digest[DIGEST_HEX]; /* SHA-256 of what was stamped */
	int64_t time;            /* when, in seconds since the epoch */
	char authority[256];     /* whose certificate is in it: its name, as one line; or "" */
};

/*
 * Read a reply (DER, application/timestamp-reply). SSJC_INPUT when it is not one,
 * refuses the stamp, or is not of a SHA-256; name is for messages.
 */
ssjc_rc stamp_read(struct stamp *out, struct str reply, const char *name, struct ssjc_err *err);

/*
 * Is the reply signed for this text by an authority that the certificates in ca (PEM)
 * vouch for, as they were at the time it names? SSJC_NO says why not, SSJC_INPUT when
 * ca has no certificate.
 */
ssjc_rc stamp_check(struct str reply, struct str text, struct str ca, struct ssjc_err *err);

#endif
