/*
 * stream_text: a stream that is made in memory.
 */
#ifndef SSJC_STREAM_TEXT_H
#define SSJC_STREAM_TEXT_H

#include "ssjc/base/csv_out.h"

/* Zero-initialise it; write to csv, and free it with stream_text_free whatever happens. */
struct stream_text {
	FILE *f;
	char *p;
	size_t n;
	struct csv_out csv;
};

ssjc_rc stream_text_open(struct stream_text *t, struct ssjc_err *err);
/* All is written: its text, valid until stream_text_free, and its digest, unless that is NULL. */
ssjc_rc stream_text_end(
    struct stream_text *t, struct str *text, char digest[DIGEST_HEX], struct ssjc_err *err);
/* The same, appended to out. */
ssjc_rc stream_text_into(struct stream_text *t, struct buf *out, struct ssjc_err *err);
void stream_text_free(struct stream_text *t);
/* Write a header of the NULL-ended columns; n empty fields. */
void stream_text_header(struct csv_out *out, const char *const *columns);
void stream_text_empty(struct csv_out *out, size_t n);

#endif
