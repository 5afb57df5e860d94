/* What the commands of ssjc-record look at. */
#include "record_cmd.h"

ssjc_rc record_read_data(struct cli *c, struct record *r)
{
	struct cli_data d;
	ssjc_rc rc = cli_data(c, &d);

	if (rc)
		return rc;
	*r = (struct record){.plan = d.plan,
	    .items = d.items,
	    .vocabulary = d.vocabulary,
	    .calendar = d.calendar,
	    .today = time_day(c->context.now)};
	return SSJC_OK;
}

ssjc_rc record_open(struct cli *c, struct record *r)
{
	struct cli_audit *a;
	ssjc_rc rc = record_read_data(c, r);

	if (rc)
		return rc;
	rc = cli_open(c, &a);
	if (rc)
		return rc;
	r->state = &a->state;
	return SSJC_OK;
}
