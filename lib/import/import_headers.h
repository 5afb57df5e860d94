/*
 * import_headers: which rows of a sheet are its headers, and what its columns are.
 */
#ifndef SSJC_IMPORT_HEADERS_H
#define SSJC_IMPORT_HEADERS_H

#include "header_alias.h"
#include "header_lines.h"
#include "sheet_rows.h"

/* A column of a sheet. */
struct import_header {
	struct str header;                  /* as written, without line ends; "" for none */
	struct str name;                    /* in the stream */
	const struct stream_column *column; /* NULL: carried through */
	bool dropped;                       /* ID-card numbers */
	bool number;  /* counts the rows of its sheet (序号), which says nothing of them */
	bool unknown; /* carried through because nobody knows what it means */
	int joined;   /* an earlier column that is the same list, or -1: they are read as one */
};

struct import_headers {
	struct import_header *v;
	size_t n;
	uint64_t first, last; /* rows of the header lines: data begins after the last */
	/*
	 * A row above the headers that names columns, too; 0 for none. What is between
	 * it and the headers is a table of its own.
	 */
	uint64_t earlier;
	uint64_t maybe_first, maybe_last; /* rows that are better headers together; or 0 */
	bool sideways;                    /* the first cells of rows are such headers */
	bool more;                        /* there are rows that were not looked at */
	size_t known;                     /* columns of the stream */
	struct header_line *line;         /* the header lines as they are written */
	size_t lines;
	struct header_aliases aliases; /* by which they were found; borrowed */
	struct arena arena;
};

/*
 * Find the headers in the first rows of a sheet that sheet_rows_start began, or take
 * the rows that --header names: titles may be above them, and they may take two
 * lines. SSJC_INPUT names the headers found when a required column is not among
 * them, or when two of them mean the same column. name is the file's, for messages.
 */
ssjc_rc import_headers_find(struct import_headers *h, struct sheet_rows *rows, const char *name,
    const struct header_aliases *a, struct ssjc_err *err);
/* The same without insisting on any column: how well does the stream fit? */
ssjc_rc import_headers_try(struct import_headers *h, struct sheet_rows *rows,
    const struct header_aliases *a, struct ssjc_err *err);
enum headers_again {
	HEADERS_NOT,
	HEADERS_AGAIN, /* a header line again, if in other words for the same columns */
	HEADERS_OTHER  /* all required columns are named, but not where the headers have them */
};

/* Is a row below the headers a line of headers itself? */
enum headers_again import_headers_again(const struct import_headers *h, const struct cell_row *row);
/* Free what one of these filled; h may be zero-initialised. */
void import_headers_free(struct import_headers *h);

#endif
