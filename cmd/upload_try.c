/* One batch on its way, as often as it takes. */
#include "upload_cmd.h"

#include "ssjc/base/language.h"

#include <errno.h>
#include <sys/random.h>
#include <time.h>

/* Milliseconds by a clock that nobody sets, or since the epoch. */
static int64_t milliseconds(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void upload_wait(int64_t seconds)
{
	struct timespec left = {.tv_sec = (time_t)seconds};

	while (nanosleep(&left, &left) != 0 && errno == EINTR)
		;
}

ssjc_rc upload_request(struct cli *c, struct upload_work *w, const struct upload_batch *b,
    struct str bytes, struct request *out)
{
	const struct sign_profile *profile = w->target->signing;
	struct sign_moment at = {.milliseconds = milliseconds(CLOCK_REALTIME)};
	char random[16];
	ssjc_rc rc = request_of(out, w->target, b, w->plan->id, bytes, &c->err);

	if (rc || !profile)
		return rc;
	if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random)
		return ssjc_fail_errno(&c->err, "getrandom");
	at.random = (struct str){random, sizeof random};
	return profile->sign(out, &w->secrets, &at, &c->err);
}

/* One try: what it came to is in *out; SSJC_BUSY when there was no response. */
static ssjc_rc try_once(
    struct cli *c, struct upload_work *w, struct response *r, struct answer *out)
{
	struct request request = {.target = NULL};
	ssjc_rc rc = upload_request(c, w, &w->box.batch, buf_text(&w->box.bytes), &request);

	if (rc)
		goto out;
	rc = transport_send(w->transport, &request, r, &c->err);
	if (rc && rc != SSJC_BUSY && !c->err.file[0])
		ssjc_err_before(&c->err, "%.*s: ", STR_ARG(w->target->name));
	if (rc)
		goto out;
	r->secret = w->secrets.hidden;
	r->n_secrets = w->secrets.n_hidden;
	rc = answer_read(out, r, w->target, &w->box.batch, &c->err);
out:
	request_close(&request);
	return rc;
}

/* A line for each try. */
static void tell(struct cli *c, const struct upload_work *w, unsigned n, const struct response *r,
    const struct answer *x, int64_t took)
{
	static const char *const words[] = {
	    [ANSWER_ACCEPTED] = N_("accepted"),
	    [ANSWER_ROWS] = N_("accepted but for rows that were rejected"),
	    [ANSWER_DELIVERED] = N_("delivered"),
	    [ANSWER_REFUSED] = N_("refused"),
	    [ANSWER_LATER] = N_("to be sent again"),
	};

	cli_info(c,
	    "%.*s: batch %.*s, %zu rows, %zu bytes, try %u: status %ld after %lld.%03lld s, %s%s%.*s",
	    STR_ARG(w->target->name), STR_ARG(w->box.batch.number), w->box.batch.n, w->box.bytes.n,
	    n, r->status, (long long)(took / 1000), (long long)(took % 1000),
	    language_text(words[x->kind]), x->text.n ? ": " : "", STR_ARG(x->text));
}

/* No more tries in this run: nobody should send before the time that is kept. */
static ssjc_rc give_up(struct cli *c, struct upload_work *w, unsigned tries, int64_t wait)
{
	struct ssjc_err why = c->err;
	ssjc_rc rc = target_lock_until(&w->lock, wait ? (int64_t)time(NULL) + wait : 0, &c->err);

	if (rc)
		return rc;
	ssjc_fail(&c->err, SSJC_BUSY,
	    "%.*s: batch %.*s did not get through in %u tries, and waits for the next run",
	    STR_ARG(w->target->name), STR_ARG(w->box.batch.number), tries);
	ssjc_err_because(&c->err, &why);
	return SSJC_BUSY;
}

/* What an answer says that is none yet. */
static void fail_later(struct cli *c, const struct answer *x)
{
	ssjc_fail(&c->err, SSJC_BUSY, "%.*s%s%.*s", STR_ARG(x->code),
	    x->code.n && x->text.n ? " " : "", STR_ARG(x->text));
}

ssjc_rc upload_try(struct cli *c, struct upload_work *w, struct answer *out)
{
	struct retry retry = {.most = upload_options.wait};

	for (;;) {
		struct response r = {.retry_after = -1};
		int64_t began = milliseconds(CLOCK_MONOTONIC), wait = 0;
		uint32_t random = 0;
		ssjc_rc rc = try_once(c, w, &r, out);

		if (rc && rc != SSJC_BUSY)
			return rc;
		if (rc)
			cli_info(c, "%.*s: batch %.*s, %zu rows, %zu bytes, try %u: %s",
			    STR_ARG(w->target->name), STR_ARG(w->box.batch.number), w->box.batch.n,
			    w->box.bytes.n, retry.tried + 1, c->err.said);
		else
			tell(c, w, retry.tried + 1, &r, out, milliseconds(CLOCK_MONOTONIC) - began);
		if (!rc && out->kind != ANSWER_LATER)
			return target_lock_until(&w->lock, 0, &c->err);
		w->doubt = true;
		if (!rc)
			fail_later(c, out);
		answer_close(out);
		if (getrandom(&random, sizeof random, 0) < 0)
			return ssjc_fail_errno(&c->err, "getrandom");
		if (!retry_after(&retry, w->target, r.retry_after, random, &wait))
			return give_up(c, w, retry.tried, wait);
		cli_info(c, "%.*s: the next try is in %lld s", STR_ARG(w->target->name),
		    (long long)wait);
		upload_wait(wait);
	}
}
