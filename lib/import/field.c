#include "field.h"

#include "id_card.h"
#include "ssjc/base/csv_cell.h"
#include "ssjc/base/text.h"
#include "ssjc/import/normalize.h"
#include "ssjc/plan/uscc.h"

#include <string.h>

static struct field_value same(struct str text)
{
	return (struct field_value){.text = text};
}

static struct field_value refuse(struct str text, const char *why)
{
	return (struct field_value){.text = text, .wrong = why};
}

/* What f->text holds, in place of the cell's raw text. */
static struct field_value instead(struct field *f, struct str raw)
{
	struct str text = buf_text(&f->text);

	return (struct field_value){.text = text, .repaired = !str_eq(text, raw)};
}

/* Characters of a credit code, and of the older registration number. */
enum { LONG_CODE = 18, SHORT_CODE = 15 };

static const char card[] = "is an ID-card number: these are not kept";
static const char rounded[] = "is stored as a number and has lost its last digits: "
                              "format the column as text and enter it again";

static struct field_value drop_card(const struct field *f)
{
	bool needed = f->column && f->column->is & STREAM_REQUIRED;

	return (struct field_value){.text = {"", 0},
	    .wrong = needed ? card : NULL,
	    .note = card,
	    .repaired = true,
	    .secret = true};
}

/* The entry of the memo for raw: the one to use when it is there already. */
static struct field_memo *memo_of(struct field *f, struct str raw)
{
	unsigned slot = (unsigned)raw.n;

	for (size_t i = 0; i < raw.n && i < 12; i++)
		slot = slot * 31 + (unsigned char)raw.p[i];
	return &f->memo[slot % MEMO];
}

static bool recall(const struct field_memo *m, struct str raw, struct str *means, bool *own)
{
	if (m->n != raw.n || raw.n == 0 || memcmp(m->raw, raw.p, raw.n) != 0)
		return false;
	*means = m->means;
	*own = m->own;
	return true;
}

static void remember(struct field_memo *m, struct str raw, struct str means, bool own)
{
	if (raw.n > MEMO_TEXT)
		return;
	memcpy(m->raw, raw.p, raw.n);
	m->n = raw.n;
	m->means = means;
	m->own = own;
}

static const char *codes_of(const struct field *f)
{
	return f->column->codes ? f->column->codes : f->column->name;
}

/* A column may have words of its own beside those it shares: kinds of experts. */
static bool term(struct field *f, const struct vocabulary *vocabulary, struct str raw,
    struct str *means, bool *own)
{
	struct field_memo *m = memo_of(f, raw);

	if (recall(m, raw, means, own))
		return true;
	*own = false;
	if (!vocabulary_code(vocabulary, codes_of(f), raw, means)) {
		*own = f->column->codes && vocabulary_code(vocabulary, f->column->name, raw, means);
		if (!*own)
			return false;
	}
	remember(m, raw, *means, *own);
	return true;
}

static struct field_value read_term(
    struct field *f, const struct field_context *c, struct str raw, struct str text)
{
	struct str means;
	bool own;

	if (term(f, c->vocabulary, text, &means, &own))
		return (struct field_value){.text = means, .own = own};
	if (!vocabulary_open_ended(c->vocabulary, codes_of(f))) {
		buf_printf(&f->why, "is not among the values of %s in values.csv", codes_of(f));
		return refuse(raw, f->why.p);
	}
	if (f->column->kind == FIELD_CLASS)
		text_code(&f->text, text);
	else
		buf_str(&f->text, text);
	return instead(f, raw);
}

enum { NONE_MAX = 24 };

/* Does a cell say that there is nothing, by a word of its column or one of all forms: 无, -? */
static bool says_none(struct field *f, const struct field_context *c, struct str text)
{
	struct str means;

	if (!(f->column->is & STREAM_NONE) || text.n > NONE_MAX ||
	    (text.p[0] >= '0' && text.p[0] <= '9'))
		return false;
	return (vocabulary_code(c->vocabulary, "checklist", text, &means) &&
	           str_is(means, "blank")) ||
	    (f->column->kind != FIELD_TERM &&
	        vocabulary_code(c->vocabulary, f->column->name, text, &means) &&
	        str_is(means, "none"));
}

static struct field_value read_dept(
    struct field *f, const struct field_context *c, struct str raw, struct str text)
{
	struct field_memo *m = memo_of(f, text);
	struct buf key = {0}, name = {0};
	struct str means;
	bool own;

	if (!c->plan || recall(m, text, &means, &own)) {
		struct field_value v = same(c->plan ? means : text);

		v.repaired = !c->plan && !str_eq(text, raw);
		return v;
	}
	means = text;
	text_key(&key, text);
	for (size_t i = 0; i < c->plan->n_depts; i++) {
		const struct plan_dept *d = &c->plan->dept[i];

		buf_clear(&name);
		text_key(&name, d->name);
		if (str_eq(d->key, text) || str_eq(buf_text(&name), buf_text(&key))) {
			means = d->key;
			remember(m, text, means, false);
			break;
		}
	}
	f->text.failed |= key.failed || name.failed;
	buf_free(&key);
	buf_free(&name);
	return same(means);
}

/* The character at p, which is not the text's end. */
static struct str character(const char *p, const char *end)
{
	size_t n = 1;

	while (p + n < end && ((unsigned char)p[n] & 0xc0) == 0x80)
		n++;
	return (struct str){p, n};
}

/* What to say of a character that no code has; letters that only look right are named. */
static const char *what_of(struct str c)
{
	unsigned char lead = (unsigned char)c.p[0];

	if (c.p[0] == 'O')
		return ", which no such code has: is it a zero?";
	if (c.p[0] == 'I')
		return ", which no such code has: is it a one?";
	if (lead == 0xcd || lead == 0xce || lead == 0xcf)
		return " (Greek), which no such code has";
	if (lead >= 0xd0 && lead <= 0xd4)
		return " (Cyrillic), which no such code has";
	return ", which no such code has";
}

/* The first character that no code has, in characters from 0; how many there are if none. */
static size_t first_wrong(struct str code, size_t characters)
{
	static const char digits[] = "0123456789", all[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	const char *known = characters == SHORT_CODE ? digits : all;
	size_t at = 0;

	while (at < code.n && code.p[at] && strchr(known, code.p[at]))
		at++;
	return at < code.n ? at : characters;
}

/* Why a code is not one: a character in it that is wrong, its length, or both. */
static void say_fault(struct buf *why, struct str code)
{
	size_t n = text_characters(code), at = first_wrong(code, n);
	bool length = n != LONG_CODE && n != SHORT_CODE;
	struct str c;

	/* What begins wrongly is something else altogether. */
	if (at < n && (at > 0 || !length)) {
		c = character(code.p + at, code.p + code.n);
		buf_printf(why, "has “%.*s” in place %zu%s", STR_ARG(c), at + 1, what_of(c));
		if (length)
			buf_printf(why, "; it has %zu characters, not 18 or 15", n);
		return;
	}
	buf_printf(why, "has %zu character%s, neither 18 (统一社会信用代码) nor 15 (注册号)", n,
	    n == 1 ? "" : "s");
}

static struct field_value read_id(
    struct field *f, const struct field_context *c, struct str raw, struct str text)
{
	struct uscc u = uscc_check(text);
	struct field_value v;

	if (u.fault == USCC_GOOD && text.n == raw.n) {
		v = same(text);
	} else {
		text_code(&f->text, text);
		v = instead(f, raw);
		u = uscc_check(v.text);
		if (is_id_card(v.text))
			return drop_card(f);
	}
	switch (u.fault) {
	case USCC_GOOD:
		if (!u.organisation)
			v.note =
			    "the organisation code inside it has a wrong check digit (GB 11714)";
		return v;
	case USCC_LENGTH:
	case USCC_CHARACTER:
		say_fault(&f->why, v.text);
		break;
	case USCC_CHECK_DIGIT:
		if (keyset_find(c->accepted, v.text)) {
			v.note = "accepted although its check digit is wrong";
			return v;
		}
		buf_printf(&f->why, "has the check digit %c, but %c is right for the rest of it",
		    v.text.p[v.text.n - 1], u.expected);
		break;
	}
	return refuse(raw, f->why.p);
}

/* In a workbook a date may have lost its format: 45091. */
static bool bare_serial(const struct field_context *c, struct str s)
{
	if (!c->sheet || s.n != 5)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return true;
}

static struct field_value read_date(
    struct field *f, const struct field_context *c, struct str raw, struct str text)
{
	static const struct cell_format date = {.date = true};
	const char *wrong;
	struct str means;
	bool own;

	if (bare_serial(c, text)) {
		cell_number(&f->text, text, date, c->date1904);
		return instead(f, raw);
	}
	wrong = normalize_date(&f->text, text);
	if (!wrong)
		return same(buf_text(&f->text));
	if (term(f, c->vocabulary, text, &means, &own))
		return same(means);
	return c->as_written ? same(text) : refuse(raw, wrong);
}

static struct field_value read_list(struct field *f, struct str raw, struct str text)
{
	static const char *const separators[] = {
	    ";", "；", "、", ",", "，", "\n", "\r", "\v", "\f", "\u2028"};
	struct str piece = {text.p, 0};

	for (size_t i = 0; i <= text.n;) {
		size_t n = 0;

		for (size_t k = 0; k < sizeof separators / sizeof separators[0] && !n; k++)
			if (str_starts((struct str){text.p + i, text.n - i}, separators[k]))
				n = strlen(separators[k]);
		if (n == 0 && i < text.n) {
			i++;
			piece.n++;
			continue;
		}
		piece = text_trim(piece);
		if (piece.n > 0 && f->text.n > 0)
			buf_char(&f->text, ';');
		buf_str(&f->text, piece);
		i += n ? n : 1;
		piece = (struct str){text.p + (i < text.n ? i : text.n), 0};
	}
	return instead(f, raw);
}

/* Is it what is shown of a number in a column that is too narrow for it? */
static bool is_too_narrow(struct str s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] == '#')
		n++;
	return n == s.n && n > 2;
}

/* Does it say that it is as in the row above? Rows are sorted and drawn one by one. */
static bool is_ditto(enum field_kind kind, struct str s)
{
	/* Quotes may be all of a text. */
	static const char *const words[] = {"同上", "同前", "〃", "″", "\"", "“", "”", "＂", "''"};
	size_t n = kind == FIELD_TEXT ? 4 : sizeof words / sizeof words[0];

	for (size_t i = 0; s.n <= sizeof "同上" - 1 && i < n; i++)
		if (str_is(s, words[i]))
			return true;
	return false;
}

/* Codes, numbers and dates may have a sign before them that makes a text of them: '139… */
static struct str without_apostrophe(enum field_kind kind, struct str s)
{
	static const char *const signs[] = {"'", "‘", "’", "＇", "`"};
	struct str rest = s;

	if (kind != FIELD_ID && kind != FIELD_CODE && kind != FIELD_PHONE && kind != FIELD_DATE &&
	    kind != FIELD_SPANS)
		return s;
	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
		if (str_cut_start(&rest, signs[i]))
			return rest;
	return s;
}

/* Why a cell has no value, whatever its column; NULL when it has one. */
static const char *no_value(enum cell_kind kind, struct str text)
{
	if (kind == CELL_UNCALCULATED)
		return "is a formula that has not been calculated: open the file and save it";
	if (kind == CELL_ERROR)
		return "is a formula that failed";
	/* Exported or pasted values keep the words. */
	if (text.n == 0 || (text.p[0] != '#' && text.p[0] != 'E'))
		return NULL;
	if (cell_is_error(text))
		return "is a formula that failed";
	if (is_too_narrow(text))
		return "is what is shown in a column that is too narrow: make it wider and save "
		       "again";
	return NULL;
}

/* What is carried along is left as it is, if it is anything. */
static struct field_value carry(
    const struct field *f, const struct field_context *c, struct cell cell)
{
	struct str text = text_trim(cell.text);
	const char *wrong = no_value(cell.kind, text);

	if (wrong)
		return c->as_written ? same(STR("")) : refuse(cell.text, wrong);
	if (text.n == ID_CARD && is_id_card(text))
		return drop_card(f);
	return (struct field_value){
	    .text = cell.text, .note = cell.kind == CELL_ROUNDED ? rounded : NULL};
}

static const char forged[] = "has a character that does not show as what it is (a control "
                             "character, a line end or one that turns the direction of "
                             "writing): write it without";

/* Is there a character that could forge? Text other than a name may have lines. */
static bool forges(const struct stream_column *column, struct str s)
{
	bool lines = column->kind == FIELD_TEXT && strcmp(column->name, "name") != 0;

	return lines ? !text_plain_lines(s) : text_plain(s) < s.n;
}

static struct field_value read_known(
    struct field *f, const struct field_context *c, struct cell cell)
{
	struct str raw = cell.text, text;
	const char *wrong;

	text = text_trim(raw);
	buf_clear(&f->text);
	buf_clear(&f->why);
	wrong = no_value(cell.kind, text);
	if (wrong)
		return refuse(raw, wrong);
	if (cell.kind == CELL_ROUNDED && f->column->kind != FIELD_TEXT)
		return refuse(raw, rounded);
	if (is_ditto(f->column->kind, text) && strcmp(f->column->name, "note") != 0)
		return refuse(raw, "says that it is as above: write it out in each row");
	text = without_apostrophe(f->column->kind, text);
	if (text.n == ID_CARD && is_id_card(text))
		return drop_card(f);
	if (text.n == 0) {
		if (f->column->is & STREAM_REQUIRED && !c->as_written)
			return refuse(raw, "is empty");
		return (struct field_value){.text = {"", 0}, .repaired = raw.n > 0};
	}
	if (says_none(f, c, text))
		return (struct field_value){.text = {"", 0}, .repaired = true};
	if (c->as_written && f->column->kind != FIELD_DATE && f->column->kind != FIELD_DEPT)
		return same(text);
	switch (f->column->kind) {
	case FIELD_ID:
		return read_id(f, c, raw, text);
	case FIELD_CODE:
		text_code(&f->text, text);
		return instead(f, raw);
	case FIELD_PHONE:
		wrong = normalize_phone(&f->text, text);
		return wrong ? refuse(raw, wrong) : instead(f, raw);
	case FIELD_DATE:
		return read_date(f, c, raw, text);
	case FIELD_SPANS:
		wrong = normalize_spans(&f->text, text);
		return wrong ? refuse(raw, wrong) : same(buf_text(&f->text));
	case FIELD_TERM:
	case FIELD_CLASS:
		return read_term(f, c, raw, text);
	case FIELD_DEPT:
		return read_dept(f, c, raw, text);
	case FIELD_LIST:
		return read_list(f, raw, text);
	case FIELD_TEXT:
		break;
	}
	return (struct field_value){.text = text,
	    .repaired = text.n < raw.n,
	    .note = cell.kind == CELL_ROUNDED ? rounded : NULL};
}

static const char struck[] = "is struck through: take it out, or the line off it";

struct field_value field_read(struct field *f, const struct field_context *c, struct cell cell)
{
	bool merged = cell.kind == CELL_MERGED, crossed = cell.kind == CELL_STRUCK;
	struct field_value v;

	if (crossed && f->column && text_trim(cell.text).n > 0)
		return refuse(cell.text, struck);
	if (merged || crossed)
		cell.kind = CELL_TEXT;
	/* It may have been in a stream or a form of ours that a spreadsheet saved again. */
	if (cell.kind == CELL_TEXT)
		cell.text = csv_cell_read(cell.text);
	v = f->column ? read_known(f, c, cell) : carry(f, c, cell);
	if (merged && !v.wrong && !v.note)
		v.note = "a merged cell covers another value, which is not shown";
	if (crossed && !v.wrong && !v.note)
		v.note = "is struck through";
	if (!f->column)
		return v;
	if (!v.wrong && forges(f->column, v.text))
		return refuse(cell.text, forged);
	return v;
}

bool field_failed(const struct field *f)
{
	return f->text.failed || f->why.failed;
}

void field_free(struct field *f)
{
	buf_free(&f->text);
	buf_free(&f->why);
}
