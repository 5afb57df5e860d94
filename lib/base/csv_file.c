#include "ssjc/base/csv_file.h"

ssjc_code csv_file_open(struct csv_file *f, const char *path, enum csv_style style,
    struct ssjc_err *err)
{
	ssjc_code code;

	*f = (struct csv_file){.to = NULL};
	if (!path)
		return SSJC_OK;
	code = out_open(&f->out, path, err);
	if (code == SSJC_OK)
		code = csv_out_open(&f->csv, f->out.f, style, err);
	if (code == SSJC_OK)
		f->to = &f->csv;
	return code;
}

ssjc_code csv_file_finish(struct csv_file *f, struct ssjc_err *err)
{
	ssjc_code code = SSJC_OK;

	if (f->to)
		code = csv_out_finish(f->to, NULL, err);
	if (f->to && code == SSJC_OK)
		code = out_finish(&f->out, err);
	return code;
}

void csv_file_close(struct csv_file *f)
{
	csv_out_close(&f->csv);
	out_abort(&f->out);
}
