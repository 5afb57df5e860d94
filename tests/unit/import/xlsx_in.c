/*
 * xlsx_in: each trap of the format in a workbook of its own, wrong or odd in
 * exactly one way, and what libxlsxwriter writes.
 */
#include "../test.h"

#include "../book.h"
#include "import/xlsx_in.h"
#include "ssjc/base/file.h"

#include <xlsxwriter.h>

static struct ssjc_err err;

/*
 * The rows of a sheet as text: "1:a|b" and a newline each; a row that is hidden
 * begins with "-", a cell that lost digits with "~", an error with "!", a formula
 * without a value with "?".
 */
static void dump_sheet(struct xlsx_in *x, size_t sheet, struct buf *out)
{
	static const char *const marks[] = {"", "~", "!", "?", "^", "/"};
	struct cell_row row;

	assert_int_equal(xlsx_in_select(x, sheet, &err), SSJC_OK);
	while (xlsx_in_next(x, &row, &err) == SSJC_OK && row.n > 0) {
		buf_printf(out, "%s%u:", row.hidden ? "-" : "", (unsigned)row.number);
		for (size_t i = 0; i < row.n; i++)
			buf_printf(out, "%s%s%.*s", i ? "|" : "", marks[row.cell[i].kind],
			    STR_ARG(row.cell[i].text));
		buf_char(out, '\n');
	}
	assert_int_equal(row.n, 0);
}

static void sheet_is(struct str bytes, size_t sheet, const char *expected)
{
	struct buf got = {0};
	struct xlsx_in *x;

	assert_int_equal(xlsx_in_open(&x, bytes, "t.xlsx", &err), SSJC_OK);
	dump_sheet(x, sheet, &got);
	assert_string_equal(got.p ? got.p : "", expected);
	buf_free(&got);
	xlsx_in_close(x);
}

/* The usual workbook with one part changed, or two. */
static struct str with(int a, const char *text_a, int b, const char *text_b)
{
	struct book_part part[BOOK_PARTS];
	struct str zip;

	memcpy(part, book_usual, sizeof part);
	part[a].text = str_of(text_a);
	part[b].text = str_of(text_b);
	zip = book_zip(part, BOOK_PARTS, 6);
	assert_non_null(zip.p);
	return zip;
}

#define SHEET(rows)    "<worksheet xmlns='" BOOK_MAIN "'><sheetData>" rows "</sheetData></worksheet>"
#define STRINGS(items) "<sst xmlns='" BOOK_MAIN "'>" items "</sst>"
#define STYLES(formats, xfs)                                                                       \
	"<styleSheet xmlns='" BOOK_MAIN "'><numFmts>" formats                                      \
	"</numFmts><cellStyleXfs><xf numFmtId='14'/></cellStyleXfs><cellXfs>" xfs                  \
	"</cellXfs></styleSheet>"

static void expect(int a, const char *text_a, int b, const char *text_b, const char *expected)
{
	struct str zip = with(a, text_a, b, text_b);

	sheet_is(zip, 0, expected);
	free((char *)zip.p);
}

static void rows_are(const char *sheet, const char *expected)
{
	expect(BOOK_SHEET, sheet, BOOK_SHEET, sheet, expected);
}

/* Opening, or reading to the end, fails and says so. */
static void refused(struct str bytes, const char *why)
{
	struct xlsx_in *x = NULL;
	struct cell_row row;
	ssjc_rc rc = xlsx_in_open(&x, bytes, "t.xlsx", &err);

	if (rc == SSJC_OK)
		rc = xlsx_in_select(x, 0, &err);
	while (rc == SSJC_OK && (rc = xlsx_in_next(x, &row, &err)) == SSJC_OK)
		assert_true(row.n > 0);
	assert_int_equal(rc, SSJC_INPUT);
	assert_string_equal(err.file, "t.xlsx");
	if (!strstr(err.msg, why))
		fail_msg("“%s” does not say “%s”", err.msg, why);
	xlsx_in_close(x);
}

static void part_refused(int part, const char *text, const char *why)
{
	struct str zip = with(part, text, part, text);

	refused(zip, why);
	free((char *)zip.p);
}

static void kinds_of_cells(void **state)
{
	(void)state;
	rows_are(SHEET("<row r='1'><c r='A1' t='s'><v>0</v></c>"
	               "<c r='B1' t='inlineStr'><is><t>乙</t></is></c>"
	               "<c r='C1' t='str'><f>A1&amp;1</f><v>丙</v></c><c r='D1' t='b'><v>1</v></c>"
	               "<c r='E1' t='b'><v>0</v></c><c r='F1' t='e'><v>#N/A</v></c>"
	               "<c r='G1' t='d'><v>2023-06-14T00:00:00</v></c>"
	               "<c r='H1' t='d'><v>2023-06-14T09:30:00</v></c>"
	               "<c r='I1' t='n'><v>12</v></c><c r='J1'><v>0.1</v></c></row>"),
	    "1:甲|乙|丙|TRUE|FALSE|!#N/A|2023-06-14|2023-06-14 09:30:00|12|0.1\n");
}

/* By the font of the cell or, where parts of its text have fonts, by theirs. */
static void struck_through(void **state)
{
	(void)state;
	expect(BOOK_STYLES,
	    "<styleSheet xmlns='" BOOK_MAIN "'><fonts><font/><font><strike/></font>"
	    "<font><strike val='0'/></font></fonts><cellXfs><xf fontId='0'/><xf fontId='1'/>"
	    "<xf fontId='2'/><xf numFmtId='14' fontId='1'/></cellXfs>"
	    "<dxfs><dxf><font><strike/></font></dxf></dxfs></styleSheet>",
	    BOOK_SHEET,
	    SHEET("<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' s='1' t='s'><v>0</v></c>"
	          "<c r='C1' s='2' t='s'><v>0</v></c><c r='D1' s='3'><v>45091</v></c>"
	          "<c r='E1' t='inlineStr'><is><r><rPr><strike/></rPr><t>旧</t></r>"
	          "<r><t>新</t></r></is></c>"
	          "<c r='F1' s='1' t='inlineStr'><is><r><t>新</t></r></is></c>"
	          "<c r='G1' s='1' t='e'><v>#N/A</v></c></row>"),
	    "1:甲|/甲|甲|/2023-06-14|/旧新|新|!#N/A\n");
	expect(BOOK_STRINGS,
	    STRINGS("<si><r><t>新</t></r></si><si><t>丙</t></si>"
	            "<si><r><t>新</t></r><r><rPr><strike/></rPr><t>旧</t></r></si>"),
	    BOOK_SHEET,
	    SHEET("<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c>"
	          "<c r='C1' t='s'><v>2</v></c></row>"),
	    "1:新|丙|/新旧\n");
}

static void inline_string_with_a_value_too(void **state)
{
	(void)state;
	rows_are(SHEET("<row r='1'><c r='A1' t='inlineStr'><v>0</v><is><t>对</t></is></c></row>"),
	    "1:对\n");
}

static void rich_text_and_phonetic_guides(void **state)
{
	(void)state;
	expect(BOOK_STRINGS,
	    STRINGS(
	        "<si><r><t>统一社会</t></r><r><rPr><b/></rPr><t xml:space='preserve'> 信用</t></r>"
	        "<rPh sb='0' eb='1'><t>tongyi</t></rPh><phoneticPr fontId='1'/></si>"),
	    BOOK_SHEET,
	    SHEET("<row><c t='s'><v>0</v></c><c t='inlineStr'><is><r><t>代</t></r><r><t>码</t></r>"
	          "<rPh sb='0' eb='1'><t>daima</t></rPh></is></c></row>"),
	    "1:统一社会 信用|代码\n");
}

static void escapes(void **state)
{
	(void)state;
	expect(BOOK_STRINGS,
	    STRINGS("<si><t>甲_x000D_\n乙</t></si><si><t>a_x005F_x000D_b</t></si>"
	            "<si><t>_x4E00_x_x00_</t></si><si><t>_xD83D__x0000_</t></si>"),
	    BOOK_SHEET,
	    SHEET("<row><c t='s'><v>0</v></c><c t='s'><v>1</v></c><c t='s'><v>2</v></c>"
	          "<c t='s'><v>3</v></c></row>"),
	    "1:甲\n乙|a_x000D_b|一x_x00_|\xef\xbf\xbd\n");
}

/* A line end is one, in whatever way it is written. */
static void line_ends(void **state)
{
	(void)state;
	rows_are(SHEET("<row><c t='inlineStr'><is><t>甲_x000D_乙</t></is></c>"
	               "<c t='inlineStr'><is><t>甲&#13;乙</t></is></c>"
	               "<c t='inlineStr'><is><t>甲_x000D_&#13;乙</t></is></c>"
	               "<c t='str'><v>甲_x000D__x000A_乙&#13;&#10;丙_x000d_</v></c></row>"),
	    "1:甲\n乙|甲\n乙|甲\n\n乙|甲\n乙\n丙\n\n");
}

/* What a program wrote that does not calculate; an empty text is a value. */
static void formulas_without_a_value(void **state)
{
	(void)state;
	rows_are(SHEET("<row><c><f>1+1</f></c><c><f>1+1</f><v></v></c><c><f>1+1</f><v/></c>"
	               "<c t='str'><f>\"\"</f></c><c t='str'><f>\"\"</f><v></v></c>"
	               "<c><f>1+1</f><v>2</v></c><c t='str'><f>A1</f><v>甲</v></c>"
	               "<c><f t='shared' si='0'/></c><c t='b'><f>TRUE()</f></c></row>"),
	    "1:?=|?=|?=|?=||2|甲|?=|?=\n");
}

static void counts_of_formulas(void **state)
{
	struct str zip = with(BOOK_SHEET,
	    SHEET("<row><c><f>1</f></c><c><f>1</f><v>1</v></c><c><v>1</v></c></row>"), BOOK_STRINGS,
	    STRINGS(""));
	uint64_t all, uncalculated;
	struct xlsx_in *x;
	bool filled;

	(void)state;
	assert_int_equal(xlsx_in_open(&x, zip, "t.xlsx", &err), SSJC_OK);
	for (int i = 0; i < 2; i++) {
		struct buf got = {0};

		dump_sheet(x, 0, &got);
		xlsx_in_formulas(x, &all, &uncalculated);
		assert_int_equal(all, 2);
		assert_int_equal(uncalculated, 1);
		buf_free(&got);
	}
	xlsx_in_close(x);
	free((char *)zip.p);
	/* A sheet of nothing but these is not empty. */
	zip = with(BOOK_SHEET, SHEET("<row><c><f>1+1</f></c></row>"), BOOK_STRINGS, STRINGS(""));
	assert_int_equal(xlsx_in_open(&x, zip, "t.xlsx", &err), SSJC_OK);
	assert_int_equal(xlsx_in_filled(x, 0, &filled, &err), SSJC_OK);
	assert_true(filled);
	xlsx_in_close(x);
	free((char *)zip.p);
}

/* Rows and cells say where they are; what contradicts itself is not guessed at. */
static void wrong_references(void **state)
{
	(void)state;
	rows_are(SHEET("<row r='1'><c r='a1'><v>1</v></c><c r='ab1'><v>2</v></c></row>"
	               "<row r='2'><c r='B2'><v>4</v></c><c r='A2'><v>3</v></c></row>"),
	    "1:1|||||||||||||||||||||||||||2\n2:3|4\n");
	rows_are(
	    SHEET("<row><c r='A7'><v>1</v></c></row><row><c><v>2</v></c></row>"), "7:1\n8:2\n");
	part_refused(BOOK_SHEET,
	    SHEET("<row r='1'><c r='A1'><v>1</v></c></row><row r='1'><c r='A1'><v>2</v></c></row>"),
	    "row 1 after row 1");
	part_refused(BOOK_SHEET,
	    SHEET("<row r='3'><c r='A3'><v>1</v></c></row><row r='2'><c r='A2'><v>2</v></c></row>"),
	    "row 2 after row 3");
	part_refused(
	    BOOK_SHEET, SHEET("<row r='3'><c r='A4'><v>1</v></c></row>"), "the cell A4 in row 3");
	part_refused(BOOK_SHEET,
	    SHEET("<row r='1'><c r='A1'><v>1</v></c><c r='A1'><v>2</v></c></row>"),
	    "the cell A1 twice");
}

static void numbers_as_codes_and_phones(void **state)
{
	(void)state;
	rows_are(
	    SHEET("<row><c><v>9.1130230123456794E+17</v></c><c><v>1.39E+10</v></c>"
	          "<c><v>110108000000016</v></c><c><v>1234567890123456</v></c>"
	          "<c><v>0.10000000000000001</v></c><c><v>-12.50</v></c><c><v>1E-3</v></c></row>"),
	    "1:~9.1130230123456794E+17|13900000000|110108000000016|~1234567890123456|0.1|-12.5|"
	    "0.001\n");
}

static void zero_padded_numbers(void **state)
{
	(void)state;
	expect(BOOK_STYLES,
	    STYLES("<numFmt numFmtId='170' formatCode='00000000'/>",
	        "<xf numFmtId='0'/><xf numFmtId='170'/>"),
	    BOOK_SHEET, SHEET("<row><c s='1'><v>1234</v></c><c><v>1234</v></c></row>"),
	    "1:00001234|1234\n");
}

/* A format may add to texts, too. */
static void texts_under_a_format(void **state)
{
	(void)state;
	expect(BOOK_STYLES,
	    STYLES("<numFmt numFmtId='170' formatCode='&quot;冀&quot;@'/>",
	        "<xf numFmtId='0'/><xf numFmtId='170'/>"),
	    BOOK_SHEET,
	    SHEET("<row><c s='1' t='str'><v>0012</v></c><c s='1' t='s'><v>0</v></c>"
	          "<c s='1' t='inlineStr'><is><t>乙</t></is></c><c s='1'><v>7</v></c>"
	          "<c s='1' t='str'><v></v></c></row>"),
	    "1:冀0012|冀甲|冀乙|冀7\n");
}

static void no_references(void **state)
{
	(void)state;
	rows_are(
	    SHEET(
	        "<row><c><v>1</v></c><c><v>2</v></c></row><row><c r='C2'><v>3</v></c>"
	        "<c><v>4</v></c></row><row r='9'><c><v>5</v></c></row><row><c><v>6</v></c></row>"),
	    "1:1|2\n2:||3|4\n9:5\n10:6\n");
}

static void empty_rows_are_passed_over(void **state)
{
	(void)state;
	rows_are(SHEET("<row r='1'><c r='A1' s='1'/><c r='B1' t='s'/></row><row r='2'/>"
	               "<row r='3'><c r='B3'><v>1</v></c><c r='C3' t='inlineStr'><is/></c></row>"),
	    "3:|1\n");
}

static void a_dimension_that_lies(void **state)
{
	(void)state;
	rows_are("<worksheet xmlns='" BOOK_MAIN "'><dimension ref='A1'/><sheetData>"
	         "<row r='1'><c r='A1'><v>1</v></c><c r='D1'><v>2</v></c></row>"
	         "<row r='5'><c r='A5'><v>3</v></c></row></sheetData></worksheet>",
	    "1:1|||2\n5:3\n");
}

static void prefixes_and_the_strict_edition(void **state)
{
	(void)state;
	rows_are("<x:worksheet xmlns:x='" BOOK_MAIN "' xmlns:o='urn:other'><x:sheetData>"
	         "<x:row><o:c><o:v>9</o:v></o:c><x:c><x:v>1</x:v></x:c></x:row>"
	         "</x:sheetData></x:worksheet>",
	    "1:1\n");
	rows_are("<worksheet xmlns='http://purl.oclc.org/ooxml/spreadsheetml/main'><sheetData>"
	         "<row><c><v>1</v></c></row></sheetData></worksheet>",
	    "1:1\n");
}

static void hidden_rows(void **state)
{
	(void)state;
	rows_are(SHEET("<row><c><v>1</v></c></row><row hidden='1'><c><v>2</v></c></row>"
	               "<row hidden='0'><c><v>3</v></c></row>"),
	    "1:1\n-2:2\n3:3\n");
}

static void merged_cells(void **state)
{
	(void)state;
	rows_are("<worksheet xmlns='" BOOK_MAIN "'><sheetData>"
	         "<row r='1'><c r='A1'><v>1</v></c><c r='B1'><v>2</v></c></row>"
	         "<row r='2'><c r='B2'><v>3</v></c></row>"
	         "<row r='3'><c r='B3'><v>4</v></c></row>"
	         "<row r='4'><c r='B4'><v>5</v></c></row></sheetData><mergeCells count='2'>"
	         "<mergeCell ref='A1:A3'/><mergeCell ref='C1:F1'/></mergeCells></worksheet>",
	    "1:1|2\n2:1|3\n3:1|4\n4:|5\n");
	/* what the file still has in cells that are covered is not shown */
	rows_are(
	    "<worksheet xmlns='" BOOK_MAIN "'><sheetData>"
	    "<row r='1'><c r='A1'><v>1</v></c><c r='B1'><v>2</v></c><c r='C1'><v>3</v></c></row>"
	    "<row r='2'><c r='A2'><v>4</v></c><c r='B2'><v>5</v></c><c r='D2'><v>6</v></c></row>"
	    "<row r='3'><c r='A3'><v>7</v></c><c r='B3'><v>8</v></c></row>"
	    "<row r='5'><c r='B5'><v>9</v></c></row></sheetData><mergeCells count='3'>"
	    "<mergeCell ref='A1:A2'/><mergeCell ref='B1:C2'/><mergeCell ref='B4:B5'/>"
	    "</mergeCells></worksheet>",
	    "1:1|2|^\n2:^1|^2||6\n3:7|8\n");
}

/* One number under a format, with the epoch of 1900 or of 1904. */
static void number_is(const char *format, bool date1904, const char *number, const char *expected)
{
	struct book_part part[BOOK_PARTS];
	char styles[1024], sheet[256], book[1024], line[128];
	struct str zip;

	snprintf(styles, sizeof styles, STYLES("%s", "<xf numFmtId='0'/><xf numFmtId='%d'/>"),
	    *format == '<' ? format : "", *format == '<' ? 180 : atoi(format));
	snprintf(sheet, sizeof sheet, SHEET("<row><c s='1'><v>%s</v></c></row>"), number);
	snprintf(book, sizeof book,
	    "<workbook xmlns='" BOOK_MAIN "' xmlns:r='" BOOK_OFFICE
	    "'><workbookPr date1904='%d'/><sheets><sheet name='S' sheetId='1' r:id='r1'/></sheets>"
	    "</workbook>",
	    date1904);
	snprintf(line, sizeof line, "1:%s\n", expected);
	memcpy(part, book_usual, sizeof part);
	part[BOOK_STYLES].text = str_of(styles);
	part[BOOK_SHEET].text = str_of(sheet);
	part[BOOK_WORKBOOK].text = str_of(book);
	zip = book_zip(part, BOOK_PARTS, 6);
	sheet_is(zip, 0, line);
	free((char *)zip.p);
}

#define FORMAT(code) "<numFmt numFmtId='180' formatCode='" code "'/>"

static void dates(void **state)
{
	(void)state;
	number_is("14", false, "45091", "2023-06-14");
	number_is("14", false, "1", "1900-01-01");
	number_is("14", false, "59", "1900-02-28");
	number_is("14", false, "60", "1900-02-29"); /* the day that never was */
	number_is("14", false, "61", "1900-03-01");
	number_is("14", false, "2958465", "9999-12-31");
	number_is("14", false, "2958466", "2958466");
	number_is("14", false, "-1", "-1");
	number_is("14", true, "43629", "2023-06-14");
	number_is("14", true, "0", "1904-01-01");
	number_is("22", false, "45091.395833333336", "2023-06-14 09:30:00");
	number_is("22", false, "45091.999999999", "2023-06-15");
	number_is("18", false, "0.5", "12:00:00");
	number_is("46", false, "1.5", "36:00:00");
	number_is("0", false, "45091", "45091");
	number_is("49", false, "45091", "45091");
	for (int id = 27; id <= 58; id++) {
		char text[8];

		snprintf(text, sizeof text, "%d", id);
		number_is(text, false, "45091",
		    (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || id >= 50
		        ? (id == 46 ? "1082184:00:00" : "2023-06-14")
		        : "45091");
	}
}

static void own_date_formats(void **state)
{
	(void)state;
	number_is(FORMAT("yyyy\"年\"m\"月\"d\"日\""), false, "45091", "2023-06-14");
	number_is(FORMAT("yyyy年m月"), false, "45091", "2023-06-14");
	number_is(FORMAT("[$-804]aaaa;@"), false, "45091", "2023-06-14");
	number_is(FORMAT("[DBNum1][$-804]m\"月\"d\"日\""), false, "45091", "2023-06-14");
	number_is(FORMAT("[h]:mm"), false, "1.5", "36:00:00");
	number_is(FORMAT("\"day\" 0"), false, "45091", "day 45091");
	number_is(FORMAT("0\\d"), false, "45091", "45091d");
	number_is(FORMAT("[Red]0.00E+00"), false, "45091", "45091");
	number_is(FORMAT("General\"d\""), false, "45091", "45091d");
	number_is(FORMAT("#,##0_m"), false, "45091", "45091");
}

static void tabs_not_file_numbers(void **state)
{
	struct book_part part[BOOK_PARTS + 1];
	struct xlsx_in *x;
	const struct cell_sheet *sheet;
	struct buf got = {0};
	struct str zip;
	size_t n;
	bool filled;

	(void)state;
	memcpy(part, book_usual, sizeof book_usual);
	part[BOOK_WORKBOOK].text = str_of(
	    "<workbook xmlns='" BOOK_MAIN "' xmlns:r='" BOOK_OFFICE "'><sheets>"
	    "<sheet name='第一' sheetId='7' r:id='b'/><sheet name='图' sheetId='2' r:id='c'/>"
	    "<sheet name='隐' state='veryHidden' sheetId='1' r:id='a'/></sheets></workbook>");
	/* An absolute target, one that climbs, a chart's sheet. */
	part[BOOK_TARGETS].text = str_of(
	    BOOK_RELS "<Relationship Id='a' Type='" BOOK_OFFICE
	              "/worksheet' Target='../xl/./worksheets/sheet1.xml'/><Relationship Id='b' "
	              "Type='" BOOK_OFFICE "/worksheet' Target='/xl/worksheets/sheet2.xml'/>"
	              "<Relationship Id='c' Type='" BOOK_OFFICE
	              "/chartsheet' Target='chartsheets/sheet1.xml'/></Relationships>");
	part[BOOK_PARTS] = (struct book_part){
	    "xl/worksheets/sheet2.xml", str_of(SHEET("<row><c><v>2</v></c></row>"))};
	zip = book_zip(part, BOOK_PARTS + 1, 6);
	assert_int_equal(xlsx_in_open(&x, zip, "t.xlsx", &err), SSJC_OK);
	sheet = xlsx_in_sheets(x, &n);
	assert_int_equal(n, 2);
	assert_true(str_is(sheet[0].name, "第一") && !sheet[0].hidden);
	assert_true(str_is(sheet[1].name, "隐") && sheet[1].hidden);
	assert_int_equal(xlsx_in_filled(x, 0, &filled, &err), SSJC_OK);
	assert_true(filled);
	assert_int_equal(xlsx_in_filled(x, 1, &filled, &err), SSJC_OK);
	assert_false(filled);
	dump_sheet(x, 0, &got);
	assert_string_equal(got.p, "1:2\n");
	buf_free(&got);
	xlsx_in_close(x);
	free((char *)zip.p);
}

/* One sheet, by its name in the archive and the target that points to it. */
static void named(const char *path, const char *target)
{
	struct book_part part[BOOK_PARTS];
	char targets[1024];
	struct str zip;

	snprintf(targets, sizeof targets,
	    BOOK_RELS "<Relationship Id='r1' Type='" BOOK_OFFICE
	              "/worksheet' Target='%s'/></Relationships>",
	    target);
	memcpy(part, book_usual, sizeof part);
	part[BOOK_TARGETS].text = str_of(targets);
	part[BOOK_SHEET].path = path;
	part[BOOK_SHEET].text = str_of(SHEET("<row><c><v>1</v></c></row>"));
	zip = book_zip(part, BOOK_PARTS, 6);
	sheet_is(zip, 0, "1:1\n");
	free((char *)zip.p);
}

static void names_of_parts(void **state)
{
	struct book_part part[BOOK_PARTS + 1];
	struct str zip;

	(void)state;
	named("xl/worksheets/sheet1.xml", "worksheets\\sheet1.xml");
	named("xl/worksheets/sheet1.xml", "\\xl\\worksheets\\sheet1.xml");
	named("xl\\worksheets\\sheet1.xml", "worksheets/sheet1.xml");
	named("/xl/worksheets/sheet1.xml", "worksheets/sheet1.xml");
	named("xl/worksheets/sheet 1.xml", "worksheets/sheet%201.xml");
	named("xl/worksheets/sheet%201.xml", "worksheets/sheet%201.xml");
	named("xl/worksheets/%E5%90%8D.xml", "worksheets/名.xml");
	named("XL/Worksheets/Sheet1.XML", "worksheets/sheet1.xml");
	memcpy(part, book_usual, sizeof book_usual);
	part[BOOK_PARTS] = (struct book_part){"/xl/worksheets/Sheet1.xml", STR("<a/>")};
	zip = book_zip(part, BOOK_PARTS + 1, 6);
	refused(zip, "two parts of the name xl/worksheets/sheet1.xml");
	free((char *)zip.p);
}

/* Rows that are all alike and empty pack 300 times, and are still a sheet. */
static void many_empty_rows(void **state)
{
	static const char row[] = "<row><c s=\"1\"/><c s=\"1\"/><c s=\"1\"/></row>";
	struct buf sheet = {0};
	struct str zip;

	(void)state;
	buf_z(&sheet, "<worksheet xmlns='" BOOK_MAIN "'><sheetData><row><c><v>1</v></c></row>");
	for (size_t i = 0; i < (12 << 20) / sizeof row; i++)
		buf_z(&sheet, row);
	buf_z(&sheet, "<row><c><v>2</v></c></row></sheetData></worksheet>");
	zip = with(BOOK_SHEET, sheet.p, BOOK_SHEET, sheet.p);
	assert_true(zip.n * 200 < sheet.n);
	buf_clear(&sheet);
	buf_printf(&sheet, "1:1\n%zu:2\n", (12 << 20) / sizeof row + 2);
	sheet_is(zip, 0, sheet.p);
	buf_free(&sheet);
	free((char *)zip.p);
}

/* More shared strings than are kept in memory, used from the last to the first. */
static void many_strings(void **state)
{
	enum { STRINGS = 60000, APART = 7919 };
	struct buf strings = {0}, sheet = {0}, expected = {0};
	struct str zip;

	(void)state;
	buf_z(&strings, "<sst xmlns='" BOOK_MAIN "'>");
	buf_z(&sheet, "<worksheet xmlns='" BOOK_MAIN "'><sheetData>");
	for (int i = 0; i < STRINGS; i++) {
		int k = STRINGS - 1 - i, far = (int)((long)i * APART % STRINGS);

		buf_printf(&strings, "<si><t>%s%d号公司，名称很长</t></si>", i % 2 ? "第" : "", i);
		buf_printf(
		    &sheet, "<row><c t='s'><v>%d</v></c><c t='s'><v>%d</v></c></row>", k, far);
		buf_printf(&expected, "%d:%s%d号公司，名称很长|%s%d号公司，名称很长\n", i + 1,
		    k % 2 ? "第" : "", k, far % 2 ? "第" : "", far);
	}
	buf_z(&strings, "</sst>");
	buf_z(&sheet, "</sheetData></worksheet>");
	assert_true(strings.n > 2 << 20);
	zip = with(BOOK_STRINGS, strings.p, BOOK_SHEET, sheet.p);
	sheet_is(zip, 0, expected.p);
	free((char *)zip.p);
	buf_free(&strings);
	buf_free(&sheet);
	buf_free(&expected);
}

/* Some programs leave these two parts out. */
static void without_styles_and_strings(void **state)
{
	struct book_part part[BOOK_PARTS];
	struct str zip;

	(void)state;
	memcpy(part, book_usual, sizeof part);
	part[BOOK_STYLES].path = part[BOOK_STRINGS].path = NULL;
	part[BOOK_SHEET].text = str_of(SHEET("<row><c s='5'><v>1</v></c></row>"));
	zip = book_zip(part, BOOK_PARTS, 6);
	sheet_is(zip, 0, "1:1\n");
	free((char *)zip.p);
}

static void what_is_refused(void **state)
{
	char deep[8192] = "<worksheet xmlns='" BOOK_MAIN "'>";

	(void)state;
	part_refused(BOOK_SHEET, "<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet xmlns='" BOOK_MAIN "'/>",
	    "DOCTYPE");
	part_refused(BOOK_STRINGS, "<!DOCTYPE sst><sst/>", "DOCTYPE");
	part_refused(BOOK_SHEET, SHEET("<row><c t='s'><v>1</v></c></row>"), "no shared string");
	part_refused(BOOK_SHEET, SHEET("<row><c t='s'><v>-1</v></c></row>"), "no shared string");
	part_refused(BOOK_SHEET, SHEET("<row><c r='A'><v>1</v></c></row>"), "outside");
	part_refused(BOOK_SHEET, SHEET("<row><c r='XFE1'><v>1</v></c></row>"), "outside");
	part_refused(BOOK_SHEET, SHEET("<row r='1048577'/>"), "outside");
	part_refused(BOOK_SHEET, SHEET("<row r='0'/>"), "outside");
	part_refused(BOOK_SHEET, "<worksheet xmlns='" BOOK_MAIN "'><sheetData>", "is damaged");
	part_refused(BOOK_WORKBOOK, "<workbook xmlns='" BOOK_MAIN "'/>", "no sheet");
	part_refused(BOOK_ROOT, BOOK_RELS "</Relationships>", "not a workbook: unpack");
	for (int i = 0; i < 100; i++)
		strcat(deep, "<a>");
	part_refused(BOOK_SHEET, deep, "nested too deep");
	refused(STR("PK\3\4 and no more"), "damaged zip");
}

static void other_packages(void **state)
{
	static const struct {
		const char *path, *why;
	} others[] = {{"xl/workbook.bin", ".xlsb"}, {"word/document.xml", "Word"},
	    {"a.txt", "not a workbook: unpack"}};

	(void)state;
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
		struct book_part part = {others[i].path, str_of("<a/>")};
		struct str zip = book_zip(&part, 1, 6);

		refused(zip, others[i].why);
		free((char *)zip.p);
	}
}

/* A text that goes on for so many bytes. */
static struct str long_sheet(size_t n, const char *head, const char *piece, const char *tail)
{
	struct buf b = {0};

	buf_z(&b, head);
	while (b.n < n)
		buf_z(&b, piece);
	buf_z(&b, tail);
	return buf_text(&b);
}

static void expect_bomb(int which, struct str text, const char *why)
{
	struct book_part part[BOOK_PARTS];
	struct str zip;

	memcpy(part, book_usual, sizeof part);
	part[which].text = text;
	zip = book_zip(part, BOOK_PARTS, 9);
	refused(zip, why);
	free((char *)zip.p);
	free((char *)text.p);
}

static void bombs(void **state)
{
	static const char head[] = "<worksheet xmlns='" BOOK_MAIN "'><sheetData>";

	(void)state;
	expect_bomb(BOOK_STRINGS,
	    long_sheet(64 << 20, "<sst xmlns='" BOOK_MAIN "'>", "<si><t>aaaaaaaaaaaaaaaa</t></si>",
	        "</sst>"),
	    "200 times");
	expect_bomb(BOOK_SHEET,
	    long_sheet(64 << 20, head, "<row></row>", "</sheetData></worksheet>"), "200 times");
	expect_bomb(BOOK_SHEET,
	    long_sheet(1 << 20, "<worksheet xmlns='" BOOK_MAIN "'><sheetData><row><c t='str'><v>",
	        "aaaaaaaaaaaaaaaa", "</v></c></row></sheetData></worksheet>"),
	    "longer than a cell");
	expect_bomb(BOOK_SHEET,
	    long_sheet(4 << 20, "<worksheet xmlns='" BOOK_MAIN "' a='", "aaaaaaaaaaaaaaaa", "'/>"),
	    "without end");
}

/* Whatever is cut off or changed: an error or other text, never a crash. */
static void damaged(void **state)
{
	struct str zip = with(BOOK_SHEET, SHEET("<row><c t='s'><v>0</v></c><c><v>1</v></c></row>"),
	    BOOK_STRINGS, STRINGS("<si><t>甲</t></si>"));
	char *copy = malloc(zip.n);
	unsigned random = 1;

	(void)state;
	assert_non_null(copy);
	for (size_t n = 0; n < zip.n; n++) {
		struct xlsx_in *x;

		memcpy(copy, zip.p, n);
		if (xlsx_in_open(&x, (struct str){copy, n}, "t.xlsx", &err) == SSJC_OK)
			xlsx_in_close(x);
	}
	for (int i = 0; i < 4000; i++) {
		struct cell_row row;
		struct xlsx_in *x;
		ssjc_rc rc;

		memcpy(copy, zip.p, zip.n);
		for (int k = 0; k <= i % 3; k++) {
			random = random * 1103515245 + 12345;
			copy[(random >> 8) % zip.n] = (char)(random >> 3);
		}
		if (xlsx_in_open(&x, (struct str){copy, zip.n}, "t.xlsx", &err) != SSJC_OK)
			continue;
		rc = xlsx_in_select(x, 0, &err);
		do
			row.n = 0;
		while (rc == SSJC_OK && (rc = xlsx_in_next(x, &row, &err)) == SSJC_OK && row.n);
		xlsx_in_close(x);
	}
	free(copy);
	free((char *)zip.p);
}

static void what_libxlsxwriter_writes(void **state)
{
	char path[] = "/tmp/ssjc-unit-XXXXXX";
	int fd = mkstemp(path);
	lxw_workbook *book = workbook_new(path);
	lxw_worksheet *sheet = workbook_add_worksheet(book, "名录");
	lxw_format *date = workbook_add_format(book);
	struct file f;

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	format_set_num_format(date, "yyyy\"年\"m\"月\"d\"日\"");
	worksheet_merge_range(sheet, 0, 0, 0, 2, "检查对象名录库", NULL);
	worksheet_write_string(sheet, 1, 0, "名称", NULL);
	worksheet_write_string(sheet, 1, 2, "日期\n（必填）", NULL);
	worksheet_write_string(sheet, 2, 0, " 样例 <甲> & \"乙\"", NULL);
	worksheet_write_number(sheet, 2, 1, 13900000000, NULL);
	worksheet_write_number(sheet, 2, 2, 45091, date);
	assert_int_equal(workbook_close(book), LXW_NO_ERROR);
	assert_int_equal(file_open(&f, path, &err), SSJC_OK);
	sheet_is(f.bytes, 0,
	    "1:检查对象名录库\n2:名称||日期\n（必填）\n3: 样例 <甲> & "
	    "\"乙\"|13900000000|2023-06-14\n");
	file_close(&f);
	unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(kinds_of_cells),
	    cmocka_unit_test(struck_through),
	    cmocka_unit_test(inline_string_with_a_value_too),
	    cmocka_unit_test(rich_text_and_phonetic_guides),
	    cmocka_unit_test(escapes),
	    cmocka_unit_test(line_ends),
	    cmocka_unit_test(formulas_without_a_value),
	    cmocka_unit_test(counts_of_formulas),
	    cmocka_unit_test(wrong_references),
	    cmocka_unit_test(numbers_as_codes_and_phones),
	    cmocka_unit_test(zero_padded_numbers),
	    cmocka_unit_test(texts_under_a_format),
	    cmocka_unit_test(no_references),
	    cmocka_unit_test(empty_rows_are_passed_over),
	    cmocka_unit_test(a_dimension_that_lies),
	    cmocka_unit_test(prefixes_and_the_strict_edition),
	    cmocka_unit_test(hidden_rows),
	    cmocka_unit_test(merged_cells),
	    cmocka_unit_test(dates),
	    cmocka_unit_test(own_date_formats),
	    cmocka_unit_test(tabs_not_file_numbers),
	    cmocka_unit_test(names_of_parts),
	    cmocka_unit_test(many_empty_rows),
	    cmocka_unit_test(many_strings),
	    cmocka_unit_test(without_styles_and_strings),
	    cmocka_unit_test(what_is_refused),
	    cmocka_unit_test(other_packages),
	    cmocka_unit_test(bombs),
	    cmocka_unit_test(damaged),
	    cmocka_unit_test(what_libxlsxwriter_writes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
