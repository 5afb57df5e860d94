/* What a platform answered in a file: read again, it must say what is on record. */
#include "verify_work.h"

#include "ssjc/upload/upload_receipt.h"

#include <string.h>

/* The receipts of the event at hand: on record, and by its file. */
struct again {
	struct audit_receipt *record;
	size_t n;
	const char *file; /* its name */
	struct str text;
	const struct vocabulary *words;
	struct upload_receipt_how how;
	struct upload_receipts receipts;
};

/* By its columns and words, as people use them. */
static ssjc_rc read_answers(struct verifier *v, struct again *g)
{
	struct import_input input = {.name = g->file, .bytes = g->text};
	struct import_job import = {.options = &g->how.options, .input = &input, .n_inputs = 1};
	const struct upload_receipt_job job = {.how = &g->how,
	    .import = &import,
	    .audit = v->job->audit,
	    .events = &v->events,
	    .upto = v->event->seq - 1};
	struct buf own = {0};
	struct str text;
	ssjc_rc rc = verify_kept(v, "reading", &text);

	if (rc)
		return rc;
	rc = upload_receipt_parse(&g->how, text, v->err);
	if (rc)
		return rc;
	upload_receipt_options(&own, &g->how);
	if (own.failed)
		rc = ssjc_fail_memory(v->err);
	else if (!str_eq(buf_text(&own), text))
		rc = verify_differs(v,
		    "the options by which a file of answers was read are not as these programs "
		    "put them on record");
	buf_free(&own);
	if (rc)
		return rc;
	rc = verify_vocabulary(v, &g->words);
	if (rc)
		return rc;
	import.vocabulary = g->words;
	return upload_receipts_read(&g->receipts, &job, v->err);
}

/* A list of rejected rows, after an answer for the whole batch. */
static ssjc_rc read_rejected(struct verifier *v, struct again *g)
{
	struct audit_batches made = {0};
	struct audit_batch_row *row;
	const struct audit_batch *b;
	struct str number;
	size_t n;
	ssjc_rc rc;

	if (g->n == 0 || g->record->id.n || g->record->state != RECEIPT_ACCEPTED)
		return verify_differs(
		    v, "it has a list of rejected rows, but no answer for the others");
	number = g->record->number;
	rc = audit_batches(v->job->audit, v->event->seq - 1, &made, v->err);
	if (rc)
		goto out;
	b = audit_batch(&made, number);
	if (!b) {
		rc = verify_differs(
		    v, "it answers batch %.*s, which was not made before it", STR_ARG(number));
		goto out;
	}
	rc = audit_batch_rows(v->job->audit, b->event, &v->arena, &row, &n, v->err);
	if (rc)
		goto out;
	rc = upload_rejected_read(&g->receipts, g->text, g->file, number, row, n, v->err);
	if (rc)
		goto out;
	g->record++;
	g->n--;
out:
	audit_batches_free(&made);
	return rc;
}

static ssjc_rc same(struct verifier *v, const struct again *g)
{
	const struct upload_receipts *r = &g->receipts;

	if (r->n != g->n)
		return verify_differs(
		    v, "%s answers %zu rows, but %zu are on record", g->file, r->n, g->n);
	for (size_t i = 0; i < r->n; i++) {
		const struct audit_receipt *a = &r->v[i], *b = &g->record[i];

		if (!str_eq(a->id, b->id) || !str_eq(a->number, b->number))
			return verify_differs(v,
			    "%s answers row %.*s of batch %.*s, but an answer to %.*s of %.*s is "
			    "on record",
			    g->file, STR_ARG(a->id), STR_ARG(a->number), STR_ARG(b->id),
			    STR_ARG(b->number));
		if (a->state != b->state)
			return verify_differs(v,
			    "%s says that row %.*s of batch %.*s was %s, but %s is on record",
			    g->file, STR_ARG(a->id), STR_ARG(a->number),
			    verify_kind(receipt_states[a->state]),
			    verify_kind(receipt_states[b->state]));
		if (!str_eq(a->code, b->code) || !str_eq(a->text, b->text) ||
		    !str_eq(a->time, b->time))
			return verify_differs(v,
			    "%s gives another reason for row %.*s of batch %.*s than is on record",
			    g->file, STR_ARG(a->id), STR_ARG(a->number));
	}
	return SSJC_OK;
}

static ssjc_rc check(struct verifier *v, struct again *g)
{
	const struct audit_file *f = verify_file(v, "receipt", false);
	bool list = !verify_file(v, "reading", false);
	ssjc_rc rc;

	if (!f) {
		verify_cannot(v, "what platforms answered where no file says it");
		return SSJC_OK;
	}
	g->file = arena_cstr(&v->arena, f->name);
	if (!g->file)
		return ssjc_fail_memory(v->err);
	rc = audit_receipts(v->job->audit, v->event->seq, &v->arena, &g->record, &g->n, v->err);
	if (rc)
		return rc;
	rc = audit_content(v->job->audit, f->digest, &v->arena, &g->text, v->err);
	if (rc)
		return rc;
	rc = list ? read_rejected(v, g) : read_answers(v, g);
	if (rc)
		return rc;
	if (g->receipts.rows != f->rows)
		return verify_differs(v, "%s has %llu rows, and not %llu", g->file,
		    (unsigned long long)g->receipts.rows, (unsigned long long)f->rows);
	rc = same(v, g);
	if (rc)
		return rc;
	if (list)
		verify_remark(v, REMARK_GOOD,
		    "receipt: %s: %zu row%s rejected: read again from the file, the same", g->file,
		    g->receipts.rejected, g->receipts.rejected == 1 ? "" : "s");
	else
		verify_remark(v, REMARK_GOOD,
		    "receipt: %s: %zu row%s accepted, %zu rejected: read again from the file, the "
		    "same",
		    g->file, g->receipts.accepted, g->receipts.accepted == 1 ? "" : "s",
		    g->receipts.rejected);
	return SSJC_OK;
}

ssjc_rc verify_receipt(struct verifier *v)
{
	struct again g = {.record = NULL};
	ssjc_rc rc = check(v, &g);

	upload_receipts_free(&g.receipts);
	import_options_free(&g.how.options);
	return rc;
}
