#include "cell_format.h"

#include <string.h>
#include <strings.h>

enum { SECTIONS = 4, TOKENS_MAX = 255 };

enum token_kind {
	LITERAL,
	ZERO,    /* 0: a digit, 0 where there is none */
	DIGIT,   /* # and ?: a digit, nothing where there is none */
	POINT,   /* the decimal point */
	GENERAL, /* the number as it is */
	TEXT     /* @ */
};

struct token {
	enum token_kind kind;
	struct str text; /* of a LITERAL */
};

enum condition { ALWAYS, LESS, LESS_EQUAL, EQUAL, NOT_EQUAL, GREATER, GREATER_EQUAL };

struct cell_section {
	struct token *token;
	size_t n;
	bool date, elapsed;
	bool number;     /* scaled, a fraction, …: the number is written in full */
	bool meaningful; /* has literals that are more than decoration, or leading zeros */
	bool grouped;    /* #,##0 */
	bool given;      /* the condition is written in the format */
	unsigned before; /* places before the point */
	enum condition if_;
	struct decimal limit;
};

/* Formats of the East Asian editions (27-36, 50-58) are taken as in Chinese. */
struct cell_format cell_format_builtin(unsigned id)
{
	struct cell_format f = {0};

	f.date = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) ||
	    (id >= 50 && id <= 58);
	f.elapsed = id == 46;
	return f;
}

/* ---- Reading ---- */

static bool is_one_of(char c, const char *set)
{
	return c && strchr(set, c);
}

static bool is_place(const struct token *t)
{
	return t->kind == ZERO || t->kind == DIGIT;
}

static bool has_place(const struct cell_section *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (is_place(&s->token[i]))
			return true;
	return false;
}

static bool add(struct cell_section *s, enum token_kind kind, struct str text)
{
	if (s->n >= TOKENS_MAX)
		return false;
	s->token[s->n++] = (struct token){kind, text};
	return true;
}

/* A bracket's content: is it the length of a time, as in [hh]? */
static bool is_elapsed(struct str s)
{
	return s.n >= 1 && s.n <= 2 && strchr("hmsHMS", s.p[0]) && (s.n == 1 || s.p[1] == s.p[0]);
}

/* "<=100": the condition of a section. */
static bool read_condition(struct cell_section *s, struct str text)
{
	static const struct {
		const char *sign;
		enum condition is;
	} signs[] = {{"<=", LESS_EQUAL}, {">=", GREATER_EQUAL}, {"<>", NOT_EQUAL}, {"<", LESS},
	    {">", GREATER}, {"=", EQUAL}};

	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
		size_t n = strlen(signs[i].sign);

		if (!str_starts(text, signs[i].sign))
			continue;
		s->if_ = signs[i].is;
		s->given = decimal_parse((struct str){text.p + n, text.n - n}, &s->limit);
		return s->given;
	}
	return false;
}

/* What is between brackets; what it says of colours, languages and digits is left alone. */
static void read_bracket(struct cell_section *s, struct str text)
{
	if (is_elapsed(text))
		s->date = s->elapsed = true;
	else
		read_condition(s, text);
}

static size_t general(const char *p, const char *end)
{
	static const char chinese[] = "G/通用格式";

	if (end - p >= 7 && strncasecmp(p, "General", 7) == 0)
		return 7;
	if ((size_t)(end - p) >= sizeof chinese - 1 && memcmp(p, chinese, sizeof chinese - 1) == 0)
		return sizeof chinese - 1;
	return 0;
}

/* The bytes of the character at p. */
static size_t character(const char *p, const char *end)
{
	size_t n = 1;

	while (p + n < end && ((unsigned char)p[n] & 0xc0) == 0x80)
		n++;
	return n;
}

/* The next thing at p: how many bytes it takes, 0 when there are too many. */
static size_t read_token(struct cell_section *s, const char *p, const char *end)
{
	const char *close;
	size_t n = general(p, end);

	if (n)
		return add(s, GENERAL, (struct str){p, n}) ? n : 0;
	switch (*p) {
	case '"':
		close = memchr(p + 1, '"', (size_t)(end - p - 1));
		if (!close)
			close = end;
		n = (size_t)(close - p) + (close < end);
		return add(s, LITERAL, (struct str){p + 1, (size_t)(close - p - 1)}) ? n : 0;
	case '[':
		close = memchr(p, ']', (size_t)(end - p));
		if (!close)
			close = end;
		read_bracket(s, (struct str){p + 1, (size_t)(close - p - 1)});
		return (size_t)(close - p) + (close < end);
	case '\\':
	case '!':
		n = p + 1 < end ? character(p + 1, end) : 0;
		return add(s, LITERAL, (struct str){p + 1, n}) ? n + 1 : 0;
	case '_':
	case '*':
		return p + 1 < end ? 1 + character(p + 1, end) : 1;
	case '0':
		return add(s, ZERO, (struct str){p, 1});
	case '#':
	case '?':
		return add(s, DIGIT, (struct str){p, 1});
	case '.':
		return add(s, POINT, (struct str){p, 1});
	case '@':
		return add(s, TEXT, (struct str){p, 1});
	case ',':
		/* Between places it groups them; after them it divides by a thousand. */
		if (p + 1 < end && is_one_of(p[1], "0#?"))
			s->grouped = true;
		else
			s->number = true;
		return 1;
	case '%':
		s->number = true;
		return 1;
	case 'E':
	case 'e':
		s->number |= p + 1 < end && (p[1] == '+' || p[1] == '-');
		return 1;
	case '/':
		s->number |= has_place(s);
		break;
	default:
		if (is_one_of(*p, "yYmMdDhHsSa")) {
			s->date = true;
			return 1;
		}
		break;
	}
	n = character(p, end);
	return add(s, LITERAL, (struct str){p, n}) ? n : 0;
}

/* Signs that say nothing but how a number is written, at either end of it. */
static const char *const decorations[] = {
    " ", "(", ")", "+", "-", "$", "¥", "￥", "€", "£", "　", "（", "）", NULL};

/* How many bytes of such signs are at the start of s, or at its end. */
static size_t decoration(struct str s, bool end)
{
	size_t all = 0, n;

	do {
		n = 0;
		for (size_t i = 0; decorations[i] && n == 0; i++) {
			size_t length = strlen(decorations[i]);

			if (length <= s.n - all &&
			    memcmp(end ? s.p + s.n - all - length : s.p + all, decorations[i],
			        length) == 0)
				n = length;
		}
		all += n;
	} while (n > 0);
	return all;
}

static bool decorates(struct str s)
{
	return decoration(s, false) == s.n;
}

struct str cell_format_undecorated(struct str shown)
{
	size_t n = decoration(shown, false);

	shown = (struct str){shown.p + n, shown.n - n};
	shown.n -= decoration(shown, true);
	if (shown.n > 0 && shown.p[shown.n - 1] == '%')
		shown.n--;
	return shown;
}

/* Count the places, and see whether the literals, or leading zeros, say something. */
static void weigh(struct cell_section *s)
{
	size_t first = s->n, last = 0;
	unsigned zeros = 0;
	bool point = false;

	for (size_t i = 0; i < s->n; i++) {
		const struct token *t = &s->token[i];

		point |= t->kind == POINT;
		if (!is_place(t))
			continue;
		first = first < i ? first : i;
		last = i;
		s->before += !point;
		zeros += !point && t->kind == ZERO;
	}
	s->meaningful = zeros > 1;
	for (size_t i = 0; i < s->n; i++)
		if (s->token[i].kind == LITERAL && s->token[i].text.n > 0)
			s->meaningful |= (i > first && i < last) || !decorates(s->token[i].text);
}

/* A section at the start of *rest, up to its semicolon. */
static bool read_section(struct arena *a, struct str *rest, struct cell_section *s)
{
	const char *p = rest->p, *end = rest->p + rest->n;

	*s = (struct cell_section){.n = 0};
	s->token = arena_array(a, rest->n + 1, sizeof *s->token);
	if (!s->token)
		return false;
	while (p < end && *p != ';') {
		size_t n = read_token(s, p, end);

		if (n == 0) {
			s->number = true;
			break;
		}
		p += n;
	}
	while (p < end && *p != ';')
		p++;
	weigh(s);
	*rest = p < end ? (struct str){p + 1, (size_t)(end - p - 1)} : (struct str){NULL, 0};
	return true;
}

static bool has_text(const struct cell_section *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->token[i].kind == TEXT)
			return true;
	return false;
}

/* The section for texts: the last of four, or the last one when an @ is in it. */
static const struct cell_section *text_section(const struct cell_format *f)
{
	const struct cell_section *s = f->n ? &f->section[f->n - 1] : NULL;

	return s && has_text(s) ? s : NULL;
}

bool cell_format_parse(struct arena *a, struct str code, struct cell_format *out)
{
	struct cell_section *v;
	bool plain = true, ok = true;

	*out = (struct cell_format){0};
	if (code.n == 0)
		return true;
	code = arena_str(a, code, &ok);
	v = arena_array(a, SECTIONS, sizeof *v);
	if (!ok || !v)
		return false;
	while (out->n < SECTIONS && code.p) {
		struct cell_section *s = &v[out->n++];

		if (!read_section(a, &code, s))
			return false;
		plain &= !s->meaningful && !s->given;
	}
	out->date = v[0].date;
	out->elapsed = v[0].elapsed;
	out->section = v;
	out->text = text_section(out) && text_section(out)->meaningful;
	/* Most formats are of one section without anything of its own. */
	if (out->n == 1 && plain)
		*out = (struct cell_format){.date = v[0].date, .elapsed = v[0].elapsed};
	return true;
}

/* ---- Showing ---- */

static bool holds(const struct cell_section *s, const struct decimal *x)
{
	int c = decimal_compare(x, &s->limit);

	switch (s->if_) {
	case LESS:
		return c < 0;
	case LESS_EQUAL:
		return c <= 0;
	case EQUAL:
		return c == 0;
	case NOT_EQUAL:
		return c != 0;
	case GREATER:
		return c > 0;
	case GREATER_EQUAL:
		return c >= 0;
	case ALWAYS:
		break;
	}
	return true;
}

/* The sections for numbers: all but the one for texts. */
static size_t number_sections(const struct cell_format *f)
{
	size_t n = f->n < SECTIONS ? f->n : SECTIONS - 1;

	return n > 1 && n == f->n && has_text(&f->section[n - 1]) ? n - 1 : n;
}

/*
 * The section that a number is shown by; NULL for none. *minus: does the section
 * mean the sign, so that it is not written? Without conditions they are for
 * numbers above, below and equal to zero.
 */
static const struct cell_section *choose(
    const struct cell_format *f, const struct decimal *x, bool *minus)
{
	size_t n = number_sections(f);
	bool below = x->minus && x->n > 0;

	*minus = false;
	for (size_t i = 0; i < n; i++) {
		const struct cell_section *s = &f->section[i];
		bool good;

		if (s->given)
			good = holds(s, x);
		else if (i == 0)
			good = n == 1 || (n == 2 ? !below : !below && x->n > 0);
		else if (i == 1)
			good = n == 2 || below;
		else
			good = true;
		if (!good)
			continue;
		*minus = below &&
		    ((i == 1 && !s->given) ||
		        (s->given && (s->if_ == LESS || s->if_ == LESS_EQUAL)));
		return s;
	}
	return NULL;
}

/* The digits of a number as a section has places for them. */
struct filling {
	const struct cell_section *s;
	const struct decimal *x;
	unsigned at; /* places before the point so far */
	int places;  /* and after it */
	bool point;  /* has been passed */
	struct buf *out;
};

/* Write the digit that has so many after it before the point. */
static void put_whole(struct filling *f, unsigned after)
{
	buf_char(f->out, (char)('0' + decimal_digit(f->x, -(int)after - 1)));
	if (f->s->grouped && after > 0 && after % 3 == 0)
		buf_char(f->out, ',');
}

/* What is left of the digits after the point, when the places for them are used up. */
static void put_rest(struct filling *f)
{
	int have = f->x->n - f->x->point;

	if (f->places >= have)
		return;
	if (f->places == 0)
		buf_char(f->out, '.');
	while (f->places < have)
		buf_char(f->out, (char)('0' + decimal_digit(f->x, f->places++)));
}

static void put_place(struct filling *f, const struct token *t)
{
	unsigned whole = f->x->point > 0 ? (unsigned)f->x->point : 0, after;

	if (f->point) {
		if (t->kind == ZERO || f->places < f->x->n - f->x->point) {
			if (f->places == 0)
				buf_char(f->out, '.');
			buf_char(f->out, (char)('0' + decimal_digit(f->x, f->places++)));
		}
		return;
	}
	after = f->s->before - ++f->at;
	if (f->at == 1)
		for (unsigned k = whole; k > after + 1; k--)
			put_whole(f, k - 1);
	if (after < whole || t->kind == ZERO)
		put_whole(f, after);
}

/* The last token that is a place, or 0. */
static size_t last_place(const struct cell_section *s)
{
	size_t last = 0;

	for (size_t i = 0; i < s->n; i++)
		if (is_place(&s->token[i]))
			last = i;
	return last;
}

static void show(struct buf *out, const struct cell_section *s, const struct decimal *x)
{
	struct filling f = {.s = s, .x = x, .out = out};
	size_t last = last_place(s);

	for (size_t i = 0; i < s->n; i++) {
		const struct token *t = &s->token[i];

		switch (t->kind) {
		case LITERAL:
			buf_str(out, t->text);
			break;
		case ZERO:
		case DIGIT:
			put_place(&f, t);
			if (i == last)
				put_rest(&f);
			break;
		case POINT:
			for (int k = s->before ? 0 : x->point; k > 0; k--)
				put_whole(&f, (unsigned)k - 1);
			f.point = true;
			break;
		case GENERAL:
		case TEXT:
			decimal_write(out, x);
			break;
		}
	}
}

/* Has the section anything to show of the number itself? */
static bool shows_number(const struct cell_section *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->token[i].kind != LITERAL)
			return true;
	return false;
}

enum cell_look cell_format_show(
    struct buf *out, const struct cell_format *f, const struct decimal *x)
{
	const struct cell_section *s;
	struct decimal size = *x;
	bool minus;

	if (!f->section)
		return f->elapsed ? CELL_LOOK_ELAPSED : f->date ? CELL_LOOK_DATE : CELL_LOOK_NUMBER;
	s = choose(f, x, &minus);
	if (!s)
		return CELL_LOOK_NUMBER;
	if (s->date)
		return s->elapsed ? CELL_LOOK_ELAPSED : CELL_LOOK_DATE;
	/* A format that shows nothing hides zeros; another number is not lost by it. */
	if (s->n == 0 && !s->number && f->n > 1 && x->n == 0)
		return CELL_LOOK_SHOWN;
	if (s->number || !s->meaningful)
		return CELL_LOOK_NUMBER;
	size.minus = false;
	if (x->minus && x->n > 0 && !minus && shows_number(s))
		buf_char(out, '-');
	show(out, s, &size);
	return CELL_LOOK_SHOWN;
}

void cell_format_text(struct buf *out, const struct cell_format *f, struct str text)
{
	const struct cell_section *s = f->text ? text_section(f) : NULL;

	if (!s || text.n == 0) {
		buf_str(out, text);
		return;
	}
	for (size_t i = 0; i < s->n; i++)
		if (s->token[i].kind == TEXT)
			buf_str(out, text);
		else if (s->token[i].kind == LITERAL)
			buf_str(out, s->token[i].text);
}
