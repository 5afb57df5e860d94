#include "draw_cmd.h"

#include "ssjc/assign/assign.h"

/* Whatever is wrong with them shows now, and not only when the seed is known. */
ssjc_rc draw_inspectors_read(struct cli *c, struct draw_inspectors *p)
{
	struct inspectors list = {0};
	const struct plan *plan;
	ssjc_rc rc;

	*p = (struct draw_inspectors){.known = true};
	if (!draw_options.inspectors)
		return SSJC_OK;
	rc = cli_plan(c, &plan);
	if (rc)
		return rc;
	rc = cli_read_inspectors(c, draw_options.inspectors, &p->file, &list);
	if (rc)
		goto out;
	rc = assign_depts(plan, &list, &c->err);
	if (rc)
		goto out;
	p->rows = list.n;
out:
	inspectors_close(&list);
	return rc;
}

ssjc_rc draw_inspectors_put(struct cli *c, const struct cli_audit *a, struct draw_inspectors *p)
{
	ssjc_rc rc;

	if (!p->file)
		return SSJC_OK;
	rc = cli_knows(c, a, "inspectors", draw_options.inspectors, p->file->digest, &p->known);
	return rc ? rc : cli_put_input(c, a, "inspectors", p->file, p->rows);
}

void draw_inspectors_remark(struct cli *c, const struct draw_inspectors *p)
{
	if (!p->known)
		cli_note(c,
		    "%s: no ssjc-import of this plan wrote these inspectors: they are fixed all "
		    "the same, and the audit file says so",
		    draw_options.inspectors);
}
