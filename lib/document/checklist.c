#include "ssjc/document/checklist.h"

#include <stdlib.h>

/*
 * Ten columns in the eye of the reader are seven: those of an item. Two of
 * them are split so that labels and values of the head align with them.
 */
static const unsigned widths[] = {52, 52, 90, 132, 66, 42, 60, 84, 102};

enum { LABEL = 2, VALUE = 2, LABEL2 = 2, VALUE2 = 3, WIDE = 7, ALL = 9 };
enum { SIGN_HEIGHT = 40, BOX_HEIGHT = 64, BLANK_ITEMS = 3, BOXES_A_LINE = 3 };

/* A label and what it names, or the room for it. */
static ssjc_code labelled(struct sheet *s, struct str label, struct str text, unsigned low,
    struct ssjc_err *err)
{
	const struct sheet_cell cell[] = {
	    {SHEET_LABEL, LABEL, label, 0},
	    {SHEET_TEXT, WIDE, text, 0},
	};

	return sheet_row(s, cell, 2, low, err);
}

static ssjc_code signature(struct sheet *s, struct str label, unsigned low, struct ssjc_err *err)
{
	const struct sheet_cell cell[] = {
	    {SHEET_LABEL, LABEL, label, 0},
	    {SHEET_TEXT, 4, STR(""), 0},
	    {SHEET_LABEL, 1, STR("日期"), 0},
	    {SHEET_CENTRE, 2, STR("　　　年　　月　　日"), 0},
	};

	return sheet_row(s, cell, 4, low, err);
}

static ssjc_code head(struct sheet *s, const struct document *d, const struct visit *v,
    struct ssjc_err *err)
{
	const struct object *o = &v->object;
	struct buf date = {0}, team = {0};
	ssjc_code code = sheet_line(s, SHEET_TITLE, d->plan->title, 0, err);

	document_date(&date, v->date);
	buf_printf(&team, "第 %u 组", v->team);
	if (code == SSJC_OK && (date.failed || team.failed))
		code = ssjc_fail_memory(err);
	if (code == SSJC_OK)
		code = sheet_line(s, SHEET_SUBTITLE, STR("随机抽查联合检查记录表（一企一表）"), 0, err);

	const struct {
		struct str label, value, label2, value2;
	} rows[] = {
	    {STR("抽查计划编号"), d->plan->id, STR("检查日期"), buf_text(&date)},
	    {STR("被检查对象"), o->name, STR("统一社会\n信用代码"), o->id},
	    {STR("法定代表人\n（负责人）"), o->legal_rep, STR("联系电话"), o->phone},
	    {STR("住所\n（经营场所）"), o->address, STR("联合检查组"), buf_text(&team)},
	};

	for (size_t i = 0; code == SSJC_OK && i < sizeof rows / sizeof rows[0]; i++) {
		const struct sheet_cell cell[] = {
		    {SHEET_LABEL, LABEL, rows[i].label, 0},
		    {SHEET_TEXT, VALUE, rows[i].value, 0},
		    {SHEET_LABEL, LABEL2, rows[i].label2, 0},
		    {SHEET_TEXT, VALUE2, rows[i].value2, 0},
		};

		code = sheet_row(s, cell, 4, 30, err);
	}
	buf_free(&date);
	buf_free(&team);
	return code;
}

/* The columns' headers and what the numbers of the boxes mean, on every page. */
static ssjc_code columns(struct sheet *s, const struct document *d, struct ssjc_err *err)
{
	static const struct sheet_cell cell[] = {
	    {SHEET_HEAD, 1, {"编号", 6}, 0},
	    {SHEET_HEAD, 2, {"检查事项", 12}, 0},
	    {SHEET_HEAD, 1, {"检查依据", 12}, 0},
	    {SHEET_HEAD, 1, {"检查方法", 12}, 0},
	    {SHEET_HEAD, 2, {"查验材料", 12}, 0},
	    {SHEET_HEAD, 1, {"检查结果", 12}, 0},
	    {SHEET_HEAD, 1, {"问题及处理", 15}, 0},
	};
	struct buf b = {0};
	struct str result;
	ssjc_code code;

	buf_z(&b, "检查结果（在□内打√，可多选）：");
	for (size_t i = 0; terms_nth(d->terms, "result", i, &result); i++) {
		struct str text = terms_text(d->terms, "result", result);

		buf_printf(&b, "%s%zu.%.*s", i ? "；" : "", i + 1, STR_ARG(text));
	}
	buf_z(&b, "。");
	code = b.failed ? ssjc_fail_memory(err)
			: sheet_row(s, cell, sizeof cell / sizeof cell[0], 0, err);
	if (code == SSJC_OK)
		code = sheet_line(s, SHEET_SMALL, buf_text(&b), 0, err);
	if (code == SSJC_OK)
		code = sheet_repeat(s, 2, err);
	buf_free(&b);
	return code;
}

/* One numbered box for each result code: "□1 □2 …". */
static void boxes(struct buf *b, const struct document *d)
{
	struct str result;

	for (size_t i = 0; terms_nth(d->terms, "result", i, &result); i++)
		buf_printf(b, "%s□%zu", i == 0 ? "" : i % BOXES_A_LINE ? " " : "\n", i + 1);
}

static ssjc_code item_row(struct sheet *s, const struct item *it, struct str box,
    struct ssjc_err *err)
{
	struct buf materials = {0};
	ssjc_code code;

	document_list(&materials, it->materials);

	const struct sheet_cell cell[] = {
	    {SHEET_CENTRE, 1, it->item, 0},
	    {SHEET_SMALL, 2, it->title, 0},
	    {SHEET_SMALL, 1, it->basis, 0},
	    {SHEET_SMALL, 1, it->method, 0},
	    {SHEET_SMALL, 2, buf_text(&materials), 0},
	    {SHEET_CHOICE, 1, box, 0},
	    {SHEET_SMALL, 1, STR(""), 0},
	};

	code = materials.failed ? ssjc_fail_memory(err)
				: sheet_row(s, cell, sizeof cell / sizeof cell[0], 0, err);
	buf_free(&materials);
	return code;
}

static ssjc_code item_rows(struct sheet *s, const struct document *d, const struct visit *v,
    const struct plan_dept *dept, struct ssjc_err *err)
{
	static const struct item blank;
	struct buf box = {0};
	ssjc_code code = SSJC_OK;
	size_t rows = 0;

	boxes(&box, d);
	if (box.failed)
		code = ssjc_fail_memory(err);
	for (size_t i = 0; code == SSJC_OK && d->items && i < d->items->n; i++) {
		const struct item *it = &d->items->v[i];

		if (!item_applies(it, dept->key, v->object.category))
			continue;
		code = item_row(s, it, buf_text(&box), err);
		rows++;
	}
	/* A plan without a list of items: they are written by hand. */
	for (; code == SSJC_OK && !d->items && rows < BLANK_ITEMS; rows++)
		code = item_row(s, &blank, buf_text(&box), err);
	if (code == SSJC_OK && rows == 0)
		code = sheet_line(s, SHEET_SMALL, STR("清单中没有适用于该对象的抽查事项。"), 0, err);
	buf_free(&box);
	return code;
}

/* What one department does and signs. */
static ssjc_code department(struct sheet *s, const struct document *d, const struct visit *v,
    size_t nth, struct ssjc_err *err)
{
	const struct plan_dept *dept = &d->plan->dept[nth];
	struct buf band = {0}, people = {0};
	ssjc_code code;

	document_ordinal(&band, (unsigned)nth + 1);
	buf_printf(&band, "、%.*s%s", STR_ARG(dept->name), dept->lead ? "（牵头部门）" : "");
	visit_people(&people, v, dept, true);
	code = band.failed || people.failed ? ssjc_fail_memory(err)
					    : sheet_line(s, SHEET_BAND, buf_text(&band), 0, err);
	if (code == SSJC_OK)
		code = labelled(s, STR("检查人员"), buf_text(&people), 30, err);
	if (code == SSJC_OK)
		code = item_rows(s, d, v, dept, err);
	if (code == SSJC_OK)
		code = signature(s, STR("检查人员签字"), SIGN_HEIGHT, err);
	buf_free(&band);
	buf_free(&people);
	return code;
}

/* How it was inspected, and what the business says and signs. */
static ssjc_code closing(struct sheet *s, const struct document *d, struct ssjc_err *err)
{
	struct buf methods = {0};
	struct str method;
	ssjc_code code;

	for (size_t i = 0; terms_nth(d->terms, "method", i, &method); i++) {
		struct str text = terms_text(d->terms, "method", method);

		buf_printf(&methods, "%s□%.*s", i ? "　" : "", STR_ARG(text));
	}
	code = methods.failed ? ssjc_fail_memory(err)
			      : sheet_line(s, SHEET_BAND, STR("检查情况确认"), 0, err);
	if (code == SSJC_OK)
		code = labelled(s, STR("检查方式"), buf_text(&methods), 30, err);
	if (code == SSJC_OK)
		code = labelled(s, STR("被检查对象\n意见"), STR(""), SIGN_HEIGHT, err);
	if (code == SSJC_OK)
		code = signature(s, STR("法定代表人\n（负责人）\n签字盖章"), BOX_HEIGHT, err);
	if (code == SSJC_OK)
		code = labelled(s, STR("被检查对象\n拒绝签字的\n情况记录"),
		    STR("□ 拒绝签字。理由、见证人及其他情况："), BOX_HEIGHT, err);
	if (code == SSJC_OK)
		code = sheet_line(s, SHEET_NOTE,
		    STR("检查人员不少于两人，检查前出示执法证件；检查情况当场如实填写，"
			"被检查对象拒绝签字的，在本表中记录。"), 0, err);
	buf_free(&methods);
	return code;
}

/* The choices of the drop-down lists: the texts of the result codes. */
static ssjc_code choices(struct book *b, const struct document *d, struct ssjc_err *err)
{
	struct str *text = NULL, result;
	size_t n = 0, cap = 0;
	ssjc_code code;

	for (; terms_nth(d->terms, "result", n, &result); n++) {
		if (!grow(&text, &cap, n, sizeof *text)) {
			free(text);
			return ssjc_fail_memory(err);
		}
		text[n] = terms_text(d->terms, "result", result);
	}
	code = n ? book_choices(b, text, n, err) : SSJC_OK;
	free(text);
	return code;
}

ssjc_code checklist_sheet(struct book *b, const char *name, const struct document *d,
    const struct visit *v, struct ssjc_err *err)
{
	static const struct sheet_setup setup = {.width = widths, .columns = ALL};
	struct sheet *s = NULL;
	ssjc_code code = choices(b, d, err);

	if (code == SSJC_OK)
		code = document_sheet(b, &s, name, &setup, d, err);
	if (code == SSJC_OK)
		code = head(s, d, v, err);
	if (code == SSJC_OK)
		code = columns(s, d, err);
	for (size_t i = 0; code == SSJC_OK && i < d->plan->n_depts; i++)
		code = department(s, d, v, i, err);
	if (code == SSJC_OK)
		code = closing(s, d, err);
	return code;
}
