#include "ssjc/base/csv_in.h"

#include "ssjc/base/csv_cell.h"
#include "ssjc/base/language.h"
#include "ssjc/base/parallel.h"
#include "ssjc/base/text.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

/* A block of the text is checked and then read while it is in the processor's cache. */
enum { RECORD_MAX = CSV_RECORD_MAX, FIELDS_MAX = 1 << 14, BLOCK = 1 << 16 };

/* What may be between fields. */
static const char known[] = ",\t;";

struct csv_in {
	struct str text;
	size_t base; /* where in a larger text it begins: added to what is said of offsets */
	const char *name;
	char delimiter;
	bool utf8;         /* the text is known to be UTF-8 */
	bool raw;          /* TSV: no quotes, but escapes */
	bool formulas;     /* a field may be ="0013", which keeps a spreadsheet from rounding */
	bool filled;       /* for spreadsheets: cells may have an apostrophe of ours */
	size_t start;      /* of the text after a BOM */
	size_t from, stop; /* the part of it that is read */
	size_t at;         /* offset of the next physical line */
	size_t good;       /* the end of the block checked last */
	uint64_t line;     /* of the line at `at`, from 1 for the part's first */
	struct str *field; /* of the record at hand */
	size_t n, cap;
	struct buf copy; /* the text of fields that went through libcsv, or have escapes */
	size_t *end;     /* where each of them ends in copy */
	size_t end_cap;
	struct csv_parser parser;
	bool quotes, returns, escapes; /* may there be any from `at` to `good`? */
	bool have_parser, ended, stray, failed;
	char apart[PARALLEL_APART]; /* several may read at once */
};

/* Count the delimiters of the first line, outside of quotes if it has such. */
static size_t count_first(struct str text, bool quotes, size_t count[3])
{
	bool quoted = false;
	size_t all = 0;

	for (size_t i = 0; i < text.n && (quoted || text.p[i] != '\n'); i++) {
		const char *k = text.p[i] ? strchr(known, text.p[i]) : NULL;

		if (text.p[i] == '"')
			quoted = quotes && !quoted;
		else if (k && !quoted)
			count[k - known]++, all++;
	}
	return all;
}

static char sniff(struct str text)
{
	size_t count[3] = {0}, best = 0;

	/* In TSV a quote is only text. */
	if (count_first(text, true, count) == 0)
		count_first(text, false, count);
	for (size_t i = 1; i < 3; i++)
		if (count[i] > count[best])
			best = i;
	return known[best];
}

/* The line of the text that is the part's line of that number. */
static uint64_t line_of(const struct csv_in *in, uint64_t line)
{
	return str_line(in->text, in->from) + line - 1;
}

static ssjc_rc fail_line(struct csv_in *in, uint64_t line, const char *what, struct ssjc_err *err)
{
	in->failed = true;
	return ssjc_fail_text_at(err, SSJC_INPUT, in->name, line_of(in, line), NULL, what);
}

/* libcsv trims blanks of bare fields unless nothing is a blank. */
static int never_blank(unsigned char c)
{
	(void)c;
	return 0;
}

static void on_field(void *p, size_t n, void *arg)
{
	struct csv_in *in = arg;

	if (in->n < FIELDS_MAX && array_grow(&in->end, &in->end_cap, in->n, sizeof *in->end)) {
		buf_add(&in->copy, p, n);
		in->end[in->n++] = in->copy.n;
	} else {
		in->copy.failed = true;
	}
}

static void on_record(int terminator, void *arg)
{
	struct csv_in *in = arg;

	(void)terminator;
	in->ended = true;
}

static ssjc_rc begin(
    struct csv_in **out, struct str text, const char *name, char delimiter, struct ssjc_err *err)
{
	struct csv_in *in = calloc(1, sizeof *in);

	*out = NULL;
	if (!in)
		return ssjc_fail_memory(err);
	in->text = text;
	if (str_cut_start(&text, "\xef\xbb\xbf"))
		in->start = in->text.n - text.n;
	in->name = name;
	csv_in_rewind(in);
	in->delimiter = delimiter ? delimiter : sniff(text);
	in->raw = in->delimiter == '\t';
	in->filled = in->start > 0 && !in->raw;
	if (csv_init(&in->parser, CSV_STRICT | CSV_STRICT_FINI) != 0) {
		csv_in_close(in);
		return ssjc_fail_memory(err);
	}
	in->have_parser = true;
	csv_set_delim(&in->parser, (unsigned char)in->delimiter);
	csv_set_space_func(&in->parser, never_blank);
	*out = in;
	return SSJC_OK;
}

ssjc_rc csv_in_open(
    struct csv_in **out, struct str text, const char *name, char delimiter, struct ssjc_err *err)
{
	return begin(out, text, name, delimiter, err);
}

ssjc_rc csv_in_open_foreign(struct csv_in **out, struct str text, const char *name, char delimiter,
    bool quotes, struct ssjc_err *err)
{
	ssjc_rc rc = begin(out, text, name, delimiter, err);

	if (rc)
		return rc;
	(*out)->utf8 = true;
	(*out)->raw = !quotes;
	(*out)->formulas = quotes;
	(*out)->filled = false;
	return SSJC_OK;
}

/* Where the line that the byte at `at` is on ends, after its LF. */
static size_t line_end(struct str text, size_t at)
{
	const char *lf = at < text.n ? memchr(text.p + at, '\n', text.n - at) : NULL;

	return lf ? (size_t)(lf - text.p) + 1 : text.n;
}

/*
 * Is the next block text at all? Whether it has quotes and carriage returns
 * decides how it is read.
 */
static ssjc_rc check_block(struct csv_in *in, struct ssjc_err *err)
{
	size_t to = in->stop - in->at > BLOCK ? line_end(in->text, in->at + BLOCK) : in->stop, bad;
	struct str block = {in->text.p + in->at, to - in->at};
	const char *nul = memchr(block.p, '\0', block.n);

	bad = nul ? (size_t)(nul - block.p) : in->utf8 ? block.n : str_utf8(block);
	if (bad < block.n) {
		in->failed = true;
		return ssjc_fail_at(err, SSJC_INPUT, in->name, str_line(in->text, in->at + bad),
		    NULL,
		    nul ? N_("is not text here (byte %zu is a zero): save the sheet as CSV UTF-8")
		        : N_("is not UTF-8 here (byte %zu): save the sheet as CSV UTF-8"),
		    in->base + in->at + bad + 1);
	}
	in->quotes = !in->raw && memchr(block.p, '"', block.n);
	in->escapes = in->raw && memchr(block.p, '\\', block.n);
	in->returns = memchr(block.p, '\r', block.n);
	in->good = to;
	return SSJC_OK;
}

/* The next physical line, without its end; *got is false when there is none. */
static ssjc_rc physical(struct csv_in *in, struct str *line, bool *got, struct ssjc_err *err)
{
	const char *from = in->text.p + in->at, *lf;
	size_t left = in->stop - in->at;

	*got = left > 0;
	if (!*got)
		return SSJC_OK;
	if (in->at >= in->good) {
		ssjc_rc rc = check_block(in, err);

		if (rc)
			return rc;
	}
	lf = memchr(from, '\n', left);
	*line = (struct str){from, lf ? (size_t)(lf - from) : left};
	in->at += line->n + (lf != NULL);
	in->line++;
	return SSJC_OK;
}

/* A line without any quote needs no state machine: cut it at the delimiter. */
static ssjc_rc split(struct csv_in *in, struct str line, uint64_t number, struct ssjc_err *err)
{
	const char *p = line.p, *end = line.p + line.n;

	for (;;) {
		const char *at = memchr(p, in->delimiter, (size_t)(end - p));

		if (in->n >= FIELDS_MAX)
			return fail_line(in, number, "has too many fields", err);
		if (in->n == in->cap &&
		    !array_grow(&in->field, &in->cap, in->n, sizeof *in->field)) {
			in->failed = true;
			return ssjc_fail_memory(err);
		}
		in->field[in->n++] = (struct str){p, (size_t)((at ? at : end) - p)};
		if (!at)
			return SSJC_OK;
		p = at + 1;
	}
}

static bool feed(struct csv_in *in, const char *p, size_t n)
{
	return csv_parse(&in->parser, p, n, on_field, on_record, in) == n;
}

/* The same for a line, without the = of ="0013". *quoted: a quote is open at its start. */
static bool feed_line(struct csv_in *in, struct str s, bool *quoted)
{
	bool start = !*quoted;
	size_t from = 0;

	for (size_t i = 0; in->formulas && i < s.n; i++) {
		if (start && s.p[i] == '=' && i + 1 < s.n && s.p[i + 1] == '"') {
			if (!feed(in, s.p + from, i - from))
				return false;
			from = i + 1;
			continue;
		}
		*quoted ^= s.p[i] == '"';
		start = !*quoted && s.p[i] == in->delimiter;
	}
	return feed(in, s.p + from, s.n - from);
}

/* The record's fields are what is in the copy. */
static ssjc_rc take_copied(struct csv_in *in, struct ssjc_err *err)
{
	size_t start = 0;

	if (in->n > in->cap) {
		struct str *more = realloc(in->field, in->n * sizeof *more);

		if (!more) {
			in->failed = true;
			return ssjc_fail_memory(err);
		}
		in->field = more;
		in->cap = in->n;
	}
	for (size_t i = 0; i < in->n; i++) {
		in->field[i] = (struct str){in->copy.p + start, in->end[i] - start};
		start = in->end[i];
	}
	return SSJC_OK;
}

/* A line with a quote, and those that its quotes reach over, through libcsv. */
static ssjc_rc parse(struct csv_in *in, struct str line, uint64_t number, struct ssjc_err *err)
{
	size_t total = 0;
	bool goes_on, quoted = false;
	ssjc_rc rc;

	buf_clear(&in->copy);
	in->ended = false;
	for (;;) {
		size_t cr = line.n > 0 && line.p[line.n - 1] == '\r';

		total += line.n + 1;
		if (total > RECORD_MAX)
			return fail_line(
			    in, number, "is longer than 1 MiB: is a quote left open?", err);
		if (!feed_line(in, (struct str){line.p, line.n - cr}, &quoted))
			return fail_line(in, number,
			    "has a quote out of place: a field with a quote in it is written \"a "
			    "\"\"b\"\" c\"",
			    err);
		/* Nothing but the line's end may end the record; a bare CR does too. */
		in->stray = in->ended;
		if (!feed(in, "\r", cr) || (!in->ended && !feed(in, "\n", 1)))
			return fail_line(in, number, "has a quote out of place", err);
		if (in->copy.failed) {
			in->failed = true;
			return in->n >= FIELDS_MAX
			    ? fail_line(in, number, "has too many fields", err)
			    : ssjc_fail_memory(err);
		}
		if (in->stray)
			return fail_line(in, number,
			    "has a line end in the middle of the line: save the sheet as CSV UTF-8",
			    err);
		if (in->ended)
			return take_copied(in, err);
		rc = physical(in, &line, &goes_on, err);
		if (rc)
			return rc;
		if (!goes_on)
			return fail_line(in, number, "opens a quote that is never closed", err);
	}
}

/* What csv_out escaped in the fields of a line of TSV. */
static ssjc_rc unescape(struct csv_in *in, struct ssjc_err *err)
{
	buf_clear(&in->copy);
	for (size_t i = 0; i < in->n; i++) {
		text_unescape(&in->copy, in->field[i]);
		if (!array_grow(&in->end, &in->end_cap, i, sizeof *in->end))
			in->copy.failed = true;
		else
			in->end[i] = in->copy.n;
	}
	if (!in->copy.failed)
		return take_copied(in, err);
	in->failed = true;
	return ssjc_fail_memory(err);
}

/* Take the apostrophes off that csv_out put on; was there any? */
static bool read_cells(struct csv_in *in)
{
	bool any = false;

	for (size_t i = 0; i < in->n; i++) {
		struct str cell = csv_cell_read(in->field[i]);

		any |= cell.n < in->field[i].n;
		in->field[i] = cell;
	}
	return any;
}

ssjc_rc csv_in_next(struct csv_in *in, struct csv_row *row, struct ssjc_err *err)
{
	struct str line;
	bool more, bare;
	ssjc_rc rc;

	if (in->failed)
		return ssjc_fail_at(
		    err, SSJC_INPUT, in->name, 0, NULL, "could not be read to its end");
	in->n = 0;
	do {
		row->offset = in->base + in->at;
		row->line = in->line;
		rc = physical(in, &line, &more, err);
		if (rc)
			return rc;
		if (!more) {
			*row = (struct csv_row){.line = in->line, .offset = in->base + in->at};
			return SSJC_OK;
		}
	} while (line.n == 0 || (line.n == 1 && line.p[0] == '\r'));
	bare = !in->quotes || !memchr(line.p, '"', line.n);
	if (!bare) {
		rc = parse(in, line, row->line, err);
	} else {
		if (line.p[line.n - 1] == '\r')
			line.n--;
		if (in->returns && memchr(line.p, '\r', line.n))
			return fail_line(in, row->line,
			    "has a line end in the middle of the line: save the sheet as CSV UTF-8",
			    err);
		if (line.n > RECORD_MAX)
			return fail_line(in, row->line, "is longer than 1 MiB", err);
		rc = split(in, line, row->line, err);
		if (!rc && in->escapes && memchr(line.p, '\\', line.n)) {
			rc = unescape(in, err);
			bare = false;
		}
	}
	if (!rc && in->filled && read_cells(in))
		bare = false;
	row->field = in->field;
	row->n = in->n;
	row->bare = bare;
	return rc;
}

static void read_from(struct csv_in *in, size_t from, size_t stop)
{
	in->from = in->at = in->good = from;
	in->stop = stop;
	in->line = 1;
}

void csv_in_rewind(struct csv_in *in)
{
	read_from(in, in->start, in->text.n);
}

void csv_in_window(struct csv_in *in, struct str text, size_t base)
{
	in->text = text;
	in->base = base;
	if (base)
		in->start = 0;
	read_from(in, 0, 0);
}

void csv_in_part(struct csv_in *in, size_t from, size_t to)
{
	read_from(in, from - in->base, to - in->base);
}

void csv_in_seek(struct csv_in *in, size_t offset)
{
	read_from(in, offset - in->base, in->text.n);
	in->good = in->text.n;
	in->quotes = !in->raw;
	in->escapes = in->raw;
	in->returns = true;
}

size_t csv_in_cut(const struct csv_in *in, size_t from, size_t size)
{
	size_t to = from - in->base, next = size < in->text.n - to ? to + size : in->text.n;
	bool open = false;

	/* A record ends where a line does, outside of quotes. */
	do {
		const char *p = in->text.p + to, *end;

		next = line_end(in->text, next);
		for (end = in->text.p + next; !in->raw && (p = memchr(p, '"', (size_t)(end - p)));
		     p++)
			open = !open;
		to = next;
	} while (open && to < in->text.n);
	return in->base + to;
}

char csv_in_delimiter(const struct csv_in *in)
{
	return in->delimiter;
}

void csv_in_close(struct csv_in *in)
{
	if (!in)
		return;
	if (in->have_parser)
		csv_free(&in->parser);
	free(in->field);
	free(in->end);
	buf_free(&in->copy);
	free(in);
}
