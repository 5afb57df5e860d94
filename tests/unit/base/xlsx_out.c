/* xlsx_out: what is refused, the same bytes twice. */
#include "../test.h"

#include "ssjc/base/file.h"
#include "ssjc/base/xlsx_out.h"

#include <unistd.h>

static struct ssjc_err err;
static const unsigned widths[] = {100, 200};
static const struct xlsx_out_setup setup = {.width = widths, .columns = 2};

/* A workbook for that path, with one sheet. */
static struct xlsx_out *begin(const char *path, struct xlsx_out_sheet **s)
{
	struct xlsx_out *b;

	assert_int_equal(xlsx_out_open(&b, path, STR("样张"), 1686531600, &err), SSJC_OK);
	assert_int_equal(xlsx_out_sheet(b, s, "第1组", &setup, &err), SSJC_OK);
	return b;
}

static void refused(void **state)
{
	static char longest[32769];
	static const struct {
		struct str text;
		ssjc_rc rc;
	} texts[] = {
	    {STR_INIT("好"), SSJC_OK},
	    {STR_INIT("a\xffz"), SSJC_INPUT},
	    {STR_INIT("\xed\xa0\x80"), SSJC_INPUT}, /* a surrogate */
	    {STR_INIT("a\0z"), SSJC_INPUT},
	    {STR_INIT("\xef\xbf\xbf"), SSJC_INPUT}, /* U+FFFF is not allowed in XML */
	    {{longest, 32767}, SSJC_OK},
	    {{longest, 32768}, SSJC_INPUT},
	};
	struct xlsx_out_cell row[3] = {{XLSX_TEXT, 1, STR("一"), 0}, {XLSX_TEXT, 1, STR("二"), 0},
	    {XLSX_TEXT, 1, STR("三"), 0}};
	struct xlsx_out_sheet *s, *other;
	struct xlsx_out *b = begin("sheet-test.xlsx", &s);

	(void)state;
	memset(longest, 'x', sizeof longest - 1);
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		assert_int_equal(xlsx_out_line(s, XLSX_TEXT, texts[i].text, 0, &err), texts[i].rc);
		assert_true(texts[i].rc == SSJC_OK || err.msg[0]);
	}
	/* A row is as wide as its sheet. */
	assert_int_equal(xlsx_out_row(s, row, 2, 0, &err), SSJC_OK);
	assert_int_equal(xlsx_out_row(s, row, 1, 0, &err), SSJC_USAGE);
	assert_int_equal(xlsx_out_row(s, row, 3, 0, &err), SSJC_USAGE);
	row[0].span = 2;
	assert_int_equal(xlsx_out_row(s, row, 1, 0, &err), SSJC_OK);
	assert_int_equal(xlsx_out_row(s, row, 2, 0, &err), SSJC_USAGE);
	/* Names. */
	assert_int_equal(xlsx_out_sheet(b, &other, "第1组", &setup, &err), SSJC_SYSTEM);
	assert_int_equal(xlsx_out_sheet(b, &other, "001", &setup, &err), SSJC_USAGE);
	assert_int_equal(xlsx_out_sheet(b, &other, "a/b", &setup, &err), SSJC_SYSTEM);
	assert_int_equal(xlsx_out_repeat(s, 0, &err), SSJC_USAGE);
	assert_int_equal(xlsx_out_repeat(s, 1000, &err), SSJC_USAGE);
	xlsx_out_free(b);
	assert_int_equal(access("sheet-test.xlsx", F_OK), -1);
}

/* A column of each list on the hidden sheet, and no more of them than letters. */
static void lists(void **state)
{
	static const struct str words[] = {STR_INIT("是"), STR_INIT("否")};
	struct xlsx_out_offer offer = {.column = 1, .row = 0, .rows = 2, .message = STR("请选择")};
	struct xlsx_out_sheet *s;
	struct xlsx_out *b = begin("sheet-test.xlsx", &s);
	unsigned list;

	(void)state;
	for (unsigned i = 1; i <= 26; i++) {
		assert_int_equal(xlsx_out_list(b, words, 2, &list, &err), SSJC_OK);
		assert_int_equal(list, i);
	}
	assert_int_equal(xlsx_out_list(b, words, 2, &list, &err), SSJC_USAGE);
	offer.list = 26;
	assert_int_equal(xlsx_out_offer(s, &offer, &err), SSJC_OK);
	offer.list = 0;
	assert_int_equal(xlsx_out_offer(s, &offer, &err), SSJC_OK);
	offer.rows = 0;
	assert_int_equal(xlsx_out_offer(s, &offer, &err), SSJC_OK);
	offer.rows = 1;
	offer.message = STR("\xff");
	assert_int_equal(xlsx_out_offer(s, &offer, &err), SSJC_INPUT);
	xlsx_out_free(b);
}

static void make(const char *path, char digest[DIGEST_HEX])
{
	static const struct str choices[] = {
	    STR_INIT("通过登记的住所（经营场所）无法联系"), STR_INIT("未发现问题")};
	struct xlsx_out_sheet *s;
	struct xlsx_out *b = begin(path, &s);
	char hex[DIGEST_HEX];
	struct file f;

	assert_int_equal(xlsx_out_choices(b, choices, 2, &err), SSJC_OK);
	assert_int_equal(xlsx_out_line(s, XLSX_CHOICE, STR("□1 □2"), 0, &err), SSJC_OK);
	assert_int_equal(xlsx_out_repeat(s, 1, &err), SSJC_OK);
	assert_int_equal(xlsx_out_write(b, digest, &err), SSJC_OK);
	assert_int_equal(access(path, F_OK), -1);
	assert_int_equal(xlsx_out_publish(b, &err), SSJC_OK);
	assert_string_equal(xlsx_out_path(b), path);
	xlsx_out_free(b);
	assert_int_equal(file_open(&f, path, &err), SSJC_OK);
	assert_int_equal(digest_hex(f.bytes.p, f.bytes.n, hex, &err), SSJC_OK);
	assert_string_equal(hex, digest);
	file_close(&f);
	assert_int_equal(unlink(path), 0);
}

static void same_bytes(void **state)
{
	char a[DIGEST_HEX], b[DIGEST_HEX];

	(void)state;
	make("sheet-a.xlsx", a);
	make("sheet-b.xlsx", b);
	assert_string_equal(a, b);
}

/* A code of 101 modules, and a border of eight: 218 pixels, and not less than 175. */
static void large_code(void **state)
{
	static const unsigned cases[][2] = /* the width, and is it enough? */ {
	    {400, 1}, {218, 1}, {175, 1}, {174, 0}};
	static char text[1000];

	(void)state;
	memset(text, 'A', sizeof text);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const struct xlsx_out_setup one = {.width = &cases[i][0], .columns = 1};
		struct xlsx_out_sheet *s;
		struct xlsx_out *b;

		assert_int_equal(xlsx_out_open(&b, "x.xlsx", STR(""), 0, &err), SSJC_OK);
		assert_int_equal(xlsx_out_sheet(b, &s, "S", &one, &err), SSJC_OK);
		assert_int_equal(
		    xlsx_out_line(s, XLSX_QR_LARGE, (struct str){text, sizeof text}, 0, &err),
		    cases[i][1] ? SSJC_OK : SSJC_INPUT);
		xlsx_out_free(b);
	}
	assert_string_equal(
	    err.msg, "a QR code of 101 modules needs a cell of 175 pixels, and has 174");
}

static void unwritable(void **state)
{
	struct xlsx_out *b;

	(void)state;
	assert_int_equal(xlsx_out_open(&b, "no-such-folder/x.xlsx", STR(""), 0, &err), SSJC_SYSTEM);
	assert_null(b);
}

int main(void)
{
	char dir[] = "/tmp/ssjc-sheet-XXXXXX";
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(refused),
	    cmocka_unit_test(lists),
	    cmocka_unit_test(same_bytes),
	    cmocka_unit_test(large_code),
	    cmocka_unit_test(unwritable),
	};
	int failed;

	if (!mkdtemp(dir) || chdir(dir) != 0)
		return 1;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	return rmdir(dir) != 0 || failed;
}
