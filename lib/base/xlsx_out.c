#include "ssjc/base/xlsx_out.h"

#include "page_break.h"
#include "sample_mark.h"
#include "ssjc/base/file.h"
#include "ssjc/base/line_break.h"
#include "ssjc/base/qr.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include <xlsxwriter.h>

/* The format's limits: pixels of a row, characters of a cell and of a footer's text. */
enum { ROW_MAX = 545, TEXT_MAX = 32767, FOOTER_MAX = 200 };
/* Of Excel: how many line feeds a cell may have. */
enum { FEEDS_MAX = 253 };
/* Pixels: what an indent takes of a cell's width, what a row needs besides its lines. */
enum { INDENT = 9, LEADING = 6 };
/* What of the height of an A4 page rows can use, in pixels, less two in a hundred to be safe. */
enum { PAGE_HEIGHT = 977, PAGE_HEIGHT_LANDSCAPE = 654 };
/* Per cent: how far a sheet is scaled down so that it fits one page. Page breaks of a sheet. */
enum { SCALE_MIN = 77, BREAKS_MAX = 1023 };
/* A QR code: pixels of its side at most, and of one of its modules in the picture. */
enum { QR_SIDE = 84, QR_SCALE = 4 };
/* Of a sheet's name, in units of UTF-16; and how many sheets of one name are numbered. */
enum { NAME_MAX_UNITS = 31, SHEETS_MAX = 10000 };

/* What a style is, besides fonts and lines. */
enum {
	BOLD = 1,
	SHADED = 2,
	NUMBER = 4,
	AS_IS = 8, /* read by programs, too: no line feeds of ours */
	OPEN = 16, /* can be changed in a locked sheet */
	DAY = 32,
	GREY = 64
};

static const struct style {
	const char *font;
	uint8_t half_points;
	uint8_t align, valign;
	uint8_t border;
	uint8_t is;
} styles[XLSX_STYLES] = {
    [XLSX_TITLE] = {"方正小标宋简体", 36, LXW_ALIGN_CENTER, LXW_ALIGN_VERTICAL_CENTER, 0, 0},
    [XLSX_SUBTITLE] = {"黑体", 28, LXW_ALIGN_CENTER, LXW_ALIGN_VERTICAL_CENTER, 0, 0},
    [XLSX_PARAGRAPH] = {"仿宋", 26, LXW_ALIGN_LEFT, LXW_ALIGN_VERTICAL_CENTER, 0, 0},
    [XLSX_RIGHT] = {"仿宋", 26, LXW_ALIGN_RIGHT, LXW_ALIGN_VERTICAL_CENTER, 0, 0},
    [XLSX_NOTE] = {"宋体", 18, LXW_ALIGN_LEFT, LXW_ALIGN_VERTICAL_CENTER, 0, 0},
    [XLSX_BAND] = {"黑体", 22, LXW_ALIGN_LEFT, LXW_ALIGN_VERTICAL_CENTER, 1, SHADED},
    [XLSX_HEAD] = {"黑体", 20, LXW_ALIGN_CENTER, LXW_ALIGN_VERTICAL_CENTER, 1, SHADED},
    [XLSX_LABEL] = {"黑体", 20, LXW_ALIGN_CENTER, LXW_ALIGN_VERTICAL_CENTER, 1, 0},
    [XLSX_TEXT] = {"宋体", 21, LXW_ALIGN_LEFT, LXW_ALIGN_VERTICAL_CENTER, 1, 0},
    [XLSX_CENTRE] = {"宋体", 20, LXW_ALIGN_CENTER, LXW_ALIGN_VERTICAL_CENTER, 1, 0},
    [XLSX_SMALL] = {"宋体", 18, LXW_ALIGN_LEFT, LXW_ALIGN_VERTICAL_CENTER, 1, 0},
    [XLSX_DATA] = {"宋体", 18, LXW_ALIGN_LEFT, LXW_ALIGN_VERTICAL_CENTER, 1, AS_IS},
    [XLSX_CHOICE] = {"宋体", 18, LXW_ALIGN_CENTER, LXW_ALIGN_VERTICAL_CENTER, 1, 0},
    [XLSX_NUMBER] = {"宋体", 21, LXW_ALIGN_CENTER, LXW_ALIGN_VERTICAL_CENTER, 1, NUMBER},
    [XLSX_TOTAL] = {"宋体", 21, LXW_ALIGN_CENTER, LXW_ALIGN_VERTICAL_CENTER, 1,
        BOLD | SHADED | NUMBER},
    [XLSX_QR] = {"宋体", 18, LXW_ALIGN_CENTER, LXW_ALIGN_VERTICAL_CENTER, 0, 0},
    [XLSX_FILL] = {"宋体", 20, LXW_ALIGN_LEFT, LXW_ALIGN_VERTICAL_CENTER, 1, AS_IS | OPEN},
    [XLSX_FILL_DAY] = {"宋体", 20, LXW_ALIGN_CENTER, LXW_ALIGN_VERTICAL_CENTER, 1, DAY | OPEN},
    [XLSX_FIXED] = {"宋体", 18, LXW_ALIGN_LEFT, LXW_ALIGN_VERTICAL_CENTER, 1, AS_IS},
    [XLSX_FIXED_BAND] = {"宋体", 18, LXW_ALIGN_LEFT, LXW_ALIGN_VERTICAL_CENTER, 1, AS_IS | SHADED},
    [XLSX_DONE] = {"楷体", 20, LXW_ALIGN_LEFT, LXW_ALIGN_VERTICAL_CENTER, 1, AS_IS | SHADED | GREY},
    [XLSX_DONE_DAY] = {"楷体", 20, LXW_ALIGN_CENTER, LXW_ALIGN_VERTICAL_CENTER, 1,
        DAY | SHADED | GREY},
};

static bool is(enum xlsx_out_style style, int what)
{
	return styles[style].is & what;
}

/* Of a day_t: the serial number of its date, which counts from 1899-12-30. */
enum { SERIAL = 25569 };

static const char lists_name[] = "选项";
const char xlsx_out_hidden_name[] = "ssjc";

/* A row of the hidden sheet. */
struct hidden_row {
	struct hidden_row *next;
	char **text; /* n of them */
	size_t n;
};

enum { LISTS_MAX = 26 };

/* Texts that cells offer, and the formula that names the cells where they are. */
struct list {
	struct str *text;
	size_t n;
	char *range;
};

struct xlsx_out_sheet {
	struct xlsx_out_sheet *next;
	struct xlsx_out *book;
	lxw_worksheet *worksheet;
	unsigned *width;
	size_t columns;
	struct page_row *row;
	size_t rows, rows_cap;
	unsigned repeated; /* the height of the rows that every page repeats */
	bool list, landscape, one_page, sample;
};

struct xlsx_out {
	lxw_workbook *workbook;             /* NULL once written */
	lxw_format *format[XLSX_STYLES][2]; /* the second of open cells */
	char *path;
	struct file_temporary temporary;
	enum file_kind kind;
	struct xlsx_out_sheet *sheets; /* the last first */
	struct list list[LISTS_MAX];   /* what cells offer; each is a column of a hidden sheet */
	unsigned lists, choices;       /* how many; the number of that of XLSX_CHOICE, from 1 */
	struct hidden_row *hidden, **hidden_end;
	struct arena arena;
};

/* Fill err from a libxlsxwriter error that is not the text's fault. */
static ssjc_rc check(const struct xlsx_out *b, lxw_error e, struct ssjc_err *err)
{
	if (e == LXW_NO_ERROR)
		return SSJC_OK;
	return ssjc_fail_at(
	    err, SSJC_SYSTEM, b->path, 0, NULL, "cannot write the workbook: %s", lxw_strerror(e));
}

/* A copy of s for libxlsxwriter, which writes a broken file for text that is not UTF-8. */
static ssjc_rc text_of(struct xlsx_out *b, struct str s, char **out, struct ssjc_err *err)
{
	size_t chars = 0;
	int32_t c;

	for (size_t i = 0; i < s.n;) {
		utf8proc_ssize_t n = utf8proc_iterate(
		    (const utf8proc_uint8_t *)s.p + i, (utf8proc_ssize_t)(s.n - i), &c);

		if (n <= 0 || c == 0 || (c & 0xfffe) == 0xfffe)
			return ssjc_fail_at(err, SSJC_INPUT, b->path, 0, NULL,
			    "a text for a sheet is not UTF-8 at its byte %zu", i + 1);
		i += (size_t)n;
		chars += 1 + (c > 0xffff);
	}
	if (chars > TEXT_MAX)
		return ssjc_fail_at(err, SSJC_INPUT, b->path, 0, NULL,
		    "a text has %zu characters, more than a cell can hold (%d)", chars, TEXT_MAX);
	*out = arena_cstr(&b->arena, s);
	return *out ? SSJC_OK : ssjc_fail_memory(err);
}

/* In a table, text keeps some distance from the line at its left. */
static bool indented(const struct style *s)
{
	return s->border && s->align == LXW_ALIGN_LEFT;
}

static lxw_format *format_of(struct xlsx_out *b, enum xlsx_out_style style, bool open)
{
	const struct style *s = &styles[style];
	lxw_format *f = b->format[style][open];

	if (f)
		return f;
	f = b->format[style][open] = workbook_add_format(b->workbook);
	if (!f)
		return NULL;
	format_set_font_name(f, s->font);
	format_set_font_charset(f, 134); /* GB 2312, for a machine without the font */
	format_set_font_size(f, s->half_points / 2.0);
	format_set_align(f, s->align);
	format_set_align(f, s->valign);
	format_set_text_wrap(f);
	if (s->border)
		format_set_border(f, LXW_BORDER_THIN);
	if (indented(s))
		format_set_indent(f, 1);
	if (s->is & BOLD)
		format_set_bold(f);
	if (s->is & SHADED)
		format_set_bg_color(f, 0xF2F2F2);
	if (s->is & GREY)
		format_set_font_color(f, 0x595959);
	if (open)
		format_set_unlocked(f);
	/* A text stays a text when somebody edits it: codes have 18 digits. */
	format_set_num_format(f, s->is & DAY ? "yyyy-mm-dd" : s->is & NUMBER ? "0" : "@");
	return f;
}

ssjc_rc xlsx_out_open(struct xlsx_out **out, const char *path, struct str title, int64_t created,
    struct ssjc_err *err)
{
	struct xlsx_out *b = calloc(1, sizeof *b);
	lxw_workbook_options options = {0};
	lxw_doc_properties properties = {.created = (time_t)created};
	ssjc_rc rc;

	*out = NULL;
	if (!b)
		return ssjc_fail_memory(err);
	b->hidden_end = &b->hidden;
	b->path = strdup(path);
	if (!b->path) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	rc = text_of(b, title, &properties.title, err);
	if (rc)
		goto out;
	b->kind = FILE_INTERNAL;
	rc = file_temporary(&b->temporary, path, err);
	if (rc)
		goto out;
	b->workbook = workbook_new_opt(b->temporary.by_fd, &options);
	if (!b->workbook) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	rc = check(b, workbook_set_properties(b->workbook, &properties), err);
	if (rc)
		goto out;
	*out = b;
	b = NULL;
out:
	xlsx_out_free(b);
	return rc;
}

ssjc_rc xlsx_out_list(
    struct xlsx_out *b, const struct str *text, size_t n, unsigned *list, struct ssjc_err *err)
{
	struct list *l = &b->list[b->lists];
	struct buf range = {0};
	char column = (char)('A' + b->lists);

	if (b->lists == LISTS_MAX)
		return ssjc_fail(err, SSJC_USAGE, "a workbook has more than %d lists", LISTS_MAX);
	l->text = arena_array(&b->arena, n, sizeof *text);
	if (n > 0 && l->text)
		memcpy(l->text, text, n * sizeof *text);
	l->n = n;
	buf_printf(&range, "='%s'!$%c$1:$%c$%zu", lists_name, column, column, n);
	if (!range.failed)
		l->range = arena_cstr(&b->arena, buf_text(&range));
	buf_free(&range);
	*list = ++b->lists;
	return l->text && l->range ? SSJC_OK : ssjc_fail_memory(err);
}

ssjc_rc xlsx_out_choices(struct xlsx_out *b, const struct str *text, size_t n, struct ssjc_err *err)
{
	return b->choices ? SSJC_OK : xlsx_out_list(b, text, n, &b->choices, err);
}

/* The footer's commands. In its text, & must be doubled; a long text is cut. */
static char *footer_of(struct xlsx_out *b, struct str text)
{
	struct buf f = {0};
	char *z = NULL;
	size_t chars = 0;

	buf_z(&f, "&L&\"宋体\"&8 ");
	for (size_t i = 0; i < text.n; i++) {
		chars += ((unsigned char)text.p[i] & 0xc0) != 0x80;
		if (text.p[i] == '&')
			chars++, buf_char(&f, '&');
		if (chars > FOOTER_MAX)
			break;
		buf_char(&f, text.p[i]);
	}
	buf_z(&f, "&R&\"宋体\"&8 第 &P 页，共 &N 页");
	if (!f.failed)
		z = arena_cstr(&b->arena, buf_text(&f));
	buf_free(&f);
	return z;
}

/* Paper, margins, columns and footer of a sheet. */
static ssjc_rc set_up(
    struct xlsx_out_sheet *s, const struct xlsx_out_setup *setup, struct ssjc_err *err)
{
	lxw_worksheet *w = s->worksheet;
	char *footer;
	ssjc_rc rc;

	rc = text_of(s->book, setup->footer, &footer, err);
	if (rc)
		return rc;
	footer = footer_of(s->book, setup->footer);
	if (!footer)
		return ssjc_fail_memory(err);
	worksheet_set_paper(w, 9); /* A4 */
	if (setup->landscape)
		worksheet_set_landscape(w);
	worksheet_set_margins(w, 0.59, 0.59, 0.59, 0.71);
	worksheet_center_horizontally(w);
	worksheet_fit_to_pages(w, 1, 0);
	worksheet_gridlines(w, LXW_HIDE_ALL_GRIDLINES);
	for (size_t i = 0; i < setup->columns; i++) {
		lxw_error e = worksheet_set_column_pixels(
		    w, (lxw_col_t)i, (lxw_col_t)i, setup->width[i], NULL);

		rc = check(s->book, e, err);
		if (rc)
			return rc;
	}
	if (setup->sample)
		worksheet_set_tab_color(w, 0xC00000);
	return check(s->book, worksheet_set_footer(w, footer), err);
}

ssjc_rc xlsx_out_sheet(struct xlsx_out *b, struct xlsx_out_sheet **out, const char *name,
    const struct xlsx_out_setup *setup, struct ssjc_err *err)
{
	struct xlsx_out_sheet *s = arena_alloc(&b->arena, sizeof *s);
	ssjc_rc rc;

	*out = NULL;
	if (!s)
		return ssjc_fail_memory(err);
	rc = check(b, workbook_validate_sheet_name(b->workbook, name), err);
	if (rc)
		return rc;
	if (name[0] >= '0' && name[0] <= '9')
		return ssjc_fail(
		    err, SSJC_USAGE, "the name of a sheet, “%s”, begins with a digit", name);
	s->book = b;
	s->columns = setup->columns;
	s->list = setup->list;
	s->landscape = setup->landscape;
	s->one_page = setup->one_page;
	s->sample = setup->sample;
	s->width = arena_array(&b->arena, setup->columns, sizeof *s->width);
	s->worksheet = workbook_add_worksheet(b->workbook, name);
	if (!s->width || !s->worksheet)
		return ssjc_fail_memory(err);
	memcpy(s->width, setup->width, setup->columns * sizeof *s->width);
	rc = set_up(s, setup, err);
	if (rc)
		return rc;
	s->next = b->sheets;
	b->sheets = s;
	*out = s;
	return SSJC_OK;
}

/* The first characters of s that fit in so many units of UTF-16. */
static struct str cut(struct str s, size_t units)
{
	size_t n = 0;

	while (n < s.n) {
		size_t bytes = 1;

		while (n + bytes < s.n && ((unsigned char)s.p[n + bytes] & 0xc0) == 0x80)
			bytes++;
		if (units < (bytes > 3 ? 2U : 1U))
			break;
		units -= bytes > 3 ? 2 : 1;
		n += bytes;
	}
	return (struct str){s.p, n};
}

void xlsx_out_sheet_name(struct xlsx_out *b, struct str wish, struct buf *name)
{
	struct buf clean = {0};
	size_t start = name->n;

	/* It may not begin with a digit either, nor begin or end with an apostrophe. */
	if (wish.n == 0 || memchr("0123456789", wish.p[0], 10))
		buf_z(&clean, "_");
	for (size_t i = 0; i < wish.n; i++) {
		bool bad = memchr("[]:*?/\\'", wish.p[i], 8) || (unsigned char)wish.p[i] < ' ';

		buf_char(&clean, bad ? '_' : wish.p[i]);
	}
	for (unsigned i = 1; i < SHEETS_MAX; i++) {
		buf_str(name, cut(buf_text(&clean), i > 1 ? NAME_MAX_UNITS - 6 : NAME_MAX_UNITS));
		if (i > 1)
			buf_printf(name, " %u", i);
		if (name->failed || !workbook_get_worksheet_by_name(b->workbook, name->p + start))
			break;
		name->n = start;
	}
	name->failed |= clean.failed;
	buf_free(&clean);
}

/* The text of a cell as a picture that is as wide as the cell, at its top right. */
static ssjc_rc put_qr(struct xlsx_out_sheet *s, const struct xlsx_out_cell *cell, lxw_row_t row,
    lxw_col_t column, struct ssjc_err *err)
{
	lxw_image_options options = {.object_position = LXW_OBJECT_MOVE_DONT_SIZE};
	struct qr code;
	struct buf png = {0};
	unsigned width = 0, side;
	ssjc_rc rc = qr_make(&code, cell->text, err);

	if (rc)
		return rc;
	for (unsigned i = 0; i < cell->span; i++)
		width += s->width[column + i];
	side = width < QR_SIDE ? width : QR_SIDE;
	options.x_offset = (int32_t)(width - side);
	options.x_scale = (double)side / ((code.width + 2 * QR_BORDER) * QR_SCALE);
	options.y_scale = options.x_scale;
	options.description = arena_cstr(&s->book->arena, cell->text);
	qr_png(&png, &code, QR_SCALE);
	qr_free(&code);
	rc = png.failed || !options.description
	    ? ssjc_fail_memory(err)
	    : check(s->book,
	          worksheet_insert_image_buffer_opt(
	              s->worksheet, row, column, (const unsigned char *)png.p, png.n, &options),
	          err);
	buf_free(&png);
	return rc;
}

/* One cell at (row, column), over down rows and span columns. */
static ssjc_rc put(struct xlsx_out_sheet *s, const struct xlsx_out_cell *cell, bool open,
    lxw_row_t row, lxw_col_t column, lxw_row_t down, unsigned span, struct ssjc_err *err)
{
	struct xlsx_out *b = s->book;
	lxw_format *f = format_of(b, cell->style, open || is(cell->style, OPEN));
	lxw_error e = LXW_NO_ERROR;
	ssjc_rc rc;
	char *text;

	if (!f)
		return ssjc_fail_memory(err);
	rc = text_of(b, cell->style == XLSX_QR ? STR("") : cell->text, &text, err);
	if (rc)
		return rc;
	if (cell->style == XLSX_QR && cell->text.n) {
		rc = put_qr(s, cell, row, column, err);
		if (rc)
			return rc;
	}
	if (down > 1 || span > 1)
		e = worksheet_merge_range(s->worksheet, row, column, row + down - 1,
		    (lxw_col_t)(column + span - 1), "", f);
	if (e == LXW_NO_ERROR && is(cell->style, NUMBER))
		e = worksheet_write_number(s->worksheet, row, column, (double)cell->number, f);
	else if (e == LXW_NO_ERROR && is(cell->style, DAY) && cell->number)
		e = worksheet_write_number(
		    s->worksheet, row, column, (double)(cell->number + SERIAL), f);
	else if (e == LXW_NO_ERROR && *text)
		e = worksheet_write_string(s->worksheet, row, column, text, f);
	else if (e == LXW_NO_ERROR)
		e = worksheet_write_blank(s->worksheet, row, column, f);
	if (e == LXW_NO_ERROR && cell->style == XLSX_CHOICE && b->choices) {
		lxw_data_validation list = {
		    .validate = LXW_VALIDATION_TYPE_LIST_FORMULA,
		    .value_formula = b->list[b->choices - 1].range,
		};

		e = worksheet_data_validation_cell(s->worksheet, row, column, &list);
	}
	return check(b, e, err);
}

/* The pixels that the text of a cell has from its left to its right. */
static unsigned text_width(
    const struct xlsx_out_sheet *s, const struct style *style, size_t column, unsigned span)
{
	unsigned width = 0;

	for (unsigned i = 0; i < span; i++)
		width += s->width[column + i];
	return indented(style) && width > INDENT ? width - INDENT : width;
}

/* The least width in which a text takes as many lines: a title's lines become alike. */
static unsigned balanced(struct str text, unsigned width, unsigned half_points, unsigned lines)
{
	unsigned low = width / 2, high = width;

	while (low < high) {
		unsigned mid = low + (high - low) / 2;

		if (line_break_count(text, mid, half_points) > lines)
			low = mid + 1;
		else
			high = mid;
	}
	return high;
}

/* Is it a heading of its own, which is balanced? */
static bool heading(const struct style *s)
{
	return !s->border && s->align == LXW_ALIGN_CENTER;
}

/*
 * The cell with its text broken into lines (line_break.h), and the height in
 * pixels that these need.
 */
static ssjc_rc fit(struct xlsx_out_sheet *s, struct xlsx_out_cell *cell, size_t column,
    unsigned span, unsigned *height, struct ssjc_err *err)
{
	const struct style *style = &styles[cell->style];
	unsigned width = text_width(s, style, column, span);
	unsigned lines =
	    cell->style == XLSX_QR ? 1 : line_break_count(cell->text, width, style->half_points);
	struct buf text = {0};
	bool ok = true;

	/* A line takes 1.45 times the font's size, the most of the fonts tried. */
	*height = lines * ((style->half_points * 29 + 29) / 30) + LEADING;
	if (lines == 1 || lines > FEEDS_MAX || style->is & AS_IS ||
	    !(heading(style) || line_break_matters(cell->text)))
		return SSJC_OK;
	if (heading(style))
		width = balanced(cell->text, width, style->half_points, lines);
	line_break_put(&text, cell->text, width, style->half_points);
	ok = !text.failed;
	cell->text = arena_str(&s->book->arena, buf_text(&text), &ok);
	buf_free(&text);
	return ok ? SSJC_OK : ssjc_fail_memory(err);
}

/* Add so many rows that are height pixels together. */
static ssjc_rc add_rows(
    struct xlsx_out_sheet *s, size_t rows, unsigned height, struct ssjc_err *err)
{
	unsigned each = (height + (unsigned)rows - 1) / (unsigned)rows;

	for (size_t i = 0; i < rows; i++) {
		ssjc_rc rc = check(s->book,
		    worksheet_set_row_pixels(s->worksheet, (lxw_row_t)s->rows, each, NULL), err);

		if (rc)
			return rc;
		if (!array_grow(&s->row, &s->rows_cap, s->rows, sizeof *s->row))
			return ssjc_fail_memory(err);
		s->row[s->rows++] = (struct page_row){.height = each};
	}
	return SSJC_OK;
}

ssjc_rc xlsx_out_row_open(struct xlsx_out_sheet *s, const struct xlsx_out_cell *cell,
    const bool *open, size_t n, unsigned min_height, struct ssjc_err *err)
{
	struct xlsx_out_cell *fitted = arena_array(&s->book->arena, n, sizeof *fitted);
	unsigned height = min_height ? min_height : 1;
	lxw_row_t top = (lxw_row_t)s->rows, down;
	size_t column = 0;
	ssjc_rc rc;

	if (!fitted)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < n; i++) {
		unsigned h;

		fitted[i] = cell[i];
		fitted[i].span = cell[i].span ? cell[i].span : 1;
		if (fitted[i].span > s->columns - column)
			return ssjc_fail(err, SSJC_USAGE, "a row has more cells than its sheet");
		rc = fit(s, &fitted[i], column, fitted[i].span, &h, err);
		if (rc)
			return rc;
		if (h > height)
			height = h;
		column += fitted[i].span;
	}
	if (column != s->columns)
		return ssjc_fail(err, SSJC_USAGE, "a row has fewer cells than its sheet");
	down = (height + ROW_MAX - 1) / ROW_MAX;
	rc = add_rows(s, down, height, err);
	if (rc)
		return rc;
	column = 0;
	for (size_t i = 0; i < n; i++) {
		rc = put(s, &fitted[i], open && open[i], top, (lxw_col_t)column, down,
		    fitted[i].span, err);
		if (rc)
			return rc;
		column += fitted[i].span;
	}
	return SSJC_OK;
}

ssjc_rc xlsx_out_row(struct xlsx_out_sheet *s, const struct xlsx_out_cell *cell, size_t n,
    unsigned min_height, struct ssjc_err *err)
{
	return xlsx_out_row_open(s, cell, NULL, n, min_height, err);
}

void xlsx_out_protect(struct xlsx_out_sheet *s)
{
	lxw_protection may = {
	    .format_cells = 1, .format_columns = 1, .format_rows = 1, .objects = 1};

	worksheet_protect(s->worksheet, NULL, &may);
}

ssjc_rc xlsx_out_line(struct xlsx_out_sheet *s, enum xlsx_out_style style, struct str text,
    unsigned min_height, struct ssjc_err *err)
{
	const struct xlsx_out_cell cell = {style, (unsigned)s->columns, text, 0};

	return xlsx_out_row(s, &cell, 1, min_height, err);
}

ssjc_rc xlsx_out_offer(
    struct xlsx_out_sheet *s, const struct xlsx_out_offer *offer, struct ssjc_err *err)
{
	struct xlsx_out *b = s->book;
	char date[DATE_SIZE], *message;
	lxw_data_validation v = {.validate = LXW_VALIDATION_TYPE_LIST_FORMULA,
	    .error_type = offer->others ? LXW_VALIDATION_ERROR_TYPE_INFORMATION
	                                : LXW_VALIDATION_ERROR_TYPE_STOP};
	ssjc_rc rc = text_of(b, offer->message, &message, err);

	if (rc)
		return rc;
	if (offer->rows == 0)
		return SSJC_OK;
	v.error_message = message;
	if (offer->list) {
		v.value_formula = b->list[offer->list - 1].range;
	} else {
		date_format(offer->from, date);
		v.validate = LXW_VALIDATION_TYPE_DATE_NUMBER;
		v.criteria = LXW_VALIDATION_CRITERIA_GREATER_THAN_OR_EQUAL_TO;
		v.value_number = offer->from + SERIAL;
	}
	return check(b,
	    worksheet_data_validation_range(s->worksheet, (lxw_row_t)offer->row,
	        (lxw_col_t)offer->column, (lxw_row_t)(offer->row + offer->rows - 1),
	        (lxw_col_t)offer->column, &v),
	    err);
}

size_t xlsx_out_rows(const struct xlsx_out_sheet *s)
{
	return s->rows;
}

/* The series of a chart: their names, their bars' names, their numbers. */
static bool fill_chart(
    lxw_chart *chart, const struct xlsx_out_sheet *s, const struct xlsx_out_chart *c)
{
	const char *sheet = s->worksheet->name;
	lxw_row_t first = (lxw_row_t)c->row, last = (lxw_row_t)(c->row + c->rows - 1);
	lxw_col_t name = (lxw_col_t)c->name_column;

	for (unsigned i = 0; i < c->columns; i++) {
		lxw_col_t column = (lxw_col_t)(c->column + i);
		lxw_chart_series *series = chart_add_series(chart, NULL, NULL);

		if (!series)
			return false;
		chart_series_set_categories(series, sheet, first, name, last, name);
		chart_series_set_values(series, sheet, first, column, last, column);
		chart_series_set_name_range(series, sheet, first - 1, column);
		chart_series_set_labels(series);
	}
	return true;
}

ssjc_rc xlsx_out_add_chart(
    struct xlsx_out_sheet *s, const struct xlsx_out_chart *c, unsigned height, struct ssjc_err *err)
{
	/* Of libxlsxwriter: a chart's size, which it is scaled from. */
	enum { WIDTH = 480, HEIGHT = 288, MARGIN = 8 };
	lxw_chart *chart = workbook_add_chart(s->book->workbook, LXW_CHART_BAR_STACKED);
	lxw_chart_options options = {.x_offset = MARGIN / 2, .y_offset = MARGIN / 2};
	unsigned width = 0;
	char *title;
	ssjc_rc rc;

	if (!chart || !fill_chart(chart, s, c))
		return ssjc_fail_memory(err);
	rc = text_of(s->book, c->title, &title, err);
	if (rc)
		return rc;
	for (size_t i = 0; i < s->columns; i++)
		width += s->width[i];
	chart_title_set_name(chart, title);
	chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
	chart_axis_set_reverse(chart->y_axis); /* the first bar is at the top */
	options.x_scale = (double)(width - MARGIN) / WIDTH;
	options.y_scale = (double)(height - MARGIN) / HEIGHT;
	rc = xlsx_out_line(s, XLSX_TEXT, STR(""), height, err);
	if (rc)
		return rc;
	return check(s->book,
	    worksheet_insert_chart_opt(s->worksheet, (lxw_row_t)(s->rows - 1), 0, chart, &options),
	    err);
}

static unsigned height_of(const struct page_row *row, size_t n)
{
	unsigned height = 0;

	for (size_t i = 0; i < n; i++)
		height += row[i].height;
	return height;
}

ssjc_rc xlsx_out_repeat(struct xlsx_out_sheet *s, unsigned rows, struct ssjc_err *err)
{
	if (rows == 0 || rows > s->rows)
		return ssjc_fail(err, SSJC_USAGE, "rows to repeat that the sheet does not have");
	s->repeated = height_of(s->row + s->rows - rows, rows);
	if (s->list)
		worksheet_freeze_panes(s->worksheet, (lxw_row_t)s->rows, 0);
	return check(s->book,
	    worksheet_repeat_rows(
	        s->worksheet, (lxw_row_t)(s->rows - rows), (lxw_row_t)(s->rows - 1)),
	    err);
}

void xlsx_out_glue(struct xlsx_out_sheet *s)
{
	if (s->rows > 0)
		s->row[s->rows - 1].with_next = true;
}

/* What the rows of a page may take in all: a sheet that is wider than the page is scaled down. */
static unsigned page_room(const struct xlsx_out_sheet *s)
{
	unsigned page = s->landscape ? XLSX_LANDSCAPE : XLSX_PORTRAIT, width = 0;
	unsigned height = s->landscape ? PAGE_HEIGHT_LANDSCAPE : PAGE_HEIGHT;

	for (size_t i = 0; i < s->columns; i++)
		width += s->width[i];
	return width > page ? height * width / page : height;
}

/* Let pages end where no rows that belong together are parted. */
static ssjc_rc set_breaks(struct xlsx_out_sheet *s, unsigned room, struct ssjc_err *err)
{
	lxw_row_t breaks[BREAKS_MAX + 1] = {0};
	size_t n = 0, at = page_break_next(s->row, s->rows, 0, room);

	for (; at < s->rows && n < BREAKS_MAX; n++) {
		breaks[n] = (lxw_row_t)at;
		at = page_break_next(s->row, s->rows, at, room - s->repeated);
	}
	return n ? check(s->book, worksheet_set_h_pagebreaks(s->worksheet, breaks), err) : SSJC_OK;
}

static ssjc_rc set_pages(struct xlsx_out_sheet *s, struct ssjc_err *err)
{
	unsigned room = page_room(s), height = height_of(s->row, s->rows);
	bool together = false;

	if (height <= room || s->repeated >= room)
		return SSJC_OK;
	if (s->one_page && (uint64_t)height * SCALE_MIN <= (uint64_t)room * 100) {
		worksheet_fit_to_pages(s->worksheet, 1, 1);
		return SSJC_OK;
	}
	for (size_t i = 0; i < s->rows; i++)
		together |= s->row[i].with_next;
	return together ? set_breaks(s, room, err) : SSJC_OK;
}

/* 样张 over the middle of each page, as far as the sheet goes. */
static ssjc_rc put_sample(struct xlsx_out_sheet *s, struct ssjc_err *err)
{
	unsigned room = page_room(s), height = height_of(s->row, s->rows), wide = 0;
	lxw_image_options o = {.object_position = LXW_OBJECT_DONT_MOVE_DONT_SIZE, .decorative = 1};
	struct buf png = {0};
	ssjc_rc rc = SSJC_OK;

	for (size_t i = 0; i < s->columns; i++)
		wide += s->width[i];
	o.x_scale = o.y_scale = 0.9 * (double)wide / SAMPLE_MARK_WIDTH;
	if (o.y_scale * SAMPLE_MARK_HEIGHT > 0.8 * (double)room)
		o.x_scale = o.y_scale = 0.8 * (double)room / SAMPLE_MARK_HEIGHT;
	o.x_offset = (int32_t)((wide - o.x_scale * SAMPLE_MARK_WIDTH) / 2);
	sample_mark(&png);
	if (png.failed) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	for (unsigned at = 0; at < height; at += room) {
		unsigned page = height - at < room ? height - at : room;
		double above = (page - o.y_scale * SAMPLE_MARK_HEIGHT) / 2;

		o.y_offset = (int32_t)(at + (above > 0 ? above : 0));
		rc = check(s->book,
		    worksheet_insert_image_buffer_opt(
		        s->worksheet, 0, 0, (const unsigned char *)png.p, png.n, &o),
		    err);
		if (rc)
			goto out;
	}
out:
	buf_free(&png);
	return rc;
}

/* The hidden sheet of lists comes last: the first sheet cannot be hidden. */
static ssjc_rc put_lists(struct xlsx_out *b, struct ssjc_err *err)
{
	unsigned width[LISTS_MAX];
	const struct xlsx_out_setup setup = {.width = width, .columns = b->lists};
	struct xlsx_out_cell cell[LISTS_MAX] = {{0}};
	struct xlsx_out_sheet *s;
	size_t rows = 0;
	ssjc_rc rc;

	if (b->lists == 0)
		return SSJC_OK;
	for (unsigned i = 0; i < b->lists; i++) {
		width[i] = 300;
		rows = b->list[i].n > rows ? b->list[i].n : rows;
	}
	rc = xlsx_out_sheet(b, &s, lists_name, &setup, err);
	if (rc)
		return rc;
	for (size_t row = 0; row < rows; row++) {
		for (unsigned i = 0; i < b->lists; i++)
			cell[i] = (struct xlsx_out_cell){.style = XLSX_FIXED,
			    .text = row < b->list[i].n ? b->list[i].text[row] : STR("")};
		rc = xlsx_out_row(s, cell, b->lists, 0, err);
		if (rc)
			return rc;
	}
	xlsx_out_protect(s);
	worksheet_hide(s->worksheet);
	return SSJC_OK;
}

ssjc_rc xlsx_out_hidden(struct xlsx_out *b, const struct str *text, size_t n, struct ssjc_err *err)
{
	struct hidden_row *row = arena_alloc(&b->arena, sizeof *row);

	if (!row || !(row->text = arena_array(&b->arena, n, sizeof *row->text)))
		return ssjc_fail_memory(err);
	row->n = n;
	for (size_t i = 0; i < n; i++) {
		ssjc_rc rc = text_of(b, text[i], &row->text[i], err);

		if (rc)
			return rc;
	}
	*b->hidden_end = row;
	b->hidden_end = &row->next;
	return SSJC_OK;
}

static ssjc_rc put_hidden(struct xlsx_out *b, struct ssjc_err *err)
{
	lxw_row_t at = 0;
	lxw_format *text;
	lxw_worksheet *w;

	if (!b->hidden)
		return SSJC_OK;
	text = workbook_add_format(b->workbook);
	w = workbook_add_worksheet(b->workbook, xlsx_out_hidden_name);
	if (!text || !w)
		return ssjc_fail_memory(err);
	format_set_num_format(text, "@");
	for (const struct hidden_row *row = b->hidden; row; row = row->next, at++)
		for (size_t i = 0; i < row->n; i++) {
			lxw_error e = row->text[i][0]
			    ? worksheet_write_string(w, at, (lxw_col_t)i, row->text[i], text)
			    : LXW_NO_ERROR;
			ssjc_rc rc = check(b, e, err);

			if (rc)
				return rc;
		}
	worksheet_protect(w, NULL, NULL);
	worksheet_hide(w);
	return SSJC_OK;
}

/* What the arena owns goes, and what only its sheets know. */
static void free_sheets(struct xlsx_out *b)
{
	for (struct xlsx_out_sheet *s = b->sheets; s; s = s->next)
		free(s->row);
	b->sheets = NULL;
	b->hidden = NULL;
	arena_free(&b->arena);
}

ssjc_rc xlsx_out_write(struct xlsx_out *b, char digest[DIGEST_HEX], struct ssjc_err *err)
{
	struct file f = {0};
	lxw_workbook *w = b->workbook;
	ssjc_rc rc;

	rc = put_lists(b, err);
	if (rc)
		return rc;
	rc = put_hidden(b, err);
	if (rc)
		return rc;
	for (struct xlsx_out_sheet *s = b->sheets; s; s = s->next) {
		rc = set_pages(s, err);
		if (!rc && s->sample)
			rc = put_sample(s, err);
		if (rc)
			return rc;
	}
	b->workbook = NULL; /* workbook_close frees it, whatever happens */
	rc = check(b, workbook_close(w), err);
	if (rc)
		return rc;
	rc = file_open(&f, b->temporary.by_fd, err);
	if (rc)
		goto out;
	rc = digest_hex(f.bytes.p, f.bytes.n, digest, err);
	if (rc)
		goto out;
	rc = file_settle(&b->temporary, b->path, b->kind, err);
out:
	file_close(&f);
	free_sheets(b);
	return rc;
}

ssjc_rc xlsx_out_publish(struct xlsx_out *b, struct ssjc_err *err)
{
	return file_rename(&b->temporary, b->path, err);
}

void xlsx_out_public(struct xlsx_out *b)
{
	b->kind = FILE_PUBLIC;
}

const char *xlsx_out_path(const struct xlsx_out *b)
{
	return b->path;
}

void xlsx_out_free(struct xlsx_out *b)
{
	if (!b)
		return;
	if (b->workbook)
		lxw_workbook_free(b->workbook);
	file_forget(&b->temporary);
	free(b->path);
	free_sheets(b);
	free(b);
}
