/*
 * upload_cmd: what the files of ssjc-upload share. ssjc-upload.c has its options, and goes
 * from target to target; upload_target.c empties the outbox of one, upload_make.c fills it,
 * upload_try.c sends a batch as often as it takes, upload_send.c puts the answer on record,
 * upload_dry.c shows what would be sent.
 */
#ifndef UPLOAD_CMD_H
#define UPLOAD_CMD_H

#include "cli_document.h"

#include "ssjc/send/outbox.h"
#include "ssjc/send/retry.h"
#include "ssjc/send/sign.h"
#include "ssjc/send/target_lock.h"
#include "ssjc/send/transport.h"
#include "ssjc/upload/upload_next.h"

/* What the options say. */
extern struct upload_options {
	struct cli_list to;
	const char *targets, *folder;
	bool dry_run, resend;
	int64_t limit, wait; /* wait: negative when not given */
} upload_options;

/* A target, and what is done for it in this run. */
struct upload_work {
	const struct target *target;
	const struct plan *plan;
	struct transport *transport; /* NULL for --dry-run */
	struct sign_secrets secrets;
	struct target_lock lock;
	struct outbox box;
	uint64_t rows; /* made in this run */
	bool rejected; /* some of them, or they broke a rule */
	bool fresh;    /* the batch in the box was made in this run, and not sent yet */
	bool doubt;    /* it may have come through already */
	bool rest;     /* the last batch did not have all of what differs, as far as is known */
	bool full;     /* --limit lets no more of them through, */
	bool left;     /* and more differ */
};

/* Empty the outbox of the target: SSJC_NO when rows were rejected, SSJC_BUSY when work is left. */
ssjc_rc upload_target(struct cli *c, struct upload_work *w);
/* Fill the box with what waits for the target; if that is a batch, it is ready to be sent. */
ssjc_rc upload_look_at(struct cli *c, struct upload_work *w);
/* SSJC_NO, with what a person has to do about a batch that was refused. */
ssjc_rc upload_say_parked(struct cli *c, const struct upload_work *w);
/*
 * Make the next batch and put it on record, with *n rows, 0 when there is nothing to be
 * sent. look, unless it is NULL, is called with the batch instead, and nothing goes on record.
 */
typedef ssjc_rc upload_look(
    struct cli *c, struct upload_work *w, const struct upload_batch *b, struct str bytes);
ssjc_rc upload_make(struct cli *c, struct upload_work *w, upload_look *look, size_t *n);
/*
 * Send what is in the box until an answer says what became of it; SSJC_BUSY when there is none
 * in this run. Free *out with answer_close.
 */
ssjc_rc upload_try(struct cli *c, struct upload_work *w, struct answer *out);
/* Let so many seconds pass. */
void upload_wait(int64_t seconds);
/* Send what is in the box until there is an answer, and put that on record: *kind is it. */
ssjc_rc upload_send(struct cli *c, struct upload_work *w, enum answer_kind *kind);
/* The request for a batch, signed. */
ssjc_rc upload_request(struct cli *c, struct upload_work *w, const struct upload_batch *b,
    struct str bytes, struct request *out);
/* Print the request that would be sent next, and a command line that sends it. */
ssjc_rc upload_dry_run(struct cli *c, struct upload_work *w);
/* Unless it was given, the moment is now, also a while after the start. */
void upload_now(struct cli *c);

#endif
