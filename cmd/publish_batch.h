/*
 * publish_batch: what a new batch and one made again (publish_again.c) share.
 */
#ifndef PUBLISH_BATCH_H
#define PUBLISH_BATCH_H

#include "cli_document.h"

#include "ssjc/upload/upload_next.h"
#include "ssjc/upload/upload_record.h"

/* What a batch is made with. */
struct publish_batch {
	struct cli_audit *audit;
	struct document d;
	enum upload_container as;
	struct upload_format format;
	struct upload_next next;
	struct audit_batch record;
	char digest[DIGEST_HEX];
	struct arena arena;
};

/* DIR/NUMBER-FORMAT.ENDING for the batch; the arena owns it. NULL without a folder. */
ssjc_rc publish_batch_path(
    struct cli *c, struct publish_batch *w, const char *ending, const char **out);
/* The batch of --again, from the record: SSJC_NO when it does not come out the same. */
ssjc_rc publish_again(struct cli *c, struct publish_batch *w);

#endif
