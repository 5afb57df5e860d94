#include "ssjc/document/checklist.h"

#include <stdlib.h>

/*
 * The reader sees seven columns, those of an item (columns). Two of them are two
 * columns of the sheet each, nine in all, so that the labels and values of the
 * head end where columns of the items do.
 */
static const unsigned widths[] = {52, 52, 90, 132, 66, 42, 60, 84, 102};

/* How many columns of the sheet the cells of the head take; ALL is a whole row. */
enum { LABEL = 2, VALUE = 2, LABEL2 = 2, VALUE2 = 3, WIDE = 7, ALL = 9 };
enum { SIGN_HEIGHT = 40, BOX_HEIGHT = 64, BLANK_ITEMS = 3, BOXES_A_LINE = 3 };

/* A label and what it names, or the room for it. */
static ssjc_rc labelled(
    struct xlsx_out_sheet *s, struct str label, struct str text, unsigned low, struct ssjc_err *err)
{
	const struct xlsx_out_cell cell[] = {
	    {XLSX_LABEL, LABEL, label, 0},
	    {XLSX_TEXT, WIDE, text, 0},
	};

	return xlsx_out_row(s, cell, 2, low, err);
}

static ssjc_rc signature(
    struct xlsx_out_sheet *s, struct str label, unsigned low, struct ssjc_err *err)
{
	const struct xlsx_out_cell cell[] = {
	    {XLSX_LABEL, LABEL, label, 0},
	    {XLSX_TEXT, 4, STR(""), 0},
	    {XLSX_LABEL, 1, STR("日期"), 0},
	    {XLSX_CENTRE, 2, STR("　　　年　　月　　日"), 0},
	};

	return xlsx_out_row(s, cell, 4, low, err);
}

/* What the sheet is about: the plan, the business, the day. */
static ssjc_rc head(
    struct xlsx_out_sheet *s, const struct document *d, const struct visit *v, struct ssjc_err *err)
{
	const struct object *o = &v->object;
	struct buf date = {0}, team = {0};
	ssjc_rc rc;

	document_date(&date, v->date);
	buf_printf(&team, "第 %u 组", v->team);
	if (date.failed || team.failed) {
		rc = ssjc_fail_memory(err);
		goto out;
	}

	const struct {
		struct str label, value, label2, value2;
	} rows[] = {
	    {STR("抽查计划编号"), d->plan->id, STR("检查日期"), buf_text(&date)},
	    {STR("被检查对象"), o->name, STR("统一社会\n信用代码"), o->id},
	    {STR("法定代表人\n（负责人）"), o->legal_rep, STR("联系电话"), o->phone},
	    {STR("住所\n（经营场所）"), o->address, STR("联合检查组"), buf_text(&team)},
	};

	rc = document_headings(s, d, STR("随机抽查联合检查记录表（一企一表）"), err);
	if (rc)
		goto out;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct xlsx_out_cell cell[] = {
		    {XLSX_LABEL, LABEL, rows[i].label, 0},
		    {XLSX_TEXT, VALUE, rows[i].value, 0},
		    {XLSX_LABEL, LABEL2, rows[i].label2, 0},
		    {XLSX_TEXT, VALUE2, rows[i].value2, 0},
		};

		rc = xlsx_out_row(s, cell, 4, 30, err);
		if (rc)
			goto out;
	}
out:
	buf_free(&date);
	buf_free(&team);
	return rc;
}

/* The columns' headers and what the numbers of the boxes mean, on every page. */
static ssjc_rc columns(struct xlsx_out_sheet *s, const struct document *d, struct ssjc_err *err)
{
	static const struct xlsx_out_cell cell[] = {
	    {XLSX_HEAD, 1, STR_INIT("编号"), 0},
	    {XLSX_HEAD, 2, STR_INIT("检查事项"), 0},
	    {XLSX_HEAD, 1, STR_INIT("检查依据"), 0},
	    {XLSX_HEAD, 1, STR_INIT("检查方法"), 0},
	    {XLSX_HEAD, 2, STR_INIT("查验材料"), 0},
	    {XLSX_HEAD, 1, STR_INIT("检查结果"), 0},
	    {XLSX_HEAD, 1, STR_INIT("问题及处理"), 0},
	};
	struct buf b = {0};
	struct str result;
	ssjc_rc rc;

	rc = xlsx_out_row(s, cell, sizeof cell / sizeof cell[0], 0, err);
	if (rc)
		goto out;
	buf_z(&b, "检查结果（在□内打√，可多选）：");
	for (size_t i = 0; vocabulary_nth(d->vocabulary, "result", i, &result); i++) {
		struct str text = vocabulary_text(d->vocabulary, "result", result);

		buf_printf(&b, "%s%zu.%.*s", i ? "；" : "", i + 1, STR_ARG(text));
	}
	buf_z(&b, "。");
	rc = document_line(s, XLSX_SMALL, &b, 0, err);
	if (rc)
		goto out;
	rc = xlsx_out_repeat(s, 2, err);
out:
	buf_free(&b);
	return rc;
}

/* One numbered box for each result code: "□1 □2 …". */
static void boxes(struct buf *b, const struct document *d)
{
	struct str result;

	for (size_t i = 0; vocabulary_nth(d->vocabulary, "result", i, &result); i++)
		buf_printf(b, "%s□%zu", i == 0 ? "" : i % BOXES_A_LINE ? " " : "\n", i + 1);
}

static ssjc_rc item_row(
    struct xlsx_out_sheet *s, const struct item *it, struct str box, struct ssjc_err *err)
{
	struct buf materials = {0};
	ssjc_rc rc;

	document_list(&materials, it->materials);

	const struct xlsx_out_cell cell[] = {
	    {XLSX_CENTRE, 1, it->item, 0},
	    {XLSX_SMALL, 2, it->title, 0},
	    {XLSX_SMALL, 1, it->basis, 0},
	    {XLSX_SMALL, 1, it->method, 0},
	    {XLSX_SMALL, 2, buf_text(&materials), 0},
	    {XLSX_CHOICE, 1, box, 0},
	    {XLSX_SMALL, 1, STR(""), 0},
	};

	rc = materials.failed ? ssjc_fail_memory(err)
	                      : xlsx_out_row(s, cell, sizeof cell / sizeof cell[0], 0, err);
	buf_free(&materials);
	return rc;
}

/* Rows for items to be written by hand, where the plan has no list of items. */
static ssjc_rc blank_rows(struct xlsx_out_sheet *s, struct str box, struct ssjc_err *err)
{
	static const struct item blank;

	for (int i = 0; i < BLANK_ITEMS; i++) {
		ssjc_rc rc = item_row(s, &blank, box, err);

		if (rc)
			return rc;
	}
	return SSJC_OK;
}

/* The items of a department that apply to the business. */
static ssjc_rc item_rows(struct xlsx_out_sheet *s, const struct document *d, const struct visit *v,
    const struct plan_dept *dept, struct ssjc_err *err)
{
	struct buf box = {0};
	size_t rows = 0;
	ssjc_rc rc;

	boxes(&box, d);
	if (box.failed) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	if (!d->items) {
		rc = blank_rows(s, buf_text(&box), err);
		goto out;
	}
	for (size_t i = 0; i < d->items->n; i++) {
		const struct item *it = &d->items->v[i];

		if (!item_applies(it, dept->key, v->object.category))
			continue;
		rows++;
		rc = item_row(s, it, buf_text(&box), err);
		if (rc)
			goto out;
	}
	rc = rows ? SSJC_OK
	          : xlsx_out_line(s, XLSX_SMALL, STR("清单中没有适用于该对象的抽查事项。"), 0, err);
out:
	buf_free(&box);
	return rc;
}

/* What one department does and signs. */
static ssjc_rc department(struct xlsx_out_sheet *s, const struct document *d, const struct visit *v,
    size_t nth, struct ssjc_err *err)
{
	const struct plan_dept *dept = &d->plan->dept[nth];
	struct buf band = {0}, people = {0};
	ssjc_rc rc;

	document_ordinal(&band, (unsigned)nth + 1);
	buf_printf(&band, "、%.*s%s", STR_ARG(dept->name), dept->lead ? "（牵头部门）" : "");
	visit_people(&people, v, dept, true);
	if (people.failed) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	rc = document_line(s, XLSX_BAND, &band, 0, err);
	if (rc)
		goto out;
	rc = labelled(s, STR("检查人员"), buf_text(&people), 30, err);
	if (rc)
		goto out;
	rc = item_rows(s, d, v, dept, err);
	if (rc)
		goto out;
	rc = signature(s, STR("检查人员签字"), SIGN_HEIGHT, err);
out:
	buf_free(&band);
	buf_free(&people);
	return rc;
}

/* The methods of inspecting as boxes to tick. */
static ssjc_rc methods(struct xlsx_out_sheet *s, const struct document *d, struct ssjc_err *err)
{
	struct buf b = {0};
	struct str method;
	ssjc_rc rc;

	for (size_t i = 0; vocabulary_nth(d->vocabulary, "method", i, &method); i++) {
		struct str text = vocabulary_text(d->vocabulary, "method", method);

		buf_printf(&b, "%s□%.*s", i ? "　" : "", STR_ARG(text));
	}
	rc = b.failed ? ssjc_fail_memory(err) : labelled(s, STR("检查方式"), buf_text(&b), 30, err);
	buf_free(&b);
	return rc;
}

/* How it was inspected, and what the business says and signs. */
static ssjc_rc closing(struct xlsx_out_sheet *s, const struct document *d, struct ssjc_err *err)
{
	ssjc_rc rc = xlsx_out_line(s, XLSX_BAND, STR("检查情况确认"), 0, err);

	if (rc)
		return rc;
	rc = methods(s, d, err);
	if (rc)
		return rc;
	rc = labelled(s, STR("被检查对象\n意见"), STR(""), SIGN_HEIGHT, err);
	if (rc)
		return rc;
	rc = signature(s, STR("法定代表人\n（负责人）\n签字盖章"), BOX_HEIGHT, err);
	if (rc)
		return rc;
	rc = labelled(s, STR("被检查对象\n拒绝签字的\n情况记录"),
	    STR("□ 拒绝签字。理由、见证人及其他情况："), BOX_HEIGHT, err);
	if (rc)
		return rc;
	return xlsx_out_line(s, XLSX_NOTE,
	    STR("检查人员不少于两人，检查前出示执法证件；检查情况当场如实填写，"
	        "被检查对象拒绝签字的，在本表中记录。"),
	    0, err);
}

/* The choices of the drop-down lists: the texts of the result codes. */
static ssjc_rc choices(struct xlsx_out *b, const struct document *d, struct ssjc_err *err)
{
	struct str *text = NULL, result;
	size_t n = 0, cap = 0;
	ssjc_rc rc = SSJC_OK;

	for (; vocabulary_nth(d->vocabulary, "result", n, &result); n++) {
		if (!array_grow(&text, &cap, n, sizeof *text)) {
			rc = ssjc_fail_memory(err);
			goto out;
		}
		text[n] = vocabulary_text(d->vocabulary, "result", result);
	}
	if (n)
		rc = xlsx_out_choices(b, text, n, err);
out:
	free(text);
	return rc;
}

ssjc_rc checklist_sheet(struct xlsx_out *b, const char *name, const struct document *d,
    const struct visit *v, struct ssjc_err *err)
{
	static const struct xlsx_out_setup setup = {.width = widths, .columns = ALL};
	struct xlsx_out_sheet *s;
	ssjc_rc rc;

	rc = choices(b, d, err);
	if (rc)
		return rc;
	rc = document_sheet(b, &s, name, &setup, d, err);
	if (rc)
		return rc;
	rc = head(s, d, v, err);
	if (rc)
		return rc;
	rc = columns(s, d, err);
	if (rc)
		return rc;
	for (size_t i = 0; i < d->plan->n_depts; i++) {
		rc = department(s, d, v, i, err);
		if (rc)
			return rc;
	}
	return closing(s, d, err);
}
