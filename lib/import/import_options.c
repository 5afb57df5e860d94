#include "ssjc/import/import_options.h"

#include "ssjc/base/language.h"
#include "ssjc/base/num.h"

#include <stdlib.h>
#include <string.h>

static const char *const styles[] = {[CSV_PLAIN] = "csv", [CSV_TSV] = "tsv", [CSV_EXCEL] = "excel"};

static ssjc_rc add_map(struct import_options *o, struct str text, struct ssjc_err *err)
{
	const char *eq = text.n ? memchr(text.p, '=', text.n) : NULL;
	struct import_map m;
	bool ok = true;

	if (!eq || eq == text.p || eq + 1 == text.p + text.n)
		return ssjc_fail(err, SSJC_USAGE, "“%.*s” is not column=header", STR_ARG(text));
	for (const char *p = text.p; p < eq; p++)
		if (!(*p >= 'a' && *p <= 'z') && !(*p >= '0' && *p <= '9') && *p != '_')
			return ssjc_fail(err, SSJC_USAGE,
			    "“%.*s” cannot be the name of a column: a-z, 0-9 and _ only",
			    (int)(eq - text.p), text.p);
	m.column = arena_str(&o->arena, (struct str){text.p, (size_t)(eq - text.p)}, &ok);
	m.header = arena_str(&o->arena, (struct str){eq + 1, text.n - m.column.n - 1}, &ok);
	for (size_t i = 0; i < o->n_maps; i++)
		if (str_eq(o->map[i].column, m.column))
			return ssjc_fail(err, SSJC_USAGE, "the column “%.*s” is mapped twice",
			    STR_ARG(m.column));
	if (!ok || !array_grow(&o->map, &o->map_cap, o->n_maps, sizeof m))
		return ssjc_fail_memory(err);
	o->map[o->n_maps++] = m;
	return SSJC_OK;
}

static ssjc_rc add_sheet(struct import_options *o, struct str name, struct ssjc_err *err)
{
	bool ok = true;
	struct str copy = arena_str(&o->arena, name, &ok);

	if (!ok || !array_grow(&o->sheet, &o->sheet_cap, o->n_sheets, sizeof copy))
		return ssjc_fail_memory(err);
	o->sheet[o->n_sheets++] = copy;
	return SSJC_OK;
}

enum { HEADER_ROW_MAX = 1 << 20, HEADER_LINES_MAX = 4 };

/* "3" or "3-4": the rows of the headers. */
static ssjc_rc set_header(struct import_options *o, struct str value, struct ssjc_err *err)
{
	struct str rest = value, piece;
	int64_t first, last;

	str_split(&rest, '-', &piece);
	if (num_parse(piece, 1, HEADER_ROW_MAX, &first))
		first = 0;
	last = first;
	if (first && rest.p && num_parse(rest, first, first + HEADER_LINES_MAX - 1, &last))
		first = 0;
	if (!first)
		return ssjc_fail(err, SSJC_USAGE,
		    "“%.*s” does not say the rows of headers as 3 or 3-4 do, %d rows at most",
		    STR_ARG(value), HEADER_LINES_MAX);
	o->header_first = (uint64_t)first;
	o->header_last = (uint64_t)last;
	return SSJC_OK;
}

void import_options_text(const struct import_options *o, struct buf *out)
{
	buf_printf(out, "stream=%s\nstyle=%s\nencoding=%s\nhidden=%s\n",
	    o->stream ? o->stream->name : "", styles[o->style], encoding_names[o->encoding],
	    o->hidden ? "yes" : "no");
	if (o->header_first)
		buf_printf(out, "header=%llu-%llu\n", (unsigned long long)o->header_first,
		    (unsigned long long)o->header_last);
	for (size_t i = 0; i < o->n_sheets; i++)
		buf_printf(out, "sheet=%.*s\n", STR_ARG(o->sheet[i]));
	for (size_t i = 0; i < o->n_maps; i++)
		buf_printf(
		    out, "map=%.*s=%.*s\n", STR_ARG(o->map[i].column), STR_ARG(o->map[i].header));
}

static bool parse_style(struct str value, enum csv_style *style)
{
	for (size_t i = 0; i < sizeof styles / sizeof styles[0]; i++)
		if (str_is(value, styles[i])) {
			*style = (enum csv_style)i;
			return true;
		}
	return false;
}

ssjc_rc import_option(
    struct import_options *o, struct str name, struct str value, struct ssjc_err *err)
{
	bool known = false;

	if (str_is(name, "sheet"))
		return add_sheet(o, value, err);
	if (str_is(name, "map"))
		return add_map(o, value, err);
	if (str_is(name, "header"))
		return set_header(o, value, err);
	if (str_is(name, "stream"))
		known = (o->stream = stream_of(value)) || value.n == 0;
	else if (str_is(name, "encoding"))
		known = encoding_parse(value, &o->encoding);
	else if (str_is(name, "hidden"))
		known = (o->hidden = str_is(value, "yes")) || str_is(value, "no");
	else if (str_is(name, "style"))
		known = parse_style(value, &o->style);
	return known
	    ? SSJC_OK
	    : ssjc_fail(err, SSJC_USAGE, "there is no %.*s “%.*s”%s", STR_ARG(name), STR_ARG(value),
	          str_is(name, "encoding")
	              ? W_(": UTF-8, GB18030, UTF-16LE, UTF-16BE and auto are known")
	              : "");
}

ssjc_rc import_options_parse(struct import_options *o, struct str text, struct ssjc_err *err)
{
	struct str line;
	ssjc_rc rc;

	*o = (struct import_options){0};
	while (str_split(&text, '\n', &line)) {
		struct str value = line, name;

		if (line.n == 0)
			continue;
		str_split(&value, '=', &name);
		rc = value.p ? import_option(o, name, value, err) : SSJC_USAGE;
		if (rc == SSJC_USAGE)
			rc = ssjc_fail(
			    err, SSJC_INPUT, "“%.*s” is not an option of an import", STR_ARG(line));
		if (rc) {
			import_options_free(o);
			return rc;
		}
	}
	return SSJC_OK;
}

void import_options_free(struct import_options *o)
{
	free(o->sheet);
	free(o->map);
	arena_free(&o->arena);
	*o = (struct import_options){0};
}
