/*
 * header_lines: the first rows of a sheet, and which of them are its headers.
 */
#ifndef SSJC_HEADER_LINES_H
#define SSJC_HEADER_LINES_H

#include "header_alias.h"
#include "sheet_rows.h"

enum { HEADER_LINES = 30 }; /* rows among which headers are looked for */

/* A cell of a row, and the column that it means as a header; "" for none. */
struct header_cell {
	struct str text, means;
};

struct header_line {
	struct header_cell *cell;
	size_t n;
	uint64_t number;
};

/* Zero-initialise it. */
struct header_lines {
	struct header_line line[HEADER_LINES];
	size_t n;
	struct arena *arena; /* borrowed: owns the cells */
	const struct header_aliases *aliases;
	const char *name; /* of the file */
};

/* Some lines next to each other that are taken for headers. */
struct header_choice {
	size_t first, lines; /* 0 lines: there are none */
};

/* A column's header. */
struct header_of {
	struct str text;  /* of the lowest line that has one */
	struct str group; /* what is above it, and may be above other columns too; or "" */
	struct str means;
	bool both; /* group and text together mean it */
};

/* Read the first rows, or those that --header names. SSJC_INPUT when these are missing. */
ssjc_rc header_lines_read(struct header_lines *h, struct sheet_rows *rows, struct ssjc_err *err);
/* The lines that are the headers; how many columns of the stream they name. */
struct header_choice header_lines_choose(struct header_lines *h, size_t *known);
/*
 * Three or four lines that are better headers than a choice of fewer, to tell people of
 * --header: 0 lines when there are none. That is never taken unasked.
 */
struct header_choice header_lines_longer(struct header_lines *h, struct header_choice c);
/* Do the first cells of three or more lines, or of all, name columns of the stream? */
bool header_lines_sideways(const struct header_lines *h);
/* How many columns a choice has. */
size_t header_lines_columns(const struct header_lines *h, struct header_choice c);
/* A column's header, in the arena. False if memory runs out. */
bool header_lines_column(
    struct header_lines *h, struct header_choice c, size_t column, struct header_of *out);
/* Do the first values of a column count the rows: 1, 2, 3? Such columns often have no header. */
bool header_lines_count(const struct header_lines *h, struct header_choice c, size_t column);
/* The first line above a choice that names columns of the stream as well; 0 for none. */
uint64_t header_lines_earlier(struct header_lines *h, struct header_choice c);

#endif
