#include "ssjc/upload/upload_next.h"

#include <string.h>

/* Is the last batch answered? Else nobody can tell what the platform has. */
static ssjc_rc check_open(const struct upload_next *n, struct ssjc_err *err)
{
	const struct audit_batch *open = audit_batch_open(
	    &n->made, n->wish.format->name, n->wish.target);

	if (!open)
		return SSJC_OK;
	return ssjc_fail(err, SSJC_REFUSED,
	    "batch %.*s has %llu rows without an answer, so that nobody can tell what the platform "
	    "has: ssjc-publish answer says whether they were accepted, and ssjc-publish batch "
	    "--again %.*s makes the batch once more",
	    STR_ARG(open->number), (unsigned long long)open->open, STR_ARG(open->number));
}

ssjc_rc upload_next_open(struct upload_next *out, const struct upload_wish *wish,
    const struct document *d, struct audit *a, upload_wrong *wrong, void *arg, struct ssjc_err *err)
{
	ssjc_rc rc;

	*out = (struct upload_next){.wish = *wish};
	rc = audit_batches(a, UINT64_MAX >> 1, &out->made, err);
	if (rc)
		return rc;
	rc = check_open(out, err);
	if (rc)
		return rc;
	rc = dept_results_of(&out->results, d, err);
	if (rc)
		return rc;
	return upload_rows_of(&out->rows, d, &out->results, wish->format, wrong, arg, err);
}

ssjc_rc upload_next_batch(struct upload_next *n, struct audit *a, struct ssjc_err *err)
{
	const struct upload_wish *w = &n->wish;
	struct audit_sent *sent;
	struct buf number = {0};
	bool ok = true;
	size_t n_sent;
	ssjc_rc rc = audit_sent(
	    a, UINT64_MAX >> 1, w->format->name, w->target, &n->arena, &sent, &n_sent, err);

	if (rc)
		return rc;
	rc = upload_batch_diff(&n->batch, w->format, &n->rows, sent, n_sent, w->resend, a, err);
	if (rc)
		return rc;
	n->differ = n->batch.n;
	if (n->differ == 0 && n->batch.later)
		return ssjc_fail(err, SSJC_NO,
		    "%zu rows cannot come in before others are gone that the platform has by the same "
		    "key: their withdrawal was rejected (--resend sends it again), or their results "
		    "are not complete",
		    n->batch.later);
	if (w->rows && w->rows < n->batch.n)
		upload_batch_cut(&n->batch, (size_t)w->rows);
	n->batch.time = w->now;
	rc = upload_batch_number(&number, &n->made, w->now, w->serial, err);
	if (rc)
		goto out;
	n->batch.number = arena_str(&n->arena, buf_text(&number), &ok);
	if (number.failed || !ok)
		rc = ssjc_fail_memory(err);
out:
	buf_free(&number);
	return rc;
}

void upload_next_close(struct upload_next *n)
{
	upload_batch_free(&n->batch);
	upload_rows_free(&n->rows);
	dept_results_close(&n->results);
	audit_batches_free(&n->made);
	arena_free(&n->arena);
}
