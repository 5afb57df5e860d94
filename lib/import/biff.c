#include "biff.h"

#include "ssjc/base/language.h"

#include <iconv.h>
#include <stdio.h>
#include <string.h>

enum { HEADER = 4 };

/* ---- Records ---- */

static unsigned u16(const char *p)
{
	return (unsigned)(unsigned char)p[0] | (unsigned)(unsigned char)p[1] << 8;
}

void biff_seek(struct biff *b, size_t offset)
{
	b->next = offset;
	b->left = (struct str){"", 0};
}

/* The header at b->next; false when there is none of that type (any: type < 0). */
static bool header(struct biff *b, int type)
{
	size_t room = b->next <= b->stream.n ? b->stream.n - b->next : 0;
	const char *p = b->stream.p + b->next;

	if (room < HEADER || (type >= 0 && u16(p) != (unsigned)type))
		return false;
	if (room - HEADER < u16(p + 2)) {
		b->cut = true;
		return false;
	}
	b->left = (struct str){p + HEADER, u16(p + 2)};
	b->next += HEADER + b->left.n;
	return true;
}

bool biff_next(struct biff *b)
{
	b->at = b->next;
	if (!header(b, -1))
		return false;
	b->type = u16(b->stream.p + b->at);
	return true;
}

bool biff_more(struct biff *b)
{
	while (b->left.n == 0)
		if (!header(b, BIFF_CONTINUE))
			return false;
	return true;
}

/* ---- Numbers ---- */

static void take(struct biff *b, void *to, size_t n)
{
	char *p = to;

	while (n > 0) {
		size_t part;

		if (b->cut || !biff_more(b)) {
			b->cut = true;
			memset(p, 0, n);
			return;
		}
		part = n < b->left.n ? n : b->left.n;
		memcpy(p, b->left.p, part);
		b->left.p += part;
		b->left.n -= part;
		p += part;
		n -= part;
	}
}

unsigned biff_u8(struct biff *b)
{
	unsigned char c;

	take(b, &c, 1);
	return c;
}

unsigned biff_u16(struct biff *b)
{
	char p[2];

	take(b, p, sizeof p);
	return u16(p);
}

uint32_t biff_u32(struct biff *b)
{
	char p[4];

	take(b, p, sizeof p);
	return (uint32_t)u16(p) | (uint32_t)u16(p + 2) << 16;
}

double biff_double(struct biff *b)
{
	uint64_t low = biff_u32(b), bits = low | (uint64_t)biff_u32(b) << 32;
	double d;

	memcpy(&d, &bits, sizeof d);
	return d;
}

void biff_skip(struct biff *b, size_t n)
{
	while (n > 0) {
		size_t part;

		if (b->cut || !biff_more(b)) {
			b->cut = true;
			return;
		}
		part = n < b->left.n ? n : b->left.n;
		b->left.p += part;
		b->left.n -= part;
		n -= part;
	}
}

/* ---- Texts ---- */

/* What is known of a text between two of its 16-bit units. */
struct units {
	unsigned high; /* the first half of a pair, or 0 */
	bool cr;
};

enum { NO_CHARACTER = 0xfffd, UNIT_MAX = 3 /* bytes of UTF-8 that a unit becomes */ };

static char *put(char *p, uint32_t c)
{
	if (c < 0x80) {
		*p++ = (char)c;
		return p;
	}
	if (c < 0x800) {
		*p++ = (char)(0xc0 | c >> 6);
	} else {
		if (c < 0x10000) {
			*p++ = (char)(0xe0 | c >> 12);
		} else {
			*p++ = (char)(0xf0 | c >> 18);
			*p++ = (char)(0x80 | (c >> 12 & 0x3f));
		}
		*p++ = (char)(0x80 | (c >> 6 & 0x3f));
	}
	*p++ = (char)(0x80 | (c & 0x3f));
	return p;
}

static char *put_unit(char *p, struct units *u, unsigned c)
{
	bool low = c >= 0xdc00 && c <= 0xdfff;
	unsigned high = u->high;

	u->high = 0;
	if (high && low)
		return put(p, 0x10000 + ((high - 0xd800) << 10) + (c - 0xdc00));
	if (high)
		p = put(p, NO_CHARACTER);
	if (c >= 0xd800 && c <= 0xdbff)
		u->high = c;
	else if (c == '\r' || (c == '\n' && !u->cr))
		*p++ = '\n';
	else if (c == '\t' || c >= 0x20)
		p = put(p, low ? NO_CHARACTER : c);
	u->cr = c == '\r';
	return p;
}

/* A unit across a border, after which there are flags. */
static unsigned torn(struct biff *b)
{
	unsigned low = biff_u8(b);

	biff_skip(b, 1);
	return low | biff_u8(b) << 8;
}

/*
 * n units of one byte or two. Where a CONTINUE begins within them, it begins
 * with flags, and they may be of the other width from there on.
 */
static void units(struct biff *b, size_t n, bool wide, struct buf *to)
{
	struct units u = {0};

	while (n > 0 && !b->cut) {
		size_t width = wide ? 2 : 1, part = b->left.n / width;
		const char *from = b->left.p;
		char *start, *p;

		if (b->left.n == 0) {
			wide = biff_u8(b) & 1;
			continue;
		}
		if (part > n)
			part = n;
		start = p = buf_room(to, UNIT_MAX * (part + 2));
		if (!start)
			return;
		if (part == 0) {
			p = put_unit(p, &u, torn(b));
			n--;
		}
		for (size_t i = 0; i < part; i++)
			p = put_unit(p, &u, wide ? u16(from + 2 * i) : (unsigned char)from[i]);
		b->left.p += part * width;
		b->left.n -= part * width;
		n -= part;
		buf_wrote(to, (size_t)(p - start));
	}
	if (u.high)
		buf_z(to, "\xef\xbf\xbd");
}

void biff_unicode(struct biff *b, size_t n, struct buf *to)
{
	enum { WIDE = 1, PHONETIC = 4, RICH = 8, RUN = 4 };
	unsigned flags = biff_u8(b);
	size_t runs = flags & RICH ? biff_u16(b) : 0;
	size_t phonetic = flags & PHONETIC ? biff_u32(b) : 0;

	units(b, n, flags & WIDE, to);
	biff_skip(b, runs * RUN);
	biff_skip(b, phonetic);
}

static bool open_page(struct biff_codepage *page)
{
	/* Of Apple's and Microsoft's own numbers, those that iconv calls otherwise. */
	static const struct {
		unsigned number;
		const char *name;
	} names[] = {{0, "GB18030"}, {367, "ASCII"}, {936, "GB18030"}, {1200, "UTF-16LE"},
	    {10000, "MACINTOSH"}, {10008, "GB18030"}, {0x8000, "MACINTOSH"}, {0x8001, "CP1252"},
	    {65001, "UTF-8"}};
	char name[16];
	iconv_t cd;

	if (page->iconv)
		return true;
	snprintf(name, sizeof name, "CP%u", page->number);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (names[i].number == page->number)
			snprintf(name, sizeof name, "%s", names[i].name);
	cd = iconv_open("UTF-8", name);
	if (cd == (iconv_t)-1)
		return false;
	page->iconv = cd;
	return true;
}

/*
 * Is a text without a code page in UTF-8? Scripts write such workbooks. Two hanzi of
 * GBK may look like letters of two bytes, so that there must be one of three.
 */
static bool is_utf8(const char *p, size_t n)
{
	size_t i = 0;

	while (i < n && (unsigned char)p[i] < 0xe0)
		i++;
	return i < n && str_utf8((struct str){p, n}) == n;
}

/* Would it be Chinese in GB2312: are its bytes beyond ASCII pairs of hanzi, and only such? */
static bool hanzi(const char *p, size_t n)
{
	size_t pairs = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)p[i], d;

		if (c < 0x80)
			continue;
		d = i + 1 < n ? (unsigned char)p[i + 1] : 0;
		if (c < 0xa1 || c > 0xf7 || d < 0xa1 || d == 0xff)
			return false;
		pairs++;
		i++;
	}
	return pairs > 0;
}

/* What has been appended from at on: lines' ends and control characters as in biff_unicode. */
static void clean(struct buf *b, size_t at)
{
	struct units u = {0};
	char *to = b->p + at;

	for (const char *p = to, *end = b->p + b->n; p < end; p++) {
		if ((unsigned char)*p < 0x20)
			to = put_unit(to, &u, (unsigned)*p);
		else
			*to++ = *p;
		u.cr = *p == '\r';
	}
	b->n = (size_t)(to - b->p);
	*to = '\0';
}

const char *biff_bytes(struct biff *b, size_t n, struct biff_codepage *page, struct buf *to)
{
	enum { MAX = 1 << 16, WESTERN = 1252, LONGEST = 4 };
	char in[MAX], *from = in, *out;
	size_t left = n, size = LONGEST * n, room = size, ascii = 0;

	if (n > sizeof in)
		return N_("has a text longer than a cell can hold");
	take(b, in, n);
	while (ascii < n && (in[ascii] & 0x80) == 0)
		ascii++;
	if (ascii < n && page->number == WESTERN && hanzi(in, n))
		return N_("says that its texts are of Western Europe (code page 1252), but they "
		          "look Chinese: open it and save it as .xlsx");
	out = buf_room(to, size + 1);
	if (!out)
		return NULL;
	if (ascii == n || (page->number == 0 && is_utf8(in, n))) {
		memcpy(out, in, n);
		room = size - n;
	} else if (!open_page(page)) {
		return N_("is written in a code page that is not known here: save it as .xlsx");
	} else {
		iconv(page->iconv, NULL, NULL, NULL, NULL);
		if (iconv(page->iconv, &from, &left, &out, &room) == (size_t)-1)
			return page->number
			    ? "has a text that does not fit its code page: save it as .xlsx"
			    : "names no code page, and its texts are not GB18030: save it as .xlsx";
	}
	buf_wrote(to, size - room);
	clean(to, to->n - (size - room));
	return NULL;
}

void biff_codepage_close(struct biff_codepage *page)
{
	if (page->iconv)
		iconv_close(page->iconv);
	page->iconv = NULL;
}
