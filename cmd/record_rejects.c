#include "record_rejects.h"

ssjc_rc record_rejects_open(struct record_rejects *r)
{
	static const char *const head[] = {"file", "sheet", "row", "column", "value", "reason"};
	struct cli *c = r->c;
	ssjc_rc rc = csv_file_open(&r->file, record_options.rejects, c->style, &c->err);

	if (rc || !r->file.to)
		return rc;
	csv_out_header(r->file.to, head, sizeof head / sizeof head[0]);
	return SSJC_OK;
}

static void put_line(struct csv_out *to, const struct ssjc_err *e, struct str value)
{
	csv_out_field(to, str_of(e->file));
	csv_out_field(to, str_of(e->sheet));
	csv_out_uint(to, e->line);
	csv_out_field(to, str_of(e->column));
	csv_out_field(to, value);
	csv_out_field(to, str_of(e->msg));
	csv_out_end(to);
}

void record_rejects_put(void *rejects, const struct ssjc_err *e, struct str value)
{
	struct record_rejects *r = rejects;

	if (r->file.to)
		put_line(r->file.to, e, value);
	cli_error(r->c, e);
}

ssjc_rc record_rejects_finish(struct record_rejects *r, ssjc_rc rc)
{
	struct ssjc_err failed;

	if ((!rc || rc == SSJC_INPUT) && csv_file_finish(&r->file, &failed)) {
		r->c->err = failed;
		rc = failed.rc;
	}
	csv_file_close(&r->file);
	return rc;
}
