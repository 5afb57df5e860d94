/* What binds a draw so that firms can get receipts: the secret of its salts. */
#include "draw_merge.h"

#include <string.h>

/* The secret by which the register was bound when it was committed to. */
static ssjc_rc committed(struct cli *c, const struct cli_audit *a, char secret[RECEIPT_SECRET_HEX])
{
	struct audit_events events = {0};
	struct arena arena = {0};
	struct str text;
	ssjc_rc rc = audit_events(a->file, &events, &c->err);

	if (rc)
		goto out;
	rc = draw_bound_secret(
	    &text, a->file, draw_bound_event(&events, a->state.ceremony.event), &arena, &c->err);
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
out:
	audit_events_free(&events);
	arena_free(&arena);
	return rc;
}

ssjc_rc draw_no_receipts(struct cli *c, const struct plan *plan)
{
	/* Of registers elsewhere the centre has the rows that may be drawn, and not the others. */
	return plan->receipts
	    ? ssjc_fail(&c->err, SSJC_PLAN,
	          "the plan says receipts = yes, which needs the rows of all registers: bring their "
	          "files to one machine and draw there with ssjc-draw merge FILE ..., or leave "
	          "receipts out of the plan")
	    : SSJC_OK;
}

ssjc_rc draw_bind_receipts(struct cli *c, const struct cli_audit *revealed, struct draw_input *in)
{
	char secret[RECEIPT_SECRET_HEX];
	ssjc_rc rc;

	if (!in->plan->receipts)
		return SSJC_OK;
	rc = revealed ? committed(c, revealed, secret) : receipt_secret(secret, &c->err);
	if (rc)
		return rc;
	/* Several registers are bound when their rows are taken: draw_merge_gather. */
	if (in->merge)
		memcpy(in->merge->secret, secret, sizeof in->merge->secret);
	else
		draw_run_bind(in->run, secret, false);
	return SSJC_OK;
}
