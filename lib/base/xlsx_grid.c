#include "xlsx_grid.h"

#include <stdlib.h>
#include <string.h>

/* Pixels of a column and a row that are nowhere set, and points of the latter. */
enum { COLUMN_PIXELS = 64, ROW_PIXELS = 20 };
/* English metric units of a pixel, of which 96 are an inch. */
enum { EMU = 9525 };

const char xlsx_xml[] = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

static void put_number(struct buf *out, double n)
{
	buf_printf(out, "%.16G", n);
}

static const char *entity(char c, bool attribute)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return attribute ? "&quot;" : NULL;
	case '\n':
		return attribute ? "&#xA;" : NULL;
	default:
		return NULL;
	}
}

static void put_escaped(struct buf *out, struct str s, bool attribute)
{
	size_t from = 0;

	for (size_t i = 0; i < s.n; i++) {
		const char *e = entity(s.p[i], attribute);

		if (!e)
			continue;
		buf_add(out, s.p + from, i - from);
		buf_z(out, e);
		from = i + 1;
	}
	buf_add(out, s.p + from, s.n - from);
}

void xlsx_put_text(struct buf *out, struct str s)
{
	put_escaped(out, s, false);
}

void xlsx_put_attribute(struct buf *out, struct str s)
{
	put_escaped(out, s, true);
}

void xlsx_put_cell_name(struct buf *out, size_t row, size_t column)
{
	char letters[4];
	size_t at = sizeof letters;

	for (size_t n = column + 1; n > 0 && at > 0; n = (n - 1) / 26)
		letters[--at] = (char)('A' + (n - 1) % 26);
	buf_add(out, letters + at, sizeof letters - at);
	buf_uint(out, row + 1);
}

/* "A1:C7", or "A1" for one cell. */
static void put_range(struct buf *out, size_t row, size_t column, size_t rows, size_t columns)
{
	xlsx_put_cell_name(out, row, column);
	if (rows < 2 && columns < 2)
		return;
	buf_char(out, ':');
	xlsx_put_cell_name(out, row + rows - 1, column + columns - 1);
}

/* ---- The sheet ---- */

void xlsx_grid_begin(struct buf *out)
{
	buf_z(out, xlsx_xml);
	buf_z(out,
	    "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
	    " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">");
}

static void put_views(struct buf *out, const struct xlsx_grid *g, bool first)
{
	buf_z(out, "<sheetViews><sheetView showGridLines=\"0\"");
	buf_z(out, first ? " tabSelected=\"1\" workbookViewId=\"0\"" : " workbookViewId=\"0\"");
	if (g->frozen) {
		buf_z(out, "><pane ySplit=\"");
		buf_uint(out, g->frozen);
		buf_z(out, "\" topLeftCell=\"");
		xlsx_put_cell_name(out, g->frozen, 0);
		buf_z(out,
		    "\" activePane=\"bottomLeft\" state=\"frozen\"/>"
		    "<selection pane=\"bottomLeft\"/></sheetView>");
	} else {
		buf_z(out, "/>");
	}
	buf_z(out, "</sheetViews><sheetFormatPr defaultRowHeight=\"15\"/>");
}

/* Widths are counted in digits of 7 pixels, to a 256th below. */
static void put_columns(struct buf *out, const struct xlsx_grid *g)
{
	buf_z(out, "<cols>");
	for (size_t i = 0; i < g->columns; i++) {
		buf_printf(out, "<col min=\"%zu\" max=\"%zu\" width=\"", i + 1, i + 1);
		put_number(out, (double)(g->width[i] * 256 / 7) / 256);
		buf_z(out, g->width[i] == COLUMN_PIXELS ? "\"/>" : "\" customWidth=\"1\"/>");
	}
	buf_z(out, "</cols>");
}

/* The start of a cell, up to the number of its format. */
static void begin_cell(
    struct buf *out, size_t row, size_t column, uint8_t format, struct xlsx_formats *formats)
{
	uint8_t *place = &formats->place[format];

	if (*place == 0) {
		formats->used[formats->n++] = format;
		*place = formats->n;
	}
	buf_add(out, "<c r=\"", 6);
	xlsx_put_cell_name(out, row, column);
	buf_add(out, "\" s=\"", 5);
	buf_uint(out, *place);
}

void xlsx_grid_text(struct buf *out, size_t row, size_t column, uint8_t format, uint32_t text,
    struct xlsx_formats *formats)
{
	begin_cell(out, row, column, format, formats);
	buf_add(out, "\" t=\"s\"><v>", 11);
	buf_uint(out, text);
	buf_add(out, "</v></c>", 8);
}

static void put_cell(
    struct buf *out, const struct xlsx_cell *c, size_t row, struct xlsx_formats *formats)
{
	if (c->kind == XLSX_CELL_TEXT) {
		xlsx_grid_text(out, row, c->column, c->format, c->text, formats);
		return;
	}
	begin_cell(out, row, c->column, c->format, formats);
	if (c->kind == XLSX_CELL_BLANK) {
		buf_add(out, "\"/>", 3);
		return;
	}
	buf_add(out, "\"><v>", 5);
	put_number(out, (double)c->number);
	buf_add(out, "</v></c>", 8);
}

/* Every row has cells in all columns. */
static void put_rows(struct buf *out, const struct xlsx_grid *g, struct xlsx_formats *formats)
{
	if (g->rows == 0) {
		buf_z(out, "<sheetData/>");
		return;
	}
	buf_z(out, "<sheetData>");
	for (size_t i = 0; i < g->rows; i++) {
		size_t end = i + 1 < g->rows ? g->row[i + 1].cells : g->cells;

		buf_z(out, "<row r=\"");
		buf_uint(out, i + 1);
		buf_z(out, "\" spans=\"1:");
		buf_uint(out, g->columns);
		if (g->row[i].height != ROW_PIXELS) {
			static const char *const quarter[] = {"", ".75", ".5", ".25"};
			unsigned h = g->row[i].height;

			buf_z(out, "\" ht=\"");
			buf_uint(out, h * 3 / 4);
			buf_z(out, quarter[h % 4]);
			buf_z(out, "\" customHeight=\"1");
		}
		buf_z(out, "\">");
		for (size_t k = g->row[i].cells; k < end; k++)
			put_cell(out, &g->cell[k], i, formats);
		buf_z(out, "</row>");
	}
	buf_z(out, "</sheetData>");
}

static void put_merges(struct buf *out, const struct xlsx_grid *g)
{
	if (g->merges == 0)
		return;
	buf_printf(out, "<mergeCells count=\"%zu\">", g->merges);
	for (size_t i = 0; i < g->merges; i++) {
		const struct xlsx_merge *m = &g->merge[i];

		buf_z(out, "<mergeCell ref=\"");
		put_range(out, m->row, m->column, m->rows, m->columns);
		buf_z(out, "\"/>");
	}
	buf_z(out, "</mergeCells>");
}

static void put_validation(struct buf *out, const struct xlsx_validation *v)
{
	buf_z(out,
	    v->range ? "<dataValidation type=\"list\""
	             : "<dataValidation type=\"date\" operator=\"greaterThanOrEqual\"");
	buf_z(out, v->others ? " errorStyle=\"information\"" : "");
	buf_z(out, " allowBlank=\"1\" showInputMessage=\"1\" showErrorMessage=\"1\"");
	if (v->message.n > 0) {
		buf_z(out, " error=\"");
		xlsx_put_attribute(out, v->message);
		buf_char(out, '"');
	}
	buf_z(out, " sqref=\"");
	put_range(out, v->row, v->column, v->rows, 1);
	buf_z(out, "\"><formula1>");
	if (v->range)
		xlsx_put_text(out, str_of(v->range));
	else
		put_number(out, (double)v->from);
	buf_z(out, "</formula1></dataValidation>");
}

static void put_validations(struct buf *out, const struct xlsx_grid *g)
{
	if (g->validations == 0)
		return;
	buf_printf(out, "<dataValidations count=\"%zu\">", g->validations);
	for (size_t i = 0; i < g->validations; i++)
		put_validation(out, &g->validation[i]);
	buf_z(out, "</dataValidations>");
}

static void put_page(struct buf *out, const struct xlsx_grid *g)
{
	buf_z(out,
	    "<printOptions horizontalCentered=\"1\"/><pageMargins left=\"0.59\" right=\"0.59\""
	    " top=\"0.59\" bottom=\"0.71\" header=\"0.3\" footer=\"0.3\"/>"
	    "<pageSetup paperSize=\"9\"");
	buf_z(out, g->one_page ? "" : " fitToHeight=\"0\"");
	buf_printf(out, " orientation=\"%s\"/><headerFooter><oddFooter>",
	    g->landscape ? "landscape" : "portrait");
	xlsx_put_text(out, g->footer);
	buf_z(out, "</oddFooter></headerFooter>");
	if (g->page_breaks == 0)
		return;
	buf_printf(out, "<rowBreaks count=\"%zu\" manualBreakCount=\"%zu\">", g->page_breaks,
	    g->page_breaks);
	for (size_t i = 0; i < g->page_breaks; i++)
		buf_printf(
		    out, "<brk id=\"%u\" max=\"16383\" man=\"1\"/>", (unsigned)g->page_break[i]);
	buf_z(out, "</rowBreaks>");
}

void xlsx_grid_sheet(
    struct buf *out, const struct xlsx_grid *g, struct xlsx_formats *formats, bool first)
{
	xlsx_grid_begin(out);
	buf_z(out, "<sheetPr>");
	buf_z(out, g->sample ? "<tabColor rgb=\"FFC00000\"/>" : "");
	buf_z(out, "<pageSetUpPr fitToPage=\"1\"/></sheetPr><dimension ref=\"");
	put_range(out, 0, 0, g->rows, g->rows ? g->columns : 1);
	buf_z(out, "\"/>");
	put_views(out, g, first);
	put_columns(out, g);
	put_rows(out, g, formats);
	if (g->locked)
		buf_z(out,
		    "<sheetProtection sheet=\"1\" scenarios=\"1\" formatCells=\"0\""
		    " formatColumns=\"0\" formatRows=\"0\"/>");
	put_merges(out, g);
	put_validations(out, g);
	put_page(out, g);
	buf_z(out, g->objects ? "<drawing r:id=\"rId1\"/></worksheet>" : "</worksheet>");
}

/* ---- Pictures and charts ---- */

/* Where an edge of an object is: a cell, and pixels from that one's corner. */
struct place {
	size_t cell;
	double off;
};

static unsigned column_pixels(const struct xlsx_grid *g, size_t i)
{
	return i < g->columns ? g->width[i] : COLUMN_PIXELS;
}

static unsigned row_pixels(const struct xlsx_grid *g, size_t i)
{
	return i < g->rows ? g->row[i].height : ROW_PIXELS;
}

/* Go on from a place by so many pixels. */
static struct place move(const struct xlsx_grid *g, struct place at, double by,
    unsigned (*pixels)(const struct xlsx_grid *, size_t))
{
	at.off += by;
	while (at.off >= pixels(g, at.cell))
		at.off -= pixels(g, at.cell++);
	return at;
}

static void put_corner(struct buf *out, const char *name, struct place x, struct place y, double up)
{
	buf_printf(out,
	    "<xdr:%s><xdr:col>%zu</xdr:col><xdr:colOff>%u</xdr:colOff><xdr:row>%zu</xdr:row>"
	    "<xdr:rowOff>%u</xdr:rowOff></xdr:%s>",
	    name, x.cell, (unsigned)(x.off * EMU + up), y.cell, (unsigned)(y.off * EMU + up), name);
}

#define RELATIONS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define DRAWINGS  "http://schemas.openxmlformats.org/drawingml/2006"
#define OFFICE    "http://schemas.microsoft.com/office/drawing"

static void put_chart(struct buf *out, const struct xlsx_object *o, size_t number)
{
	buf_printf(out,
	    "<xdr:graphicFrame macro=\"\"><xdr:nvGraphicFramePr><xdr:cNvPr id=\"%zu\""
	    " name=\"Chart %zu\"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm>"
	    "<a:off x=\"0\" y=\"0\"/><a:ext cx=\"0\" cy=\"0\"/></xdr:xfrm><a:graphic>"
	    "<a:graphicData uri=\"" DRAWINGS "/chart\"><c:chart xmlns:c=\"" DRAWINGS
	    "/chart\" xmlns:r=\"" RELATIONS "\" r:id=\"rId%u\"/></a:graphicData></a:graphic>"
	    "</xdr:graphicFrame>",
	    number + 1, number, o->rel);
}

static void put_picture(struct buf *out, const struct xlsx_object *o, size_t number,
    unsigned long long x, unsigned long long y)
{
	buf_printf(out, "<xdr:pic><xdr:nvPicPr><xdr:cNvPr id=\"%zu\" name=\"Picture %zu\"",
	    number + 1, number);
	if (o->description.n > 0 && !o->decorative) {
		buf_z(out, " descr=\"");
		xlsx_put_attribute(out, o->description);
		buf_char(out, '"');
	}
	if (o->decorative)
		buf_z(out,
		    "><a:extLst><a:ext uri=\"{FF2B5EF4-FFF2-40B4-BE49-F238E27FC236}\">"
		    "<a16:creationId xmlns:a16=\"" OFFICE "/2014/main\""
		    " id=\"{00000000-0008-0000-0000-000002000000}\"/></a:ext>"
		    "<a:ext uri=\"{C183D7F6-B498-43B3-948B-1728B52AA6E4}\">"
		    "<adec:decorative xmlns:adec=\"" OFFICE "/2017/decorative\" val=\"1\"/>"
		    "</a:ext></a:extLst></xdr:cNvPr>");
	else
		buf_z(out, "/>");
	buf_printf(out,
	    "<xdr:cNvPicPr><a:picLocks noChangeAspect=\"1\"/></xdr:cNvPicPr></xdr:nvPicPr>"
	    "<xdr:blipFill><a:blip xmlns:r=\"" RELATIONS "\" r:embed=\"rId%u\"/><a:stretch>"
	    "<a:fillRect/></a:stretch></xdr:blipFill><xdr:spPr><a:xfrm><a:off x=\"%llu\""
	    " y=\"%llu\"/><a:ext cx=\"%u\" cy=\"%u\"/></a:xfrm><a:prstGeom prst=\"rect\">"
	    "<a:avLst/></a:prstGeom></xdr:spPr></xdr:pic>",
	    o->rel, x, y, (unsigned)(0.5 + o->width * EMU), (unsigned)(0.5 + o->height * EMU));
}

static void put_object(
    struct buf *out, const struct xlsx_grid *g, const struct xlsx_object *o, size_t number)
{
	unsigned long long x = o->x, y = o->y;
	struct place left = move(g, (struct place){o->column, 0}, o->x, column_pixels);
	struct place top = move(g, (struct place){o->row, 0}, o->y, row_pixels);

	for (size_t i = 0; i < o->column; i++)
		x += column_pixels(g, i);
	for (size_t i = 0; i < o->row; i++)
		y += row_pixels(g, i);
	buf_printf(out, "<xdr:%sCellAnchor%s>", o->sized ? "one" : "two",
	    o->chart || o->sized ? ""
	        : o->fixed       ? " editAs=\"absolute\""
	                         : " editAs=\"oneCell\"");
	put_corner(out, "from", left, top, 0);
	if (o->sized)
		buf_printf(out, "<xdr:ext cx=\"%u\" cy=\"%u\"/>", (unsigned)(0.5 + o->width * EMU),
		    (unsigned)(0.5 + o->height * EMU));
	else
		put_corner(out, "to", move(g, left, o->width, column_pixels),
		    move(g, top, o->height, row_pixels), 0.5);
	if (o->chart)
		put_chart(out, o, number);
	else
		put_picture(out, o, number, x * EMU, y * EMU);
	buf_printf(out, "<xdr:clientData/></xdr:%sCellAnchor>", o->sized ? "one" : "two");
}

void xlsx_grid_drawing(struct buf *out, const struct xlsx_grid *g)
{
	buf_z(out, xlsx_xml);
	buf_z(out,
	    "<xdr:wsDr xmlns:xdr=\"" DRAWINGS "/spreadsheetDrawing\" xmlns:a=\"" DRAWINGS
	    "/main\">");
	for (size_t i = 0; i < g->objects; i++)
		put_object(out, g, &g->object[i], i + 1);
	buf_z(out, "</xdr:wsDr>");
}

void xlsx_grid_free(struct xlsx_grid *g)
{
	free(g->row);
	free(g->cell);
	free(g->merge);
	free(g->validation);
	free(g->object);
	free(g->page_break);
	*g = (struct xlsx_grid){0};
}
