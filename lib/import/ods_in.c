#include "ods_in.h"

#include "xlsx_text.h"
#include "xml_in.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STYLES_MAX = 1 << 14 };

/* A cell of the row that is being read, which may be repeated. */
struct cell_read {
	unsigned column, times;
	size_t at, n; /* of its text, in row_text */
	enum cell_kind kind;
	unsigned rows; /* that it is merged over */
};

/* A cell that is being read. */
struct ods_value {
	char type[12];    /* "float", "date", … or "" */
	struct buf raw;   /* the value itself, of a number, day or time */
	struct buf shown; /* its paragraphs: what people see */
	unsigned paragraphs;
	bool formula, valued, error, struck;
};

struct ods_reader {
	struct sheet_store *store;
	struct xml_in *xml;
	const char *name;
	struct arena arena;

	bool spreadsheet; /* the body is one */
	struct str style; /* the name of the style that is being read */
	struct style_names {
		struct str *v;
		size_t n, cap;
	} hidden, struck; /* styles of tables that are not displayed, of text struck through */

	unsigned tables; /* how many are open: a chart can hold one */
	uint64_t row;    /* how many came before the one that is being read */
	unsigned row_times;
	bool row_hidden;
	unsigned column, column_times;
	bool in_cell;
	bool blank;                  /* another one would not be shown */
	unsigned in_paragraph, skip; /* how many elements are open whose text is not shown */
	unsigned merged_rows;
	struct ods_value value;
	struct cell_read *cell;
	size_t n_cells, cell_cap;
	struct buf row_text, text;
};

static bool is(const char *name, const char *other)
{
	return strcmp(name, other) == 0;
}

/* ---- What a cell shows ---- */

/* A whole number at *at, which goes past it; false when there is none, or no such. */
static bool take_number(struct str s, size_t *at, uint64_t *n)
{
	size_t from = *at;

	for (*n = 0; *at < s.n && s.p[*at] >= '0' && s.p[*at] <= '9'; (*at)++)
		*n = *n * 10 + (uint64_t)(s.p[*at] - '0');
	return *at > from && *at - from <= 9;
}

/* Seconds of "PT36H00M00S", rounded. False when it is not a length of time. */
static bool duration(struct str s, uint64_t *seconds)
{
	static const struct {
		char name;
		unsigned seconds;
	} units[] = {{'H', 3600}, {'M', 60}, {'S', 1}};
	size_t at = 2;

	*seconds = 0;
	if (s.n < 4 || s.p[0] != 'P' || s.p[1] != 'T')
		return false;
	for (size_t i = 0; i < 3 && at < s.n; i++) {
		size_t from = at;
		bool more = false;
		uint64_t n;

		if (!take_number(s, &at, &n))
			return false;
		if (at < s.n && (s.p[at] == '.' || s.p[at] == ',')) {
			more = at + 1 < s.n && s.p[at + 1] >= '5';
			for (at++; at < s.n && s.p[at] >= '0' && s.p[at] <= '9';)
				at++;
		}
		if (at == s.n || s.p[at] != units[i].name) {
			at = from;
			continue;
		}
		*seconds += (n + more) * units[i].seconds;
		at++;
	}
	return at == s.n;
}

/*
 * Append a time. One of more than a day is a length of time where people see all of
 * its hours, and else a day and a time of it.
 */
static bool add_time(struct buf *to, struct str raw, struct str shown)
{
	static const uint64_t DAY = 86400, ONE = 1000000000000;
	static const struct cell_format day_and_time = {.date = true};
	uint64_t seconds, hours;
	char serial[48];
	size_t at = 0;

	if (!duration(raw, &seconds))
		return false;
	if (seconds >= DAY && !(take_number(shown, &at, &hours) && hours == seconds / 3600)) {
		snprintf(serial, sizeof serial, "%llu.%012llu", (unsigned long long)(seconds / DAY),
		    (unsigned long long)(seconds % DAY * ONE / DAY));
		cell_number(to, str_of(serial), day_and_time, false);
		return true;
	}
	buf_printf(to, "%02llu:%02u:%02u", (unsigned long long)(seconds / 3600),
	    (unsigned)(seconds / 60 % 60), (unsigned)(seconds % 60));
	return true;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Append the digits of s, without zeros before them. */
static void add_digits(struct buf *to, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (is_digit(s.p[i]) && (to->n > 0 || s.p[i] != '0'))
			buf_char(to, s.p[i]);
}

/* Is what b has, a number's digits, in a? */
static bool has_digits(struct str a, struct str b)
{
	for (size_t i = 0; i + b.n <= a.n; i++)
		if (memcmp(a.p + i, b.p, b.n) == 0)
			return true;
	return false;
}

/* Are there digits other than zeros after a point, the only one? */
static bool has_fraction(struct str s)
{
	const char *point = s.n > 0 ? memchr(s.p, '.', s.n) : NULL, *end = s.p + s.n;

	if (!point || memchr(point + 1, '.', (size_t)(end - point - 1)))
		return false;
	while (++point < end)
		if (*point >= '1' && *point <= '9')
			return true;
	return false;
}

/* Is it only a number, with separators of thousands and a point: "1,234.50", "1.234"? */
static bool is_plain(struct str s)
{
	static const char *const separators[] = {",", ".", "'", " ", "\u00a0", "\u202f", NULL};
	size_t since = 0;
	bool separated = false;

	for (size_t i = 0, n; i < s.n; i += n) {
		struct str rest = {s.p + i, s.n - i};
		size_t k = 0;

		n = 1;
		if (is_digit(s.p[i])) {
			since++;
			continue;
		}
		while (separators[k] && !str_starts(rest, separators[k]))
			k++;
		/* A point may be followed by any number of digits: it is the last. */
		if (!separators[k] || (separated && since != 3))
			return false;
		n = strlen(separators[k]);
		separated = true;
		since = 0;
	}
	return true;
}

/* "1.2E+05" and the like? */
static bool is_scientific(struct str s)
{
	for (size_t i = 1; i + 2 < s.n; i++)
		if ((s.p[i] | 32) == 'e' && is_digit(s.p[i - 1]) &&
		    (s.p[i + 1] == '+' || s.p[i + 1] == '-') && is_digit(s.p[i + 2]))
			return true;
	return false;
}

/*
 * Is what people see of a number more than the number: "0012", "T-8", "2023年",
 * "12-3456", "是"? What only decorates it, separators of thousands and the like, is not;
 * nor is what shows it scaled, rounded or as a fraction.
 */
static bool shows_more(struct str shown, struct str plain)
{
	struct str core = cell_format_undecorated(shown);
	struct buf all = {0}, own = {0};
	bool more;

	if (core.n == 0 || core.p[0] == '#' || is_scientific(core))
		return false;
	if (is_plain(core) && !(core.n > 1 && core.p[0] == '0' && is_digit(core.p[1])))
		return false;
	add_digits(&own, plain);
	add_digits(&all, core);
	/* Words alone, by which a format calls a number, as "是" for 1. */
	more = all.n == 0 && !memchr(core.p, '0', core.n);
	more = more ||
	    (has_fraction(core) == has_fraction(plain) &&
	        has_digits(buf_text(&all), buf_text(&own)));
	more = more && !all.failed && !own.failed;
	buf_free(&all);
	buf_free(&own);
	return more;
}

/* Append what the cell shows. */
static enum cell_kind show(const struct ods_value *v, struct buf *to)
{
	struct str raw = buf_text(&v->raw), shown = buf_text(&v->shown);
	size_t at = to->n;
	enum cell_kind kind;

	if (v->error || (v->formula && cell_is_error(shown))) {
		buf_str(to, shown);
		return CELL_ERROR;
	}
	if (is(v->type, "date")) {
		buf_str(to, cell_moment(to, raw) ? (struct str){"", 0} : raw);
		return CELL_TEXT;
	}
	if (is(v->type, "time")) {
		buf_str(to, add_time(to, raw, shown) ? (struct str){"", 0} : shown);
		return CELL_TEXT;
	}
	if (is(v->type, "boolean")) {
		buf_z(to, str_is(raw, "true") ? "TRUE" : "FALSE");
		return CELL_TEXT;
	}
	if (raw.n == 0 || is(v->type, "string")) {
		buf_str(to, v->paragraphs > 0 ? shown : raw);
		return CELL_TEXT;
	}
	kind = cell_number(to, raw, (struct cell_format){0}, false);
	if (is(v->type, "float") && !to->failed &&
	    shows_more(shown, (struct str){to->p + at, to->n - at})) {
		to->n = at;
		buf_str(to, shown);
	}
	return kind;
}

/* ---- Styles ---- */

static bool has_style(const struct style_names *s, const char **a)
{
	const char *style = s->n ? xml_in_attribute_any(a, "style-name") : NULL;

	for (size_t i = 0; style && i < s->n; i++)
		if (str_is(s->v[i], style))
			return true;
	return false;
}

/* The style that is being read is one of these. */
static void add_style(struct ods_reader *r, struct style_names *s)
{
	bool ok = true;

	if (s->n >= STYLES_MAX || !array_grow(&s->v, &s->cap, s->n, sizeof *s->v)) {
		xml_in_stop_memory(r->xml);
		return;
	}
	s->v[s->n++] = arena_str(&r->arena, r->style, &ok);
	if (!ok)
		xml_in_stop_memory(r->xml);
}

/* ---- Rows ---- */

/* How often a row or cell is meant: "table:number-rows-repeated" and the like. */
static unsigned times(const char **a, const char *name)
{
	const char *value = xml_in_attribute_any(a, name);
	unsigned n = 1;

	return value && xml_in_number(value, SHEET_STORE_ROWS, &n) && n > 0 ? n : 1;
}

static void row_start(struct ods_reader *r, const char **a)
{
	const char *visibility = xml_in_attribute_any(a, "visibility");

	r->row_times = times(a, "number-rows-repeated");
	r->row_hidden = visibility && !is(visibility, "visible");
	r->column = 0;
	r->n_cells = 0;
	buf_clear(&r->row_text);
}

static void put_cell(struct ods_reader *r, const struct cell_read *c)
{
	struct str text = {r->row_text.p + c->at, c->n};

	for (unsigned i = 0; i < c->times && !sheet_store_failed(r->store); i++)
		sheet_store_cell(r->store, c->column + i, text, c->kind);
	if (c->rows > 1)
		sheet_store_merge(r->store, c->column, c->rows);
}

static void row_end(struct ods_reader *r)
{
	for (unsigned i = 0; r->n_cells > 0 && i < r->row_times; i++) {
		sheet_store_row(r->store, r->row + i + 1, r->row_hidden);
		for (size_t k = 0; k < r->n_cells; k++)
			put_cell(r, &r->cell[k]);
		if (sheet_store_failed(r->store)) {
			xml_in_stop(r->xml, "cannot be read");
			return;
		}
	}
	r->row += r->row_times;
}

/* ---- Cells ---- */

static void cell_start(struct ods_reader *r, const char **a)
{
	/* where each type has its value */
	static const char *const values[] = {
	    "value", "date-value", "time-value", "boolean-value", "string-value"};
	const char *type = xml_in_attribute_any(a, "value-type");
	const char *raw = NULL;
	struct ods_value *v = &r->value;

	r->in_cell = true;
	r->in_paragraph = r->skip = 0;
	r->column_times = times(a, "number-columns-repeated");
	r->merged_rows = times(a, "number-rows-spanned");
	for (size_t i = 0; i < sizeof values / sizeof values[0] && !raw; i++)
		raw = xml_in_attribute_any(a, values[i]);
	v->error = false;
	v->struck = has_style(&r->struck, a);
	/* LibreOffice says in a namespace of its own that a text is an error. */
	for (const char **p = a; *p; p += 2)
		v->error |= strstr(p[0], ":calcext:") && strstr(p[0], " value-type") &&
		    is(p[1], "error");
	v->formula = xml_in_attribute_any(a, "formula") != NULL;
	v->valued = type != NULL;
	v->paragraphs = 0;
	snprintf(v->type, sizeof v->type, "%s", type ? type : "");
	buf_clear(&v->raw);
	buf_clear(&v->shown);
	buf_z(&v->raw, raw ? raw : "");
}

static void cell_end(struct ods_reader *r)
{
	struct ods_value *v = &r->value;
	struct cell_read c = {
	    r->column, r->column_times, r->row_text.n, 0, CELL_TEXT, r->merged_rows};

	r->in_cell = false;
	if (r->column < SHEET_STORE_COLUMNS)
		r->column += r->column_times;
	if (v->formula)
		sheet_store_formula(r->store, v->valued || v->paragraphs > 0);
	if (v->formula && !v->valued && v->paragraphs == 0) {
		buf_char(&r->row_text, '=');
		c.kind = CELL_UNCALCULATED;
	} else {
		c.kind = show(v, &r->row_text);
	}
	if (v->struck && c.kind == CELL_TEXT)
		c.kind = CELL_STRUCK;
	c.n = r->row_text.n - c.at;
	if (v->raw.failed || v->shown.failed || r->row_text.failed)
		xml_in_stop_memory(r->xml);
	if (c.n == 0)
		return;
	if (!array_grow(&r->cell, &r->cell_cap, r->n_cells, sizeof *r->cell)) {
		xml_in_stop_memory(r->xml);
		return;
	}
	r->cell[r->n_cells++] = c;
}

/* Elements of a paragraph whose text is not shown in it. */
static bool is_beside(const char *name)
{
	static const char *const names[] = {"annotation", "annotation-end", "ruby-text", "note",
	    "frame", "custom-shape", "g", "tracked-changes", "bookmark", "bookmark-start",
	    "bookmark-end", "event-listeners", NULL};
	size_t i = 0;

	while (names[i] && !is(name, names[i]))
		i++;
	return names[i] != NULL;
}

/* Elements of a paragraph: most are fields, or parts of it that look otherwise. */
static void inline_start(struct ods_reader *r, const char *name, const char **a)
{
	if (r->skip > 0 || is_beside(name))
		r->skip++;
	else if (is(name, "s"))
		for (unsigned n = times(a, "c"); n > 0 && r->value.shown.n <= XLSX_TEXT_MAX; n--)
			buf_char(&r->value.shown, ' ');
	else if (is(name, "tab"))
		buf_char(&r->value.shown, '\t');
	else if (is(name, "line-break"))
		buf_char(&r->value.shown, '\n');
	if (r->skip > 0)
		return;
	r->value.struck |= is(name, "span") && has_style(&r->struck, a);
	r->in_paragraph++;
	r->blank &= !(is(name, "s") || is(name, "tab"));
}

/* In a cell only its paragraphs are shown: not its comment, nor a picture's text. */
static void in_cell_start(struct ods_reader *r, const char *name, const char **a)
{
	if (r->in_paragraph > 0) {
		inline_start(r, name, a);
	} else if (r->skip > 0 || !is(name, "p")) {
		r->skip++;
	} else {
		if (r->value.paragraphs++ > 0)
			buf_char(&r->value.shown, '\n');
		r->in_paragraph = 1;
		r->blank = true;
	}
}

/* ---- Handlers ---- */

static void table_start(struct ods_reader *r, const char **a)
{
	const char *name = xml_in_attribute_any(a, "name");

	r->row = 0;
	sheet_store_sheet(r->store, str_of(name ? name : ""));
	if (has_style(&r->hidden, a))
		sheet_store_hide(r->store);
}

/* The style that is being read is of tables that are not displayed, or it is not. */
static void table_properties(struct ods_reader *r, const char **a)
{
	const char *display = xml_in_attribute_any(a, "display");

	if (display && is(display, "false"))
		add_style(r, &r->hidden);
}

static void text_properties(struct ods_reader *r, const char **a)
{
	static const char *const names[] = {"text-line-through-style", "text-line-through-type"};
	bool struck = false;

	for (size_t i = 0; i < 2; i++) {
		const char *line = xml_in_attribute_any(a, names[i]);

		struck |= line && !is(line, "none");
	}
	if (struck)
		add_style(r, &r->struck);
}

static void style_start(struct ods_reader *r, const char **a)
{
	const char *name = xml_in_attribute_any(a, "name");

	buf_clear(&r->text);
	buf_z(&r->text, name ? name : "");
	r->style = buf_text(&r->text);
}

static void on_start(void *arg, const char *name, const char **a)
{
	struct ods_reader *r = arg;

	if (r->in_cell) {
		in_cell_start(r, name, a);
		return;
	}
	if (is(name, "table"))
		r->tables++;
	if (r->tables > 1)
		return;
	if (is(name, "table-cell"))
		cell_start(r, a);
	else if (is(name, "covered-table-cell") && r->column < SHEET_STORE_COLUMNS)
		r->column += times(a, "number-columns-repeated");
	else if (is(name, "table-row"))
		row_start(r, a);
	else if (is(name, "table") && r->spreadsheet)
		table_start(r, a);
	else if (is(name, "spreadsheet"))
		r->spreadsheet = true;
	else if (is(name, "style"))
		style_start(r, a);
	else if (is(name, "table-properties"))
		table_properties(r, a);
	else if (is(name, "text-properties"))
		text_properties(r, a);
}

static void on_end(void *arg, const char *name)
{
	struct ods_reader *r = arg;

	if (r->in_cell && r->skip > 0)
		r->skip--;
	else if (r->in_cell && r->in_paragraph > 0)
		r->in_paragraph--;
	else if (r->in_cell)
		cell_end(r);
	else if (is(name, "table"))
		r->tables--;
	else if (is(name, "table-row") && r->tables == 1)
		row_end(r);
}

/* Blanks of several kinds, and several of them, are one, as in a web page. */
static void on_text(void *arg, const char *p, size_t n)
{
	struct ods_reader *r = arg;
	struct buf *to = &r->value.shown;

	if (!r->in_cell || r->in_paragraph == 0 || r->skip > 0)
		return;
	for (size_t i = 0; i < n; i++) {
		bool blank = p[i] == ' ' || p[i] == '\n' || p[i] == '\t';

		if (!blank || !r->blank)
			buf_char(to, blank ? ' ' : p[i]);
		r->blank = blank;
	}
	if (to->n > XLSX_TEXT_MAX)
		xml_in_stop(r->xml, "has a text longer than a cell can hold");
}

/* ---- The file ---- */

static ssjc_rc parse(struct ods_reader *r, struct ssjc_err *err)
{
	bool paused;
	ssjc_rc rc = xml_in_run(r->xml, &paused, err);

	if (sheet_store_failed(r->store))
		return sheet_store_check(r->store, err);
	if (rc)
		return rc;
	if (!r->spreadsheet)
		return ssjc_fail_at(err, SSJC_INPUT, r->name, 0, NULL,
		    "is an OpenDocument file, but not a spreadsheet: save its table as .xlsx");
	return SSJC_OK;
}

static void done(struct ods_reader *r)
{
	xml_in_close(r->xml);
	free(r->hidden.v);
	free(r->struck.v);
	free(r->cell);
	buf_free(&r->value.raw);
	buf_free(&r->value.shown);
	buf_free(&r->row_text);
	buf_free(&r->text);
	arena_free(&r->arena);
}

static const struct xml_in_handlers handlers = {on_start, on_end, on_text};

/* The list of parts says which are encrypted. */
static void manifest_start(void *arg, const char *name, const char **a)
{
	struct ods_reader *r = arg;

	(void)name;
	if (xml_in_attribute_any(a, "checksum-type"))
		xml_in_stop(r->xml, "says that it is encrypted: save the file without a password");
}

static ssjc_rc refuse_encrypted(struct ods_reader *r, struct zip_in *zip, struct ssjc_err *err)
{
	static const struct xml_in_handlers manifest = {
	    manifest_start, xml_in_no_end, xml_in_no_text};
	static const char part[] = "META-INF/manifest.xml";
	bool paused;
	ssjc_rc rc;

	if (!zip_in_has(zip, part))
		return SSJC_OK;
	rc = xml_in_part(r->xml, part, &manifest, r, err);
	return rc ? rc : xml_in_run(r->xml, &paused, err);
}

ssjc_rc ods_in_read_zip(
    struct sheet_store *s, struct zip_in *zip, const char *name, struct ssjc_err *err)
{
	struct ods_reader r = {.store = s, .name = name};
	ssjc_rc rc;

	rc = xml_in_open(&r.xml, zip, name, err);
	if (rc)
		goto out;
	rc = refuse_encrypted(&r, zip, err);
	if (rc)
		goto out;
	rc = xml_in_part(r.xml, "content.xml", &handlers, &r, err);
	if (rc)
		goto out;
	rc = parse(&r, err);
out:
	done(&r);
	return rc;
}

ssjc_rc ods_in_read_text(
    struct sheet_store *s, struct str text, const char *name, struct ssjc_err *err)
{
	struct ods_reader r = {.store = s, .name = name};
	ssjc_rc rc;

	rc = xml_in_open(&r.xml, NULL, name, err);
	if (rc)
		goto out;
	rc = xml_in_text(r.xml, text, &handlers, &r, err);
	if (rc)
		goto out;
	rc = parse(&r, err);
out:
	done(&r);
	return rc;
}
