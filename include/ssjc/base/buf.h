/*
 * buf: text as (pointer, length), arenas that own it, and growing buffers.
 *
 * Text from outside may hold any byte, so nothing here relies on a NUL at its
 * end; sizes are checked before they are used.
 */
#ifndef SSJC_BUF_H
#define SSJC_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Borrowed text: somebody else owns the bytes. {NULL, 0} is the empty text. */
struct str {
	const char *p;
	size_t n;
};

#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})
/* The same as an initializer, for static arrays. */
#define STR_INIT(literal)                                                                          \
	{                                                                                          \
		(literal), sizeof(literal) - 1                                                     \
	}
/* For printf's "%.*s". */
#define STR_ARG(s) (int)(s).n, (s).n ? (s).p : ""

/* The text of a NUL-terminated string of our own (NULL is the empty text). */
struct str str_of(const char *z);
bool str_eq(struct str a, struct str b);
/* Is a the text of z? Does it start with it, or contain it? */
bool str_is(struct str a, const char *z);
bool str_starts(struct str a, const char *z);
bool str_contains(struct str s, const char *z);
/* Where what is first in s, or NULL; nothing at all is at its start. */
const char *str_find(struct str s, struct str what);
/* If *s starts (ends) with z, cut that off it: true. */
bool str_cut_start(struct str *s, const char *z);
bool str_cut_end(struct str *s, const char *z);
/* Order by unsigned bytes, a prefix first: the same in every locale. */
int str_cmp(struct str a, struct str b);
/* For tables in memory alone, by its high bits: another machine may have another. */
uint64_t str_hash(struct str s);
/*
 * How many bytes of s, from its start, are strict UTF-8 (the table of
 * well-formed sequences in the Unicode standard): s.n when all are.
 */
size_t str_utf8(struct str s);
/* The number, from 1, of the line that the byte at offset is on. */
uint64_t str_line(struct str text, size_t offset);
/* Without ASCII blanks (space, tab, CR, LF) at both ends. */
struct str str_trim(struct str a);
/*
 * Cut the next piece off *rest at the byte sep: false when nothing is left.
 * "a;b" gives "a", "b"; "" gives nothing; "a;" gives "a", "".
 * Start with *rest as the whole text; a used-up rest has p == NULL.
 */
bool str_split(struct str *rest, char sep, struct str *piece);
/* Is item one of the pieces of list, cut at ';' and trimmed? */
bool str_in_list(struct str list, struct str item);

/*
 * An arena owns many small pieces and frees them at once. Zero-initialise it:
 * struct arena a = {0}. What it gives is valid until arena_free.
 */
struct arena {
	struct arena_block *head;
};

/* size zeroed bytes, aligned for any type; NULL when out of memory. */
void *arena_alloc(struct arena *a, size_t size);
/* The same for count elements of size bytes, with the product checked. */
void *arena_array(struct arena *a, size_t count, size_t size);
/*
 * A copy of s with a NUL after it. When out of memory, *ok is set to false (it
 * is never set to true, so one check does for many copies).
 */
struct str arena_str(struct arena *a, struct str s, bool *ok);
/* The same as a C string, NULL when out of memory. */
char *arena_cstr(struct arena *a, struct str s);
/*
 * The arena owns p, which malloc gave, from now on: a large array need not be copied.
 * When out of memory, false: it is still the caller's.
 */
bool arena_adopt(struct arena *a, void *p);
/* Free all of it; the arena is then empty and can be used again. */
void arena_free(struct arena *a);

/*
 * A growing buffer of bytes. Zero-initialise it. An append that finds no
 * memory sets failed and later appends do nothing: check failed once, at the
 * end. Once something was appended there is always a NUL after the bytes.
 */
struct buf {
	char *p;
	size_t n, cap;
	bool failed;
};

/* Append n bytes, a text, a C string, a byte, a number in digits, what printf would print. */
void buf_add(struct buf *b, const void *p, size_t n);
void buf_str(struct buf *b, struct str s);
void buf_z(struct buf *b, const char *z);
void buf_char(struct buf *b, char c);
void buf_uint(struct buf *b, uint64_t n);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/*
 * s as a part of a URI: every byte that is not unreserved is %XX (RFC 3986,
 * 2.1 and 2.3), but a slash stays in a path.
 */
void buf_uri(struct buf *b, struct str s, bool path);
/*
 * Room for n more bytes at the end, to be written to directly; NULL when out of
 * memory. buf_wrote then says how many were written.
 */
char *buf_room(struct buf *b, size_t n);
void buf_wrote(struct buf *b, size_t n);
/* The text in b, valid until the next append. */
struct str buf_text(const struct buf *b);
/* Empty it, and keep its memory for the next text; or free it. */
void buf_clear(struct buf *b);
void buf_free(struct buf *b);

/*
 * Make room for one more element of size bytes in a plain growing array:
 * *v (malloc'd, NULL at first) of *cap elements, n of them in use. False when
 * out of memory; the array is then as it was. Free it with free().
 */
bool array_grow(void *v, size_t *cap, size_t n, size_t size);
/*
 * Where key belongs in a sorted array of n elements of size bytes: the index of
 * the first element that is not less than key, n when all are less (bsearch
 * finds any of several equal elements, and no place for a key that is missing).
 * cmp is given key and an element, in this order, and compares as for bsearch.
 */
size_t array_bisect(const void *key, const void *v, size_t n, size_t size,
    int (*cmp)(const void *key, const void *element));

#endif
