/*
 * qr: QR codes (ISO/IEC 18004, GB/T 18284), for what is read from paper or from a
 * screen. Only this module speaks libqrencode.
 */
#ifndef SSJC_QR_H
#define SSJC_QR_H

#include "ssjc/base/buf.h"
#include "ssjc/base/err.h"

/* Its modules, row by row from the top left, without the light border that it needs. */
struct qr {
	unsigned width;
	unsigned char *dark; /* width x width; 1 is dark, 0 is light */
};

/* What a reader needs around it, in modules: the quiet zone. */
enum { QR_BORDER = 4 };

/*
 * The code of a text, which can still be read when 15 % of it are lost. A text in
 * digits, capitals and the signs " $%*+-./:" makes the smallest. SSJC_USAGE when it
 * is empty or too long (2,331 bytes; 3,391 of those signs). Free it with qr_free.
 */
ssjc_rc qr_make(struct qr *out, struct str text, struct ssjc_err *err);
void qr_free(struct qr *q);

/* Append it as a PNG in black and white, a module being scale pixels, with its border. */
void qr_png(struct buf *out, const struct qr *q, unsigned scale);
/*
 * Append it as lines of text, two rows of modules in each, with its border: dark ones are
 * blocks, as ink on paper. before and after (escape codes, or "") are put around each line.
 */
void qr_blocks(struct buf *out, const struct qr *q, const char *before, const char *after);

#endif
