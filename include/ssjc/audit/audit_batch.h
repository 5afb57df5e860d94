/*
 * audit_batch: what was uploaded to a platform, in batches, and what it answered. A
 * batch is an event with its rows; a receipt is a later event, with an answer for the
 * whole batch or for one of its rows. The last answer for a row counts. That a batch was
 * delivered is no answer yet: it says that the platform has it, and will answer later.
 */
#ifndef SSJC_AUDIT_BATCH_H
#define SSJC_AUDIT_BATCH_H

#include "ssjc/audit/audit.h"

struct audit_batch {
	struct str number;    /* yyyymmdd and five digits: unique in the file */
	struct str format;    /* "supervise" */
	struct str target;    /* whom it is for, where several take one format; else "" */
	struct str container; /* csv, json, … */
	uint64_t rows;
	struct str digest; /* SHA-256 of its bytes */
	/* Set when read: */
	int64_t time;
	uint64_t event;
	uint64_t inserted, updated, deleted; /* its rows by operation */
	uint64_t accepted, rejected;         /* its rows by the last answer, */
	uint64_t refused; /* those of the rejected that only the whole batch was an answer for */
	uint64_t delivered, open; /* and those without one: handed over, or perhaps never sent */
	int64_t sent;             /* when it was first delivered, or answered; 0: it was not */
	int64_t answered;         /* when the last answer came; 0: none did */
};

/* A row of a batch: what it says, as a JSON object of its columns that are not empty. */
struct audit_batch_row {
	struct str id, operation, content;
};

/* What a receipt says of its row. */
enum receipt_state { RECEIPT_ACCEPTED, RECEIPT_REJECTED, RECEIPT_DELIVERED, RECEIPT_STATES };
/* As in the audit file: accepted, rejected, delivered. */
extern const char *const receipt_states[RECEIPT_STATES];

struct audit_receipt {
	struct str number, id; /* of the batch and the row; id "" is the whole batch */
	enum receipt_state state;
	struct str code, text; /* as the platform gives them; "" if it does not */
	struct str time;       /* when it says it did so; "" if it does not */
};

ssjc_rc audit_put_batch(
    struct audit *a, unsigned draw, const struct audit_batch *b, struct ssjc_err *err);
ssjc_rc audit_put_batch_row(struct audit *a, unsigned draw, struct str number,
    const struct audit_batch_row *r, struct ssjc_err *err);
ssjc_rc audit_put_receipt(
    struct audit *a, unsigned draw, const struct audit_receipt *r, struct ssjc_err *err);

/* A row that was sent, and the last that is known of it. */
struct audit_answer {
	struct str number, format, target; /* of its batch */
	uint64_t event;
	struct str id, operation;
	struct str content; /* "" unless it is asked for */
	bool known, whole;  /* there is a receipt for it, and it is one for the whole batch */
	enum receipt_state state;
	struct str code, text;
	int64_t time, first; /* of the last, and of the first receipt */
};
/* All rows sent up to an event, in order, in the arena; with their contents, or without. */
ssjc_rc audit_answers(struct audit *a, uint64_t upto, bool contents, struct arena *arena,
    struct audit_answer **out, size_t *n, struct ssjc_err *err);
/* The receipts of that event, in order, in the arena. */
ssjc_rc audit_receipts(struct audit *a, uint64_t event, struct arena *arena,
    struct audit_receipt **out, size_t *n, struct ssjc_err *err);

/* What the other side has of a row, as far as its answers tell. */
struct audit_sent {
	struct str id;
	struct str held;     /* the content it took last; p is NULL when it has none */
	bool delivered;      /* what it holds was delivered, and is not answered yet */
	struct str rejected; /* the content rejected last, since then; p is NULL when none was */
	bool withdrawal;     /* what was rejected is that the row is withdrawn */
	bool known;          /* it has seen the row: what comes next changes it */
	struct str code, text, number; /* why it was rejected, in which batch */
};

/* All batches of an audit file up to an event, and what came of them. */
struct audit_batches {
	struct audit_batch *v; /* in order */
	size_t n;
	struct arena arena; /* owns the text */
};
/* Free *out with audit_batches_free. */
ssjc_rc audit_batches(
    struct audit *a, uint64_t upto, struct audit_batches *out, struct ssjc_err *err);
/* The batch of that number, or NULL. */
const struct audit_batch *audit_batch(const struct audit_batches *b, struct str number);
/*
 * The last batch of a format for a target that has a row of which nobody knows whether
 * it was taken: neither answered nor delivered; or NULL.
 */
const struct audit_batch *audit_batch_open(
    const struct audit_batches *b, struct str format, struct str target);
void audit_batches_free(struct audit_batches *b);

/* The rows of the batch of that event, in order, in the arena. */
ssjc_rc audit_batch_rows(struct audit *a, uint64_t event, struct arena *arena,
    struct audit_batch_row **out, size_t *n, struct ssjc_err *err);
/*
 * What the other side has of the rows of a format for a target, by id, as of event upto.
 * Rows that were delivered count as held until an answer says otherwise; those that were
 * neither delivered nor answered are left out: see audit_batch_open.
 */
ssjc_rc audit_sent(struct audit *a, uint64_t upto, struct str format, struct str target,
    struct arena *arena, struct audit_sent **out, size_t *n, struct ssjc_err *err);

/* A value of a row. */
struct audit_cell {
	struct str name, value;
};
/* The values that a row's content has. SSJC_NO when it is not such an object. */
ssjc_rc audit_cells(struct audit *a, struct str content, struct arena *arena,
    struct audit_cell **out, size_t *n, struct ssjc_err *err);

#endif
