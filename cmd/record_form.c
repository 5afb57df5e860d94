#include "record_cmd.h"

ssjc_rc record_print_form(struct cli *c, bool results)
{
	struct csv_out out = {0};
	struct record r;
	ssjc_rc rc = record_open(c, &r);

	if (rc)
		goto out;
	rc = csv_out_open(&out, stdout, c->style, &c->err);
	if (rc)
		goto out;
	if (results)
		record_result_form(&r, &out);
	else
		record_confirm_form(&r, &out);
	rc = csv_out_finish(&out, NULL, &c->err);
out:
	csv_out_close(&out);
	return rc;
}
