#include "checklist_work.h"

#include "checklist_marks.h"
#include "ssjc/base/language.h"
#include "ssjc/base/text.h"
#include "ssjc/import/normalize.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A cell of a row that is found, with what it holds now. */
struct filled {
	const struct checklist_cell *cell; /* NULL: there is no such field */
	uint64_t row;
	struct str text; /* "" when it is as it was printed */
};

/* Taking a sheet. */
struct filling {
	struct checklist_in *in;
	struct checklist_sheet *s;
	struct record_taking *how;
	bool wrong; /* the row at hand is */
	struct arena arena;
};

static void bad_cell(struct filling *t, const struct filled *f, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* What is wrong with a cell, once: several rows may look at it. */
static void bad_cell(struct filling *t, const struct filled *f, const char *fmt, ...)
{
	struct ssjc_err why;
	va_list ap;

	t->wrong = true;
	if (t->s->told == f->cell)
		return;
	t->s->told = f->cell;
	va_start(ap, fmt);
	ssjc_vfail_at(&why, SSJC_INPUT, NULL, 0, NULL, fmt, ap);
	va_end(ap);
	checklist_work_tell_why(
	    t->s, f->row, f->cell->column, t->how->bad, t->how->arg, f->text, &why);
}

static bool has_code(const struct filling *t, const char *column, struct str text, const char *is)
{
	struct str code;

	return vocabulary_code(t->in->vocabulary, column, text, &code) && str_is(code, is);
}

/* Is it what people write where there is nothing to say, such as "/"? */
static bool is_blank(const struct filling *t, struct str text)
{
	return has_code(t, "checklist", text, "blank");
}

static struct filled fill(struct filling *t, const struct checklist_map_row *row, size_t cell)
{
	const struct checklist_cell *c = &t->s->map->cell[cell];
	struct book_cell is = book_at(row->is, c->column);
	struct filled f = {c, row->number, text_trim(is.text)};

	if (checklist_is_bare(f.text, c->text) ||
	    (c->field != CHECKLIST_RESULT && is_blank(t, f.text)))
		f.text = STR("");
	else if (is.lost)
		bad_cell(t, &f, "is a formula whose value is not in the file: type the value");
	else if (is.struck)
		bad_cell(t, &f, "is struck through: take it out, or the line off it");
	return f;
}

/*
 * The field of that kind that is about a row: in it, or of its department, or of the
 * sheet; one that is filled in, if there is one.
 */
static struct filled field_of(struct filling *t, const struct checklist_map_row *about,
    struct str dept, enum checklist_field field)
{
	struct filled best = {0};
	int level = -1;

	for (size_t i = 0; i < t->s->n_rows; i++) {
		const struct checklist_map_row *row = &t->s->row[i];

		for (size_t c = row->first; row->found && c < row->first + row->n; c++) {
			const struct checklist_cell *cell = &t->s->map->cell[c];
			int here = row == about        ? 4
			    : cell->item.n             ? -1
			    : cell->dept.n == 0        ? 0
			    : str_eq(cell->dept, dept) ? 2
			                               : -1;
			struct filled f;

			if (cell->field != field || here < 0 ||
			    (row != about && checklist_field_of_row(field)))
				continue;
			f = fill(t, row, c);
			here += f.text.n > 0;
			if (here % 2 > level % 2 || (here % 2 == level % 2 && here > level)) {
				level = here;
				best = f;
			}
		}
	}
	return best;
}

/* A copy in one line: a cell's line ends become ；. */
static struct str one_line(struct filling *t, struct str text)
{
	struct buf b = {0};
	struct str line, kept;
	bool ok = true;

	while (str_split(&text, '\n', &line)) {
		line = text_trim(line);
		if (line.n)
			buf_printf(&b, "%s%.*s", b.n ? "；" : "", STR_ARG(line));
	}
	kept = arena_str(&t->arena, buf_text(&b), &ok);
	t->s->failed |= b.failed || !ok;
	buf_free(&b);
	return kept;
}

/* What was written into a cell, without what was printed there; "" if that is "/" or 无. */
static struct str added(
    const struct filling *t, const struct filled *f, struct checklist_mark *mark)
{
	struct str text;

	*mark = (struct checklist_mark){0};
	if (f->text.n == 0)
		return f->text;
	text = checklist_added(f->text, f->cell->text, mark);
	return is_blank(t, text) ? STR("") : text;
}

static struct str added_line(struct filling *t, const struct checklist_map_row *about,
    struct str dept, enum checklist_field field)
{
	const struct filled f = field_of(t, about, dept, field);
	struct checklist_mark mark;

	return one_line(t, added(t, &f, &mark));
}

static struct str result_of(struct filling *t, const struct filled *f)
{
	struct buf codes = {0};
	struct str kept;
	bool ok = true;
	const char *wrong = checklist_results(
	    &codes, f->text, t->s->map->code, t->s->map->n_codes, t->in->vocabulary);

	if (wrong)
		bad_cell(t, f, "“%.*s” %s", STR_ARG(f->text), wrong);
	kept = arena_str(&t->arena, buf_text(&codes), &ok);
	t->s->failed |= codes.failed || !ok;
	buf_free(&codes);
	return kept;
}

/* The day that was filled in, or "". */
static struct str date_of(struct filling *t, const struct checklist_map_row *about, struct str dept)
{
	const struct filled f = field_of(t, about, dept, CHECKLIST_DATE);
	struct buf day = {0}, bare = {0}, why = {0};
	const char *wrong = NULL;
	struct str kept;
	bool ok = true;

	checklist_bare(&bare, f.text);
	if (bare.n)
		wrong = normalize_date(&day, buf_text(&bare));
	if (wrong) {
		language_word(&why, wrong);
		bad_cell(t, &f, "“%.*s” %.*s", STR_ARG(f.text), STR_ARG(buf_text(&why)));
	}
	kept = arena_str(&t->arena, buf_text(&day), &ok);
	t->s->failed |= bare.failed || day.failed || why.failed || !ok;
	buf_free(&bare);
	buf_free(&day);
	buf_free(&why);
	return kept;
}

/* The day beside a signature is lost, and the one assigned would be recorded in its place. */
static void check_lost_day(
    struct filling *t, const struct checklist_map_row *about, struct str dept)
{
	static const enum checklist_field fields[] = {CHECKLIST_INSPECTORS, CHECKLIST_SIGNED};

	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
		const struct filled f = field_of(t, about, dept, fields[i]);

		if (f.text.n && checklist_has_date(f.text))
			bad_cell(t, &f,
			    "“%.*s” has a day in it, and the cell of the day is empty: write it there",
			    STR_ARG(f.text));
	}
}

static struct str method_of(
    struct filling *t, const struct checklist_map_row *about, struct str dept)
{
	const struct filled f = field_of(t, about, dept, CHECKLIST_METHOD);
	struct buf words = {0};
	const char *wrong = checklist_ticked(&words, f.text);
	struct str kept;

	if (wrong)
		bad_cell(t, &f, "“%.*s” %s", STR_ARG(f.text), wrong);
	kept = one_line(t, buf_text(&words));
	t->s->failed |= words.failed;
	buf_free(&words);
	return kept;
}

/* Has it one of the words of values.csv that mean that in a checklist? */
static bool has_word(const struct filling *t, struct str text, const char *means)
{
	struct vocabulary_entry e;

	for (size_t i = 0; vocabulary_entry(t->in->vocabulary, VOCABULARY_VALUES, i, &e); i++)
		if (str_is(e.scope, "checklist") && str_is(e.means, means) &&
		    str_find(text, e.text))
			return true;
	return false;
}

/* Whether the business signed, and why not. */
static struct str signed_of(
    struct filling *t, const struct checklist_map_row *about, struct str dept, struct str *reason)
{
	const struct filled yes = field_of(t, about, dept, CHECKLIST_SIGNED),
	                    no = field_of(t, about, dept, CHECKLIST_REFUSED);
	struct checklist_mark mark, box;
	struct str signature = added(t, &yes, &mark), why = added(t, &no, &box);
	bool refused = has_code(t, "signed", signature, "refused"), unsigned_ = false;

	if (box.crossed)
		bad_cell(t, &no,
		    "“%.*s” does not tell whether × says yes or no: put √ if the business refused "
		    "to sign, or leave the box empty",
		    STR_ARG(no.text));
	refused |= box.ticked || has_code(t, "yesno", why, "yes");
	if (has_code(t, "yesno", why, "yes") || has_code(t, "yesno", why, "no") ||
	    has_code(t, "signed", why, "yes"))
		why = STR("");
	if (!refused && has_word(t, why, "unrefused"))
		bad_cell(t, &no,
		    "“%.*s” seems to say that the business did not refuse to sign: leave the cell as "
		    "it was printed, or put √ into its box if it did",
		    STR_ARG(why));
	refused |= why.n > 0;
	if (signature.n && !has_code(t, "signed", signature, "yes"))
		unsigned_ = has_code(t, "yesno", signature, "no") ||
		    has_word(t, signature, "unsigned");
	*reason = one_line(t, why);
	if (refused && signature.n && !unsigned_)
		bad_cell(t, &yes,
		    "says that the business signed, “%.*s”, but the sheet says, too, that it "
		    "refused to",
		    STR_ARG(signature));
	if (!refused && unsigned_)
		bad_cell(t, &yes,
		    "“%.*s” says that the business did not sign: leave the cell empty and, if it "
		    "refused to, put √ in the box of 拒绝签字",
		    STR_ARG(signature));
	return refused ? STR("refused") : signature.n ? STR("yes") : STR("");
}

/* What has no column of its own. */
static struct str note_of(
    struct filling *t, const struct checklist_map_row *about, struct str dept, struct str reason)
{
	static const struct {
		enum checklist_field field;
		const char *label;
	} parts[] = {
	    {CHECKLIST_NOTE, ""},
	    {CHECKLIST_WITNESS, "见证人："},
	    {CHECKLIST_EXPERT, "专家意见："},
	    {CHECKLIST_OPINION, "被检查对象意见："},
	};
	struct buf note = {0};
	struct str kept;
	bool ok = true;

	if (reason.n)
		buf_printf(&note, "拒绝签字：%.*s", STR_ARG(reason));
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		struct str text = added_line(t, about, dept, parts[i].field);

		if (text.n)
			buf_printf(
			    &note, "%s%s%.*s", note.n ? "；" : "", parts[i].label, STR_ARG(text));
	}
	kept = arena_str(&t->arena, buf_text(&note), &ok);
	t->s->failed |= note.failed || !ok;
	buf_free(&note);
	return kept;
}

static const struct checklist_cell *result_cell(
    const struct filling *t, const struct checklist_map_row *row)
{
	for (size_t c = row->first; row->found && c < row->first + row->n; c++)
		if (t->s->map->cell[c].field == CHECKLIST_RESULT)
			return &t->s->map->cell[c];
	return NULL;
}

/* What a row says, if it is filled in. */
static bool fill_row(
    struct filling *t, const struct checklist_map_row *row, struct str to[CHECKLIST_COLUMNS])
{
	const struct checklist_cell *c = result_cell(t, row);
	struct filled result;
	struct str reason, beside;
	bool ok = true;

	t->wrong = false;
	if (!c)
		return false;
	result = field_of(t, row, c->dept, CHECKLIST_RESULT);
	to[CHECKLIST_AT_RESULT] = result_of(t, &result);
	to[CHECKLIST_AT_PROBLEM] = added_line(t, row, c->dept, CHECKLIST_PROBLEM);
	to[CHECKLIST_AT_DISPOSAL] = added_line(t, row, c->dept, CHECKLIST_DISPOSAL);
	if (!t->wrong && to[CHECKLIST_AT_RESULT].n == 0) {
		beside = to[CHECKLIST_AT_PROBLEM].n ? to[CHECKLIST_AT_PROBLEM]
		                                    : to[CHECKLIST_AT_DISPOSAL];
		if (beside.n == 0)
			return false;
		bad_cell(
		    t, &result, "has no result, but beside it is written “%.*s”", STR_ARG(beside));
	}
	to[CHECKLIST_AT_ID] = t->s->object;
	to[CHECKLIST_AT_DEPT] = arena_str(&t->arena, c->dept, &ok);
	to[CHECKLIST_AT_ITEM] = c->item.n ? arena_str(&t->arena, c->item, &ok)
	                                  : added_line(t, row, c->dept, CHECKLIST_ITEM);
	to[CHECKLIST_AT_DATE] = date_of(t, row, c->dept);
	if (to[CHECKLIST_AT_DATE].n == 0)
		check_lost_day(t, row, c->dept);
	to[CHECKLIST_AT_METHOD] = method_of(t, row, c->dept);
	to[CHECKLIST_AT_SIGNED] = signed_of(t, row, c->dept, &reason);
	to[CHECKLIST_AT_NOTE] = note_of(t, row, c->dept, reason);
	t->s->failed |= !ok;
	return true;
}

static ssjc_rc fill_rows(struct filling *t, struct ssjc_err *err)
{
	struct checklist_sheet *s = t->s;

	s->first = t->in->table.rows;
	for (size_t i = 0; i < s->n_rows; i++) {
		struct str text[CHECKLIST_COLUMNS];
		ssjc_rc rc;

		if (!fill_row(t, &s->row[i], text))
			continue;
		s->filled = true;
		if (t->wrong) {
			t->how->refused++;
			continue;
		}
		if (s->failed)
			return ssjc_fail_memory(err);
		rc = checklist_table_add(t->in, text, s->row[i].number, &s->place, err);
		if (rc)
			return rc;
		s->said++;
	}
	return s->failed ? ssjc_fail_memory(err) : SSJC_OK;
}

ssjc_rc checklist_fill(struct checklist_in *in, struct checklist_sheet *s,
    struct record_taking *how, struct ssjc_err *err)
{
	struct filling t = {.in = in, .s = s, .how = how};
	ssjc_rc rc = fill_rows(&t, err);

	arena_free(&t.arena);
	return rc;
}
