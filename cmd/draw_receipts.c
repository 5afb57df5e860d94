/* What binds a draw so that firms can get receipts: the secret of its salts. */
#include "draw_merge.h"

#include <string.h>

/* The secret by which the register was bound when it was committed to; and the root of several. */
static ssjc_rc committed(struct cli *c, const struct cli_audit *a, char secret[RECEIPT_SECRET_HEX],
    struct draw_merge *several)
{
	struct audit_events events = {0};
	const struct audit_event *e;
	struct arena arena = {0};
	struct str text, roots;
	ssjc_rc rc = audit_events(a->file, &events, &c->err);

	if (rc)
		goto out;
	e = draw_bound_event(&events, a->state.ceremony.event);
	rc = draw_bound_secret(&text, a->file, e, &arena, &c->err);
	if (rc)
		goto out;
	if (!hex_is(text, (RECEIPT_SECRET_HEX - 1) / 2)) {
		rc = ssjc_fail(&c->err, SSJC_REFUSED,
		    "the plan says receipts = yes, but the commitment did not bind the register: "
		    "ssjc-draw commit --redraw --reason TEXT commits once more");
		goto out;
	}
	memcpy(secret, text.p, text.n);
	secret[text.n] = '\0';
	rc = several ? draw_bound_roots(&roots, a->file, e, &arena, &c->err) : SSJC_OK;
	if (rc || !several)
		goto out;
	rc = draw_leaves_recorded(c, several, roots, text);
out:
	audit_events_free(&events);
	arena_free(&arena);
	return rc;
}

/* The same when cutoffs were made. */
static ssjc_rc fixed(struct cli *c, const struct cli_audit *a, struct draw_merge *elsewhere)
{
	struct draw_pending p;
	ssjc_rc rc = draw_pending_read(c, a, &p);

	if (!rc && p.any)
		rc = draw_leaves_recorded(c, elsewhere, p.roots, p.secret);
	draw_pending_free(&p);
	return rc;
}

ssjc_rc draw_no_receipts(struct cli *c, const struct plan *plan)
{
	return plan->receipts
	    ? ssjc_fail(&c->err, SSJC_PLAN,
	          "the plan says receipts = yes, which a database cannot bind: write each register to "
	          "a file and count it with ssjc-draw counts, or leave receipts out of the plan")
	    : SSJC_OK;
}

ssjc_rc draw_bind_receipts(
    struct cli *c, const struct cli_audit *a, bool revealed, struct draw_input *in)
{
	struct draw_merge *m = in->merge, *elsewhere = m && !m->here ? m : NULL;
	char secret[RECEIPT_SECRET_HEX];
	ssjc_rc rc;

	/* Of a commitment to registers elsewhere, their leaves were taken with their counts. */
	if (!in->plan->receipts || (!a && elsewhere))
		return SSJC_OK;
	if (elsewhere && !revealed)
		return fixed(c, a, elsewhere);
	rc = revealed ? committed(c, a, secret, m) : receipt_secret(secret, &c->err);
	if (rc)
		return rc;
	/* Several registers are bound when their rows are taken: draw_merge_gather. */
	if (m)
		memcpy(m->secret, secret, sizeof m->secret);
	else
		draw_run_bind(in->run, secret, false);
	return SSJC_OK;
}
