#include "xlsx_pack.h"

#include "ssjc/base/digest.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PACKAGE   "http://schemas.openxmlformats.org/package/2006/"
#define OFFICE    "http://schemas.openxmlformats.org/officeDocument/2006/"
#define MAIN      "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define TYPES     "application/vnd.openxmlformats-"
#define DOCUMENTS TYPES "officedocument."

ssjc_rc xlsx_pack_picture(
    struct xlsx_pack *p, struct str png, uint32_t *number, struct ssjc_err *err)
{
	char digest[DIGEST_HEX];
	uint32_t at;
	ssjc_rc rc = digest_hex(png.p, png.n, digest, err);

	if (rc)
		return rc;
	at = xlsx_texts_of(&p->digests, str_of(digest));
	if (at == XLSX_NO_TEXT ||
	    !array_grow(&p->picture, &p->picture_cap, p->pictures, sizeof *p->picture))
		return ssjc_fail_memory(err);
	*number = at + 1;
	if (at < p->pictures)
		return SSJC_OK;
	return zip_out_pack(p->zip, png, &p->picture[p->pictures++], err);
}

/* What is written, and where to. */
struct writing {
	struct xlsx_pack *p;
	const struct xlsx_pack_rest *rest;
	struct buf part, name;
};

/* The part at hand goes into the archive, by the name at hand. */
static ssjc_rc put(struct writing *w, struct ssjc_err *err)
{
	struct zip_member m;
	ssjc_rc rc = w->part.failed || w->name.failed
	    ? ssjc_fail_memory(err)
	    : zip_out_pack(w->p->zip, buf_text(&w->part), &m, err);

	if (rc)
		return rc;
	rc = zip_out_put(w->p->zip, w->name.p, &m, err);
	buf_clear(&w->part);
	buf_clear(&w->name);
	return rc;
}

static ssjc_rc put_as(struct writing *w, const char *name, struct ssjc_err *err)
{
	buf_z(&w->name, name);
	return put(w, err);
}

static size_t drawings(const struct xlsx_pack *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->sheets; i++)
		n += p->sheet[i].links > 0;
	return n;
}

/* ---- Parts about parts ---- */

static void override(struct buf *out, const char *name, size_t number, const char *type)
{
	buf_printf(out, "<Override PartName=\"/%s", name);
	if (number)
		buf_printf(out, "%zu.xml", number);
	buf_printf(out, "\" ContentType=\"" TYPES "%s+xml\"/>", type);
}

static ssjc_rc put_types(struct writing *w, struct ssjc_err *err)
{
	const struct xlsx_pack *p = w->p;
	struct buf *out = &w->part;

	buf_printf(out,
	    "%s<Types xmlns=\"" PACKAGE "content-types\"><Default Extension=\"rels\""
	    " ContentType=\"" TYPES "package.relationships+xml\"/>"
	    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>",
	    xlsx_xml);
	if (p->pictures)
		buf_z(out, "<Default Extension=\"png\" ContentType=\"image/png\"/>");
	override(out, "docProps/app.xml", 0, "officedocument.extended-properties");
	override(out, "docProps/core.xml", 0, "package.core-properties");
	override(out, "xl/styles.xml", 0, "officedocument.spreadsheetml.styles");
	override(out, "xl/theme/theme1.xml", 0, "officedocument.theme");
	override(out, "xl/workbook.xml", 0, "officedocument.spreadsheetml.sheet.main");
	for (size_t i = 1; i <= p->sheets; i++)
		override(out, "xl/worksheets/sheet", i, "officedocument.spreadsheetml.worksheet");
	for (size_t i = 1; i <= w->rest->charts; i++)
		override(out, "xl/charts/chart", i, "officedocument.drawingml.chart");
	for (size_t i = 1, n = drawings(p); i <= n; i++)
		override(out, "xl/drawings/drawing", i, "officedocument.drawing");
	if (p->strings.cells)
		override(
		    out, "xl/sharedStrings.xml", 0, "officedocument.spreadsheetml.sharedStrings");
	buf_z(out, "</Types>");
	return put_as(w, "[Content_Types].xml", err);
}

static void begin_relations(struct buf *out)
{
	buf_printf(out, "%s<Relationships xmlns=\"" PACKAGE "relationships\">", xlsx_xml);
}

static void relation(struct buf *out, size_t id, const char *type, const char *target,
    size_t number, const char *end)
{
	buf_printf(out, "<Relationship Id=\"rId%zu\" Type=\"%s\" Target=\"%s", id, type, target);
	if (number)
		buf_uint(out, number);
	buf_printf(out, "%s\"/>", end);
}

static ssjc_rc put_relations(struct writing *w, const char *name, struct ssjc_err *err)
{
	buf_z(&w->part, "</Relationships>");
	return put_as(w, name, err);
}

static ssjc_rc put_root(struct writing *w, struct ssjc_err *err)
{
	begin_relations(&w->part);
	relation(&w->part, 1, OFFICE "relationships/officeDocument", "xl/workbook.xml", 0, "");
	relation(&w->part, 2, PACKAGE "relationships/metadata/core-properties", "docProps/core.xml",
	    0, "");
	relation(
	    &w->part, 3, OFFICE "relationships/extended-properties", "docProps/app.xml", 0, "");
	return put_relations(w, "_rels/.rels", err);
}

static ssjc_rc put_book_relations(struct writing *w, struct ssjc_err *err)
{
	size_t n = w->p->sheets;

	begin_relations(&w->part);
	for (size_t i = 1; i <= n; i++)
		relation(
		    &w->part, i, OFFICE "relationships/worksheet", "worksheets/sheet", i, ".xml");
	relation(&w->part, n + 1, OFFICE "relationships/theme", "theme/theme1.xml", 0, "");
	relation(&w->part, n + 2, OFFICE "relationships/styles", "styles.xml", 0, "");
	if (w->p->strings.cells)
		relation(&w->part, n + 3, OFFICE "relationships/sharedStrings", "sharedStrings.xml",
		    0, "");
	return put_relations(w, "xl/_rels/workbook.xml.rels", err);
}

/* ---- The workbook ---- */

/* The name of a sheet in a formula: with quotes, unless it is only letters and the like. */
static void put_quoted(struct buf *out, const char *name)
{
	bool plain = true;

	for (const char *c = name; *c; c++)
		plain &= memchr("_.", *c, 2) || (*c >= '0' && *c <= '9') ||
		    (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z');
	buf_printf(out, plain ? "%s" : "'%s'", name);
}

/* A sheet with rows to repeat: its name as it is sorted, in small letters. */
struct title {
	const char *key;
	size_t sheet;
};

static int by_key(const void *a, const void *b)
{
	const struct title *x = a, *y = b;
	int c = strcmp(x->key, y->key);

	return c ? c : (x->sheet > y->sheet) - (x->sheet < y->sheet);
}

/* All of them, sorted, in the arena. */
static struct title *titles(const struct xlsx_pack *p, size_t *n, struct arena *arena)
{
	struct title *v = arena_array(arena, p->sheets + 1, sizeof *v);
	struct buf key = {0};

	*n = 0;
	if (!v)
		return NULL;
	for (size_t i = 0; i < p->sheets; i++) {
		char *z;

		if (p->sheet[i].repeats == 0)
			continue;
		buf_clear(&key);
		put_quoted(&key, p->sheet[i].name);
		buf_z(&key, "!print_titles");
		z = key.failed ? NULL : arena_cstr(arena, buf_text(&key));
		if (!z) {
			buf_free(&key);
			return NULL;
		}
		for (char *c = z; *c; c++)
			*c = *c >= 'A' && *c <= 'Z' ? (char)(*c - 'A' + 'a') : *c;
		v[(*n)++] = (struct title){z, i};
	}
	qsort(v, *n, sizeof *v, by_key);
	buf_free(&key);
	return v;
}

static void put_titles(struct buf *out, const struct xlsx_pack *p, const struct title *v, size_t n)
{
	struct buf formula = {0};

	if (n == 0)
		return;
	buf_z(out, "<definedNames>");
	for (size_t i = 0; i < n; i++) {
		const struct xlsx_pack_sheet *s = &p->sheet[v[i].sheet];

		buf_clear(&formula);
		put_quoted(&formula, s->name);
		buf_printf(&formula, "!$%u:$%u", (unsigned)s->repeat + 1,
		    (unsigned)(s->repeat + s->repeats));
		buf_printf(out, "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"%zu\">",
		    v[i].sheet);
		xlsx_put_text(out, buf_text(&formula));
		buf_z(out, "</definedName>");
	}
	buf_z(out, "</definedNames>");
	out->failed |= formula.failed;
	buf_free(&formula);
}

static ssjc_rc put_book(struct writing *w, struct ssjc_err *err)
{
	const struct xlsx_pack *p = w->p;
	struct buf *out = &w->part;
	struct arena arena = {0};
	struct title *title;
	size_t n;

	buf_printf(out,
	    "%s<workbook xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE "relationships\">"
	    "<fileVersion appName=\"xl\" lastEdited=\"4\" lowestEdited=\"4\" rupBuild=\"4505\"/>"
	    "<workbookPr defaultThemeVersion=\"124226\"/><bookViews><workbookView xWindow=\"240\""
	    " yWindow=\"15\" windowWidth=\"16095\" windowHeight=\"9660\"/></bookViews><sheets>",
	    xlsx_xml);
	for (size_t i = 0; i < p->sheets; i++) {
		buf_z(out, "<sheet name=\"");
		xlsx_put_attribute(out, str_of(p->sheet[i].name));
		buf_printf(out, "\" sheetId=\"%zu\"%s r:id=\"rId%zu\"/>", i + 1,
		    p->sheet[i].hidden ? " state=\"hidden\"" : "", i + 1);
	}
	buf_z(out, "</sheets>");
	title = titles(p, &n, &arena);
	if (title)
		put_titles(out, p, title, n);
	else
		out->failed = true;
	arena_free(&arena);
	buf_z(out, "<calcPr calcId=\"124519\" fullCalcOnLoad=\"1\"/></workbook>");
	return put_as(w, "xl/workbook.xml", err);
}

static void put_pair(struct buf *out, const char *name, size_t n)
{
	buf_printf(out,
	    "<vt:variant><vt:lpstr>%s</vt:lpstr></vt:variant><vt:variant><vt:i4>%zu</vt:i4>"
	    "</vt:variant>",
	    name, n);
}

static void put_part_name(struct buf *out, struct str name)
{
	buf_z(out, "<vt:lpstr>");
	xlsx_put_text(out, name);
	buf_z(out, "</vt:lpstr>");
}

static ssjc_rc put_app(struct writing *w, struct ssjc_err *err)
{
	const struct xlsx_pack *p = w->p;
	struct buf *out = &w->part, name = {0};
	struct arena arena = {0};
	size_t n;
	const struct title *title = titles(p, &n, &arena);

	buf_printf(out,
	    "%s<Properties xmlns=\"" OFFICE "extended-properties\" xmlns:vt=\"" OFFICE
	    "docPropsVTypes\"><Application>Microsoft Excel</Application><DocSecurity>0"
	    "</DocSecurity><ScaleCrop>false</ScaleCrop><HeadingPairs><vt:vector size=\"%d\""
	    " baseType=\"variant\">",
	    xlsx_xml, n ? 4 : 2);
	put_pair(out, "Worksheets", p->sheets);
	if (n)
		put_pair(out, "Named Ranges", n);
	buf_printf(out,
	    "</vt:vector></HeadingPairs><TitlesOfParts><vt:vector size=\"%zu\""
	    " baseType=\"lpstr\">",
	    p->sheets + n);
	for (size_t i = 0; i < p->sheets; i++)
		put_part_name(out, str_of(p->sheet[i].name));
	for (size_t i = 0; title && i < n; i++) {
		buf_clear(&name);
		put_quoted(&name, p->sheet[title[i].sheet].name);
		buf_z(&name, "!Print_Titles");
		put_part_name(out, buf_text(&name));
	}
	buf_z(out,
	    "</vt:vector></TitlesOfParts><Company></Company><LinksUpToDate>false</LinksUpToDate>"
	    "<SharedDoc>false</SharedDoc><HyperlinksChanged>false</HyperlinksChanged>"
	    "<AppVersion>12.0000</AppVersion></Properties>");
	out->failed |= name.failed || !title;
	buf_free(&name);
	arena_free(&arena);
	return put_as(w, "docProps/app.xml", err);
}

static ssjc_rc put_core(struct writing *w, struct ssjc_err *err)
{
	struct buf *out = &w->part;
	time_t created = (time_t)w->rest->created;
	char time[32] = "";
	struct tm tm;

	if (gmtime_r(&created, &tm))
		strftime(time, sizeof time, "%Y-%m-%dT%H:%M:%SZ", &tm);
	buf_printf(out,
	    "%s<cp:coreProperties xmlns:cp=\"" PACKAGE "metadata/core-properties\""
	    " xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
	    " xmlns:dcterms=\"http://purl.org/dc/terms/\""
	    " xmlns:dcmitype=\"http://purl.org/dc/dcmitype/\""
	    " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>",
	    xlsx_xml);
	xlsx_put_text(out, w->rest->title);
	buf_printf(out,
	    "</dc:title><dc:creator></dc:creator><cp:lastModifiedBy></cp:lastModifiedBy>"
	    "<dcterms:created xsi:type=\"dcterms:W3CDTF\">%s</dcterms:created>"
	    "<dcterms:modified xsi:type=\"dcterms:W3CDTF\">%s</dcterms:modified>"
	    "</cp:coreProperties>",
	    time, time);
	return put_as(w, "docProps/core.xml", err);
}

/* ---- Strings ---- */

/* Control characters, but for tabs and line feeds, as the format writes them: _x000D_. */
static void put_controls(struct buf *out, struct str s)
{
	buf_clear(out);
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' && s.p[i] != '\t' && s.p[i] != '\n')
			buf_printf(out, "_x%04X_", (unsigned)s.p[i]);
		else
			buf_char(out, s.p[i]);
}

static bool has_controls(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' && s.p[i] != '\t' && s.p[i] != '\n')
			return true;
	return false;
}

static bool blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static ssjc_rc put_strings(struct writing *w, struct ssjc_err *err)
{
	const struct xlsx_texts *t = &w->p->strings;
	struct buf *out = &w->part, plain = {0};
	struct zip_member m;
	ssjc_rc rc;

	if (t->cells == 0)
		return SSJC_OK;
	rc = zip_out_begin(w->p->zip, err);
	buf_printf(out, "%s<sst xmlns=\"" MAIN "\" count=\"%llu\" uniqueCount=\"%zu\">", xlsx_xml,
	    (unsigned long long)t->cells, t->n_used);
	for (size_t i = 0; !rc && i < t->n_used; i++) {
		struct str s = xlsx_texts_text(t, t->used[i]);

		if (has_controls(s)) {
			put_controls(&plain, s);
			s = buf_text(&plain);
		}
		buf_z(out,
		    s.n > 0 && (blank(s.p[0]) || blank(s.p[s.n - 1]))
		        ? "<si><t xml:space=\"preserve\">"
		        : "<si><t>");
		xlsx_put_text(out, s);
		buf_z(out, "</t></si>");
		if (out->failed || plain.failed)
			rc = ssjc_fail_memory(err);
		else
			rc = zip_out_add(w->p->zip, buf_text(out), err);
		buf_clear(out);
	}
	buf_free(&plain);
	if (rc)
		return rc;
	rc = zip_out_add(w->p->zip, STR("</sst>"), err);
	if (rc)
		return rc;
	rc = zip_out_end(w->p->zip, &m, err);
	return rc ? rc : zip_out_put(w->p->zip, "xl/sharedStrings.xml", &m, err);
}

/* ---- Sheets and what is on them ---- */

static ssjc_rc put_member(struct writing *w, const struct zip_member *m, const char *name,
    size_t number, struct ssjc_err *err)
{
	ssjc_rc rc;

	buf_printf(&w->name, name, number);
	rc = w->name.failed ? ssjc_fail_memory(err) : zip_out_put(w->p->zip, w->name.p, m, err);
	buf_clear(&w->name);
	return rc;
}

static ssjc_rc put_sheets(struct writing *w, struct ssjc_err *err)
{
	for (size_t i = 0; i < w->p->sheets; i++) {
		ssjc_rc rc = put_member(
		    w, &w->p->sheet[i].sheet, "xl/worksheets/sheet%zu.xml", i + 1, err);

		if (rc)
			return rc;
	}
	return SSJC_OK;
}

/* Call each(w, sheet, number of the sheet, number of its drawing) for sheets with a drawing. */
static ssjc_rc each_drawing(struct writing *w,
    ssjc_rc (*each)(
        struct writing *, const struct xlsx_pack_sheet *, size_t, size_t, struct ssjc_err *),
    struct ssjc_err *err)
{
	for (size_t i = 0, n = 0; i < w->p->sheets; i++) {
		ssjc_rc rc;

		if (w->p->sheet[i].links == 0)
			continue;
		rc = each(w, &w->p->sheet[i], i + 1, ++n, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static ssjc_rc put_drawing(struct writing *w, const struct xlsx_pack_sheet *s, size_t sheet,
    size_t drawing, struct ssjc_err *err)
{
	(void)sheet;
	return put_member(w, &s->drawing, "xl/drawings/drawing%zu.xml", drawing, err);
}

static ssjc_rc put_sheet_relations(struct writing *w, const struct xlsx_pack_sheet *s, size_t sheet,
    size_t drawing, struct ssjc_err *err)
{
	(void)s;
	begin_relations(&w->part);
	relation(
	    &w->part, 1, OFFICE "relationships/drawing", "../drawings/drawing", drawing, ".xml");
	buf_z(&w->part, "</Relationships>");
	buf_printf(&w->name, "xl/worksheets/_rels/sheet%zu.xml.rels", sheet);
	return put(w, err);
}

static ssjc_rc put_drawing_relations(struct writing *w, const struct xlsx_pack_sheet *s,
    size_t sheet, size_t drawing, struct ssjc_err *err)
{
	(void)sheet;
	begin_relations(&w->part);
	for (size_t i = 0; i < s->links; i++) {
		const struct xlsx_pack_link *l = &w->p->link[s->link + i];

		if (l->chart)
			relation(&w->part, i + 1, OFFICE "relationships/chart", "../charts/chart",
			    l->number, ".xml");
		else
			relation(&w->part, i + 1, OFFICE "relationships/image", "../media/image",
			    l->number, ".png");
	}
	buf_z(&w->part, "</Relationships>");
	buf_printf(&w->name, "xl/drawings/_rels/drawing%zu.xml.rels", drawing);
	return put(w, err);
}

static ssjc_rc put_charts(struct writing *w, struct ssjc_err *err)
{
	for (size_t i = 0; i < w->rest->charts; i++) {
		ssjc_rc rc;

		buf_str(&w->part, buf_text(&w->rest->chart[i]));
		buf_printf(&w->name, "xl/charts/chart%zu.xml", i + 1);
		rc = put(w, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static ssjc_rc put_drawings(struct writing *w, struct ssjc_err *err)
{
	return each_drawing(w, put_drawing, err);
}

static ssjc_rc put_theme(struct writing *w, struct ssjc_err *err)
{
	buf_str(&w->part, w->rest->theme);
	return put_as(w, "xl/theme/theme1.xml", err);
}

static ssjc_rc put_styles(struct writing *w, struct ssjc_err *err)
{
	buf_str(&w->part, w->rest->styles);
	return put_as(w, "xl/styles.xml", err);
}

static ssjc_rc put_links(struct writing *w, struct ssjc_err *err)
{
	ssjc_rc rc = each_drawing(w, put_sheet_relations, err);

	return rc ? rc : each_drawing(w, put_drawing_relations, err);
}

static ssjc_rc put_pictures(struct writing *w, struct ssjc_err *err)
{
	for (size_t i = 0; i < w->p->pictures; i++) {
		ssjc_rc rc = put_member(w, &w->p->picture[i], "xl/media/image%zu.png", i + 1, err);

		if (rc)
			return rc;
	}
	return SSJC_OK;
}

ssjc_rc xlsx_pack_write(
    struct xlsx_pack *p, int fd, const struct xlsx_pack_rest *rest, struct ssjc_err *err)
{
	static ssjc_rc (*const parts[])(struct writing *, struct ssjc_err *) = {put_types, put_root,
	    put_book_relations, put_sheets, put_book, put_charts, put_drawings, put_strings,
	    put_theme, put_styles, put_links, put_pictures, put_core, put_app};
	struct writing w = {.p = p, .rest = rest};
	ssjc_rc rc = zip_out_open(p->zip, fd, err);

	for (size_t i = 0; !rc && i < sizeof parts / sizeof parts[0]; i++)
		rc = parts[i](&w, err);
	if (!rc)
		rc = zip_out_close(p->zip, err);
	buf_free(&w.part);
	buf_free(&w.name);
	return rc;
}

void xlsx_pack_free(struct xlsx_pack *p)
{
	free(p->sheet);
	free(p->link);
	free(p->picture);
	xlsx_texts_free(&p->digests);
	xlsx_texts_free(&p->strings);
	*p = (struct xlsx_pack){.zip = NULL};
}
