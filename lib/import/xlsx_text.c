#include "xlsx_text.h"

#include "xml_in.h"

#include <string.h>

void xlsx_text_begin(struct xlsx_text *t)
{
	t->in_text = t->in_phonetic = t->runs = t->struck = t->strike = false;
	buf_clear(&t->raw);
}

static void turn(struct xlsx_text *t, const char *name, bool on)
{
	if (strcmp(name, "t") == 0)
		t->in_text = on;
	else if (strcmp(name, "rPh") == 0)
		t->in_phonetic = on;
}

void xlsx_text_start(struct xlsx_text *t, const char *name, const char **a)
{
	if (strcmp(name, "r") == 0) {
		t->runs = true;
		t->strike = false;
	} else if (strcmp(name, "strike") == 0) {
		t->strike = xlsx_text_is_on(a);
	}
	turn(t, name, true);
}

bool xlsx_text_is_on(const char **a)
{
	const char *value = xml_in_attribute(a, "val");

	return !value || xml_in_true(value);
}

void xlsx_text_end(struct xlsx_text *t, const char *name)
{
	turn(t, name, false);
}

bool xlsx_text_add(struct xlsx_text *t, const char *p, size_t n)
{
	if (!t->in_text || t->in_phonetic)
		return true;
	t->struck |= t->strike && n > 0;
	buf_add(&t->raw, p, n);
	return t->raw.n <= XLSX_TEXT_MAX;
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

enum { ESCAPE = sizeof "_x000D_" - 1 };

/* "_x000D_" at p: the character's number, or -1. */
static long escape(const char *p, const char *end)
{
	long v = 0;

	if (end - p < ESCAPE || p[0] != '_' || p[1] != 'x' || p[6] != '_')
		return -1;
	for (int i = 2; i < 6; i++) {
		if (hex(p[i]) < 0)
			return -1;
		v = v * 16 + hex(p[i]);
	}
	return v;
}

/*
 * Every line end becomes LF: that of CR and LF, which are written in many ways (a
 * bare CR, _x000D_ and a bare LF …), as well as that of CR alone, which VBA writes.
 */
static void add_line_end(struct buf *to, bool cr, bool *after_cr)
{
	if (cr || !*after_cr)
		buf_char(to, '\n');
	*after_cr = cr;
}

static void add_character(struct buf *to, long c)
{
	if (c == '\t' || (c >= 0x20 && c < 0x80)) {
		buf_char(to, (char)c);
	} else if (c >= 0x80 && c < 0x800) {
		buf_char(to, (char)(0xc0 | c >> 6));
		buf_char(to, (char)(0x80 | (c & 0x3f)));
	} else if (c >= 0x800) {
		if (c >= 0xd800 && c <= 0xdfff)
			c = 0xfffd; /* half of a pair, which nobody writes that way */
		buf_char(to, (char)(0xe0 | c >> 12));
		buf_char(to, (char)(0x80 | (c >> 6 & 0x3f)));
		buf_char(to, (char)(0x80 | (c & 0x3f)));
	}
}

void xlsx_unescape(struct buf *to, struct str s)
{
	const char *p = s.p, *end = s.p + s.n;
	bool after_cr = false;

	while (p < end) {
		size_t n = 0;
		long c;

		while (p + n < end && p[n] != '_' && p[n] != '\r' && p[n] != '\n')
			n++;
		buf_add(to, p, n);
		after_cr &= n == 0;
		p += n;
		if (p == end)
			break;
		c = *p == '_' ? escape(p, end) : *p;
		p += *p == '_' && c >= 0 ? ESCAPE : 1;
		if (c == '\r' || c == '\n') {
			add_line_end(to, c == '\r', &after_cr);
			continue;
		}
		add_character(to, c < 0 ? '_' : c);
		after_cr = false;
	}
}
