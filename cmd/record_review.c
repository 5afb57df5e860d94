#include "record_cmd.h"

#include "ssjc/record/review.h"

static ssjc_rc print_list(struct cli *c)
{
	struct csv_out out = {0};
	struct record r;
	ssjc_rc rc = record_open(c, &r);

	if (rc)
		goto out;
	rc = csv_out_open(&out, c->out, c->style, &c->err);
	if (rc)
		goto out;
	review_list(&r, &out);
	rc = csv_out_finish(&out, NULL, &c->err);
out:
	csv_out_close(&out);
	return rc;
}

ssjc_rc run_review(struct cli *c)
{
	struct cli_audit *a;
	struct record r;
	uint64_t results;
	ssjc_rc rc;

	if (record_options.list)
		return print_list(c);
	rc = cli_begin(c, AUDIT_WRITE, "review", "", &a);
	if (rc)
		return rc;
	r = (struct record){.plan = a->plan, .state = &a->state};
	rc = review_put(&r, c->operand, c->operands, (uint64_t)record_options.upto,
	    str_of(c->context.actor), a->file, &results, &c->err);
	if (rc)
		return rc;
	if (results == 0) {
		cli_note(c, "no result awaits a review");
		return SSJC_OK;
	}
	rc = audit_commit(a->file, &c->err);
	if (rc)
		return rc;
	cli_info(c, "results reviewed now: %llu", (unsigned long long)results);
	return SSJC_OK;
}
