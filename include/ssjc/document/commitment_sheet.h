/*
 * commitment_sheet: the commitment to a draw on one page (抽取承诺书), to be signed
 * by the departments and published before the public event.
 */
#ifndef SSJC_COMMITMENT_SHEET_H
#define SSJC_COMMITMENT_SHEET_H

#include "ssjc/document/document.h"

/*
 * As text for a notice board or a web page. d's ceremony is what it is about.
 * out->failed says whether memory was out.
 */
void commitment_sheet_text(struct buf *out, const struct document *d);
/*
 * The same as a workbook to be printed and signed, at path, where it appears
 * whole or not at all. Errors are those of xlsx_out.
 */
ssjc_rc commitment_sheet_book(const char *path, const struct document *d, struct ssjc_err *err);

#endif
