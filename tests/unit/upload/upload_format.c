/* upload_format: what is read of a format, and what is wrong with others. */
#include "../test.h"

#include "ssjc/upload/upload_format.h"

static struct ssjc_err err;

#define HEAD "what,name,label,source,value,required,length,pattern,check,codes,personal\n"
#define SELF "format,unit,,,item,,,,,,\nformat,table,,,t,,,,,,\nformat,key,,,id,,,,,,\n"
#define ID   "column,id,,row.id,,,,,,,\n"

static ssjc_rc load(
    void *arg, struct str name, struct str *text, const char **path, struct ssjc_err *e)
{
	(void)arg;
	*path = "codes.csv";
	*text = STR("value,code\nok, 1 \nbad,\n ok,2\n");
	if (str_is(name, "empty.csv"))
		*text = STR("");
	if (str_is(name, "odd.csv"))
		*text = STR("value,text\nok,1\n");
	return str_is(name, "none.csv") ? ssjc_fail(e, SSJC_NO, "is not there") : SSJC_OK;
}

static ssjc_rc read_it(struct upload_format *f, const char *text)
{
	return upload_format_read(f, STR("mine"), str_of(text), "mine.csv", load, NULL, &err);
}

static void good(struct upload_format *f, const char *text)
{
	if (read_it(f, text) != SSJC_OK)
		fail_msg("%s:%u: %s: %s", err.file, (unsigned)err.line, err.column, err.msg);
}

/* Each is refused at that place, with those words, and leaves nothing behind. */
static void refused(void **state)
{
	static const struct {
		const char *text;
		unsigned line;
		const char *field, *words;
	} cases[] = {
	    {"", 1, "", "is empty"},
	    {"what,name\n", 1, "label", "is missing"},
	    {HEAD, 0, "unit", "is missing"},
	    {HEAD "format,unit,,,item,,,,,,\n", 0, "table", "is missing"},
	    {HEAD "format,unit,,,item,,,,,,\nformat,table,,,t,,,,,,\n", 0, "", "has no column"},
	    {HEAD "format,unit,,,item,,,,,,\nformat,table,,,t,,,,,,\n" ID, 0, "key", "is missing"},
	    {HEAD "format,unit,,,firm,,,,,,\n", 2, "value", "“firm”"},
	    {HEAD "format,table,,,\"t; DROP\",,,,,,\n", 2, "value", "“t; DROP”"},
	    {HEAD "format,table,,,,,,,,,\n", 2, "value", "“”"},
	    {HEAD "format,header,,,both,,,,,,\n", 2, "value", "“both”"},
	    {HEAD "format,colour,,,red,,,,,,\n", 2, "name", "“colour”"},
	    {HEAD "format,unit,,,item,,,,,,\nformat,unit,,,item,,,,,,\n", 3, "name", "duplicated"},
	    {HEAD "row,id,,row.id,,,,,,,\n", 2, "what", "“row”"},
	    {HEAD SELF "column,1d,,row.id,,,,,,,\n", 5, "name", "“1d”"},
	    {HEAD SELF "column,企业,,row.id,,,,,,,\n", 5, "name", "“企业”"},
	    {HEAD SELF ID "column,Id,,plan.id,,,,,,,\n", 6, "name", "“Id” is duplicated"},
	    {HEAD SELF ID "column,a,,rowid,,,,,,,\n", 6, "source", "“rowid” is not a source"},
	    {HEAD SELF ID "column,a,,item.,,,,,,,\n", 6, "source", "“item.” is not a source"},
	    {HEAD SELF ID "column,a,,,,,,,,,\n", 6, "source", "“” is not a source"},
	    {HEAD SELF ID "column,a,,text,{plan.id,,,,,,\n", 6, "value", "“{plan.id}”"},
	    {HEAD SELF ID "column,a,,text,{batch.row},,,,,,\n", 6, "value", "“{batch.row}”"},
	    {HEAD SELF ID "column,a,,text,{text},,,,,,\n", 6, "value", "“{text}”"},
	    {HEAD SELF ID "column,a,,object.credit,,,,,,,\n", 6, "personal", "“object.credit”"},
	    {HEAD SELF ID "column,a,,object.phone,,,,,,,no\n", 6, "personal", "“object.phone”"},
	    {HEAD SELF ID "column,a,,text,{plan.id}{inspector.cert},,,,,,\n", 6, "personal", ""},
	    {HEAD SELF ID "column,a,,plan.id,,maybe,,,,,\n", 6, "required", "“maybe”"},
	    {HEAD SELF ID "column,a,,plan.id,,,0,,,,\n", 6, "length", "“0”"},
	    {HEAD SELF ID "column,a,,plan.id,,,-1,,,,\n", 6, "length", "“-1”"},
	    {HEAD SELF ID "column,a,,plan.id,,,9999999,,,,\n", 6, "length", "“9999999”"},
	    {HEAD SELF ID "column,a,,plan.id,,,,[,,,\n", 6, "pattern", "“[”"},
	    {HEAD SELF ID "column,a,,plan.id,,,,,email,,\n", 6, "check", "“email”"},
	    {HEAD SELF ID "column,a,,plan.id,,,,,,none.csv,\n", 0, "", "is not there"},
	    {HEAD SELF ID "column,a,,plan.id,,,,,,odd.csv,\n", 1, "code", "is missing"},
	    {HEAD SELF "column,a,,row.id,,,,,,,\n", 0, "key", "“id” is not a column"},
	    {HEAD SELF "column,id,,batch.row,,,,,,,\n", 0, "key", "another one in each batch"},
	    {HEAD SELF "column,id,,result.code,,,,,,,\n", 0, "key",
	        "result.code, which can change"},
	    {HEAD SELF "column,id,,item.title,,,,,,,\n", 0, "key", "item.title, which can change"},
	    {HEAD SELF "column,id,,text,{item.item}-{object.name},,,,,,\n", 0, "key",
	        "object.name"},
	};

	unsigned wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct upload_format f;

		err = (struct ssjc_err){0};
		if (read_it(&f, cases[i].text) == SSJC_OK)
			fail_msg("case %zu was taken", i);
		if (err.line != cases[i].line || !strstr(err.msg, cases[i].words) ||
		    strcmp(err.column, cases[i].field) != 0) {
			print_error(
			    "case %zu: %u: %s: %s\n", i, (unsigned)err.line, err.column, err.msg);
			wrong++;
		}
		assert_true(f.n_columns == 0 && f.n_codes == 0 && !f.column);
	}
	assert_int_equal(wrong, 0);
}

static void columns(void **state)
{
	struct upload_format f;
	const struct upload_column *c;

	(void)state;
	good(&f,
	    HEAD SELF ",,,,,,,,,,\n"
	              "column, id ,标识,text,{object.id}/{item.item},yes,40,[^ ]+,,,\n"
	              "column,when,,result.date,,,,,past,codes.csv,\n"
	              "column,who,,inspector.name,,no,,,two,codes.csv,yes\n"
	              "column,what_is,,item.检查 内容,,,,,,,\n"
	              "column,op,,batch.operation,,,,,,,\n");
	assert_int_equal(f.n_columns, 5);
	assert_int_equal(f.unit, UPLOAD_ITEM);
	assert_false(f.labels);
	c = upload_format_column(&f, STR("id"));
	assert_true(c == f.column && c->required && c->length == 40 && c->has_regex);
	assert_true(str_is(c->label, "标识") && str_is(c->origin, "text"));
	assert_int_equal(regexec(&c->regex, "a", 0, NULL, 0), 0);
	assert_int_equal(regexec(&c->regex, "a b", 0, NULL, 0), REG_NOMATCH);
	assert_true(f.column[1].check == UPLOAD_PAST && f.column[2].check == UPLOAD_TWO);
	/* A list is read once. */
	assert_int_equal(f.n_codes, 1);
	assert_true(f.column[1].codes == f.column[2].codes);
	assert_true(str_is(f.column[3].rest, "检查 内容"));
	assert_null(upload_format_column(&f, STR("ID")));
	upload_format_close(&f);
}

/* A value that nobody has given a code has none; of two, the first counts. */
static void codes(void **state)
{
	struct upload_format f;
	struct str code;

	(void)state;
	good(&f, HEAD SELF ID "column,a,,result.code,,,,,,codes.csv,\n");
	assert_true(upload_codes_find(f.column[1].codes, STR("ok"), &code) && str_is(code, "1"));
	assert_false(upload_codes_find(f.column[1].codes, STR("bad"), &code));
	assert_false(upload_codes_find(f.column[1].codes, STR("OK"), &code));
	assert_false(upload_codes_find(f.column[1].codes, STR(""), &code));
	upload_format_close(&f);
	good(&f, HEAD SELF "column,id,,row.id,,,,,,,\n");
	upload_format_close(&f);
}

/* What a bureau's spreadsheet makes of it: GB18030, a byte order mark, line ends. */
static void encodings(void **state)
{
	struct upload_format f;

	(void)state;
	good(&f, "\xef\xbb\xbf" HEAD SELF ID);
	upload_format_close(&f);
	good(&f,
	    "what,name,label,source,value\r\nformat,unit,,,object\r\nformat,table,,,t\r\n"
	    "format,key,,,id\r\nformat,title,\xc3\xfb\xb3\xc6,,\xb3\xe9\xb2\xe9\r\n"
	    "column,id,\xc6\xf3\xd2\xb5,object.id,\r\n");
	assert_true(str_is(f.title, "抽查") && str_is(f.column[0].label, "企业"));
	upload_format_close(&f);
}

/* With the unit, a source can be a key or not; which row comes first does not matter. */
static void keys(void **state)
{
	static const char *const units[] = {"object", "department", "result", "item"};
	static const struct {
		const char *source;
		unsigned lasts; /* bits of units */
	} cases[] = {{"row.id", 15}, {"plan.year", 15}, {"object.uscc", 15}, {"object.name", 0},
	    {"object.address", 0}, {"department.name", 15}, {"item.item", 8}, {"item.number", 0},
	    {"result.code", 4}, {"result.text", 0}, {"result.class", 0}, {"result.date", 0},
	    {"result.remark", 0}, {"constant", 15}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		for (size_t u = 0; u < 4; u++) {
			struct upload_format f;
			char text[400];
			bool taken;

			snprintf(text, sizeof text,
			    HEAD "column,k,,%s,x,,,,,,\nformat,key,,,k,,,,,,\n"
			         "format,table,,,t,,,,,,\nformat,unit,,,%s,,,,,,\n",
			    cases[i].source, units[u]);
			taken = read_it(&f, text) == SSJC_OK;
			if (taken != (cases[i].lasts >> u & 1))
				fail_msg("%s of %s: %s", cases[i].source, units[u],
				    taken ? "is taken" : err.msg);
			upload_format_close(&f);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(refused),
	    cmocka_unit_test(columns),
	    cmocka_unit_test(codes),
	    cmocka_unit_test(encodings),
	    cmocka_unit_test(keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
