#include "record_form.h"

#include <string.h>

/* How a column is printed, and what may be typed into it. */
struct form_column {
	const char *name;
	unsigned width;
	bool fill;
	const char *codes; /* whose texts it offers */
	bool others;       /* what is not among them can be typed, too */
};

static const struct form_column confirm_form[] = {
    {"id", 150, false, NULL, false},
    {"name", 208, false, NULL, false},
    {"dept", 140, false, NULL, false},
    {"confirmed", 56, true, "yesno", false},
    {"reason", 136, true, "reason", false},
    {"evidence", 170, true, NULL, false},
    {"note", 108, true, NULL, false},
};
static const struct form_column result_form[] = {
    {"id", 156, false, NULL, false},
    {"name", 134, false, NULL, false},
    {"dept", 92, false, NULL, false},
    {"item", 60, false, NULL, false},
    {"title", 132, false, NULL, false},
    {"result", 150, true, "result", false},
    {"problem", 112, true, NULL, false},
    {"disposal", 104, true, NULL, false},
    {"date", 84, true, NULL, false},
    {"method", 84, true, "method", true},
    {"signed", 76, true, "signed", false},
    {"note", 64, true, NULL, false},
};
enum { SEQ_WIDTH = 40, COLUMNS = FORM_COLUMNS + 1, DATE_COLUMN = 8 };

static const struct {
	const char *what, *hint;
} words[2] = {
    {"对比确认表",
        "填写说明：只填写白色单元格。“确认”选“是”或“否”；选“否”的，须选移出原因，并写明证明材料。"
        "灰字的内容已经登记，不用再填。请勿增删列；填好后保存并交回。"},
    {"检查结果登记表",
        "填写说明：只填写白色单元格。“检查结果”从下拉列表中选；同一事项有多个结果的，写编号，如“2、3”。"
        "检查日期预填计划日期，不一致的请改。灰字的内容已经登记，不用再填。请勿增删列；"
        "填好后保存并交回。"},
};

struct book_form {
	const struct record *r;
	bool results;
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

static bool is_date(const struct book_form *f, size_t column)
{
	return f->results && column == DATE_COLUMN;
}

static enum xlsx_out_style style_of(
    const struct book_form *f, const struct form_row *row, size_t column)
{
	bool done = row->confirmation || row->result;
	bool fill = f->column[column].fill ||
	    /* Where the plan has no list, who inspects says what was looked at. */
	    (f->results && !f->r->items && strcmp(f->column[column].name, "item") == 0);

	if (!fill)
		return f->band ? XLSX_FIXED_BAND : XLSX_FIXED;
	if (is_date(f, column))
		return done ? XLSX_DONE_DAY : XLSX_FILL_DAY;
	return done ? XLSX_DONE : XLSX_FILL;
}

static ssjc_rc put_row(void *arg, const struct form_row *row, struct ssjc_err *err)
{
	struct book_form *f = arg;
	struct xlsx_out_cell cell[COLUMNS] = {{0}};
	struct str text[FORM_COLUMNS];
	char date[DATE_SIZE];
	day_t day;

	f->band ^= f->pick && f->pick != row->pick;
	f->pick = row->pick;
	form_cells(f->r, f->results, true, row, date, text);
	cell[0] = (struct xlsx_out_cell){.style = XLSX_NUMBER, .number = ++f->rows};
	for (size_t i = 0; i < f->columns; i++) {
		cell[i + 1] = (struct xlsx_out_cell){.style = style_of(f, row, i), .text = text[i]};
		if (is_date(f, i) && date_parse(text[i], &day)) {
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

		if (f->results && strcmp(f->column[i].name, "result") == 0) {
			offer.others = true;
			offer.message = STR(
			    "列表中没有这个结果；有多个结果的，可以写编号，如“2、3”。");
		}
		if (is_date(f, i)) {
			offer.from = time_day(f->r->state->draw_time);
			offer.message = STR("请写抽取之日以后的日期，如 2023-06-14。");
		}
		if (!offer.list && !is_date(f, i))
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
	buf_z(&title, words[f->results].what);
	rc = title.failed ? ssjc_fail_memory(err)
	                  : xlsx_out_line(f->sheet, XLSX_TITLE, buf_text(&title), 0, err);
	if (rc)
		goto out;
	buf_clear(&title);
	buf_printf(&title, "填写部门：%.*s", STR_ARG(dept->name));
	rc = xlsx_out_line(f->sheet, XLSX_SUBTITLE, buf_text(&title), 0, err);
	if (rc)
		goto out;
	rc = xlsx_out_line(f->sheet, XLSX_NOTE, str_of(words[f->results].hint), 0, err);
	if (rc)
		goto out;
	for (size_t i = 0; i < f->columns; i++)
		head[i + 1] = (struct xlsx_out_cell){.style = XLSX_HEAD,
		    .text = form_header(
		        f->r, f->results ? "results" : "confirmations", f->column[i].name)};
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
	rc = form_rows(f->r, f->results, dept, put_row, f, err);
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
	const struct str row[][2] = {{STR("form"), f->results ? STR("result") : STR("confirm")},
	    {STR("version"), STR("1")}, {STR("plan"), f->r->plan->id},
	    {STR("draw"), f->r->state->drawn_digest}};

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		ssjc_rc rc = xlsx_out_hidden(f->book, row[i], 2, err);

		if (rc)
			return rc;
	}
	return SSJC_OK;
}

ssjc_rc record_form_book(const struct record *r, bool results, const struct plan_dept *only,
    struct xlsx_out *b, struct ssjc_err *err)
{
	struct book_form f = {.r = r,
	    .results = results,
	    .column = results ? result_form : confirm_form,
	    .columns = form_columns(results),
	    .book = b};
	struct arena arena = {0};
	ssjc_rc rc;

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
