/*
 * spool: texts that are kept on the disk one after another, in one temporary file without a
 * name: however many there are, they take one descriptor, and no memory until they are read.
 */
#ifndef SSJC_SPOOL_H
#define SSJC_SPOOL_H

#include "ssjc/base/buf.h"
#include "ssjc/base/err.h"

#include <stdio.h>

struct large;

/* Zero-initialise it, and free it with spool_close. */
struct spool {
	FILE *file;   /* file_spool, once it is needed */
	uint64_t end; /* of the texts in it; a page begins there */
};

/* Where in it one of them is. */
struct spool_text {
	uint64_t at;
	size_t n;
};

/*
 * The next text is what is written to *to, which is borrowed, until spool_end. What was written
 * before without a spool_end is dropped.
 */
ssjc_rc spool_begin(struct spool *s, FILE **to, struct ssjc_err *err);
ssjc_rc spool_end(struct spool *s, struct spool_text *out, struct ssjc_err *err);
/* n bytes of a text, from one of them on. Several threads may read. */
ssjc_rc spool_read(const struct spool *s, const struct spool_text *t, size_t from, void *to,
    size_t n, struct ssjc_err *err);
/* A text as file_map and as large_part give it. */
ssjc_rc spool_map(
    const struct spool *s, const struct spool_text *t, struct str *out, struct ssjc_err *err);
ssjc_rc spool_large(
    const struct spool *s, const struct spool_text *t, struct large **out, struct ssjc_err *err);
void spool_close(struct spool *s);

#endif
