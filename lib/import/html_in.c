#include "html_in.h"

#include "ssjc/base/language.h"
#include "ssjc/base/num.h"
#include "ssjc/base/text.h"
#include "xlsx_text.h"

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { LEVELS_MAX = 32, COLUMNS_MAX = 1000, CHUNK = 1 << 16 };

/* A table that is open. */
struct level {
	unsigned covered[COLUMNS_MAX]; /* of each column: rows that a cell above still covers */
	unsigned column;               /* of the next cell */
	bool in_row;
	bool in_cell; /* a table within it is in its cell of column within */
	unsigned within;
};

struct html_reader {
	struct sheet_store *store;
	htmlParserCtxtPtr parser;
	struct level *level;
	size_t n_levels, level_cap;
	uint64_t row; /* the number of the row that was begun last */
	bool in_cell, frames, no_memory;
	const char *wrong;
	uint64_t wrong_line;    /* where, or 0 */
	unsigned column;        /* of the cell that is read */
	struct buf text, value; /* of it: what is shown; the number that is meant */
};

static bool is(const char *name, const char *other)
{
	return strcasecmp(name, other) == 0;
}

static bool is_one_of(const char *name, const char *const *names)
{
	while (*names && !is(name, *names))
		names++;
	return *names != NULL;
}

static void stop(struct html_reader *r, const char *wrong)
{
	if (!r->wrong)
		r->wrong = wrong;
	xmlStopParser(r->parser);
}

static const char *attribute(const xmlChar **a, const char *name)
{
	for (; a && *a; a += 2)
		if (is((const char *)a[0], name))
			return a[1] ? (const char *)a[1] : "";
	return NULL;
}

/*
 * Programs show what is outside of any row or table in a place of their own choice: the
 * parser passes over the end of a row that was never begun, so nobody can say which cells
 * are one row.
 */
static void stop_outside(struct html_reader *r, const char *wrong)
{
	r->wrong_line = (uint64_t)xmlSAX2GetLineNumber(r->parser);
	stop(r, wrong);
}

/* A whole number from 1 to max; 1 when it is not that. */
static unsigned number(const xmlChar **a, const char *name, int64_t max)
{
	int64_t n;

	if (num_parse(str_trim(str_of(attribute(a, name))), 1, INT64_MAX, &n))
		return 1;
	return (unsigned)(n < max ? n : max);
}

/* ---- Cells ---- */

static void put_cell(struct html_reader *r)
{
	struct str text = text_trim(buf_text(&r->text)), value = buf_text(&r->value);
	enum cell_kind kind = CELL_TEXT;

	r->in_cell = false;
	r->no_memory |= r->text.failed || r->value.failed;
	/* Excel and LibreOffice write beside "9.11E+17" the number that is meant. */
	if (value.n > 0 && text.n > 0 && memchr(text.p, 'E', text.n) && text.p[0] <= '9') {
		buf_clear(&r->text);
		kind = cell_number(&r->text, value, (struct cell_format){0}, false);
		text = buf_text(&r->text);
	}
	sheet_store_cell(r->store, r->column, text, kind);
	if (sheet_store_failed(r->store))
		stop(r, NULL);
}

static struct level *top(struct html_reader *r)
{
	return r->n_levels > 0 ? &r->level[r->n_levels - 1] : NULL;
}

static void cell_start(struct html_reader *r, const xmlChar **a)
{
	unsigned rows = number(a, "rowspan", SHEET_STORE_ROWS),
	         columns = number(a, "colspan", COLUMNS_MAX);
	const char *value = attribute(a, "x:num"), *office = attribute(a, "sdval");
	struct level *l = top(r);

	if (!l || !l->in_row) {
		stop_outside(r,
		    l ? N_("has a cell outside of any row of its table, which would be lost: open it "
		           "in a spreadsheet and save it as .xlsx")
		      : N_("has a cell outside of any table, which would be lost: open it in a "
		           "spreadsheet and save it as .xlsx"));
		return;
	}
	while (l->column < COLUMNS_MAX && l->covered[l->column] > 0)
		l->column++;
	if (columns > COLUMNS_MAX - l->column) {
		stop(r, "has a table of more than 1000 columns");
		return;
	}
	r->in_cell = true;
	r->column = l->column;
	for (unsigned i = 0; i < columns; i++)
		l->covered[l->column++] = rows;
	if (rows > 1)
		sheet_store_merge(r->store, r->column, rows);
	buf_clear(&r->text);
	buf_clear(&r->value);
	buf_z(&r->value, value ? value : office ? office : "");
}

static void row_end(struct html_reader *r)
{
	struct level *l = top(r);

	if (r->in_cell)
		put_cell(r);
	if (!l || !l->in_row)
		return;
	for (unsigned i = 0; i < COLUMNS_MAX; i++)
		l->covered[i] -= l->covered[i] > 0;
	l->in_row = false;
}

/* "display: none" in a style, however it is written. */
static bool is_hidden(const xmlChar **a)
{
	const char *style = attribute(a, "style");

	if (attribute(a, "hidden"))
		return true;
	for (const char *p = style ? strchr(style, ':') : NULL; p; p = strchr(p, ':')) {
		const char *from = p++;

		while (from > style && from[-1] == ' ')
			from--;
		while (*p == ' ')
			p++;
		if (from - style >= 7 && strncasecmp(from - 7, "display", 7) == 0 &&
		    strncasecmp(p, "none", 4) == 0)
			return true;
	}
	return false;
}

static void row_start(struct html_reader *r, const xmlChar **a)
{
	struct level *l = top(r);

	row_end(r);
	if (!l)
		return;
	l->in_row = true;
	l->column = 0;
	sheet_store_row(r->store, ++r->row, is_hidden(a));
}

static void table_start(struct html_reader *r)
{
	struct level *l = top(r);

	/* What a cell has before a table in it is a cell; what comes after it, one more row. */
	if (r->in_cell) {
		l->in_cell = true;
		l->within = r->column;
		put_cell(r);
	}
	if (r->n_levels >= LEVELS_MAX) {
		stop(r, "has tables within tables without end");
		return;
	}
	if (!array_grow(&r->level, &r->level_cap, r->n_levels, sizeof *r->level)) {
		r->no_memory = true;
		stop(r, NULL);
		return;
	}
	l = &r->level[r->n_levels++];
	memset(l, 0, sizeof *l);
}

static void table_end(struct html_reader *r)
{
	struct level *l;

	row_end(r);
	r->n_levels -= r->n_levels > 0;
	l = top(r);
	if (!l || !l->in_row)
		return;
	sheet_store_row(r->store, ++r->row, false);
	r->in_cell = l->in_cell;
	r->column = l->within;
	l->in_cell = false;
	buf_clear(&r->text);
	buf_clear(&r->value);
}

/* ---- Handlers ---- */

static void new_line(struct html_reader *r)
{
	while (r->text.n > 0 && r->text.p[r->text.n - 1] == ' ')
		r->text.n--;
	buf_char(&r->text, '\n');
}

static void on_start(void *arg, const xmlChar *name, const xmlChar **a)
{
	/* Elements that begin on a line of their own. */
	static const char *const blocks[] = {"p", "div", "li", "ul", "ol", "dl", "dt", "dd", "h1",
	    "h2", "h3", "h4", "h5", "h6", "pre", NULL};
	const char *z = (const char *)name;
	struct html_reader *r = arg;

	if (is(z, "table"))
		table_start(r);
	else if (is(z, "tr"))
		row_start(r, a);
	else if (is(z, "td") || is(z, "th"))
		cell_start(r, a);
	else if (is(z, "frameset"))
		r->frames = true;
	else if (r->in_cell &&
	    (is(z, "br") || (is_one_of(z, blocks) && text_trim(buf_text(&r->text)).n > 0)))
		new_line(r);
}

static void on_end(void *arg, const xmlChar *name)
{
	const char *z = (const char *)name;
	struct html_reader *r = arg;

	if (is(z, "table"))
		table_end(r);
	else if (is(z, "tr"))
		row_end(r);
	else if ((is(z, "td") || is(z, "th")) && r->in_cell)
		put_cell(r);
}

/* Several blanks are one, and none at the beginning of a line. */
static void on_text(void *arg, const xmlChar *p, int n)
{
	struct html_reader *r = arg;
	struct buf *to = &r->text;

	for (int i = 0; r->in_cell && i < n; i++) {
		bool blank = p[i] == ' ' || (p[i] >= '\t' && p[i] <= '\r');

		if (!blank && p[i] >= 0x20)
			buf_char(to, (char)p[i]);
		else if (blank && to->n > 0 && to->p[to->n - 1] != ' ' && to->p[to->n - 1] != '\n')
			buf_char(to, ' ');
	}
	if (to->n > XLSX_TEXT_MAX)
		stop(r, "has a text longer than a cell can hold");
}

/* Scripts and styles have text, but show none. */
static void no_text(void *arg, const xmlChar *p, int n)
{
	(void)arg;
	(void)p;
	(void)n;
}

ssjc_rc html_in_read(struct sheet_store *s, struct str text, const char *name, struct ssjc_err *err)
{
	xmlSAXHandler sax = {.startElement = on_start,
	    .endElement = on_end,
	    .characters = on_text,
	    .ignorableWhitespace = on_text,
	    .cdataBlock = no_text};
	struct html_reader r = {.store = s};
	ssjc_rc rc = SSJC_OK;

	r.parser = htmlCreatePushParserCtxt(&sax, &r, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
	if (!r.parser)
		return ssjc_fail_memory(err);
	htmlCtxtUseOptions(r.parser,
	    HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
	        HTML_PARSE_IGNORE_ENC);
	sheet_store_sheet(s, STR("Sheet1"));
	for (size_t at = 0; at < text.n && !r.wrong && !sheet_store_failed(s);) {
		size_t n = text.n - at < CHUNK ? text.n - at : CHUNK;

		htmlParseChunk(r.parser, text.p + at, (int)n, 0);
		at += n;
	}
	htmlParseChunk(r.parser, NULL, 0, 1);
	if (r.no_memory)
		rc = ssjc_fail_memory(err);
	else if (r.wrong)
		rc = ssjc_fail_text_at(err, SSJC_INPUT, name, r.wrong_line, NULL, r.wrong);
	else if (sheet_store_failed(s))
		rc = sheet_store_check(s, err);
	else if (r.row == 0)
		rc = ssjc_fail_at(err, SSJC_INPUT, name, 0, NULL,
		    r.frames
		        ? N_("is a web page (HTML) whose sheets are in other files: open it and save "
		             "it as .xlsx")
		        : N_("is a web page (HTML) without a table in it, whatever its name says"));
	htmlFreeParserCtxt(r.parser);
	free(r.level);
	buf_free(&r.text);
	buf_free(&r.value);
	return rc;
}
