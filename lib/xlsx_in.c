#include "ssjc/xlsx_in.h"

#include "markup.h"
#include "ssjc/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	TEXT_MAX = 1 << 18, /* a cell holds 32767 characters */
	SHEETS_MAX = 4096,
	STYLES_MAX = 1 << 16,
	COLUMNS_MAX = 1 << 14,
	ROWS_MAX = 1 << 20,
	MERGES_MAX = 1 << 18
};

/* A part that a relationship points to. */
struct relation {
	char *id, *type, *part;
};

/* A cell merged over the rows first to last. */
struct merge {
	uint32_t column, first, last;
};

/* What a merged cell's column is filled with, as long as one is at work. */
struct fill {
	uint32_t last; /* row; 0 for none */
	struct buf text;
	enum cell_kind kind;
};

/* What a cell's t attribute says of its value. */
enum type { NUMBER, SHARED, INLINE, FORMULA, BOOLEAN, DATE, ERROR };

struct numfmt {
	unsigned id;
	struct cell_format format;
};

struct xlsx_in {
	const char *name;
	struct package *package;
	struct markup *markup;
	struct arena arena;
	bool date1904;

	struct relation *relation;
	size_t n_relations, relation_cap;
	const char *base;           /* folder that their targets are relative to */

	struct xlsx_sheet *sheet;
	char **sheet_part;          /* beside each; first the id of its relation */
	size_t n_sheets, sheet_cap, part_cap;

	struct buf shared;          /* the shared strings, one behind the other */
	uint32_t *shared_end;
	size_t n_shared, shared_cap;

	struct numfmt *numfmt;
	size_t n_numfmts, numfmt_cap;
	struct cell_format *style;  /* of each xf in cellXfs */
	size_t n_styles, style_cap;
	bool in_xfs;

	/* Where the parser is, and the text it gathers. */
	bool in_v, in_is, in_t, in_phonetic;
	struct buf value, inside;

	/* The row at hand. */
	struct cell *cell;
	size_t *at;                 /* where each cell's own text begins in text */
	size_t n, cell_cap, at_cap;
	size_t *used;               /* the cells that are not empty */
	size_t n_used, used_cap;
	struct buf text;
	uint64_t row;
	size_t column;
	enum type type;
	unsigned cell_style;
	bool hidden;

	size_t scanned;             /* the sheet that merge is about; SIZE_MAX for none */
	struct merge *merge;        /* by first row */
	size_t n_merges, merge_cap, merge_at;
	struct fill *fill;          /* a column each, up to fills */
	size_t fills, fill_cap;
};

static const char *attribute(const char **a, const char *name)
{
	for (; *a; a += 2)
		if (strcmp(a[0], name) == 0)
			return a[1];
	return NULL;
}

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

static bool is(const char *name, const char *wanted)
{
	return strcmp(name, wanted) == 0;
}

static bool is_true(const char *value)
{
	return value && (is(value, "1") || is(value, "true"));
}

/* A whole number up to max at the start of z, at most seven digits. */
static const char *small(const char *z, unsigned max, unsigned *out)
{
	unsigned v = 0;
	int n = 0;

	for (; *z >= '0' && *z <= '9' && n < 8; z++, n++)
		v = v * 10 + (unsigned)(*z - '0');
	*out = v;
	return n >= 1 && n <= 7 && v <= max ? z : NULL;
}

static bool number(const char *z, unsigned max, unsigned *out)
{
	z = z ? small(z, max, out) : NULL;
	return z && !*z;
}

/* "B7": the column from 0 and the row; gives what follows, NULL when it is none. */
static const char *reference(const char *z, size_t *column, unsigned *row)
{
	size_t c = 0;

	for (; *z >= 'A' && *z <= 'Z' && c <= COLUMNS_MAX; z++)
		c = c * 26 + (size_t)(*z - 'A') + 1;
	*column = c - 1;
	z = c >= 1 && c <= COLUMNS_MAX ? small(z, ROWS_MAX, row) : NULL;
	return z && *row > 0 ? z : NULL;
}

static void no_end(void *arg, const char *name)
{
	(void)arg;
	(void)name;
}

/* Text goes to the element's buffer that is open, phonetic guides to none. */
static void on_text(void *arg, const char *p, size_t n)
{
	struct xlsx_in *x = arg;
	struct buf *to = x->in_v ? &x->value : x->in_t && !x->in_phonetic ? &x->inside : NULL;

	if (!to)
		return;
	if (to->n + n > TEXT_MAX)
		markup_stop(x->markup, "has a text longer than a cell can hold");
	else
		buf_add(to, p, n);
}

/* Parse a part to its end, or until a handler pauses. */
static ssjc_code parse(struct xlsx_in *x, const char *part, const struct markup_handlers *h,
    bool *paused, struct ssjc_err *err)
{
	ssjc_code code = markup_part(x->markup, part, h, x, err);

	*paused = false;
	x->in_v = x->in_is = x->in_t = x->in_phonetic = false;
	return code == SSJC_OK ? markup_run(x->markup, paused, err) : code;
}

/* ---- Relationships ---- */

/* The part that target means, seen from the folder base. */
static char *resolve(struct arena *a, const char *base, const char *target)
{
	struct str rest = str_of(target), piece;
	size_t n = *target == '/' ? 0 : strlen(base);
	char *part = arena_alloc(a, n + 1 + rest.n + 1);

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
	const char *id = attribute(a, "Id"), *type = attribute(a, "Type");
	const char *target = attribute(a, "Target");
	struct xlsx_in *x = arg;
	struct relation *r;

	if (!is(name, "Relationship") || !id || !type || !target || x->n_relations >= SHEETS_MAX)
		return;
	if (!grow(&x->relation, &x->relation_cap, x->n_relations, sizeof *x->relation)) {
		markup_stop_memory(x->markup);
		return;
	}
	r = &x->relation[x->n_relations++];
	type = strrchr(type, '/') ? strrchr(type, '/') + 1 : type;
	r->id = arena_cstr(&x->arena, str_of(id));
	r->type = arena_cstr(&x->arena, str_of(type));
	r->part = resolve(&x->arena, x->base, target);
	if (!r->id || !r->type || !r->part)
		markup_stop_memory(x->markup);
}

static const struct markup_handlers relations_handlers = {relations_start, no_end, on_text};

static ssjc_code read_relations(struct xlsx_in *x, const char *part, const char *base,
    struct ssjc_err *err)
{
	bool paused;

	x->base = base;
	x->n_relations = 0;
	return parse(x, part, &relations_handlers, &paused, err);
}

/* The part of the relation with that id or, without one, of that type; NULL for none. */
static char *related(const struct xlsx_in *x, const char *id, const char *type)
{
	for (size_t i = 0; i < x->n_relations; i++)
		if (is(x->relation[i].type, type) && (!id || is(x->relation[i].id, id)))
			return x->relation[i].part;
	return NULL;
}

/* ---- The workbook ---- */

static void workbook_start(void *arg, const char *name, const char **a)
{
	struct xlsx_in *x = arg;
	const char *title = attribute(a, "name"), *state = attribute(a, "state");
	const char *id = relation_id(a);
	bool ok = true;

	if (is(name, "workbookPr"))
		x->date1904 = is_true(attribute(a, "date1904"));
	if (!is(name, "sheet") || !title || !id || x->n_sheets >= SHEETS_MAX)
		return;
	if (!grow(&x->sheet, &x->sheet_cap, x->n_sheets, sizeof *x->sheet) ||
	    !grow(&x->sheet_part, &x->part_cap, x->n_sheets, sizeof *x->sheet_part)) {
		markup_stop_memory(x->markup);
		return;
	}
	x->sheet[x->n_sheets].name = arena_str(&x->arena, str_of(title), &ok);
	x->sheet[x->n_sheets].hidden = state && !is(state, "visible");
	x->sheet_part[x->n_sheets] = arena_cstr(&x->arena, str_of(id));
	if (!ok || !x->sheet_part[x->n_sheets])
		markup_stop_memory(x->markup);
	x->n_sheets++;
}

static const struct markup_handlers workbook_handlers = {workbook_start, no_end, on_text};

/* Charts and macro sheets are tabs too, but hold no cells: leave them out. */
static void keep_worksheets(struct xlsx_in *x)
{
	size_t n = 0;

	for (size_t i = 0; i < x->n_sheets; i++) {
		char *part = related(x, x->sheet_part[i], "worksheet");

		if (!part)
			continue;
		x->sheet[n] = x->sheet[i];
		x->sheet_part[n++] = part;
	}
	x->n_sheets = n;
}

/* ---- Styles ---- */

static struct cell_format format_of(const struct xlsx_in *x, unsigned id)
{
	for (size_t i = x->n_numfmts; i-- > 0;)
		if (x->numfmt[i].id == id)
			return x->numfmt[i].format;
	return cell_format_builtin(id);
}

static void styles_start(void *arg, const char *name, const char **a)
{
	struct xlsx_in *x = arg;
	const char *code = attribute(a, "formatCode");
	unsigned id;

	if (is(name, "cellXfs")) {
		x->in_xfs = true;
	} else if (is(name, "numFmt") && code && number(attribute(a, "numFmtId"), 9999999, &id)) {
		if (x->n_numfmts >= STYLES_MAX)
			markup_stop(x->markup, "has too many number formats");
		else if (!grow(&x->numfmt, &x->numfmt_cap, x->n_numfmts, sizeof *x->numfmt))
			markup_stop_memory(x->markup);
		else
			x->numfmt[x->n_numfmts++] =
			    (struct numfmt){id, cell_format_parse(str_of(code))};
	} else if (is(name, "xf") && x->in_xfs) {
		if (!number(attribute(a, "numFmtId"), 9999999, &id))
			id = 0;
		if (x->n_styles >= STYLES_MAX)
			markup_stop(x->markup, "has too many styles");
		else if (!grow(&x->style, &x->style_cap, x->n_styles, sizeof *x->style))
			markup_stop_memory(x->markup);
		else
			x->style[x->n_styles++] = format_of(x, id);
	}
}

static void styles_end(void *arg, const char *name)
{
	struct xlsx_in *x = arg;

	if (is(name, "cellXfs"))
		x->in_xfs = false;
}

static const struct markup_handlers styles_handlers = {styles_start, styles_end, on_text};

/* ---- Text ---- */

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "_x000D_" at p: the character's number, or -1. */
static long escape(const char *p, const char *end)
{
	long v = 0;

	if (end - p < 7 || p[0] != '_' || p[1] != 'x' || p[6] != '_')
		return -1;
	for (int i = 2; i < 6; i++) {
		if (hex(p[i]) < 0)
			return -1;
		v = v * 16 + hex(p[i]);
	}
	return v;
}

static void add_character(struct buf *to, long c)
{
	/* A line's end is LF alone; other control characters say nothing. */
	if (c == '\n' || c == '\t' || (c >= 0x20 && c < 0x80)) {
		buf_char(to, (char)c);
	} else if (c >= 0x80 && c < 0x800) {
		buf_char(to, (char)(0xc0 | c >> 6));
		buf_char(to, (char)(0x80 | (c & 0x3f)));
	} else if (c >= 0x800) {
		if (c >= 0xd800 && c <= 0xdfff)
			c = 0xfffd; /* half of a pair, which nobody writes that way */
		buf_char(to, (char)(0xe0 | c >> 12));
		buf_char(to, (char)(0x80 | (c >> 6 & 0x3f)));
		buf_char(to, (char)(0x80 | (c & 0x3f)));
	}
}

/* Append the text with its escapes resolved (ECMA-376 part 1, 22.9.2.19). */
static void unescape(struct buf *to, struct str s)
{
	const char *p = s.p, *end = s.p + s.n;

	while (p < end) {
		const char *at = memchr(p, '_', (size_t)(end - p));
		long c;

		if (!at)
			at = end;
		buf_add(to, p, (size_t)(at - p));
		p = at;
		if (p == end)
			break;
		c = escape(p, end);
		add_character(to, c < 0 ? '_' : c);
		p += c < 0 ? 1 : 7;
	}
}

static void text_start(struct xlsx_in *x, const char *name)
{
	if (is(name, "t"))
		x->in_t = true;
	else if (is(name, "rPh"))
		x->in_phonetic = true;
}

static void text_end(struct xlsx_in *x, const char *name)
{
	if (is(name, "t"))
		x->in_t = false;
	else if (is(name, "rPh"))
		x->in_phonetic = false;
}

static void strings_start(void *arg, const char *name, const char **a)
{
	struct xlsx_in *x = arg;

	(void)a;
	if (is(name, "si"))
		buf_clear(&x->inside);
	else
		text_start(x, name);
}

static void strings_end(void *arg, const char *name)
{
	struct xlsx_in *x = arg;

	text_end(x, name);
	if (!is(name, "si"))
		return;
	unescape(&x->shared, buf_text(&x->inside));
	if (x->shared.n > UINT32_MAX)
		markup_stop(x->markup, "has more than 4 GB of text");
	else if (x->shared.failed || x->inside.failed ||
	    !grow(&x->shared_end, &x->shared_cap, x->n_shared, sizeof *x->shared_end))
		markup_stop_memory(x->markup);
	else
		x->shared_end[x->n_shared++] = (uint32_t)x->shared.n;
}

static const struct markup_handlers strings_handlers = {strings_start, strings_end, on_text};

static bool shared_string(const struct xlsx_in *x, struct str index, struct str *out)
{
	size_t i = 0, from;

	if (index.n == 0 || index.n > 9)
		return false;
	for (size_t k = 0; k < index.n; k++) {
		if (index.p[k] < '0' || index.p[k] > '9')
			return false;
		i = i * 10 + (size_t)(index.p[k] - '0');
	}
	if (i >= x->n_shared)
		return false;
	from = i ? x->shared_end[i - 1] : 0;
	*out = (struct str){x->shared.p + from, x->shared_end[i] - from};
	return true;
}

/* ---- A sheet's cells ---- */

/* Make room for cells up to column c. */
static bool reach(struct xlsx_in *x, size_t c)
{
	while (x->n <= c) {
		if (!grow(&x->cell, &x->cell_cap, x->n, sizeof *x->cell) ||
		    !grow(&x->at, &x->at_cap, x->n, sizeof *x->at))
			return false;
		x->cell[x->n++] = (struct cell){{"", 0}, CELL_TEXT};
	}
	return true;
}

/* Put a text in column c of the row at hand; one of ours has p == NULL until its end. */
static void put(struct xlsx_in *x, size_t c, struct str text, size_t at, enum cell_kind kind)
{
	if (text.n == 0)
		return;
	if (!reach(x, c) || !grow(&x->used, &x->used_cap, x->n_used, sizeof *x->used)) {
		markup_stop_memory(x->markup);
		return;
	}
	if (x->cell[c].text.n == 0)
		x->used[x->n_used++] = c;
	x->cell[c] = (struct cell){text, kind};
	x->at[c] = at;
}

static enum type type_of(const char *t)
{
	static const struct {
		const char *name;
		enum type type;
	} types[] = {{"s", SHARED}, {"n", NUMBER}, {"str", FORMULA}, {"inlineStr", INLINE},
	    {"b", BOOLEAN}, {"d", DATE}, {"e", ERROR}};

	for (size_t i = 0; t && i < sizeof types / sizeof types[0]; i++)
		if (is(t, types[i].name))
			return types[i].type;
	return NUMBER;
}

/* The text of the cell that ends, after its type. */
static void cell_end(struct xlsx_in *x)
{
	struct str v = buf_text(&x->value), shared;
	struct cell_format format = {0};
	enum cell_kind kind = CELL_TEXT;
	size_t at = x->text.n;

	if (x->type == INLINE) {
		unescape(&x->text, buf_text(&x->inside));
	} else if (x->type == SHARED) {
		if (v.n == 0)
			return;
		if (!shared_string(x, str_trim(v), &shared))
			markup_stop(x->markup, "has a cell that points to no shared string");
		else
			put(x, x->column, shared, 0, CELL_TEXT);
		return;
	} else if (x->type == FORMULA) {
		unescape(&x->text, v);
	} else if (x->type == BOOLEAN) {
		buf_z(&x->text, is_true(x->value.p) ? "TRUE" : v.n ? "FALSE" : "");
	} else if (x->type == DATE) {
		/* "2023-06-14T09:30:00.000Z"; a day alone when it is midnight */
		buf_str(&x->text, v.n >= 19 && v.p[10] == 'T' &&
					  memcmp(v.p + 11, "00:00:00", 8) == 0
			? (struct str){v.p, 10}
			: v);
	} else if (x->type == ERROR) {
		kind = CELL_ERROR;
		buf_str(&x->text, v);
	} else if (v.n > 0) {
		if (x->cell_style < x->n_styles)
			format = x->style[x->cell_style];
		kind = cell_number(&x->text, str_trim(v), format, x->date1904);
	}
	put(x, x->column, (struct str){NULL, x->text.n - at}, at, kind);
}

static void sheet_start(void *arg, const char *name, const char **a)
{
	struct xlsx_in *x = arg;
	const char *r = attribute(a, "r");
	unsigned row;

	if (is(name, "c")) {
		if (r ? !(r = reference(r, &x->column, &row)) || *r : ++x->column >= COLUMNS_MAX) {
			markup_stop(x->markup, "has a cell outside of any sheet");
			return;
		}
		x->type = type_of(attribute(a, "t"));
		if (!number(attribute(a, "s"), STYLES_MAX, &x->cell_style))
			x->cell_style = 0;
		buf_clear(&x->value);
		buf_clear(&x->inside);
	} else if (is(name, "v")) {
		x->in_v = true;
	} else if (is(name, "is")) {
		x->in_is = true;
	} else if (x->in_is) {
		text_start(x, name);
	} else if (is(name, "row")) {
		if (r ? !number(r, ROWS_MAX, &row) || row == 0 : x->row >= ROWS_MAX) {
			markup_stop(x->markup, "has a row outside of any sheet");
			return;
		}
		x->row = r ? row : x->row + 1;
		x->column = (size_t)-1;
		x->hidden = is_true(attribute(a, "hidden"));
	}
}

/* Copy the merged cells that begin in this row, fill in those that began before. */
static void apply_merges(struct xlsx_in *x)
{
	for (; x->merge_at < x->n_merges && x->merge[x->merge_at].first <= x->row; x->merge_at++) {
		const struct merge *m = &x->merge[x->merge_at];
		struct fill *f = &x->fill[m->column];

		buf_clear(&f->text);
		f->last = 0;
		if (m->first == x->row && m->column < x->n && x->cell[m->column].text.n > 0) {
			struct str own = x->cell[m->column].text;

			if (!own.p)
				own.p = x->text.p + x->at[m->column];
			buf_str(&f->text, own);
			f->kind = x->cell[m->column].kind;
			f->last = m->last;
		}
	}
	for (size_t c = 0; c < x->fills; c++) {
		struct fill *f = &x->fill[c];

		if (f->last >= x->row && (c >= x->n || x->cell[c].text.n == 0))
			put(x, c, buf_text(&f->text), 0, f->kind);
	}
}

static void sheet_end(void *arg, const char *name)
{
	struct xlsx_in *x = arg;

	if (is(name, "c")) {
		cell_end(x);
	} else if (is(name, "v")) {
		x->in_v = false;
	} else if (is(name, "is")) {
		x->in_is = false;
	} else if (x->in_is) {
		text_end(x, name);
	} else if (is(name, "row")) {
		if (x->n_used > 0 && x->n_merges > 0)
			apply_merges(x);
		if (x->text.failed || x->value.failed || x->inside.failed)
			markup_stop_memory(x->markup);
		else if (x->n_used > 0)
			markup_pause(x->markup);
	}
}

static const struct markup_handlers sheet_handlers = {sheet_start, sheet_end, on_text};

/* ---- Before a sheet is read: has it cells, and which are merged? ---- */

static void filled_start(void *arg, const char *name, const char **a)
{
	struct xlsx_in *x = arg;

	(void)a;
	x->in_v |= is(name, "v") || is(name, "t");
}

static void filled_text(void *arg, const char *p, size_t n)
{
	struct xlsx_in *x = arg;

	(void)p;
	if (x->in_v && n > 0)
		markup_pause(x->markup);
}

static const struct markup_handlers filled_handlers = {filled_start, no_end, filled_text};

ssjc_code xlsx_in_filled(struct xlsx_in *x, size_t sheet, bool *filled, struct ssjc_err *err)
{
	return parse(x, x->sheet_part[sheet], &filled_handlers, filled, err);
}

static void merges_start(void *arg, const char *name, const char **a)
{
	struct xlsx_in *x = arg;
	const char *ref;
	struct merge m;
	size_t column;
	unsigned first, last;

	if (!is(name, "mergeCell") || !(ref = attribute(a, "ref")))
		return;
	ref = reference(ref, &column, &first);
	if (!ref || *ref != ':')
		return;
	m.column = (uint32_t)column;
	ref = reference(ref + 1, &column, &last);
	if (!ref || *ref || last <= first)
		return;
	m.first = first;
	m.last = last;
	if (x->n_merges >= MERGES_MAX)
		markup_stop(x->markup, "has too many merged cells");
	else if (!grow(&x->merge, &x->merge_cap, x->n_merges, sizeof *x->merge))
		markup_stop_memory(x->markup);
	else
		x->merge[x->n_merges++] = m;
}

static void no_text(void *arg, const char *p, size_t n)
{
	(void)arg;
	(void)p;
	(void)n;
}

static const struct markup_handlers merges_handlers = {merges_start, no_end, no_text};

static const char mark[] = "mergeCell";

static bool has_mark(const char *p, size_t n)
{
	const char *end = p + n, *at;

	for (; (at = memchr(p, mark[0], (size_t)(end - p))); p = at + 1)
		if ((size_t)(end - at) >= sizeof mark - 1 && memcmp(at, mark, sizeof mark - 1) == 0)
			return true;
	return false;
}

/*
 * Merged cells are listed behind all rows. Most sheets have none: to unpack
 * the part and look for the word is four times faster than to parse it.
 */
static ssjc_code may_merge(struct xlsx_in *x, const char *part, bool *may, struct ssjc_err *err)
{
	enum { KEPT = sizeof mark - 2, CHUNK = 1 << 15 };
	char *chunk = malloc(KEPT + CHUNK);
	ssjc_code code = chunk ? package_part(x->package, part, err) : ssjc_fail_memory(err);
	size_t got = 1, kept = 0;

	*may = false;
	while (code == SSJC_OK && got > 0) {
		code = package_read(x->package, chunk + kept, CHUNK, &got, err);
		if (code != SSJC_OK || got == 0)
			break;
		/* In UTF-16 the word would not be found: those who write that are parsed. */
		*may |= (unsigned char)chunk[0] >= 0xfe || has_mark(chunk, kept + got);
		got += kept;
		kept = got < KEPT ? got : KEPT;
		memmove(chunk, chunk + got - kept, kept);
	}
	free(chunk);
	return code;
}

static int by_first_row(const void *a, const void *b)
{
	const struct merge *p = a, *q = b;

	if (p->first != q->first)
		return p->first < q->first ? -1 : 1;
	return (p->column > q->column) - (p->column < q->column);
}

static void forget_fills(struct xlsx_in *x)
{
	for (size_t i = 0; i < x->fills; i++)
		buf_free(&x->fill[i].text);
	x->fills = 0;
}

static ssjc_code prepare_fills(struct xlsx_in *x, struct ssjc_err *err)
{
	size_t columns = 0;

	forget_fills(x);
	if (x->n_merges > 1)
		qsort(x->merge, x->n_merges, sizeof *x->merge, by_first_row);
	for (size_t i = 0; i < x->n_merges; i++)
		if (x->merge[i].column >= columns)
			columns = x->merge[i].column + 1;
	while (x->fills < columns) {
		if (!grow(&x->fill, &x->fill_cap, x->fills, sizeof *x->fill))
			return ssjc_fail_memory(err);
		x->fill[x->fills++] = (struct fill){0};
	}
	return SSJC_OK;
}

ssjc_code xlsx_in_select(struct xlsx_in *x, size_t sheet, struct ssjc_err *err)
{
	const char *part = x->sheet_part[sheet];
	ssjc_code code = SSJC_OK;
	bool may = false, paused;

	if (x->scanned != sheet) {
		x->scanned = SIZE_MAX;
		x->n_merges = 0;
		code = may_merge(x, part, &may, err);
	}
	if (code == SSJC_OK && may)
		code = parse(x, part, &merges_handlers, &paused, err);
	if (code == SSJC_OK)
		code = prepare_fills(x, err);
	if (code != SSJC_OK)
		return code;
	x->scanned = sheet;
	x->merge_at = 0;
	x->n = x->n_used = 0;
	x->row = 0;
	x->column = (size_t)-1;
	x->in_v = x->in_is = x->in_t = x->in_phonetic = false;
	return markup_part(x->markup, x->sheet_part[sheet], &sheet_handlers, x, err);
}

ssjc_code xlsx_in_next(struct xlsx_in *x, struct cell_row *row, struct ssjc_err *err)
{
	ssjc_code code;
	bool paused;

	for (size_t i = 0; i < x->n_used; i++)
		x->cell[x->used[i]] = (struct cell){{"", 0}, CELL_TEXT};
	x->n_used = 0;
	buf_clear(&x->text);
	*row = (struct cell_row){0};
	code = markup_run(x->markup, &paused, err);
	if (code != SSJC_OK || !paused)
		return code;
	for (size_t i = 0; i < x->n_used; i++) {
		size_t c = x->used[i];

		if (!x->cell[c].text.p)
			x->cell[c].text.p = x->text.p + x->at[c];
		if (c >= row->n)
			row->n = c + 1;
	}
	row->cell = x->cell;
	row->number = x->row;
	row->hidden = x->hidden;
	return SSJC_OK;
}

/* ---- Opening ---- */

/* Say what else a zip archive is that has no workbook part. */
static ssjc_code no_workbook(struct xlsx_in *x, struct ssjc_err *err)
{
	static const struct {
		const char *part, *what;
	} others[] = {
	    {"xl/workbook.bin", "is a binary workbook (.xlsb): save it as .xlsx"},
	    {"content.xml", "is an OpenDocument file: save it as .xlsx"},
	    {"word/document.xml", "is a Word document: save its table as .xlsx"},
	    {NULL, "is a zip archive without a workbook in it"},
	};
	size_t i = 0;

	while (others[i].part && !package_has(x->package, others[i].part))
		i++;
	return ssjc_fail_at(err, SSJC_INPUT, x->name, 0, NULL, "%s", others[i].what);
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

static ssjc_code read_workbook(struct xlsx_in *x, struct ssjc_err *err)
{
	char *book, *rels, *base, *styles, *strings;
	struct str dir;
	ssjc_code code;
	bool paused;

	if (!package_has(x->package, "_rels/.rels"))
		return no_workbook(x, err);
	code = read_relations(x, "_rels/.rels", "", err);
	if (code != SSJC_OK)
		return code;
	book = related(x, NULL, "officeDocument");
	if (!book || !package_has(x->package, book) || package_has(x->package, "xl/workbook.bin") ||
	    package_has(x->package, "word/document.xml"))
		return no_workbook(x, err);
	dir = path_dir(book);
	base = arena_cstr(&x->arena, dir);
	rels = relations_of(&x->arena, dir, book);
	if (!base || !rels)
		return ssjc_fail_memory(err);
	code = parse(x, book, &workbook_handlers, &paused, err);
	if (code == SSJC_OK)
		code = read_relations(x, rels, base, err);
	if (code != SSJC_OK)
		return code;
	keep_worksheets(x);
	if (x->n_sheets == 0)
		return ssjc_fail_at(err, SSJC_INPUT, x->name, 0, NULL, "has no sheet of cells");
	styles = related(x, NULL, "styles");
	strings = related(x, NULL, "sharedStrings");
	/* Some programs name these parts and leave them out. */
	if (styles && package_has(x->package, styles))
		code = parse(x, styles, &styles_handlers, &paused, err);
	if (code == SSJC_OK && strings && package_has(x->package, strings))
		code = parse(x, strings, &strings_handlers, &paused, err);
	return code;
}

ssjc_code xlsx_in_open(struct xlsx_in **out, struct str bytes, const char *name,
    struct ssjc_err *err)
{
	struct xlsx_in *x = calloc(1, sizeof *x);
	ssjc_code code;

	*out = NULL;
	if (!x)
		return ssjc_fail_memory(err);
	x->name = name;
	x->scanned = SIZE_MAX;
	code = package_open(&x->package, bytes, name, err);
	if (code == SSJC_OK)
		code = markup_open(&x->markup, x->package, name, err);
	if (code == SSJC_OK)
		code = read_workbook(x, err);
	if (code != SSJC_OK) {
		xlsx_in_close(x);
		return code;
	}
	*out = x;
	return SSJC_OK;
}

bool xlsx_in_date1904(const struct xlsx_in *x)
{
	return x->date1904;
}

const struct xlsx_sheet *xlsx_in_sheets(const struct xlsx_in *x, size_t *n)
{
	*n = x->n_sheets;
	return x->sheet;
}

void xlsx_in_close(struct xlsx_in *x)
{
	if (!x)
		return;
	forget_fills(x);
	markup_close(x->markup);
	package_close(x->package);
	free(x->relation);
	free(x->sheet);
	free(x->sheet_part);
	buf_free(&x->shared);
	free(x->shared_end);
	free(x->numfmt);
	free(x->style);
	buf_free(&x->value);
	buf_free(&x->inside);
	free(x->cell);
	free(x->at);
	free(x->used);
	buf_free(&x->text);
	free(x->merge);
	free(x->fill);
	arena_free(&x->arena);
	free(x);
}
