/*
 * transport_work: what the kinds of transport share.
 */
#ifndef SSJC_TRANSPORT_WORK_H
#define SSJC_TRANSPORT_WORK_H

#include "ssjc/send/transport.h"

#include <curl/curl.h>

struct transport {
	CURL *curl;      /* of the request at hand */
	struct buf body; /* of its response, */
	size_t most;     /* and how long that may be */
	char why[CURL_ERROR_SIZE];
};

/*
 * Begin a transfer to the URL with the options that all share: TLS, proxy, limits, who we
 * are. End it with transport_end.
 */
ssjc_rc transport_begin(
    struct transport *t, const struct request *r, const char *url, struct ssjc_err *err);
/* Carry it out: transport_send says what comes back. */
ssjc_rc transport_perform(struct transport *t, struct ssjc_err *err);
void transport_end(struct transport *t);

/* The kinds. */
ssjc_rc transport_http(
    struct transport *t, const struct request *r, struct response *out, struct ssjc_err *err);
ssjc_rc transport_folder(struct transport *t, const struct request *r, struct ssjc_err *err);
ssjc_rc transport_file(const struct request *r, struct ssjc_err *err);

#endif
