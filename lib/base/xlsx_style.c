#include "xlsx_style.h"

#include "ssjc/base/file.h"
#include "zip_out.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

enum { CENTRE = 1, RIGHT = 2 };
#define STYLE(font, half_points, align, border, is)                                                \
	{                                                                                          \
		font, half_points, (align) == CENTRE, (align) == RIGHT, border, is                 \
	}
const struct xlsx_style xlsx_styles[XLSX_STYLES] = {
    [XLSX_TITLE] = STYLE("方正小标宋简体", 36, CENTRE, false, 0),
    [XLSX_SUBTITLE] = STYLE("黑体", 28, CENTRE, false, 0),
    [XLSX_PARAGRAPH] = STYLE("仿宋", 26, 0, false, 0),
    [XLSX_RIGHT] = STYLE("仿宋", 26, RIGHT, false, 0),
    [XLSX_NOTE] = STYLE("宋体", 18, 0, false, 0),
    [XLSX_BAND] = STYLE("黑体", 22, 0, true, XLSX_IS_SHADED),
    [XLSX_HEAD] = STYLE("黑体", 20, CENTRE, true, XLSX_IS_SHADED),
    [XLSX_LABEL] = STYLE("黑体", 20, CENTRE, true, 0),
    [XLSX_TEXT] = STYLE("宋体", 21, 0, true, 0),
    [XLSX_CENTRE] = STYLE("宋体", 20, CENTRE, true, 0),
    [XLSX_SMALL] = STYLE("宋体", 18, 0, true, 0),
    [XLSX_DATA] = STYLE("宋体", 18, 0, true, XLSX_IS_AS_IS),
    [XLSX_CHOICE] = STYLE("宋体", 18, CENTRE, true, 0),
    [XLSX_NUMBER] = STYLE("宋体", 21, CENTRE, true, XLSX_IS_NUMBER),
    [XLSX_TOTAL] = STYLE("宋体", 21, CENTRE, true, XLSX_IS_BOLD | XLSX_IS_SHADED | XLSX_IS_NUMBER),
    [XLSX_QR] = STYLE("宋体", 18, CENTRE, false, 0),
    [XLSX_QR_LARGE] = STYLE("宋体", 20, CENTRE, true, 0),
    [XLSX_FILL] = STYLE("宋体", 20, 0, true, XLSX_IS_AS_IS | XLSX_IS_OPEN),
    [XLSX_FILL_DAY] = STYLE("宋体", 20, CENTRE, true, XLSX_IS_DAY | XLSX_IS_OPEN),
    [XLSX_FIXED] = STYLE("宋体", 18, 0, true, XLSX_IS_AS_IS),
    [XLSX_FIXED_BAND] = STYLE("宋体", 18, 0, true, XLSX_IS_AS_IS | XLSX_IS_SHADED),
    [XLSX_DONE] = STYLE("楷体", 20, 0, true, XLSX_IS_AS_IS | XLSX_IS_SHADED | XLSX_IS_GREY),
    [XLSX_DONE_DAY] = STYLE("楷体", 20, CENTRE, true, XLSX_IS_DAY | XLSX_IS_SHADED | XLSX_IS_GREY),
};

bool xlsx_style_indented(const struct xlsx_style *s)
{
	return s->border && !s->centred && !s->right;
}

static bool same(const struct xlsx_style *a, const struct xlsx_style *b)
{
	enum { SEEN = XLSX_IS_BOLD | XLSX_IS_SHADED | XLSX_IS_NUMBER | XLSX_IS_DAY | XLSX_IS_GREY };

	return a->half_points == b->half_points && a->centred == b->centred &&
	    a->right == b->right && a->border == b->border && (a->is & SEEN) == (b->is & SEEN) &&
	    strcmp(a->font, b->font) == 0;
}

uint8_t xlsx_style_format(enum xlsx_out_style style, bool open)
{
	int first = 0;

	while (!same(&xlsx_styles[first], &xlsx_styles[style]))
		first++;
	return (uint8_t)(2 * first + open);
}

static lxw_format *format_of(lxw_workbook *w, uint8_t number)
{
	const struct xlsx_style *s = &xlsx_styles[number / 2];
	lxw_format *f = workbook_add_format(w);

	if (!f)
		return NULL;
	if (number == XLSX_FORMAT_HIDDEN) {
		format_set_num_format(f, "@");
		return f;
	}
	format_set_font_name(f, s->font);
	format_set_font_charset(f, 134); /* GB 2312, for a machine without the font */
	format_set_font_size(f, s->half_points / 2.0);
	format_set_align(f,
	    s->centred     ? LXW_ALIGN_CENTER
	        : s->right ? LXW_ALIGN_RIGHT
	                   : LXW_ALIGN_LEFT);
	format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
	format_set_text_wrap(f);
	if (s->border)
		format_set_border(f, LXW_BORDER_THIN);
	if (xlsx_style_indented(s))
		format_set_indent(f, 1);
	if (s->is & XLSX_IS_BOLD)
		format_set_bold(f);
	if (s->is & XLSX_IS_SHADED)
		format_set_bg_color(f, 0xF2F2F2);
	if (s->is & XLSX_IS_GREY)
		format_set_font_color(f, 0x595959);
	if (number % 2)
		format_set_unlocked(f);
	/* A text stays a text when somebody edits it: codes have 18 digits. */
	format_set_num_format(f,
	    s->is & XLSX_IS_DAY          ? "yyyy-mm-dd"
	        : s->is & XLSX_IS_NUMBER ? "0"
	                                 : "@");
	return f;
}

/* ---- A small workbook, of which only some parts are used ---- */

/* The cells of a chart's sheet, which it has copies of. */
static lxw_error put_cells(lxw_worksheet *w, const struct xlsx_chart *c)
{
	const struct xlsx_grid *g = c->grid;
	lxw_error e = LXW_NO_ERROR;

	for (size_t i = 0; i < g->rows; i++) {
		size_t end = i + 1 < g->rows ? g->row[i + 1].cells : g->cells;

		for (size_t k = g->row[i].cells; e == LXW_NO_ERROR && k < end; k++) {
			const struct xlsx_cell *cell = &g->cell[k];

			if (cell->kind == XLSX_CELL_NUMBER)
				e = worksheet_write_number(
				    w, (lxw_row_t)i, cell->column, (double)cell->number, NULL);
			else if (cell->kind == XLSX_CELL_TEXT)
				e = worksheet_write_string(w, (lxw_row_t)i, cell->column,
				    c->strings->v[c->strings->used[cell->text]].p, NULL);
		}
	}
	return e;
}

static lxw_error put_chart(lxw_workbook *book, lxw_worksheet *w, const struct xlsx_chart *of)
{
	const struct xlsx_out_chart *c = &of->chart;
	lxw_row_t first = (lxw_row_t)c->row, last = (lxw_row_t)(c->row + c->rows - 1);
	lxw_col_t name = (lxw_col_t)c->name_column;
	lxw_chart *chart = workbook_add_chart(book, LXW_CHART_BAR_STACKED);

	if (!chart)
		return LXW_ERROR_MEMORY_MALLOC_FAILED;
	for (unsigned i = 0; i < c->columns; i++) {
		lxw_col_t column = (lxw_col_t)(c->column + i);
		lxw_chart_series *series = chart_add_series(chart, NULL, NULL);

		if (!series)
			return LXW_ERROR_MEMORY_MALLOC_FAILED;
		chart_series_set_categories(series, of->sheet, first, name, last, name);
		chart_series_set_values(series, of->sheet, first, column, last, column);
		chart_series_set_name_range(series, of->sheet, first - 1, column);
		chart_series_set_labels(series);
	}
	chart_title_set_name(chart, c->title.p);
	chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
	chart_axis_set_reverse(chart->y_axis); /* the first bar is at the top */
	return worksheet_insert_chart(w, first, 0, chart);
}

/* The library asks gmtime() for the date, which has one answer for all threads. */
static lxw_error close_book(lxw_workbook *book)
{
	static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
	lxw_error e;

	pthread_mutex_lock(&one);
	e = workbook_close(book);
	pthread_mutex_unlock(&one);
	return e;
}

/* The workbook at path. */
static lxw_error make(
    const char *path, const struct xlsx_formats *formats, const struct xlsx_chart *chart, size_t n)
{
	lxw_workbook *book = workbook_new(path);
	lxw_worksheet *w = book ? workbook_add_worksheet(book, "_") : NULL;
	lxw_error e = w ? LXW_NO_ERROR : LXW_ERROR_MEMORY_MALLOC_FAILED;

	for (uint8_t i = 0; e == LXW_NO_ERROR && i < formats->n; i++) {
		lxw_format *f = format_of(book, formats->used[i]);

		e = f ? worksheet_write_blank(w, 0, i, f) : LXW_ERROR_MEMORY_MALLOC_FAILED;
	}
	for (size_t i = 0; e == LXW_NO_ERROR && i < n; i++) {
		if (i == 0 || chart[i].grid != chart[i - 1].grid) {
			w = workbook_add_worksheet(book, chart[i].sheet);
			e = w ? put_cells(w, &chart[i]) : LXW_ERROR_MEMORY_MALLOC_FAILED;
		}
		if (e == LXW_NO_ERROR)
			e = put_chart(book, w, &chart[i]);
	}
	if (e == LXW_NO_ERROR)
		return close_book(book);
	if (book)
		lxw_workbook_free(book);
	return e;
}

static ssjc_rc read_parts(
    struct xlsx_style_parts *out, const char *path, size_t n, struct ssjc_err *err)
{
	ssjc_rc rc = zip_out_read(path, "xl/styles.xml", &out->styles, err);

	if (rc)
		return rc;
	rc = zip_out_read(path, "xl/theme/theme1.xml", &out->theme, err);
	for (size_t i = 0; !rc && i < n; i++) {
		char name[64];

		snprintf(name, sizeof name, "xl/charts/chart%zu.xml", i + 1);
		rc = zip_out_read(path, name, &out->chart[i], err);
	}
	return rc;
}

/* ---- Made once ---- */

/*
 * Thousands of workbooks of one kind have the same styles. What was made is kept until the
 * program ends: a few kilobytes for each kind.
 */
static struct {
	struct xlsx_formats formats;
	struct buf styles, theme;
} kept[16];
static size_t n_kept;
static pthread_mutex_t keeping = PTHREAD_MUTEX_INITIALIZER;

static bool take_kept(struct xlsx_style_parts *out, const struct xlsx_formats *f)
{
	size_t i = 0;

	pthread_mutex_lock(&keeping);
	while (i < n_kept &&
	    (kept[i].formats.n != f->n || memcmp(kept[i].formats.used, f->used, f->n) != 0))
		i++;
	if (i < n_kept) {
		buf_str(&out->styles, buf_text(&kept[i].styles));
		buf_str(&out->theme, buf_text(&kept[i].theme));
	}
	pthread_mutex_unlock(&keeping);
	return out->styles.n > 0 && out->theme.n > 0;
}

static void keep(const struct xlsx_style_parts *p, const struct xlsx_formats *f)
{
	pthread_mutex_lock(&keeping);
	if (n_kept < sizeof kept / sizeof kept[0]) {
		kept[n_kept].formats = *f;
		buf_str(&kept[n_kept].styles, buf_text(&p->styles));
		buf_str(&kept[n_kept].theme, buf_text(&p->theme));
		if (kept[n_kept].styles.failed || kept[n_kept].theme.failed) {
			buf_free(&kept[n_kept].styles);
			buf_free(&kept[n_kept].theme);
		} else {
			n_kept++;
		}
	}
	pthread_mutex_unlock(&keeping);
}

static ssjc_rc make_parts(struct xlsx_style_parts *out, const struct xlsx_formats *formats,
    const struct xlsx_chart *chart, size_t n, struct ssjc_err *err)
{
	char path[64];
	FILE *spool;
	lxw_error e;
	ssjc_rc rc = file_spool(&spool, err);

	if (rc)
		return rc;
	out->chart = calloc(n + 1, sizeof *out->chart);
	if (!out->chart) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	snprintf(path, sizeof path, "/proc/self/fd/%d", fileno(spool));
	e = make(path, formats, chart, n);
	rc = e ? ssjc_fail_at(err, SSJC_SYSTEM, file_tmpdir(), 0, NULL,
	             "cannot write the workbook: %s", lxw_strerror(e))
	       : read_parts(out, path, n, err);
out:
	fclose(spool);
	return rc;
}

ssjc_rc xlsx_style_make(struct xlsx_style_parts *out, const struct xlsx_formats *formats,
    const struct xlsx_chart *chart, size_t n, struct ssjc_err *err)
{
	ssjc_rc rc;

	*out = (struct xlsx_style_parts){.chart = NULL};
	if (n == 0 && take_kept(out, formats))
		return SSJC_OK;
	xlsx_style_parts_free(out, 0);
	rc = make_parts(out, formats, chart, n, err);
	if (!rc && n == 0)
		keep(out, formats);
	return rc;
}

void xlsx_style_parts_free(struct xlsx_style_parts *p, size_t n)
{
	buf_free(&p->styles);
	buf_free(&p->theme);
	for (size_t i = 0; p->chart && i < n; i++)
		buf_free(&p->chart[i]);
	free(p->chart);
	*p = (struct xlsx_style_parts){.chart = NULL};
}
