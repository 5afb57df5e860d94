/*
 * answer: what a target's response to a request means.
 */
#ifndef SSJC_ANSWER_H
#define SSJC_ANSWER_H

#include "ssjc/audit/audit_batch.h"
#include "ssjc/send/target.h"

enum answer_kind {
	ANSWER_ACCEPTED,  /* the whole batch */
	ANSWER_ROWS,      /* but for the rows that were rejected */
	ANSWER_DELIVERED, /* a file that comes later says more */
	ANSWER_REFUSED,   /* none of it was taken, and sending it again changes nothing */
	ANSWER_LATER      /* it may or may not have been taken: send the same once more */
};

/* A response; of a transport other than http, status is 0 and body is empty. */
struct response {
	long status;
	struct str body;
	int64_t retry_after; /* seconds that it asks to wait; -1 when it does not */
	/* Not to be kept of what it says: some platforms say what they were sent. */
	const struct str *secret;
	size_t n_secrets;
};

struct answer {
	enum answer_kind kind;
	struct audit_receipt *v; /* the rows that it names, accepted or rejected, by row */
	size_t n;
	struct str code, text; /* of the whole answer, for the record and messages */
	struct arena arena;
};

/*
 * Read a response by what the target says of answers. Retried are network errors, which
 * have no response, and the statuses 408, 425, 429 and 5xx, a body that is not whole or
 * not JSON where it should say something, and rows that the batch does not have; any
 * other status that is not in ok_status refuses the batch. Free *out with answer_close.
 */
ssjc_rc answer_read(struct answer *out, const struct response *r, const struct target *t,
    const struct upload_batch *b, struct ssjc_err *err);
void answer_close(struct answer *a);

#endif
