#include "record_cmd.h"

ssjc_rc run_status(struct cli *c)
{
	struct csv_out out = {0};
	struct record r;
	struct record_status status;
	ssjc_rc rc = record_open(c, &r);

	if (rc)
		goto out;
	rc = csv_out_open(&out, c->out, c->style, &c->err);
	if (rc)
		goto out;
	rc = record_status(&r, record_options.all, &out, &status, &c->err);
	if (rc)
		goto out;
	rc = csv_out_finish(&out, NULL, &c->err);
	if (rc)
		goto out;
	if (status.untold) {
		cli_error(c, &status.why);
		cli_note(c, "%zu rows are without a due day, which that year's days decide",
		    status.untold);
	}
	rc = status.overdue ? SSJC_NO : SSJC_OK;
out:
	csv_out_close(&out);
	return rc;
}
