/*
 * sample_mark: the word 样张, as a picture to be laid over a sheet.
 */
#ifndef SSJC_SAMPLE_MARK_H
#define SSJC_SAMPLE_MARK_H

#include "ssjc/base/buf.h"

/* In pixels. */
enum { SAMPLE_MARK_WIDTH = 620, SAMPLE_MARK_HEIGHT = 464 };

/*
 * Append it as a PNG, pale and transparent. It is drawn from strokes, without a
 * font, and is the same bytes everywhere.
 */
void sample_mark(struct buf *out);

#endif
