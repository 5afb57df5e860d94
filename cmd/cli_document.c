#include "cli_document.h"

ssjc_rc cli_document(struct cli *c, const char *action, struct cli_audit **a, struct document *d)
{
	ssjc_rc rc = cli_plan(c, &d->plan);

	if (rc)
		return rc;
	rc = cli_vocabulary(c, &d->vocabulary);
	if (rc)
		return rc;
	rc = cli_items(c, &d->items);
	if (rc)
		return rc;
	rc = cli_begin(c, AUDIT_WRITE, action, "", a);
	if (rc)
		return rc;
	d->state = &(*a)->state;
	d->now = c->context.now;
	d->clock_given = c->context.clock_given;
	return SSJC_OK;
}
