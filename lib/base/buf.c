#include "ssjc/base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct str str_of(const char *z)
{
	return (struct str){z, z ? strlen(z) : 0};
}

bool str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool str_is(struct str a, const char *z)
{
	return str_eq(a, str_of(z));
}

bool str_starts(struct str a, const char *z)
{
	size_t n = strlen(z);

	return a.n >= n && memcmp(a.p, z, n) == 0;
}

bool str_cut_start(struct str *s, const char *z)
{
	size_t n = strlen(z);

	if (!str_starts(*s, z))
		return false;
	s->p += n;
	s->n -= n;
	return true;
}

const char *str_find(struct str s, struct str what)
{
	if (what.n == 0)
		return s.p ? s.p : "";
	while (s.n >= what.n) {
		const char *at = memchr(s.p, what.p[0], s.n - what.n + 1);

		if (!at || memcmp(at, what.p, what.n) == 0)
			return at;
		s.n -= (size_t)(at - s.p) + 1;
		s.p = at + 1;
	}
	return NULL;
}

bool str_contains(struct str s, const char *z)
{
	return str_find(s, str_of(z)) != NULL;
}

bool str_cut_end(struct str *s, const char *z)
{
	size_t n = strlen(z);

	if (s->n < n || (n > 0 && memcmp(s->p + s->n - n, z, n) != 0))
		return false;
	s->n -= n;
	return true;
}

int str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.p, b.p, n) : 0;

	return c ? c : (a.n > b.n) - (a.n < b.n);
}

uint64_t str_hash(struct str s)
{
	uint64_t h = s.n, w;
	size_t i = 0;

	for (; s.n - i >= sizeof w; i += sizeof w) {
		memcpy(&w, s.p + i, sizeof w);
		h = (h ^ w) * 0x9e3779b97f4a7c15u;
		h ^= h >> 32;
	}
	for (; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 0x9e3779b97f4a7c15u;
	return h;
}

/* Two characters of three bytes each, that begin with E1 to E9? Eight bytes are read. */
static bool two_of_three(const unsigned char *p)
{
	static const unsigned char mask[8] = {0xf0, 0xc0, 0xc0, 0xf0, 0xc0, 0xc0};
	static const unsigned char value[8] = {0xe0, 0x80, 0x80, 0xe0, 0x80, 0x80};
	uint64_t w, m, v;

	memcpy(&w, p, sizeof w);
	memcpy(&m, mask, sizeof m);
	memcpy(&v, value, sizeof v);
	return (w & m) == v && (unsigned char)(p[0] - 0xe1) <= 8 &&
	    (unsigned char)(p[3] - 0xe1) <= 8;
}

size_t str_utf8(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t i = 0;

	while (i < s.n) {
		unsigned char c = p[i], low = 0x80, high = 0xbf;
		size_t more;

		if (c < 0x80) {
			uint64_t w;

			/* Most of a roster's bytes are ASCII: eight a step. */
			while (s.n - i >= 8 && (memcpy(&w, p + i, 8), !(w & 0x8080808080808080u)))
				i += 8;
			while (i < s.n && p[i] < 0x80)
				i++;
			continue;
		}
		/* Nearly all Chinese: three bytes, any second one is good; two at once. */
		while (s.n - i >= 8 && two_of_three(p + i))
			i += 6;
		if (i == s.n || p[i] < 0x80)
			continue;
		c = p[i];
		if (c >= 0xe1 && c <= 0xe9 && s.n - i >= 3 && (p[i + 1] & 0xc0) == 0x80 &&
		    (p[i + 2] & 0xc0) == 0x80) {
			i += 3;
			continue;
		}
		more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : 1;
		if (c < 0xc2 || c > 0xf4 || s.n - i <= more)
			return i;
		if (c == 0xe0)
			low = 0xa0;
		else if (c == 0xed)
			high = 0x9f;
		else if (c == 0xf0)
			low = 0x90;
		else if (c == 0xf4)
			high = 0x8f;
		for (size_t k = 1; k <= more; k++, low = 0x80, high = 0xbf)
			if (p[i + k] < low || p[i + k] > high)
				return i;
		i += more + 1;
	}
	return i;
}

uint64_t str_line(struct str text, size_t offset)
{
	const char *p = text.p, *end = text.p + offset;
	uint64_t line = 1;

	while (p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL)
		line++, p++;
	return line;
}

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str str_trim(struct str a)
{
	while (a.n > 0 && blank(a.p[0]))
		a.p++, a.n--;
	while (a.n > 0 && blank(a.p[a.n - 1]))
		a.n--;
	return a;
}

bool str_split(struct str *rest, char sep, struct str *piece)
{
	const char *at;

	if (!rest->p)
		return false;
	at = rest->n ? memchr(rest->p, sep, rest->n) : NULL;
	if (at) {
		*piece = (struct str){rest->p, (size_t)(at - rest->p)};
		rest->n -= piece->n + 1;
		rest->p = at + 1;
	} else {
		*piece = *rest;
		*rest = (struct str){NULL, 0};
	}
	return true;
}

bool str_in_list(struct str list, struct str item)
{
	struct str piece;

	while (str_split(&list, ';', &piece))
		if (str_eq(str_trim(piece), item))
			return true;
	return false;
}

struct arena_block {
	struct arena_block *next;
	void *adopted; /* by arena_adopt: then there is no data */
	size_t used, size;
	max_align_t data[];
};

enum { BLOCK = 64 * 1024 };

/* A zeroed piece; texts (align 1) lie close together, since most of them are short. */
static void *take(struct arena *a, size_t size, size_t align)
{
	struct arena_block *b = a->head;
	size_t at = b ? (b->used + align - 1) / align * align : 0;

	if (size > SIZE_MAX / 2)
		return NULL;
	if (!b || at > b->size || b->size - at < size) {
		size_t room = size > BLOCK ? size : BLOCK;

		b = malloc(sizeof *b + room);
		if (!b)
			return NULL;
		b->size = room;
		b->adopted = NULL;
		/* A piece with its own block goes after the one in use. */
		if (a->head && size > BLOCK) {
			b->next = a->head->next;
			a->head->next = b;
		} else {
			b->next = a->head;
			a->head = b;
		}
		at = 0;
	}
	b->used = at + size;
	return memset((char *)b->data + at, 0, size);
}

void *arena_alloc(struct arena *a, size_t size)
{
	return take(a, size, sizeof(max_align_t));
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
	return size && count > SIZE_MAX / size ? NULL : arena_alloc(a, count * size);
}

char *arena_cstr(struct arena *a, struct str s)
{
	char *p = s.n < SIZE_MAX ? take(a, s.n + 1, 1) : NULL;

	if (p && s.n)
		memcpy(p, s.p, s.n);
	return p;
}

struct str arena_str(struct arena *a, struct str s, bool *ok)
{
	const char *p = s.n ? arena_cstr(a, s) : "";

	if (!p) {
		*ok = false;
		return (struct str){NULL, 0};
	}
	return (struct str){p, s.n};
}

bool arena_adopt(struct arena *a, void *p)
{
	struct arena_block *b = malloc(sizeof *b), **after = a->head ? &a->head->next : &a->head;

	if (!b)
		return false;
	*b = (struct arena_block){.next = *after, .adopted = p};
	*after = b;
	return true;
}

void arena_free(struct arena *a)
{
	while (a->head) {
		struct arena_block *next = a->head->next;

		free(a->head->adopted);
		free(a->head);
		a->head = next;
	}
}

static bool room(struct buf *b, size_t more)
{
	size_t cap = b->cap ? b->cap : 256;
	char *p;

	if (b->failed || more >= SIZE_MAX / 2 - b->n) {
		b->failed = true;
		return false;
	}
	if (b->n + more < b->cap)
		return true;
	while (cap <= b->n + more)
		cap *= 2;
	p = realloc(b->p, cap);
	if (!p) {
		b->failed = true;
		return false;
	}
	b->p = p;
	b->cap = cap;
	return true;
}

void buf_add(struct buf *b, const void *p, size_t n)
{
	if (!room(b, n))
		return;
	if (n)
		memcpy(b->p + b->n, p, n);
	b->n += n;
	b->p[b->n] = '\0';
}

char *buf_room(struct buf *b, size_t n)
{
	return room(b, n) ? b->p + b->n : NULL;
}

void buf_wrote(struct buf *b, size_t n)
{
	b->n += n;
	b->p[b->n] = '\0';
}

void buf_str(struct buf *b, struct str s)
{
	buf_add(b, s.p, s.n);
}

void buf_z(struct buf *b, const char *z)
{
	buf_add(b, z, strlen(z));
}

void buf_char(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void buf_uri(struct buf *b, struct str s, bool path)
{
	static const char unreserved[] = "-._~0123456789abcdefghijklmnopqrstuvwxyz"
	                                 "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

	for (size_t i = 0; i < s.n; i++)
		if (memchr(unreserved, s.p[i], sizeof unreserved - 1) || (path && s.p[i] == '/'))
			buf_char(b, s.p[i]);
		else
			buf_printf(b, "%%%02X", (unsigned char)s.p[i]);
}

void buf_uint(struct buf *b, uint64_t n)
{
	char digits[20];
	size_t at = sizeof digits;

	do
		digits[--at] = (char)('0' + n % 10);
	while (n /= 10);
	buf_add(b, digits + at, sizeof digits - at);
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0 || !room(b, (size_t)n)) {
		b->failed = true;
		return;
	}
	va_start(ap, fmt);
	vsnprintf(b->p + b->n, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->n += (size_t)n;
}

struct str buf_text(const struct buf *b)
{
	return (struct str){b->p ? b->p : "", b->n};
}

void buf_clear(struct buf *b)
{
	b->n = 0;
	if (b->p)
		b->p[0] = '\0';
}

void buf_free(struct buf *b)
{
	free(b->p);
	*b = (struct buf){0};
}

bool array_grow(void *v, size_t *cap, size_t n, size_t size)
{
	void *old, *p;
	size_t more = *cap ? *cap * 2 : 16;

	if (n < *cap)
		return true;
	if (more > SIZE_MAX / 2 / size)
		return false;
	memcpy(&old, v, sizeof old);
	p = realloc(old, more * size);
	if (!p)
		return false;
	memcpy(v, &p, sizeof p);
	*cap = more;
	/* cppcheck-suppress memleak ; it is in *v */
	return true;
}

size_t array_bisect(const void *key, const void *v, size_t n, size_t size,
    int (*cmp)(const void *key, const void *element))
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (cmp(key, (const char *)v + mid * size) > 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}
