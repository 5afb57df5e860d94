#include "ssjc/document/result_list.h"

static const struct {
	struct str head;
	unsigned width;
	enum xlsx_out_style style;
} columns[RESULT_LIST_COLUMNS] = {
    {{"序号", 6}, 32, XLSX_CENTRE},
    {{"抽查计划编号", 18}, 96, XLSX_SMALL},
    {{"抽查计划名称", 18}, 176, XLSX_SMALL},
    {{"抽查类型", 12}, 72, XLSX_SMALL},
    {{"检查机关", 12}, 96, XLSX_SMALL},
    {{"抽查市场主体名称", 24}, 132, XLSX_SMALL},
    {{"统一社会信用代码", 24}, 140, XLSX_SMALL},
    {{"检查完成日期", 18}, 80, XLSX_SMALL},
    {{"检查结果", 12}, 104, XLSX_SMALL},
    {{"备注", 6}, 80, XLSX_SMALL},
};

void result_list_remark(struct buf *out, const struct pick *p, bool refused)
{
	static const char *const words[ROLES] = {
	    [ROLE_REPLACEMENT] = "替补（由抽查备选名单递补）",
	    [ROLE_REMOVED] = "抽中后经核对移出",
	};

	buf_z(out, words[p->role] ? words[p->role] : "");
	if (refused)
		buf_printf(out, "%s拒绝签字", words[p->role] ? "；" : "");
}

static ssjc_rc keep(
    struct result_list *list, const struct buf *b, struct str *out, struct ssjc_err *err)
{
	bool ok = !b->failed;

	if (ok)
		*out = arena_str(&list->arena, buf_text(b), &ok);
	return ok ? SSJC_OK : ssjc_fail_memory(err);
}

static ssjc_rc add(struct result_list *list, const struct document *d, const struct dept_result *f,
    struct str result, struct ssjc_err *err)
{
	struct str *cell = &list->cell[list->rows * RESULT_LIST_COLUMNS];
	struct buf number = {0}, remark = {0};
	char date[DATE_SIZE];
	bool ok = true;
	ssjc_rc rc;

	date_format(f->date, date);
	buf_printf(&number, "%zu", list->rows + 1);
	result_list_remark(&remark, f->pick, f->refused);
	cell[1] = d->plan->id;
	cell[2] = d->plan->title;
	cell[3] = d->plan->type;
	cell[4] = f->dept->name;
	cell[5] = f->pick->object.name;
	cell[6] = f->pick->object.id;
	cell[7] = arena_str(&list->arena, str_of(date), &ok);
	cell[8] = dept_result_text(d, result);
	rc = ok ? keep(list, &number, &cell[0], err) : ssjc_fail_memory(err);
	if (rc == SSJC_OK)
		rc = keep(list, &remark, &cell[9], err);
	list->rows++;
	buf_free(&number);
	buf_free(&remark);
	return rc;
}

ssjc_rc result_list_of(struct result_list *out, const struct document *d,
    const struct dept_results *f, struct ssjc_err *err)
{
	size_t rows = 0;
	ssjc_rc rc = SSJC_OK;

	*out = (struct result_list){0};
	for (size_t i = 0; i < f->n; i++)
		rows += f->v[i].n_codes;
	out->cell = arena_array(&out->arena, rows, RESULT_LIST_COLUMNS * sizeof *out->cell);
	if (!out->cell)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < f->n; i++) {
		const struct dept_result *one = &f->v[i];

		for (size_t k = 0; one->complete && rc == SSJC_OK && k < one->n_codes; k++)
			rc = add(out, d, one, one->code[k], err);
	}
	if (rc != SSJC_OK)
		result_list_close(out);
	return rc;
}

void result_list_csv(struct csv_out *out, const struct result_list *list)
{
	for (size_t i = 0; i < RESULT_LIST_COLUMNS; i++)
		csv_out_field(out, columns[i].head);
	csv_out_end(out);
	for (size_t i = 0; i < list->rows; i++) {
		for (size_t k = 0; k < RESULT_LIST_COLUMNS; k++)
			csv_out_field(out, list->cell[i * RESULT_LIST_COLUMNS + k]);
		csv_out_end(out);
	}
}

static ssjc_rc put_row(
    struct xlsx_out_sheet *s, const struct str *text, bool head, struct ssjc_err *err)
{
	struct xlsx_out_cell cell[RESULT_LIST_COLUMNS];

	for (size_t i = 0; i < RESULT_LIST_COLUMNS; i++)
		cell[i] = (struct xlsx_out_cell){
		    head ? XLSX_HEAD : columns[i].style, 1, text[i], 0};
	return xlsx_out_row(s, cell, RESULT_LIST_COLUMNS, 30, err);
}

ssjc_rc result_list_sheet(struct xlsx_out *b, const char *name, const struct document *d,
    const struct result_list *list, struct ssjc_err *err)
{
	unsigned width[RESULT_LIST_COLUMNS];
	struct str head[RESULT_LIST_COLUMNS];
	struct xlsx_out_setup setup = {
	    .width = width, .columns = RESULT_LIST_COLUMNS, .landscape = true, .list = true};
	struct buf note = {0};
	struct xlsx_out_sheet *s;
	ssjc_rc rc;

	for (size_t i = 0; i < RESULT_LIST_COLUMNS; i++) {
		width[i] = columns[i].width;
		head[i] = columns[i].head;
	}
	document_drawn(&note, d);
	rc = note.failed ? ssjc_fail_memory(err) : document_sheet(b, &s, name, &setup, d, err);
	if (rc == SSJC_OK)
		rc = xlsx_out_line(s, XLSX_TITLE, d->plan->title, 0, err);
	if (rc == SSJC_OK)
		rc = xlsx_out_line(s, XLSX_SUBTITLE, STR("抽查结果公示表"), 0, err);
	if (rc == SSJC_OK)
		rc = xlsx_out_line(s, XLSX_NOTE, buf_text(&note), 0, err);
	if (rc == SSJC_OK)
		rc = put_row(s, head, true, err);
	if (rc == SSJC_OK)
		rc = xlsx_out_repeat(s, 1, err);
	for (size_t i = 0; rc == SSJC_OK && i < list->rows; i++)
		rc = put_row(s, &list->cell[i * RESULT_LIST_COLUMNS], false, err);
	buf_free(&note);
	return rc;
}

void result_list_close(struct result_list *list)
{
	arena_free(&list->arena);
	*list = (struct result_list){0};
}
