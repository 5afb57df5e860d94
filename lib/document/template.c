#include "template.h"

#include "ssjc/base/language.h"
#include "ssjc/base/num.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The styles by their names in a template. */
static const char *const styles[XLSX_STYLES] = {
    [XLSX_TITLE] = "title",
    [XLSX_SUBTITLE] = "subtitle",
    [XLSX_PARAGRAPH] = "paragraph",
    [XLSX_RIGHT] = "right",
    [XLSX_NOTE] = "note",
    [XLSX_BAND] = "band",
    [XLSX_HEAD] = "head",
    [XLSX_LABEL] = "label",
    [XLSX_TEXT] = "text",
    [XLSX_CENTRE] = "centre",
    [XLSX_SMALL] = "small",
    [XLSX_DATA] = "data",
    [XLSX_CHOICE] = "choice",
    [XLSX_NUMBER] = "number",
    [XLSX_TOTAL] = "total",
    [XLSX_QR] = "qr",
    [XLSX_QR_LARGE] = "qr-large",
};

/* How deep blocks may be in each other. */
enum { DEPTH_MAX = 16 };

/* Where the reader is, and the blocks that are open. */
struct template_reader {
	struct template *t;
	unsigned line, about;
	struct {
		size_t step;
		unsigned about; /* before it */
	} open[DEPTH_MAX];
	size_t depth;
	bool in_row;
	struct ssjc_err *err;
};

/* A line of the file: WORD*N:N TEXT. */
struct template_line {
	struct str word, text;
	unsigned span, min_height;
};

static ssjc_rc fail(struct template_reader *r, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static ssjc_rc fail(struct template_reader *r, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	ssjc_vfail_at(r->err, SSJC_INPUT, r->t->file, r->line, NULL, fmt, ap);
	va_end(ap);
	return SSJC_INPUT;
}

ssjc_rc template_fail(const struct template *t, const struct template_step *step,
    struct ssjc_err *err, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	ssjc_vfail_at(err, SSJC_INPUT, t->file, step->line, NULL, fmt, ap);
	va_end(ap);
	return SSJC_INPUT;
}

/* ---- Texts ---- */

static struct str skip(struct str s, size_t n)
{
	return (struct str){s.p + n, s.n - n};
}

/*
 * The next piece of a text: what is within { } at its start, else the text up to
 * the next {, a single \ and what comes after it being together. False at the end.
 */
static bool next_piece(struct str *rest, struct str *piece, bool *placeholder)
{
	size_t i = 0, depth = 0;

	if (rest->n == 0)
		return false;
	*placeholder = rest->p[0] == '{';
	do {
		if (rest->p[i] == '\\' && i + 1 < rest->n)
			i++;
		else if (rest->p[i] == '{')
			depth++;
		else if (rest->p[i] == '}' && depth > 0)
			depth--;
		i++;
	} while (i < rest->n && (*placeholder ? depth > 0 : rest->p[i] != '{'));
	*piece = (struct str){rest->p, i};
	*rest = skip(*rest, i);
	return true;
}

/* "{NAME}", "{NAME?TEXT}" or "{!NAME?TEXT}" in its parts; false if it is none of them. */
static bool parse_placeholder(
    struct str piece, struct str *name, bool *negated, bool *conditional, struct str *text)
{
	const char *mark;

	if (piece.n < 3 || piece.p[piece.n - 1] != '}')
		return false;
	*name = (struct str){piece.p + 1, piece.n - 2};
	mark = memchr(name->p, '?', name->n);
	*conditional = mark;
	*negated = name->p[0] == '!';
	if (mark) {
		*text = skip(*name, (size_t)(mark + 1 - name->p));
		name->n = (size_t)(mark - name->p);
	}
	if (*negated)
		*name = skip(*name, 1);
	return *conditional || !*negated;
}

static bool find_word(const struct template_names *names, struct str name, size_t *word)
{
	for (*word = 0; names->word[*word].name; ++*word)
		if (str_is(name, names->word[*word].name))
			return true;
	return false;
}

/* Name a block around a step that would give it what it needs. */
static ssjc_rc fail_needs(
    struct template_reader *r, const char *what, struct str name, unsigned needs)
{
	const struct template_loop *loop = r->t->names->loop;

	for (; loop->name; loop++)
		if (loop->gives & needs & ~r->about)
			return fail(r, "“%s%.*s” is known only within “each %s”", what,
			    STR_ARG(name), loop->name);
	return fail(r, "“%s%.*s” is not known in this paper", what, STR_ARG(name));
}

/* The word of a placeholder or a condition, if it may be here. */
static ssjc_rc check_word(struct template_reader *r, struct str name, size_t *word)
{
	unsigned needs;

	if (!find_word(r->t->names, name, word))
		return fail(r, "there is no placeholder “%.*s”: ssjc-template(5) lists them",
		    STR_ARG(name));
	needs = r->t->names->word[*word].needs;
	return (needs & ~r->about) ? fail_needs(r, "", name, needs) : SSJC_OK;
}

/* Outside of placeholders \n is a line feed, another \ takes what it is before as it is. */
static struct str plain_of(struct arena *arena, struct str text, bool *ok)
{
	struct buf plain = {0};
	struct str copy;

	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '\\' && i + 1 < text.n)
			buf_char(&plain, text.p[++i] == 'n' ? '\n' : text.p[i]);
		else
			buf_char(&plain, text.p[i]);
	}
	copy = arena_str(arena, buf_text(&plain), ok);
	*ok = *ok && !plain.failed;
	buf_free(&plain);
	return copy;
}

static ssjc_rc read_text(struct template_reader *r, struct str text, struct template_text *out);

static ssjc_rc read_placeholder(
    struct template_reader *r, struct str piece, struct template_piece *out)
{
	struct str name, inner;
	ssjc_rc rc;

	out->placeholder = true;
	if (!parse_placeholder(piece, &name, &out->negated, &out->conditional, &inner))
		return fail(
		    r, "“%.*s” is not a placeholder such as {date} or {phone?…}", STR_ARG(piece));
	rc = check_word(r, name, &out->word);
	if (rc)
		return rc;
	return out->conditional ? read_text(r, inner, &out->inner) : SSJC_OK;
}

/* A text in its pieces, in the template's arena. */
static ssjc_rc read_text(struct template_reader *r, struct str text, struct template_text *out)
{
	struct arena *arena = &r->t->arena;
	struct template_piece *v;
	struct str rest = text, piece;
	bool placeholder, ok = true;
	size_t most = 0;

	while (next_piece(&rest, &piece, &placeholder))
		most++;
	v = arena_array(arena, most, sizeof *v);
	if (!v)
		return ssjc_fail_memory(r->err);
	*out = (struct template_text){.v = v};
	while (next_piece(&text, &piece, &placeholder)) {
		ssjc_rc rc = SSJC_OK;

		if (placeholder)
			rc = read_placeholder(r, piece, &v[out->n++]);
		else
			v[out->n++].plain = plain_of(arena, piece, &ok);
		if (rc)
			return rc;
	}
	return ok ? SSJC_OK : ssjc_fail_memory(r->err);
}

void template_expand(const struct template *t, const struct template_text *text,
    const struct paper_at *at, struct buf *out)
{
	for (size_t i = 0; i < text->n; i++) {
		const struct template_piece *p = &text->v[i];
		size_t before = out->n;
		bool empty;

		if (!p->placeholder) {
			buf_str(out, p->plain);
			continue;
		}
		t->names->word[p->word].value(at, out);
		if (!p->conditional)
			continue;
		/* It was only asked for whether there is any. */
		empty = out->n == before;
		out->n = before;
		if (empty == p->negated)
			template_expand(t, &p->inner, at, out);
	}
}

/* ---- Lines ---- */

static ssjc_rc add_step(struct template_reader *r, struct template_step step, struct str text)
{
	struct template *t = r->t;
	ssjc_rc rc = read_text(r, text, &step.text);

	if (rc)
		return rc;
	if (!array_grow(&t->step, &t->cap, t->n, sizeof *t->step))
		return ssjc_fail_memory(r->err);
	step.line = r->line;
	t->step[t->n++] = step;
	return SSJC_OK;
}

/* Add a step that opens a block, in which gives is known, too. */
static ssjc_rc open_block(struct template_reader *r, struct template_step step, unsigned gives)
{
	if (r->depth == DEPTH_MAX)
		return fail(r, "is in more than %d blocks", DEPTH_MAX);
	r->open[r->depth].step = r->t->n;
	r->open[r->depth++].about = r->about;
	r->about |= gives;
	return add_step(r, step, STR(""));
}

static ssjc_rc read_end(struct template_reader *r, const struct template_line *l)
{
	struct template_step *begin;

	if (r->depth == 0)
		return fail(r, "“%.*s” is not in a block", STR_ARG(l->word));
	r->about = r->open[--r->depth].about;
	begin = &r->t->step[r->open[r->depth].step];
	begin->end = r->t->n;
	if (begin->op == TEMPLATE_ROW)
		r->in_row = false;
	return add_step(r, (struct template_step){.op = TEMPLATE_END}, STR(""));
}

static ssjc_rc read_else(struct template_reader *r, const struct template_line *l)
{
	struct template_step *begin = r->depth ? &r->t->step[r->open[r->depth - 1].step] : NULL;

	(void)l;
	if (!begin || begin->op != TEMPLATE_IF)
		return fail(r, "“else” is not in an “if”");
	begin->end = r->t->n;
	r->open[r->depth - 1].step = r->t->n;
	return add_step(r, (struct template_step){.op = TEMPLATE_ELSE}, STR(""));
}

static ssjc_rc read_row(struct template_reader *r, const struct template_line *l)
{
	if (r->in_row)
		return fail(r, "a row cannot be in a row: is an “end” missing?");
	r->in_row = true;
	return open_block(
	    r, (struct template_step){.op = TEMPLATE_ROW, .min_height = l->min_height}, 0);
}

static ssjc_rc read_each(struct template_reader *r, const struct template_line *l)
{
	const struct template_loop *loop = r->t->names->loop;
	size_t i = 0;

	while (loop[i].name && !str_is(l->text, loop[i].name))
		i++;
	if (!loop[i].name)
		return fail(
		    r, "there is no “each %.*s”: ssjc-template(5) lists them", STR_ARG(l->text));
	if (loop[i].needs & ~r->about)
		return fail_needs(r, "each ", l->text, loop[i].needs);
	return open_block(r, (struct template_step){.op = TEMPLATE_LOOP, .number = i},
	    loop[i].gives | TEMPLATE_EACH);
}

static ssjc_rc read_if(struct template_reader *r, const struct template_line *l)
{
	struct template_step step = {.op = TEMPLATE_IF, .negated = str_starts(l->text, "!")};
	ssjc_rc rc;

	rc = check_word(r, skip(l->text, step.negated), &step.number);
	return rc ? rc : open_block(r, step, 0);
}

static ssjc_rc read_keep(struct template_reader *r, const struct template_line *l)
{
	(void)l;
	return open_block(r, (struct template_step){.op = TEMPLATE_KEEP}, 0);
}

static ssjc_rc read_glue(struct template_reader *r, const struct template_line *l)
{
	(void)l;
	return add_step(r, (struct template_step){.op = TEMPLATE_GLUE}, STR(""));
}

static ssjc_rc read_repeat(struct template_reader *r, const struct template_line *l)
{
	int64_t n;
	const char *wrong = num_parse(l->text, 1, 20, &n);

	if (wrong) {
		ssjc_fail_text_at(r->err, SSJC_INPUT, r->t->file, r->line, NULL, wrong);
		ssjc_err_before(r->err, "“%.*s” ", STR_ARG(l->text));
		return SSJC_INPUT;
	}
	return add_step(
	    r, (struct template_step){.op = TEMPLATE_REPEAT, .number = (size_t)n}, STR(""));
}

static ssjc_rc read_add(struct template_reader *r, const struct template_line *l)
{
	return add_step(
	    r, (struct template_step){.op = TEMPLATE_ADD, .feed = str_is(l->word, "+")}, l->text);
}

/* What is filled in is read by business; a result is that of a department. */
static ssjc_rc read_field(struct template_reader *r, const struct template_line *l)
{
	unsigned field = CHECKLIST_TEXT + 1, needs = TEMPLATE_VISIT;

	while (field < CHECKLIST_FIELDS && !str_is(l->text, checklist_fields[field]))
		field++;
	if (field == CHECKLIST_FIELDS)
		return fail(
		    r, "there is no field “%.*s”: ssjc-template(5) lists them", STR_ARG(l->text));
	if (checklist_field_of_row((enum checklist_field)field))
		needs |= TEMPLATE_DEPT;
	if (needs & ~r->about)
		return fail_needs(r, "field ", l->text, needs);
	r->t->fields = true;
	return add_step(r, (struct template_step){.op = TEMPLATE_FIELD, .number = field}, STR(""));
}

static ssjc_rc read_title(struct template_reader *r, const struct template_line *l)
{
	bool ok = true;

	r->t->title = arena_str(&r->t->arena, l->text, &ok);
	return ok ? SSJC_OK : ssjc_fail_memory(r->err);
}

static ssjc_rc read_sheet(struct template_reader *r, const struct template_line *l)
{
	return read_text(r, l->text, &r->t->sheet);
}

static ssjc_rc read_page(struct template_reader *r, const struct template_line *l)
{
	struct str rest = l->text, word;

	while (str_split(&rest, ' ', &word)) {
		if (str_is(word, "landscape"))
			r->t->landscape = true;
		else if (str_is(word, "list"))
			r->t->list = true;
		else if (str_is(word, "one-page"))
			r->t->one_page = true;
		else if (word.n && !str_is(word, "portrait"))
			return fail(r, "“%.*s” is not portrait, landscape, list or one-page",
			    STR_ARG(word));
	}
	return SSJC_OK;
}

/* "40 150 84 dept:150": widths in pixels. */
static ssjc_rc read_columns(struct template_reader *r, const struct template_line *l)
{
	struct template *t = r->t;
	struct str rest = l->text, word;
	size_t most = 1;
	int64_t n;

	for (size_t i = 0; i < rest.n; i++)
		most += rest.p[i] == ' ';
	t->columns = 0;
	t->width = arena_array(&t->arena, most, sizeof *t->width);
	if (!t->width)
		return ssjc_fail_memory(r->err);
	while (str_split(&rest, ' ', &word)) {
		bool dept = str_cut_start(&word, "dept:");

		if (word.n == 0 && !dept)
			continue;
		if (num_parse(word, 8, 1000, &n))
			return fail(r, "“%.*s” is not the width of a column, 8 to 1000 pixels",
			    STR_ARG(word));
		if (t->dept_width)
			return fail(r, "the departments' columns are the last");
		if (dept)
			t->dept_width = (unsigned)n;
		else
			t->width[t->columns++] = (unsigned)n;
	}
	return SSJC_OK;
}

/* A word that is a style: a cell in a row, a line elsewhere. */
static ssjc_rc read_styled(struct template_reader *r, const struct template_line *l)
{
	enum xlsx_out_style style = 0;

	while (style < XLSX_STYLES && !str_is(l->word, styles[style]))
		style++;
	if (style == XLSX_STYLES)
		return fail(r, "“%.*s” is not a word of templates: ssjc-template(5) lists them",
		    STR_ARG(l->word));
	r->t->choices |= style == XLSX_CHOICE;
	return add_step(r,
	    (struct template_step){.op = r->in_row ? TEMPLATE_CELL : TEMPLATE_LINE,
	        .style = style,
	        .span = l->span,
	        .min_height = l->min_height},
	    l->text);
}

/* What may be in a row besides its cells, what needs a text, and what may have none. */
static const struct {
	const char *word;
	ssjc_rc (*read)(struct template_reader *, const struct template_line *);
	bool in_row, text;
} words[] = {
    {"name", read_title, false, true},
    {"sheet", read_sheet, false, true},
    {"page", read_page, false, true},
    {"columns", read_columns, false, true},
    {"row", read_row, true, false},
    {"each", read_each, true, true},
    {"if", read_if, true, true},
    {"else", read_else, true, false},
    {"keep", read_keep, false, false},
    {"glue", read_glue, false, false},
    {"repeat", read_repeat, false, true},
    {"end", read_end, true, false},
    {"field", read_field, true, true},
    {"+", read_add, true, true},
    {"~", read_add, true, true},
};

/* A number after a mark at the end of the word: cut off it. */
static ssjc_rc cut_number(
    struct template_reader *r, struct str *word, char mark, int64_t high, unsigned *out)
{
	const char *at = word->n > 1 ? memchr(word->p + 1, mark, word->n - 1) : NULL;
	struct str number;
	int64_t n;

	if (!at)
		return SSJC_OK;
	number = skip(*word, (size_t)(at + 1 - word->p));
	if (num_parse(number, 1, high, &n))
		return fail(r, "“%.*s” is not a number from 1 to %d after “%c”", STR_ARG(number),
		    (int)high, mark);
	word->n = (size_t)(at - word->p);
	*out = (unsigned)n;
	return SSJC_OK;
}

static ssjc_rc read_line(struct template_reader *r, struct str line)
{
	struct template_line l = {.span = 1};
	ssjc_rc rc;

	line = str_trim(line);
	if (line.n == 0 || line.p[0] == '#')
		return SSJC_OK;
	while (l.word.n < line.n && !memchr(" \t", line.p[l.word.n], 2))
		l.word.n++;
	l.word.p = line.p;
	l.text = str_trim(skip(line, l.word.n));
	rc = cut_number(r, &l.word, ':', 1000, &l.min_height);
	if (rc)
		return rc;
	rc = cut_number(r, &l.word, '*', 99, &l.span);
	if (rc)
		return rc;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (!str_is(l.word, words[i].word))
			continue;
		if (r->in_row && !words[i].in_row)
			return fail(
			    r, "“%s” cannot be in a row: is an “end” missing?", words[i].word);
		if (words[i].text != (l.text.n > 0))
			return fail(r, "“%s” %s", words[i].word,
			    words[i].text ? W_("needs something after it")
			                  : W_("has nothing after it"));
		return words[i].read(r, &l);
	}
	return read_styled(r, &l);
}

/* What no single line can show. */
static ssjc_rc check_whole(struct template_reader *r)
{
	struct template *t = r->t;

	if (r->depth > 0)
		return template_fail(
		    t, &t->step[r->open[r->depth - 1].step], r->err, "is a block without an “end”");
	r->line = 0;
	if (t->columns == 0)
		return fail(r, "has no “columns”");
	return t->sheet.n ? SSJC_OK : fail(r, "has no “sheet”: the name of a sheet");
}

ssjc_rc template_read(struct template *out, struct str text, const char *file,
    const struct template_names *names, unsigned about, struct ssjc_err *err)
{
	struct template_reader r = {.t = out, .about = about, .err = err};
	struct str rest, line;
	size_t valid = str_utf8(text);
	ssjc_rc rc;

	*out = (struct template){.file = file, .names = names};
	rest = text;
	str_cut_start(&rest, "\xef\xbb\xbf");
	while (str_split(&rest, '\n', &line)) {
		r.line++;
		if ((size_t)(line.p - text.p) + line.n > valid)
			return fail(&r, "is not UTF-8");
		rc = read_line(&r, line);
		if (rc)
			return rc;
	}
	return check_whole(&r);
}

void template_close(struct template *t)
{
	free(t->step);
	arena_free(&t->arena);
	*t = (struct template){0};
}
