#include "ssjc/base/csv_file.h"

ssjc_rc csv_file_open(
    struct csv_file *f, const char *path, enum csv_style style, struct ssjc_err *err)
{
	ssjc_rc rc;

	*f = (struct csv_file){.to = NULL};
	if (!path)
		return SSJC_OK;
	rc = out_open(&f->out, path, err);
	if (rc)
		return rc;
	rc = csv_out_open(&f->csv, f->out.f, style, err);
	if (rc)
		return rc;
	f->to = &f->csv;
	return SSJC_OK;
}

ssjc_rc csv_file_finish(struct csv_file *f, struct ssjc_err *err)
{
	ssjc_rc rc;

	if (!f->to)
		return SSJC_OK;
	rc = csv_out_finish(f->to, NULL, err);
	if (rc)
		return rc;
	return out_finish(&f->out, err);
}

void csv_file_close(struct csv_file *f)
{
	csv_out_close(&f->csv);
	out_abort(&f->out);
}
