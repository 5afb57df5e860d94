#include "import_headers.h"

#include "keyset.h"
#include "ssjc/base/language.h"
#include "ssjc/base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * What reserved names in headers.csv mean: columns that are no stream's. What is “carried”
 * is known, and passed on under its own header.
 */
static const char dropped[] = "id_card", counting[] = "seq";

/* The group's and the column's own text: "法人" and "电话" are another one than "电话". */
static struct str full(struct arena *a, const struct header_of *it, bool *ok)
{
	struct buf b = {0};
	struct str s;

	buf_str(&b, it->group);
	buf_str(&b, it->text);
	s = arena_str(a, buf_text(&b), ok);
	*ok = *ok && !b.failed;
	buf_free(&b);
	return s;
}

/*
 * Below a group a header may mean less than alone: of two that would be the same
 * column, the one that is so together with its group is it, or the one without any.
 */
static bool yields(const struct header_of *v, size_t n, size_t i)
{
	if (v[i].group.n == 0 || v[i].both || v[i].means.n == 0)
		return false;
	for (size_t k = 0; k < n; k++)
		if (k != i && str_eq(v[k].means, v[i].means) && (v[k].both || v[k].group.n == 0))
			return true;
	return false;
}

/* Is there another column with the same header? */
static bool is_repeated(const struct keyset *texts, struct str text)
{
	const struct keyset_entry *e = keyset_find(texts, text);

	return e && e->content > 1;
}

/*
 * Names of carried columns: their headers. One that is duplicated, or is a column's
 * name, is numbered from 2, but not so that it becomes another header.
 */
static bool name_carried(struct import_headers *h, struct keyset *texts)
{
	struct keyset names = {0};
	const struct keyset_entry *old;
	struct buf b = {0};
	bool ok = true;

	for (size_t i = 0; i < h->n && ok; i++)
		if (h->v[i].name.n > 0)
			ok = keyset_add(
			    &names, keyset_hash(&names, h->v[i].name), h->v[i].name, 1, i, &old);
	for (size_t i = 0; i < h->n && ok; i++) {
		struct import_header *c = &h->v[i];
		struct str name = c->header;
		struct keyset_entry *number;

		if (c->name.n > 0 || c->header.n == 0 || c->dropped)
			continue;
		number = keyset_find(texts, c->header);
		while (ok && keyset_find(&names, name)) {
			do {
				buf_clear(&b);
				buf_printf(&b, "%.*s_%llu", STR_ARG(c->header),
				    (unsigned long long)++number->place);
				name = buf_text(&b);
			} while (!b.failed && keyset_find(texts, name));
			ok = !b.failed;
		}
		c->name = arena_str(&h->arena, name, &ok);
		ok = ok && keyset_add(&names, keyset_hash(&names, c->name), c->name, 1, i, &old);
	}
	keyset_free(&names);
	buf_free(&b);
	return ok;
}

/* Count the headers by their text; place is the number to begin to count from. */
static bool count_texts(const struct header_of *v, size_t n, struct keyset *texts)
{
	for (size_t i = 0; i < n; i++) {
		const struct keyset_entry *old;

		if (v[i].text.n == 0)
			continue;
		if (!keyset_add(texts, keyset_hash(texts, v[i].text), v[i].text, 1, 1, &old))
			return false;
		if (old)
			((struct keyset_entry *)old)->content++;
	}
	return true;
}

/* Qualifications are often in two columns: a list may be in several. */
static void join_lists(struct import_headers *h)
{
	for (size_t i = 0; i < h->n; i++) {
		struct import_header *c = &h->v[i];

		c->joined = -1;
		for (size_t k = 0; k < i && c->column && c->column->kind == FIELD_LIST; k++)
			if (h->v[k].column == c->column)
				c->joined = (int)k;
	}
}

static bool fill(struct import_headers *h, const struct header_aliases *a, struct header_of *of)
{
	struct keyset texts = {0};
	bool ok = count_texts(of, h->n, &texts);

	for (size_t i = 0; i < h->n && ok; i++) {
		struct import_header *c = &h->v[i];
		bool less = yields(of, h->n, i);

		c->header = of[i].text;
		if (of[i].both || less || (of[i].group.n && is_repeated(&texts, of[i].text)))
			c->header = full(&h->arena, &of[i], &ok);
		c->unknown = of[i].text.n > 0 && (of[i].means.n == 0 || less);
		if (c->unknown || of[i].means.n == 0)
			continue;
		c->column = stream_column(a->stream, of[i].means);
		c->dropped = str_is(of[i].means, dropped);
		c->number |= str_is(of[i].means, counting);
		if (c->column || header_alias_mapped(a, of[i].means))
			c->name = of[i].means;
	}
	join_lists(h);
	/* Headers that became longer are counted again. */
	for (size_t i = 0; i < h->n; i++)
		of[i].text = h->v[i].header;
	keyset_free(&texts);
	ok = ok && count_texts(of, h->n, &texts) && name_carried(h, &texts);
	keyset_free(&texts);
	return ok;
}

ssjc_rc import_headers_try(struct import_headers *h, struct sheet_rows *rows,
    const struct header_aliases *a, struct ssjc_err *err)
{
	struct header_lines lines = {
	    .arena = &h->arena, .aliases = a, .name = sheet_rows_name(rows)};
	struct header_of *of = NULL;
	struct header_choice c, longer;
	bool ok = true;
	ssjc_rc rc;

	*h = (struct import_headers){.aliases = *a};
	rc = header_lines_read(&lines, rows, err);
	if (rc)
		goto fail;
	c = header_lines_choose(&lines, &h->known);
	if (c.lines == 0)
		return SSJC_OK;
	h->n = header_lines_columns(&lines, c);
	h->first = lines.line[c.first].number;
	h->last = lines.line[c.first + c.lines - 1].number;
	h->earlier = header_lines_earlier(&lines, c);
	h->sideways = header_lines_sideways(&lines);
	h->more = lines.n == HEADER_LINES;
	longer = header_lines_longer(&lines, c);
	if (longer.lines) {
		h->maybe_first = lines.line[longer.first].number;
		h->maybe_last = lines.line[longer.first + longer.lines - 1].number;
	}
	h->v = arena_array(&h->arena, h->n, sizeof *h->v);
	h->line = arena_array(&h->arena, c.lines, sizeof *h->line);
	for (; h->line && h->lines < c.lines; h->lines++)
		h->line[h->lines] = lines.line[c.first + h->lines];
	of = arena_array(&h->arena, h->n, sizeof *of);
	for (size_t i = 0; i < h->n && h->v && of && ok; i++) {
		ok = header_lines_column(&lines, c, i, &of[i]);
		h->v[i].number = of[i].text.n == 0 && header_lines_count(&lines, c, i);
	}
	if (!h->v || !h->line || !of || !ok || !fill(h, a, of)) {
		rc = ssjc_fail_memory(err);
		goto fail;
	}
	return SSJC_OK;
fail:
	import_headers_free(h);
	return rc;
}

/* Is there a traditional character in it, such as headers have, that is simplified otherwise? */
static bool is_traditional(struct str s)
{
	static const char those[] =
	    "統會碼業稱證號電話職務員單類區險級檢專長資質執機構領導狀態註冊營經聯絡繫";

	for (size_t i = 0; i + 3 <= s.n; i++)
		for (size_t k = 0; k + 3 < sizeof those; k += 3)
			if (memcmp(s.p + i, those + k, 3) == 0)
				return true;
	return false;
}

/* Do the headers have all that a stream needs? */
static bool could_be(
    const struct import_headers *h, const struct header_aliases *a, const struct stream *s)
{
	for (size_t c = 0; c < s->n; c++) {
		bool found = !(s->column[c].is & STREAM_REQUIRED);
		struct str column;

		for (size_t i = 0; i < h->n && !found; i++)
			found = vocabulary_column(
			            a->vocabulary, s->name, h->v[i].header, &column) &&
			    str_is(column, s->column[c].name);
		if (!found)
			return false;
	}
	return true;
}

/* The other stream that the sheet seems to be of, or NULL. */
static const struct stream *looks_like(
    const struct import_headers *h, const struct header_aliases *a)
{
	for (int i = 0; i < STREAMS; i++)
		if (&streams[i] != a->stream && could_be(h, a, &streams[i]))
			return &streams[i];
	return NULL;
}

/* A header that nobody knows and that is like those of the column; else the word HEADER. */
static struct str nearest(
    const struct import_headers *h, const struct header_aliases *a, const char *column)
{
	struct str found;

	for (size_t i = 0; i < h->n; i++)
		if (h->v[i].unknown && header_alias_nearest(a, h->v[i].header, &found) &&
		    str_is(found, column))
			return h->v[i].header;
	return STR("HEADER");
}

/* A required column is missing: which headers there are, and what to do. */
static ssjc_rc missing(const struct import_headers *h, const char *name,
    const struct header_aliases *a, const char *column, struct ssjc_err *err)
{
	const struct stream *other = a->needed ? NULL : looks_like(h, a);
	struct buf have = {0}, rows = {0};
	ssjc_rc rc;

	if (h->sideways)
		buf_z(&rows, W_(", or turn the table if its headers are in its first column"));
	else if (h->known == 0 && h->more)
		language_both(
		    &rows, ", or say --header ROW if the headers are below row %d", HEADER_LINES);
	if (h->maybe_last)
		language_both(&rows, ", or say --header %llu-%llu if the headers are on these rows",
		    (unsigned long long)h->maybe_first, (unsigned long long)h->maybe_last);
	for (size_t i = 0; i < h->n; i++)
		if (h->v[i].header.n)
			buf_printf(&have, "%s%.*s", have.n ? ", " : "", STR_ARG(h->v[i].header));
	if (is_traditional(buf_text(&have)))
		buf_z(&rows,
		    W_(", or write the headers, which look like traditional Chinese, as simplified "
		       "Chinese"));
	if (other)
		rc = ssjc_fail_at(err, SSJC_INPUT, name, h->last, NULL,
		    "has no column %s, but looks like what ssjc-import %s reads: was another file meant? The headers are: "
		    "%.*s",
		    column, other->name, STR_ARG(buf_text(&have)));
	else
		rc = ssjc_fail_at(err, SSJC_INPUT, name, h->last, NULL,
		    "no header is known as the column %s; name it with --map '%s=%.*s'%.*s. The "
		    "headers are: %.*s",
		    column, column, STR_ARG(nearest(h, a, column)), STR_ARG(buf_text(&rows)),
		    STR_ARG(buf_text(&have)));
	buf_free(&have);
	buf_free(&rows);
	return rc;
}

/* One header in two places, as of two tables side by side: no --map can tell them apart. */
static ssjc_rc twice(
    const struct import_headers *h, const char *name, size_t a, size_t b, struct ssjc_err *err)
{
	char first[CELL_NAME], second[CELL_NAME];

	cell_name(a, h->last, first);
	cell_name(b, h->last, second);
	return ssjc_fail_at(err, SSJC_INPUT, name, h->last, NULL,
	    "the header “%.*s” is in two columns, %s and %s: give each table a sheet of its own, or "
	    "one of the columns another header",
	    STR_ARG(h->v[a].header), first, second);
}

static bool has(const struct import_headers *h, const struct stream_column *column)
{
	for (size_t i = 0; i < h->n; i++)
		if (h->v[i].column == column)
			return true;
	return false;
}

/* Every required column is there, and no column twice. */
static ssjc_rc check(const struct import_headers *h, const char *name,
    const struct header_aliases *a, struct ssjc_err *err)
{
	const struct stream *stream = a->stream;

	if (h->n == 0)
		return ssjc_fail_at(
		    err, SSJC_INPUT, name, 0, NULL, "is empty: a header line is needed");
	for (size_t i = 0; i < h->n; i++) {
		const struct import_header *c = &h->v[i];

		/* Only columns that headers.csv or --map name can be there twice. */
		for (size_t k = 0; k < i && !c->unknown && c->name.n; k++) {
			if (!str_eq(c->name, h->v[k].name) || c->joined >= 0)
				continue;
			if (str_eq(c->header, h->v[k].header))
				return twice(h, name, k, i, err);
			return ssjc_fail_at(err, SSJC_INPUT, name, h->last, NULL,
			    "the headers “%.*s” and “%.*s” both mean the column %.*s; "
			    "say which one with --map '%.*s=HEADER'",
			    STR_ARG(h->v[k].header), STR_ARG(c->header), STR_ARG(c->name),
			    STR_ARG(c->name));
		}
	}
	for (size_t c = 0; c < stream->n; c++)
		if (stream->column[c].is & STREAM_REQUIRED && !has(h, &stream->column[c]))
			return missing(h, name, a, stream->column[c].name, err);
	for (const char *const *c = a->needed; c && *c; c++)
		if (!has(h, stream_column(stream, str_of(*c))))
			return missing(h, name, a, *c, err);
	return SSJC_OK;
}

ssjc_rc import_headers_find(struct import_headers *h, struct sheet_rows *rows, const char *name,
    const struct header_aliases *a, struct ssjc_err *err)
{
	ssjc_rc rc = import_headers_try(h, rows, a, err);

	if (rc)
		return rc;
	rc = check(h, name, a, err);
	if (rc)
		import_headers_free(h);
	return rc;
}

/* Has the key of a row a digit? Headers have none there, and most rows have. */
static bool key_has_digit(const struct import_headers *h, const struct cell_row *row)
{
	for (size_t i = 0; i < h->n && i < row->n; i++) {
		struct str s = row->cell[i].text;

		if (!h->v[i].column || !(h->v[i].column->is & STREAM_KEY))
			continue;
		for (size_t k = 0; k < s.n; k++)
			if (s.p[k] >= '0' && s.p[k] <= '9')
				return true;
	}
	return false;
}

/* Is a cell's text the header, which has no line ends? */
static bool is_header(struct str s, struct str header)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if ((unsigned char)s.p[i] < ' ')
			continue;
		if (n == header.n || s.p[i] != header.p[n++])
			return false;
	}
	return n == header.n;
}

static const struct stream_column *column_of(const struct import_headers *h, struct str text)
{
	struct str name;

	return header_alias_column(&h->aliases, text, &name)
	    ? stream_column(h->aliases.stream, name)
	    : NULL;
}

/* Is it a code that tells rows apart? Its headers are many, and 证件号码 may be one. */
static bool is_code(const struct stream_column *c)
{
	return c && c->is & STREAM_KEY && (c->kind == FIELD_CODE || c->kind == FIELD_ID);
}

/* Do all filled cells say what a line of the headers has there? */
static bool repeats(const struct import_headers *h, const struct header_line *line,
    const struct cell_row *row, size_t filled)
{
	for (size_t i = 0; i < row->n; i++) {
		struct str s = text_trim(row->cell[i].text);
		const struct stream_column *column, *here;

		if (s.n == 0)
			continue;
		if (i >= line->n || line->cell[i].text.n == 0)
			return false;
		if (is_header(s, line->cell[i].text))
			continue;
		column = column_of(h, s);
		here = stream_column(h->aliases.stream, line->cell[i].means);
		if (!here || (column != here && (column || !is_code(here) || filled < 3)))
			return false;
	}
	return true;
}

/*
 * Does a row name every required column, and two or more, which are half of its cells?
 * The code may be one that nobody knows.
 */
static bool names_columns(const struct import_headers *h, const struct cell_row *row, size_t filled)
{
	const struct stream *stream = h->aliases.stream;
	size_t n = 0, unknown = 0;
	uint64_t named = 0;

	for (size_t i = 0; i < row->n; i++) {
		struct str s = text_trim(row->cell[i].text);
		const struct stream_column *column = column_of(h, s);

		unknown += s.n > 0 && !column;
		if (!column || named >> (column - stream->column) & 1)
			continue;
		named |= UINT64_C(1) << (column - stream->column);
		n++;
	}
	for (size_t i = 0; i < stream->n; i++)
		if (stream->column[i].is & STREAM_REQUIRED && !(named >> i & 1) &&
		    !(unknown == 1 && filled > 2 && is_code(&stream->column[i])))
			return false;
	return n > 1 && 2 * n >= filled;
}

enum headers_again import_headers_again(const struct import_headers *h, const struct cell_row *row)
{
	size_t filled = 0;

	if (key_has_digit(h, row))
		return HEADERS_NOT;
	for (size_t i = 0; i < row->n; i++)
		filled += text_trim(row->cell[i].text).n > 0;
	if (filled < 2)
		return HEADERS_NOT;
	for (size_t i = 0; i < h->lines; i++)
		if (repeats(h, &h->line[i], row, filled))
			return HEADERS_AGAIN;
	return names_columns(h, row, filled) ? HEADERS_OTHER : HEADERS_NOT;
}

void import_headers_free(struct import_headers *h)
{
	arena_free(&h->arena);
	*h = (struct import_headers){0};
}
