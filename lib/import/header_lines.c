#include "header_lines.h"

#include "ssjc/base/num.h"
#include "ssjc/base/text.h"

#include <stdlib.h>
#include <string.h>

enum {
	HEADER_BYTES = 120, /* what is longer is not a header */
	AHEAD = 10,         /* rows after the headers that are looked at */
	GROUP_COLUMNS = 64  /* columns that a group has at most */
};

/* ---- Reading ---- */

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

/* Can it be a header: is it short, and more than a number? */
static bool may_be_header(struct str s)
{
	if (s.n == 0 || s.n > HEADER_BYTES)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 'A')
			return true;
	return false;
}

static struct str means(const struct header_lines *h, struct str s)
{
	struct str name;

	return may_be_header(s) && header_alias_column(h->aliases, s, &name) ? name : STR("");
}

static ssjc_rc add_line(struct header_lines *h, const struct cell_row *row, struct ssjc_err *err)
{
	struct header_line *line = &h->line[h->n];
	bool ok = true;

	line->cell = arena_array(h->arena, row->n, sizeof *line->cell);
	if (!line->cell)
		return ssjc_fail_memory(err);
	line->n = row->n;
	line->number = row->number;
	for (size_t i = 0; i < row->n; i++) {
		line->cell[i].text = flat(h->arena, row->cell[i].text, &ok);
		if (!ok)
			return ssjc_fail_memory(err);
		line->cell[i].means = means(h, line->cell[i].text);
	}
	h->n++;
	return SSJC_OK;
}

ssjc_rc header_lines_read(struct header_lines *h, struct sheet_rows *rows, struct ssjc_err *err)
{
	const struct import_options *o = h->aliases->options;
	struct cell_row row;
	ssjc_rc rc;

	while (h->n < HEADER_LINES) {
		rc = sheet_rows_next(rows, &row, err);
		if (rc)
			return rc;
		if (row.n == 0 || (o->header_last && row.number > o->header_last))
			break;
		if (row.number < o->header_first)
			continue;
		rc = add_line(h, &row, err);
		if (rc)
			return rc;
	}
	if (o->header_first && h->n == 0)
		return ssjc_fail_at(err, SSJC_INPUT, h->name, o->header_first, NULL,
		    "is empty or missing, but --header names it");
	return SSJC_OK;
}

/* ---- What lines make of a column ---- */

static struct str at(const struct header_line *line, size_t column)
{
	return column < line->n ? line->cell[column].text : STR("");
}

/* Is it a remark in brackets, "（必填）", and nothing else? */
static bool is_remark(struct str s)
{
	static const char *const open[] = {"(", "（", "[", "【"},
	                         *const close[] = {")", "）", "]", "】"};

	for (size_t i = 0; i < sizeof open / sizeof open[0]; i++) {
		size_t n = strlen(close[i]);

		if (str_starts(s, open[i]) && s.n > n &&
		    str_is((struct str){s.p + s.n - n, n}, close[i]))
			return true;
	}
	return false;
}

/*
 * What a line has above a column whose own header is on the next line: a text in
 * its place or, as in cells that are merged, to the left of it. A text to the left
 * that has nothing of its own below it is a header, not a group.
 */
static struct str group_of(
    const struct header_line *upper, const struct header_line *lower, size_t column)
{
	size_t c = column;

	while (at(upper, c).n == 0) {
		if (c == 0 || column - c == GROUP_COLUMNS)
			return STR("");
		c--;
	}
	if (c < column && (at(lower, c).n == 0 || str_eq(at(lower, c), at(upper, c))))
		return STR("");
	return str_eq(at(upper, c), at(lower, column)) ? STR("") : at(upper, c);
}

size_t header_lines_columns(const struct header_lines *h, struct header_choice c)
{
	size_t n = 0;

	for (size_t i = 0; i < c.lines; i++)
		if (h->line[c.first + i].n > n)
			n = h->line[c.first + i].n;
	return n;
}

bool header_lines_column(
    struct header_lines *h, struct header_choice c, size_t column, struct header_of *out)
{
	size_t i = c.first + c.lines - 1;
	struct buf both = {0};
	bool ok = true;

	*out = (struct header_of){.text = STR("")};
	while (i > c.first && at(&h->line[i], column).n == 0)
		i--;
	out->text = at(&h->line[i], column);
	if (out->text.n == 0)
		return true;
	out->means = h->line[i].cell[column].means;
	if (i == c.first)
		return true;
	if (is_remark(out->text) && at(&h->line[i - 1], column).n > 0) {
		out->text = at(&h->line[i - 1], column);
		out->means = h->line[i - 1].cell[column].means;
		return true;
	}
	out->group = group_of(&h->line[i - 1], &h->line[i], column);
	if (out->group.n == 0 || !may_be_header(out->text))
		return true;
	buf_str(&both, out->group);
	buf_str(&both, out->text);
	if (means(h, buf_text(&both)).n > 0) {
		out->means = means(h, buf_text(&both));
		out->both = true;
	}
	ok = !both.failed;
	buf_free(&both);
	return ok;
}

/* ---- Which lines ---- */

/* How well a choice fits; the first members count more. */
struct fit {
	bool complete; /* all required columns are there */
	size_t known;  /* columns of the stream */
	size_t misfit; /* cells below that no header is above, rows that look like headers */
};

static bool has_digit(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= '0' && s.p[i] <= '9')
			return true;
	return false;
}

/* Do values of a column have digits, so that a text without any may be a header? */
static bool is_numbered(const struct stream_column *c)
{
	return c && c->is & STREAM_REQUIRED &&
	    (c->kind == FIELD_ID || c->kind == FIELD_CODE || c->kind == FIELD_DATE);
}

/*
 * What the rows after a choice say against it: values that no header is above, and
 * what looks like another line of headers, but not the same headers again.
 */
static size_t misfit(
    const struct header_lines *h, struct header_choice c, size_t column, const struct header_of *it)
{
	const struct stream_column *known = stream_column(h->aliases->stream, it->means);
	size_t n = 0, from = c.first + c.lines;

	for (size_t i = from; i < h->n && i < from + AHEAD; i++) {
		struct str s = at(&h->line[i], column);

		if (s.n == 0 || str_eq(s, it->text))
			continue;
		n += it->text.n == 0 || is_remark(s) || (is_numbered(known) && !has_digit(s));
	}
	return n;
}

static bool is_known(const struct header_lines *h, struct str name)
{
	return name.n > 0 &&
	    (stream_column(h->aliases->stream, name) || header_alias_mapped(h->aliases, name));
}

/* How well a choice fits. *named: a mark for each of the stream's columns. */
static struct fit fit_of(struct header_lines *h, struct header_choice c)
{
	const struct stream *stream = h->aliases->stream;
	struct fit f = {.complete = true};
	struct header_of it;
	uint64_t named = 0;

	for (size_t i = 0; i < header_lines_columns(h, c); i++) {
		const struct stream_column *column;

		if (!header_lines_column(h, c, i, &it))
			break;
		f.misfit += misfit(h, c, i, &it);
		column = stream_column(stream, it.means);
		if (column && named >> (column - stream->column) & 1)
			continue;
		f.known += is_known(h, it.means);
		if (column)
			named |= UINT64_C(1) << (column - stream->column);
	}
	for (size_t i = 0; i < stream->n; i++)
		f.complete &= !(stream->column[i].is & STREAM_REQUIRED) || named >> i & 1;
	return f;
}

static bool better(struct fit a, struct fit b)
{
	if (a.complete != b.complete)
		return a.complete;
	if (a.known != b.known)
		return a.known > b.known;
	return a.misfit < b.misfit;
}

/* Does a choice end with the headers that another one has, as on every page? */
static bool repeats(
    const struct header_lines *h, struct header_choice c, struct header_choice other)
{
	const struct header_line *a = &h->line[c.first + c.lines - 1],
	                         *b = &h->line[other.first + other.lines - 1];

	if (a == b || a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (!str_eq(a->cell[i].text, b->cell[i].text))
			return false;
	return true;
}

/*
 * The first of equals is taken, and lines before pairs: a title is not a header. So is the
 * first of those that are the same, whatever is below it.
 */
struct header_choice header_lines_choose(struct header_lines *h, size_t *known)
{
	struct header_choice best = {0, h->n > 0};
	struct fit most = {.complete = false};

	*known = 0;
	if (h->aliases->options->header_first) {
		best.lines = h->n;
		*known = fit_of(h, best).known;
		return best;
	}
	for (size_t lines = 1; lines <= 2; lines++)
		for (size_t i = 0; i + lines <= h->n; i++) {
			struct header_choice c = {i, lines};
			struct fit f = fit_of(h, c);

			if (f.known == 0 ||
			    (most.known > 0 && (!better(f, most) || repeats(h, c, best))))
				continue;
			best = c;
			most = f;
		}
	*known = most.known;
	return best;
}

struct header_choice header_lines_longer(struct header_lines *h, struct header_choice c)
{
	struct header_choice best = {0, 0};
	struct fit most = fit_of(h, c);

	for (size_t lines = 3; !h->aliases->options->header_first && lines <= 4; lines++)
		for (size_t i = 0; i + lines <= h->n; i++) {
			struct header_choice longer = {i, lines};
			struct fit f = fit_of(h, longer);

			if (!f.complete || (most.complete && f.known <= most.known) ||
			    !better(f, most) ||
			    h->line[i + lines - 1].number - h->line[i].number != lines - 1)
				continue;
			best = longer;
			most = f;
		}
	return best;
}

bool header_lines_sideways(const struct header_lines *h)
{
	enum { ENOUGH = 3 };
	const struct stream *stream = h->aliases->stream;
	uint64_t named = 0;
	size_t n = 0;

	for (size_t i = 0; i < h->n; i++) {
		const struct stream_column *column =
		    h->line[i].n ? stream_column(stream, h->line[i].cell[0].means) : NULL;

		if (!column || named >> (column - stream->column) & 1)
			continue;
		named |= UINT64_C(1) << (column - stream->column);
		n++;
	}
	return n >= ENOUGH || (n > 1 && n == h->n);
}

bool header_lines_count(const struct header_lines *h, struct header_choice c, size_t column)
{
	int64_t last = 0, next;

	for (size_t i = c.first + c.lines; i < h->n; i++) {
		struct str s = at(&h->line[i], column);

		if (s.n == 0)
			continue;
		if (num_parse(s, 1, INT32_MAX, &next) || next != last + 1)
			return false;
		last = next;
	}
	return last > 0;
}

uint64_t header_lines_earlier(struct header_lines *h, struct header_choice c)
{
	for (size_t i = 0; i < c.first; i++)
		if (fit_of(h, (struct header_choice){i, 1}).known >= 2)
			return h->line[i].number;
	return 0;
}
