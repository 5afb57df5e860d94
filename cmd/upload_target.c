/* One target: what is open is sent, then what is new, until nothing is. */
#include "upload_cmd.h"

#include <time.h>

void upload_now(struct cli *c)
{
	if (!c->context.clock_given)
		c->context.now = c->context.clock = (int64_t)time(NULL);
}

ssjc_rc upload_look_at(struct cli *c, struct upload_work *w)
{
	struct audit *a = NULL;
	ssjc_rc rc;

	outbox_close(&w->box);
	rc = cli_open_file(c, NULL, &a);
	if (rc)
		goto out;
	rc = audit_check_plan(a, w->plan, &c->err);
	if (rc)
		goto out;
	rc = outbox_open(&w->box, a, w->target, &c->err);
	if (rc || w->box.state == OUTBOX_EMPTY)
		goto out;
	if (w->box.state == OUTBOX_PARKED && !upload_options.resend)
		goto out;
	rc = outbox_again(&w->box, a, &c->err);
	if (rc)
		goto out;
	rc = target_fits(w->target, &w->box.format, &c->err);
out:
	cli_close_audit(c);
	return rc;
}

ssjc_rc upload_say_parked(struct cli *c, const struct upload_work *w)
{
	return ssjc_fail(&c->err, SSJC_NO,
	    "%.*s: batch %.*s was refused, and no other is made before you have mended what is "
	    "wrong, and say ssjc-upload --resend",
	    STR_ARG(w->target->name), STR_ARG(w->box.last->number));
}

bool upload_is_parked(const struct upload_work *w, const struct upload_batch *b)
{
	const struct outbox *box = &w->box;

	if (box->state != OUTBOX_PARKED || b->n != box->batch.n ||
	    !str_is(box->last->container, upload_containers[w->target->container].name))
		return false;
	for (size_t i = 0; i < b->n; i++) {
		const struct audit_batch_row *x = &b->v[i].row, *y = &box->batch.v[i].row;

		if (!str_eq(x->id, y->id) || !str_eq(x->operation, y->operation) ||
		    !str_eq(x->content, y->content))
			return false;
	}
	return true;
}

/*
 * Send the batch in the box. *more when there may be another, which with --resend is not so
 * when rows were rejected: they would go out again at once.
 */
static ssjc_rc send_box(struct cli *c, struct upload_work *w, bool *more)
{
	enum answer_kind kind = ANSWER_LATER;
	bool parked = w->box.state == OUTBOX_PARKED;
	ssjc_rc rc = upload_send(c, w, &kind);

	w->resent |= parked;
	*more = !rc && w->rest && !(upload_options.resend && kind == ANSWER_ROWS);
	if (!parked || kind != ANSWER_REFUSED)
		return rc;
	/* What it refuses once more may have been corrected since. */
	*more = true;
	c->err.rc = SSJC_OK;
	return SSJC_OK;
}

/*
 * Once: *more when there may be another batch. A batch that was refused goes first, the same
 * with the same key: a try before the refusal may have come through, and a platform that
 * took it then would have all of it twice by a batch of another number.
 */
static ssjc_rc step(struct cli *c, struct upload_work *w, bool *more)
{
	size_t n;
	ssjc_rc rc = upload_look_at(c, w);

	*more = false;
	if (rc)
		return rc;
	if (w->box.state == OUTBOX_PARKED && !upload_options.resend)
		return upload_say_parked(c, w);
	if (w->box.state == OUTBOX_OPEN || (w->box.state == OUTBOX_PARKED && !w->resent))
		return send_box(c, w, more);
	if (w->full)
		return SSJC_OK;
	rc = upload_make(c, w, NULL, &n);
	*more = !rc && n > 0;
	return rc;
}

/* When the target is not ready yet, wait if that is wished, or leave it to the next run. */
static ssjc_rc await(struct cli *c, struct upload_work *w)
{
	int64_t left = w->lock.not_before - (int64_t)time(NULL);
	char at[TIME_SIZE];

	if (left <= 0 || left > RETRY_LONGEST || upload_options.resend)
		return SSJC_OK;
	time_format(w->lock.not_before, at);
	if (left > upload_options.wait) {
		cli_info(c, "%.*s: not to be tried again before %s", STR_ARG(w->target->name), at);
		return SSJC_BUSY;
	}
	nanosleep(&(struct timespec){.tv_sec = (time_t)left}, NULL);
	return SSJC_OK;
}

ssjc_rc upload_target(struct cli *c, struct upload_work *w)
{
	bool more = true;
	ssjc_rc rc = target_lock_take(&w->lock, w->plan->audit, w->target->name, &c->err);

	if (rc)
		goto out;
	rc = await(c, w);
	if (rc)
		goto out;
	while (more) {
		rc = step(c, w, &more);
		if (rc)
			goto out;
	}
	rc = w->rejected ? SSJC_NO : w->left ? SSJC_BUSY : SSJC_OK;
out:
	outbox_close(&w->box);
	target_lock_free(&w->lock);
	return rc;
}
