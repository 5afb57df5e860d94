/*
 * pdf_out: PDFs of workbooks, made by LibreOffice, which is no part of ssjc.
 *
 * Only this module speaks to it.
 */
#ifndef SSJC_PDF_OUT_H
#define SSJC_PDF_OUT_H

#include "ssjc/base/buf.h"
#include "ssjc/base/err.h"

/*
 * Append the path of LibreOffice (soffice or libreoffice in PATH). SSJC_SYSTEM
 * when this machine has none.
 */
ssjc_rc pdf_out_program(struct buf *program, struct ssjc_err *err);
/*
 * Make a PDF beside each of n workbooks, X.pdf of X.xlsx; one that is there is
 * replaced. LibreOffice works in a folder of its own beside the first, with a
 * profile of its own, so that a running one is not disturbed; what it says is
 * dropped. SSJC_SYSTEM when it cannot be run, fails, or makes no PDF of one.
 */
ssjc_rc pdf_out_make(
    const char *program, const char *const *workbook, size_t n, struct ssjc_err *err);
/* Append the path of a workbook's PDF. */
void pdf_out_path(struct buf *out, const char *workbook);

#endif
