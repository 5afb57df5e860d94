#include "page_break.h"

/* The height of the rows from at on that belong together. */
static unsigned group_height(const struct page_row *row, size_t n, size_t at)
{
	unsigned height = row[at].height;

	for (; at + 1 < n && row[at].with_next; at++)
		height += row[at + 1].height;
	return height;
}

size_t page_break_next(const struct page_row *row, size_t n, size_t at, unsigned room)
{
	unsigned used = row[at].height;
	size_t end = at + 1, group = at;

	for (; end < n && used + row[end].height <= room; end++) {
		if (!row[end - 1].with_next)
			group = end;
		used += row[end].height;
	}
	if (end == n || !row[end - 1].with_next || group == at ||
	    group_height(row, n, group) > room)
		return end;
	return group;
}
