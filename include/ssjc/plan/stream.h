/*
 * stream: which columns the streams have that ssjc-import writes, and what may be
 * in them: ssjc-csv(5).
 */
#ifndef SSJC_STREAM_H
#define SSJC_STREAM_H

#include "ssjc/base/buf.h"

enum field_kind {
	FIELD_TEXT,  /* trimmed, never rewritten */
	FIELD_LIST,  /* pieces, trimmed, joined by semicolons */
	FIELD_CODE,  /* text_code() */
	FIELD_ID,    /* a code whose check digit is right: uscc.h */
	FIELD_PHONE, /* normalize_phone() */
	FIELD_DATE,  /* normalize_date(), or a code of the column */
	FIELD_SPANS, /* normalize_spans() */
	FIELD_TERM,  /* a code of values.csv; as it is where others are allowed */
	FIELD_CLASS, /* the same, but others are made codes by text_code() */
	FIELD_DEPT   /* a department's key in the plan, or its name there */
};

enum {
	STREAM_REQUIRED = 1, /* the column must be there, and filled */
	STREAM_KEY = 2,      /* rows that agree in all of these are the same thing */
	STREAM_NAME = 4,     /* two things that agree in this may be the same one */
	STREAM_NONE = 8      /* what says nothing, such as 无 or -, can mean nothing else here */
};

struct stream_column {
	const char *name;
	enum field_kind kind;
	unsigned is;       /* bits of those above */
	const char *codes; /* whose codes, where the column's name is not theirs */
};

struct stream {
	const char *name;
	const struct stream_column *column;
	size_t n;
};

enum { STREAMS = 7 };
extern const struct stream streams[STREAMS];
/* What platforms answer to rows that were uploaded: ssjc-import does not write it. */
extern const struct stream stream_answers;

/*
 * What an import puts on record beside its stream: lists of rows, each a CSV with
 * the columns of stream_list_column; the names are the kinds of their files.
 */
enum stream_list {
	STREAM_REJECTS,    /* a line for each cell, or row, that was refused */
	STREAM_LEFT_OUT,   /* rows that are none of the register's records: sums, notes … */
	STREAM_BY_STATUS,  /* those with a status by which they cannot be drawn, or inspect */
	STREAM_SAME_NAMES, /* businesses that have the name of another code */
	/*
	 * What options chose in a file: sheets that people see but that were not read, hidden
	 * ones that were, rows that would be below the headers, and headers of deciding columns
	 * that a --map replaces: the value is its header, "" when that is known as the same
	 * column.
	 */
	STREAM_CHOICES,
	STREAM_LISTS
};
extern const char *const stream_lists[STREAM_LISTS];
enum { STREAM_LIST_COLUMNS = 8 };
extern const char *const stream_list_column[STREAM_LIST_COLUMNS];
/* How much of a list is kept in the audit file; of a longer one, the digest alone. */
enum { STREAM_LIST_KEPT = 1 << 20 };

/* The stream or column of that name, or NULL. */
const struct stream *stream_of(struct str name);
const struct stream_column *stream_column(const struct stream *s, struct str name);

#endif
