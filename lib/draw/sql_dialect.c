#include "sql_dialect.h"

#include <string.h>

static const struct sql_dialect dialects[] = {
    /* As a COPY, the server writes the CSV: psql --csv holds all of it, and quotes \\. */
    {.name = "postgresql",
        .literal = {'\'', '\''},
        .identifier = {'"', '"'},
        .identifier_max = 63,
        .sha256 = "encode(sha256(convert_to($1, 'UTF8')), 'hex')",
        .divide = "($1) / $2",
        .bytewise = " COLLATE \"C\"",
        .values = "SELECT * FROM (VALUES $1) AS v (stratum, cutoff)",
        .load = ");\n--   \\copy $1 FROM '$1.csv' CSV HEADER\n",
        .before = "COPY (\n",
        .after = "\n) TO STDOUT (FORMAT csv, HEADER)"},
    /* Its own CSV has quotes around what has a #. */
    {.name = "duckdb",
        .literal = {'\'', '\''},
        .identifier = {'"', '"'},
        .sha256 = "sha256($1)",
        .divide = "($1) // $2",
        .bytewise = "",
        .values = "SELECT * FROM (VALUES $1) AS v (stratum, cutoff)",
        .load = ");\n--   COPY $1 FROM '$1.csv' (FORMAT csv, HEADER, AUTO_DETECT false, "
                "DELIMITER ',', QUOTE '\"', ESCAPE '\"');\n",
        .line =
            "array_to_string([CASE WHEN regexp_matches(cell, '[\",\\n\\r]')\n"
            "        THEN '\"' || replace(cell, '\"', '\"\"') || '\"' ELSE cell END FOR cell IN [$1]], ',')",
        .before = "COPY (\n",
        .after = "\n) TO '/dev/stdout' (FORMAT csv, HEADER, QUOTE '', ESCAPE '')"},
    /* Its own CSV has quotes around every text; its reader drops blanks at their ends. */
    {.name = "clickhouse",
        .literal = {'\'', '\\'},
        .identifier = {'"', '\\'},
        .sha256 = "lower(hex(SHA256($1)))",
        .divide = "intDiv($1, $2)",
        .bytewise = "",
        .values = "SELECT * FROM values('stratum text, cutoff text', $1)",
        .load = ") ENGINE = Memory;\n--   INSERT INTO $1 FROM INFILE '$1.csv'\n"
                "--       SETTINGS input_format_csv_trim_whitespaces = 0, "
                "input_format_null_as_default = 0\n"
                "--       FORMAT CSVWithNames;\n",
        .line = "arrayStringConcat(arrayMap(cell -> if(match(cell, '[\",\\\\n\\\\r]'),\n"
                "        concat('\"', replaceAll(cell, '\"', '\"\"'), '\"'), cell), [$1]), ',')",
        .after = "\nFORMAT TSVRawWithNames"},
};
enum { DIALECTS = sizeof dialects / sizeof dialects[0] };

static void put_quoted(struct buf *out, struct str s, struct sql_quoting q)
{
	buf_char(out, q.mark);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == q.mark || s.p[i] == q.escape)
			buf_char(out, q.escape);
		buf_char(out, s.p[i]);
	}
	buf_char(out, q.mark);
}

void sql_literal(struct buf *out, const struct sql_dialect *d, struct str text)
{
	put_quoted(out, text, d->literal);
}

void sql_identifier(struct buf *out, const struct sql_dialect *d, struct str name)
{
	put_quoted(out, name, d->identifier);
}

void sql_template(struct buf *out, const char *template, struct str one, struct str two)
{
	for (const char *p = template; *p; p++) {
		if (*p == '$') {
			buf_str(out, *++p == '1' ? one : two);
			continue;
		}
		buf_char(out, *p);
	}
}

ssjc_rc sql_dialect_find(const struct sql_dialect **out, const char *name, struct ssjc_err *err)
{
	struct buf names = {0};
	ssjc_rc rc;

	for (size_t i = 0; i < DIALECTS; i++)
		if (strcmp(name, dialects[i].name) == 0) {
			*out = &dialects[i];
			return SSJC_OK;
		}
	for (size_t i = 0; i < DIALECTS; i++)
		buf_printf(&names, "%s%s", i ? ", " : "", dialects[i].name);
	rc = ssjc_fail(err, SSJC_USAGE, "“%s” is not a known dialect of SQL; these are: %.*s", name,
	    STR_ARG(buf_text(&names)));
	buf_free(&names);
	return rc;
}
