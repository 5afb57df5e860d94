/*
 * outbox: what waits for a target. It is the audit file: a batch is on record before any of
 * it is sent, and stays here until its answer is, too.
 */
#ifndef SSJC_OUTBOX_H
#define SSJC_OUTBOX_H

#include "ssjc/send/answer.h"
#include "ssjc/upload/upload_record.h"

enum outbox_state {
	OUTBOX_EMPTY,  /* a new batch may be made */
	OUTBOX_OPEN,   /* the last batch may have been taken, or not: it is to be sent again */
	OUTBOX_PARKED, /* the last batch was refused whole: a person sees to that first */
};

/* What is on its way: a batch and its bytes. */
struct outbox {
	enum outbox_state state;
	struct audit_batches made;
	const struct audit_batch *last; /* of the target, NULL: none */
	struct upload_format format;
	struct upload_batch batch;
	enum upload_container as; /* what the bytes are */
	struct buf bytes;
	struct arena arena;
};

/* What waits for the target; its bytes are not made yet. Free *out with outbox_close. */
ssjc_rc outbox_open(
    struct outbox *out, struct audit *a, const struct target *t, struct ssjc_err *err);
/*
 * Make the bytes of the last batch again. SSJC_SYSTEM when they are not those on record:
 * another version of the programs made them.
 */
ssjc_rc outbox_again(struct outbox *o, struct audit *a, struct ssjc_err *err);
void outbox_close(struct outbox *o);

/* Put an answer of any kind but ANSWER_LATER into the event begun. */
ssjc_rc outbox_put_answer(
    struct audit *a, unsigned draw, struct str batch, const struct answer *x, struct ssjc_err *err);

#endif
