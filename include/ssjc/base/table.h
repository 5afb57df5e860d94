/*
 * table: a whole stream in memory, its columns found by name.
 */
#ifndef SSJC_TABLE_H
#define SSJC_TABLE_H

#include "ssjc/base/buf.h"
#include "ssjc/base/err.h"

/* Where rows are that were read from a file of another kind, for messages. */
struct table_place {
	const char *file;
	const char *sheet;        /* "" for text */
	const struct str *header; /* what is above each of the table's columns there, or "" */
	bool hidden;              /* rows that a spreadsheet does not show */
};

struct table {
	const char *name; /* of the file, for messages; NULL for several */
	struct str *head; /* cols headers */
	size_t cols, rows;
	struct str *cell;                 /* rows x cols, row by row */
	uint64_t *line;                   /* of each row in the file */
	const struct table_place **place; /* of each row, borrowed; NULL: all are in name */
	struct arena arena;               /* owns all of the text above */
};

enum { NO_COLUMN = -1 };

/*
 * Read CSV or TSV with one header line. Every row must have as many fields as
 * the header, and every header must be filled and unique: SSJC_INPUT. name is
 * borrowed until table_close, text is copied. t is empty when this fails.
 */
ssjc_rc table_read(struct table *t, struct str text, const char *name, struct ssjc_err *err);
/* The column's index or NO_COLUMN. */
int table_col(const struct table *t, const char *column);
/* The cell, or the empty text where column is NO_COLUMN. */
struct str table_at(const struct table *t, size_t row, int column);
/* SSJC_INPUT naming the first of the NULL-ended columns that t lacks. */
ssjc_rc table_need(const struct table *t, const char *const *columns, struct ssjc_err *err);
/* An error at a row and column (NULL for none) of t. */
ssjc_rc table_fail(const struct table *t, size_t row, const char *column, struct ssjc_err *err,
    const char *fmt, ...) __attribute__((format(printf, 5, 6)));
/* The same with both texts of another message, which may be err. */
ssjc_rc table_fail_from(const struct table *t, size_t row, const char *column, struct ssjc_err *err,
    const struct ssjc_err *from);
void table_close(struct table *t);

#endif
