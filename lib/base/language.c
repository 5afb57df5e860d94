#include "ssjc/base/language.h"

#include "catalog.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *language_text(const char *english)
{
	return catalog_text(english);
}

/* ---- Words in messages ---- */

/*
 * A word is MARK WORD_BEGINS text WORD_ENDS, with MARK before each of the two; with MARK
 * OTHER_BEGINS between its English and its other text, if it has both.
 */
enum { MARK = 0xff, WORD_BEGINS = '<', OTHER_BEGINS = '|', WORD_ENDS = '>' };

static void put_mark(struct buf *b, char c)
{
	buf_char(b, (char)MARK);
	buf_char(b, c);
}

static void vprint(struct buf *b, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));
static void vprint(struct buf *b, const char *fmt, va_list ap)
{
	va_list again;
	char *to;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	to = n < 0 ? NULL : buf_room(b, (size_t)n + 1);
	if (!to)
		return;
	vsnprintf(to, (size_t)n + 1, fmt, ap);
	buf_wrote(b, (size_t)n);
}

void language_word(struct buf *b, const char *english)
{
	put_mark(b, WORD_BEGINS);
	buf_z(b, english);
	put_mark(b, WORD_ENDS);
}

void language_either(struct buf *b, const char *english, const char *other)
{
	put_mark(b, WORD_BEGINS);
	buf_z(b, english);
	put_mark(b, OTHER_BEGINS);
	buf_z(b, other);
	put_mark(b, WORD_ENDS);
}

void language_vboth(struct buf *b, const char *fmt, va_list ap)
{
	va_list again;

	va_copy(again, ap);
	put_mark(b, WORD_BEGINS);
	vprint(b, fmt, ap);
	put_mark(b, OTHER_BEGINS);
	vprint(b, language_text(fmt), again);
	put_mark(b, WORD_ENDS);
	va_end(again);
}

void language_both(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	language_vboth(b, fmt, ap);
	va_end(ap);
}

/* What the mark at the start of s is; 0 where there is none. */
static char mark_of(struct str s)
{
	return s.n > 1 && (unsigned char)s.p[0] == MARK && strchr("<|>", s.p[1]) ? s.p[1] : 0;
}

static struct str from(struct str s, size_t n)
{
	return (struct str){s.p + n, s.n - n};
}

static void settle_words(struct buf *out, struct str text, bool english);

/*
 * Append the word whose text s begins with, in one language; how long it is, with the
 * mark at its end. 0, and nothing appended, if it has no end.
 */
static size_t settle_word(struct buf *out, struct str s, bool english)
{
	size_t depth = 1, middle = SIZE_MAX, i = 0;
	struct buf word = {0};
	char mark = 0;

	for (; i < s.n; i++) {
		mark = mark_of(from(s, i));
		depth += mark == WORD_BEGINS;
		if (mark == OTHER_BEGINS && depth == 1)
			middle = i;
		if (mark == WORD_ENDS && --depth == 0)
			break;
	}
	if (i >= s.n)
		return 0;
	if (middle != SIZE_MAX) {
		struct str other = {s.p + middle + 2, i - middle - 2};

		settle_words(out, english ? (struct str){s.p, middle} : other, english);
	} else {
		buf_str(&word, (struct str){s.p, i});
		if (word.p)
			buf_z(out, english ? word.p : language_text(word.p));
		buf_free(&word);
	}
	return i + 2;
}

static void settle_words(struct buf *out, struct str text, bool english)
{
	for (size_t n; text.n > 0; text = from(text, n)) {
		n = 1;
		if (mark_of(text) == WORD_BEGINS) {
			n = 2 + settle_word(out, from(text, 2), english);
			continue;
		}
		buf_char(out, text.p[0]);
	}
}

void language_english(struct buf *out, struct str text)
{
	settle_words(out, text, true);
}

void language_vprint(char *to, size_t size, bool english, const char *fmt, va_list ap)
{
	struct buf text = {0}, settled = {0};
	struct str s;

	vprint(&text, english ? fmt : language_text(fmt), ap);
	settle_words(&settled, buf_text(&text), english);
	s = buf_text(&settled);
	/* Cut at a character's start, so that it stays UTF-8. */
	if (s.n >= size)
		for (s.n = size - 1; s.n > 0 && ((unsigned char)s.p[s.n] & 0xc0) == 0x80; s.n--)
			;
	if (s.n)
		memcpy(to, s.p, s.n);
	to[s.n] = '\0';
	buf_free(&text);
	buf_free(&settled);
}

/* ---- Which language ---- */

static bool is_c(struct str locale)
{
	return str_is(locale, "C") || str_is(locale, "POSIX");
}

/* What a name such as zh_CN.UTF-8@x starts with, up to one of those characters. */
static struct str up_to(struct str name, const char *ends)
{
	size_t n = 0;

	while (n < name.n && !strchr(ends, name.p[n]))
		n++;
	return (struct str){name.p, n};
}

/* Try one language. True: no other is to be tried, for it is there, or it is English. */
static bool settle(const char *folder, struct str name)
{
	struct str land = up_to(name, ".@"), plain = up_to(name, "_.@");

	/* It names a folder, not a path. */
	if (name.n == 0 || memchr(name.p, '/', name.n))
		return false;
	return is_c(land) || str_is(plain, "en") || catalog_load(folder, land) ||
	    catalog_load(folder, plain);
}

static const char *set(const char *variable)
{
	const char *value = getenv(variable);

	return value && *value ? value : NULL;
}

/* The list of languages that the environment asks for; NULL for English. */
static const char *asked(void)
{
	const char *locale = set("LC_ALL"), *languages = set("LANGUAGE");

	if (!locale)
		locale = set("LC_MESSAGES");
	if (!locale)
		locale = set("LANG");
	if (locale && is_c(str_of(locale)))
		return NULL;
	return languages ? languages : locale;
}

void language_load(const char *folder, const char *languages)
{
	struct str rest = str_of(languages ? languages : asked()), name;

	catalog_close();
	while (str_split(&rest, ':', &name))
		if (settle(folder, name))
			return;
}
