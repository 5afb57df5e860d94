/*
 * book: the cells of a workbook in memory, those of its hidden sheets, too: for the
 * forms that these programs printed, which say by themselves what is in which cell.
 */
#ifndef SSJC_BOOK_H
#define SSJC_BOOK_H

#include "ssjc/base/buf.h"
#include "ssjc/base/err.h"

/* As a person sees it: a date is "2023-06-14". */
struct book_cell {
	struct str text;
	bool lost; /* what it says is not in the file: a formula that failed or was not computed */
	bool struck; /* through, if only a part of it */
};

/* A row that is not empty. */
struct book_row {
	uint64_t number; /* from 1 */
	struct book_cell *cell;
	size_t n;
};

struct book_sheet {
	struct str name;
	bool hidden;
	struct book_row *row;
	size_t n, cap;
};

/* Zero-initialise it; free it with book_close. */
struct book {
	struct book_sheet *sheet;
	size_t n;
	struct book_sheet *marked; /* the one that was asked for, or NULL */
	struct arena arena;
};

/*
 * Read a workbook that has a sheet of the name marker. Of another, only the first
 * rows of what is to be seen are read, so many of each sheet; of what is no workbook,
 * nothing. bytes and name are borrowed for the call. SSJC_INPUT when it is damaged.
 */
ssjc_rc book_read(struct book *out, struct str bytes, const char *name, const char *marker,
    uint64_t first_rows, struct ssjc_err *err);
/* The cell there, or one without a text. */
struct book_cell book_at(const struct book_row *row, size_t column);
void book_close(struct book *b);

#endif
