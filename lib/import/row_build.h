/*
 * row_build: a row of a workbook's sheet, put together cell by cell, and what merged
 * cells make of it: one over several rows counts in each of them, and what the file still
 * has in the cells that it covers, which nobody sees, does not count.
 */
#ifndef SSJC_ROW_BUILD_H
#define SSJC_ROW_BUILD_H

#include "cell.h"

/* A cell merged over the rows first to last, from 1, and so many columns after its own. */
struct row_merge {
	uint32_t column, first, last, across;
};

enum { ROW_BUILD_MERGES_MAX = 1 << 20 };

/* Zero-initialise it; free it with row_build_free. */
struct row_build {
	struct buf text; /* where the texts of the row's cells are written */

	/* What follows is row_build's own business. */
	uint64_t number;
	bool hidden, failed;
	struct cell *cell;
	size_t *at; /* where each cell's own text begins in text */
	size_t n, cell_cap, at_cap;
	size_t *used; /* the cells that are not empty */
	size_t n_used, used_cap;
	struct row_merge *merge; /* by first row */
	size_t n_merges;         /* to be read by others, too */
	size_t merge_cap, merge_at, ended;
	struct row_fill *fill; /* a column each, up to fills */
	size_t fills, fill_cap;
	size_t tall; /* up to where columns may have text of cells merged over rows */
};

/*
 * Before a sheet: row_build_forget drops the merges of the one before, row_build_merge
 * adds one (false if memory runs out, or n_merges is at its maximum), row_build_start comes
 * before the first row, as often as the sheet is read (false if memory runs out).
 */
void row_build_forget(struct row_build *b);
bool row_build_merge(struct row_build *b, struct row_merge m);
bool row_build_start(struct row_build *b);

/* Begin a row; the numbers of a sheet's rows rise. */
void row_build_row(struct row_build *b, uint64_t number, bool hidden);
/*
 * A cell of that column is what was appended to b->text since it had at bytes; an
 * empty text is no cell. Of several in one place the last counts.
 */
void row_build_cell(struct row_build *b, size_t column, size_t at, enum cell_kind kind);
/* What the format shows of the text that was appended since text had at bytes. */
void row_build_show(struct row_build *b, size_t at, const struct cell_format *f);
/* Is there a cell of that column in the row? */
bool row_build_has(const struct row_build *b, size_t column);
/*
 * The row with what is merged into it, valid until the next begins; row->n is 0
 * when it is empty. False when memory was out since row_build_row.
 */
bool row_build_end(struct row_build *b, struct cell_row *row);
void row_build_free(struct row_build *b);

#endif
