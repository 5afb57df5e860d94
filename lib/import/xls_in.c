#include "xls_in.h"

#include "row_build.h"
#include "ssjc/base/language.h"
#include "xls_book.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MAX = 256, ROWS_MAX = 1 << 16 };

/* A record of cells, in the order of the rows. */
struct place {
	uint32_t row, at; /* from 0; offset in the stream */
};

struct xls_in {
	struct xls_book book;
	size_t indexed; /* the sheet that what follows is about; SIZE_MAX for none */
	struct place *place;
	size_t n_places, place_cap, next;
	unsigned char hidden[ROWS_MAX / CHAR_BIT];
	bool computed; /* a formula in it has a value that is not an empty text */
	struct row_build row;
	uint64_t formulas, uncalculated;
};

/* ---- The cells of a record, after its row, column and style ---- */

/* What a record says first: where its cell is, and the style of it. */
struct spot {
	size_t column;
	unsigned style;
};

static void put(struct xls_in *x, struct spot s, size_t at, enum cell_kind kind)
{
	if (kind == CELL_TEXT && xls_book_struck(&x->book, s.style))
		kind = CELL_STRUCK;
	row_build_cell(&x->row, s.column, at, kind);
}

static void put_words(struct xls_in *x, struct spot s, const char *z, enum cell_kind kind)
{
	size_t at = x->row.text.n;

	buf_z(&x->row.text, z);
	put(x, s, at, kind);
}

static void put_error(struct xls_in *x, struct spot s, unsigned code)
{
	static const struct {
		unsigned code;
		const char *name;
	} errors[] = {{0x00, "#NULL!"}, {0x07, "#DIV/0!"}, {0x0f, "#VALUE!"}, {0x17, "#REF!"},
	    {0x1d, "#NAME?"}, {0x24, "#NUM!"}, {0x2a, "#N/A"}, {0x2b, "#GETTING_DATA"}};
	const char *name = "#ERROR";

	for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++)
		if (errors[i].code == code)
			name = errors[i].name;
	put_words(x, s, name, CELL_ERROR);
}

/* A number as decimal text: so that it is read as one of an .xlsx is. */
static void put_number(struct xls_in *x, struct spot s, const char *decimal)
{
	struct cell_format f = xls_book_format(&x->book, s.style);
	size_t at = x->row.text.n;

	put(x, s, at, cell_number(&x->row.text, str_of(decimal), f, x->book.date1904));
}

static void put_double(struct xls_in *x, struct spot s, double d)
{
	char decimal[48];

	if (!isfinite(d)) {
		put_words(x, s, "#NUM!", CELL_ERROR);
		return;
	}
	/*
	 * Nearly all numbers are whole. Of others, so many digits that 15 of them are
	 * rounded once only; what is not written in full keeps the usual 17.
	 */
	if (fabs(d) < 1e15 && d == (double)(long long)d)
		snprintf(decimal, sizeof decimal, "%lld", (long long)d);
	else
		snprintf(decimal, sizeof decimal, "%.*G",
		    fabs(d) < 1e15 && fabs(d) > 1e-15 ? 25 : 17, d);
	put_number(x, s, decimal);
}

/* A number in 30 bits: a whole one or the head of a double, which may be hundredths. */
static void put_rk(struct xls_in *x, struct spot s, uint32_t rk)
{
	enum { HUNDREDTHS = 1, WHOLE = 2 };
	uint64_t bits = (uint64_t)(rk & ~(uint32_t)(HUNDREDTHS | WHOLE)) << 32;
	char decimal[32];
	long whole;
	double d;

	if (rk & WHOLE) {
		whole = (long)(rk >> 2) - (rk >> 31 ? 1L << 30 : 0);
		snprintf(decimal, sizeof decimal, rk & HUNDREDTHS ? "%ldE-2" : "%ld", whole);
		put_number(x, s, decimal);
		return;
	}
	memcpy(&d, &bits, sizeof d);
	put_double(x, s, rk & HUNDREDTHS ? d / 100 : d);
}

static void put_boolean(struct xls_in *x, struct spot s, unsigned value)
{
	put_words(x, s, value ? "TRUE" : "FALSE", CELL_TEXT);
}

/* A text that was appended since from, with what its format adds to it. */
static void put_shown(struct xls_in *x, struct spot s, size_t from)
{
	struct cell_format f = xls_book_format(&x->book, s.style);

	if (f.text)
		row_build_show(&x->row, from, &f);
	put(x, s, from, CELL_TEXT);
}

static const char *put_text(struct xls_in *x, struct spot s, struct biff *at, size_t n)
{
	size_t from = x->row.text.n;
	const char *wrong = xls_book_text(&x->book, at, n, &x->row.text);

	if (!wrong)
		put_shown(x, s, from);
	return wrong;
}

/*
 * Each reads one kind of record. NULL, or what is wrong with it (the words follow
 * the file's name).
 */
typedef const char *read_cell(struct xls_in *x, struct spot s, struct biff *at);

static const char *read_integer(struct xls_in *x, struct spot s, struct biff *at)
{
	put_double(x, s, biff_u16(at));
	return NULL;
}

static const char *read_number(struct xls_in *x, struct spot s, struct biff *at)
{
	put_double(x, s, biff_double(at));
	return NULL;
}

static const char *read_rk(struct xls_in *x, struct spot s, struct biff *at)
{
	put_rk(x, s, biff_u32(at));
	return NULL;
}

/* Several numbers side by side, a style before each; the last column comes after them. */
static const char *read_mulrk(struct xls_in *x, struct spot s, struct biff *at)
{
	enum { LAST_COLUMN = 2, STYLE_AND_RK = 6 };

	for (; at->left.n >= 4; s.column++) {
		if (s.column >= COLUMNS_MAX)
			return N_("has a cell outside of any sheet");
		put_rk(x, s, biff_u32(at));
		if (at->left.n < STYLE_AND_RK + LAST_COLUMN)
			break;
		s.style = biff_u16(at);
	}
	return NULL;
}

static const char *read_label(struct xls_in *x, struct spot s, struct biff *at)
{
	return put_text(x, s, at, at->type == BIFF_LABEL_2 ? biff_u8(at) : biff_u16(at));
}

static const char *read_shared(struct xls_in *x, struct spot s, struct biff *at)
{
	size_t from = x->row.text.n;

	if (!xls_book_string(&x->book, biff_u32(at), &x->row.text))
		return N_("has a cell that points to no shared string");
	put_shown(x, s, from);
	return NULL;
}

static const char *read_boolerr(struct xls_in *x, struct spot s, struct biff *at)
{
	unsigned value = biff_u8(at);

	if (biff_u8(at))
		put_error(x, s, value);
	else
		put_boolean(x, s, value);
	return NULL;
}

/* The text that a formula gave is in a record of its own, soon after the formula's. */
static const char *read_formula_text(struct xls_in *x, struct spot s, struct biff *at)
{
	static const char missing[] =
	    "has a formula whose text is missing: open it and save it as .xlsx";

	while (biff_next(at))
		switch (at->type) {
		case BIFF_STRING_2:
			return put_text(x, s, at, x->book.biff == 2 ? biff_u8(at) : biff_u16(at));
		case BIFF_STRING:
			return put_text(x, s, at, biff_u16(at));
		case BIFF_CONTINUE:
		case BIFF_ARRAY:
		case BIFF_TABLE:
		case BIFF_SHRFMLA:
			break;
		default:
			return missing;
		}
	return missing;
}

/* What a formula gave: a number, or what two bytes mark that no number ends with. */
enum xls_result { RESULT_TEXT, RESULT_BOOLEAN, RESULT_ERROR, RESULT_EMPTY, RESULT_NUMBER };

struct xls_value {
	enum xls_result kind;
	unsigned code; /* of a boolean or error */
	double number;
};

static struct xls_value read_value(struct biff *at)
{
	enum { MARK = 0xffff };
	struct biff number = *at;
	struct xls_value v = {RESULT_NUMBER, 0, biff_double(&number)};
	unsigned kind = biff_u8(at);

	biff_skip(at, 1);
	v.code = biff_u8(at);
	biff_skip(at, 3);
	if (biff_u16(at) == MARK && kind <= RESULT_EMPTY)
		v.kind = (enum xls_result)kind;
	return v;
}

/*
 * Programs that cannot calculate write 0 or an empty text, and ask for a calculation
 * when the file is opened; or they write an empty text for every formula, and not
 * which Excel was the last to calculate.
 */
static bool is_uncalculated(const struct xls_in *x, struct xls_value v, unsigned flags)
{
	enum { ON_LOAD = 2 };

	if (v.kind == RESULT_EMPTY)
		return flags & ON_LOAD || !(x->book.calculated || x->computed);
	return v.kind == RESULT_NUMBER && v.number == 0 && flags & ON_LOAD;
}

static const char *read_formula(struct xls_in *x, struct spot s, struct biff *at)
{
	struct xls_value v = read_value(at);
	unsigned flags = x->book.biff > 2 ? biff_u16(at) : biff_u8(at);

	x->formulas++;
	if (is_uncalculated(x, v, flags)) {
		x->uncalculated++;
		put_words(x, s, "=", CELL_UNCALCULATED);
		return NULL;
	}
	switch (v.kind) {
	case RESULT_TEXT:
		return read_formula_text(x, s, at);
	case RESULT_BOOLEAN:
		put_boolean(x, s, v.code);
		break;
	case RESULT_ERROR:
		put_error(x, s, v.code);
		break;
	case RESULT_NUMBER:
		put_double(x, s, v.number);
		break;
	case RESULT_EMPTY:
		break;
	}
	return NULL;
}

/* Records of cells that are not blank. */
static read_cell *reader_of(unsigned type)
{
	static const struct {
		unsigned type;
		read_cell *read;
	} readers[] = {{BIFF_LABELSST, read_shared}, {BIFF_RK, read_rk}, {BIFF_MULRK, read_mulrk},
	    {BIFF_NUMBER, read_number}, {BIFF_LABEL, read_label}, {BIFF_RSTRING, read_label},
	    {BIFF_FORMULA, read_formula}, {BIFF_FORMULA_3, read_formula},
	    {BIFF_FORMULA_4, read_formula}, {BIFF_BOOLERR, read_boolerr},
	    {BIFF_INTEGER_2, read_integer}, {BIFF_NUMBER_2, read_number},
	    {BIFF_LABEL_2, read_label}, {BIFF_BOOLERR_2, read_boolerr}};

	for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++)
		if (readers[i].type == type)
			return readers[i].read;
	return NULL;
}

/* The column and style of the cell at hand, after its row. */
static struct spot read_spot(const struct xls_in *x, struct biff *at)
{
	enum { FORMAT = 0x3f };
	struct spot s = {.column = biff_u16(at)};

	if (at->type < BIFF_FORMULA || (at->type == BIFF_FORMULA && x->book.biff == 2)) {
		/* three bytes of attributes: the second has the format itself */
		biff_u8(at);
		s.style = biff_u8(at) & FORMAT;
		biff_u8(at);
	} else {
		s.style = biff_u16(at);
	}
	return s;
}

/* ---- Before a sheet is read: where are its cells, and which are merged? ---- */

static ssjc_rc add_place(
    struct xls_in *x, const struct biff *at, unsigned row, struct ssjc_err *err)
{
	if (!array_grow(&x->place, &x->place_cap, x->n_places, sizeof *x->place))
		return ssjc_fail_memory(err);
	x->place[x->n_places++] = (struct place){row, (uint32_t)at->at};
	return SSJC_OK;
}

static ssjc_rc read_merges(struct xls_in *x, struct biff *at, struct ssjc_err *err)
{
	for (unsigned n = biff_u16(at); n > 0 && !at->cut; n--) {
		uint32_t first = biff_u16(at), last = biff_u16(at), column = biff_u16(at),
		         right = biff_u16(at);

		if (right >= COLUMNS_MAX || right < column ||
		    row_build_merge(
		        &x->row, (struct row_merge){column, first + 1, last + 1, right - column}))
			continue;
		return x->row.n_merges == ROW_BUILD_MERGES_MAX
		    ? xls_book_damaged(&x->book, at->at, W_("it has too many merged cells"), err)
		    : ssjc_fail_memory(err);
	}
	return SSJC_OK;
}

static void read_row(struct xls_in *x, struct biff *at)
{
	enum { HEIGHTS_AND_COLUMNS = 10, HIDDEN = 0x20 };
	unsigned row = biff_u16(at);

	biff_skip(at, HEIGHTS_AND_COLUMNS);
	if (biff_u16(at) & HIDDEN)
		x->hidden[row / CHAR_BIT] |= (unsigned char)(1 << row % CHAR_BIT);
}

static ssjc_rc index_record(struct xls_in *x, struct biff *at, struct ssjc_err *err)
{
	read_cell *reader = reader_of(at->type);
	unsigned row;

	if (at->type == BIFF_MERGEDCELLS)
		return read_merges(x, at, err);
	if (at->type == BIFF_ROW)
		read_row(x, at);
	if (!reader)
		return SSJC_OK;
	row = biff_u16(at);
	if (reader == read_formula) {
		read_spot(x, at);
		x->computed |= read_value(at).kind != RESULT_EMPTY;
	}
	return add_place(x, at, row, err);
}

static int by_row(const void *a, const void *b)
{
	const struct place *p = a, *q = b;

	if (p->row != q->row)
		return p->row < q->row ? -1 : 1;
	return (p->at > q->at) - (p->at < q->at);
}

/* Programs that write cells as they come do not order them. */
static void sort_places(struct xls_in *x)
{
	size_t i = 1;

	while (i < x->n_places && x->place[i - 1].row <= x->place[i].row)
		i++;
	if (i < x->n_places)
		qsort(x->place, x->n_places, sizeof *x->place, by_row);
}

static ssjc_rc index_sheet(struct xls_in *x, size_t sheet, struct ssjc_err *err)
{
	struct biff at = {.stream = x->book.stream};
	unsigned depth = 0;
	ssjc_rc rc;

	x->indexed = SIZE_MAX;
	x->n_places = 0;
	x->computed = false;
	memset(x->hidden, 0, sizeof x->hidden);
	row_build_forget(&x->row);
	biff_seek(&at, x->book.sheet_at[sheet]);
	while (biff_next(&at)) {
		/* Charts in the sheet are substreams of their own. */
		if (xls_book_is_bof(at.type))
			depth++;
		if (at.type == BIFF_EOF && --depth == 0)
			break;
		rc = depth == 1 ? index_record(x, &at, err) : SSJC_OK;
		if (rc)
			return rc;
		if (at.cut)
			break;
	}
	if (at.cut || at.type != BIFF_EOF || depth > 0)
		return xls_book_damaged(&x->book, at.at, W_("its end is missing"), err);
	sort_places(x);
	x->indexed = sheet;
	return SSJC_OK;
}

ssjc_rc xls_in_select(struct xls_in *x, size_t sheet, struct ssjc_err *err)
{
	ssjc_rc rc = x->indexed == sheet ? SSJC_OK : index_sheet(x, sheet, err);

	if (rc)
		return rc;
	x->next = 0;
	x->formulas = x->uncalculated = 0;
	return row_build_start(&x->row) ? SSJC_OK : ssjc_fail_memory(err);
}

/* ---- Rows ---- */

static ssjc_rc read_place(struct xls_in *x, struct place p, struct ssjc_err *err)
{
	struct biff at = {.stream = x->book.stream};
	const char *wrong = N_("has a cell outside of any sheet");
	struct spot s;

	biff_seek(&at, p.at);
	biff_next(&at);
	biff_u16(&at);
	s = read_spot(x, &at);
	if (s.column < COLUMNS_MAX)
		wrong = reader_of(at.type)(x, s, &at);
	if (at.cut)
		return xls_book_damaged(&x->book, p.at, W_("a cell is cut off"), err);
	if (wrong)
		return ssjc_fail_text_at(err, SSJC_INPUT, x->book.name, 0, NULL, wrong);
	return SSJC_OK;
}

ssjc_rc xls_in_next(struct xls_in *x, struct cell_row *row, struct ssjc_err *err)
{
	*row = (struct cell_row){0};
	while (x->next < x->n_places && row->n == 0) {
		uint32_t number = x->place[x->next].row;

		row_build_row(&x->row, (uint64_t)number + 1,
		    x->hidden[number / CHAR_BIT] >> number % CHAR_BIT & 1);
		for (; x->next < x->n_places && x->place[x->next].row == number; x->next++) {
			ssjc_rc rc = read_place(x, x->place[x->next], err);

			if (rc)
				return rc;
		}
		if (!row_build_end(&x->row, row))
			return ssjc_fail_memory(err);
	}
	return SSJC_OK;
}

ssjc_rc xls_in_filled(struct xls_in *x, size_t sheet, bool *filled, struct ssjc_err *err)
{
	struct cell_row row;
	ssjc_rc rc = xls_in_select(x, sheet, err);

	*filled = false;
	if (rc)
		return rc;
	rc = xls_in_next(x, &row, err);
	*filled = row.n > 0;
	return rc;
}

/* ---- The workbook ---- */

ssjc_rc xls_in_open(struct xls_in **out, struct str bytes, const char *name, struct ssjc_err *err)
{
	struct xls_in *x = calloc(1, sizeof *x);
	ssjc_rc rc;

	*out = NULL;
	if (!x)
		return ssjc_fail_memory(err);
	x->indexed = SIZE_MAX;
	rc = xls_book_open(&x->book, bytes, name, err);
	if (rc) {
		xls_in_close(x);
		return rc;
	}
	*out = x;
	return SSJC_OK;
}

void xls_in_formulas(const struct xls_in *x, uint64_t *all, uint64_t *uncalculated)
{
	*all = x->formulas;
	*uncalculated = x->uncalculated;
}

const struct cell_sheet *xls_in_sheets(const struct xls_in *x, size_t *n)
{
	*n = x->book.n_sheets;
	return x->book.sheet;
}

bool xls_in_date1904(const struct xls_in *x)
{
	return x->book.date1904;
}

void xls_in_close(struct xls_in *x)
{
	if (!x)
		return;
	xls_book_close(&x->book);
	row_build_free(&x->row);
	free(x->place);
	free(x);
}
