#include "checklist_marks.h"

#include "ssjc/base/language.h"
#include "ssjc/base/text.h"
#include "ssjc/import/normalize.h"
#include "ssjc/record/checklist_map.h"

#include <string.h>

enum kind { END, BOX, TICK, CROSS, LETTER_X, TICKED_BOX, NUMBER, CIRCLED, BETWEEN, OTHER };

/* A sign, or a number of several digits. */
struct token {
	enum kind kind;
	bool after_blank; /* there is one before it */
	unsigned number;
	struct str text;
};

static const struct {
	enum kind kind;
	const char *signs;
} signs[] = {
    {BOX, "□☐▢◻"},
    {TICK, "√✓✔"},
    {CROSS, "×✗✘✕"},
    {LETTER_X, "Xx"}, /* a tick, or beside ticks a cross */
    {TICKED_BOX, "☑☒■●🗹"},
    {BETWEEN, "、,，;；.．/和"},
};

/* The character at the start of s. */
static struct str first(struct str s)
{
	struct str c = {s.p, s.n ? 1 : 0};

	while (c.n < s.n && ((unsigned char)s.p[c.n] & 0xc0) == 0x80)
		c.n++;
	return c;
}

static bool among(const char *list, struct str c)
{
	struct str rest = str_of(list), one;

	for (; rest.n; rest = (struct str){rest.p + one.n, rest.n - one.n}) {
		one = first(rest);
		if (str_eq(one, c))
			return true;
	}
	return false;
}

/* 0 to 9, also full-width; -1 for another character. */
static int digit(struct str c)
{
	if (c.n == 1 && c.p[0] >= '0' && c.p[0] <= '9')
		return c.p[0] - '0';
	if (c.n == 3 && memcmp(c.p, "\xef\xbc", 2) == 0 && (unsigned char)c.p[2] >= 0x90 &&
	    (unsigned char)c.p[2] <= 0x99)
		return (unsigned char)c.p[2] - 0x90;
	return -1;
}

/* ① to ⑳; 0 for another character. */
static unsigned circled(struct str c)
{
	if (c.n == 3 && memcmp(c.p, "\xe2\x91", 2) == 0 && (unsigned char)c.p[2] >= 0xa0 &&
	    (unsigned char)c.p[2] <= 0xb3)
		return (unsigned)((unsigned char)c.p[2] - 0xa0 + 1);
	return 0;
}

static struct token next(struct str *rest)
{
	struct str s = text_trim(*rest);
	struct token t = {.text = first(s)};

	t.after_blank = s.n && s.p != rest->p;
	*rest = (struct str){s.p + t.text.n, s.n - t.text.n};
	/* A variation selector says that the sign before it is an emoji, or is not. */
	while (str_starts(*rest, "\xef\xb8\x8e") || str_starts(*rest, "\xef\xb8\x8f"))
		*rest = (struct str){rest->p + 3, rest->n - 3};
	if (t.text.n == 0)
		return t;
	t.kind = OTHER;
	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
		if (among(signs[i].signs, t.text))
			t.kind = signs[i].kind;
	t.number = circled(t.text);
	if (t.number)
		t.kind = CIRCLED;
	for (int d = digit(t.text); d >= 0; d = digit(first(*rest))) {
		struct str c = t.kind == NUMBER ? first(*rest) : t.text;

		if (t.kind == NUMBER)
			*rest = (struct str){rest->p + c.n, rest->n - c.n};
		t.kind = NUMBER;
		t.number = t.number < 1000 ? t.number * 10 + (unsigned)d : t.number;
	}
	return t;
}

/* Is something ticked in it? Then a cross says no; alone, nobody knows what it says. */
static bool has_ticks(struct str text)
{
	struct token t;

	while ((t = next(&text)).kind != END)
		if (t.kind == TICK || t.kind == TICKED_BOX)
			return true;
	return false;
}

static const char only_crosses[] =
    "has × and no √: it does not tell whether × says yes or no; put √ where yes is meant";

static bool is_mark(enum kind kind)
{
	return kind == BOX || kind == TICK || kind == CROSS || kind == TICKED_BOX;
}

/* The next token, where x says no if others are ticked. */
static struct token next_beside(struct str *rest, bool ticks)
{
	struct token t = next(rest);

	if (t.kind == LETTER_X)
		t.kind = ticks ? CROSS : TICK;
	return t;
}

/* ---- Results ---- */

enum { RESULTS_MAX = 64, TOKENS_MAX = 4 * RESULTS_MAX };

/* The tokens of a text that is nothing but marks and numbers; 0 when it is something else. */
static size_t only_marks(struct str text, struct token *t)
{
	size_t n = 0;
	bool numbers = false, ticks = has_ticks(text);

	for (;;) {
		t[n] = next_beside(&text, ticks);
		if (t[n].kind == END)
			return numbers ? n : 0;
		if (t[n].kind == OTHER || n + 1 == TOKENS_MAX)
			return 0;
		numbers |= t[n].kind == NUMBER || t[n].kind == CIRCLED;
		n++;
	}
}

/*
 * Whose is the tick t[i], which comes after a number that has none, and maybe a box: that
 * one's, or the next one's? 1, 2, or 0 when it cannot be told.
 */
static int belongs(const struct token *t, size_t n, size_t i, bool boxed)
{
	const struct token *after = i + 1 < n ? &t[i + 1] : NULL;

	if (!after || after->kind == BETWEEN)
		return t[i].after_blank ? 0 : 1;
	/* The next one has no box: the tick is in its place. */
	if (boxed && after->kind == NUMBER)
		return 2;
	if (after->after_blank == t[i].after_blank)
		return 0;
	return after->after_blank ? 1 : 2;
}

static const char cannot_tell[] = "does not tell which numbers are ticked: tick the boxes that are "
                                  "meant, or write their numbers only, such as 1、3";

/*
 * Which of the numbers are chosen, where some have boxes, ticks or crosses. A circle is a
 * tick, unless all of them have one.
 */
static const char *choose_ticked(
    const struct token *t, size_t n, bool circle_ticks, bool *chosen, bool *seen)
{
	bool box = false, tick = false, cross = false; /* before the number to come */
	const struct token *last = NULL;
	bool marked = false; /* the last number has a box, a tick or a cross */
	bool said = false;   /* it has a tick or a cross */
	bool all_marked = true;

	for (size_t i = 0; i < n; i++) {
		bool circle = circle_ticks && t[i].kind == CIRCLED && !box;
		int whose = 2;

		switch (t[i].kind) {
		case BOX:
			box = true;
			break;
		case TICKED_BOX:
			box = tick = true;
			break;
		case TICK:
		case CROSS:
			/* A box before it is of the next number, and so is a tick at the start. */
			if (last && !box && !said)
				whose = belongs(t, n, i, marked);
			if (whose == 0)
				return cannot_tell;
			if (whose == 1) {
				chosen[last->number] = t[i].kind == TICK;
				marked = said = true;
			} else {
				tick |= t[i].kind == TICK;
				cross |= t[i].kind == CROSS;
			}
			break;
		case NUMBER:
		case CIRCLED:
			if (last && !marked)
				all_marked = false;
			if (cross && (tick || circle))
				return cannot_tell;
			said = tick || cross || circle;
			marked = box || said;
			if (seen[t[i].number])
				return W_("has a number twice");
			seen[t[i].number] = true;
			chosen[t[i].number] = tick || circle;
			box = tick = cross = false;
			last = &t[i];
			break;
		default:
			break;
		}
	}
	if (box || tick || cross || !all_marked || !marked)
		return cannot_tell;
	return NULL;
}

static const char *marked_results(
    struct buf *out, const struct token *t, size_t n, const struct str *code, size_t codes)
{
	bool chosen[RESULTS_MAX + 1] = {0}, seen[RESULTS_MAX + 1] = {0};
	bool has[OTHER + 1] = {0}, marks, circle_ticks;
	const char *wrong, *between = "";

	for (size_t i = 0; i < n; i++) {
		bool number = t[i].kind == NUMBER || t[i].kind == CIRCLED;

		if (number &&
		    (t[i].number == 0 || t[i].number > codes || t[i].number > RESULTS_MAX))
			return W_("has a number that is not one of those printed");
		has[t[i].kind] = true;
	}
	marks = has[BOX] || has[TICK] || has[CROSS] || has[TICKED_BOX];
	circle_ticks = has[NUMBER] && has[CIRCLED];
	if (has[CROSS] && !has[TICK] && !has[TICKED_BOX] && !circle_ticks)
		return only_crosses;
	for (size_t i = 0; !marks && i < n; i++)
		chosen[t[i].number] |= t[i].kind != BETWEEN;
	wrong = marks ? choose_ticked(t, n, circle_ticks, chosen, seen) : NULL;
	if (wrong)
		return wrong;
	for (size_t i = 1; i <= codes && i <= RESULTS_MAX; i++)
		if (chosen[i]) {
			buf_printf(out, "%s%.*s", between, STR_ARG(code[i - 1]));
			between = ";";
		}
	return NULL;
}

/* Cut the marks off the start of a piece: what they are, END if there are none. */
static enum kind cut_mark(struct str *piece, bool ticks)
{
	struct str at = *piece;
	enum kind mark = END;

	for (;;) {
		struct token t = next_beside(&at, ticks);

		if (!is_mark(t.kind))
			return mark;
		if (mark == END || mark == BOX)
			mark = t.kind == TICKED_BOX ? TICK : t.kind;
		else if (t.kind != BOX && t.kind != mark)
			return OTHER;
		*piece = at;
	}
}

/* "5.发现问题已责令改正": what is after the number. */
static struct str without_number(struct str text)
{
	struct str rest = text;
	struct token t = next(&rest);

	if (t.kind != NUMBER && t.kind != CIRCLED)
		return text;
	text = rest;
	return next(&rest).kind == BETWEEN ? rest : text;
}

/* Cut the next piece off *rest, which ends where one of the signs is. */
static struct str cut_piece(struct str *rest, const char *between)
{
	struct str piece = {rest->p, 0}, c;

	while (rest->n) {
		c = first(*rest);
		*rest = (struct str){rest->p + c.n, rest->n - c.n};
		if (among(between, c))
			break;
		piece.n += c.n;
	}
	return text_trim(piece);
}

/* Words, one a piece; of those that are marked, the ticked ones. */
static bool worded_results(
    struct buf *out, struct str text, const char *between, const struct vocabulary *v)
{
	const size_t start = out->n;
	bool ticks = has_ticks(text), has[OTHER + 1] = {0};
	struct str code;

	while (text.n) {
		struct str piece = cut_piece(&text, between);
		enum kind mark;

		if (piece.n == 0)
			continue;
		mark = cut_mark(&piece, ticks);
		has[mark] = true;
		piece = text_trim(piece);
		if (!vocabulary_code(v, "result", piece, &code) &&
		    !vocabulary_code(v, "result", text_trim(without_number(piece)), &code)) {
			out->n = start;
			return false;
		}
		if (mark == TICK || mark == END)
			buf_printf(out, "%s%.*s", out->n > start ? ";" : "", STR_ARG(code));
	}
	/* Crosses alone, marks that contradict each other, or words beside ticked ones. */
	if ((has[CROSS] && !has[TICK]) || has[OTHER] ||
	    (has[END] && (has[TICK] || has[CROSS] || has[BOX]))) {
		out->n = start;
		return false;
	}
	return true;
}

const char *checklist_results(
    struct buf *out, struct str text, const struct str *code, size_t n, const struct vocabulary *v)
{
	static const char *const between[] = {"", "\n;；", "\n;；、,，"};
	struct token t[TOKENS_MAX];
	size_t tokens = only_marks(text, t);

	if (tokens)
		return marked_results(out, t, tokens, code, n);
	/* Some of the words have a 、 in them. */
	for (size_t i = 0; i < sizeof between / sizeof between[0]; i++)
		if (worded_results(out, text, between[i], v))
			return NULL;
	return W_("is not a result: write the numbers that are printed, or choose one of the list");
}

/* ---- Words with boxes ---- */

/* A piece of a text that begins with a box or a tick; the first may begin with neither. */
struct piece {
	bool box, ticked, crossed;
	struct str text;
};

static void mark_piece(struct piece *p, enum kind mark)
{
	p->box = true;
	p->ticked |= mark == TICK || mark == TICKED_BOX;
	p->crossed |= mark == CROSS;
}

static bool next_piece(struct str *rest, bool ticks, struct piece *p)
{
	struct str at = *rest;
	struct token t = next_beside(&at, ticks);

	*p = (struct piece){0};
	if (t.kind == END)
		return false;
	while (is_mark(t.kind)) {
		mark_piece(p, t.kind);
		*rest = at;
		t = next_beside(&at, ticks);
	}
	p->text = (struct str){rest->p, 0};
	while (t.kind != END && !is_mark(t.kind)) {
		p->text.n = (size_t)(at.p - p->text.p);
		*rest = at;
		t = next_beside(&at, ticks);
	}
	/* A tick right after the word, with the next box apart from it, is the word's. */
	if ((t.kind == TICK || t.kind == CROSS) && !t.after_blank && p->text.n && !p->ticked &&
	    !p->crossed) {
		struct str peek = at;
		struct token after = next(&peek);

		if (after.kind == END || after.after_blank) {
			mark_piece(p, t.kind);
			*rest = at;
		}
	}
	p->text = text_trim(p->text);
	return true;
}

const char *checklist_ticked(struct buf *out, struct str text)
{
	const bool ticks = has_ticks(text);
	const size_t start = out->n;
	struct str rest = text;
	struct piece p;
	struct str bare = {0};
	bool boxes = false;

	while (next_piece(&rest, ticks, &p)) {
		if (p.crossed && !ticks)
			return only_crosses;
		if (p.crossed && p.ticked)
			return W_("has both √ and × for the same word");
		if (!p.box)
			bare = p.text;
		boxes |= p.box;
		if (p.ticked && p.text.n)
			buf_printf(out, "%s%.*s", out->n > start ? "、" : "", STR_ARG(p.text));
	}
	if (boxes && bare.n)
		return W_("begins with a word that has neither a box nor a tick");
	if (!boxes)
		buf_str(out, text_trim(text));
	return NULL;
}

bool checklist_has_date(struct str text)
{
	while (text.n) {
		struct str run = {text.p, 0}, c = first(text);
		struct buf bare = {0}, day = {0};
		bool is;

		while (c.n && (digit(c) >= 0 || among("-/.．年月日 ", c))) {
			run.n += c.n;
			text = (struct str){text.p + c.n, text.n - c.n};
			c = first(text);
		}
		checklist_bare(&bare, run);
		is = bare.n && !normalize_date(&day, buf_text(&bare));
		buf_free(&bare);
		buf_free(&day);
		if (is)
			return true;
		text = (struct str){text.p + c.n, text.n - c.n};
	}
	return false;
}

struct str checklist_added(struct str text, struct str printed, struct checklist_mark *mark)
{
	struct str rest = text_trim(text), label = printed, all;
	struct token t;
	bool box = false;

	*mark = (struct checklist_mark){0};
	for (struct str at = label; next(&at).kind == BOX; box = true)
		label = at;
	for (struct str at = rest; box && is_mark((t = next_beside(&at, false)).kind); rest = at) {
		mark->ticked |= t.kind == TICK || t.kind == TICKED_BOX;
		mark->crossed |= t.kind == CROSS;
	}
	all = text_trim(rest);
	rest = all;
	/* As far as it is what was printed, which has no blanks. */
	while (label.n) {
		rest = text_trim(rest);
		if (rest.n == 0 || rest.p[0] != label.p[0])
			return all;
		rest = (struct str){rest.p + 1, rest.n - 1};
		label = (struct str){label.p + 1, label.n - 1};
	}
	return text_trim(rest);
}
