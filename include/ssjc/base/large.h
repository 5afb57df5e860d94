/*
 * large: a text that is too large for memory, kept in a temporary file without a name:
 * nobody else can change it, and it is gone when the program ends, however that is.
 */
#ifndef SSJC_LARGE_H
#define SSJC_LARGE_H

#include "ssjc/base/buf.h"
#include "ssjc/base/err.h"

#include <stdio.h>

struct large;

/* How many bytes of one file may be kept in memory: a quarter of what this process may have. */
size_t large_bound(void);

/*
 * Begin one with n bytes, add more, and end it. SSJC_SYSTEM when the disk of TMPDIR is full.
 * Free it with large_close (NULL is fine), also when this fails.
 */
ssjc_rc large_open(struct large **out, const char *p, size_t n, struct ssjc_err *err);
ssjc_rc large_add(struct large *l, const char *p, size_t n, struct ssjc_err *err);
ssjc_rc large_end(struct large *l, struct ssjc_err *err);
/*
 * The same of n bytes that were written into a file_spool already, from a page of it on: the file
 * is borrowed, and *out may only be read.
 */
ssjc_rc large_part(struct large **out, FILE *spool, uint64_t at, size_t n, struct ssjc_err *err);
void large_close(struct large *l);

size_t large_size(const struct large *l);
/* How it begins: up to 64 KiB, valid until large_close. */
struct str large_head(const struct large *l);
/* What is from one offset to another, which may be beyond its end. Several threads may read. */
ssjc_rc large_read(
    const struct large *l, size_t from, size_t to, struct buf *out, struct ssjc_err *err);
/* All of it, as file_map gives it: SSJC_SYSTEM when this process has not as many addresses. */
ssjc_rc large_map(const struct large *l, struct str *out, struct ssjc_err *err);
/* What is at that offset will be read soon. */
void large_expect(const struct large *l, size_t offset, size_t n);
/* How many lines end before that offset. */
ssjc_rc large_lines(const struct large *l, size_t offset, uint64_t *n, struct ssjc_err *err);

#endif
