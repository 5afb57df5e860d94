/*
 * cli_receipt: what a platform answered in a file, put on record: ssjc-publish answer.
 */
#ifndef CLI_RECEIPT_H
#define CLI_RECEIPT_H

#include "cli.h"

#include "ssjc/upload/upload_receipt.h"

/* What options say of such a file, besides how it is read (cli_import.h). */
extern struct cli_receipt {
	const char *batch; /* the batch answered; NULL: those that wait for an answer */
	bool others;       /* rows that are not in the file were accepted */
} cli_receipt;

#define CLI_RECEIPT_OTHERS                                                                         \
	OPT_FLAG(0, "others-accepted", "the rows that are not in the file were accepted",          \
	    &cli_receipt.others)

/*
 * Take the answers of the file that the operand or standard input is. SSJC_NO when rows
 * were rejected, SSJC_DONE when it is on record.
 */
ssjc_rc cli_receipt_take(struct cli *c);
/* Put receipts into the event begun, and commit it; said is how many. */
ssjc_rc cli_receipt_put(struct cli *c, const struct cli_audit *a, const struct upload_receipts *r);

#endif
