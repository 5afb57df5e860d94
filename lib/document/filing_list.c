#include "ssjc/document/filing_list.h"

#include <stdlib.h>

/* Of the columns before the departments', and the least of a department's. */
static const unsigned fixed[] = {40, 150, 140, 84, 44};
static const struct str fixed_head[] = {
    {"序号", 6}, {"检查对象", 12}, {"统一社会信用代码", 24}, {"检查日期", 12}, {"检查组", 9}};

enum { FIXED = 5, DEPT_MIN = 150, ROW_HEIGHT = 34, SIGN_HEIGHT = 44 };

/* What stands above the table. */
static ssjc_code head(struct sheet *s, const struct document *d, size_t n,
    struct ssjc_err *err)
{
	struct buf b = {0};
	ssjc_code code = sheet_line(s, SHEET_TITLE, d->plan->title, 0, err);

	if (code == SSJC_OK)
		code = sheet_line(s, SHEET_SUBTITLE, STR("检查对象和执法检查人员备案表"), 0, err);
	buf_printf(&b, "抽查计划编号：%.*s　　牵头部门：%.*s　　抽查时间：", STR_ARG(d->plan->id),
	    STR_ARG(plan_lead(d->plan)->name));
	document_date(&b, d->plan->from);
	buf_z(&b, "至");
	document_date(&b, d->plan->to);
	buf_printf(&b, "　　检查对象：%zu 户　　制表日期：", n);
	document_date(&b, time_day(d->now));
	if (code == SSJC_OK)
		code = b.failed ? ssjc_fail_memory(err)
				: sheet_line(s, SHEET_NOTE, buf_text(&b), 0, err);
	buf_free(&b);
	return code;
}

static ssjc_code table_head(struct sheet *s, struct sheet_cell *cell, const struct document *d,
    struct ssjc_err *err)
{
	ssjc_code code;

	for (size_t i = 0; i < FIXED; i++)
		cell[i] = (struct sheet_cell){SHEET_HEAD, 1, fixed_head[i], 0};
	for (size_t i = 0; i < d->plan->n_depts; i++)
		cell[FIXED + i] = (struct sheet_cell){SHEET_HEAD, 1, d->plan->dept[i].name, 0};
	code = sheet_row(s, cell, FIXED + d->plan->n_depts, ROW_HEIGHT, err);
	return code == SSJC_OK ? sheet_repeat(s, 1, err) : code;
}

static void people(struct buf *b, const struct visit *v, const struct plan_dept *dept)
{
	const char *between = "";

	for (size_t i = 0; i < v->n; i++) {
		const struct visitor *p = &v->visitor[i];

		if (p->dept != dept)
			continue;
		buf_printf(b, "%s%.*s（%s）%.*s", between, STR_ARG(p->name), duty_word(p->duty),
		    STR_ARG(p->phone));
		between = "\n";
	}
}

/* text has a buffer for each department, to be used again for the next row. */
static ssjc_code row(struct sheet *s, struct sheet_cell *cell, struct buf *text,
    const struct document *d, const struct visit *v, size_t nth, struct ssjc_err *err)
{
	char date[DATE_SIZE];

	date_format(v->date, date);
	cell[0] = (struct sheet_cell){SHEET_NUMBER, 1, STR(""), nth};
	cell[1] = (struct sheet_cell){SHEET_SMALL, 1, v->object.name, 0};
	cell[2] = (struct sheet_cell){SHEET_SMALL, 1, v->object.id, 0};
	cell[3] = (struct sheet_cell){SHEET_SMALL, 1, str_of(date), 0};
	cell[4] = (struct sheet_cell){SHEET_NUMBER, 1, STR(""), v->team};
	for (size_t i = 0; i < d->plan->n_depts; i++) {
		buf_clear(&text[i]);
		people(&text[i], v, &d->plan->dept[i]);
		if (text[i].failed)
			return ssjc_fail_memory(err);
		cell[FIXED + i] = (struct sheet_cell){SHEET_SMALL, 1, buf_text(&text[i]), 0};
	}
	return sheet_row(s, cell, FIXED + d->plan->n_depts, ROW_HEIGHT, err);
}

/* The departments share what the fixed columns leave of the page. */
static void set_widths(unsigned *width, size_t depts)
{
	unsigned left = SHEET_LANDSCAPE, each;

	for (size_t i = 0; i < FIXED; i++) {
		width[i] = fixed[i];
		left -= fixed[i];
	}
	each = left / (unsigned)depts;
	for (size_t i = 0; i < depts; i++)
		width[FIXED + i] = each < DEPT_MIN ? DEPT_MIN : each;
}

ssjc_code filing_sheet(struct book *b, const char *name, const struct document *d,
    const struct visits *v, struct ssjc_err *err)
{
	size_t depts = d->plan->n_depts, columns = FIXED + depts;
	struct sheet_setup setup = {.columns = columns, .landscape = true, .list = true};
	struct arena arena = {0};
	unsigned *width = arena_array(&arena, columns, sizeof *width);
	struct sheet_cell *cell = arena_array(&arena, columns, sizeof *cell);
	struct buf *text = arena_array(&arena, depts, sizeof *text);
	ssjc_code code = SSJC_OK;
	struct sheet *s;

	if (!width || !cell || !text) {
		code = ssjc_fail_memory(err);
		goto out;
	}
	set_widths(width, depts);
	setup.width = width;
	code = document_sheet(b, &s, name, &setup, d, err);
	if (code == SSJC_OK)
		code = head(s, d, v->n, err);
	if (code == SSJC_OK)
		code = table_head(s, cell, d, err);
	for (size_t i = 0; code == SSJC_OK && i < v->n; i++)
		code = row(s, cell, text, d, &v->v[i], i + 1, err);
	if (code == SSJC_OK)
		code = sheet_line(s, SHEET_NOTE,
		    STR("填报人：　　　　　　　　　　审核人：　　　　　　　　　　（盖章）　　　　"
			"　　　　年　　月　　日"), SIGN_HEIGHT, err);
out:
	for (size_t i = 0; text && i < depts; i++)
		buf_free(&text[i]);
	arena_free(&arena);
	return code;
}
