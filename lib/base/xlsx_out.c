#include "ssjc/base/xlsx_out.h"

#include "ssjc/base/file.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include <xlsxwriter.h>

/* The format's limits: pixels of a row, characters of a cell and of a footer's text. */
enum { ROW_MAX = 545, TEXT_MAX = 32767, FOOTER_MAX = 200 };
/* Pixels: what an indent takes of a cell's width, what a row needs besides its lines. */
enum { INDENT = 9, LEADING = 6 };

static const struct style {
	const char *font;
	uint8_t half_points;
	uint8_t align, valign;
	uint8_t border;
	bool bold, shaded, number;
} styles[XLSX_STYLES] = {
    [XLSX_TITLE] = {"方正小标宋简体", 36, LXW_ALIGN_CENTER, LXW_ALIGN_VERTICAL_CENTER, 0, 0, 0, 0},
    [XLSX_SUBTITLE] = {"黑体", 28, LXW_ALIGN_CENTER, LXW_ALIGN_VERTICAL_CENTER, 0, 0, 0, 0},
    [XLSX_PARAGRAPH] = {"仿宋", 26, LXW_ALIGN_LEFT, LXW_ALIGN_VERTICAL_TOP, 0, 0, 0, 0},
    [XLSX_RIGHT] = {"仿宋", 26, LXW_ALIGN_RIGHT, LXW_ALIGN_VERTICAL_CENTER, 0, 0, 0, 0},
    [XLSX_NOTE] = {"宋体", 18, LXW_ALIGN_LEFT, LXW_ALIGN_VERTICAL_CENTER, 0, 0, 0, 0},
    [XLSX_BAND] = {"黑体", 22, LXW_ALIGN_LEFT, LXW_ALIGN_VERTICAL_CENTER, 1, 0, 1, 0},
    [XLSX_HEAD] = {"黑体", 20, LXW_ALIGN_CENTER, LXW_ALIGN_VERTICAL_CENTER, 1, 0, 1, 0},
    [XLSX_LABEL] = {"黑体", 20, LXW_ALIGN_CENTER, LXW_ALIGN_VERTICAL_CENTER, 1, 0, 0, 0},
    [XLSX_TEXT] = {"宋体", 21, LXW_ALIGN_LEFT, LXW_ALIGN_VERTICAL_CENTER, 1, 0, 0, 0},
    [XLSX_CENTRE] = {"宋体", 20, LXW_ALIGN_CENTER, LXW_ALIGN_VERTICAL_CENTER, 1, 0, 0, 0},
    [XLSX_SMALL] = {"宋体", 18, LXW_ALIGN_LEFT, LXW_ALIGN_VERTICAL_CENTER, 1, 0, 0, 0},
    [XLSX_CHOICE] = {"宋体", 18, LXW_ALIGN_CENTER, LXW_ALIGN_VERTICAL_CENTER, 1, 0, 0, 0},
    [XLSX_NUMBER] = {"宋体", 21, LXW_ALIGN_CENTER, LXW_ALIGN_VERTICAL_CENTER, 1, 0, 0, 1},
    [XLSX_TOTAL] = {"宋体", 21, LXW_ALIGN_CENTER, LXW_ALIGN_VERTICAL_CENTER, 1, 1, 1, 1},
};

static const char choices_name[] = "选项";

struct xlsx_out_sheet {
	struct xlsx_out *book;
	lxw_worksheet *worksheet;
	unsigned *width;
	size_t columns;
	lxw_row_t rows;
	bool list;
};

struct xlsx_out {
	lxw_workbook *workbook; /* NULL once written */
	lxw_format *format[XLSX_STYLES];
	char *path, *temporary;
	struct str *choice; /* in the arena, as what follows is */
	size_t choices;
	char *choice_range; /* the formula that names them; NULL without choices */
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

/* Half widths of a character. Chinese fonts draw ambiguous signs (□, “, ①) wide. */
static unsigned half_widths(int32_t c)
{
	int w = utf8proc_charwidth(c);

	return w == 1 && c >= 0x2000 ? 2 : w > 0 ? (unsigned)w : 0;
}

/* Is c a closing mark, which may not begin a line? */
static bool closes(int32_t c)
{
	static const int32_t closing[] = {0x2019, 0x201d, 0x3001, 0x3002, 0x3009, 0x300b, 0x300d,
	    0x300f, 0x3011, 0x3015, 0xff01, 0xff09, 0xff0c, 0xff0e, 0xff1a, 0xff1b, 0xff1f, 0xff3d,
	    0xff5d};

	for (size_t i = 0; i < sizeof closing / sizeof closing[0]; i++)
		if (c == closing[i])
			return true;
	return false;
}

unsigned xlsx_out_lines(struct str text, unsigned width, unsigned half_points)
{
	/*
	 * Units of 1/60 pixel: a wide character of half_points / 2 points takes
	 * half_points * 2/3 pixels; Latin letters a little more than half of it.
	 */
	unsigned wide = half_points * 40, narrow = half_points * 23;
	unsigned room = width > 8 ? (width - 8) * 60 : 60;
	unsigned lines = 1, used = 0, word = 0;
	bool latin = false;

	for (size_t i = 0; i < text.n;) {
		int32_t c;
		utf8proc_ssize_t n = utf8proc_iterate(
		    (const utf8proc_uint8_t *)text.p + i, (utf8proc_ssize_t)(text.n - i), &c);
		unsigned half, w;

		if (n <= 0)
			break;
		i += (size_t)n;
		if (c == '\n') {
			lines++;
			used = word = 0;
			continue;
		}
		half = half_widths(c);
		w = half == 2 ? wide : half * narrow;
		/* Does it belong to the piece before, which cannot be broken? */
		if (word && (closes(c) || (latin && half < 2)))
			word += w;
		else
			word = w;
		latin = half < 2 && c != ' ';
		used += w;
		if (used > room && used > w) {
			lines++;
			/* A piece wider than the column is broken anyway. */
			used = word <= room ? word : (word = w);
		}
	}
	return lines;
}

/* In a table, text keeps some distance from the line at its left. */
static bool indented(const struct style *s)
{
	return s->border && s->align == LXW_ALIGN_LEFT;
}

static lxw_format *format_of(struct xlsx_out *b, enum xlsx_out_style style)
{
	const struct style *s = &styles[style];
	lxw_format *f = b->format[style];

	if (f)
		return f;
	f = b->format[style] = workbook_add_format(b->workbook);
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
	if (s->bold)
		format_set_bold(f);
	if (s->shaded)
		format_set_bg_color(f, 0xF2F2F2);
	/* A text stays a text when somebody edits it: codes have 18 digits. */
	format_set_num_format(f, s->number ? "0" : "@");
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
	b->path = strdup(path);
	if (!b->path) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	rc = text_of(b, title, &properties.title, err);
	if (rc)
		goto out;
	b->temporary = file_temporary(path, err);
	if (!b->temporary) {
		rc = SSJC_SYSTEM;
		goto out;
	}
	b->workbook = workbook_new_opt(b->temporary, &options);
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

ssjc_rc xlsx_out_choices(struct xlsx_out *b, const struct str *text, size_t n, struct ssjc_err *err)
{
	struct buf range = {0};

	if (b->choice_range)
		return SSJC_OK;
	b->choice = arena_array(&b->arena, n, sizeof *text);
	if (n > 0)
		memcpy(b->choice, text, n * sizeof *text);
	b->choices = n;
	buf_printf(&range, "='%s'!$A$1:$A$%zu", choices_name, n);
	if (!range.failed)
		b->choice_range = arena_cstr(&b->arena, buf_text(&range));
	buf_free(&range);
	return b->choice && b->choice_range ? SSJC_OK : ssjc_fail_memory(err);
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
	s->width = arena_array(&b->arena, setup->columns, sizeof *s->width);
	s->worksheet = workbook_add_worksheet(b->workbook, name);
	if (!s->width || !s->worksheet)
		return ssjc_fail_memory(err);
	memcpy(s->width, setup->width, setup->columns * sizeof *s->width);
	rc = set_up(s, setup, err);
	if (rc)
		return rc;
	*out = s;
	return SSJC_OK;
}

/* One cell at (row, column), over down rows and span columns. */
static ssjc_rc put(struct xlsx_out_sheet *s, const struct xlsx_out_cell *cell, lxw_row_t row,
    lxw_col_t column, lxw_row_t down, unsigned span, struct ssjc_err *err)
{
	struct xlsx_out *b = s->book;
	lxw_format *f = format_of(b, cell->style);
	lxw_error e = LXW_NO_ERROR;
	ssjc_rc rc;
	char *text;

	if (!f)
		return ssjc_fail_memory(err);
	rc = text_of(b, cell->text, &text, err);
	if (rc)
		return rc;
	if (down > 1 || span > 1)
		e = worksheet_merge_range(s->worksheet, row, column, row + down - 1,
		    (lxw_col_t)(column + span - 1), "", f);
	if (e == LXW_NO_ERROR && styles[cell->style].number)
		e = worksheet_write_number(s->worksheet, row, column, (double)cell->number, f);
	else if (e == LXW_NO_ERROR && *text)
		e = worksheet_write_string(s->worksheet, row, column, text, f);
	else if (e == LXW_NO_ERROR)
		e = worksheet_write_blank(s->worksheet, row, column, f);
	if (e == LXW_NO_ERROR && cell->style == XLSX_CHOICE && b->choice_range) {
		lxw_data_validation list = {
		    .validate = LXW_VALIDATION_TYPE_LIST_FORMULA,
		    .value_formula = b->choice_range,
		};

		e = worksheet_data_validation_cell(s->worksheet, row, column, &list);
	}
	return check(b, e, err);
}

/* The pixels that a cell's text needs. */
static unsigned height_of(
    const struct xlsx_out_sheet *s, const struct xlsx_out_cell *cell, size_t column, unsigned span)
{
	const struct style *style = &styles[cell->style];
	unsigned width = 0, lines;

	for (unsigned i = 0; i < span; i++)
		width += s->width[column + i];
	if (indented(style))
		width -= INDENT;
	lines = xlsx_out_lines(cell->text, width, style->half_points);
	/* A line takes 1.45 times the font's size, the most of the fonts tried. */
	return lines * ((style->half_points * 29 + 29) / 30) + LEADING;
}

ssjc_rc xlsx_out_row(struct xlsx_out_sheet *s, const struct xlsx_out_cell *cell, size_t n,
    unsigned min_height, struct ssjc_err *err)
{
	unsigned height = min_height;
	lxw_row_t down;
	size_t column = 0;
	ssjc_rc rc;

	for (size_t i = 0; i < n; i++) {
		unsigned span = cell[i].span ? cell[i].span : 1, h;

		if (span > s->columns - column)
			return ssjc_fail(err, SSJC_USAGE, "a row has more cells than its sheet");
		h = height_of(s, &cell[i], column, span);
		if (h > height)
			height = h;
		column += span;
	}
	if (column != s->columns)
		return ssjc_fail(err, SSJC_USAGE, "a row has fewer cells than its sheet");
	down = height / ROW_MAX + (height % ROW_MAX > 0);
	for (lxw_row_t i = 0; i < down; i++) {
		lxw_error e = worksheet_set_row_pixels(
		    s->worksheet, s->rows + i, (height + down - 1) / down, NULL);

		rc = check(s->book, e, err);
		if (rc)
			return rc;
	}
	column = 0;
	for (size_t i = 0; i < n; i++) {
		unsigned span = cell[i].span ? cell[i].span : 1;

		rc = put(s, &cell[i], s->rows, (lxw_col_t)column, down, span, err);
		if (rc)
			return rc;
		column += span;
	}
	s->rows += down;
	return SSJC_OK;
}

ssjc_rc xlsx_out_line(struct xlsx_out_sheet *s, enum xlsx_out_style style, struct str text,
    unsigned min_height, struct ssjc_err *err)
{
	const struct xlsx_out_cell cell = {style, (unsigned)s->columns, text, 0};

	return xlsx_out_row(s, &cell, 1, min_height, err);
}

ssjc_rc xlsx_out_repeat(struct xlsx_out_sheet *s, unsigned rows, struct ssjc_err *err)
{
	if (rows == 0 || rows > s->rows)
		return ssjc_fail(err, SSJC_USAGE, "rows to repeat that the sheet does not have");
	if (s->list)
		worksheet_freeze_panes(s->worksheet, s->rows, 0);
	return check(
	    s->book, worksheet_repeat_rows(s->worksheet, s->rows - rows, s->rows - 1), err);
}

/* The hidden sheet of choices comes last: the first sheet cannot be hidden. */
static ssjc_rc put_choices(struct xlsx_out *b, struct ssjc_err *err)
{
	static const unsigned width[] = {300};
	const struct xlsx_out_setup setup = {.width = width, .columns = 1};
	struct xlsx_out_sheet *s;
	ssjc_rc rc;

	if (!b->choice_range)
		return SSJC_OK;
	rc = xlsx_out_sheet(b, &s, choices_name, &setup, err);
	if (rc)
		return rc;
	for (size_t i = 0; i < b->choices; i++) {
		rc = xlsx_out_line(s, XLSX_TEXT, b->choice[i], 0, err);
		if (rc)
			return rc;
	}
	worksheet_hide(s->worksheet);
	return SSJC_OK;
}

ssjc_rc xlsx_out_write(struct xlsx_out *b, char digest[DIGEST_HEX], struct ssjc_err *err)
{
	struct file f = {0};
	ssjc_rc rc = put_choices(b, err);
	lxw_workbook *w = b->workbook;

	if (rc)
		return rc;
	b->workbook = NULL; /* workbook_close frees it, whatever happens */
	rc = check(b, workbook_close(w), err);
	if (rc)
		return rc;
	rc = file_open(&f, b->temporary, err);
	if (rc)
		goto out;
	rc = digest_hex(f.bytes.p, f.bytes.n, digest, err);
out:
	file_close(&f);
	arena_free(&b->arena);
	return rc;
}

ssjc_rc xlsx_out_publish(struct xlsx_out *b, struct ssjc_err *err)
{
	char *temporary = b->temporary;

	b->temporary = NULL;
	return file_rename(temporary, b->path, err);
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
	file_forget(b->temporary);
	free(b->path);
	arena_free(&b->arena);
	free(b);
}
