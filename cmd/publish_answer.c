/* What a platform said to a batch, and what came of all of them. */
#include "publish_cmd.h"

#include "ssjc/base/encoding.h"
#include "ssjc/upload/upload_batch.h"

#include <string.h>

/* An answer to be put on record. */
struct answering {
	struct cli_audit *audit;
	struct audit_batches made;
	const struct audit_batch *batch;
	struct audit_batch_row *row; /* of the batch */
	size_t n;
	struct cli_input *file; /* NULL: none was given */
	struct table table;
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

static bool has_row(const struct answering *w, struct str id)
{
	for (size_t i = 0; i < w->n; i++)
		if (str_eq(w->row[i].id, id))
			return true;
	return false;
}

static ssjc_rc put_rejected(struct cli *c, const struct answering *w)
{
	const struct table *t = &w->table;
	int id = table_col(t, "id"), code = table_col(t, "code"), text = table_col(t, "text"),
	    time = table_col(t, "time");

	for (size_t i = 0; i < t->rows; i++) {
		struct audit_receipt r = {.number = w->batch->number,
		    .state = RECEIPT_REJECTED,
		    .id = str_trim(table_at(t, i, id)),
		    .code = table_at(t, i, code),
		    .text = table_at(t, i, text),
		    .time = table_at(t, i, time)};
		ssjc_rc rc;

		if (!has_row(w, r.id))
			return table_fail(t, i, "id", &c->err, "“%.*s” is not a row of batch %.*s",
			    STR_ARG(r.id), STR_ARG(w->batch->number));
		for (size_t k = 0; k < i; k++)
			if (str_eq(str_trim(table_at(t, k, id)), r.id))
				return table_fail(
				    t, i, "id", &c->err, "“%.*s” is duplicated", STR_ARG(r.id));
		rc = audit_put_receipt(w->audit->file, w->audit->state.draws, &r, &c->err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

/* The file says which rows were rejected; the others were accepted. */
static ssjc_rc read_rejected(struct cli *c, struct answering *w)
{
	static const char *const needed[] = {"id", NULL};
	struct decoded text = {0};
	ssjc_rc rc = cli_read(c, publish_options.rejected, &w->file);

	if (rc)
		return rc;
	rc = decoded_open(&text, w->file->text, ENCODING_AUTO, w->file->file.name, &c->err);
	if (!rc)
		rc = table_read(&w->table, text.text, w->file->file.name, &c->err);
	decoded_close(&text);
	if (rc)
		return rc;
	rc = table_need(&w->table, needed, &c->err);
	if (rc)
		return rc;
	if (w->table.rows == 0)
		return ssjc_fail_at(&c->err, SSJC_INPUT, w->file->file.name, 0, NULL,
		    "names no row: if the platform took all of them, leave out --rejected");
	return SSJC_OK;
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

static ssjc_rc answer(struct cli *c, struct answering *w)
{
	struct audit_receipt whole = {.state = state()};
	ssjc_rc rc = publish_options.rejected ? read_rejected(c, w) : SSJC_OK;

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
	if (w->file) {
		rc = cli_put_kept(c, w->audit, "receipt", w->file, w->table.rows);
		if (rc)
			return rc;
	}
	whole.number = w->batch->number;
	rc = audit_put_receipt(w->audit->file, w->audit->state.draws, &whole, &c->err);
	if (rc)
		return rc;
	rc = w->file ? put_rejected(c, w) : SSJC_OK;
	if (rc)
		return rc;
	return audit_commit(w->audit->file, &c->err);
}

ssjc_rc run_answer(struct cli *c)
{
	struct answering w = {.file = NULL};
	ssjc_rc rc;

	if (!publish_options.batch)
		return ssjc_fail(
		    &c->err, SSJC_USAGE, "name the batch that was answered with --batch NUMBER");
	if ((publish_options.rejected != NULL) + publish_options.refused +
	        publish_options.delivered >
	    1)
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "--rejected, --refused and --delivered exclude each other: give one of them");
	rc = answer(c, &w);
	table_close(&w.table);
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
