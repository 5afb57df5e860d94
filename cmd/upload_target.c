/* One target: what is open is sent, then what is new, until nothing is. */
#include "upload_cmd.h"

#include <time.h>

void upload_now(struct cli *c)
{
	if (!c->context.clock_given)
		c->context.now = c->context.clock = (int64_t)time(NULL);
}

/* Is the batch that waits what the target takes, also when its section was changed since? */
static ssjc_rc check_fits(struct cli *c, const struct upload_work *w)
{
	const struct target *t = w->target;

	if (w->box.as != t->container)
		return ssjc_fail_at(&c->err, SSJC_INPUT, t->at, t->line, "container",
		    "is %s now, but batch %.*s is %s, and is to be sent again as it is: set that "
		    "until it is answered",
		    upload_containers[t->container].name, STR_ARG(w->box.last->number),
		    upload_containers[w->box.as].name);
	return target_fits(t, &w->box.format, &c->err);
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
	if (rc || w->box.state != OUTBOX_OPEN)
		goto out;
	rc = outbox_again(&w->box, a, &c->err);
	if (rc)
		goto out;
	rc = check_fits(c, w);
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

/*
 * Once: *more when there may be another batch, which with --resend is not so when rows were
 * rejected: they would go out again at once.
 */
static ssjc_rc step(struct cli *c, struct upload_work *w, bool *more)
{
	enum answer_kind kind = ANSWER_LATER;
	size_t n;
	ssjc_rc rc = upload_look_at(c, w);

	*more = false;
	if (rc)
		return rc;
	if (w->box.state == OUTBOX_PARKED && !upload_options.resend)
		return upload_say_parked(c, w);
	if (w->box.state == OUTBOX_OPEN) {
		/* One of an earlier run may have been sent by that. */
		w->doubt = !w->fresh;
		w->fresh = false;
		rc = upload_send(c, w, &kind);
		*more = !rc && w->rest && !(upload_options.resend && kind == ANSWER_ROWS);
		return rc;
	}
	if (w->full)
		return SSJC_OK;
	rc = upload_make(c, w, NULL, &n);
	w->fresh = *more = !rc && n > 0;
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
	upload_wait(left);
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
