#include "ssjc/document/result_list.h"

static const struct {
	struct str head;
	unsigned width;
	enum xlsx_out_style style;
} columns[RESULT_LIST_COLUMNS] = {
    {STR_INIT("序号"), 32, XLSX_CENTRE},
    {STR_INIT("抽查计划编号"), 96, XLSX_DATA},
    {STR_INIT("抽查计划名称"), 160, XLSX_DATA},
    {STR_INIT("抽查类型"), 72, XLSX_DATA},
    {STR_INIT("检查机关"), 96, XLSX_DATA},
    {STR_INIT("抽查市场主体名称"), 132, XLSX_DATA},
    {STR_INIT("统一社会信用代码"), 156, XLSX_DATA},
    {STR_INIT("检查完成日期"), 80, XLSX_DATA},
    {STR_INIT("检查结果"), 104, XLSX_DATA},
    {STR_INIT("备注"), 80, XLSX_DATA},
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

/* Add a row; there is room for it. */
static ssjc_rc add(struct result_list *list, const struct document *d, const struct dept_result *r,
    struct str code, struct ssjc_err *err)
{
	struct str *cell = &list->cell[list->rows * RESULT_LIST_COLUMNS];
	struct buf number = {0}, remark = {0};
	char date[DATE_SIZE];
	bool ok;

	date_format(r->date, date);
	buf_printf(&number, "%zu", list->rows + 1);
	result_list_remark(&remark, r->pick, r->refused);
	ok = !number.failed && !remark.failed;
	cell[0] = arena_str(&list->arena, buf_text(&number), &ok);
	cell[1] = d->plan->id;
	cell[2] = d->plan->title;
	cell[3] = d->plan->type;
	cell[4] = r->dept->name;
	cell[5] = r->pick->object.name;
	cell[6] = r->pick->object.id;
	cell[7] = arena_str(&list->arena, str_of(date), &ok);
	cell[8] = dept_result_text(d, code);
	cell[9] = arena_str(&list->arena, buf_text(&remark), &ok);
	list->rows++;
	buf_free(&number);
	buf_free(&remark);
	return ok ? SSJC_OK : ssjc_fail_memory(err);
}

ssjc_rc result_list_of(struct result_list *out, const struct document *d,
    const struct dept_results *results, struct ssjc_err *err)
{
	size_t rows = 0;
	ssjc_rc rc = SSJC_OK;

	*out = (struct result_list){0};
	for (size_t i = 0; i < results->n; i++)
		rows += results->v[i].n_codes;
	out->cell = arena_array(&out->arena, rows, RESULT_LIST_COLUMNS * sizeof *out->cell);
	if (!out->cell) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	for (size_t i = 0; i < results->n; i++) {
		const struct dept_result *r = &results->v[i];

		if (!r->complete)
			continue;
		for (size_t k = 0; k < r->n_codes; k++) {
			rc = add(out, d, r, r->code[k], err);
			if (rc)
				goto out;
		}
	}
out:
	if (rc)
		result_list_close(out);
	return rc;
}

ssjc_rc result_list_write(const struct result_list *list, enum csv_style style, FILE *f,
    char *digest, struct ssjc_err *err)
{
	struct csv_out out = {0};
	ssjc_rc rc = csv_out_open(&out, f, style, err);

	if (rc)
		goto out;
	out.defuse = true; /* the public opens it with a spreadsheet */
	for (size_t i = 0; i < RESULT_LIST_COLUMNS; i++)
		csv_out_field(&out, columns[i].head);
	csv_out_end(&out);
	for (size_t i = 0; i < list->rows; i++) {
		for (size_t k = 0; k < RESULT_LIST_COLUMNS; k++)
			csv_out_field(&out, list->cell[i * RESULT_LIST_COLUMNS + k]);
		csv_out_end(&out);
	}
	rc = csv_out_finish(&out, digest, err);
out:
	csv_out_close(&out);
	return rc;
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
	rc = document_sheet(b, &s, name, &setup, d, err);
	if (rc)
		goto out;
	rc = document_headings(s, d, STR("抽查结果公示表"), err);
	if (rc)
		goto out;
	rc = document_line(s, XLSX_NOTE, &note, 0, err);
	if (rc)
		goto out;
	rc = put_row(s, head, true, err);
	if (rc)
		goto out;
	rc = xlsx_out_repeat(s, 1, err);
	if (rc)
		goto out;
	for (size_t i = 0; i < list->rows; i++) {
		rc = put_row(s, &list->cell[i * RESULT_LIST_COLUMNS], false, err);
		if (rc)
			goto out;
	}
out:
	buf_free(&note);
	return rc;
}

void result_list_close(struct result_list *list)
{
	arena_free(&list->arena);
	*list = (struct result_list){0};
}
