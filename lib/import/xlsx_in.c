#include "xlsx_in.h"

#include "row_build.h"
#include "xlsx_book.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MAX = 1 << 14, ROWS_MAX = 1 << 20 };

/* What a cell's t attribute says of its value. */
enum type { NUMBER, SHARED, INLINE, FORMULA, BOOLEAN, DATE, ERROR };

struct xlsx_in {
	struct xlsx_book book;

	/* The cell that is being read. */
	bool in_value, in_inline;
	bool formula, valued; /* it has an <f>, a <v> */
	struct buf value;
	struct xlsx_text inside;
	size_t column;
	enum type type;
	unsigned style;

	/* The row that is being read. */
	struct row_build row;
	uint64_t number;
	bool numbered, hidden; /* its number is written; nobody sees it */

	size_t scanned; /* the sheet whose merged cells are known; SIZE_MAX for none */
	uint64_t formulas, uncalculated;
};

static bool is(const char *name, const char *other)
{
	return strcmp(name, other) == 0;
}

/* "B7": the column from 0 and the row. What follows, or NULL when it is not a reference. */
static const char *reference(const char *z, size_t *column, unsigned *row)
{
	size_t c = 0;

	/* Some programs write "b7". */
	for (; ((*z | 32) >= 'a' && (*z | 32) <= 'z') && c <= COLUMNS_MAX; z++)
		c = c * 26 + (size_t)((*z | 32) - 'a') + 1;
	*column = c - 1;
	z = c >= 1 && c <= COLUMNS_MAX ? xml_in_digits(z, ROWS_MAX, row) : NULL;
	return z && *row > 0 ? z : NULL;
}

/* ---- A sheet's cells ---- */

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

/* Append a text with what its cell's format adds to it. */
static void add_text(struct xlsx_in *x, size_t at)
{
	struct cell_format f = xlsx_book_format(&x->book, x->style);

	if (f.text)
		row_build_show(&x->row, at, &f);
}

/*
 * The text of the cell that ends, after its type. Programs that do not calculate
 * write formulas without a value; a spreadsheet shows one as soon as it opens the
 * file, so nobody sees that the file has none.
 */
static enum cell_kind read_cell(struct xlsx_in *x, bool *struck)
{
	struct str v = buf_text(&x->value);
	struct buf *to = &x->row.text;
	size_t at = to->n;

	x->formulas += x->formula;
	if (x->formula && v.n == 0 && !(x->valued && x->type == FORMULA)) {
		x->uncalculated++;
		buf_char(to, '=');
		return CELL_UNCALCULATED;
	}
	switch (x->type) {
	case INLINE:
		if (x->inside.runs)
			*struck = x->inside.struck;
		xlsx_unescape(to, buf_text(&x->inside.raw));
		add_text(x, at);
		return CELL_TEXT;
	case SHARED:
		if (v.n > 0 && !xlsx_book_string(&x->book, str_trim(v), to, struck))
			xml_in_stop(x->book.xml, "has a cell that points to no shared string");
		add_text(x, at);
		return CELL_TEXT;
	case FORMULA:
		xlsx_unescape(to, v);
		add_text(x, at);
		return CELL_TEXT;
	case BOOLEAN:
		buf_z(to, xml_in_true(x->value.p) ? "TRUE" : v.n ? "FALSE" : "");
		return CELL_TEXT;
	case DATE:
		if (!cell_moment(to, str_trim(v)))
			buf_str(to, v);
		return CELL_TEXT;
	case ERROR:
		buf_str(to, v);
		return CELL_ERROR;
	case NUMBER:
		break;
	}
	return v.n == 0
	    ? CELL_TEXT
	    : cell_number(to, str_trim(v), xlsx_book_format(&x->book, x->style), x->book.date1904);
}

static void cell_end(struct xlsx_in *x)
{
	size_t at = x->row.text.n;
	bool struck = xlsx_book_struck(&x->book, x->style);
	enum cell_kind kind = read_cell(x, &struck);
	char name[CELL_NAME];

	if (x->row.text.n > at && row_build_has(&x->row, x->column)) {
		cell_name(x->column, x->number, name);
		xml_in_stop(x->book.xml, "has the cell %s twice", name);
		return;
	}
	row_build_cell(&x->row, x->column, at, struck && kind == CELL_TEXT ? CELL_STRUCK : kind);
}

static void cell_start(struct xlsx_in *x, const char **a)
{
	const char *r = xml_in_attribute(a, "r"), *end;
	unsigned row = 0;

	if (r ? !(end = reference(r, &x->column, &row)) || *end : ++x->column >= COLUMNS_MAX) {
		char name[CELL_NAME];

		cell_name(x->column, x->number, name);
		xml_in_stop(x->book.xml, "has a cell outside of any sheet: “%.40s”", r ? r : name);
		return;
	}
	/* Where the row does not say its number, its first cell may. */
	if (r && !x->numbered && row > x->number) {
		x->number = row;
		row_build_row(&x->row, x->number, x->hidden);
	}
	if (r && row != x->number) {
		xml_in_stop(x->book.xml, "has the cell %s in row %u", r, (unsigned)x->number);
		return;
	}
	x->numbered = true;
	x->type = type_of(xml_in_attribute(a, "t"));
	if (!xml_in_number(xml_in_attribute(a, "s"), XLSX_STYLES_MAX, &x->style))
		x->style = 0;
	x->formula = x->valued = false;
	buf_clear(&x->value);
	xlsx_text_begin(&x->inside);
}

static void row_start(struct xlsx_in *x, const char **a)
{
	const char *r = xml_in_attribute(a, "r");
	unsigned row = (unsigned)x->number + 1;

	if ((r && !xml_in_number(r, ROWS_MAX, &row)) || row == 0 || row > ROWS_MAX) {
		xml_in_stop(x->book.xml, "has a row outside of any sheet");
		return;
	}
	if (row <= x->number) {
		xml_in_stop(x->book.xml,
		    "has row %u after row %u, and nothing tells where it belongs: open the file in "
		    "a spreadsheet and save it again",
		    row, (unsigned)x->number);
		return;
	}
	x->number = row;
	x->numbered = r != NULL;
	x->column = (size_t)-1;
	x->hidden = xml_in_true(xml_in_attribute(a, "hidden"));
	row_build_row(&x->row, x->number, x->hidden);
}

static void sheet_start(void *arg, const char *name, const char **a)
{
	struct xlsx_in *x = arg;

	if (is(name, "c"))
		cell_start(x, a);
	else if (is(name, "v"))
		x->in_value = x->valued = true;
	else if (is(name, "f"))
		x->formula = true;
	else if (is(name, "is"))
		x->in_inline = true;
	else if (x->in_inline)
		xlsx_text_start(&x->inside, name, a);
	else if (is(name, "row"))
		row_start(x, a);
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
		if (x->row.text.failed || x->value.failed || x->inside.raw.failed)
			xml_in_stop_memory(x->book.xml);
		else if (x->row.n_used > 0)
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
	/* A formula fills its cell, whether its value is in the file or not. */
	if (is(name, "f"))
		xml_in_pause(x->book.xml);
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
	struct row_merge m;
	size_t column, right;
	unsigned first, last;

	if (!is(name, "mergeCell") || !(ref = xml_in_attribute(a, "ref")))
		return;
	ref = reference(ref, &column, &first);
	if (!ref || *ref != ':')
		return;
	m.column = (uint32_t)column;
	ref = reference(ref + 1, &right, &last);
	if (!ref || *ref || right < column)
		return;
	m.across = (uint32_t)(right - column);
	m.first = first;
	m.last = last;
	if (row_build_merge(&x->row, m))
		return;
	if (x->row.n_merges == ROW_BUILD_MERGES_MAX)
		xml_in_stop(x->book.xml, "has too many merged cells");
	else
		xml_in_stop_memory(x->book.xml);
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
	row_build_forget(&x->row);
	rc = may_merge(x, part, &may, err);
	if (rc || !may)
		return rc;
	return xlsx_book_parse(&x->book, part, &merges_handlers, x, &paused, err);
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
	if (!row_build_start(&x->row))
		return ssjc_fail_memory(err);
	x->formulas = x->uncalculated = 0;
	x->number = 0;
	x->column = (size_t)-1;
	x->in_value = x->in_inline = false;
	return xml_in_part(x->book.xml, x->book.sheet_part[sheet], &sheet_handlers, x, err);
}

ssjc_rc xlsx_in_next(struct xlsx_in *x, struct cell_row *row, struct ssjc_err *err)
{
	ssjc_rc rc;
	bool paused;

	*row = (struct cell_row){0};
	rc = xml_in_run(x->book.xml, &paused, err);
	if (rc || !paused)
		return rc;
	return row_build_end(&x->row, row) ? SSJC_OK : ssjc_fail_memory(err);
}

void xlsx_in_formulas(const struct xlsx_in *x, uint64_t *all, uint64_t *uncalculated)
{
	*all = x->formulas;
	*uncalculated = x->uncalculated;
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
	row_build_free(&x->row);
	xlsx_book_close(&x->book);
	buf_free(&x->value);
	buf_free(&x->inside.raw);
	free(x);
}
