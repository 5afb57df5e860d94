#include "ssjc/upload/upload_format.h"

#include "upload_key.h"
#include "upload_source.h"

#include "ssjc/base/encoding.h"

#include <stdlib.h>

const char *const upload_units[UPLOAD_UNITS] = {
    [UPLOAD_OBJECT] = "object",
    [UPLOAD_DEPARTMENT] = "department",
    [UPLOAD_RESULT] = "result",
    [UPLOAD_ITEM] = "item",
};

static const char *const checks[UPLOAD_CHECKS] = {
    [UPLOAD_ANY] = "",
    [UPLOAD_USCC] = "uscc",
    [UPLOAD_PLAN] = "plan",
    [UPLOAD_TASK] = "task",
    [UPLOAD_AREA] = "area",
    [UPLOAD_TWO] = "two",
    [UPLOAD_PAST] = "past",
};

/* What is being read, and the row at hand. */
struct reader {
	struct upload_format *f;
	struct table table;
	size_t row;
	bool has_unit;
	unsigned said; /* bits: what the format has said of itself */
	upload_load *load;
	void *arg;
	struct ssjc_err *err;
};

static struct str cell(const struct reader *r, const char *column)
{
	return str_trim(table_at(&r->table, r->row, table_col(&r->table, column)));
}

static ssjc_rc keep(struct reader *r, struct str s, struct str *out)
{
	bool ok = true;

	*out = arena_str(&r->f->arena, s, &ok);
	return ok ? SSJC_OK : ssjc_fail_memory(r->err);
}

/* CSV of any usual encoding: a spreadsheet may have saved it. */
static ssjc_rc read_table(struct table *t, struct str bytes, const char *file, struct ssjc_err *err)
{
	struct decoded d = {0};
	ssjc_rc rc = decoded_open(&d, bytes, ENCODING_AUTO, file, err);

	if (!rc)
		rc = table_read(t, d.text, file, err);
	decoded_close(&d);
	return rc;
}

/* A name that SQL, XML and JSON take as it is. */
static bool is_name(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!(c == '_' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
		        (i > 0 && c >= '0' && c <= '9')))
			return false;
	}
	return s.n > 0;
}

/* JSON has the names in lower case, and databases do not mind case either. */
static bool is_same_name(struct str a, struct str b)
{
	for (size_t i = 0; a.n == b.n && i < a.n; i++)
		if ((a.p[i] | 0x20) != (b.p[i] | 0x20))
			return false;
	return a.n == b.n;
}

static bool is_taken(const struct upload_format *f, struct str name)
{
	for (size_t i = 0; i < f->n_columns; i++)
		if (is_same_name(f->column[i].name, name))
			return true;
	return false;
}

/* ---- What the format says of itself ---- */

static ssjc_rc set_title(struct reader *r, struct str value)
{
	return keep(r, value, &r->f->title);
}

static ssjc_rc set_origin(struct reader *r, struct str value)
{
	return keep(r, value, &r->f->origin);
}

static ssjc_rc set_table(struct reader *r, struct str value)
{
	if (!is_name(value))
		return table_fail(&r->table, r->row, "value", r->err,
		    "“%.*s” is not a name of ASCII letters, digits and _", STR_ARG(value));
	return keep(r, value, &r->f->table);
}

static ssjc_rc set_key(struct reader *r, struct str value)
{
	struct str piece;
	size_t most = 1;

	for (size_t i = 0; i < value.n; i++)
		most += value.p[i] == ';';
	r->f->key = arena_array(&r->f->arena, most, sizeof *r->f->key);
	if (!r->f->key)
		return ssjc_fail_memory(r->err);
	while (str_split(&value, ';', &piece)) {
		ssjc_rc rc = keep(r, str_trim(piece), &r->f->key[r->f->n_keys++]);

		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static ssjc_rc set_unit(struct reader *r, struct str value)
{
	for (int i = 0; i < UPLOAD_UNITS; i++)
		if (str_is(value, upload_units[i])) {
			r->f->unit = (enum upload_unit)i;
			r->has_unit = true;
			return SSJC_OK;
		}
	return table_fail(&r->table, r->row, "value", r->err,
	    "“%.*s” is not what a row can be of: object, department, result or item",
	    STR_ARG(value));
}

static ssjc_rc set_header(struct reader *r, struct str value)
{
	r->f->labels = str_is(value, "label");
	if (r->f->labels || str_is(value, "name"))
		return SSJC_OK;
	return table_fail(
	    &r->table, r->row, "value", r->err, "“%.*s” is neither name nor label", STR_ARG(value));
}

static ssjc_rc read_format(struct reader *r)
{
	static const struct {
		const char *name;
		ssjc_rc (*set)(struct reader *, struct str);
	} known[] = {{"title", set_title}, {"origin", set_origin}, {"table", set_table},
	    {"key", set_key}, {"unit", set_unit}, {"header", set_header}};
	struct str name = cell(r, "name"), value = cell(r, "value");

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (str_is(name, known[i].name)) {
			if (r->said >> i & 1)
				return table_fail(&r->table, r->row, "name", r->err,
				    "“%.*s” is duplicated", STR_ARG(name));
			r->said |= 1U << i;
			return known[i].set(r, value);
		}
	return table_fail(&r->table, r->row, "name", r->err,
	    "“%.*s” is not what a format says of itself: title, origin, unit, table, key or header",
	    STR_ARG(name));
}

/* ---- Code lists ---- */

static ssjc_rc read_codes(struct reader *r, struct str name, const struct upload_codes **out)
{
	static const char *const needed[] = {"value", "code", NULL};
	struct upload_format *f = r->f;
	struct upload_codes *codes = &f->codes[f->n_codes];
	const char *path;
	ssjc_rc rc;

	for (size_t i = 0; i < f->n_codes; i++)
		if (str_eq(f->codes[i].name, name)) {
			*out = &f->codes[i];
			return SSJC_OK;
		}
	rc = keep(r, name, &codes->name);
	if (rc)
		return rc;
	rc = r->load(r->arg, codes->name, &codes->text, &path, r->err);
	if (rc)
		return rc;
	rc = read_table(&codes->table, codes->text, path, r->err);
	if (rc)
		return rc;
	f->n_codes++;
	*out = codes;
	return table_need(&codes->table, needed, r->err);
}

bool upload_codes_find(const struct upload_codes *codes, struct str value, struct str *code)
{
	const struct table *t = &codes->table;
	int from = table_col(t, "value"), to = table_col(t, "code");

	for (size_t i = 0; i < t->rows; i++) {
		struct str found = str_trim(table_at(t, i, to));

		/* A row without a code is one that nobody has filled in yet. */
		if (!str_eq(str_trim(table_at(t, i, from)), value) || found.n == 0)
			continue;
		*code = found;
		return true;
	}
	return false;
}

/* ---- Columns ---- */

/* Does the text use a source of personal data? SSJC_INPUT for one that is not there. */
static ssjc_rc check_text(struct reader *r, struct str text, bool *personal)
{
	struct str rest = text, piece, name, after;

	*personal = false;
	str_split(&rest, '{', &piece);
	while (str_split(&rest, '{', &piece)) {
		const struct upload_source *s;
		bool closed = false;

		for (size_t i = 0; i < piece.n; i++)
			closed |= piece.p[i] == '}';
		str_split(&piece, '}', &name);
		s = closed ? upload_source_of(name, &after) : NULL;
		if (!s || !s->get)
			return table_fail(&r->table, r->row, "value", r->err,
			    "“{%.*s}” does not name a source between { and }", STR_ARG(name));
		*personal |= s->personal;
	}
	return SSJC_OK;
}

static ssjc_rc read_source(struct reader *r, struct upload_column *c)
{
	struct str name = cell(r, "source"), rest;
	struct buf names = {0};
	bool personal;
	ssjc_rc rc;

	c->source = upload_source_of(name, &rest);
	if (!c->source) {
		upload_source_names(&names);
		rc = table_fail(&r->table, r->row, "source", r->err,
		    "“%.*s” is not a source; the sources are: %.*s", STR_ARG(name),
		    STR_ARG(buf_text(&names)));
		buf_free(&names);
		return rc;
	}
	rc = keep(r, name, &c->origin);
	if (rc)
		return rc;
	rc = keep(r, rest, &c->rest);
	if (rc)
		return rc;
	rc = keep(r, cell(r, "value"), &c->value);
	if (rc)
		return rc;
	personal = c->source->personal;
	if (upload_source_is_text(c->source)) {
		rc = check_text(r, c->value, &personal);
		if (rc)
			return rc;
	}
	if (personal && !c->personal)
		return table_fail(&r->table, r->row, "personal", r->err,
		    "the source “%.*s” has personal data or a credit class: it is uploaded only "
		    "where this column says yes, and the manual of the bureau why",
		    STR_ARG(name));
	return SSJC_OK;
}

static ssjc_rc read_yes(struct reader *r, const char *column, bool *out)
{
	struct str s = cell(r, column);

	*out = str_is(s, "yes");
	if (*out || s.n == 0 || str_is(s, "no"))
		return SSJC_OK;
	return table_fail(
	    &r->table, r->row, column, r->err, "“%.*s” is neither yes nor no", STR_ARG(s));
}

static ssjc_rc read_pattern(struct reader *r, struct upload_column *c)
{
	struct str s = cell(r, "pattern");
	struct buf whole = {0};
	ssjc_rc rc = keep(r, s, &c->pattern);

	if (rc || s.n == 0)
		return rc;
	buf_printf(&whole, "^(%.*s)$", STR_ARG(s));
	if (whole.failed)
		rc = ssjc_fail_memory(r->err);
	else if (regcomp(&c->regex, whole.p, REG_EXTENDED | REG_NOSUB) != 0)
		rc = table_fail(&r->table, r->row, "pattern", r->err,
		    "“%.*s” is not an extended regular expression", STR_ARG(s));
	else
		c->has_regex = true;
	buf_free(&whole);
	return rc;
}

static ssjc_rc read_check(struct reader *r, struct upload_column *c)
{
	struct str s = cell(r, "check");

	for (int i = 0; i < UPLOAD_CHECKS; i++)
		if (str_is(s, checks[i])) {
			c->check = (enum upload_check)i;
			return SSJC_OK;
		}
	return table_fail(&r->table, r->row, "check", r->err,
	    "“%.*s” is not a check: uscc, plan, task, area, two or past", STR_ARG(s));
}

static ssjc_rc read_length(struct reader *r, struct upload_column *c)
{
	struct str s = cell(r, "length");
	const char *wrong;
	int64_t n;

	if (s.n == 0)
		return SSJC_OK;
	wrong = num_parse(s, 1, 1000000, &n);
	if (wrong)
		return table_fail(&r->table, r->row, "length", r->err,
		    "“%.*s” is not a number of characters from 1 to 1000000", STR_ARG(s));
	c->length = (unsigned)n;
	return SSJC_OK;
}

static ssjc_rc read_column(struct reader *r)
{
	struct upload_column *c = &r->f->column[r->f->n_columns];
	struct str name = cell(r, "name"), codes = cell(r, "codes");
	ssjc_rc rc;

	if (!is_name(name))
		return table_fail(&r->table, r->row, "name", r->err,
		    "“%.*s” is not a name of ASCII letters, digits and _", STR_ARG(name));
	if (is_taken(r->f, name))
		return table_fail(&r->table, r->row, "name", r->err,
		    "the column “%.*s” is duplicated", STR_ARG(name));
	r->f->n_columns++;
	rc = keep(r, name, &c->name);
	if (rc)
		return rc;
	rc = keep(r, cell(r, "label"), &c->label);
	if (rc)
		return rc;
	rc = read_yes(r, "required", &c->required);
	if (rc)
		return rc;
	rc = read_yes(r, "personal", &c->personal);
	if (rc)
		return rc;
	rc = read_source(r, c);
	if (rc)
		return rc;
	rc = read_length(r, c);
	if (rc)
		return rc;
	rc = read_pattern(r, c);
	if (rc)
		return rc;
	rc = read_check(r, c);
	if (rc)
		return rc;
	return codes.n ? read_codes(r, codes, &c->codes) : SSJC_OK;
}

/* ---- All of it ---- */

static ssjc_rc read_row(struct reader *r)
{
	struct str what = cell(r, "what");

	if (str_is(what, "format"))
		return read_format(r);
	if (str_is(what, "column"))
		return read_column(r);
	if (what.n == 0 && cell(r, "name").n == 0)
		return SSJC_OK;
	return table_fail(&r->table, r->row, "what", r->err, "“%.*s” is neither format nor column",
	    STR_ARG(what));
}

/* What only the whole file shows. */
static ssjc_rc check_whole(struct reader *r)
{
	const struct upload_format *f = r->f;

	if (!r->has_unit)
		return ssjc_fail_at(r->err, SSJC_INPUT, f->file, 0, "unit",
		    "is missing: a row “format,unit” says what there is one row of");
	if (f->table.n == 0)
		return ssjc_fail_at(r->err, SSJC_INPUT, f->file, 0, "table",
		    "is missing: a row “format,table” names the table of a database");
	if (f->n_columns == 0)
		return ssjc_fail_at(r->err, SSJC_INPUT, f->file, 0, NULL, "has no column");
	if (f->n_keys == 0)
		return ssjc_fail_at(r->err, SSJC_INPUT, f->file, 0, "key",
		    "is missing: a row “format,key” names the columns by which a row is found again");
	return upload_key_check(f, r->err);
}

ssjc_rc upload_format_read(struct upload_format *out, struct str name, struct str text,
    const char *file, upload_load *load, void *arg, struct ssjc_err *err)
{
	static const char *const needed[] = {"what", "name", "label", "source", "value", NULL};
	struct reader r = {.f = out, .load = load, .arg = arg, .err = err};
	ssjc_rc rc;

	*out = (struct upload_format){.file = file};
	rc = keep(&r, name, &out->name);
	if (rc)
		goto out;
	rc = read_table(&r.table, text, file, err);
	if (rc)
		goto out;
	rc = table_need(&r.table, needed, err);
	if (rc)
		goto out;
	out->column = arena_array(&out->arena, r.table.rows + 1, sizeof *out->column);
	out->codes = arena_array(&out->arena, r.table.rows + 1, sizeof *out->codes);
	if (!out->column || !out->codes) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	for (r.row = 0; r.row < r.table.rows; r.row++) {
		rc = read_row(&r);
		if (rc)
			goto out;
	}
	rc = check_whole(&r);
out:
	table_close(&r.table);
	if (rc)
		upload_format_close(out);
	return rc;
}

const struct upload_column *upload_format_column(const struct upload_format *f, struct str name)
{
	for (size_t i = 0; i < f->n_columns; i++)
		if (str_eq(f->column[i].name, name))
			return &f->column[i];
	return NULL;
}

void upload_format_close(struct upload_format *f)
{
	for (size_t i = 0; i < f->n_columns; i++)
		if (f->column[i].has_regex)
			regfree(&f->column[i].regex);
	for (size_t i = 0; i < f->n_codes; i++)
		table_close(&f->codes[i].table);
	arena_free(&f->arena);
	*f = (struct upload_format){0};
}
