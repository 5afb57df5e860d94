/*
 * receipt_book: the receipts of all rows of a register, from a draw made again.
 */
#ifndef SSJC_RECEIPT_BOOK_H
#define SSJC_RECEIPT_BOOK_H

#include "ssjc/draw/draw_run.h"
#include "ssjc/draw/receipt.h"

struct receipt_book;

/*
 * run was bound, with its rows kept, and drawn. roots is the text on record: SSJC_INPUT when
 * another comes out, for the register or the histories are others. Borrows from run. Free it
 * with receipt_book_free (NULL is fine).
 */
ssjc_rc receipt_book_open(
    struct receipt_book **out, struct draw_run *run, struct str roots, struct ssjc_err *err);
/* How many rows there are; each of them, in no order that means anything. */
size_t receipt_book_rows(const struct receipt_book *b);
const struct receipt_row *receipt_book_row(const struct receipt_book *b, size_t i);
/* The row of an id; SIZE_MAX when there is none. */
size_t receipt_book_find(const struct receipt_book *b, struct str id);
/* The receipt of a row, whose texts are in the arena. */
ssjc_rc receipt_book_make(const struct receipt_book *b, size_t i, struct receipt *out,
    struct arena *arena, struct ssjc_err *err);
void receipt_book_free(struct receipt_book *b);

#endif
