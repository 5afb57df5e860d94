#include "ssjc/base/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

typedef utf8proc_int32_t codepoint;

/* Is it a blank, or not to be seen at all? */
static bool blank(codepoint c)
{
	if (c < 0x80)
		return c <= ' ' || c == 0x7f;
	switch (utf8proc_category(c)) {
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
		return true;
	default:
		return c == 0x115f || c == 0x3164 || c == 0xffa0; /* the Hangul fillers */
	}
}

/* The character at the start of s and its length; false where there is no good one. */
static bool first(struct str s, codepoint *c, size_t *n)
{
	utf8proc_ssize_t got = utf8proc_iterate(
	    (const utf8proc_uint8_t *)s.p, s.n < 4 ? (utf8proc_ssize_t)s.n : 4, c);

	*n = got > 0 ? (size_t)got : 1;
	return got > 0;
}

/* Most text begins and ends with a letter or with Han, which is seen without a table. */
static bool trimmed(struct str s)
{
	unsigned char a = (unsigned char)s.p[0], z = (unsigned char)s.p[s.n - 1];
	unsigned char han = s.n >= 3 ? (unsigned char)s.p[s.n - 3] : 0;

	return ((a > ' ' && a < 0x7f) || (a >= 0xe4 && a <= 0xe9)) &&
	    ((z > ' ' && z < 0x7f) || (z >= 0x80 && han >= 0xe4 && han <= 0xe9));
}

struct str text_trim(struct str s)
{
	codepoint c;
	size_t n;

	if (s.n == 0 || trimmed(s))
		return s;
	while (s.n > 0 && first(s, &c, &n) && blank(c)) {
		s.p += n;
		s.n -= n;
	}
	while (s.n > 0) {
		size_t at = s.n - 1;

		while (at > 0 && s.n - at < 4 && ((unsigned char)s.p[at] & 0xc0) == 0x80)
			at--;
		if (!first((struct str){s.p + at, s.n - at}, &c, &n) || at + n != s.n || !blank(c))
			break;
		s.n = at;
	}
	return s;
}

/* What a code has for c. */
static codepoint in_code(codepoint c)
{
	if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212)
		return '-';
	return utf8proc_toupper(c);
}

/* What a key has for c. */
static codepoint in_key(codepoint c)
{
	static const struct {
		codepoint from, to, as;
	} same[] = {
	    {'.', '.', 0xb7}, {0x2022, 0x2022, 0xb7}, {0x2027, 0x2027, 0xb7}, /* middle dots */
	    {0x2219, 0x2219, 0xb7}, {0x22c5, 0x22c5, 0xb7}, {0x3002, 0x3002, 0xb7},
	    {0x30fb, 0x30fb, 0xb7}, {'[', '[', '('}, {'{', '{', '('}, {']', ']', ')'},
	    {'}', '}', ')'},                              /* brackets */
	    {0x2010, 0x2015, '-'}, {0x2212, 0x2212, '-'}, /* dashes */
	};

	for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
		if (c >= same[i].from && c <= same[i].to)
			return same[i].as;
	/* U+3008–3011 and U+3014–301B are brackets, opening and closing in turn. */
	if ((c >= 0x3008 && c <= 0x3011) || (c >= 0x3014 && c <= 0x301b))
		return c % 2 ? ')' : '(';
	return c;
}

/* Compose again what came together in out, from start on, when blanks went. */
static void compose(struct buf *out, size_t start)
{
	const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
	utf8proc_uint8_t *nfc = NULL;
	utf8proc_ssize_t n;

	if (out->failed || out->n == start)
		return;
	n = utf8proc_map((const utf8proc_uint8_t *)out->p + start,
	    (utf8proc_ssize_t)(out->n - start), &nfc, options);
	if (n < 0) {
		out->failed = true;
		return;
	}
	out->n = start;
	buf_add(out, nfc, (size_t)n);
	free(nfc);
}

/* Append the NFKC of s without blanks, each character as each() has it. */
static void map(struct buf *out, struct str s, utf8proc_option_t also, codepoint (*each)(codepoint))
{
	utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | also;
	utf8proc_uint8_t *nfkc = NULL;
	size_t start = out->n;
	utf8proc_ssize_t n;
	bool gone = false, any = false;

	if (s.n == 0)
		return;
	n = utf8proc_map((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n, &nfkc, options);
	if (n < 0) {
		out->failed |= n == UTF8PROC_ERROR_NOMEM;
		buf_str(out, s);
		return;
	}
	for (utf8proc_ssize_t at = 0; at < n;) {
		utf8proc_uint8_t bytes[4];
		codepoint c;

		at += utf8proc_iterate(nfkc + at, n - at, &c);
		/* An accent on a blank goes with it, or it would be on what is before. */
		gone = blank(c) || (gone && utf8proc_category(c) == UTF8PROC_CATEGORY_MN);
		any |= gone;
		c = gone ? 0 : each(c);
		if (c)
			buf_add(out, bytes, (size_t)utf8proc_encode_char(c, bytes));
	}
	free(nfkc);
	if (any)
		compose(out, start);
}

/* text_code for ASCII, which most codes are, without tables. False when s is not. */
static bool ascii_code(struct buf *out, struct str s)
{
	char piece[64];
	size_t n = 0;

	if (s.n > sizeof piece)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if ((unsigned char)c >= 0x80)
			return false;
		if (c > ' ' && c != 0x7f)
			piece[n++] = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
	}
	buf_add(out, piece, n);
	return true;
}

void text_code(struct buf *out, struct str s)
{
	if (!ascii_code(out, s))
		map(out, s, 0, in_code);
}

void text_key(struct buf *out, struct str s)
{
	map(out, s, UTF8PROC_CASEFOLD, in_key);
}

size_t text_characters(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	return n;
}

size_t text_width(struct str s)
{
	size_t width = 0;

	while (s.n > 0) {
		utf8proc_int32_t c;
		utf8proc_ssize_t n = utf8proc_iterate(
		    (const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n, &c);

		width += n > 0 ? (size_t)utf8proc_charwidth(c) : 1;
		s.p += n > 0 ? n : 1;
		s.n -= n > 0 ? (size_t)n : 1;
	}
	return width;
}

/* ---- What could forge ---- */

static bool forges(codepoint c)
{
	static const struct {
		codepoint first, last;
	} ranges[] = {{0x00, 0x1f}, {0x7f, 0x9f}, {0x2028, 0x202e}, {0x2066, 0x2069}};

	for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++)
		if (c >= ranges[i].first && c <= ranges[i].last)
			return true;
	return false;
}

/* Most bytes begin nothing of those ranges, and are passed without being decoded. */
static bool suspect(char byte)
{
	unsigned char b = (unsigned char)byte;

	return b < 0x20 || b == 0x7f || b == 0xc2 || b == 0xe2;
}

/* Is one of these eight bytes suspect? */
static bool any_suspect(const char *p)
{
	const uint64_t each = 0x0101010101010101;
	uint64_t w, is_7f, is_c2, is_e2;

	memcpy(&w, p, sizeof w);
	is_7f = w ^ each * 0x7f;
	is_c2 = w ^ each * 0xc2;
	is_e2 = w ^ each * 0xe2;
	return (((w - each * 0x20) & ~w) | ((is_7f - each) & ~is_7f) | ((is_c2 - each) & ~is_c2) |
	           ((is_e2 - each) & ~is_e2)) &
	    each << 7;
}

size_t text_plain(struct str s)
{
	codepoint c;
	size_t n;

	for (size_t i = 0; i < s.n; i++) {
		while (s.n - i >= sizeof(uint64_t) && !any_suspect(s.p + i))
			i += sizeof(uint64_t);
		if (i < s.n && suspect(s.p[i]) && first((struct str){s.p + i, s.n - i}, &c, &n) &&
		    forges(c))
			return i;
	}
	return s.n;
}

/* How long the tab or the line end is that s begins with; 0 for anything else. */
static size_t line_byte(struct str s)
{
	if (s.n > 1 && s.p[0] == '\r' && s.p[1] == '\n')
		return 2;
	return s.n > 0 && (s.p[0] == '\t' || s.p[0] == '\n');
}

bool text_plain_lines(struct str s)
{
	size_t n;

	while ((n = text_plain(s)) < s.n) {
		size_t end;

		s = (struct str){s.p + n, s.n - n};
		end = line_byte(s);
		if (end == 0)
			return false;
		s = (struct str){s.p + end, s.n - end};
	}
	return true;
}

/* A character of s as \x1b or \u202e, or a byte where there is none. */
static void put_code(struct buf *out, unsigned c)
{
	buf_printf(out, c < 0x100 ? "\\x%02x" : "\\u%04x", c);
}

static void escape(struct buf *out, struct str s, bool lines, bool exact)
{
	codepoint c;
	size_t n;

	for (; s.n; s.p += n, s.n -= n) {
		bool good = first(s, &c, &n);
		size_t kept = lines ? line_byte(s) : 0;

		if (kept)
			n = kept;
		if (!good)
			put_code(out, (unsigned char)s.p[0]);
		else if ((!kept && forges(c)) ||
		    (exact && c == '\\' && s.n > 1 && (s.p[1] == 'x' || s.p[1] == 'u')))
			put_code(out, (unsigned)c);
		else
			buf_add(out, s.p, n);
	}
}

void text_escape(struct buf *out, struct str s)
{
	escape(out, s, false, false);
}

void text_escape_lines(struct buf *out, struct str s)
{
	escape(out, s, true, false);
}

void text_escape_exact(struct buf *out, struct str s)
{
	escape(out, s, false, true);
}

/* What the escape that s begins with stands for, and its length; 0 where there is none. */
static size_t escape_at(struct str s, codepoint *c)
{
	static const char digits[] = "0123456789abcdef";
	size_t n = s.n > 1 && s.p[1] == 'x' ? 4 : 6;

	if (s.n < n || s.p[0] != '\\' || (s.p[1] != 'x' && s.p[1] != 'u'))
		return 0;
	*c = 0;
	for (size_t i = 2; i < n; i++) {
		const char *digit = s.p[i] ? strchr(digits, s.p[i]) : NULL;

		if (!digit)
			return 0;
		*c = *c * 16 + (codepoint)(digit - digits);
	}
	return forges(*c) || *c == '\\' ? n : 0;
}

void text_unescape(struct buf *out, struct str s)
{
	while (s.n > 0) {
		const char *slash = memchr(s.p, '\\', s.n);
		size_t n = slash ? (size_t)(slash - s.p) : s.n;
		unsigned char bytes[4];
		codepoint c;

		buf_add(out, s.p, n);
		s = (struct str){s.p + n, s.n - n};
		n = escape_at(s, &c);
		if (n)
			buf_add(out, bytes, (size_t)utf8proc_encode_char(c, bytes));
		else if (s.n)
			buf_char(out, s.p[0]);
		n += n == 0 && s.n;
		s = (struct str){s.p + n, s.n - n};
	}
}
