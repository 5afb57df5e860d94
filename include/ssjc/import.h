/*
 * import: rosters and filled sheets, of whatever format, as a clean stream,
 * with a list of what was refused: ssjc-import(1), ssjc-csv(5).
 *
 * The stream is a function of the inputs' bytes, the options, the terms, the
 * plan's departments and the accepted codes alone: rows in the order of the
 * inputs, columns in the order in which they first appear. That is how an
 * import is verified: run again from what the audit file holds, its digest
 * must be the same.
 */
#ifndef SSJC_IMPORT_H
#define SSJC_IMPORT_H

#include "ssjc/csv_out.h"
#include "ssjc/encoding.h"
#include "ssjc/plan.h"
#include "ssjc/stream.h"
#include "ssjc/terms.h"

/* "This column has that header", of --map. */
struct import_map {
	struct str column, header;
};

/* Zero-initialise it, or parse it; free with import_options_free. */
struct import_options {
	const struct stream *stream;
	enum csv_style style;        /* of the stream that is written */
	enum encoding encoding;
	struct str *sheet;           /* names or numbers; none: the only one */
	size_t n_sheets, sheet_cap;
	bool hidden;                 /* read hidden rows as well */
	struct import_map *map;
	size_t n_maps, map_cap;
	struct arena arena;          /* owns the text above, when it was added */
};

/* Add "column=header", or a sheet; the text is copied. SSJC_USAGE when it is not that. */
ssjc_code import_add_map(struct import_options *o, struct str text, struct ssjc_err *err);
ssjc_code import_add_sheet(struct import_options *o, struct str name, struct ssjc_err *err);
/*
 * The options as lines "stream=objects", "map=id=代码" …, in one order, for the
 * audit file; and back again.
 */
void import_options_text(const struct import_options *o, struct buf *out);
ssjc_code import_options_parse(struct import_options *o, struct str text, struct ssjc_err *err);
void import_options_free(struct import_options *o);

/* An input, and what came of it. */
struct import_input {
	const char *name;
	struct str bytes;
	const char *format;          /* "UTF-8", ".xlsx" …; static text */
	uint64_t rows;               /* read, without headers and empty rows */
	uint64_t refused;            /* rows of them */
	uint64_t repeated;           /* rows that say again what another has said */
	uint64_t repaired;           /* cells of those that were not refused */
};

struct import_job {
	const struct import_options *options;
	const struct terms *terms;
	const struct plan *plan;     /* its departments' names become keys; or NULL */
	struct str accept;           /* CSV with the columns id, reason; "" for none */
	const char *accept_name;
	struct import_input *input;
	size_t n_inputs;
	/* Called with a remark for the user, and now and then with the rows read; or NULL. */
	void (*notice)(void *arg, const char *text);
	void (*progress)(void *arg, uint64_t rows);
	void *arg;
};

/*
 * Read the inputs and write the good rows to out, what is refused to rejects
 * (file, sheet, row, column, value, reason) and what was changed to repairs
 * (file, sheet, row, column, value, repaired, note); each may be NULL. Rows
 * being refused is no error: it is in the inputs' counts.
 */
ssjc_code import_run(const struct import_job *job, struct csv_out *out, struct csv_out *rejects,
    struct csv_out *repairs, struct ssjc_err *err);

/*
 * Look at the inputs without importing them, a row for each column: file,
 * sheet, header, column, filled, distinct, refused, reason, examples. Without
 * a stream in the options each sheet's is the one that knows most of its
 * headers.
 */
ssjc_code import_profile(const struct import_job *job, struct csv_out *out,
    struct ssjc_err *err);

#endif
