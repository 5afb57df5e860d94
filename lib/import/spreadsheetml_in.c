#include "spreadsheetml_in.h"

#include "xlsx_text.h"
#include "xml_in.h"

#include <stdlib.h>
#include <string.h>

/* A style's number format, by the style's id; without one of its own, its parent's. */
struct spreadsheetml_style {
	struct str id, parent;
	bool own;
	struct cell_format format;
};

struct spreadsheetml_reader {
	struct sheet_store *store;
	struct xml_in *xml;
	struct arena arena;
	struct spreadsheetml_style *style;
	size_t n_styles, style_cap;

	bool workbook, date1904;
	bool in_data, in_comment, in_visible, in_date1904;
	bool formula, data;        /* the cell has them */
	unsigned row, span;        /* span: rows after it that it speaks for */
	unsigned column, across;   /* across: columns after it that it covers */
	struct cell_format format; /* of the cell */
	char type;                 /* of its data: the first letter */
	struct buf text, shown;
};

static bool is(const char *name, const char *other)
{
	return strcmp(name, other) == 0;
}

/* ---- Styles ---- */

/* The formats that have names here, as far as they are not General. */
static const char *format_code(const char *name)
{
	static const struct {
		const char *name, *code;
	} names[] = {{"General Date", "yyyy-m-d h:mm"}, {"Long Date", "yyyy-m-d"},
	    {"Medium Date", "yyyy-m-d"}, {"Short Date", "yyyy-m-d"}, {"Long Time", "h:mm:ss"},
	    {"Medium Time", "h:mm"}, {"Short Time", "h:mm"}, {"Fixed", "0.00"},
	    {"Standard", "#,##0.00"}, {"Percent", "0.00%"}, {"Scientific", "0.00E+00"},
	    {"General Number", "General"}, {"Currency", "0.00"}, {"Euro Currency", "0.00"},
	    {"Yes/No", "General"}, {"True/False", "General"}, {"On/Off", "General"}};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (is(name, names[i].name))
			return names[i].code;
	return name;
}

/* The number format of the style that is being read. */
static void set_format(struct spreadsheetml_reader *r, const char *code)
{
	struct spreadsheetml_style *st = r->n_styles ? &r->style[r->n_styles - 1] : NULL;

	if (!st)
		return;
	st->own = true;
	if (!cell_format_parse(&r->arena, str_of(format_code(code)), &st->format))
		xml_in_stop_memory(r->xml);
}

static int by_id(const void *a, const void *b)
{
	return str_cmp(((const struct spreadsheetml_style *)a)->id,
	    ((const struct spreadsheetml_style *)b)->id);
}

static const struct spreadsheetml_style *style_of(
    const struct spreadsheetml_reader *r, struct str id)
{
	const struct spreadsheetml_style key = {.id = id};

	if (id.n == 0 || r->n_styles == 0)
		return NULL;
	return bsearch(&key, r->style, r->n_styles, sizeof *r->style, by_id);
}

static struct cell_format find_style(const struct spreadsheetml_reader *r, const char *id)
{
	const struct spreadsheetml_style *found = style_of(r, str_of(id ? id : ""));

	/* Parents that go round in a circle end as well. */
	for (size_t i = 0; found && !found->own && i < r->n_styles; i++)
		found = style_of(r, found->parent);
	return found ? found->format : (struct cell_format){0};
}

/* ---- Cells ---- */

/* The number of a row or cell, where it is said; else the next one. */
static bool number(const char **a, unsigned max, unsigned *at)
{
	const char *index = xml_in_attribute_any(a, "Index");
	unsigned next = *at + 1;

	if (index && (!xml_in_number(index, max, &next) || next <= *at))
		return false;
	*at = next;
	return next <= max;
}

static void row_start(struct spreadsheetml_reader *r, const char **a)
{
	const char *span = xml_in_attribute_any(a, "Span");

	/* One row may speak for empty ones after it. */
	r->row += r->span;
	r->span = 0;
	if (!number(a, SHEET_STORE_ROWS, &r->row)) {
		xml_in_stop(r->xml, "has a row outside of any sheet");
		return;
	}
	if (span && !xml_in_number(span, SHEET_STORE_ROWS, &r->span))
		xml_in_stop(r->xml, "has a row outside of any sheet");
	r->column = r->across = 0;
	sheet_store_row(r->store, r->row, xml_in_true(xml_in_attribute_any(a, "Hidden")));
}

static void cell_start(struct spreadsheetml_reader *r, const char **a)
{
	const char *down = xml_in_attribute_any(a, "MergeDown");
	const char *across = xml_in_attribute_any(a, "MergeAcross");
	unsigned rows = 0;

	r->column += r->across;
	r->across = 0;
	if (!number(a, SHEET_STORE_COLUMNS, &r->column)) {
		xml_in_stop(r->xml, "has a cell outside of any sheet: after column %u of row %u",
		    r->column < SHEET_STORE_COLUMNS ? r->column : SHEET_STORE_COLUMNS, r->row);
		return;
	}
	r->format = find_style(r, xml_in_attribute_any(a, "StyleID"));
	r->formula = xml_in_attribute_any(a, "Formula") != NULL;
	r->data = false;
	r->type = 'S';
	buf_clear(&r->text);
	if (down && xml_in_number(down, SHEET_STORE_ROWS, &rows))
		sheet_store_merge(r->store, r->column - 1, (uint64_t)rows + 1);
	if (across && !xml_in_number(across, SHEET_STORE_COLUMNS, &r->across))
		xml_in_stop(r->xml, "has a cell outside of any sheet");
}

/* Append what a cell shows to r->shown. */
static enum cell_kind show(struct spreadsheetml_reader *r, struct str raw)
{
	switch (r->type) {
	case 'N':
		return cell_number(&r->shown, str_trim(raw), r->format, r->date1904);
	case 'D':
		if (!cell_moment(&r->shown, str_trim(raw)))
			buf_str(&r->shown, raw);
		return CELL_TEXT;
	case 'B':
		buf_z(&r->shown, xml_in_true(r->text.p) ? "TRUE" : "FALSE");
		return CELL_TEXT;
	case 'E':
		buf_str(&r->shown, raw);
		return CELL_ERROR;
	default:
		cell_format_text(&r->shown, &r->format, raw);
		return CELL_TEXT;
	}
}

static void cell_end(struct spreadsheetml_reader *r)
{
	struct str raw = buf_text(&r->text);
	enum cell_kind kind = CELL_TEXT;

	buf_clear(&r->shown);
	if (r->formula && !r->data) {
		buf_char(&r->shown, '=');
		kind = CELL_UNCALCULATED;
	} else if (raw.n > 0) {
		kind = show(r, raw);
	}
	if (r->formula)
		sheet_store_formula(r->store, r->data);
	sheet_store_cell(r->store, r->column - 1, buf_text(&r->shown), kind);
	if (r->text.failed || r->shown.failed)
		xml_in_stop_memory(r->xml);
	else if (sheet_store_failed(r->store))
		xml_in_stop(r->xml, "cannot be read");
}

/* ---- Handlers ---- */

static void sheet_start(struct spreadsheetml_reader *r, const char **a)
{
	const char *name = xml_in_attribute_any(a, "Name");

	/* All styles come before the sheets. */
	if (r->n_styles > 1)
		qsort(r->style, r->n_styles, sizeof *r->style, by_id);
	sheet_store_sheet(r->store, str_of(name ? name : ""));
	r->row = r->span = 0;
}

static void style_start(struct spreadsheetml_reader *r, const char **a)
{
	const char *id = xml_in_attribute_any(a, "ID"), *parent = xml_in_attribute_any(a, "Parent");
	struct spreadsheetml_style st = {.own = false};
	bool ok = array_grow(&r->style, &r->style_cap, r->n_styles, sizeof *r->style);

	st.id = arena_str(&r->arena, str_of(id ? id : ""), &ok);
	st.parent = arena_str(&r->arena, str_of(parent ? parent : ""), &ok);
	if (ok)
		r->style[r->n_styles++] = st;
	else
		xml_in_stop_memory(r->xml);
}

static void data_start(struct spreadsheetml_reader *r, const char **a)
{
	const char *type = xml_in_attribute_any(a, "Type");

	if (r->in_comment)
		return;
	r->type = type ? *type : 'S';
	r->in_data = r->data = true;
}

static void on_start(void *arg, const char *name, const char **a)
{
	const char *format = xml_in_attribute_any(a, "Format");
	struct spreadsheetml_reader *r = arg;

	if (!r->workbook && !is(name, "Workbook"))
		xml_in_stop(r->xml, "is not a workbook's: save it as .xlsx");
	r->workbook = true;
	if (is(name, "Worksheet"))
		sheet_start(r, a);
	else if (is(name, "Row"))
		row_start(r, a);
	else if (is(name, "Cell"))
		cell_start(r, a);
	else if (is(name, "Data"))
		data_start(r, a);
	else if (is(name, "Comment"))
		r->in_comment = true;
	else if (is(name, "Style"))
		style_start(r, a);
	else if (is(name, "NumberFormat") && format)
		set_format(r, format);
	else if (is(name, "Visible"))
		r->in_visible = true;
	else if (is(name, "Date1904"))
		r->date1904 = true;
}

static void on_end(void *arg, const char *name)
{
	struct spreadsheetml_reader *r = arg;

	if (is(name, "Cell"))
		cell_end(r);
	else if (is(name, "Data"))
		r->in_data = false;
	else if (is(name, "Comment"))
		r->in_comment = false;
	else if (is(name, "Visible"))
		r->in_visible = false;
}

static void on_text(void *arg, const char *p, size_t n)
{
	struct spreadsheetml_reader *r = arg;

	/* "SheetHidden" or "SheetVeryHidden": what is visible does not say so */
	if (r->in_visible && n > 0 && *p == 'S')
		sheet_store_hide(r->store);
	if (!r->in_data)
		return;
	buf_add(&r->text, p, n);
	if (r->text.n > XLSX_TEXT_MAX)
		xml_in_stop(r->xml, "has a text longer than a cell can hold");
}

ssjc_rc spreadsheetml_in_read(
    struct sheet_store *s, struct str text, const char *name, struct ssjc_err *err)
{
	static const struct xml_in_handlers handlers = {on_start, on_end, on_text};
	struct spreadsheetml_reader r = {.store = s};
	bool paused;
	ssjc_rc rc;

	rc = xml_in_open(&r.xml, NULL, name, err);
	if (rc)
		goto out;
	rc = xml_in_text(r.xml, text, &handlers, &r, err);
	if (rc)
		goto out;
	rc = xml_in_run(r.xml, &paused, err);
	if (sheet_store_failed(s))
		rc = sheet_store_check(s, err);
	if (r.date1904)
		sheet_store_set_date1904(s);
out:
	xml_in_close(r.xml);
	free(r.style);
	buf_free(&r.text);
	buf_free(&r.shown);
	arena_free(&r.arena);
	return rc;
}
