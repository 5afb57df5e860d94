/*
 * roster_text: the bytes of a roster, in memory or in a temporary file (large.h), of which
 * each reader then has a window.
 */
#ifndef SSJC_ROSTER_TEXT_H
#define SSJC_ROSTER_TEXT_H

#include "ssjc/base/csv_in.h"
#include "ssjc/base/large.h"

struct roster_text {
	struct str text;           /* how it begins, when it is large */
	const struct large *large; /* or NULL */
	size_t n;
};
/* Borrowed; large is NULL for a text in memory. */
void roster_text_of(struct roster_text *t, struct str text, const struct large *large);
/* Go to the first record: what a header may take is in the window. */
ssjc_rc roster_text_start(
    const struct roster_text *t, struct buf *window, struct csv_in *in, struct ssjc_err *err);
/* csv_in_cut; what is from there to *to is in the window. */
ssjc_rc roster_text_cut(const struct roster_text *t, struct buf *window, struct csv_in *in,
    size_t from, size_t size, size_t *to, struct ssjc_err *err);
/* csv_in_seek; that record is in the window. */
ssjc_rc roster_text_seek(const struct roster_text *t, struct buf *window, struct csv_in *in,
    size_t offset, struct ssjc_err *err);
/* The row at that offset will be read soon: have it fetched. */
void roster_text_expect(const struct roster_text *t, size_t offset);
/* The line that is at an offset; 0 when the file cannot be read any more. */
uint64_t roster_text_line(const struct roster_text *t, size_t offset);

#endif
