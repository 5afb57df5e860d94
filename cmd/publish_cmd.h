/*
 * publish_cmd: what the files of ssjc-publish share. ssjc-publish.c has its options, the
 * table of its commands and what the public gets to see; publish_batch.c and
 * publish_again.c what a platform gets, publish_answer.c what it said to it, and
 * publish_receipt.c and publish_sheets.c what each firm gets of the draw.
 */
#ifndef PUBLISH_CMD_H
#define PUBLISH_CMD_H

#include "cli.h"

/* What the options of these commands set. */
extern struct publish_options {
	const char *format, *to, *folder, *again, *batch, *rejected, *id;
	struct cli_list history;
	bool all, no_sheet, english, partial, resend, refused, delivered;
	int64_t serial;
} publish_options;

ssjc_rc run_batch(struct cli *c);
ssjc_rc run_answer(struct cli *c);
ssjc_rc run_batches(struct cli *c);
ssjc_rc run_receipt(struct cli *c);

#endif
