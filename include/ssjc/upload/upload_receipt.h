/*
 * upload_receipt: what a platform answered to the rows of batches, from the files in
 * which it says so: whatever it calls its columns and words (headers.csv, values.csv),
 * and by whichever columns a row can be found.
 */
#ifndef SSJC_UPLOAD_RECEIPT_H
#define SSJC_UPLOAD_RECEIPT_H

#include "ssjc/record/record_in.h"
#include "ssjc/upload/upload_batch.h"

/* How a file of answers is read; it goes on record, and verify reads by it again. */
struct upload_receipt_how {
	struct import_options options;
	struct str batch; /* the one that is answered; "": those that wait for an answer */
	bool others;      /* rows of a batch answered that are in no file were accepted */
};

/* What is read, and by what. All borrowed. */
struct upload_receipt_job {
	const struct upload_receipt_how *how;
	const struct import_job *import; /* its inputs and vocabulary */
	struct audit *audit;
	const struct audit_events *events; /* of it: the formats are kept in them */
	uint64_t upto;                     /* batches and answers up to this event count */
	record_bad *bad;                   /* for each row that is wrong */
	void *arg;
};

/* The receipts for the rows that were answered; the text is the arena's, or the audit's. */
struct upload_receipts {
	struct audit_receipt *v;
	size_t n, cap;
	size_t accepted, rejected;
	size_t pending; /* rows that are still being looked at: no answer yet */
	uint64_t rows;  /* of the files */
	struct arena arena;
};

/*
 * Read files of answers. A row is found by its id, or by the key of the format, or by the
 * business and what else of the format's columns the file has. SSJC_INPUT when a row is
 * wrong: unknown, of two batches, answered twice, in an unknown state; each goes to bad.
 * Free *out with upload_receipts_free.
 */
ssjc_rc upload_receipts_read(
    struct upload_receipts *out, const struct upload_receipt_job *job, struct ssjc_err *err);
/*
 * The same for a list of the rows of one batch that were rejected, CSV with the columns id,
 * code, text, time: ssjc-publish answer --rejected.
 */
ssjc_rc upload_rejected_read(struct upload_receipts *out, struct str bytes, const char *name,
    struct str batch, const struct audit_batch_row *row, size_t n, struct ssjc_err *err);
void upload_receipts_free(struct upload_receipts *r);

/* The lines of the kind “reading” for it, and back again: SSJC_USAGE as import_options_parse. */
void upload_receipt_options(struct buf *out, const struct upload_receipt_how *how);
ssjc_rc upload_receipt_parse(struct upload_receipt_how *how, struct str text, struct ssjc_err *err);

#endif
