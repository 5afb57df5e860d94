/* What the plan asks for that a platform will not take: better known before the draw. */
#include "draw_cmd.h"

#include "cli_format.h"

/* Does a row that the platform takes need two of a department's people? */
static const struct upload_column *needs_two(const struct upload_format *f)
{
	if (f->unit == UPLOAD_OBJECT)
		return NULL;
	for (size_t i = 0; i < f->n_columns; i++)
		if (f->column[i].check == UPLOAD_TWO && f->column[i].required)
			return &f->column[i];
	return NULL;
}

ssjc_rc draw_remark_uploads(struct cli *c, const struct plan *plan)
{
	for (size_t i = 0; i < plan->upload.n_targets; i++) {
		const struct plan_target *t = &plan->upload.target[i];
		struct upload_format f;
		const struct upload_column *two;
		ssjc_rc rc = cli_format(c, t->format.p, &f);

		if (rc) {
			upload_format_close(&f);
			return rc;
		}
		two = needs_two(&f);
		for (size_t k = 0; two && k < plan->n_depts; k++)
			if (plan->dept[k].inspectors < 2)
				cli_note(c,
				    "department %.*s has inspectors = 1, but “%.*s” takes no row "
				    "with fewer than two in %.*s: its results could not be uploaded",
				    STR_ARG(plan->dept[k].key), STR_ARG(t->name),
				    STR_ARG(two->label));
		upload_format_close(&f);
	}
	return SSJC_OK;
}
