/*
 * page_break: where a sheet's pages end, so that rows that belong together are
 * printed together.
 */
#ifndef SSJC_PAGE_BREAK_H
#define SSJC_PAGE_BREAK_H

#include <stdbool.h>
#include <stddef.h>

/* A row as it is printed. */
struct page_row {
	unsigned height;
	bool with_next; /* on the same page as the next row */
};

/*
 * The next page of n rows, whose first is row[at]: the index of the row that the
 * page after it begins with, n when there is none. room is what the page's rows
 * may take in all, in the unit of their heights. Rows that belong together go to
 * the next page together, unless they fill more than one; a page has at least
 * one row.
 */
size_t page_break_next(const struct page_row *row, size_t n, size_t at, unsigned room);

#endif
