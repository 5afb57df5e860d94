/* csv_in, csv_out and table: what libcsv lets pass is an error here. */
#include "../test.h"

#include "ssjc/base/csv_in.h"
#include "ssjc/base/csv_out.h"
#include "ssjc/base/table.h"

/* All records of text, as "a|b" lines with their line numbers, or the error. */
static const char *records(struct str text, char delimiter)
{
	static char out[4096];
	struct csv_in *in = NULL;
	struct csv_row row;
	struct ssjc_err err = {0};
	ssjc_rc rc = csv_in_open(&in, text, "f", delimiter, &err);
	size_t n = 0;

	out[0] = '\0';
	while (!rc) {
		rc = csv_in_next(in, &row, &err);
		if (rc || row.n == 0)
			break;
		n += (size_t)snprintf(
		    out + n, sizeof out - n, "%llu:", (unsigned long long)row.line);
		for (size_t i = 0; i < row.n; i++)
			n += (size_t)snprintf(
			    out + n, sizeof out - n, "%s%.*s", i ? "|" : "", STR_ARG(row.field[i]));
		n += (size_t)snprintf(out + n, sizeof out - n, ";");
	}
	if (rc)
		snprintf(
		    out + n, sizeof out - n, "!%llu:%s", (unsigned long long)err.line, err.msg);
	csv_in_close(in);
	return out;
}

static void reads(void **state)
{
	static const struct {
		struct str text;
		const char *records;
	} cases[] = {
	    {STR_INIT(""), ""},
	    {STR_INIT("a,b\n1,2\n"), "1:a|b;2:1|2;"},
	    {STR_INIT("a,b\n1,2"), "1:a|b;2:1|2;"},
	    {STR_INIT("a,b\r\n1,2\r\n"), "1:a|b;2:1|2;"},
	    {STR_INIT("\xef\xbb\xbf"
	              "a\n1\n"),
	        "1:a;2:1;"},
	    {STR_INIT("a,b\n\n\r\n1,2\n"), "1:a|b;4:1|2;"},
	    {STR_INIT(" a , b \n"), "1: a | b ;"},
	    {STR_INIT("\" a \",b\n"), "1: a |b;"},
	    {STR_INIT("a,,\n"), "1:a||;"},
	    {STR_INIT("\"\"\n"), "1:;"},
	    {STR_INIT("\"a\"\"b\",c\n"), "1:a\"b|c;"},
	    {STR_INIT("\"a\nb\",c\nd,e\n"), "1:a\nb|c;3:d|e;"},
	    {STR_INIT("\"a\r\nb\",c\r\nd,e\r\n"), "1:a\r\nb|c;3:d|e;"},
	    {STR_INIT("\"a\n\n\nb\"\nc\n"), "1:a\n\n\nb;5:c;"},
	    {STR_INIT("a\tb,c\td\n"), "1:a|b,c|d;"},
	    {STR_INIT("a;b;c,d\n"), "1:a|b|c,d;"},
	    {STR_INIT("a,\"b;c;d;e\"\n"), "1:a|b;c;d;e;"},
	    {STR_INIT("企业,公司\n甲,\"乙\"\n"), "1:企业|公司;2:甲|乙;"},
	    {STR_INIT("a,b\n1\n"), "1:a|b;2:1;"},
	    {STR_INIT("\"a\",\"b\""), "1:a|b;"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_string_equal(records(cases[i].text, 0), cases[i].records);
	assert_string_equal(records(STR("a,b;c\n"), ';'), "1:a,b|c;");
}

static void refuses(void **state)
{
	static const struct {
		struct str text;
		const char *records;
	} cases[] = {
	    {STR_INIT("a\n\"b\n"), "1:a;!2:opens a quote that is never closed"},
	    {STR_INIT("a\n\"b"), "1:a;!2:opens a quote that is never closed"},
	    {STR_INIT("a\nb\"c\n"), "1:a;!2:has a quote out of place"},
	    {STR_INIT("a\n\"b\"c\n"), "1:a;!2:has a quote out of place"},
	    {STR_INIT("a\rb\n"),
	        "!1:has a line end in the middle of the line: save the sheet as CSV UTF-8"},
	    {STR_INIT("\"a\"\rb\n"),
	        "!1:has a line end in the middle of the line: save the sheet as CSV UTF-8"},
	    {STR_INIT("a\n\"b\"\r\"c\"\n"),
	        "1:a;!2:has a line end in the middle of the line: save the sheet as CSV UTF-8"},
	    {STR_INIT("\"\"\r\"\r\n"),
	        "!1:has a line end in the middle of the line: save the sheet as CSV UTF-8"},
	    {STR_INIT("a\nb\0c\n"),
	        "!2:is not text here (byte 4 is a zero): save the sheet as CSV UTF-8"},
	    {STR_INIT("a\nb\xff\n"), "!2:is not UTF-8 here (byte 4): save the sheet as CSV UTF-8"},
	    {STR_INIT("a\n\xe4\xbc"), "!2:is not UTF-8 here (byte 3): save the sheet as CSV UTF-8"},
	    {STR_INIT("\xc0\x80"), "!1:is not UTF-8 here (byte 1): save the sheet as CSV UTF-8"},
	    {STR_INIT("\xed\xa0\x80"),
	        "!1:is not UTF-8 here (byte 1): save the sheet as CSV UTF-8"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const char *got = records(cases[i].text, 0);

		if (strncmp(got, cases[i].records, strlen(cases[i].records)) != 0)
			fail_msg("case %zu: %s", i, got);
	}
}

static void long_records(void **state)
{
	struct buf b = {0};

	(void)state;
	buf_z(&b, "a\n\"");
	for (int i = 0; i < 1200; i++)
		for (int k = 0; k < 10; k++)
			buf_z(&b,
			    "1234567890123456789012345678901234567890123456789012345678901234567890"
			    "123456789012345678901234567\n");
	assert_string_equal(
	    records(buf_text(&b), 0), "1:a;!2:is longer than 1 MiB: is a quote left open?");
	buf_free(&b);
}

/* A record can be read again at its offset. */
static void seeks(void **state)
{
	struct str text = STR("h\n\"a\nb\"\nc\n");
	struct csv_in *in;
	struct csv_row row;
	struct ssjc_err err;
	size_t at;

	(void)state;
	assert_int_equal(csv_in_open(&in, text, "f", 0, &err), SSJC_OK);
	assert_int_equal(csv_in_next(in, &row, &err), SSJC_OK);
	assert_int_equal(csv_in_next(in, &row, &err), SSJC_OK);
	at = row.offset;
	assert_int_equal(at, 2);
	assert_int_equal(csv_in_next(in, &row, &err), SSJC_OK);
	assert_true(str_is(row.field[0], "c"));
	csv_in_seek(in, at);
	assert_int_equal(csv_in_next(in, &row, &err), SSJC_OK);
	assert_true(str_is(row.field[0], "a\nb"));
	csv_in_close(in);
}

/* Whatever the size of its parts, a text read part by part has the same records. */
static void parts(void **state)
{
	struct str text = STR("h,i\n\"a\nb\",\"\"\"\n\"\nc,d\n\r\n\"\n\n\",e\r\nf,\"g\"");
	static const char expected[] = "h|i;a\nb|\"\n;c|d;\n\n|e;f|g;";
	struct ssjc_err err;

	(void)state;
	for (size_t size = 0; size <= text.n + 1; size++) {
		struct csv_in *in;
		struct csv_row row;
		struct buf got = {0};

		assert_int_equal(csv_in_open(&in, text, "f", ',', &err), SSJC_OK);
		for (size_t from = 0, to; from < text.n; from = to) {
			to = csv_in_cut(in, from, size);
			assert_in_range(to, from + 1, text.n);
			csv_in_part(in, from, to);
			while (csv_in_next(in, &row, &err) == SSJC_OK && row.n > 0)
				buf_printf(&got, "%.*s|%.*s;", STR_ARG(row.field[0]),
				    STR_ARG(row.field[1]));
		}
		assert_string_equal(got.p, expected);
		buf_free(&got);
		csv_in_close(in);
	}
}

/* An error in a part is on the text's line. */
static void errors_of_parts(void **state)
{
	struct str text = STR("h\n\"a\nb\"\nc\n\"d\ne\"\nf\"\n");
	struct csv_in *in;
	struct csv_row row;
	struct ssjc_err err;
	size_t to;

	(void)state;
	assert_int_equal(csv_in_open(&in, text, "f", ',', &err), SSJC_OK);
	to = csv_in_cut(in, 0, 3);
	csv_in_part(in, to, text.n);
	assert_int_equal(csv_in_next(in, &row, &err), SSJC_OK);
	assert_true(str_is(row.field[0], "c"));
	assert_int_equal(row.line, 1);
	assert_int_equal(csv_in_next(in, &row, &err), SSJC_OK);
	assert_int_equal(csv_in_next(in, &row, &err), SSJC_INPUT);
	assert_int_equal(err.line, 7);
	csv_in_close(in);
}

/* A text that is known to be UTF-8 can be read twice; a NUL is still found. */
static void rewinds(void **state)
{
	struct csv_in *in;
	struct csv_row row;
	struct ssjc_err err;

	(void)state;
	assert_int_equal(
	    csv_in_open_foreign(&in, STR("\xef\xbb\xbfh\n1\n"), "f", 0, true, &err), SSJC_OK);
	for (int i = 0; i < 2; i++, csv_in_rewind(in)) {
		assert_int_equal(csv_in_next(in, &row, &err), SSJC_OK);
		assert_true(str_is(row.field[0], "h") && row.line == 1);
		assert_int_equal(csv_in_next(in, &row, &err), SSJC_OK);
		assert_true(str_is(row.field[0], "1") && row.line == 2);
	}
	csv_in_close(in);
	assert_int_equal(csv_in_open_foreign(&in, STR("a\0b"), "f", 0, true, &err), SSJC_OK);
	assert_int_equal(csv_in_next(in, &row, &err), SSJC_INPUT);
	csv_in_close(in);
}

/*
 * In every place of fields of every length, and not for the bytes beside those. A byte
 * that is not UTF-8 is written as \xac.
 */
static void quotes_where_they_are_needed(void **state)
{
	static const char odd[] = ",\"\n\t -!+\xac\xff";
	char field[20];

	(void)state;
	for (size_t n = 1; n <= sizeof field; n++)
		for (size_t at = 0; at < n; at++)
			for (const char *c = odd; *c; c++) {
				bool quoted = strchr(",\"\n", *c), escaped = *c & 0x80;
				struct csv_out o;
				struct ssjc_err err;

				memset(field, 'a', sizeof field);
				field[at] = *c;
				assert_int_equal(csv_out_open(&o, NULL, CSV_PLAIN, &err), SSJC_OK);
				csv_out_field(&o, (struct str){field, n});
				assert_int_equal(
				    o.buf.n, n + 2 * quoted + (*c == '"') + 3 * escaped);
				assert_int_equal(o.buf.p[0] == '"', quoted);
				csv_out_close(&o);
			}
}

static void writes(void **state)
{
	static const struct {
		enum csv_style style;
		const char *text;
	} cases[] = {
	    {CSV_PLAIN, "a,\"b,c\",\"d\"\"e\",\"f\ng\", h \n\"\"\n7,\n"},
	    {CSV_TSV, "a\tb,c\td\"e\tf\\x0ag\t h \n\n7\t\n"},
	    {CSV_EXCEL,
	        "\xef\xbb\xbf"
	        "a,\"b,c\",\"d\"\"e\",\"f\ng\", h \r\n\"\"\r\n7,\r\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char *text = NULL, digest[DIGEST_HEX], expected[DIGEST_HEX];
		size_t n = 0;
		FILE *f = open_memstream(&text, &n);
		struct csv_out o;
		struct ssjc_err err;

		assert_int_equal(csv_out_open(&o, f, cases[i].style, &err), SSJC_OK);
		csv_out_field(&o, STR("a"));
		csv_out_field(&o, STR("b,c"));
		csv_out_field(&o, STR("d\"e"));
		csv_out_field(&o, STR("f\ng"));
		csv_out_field(&o, STR(" h "));
		csv_out_end(&o);
		csv_out_field(&o, STR(""));
		csv_out_end(&o);
		csv_out_uint(&o, 7);
		csv_out_field(&o, STR(""));
		csv_out_end(&o);
		assert_int_equal(csv_out_finish(&o, digest, &err), SSJC_OK);
		assert_int_equal(o.rows, 3);
		csv_out_close(&o);
		fclose(f);
		assert_string_equal(text, cases[i].text);
		assert_int_equal(digest_hex(text, n, expected, &err), SSJC_OK);
		assert_string_equal(digest, expected);
		free(text);
	}
}

/* Whatever a field holds, it shows as what it is, and comes back. */
static void comes_back(void **state)
{
	static const struct {
		const char *value, *written[3]; /* by style; NULL: as it is */
	} cases[] = {
	    {"\"甲\"公司", {"\"\"\"甲\"\"公司\"", NULL, "\"\"\"甲\"\"公司\""}},
	    {"\"", {"\"\"\"\"", NULL, "\"\"\"\""}},
	    {"a\tb", {NULL, "a\\x09b", NULL}},
	    {"a\\x09b\\q", {NULL, "a\\x5cx09b\\q", NULL}},
	    {"a\\", {NULL, NULL, NULL}},
	    {"a\r\nb", {"\"a\r\nb\"", "a\\x0d\\x0ab", "\"a\r\nb\""}},
	    {"=1+1", {NULL, NULL, "'=1+1"}},
	    {"+1-1", {NULL, NULL, "'+1-1"}},
	    {"-cmd|' /C calc'!A0", {NULL, NULL, "'-cmd|' /C calc'!A0"}},
	    {"@SUM(1,1)", {"\"@SUM(1,1)\"", NULL, "\"'@SUM(1,1)\""}},
	    {"＝1+1", {NULL, NULL, "'＝1+1"}},
	    {"'=1", {NULL, NULL, "''=1"}},
	    {"'a", {NULL, NULL, NULL}},
	    {"-", {NULL, NULL, NULL}},
	    {"-3", {NULL, NULL, NULL}},
	    {"+3.50", {NULL, NULL, NULL}},
	    {"-3.", {NULL, NULL, "'-3."}},
	    {"+8613900000000", {NULL, NULL, NULL}},
	    {"-3-4", {NULL, NULL, "'-3-4"}},
	    {"- 3", {NULL, NULL, "'- 3"}},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		for (enum csv_style style = CSV_PLAIN; style <= CSV_EXCEL; style++) {
			const char *written = cases[i].written[style] ? cases[i].written[style]
			                                              : cases[i].value;
			struct buf expected = {0};
			char *text = NULL;
			size_t n = 0;
			FILE *f = open_memstream(&text, &n);
			struct csv_out o;
			struct csv_in *in;
			struct csv_row row;
			struct ssjc_err err;

			assert_int_equal(csv_out_open(&o, f, style, &err), SSJC_OK);
			csv_out_field(&o, STR("h"));
			csv_out_field(&o, STR("i"));
			csv_out_end(&o);
			csv_out_field(&o, str_of(cases[i].value));
			csv_out_field(&o, STR("x"));
			csv_out_end(&o);
			assert_int_equal(csv_out_finish(&o, NULL, &err), SSJC_OK);
			csv_out_close(&o);
			fclose(f);
			buf_printf(&expected, "%sh%ci%s%s%cx%s",
			    style == CSV_EXCEL ? "\xef\xbb\xbf" : "", style == CSV_TSV ? '\t' : ',',
			    style == CSV_EXCEL ? "\r\n" : "\n", written,
			    style == CSV_TSV ? '\t' : ',', style == CSV_EXCEL ? "\r\n" : "\n");
			assert_string_equal(text, expected.p);
			assert_int_equal(
			    csv_in_open(&in, (struct str){text, n}, "f", 0, &err), SSJC_OK);
			assert_int_equal(csv_in_next(in, &row, &err), SSJC_OK);
			assert_int_equal(csv_in_next(in, &row, &err), SSJC_OK);
			assert_int_equal(row.n, 2);
			assert_true(str_is(row.field[0], cases[i].value));
			assert_true(str_is(row.field[1], "x"));
			csv_in_close(in);
			buf_free(&expected);
			free(text);
		}
}

/* What does not show as what it is is never written, not even where a row is copied. */
static void shows(void **state)
{
	static const char *const written[] = {
	    "\\x1b[2J,\\x0d,\"\n\",\\u202ea\n", "\\x1b[2J\t\\x0d\t\\x0a\t\\u202ea\n"};
	struct str row[] = {STR("\033[2J"), STR("\r"), STR("\n"),
	    STR("\xe2\x80\xae"
	        "a")};
	struct str copied = STR("a,\xe2\x80\xaa"
	                        "b"),
	           field[] = {{copied.p, 1}, {copied.p + 2, 4}};
	struct csv_out o;
	struct ssjc_err err;

	(void)state;
	for (enum csv_style style = CSV_PLAIN; style <= CSV_TSV; style++) {
		assert_int_equal(csv_out_open(&o, NULL, style, &err), SSJC_OK);
		csv_out_fields(&o, row, 4, false, ',');
		csv_out_end(&o);
		assert_true(str_is(buf_text(&o.buf), written[style]));
		csv_out_close(&o);
	}
	assert_int_equal(csv_out_open(&o, NULL, CSV_PLAIN, &err), SSJC_OK);
	csv_out_fields(&o, field, 2, true, ',');
	csv_out_end(&o);
	assert_true(str_is(buf_text(&o.buf), "a,\\u202ab\n"));
	csv_out_close(&o);
}

/* TSV: quotes are text, and lines are records, in parts, too. */
static void raw(void **state)
{
	struct str text = STR("h\t\"i\n\"a\tb\"\n\"c\"\td\n\te\\x0a\n");
	static const char expected[] = "h|\"i;\"a|b\";\"c\"|d;|e\n;";
	struct ssjc_err err;

	(void)state;
	for (size_t size = 0; size <= text.n + 1; size++) {
		struct csv_in *in;
		struct csv_row row;
		struct buf got = {0};

		assert_int_equal(csv_in_open(&in, text, "f", 0, &err), SSJC_OK);
		assert_int_equal(csv_in_delimiter(in), '\t');
		for (size_t from = 0, to; from < text.n; from = to) {
			to = csv_in_cut(in, from, size);
			csv_in_part(in, from, to);
			while (csv_in_next(in, &row, &err) == SSJC_OK && row.n > 0)
				buf_printf(&got, "%.*s|%.*s;", STR_ARG(row.field[0]),
				    STR_ARG(row.field[1]));
		}
		assert_string_equal(got.p, expected);
		buf_free(&got);
		csv_in_close(in);
	}
}

static void full_disk(void **state)
{
	FILE *f = fopen("/dev/full", "w");
	struct csv_out o;
	struct ssjc_err err;

	(void)state;
	assert_non_null(f);
	assert_int_equal(csv_out_open(&o, f, CSV_PLAIN, &err), SSJC_OK);
	csv_out_field(&o, STR("a"));
	csv_out_end(&o);
	assert_int_equal(csv_out_finish(&o, NULL, &err), SSJC_SYSTEM);
	assert_non_null(strstr(err.msg, "No space left on device"));
	csv_out_close(&o);
	fclose(f);
}

static void tables(void **state)
{
	static const char *const need[] = {"b", "c", NULL};
	struct ssjc_err err;
	struct table t;

	(void)state;
	assert_int_equal(table_read(&t, STR("a,b\n1,2\n3,4\n"), "f", &err), SSJC_OK);
	assert_int_equal(t.rows, 2);
	assert_true(str_is(table_at(&t, 1, table_col(&t, "b")), "4"));
	assert_true(str_is(table_at(&t, 1, NO_COLUMN), ""));
	assert_int_equal(table_need(&t, need, &err), SSJC_INPUT);
	assert_string_equal(err.column, "c");
	assert_string_equal(err.msg, "is missing; the columns are: a, b");
	assert_int_equal(table_fail(&t, 1, "b", &err, "%d", 9), SSJC_INPUT);
	assert_int_equal(err.line, 3);
	table_close(&t);
	assert_int_equal(table_read(&t, STR("a,b\n1\n"), "f", &err), SSJC_INPUT);
	assert_string_equal(err.msg, "has 1 field, but the header has 2");
	assert_int_equal(table_read(&t, STR("a,a\n"), "f", &err), SSJC_INPUT);
	assert_string_equal(err.msg, "is duplicated in the header");
	assert_int_equal(table_read(&t, STR("a,\n"), "f", &err), SSJC_INPUT);
	assert_int_equal(table_read(&t, STR(""), "f", &err), SSJC_INPUT);
	assert_string_equal(err.msg, "is empty: it needs a header line");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads),
	    cmocka_unit_test(refuses),
	    cmocka_unit_test(long_records),
	    cmocka_unit_test(seeks),
	    cmocka_unit_test(parts),
	    cmocka_unit_test(errors_of_parts),
	    cmocka_unit_test(rewinds),
	    cmocka_unit_test(writes),
	    cmocka_unit_test(comes_back),
	    cmocka_unit_test(shows),
	    cmocka_unit_test(raw),
	    cmocka_unit_test(quotes_where_they_are_needed),
	    cmocka_unit_test(full_disk),
	    cmocka_unit_test(tables),
	};

	return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
