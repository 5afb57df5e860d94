#include "ssjc/base/xlsx_out.h"

#include "page_break.h"
#include "sample_mark.h"
#include "ssjc/base/file.h"
#include "ssjc/base/line_break.h"
#include "ssjc/base/qr.h"
#include "xlsx_pack.h"
#include "xlsx_style.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <utf8proc.h>

/* The format's limits: pixels of a row, rows, characters of a cell and of a footer's text. */
enum { ROW_MAX = 545, ROWS_MAX = 1 << 20, TEXT_MAX = 32767, FOOTER_MAX = 200 };
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
/*
 * A large one: pixels of a module, and of ten at least. A module is 0.53 mm: on a sheet that is
 * scaled down to SCALE_MIN it still has 0.4, which a telephone reads from paper.
 */
enum { QR_MODULE = 2, QR_TEN_LEAST = 16 };
/* Of a sheet's name, in units of UTF-16; and how many sheets of one name are numbered. */
enum { NAME_MAX_UNITS = 31, SHEETS_MAX = 10000 };

static bool is(enum xlsx_out_style style, int what)
{
	return xlsx_styles[style].is & what;
}

/* Of a day_t: the serial number of its date, which counts from 1899-12-30. */
enum { SERIAL = 25569 };

static const char lists_name[] = "选项";
const char xlsx_out_hidden_name[] = "ssjc";

enum { LISTS_MAX = 26 };

/* Texts that cells offer, and the formula that names the cells where they are. */
struct list {
	struct str *text;
	size_t n;
	char *range;
};

struct xlsx_out_sheet {
	struct xlsx_out *book;
	char *name;
	unsigned *width;
	size_t columns;
	struct page_row *row;
	size_t rows, rows_cap;
	unsigned repeated;        /* the height of the rows that every page repeats */
	uint32_t repeat, repeats; /* the first of them, and how many */
	bool list, landscape, one_page, sample, hidden;
	struct xlsx_grid grid;
	struct xlsx_pack_link *link; /* what its pictures and charts need */
	size_t links, link_cap;
	struct qr code;     /* the large QR code of the row at hand */
	struct arena arena; /* of what only the sheet needs */
};

struct xlsx_out {
	char *path;
	char *title;
	int64_t created;
	struct file_temporary temporary;
	enum file_kind kind;
	struct zip_out *zip;
	struct xlsx_pack pack;
	struct xlsx_texts names;       /* of the sheets, in small letters */
	struct xlsx_out_sheet *sheet;  /* the last, which is not complete; NULL for none */
	struct xlsx_out_sheet **drawn; /* those that have charts, which need their cells */
	size_t n_drawn, drawn_cap;
	struct xlsx_chart *chart;
	size_t charts, chart_cap;
	struct list list[LISTS_MAX]; /* what cells offer; each is a column of a hidden sheet */
	unsigned lists, choices;     /* how many; the number of that of XLSX_CHOICE, from 1 */
	uint32_t *hidden; /* the texts of the hidden sheet's rows, each row after how many it has */
	size_t hidden_n, hidden_cap, hidden_rows;
	struct arena arena;
};

/* Can s be in the file, of which text that is not UTF-8 would make a broken one? */
static ssjc_rc check_text(const struct xlsx_out *b, struct str s, struct ssjc_err *err)
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
	return SSJC_OK;
}

/* The number of a text among those of the book. */
static ssjc_rc string_of(struct xlsx_out *b, struct str s, uint32_t *out, struct ssjc_err *err)
{
	ssjc_rc rc;

	/* What is among them was checked before. */
	*out = xlsx_texts_find(&b->pack.strings, s);
	if (*out != XLSX_NO_TEXT)
		return SSJC_OK;
	rc = check_text(b, s, err);
	if (rc)
		return rc;
	*out = xlsx_texts_of(&b->pack.strings, s);
	return *out == XLSX_NO_TEXT ? ssjc_fail_memory(err) : SSJC_OK;
}

ssjc_rc xlsx_out_open(struct xlsx_out **out, const char *path, struct str title, int64_t created,
    struct ssjc_err *err)
{
	struct xlsx_out *b = calloc(1, sizeof *b);
	ssjc_rc rc;

	*out = NULL;
	if (!b)
		return ssjc_fail_memory(err);
	b->path = strdup(path);
	b->title = arena_cstr(&b->arena, title);
	if (!b->path || !b->title) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	rc = check_text(b, title, err);
	if (rc)
		goto out;
	b->created = created;
	b->kind = FILE_INTERNAL;
	rc = file_temporary(&b->temporary, path, err);
	if (rc)
		goto out;
	rc = zip_out_new(&b->zip, b->path, err);
	if (rc)
		goto out;
	b->pack.zip = b->zip;
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
	buf_printf(&range, "'%s'!$%c$1:$%c$%zu", lists_name, column, column, n);
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
static char *footer_of(struct arena *arena, struct str text)
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
		z = arena_cstr(arena, buf_text(&f));
	buf_free(&f);
	return z;
}

static void free_sheet(struct xlsx_out_sheet *s)
{
	if (!s)
		return;
	free(s->row);
	free(s->link);
	qr_free(&s->code);
	xlsx_grid_free(&s->grid);
	arena_free(&s->arena);
	free(s);
}

/* A name in small letters: two sheets do not differ in that alone. */
static bool add_small(struct buf *out, const char *name)
{
	for (; *name; name++)
		buf_char(out, *name >= 'A' && *name <= 'Z' ? (char)(*name - 'A' + 'a') : *name);
	return !out->failed;
}

static bool has_name(const struct xlsx_out *b, const char *name)
{
	struct buf small = {0};
	bool has = !add_small(&small, name) ||
	    xlsx_texts_find(&b->names, buf_text(&small)) != XLSX_NO_TEXT;

	buf_free(&small);
	return has;
}

static ssjc_rc take_name(struct xlsx_out *b, const char *name, struct ssjc_err *err)
{
	struct buf small = {0};
	size_t chars = 0, n = strlen(name);
	ssjc_rc rc = SSJC_OK;

	for (size_t i = 0; i < n; i++)
		chars += ((unsigned char)name[i] & 0xc0) != 0x80;
	if (n == 0 || chars > NAME_MAX_UNITS || strpbrk(name, "[]:*?/\\") || name[0] == '\'' ||
	    name[n - 1] == '\'' || has_name(b, name))
		return ssjc_fail_at(err, SSJC_SYSTEM, b->path, 0, NULL,
		    "a sheet of the workbook cannot have the name “%s”", name);
	if (name[0] >= '0' && name[0] <= '9')
		return ssjc_fail(
		    err, SSJC_USAGE, "the name of a sheet, “%s”, begins with a digit", name);
	if (!add_small(&small, name) || xlsx_texts_of(&b->names, buf_text(&small)) == XLSX_NO_TEXT)
		rc = ssjc_fail_memory(err);
	buf_free(&small);
	return rc;
}

/* Columns and footer of a sheet. */
static ssjc_rc set_up(
    struct xlsx_out_sheet *s, const struct xlsx_out_setup *setup, struct ssjc_err *err)
{
	ssjc_rc rc = check_text(s->book, setup->footer, err);
	char *footer;

	if (rc)
		return rc;
	footer = footer_of(&s->arena, setup->footer);
	s->width = arena_array(&s->arena, setup->columns, sizeof *s->width);
	if (!footer || !s->width)
		return ssjc_fail_memory(err);
	memcpy(s->width, setup->width, setup->columns * sizeof *s->width);
	s->columns = setup->columns;
	s->list = setup->list;
	s->landscape = setup->landscape;
	s->one_page = setup->one_page;
	s->sample = setup->sample;
	s->grid = (struct xlsx_grid){.width = s->width,
	    .columns = s->columns,
	    .landscape = s->landscape,
	    .sample = s->sample,
	    .footer = str_of(footer)};
	return SSJC_OK;
}

static ssjc_rc finish_sheet(struct xlsx_out *b, struct ssjc_err *err);

ssjc_rc xlsx_out_sheet(struct xlsx_out *b, struct xlsx_out_sheet **out, const char *name,
    const struct xlsx_out_setup *setup, struct ssjc_err *err)
{
	struct xlsx_out_sheet *s;
	ssjc_rc rc;

	*out = NULL;
	rc = take_name(b, name, err);
	if (rc)
		return rc;
	rc = finish_sheet(b, err);
	if (rc)
		return rc;
	s = calloc(1, sizeof *s);
	if (!s)
		return ssjc_fail_memory(err);
	s->book = b;
	s->name = arena_cstr(&b->arena, str_of(name));
	rc = s->name ? set_up(s, setup, err) : ssjc_fail_memory(err);
	if (rc) {
		free_sheet(s);
		return rc;
	}
	b->sheet = *out = s;
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
		if (name->failed || !has_name(b, name->p + start))
			break;
		name->n = start;
	}
	name->failed |= clean.failed;
	buf_free(&clean);
}

/* The number of a picture or chart among those that the sheet needs. */
static ssjc_rc link_to(
    struct xlsx_out_sheet *s, bool chart, uint32_t number, unsigned *rel, struct ssjc_err *err)
{
	size_t i = 0;

	while (i < s->links && (s->link[i].chart || chart || s->link[i].number != number))
		i++;
	*rel = (unsigned)i + 1;
	if (i < s->links)
		return SSJC_OK;
	if (!array_grow(&s->link, &s->link_cap, s->links, sizeof *s->link))
		return ssjc_fail_memory(err);
	s->link[s->links++] = (struct xlsx_pack_link){chart, number};
	return SSJC_OK;
}

static ssjc_rc add_object(
    struct xlsx_out_sheet *s, const struct xlsx_object *o, struct ssjc_err *err)
{
	struct xlsx_grid *g = &s->grid;

	if (!array_grow(&g->object, &g->object_cap, g->objects, sizeof *g->object))
		return ssjc_fail_memory(err);
	g->object[g->objects++] = *o;
	return SSJC_OK;
}

/* Add a picture, whose rel is not set. */
static ssjc_rc add_picture(
    struct xlsx_out_sheet *s, struct xlsx_object *o, struct str png, struct ssjc_err *err)
{
	uint32_t number;
	ssjc_rc rc = xlsx_pack_picture(&s->book->pack, png, &number, err);

	if (rc)
		return rc;
	rc = link_to(s, false, number, &o->rel, err);
	return rc ? rc : add_object(s, o, err);
}

/* The text of a cell as a picture that is as wide as the cell, at its top right. */
static ssjc_rc put_qr(struct xlsx_out_sheet *s, const struct xlsx_out_cell *cell, uint32_t row,
    size_t column, struct ssjc_err *err)
{
	struct xlsx_object o = {.row = row, .column = (uint16_t)column};
	struct qr code;
	struct buf png = {0};
	unsigned width = 0, side, pixels;
	bool ok = true;
	ssjc_rc rc = qr_make(&code, cell->text, err);

	if (rc)
		return rc;
	for (unsigned i = 0; i < cell->span; i++)
		width += s->width[column + i];
	side = width < QR_SIDE ? width : QR_SIDE;
	pixels = (code.width + 2 * QR_BORDER) * QR_SCALE;
	o.x = width - side;
	o.width = o.height = pixels * ((double)side / pixels);
	o.description = arena_str(&s->arena, cell->text, &ok);
	qr_png(&png, &code, QR_SCALE);
	qr_free(&code);
	rc = png.failed || !ok ? ssjc_fail_memory(err) : add_picture(s, &o, buf_text(&png), err);
	buf_free(&png);
	return rc;
}

/* Pixels of the side of a large QR code with its border, in a cell that is so wide. */
static ssjc_rc large_side(
    const struct xlsx_out_sheet *s, unsigned width, unsigned *side, struct ssjc_err *err)
{
	unsigned modules = s->code.width + 2 * QR_BORDER;

	*side = QR_MODULE * modules < width ? QR_MODULE * modules : width;
	if (*side * 10 < QR_TEN_LEAST * modules)
		return ssjc_fail_at(err, SSJC_INPUT, s->book->path, 0, NULL,
		    "a QR code of %u modules needs a cell of %u pixels, and has %u", s->code.width,
		    (modules * QR_TEN_LEAST + 9) / 10, width);
	return SSJC_OK;
}

/* The large QR code in the middle of its cell, whose row is as high. */
static ssjc_rc put_large_qr(struct xlsx_out_sheet *s, const struct xlsx_out_cell *cell,
    uint32_t row, size_t column, uint32_t down, struct ssjc_err *err)
{
	struct xlsx_object o = {
	    .row = row, .column = (uint16_t)column, .sized = true, .description = STR("QR")};
	struct buf png = {0};
	unsigned width = 0, height = 0, side;
	ssjc_rc rc;

	for (unsigned i = 0; i < cell->span; i++)
		width += s->width[column + i];
	for (uint32_t i = 0; i < down; i++)
		height += s->row[row + i].height;
	rc = large_side(s, width, &side, err);
	if (rc)
		return rc;
	o.x = (width - side) / 2;
	o.y = (height - side) / 2;
	o.width = o.height = side;
	qr_png(&png, &s->code, QR_MODULE);
	rc = png.failed ? ssjc_fail_memory(err) : add_picture(s, &o, buf_text(&png), err);
	buf_free(&png);
	return rc;
}

bool xlsx_out_is_picture(enum xlsx_out_style style)
{
	return style == XLSX_QR || style == XLSX_QR_LARGE;
}

static ssjc_rc add_cell(struct xlsx_grid *g, const struct xlsx_cell *c, struct ssjc_err *err)
{
	if (!array_grow(&g->cell, &g->cell_cap, g->cells, sizeof *g->cell))
		return ssjc_fail_memory(err);
	g->cell[g->cells++] = *c;
	return SSJC_OK;
}

static ssjc_rc add_validation(
    struct xlsx_grid *g, const struct xlsx_validation *v, struct ssjc_err *err)
{
	if (!array_grow(&g->validation, &g->validation_cap, g->validations, sizeof *g->validation))
		return ssjc_fail_memory(err);
	g->validation[g->validations++] = *v;
	return SSJC_OK;
}

/* What a cell says, in the first of its columns. */
static ssjc_rc first_cell(struct xlsx_out_sheet *s, const struct xlsx_out_cell *cell,
    struct xlsx_cell *out, struct ssjc_err *err)
{
	struct xlsx_texts *strings = &s->book->pack.strings;
	struct str text = xlsx_out_is_picture(cell->style) ? STR("") : cell->text;
	uint32_t number = 0;
	ssjc_rc rc;

	if (is(cell->style, XLSX_IS_NUMBER) || (is(cell->style, XLSX_IS_DAY) && cell->number)) {
		out->kind = XLSX_CELL_NUMBER;
		out->number = cell->number + (is(cell->style, XLSX_IS_DAY) ? SERIAL : 0);
		return check_text(s->book, text, err);
	}
	rc = text.n ? string_of(s->book, text, &number, err) : SSJC_OK;
	if (rc || text.n == 0)
		return rc;
	out->kind = XLSX_CELL_TEXT;
	out->text = xlsx_texts_use(strings, number);
	return out->text == XLSX_NO_TEXT ? ssjc_fail_memory(err) : SSJC_OK;
}

/* What belongs to a cell over down rows besides its text. */
static ssjc_rc put_about(struct xlsx_out_sheet *s, const struct xlsx_out_cell *cell, uint32_t row,
    size_t column, uint32_t down, struct ssjc_err *err)
{
	struct xlsx_grid *g = &s->grid;
	const struct xlsx_out *b = s->book;

	if (xlsx_out_is_picture(cell->style) && cell->text.n) {
		ssjc_rc rc = cell->style == XLSX_QR ? put_qr(s, cell, row, column, err)
		                                    : put_large_qr(s, cell, row, column, down, err);

		if (rc)
			return rc;
	}
	if (down > 1 || cell->span > 1) {
		if (!array_grow(&g->merge, &g->merge_cap, g->merges, sizeof *g->merge))
			return ssjc_fail_memory(err);
		g->merge[g->merges++] = (struct xlsx_merge){
		    row, down, (uint16_t)column, (uint16_t)cell->span};
	}
	if (cell->style != XLSX_CHOICE || !b->choices)
		return SSJC_OK;
	return add_validation(g,
	    &(struct xlsx_validation){.row = row,
	        .rows = 1,
	        .column = (uint16_t)column,
	        .range = b->list[b->choices - 1].range},
	    err);
}

/* The n cells of a row that is so many rows of the sheet, the first of which is row. */
static ssjc_rc put_cells(struct xlsx_out_sheet *s, const struct xlsx_out_cell *cell,
    const bool *open, size_t n, uint32_t row, uint32_t down, struct ssjc_err *err)
{
	struct xlsx_grid *g = &s->grid;

	for (uint32_t line = 0; line < down; line++) {
		size_t column = 0;

		g->row[row + line].cells = g->cells;
		for (size_t i = 0; i < n; i++) {
			struct xlsx_cell c = {
			    .format = xlsx_style_format(cell[i].style,
			        (open && open[i]) || is(cell[i].style, XLSX_IS_OPEN))};
			ssjc_rc rc = SSJC_OK;

			if (line == 0)
				rc = put_about(s, &cell[i], row, column, down, err);
			if (!rc && line == 0)
				rc = first_cell(s, &cell[i], &c, err);
			for (unsigned k = 0; !rc && k < cell[i].span; k++) {
				c.column = (uint16_t)column++;
				rc = add_cell(g, &c, err);
				c.kind = XLSX_CELL_BLANK;
			}
			if (rc)
				return rc;
		}
	}
	return SSJC_OK;
}

/* The pixels that the text of a cell has from its left to its right. */
static unsigned text_width(
    const struct xlsx_out_sheet *s, const struct xlsx_style *style, size_t column, unsigned span)
{
	unsigned width = 0;

	for (unsigned i = 0; i < span; i++)
		width += s->width[column + i];
	return xlsx_style_indented(style) && width > INDENT ? width - INDENT : width;
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
static bool heading(const struct xlsx_style *s)
{
	return !s->border && s->centred;
}

/* The large QR code of the cell, and the height in pixels that it needs. */
static ssjc_rc fit_code(struct xlsx_out_sheet *s, const struct xlsx_out_cell *cell, unsigned width,
    unsigned *height, struct ssjc_err *err)
{
	ssjc_rc rc;

	*height = 1;
	if (cell->text.n == 0)
		return SSJC_OK;
	if (s->code.dark)
		return ssjc_fail(err, SSJC_USAGE, "a row has two large QR codes");
	rc = qr_make(&s->code, cell->text, err);
	if (rc)
		return rc;
	rc = large_side(s, width, height, err);
	*height += LEADING;
	return rc;
}

/*
 * The cell with its text broken into lines (line_break.h), and the height in
 * pixels that these need.
 */
static ssjc_rc fit(struct xlsx_out_sheet *s, struct xlsx_out_cell *cell, size_t column,
    unsigned span, unsigned *height, struct ssjc_err *err)
{
	const struct xlsx_style *style = &xlsx_styles[cell->style];
	unsigned width = text_width(s, style, column, span);
	unsigned lines = xlsx_out_is_picture(cell->style)
	    ? 1
	    : line_break_count(cell->text, width, style->half_points);
	struct buf text = {0};
	bool ok = true;

	if (cell->style == XLSX_QR_LARGE)
		return fit_code(s, cell, width, height, err);
	/* A line takes 1.45 times the font's size, the most of the fonts tried. */
	*height = lines * ((style->half_points * 29 + 29) / 30) + LEADING;
	if (lines == 1 || lines > FEEDS_MAX || style->is & XLSX_IS_AS_IS ||
	    !(heading(style) || line_break_matters(cell->text)))
		return SSJC_OK;
	if (heading(style))
		width = balanced(cell->text, width, style->half_points, lines);
	line_break_put(&text, cell->text, width, style->half_points);
	ok = !text.failed;
	cell->text = arena_str(&s->arena, buf_text(&text), &ok);
	buf_free(&text);
	return ok ? SSJC_OK : ssjc_fail_memory(err);
}

/* Add so many rows that are height pixels together. */
static ssjc_rc add_rows(
    struct xlsx_out_sheet *s, size_t rows, unsigned height, struct ssjc_err *err)
{
	unsigned each = (height + (unsigned)rows - 1) / (unsigned)rows;
	struct xlsx_grid *g = &s->grid;

	if (s->rows + rows > ROWS_MAX)
		return ssjc_fail_at(err, SSJC_SYSTEM, s->book->path, 0, NULL,
		    "a sheet of the workbook would have more than %d rows: make several workbooks",
		    ROWS_MAX);
	for (size_t i = 0; i < rows; i++) {
		if (!array_grow(&s->row, &s->rows_cap, s->rows, sizeof *s->row) ||
		    !array_grow(&g->row, &g->row_cap, g->rows, sizeof *g->row))
			return ssjc_fail_memory(err);
		s->row[s->rows++] = (struct page_row){.height = each};
		g->row[g->rows++] = (struct xlsx_grid_row){.cells = g->cells, .height = each};
	}
	return SSJC_OK;
}

ssjc_rc xlsx_out_row_open(struct xlsx_out_sheet *s, const struct xlsx_out_cell *cell,
    const bool *open, size_t n, unsigned min_height, struct ssjc_err *err)
{
	struct xlsx_out_cell *fitted = arena_array(&s->arena, n, sizeof *fitted);
	unsigned height = min_height ? min_height : 1;
	uint32_t top = (uint32_t)s->rows, down;
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
	rc = put_cells(s, fitted, open, n, top, down, err);
	qr_free(&s->code);
	return rc;
}

ssjc_rc xlsx_out_row(struct xlsx_out_sheet *s, const struct xlsx_out_cell *cell, size_t n,
    unsigned min_height, struct ssjc_err *err)
{
	return xlsx_out_row_open(s, cell, NULL, n, min_height, err);
}

void xlsx_out_protect(struct xlsx_out_sheet *s)
{
	s->grid.locked = true;
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
	struct xlsx_validation v = {.row = (uint32_t)offer->row,
	    .rows = (uint32_t)offer->rows,
	    .column = (uint16_t)offer->column,
	    .others = offer->others,
	    .range = offer->list ? b->list[offer->list - 1].range : NULL,
	    .from = offer->from + SERIAL};
	bool ok = true;
	ssjc_rc rc = check_text(b, offer->message, err);

	if (rc || offer->rows == 0)
		return rc;
	v.message = arena_str(&s->arena, offer->message, &ok);
	return ok ? add_validation(&s->grid, &v, err) : ssjc_fail_memory(err);
}

size_t xlsx_out_rows(const struct xlsx_out_sheet *s)
{
	return s->rows;
}

ssjc_rc xlsx_out_add_chart(
    struct xlsx_out_sheet *s, const struct xlsx_out_chart *c, unsigned height, struct ssjc_err *err)
{
	enum { MARGIN = 8 };
	struct xlsx_out *b = s->book;
	struct xlsx_object o = {.chart = true,
	    .row = (uint32_t)s->rows,
	    .x = MARGIN / 2,
	    .y = MARGIN / 2,
	    .height = height - MARGIN};
	ssjc_rc rc = check_text(b, c->title, err);
	char *title;

	if (rc)
		return rc;
	title = arena_cstr(&b->arena, c->title);
	if (!title || !array_grow(&b->chart, &b->chart_cap, b->charts, sizeof *b->chart) ||
	    !array_grow(&b->drawn, &b->drawn_cap, b->n_drawn, sizeof *b->drawn))
		return ssjc_fail_memory(err);
	b->chart[b->charts] = (struct xlsx_chart){
	    .chart = *c, .sheet = s->name, .grid = &s->grid, .strings = &b->pack.strings};
	b->chart[b->charts++].chart.title = str_of(title);
	if (b->n_drawn == 0 || b->drawn[b->n_drawn - 1] != s)
		b->drawn[b->n_drawn++] = s;
	for (size_t i = 0; i < s->columns; i++)
		o.width += s->width[i];
	o.width -= MARGIN;
	rc = xlsx_out_line(s, XLSX_TEXT, STR(""), height, err);
	if (rc)
		return rc;
	o.rel = (unsigned)b->charts; /* until link_charts */
	return add_object(s, &o, err);
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
		s->grid.frozen = (uint32_t)s->rows;
	s->repeat = (uint32_t)(s->rows - rows);
	s->repeats = rows;
	return SSJC_OK;
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
	struct xlsx_grid *g = &s->grid;
	size_t cap = 0, at = page_break_next(s->row, s->rows, 0, room);

	while (at < s->rows && g->page_breaks < BREAKS_MAX) {
		if (!array_grow(&g->page_break, &cap, g->page_breaks, sizeof *g->page_break))
			return ssjc_fail_memory(err);
		g->page_break[g->page_breaks++] = (uint32_t)at;
		at = page_break_next(s->row, s->rows, at, room - s->repeated);
	}
	return SSJC_OK;
}

static ssjc_rc set_pages(struct xlsx_out_sheet *s, struct ssjc_err *err)
{
	unsigned room = page_room(s), height = height_of(s->row, s->rows);
	bool together = false;

	if (height <= room || s->repeated >= room)
		return SSJC_OK;
	if (s->one_page && (uint64_t)height * SCALE_MIN <= (uint64_t)room * 100) {
		s->grid.one_page = true;
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
	struct xlsx_object o = {.fixed = true, .decorative = true};
	struct buf png = {0};
	double scale;
	ssjc_rc rc = SSJC_OK;

	for (size_t i = 0; i < s->columns; i++)
		wide += s->width[i];
	scale = 0.9 * (double)wide / SAMPLE_MARK_WIDTH;
	if (scale * SAMPLE_MARK_HEIGHT > 0.8 * (double)room)
		scale = 0.8 * (double)room / SAMPLE_MARK_HEIGHT;
	o.width = SAMPLE_MARK_WIDTH * scale;
	o.height = SAMPLE_MARK_HEIGHT * scale;
	o.x = (unsigned)((wide - scale * SAMPLE_MARK_WIDTH) / 2);
	sample_mark(&png);
	if (png.failed) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	for (unsigned at = 0; at < height; at += room) {
		unsigned page = height - at < room ? height - at : room;
		double above = (page - scale * SAMPLE_MARK_HEIGHT) / 2;

		o.y = (unsigned)(at + (above > 0 ? above : 0));
		rc = add_picture(s, &o, buf_text(&png), err);
		if (rc)
			goto out;
	}
out:
	buf_free(&png);
	return rc;
}

/* ---- A sheet is complete ---- */

static ssjc_rc add_sheet(struct xlsx_out *b, const struct xlsx_pack_sheet *s, struct ssjc_err *err)
{
	struct xlsx_pack *p = &b->pack;

	if (!array_grow(&p->sheet, &p->sheet_cap, p->sheets, sizeof *p->sheet))
		return ssjc_fail_memory(err);
	p->sheet[p->sheets++] = *s;
	return SSJC_OK;
}

static int by_kind(const void *a, const void *b)
{
	const struct xlsx_object *x = a, *y = b;

	if (x->chart != y->chart)
		return x->chart ? 1 : -1;
	return (x->rel > y->rel) - (x->rel < y->rel);
}

/* Charts come after pictures, and are numbered after them. */
static ssjc_rc link_charts(struct xlsx_out_sheet *s, struct ssjc_err *err)
{
	struct xlsx_grid *g = &s->grid;

	if (g->objects == 0 || !g->object[0].chart)
		return SSJC_OK;
	qsort(g->object, g->objects, sizeof *g->object, by_kind);
	for (size_t i = 0; i < g->objects; i++) {
		struct xlsx_object *o = &g->object[i];
		ssjc_rc rc = o->chart ? link_to(s, true, o->rel, &o->rel, err) : SSJC_OK;

		if (rc)
			return rc;
	}
	return SSJC_OK;
}

/* What its drawing needs, among what all do. */
static ssjc_rc add_links(struct xlsx_out_sheet *s, struct xlsx_pack_sheet *to, struct ssjc_err *err)
{
	struct xlsx_pack *p = &s->book->pack;

	to->link = p->links;
	to->links = s->links;
	for (size_t i = 0; i < s->links; i++) {
		if (!array_grow(&p->link, &p->link_cap, p->links, sizeof *p->link))
			return ssjc_fail_memory(err);
		p->link[p->links++] = s->link[i];
	}
	return SSJC_OK;
}

static ssjc_rc pack_sheet(
    struct xlsx_out_sheet *s, struct xlsx_pack_sheet *to, struct ssjc_err *err)
{
	struct xlsx_out *b = s->book;
	struct buf out = {0};
	ssjc_rc rc;

	xlsx_grid_sheet(&out, &s->grid, &b->pack.formats, b->pack.sheets == 0);
	rc = out.failed ? ssjc_fail_memory(err)
	                : zip_out_pack(b->zip, buf_text(&out), &to->sheet, err);
	if (rc || s->links == 0)
		goto out;
	buf_clear(&out);
	xlsx_grid_drawing(&out, &s->grid);
	rc = out.failed ? ssjc_fail_memory(err)
	                : zip_out_pack(b->zip, buf_text(&out), &to->drawing, err);
out:
	buf_free(&out);
	return rc;
}

/* The sheet at hand, if any, is packed, and forgotten unless charts need its cells. */
static ssjc_rc finish_sheet(struct xlsx_out *b, struct ssjc_err *err)
{
	struct xlsx_out_sheet *s = b->sheet;
	struct xlsx_pack_sheet to = {0};
	ssjc_rc rc;

	if (!s)
		return SSJC_OK;
	rc = set_pages(s, err);
	if (rc)
		return rc;
	if (s->sample) {
		rc = put_sample(s, err);
		if (rc)
			return rc;
	}
	rc = link_charts(s, err);
	if (rc)
		return rc;
	to.name = s->name;
	to.hidden = s->hidden;
	to.repeat = s->repeat;
	to.repeats = s->repeats;
	rc = pack_sheet(s, &to, err);
	if (rc)
		return rc;
	rc = add_links(s, &to, err);
	if (rc)
		return rc;
	rc = add_sheet(b, &to, err);
	if (rc)
		return rc;
	if (b->n_drawn == 0 || b->drawn[b->n_drawn - 1] != s)
		free_sheet(s);
	b->sheet = NULL;
	return SSJC_OK;
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
	s->hidden = true;
	return SSJC_OK;
}

ssjc_rc xlsx_out_hidden(struct xlsx_out *b, const struct str *text, size_t n, struct ssjc_err *err)
{
	for (size_t i = 0; i <= n; i++) {
		uint32_t number = (uint32_t)n; /* at first */
		ssjc_rc rc = SSJC_OK;

		if (i > 0)
			rc = string_of(b, text[i - 1], &number, err);
		if (rc)
			return rc;
		if (!array_grow(&b->hidden, &b->hidden_cap, b->hidden_n, sizeof *b->hidden))
			return ssjc_fail_memory(err);
		b->hidden[b->hidden_n++] = number;
	}
	b->hidden_rows++;
	return SSJC_OK;
}

/* The rows of the hidden sheet from one on: which columns have a text. */
struct hidden_range {
	size_t first, end; /* the columns from first to before end */
};

/* Make the range wider, so that it has the texts of the row at *at, the place after which *at becomes. */
static void widen(const struct xlsx_out *b, size_t *at, struct hidden_range *r)
{
	size_t n = b->hidden[(*at)++];

	for (size_t i = 0; i < n; i++) {
		if (b->pack.strings.v[b->hidden[*at + i]].n == 0)
			continue;
		r->first = i < r->first ? i : r->first;
		r->end = i + 1 > r->end ? i + 1 : r->end;
	}
	*at += n;
}

/* The range of so many rows. */
static struct hidden_range range_of(const struct xlsx_out *b, size_t at, size_t rows)
{
	struct hidden_range r = {SIZE_MAX, 0};

	for (size_t i = 0; i < rows; i++)
		widen(b, &at, &r);
	return r;
}

static ssjc_rc put_hidden_row(
    struct xlsx_out *b, struct buf *out, size_t row, size_t *at, struct ssjc_err *err)
{
	size_t n = b->hidden[(*at)++];

	for (size_t i = 0; i < n; i++) {
		uint32_t number = b->hidden[(*at)++], place;

		if (b->pack.strings.v[number].n == 0)
			continue;
		place = xlsx_texts_use(&b->pack.strings, number);
		if (place == XLSX_NO_TEXT)
			return ssjc_fail_memory(err);
		xlsx_grid_text(out, row, i, XLSX_FORMAT_HIDDEN, place, &b->pack.formats);
	}
	return SSJC_OK;
}

/* So many rows, which may be a million, of which the first is at *at. */
static ssjc_rc put_hidden_rows(
    struct xlsx_out *b, struct buf *out, size_t rows, size_t *at, struct ssjc_err *err)
{
	struct hidden_range block = {0, 0};
	ssjc_rc rc = SSJC_OK;

	for (size_t row = 0; !rc && row < rows; row++) {
		size_t left = rows - row;

		if (row % XLSX_BLOCK == 0)
			block = range_of(b, *at, left < XLSX_BLOCK ? left : XLSX_BLOCK);
		buf_z(out, "<row r=\"");
		buf_uint(out, row + 1);
		buf_z(out, "\" spans=\"");
		buf_uint(out, block.first + 1);
		buf_char(out, ':');
		buf_uint(out, block.end);
		buf_z(out, "\">");
		rc = put_hidden_row(b, out, row, at, err);
		if (rc)
			return rc;
		buf_z(out, "</row>");
		if (out->n < (1 << 16))
			continue;
		rc = out->failed ? ssjc_fail_memory(err) : zip_out_add(b->zip, buf_text(out), err);
		buf_clear(out);
	}
	return rc;
}

/* A hidden sheet of that name with so many of the rows, of which the first is at *at. */
static ssjc_rc put_hidden_sheet(
    struct xlsx_out *b, const char *name, size_t rows, size_t *at, struct ssjc_err *err)
{
	struct xlsx_pack_sheet s = {.name = name, .hidden = true};
	struct hidden_range all = range_of(b, *at, rows);
	struct buf out = {0};
	ssjc_rc rc;

	rc = zip_out_begin(b->zip, err);
	if (rc)
		return rc;
	xlsx_grid_begin(&out);
	buf_z(&out, "<dimension ref=\"");
	xlsx_put_cell_name(&out, 0, all.first);
	buf_char(&out, ':');
	xlsx_put_cell_name(&out, rows - 1, all.end - 1);
	buf_z(&out,
	    "\"/><sheetViews><sheetView workbookViewId=\"0\"/></sheetViews>"
	    "<sheetFormatPr defaultRowHeight=\"15\"/><sheetData>");
	rc = put_hidden_rows(b, &out, rows, at, err);
	if (rc)
		goto out;
	buf_z(&out,
	    "</sheetData><sheetProtection sheet=\"1\" objects=\"1\" scenarios=\"1\"/>"
	    "<pageMargins left=\"0.7\" right=\"0.7\" top=\"0.75\" bottom=\"0.75\" header=\"0.3\""
	    " footer=\"0.3\"/></worksheet>");
	rc = out.failed ? ssjc_fail_memory(err) : zip_out_add(b->zip, buf_text(&out), err);
	if (rc)
		goto out;
	rc = zip_out_end(b->zip, &s.sheet, err);
	if (rc)
		goto out;
	rc = add_sheet(b, &s, err);
out:
	buf_free(&out);
	return rc;
}

/* As many hidden sheets as the rows need: a sheet has no more than a million. */
static ssjc_rc put_hidden(struct xlsx_out *b, struct ssjc_err *err)
{
	struct buf name = {0};
	ssjc_rc rc = SSJC_OK;
	unsigned number = 1;

	for (size_t done = 0, at = 0; !rc && done < b->hidden_rows; done += ROWS_MAX, number++) {
		size_t left = b->hidden_rows - done;
		char *z;

		buf_clear(&name);
		buf_z(&name, xlsx_out_hidden_name);
		if (number > 1)
			buf_printf(&name, " %u", number);
		z = name.failed ? NULL : arena_cstr(&b->arena, buf_text(&name));
		rc = z ? put_hidden_sheet(b, z, left < ROWS_MAX ? left : ROWS_MAX, &at, err)
		       : ssjc_fail_memory(err);
	}
	buf_free(&name);
	return rc;
}

/* ---- All of it ---- */

/* What the arena owns goes, and what only its sheets know. */
static void free_sheets(struct xlsx_out *b)
{
	if (b->n_drawn == 0 || b->drawn[b->n_drawn - 1] != b->sheet)
		free_sheet(b->sheet);
	for (size_t i = 0; i < b->n_drawn; i++)
		free_sheet(b->drawn[i]);
	free(b->drawn);
	free(b->chart);
	free(b->hidden);
	xlsx_pack_free(&b->pack);
	xlsx_texts_free(&b->names);
	zip_out_free(b->zip);
	arena_free(&b->arena);
	b->sheet = NULL;
	b->drawn = NULL;
	b->n_drawn = 0;
	b->chart = NULL;
	b->hidden = NULL;
	b->zip = NULL;
}

static ssjc_rc write_package(struct xlsx_out *b, struct ssjc_err *err)
{
	struct xlsx_style_parts parts;
	struct xlsx_pack_rest rest;
	ssjc_rc rc = xlsx_style_make(&parts, &b->pack.formats, b->chart, b->charts, err);

	if (rc)
		goto out;
	rest = (struct xlsx_pack_rest){.title = str_of(b->title),
	    .created = b->created,
	    .styles = buf_text(&parts.styles),
	    .theme = buf_text(&parts.theme),
	    .chart = parts.chart,
	    .charts = b->charts};
	rc = xlsx_pack_write(&b->pack, b->temporary.fd, &rest, err);
out:
	xlsx_style_parts_free(&parts, b->charts);
	return rc;
}

/* The SHA-256 of what was written, which may be larger than what fits in memory. */
static ssjc_rc digest_written(
    const struct xlsx_out *b, char digest[DIGEST_HEX], struct ssjc_err *err)
{
	unsigned char binary[DIGEST_SIZE], piece[1 << 14];
	struct digest *d;
	off_t at = 0;
	ssize_t n;
	ssjc_rc rc = digest_open(&d, err);

	if (rc)
		return rc;
	while ((n = pread(b->temporary.fd, piece, sizeof piece, at)) > 0) {
		digest_add(d, piece, (size_t)n);
		at += n;
	}
	rc = n < 0 ? ssjc_fail_errno(err, b->path) : digest_final(d, binary, err);
	if (!rc)
		hex_of(binary, sizeof binary, digest);
	digest_free(d);
	return rc;
}

ssjc_rc xlsx_out_write(struct xlsx_out *b, char digest[DIGEST_HEX], struct ssjc_err *err)
{
	ssjc_rc rc;

	rc = put_lists(b, err);
	if (rc)
		return rc;
	rc = finish_sheet(b, err);
	if (rc)
		return rc;
	rc = put_hidden(b, err);
	if (rc)
		return rc;
	rc = write_package(b, err);
	if (rc)
		return rc;
	free_sheets(b);
	rc = digest_written(b, digest, err);
	return rc ? rc : file_settle(&b->temporary, b->path, b->kind, err);
}

ssjc_rc xlsx_out_publish(struct xlsx_out *b, struct ssjc_err *err)
{
	return file_rename(&b->temporary, b->path, err);
}

ssjc_rc xlsx_out_move(struct xlsx_out *b, struct file_names *names, struct ssjc_err *err)
{
	return file_move(&b->temporary, b->path, names, err);
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
	file_forget(&b->temporary);
	free(b->path);
	free_sheets(b);
	free(b);
}
