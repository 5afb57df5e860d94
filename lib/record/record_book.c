#include "record_form.h"

#include <string.h>

/* How a column is printed, and what may be typed into it. */
struct form_column {
	unsigned width;
	enum { FIXED, FILL, KEEP, DAY, KEEP_DAY } is; /* KEEP: until it is on record */
	const char *codes;                            /* whose texts it offers */
	bool others;                                  /* what is not among them can be typed, too */
};

/* In the order of form_columns. */
static const struct {
	const char *kind; /* as the hidden sheet names it */
	const char *what, *hint;
	struct form_column column[FORM_COLUMNS];
} books[] = {
    [RECORD_CONFIRM] = {"confirm", "对比确认表",
        "填写说明：只填写白色单元格。“确认”选“是”或“否”；选“否”的，须选移出原因，并写明证明材料。"
        "灰字的内容已经登记，不用再填。请勿增删列；填好后保存并交回。",
        {{150, FIXED, NULL, false}, {208, FIXED, NULL, false}, {140, FIXED, NULL, false},
            {56, FILL, "yesno", false}, {136, FILL, "reason", false}, {170, FILL, NULL, false},
            {108, FILL, NULL, false}}},
    [RECORD_RESULT] = {"result", "检查结果登记表",
        "填写说明：只填写白色单元格。“检查结果”从下拉列表中选；同一事项有多个结果的，写编号，如“2、3”。"
        "检查日期预填计划日期，不一致的请改。灰字的内容已经登记，不用再填。请勿增删列；"
        "填好后保存并交回。",
        {{156, FIXED, NULL, false}, {134, FIXED, NULL, false}, {92, FIXED, NULL, false},
            {60, FIXED, NULL, false}, {132, FIXED, NULL, false}, {150, FILL, "result", false},
            {112, FILL, NULL, false}, {104, FILL, NULL, false}, {84, DAY, NULL, false},
            {84, FILL, "method", true}, {76, FILL, "signed", false}, {64, FILL, NULL, false}}},
    [RECORD_FOLLOW] = {"follow", "后续处理登记表",
        "填写说明：只填写白色单元格。“后续处理方式”从下拉列表中选，一行填一种；另有后续处理的，填在同一企业的空行。"
        "处理日期必填；已经完结的，写完结日期（无需后续处置的不用写），没有完结的空着。选“其他”的，在备注中写明。"
        "灰字的内容已经登记，不用再填。请勿增删列；填好后保存并交回。",
        {{152, FIXED, NULL, false}, {150, FIXED, NULL, false}, {108, FIXED, NULL, false},
            {208, FIXED, NULL, false}, {200, KEEP, "follow", false}, {84, KEEP_DAY, NULL, false},
            {84, DAY, NULL, false}, {150, KEEP, NULL, false}, {104, FILL, NULL, false}}},
};
enum { SEQ_WIDTH = 40, COLUMNS = FORM_COLUMNS + 1 };

struct book_form {
	const struct record *r;
	enum record_kind kind;
	const struct form_column *column;
	size_t columns;
	unsigned list[FORM_COLUMNS];
	struct xlsx_out *book;
	struct xlsx_out_sheet *sheet;
	const struct pick *pick; /* of the row before */
	bool band;
	size_t rows; /* of the sheet's list, so far */
};

/* The texts of a column's codes; the arena owns the array. */
static ssjc_rc make_list(
    struct book_form *f, size_t column, struct arena *arena, struct ssjc_err *err)
{
	const struct vocabulary *v = f->r->vocabulary;
	const char *codes = f->column[column].codes;
	struct str code, *text;
	size_t n = 0;

	while (vocabulary_nth(v, codes, n, &code))
		n++;
	text = arena_array(arena, n, sizeof *text);
	if (!text)
		return ssjc_fail_memory(err);
	for (size_t i = 0; vocabulary_nth(v, codes, i, &code); i++)
		text[i] = vocabulary_text(v, codes, code);
	return xlsx_out_list(f->book, text, n, &f->list[column], err);
}

static bool is_date(const struct form_column *c)
{
	return c->is == DAY || c->is == KEEP_DAY;
}

static bool is_column(const struct book_form *f, size_t column, const char *name)
{
	return strcmp(form_columns(f->kind)[column], name) == 0;
}

static enum xlsx_out_style style_of(
    const struct book_form *f, const struct form_row *row, size_t column, struct str text)
{
	const struct form_column *c = &f->column[column];
	bool done = row->done || ((c->is == KEEP || c->is == KEEP_DAY) && text.n > 0);
	bool fill = c->is != FIXED ||
	    /* Where the plan has no list, who inspects says what was looked at. */
	    (f->kind == RECORD_RESULT && !f->r->items && is_column(f, column, "item"));

	if (!fill)
		return f->band ? XLSX_FIXED_BAND : XLSX_FIXED;
	if (is_date(c))
		return done ? XLSX_DONE_DAY : XLSX_FILL_DAY;
	return done ? XLSX_DONE : XLSX_FILL;
}

static ssjc_rc put_row(void *arg, const struct form_row *row, struct ssjc_err *err)
{
	struct book_form *f = arg;
	struct xlsx_out_cell cell[COLUMNS] = {{0}};
	struct str text[FORM_COLUMNS];
	char date[2][DATE_SIZE];
	day_t day;

	f->band ^= f->pick && f->pick != row->pick;
	f->pick = row->pick;
	form_cells(f->r, f->kind, true, row, date, text);
	cell[0] = (struct xlsx_out_cell){.style = XLSX_NUMBER, .number = ++f->rows};
	for (size_t i = 0; i < f->columns; i++) {
		cell[i + 1] = (struct xlsx_out_cell){
		    .style = style_of(f, row, i, text[i]), .text = text[i]};
		if (is_date(&f->column[i]) && date_parse(text[i], &day)) {
			cell[i + 1].text = STR("");
			cell[i + 1].number = (uint64_t)day;
		}
	}
	return xlsx_out_row(f->sheet, cell, f->columns + 1, 0, err);
}

/* What may be typed where. */
static ssjc_rc put_offers(struct book_form *f, size_t first, struct ssjc_err *err)
{
	for (size_t i = 0; i < f->columns; i++) {
		struct xlsx_out_offer offer = {.column = i + 1,
		    .row = first,
		    .rows = f->rows,
		    .list = f->list[i],
		    .others = f->column[i].others,
		    .message = STR("请从下拉列表中选择。")};
		ssjc_rc rc;

		if (is_column(f, i, "result")) {
			offer.others = true;
			offer.message = STR(
			    "列表中没有这个结果；有多个结果的，可以写编号，如“2、3”。");
		}
		if (is_date(&f->column[i])) {
			offer.from = time_day(f->r->state->draw_time);
			offer.message = STR("请写抽取之日以后的日期，如 2023-06-14。");
		}
		if (!offer.list && !is_date(&f->column[i]))
			continue;
		rc = xlsx_out_offer(f->sheet, &offer, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static ssjc_rc put_head(struct book_form *f, const struct plan_dept *dept, struct ssjc_err *err)
{
	struct xlsx_out_cell head[COLUMNS] = {{.style = XLSX_HEAD, .text = STR("序号")}};
	struct buf title = {0};
	ssjc_rc rc;

	buf_str(&title, f->r->plan->title);
	buf_z(&title, books[f->kind].what);
	rc = title.failed ? ssjc_fail_memory(err)
	                  : xlsx_out_line(f->sheet, XLSX_TITLE, buf_text(&title), 0, err);
	if (rc)
		goto out;
	buf_clear(&title);
	buf_printf(&title, "填写部门：%.*s", STR_ARG(dept->name));
	rc = xlsx_out_line(f->sheet, XLSX_SUBTITLE, buf_text(&title), 0, err);
	if (rc)
		goto out;
	rc = xlsx_out_line(f->sheet, XLSX_NOTE, str_of(books[f->kind].hint), 0, err);
	if (rc)
		goto out;
	for (size_t i = 0; i < f->columns; i++)
		head[i + 1] = (struct xlsx_out_cell){.style = XLSX_HEAD,
		    .text = form_header(f->r, f->kind, form_columns(f->kind)[i])};
	rc = xlsx_out_row(f->sheet, head, f->columns + 1, 0, err);
	if (rc)
		goto out;
	rc = xlsx_out_repeat(f->sheet, 1, err);
out:
	buf_free(&title);
	return rc;
}

static ssjc_rc put_sheet(struct book_form *f, const struct plan_dept *dept, struct ssjc_err *err)
{
	unsigned width[COLUMNS] = {SEQ_WIDTH};
	struct xlsx_out_setup setup = {
	    .width = width, .columns = f->columns + 1, .landscape = true, .list = true};
	struct buf name = {0}, footer = {0};
	size_t first;
	ssjc_rc rc;

	for (size_t i = 0; i < f->columns; i++)
		width[i + 1] = f->column[i].width;
	buf_printf(&footer, "%.*s %.*s", STR_ARG(f->r->plan->id), STR_ARG(dept->name));
	setup.footer = buf_text(&footer);
	setup.sample = f->r->plan->rehearsal;
	xlsx_out_sheet_name(f->book, dept->name, &name);
	rc = name.failed || footer.failed ? ssjc_fail_memory(err)
	                                  : xlsx_out_sheet(f->book, &f->sheet, name.p, &setup, err);
	if (rc)
		goto out;
	rc = put_head(f, dept, err);
	if (rc)
		goto out;
	f->pick = NULL;
	f->band = false;
	f->rows = 0;
	first = xlsx_out_rows(f->sheet);
	rc = form_rows(f->r, f->kind, dept, put_row, f, err);
	if (rc)
		goto out;
	rc = put_offers(f, first, err);
	xlsx_out_protect(f->sheet);
out:
	buf_free(&name);
	buf_free(&footer);
	return rc;
}

/* What programs are to know of the workbook: record_in looks whether it is of this plan. */
static ssjc_rc put_hidden(struct book_form *f, struct ssjc_err *err)
{
	const struct str row[][2] = {{STR("form"), str_of(books[f->kind].kind)},
	    {STR("version"), STR("1")}, {STR("plan"), f->r->plan->id},
	    {STR("draw"), f->r->state->drawn_digest}};

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		ssjc_rc rc = xlsx_out_hidden(f->book, row[i], 2, err);

		if (rc)
			return rc;
	}
	return SSJC_OK;
}

ssjc_rc record_form_book(const struct record *r, enum record_kind kind,
    const struct plan_dept *only, struct xlsx_out *b, struct ssjc_err *err)
{
	struct book_form f = {.r = r, .kind = kind, .column = books[kind].column, .book = b};
	struct arena arena = {0};
	ssjc_rc rc;

	while (form_columns(kind)[f.columns])
		f.columns++;
	for (size_t i = 0; i < f.columns; i++) {
		if (!f.column[i].codes)
			continue;
		rc = make_list(&f, i, &arena, err);
		if (rc)
			goto out;
	}
	for (size_t d = 0; d < r->plan->n_depts; d++) {
		if (only && &r->plan->dept[d] != only)
			continue;
		rc = put_sheet(&f, &r->plan->dept[d], err);
		if (rc)
			goto out;
	}
	rc = put_hidden(&f, err);
out:
	arena_free(&arena);
	return rc;
}
