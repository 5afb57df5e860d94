/*
 * sheet_rows: what a file is found to be, and the formats that are read as a whole:
 * XML Spreadsheet 2003, OpenDocument, web pages.
 */
#include "../test.h"

#include "../book.h"
#include "import/sheet_rows.h"

static struct ssjc_err err;

/*
 * The rows of all chosen sheets as text: "1:a|b" and a newline each; a row that is hidden
 * begins with "-", a cell that lost digits with "~", an error with "!", a formula
 * without a value with "?". A line of "#" and its name is before each but the first.
 */
static void dump(struct sheet_rows *r, struct buf *out)
{
	static const char *const marks[] = {"", "~", "!", "?", "^", "/"};
	struct cell_row row;

	for (size_t i = 0; i < sheet_rows_sheets(r); i++) {
		if (i)
			buf_printf(out, "#%.*s\n", STR_ARG(sheet_rows_sheet(r, i)));
		assert_int_equal(sheet_rows_start(r, i, &err), SSJC_OK);
		while (sheet_rows_next(r, &row, &err) == SSJC_OK && row.n > 0) {
			buf_printf(out, "%s%u:", row.hidden ? "-" : "", (unsigned)row.number);
			for (size_t c = 0; c < row.n; c++)
				buf_printf(out, "%s%s%.*s", c ? "|" : "", marks[row.cell[c].kind],
				    STR_ARG(row.cell[c].text));
			buf_char(out, '\n');
		}
		assert_int_equal(row.n, 0);
	}
}

static void bytes_are(struct str bytes, const char *format,
    const struct sheet_rows_options *options, const char *rows)
{
	struct buf got = {0};
	struct sheet_rows *r;

	if (sheet_rows_open(&r, bytes, "t", options, &err))
		fail_msg("%s", err.msg);
	assert_string_equal(sheet_rows_format(r), format);
	/* what is read twice is the same twice */
	dump(r, &got);
	assert_string_equal(got.p ? got.p : "", rows);
	buf_clear(&got);
	dump(r, &got);
	assert_string_equal(got.p ? got.p : "", rows);
	buf_free(&got);
	sheet_rows_close(r);
}

static void is(const char *text, const char *format, const char *rows)
{
	static const struct sheet_rows_options visible = {0};

	bytes_are(str_of(text), format, &visible, rows);
}

static void bytes_refused(struct str bytes, const char *why)
{
	static const struct sheet_rows_options visible = {0};
	struct sheet_rows *r;

	assert_int_equal(sheet_rows_open(&r, bytes, "t", &visible, &err), SSJC_INPUT);
	assert_string_equal(err.file, "t");
	if (!strstr(err.msg, why))
		fail_msg("“%s” does not say “%s”", err.msg, why);
}

static void refused(const char *text, const char *why)
{
	bytes_refused(str_of(text), why);
}

/* ---- What a file is ---- */

static void what_is_no_sheet(void **state)
{
	(void)state;
	refused("%PDF-1.7", "is a PDF");
	refused("{\\rtf1\\ansi x}", "is a Word document (RTF)");
	refused("\x1f\x8b\x08", "is compressed");
	refused("Rar!\x1a\x07", "is a RAR archive");
	refused("7z\xbc\xaf\x27\x1c", "is a 7z archive");
	refused("MIME-Version: 1.0\r\n", "is a web archive");
	refused("<?xml version='1.0'?><feed/>", "is XML, but not a workbook");
	refused("<?xml version='1.0'?><html/>", "is a web page (HTML) without a table");
	refused("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is a damaged compound file");
	refused("PK\3\4", "is a damaged zip archive");
	refused("[\n {\"id\": 1}]", "is JSON");
}

/* Not text in UTF-16, either, although there are NUL bytes in it. */
static void what_is_no_text(void **state)
{
	static const struct {
		struct str bytes;
		const char *why;
	} files[] = {{STR_INIT("\xff\xd8\xff\xe0\0\x10JFIF\0"), "is a picture (JPEG)"},
	    {STR_INIT("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "is a picture (PNG)"},
	    {STR_INIT("BM6\0\0\0\0\0"), "is a picture (BMP)"},
	    {STR_INIT("\0\0\0\x18"
	              "ftypheic\0\0\0\0"),
	        "is a picture or a film"},
	    {STR_INIT("RIFF\x24\0\0\0WEBPVP8 "), "is a picture (WebP)"},
	    {STR_INIT("SQLite format 3\0"), "is a database of SQLite"},
	    {STR_INIT("\3\x17\6\x0e\2\0\0\0\x61\0\x28\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
	              "\0\0\0\0ID"),
	        "is a table of dBASE"},
	    {STR_INIT("MZ\x90\0\3\0\0\0"), "is a program"},
	    {STR_INIT("\xff\xfe\0\0i\0\0\0d\0\0\0"), "is text in UTF-32"},
	    {STR_INIT("\r\nPK\3\4\x14\0\6\0"), "has 2 bytes before what looks like a workbook"},
	    {STR_INIT("\0\0\0\0\0"), "has nothing but zeros in it"},
	    {STR_INIT("id,name\n\0\0\0"), "its last 3 bytes are zeros"},
	    {STR_INIT("id,name\n\0\0\0a,b\n"), "(byte 9 is a zero)"},
	    {STR_INIT("\0i\0d\x4e\0"), "say --encoding UTF-16BE"}};

	(void)state;
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
		bytes_refused(files[i].bytes, files[i].why);
}

/* Not by its name, but by its parts. */
static void other_zip_archives(void **state)
{
	static const struct {
		const char *part, *why;
	} others[] = {{"xl/workbook.bin", ".xlsb"}, {"word/document.xml", "Word"},
	    {"Index/Document.iwa", "Numbers"}, {"Index.zip", "Numbers"},
	    {"ppt/presentation.xml", "presentation"}, {"OFD.xml", "OFD"},
	    {"a.txt", "not a workbook: unpack"}};

	(void)state;
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
		struct book_part part = {others[i].part, STR_INIT("x")};
		struct str zip = book_zip(&part, 1, 6);

		bytes_refused(zip, others[i].why);
		free((char *)zip.p);
	}
}

/* ---- XML Spreadsheet 2003 ---- */

#define XML "<?xml version='1.0' encoding='UTF-8'?><?mso-application progid='Excel.Sheet'?>"
#define WORKBOOK                                                                                   \
	XML "<Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet' "                      \
	    "xmlns:x='urn:schemas-microsoft-com:office:excel' "                                    \
	    "xmlns:ss='urn:schemas-microsoft-com:office:spreadsheet' "                             \
	    "xmlns:html='http://www.w3.org/TR/REC-html40'>"
#define SHEET(rows)      "<Worksheet ss:Name='名录'><Table>" rows "</Table></Worksheet>"
#define CELL(type, text) "<Cell><Data ss:Type='" type "'>" text "</Data></Cell>"

static void xml_is(const char *rest, const char *rows)
{
	is(rest, "XML Spreadsheet 2003", rows);
}

static void xml_kinds_of_cells(void **state)
{
	(void)state;
	xml_is(WORKBOOK
	    "<Styles><Style ss:ID='d'><NumberFormat ss:Format='Short Date'/></Style>"
	    "<Style ss:ID='c'><NumberFormat ss:Format='00000000'/></Style>"
	    "<Style ss:ID='t'><NumberFormat ss:Format='&quot;T-&quot;000'/></Style></Styles>" SHEET(
	        "<Row>" CELL("String", "甲&#10;乙") CELL("Number", "1.39E+10") CELL(
	            "Number", "911302301234567890") CELL("Boolean", "1") CELL("Error", "#N/A")
	            CELL("DateTime", "2023-06-14T00:00:00.000") CELL(
	                "DateTime", "2023-06-14T09:30:00.000") CELL("DateTime",
	                "1899-12-31T09:30:00.000") "</Row>"
	                                           "<Row><Cell ss:StyleID='c'><Data "
	                                           "ss:Type='Number'>1234567</Data></Cell>"
	                                           "<Cell ss:StyleID='d'><Data "
	                                           "ss:Type='Number'>45091</Data></Cell>"
	                                           "<Cell ss:StyleID='t'><Data "
	                                           "ss:Type='Number'>8</Data></Cell></Row>") "</"
	                                                                                     "Workb"
	                                                                                     "ook>",
	    "1:甲\n乙|13900000000|~911302301234567890|TRUE|!#N/A|2023-06-14|2023-06-14 "
	    "09:30:00|09:30:00\n2:01234567|2023-06-14|T-008\n");
}

static void xml_places(void **state)
{
	(void)state;
	xml_is(WORKBOOK SHEET(
	           "<Row ss:Index='3' ss:Span='2'><Cell ss:Index='2'><Data ss:Type="
	           "'String'>a</Data></Cell><Cell ss:MergeAcross='2'><Data "
	           "ss:Type='String'>b</Data></Cell>" CELL("String",
	               "c") "</Row>"
	                    "<Row>" CELL("String",
	                        "d") "</Row>"
	                             "<Row ss:Hidden='1'>" CELL("String",
	                                 "e") "</Row>"
	                                      "<Row><Cell ss:MergeDown='2'><Data "
	                                      "ss:Type='String'>f</Data></Cell>" CELL("Number",
	                                          "1") "</Row><Row><Cell ss:Index='2'><Data "
	                                               "ss:Type='Number'>2</Data></Cell></"
	                                               "Row>"
	                                               "<Row><Cell ss:Index='2'><Data "
	                                               "ss:Type='Number'>3</Data></Cell></"
	                                               "Row>"
	                                               "<Row><Cell ss:Index='2'><Data "
	                                               "ss:Type='Number'>4</Data></Cell></"
	                                               "Row>") "</Workbook>",
	    "3:|a|b|||c\n6:d\n-7:e\n8:f|1\n9:f|2\n10:f|3\n11:|4\n");
	refused(WORKBOOK SHEET("<Row ss:Index='3'/><Row ss:Index='3'/>") "</Workbook>",
	    "has a row outside of any sheet");
	refused(WORKBOOK SHEET("<Row><Cell ss:Index='2'/><Cell ss:Index='1'/></Row>") "</Workbook>",
	    "has a cell outside of any sheet");
	refused(WORKBOOK SHEET("<Row><Cell ss:Index='20000'/></Row>") "</Workbook>",
	    "has a cell outside of any sheet");
}

static void xml_texts(void **state)
{
	(void)state;
	xml_is(WORKBOOK SHEET(
	           "<Row><Cell><ss:Data ss:Type='String' xmlns='http://www.w3.org/TR/REC-html40'>甲"
	           "<B>乙</B><Font html:Color='#FF0000'>丙</Font></ss:Data>"
	           "<Comment ss:Author='x'><ss:Data xmlns='http://www.w3.org/TR/REC-html40'>no"
	           "</ss:Data></Comment></Cell></Row>"
	           "<Row><Cell ss:Formula='=R[-1]C'><Data ss:Type='String'>丁</Data></Cell>"
	           "<Cell ss:Formula='=1+1'></Cell></Row>") "</Workbook>",
	    "1:甲乙丙\n2:丁|?=\n");
}

static void xml_sheets(void **state)
{
	(void)state;
	xml_is(WORKBOOK "<Worksheet ss:Name='一'><Table><Row>" CELL("String",
	           "a") "</Row></Table><WorksheetOptions "
	                "xmlns='urn:schemas-microsoft-com:office:excel'>"
	                "<Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>" SHEET(
	                    "<Row>" CELL("String", "b") "</Row>") "</Workbook>",
	    "1:b\n");
	refused(WORKBOOK SHEET("<Row>" CELL("String", "a") "</Row>")
	            SHEET("<Row>" CELL("String", "b") "</Row>") "</Workbook>",
	    "has several sheets; say --sheet for each that is meant: 1 名录, 2 名录");
	refused(WORKBOOK SHEET("<Row>") "</Workbook>", "is damaged");
	refused("<?xml version='1.0'?><ss:other "
	        "xmlns:ss='urn:schemas-microsoft-com:office:spreadsheet'/>",
	    "is not a workbook's");
}

static void xml_from_1904(void **state)
{
	(void)state;
	xml_is(WORKBOOK "<ExcelWorkbook xmlns='urn:schemas-microsoft-com:office:excel'><Date1904/>"
	                "</ExcelWorkbook><Styles><Style ss:ID='d'><NumberFormat "
	                "ss:Format='yyyy\\-mm\\-dd'/></Style></Styles>" SHEET(
	                    "<Row><Cell ss:StyleID='d'><Data ss:Type='Number'>43629</Data></Cell>"
	                    "</Row>") "</Workbook>",
	    "1:2023-06-14\n");
}

/* A style has its parent's number format, unless it has one of its own. */
static void xml_styles_with_parents(void **state)
{
	(void)state;
	xml_is(WORKBOOK
	    "<Styles><Style ss:ID='k' ss:Parent='z'><Font ss:Bold='1'/></Style>"
	    "<Style ss:ID='z'><NumberFormat ss:Format='&quot;T-&quot;000'/></Style>"
	    "<Style ss:ID='o' ss:Parent='z'><NumberFormat ss:Format='00'/></Style>"
	    "<Style ss:ID='r' ss:Parent='s'/><Style ss:ID='s' ss:Parent='r'/>"
	    "</Styles>" SHEET("<Row><Cell ss:StyleID='k'><Data ss:Type='Number'>10</Data></Cell>"
	                      "<Cell ss:StyleID='o'><Data ss:Type='Number'>7</Data></Cell>"
	                      "<Cell ss:StyleID='r'><Data ss:Type='Number'>5</Data></Cell>"
	                      "</Row>") "</Workbook>",
	    "1:T-010|07|5\n");
}

/* Written by hand, or by programs that know no better. */
static void xml_in_another_encoding(void **state)
{
	static const struct sheet_rows_options visible = {0};

	(void)state;
	bytes_are(str_of("<?xml version='1.0' encoding='GB2312'?><Workbook "
	                 "xmlns='urn:schemas-microsoft-com:office:spreadsheet' "
	                 "xmlns:ss='urn:schemas-microsoft-com:office:spreadsheet'><Worksheet "
	                 "ss:Name='a'><Table><Row><Cell><Data ss:Type='String'>\xbc\xd7</Data>"
	                 "</Cell></Row></Table></Worksheet></Workbook>"),
	    "XML Spreadsheet 2003", &visible, "1:甲\n");
}

/* ---- OpenDocument ---- */

#define ODF "urn:oasis:names:tc:opendocument:xmlns:"
#define CONTENT(styles, tables)                                                                    \
	"<?xml version='1.0' encoding='UTF-8'?><office:document-content xmlns:office='" ODF        \
	"office:1.0' xmlns:table='" ODF "table:1.0' xmlns:text='" ODF                              \
	"text:1.0' xmlns:style='" ODF "style:1.0' xmlns:draw='" ODF "drawing:1.0' "                \
	"xmlns:calcext='urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0'>"    \
	"<office:automatic-styles>" styles                                                         \
	"</office:automatic-styles><office:body><office:spreadsheet>" tables                       \
	"</office:spreadsheet></office:body></office:document-content>"
#define TABLE(rows) "<table:table table:name='名录'>" rows "</table:table>"
#define ROW(cells)  "<table:table-row>" cells "</table:table-row>"
#define P(text)     "<text:p>" text "</text:p>"
#define VALUE(type, value, text)                                                                   \
	"<table:table-cell office:value-type='" type "' " value ">" P(text) "</table:table-cell>"
#define TEXT(text) VALUE("string", "", text)

static struct str ods(const char *content, const char *manifest)
{
	const struct book_part parts[] = {
	    {"mimetype", STR_INIT("application/vnd.oasis.opendocument.spreadsheet")},
	    {"META-INF/manifest.xml", {manifest, 0}}, {"content.xml", {content, 0}}};

	return book_zip(parts, 3, 6);
}

#define MANIFEST "<m:manifest xmlns:m='" ODF "manifest:1.0'/>"

static void ods_is(const char *content, const char *rows)
{
	static const struct sheet_rows_options visible = {0};
	struct str zip = ods(content, MANIFEST);

	bytes_are(zip, ".ods", &visible, rows);
	free((char *)zip.p);
	/* the same in one piece */
	is(content, ".fods", rows);
}

static void ods_refused(const char *content, const char *manifest, const char *why)
{
	struct str zip = ods(content, manifest);

	bytes_refused(zip, why);
	free((char *)zip.p);
}

static void ods_kinds_of_cells(void **state)
{
	(void)state;
	/* clang-format off */
	ods_is(CONTENT("", TABLE(
	    ROW(TEXT("甲")
	        VALUE("float", "office:value='13900000001'", "1.39E+10")
	        VALUE("float", "office:value='0.1'", "0.10")
	        VALUE("percentage", "office:value='0.12'", "12%")
	        VALUE("currency", "office:value='5'", "¥5.00")
	        VALUE("boolean", "office:boolean-value='true'", "是"))
	    ROW(VALUE("date", "office:date-value='2023-06-14'", "23年6月14日")
	        VALUE("date", "office:date-value='2023-06-14T09:30:00'", "6/14")
	        VALUE("time", "office:time-value='PT09H30M00S'", "9:30")
	        VALUE("time", "office:time-value='PT36H00M00S'", "36:00:00")
	        VALUE("time", "office:time-value='PT1082184H00M00.6S'", "0:00")))),
	    /* clang-format on */
	    "1:甲|13900000001|0.1|0.12|5|TRUE\n"
	    "2:2023-06-14|2023-06-14 09:30:00|09:30:00|36:00:00|2023-06-14 00:00:01\n");
}

/* What people see of a number counts where it is the number and more. */
static void ods_numbers_that_show_more(void **state)
{
	(void)state;
	ods_is(CONTENT("",
	           TABLE(ROW(VALUE("float", "office:value='1234567'", "01234567") VALUE("float",
	               "office:value='8'", "T-008") VALUE("float", "office:value='2023'", "2023年")
	                   VALUE("float", "office:value='1234.5'", "1,234.50")
	                       VALUE("float", "office:value='12.3456'", "12元") VALUE(
	                           "float", "office:value='0.5'", "0.5") VALUE("float",
	                           "office:value='911302301234567890'", "911302301234567890")))),
	    "1:01234567|T-008|2023年|1234.5|12.3456|0.5|~911302301234567890\n");
	/* as a format of an .xlsx would show them */
	ods_is(CONTENT("",
	           TABLE(ROW(VALUE("float", "office:value='123456'", "12-3456") VALUE(
	               "float", "office:value='20230614'", "2023-06-14") VALUE("float",
	               "office:value='1'", "是") VALUE("float", "office:value='8'", "2023-008")
	                   VALUE("float", "office:value='1234.5'", "1,234.50元")) ROW(VALUE("float",
	               "office:value='-8'", "(8)") VALUE("float", "office:value='100000'",
	               "1E+05") VALUE("float", "office:value='12'", "0.0012万") VALUE("float",
	               "office:value='12.5'", "12 1/2") VALUE("float", "office:value='0'", "-")
	                   VALUE("float", "office:value='8'", "###")))),
	    "1:12-3456|2023-06-14|是|2023-008|1,234.50元\n2:-8|100000|12|12.5|0|8\n");
}

static void ods_texts(void **state)
{
	(void)state;
	ods_is(
	    CONTENT("",
	        TABLE(ROW("<table:table-cell office:value-type='string'><office:annotation>" P(
	            "no") "</office:annotation>" P("甲<text:s text:c='2'/>乙<text:line-break/>"
	                                           "<text:span>丙</text:span><text:tab/>"
	                                           "<text:a>丁</text:a>")
	                P(" a \n  b") "<draw:frame><draw:text-box>" P(
	                    "nor this") "</draw:text-box></draw:frame></table:table-cell>"
	                                "<table:table-cell office:value-type='string'>" P(
	                                    "<text:ruby><text:ruby-base>漢</text:ruby-base>"
	                                    "<text:ruby-text>han</text:ruby-text></text:ruby>") "</table:table-cell>"))),
	    "1:甲  乙\n丙\t丁\na b|漢\n");
}

static void ods_struck_through(void **state)
{
	(void)state;
	ods_is(
	    CONTENT("<style:style style:name='ce1'><style:text-properties "
	            "style:text-line-through-style='solid'/></style:style>"
	            "<style:style style:name='ce2'><style:text-properties "
	            "style:text-line-through-style='none'/></style:style>",
	        TABLE(ROW(
	            "<table:table-cell table:style-name='ce1'>" P("甲") "</table:table-cell><table:table-cell table:style-name='ce2'>" P("乙") "</table:table-cell><table:table-cell>" P(
	                "<text:span text:style-name='ce1'>旧</text:span>新") "</table:table-cell>" TEXT("丁")))),
	    "1:/甲|乙|/旧新|丁\n");
}

static void ods_formulas(void **state)
{
	(void)state;
	ods_is(CONTENT("",
	           TABLE(ROW("<table:table-cell table:formula='of:=1+1' "
	                     "office:value-type='float' office:value='2'>" P(
	                         "2") "</table:table-cell>"
	                              "<table:table-cell table:formula='of:=NA()' "
	                              "office:value-type='string' "
	                              "office:string-value='' "
	                              "calcext:value-type='error'>" P(
	                                  "#N/A") "</table:table-cell>"
	                                          "<table:table-cell table:formula='of:=1+2'/>"
	                                          "<table:table-cell "
	                                          "table:formula='of:=&quot;&quot;' "
	                                          "office:value-type='string'/>" TEXT("end")))),
	    "1:2|!#N/A|?=||end\n");
}

static void ods_places(void **state)
{
	(void)state;
	ods_is(
	    CONTENT("",
	        TABLE("<table:table-header-rows>" ROW(
	            "<table:table-cell "
	            "table:number-columns-repeated='2'/>" TEXT(
	                "a")) "</table:table-header-rows>"
	                      "<table:table-row table:number-rows-repeated='3'>"
	                      "<table:table-cell/></table:table-row>"
	                      "<table:table-row table:number-rows-repeated='2' "
	                      "table:visibility='filter'>"
	                      "<table:table-cell "
	                      "table:number-columns-repeated='2' "
	                      "office:value-type='string'>" P("b") "</table:table-cell></table:table-row>" ROW(
	                          "<table:table-cell table:number-rows-spanned='2' "
	                          "table:number-columns-spanned='2' "
	                          "office:value-type='string'>" P("c") "</table:table-cell><table:covered-table-cell>" P(
	                              "no") "</table:covered-table-cell>" TEXT("d"))
	                          ROW("<table:covered-table-cell "
	                              "table:number-columns-repeated='2'/>" TEXT(
	                                  "e")) "<table:table-row "
	                                        "table:number-rows-repeated='1048566'>"
	                                        "<table:table-cell "
	                                        "table:number-columns-repeated='16384'/>"
	                                        "</table:table-row>")),
	    "1:||a\n-5:b|b\n-6:b|b\n7:c||d\n8:c||e\n");
}

static void ods_sheets(void **state)
{
	(void)state;
	ods_is(
	    CONTENT("<style:style style:name='ta1' "
	            "style:family='table'>"
	            "<style:table-properties table:display='true'/>"
	            "</style:style>"
	            "<style:style style:name='ta2' "
	            "style:family='table'>"
	            "<style:table-properties table:display='false'/>"
	            "</style:style>",
	        "<table:table table:name='一' table:style-name='ta2'>" ROW(TEXT(
	            "a")) "</table:table>"
	                  "<table:table table:name='二' "
	                  "table:style-name='ta1'><table:shapes>"
	                  "<draw:frame>"
	                  "<table:table table:name='of a chart'>" ROW(TEXT(
	                      "no")) "</table:table></draw:frame></table:shapes>" ROW(TEXT("b")) "</table:table>"),
	    "1:b\n");
}

/* A few bytes may not become all memory. */
static void ods_repeated_without_end(void **state)
{
	(void)state;
	ods_refused(CONTENT("",
	                TABLE("<table:table-row "
	                      "table:number-rows-repeated='1048576'>"
	                      "<table:table-cell "
	                      "table:number-columns-repeated='16384' "
	                      "office:value-type='string'>" P(
	                          "a") "</table:table-cell></table:table-row>")),
	    MANIFEST, "has more cells than a roster can have");
	ods_refused(CONTENT("",
	                TABLE("<table:table-row "
	                      "table:number-rows-repeated='1048576'>"
	                      "<table:table-cell/></table:table-row>" ROW(TEXT("a")))),
	    MANIFEST, "has a cell outside of any sheet");
}

static void ods_that_is_not_read(void **state)
{
	(void)state;
	ods_refused(CONTENT("", ""),
	    "<m:manifest xmlns:m='" ODF "manifest:1.0'><m:file-entry m:full-path='content.xml'>"
	    "<m:encryption-data m:checksum-type='SHA1/1K' "
	    "m:checksum='x'/></m:file-entry></m:manifest>",
	    "is encrypted");
	ods_refused("<office:document-content xmlns:office='" ODF
	            "office:1.0'><office:body><office:text/>"
	            "</office:body></office:document-content>",
	    MANIFEST, "is an OpenDocument file, but not a spreadsheet");
	ods_refused("<office:document-content", MANIFEST, "is damaged");
}

/* ---- Web pages ---- */

static void html_is(const char *text, const char *rows)
{
	is(text, "HTML", rows);
}

static void tables(void **state)
{
	(void)state;
	html_is("<html><head><title>no</title><style>td{color:red}</style></head><body>no"
	        "<table border=1><thead><tr><th>企业名称<th>代码</tr></thead>"
	        "<tr><td> 甲 \n 公司<br>分公司</td><td>&nbsp;</td></tr>"
	        "<TR><TD>&#20057;&amp;<b>丙</b><TD x:str>007</table>no</body></html>",
	    "1:企业名称|代码\n2:甲 公司\n分公司\n3:乙&丙|007\n");
	html_is(
	    "<table><tr><td><p>a</p><p>b</p></td><td><div>c</div></td><td>d<script>no</script></td>"
	    "</tr></table>",
	    "1:a\nb|c|d\n");
	refused(
	    "<html><body><p>甲</p></body></html>", "is a web page (HTML) without a table in it");
	refused(
	    "<html><frameset rows='*,39'><frame src='book.files/sheet001.htm'></frameset></html>",
	    "whose sheets are in other files");
	/* whose end the parser passes over, so that it cannot be told from the next row */
	refused("<table><tr><th>a</th></tr><td>b</td></tr><td>c</td></tr></table>",
	    "has a cell outside of any row of its table, which would be lost");
	refused("<table><tr><td>a</td></tr></table><tr><td>b</td></tr>",
	    "has a cell outside of any table, which would be lost");
}

static void html_merged_and_hidden(void **state)
{
	(void)state;
	html_is("<table><tr><td rowspan=3>a</td><td colspan=\"2\">b</td><td>c</td></tr>"
	        "<tr style='height:14pt; display : none'><td>d</td></tr>"
	        "<tr><td>e</td><td "
	        "rowspan=2>f</td></tr><tr><td>g</td><td>h</td><td>i</td></tr></table>",
	    "1:a|b||c\n-2:a|d\n3:a|e|f\n4:g|h|f|i\n");
}

/* The rows of all tables, and of those within cells, are one sheet's. */
static void tables_in_tables(void **state)
{
	(void)state;
	html_is("<table><tr><td>标题<table><tr><td>a<td>b<tr><td>c</table>after</td><td>beside</"
	        "td></tr>"
	        "</table><table><tr><td>second</table>",
	    "1:标题\n2:a|b\n3:c\n4:after|beside\n5:second\n");
}

static void html_numbers(void **state)
{
	(void)state;
	html_is("<table><tr><td x:num='13900000001'>1.39E+10<td x:num='911302301234567890'>9.11E+17"
	        "<td x:num='45091'>2023/6/14<td>1.39E+10</table>",
	    "1:13900000001|~911302301234567890|2023/6/14|1.39E+10\n");
}

static void html_encodings(void **state)
{
	static const struct sheet_rows_options visible = {0};
	static const struct sheet_rows_options gb = {.encoding = ENCODING_GB18030};
	static const char wide[] = "\xff\xfe<\0t\0a\0b\0l\0e\0>\0<\0t\0r\0>\0<\0t\0d\0>\0\x32\x75";

	(void)state;
	is("<meta http-equiv=Content-Type content=\"text/html; "
	   "charset=gb2312\"><table><tr><td>\xbc\xd7",
	    "HTML", "1:甲\n");
	is("\xef\xbb\xbf<table><tr><td>甲", "HTML", "1:甲\n");
	/* what it says may be wrong, but what the user says counts */
	is("<meta charset=utf-8><table><tr><td>\xbc\xd7", "HTML", "1:甲\n");
	bytes_are(str_of("<meta charset=utf-8><table><tr><td>\xc4\xa3"), "HTML", &gb, "1:模\n");
	bytes_are((struct str){wide, sizeof wide - 1}, "HTML", &visible, "1:甲\n");
	is("<meta charset=unheard-of><table><tr><td>\xbc\xd7", "HTML", "1:甲\n");
}

static void html_without_end(void **state)
{
	struct buf b = {0};

	(void)state;
	for (int i = 0; i < 100; i++)
		buf_z(&b, "<table><tr><td>");
	bytes_refused(buf_text(&b), "has tables within tables without end");
	buf_clear(&b);
	buf_z(&b, "<table><tr>");
	for (int i = 0; i < 1001; i++)
		buf_z(&b, "<td>a");
	bytes_refused(buf_text(&b), "has a table of more than 1000 columns");
	buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_no_sheet),
	    cmocka_unit_test(what_is_no_text),
	    cmocka_unit_test(other_zip_archives),
	    cmocka_unit_test(xml_kinds_of_cells),
	    cmocka_unit_test(xml_places),
	    cmocka_unit_test(xml_texts),
	    cmocka_unit_test(xml_sheets),
	    cmocka_unit_test(xml_from_1904),
	    cmocka_unit_test(xml_styles_with_parents),
	    cmocka_unit_test(xml_in_another_encoding),
	    cmocka_unit_test(ods_kinds_of_cells),
	    cmocka_unit_test(ods_numbers_that_show_more),
	    cmocka_unit_test(ods_texts),
	    cmocka_unit_test(ods_struck_through),
	    cmocka_unit_test(ods_formulas),
	    cmocka_unit_test(ods_places),
	    cmocka_unit_test(ods_sheets),
	    cmocka_unit_test(ods_repeated_without_end),
	    cmocka_unit_test(ods_that_is_not_read),
	    cmocka_unit_test(tables),
	    cmocka_unit_test(html_merged_and_hidden),
	    cmocka_unit_test(tables_in_tables),
	    cmocka_unit_test(html_numbers),
	    cmocka_unit_test(html_encodings),
	    cmocka_unit_test(html_without_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
