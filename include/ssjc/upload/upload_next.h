/*
 * upload_next: the next batch for a platform: what differs between the results on record
 * and what it has.
 */
#ifndef SSJC_UPLOAD_NEXT_H
#define SSJC_UPLOAD_NEXT_H

#include "ssjc/upload/upload_batch.h"

/* What the batch is to be. */
struct upload_wish {
	const struct upload_format *format; /* borrowed, as is the text */
	struct str target;                  /* whom it is for; "" where nobody is named */
	bool resend;     /* also the rows that were rejected and have not changed since */
	int64_t now;     /* its time */
	uint64_t serial; /* the least number of its day */
	uint64_t rows;   /* at most so many of them; 0 for all */
};

struct upload_next {
	struct upload_wish wish;
	struct audit_batches made; /* those before */
	struct dept_results results;
	struct upload_rows rows;
	size_t differ; /* as many rows differ; those that the batch leaves out come with the next */
	struct upload_batch batch;
	struct arena arena;
};

/*
 * Read what the batch is made from: out->rows, with how many of them break a rule of the
 * format; wrong(arg, …), unless it is NULL, is called for each. SSJC_REFUSED when
 * a batch before has neither an answer nor was delivered, so that nobody can tell what
 * the other side has. d is borrowed. Free *out with upload_next_close.
 */
ssjc_rc upload_next_open(struct upload_next *out, const struct upload_wish *wish,
    const struct document *d, struct audit *a, upload_wrong *wrong, void *arg,
    struct ssjc_err *err);
/*
 * Then the batch itself: it has no row when nothing is new, changed or withdrawn. Once
 * only. SSJC_NO when all that differs has to wait for withdrawals that were rejected.
 */
ssjc_rc upload_next_batch(struct upload_next *n, struct audit *a, struct ssjc_err *err);
void upload_next_close(struct upload_next *n);

#endif
