/* What a platform said to a batch, and what came of all of them. */
#include "cli_import.h"
#include "cli_receipt.h"
#include "publish_cmd.h"

/* An answer to be put on record. */
struct answering {
	struct cli_audit *audit;
	struct audit_batches made;
	const struct audit_batch *batch;
	struct audit_batch_row *row; /* of the batch */
	size_t n;
	struct cli_input *file; /* NULL: none was given */
	struct upload_receipts rejected;
	struct arena arena;
};

static ssjc_rc find_batch(struct cli *c, struct answering *w)
{
	ssjc_rc rc = audit_batches(w->audit->file, UINT64_MAX >> 1, &w->made, &c->err);

	if (rc)
		return rc;
	w->batch = audit_batch(&w->made, str_of(publish_options.batch));
	if (!w->batch)
		return ssjc_fail(
		    &c->err, SSJC_USAGE, "--batch: there is no batch “%s”", publish_options.batch);
	return audit_batch_rows(
	    w->audit->file, w->batch->event, &w->arena, &w->row, &w->n, &c->err);
}

/* The file says which rows were rejected; the others were accepted. */
static ssjc_rc read_rejected(struct cli *c, struct answering *w)
{
	return upload_rejected_read(&w->rejected, w->file->text, w->file->file.name,
	    w->batch->number, w->row, w->n, &c->err);
}

static enum receipt_state state(void)
{
	return publish_options.refused  ? RECEIPT_REJECTED
	    : publish_options.delivered ? RECEIPT_DELIVERED
	                                : RECEIPT_ACCEPTED;
}

/* Does the answer say what is on record already? */
static bool is_known(const struct answering *w)
{
	const struct audit_batch *b = w->batch;

	if (w->file)
		return false;
	switch (state()) {
	case RECEIPT_ACCEPTED:
		return b->accepted == b->rows;
	case RECEIPT_REJECTED:
		return b->rejected == b->rows;
	default:
		return b->delivered == b->rows;
	}
}

static void tell(struct cli *c, const struct answering *w)
{
	unsigned long long rows = w->batch->rows, rejected = w->rejected.n;

	if (publish_options.delivered)
		cli_info(c, "rows delivered: %llu", rows);
	else if (publish_options.refused)
		cli_info(c, "rows accepted: %d, rejected: %llu", 0, rows);
	else
		cli_info(c, "rows accepted: %llu, rejected: %llu", rows - rejected, rejected);
}

static ssjc_rc answer(struct cli *c, struct answering *w)
{
	struct audit_receipt whole = {.state = state()};
	ssjc_rc rc = publish_options.rejected ? cli_read(c, publish_options.rejected, &w->file)
	                                      : SSJC_OK;

	if (rc)
		return rc;
	rc = cli_begin(c, AUDIT_WRITE, "receipt", "", &w->audit);
	if (rc)
		return rc;
	rc = find_batch(c, w);
	if (rc)
		return rc;
	if (is_known(w))
		return ssjc_fail(&c->err, SSJC_DONE, "the answer to batch %.*s is on record",
		    STR_ARG(w->batch->number));
	if (publish_options.delivered && w->batch->open < w->batch->rows)
		return ssjc_fail(&c->err, SSJC_REFUSED,
		    "batch %.*s has been answered: that it was delivered says nothing new",
		    STR_ARG(w->batch->number));
	rc = w->file ? read_rejected(c, w) : SSJC_OK;
	if (rc)
		return rc;
	rc = w->file ? cli_put_kept(c, w->audit, "receipt", w->file, w->rejected.rows) : SSJC_OK;
	if (rc)
		return rc;
	whole.number = w->batch->number;
	rc = audit_put_receipt(w->audit->file, w->audit->state.draws, &whole, &c->err);
	if (rc)
		return rc;
	rc = cli_receipt_put(c, w->audit, &w->rejected);
	if (rc)
		return rc;
	tell(c, w);
	return SSJC_OK;
}

/* What the platform says of rows, in a file of its own. */
static ssjc_rc answer_file(struct cli *c)
{
	if (publish_options.rejected || publish_options.refused || publish_options.delivered)
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "a file of answers says by itself what was rejected: leave out --rejected, "
		    "--refused and --delivered");
	return cli_receipt_take(c);
}

ssjc_rc run_answer(struct cli *c)
{
	struct answering w = {.file = NULL};
	ssjc_rc rc;

	cli_receipt.batch = publish_options.batch;
	if (c->operands)
		return answer_file(c);
	if (!publish_options.batch)
		return ssjc_fail(
		    &c->err, SSJC_USAGE, "name the batch that was answered with --batch NUMBER");
	if ((publish_options.rejected != NULL) + publish_options.refused +
	        publish_options.delivered >
	    1)
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "--rejected, --refused and --delivered exclude each other: give one of them");
	rc = answer(c, &w);
	upload_receipts_free(&w.rejected);
	audit_batches_free(&w.made);
	arena_free(&w.arena);
	return rc;
}

ssjc_rc run_batches(struct cli *c)
{
	struct audit_batches made = {0};
	struct cli_audit *a;
	ssjc_rc rc = cli_open(c, &a);

	if (rc)
		goto out;
	rc = audit_batches(a->file, UINT64_MAX >> 1, &made, &c->err);
	if (rc)
		goto out;
	rc = upload_manifest_write(a->plan, made.v, made.n, c->style, c->out, NULL, &c->err);
out:
	audit_batches_free(&made);
	return rc;
}
