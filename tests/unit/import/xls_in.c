/*
 * xls_in: each kind of record of an old workbook, and each trap of the format in
 * a workbook of its own, written byte by byte.
 */
#include "../test.h"

#include "../biff_book.h"
#include "import/xls_in.h"

static struct ssjc_err err;

#define record biff_book_record

/*
 * The rows of a sheet as text: "1:a|b" and a newline each; a row that is hidden
 * begins with "-", a cell that lost digits with "~", an error with "!", a formula
 * without a value with "?".
 */
static void dump_sheet(struct xls_in *x, size_t sheet, struct buf *out)
{
	static const char *const marks[] = {"", "~", "!", "?", "^", "/"};
	struct cell_row row;

	assert_int_equal(xls_in_select(x, sheet, &err), SSJC_OK);
	while (xls_in_next(x, &row, &err) == SSJC_OK && row.n > 0) {
		buf_printf(out, "%s%u:", row.hidden ? "-" : "", (unsigned)row.number);
		for (size_t i = 0; i < row.n; i++)
			buf_printf(out, "%s%s%.*s", i ? "|" : "", marks[row.cell[i].kind],
			    STR_ARG(row.cell[i].text));
		buf_char(out, '\n');
	}
	assert_int_equal(row.n, 0);
}

static void sheet_is(struct str bytes, size_t sheet, const char *rows)
{
	struct buf got = {0};
	struct xls_in *x;

	if (xls_in_open(&x, bytes, "t.xls", &err))
		fail_msg("%s", err.msg);
	/* what is read twice is the same twice */
	dump_sheet(x, sheet, &got);
	assert_string_equal(got.p ? got.p : "", rows);
	buf_clear(&got);
	dump_sheet(x, sheet, &got);
	assert_string_equal(got.p ? got.p : "", rows);
	buf_free(&got);
	xls_in_close(x);
}

/* Opening, or reading a sheet to its end. */
static ssjc_rc read_all(struct str bytes)
{
	struct xls_in *x = NULL;
	struct cell_row row = {.n = 1};
	ssjc_rc rc;

	rc = xls_in_open(&x, bytes, "t.xls", &err);
	if (rc)
		return rc;
	rc = xls_in_select(x, 0, &err);
	while (!rc && row.n > 0)
		rc = xls_in_next(x, &row, &err);
	xls_in_close(x);
	return rc;
}

static void refused(struct str bytes, const char *why)
{
	assert_int_equal(read_all(bytes), SSJC_INPUT);
	assert_string_equal(err.file, "t.xls");
	if (!strstr(err.msg, why))
		fail_msg("“%s” does not say “%s”", err.msg, why);
}

/*
 * A workbook in the making: what is said of all of it (after its BOF), and a sheet;
 * b, with both, once it is finished.
 */
struct book {
	struct buf globals, sheet, b;
};

static struct str finish(struct book *k)
{
	static const char title[] = "S1";
	size_t boundsheet = 4 + 8 + sizeof title - 1, at;

	biff_book_bof(&k->b, BIFF_BOOK_GLOBALS);
	buf_str(&k->b, buf_text(&k->globals));
	at = k->b.n + boundsheet + 4;
	record(&k->b, BIFF_BOUNDSHEET, "41111a", (unsigned)at, 0, 0, 2, 0, title);
	biff_book_eof(&k->b);
	assert_int_equal(k->b.n, at);
	biff_book_bof(&k->b, BIFF_BOOK_SHEET);
	buf_str(&k->b, buf_text(&k->sheet));
	biff_book_eof(&k->b);
	return buf_text(&k->b);
}

static void done(struct book *k)
{
	buf_free(&k->globals);
	buf_free(&k->sheet);
	buf_free(&k->b);
}

static void book_is(struct book *k, const char *rows)
{
	sheet_is(finish(k), 0, rows);
	done(k);
}

static void book_refused(struct book *k, const char *why)
{
	refused(finish(k), why);
	done(k);
}

static void label(struct book *k, unsigned row, unsigned column, const char *ascii)
{
	record(&k->sheet, BIFF_LABEL, "22221a", row, column, 0, (unsigned)strlen(ascii), 0, ascii);
}

/* ---- Cells ---- */

static void texts(void **state)
{
	struct book k = {0};

	(void)state;
	record(&k.globals, BIFF_SST,
	    "44"
	    "21w"
	    "21a",
	    2, 2, 2, 1, "名录", 3, 0, "abc");
	record(&k.sheet, BIFF_LABELSST, "2224", 0, 0, 0, 0);
	record(&k.sheet, BIFF_LABELSST, "2224", 0, 1, 0, 1);
	record(&k.sheet, BIFF_LABEL, "22221w", 0, 2, 0, 2, 1, "甲乙");
	record(&k.sheet, BIFF_RSTRING,
	    "22221w"
	    "222",
	    0, 3, 0, 2, 1, "丙丁", 1, 1, 5);
	book_is(&k, "1:名录|abc|甲乙|丙丁\n");
}

/* Runs of formatting and phonetic guides come after a text's characters, and are no text. */
static void rich_and_phonetic_texts(void **state)
{
	struct book k = {0};

	(void)state;
	record(&k.globals, BIFF_SST,
	    "44"
	    "212"
	    "w"
	    "22"
	    "214"
	    "w"
	    "a"
	    "2124"
	    "a"
	    "22"
	    "a"
	    "21a",
	    4, 4, 2, 9, 1, "信用", 0, 5, 2, 5, 3, "代码", "xyz", 1, 12, 1, 2, "q", 0, 0, "zz", 1, 0,
	    "k");
	for (unsigned i = 0; i < 4; i++)
		record(&k.sheet, BIFF_LABELSST, "2224", 0, i, 0, i);
	book_is(&k, "1:信用|代码|q|k\n");
}

static void numbers(void **state)
{
	struct book k = {0};
	double d = 2023.5;
	uint32_t head;

	(void)state;
	memcpy(&head, (char *)&d + 4, sizeof head);
	record(&k.sheet, BIFF_NUMBER, "222d", 0, 0, 0, 0.1);
	record(&k.sheet, BIFF_NUMBER, "222d", 0, 1, 0, -3.0);
	record(&k.sheet, BIFF_NUMBER, "222d", 0, 2, 0, 13900000001.0);
	record(&k.sheet, BIFF_NUMBER, "222d", 0, 3, 0, 911302301234567890.0);
	record(&k.sheet, BIFF_NUMBER, "222d", 0, 4, 0, 1e-7);
	record(&k.sheet, BIFF_NUMBER,
	    "2224"
	    "4",
	    0, 5, 0, 0, 0x7ff80000u);
	record(&k.sheet, BIFF_RK, "2224", 1, 0, 0, 123u << 2 | 2);
	record(&k.sheet, BIFF_RK, "2224", 1, 1, 0, (uint32_t)-5 << 2 | 2);
	record(&k.sheet, BIFF_RK, "2224", 1, 2, 0, 12345u << 2 | 3);
	record(&k.sheet, BIFF_RK, "2224", 1, 3, 0, head);
	record(&k.sheet, BIFF_RK, "2224", 1, 4, 0, head | 1);
	record(&k.sheet, BIFF_MULRK,
	    "22"
	    "24"
	    "24"
	    "24"
	    "2",
	    2, 1, 0, 1u << 2 | 2, 0, 2u << 2 | 2, 0, 3u << 2 | 3, 3);
	book_is(&k,
	    "1:0.1|-3|13900000001|~9.1130230123456794E+17|0.0000001|!#NUM!\n"
	    "2:123|-5|123.45|2023.5|20.235\n3:|1|2|0.03\n");
}

static void blanks_are_no_cells(void **state)
{
	struct book k = {0};

	(void)state;
	record(&k.sheet, 0x201, "222", 0, 0, 0);
	record(&k.sheet, 0xbe, "222222", 1, 0, 0, 0, 0, 2);
	label(&k, 2, 2, "");
	label(&k, 3, 1, "x");
	book_is(&k, "4:|x\n");
}

static void booleans_and_errors(void **state)
{
	static const unsigned errors[] = {0x00, 0x07, 0x0f, 0x17, 0x1d, 0x24, 0x2a, 0x99};
	struct book k = {0};

	(void)state;
	record(&k.sheet, BIFF_BOOLERR, "22211", 0, 0, 0, 1, 0);
	record(&k.sheet, BIFF_BOOLERR, "22211", 0, 1, 0, 0, 0);
	for (unsigned i = 0; i < 8; i++)
		record(&k.sheet, BIFF_BOOLERR, "22211", 1, i, 0, errors[i], 1);
	book_is(&k,
	    "1:TRUE|FALSE\n"
	    "2:!#NULL!|!#DIV/0!|!#VALUE!|!#REF!|!#NAME?|!#NUM!|!#N/A|!#ERROR\n");
}

/* A formula's value: of six bytes and a mark when it is no number. */
static void formula(struct book *k, unsigned column, unsigned kind, unsigned value, unsigned flags)
{
	record(&k->sheet, BIFF_FORMULA,
	    "222"
	    "111122"
	    "242",
	    0, column, 0, kind, 0, value, 0, 0, 0xffff, flags, 0, 0);
}

static void formulas(void **state)
{
	struct book k = {0};

	(void)state;
	record(&k.sheet, BIFF_FORMULA, "222d242", 0, 0, 0, 1.5, 0, 0, 0);
	formula(&k, 1, 0, 0, 0);
	record(&k.sheet, BIFF_STRING, "21w", 2, 1, "城区");
	formula(&k, 2, 1, 1, 0);
	formula(&k, 3, 2, 0x2a, 0);
	formula(&k, 4, 3, 0, 0);
	/* between a formula and its text may be what several formulas share */
	formula(&k, 5, 0, 0, 8);
	record(&k.sheet, BIFF_SHRFMLA, "2211112", 0, 0, 5, 5, 0, 1, 0);
	record(&k.sheet, BIFF_STRING, "21a", 1, 0, "s");
	formula(&k, 6, 0, 0, 0);
	record(&k.sheet, BIFF_ARRAY,
	    "22112"
	    "4"
	    "2",
	    0, 0, 6, 6, 0, 0, 0);
	record(&k.sheet, BIFF_CONTINUE, "a", "more of it");
	record(&k.sheet, BIFF_STRING, "21a", 1, 0, "t");
	label(&k, 0, 7, "end");
	book_is(&k, "1:1.5|城区|TRUE|!#N/A||s|t|end\n");
}

static void long_text_of_a_formula(void **state)
{
	struct book k = {0};

	(void)state;
	formula(&k, 0, 0, 0, 0);
	record(&k.sheet, BIFF_STRING, "21w", 7, 1, "甲乙");
	record(&k.sheet, BIFF_CONTINUE, "1a", 0, "abc");
	record(&k.sheet, BIFF_CONTINUE, "1w", 1, "丙丁");
	book_is(&k, "1:甲乙abc丙丁\n");
}

/* What programs write that cannot calculate. */
static void formulas_without_a_value(void **state)
{
	struct book k = {0};

	(void)state;
	/* an empty text for each */
	formula(&k, 0, 3, 0, 0);
	formula(&k, 1, 3, 0, 0);
	book_is(&k, "1:?=|?=\n");
	/* 0, to be calculated when the file is opened */
	k = (struct book){0};
	record(&k.sheet, BIFF_FORMULA, "222d242", 0, 0, 0, 0.0, 2, 0, 0);
	record(&k.sheet, BIFF_FORMULA, "222d242", 0, 1, 0, 7.0, 2, 0, 0);
	formula(&k, 2, 3, 0, 3);
	book_is(&k, "1:?=|7|?=\n");
	/* Excel says that it has calculated: an empty text is one, and 0 is 0. */
	k = (struct book){0};
	record(&k.globals, BIFF_RECALCID, "224", BIFF_RECALCID, 0, 1);
	formula(&k, 0, 3, 0, 0);
	record(&k.sheet, BIFF_FORMULA, "222d242", 0, 1, 0, 0.0, 0, 0, 0);
	book_is(&k, "1:|0\n");
	/* so does, in other words, a program that has a value for one of them */
	k = (struct book){0};
	formula(&k, 0, 3, 0, 0);
	formula(&k, 1, 1, 1, 0);
	book_is(&k, "1:|TRUE\n");
}

static void formula_whose_text_is_missing(void **state)
{
	struct book k = {0};

	(void)state;
	formula(&k, 0, 0, 0, 0);
	label(&k, 0, 1, "x");
	book_refused(&k, "has a formula whose text is missing");
}

/* Lines end with LF; halves of pairs and control characters are no characters. */
static void odd_characters(void **state)
{
	struct book k = {0};

	(void)state;
	label(&k, 0, 0, "a\r\nb\rc\n\nd\x07\te");
	record(&k.sheet, BIFF_LABEL,
	    "22221"
	    "2222",
	    0, 1, 0, 4, 1, 0xd83d, 0xde00, 0xd83d, 'x');
	record(&k.sheet, BIFF_LABEL,
	    "22221"
	    "222",
	    0, 2, 0, 3, 1, 0xde00, 0xd83d, 0xd83d);
	record(&k.sheet, BIFF_LABEL,
	    "22221"
	    "1",
	    0, 3, 0, 1, 0, 0xe9);
	book_is(&k,
	    "1:a\nb\nc\n\nd\te|\xf0\x9f\x98\x80\xef\xbf\xbdx|"
	    "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd|é\n");
}

/* ---- Shared strings that go on in a CONTINUE at any byte ---- */

/* The data of an SST, and of each byte how wide the characters are that it is within. */
struct parts {
	struct buf data;
	char within[256]; /* 0 for none */
};

static void part(struct parts *p, char width, const char *shape, ...)
{
	size_t from = p->data.n;
	va_list args;

	va_start(args, shape);
	biff_book_data(&p->data, shape, args);
	va_end(args);
	assert_true(p->data.n <= sizeof p->within);
	memset(p->within + from, width, p->data.n - from);
}

/* The same with records that end before the bytes first and second. */
static void put_parts(struct buf *b, const struct parts *p, size_t first, size_t second)
{
	size_t cut[] = {0, first, second, p->data.n};

	for (size_t i = 0; i < 3; i++) {
		struct str data = {p->data.p + cut[i], cut[i + 1] - cut[i]};
		char width = i && cut[i] < p->data.n ? p->within[cut[i]] : 0;

		if (i && cut[i] == p->data.n)
			continue;
		if (width)
			record(b, BIFF_CONTINUE, "1s", width == 2, data);
		else
			record(b, i ? BIFF_CONTINUE : BIFF_SST, "s", data);
	}
}

static void strings_cut_anywhere(void **state)
{
	struct parts p = {0};
	size_t n, cuts = 0;

	(void)state;
	part(&p, 0, "44", 5, 5);
	part(&p, 0, "21", 4, 1);
	part(&p, 2, "w", "统一信用");
	part(&p, 0, "212", 3, 8, 2);
	part(&p, 1, "a", "abc");
	part(&p, 0, "2222", 0, 1, 2, 3);
	part(&p, 0, "2124", 2, 13, 1, 6);
	part(&p, 2, "w", "代码");
	part(&p, 0, "22a", 1, 1, "phones");
	part(&p, 0, "21", 0, 0);
	part(&p, 0, "21", 2, 0);
	part(&p, 1, "a", "yz");
	n = p.data.n;
	for (size_t first = 8; first < n; first++)
		for (size_t second = first + 1; second <= n; second++) {
			struct book k = {0};

			put_parts(&k.globals, &p, first, second);
			for (unsigned i = 0; i < 5; i++)
				record(&k.sheet, BIFF_LABELSST, "2224", 0, i, 0, i);
			book_is(&k, "1:统一信用|abc|代码||yz\n");
			cuts++;
		}
	assert_true(cuts > 1000);
	buf_free(&p.data);
}

/* The width of characters may change where a CONTINUE begins. */
static void width_that_changes(void **state)
{
	struct book k = {0};

	(void)state;
	record(&k.globals, BIFF_SST, "4421w", 1, 1, 5, 1, "甲乙");
	record(&k.globals, BIFF_CONTINUE, "1a", 0, "ab");
	record(&k.globals, BIFF_CONTINUE, "1w", 1, "丙");
	record(&k.sheet, BIFF_LABELSST, "2224", 0, 0, 0, 0);
	book_is(&k, "1:甲乙ab丙\n");
}

static void strings_that_are_counted_wrong(void **state)
{
	struct book k = {0};

	(void)state;
	record(&k.globals, BIFF_SST, "4421a", 9, 9, 1, 0, "a");
	record(&k.sheet, BIFF_LABELSST, "2224", 0, 0, 0, 0);
	book_is(&k, "1:a\n");
	k = (struct book){0};
	record(&k.globals, BIFF_SST, "4421a", 1, 1, 1, 0, "a");
	record(&k.sheet, BIFF_LABELSST, "2224", 0, 0, 0, 1);
	book_refused(&k, "has a cell that points to no shared string");
	k = (struct book){0};
	record(&k.globals, BIFF_SST, "4421a", 1, 1, 3, 0, "ab");
	book_refused(&k, "a record is cut off");
}

/* ---- Formats ---- */

static void formats(void **state)
{
	static const unsigned ids[] = {0, 14, 31, 57, 46, 164, 165, 166, 50};
	struct book k = {0};

	(void)state;
	record(&k.globals, BIFF_FORMAT, "221a", 164, 8, 0, "00000000");
	record(&k.globals, BIFF_FORMAT, "221w", 165, 11, 1, "yyyy\"年\"m\"月\"");
	record(&k.globals, BIFF_FORMAT, "221a", 166, 7, 0, "[hh]:mm");
	for (unsigned i = 0; i < 9; i++)
		record(&k.globals, BIFF_XF, "2222224444", 0, ids[i], 0, 0, 0, 0, 0, 0, 0, 0);
	for (unsigned i = 0; i < 9; i++)
		record(&k.sheet, BIFF_NUMBER, "222d", 0, i, i, i == 5 ? 1234567.0 : 45091.0);
	record(&k.sheet, BIFF_NUMBER, "222d", 1, 0, 1, 45091.395833333336);
	record(&k.sheet, BIFF_RK, "2224", 1, 1, 1, 45092u << 2 | 2);
	record(&k.sheet, BIFF_FORMULA, "222d242", 1, 2, 1, 45093.0, 0, 0, 0);
	record(&k.sheet, BIFF_NUMBER, "222d", 1, 3, 99, 45091.0);
	record(&k.sheet, BIFF_NUMBER, "222d", 1, 4, 4, 1.5);
	book_is(&k,
	    "1:45091|2023-06-14|2023-06-14|2023-06-14|1082184:00:00|01234567|2023-06-14|"
	    "1082184:00:00|2023-06-14\n2:2023-06-14 "
	    "09:30:00|2023-06-15|2023-06-16|45091|36:00:00\n");
}

static void dates_from_1904(void **state)
{
	struct book k = {0};

	(void)state;
	record(&k.globals, BIFF_DATEMODE, "2", 1);
	record(&k.globals, BIFF_XF, "22", 0, 14);
	record(&k.sheet, BIFF_NUMBER, "222d", 0, 0, 0, 43629.0);
	book_is(&k, "1:2023-06-14\n");
}

/* The fonts are numbered without 4. */
static void struck_through(void **state)
{
	struct book k = {0};

	(void)state;
	for (unsigned i = 0; i < 6; i++)
		record(&k.globals, BIFF_FONT, "22", 200, i == 4 ? 8 : 0);
	record(&k.globals, BIFF_XF, "22", 3, 0);
	record(&k.globals, BIFF_XF, "22", 5, 0);
	record(&k.globals, BIFF_XF, "22", 6, 0);
	for (unsigned i = 0; i < 3; i++)
		record(&k.sheet, BIFF_NUMBER, "222d", 0, i, i, 7.0);
	book_is(&k, "1:7|/7|7\n");
}

/* ---- Sheets ---- */

static void merged_cells(void **state)
{
	struct book k = {0};

	(void)state;
	label(&k, 0, 0, "a");
	label(&k, 0, 1, "b");
	label(&k, 1, 1, "c");
	label(&k, 2, 1, "d");
	label(&k, 3, 1, "e");
	record(&k.sheet, BIFF_MERGEDCELLS,
	    "2"
	    "2222"
	    "2222",
	    2, 0, 2, 0, 0, 0, 0, 1, 3);
	/* one that begins in a column that no sheet has */
	record(&k.sheet, BIFF_MERGEDCELLS,
	    "2"
	    "2222",
	    1, 0, 9, 300, 301);
	book_is(&k, "1:a|b\n2:a|c\n3:a|d\n4:|e\n");
}

/* What the file still has in cells that are covered is not shown. */
static void covered_cells(void **state)
{
	struct book k = {0};

	(void)state;
	label(&k, 0, 0, "a");
	label(&k, 0, 1, "b");
	label(&k, 1, 0, "stale");
	label(&k, 1, 1, "c");
	label(&k, 1, 2, "stale");
	label(&k, 1, 3, "d");
	record(&k.sheet, BIFF_MERGEDCELLS,
	    "2"
	    "2222"
	    "2222",
	    2, 0, 1, 0, 0, 1, 1, 1, 2);
	book_is(&k, "1:a|b\n2:^a|c|^|d\n");
}

static void row_record(struct book *k, unsigned row, unsigned flags)
{
	record(&k->sheet, BIFF_ROW, "22222222", row, 0, 9, 255, 0, 0, flags, 0);
}

static void hidden_rows(void **state)
{
	struct book k = {0};

	(void)state;
	row_record(&k, 0, 0x100);
	row_record(&k, 1, 0x120);
	row_record(&k, 9, 0x20);
	label(&k, 0, 0, "a");
	label(&k, 1, 0, "b");
	label(&k, 8, 0, "c");
	label(&k, 9, 0, "d");
	book_is(&k, "1:a\n-2:b\n9:c\n-10:d\n");
}

/* Some programs write cells as they come; of two in one place the later is shown. */
static void cells_in_any_order(void **state)
{
	struct book k = {0};

	(void)state;
	label(&k, 2, 1, "f");
	label(&k, 0, 0, "a");
	label(&k, 2, 0, "e");
	label(&k, 0, 1, "b");
	label(&k, 0, 0, "A");
	label(&k, 65535, 255, "z");
	book_is(&k,
	    "1:A|b\n3:e|f\n65536:|||||||||||||||||||||||||||||||||||||||||||||||||||||||||||"
	    "|||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||"
	    "|||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||"
	    "||||||||||||||||||||||||||||||||||||||||||z\n");
	k = (struct book){0};
	label(&k, 0, 256, "a");
	book_refused(&k, "has a cell outside of any sheet");
	k = (struct book){0};
	record(&k.sheet, BIFF_MULRK,
	    "22"
	    "24"
	    "24"
	    "2",
	    0, 255, 0, 6, 0, 6, 256);
	book_refused(&k, "has a cell outside of any sheet");
}

static void chart_in_a_sheet(void **state)
{
	struct book k = {0};

	(void)state;
	label(&k, 0, 0, "a");
	biff_book_bof(&k.sheet, BIFF_BOOK_CHART);
	label(&k, 0, 0, "of the chart");
	biff_book_bof(&k.sheet, BIFF_BOOK_CHART);
	biff_book_eof(&k.sheet);
	record(&k.sheet, BIFF_NUMBER, "222d", 0, 1, 0, 7.0);
	biff_book_eof(&k.sheet);
	label(&k, 1, 0, "b");
	book_is(&k, "1:a\n2:b\n");
}

/* Where the sheets begin is known only when all before them is written: 0 at first. */
static void write_sheets(struct buf *b, const size_t at[6])
{
	static const struct {
		const char *title;
		unsigned state, kind;
	} tabs[] = {
	    {"图表", 0, 2}, {"一", 0, 0}, {"二", 1, 0}, {"三", 2, 0}, {"宏", 0, 1}, {"四", 0, 0}};

	buf_clear(b);
	biff_book_bof(b, BIFF_BOOK_GLOBALS);
	for (size_t i = 0; i < 6; i++)
		record(b, BIFF_BOUNDSHEET, "41111w", (unsigned)at[i], tabs[i].state, tabs[i].kind,
		    (unsigned)strlen(tabs[i].title) / 3, 1, tabs[i].title);
	biff_book_eof(b);
}

static void sheets_and_what_else_has_a_tab(void **state)
{
	struct buf b = {0};
	size_t at[6] = {0}, n;
	struct xls_in *x;
	bool filled;

	(void)state;
	write_sheets(&b, at);
	/* every sheet is a BOF of 20 bytes, an EOF of 4 and, but for the first, a cell of 14 */
	for (size_t i = 0; i < 6; i++)
		at[i] = i ? b.n + 24 + (i - 1) * 38 : b.n;
	write_sheets(&b, at);
	for (unsigned i = 0; i < 6; i++) {
		assert_int_equal(b.n, at[i]);
		/* the last says it has cells, but begins as a chart */
		biff_book_bof(&b, i == 5 ? BIFF_BOOK_CHART : BIFF_BOOK_SHEET);
		if (i)
			record(&b, BIFF_RK, "2224", 0, 0, 0, i << 2 | 2);
		biff_book_eof(&b);
	}
	assert_int_equal(xls_in_open(&x, buf_text(&b), "t.xls", &err), SSJC_OK);
	assert_int_equal((xls_in_sheets(x, &n), n), 3);
	for (size_t i = 0; i < n; i++) {
		assert_true(str_is(xls_in_sheets(x, &n)[i].name,
		    i == 0       ? "一"
		        : i == 1 ? "二"
		                 : "三"));
		assert_int_equal(xls_in_sheets(x, &n)[i].hidden, i > 0);
		assert_int_equal(xls_in_filled(x, i, &filled, &err), SSJC_OK);
		assert_true(filled);
	}
	xls_in_close(x);
	sheet_is(buf_text(&b), 0, "1:1\n");
	sheet_is(buf_text(&b), 2, "1:3\n");
	buf_free(&b);
}

static void empty_sheet(void **state)
{
	struct book k = {0};
	struct xls_in *x;
	bool filled = true;

	(void)state;
	row_record(&k, 0, 0);
	label(&k, 0, 0, "");
	assert_int_equal(xls_in_open(&x, finish(&k), "t.xls", &err), SSJC_OK);
	assert_int_equal(xls_in_filled(x, 0, &filled, &err), SSJC_OK);
	assert_false(filled);
	xls_in_close(x);
	done(&k);
}

/* ---- Older editions ---- */

/* A workbook of Excel 95 with that code page (0: none) and a text of these bytes. */
static struct str excel95(struct buf *b, unsigned page, const char *bytes)
{
	unsigned n = (unsigned)strlen(bytes);
	size_t at;

	buf_clear(b);
	record(b, BIFF_BOF, "2222", 0x500, BIFF_BOOK_GLOBALS, 0, 0);
	if (page)
		record(b, BIFF_CODEPAGE, "2", page);
	record(b, BIFF_FORMAT, "21a", 164, 4, "0000");
	record(b, BIFF_XF, "22", 0, 164);
	at = b->n + 4 + 7 + n + 4;
	record(b, BIFF_BOUNDSHEET, "4111a", (unsigned)at, 0, 0, n, bytes);
	biff_book_eof(b);
	assert_int_equal(b->n, at);
	record(b, BIFF_BOF, "2222", 0x500, BIFF_BOOK_SHEET, 0, 0);
	record(b, BIFF_LABEL, "2222a", 0, 0, 0, n, bytes);
	record(b, BIFF_NUMBER, "222d", 0, 1, 0, 7.0);
	record(b, BIFF_RSTRING, "2222a1", 0, 2, 0, 3, "a\rb", 0);
	record(b, BIFF_FORMULA,
	    "222"
	    "112222"
	    "24",
	    0, 3, 0, 0, 0, 0, 0, 0xffff, 0, 0);
	record(b, BIFF_STRING, "2a", n, bytes);
	biff_book_eof(b);
	return buf_text(b);
}

static void code_pages(void **state)
{
	static const char gbk[] = "\xbc\xd7\xd2\xd2";
	struct buf b = {0};
	struct str bytes;
	struct xls_in *x;
	size_t n;

	(void)state;
	sheet_is(excel95(&b, 936, gbk), 0, "1:甲乙|0007|a\nb|甲乙\n");
	sheet_is(excel95(&b, 0, gbk), 0, "1:甲乙|0007|a\nb|甲乙\n");
	sheet_is(excel95(&b, 1252, "caf\xe9"), 0, "1:café|0007|a\nb|café\n");
	sheet_is(excel95(&b, 950, "\xa5\xd2"), 0, "1:甲|0007|a\nb|甲\n");
	/* scripts write such workbooks, and no code page */
	sheet_is(excel95(&b, 0, "名录"), 0, "1:名录|0007|a\nb|名录\n");
	bytes = excel95(&b, 936, gbk);
	assert_int_equal(xls_in_open(&x, bytes, "t.xls", &err), SSJC_OK);
	assert_true(str_is(xls_in_sheets(x, &n)[0].name, "甲乙"));
	xls_in_close(x);
	refused(excel95(&b, 1252, gbk), "but they look Chinese");
	refused(excel95(&b, 936, "\xff\xff"), "does not fit its code page");
	refused(excel95(&b, 0, "\xff\xff"), "names no code page");
	refused(excel95(&b, 9999, gbk), "a code page that is not known here");
	sheet_is(excel95(&b, 9999, "ascii"), 0, "1:ascii|0007|a\nb|ascii\n");
	buf_free(&b);
}

/* What a few lines of a web page's script write: no edition, no code page, one sheet. */
static void written_by_a_script(void **state)
{
	struct buf b = {0};

	(void)state;
	record(&b, BIFF_BOF, "2222", 0, BIFF_BOOK_SHEET, 0, 0);
	record(&b, BIFF_LABEL, "2222a", 0, 0, 0, 4, "\xbc\xd7\xd2\xd2");
	record(&b, BIFF_NUMBER, "222d", 0, 1, 0, 7.0);
	biff_book_eof(&b);
	sheet_is(buf_text(&b), 0, "1:甲乙|7\n");
	buf_free(&b);
}

static void excel_2_to_4(void **state)
{
	struct buf b = {0};

	(void)state;
	record(&b, BIFF_BOF_2, "22", 0, BIFF_BOOK_SHEET);
	record(&b, BIFF_FORMAT_2, "1a", 7, "General");
	record(&b, BIFF_FORMAT_2, "1a", 8, "yyyy-m-d");
	record(&b, BIFF_INTEGER_2,
	    "22"
	    "111"
	    "2",
	    0, 0, 0, 0, 0, 42);
	record(&b, BIFF_NUMBER_2,
	    "22"
	    "111"
	    "d",
	    0, 1, 0, 0x41, 0, 45091.0);
	record(&b, BIFF_LABEL_2,
	    "22"
	    "111"
	    "1a",
	    0, 2, 0, 0, 0, 4, "\xbc\xd7\xd2\xd2");
	record(&b, BIFF_BOOLERR_2,
	    "22"
	    "111"
	    "11",
	    0, 3, 0, 0, 0, 1, 0);
	record(&b, BIFF_FORMULA,
	    "22"
	    "111"
	    "11222"
	    "11",
	    0, 4, 0, 0, 0, 0, 0, 0, 0, 0xffff, 0, 0);
	record(&b, BIFF_STRING_2, "1a", 2, "ok");
	biff_book_eof(&b);
	sheet_is(buf_text(&b), 0, "1:42|2023-06-14|甲乙|TRUE|ok\n");
	buf_clear(&b);
	record(&b, BIFF_BOF_3, "222", 0, BIFF_BOOK_SHEET, 0);
	record(&b, BIFF_FORMAT_2, "1a", 4, "0000");
	record(&b, BIFF_XF_3, "1122", 0, 0, 0, 0);
	record(&b, BIFF_NUMBER, "222d", 0, 0, 0, 7.0);
	record(&b, BIFF_FORMULA_3, "222d22", 0, 1, 0, 8.0, 0, 0);
	biff_book_eof(&b);
	sheet_is(buf_text(&b), 0, "1:0007|0008\n");
	buf_clear(&b);
	record(&b, BIFF_BOF_4, "222", 0, BIFF_BOOK_SHEET, 0);
	record(&b, BIFF_FORMAT, "21a", 0, 4, "0000");
	record(&b, BIFF_XF_4, "1122", 0, 0, 0, 0);
	record(&b, BIFF_NUMBER, "222d", 0, 0, 0, 7.0);
	record(&b, BIFF_FORMULA_4, "222d22", 0, 1, 0, 8.0, 0, 0);
	record(&b, BIFF_LABEL, "2222a", 0, 2, 0, 2, "ab");
	biff_book_eof(&b);
	sheet_is(buf_text(&b), 0, "1:0007|0008|ab\n");
	buf_clear(&b);
	record(&b, BIFF_BOF_4, "222", 0, 0x100, 0);
	biff_book_eof(&b);
	refused(buf_text(&b), "is a workspace of Excel 4");
	buf_free(&b);
}

/* ---- Damage ---- */

static void password(void **state)
{
	struct book k = {0};

	(void)state;
	record(&k.globals, BIFF_FILEPASS, "222", 0, 0, 0);
	book_refused(&k, "is protected by a password");
}

/* Whatever byte a file is cut at, that is an error. */
static void cut_anywhere(void **state)
{
	struct book k = {0};
	struct str whole;

	(void)state;
	record(&k.globals, BIFF_SST, "4421w", 1, 1, 5, 1, "甲乙");
	record(&k.globals, BIFF_CONTINUE, "1a", 0, "abc");
	record(&k.sheet, BIFF_LABELSST, "2224", 0, 0, 0, 0);
	formula(&k, 1, 0, 0, 0);
	record(&k.sheet, BIFF_STRING, "21w", 2, 1, "城区");
	whole = finish(&k);
	for (size_t n = 0; n < whole.n; n++) {
		/* a copy of its own, so that a sanitizer sees what is read beyond its end */
		char *copy = malloc(n ? n : 1);

		assert_non_null(copy);
		memcpy(copy, whole.p, n);
		assert_int_equal(read_all((struct str){copy, n}), SSJC_INPUT);
		free(copy);
	}
	assert_int_equal(read_all(whole), SSJC_OK);
	done(&k);
}

static void cut_cells(void **state)
{
	struct book k = {0};

	(void)state;
	record(&k.sheet, BIFF_NUMBER, "222", 0, 0, 0);
	book_refused(&k, "a cell is cut off");
	k = (struct book){0};
	record(&k.sheet, BIFF_LABEL, "22221a", 0, 0, 0, 9, 0, "short");
	book_refused(&k, "a cell is cut off");
}

static void sheet_that_is_not_there(void **state)
{
	struct buf b = {0};

	(void)state;
	biff_book_bof(&b, BIFF_BOOK_GLOBALS);
	record(&b, BIFF_BOUNDSHEET, "41111a", 0xfffffff0u, 0, 0, 1, 0, "S");
	biff_book_eof(&b);
	refused(buf_text(&b), "a sheet is not where it should be");
	buf_clear(&b);
	biff_book_bof(&b, BIFF_BOOK_GLOBALS);
	biff_book_eof(&b);
	refused(buf_text(&b), "has no sheet of cells");
	buf_free(&b);
}

/* ---- The container ---- */

static void refused_ole(const char *stream, const char *why)
{
	const char *names[] = {"other", stream, NULL};
	struct str streams[] = {STR("x"), STR("y")}, file = biff_book_ole(names, streams);

	refused(file, why);
	free((char *)file.p);
}

static void compound_files(void **state)
{
	/* Excel 97 can write for Excel 95 too, and some programs write capitals. */
	static const char *const names[] = {"Book", "WORKBOOK", "\005SummaryInformation", NULL};
	struct str streams[] = {STR("not read"), {NULL, 0}, STR("nor this")}, file;
	struct book k = {0};

	(void)state;
	for (unsigned i = 0; i < 400; i++)
		label(&k, i, 0, "a cell");
	label(&k, 400, 0, "the last");
	streams[1] = finish(&k);
	file = biff_book_ole(names, streams);
	assert_int_equal(read_all(file), SSJC_OK);
	for (size_t n = 8; n + 600 < file.n; n += 512)
		assert_int_equal(read_all((struct str){file.p, n}), SSJC_INPUT);
	free((char *)file.p);
	done(&k);
	refused_ole("EncryptedPackage", "is encrypted");
	refused_ole("WordDocument", "is a Word document");
	refused_ole("stranger", "is a compound file without a workbook");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(texts),
	    cmocka_unit_test(rich_and_phonetic_texts),
	    cmocka_unit_test(numbers),
	    cmocka_unit_test(blanks_are_no_cells),
	    cmocka_unit_test(booleans_and_errors),
	    cmocka_unit_test(formulas),
	    cmocka_unit_test(long_text_of_a_formula),
	    cmocka_unit_test(formulas_without_a_value),
	    cmocka_unit_test(formula_whose_text_is_missing),
	    cmocka_unit_test(odd_characters),
	    cmocka_unit_test(strings_cut_anywhere),
	    cmocka_unit_test(width_that_changes),
	    cmocka_unit_test(strings_that_are_counted_wrong),
	    cmocka_unit_test(formats),
	    cmocka_unit_test(dates_from_1904),
	    cmocka_unit_test(struck_through),
	    cmocka_unit_test(merged_cells),
	    cmocka_unit_test(covered_cells),
	    cmocka_unit_test(hidden_rows),
	    cmocka_unit_test(cells_in_any_order),
	    cmocka_unit_test(chart_in_a_sheet),
	    cmocka_unit_test(sheets_and_what_else_has_a_tab),
	    cmocka_unit_test(empty_sheet),
	    cmocka_unit_test(code_pages),
	    cmocka_unit_test(written_by_a_script),
	    cmocka_unit_test(excel_2_to_4),
	    cmocka_unit_test(password),
	    cmocka_unit_test(cut_anywhere),
	    cmocka_unit_test(cut_cells),
	    cmocka_unit_test(sheet_that_is_not_there),
	    cmocka_unit_test(compound_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
