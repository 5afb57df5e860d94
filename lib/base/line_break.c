#include "ssjc/base/line_break.h"

#include <uchar.h>
#include <utf8proc.h>

typedef utf8proc_int32_t codepoint;

/* What of a cell's width its text cannot use, in pixels. */
enum { PADDING = 8 };

static bool follows(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* The character at the start of s; 0 where there is none or bytes that are not UTF-8. */
static codepoint first(struct str s, size_t *n)
{
	utf8proc_ssize_t got;
	codepoint c = s.n > 0 ? (unsigned char)s.p[0] : 0;

	/* Nearly all are ASCII or Han. */
	if (s.n > 0 && c < 0x80) {
		*n = 1;
		return c;
	}
	if (s.n > 2 && c >= 0xe4 && c <= 0xe9 && follows(s.p[1]) && follows(s.p[2])) {
		*n = 3;
		return (c & 15) << 12 | (s.p[1] & 63) << 6 | (s.p[2] & 63);
	}
	got = utf8proc_iterate(
	    (const utf8proc_uint8_t *)s.p, s.n < 4 ? (utf8proc_ssize_t)s.n : 4, &c);
	*n = got > 0 ? (size_t)got : 0;
	return got > 0 ? c : 0;
}

/* Most characters of a text: they are no marks, and their widths are known. */
static bool is_han(codepoint c)
{
	return c >= 0x4e00 && c <= 0x9fff;
}

static bool is_letter(codepoint c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool among(const char32_t *marks, codepoint c)
{
	if (is_han(c) || is_letter(c))
		return false;
	while (*marks && *marks != (char32_t)c)
		marks++;
	return *marks;
}

static bool closes(codepoint c)
{
	return among(U"、。，．：；？！…—～％‰℃〉》」』】〕）］｝’”,.:;?!%)]}", c);
}

static bool opens(codepoint c)
{
	return among(U"〈《「『【〔（［｛‘“□", c);
}

static bool blank(codepoint c)
{
	return c == ' ' || c == 0x3000;
}

/* Half widths of a character. Chinese fonts draw ambiguous signs (□, “, ①) wide. */
static unsigned half_widths(codepoint c)
{
	int w;

	if (is_han(c) || is_letter(c))
		return is_han(c) ? 2 : 1;
	w = utf8proc_charwidth(c);
	return w == 1 && c >= 0x2000 ? 2 : w > 0 ? (unsigned)w : 0;
}

/* May a line break between two characters? before is 0 at the start of the line. */
static bool may_break(codepoint before, codepoint c)
{
	if (before == 0 || blank(c) || closes(c) || opens(before))
		return false;
	return before == ' ' || half_widths(before) == 2 || half_widths(c) == 2;
}

/* The next line that has room for so much, in which a character takes one of two widths. */
static bool next_line(
    struct str *rest, size_t room, unsigned wide, unsigned narrow, struct str *line)
{
	size_t used = 0;
	struct str text = *rest;
	codepoint before = 0, c;
	size_t cut = 0, i = 0, n;

	*line = (struct str){text.p, 0};
	if (!text.p)
		return false;
	*rest = (struct str){NULL, 0};
	for (; (c = first((struct str){text.p + i, text.n - i}, &n)) != 0; i += n, before = c) {
		unsigned half = half_widths(c);

		if (c == '\n') {
			line->n = i;
			*rest = (struct str){text.p + i + 1, text.n - i - 1};
			return true;
		}
		if (may_break(before, c))
			cut = i;
		used += half == 2 ? wide : half * narrow;
		/* Blanks at the end of a line need no room. */
		if (used <= room || i == 0 || blank(c))
			continue;
		line->n = cut ? cut : i;
		*rest = (struct str){text.p + line->n, text.n - line->n};
		return true;
	}
	line->n = i;
	return true;
}

bool line_break_next(struct str *rest, unsigned width, unsigned half_points, struct str *line)
{
	/*
	 * Units of 1/60 pixel: a wide character of half_points / 2 points takes
	 * half_points * 2/3 pixels; Latin letters a little more than half of it.
	 */
	return next_line(rest, width > PADDING ? (width - PADDING) * 60 : 60, half_points * 40,
	    half_points * 23, line);
}

bool line_break_columns(struct str *rest, size_t columns, struct str *line)
{
	if (!next_line(rest, columns, 2, 1, line))
		return false;
	while (str_cut_end(line, " "))
		;
	return true;
}

unsigned line_break_count(struct str text, unsigned width, unsigned half_points)
{
	struct str rest = text.p ? text : STR(""), line;
	unsigned n = 0;

	while (line_break_next(&rest, width, half_points, &line))
		n++;
	return n;
}

bool line_break_matters(struct str text)
{
	size_t n;

	for (codepoint c; (c = first(text, &n)) != 0; text.p += n, text.n -= n)
		if (closes(c) || opens(c))
			return true;
	return false;
}

void line_break_put(struct buf *out, struct str text, unsigned width, unsigned half_points)
{
	struct str rest = text, line;
	const char *between = "";

	while (line_break_next(&rest, width, half_points, &line)) {
		/* Blanks before a break of ours would begin a line of their own elsewhere. */
		if (rest.p && rest.p[-1] != '\n')
			while (str_cut_end(&line, "　") || str_cut_end(&line, " "))
				;
		buf_z(out, between);
		buf_str(out, line);
		between = "\n";
	}
}
