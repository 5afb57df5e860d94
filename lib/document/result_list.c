#include "ssjc/document/result_list.h"

static const struct {
	struct str head;
	unsigned width;
	enum sheet_style style;
} columns[DISCLOSURE_COLUMNS] = {
    {{"序号", 6}, 32, SHEET_CENTRE},
    {{"抽查计划编号", 18}, 96, SHEET_SMALL},
    {{"抽查计划名称", 18}, 176, SHEET_SMALL},
    {{"抽查类型", 12}, 72, SHEET_SMALL},
    {{"检查机关", 12}, 96, SHEET_SMALL},
    {{"抽查市场主体名称", 24}, 132, SHEET_SMALL},
    {{"统一社会信用代码", 24}, 140, SHEET_SMALL},
    {{"检查完成日期", 18}, 80, SHEET_SMALL},
    {{"检查结果", 12}, 104, SHEET_SMALL},
    {{"备注", 6}, 80, SHEET_SMALL},
};

void disclosure_remark(struct buf *out, const struct pick *p, bool refused)
{
	static const char *const words[ROLES] = {
	    [ROLE_REPLACEMENT] = "替补（由抽查备选名单递补）",
	    [ROLE_REMOVED] = "抽中后经核对移出",
	};

	buf_z(out, words[p->role] ? words[p->role] : "");
	if (refused)
		buf_printf(out, "%s拒绝签字", words[p->role] ? "；" : "");
}

static ssjc_code keep(struct disclosure *list, const struct buf *b, struct str *out,
    struct ssjc_err *err)
{
	bool ok = !b->failed;

	if (ok)
		*out = arena_str(&list->arena, buf_text(b), &ok);
	return ok ? SSJC_OK : ssjc_fail_memory(err);
}

static ssjc_code add(struct disclosure *list, const struct document *d, const struct finding *f,
    struct str result, struct ssjc_err *err)
{
	struct str *cell = &list->cell[list->rows * DISCLOSURE_COLUMNS];
	struct buf number = {0}, remark = {0};
	char date[DATE_SIZE];
	bool ok = true;
	ssjc_code code;

	date_format(f->date, date);
	buf_printf(&number, "%zu", list->rows + 1);
	disclosure_remark(&remark, f->pick, f->refused);
	cell[1] = d->plan->id;
	cell[2] = d->plan->title;
	cell[3] = d->plan->type;
	cell[4] = f->dept->name;
	cell[5] = f->pick->object.name;
	cell[6] = f->pick->object.id;
	cell[7] = arena_str(&list->arena, str_of(date), &ok);
	cell[8] = finding_text(d, result);
	code = ok ? keep(list, &number, &cell[0], err) : ssjc_fail_memory(err);
	if (code == SSJC_OK)
		code = keep(list, &remark, &cell[9], err);
	list->rows++;
	buf_free(&number);
	buf_free(&remark);
	return code;
}

ssjc_code disclosure_of(struct disclosure *out, const struct document *d,
    const struct findings *f, struct ssjc_err *err)
{
	size_t rows = 0;
	ssjc_code code = SSJC_OK;

	*out = (struct disclosure){0};
	for (size_t i = 0; i < f->n; i++)
		rows += f->v[i].n_codes;
	out->cell = arena_array(&out->arena, rows, DISCLOSURE_COLUMNS * sizeof *out->cell);
	if (!out->cell)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < f->n; i++) {
		const struct finding *one = &f->v[i];

		for (size_t k = 0; one->complete && code == SSJC_OK && k < one->n_codes; k++)
			code = add(out, d, one, one->code[k], err);
	}
	if (code != SSJC_OK)
		disclosure_close(out);
	return code;
}

void disclosure_csv(struct csv_out *out, const struct disclosure *list)
{
	for (size_t i = 0; i < DISCLOSURE_COLUMNS; i++)
		csv_out_field(out, columns[i].head);
	csv_out_end(out);
	for (size_t i = 0; i < list->rows; i++) {
		for (size_t k = 0; k < DISCLOSURE_COLUMNS; k++)
			csv_out_field(out, list->cell[i * DISCLOSURE_COLUMNS + k]);
		csv_out_end(out);
	}
}

static ssjc_code put_row(struct sheet *s, const struct str *text, bool head, struct ssjc_err *err)
{
	struct sheet_cell cell[DISCLOSURE_COLUMNS];

	for (size_t i = 0; i < DISCLOSURE_COLUMNS; i++)
		cell[i] = (struct sheet_cell){head ? SHEET_HEAD : columns[i].style, 1, text[i], 0};
	return sheet_row(s, cell, DISCLOSURE_COLUMNS, 30, err);
}

ssjc_code disclosure_sheet(struct book *b, const char *name, const struct document *d,
    const struct disclosure *list, struct ssjc_err *err)
{
	unsigned width[DISCLOSURE_COLUMNS];
	struct str head[DISCLOSURE_COLUMNS];
	struct sheet_setup setup = {.width = width, .columns = DISCLOSURE_COLUMNS,
	    .landscape = true, .list = true};
	struct buf note = {0};
	struct sheet *s;
	ssjc_code code;

	for (size_t i = 0; i < DISCLOSURE_COLUMNS; i++) {
		width[i] = columns[i].width;
		head[i] = columns[i].head;
	}
	document_drawn(&note, d);
	code = note.failed ? ssjc_fail_memory(err) : document_sheet(b, &s, name, &setup, d, err);
	if (code == SSJC_OK)
		code = sheet_line(s, SHEET_TITLE, d->plan->title, 0, err);
	if (code == SSJC_OK)
		code = sheet_line(s, SHEET_SUBTITLE, STR("抽查结果公示表"), 0, err);
	if (code == SSJC_OK)
		code = sheet_line(s, SHEET_NOTE, buf_text(&note), 0, err);
	if (code == SSJC_OK)
		code = put_row(s, head, true, err);
	if (code == SSJC_OK)
		code = sheet_repeat(s, 1, err);
	for (size_t i = 0; code == SSJC_OK && i < list->rows; i++)
		code = put_row(s, &list->cell[i * DISCLOSURE_COLUMNS], false, err);
	buf_free(&note);
	return code;
}

void disclosure_close(struct disclosure *list)
{
	arena_free(&list->arena);
	*list = (struct disclosure){0};
}
