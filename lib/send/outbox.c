#include "ssjc/send/outbox.h"

#include "ssjc/base/text.h"

static const struct audit_batch *last_of(const struct audit_batches *made, const struct target *t)
{
	for (size_t i = made->n; i-- > 0;)
		if (str_eq(made->v[i].format, t->format) && str_eq(made->v[i].target, t->name))
			return &made->v[i];
	return NULL;
}

ssjc_rc outbox_open(
    struct outbox *out, struct audit *a, const struct target *t, struct ssjc_err *err)
{
	const struct audit_batch *b;
	ssjc_rc rc;

	*out = (struct outbox){.state = OUTBOX_EMPTY};
	rc = audit_batches(a, UINT64_MAX >> 1, &out->made, err);
	if (rc)
		return rc;
	b = audit_batch_open(&out->made, t->format, t->name);
	if (!b)
		b = last_of(&out->made, t);
	out->last = b;
	if (b)
		out->state = b->open        ? OUTBOX_OPEN
		    : b->refused == b->rows ? OUTBOX_PARKED
		                            : OUTBOX_EMPTY;
	return SSJC_OK;
}

ssjc_rc outbox_again(struct outbox *o, struct audit *a, struct ssjc_err *err)
{
	struct audit_events events = {0};
	char digest[DIGEST_HEX];
	ssjc_rc rc = audit_events(a, &events, err);

	if (rc)
		goto out;
	rc = upload_record_batch(&o->batch, &o->format, a, &events, o->last, &o->arena, err);
	if (rc)
		goto out;
	if (!upload_container_of(o->last->container, &o->as)) {
		rc = ssjc_fail(err, SSJC_NO,
		    "batch %.*s is written as “%.*s”, which is not a kind of batch",
		    STR_ARG(o->last->number), STR_ARG(o->last->container));
		goto out;
	}
	rc = upload_batch_bytes(&o->batch, o->as, &o->bytes, digest, err);
	if (rc || str_is(o->last->digest, digest))
		goto out;
	rc = ssjc_fail(err, SSJC_SYSTEM,
	    "batch %.*s made again has another SHA-256 than the one on record, and is not sent: "
	    "it was made by version %.*s of the programs, which can send it; or ssjc-publish "
	    "answer --refused says that the platform does not have it",
	    STR_ARG(o->last->number), STR_ARG(events.v[o->last->event - 1].version));
out:
	audit_events_free(&events);
	return rc;
}

void outbox_close(struct outbox *o)
{
	upload_batch_free(&o->batch);
	upload_format_close(&o->format);
	audit_batches_free(&o->made);
	buf_free(&o->bytes);
	arena_free(&o->arena);
}

/* What a platform says, as a text for the record: short, and on one line. */
static struct str one_line(struct str s, struct arena *arena, bool *ok)
{
	enum { MOST = 400 };
	struct buf b = {0};
	struct str text;

	if (s.n > MOST)
		s.n = str_utf8((struct str){s.p, MOST});
	text_escape(&b, str_trim(s));
	*ok &= !b.failed;
	text = arena_str(arena, buf_text(&b), ok);
	buf_free(&b);
	return text;
}

static ssjc_rc put(struct audit *a, unsigned draw, struct audit_receipt r, struct ssjc_err *err)
{
	struct arena arena = {0};
	bool ok = true;
	ssjc_rc rc;

	r.code = one_line(r.code, &arena, &ok);
	r.text = one_line(r.text, &arena, &ok);
	r.time = one_line(r.time, &arena, &ok);
	rc = ok ? audit_put_receipt(a, draw, &r, err) : ssjc_fail_memory(err);
	arena_free(&arena);
	return rc;
}

ssjc_rc outbox_put_answer(
    struct audit *a, unsigned draw, struct str batch, const struct answer *x, struct ssjc_err *err)
{
	static const enum receipt_state whole[] = {
	    [ANSWER_ACCEPTED] = RECEIPT_ACCEPTED,
	    [ANSWER_ROWS] = RECEIPT_ACCEPTED,
	    [ANSWER_DELIVERED] = RECEIPT_DELIVERED,
	    [ANSWER_REFUSED] = RECEIPT_REJECTED,
	};
	struct audit_receipt r = {
	    .number = batch, .state = whole[x->kind], .code = x->code, .text = x->text};
	ssjc_rc rc = put(a, draw, r, err);

	if (rc || x->kind != ANSWER_ROWS)
		return rc;
	for (size_t i = 0; i < x->n; i++) {
		rc = put(a, draw, x->v[i], err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}
