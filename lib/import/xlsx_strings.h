/*
 * xlsx_strings: the shared strings of a workbook. There are as many as a roster
 * has names and addresses: a small part is in memory, the rest in an unlinked
 * temporary file, so that memory grows by four bytes a string.
 */
#ifndef SSJC_XLSX_STRINGS_H
#define SSJC_XLSX_STRINGS_H

#include "ssjc/base/buf.h"

#include <stdio.h>

enum { XLSX_BLOCKS = 64 };

/* Zero-initialise it; free it with xlsx_strings_free. */
struct xlsx_strings {
	uint32_t *end; /* where each ends in the text of all */
	size_t n, cap;
	uint32_t
	    *rich; /* twice the number of each that has fonts of its own; + 1: struck through */
	size_t n_rich, rich_cap;
	struct buf tail;          /* the text after what is in the file */
	FILE *file;               /* NULL when there is little */
	size_t filed;             /* bytes */
	char *block;              /* XLSX_BLOCKS pieces of the file, used lately */
	size_t kept[XLSX_BLOCKS]; /* the number of each from 1; 0 for none */
};

/*
 * Whoever writes strings appends each to tail and then ends it. False when
 * out of memory, or when there are more than 4 GB.
 */
bool xlsx_strings_end(struct xlsx_strings *s);
/* The string that ended last has parts with fonts of their own. False when out of memory. */
bool xlsx_strings_rich(struct xlsx_strings *s, bool struck);
/* Has the i-th such parts? Then *struck is set: is one of them struck through? */
bool xlsx_strings_runs(const struct xlsx_strings *s, size_t i, bool *struck);
/* Append the i-th (of n) to a buffer; false when the file cannot be read. */
bool xlsx_strings_get(struct xlsx_strings *s, size_t i, struct buf *to);
void xlsx_strings_free(struct xlsx_strings *s);

#endif
