/* The answer to a batch, on record. */
#include "upload_cmd.h"

static size_t rejected(const struct answer *x)
{
	size_t n = 0;

	for (size_t i = 0; i < x->n; i++)
		n += x->v[i].state == RECEIPT_REJECTED;
	return n;
}

/* Rows that were rejected, by name; of many, the first ones. */
static void name_rejected(struct cli *c, const struct upload_work *w, const struct answer *x)
{
	enum { NAMED = 20 };
	size_t n = rejected(x), named = 0;

	for (size_t i = 0; i < x->n && named < NAMED; i++) {
		const struct audit_receipt *r = &x->v[i];

		if (r->state != RECEIPT_REJECTED)
			continue;
		named++;
		cli_note(c, "%.*s: batch %.*s: row %.*s was rejected: %.*s%s%.*s",
		    STR_ARG(w->target->name), STR_ARG(w->box.batch.number), STR_ARG(r->id),
		    STR_ARG(r->code), r->code.n && r->text.n ? " " : "", STR_ARG(r->text));
	}
	if (n > named)
		cli_note(c, "%.*s: and %zu rows more: ssjc-record status lists them",
		    STR_ARG(w->target->name), n - named);
}

static ssjc_rc put_answer(struct cli *c, struct upload_work *w, const struct answer *x)
{
	struct cli_audit *a;
	ssjc_rc rc;

	upload_now(c);
	rc = cli_begin(c, AUDIT_WRITE, "receipt", "", &a);
	if (rc)
		goto out;
	rc = outbox_put_answer(a->file, a->state.draws, w->box.batch.number, x, &c->err);
	if (rc)
		goto out;
	rc = audit_commit(a->file, &c->err);
out:
	cli_close_audit(c);
	return rc;
}

/*
 * A refusal is no answer to what a try before has come to, if that may have come through: a
 * platform whose answer was lost may then refuse the same because a token has expired.
 * The batch stays open, so that no other brings the same rows by another number.
 */
static ssjc_rc fail_doubt(struct cli *c, const struct upload_work *w, const struct answer *x)
{
	return ssjc_fail(&c->err, SSJC_NO,
	    "%.*s: batch %.*s was refused: %.*s%s%.*s; since a try before may have come through, "
	    "the next run sends the same again: mend what is wrong; or, if the platform does not "
	    "have it, say so with ssjc-publish answer --batch %.*s --refused",
	    STR_ARG(w->target->name), STR_ARG(w->box.batch.number), STR_ARG(x->code),
	    x->code.n && x->text.n ? " " : "", STR_ARG(x->text), STR_ARG(w->box.batch.number));
}

ssjc_rc upload_send(struct cli *c, struct upload_work *w, enum answer_kind *kind)
{
	struct answer x = {.kind = ANSWER_LATER};
	ssjc_rc rc = upload_try(c, w, &x);

	if (rc)
		goto out;
	if (x.kind == ANSWER_REFUSED && w->doubt) {
		rc = fail_doubt(c, w, &x);
		goto out;
	}
	rc = put_answer(c, w, &x);
	if (rc) {
		cli_hint(c,
		    "what the platform said to batch %.*s is not on record: the next run sends the "
		    "same once more",
		    STR_ARG(w->box.batch.number));
		goto out;
	}
	*kind = x.kind;
	w->rejected |= rejected(&x) > 0;
	name_rejected(c, w, &x);
	if (x.kind == ANSWER_REFUSED)
		rc = ssjc_fail(&c->err, SSJC_NO,
		    "%.*s: batch %.*s was refused: %.*s%s%.*s; no other is made before you have "
		    "mended what is wrong, and say ssjc-upload --resend",
		    STR_ARG(w->target->name), STR_ARG(w->box.batch.number), STR_ARG(x.code),
		    x.code.n && x.text.n ? " " : "", STR_ARG(x.text));
out:
	answer_close(&x);
	return rc;
}
