#include "ssjc/document/filing_list.h"

#include <stdlib.h>

/* The columns before the departments'. */
enum { FIXED = 5 };
static const struct {
	struct str head;
	unsigned width;
} fixed[FIXED] = {
    {STR_INIT("序号"), 40},
    {STR_INIT("检查对象"), 150},
    {STR_INIT("统一社会信用代码"), 140},
    {STR_INIT("检查日期"), 84},
    {STR_INIT("检查组"), 44},
};

/* A department's column is at least DEPT_MIN wide. */
enum { DEPT_MIN = 150, ROW_HEIGHT = 34, SIGN_HEIGHT = 44 };

/* The lines above the table. */
static ssjc_rc head(
    struct xlsx_out_sheet *s, const struct document *d, size_t n, struct ssjc_err *err)
{
	struct buf b = {0};
	ssjc_rc rc;

	rc = document_headings(s, d, STR("检查对象和执法检查人员备案表"), err);
	if (rc)
		goto out;
	buf_printf(&b, "抽查计划编号：%.*s　　牵头部门：%.*s　　抽查时间：", STR_ARG(d->plan->id),
	    STR_ARG(plan_lead(d->plan)->name));
	document_date(&b, d->plan->from);
	buf_z(&b, "至");
	document_date(&b, d->plan->to);
	buf_printf(&b, "　　检查对象：%zu 户　　制表日期：", n);
	document_date(&b, time_day(d->now));
	rc = document_line(s, XLSX_NOTE, &b, 0, err);
out:
	buf_free(&b);
	return rc;
}

static ssjc_rc table_head(struct xlsx_out_sheet *s, struct xlsx_out_cell *cell,
    const struct document *d, struct ssjc_err *err)
{
	ssjc_rc rc;

	for (size_t i = 0; i < FIXED; i++)
		cell[i] = (struct xlsx_out_cell){XLSX_HEAD, 1, fixed[i].head, 0};
	for (size_t i = 0; i < d->plan->n_depts; i++)
		cell[FIXED + i] = (struct xlsx_out_cell){XLSX_HEAD, 1, d->plan->dept[i].name, 0};
	rc = xlsx_out_row(s, cell, FIXED + d->plan->n_depts, ROW_HEIGHT, err);
	return rc ? rc : xlsx_out_repeat(s, 1, err);
}

/* The people of a department at a business with their phones, one a line. */
static void people(struct buf *b, const struct visit *v, const struct plan_dept *dept)
{
	const char *between = "";

	for (size_t i = 0; i < v->n; i++) {
		const struct visitor *p = &v->visitor[i];

		if (p->dept != dept)
			continue;
		buf_printf(b, "%s%.*s（%s）%.*s", between, STR_ARG(p->name), visit_duty(p->duty),
		    STR_ARG(p->phone));
		between = "\n";
	}
}

/*
 * The row of the nth business. cell and text are used again for each row: text
 * has a buffer for each department.
 */
static ssjc_rc row(struct xlsx_out_sheet *s, struct xlsx_out_cell *cell, struct buf *text,
    const struct document *d, const struct visit *v, size_t nth, struct ssjc_err *err)
{
	char date[DATE_SIZE];

	date_format(v->date, date);
	cell[0] = (struct xlsx_out_cell){XLSX_NUMBER, 1, STR(""), nth};
	cell[1] = (struct xlsx_out_cell){XLSX_DATA, 1, v->object.name, 0};
	cell[2] = (struct xlsx_out_cell){XLSX_DATA, 1, v->object.id, 0};
	cell[3] = (struct xlsx_out_cell){XLSX_DATA, 1, str_of(date), 0};
	cell[4] = (struct xlsx_out_cell){XLSX_NUMBER, 1, STR(""), v->team};
	for (size_t i = 0; i < d->plan->n_depts; i++) {
		buf_clear(&text[i]);
		people(&text[i], v, &d->plan->dept[i]);
		if (text[i].failed)
			return ssjc_fail_memory(err);
		cell[FIXED + i] = (struct xlsx_out_cell){XLSX_SMALL, 1, buf_text(&text[i]), 0};
	}
	return xlsx_out_row(s, cell, FIXED + d->plan->n_depts, ROW_HEIGHT, err);
}

/* The departments share what the fixed columns leave of the page. */
static void set_widths(unsigned *width, size_t depts)
{
	unsigned left = XLSX_LANDSCAPE, each;

	for (size_t i = 0; i < FIXED; i++) {
		width[i] = fixed[i].width;
		left -= fixed[i].width;
	}
	each = left / (unsigned)depts;
	for (size_t i = 0; i < depts; i++)
		width[FIXED + i] = each < DEPT_MIN ? DEPT_MIN : each;
}

ssjc_rc filing_list_sheet(struct xlsx_out *b, const char *name, const struct document *d,
    const struct visits *v, struct ssjc_err *err)
{
	size_t depts = d->plan->n_depts, columns = FIXED + depts;
	struct xlsx_out_setup setup = {.columns = columns, .landscape = true, .list = true};
	struct arena arena = {0};
	unsigned *width = arena_array(&arena, columns, sizeof *width);
	struct xlsx_out_cell *cell = arena_array(&arena, columns, sizeof *cell);
	struct buf *text = arena_array(&arena, depts, sizeof *text);
	struct xlsx_out_sheet *s;
	ssjc_rc rc;

	if (!width || !cell || !text) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	set_widths(width, depts);
	setup.width = width;
	rc = document_sheet(b, &s, name, &setup, d, err);
	if (rc)
		goto out;
	rc = head(s, d, v->n, err);
	if (rc)
		goto out;
	rc = table_head(s, cell, d, err);
	if (rc)
		goto out;
	for (size_t i = 0; i < v->n; i++) {
		rc = row(s, cell, text, d, &v->v[i], i + 1, err);
		if (rc)
			goto out;
	}
	rc = xlsx_out_line(s, XLSX_NOTE,
	    STR("填报人：　　　　　　　　　　审核人：　　　　　　　　　　（盖章）　　　　"
	        "　　　　年　　月　　日"),
	    SIGN_HEIGHT, err);
out:
	for (size_t i = 0; text && i < depts; i++)
		buf_free(&text[i]);
	arena_free(&arena);
	return rc;
}
