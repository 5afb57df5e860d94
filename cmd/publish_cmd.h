/*
 * publish_cmd: what the files of ssjc-publish share. ssjc-publish.c has its options, the
 * table of its commands; publish_public.c what the public gets to see, publish_lacks.c what
 * that still lacks; publish_batch.c and publish_again.c what a platform gets,
 * publish_answer.c what it said to it, and publish_receipt.c and publish_sheets.c what each
 * firm gets of the draw.
 */
#ifndef PUBLISH_CMD_H
#define PUBLISH_CMD_H

#include "cli.h"

#include "ssjc/document/dept_result.h"

/* What the options of these commands set. */
extern struct publish_options {
	const char *output, *xlsx, *format, *to, *folder, *again, *batch, *rejected, *id;
	struct cli_list history;
	bool pdf, all, no_sheet, english, partial, resend, refused, delivered;
	int64_t serial;
} publish_options;

/* Remarks for the departments whose results await a review; *any: there are such. */
ssjc_rc publish_lacks_reviews(struct cli *c, const struct document *d, bool *any);
/* Remarks for the departments that lack results at a business; true when there are such. */
bool publish_lacks_results(struct cli *c, const struct dept_results *results);

ssjc_rc run_results(struct cli *c);
ssjc_rc run_page(struct cli *c);
ssjc_rc run_summary(struct cli *c);
ssjc_rc run_batch(struct cli *c);
ssjc_rc run_answer(struct cli *c);
ssjc_rc run_batches(struct cli *c);
ssjc_rc run_receipt(struct cli *c);

#endif
