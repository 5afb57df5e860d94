/*
 * row_claim: is a row a record, although it begins with a word of those that are none
 * (row_kind.h), or although it cannot be read? For the import and what looks ahead of it.
 */
#ifndef SSJC_ROW_CLAIM_H
#define SSJC_ROW_CLAIM_H

#include "row_kind.h"

/* A cell of the row that has a column in the stream (else NULL), as it was written. */
struct row_field {
	const struct stream_column *column;
	struct str raw;
};

/* Is a row that begins with a word of those that are no records one nevertheless? */
enum claim {
	CLAIM_NONE,
	CLAIM_DOUBTFUL, /* it may be a line to sign: only people can say */
	CLAIM_GOOD
};

/*
 * It is where what a record needs is filled in, and not with such words or counts. The
 * column that counts the rows has no values of its own, so that a word there (doubt) is one.
 */
enum claim row_claim(struct row_words *words, const struct row_field *field, size_t n, bool doubt,
    enum row_kind kind);
/*
 * Is a row that cannot be read a hint how to fill in? Not where a record is filled in
 * but for a drop-down that was left as it was.
 */
bool row_is_hint(
    struct row_words *words, const struct cell_row *row, const struct row_field *field, size_t n);
/*
 * What a row is that row_kind_of took for kind, by the word in that cell; ROW_EMPTY and
 * what is less than ROW_TOTAL stay. read: all its cells could be. *claim is set.
 */
enum row_kind row_claim_kind(struct row_words *words, const struct cell_row *row,
    const struct import_headers *h, const struct row_field *field, size_t n, size_t cell,
    enum row_kind kind, bool read, enum claim *claim);

#endif
