/*
 * transport: requests on the wire. Only ssjc-upload uses it, and only here is libcurl.
 */
#ifndef SSJC_TRANSPORT_H
#define SSJC_TRANSPORT_H

#include "ssjc/send/answer.h"
#include "ssjc/send/request.h"

struct transport;

/* Free *out with transport_close (NULL is fine). */
ssjc_rc transport_open(struct transport **out, struct ssjc_err *err);
/*
 * Send a signed request once, whose target's files of secrets were looked at by
 * sign_secrets_read, over a connection of its own, which nothing sends by itself
 * once more; no redirect is followed. *out is the response, its body valid until the next
 * call; that of a file that arrived under its name, with its marker, has the status 0.
 * SSJC_BUSY when the same may come through later, and nobody knows whether it did now;
 * SSJC_REFUSED when something has to be mended before (a certificate, a redirect, a user
 * that may not write there): nothing was taken then.
 */
ssjc_rc transport_send(
    struct transport *t, const struct request *r, struct response *out, struct ssjc_err *err);
void transport_close(struct transport *t);

#endif
