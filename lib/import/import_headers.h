/*
 * import_headers: where the headers of a sheet stand, and what its columns are.
 */
#ifndef SSJC_IMPORT_HEADERS_H
#define SSJC_IMPORT_HEADERS_H

#include "sheet_rows.h"
#include "ssjc/import/import_options.h"
#include "ssjc/plan/vocabulary.h"

/* A column of a sheet. */
struct import_header {
	struct str header;                  /* as written, without line ends; "" for none */
	struct str name;                    /* in the stream */
	const struct stream_column *column; /* NULL: carried through */
	bool dropped;                       /* ID-card numbers */
	bool number;                        /* counts the rows of its sheet: says nothing of them */
};

struct import_headers {
	struct import_header *v;
	size_t n;
	uint64_t last; /* row of the last line of headers: data begins behind it */
	size_t known;  /* columns of the stream */
	struct arena arena;
};

/*
 * Find the headers in the first rows of a sheet that sheet_rows_start began: titles
 * may stand above them, and they may take two lines. SSJC_INPUT names the
 * headers found when a required column is not among them, or when two of them
 * are the same column.
 */
ssjc_rc import_headers_find(struct import_headers *l, struct sheet_rows *rows, const char *name,
    const struct stream *stream, const struct import_options *options,
    const struct vocabulary *vocabulary, struct ssjc_err *err);
/* The same without insisting on anything: how well does the stream fit? */
ssjc_rc import_headers_try(struct import_headers *l, struct sheet_rows *rows,
    const struct stream *stream, const struct import_options *options,
    const struct vocabulary *vocabulary, struct ssjc_err *err);
void import_headers_free(struct import_headers *l);

#endif
