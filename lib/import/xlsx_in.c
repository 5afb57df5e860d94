#include "xlsx_in.h"

#include "xlsx_book.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MAX = 1 << 14, ROWS_MAX = 1 << 20, MERGES_MAX = 1 << 18 };

/* A cell merged over the rows first to last. */
struct merge {
	uint32_t column, first, last;
};

/* What a merged cell's column is filled with, as long as a merge goes on. */
struct fill {
	uint32_t last; /* row; 0 for none */
	struct buf text;
	enum cell_kind kind;
};

/* What a cell's t attribute says of its value. */
enum type { NUMBER, SHARED, INLINE, FORMULA, BOOLEAN, DATE, ERROR };

struct xlsx_in {
	struct xlsx_book book;

	/* The cell that is being read. */
	bool in_value, in_inline;
	struct buf value;
	struct xlsx_text inside;
	size_t column;
	enum type type;
	unsigned style;

	/* The row that is being read. */
	uint64_t row;
	bool hidden;
	struct cell *cell;
	size_t *at; /* where each cell's own text begins in text */
	size_t n, cell_cap, at_cap;
	size_t *used; /* the cells that are not empty */
	size_t n_used, used_cap;
	struct buf text;

	size_t scanned;      /* the sheet that merge is about; SIZE_MAX for none */
	struct merge *merge; /* by first row */
	size_t n_merges, merge_cap, merge_at;
	struct fill *fill; /* a column each, up to fills */
	size_t fills, fill_cap;
};

static bool is(const char *name, const char *other)
{
	return strcmp(name, other) == 0;
}

/* "B7": the column from 0 and the row. What follows, or NULL when it is not a reference. */
static const char *reference(const char *z, size_t *column, unsigned *row)
{
	size_t c = 0;

	for (; *z >= 'A' && *z <= 'Z' && c <= COLUMNS_MAX; z++)
		c = c * 26 + (size_t)(*z - 'A') + 1;
	*column = c - 1;
	z = c >= 1 && c <= COLUMNS_MAX ? xml_in_digits(z, ROWS_MAX, row) : NULL;
	return z && *row > 0 ? z : NULL;
}

/* ---- A sheet's cells ---- */

/* Make room for cells up to column c. */
static bool reach(struct xlsx_in *x, size_t c)
{
	while (x->n <= c) {
		if (!array_grow(&x->cell, &x->cell_cap, x->n, sizeof *x->cell) ||
		    !array_grow(&x->at, &x->at_cap, x->n, sizeof *x->at))
			return false;
		x->cell[x->n++] = (struct cell){{"", 0}, CELL_TEXT};
	}
	return true;
}

/* Put a text in column c of the row; p is NULL for one that begins at `at` in x->text. */
static void put(struct xlsx_in *x, size_t c, struct str text, size_t at, enum cell_kind kind)
{
	if (text.n == 0)
		return;
	if (!reach(x, c) || !array_grow(&x->used, &x->used_cap, x->n_used, sizeof *x->used)) {
		xml_in_stop_memory(x->book.xml);
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
	struct str v = buf_text(&x->value);
	enum cell_kind kind = CELL_TEXT;
	size_t at = x->text.n;

	if (x->type == INLINE) {
		xlsx_unescape(&x->text, buf_text(&x->inside.raw));
	} else if (x->type == SHARED) {
		if (v.n > 0 && !xlsx_book_string(&x->book, str_trim(v), &x->text))
			xml_in_stop(x->book.xml, "has a cell that points to no shared string");
	} else if (x->type == FORMULA) {
		xlsx_unescape(&x->text, v);
	} else if (x->type == BOOLEAN) {
		buf_z(&x->text, xml_in_true(x->value.p) ? "TRUE" : v.n ? "FALSE" : "");
	} else if (x->type == DATE) {
		if (!cell_moment(&x->text, str_trim(v)))
			buf_str(&x->text, v);
	} else if (x->type == ERROR) {
		kind = CELL_ERROR;
		buf_str(&x->text, v);
	} else if (v.n > 0) {
		kind = cell_number(
		    &x->text, str_trim(v), xlsx_book_format(&x->book, x->style), x->book.date1904);
	}
	put(x, x->column, (struct str){NULL, x->text.n - at}, at, kind);
}

static void sheet_start(void *arg, const char *name, const char **a)
{
	struct xlsx_in *x = arg;
	const char *r = xml_in_attribute(a, "r");
	unsigned row;

	if (is(name, "c")) {
		if (r ? !(r = reference(r, &x->column, &row)) || *r : ++x->column >= COLUMNS_MAX) {
			xml_in_stop(x->book.xml, "has a cell outside of any sheet");
			return;
		}
		x->type = type_of(xml_in_attribute(a, "t"));
		if (!xml_in_number(xml_in_attribute(a, "s"), XLSX_STYLES_MAX, &x->style))
			x->style = 0;
		buf_clear(&x->value);
		xlsx_text_begin(&x->inside);
	} else if (is(name, "v")) {
		x->in_value = true;
	} else if (is(name, "is")) {
		x->in_inline = true;
	} else if (x->in_inline) {
		xlsx_text_start(&x->inside, name);
	} else if (is(name, "row")) {
		if (r ? !xml_in_number(r, ROWS_MAX, &row) || row == 0 : x->row >= ROWS_MAX) {
			xml_in_stop(x->book.xml, "has a row outside of any sheet");
			return;
		}
		x->row = r ? row : x->row + 1;
		x->column = (size_t)-1;
		x->hidden = xml_in_true(xml_in_attribute(a, "hidden"));
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

static void sheet_text(void *arg, const char *p, size_t n)
{
	struct xlsx_in *x = arg;
	bool good = true;

	if (x->in_value) {
		buf_add(&x->value, p, n);
		good = x->value.n <= XLSX_TEXT_MAX;
	} else if (x->in_inline) {
		good = xlsx_text_add(&x->inside, p, n);
	}
	if (!good)
		xml_in_stop(x->book.xml, "has a text longer than a cell can hold");
}

static void sheet_end(void *arg, const char *name)
{
	struct xlsx_in *x = arg;

	if (is(name, "c")) {
		cell_end(x);
	} else if (is(name, "v")) {
		x->in_value = false;
	} else if (is(name, "is")) {
		x->in_inline = false;
	} else if (x->in_inline) {
		xlsx_text_end(&x->inside, name);
	} else if (is(name, "row")) {
		if (x->n_used > 0 && x->n_merges > 0)
			apply_merges(x);
		if (x->text.failed || x->value.failed || x->inside.raw.failed)
			xml_in_stop_memory(x->book.xml);
		else if (x->n_used > 0)
			xml_in_pause(x->book.xml);
	}
}

static const struct xml_in_handlers sheet_handlers = {sheet_start, sheet_end, sheet_text};

/* ---- Before a sheet is read: has it cells, and which are merged? ---- */

static void filled_start(void *arg, const char *name, const char **a)
{
	struct xlsx_in *x = arg;

	(void)a;
	x->in_value |= is(name, "v") || is(name, "t");
}

static void filled_text(void *arg, const char *p, size_t n)
{
	struct xlsx_in *x = arg;

	(void)p;
	if (x->in_value && n > 0)
		xml_in_pause(x->book.xml);
}

static const struct xml_in_handlers filled_handlers = {filled_start, xml_in_no_end, filled_text};

ssjc_rc xlsx_in_filled(struct xlsx_in *x, size_t sheet, bool *filled, struct ssjc_err *err)
{
	x->in_value = false;
	return xlsx_book_parse(
	    &x->book, x->book.sheet_part[sheet], &filled_handlers, x, filled, err);
}

static void merges_start(void *arg, const char *name, const char **a)
{
	struct xlsx_in *x = arg;
	const char *ref;
	struct merge m;
	size_t column;
	unsigned first, last;

	if (!is(name, "mergeCell") || !(ref = xml_in_attribute(a, "ref")))
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
		xml_in_stop(x->book.xml, "has too many merged cells");
	else if (!array_grow(&x->merge, &x->merge_cap, x->n_merges, sizeof *x->merge))
		xml_in_stop_memory(x->book.xml);
	else
		x->merge[x->n_merges++] = m;
}

static const struct xml_in_handlers merges_handlers = {merges_start, xml_in_no_end, xml_in_no_text};

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
 * Merged cells are listed after all rows. Most sheets have none: to unpack
 * the part and look for the word is four times faster than to parse it.
 */
static ssjc_rc may_merge(struct xlsx_in *x, const char *part, bool *may, struct ssjc_err *err)
{
	enum { KEPT = sizeof mark - 2, CHUNK = 1 << 15 };
	char *chunk = malloc(KEPT + CHUNK);
	size_t got, kept = 0;
	ssjc_rc rc;

	*may = false;
	if (!chunk)
		return ssjc_fail_memory(err);
	rc = zip_in_part(x->book.zip, part, err);
	if (rc)
		goto out;
	for (;;) {
		rc = zip_in_read(x->book.zip, chunk + kept, CHUNK, &got, err);
		if (rc || got == 0)
			goto out;
		/* In UTF-16 the word would not be found: those who write that are parsed. */
		*may |= (unsigned char)chunk[0] >= 0xfe || has_mark(chunk, kept + got);
		got += kept;
		kept = got < KEPT ? got : KEPT;
		memmove(chunk, chunk + got - kept, kept);
	}
out:
	free(chunk);
	return rc;
}

static ssjc_rc read_merges(struct xlsx_in *x, const char *part, struct ssjc_err *err)
{
	bool may, paused;
	ssjc_rc rc;

	x->scanned = SIZE_MAX;
	x->n_merges = 0;
	rc = may_merge(x, part, &may, err);
	if (rc || !may)
		return rc;
	return xlsx_book_parse(&x->book, part, &merges_handlers, x, &paused, err);
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

static ssjc_rc prepare_fills(struct xlsx_in *x, struct ssjc_err *err)
{
	size_t columns = 0;

	forget_fills(x);
	if (x->n_merges > 1)
		qsort(x->merge, x->n_merges, sizeof *x->merge, by_first_row);
	for (size_t i = 0; i < x->n_merges; i++)
		if (x->merge[i].column >= columns)
			columns = x->merge[i].column + 1;
	while (x->fills < columns) {
		if (!array_grow(&x->fill, &x->fill_cap, x->fills, sizeof *x->fill))
			return ssjc_fail_memory(err);
		x->fill[x->fills++] = (struct fill){0};
	}
	return SSJC_OK;
}

ssjc_rc xlsx_in_select(struct xlsx_in *x, size_t sheet, struct ssjc_err *err)
{
	const char *part = x->book.sheet_part[sheet];
	ssjc_rc rc;

	if (x->scanned != sheet) {
		rc = read_merges(x, part, err);
		if (rc)
			return rc;
	}
	x->scanned = sheet;
	rc = prepare_fills(x, err);
	if (rc)
		return rc;
	x->merge_at = 0;
	x->n = x->n_used = 0;
	x->row = 0;
	x->column = (size_t)-1;
	x->in_value = x->in_inline = false;
	return xml_in_part(x->book.xml, x->book.sheet_part[sheet], &sheet_handlers, x, err);
}

ssjc_rc xlsx_in_next(struct xlsx_in *x, struct cell_row *row, struct ssjc_err *err)
{
	ssjc_rc rc;
	bool paused;

	for (size_t i = 0; i < x->n_used; i++)
		x->cell[x->used[i]] = (struct cell){{"", 0}, CELL_TEXT};
	x->n_used = 0;
	buf_clear(&x->text);
	*row = (struct cell_row){0};
	rc = xml_in_run(x->book.xml, &paused, err);
	if (rc || !paused)
		return rc;
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

ssjc_rc xlsx_in_open(struct xlsx_in **out, struct str bytes, const char *name, struct ssjc_err *err)
{
	struct xlsx_in *x = calloc(1, sizeof *x);
	ssjc_rc rc;

	*out = NULL;
	if (!x)
		return ssjc_fail_memory(err);
	x->scanned = SIZE_MAX;
	rc = xlsx_book_open(&x->book, bytes, name, err);
	if (rc) {
		xlsx_in_close(x);
		return rc;
	}
	*out = x;
	return SSJC_OK;
}

bool xlsx_in_date1904(const struct xlsx_in *x)
{
	return x->book.date1904;
}

const struct cell_sheet *xlsx_in_sheets(const struct xlsx_in *x, size_t *n)
{
	*n = x->book.n_sheets;
	return x->book.sheet;
}

void xlsx_in_close(struct xlsx_in *x)
{
	if (!x)
		return;
	forget_fills(x);
	xlsx_book_close(&x->book);
	buf_free(&x->value);
	buf_free(&x->inside.raw);
	free(x->cell);
	free(x->at);
	free(x->used);
	buf_free(&x->text);
	free(x->merge);
	free(x->fill);
	free(x);
}
