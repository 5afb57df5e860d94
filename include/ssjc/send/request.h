/*
 * request: a batch on its way to a target: what is sent, before anything is.
 */
#ifndef SSJC_REQUEST_H
#define SSJC_REQUEST_H

#include "ssjc/send/target.h"

struct request {
	const struct target *target; /* borrowed, as are the texts that are not the arena's */
	struct str batch;            /* its number */
	struct str url;              /* with everything filled in */
	struct str file;             /* the name of the file, where it is one */
	struct str body;             /* the batch's bytes, or what signing made of them */
	struct str content_type;
	struct target_header *header; /* all that are sent, also those that signing adds */
	size_t n_headers, headers_cap;
	struct target_header *part; /* further fields of a multipart */
	size_t n_parts;
	struct arena arena; /* of what is put together */
};

/*
 * Where a target's address, file, headers and parts have {batch}, {format}, {plan}, {date}
 * (yyyymmdd, of the batch) or {ending}, the batch's are put in. In an address they are
 * encoded as RFC 3986 says, in the name of a file '/' becomes '_'.
 */

/*
 * Make the request for the bytes of a batch, with the header Idempotency-Key, which is the
 * same for the same batch of the same plan whenever it is made; it is not signed yet.
 * Free *out with request_close.
 */
ssjc_rc request_of(struct request *out, const struct target *t, const struct upload_batch *b,
    struct str plan_id, struct str bytes, struct ssjc_err *err);
/* Add a header, or put another value in its place. Both are copied. */
ssjc_rc request_header(struct request *r, struct str name, struct str value, struct ssjc_err *err);
/* Are those the same header? Capitals do not matter; no header is called "". */
bool request_same_header(struct str a, struct str b);
/* Does it travel by http or https? */
bool request_is_http(const struct request *r);
void request_close(struct request *r);

#endif
