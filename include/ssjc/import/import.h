/*
 * import: rosters and filled sheets of any format as a clean stream, with a list
 * of what was refused: ssjc-import(1), ssjc-csv(5).
 *
 * The stream is a function of the inputs' bytes, the options, the vocabulary,
 * the plan's departments and the accepted codes alone: rows in the order of the
 * inputs, columns in the order in which they first appear. That is how an
 * import is verified: run again from what the audit file holds, its digest
 * must be the same.
 */
#ifndef SSJC_IMPORT_H
#define SSJC_IMPORT_H

#include "ssjc/base/progress.h"
#include "ssjc/import/import_options.h"
#include "ssjc/plan/plan.h"
#include "ssjc/plan/vocabulary.h"

/* An input, and what came of it. */
struct import_input {
	const char *name;
	struct str bytes;
	const char *format; /* "UTF-8", ".xlsx" …; static text */
	uint64_t rows;      /* read, without headers, empty rows and those left out */
	uint64_t refused;   /* rows of them */
	uint64_t repeated;  /* rows that say the same as an earlier one */
	uint64_t merged;    /* rows that became part of another, by the plan's rule */
	uint64_t left_out;  /* rows that are not records of the list: sums, notes … */
	uint64_t repaired;  /* cells of those that were not refused */
};

/* Where a row that is written was read, for a caller that checks it. */
struct import_place {
	const struct import_input *input;
	struct str sheet;         /* "" for text */
	uint64_t row;             /* in the sheet, or the line of text */
	const struct str *header; /* what is above each of the stream's columns there, or "" */
	size_t columns;
	bool hidden; /* a spreadsheet does not show the row */
};

/*
 * A caller that checks the rows itself, as the record room does by what is on
 * record. A value that its column's rules refuse is then written as it is; rows
 * are not compared with each other; hidden rows are written; and all visible sheets
 * with cells are read where the options name none.
 */
struct import_reader {
	const char *const *needed; /* columns that each sheet must have, too; NULL-ended */
	/* Called before each row is written; the place is valid until import_run returns. */
	ssjc_rc (*row)(void *arg, const struct import_place *place, struct ssjc_err *err);
	void *arg;
};

struct import_job {
	const struct import_options *options;
	const struct vocabulary *vocabulary;
	/* Its departments' names become keys, and it may merge rows; or NULL. */
	const struct plan *plan;
	struct str accept; /* CSV with the columns id, reason; "" for none */
	const char *accept_name;
	const struct import_reader *reader; /* NULL: the import checks the rows */
	struct import_input *input;
	size_t n_inputs;
	bool some_maps; /* a --map whose header is in none of the inputs is no mistake */
	/*
	 * Where the lists for the record go (import_lists.h): each NULL, or open.
	 * Businesses with one name are looked for only when there is a list of them.
	 */
	struct csv_out *list[STREAM_LISTS];
	/*
	 * Called with a notice for the user; and now and then with the number of rows
	 * read, at the end with 0. Either may be NULL.
	 */
	void (*notice)(void *arg, const char *text);
	progress_tick *progress;
	void *arg;
};

/*
 * Read the inputs and write the good rows to out, what is refused or left out to
 * rejects (file, sheet, row, column, value, reason) and what was changed to repairs
 * (file, sheet, row, column, value, repaired, note); the lists may be NULL. That
 * rows are refused is not an error: the inputs' counts say it.
 */
ssjc_rc import_run(const struct import_job *job, struct csv_out *out, struct csv_out *rejects,
    struct csv_out *repairs, struct ssjc_err *err);

/*
 * Look at the inputs without importing them, a row for each column: file,
 * sheet, header, column, filled, distinct, refused, reason, examples. Without
 * a stream in the options each sheet's is the one that knows most of its
 * headers.
 */
ssjc_rc import_profile(const struct import_job *job, struct csv_out *out, struct ssjc_err *err);

#endif
