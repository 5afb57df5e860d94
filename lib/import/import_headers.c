#include "import_headers.h"

#include "ssjc/base/text.h"

#include <stdio.h>
#include <stdlib.h>

enum { LOOK = 30 }; /* rows among which the headers are looked for */

/* What reserved names in headers.csv mean: columns that are no stream's. */
static const char dropped[] = "id_card", counting[] = "seq";

/* A copy of the first rows. */
struct head {
	struct line {
		struct str *cell;
		size_t n;
		uint64_t number;
	} line[LOOK];
	size_t n;
};

/* A header on one line: what breaks it is dropped. */
static struct str flat(struct arena *a, struct str s, bool *ok)
{
	struct str copy = arena_str(a, text_trim(s), ok);
	char *to = (char *)copy.p;
	size_t n = 0;

	for (size_t i = 0; *ok && i < copy.n; i++)
		if ((unsigned char)copy.p[i] >= ' ')
			to[n++] = copy.p[i];
	return (struct str){copy.p, *ok ? n : 0};
}

static ssjc_rc read_head(
    struct import_headers *l, struct sheet_rows *rows, struct head *h, struct ssjc_err *err)
{
	struct cell_row row;
	ssjc_rc rc = SSJC_OK;
	bool ok = true;

	while (h->n < LOOK && (rc = sheet_rows_next(rows, &row, err)) == SSJC_OK && row.n > 0) {
		struct line *line = &h->line[h->n++];

		line->cell = arena_array(&l->arena, row.n, sizeof *line->cell);
		if (!line->cell)
			return ssjc_fail_memory(err);
		line->n = row.n;
		line->number = row.number;
		for (size_t i = 0; i < row.n && ok; i++)
			line->cell[i] = flat(&l->arena, row.cell[i].text, &ok);
		if (!ok)
			return ssjc_fail_memory(err);
	}
	return rc;
}

static struct str at(const struct line *line, size_t i)
{
	return line && i < line->n ? line->cell[i] : (struct str){"", 0};
}

/* Is it the header that --map gives to a column? */
static bool mapped(const struct import_options *o, struct str header, struct str *column)
{
	struct buf key = {0}, other = {0};
	bool found = false;

	text_key(&key, header);
	for (size_t i = 0; i < o->n_maps && !found; i++) {
		buf_clear(&other);
		text_key(&other, o->map[i].header);
		found = str_eq(buf_text(&key), buf_text(&other));
		if (found)
			*column = o->map[i].column;
	}
	buf_free(&key);
	buf_free(&other);
	return found;
}

static bool is_mapped(const struct import_options *o, struct str column)
{
	for (size_t i = 0; i < o->n_maps; i++)
		if (str_eq(o->map[i].column, column))
			return true;
	return false;
}

/* The name that a header means, if any; a column with --map has no other headers. */
static bool means(const struct stream *stream, const struct import_options *o,
    const struct vocabulary *vocabulary, struct str header, struct str *name)
{
	if (header.n == 0)
		return false;
	if (mapped(o, header, name))
		return true;
	return vocabulary_column(vocabulary, stream->name, header, name) && !is_mapped(o, *name);
}

/* What the two lines make of a column: the lower one unless it is empty. */
static struct str joined(const struct line *upper, const struct line *lower, size_t i)
{
	struct str s = at(lower, i);

	return s.n ? s : at(upper, i);
}

/* How many columns of the stream the line or lines name. */
static size_t score(const struct stream *stream, const struct import_options *o,
    const struct vocabulary *vocabulary, const struct line *upper, const struct line *lower)
{
	size_t n = upper->n, found = 0;

	if (lower && lower->n > n)
		n = lower->n;
	for (size_t i = 0; i < n; i++) {
		struct str name;

		if (means(stream, o, vocabulary, joined(upper, lower, i), &name) &&
		    (stream_column(stream, name) || is_mapped(o, name)))
			found++;
	}
	return found;
}

/* The line or pair of lines that names most columns, the first of equals. */
static void best(const struct head *h, const struct stream *stream, const struct import_options *o,
    const struct vocabulary *vocabulary, const struct line **upper, const struct line **lower,
    size_t *most)
{
	*upper = h->n ? &h->line[0] : NULL;
	*lower = NULL;
	*most = 0;
	/* Pairs last: a title and the headers below it name no more than these alone. */
	for (size_t pair = 0; pair < 2; pair++)
		for (size_t i = 0; i + pair < h->n; i++) {
			const struct line *second = pair ? &h->line[i + 1] : NULL;
			size_t found = score(stream, o, vocabulary, &h->line[i], second);

			if (found > *most) {
				*upper = &h->line[i];
				*lower = second;
				*most = found;
			}
		}
}

/* Is that name, or a header that will be one, another column's than the i-th? */
static bool taken(const struct import_headers *l, size_t i, struct str name)
{
	bool own = str_eq(name, l->v[i].header);

	for (size_t k = 0; k < l->n; k++)
		if (str_eq(l->v[k].name, name) || (!own && str_eq(l->v[k].header, name)))
			return true;
	return false;
}

/* Name a carried column by its header; one that stands twice is numbered from 2. */
static void name_carried(struct import_headers *l, size_t i, bool *ok)
{
	struct buf b = {0};

	buf_str(&b, l->v[i].header);
	for (unsigned k = 2; !b.failed && taken(l, i, buf_text(&b)); k++) {
		buf_clear(&b);
		buf_printf(&b, "%.*s_%u", STR_ARG(l->v[i].header), k);
	}
	l->v[i].name = arena_str(&l->arena, buf_text(&b), ok);
	*ok = *ok && !b.failed;
	buf_free(&b);
}

static ssjc_rc fill(struct import_headers *l, const struct stream *stream,
    const struct import_options *o, const struct vocabulary *vocabulary, const struct line *upper,
    const struct line *lower, struct ssjc_err *err)
{
	bool ok = true;

	l->n = upper->n;
	if (lower && lower->n > l->n)
		l->n = lower->n;
	l->last = lower ? lower->number : upper->number;
	l->v = arena_array(&l->arena, l->n, sizeof *l->v);
	if (!l->v)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < l->n; i++) {
		struct import_header *c = &l->v[i];
		struct str name;

		c->header = joined(upper, lower, i);
		if (!means(stream, o, vocabulary, c->header, &name))
			continue;
		c->column = stream_column(stream, name);
		c->dropped = str_is(name, dropped);
		c->number = str_is(name, counting);
		if (c->column || is_mapped(o, name))
			c->name = name;
		l->known += c->name.n > 0;
	}
	for (size_t i = 0; i < l->n && ok; i++)
		if (l->v[i].name.n == 0 && l->v[i].header.n > 0 && !l->v[i].dropped)
			name_carried(l, i, &ok);
	return ok ? SSJC_OK : ssjc_fail_memory(err);
}

ssjc_rc import_headers_try(struct import_headers *l, struct sheet_rows *rows,
    const struct stream *stream, const struct import_options *options,
    const struct vocabulary *vocabulary, struct ssjc_err *err)
{
	const struct line *upper, *lower;
	struct head h = {.n = 0};
	size_t most;
	ssjc_rc rc;

	*l = (struct import_headers){0};
	rc = read_head(l, rows, &h, err);
	if (rc == SSJC_OK) {
		best(&h, stream, options, vocabulary, &upper, &lower, &most);
		if (upper)
			rc = fill(l, stream, options, vocabulary, upper, lower, err);
	}
	if (rc != SSJC_OK)
		import_headers_free(l);
	return rc;
}

/* "id is missing; the headers are: 名称, 代码; say --map 'id=HEADER'". */
static ssjc_rc missing(
    const struct import_headers *l, const char *name, const char *column, struct ssjc_err *err)
{
	struct buf have = {0};
	ssjc_rc rc;

	for (size_t i = 0; i < l->n; i++)
		if (l->v[i].header.n)
			buf_printf(&have, "%s%.*s", have.n ? ", " : "", STR_ARG(l->v[i].header));
	rc = ssjc_fail_at(err, SSJC_INPUT, name, l->last, NULL,
	    "no header is known as the column %s; name it with --map '%s=HEADER'. "
	    "The headers are: %.*s",
	    column, column, STR_ARG(buf_text(&have)));
	buf_free(&have);
	return rc;
}

static ssjc_rc insist(const struct import_headers *l, const char *name, const struct stream *stream,
    struct ssjc_err *err)
{
	if (l->n == 0)
		return ssjc_fail_at(
		    err, SSJC_INPUT, name, 0, NULL, "is empty: a line of headers is wanted");
	for (size_t i = 0; i < l->n; i++)
		for (size_t k = 0; k < i; k++)
			if (l->v[i].name.n && str_eq(l->v[i].name, l->v[k].name))
				return ssjc_fail_at(err, SSJC_INPUT, name, l->last, NULL,
				    "the headers %.*s and %.*s both mean the column %.*s; say "
				    "which one with "
				    "--map '%.*s=HEADER'",
				    STR_ARG(l->v[k].header), STR_ARG(l->v[i].header),
				    STR_ARG(l->v[i].name), STR_ARG(l->v[i].name));
	for (size_t c = 0; c < stream->n; c++) {
		bool found = !(stream->column[c].is & STREAM_REQUIRED);

		for (size_t i = 0; i < l->n && !found; i++)
			found = l->v[i].column == &stream->column[c];
		if (!found)
			return missing(l, name, stream->column[c].name, err);
	}
	return SSJC_OK;
}

ssjc_rc import_headers_find(struct import_headers *l, struct sheet_rows *rows, const char *name,
    const struct stream *stream, const struct import_options *options,
    const struct vocabulary *vocabulary, struct ssjc_err *err)
{
	ssjc_rc rc = import_headers_try(l, rows, stream, options, vocabulary, err);

	if (rc == SSJC_OK)
		rc = insist(l, name, stream, err);
	if (rc != SSJC_OK)
		import_headers_free(l);
	return rc;
}

void import_headers_free(struct import_headers *l)
{
	arena_free(&l->arena);
	*l = (struct import_headers){0};
}
