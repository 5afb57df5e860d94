/*
 * publish_receipt: the receipts of a draw, and the files in which each business gets its own.
 * publish_receipt.c draws again, publish_sheets.c writes.
 */
#ifndef PUBLISH_RECEIPT_H
#define PUBLISH_RECEIPT_H

#include "publish_cmd.h"

#include "ssjc/document/paper.h"
#include "ssjc/draw/receipt_book.h"

/*
 * Write ID.receipt into the folder, and ID.xlsx unless paper is NULL, of the n rows of the book
 * from first on, by several threads, each file whole or not at all. What it needs does not
 * grow with n. The first error in the order of the book is returned.
 */
ssjc_rc publish_sheets(struct cli *c, const struct receipt_book *book, const struct document *d,
    const struct paper *paper, size_t first, size_t n);

#endif
