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
    struct import_headers *h, struct sheet_rows *rows, struct head *top, struct ssjc_err *err)
{
	struct cell_row row;
	bool ok = true;
	ssjc_rc rc;

	while (top->n < LOOK) {
		struct line *line = &top->line[top->n];

		rc = sheet_rows_next(rows, &row, err);
		if (rc || row.n == 0)
			return rc;
		top->n++;
		line->cell = arena_array(&h->arena, row.n, sizeof *line->cell);
		if (!line->cell)
			return ssjc_fail_memory(err);
		line->n = row.n;
		line->number = row.number;
		for (size_t i = 0; i < row.n && ok; i++)
			line->cell[i] = flat(&h->arena, row.cell[i].text, &ok);
		if (!ok)
			return ssjc_fail_memory(err);
	}
	return SSJC_OK;
}

static struct str at(const struct line *line, size_t i)
{
	return line && i < line->n ? line->cell[i] : (struct str){"", 0};
}

/* What the two lines make of a column: the lower one unless it is empty. */
static struct str joined(const struct line *upper, const struct line *lower, size_t i)
{
	struct str s = at(lower, i);

	return s.n ? s : at(upper, i);
}

/* How many columns of the stream the line or lines name. */
static size_t score(
    const struct header_aliases *a, const struct line *upper, const struct line *lower)
{
	size_t n = upper->n, found = 0;

	if (lower && lower->n > n)
		n = lower->n;
	for (size_t i = 0; i < n; i++) {
		struct str name;

		if (header_alias_column(a, joined(upper, lower, i), &name) &&
		    (stream_column(a->stream, name) || header_alias_mapped(a, name)))
			found++;
	}
	return found;
}

/* The line or pair of lines that names most columns, the first of equals. */
static void best(const struct head *top, const struct header_aliases *a, const struct line **upper,
    const struct line **lower)
{
	size_t most = 0;

	*upper = top->n ? &top->line[0] : NULL;
	*lower = NULL;
	/* Pairs last: a title and the headers below it name no more than these alone. */
	for (size_t pair = 0; pair < 2; pair++)
		for (size_t i = 0; i + pair < top->n; i++) {
			const struct line *second = pair ? &top->line[i + 1] : NULL;
			size_t found = score(a, &top->line[i], second);

			if (found > most) {
				*upper = &top->line[i];
				*lower = second;
				most = found;
			}
		}
}

/* Is that name, or a header that will be one, another column's than the i-th? */
static bool taken(const struct import_headers *h, size_t i, struct str name)
{
	bool own = str_eq(name, h->v[i].header);

	for (size_t k = 0; k < h->n; k++)
		if (str_eq(h->v[k].name, name) || (!own && str_eq(h->v[k].header, name)))
			return true;
	return false;
}

/* Name a carried column by its header; one that is duplicated is numbered from 2. */
static void name_carried(struct import_headers *h, size_t i, bool *ok)
{
	struct buf b = {0};

	buf_str(&b, h->v[i].header);
	for (unsigned k = 2; !b.failed && taken(h, i, buf_text(&b)); k++) {
		buf_clear(&b);
		buf_printf(&b, "%.*s_%u", STR_ARG(h->v[i].header), k);
	}
	h->v[i].name = arena_str(&h->arena, buf_text(&b), ok);
	*ok = *ok && !b.failed;
	buf_free(&b);
}

static ssjc_rc fill(struct import_headers *h, const struct header_aliases *a,
    const struct line *upper, const struct line *lower, struct ssjc_err *err)
{
	bool ok = true;

	h->n = upper->n;
	if (lower && lower->n > h->n)
		h->n = lower->n;
	h->last = lower ? lower->number : upper->number;
	h->v = arena_array(&h->arena, h->n, sizeof *h->v);
	if (!h->v)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < h->n; i++) {
		struct import_header *c = &h->v[i];
		struct str name;

		c->header = joined(upper, lower, i);
		if (!header_alias_column(a, c->header, &name))
			continue;
		c->column = stream_column(a->stream, name);
		c->dropped = str_is(name, dropped);
		c->number = str_is(name, counting);
		if (c->column || header_alias_mapped(a, name))
			c->name = name;
		h->known += c->name.n > 0;
	}
	for (size_t i = 0; i < h->n && ok; i++)
		if (h->v[i].name.n == 0 && h->v[i].header.n > 0 && !h->v[i].dropped)
			name_carried(h, i, &ok);
	return ok ? SSJC_OK : ssjc_fail_memory(err);
}

ssjc_rc import_headers_try(struct import_headers *h, struct sheet_rows *rows,
    const struct header_aliases *a, struct ssjc_err *err)
{
	const struct line *upper, *lower;
	struct head top = {.n = 0};
	ssjc_rc rc;

	*h = (struct import_headers){0};
	rc = read_head(h, rows, &top, err);
	if (rc)
		goto fail;
	best(&top, a, &upper, &lower);
	if (!upper)
		return SSJC_OK;
	rc = fill(h, a, upper, lower, err);
	if (rc)
		goto fail;
	return SSJC_OK;
fail:
	import_headers_free(h);
	return rc;
}

/* A required column is missing: which headers there are, and what to do. */
static ssjc_rc missing(
    const struct import_headers *h, const char *name, const char *column, struct ssjc_err *err)
{
	struct buf have = {0};
	ssjc_rc rc;

	for (size_t i = 0; i < h->n; i++)
		if (h->v[i].header.n)
			buf_printf(&have, "%s%.*s", have.n ? ", " : "", STR_ARG(h->v[i].header));
	rc = ssjc_fail_at(err, SSJC_INPUT, name, h->last, NULL,
	    "no header is known as the column %s; name it with --map '%s=HEADER'. "
	    "The headers are: %.*s",
	    column, column, STR_ARG(buf_text(&have)));
	buf_free(&have);
	return rc;
}

/* Every required column is there, and no column twice. */
static ssjc_rc check(const struct import_headers *h, const char *name, const struct stream *stream,
    struct ssjc_err *err)
{
	if (h->n == 0)
		return ssjc_fail_at(
		    err, SSJC_INPUT, name, 0, NULL, "is empty: a header line is needed");
	for (size_t i = 0; i < h->n; i++)
		for (size_t k = 0; k < i; k++)
			if (h->v[i].name.n && str_eq(h->v[i].name, h->v[k].name))
				return ssjc_fail_at(err, SSJC_INPUT, name, h->last, NULL,
				    "the headers “%.*s” and “%.*s” both mean the column %.*s; "
				    "say which one with --map '%.*s=HEADER'",
				    STR_ARG(h->v[k].header), STR_ARG(h->v[i].header),
				    STR_ARG(h->v[i].name), STR_ARG(h->v[i].name));
	for (size_t c = 0; c < stream->n; c++) {
		bool found = !(stream->column[c].is & STREAM_REQUIRED);

		for (size_t i = 0; i < h->n && !found; i++)
			found = h->v[i].column == &stream->column[c];
		if (!found)
			return missing(h, name, stream->column[c].name, err);
	}
	return SSJC_OK;
}

ssjc_rc import_headers_find(struct import_headers *h, struct sheet_rows *rows, const char *name,
    const struct header_aliases *a, struct ssjc_err *err)
{
	ssjc_rc rc = import_headers_try(h, rows, a, err);

	if (rc)
		return rc;
	rc = check(h, name, a->stream, err);
	if (rc)
		import_headers_free(h);
	return rc;
}

void import_headers_free(struct import_headers *h)
{
	arena_free(&h->arena);
	*h = (struct import_headers){0};
}
