#include "ssjc/base/json.h"

#include "ssjc/base/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* How many of n bytes, from the start, are in a JSON string as they are. */
static size_t plain(const char *p, size_t n)
{
	const uint64_t each = 0x0101010101010101, high = each << 7;
	size_t i = 0;

	/* Eight in a step, while none is a quote, a backslash or below a blank. */
	for (; n - i >= sizeof each; i += sizeof each) {
		uint64_t w, quote, slash;

		memcpy(&w, p + i, sizeof w);
		quote = w ^ each * '"';
		slash = w ^ each * '\\';
		if ((((w - each * ' ') & ~w) | ((quote - each) & ~quote) |
		        ((slash - each) & ~slash)) &
		    high)
			break;
	}
	while (i < n && (unsigned char)p[i] >= ' ' && p[i] != '"' && p[i] != '\\')
		i++;
	return i;
}

/* Write what a string of s has within its quotes. */
static char *put_bytes(char *to, struct str s)
{
	while (s.n > 0) {
		size_t good = str_utf8(s), n;

		for (size_t i = 0; i < good; i += n) {
			n = plain(s.p + i, good - i);
			memcpy(to, s.p + i, n);
			to += n;
			if (n == 0) {
				n = 1;
				to += sprintf(
				    to, (unsigned char)s.p[i] < ' ' ? "\\u%04x" : "\\%c", s.p[i]);
			}
		}
		if (good < s.n) {
			memcpy(to, "\xef\xbf\xbd", 3);
			to += 3;
			good++;
		}
		s.p += good;
		s.n -= good;
	}
	return to;
}

/* A character of one to three bytes that does not show as what it is: \u202e. */
static char *put_code(char *to, struct str *s)
{
	const unsigned char *p = (const unsigned char *)s->p;
	size_t n = p[0] < 0x80 ? 1 : p[0] < 0xe0 ? 2 : 3;
	unsigned c = p[0];

	if (n == 2)
		c = (p[0] & 0x1fU) << 6 | (p[1] & 0x3fU);
	if (n == 3)
		c = (p[0] & 0xfU) << 12 | (p[1] & 0x3fU) << 6 | (p[2] & 0x3fU);
	s->p += n;
	s->n -= n;
	return to + sprintf(to, "\\u%04x", c);
}

/* Write s as a string to `to`, which has room for room_for(s); returns its end. */
static char *put_str(char *to, struct str s)
{
	size_t shown;

	*to++ = '"';
	while ((shown = text_plain(s)) < s.n) {
		to = put_bytes(to, (struct str){s.p, shown});
		s = (struct str){s.p + shown, s.n - shown};
		to = put_code(to, &s);
	}
	to = put_bytes(to, s);
	*to++ = '"';
	return to;
}

/* Two quotes, \u001f for each byte, the NUL of sprintf. */
static size_t room_for(struct str s)
{
	return 2 + 6 * s.n + 1;
}

void json_str(struct buf *out, struct str s)
{
	char *to = s.n < SIZE_MAX / 8 ? buf_room(out, room_for(s)) : NULL;

	if (to)
		buf_wrote(out, (size_t)(put_str(to, s) - to));
	else
		out->failed = true;
}

void json_strs(struct buf *out, const struct str *s, size_t n)
{
	size_t room = 2;
	char *start, *to;

	for (size_t i = 0; i < n; i++) {
		if (s[i].n > SIZE_MAX / 8 - room) {
			out->failed = true;
			return;
		}
		room += room_for(s[i]);
	}
	start = to = buf_room(out, room + n);
	if (!start) {
		out->failed = true;
		return;
	}
	*to++ = '[';
	for (size_t i = 0; i < n; i++) {
		if (i)
			*to++ = ',';
		to = put_str(to, s[i]);
	}
	*to++ = ']';
	buf_wrote(out, (size_t)(to - start));
}

void json_next(struct buf *out)
{
	char last = out->n ? out->p[out->n - 1] : '{';

	if (last != '{' && last != '[')
		buf_char(out, ',');
}

void json_member(struct buf *out, const char *name, struct str s)
{
	json_next(out);
	buf_printf(out, "\"%s\":", name);
	json_str(out, s);
}

void json_number(struct buf *out, const char *name, uint64_t n)
{
	json_next(out);
	buf_printf(out, "\"%s\":%" PRIu64, name, n);
}
