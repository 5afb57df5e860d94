#include "xlsx_book.h"

#include "sheet_format.h"

#include "ssjc/base/file.h"
#include "ssjc/base/language.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHEETS_MAX = 4096 };

/* The r:id of a sheet: in a namespace of relationships, whichever edition's. */
static const char *relation_id(const char **a)
{
	for (; *a; a += 2) {
		const char *blank = strchr(a[0], ' ');

		if (blank && strcmp(blank, " id") == 0 && strstr(a[0], "/relationships "))
			return a[1];
	}
	return NULL;
}

static bool is(const char *name, const char *other)
{
	return strcmp(name, other) == 0;
}

ssjc_rc xlsx_book_parse(struct xlsx_book *b, const char *part,
    const struct xml_in_handlers *handlers, void *arg, bool *paused, struct ssjc_err *err)
{
	ssjc_rc rc = xml_in_part(b->xml, part, handlers, arg, err);

	*paused = false;
	if (rc)
		return rc;
	return xml_in_run(b->xml, paused, err);
}

/* ---- Relationships ---- */

/* The part that target means, seen from the folder base; NULL if memory runs out. */
static char *resolve(struct arena *a, const char *base, const char *target)
{
	/* Some programs write backslashes, as in their own paths. */
	char *path = arena_cstr(a, str_of(target)), *part;
	size_t n = *target == '/' || *target == '\\' ? 0 : strlen(base);
	struct str rest, piece;

	if (!path)
		return NULL;
	for (char *p = path; *p; p++)
		if (*p == '\\')
			*p = '/';
	rest = str_of(path);
	part = arena_alloc(a, n + 1 + rest.n + 1);
	if (!part)
		return NULL;
	memcpy(part, base, n);
	while (str_split(&rest, '/', &piece)) {
		if (str_is(piece, "..")) {
			while (n > 0 && part[--n] != '/')
				;
		} else if (piece.n > 0 && !str_is(piece, ".")) {
			if (n > 0)
				part[n++] = '/';
			memcpy(part + n, piece.p, piece.n);
			n += piece.n;
		}
	}
	part[n] = '\0';
	return part;
}

static void relations_start(void *arg, const char *name, const char **a)
{
	const char *id = xml_in_attribute(a, "Id"), *type = xml_in_attribute(a, "Type");
	const char *target = xml_in_attribute(a, "Target");
	struct xlsx_book *b = arg;
	struct xlsx_relation *r;

	if (!is(name, "Relationship") || !id || !type || !target || b->n_relations >= SHEETS_MAX)
		return;
	if (!array_grow(&b->relation, &b->relation_cap, b->n_relations, sizeof *b->relation)) {
		xml_in_stop_memory(b->xml);
		return;
	}
	r = &b->relation[b->n_relations++];
	r->id = arena_cstr(&b->arena, str_of(id));
	r->type = arena_cstr(&b->arena, path_base(type));
	r->part = resolve(&b->arena, b->base, target);
	if (!r->id || !r->type || !r->part)
		xml_in_stop_memory(b->xml);
}

static const struct xml_in_handlers relations_handlers = {
    relations_start, xml_in_no_end, xml_in_no_text};

static ssjc_rc read_relations(
    struct xlsx_book *b, const char *part, const char *base, struct ssjc_err *err)
{
	bool paused;

	b->base = base;
	b->n_relations = 0;
	return xlsx_book_parse(b, part, &relations_handlers, b, &paused, err);
}

/* The part of the relation with that id or, without one, of that type; NULL for none. */
static char *related(const struct xlsx_book *b, const char *id, const char *type)
{
	for (size_t i = 0; i < b->n_relations; i++)
		if (is(b->relation[i].type, type) && (!id || is(b->relation[i].id, id)))
			return b->relation[i].part;
	return NULL;
}

/* ---- The workbook ---- */

static void workbook_start(void *arg, const char *name, const char **a)
{
	struct xlsx_book *b = arg;
	const char *title = xml_in_attribute(a, "name"), *state = xml_in_attribute(a, "state");
	const char *id = relation_id(a);
	bool ok = true;

	if (is(name, "workbookPr"))
		b->date1904 = xml_in_true(xml_in_attribute(a, "date1904"));
	if (!is(name, "sheet") || !title || !id || b->n_sheets >= SHEETS_MAX)
		return;
	if (!array_grow(&b->sheet, &b->sheet_cap, b->n_sheets, sizeof *b->sheet) ||
	    !array_grow(&b->sheet_part, &b->part_cap, b->n_sheets, sizeof *b->sheet_part)) {
		xml_in_stop_memory(b->xml);
		return;
	}
	b->sheet[b->n_sheets].name = arena_str(&b->arena, str_of(title), &ok);
	b->sheet[b->n_sheets].hidden = state && !is(state, "visible");
	b->sheet_part[b->n_sheets] = arena_cstr(&b->arena, str_of(id));
	if (!ok || !b->sheet_part[b->n_sheets])
		xml_in_stop_memory(b->xml);
	b->n_sheets++;
}

static const struct xml_in_handlers workbook_handlers = {
    workbook_start, xml_in_no_end, xml_in_no_text};

/* Charts and macro sheets are tabs too, but hold no cells: leave them out. */
static void keep_worksheets(struct xlsx_book *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->n_sheets; i++) {
		char *part = related(b, b->sheet_part[i], "worksheet");

		if (!part)
			continue;
		b->sheet[n] = b->sheet[i];
		b->sheet_part[n++] = part;
	}
	b->n_sheets = n;
}

/* ---- Styles ---- */

static struct cell_format format_of(const struct xlsx_book *b, unsigned id)
{
	for (size_t i = b->n_numfmts; i-- > 0;)
		if (b->numfmt[i].id == id)
			return b->numfmt[i].format;
	return cell_format_builtin(id);
}

static void add_font(struct xlsx_book *b)
{
	if (b->n_fonts >= XLSX_STYLES_MAX)
		xml_in_stop(b->xml, "has too many fonts");
	else if (!array_grow(&b->font, &b->font_cap, b->n_fonts, sizeof *b->font))
		xml_in_stop_memory(b->xml);
	else
		b->font[b->n_fonts++] = false;
}

static void add_style(struct xlsx_book *b, const char **a)
{
	unsigned id, font;

	if (!xml_in_number(xml_in_attribute(a, "numFmtId"), 9999999, &id))
		id = 0;
	if (!xml_in_number(xml_in_attribute(a, "fontId"), 9999999, &font))
		font = 0;
	if (b->n_styles >= XLSX_STYLES_MAX) {
		xml_in_stop(b->xml, "has too many styles");
	} else if (!array_grow(&b->style, &b->style_cap, b->n_styles, sizeof *b->style) ||
	    !array_grow(&b->struck, &b->struck_cap, b->n_styles, sizeof *b->struck)) {
		xml_in_stop_memory(b->xml);
	} else {
		b->struck[b->n_styles] = font < b->n_fonts && b->font[font];
		b->style[b->n_styles++] = format_of(b, id);
	}
}

static void styles_start(void *arg, const char *name, const char **a)
{
	struct xlsx_book *b = arg;
	const char *code = xml_in_attribute(a, "formatCode");
	unsigned id;

	if (is(name, "cellXfs")) {
		b->in_xfs = true;
	} else if (is(name, "fonts")) {
		b->in_fonts = true;
	} else if (is(name, "font") && b->in_fonts) {
		add_font(b);
	} else if (is(name, "strike") && b->in_fonts && b->n_fonts > 0) {
		b->font[b->n_fonts - 1] = xlsx_text_is_on(a);
	} else if (is(name, "numFmt") && code &&
	    xml_in_number(xml_in_attribute(a, "numFmtId"), 9999999, &id)) {
		if (b->n_numfmts >= XLSX_STYLES_MAX)
			xml_in_stop(b->xml, "has too many number formats");
		else if (!array_grow(&b->numfmt, &b->numfmt_cap, b->n_numfmts, sizeof *b->numfmt))
			xml_in_stop_memory(b->xml);
		else if (!cell_format_parse(
		             &b->arena, str_of(code), &b->numfmt[b->n_numfmts].format))
			xml_in_stop_memory(b->xml);
		else
			b->numfmt[b->n_numfmts++].id = id;
	} else if (is(name, "xf") && b->in_xfs) {
		add_style(b, a);
	}
}

static void styles_end(void *arg, const char *name)
{
	struct xlsx_book *b = arg;

	if (is(name, "cellXfs"))
		b->in_xfs = false;
	else if (is(name, "fonts"))
		b->in_fonts = false;
}

static const struct xml_in_handlers styles_handlers = {styles_start, styles_end, xml_in_no_text};

/* ---- Shared strings ---- */

static void strings_start(void *arg, const char *name, const char **a)
{
	struct xlsx_book *b = arg;

	if (is(name, "si"))
		xlsx_text_begin(&b->text);
	else
		xlsx_text_start(&b->text, name, a);
}

static void strings_text(void *arg, const char *p, size_t n)
{
	struct xlsx_book *b = arg;

	if (!xlsx_text_add(&b->text, p, n))
		xml_in_stop(b->xml, "has a text longer than a cell can hold");
}

static void strings_end(void *arg, const char *name)
{
	struct xlsx_book *b = arg;

	xlsx_text_end(&b->text, name);
	if (!is(name, "si"))
		return;
	xlsx_unescape(&b->shared.tail, buf_text(&b->text.raw));
	if (b->text.raw.failed || !xlsx_strings_end(&b->shared) ||
	    (b->text.runs && !xlsx_strings_rich(&b->shared, b->text.struck)))
		xml_in_stop_memory(b->xml);
}

static const struct xml_in_handlers strings_handlers = {strings_start, strings_end, strings_text};

bool xlsx_book_string(struct xlsx_book *b, struct str index, struct buf *to, bool *struck)
{
	size_t i = 0;

	if (index.n == 0 || index.n > 9)
		return false;
	for (size_t k = 0; k < index.n; k++) {
		if (index.p[k] < '0' || index.p[k] > '9')
			return false;
		i = i * 10 + (size_t)(index.p[k] - '0');
	}
	if (i >= b->shared.n)
		return false;
	xlsx_strings_runs(&b->shared, i, struck);
	return xlsx_strings_get(&b->shared, i, to);
}

/* ---- Opening ---- */

/* What a zip archive without a workbook in it may be, to say so. */
static ssjc_rc no_workbook(struct xlsx_book *b, struct ssjc_err *err)
{
	static const struct {
		const char *part, *what;
	} others[] = {
	    {"xl/workbook.bin", N_("is a binary workbook (.xlsb): save it as .xlsx")},
	    {"word/document.xml", N_("is a Word document: save its table as .xlsx")},
	    {"ppt/presentation.xml", N_("is a presentation: save its table as .xlsx")},
	    {"Index/Document.iwa", N_("is a document of Numbers: export it as .xlsx")},
	    {"Index.zip", N_("is a document of Numbers: export it as .xlsx")},
	    {"OFD.xml", N_("is an OFD document: ask for the workbook that it was made from")},
	    {NULL, N_("is a zip archive, not a workbook: unpack it first")},
	};
	size_t i = 0;

	while (others[i].part && !zip_in_has(b->zip, others[i].part))
		i++;
	if (!others[i].part && sheet_format_of_wps(b->name))
		return ssjc_fail_text_at(
		    err, SSJC_INPUT, b->name, 0, NULL, sheet_format_of_wps(b->name));
	return ssjc_fail_text_at(err, SSJC_INPUT, b->name, 0, NULL, others[i].what);
}

/* The path of a part's relationships: "xl/_rels/workbook.xml.rels". */
static char *relations_of(struct arena *a, struct str dir, const char *part)
{
	size_t size = strlen(part) + sizeof "/_rels/.rels";
	char *path = arena_alloc(a, size);

	if (path)
		snprintf(path, size, "%.*s%s_rels/%s.rels", STR_ARG(dir), dir.n ? "/" : "",
		    part + dir.n + (dir.n > 0));
	return path;
}

/* Some programs name parts in the relationships and leave them out. */
static ssjc_rc read_if_there(struct xlsx_book *b, const char *part,
    const struct xml_in_handlers *handlers, struct ssjc_err *err)
{
	bool paused;

	if (!part || !zip_in_has(b->zip, part))
		return SSJC_OK;
	return xlsx_book_parse(b, part, handlers, b, &paused, err);
}

static ssjc_rc read_workbook(struct xlsx_book *b, struct ssjc_err *err)
{
	char *book, *rels, *base;
	struct str dir;
	ssjc_rc rc;
	bool paused;

	if (!zip_in_has(b->zip, "_rels/.rels"))
		return no_workbook(b, err);
	rc = read_relations(b, "_rels/.rels", "", err);
	if (rc)
		return rc;
	book = related(b, NULL, "officeDocument");
	if (!book || !zip_in_has(b->zip, book) || zip_in_has(b->zip, "xl/workbook.bin") ||
	    zip_in_has(b->zip, "word/document.xml"))
		return no_workbook(b, err);
	dir = path_dir(book);
	base = arena_cstr(&b->arena, dir);
	rels = relations_of(&b->arena, dir, book);
	if (!base || !rels)
		return ssjc_fail_memory(err);
	rc = xlsx_book_parse(b, book, &workbook_handlers, b, &paused, err);
	if (rc)
		return rc;
	rc = read_relations(b, rels, base, err);
	if (rc)
		return rc;
	keep_worksheets(b);
	if (b->n_sheets == 0)
		return ssjc_fail_at(err, SSJC_INPUT, b->name, 0, NULL, "has no sheet of cells");
	rc = read_if_there(b, related(b, NULL, "styles"), &styles_handlers, err);
	if (rc)
		return rc;
	return read_if_there(b, related(b, NULL, "sharedStrings"), &strings_handlers, err);
}

bool xlsx_book_struck(const struct xlsx_book *b, unsigned style)
{
	return style < b->n_styles && b->struck[style];
}

struct cell_format xlsx_book_format(const struct xlsx_book *b, unsigned style)
{
	static const struct cell_format plain = {0};

	return style < b->n_styles ? b->style[style] : plain;
}

ssjc_rc xlsx_book_open(
    struct xlsx_book *b, struct str bytes, const char *name, struct ssjc_err *err)
{
	ssjc_rc rc;

	*b = (struct xlsx_book){.name = name};
	rc = zip_in_open(&b->zip, bytes, name, err);
	if (rc)
		return rc;
	rc = xml_in_open(&b->xml, b->zip, name, err);
	if (rc)
		return rc;
	return read_workbook(b, err);
}

void xlsx_book_close(struct xlsx_book *b)
{
	xml_in_close(b->xml);
	zip_in_close(b->zip);
	free(b->relation);
	free(b->sheet);
	free(b->sheet_part);
	buf_free(&b->text.raw);
	xlsx_strings_free(&b->shared);
	free(b->numfmt);
	free(b->style);
	free(b->struck);
	free(b->font);
	arena_free(&b->arena);
}
