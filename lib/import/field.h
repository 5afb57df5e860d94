/*
 * field: a cell of a roster made into the field of a stream, or refused.
 */
#ifndef SSJC_FIELD_H
#define SSJC_FIELD_H

#include "cell.h"
#include "keyset.h"
#include "ssjc/plan/plan.h"
#include "ssjc/plan/stream.h"
#include "ssjc/plan/vocabulary.h"

/* What cells are read against. All borrowed. */
struct field_context {
	const struct vocabulary *vocabulary;
	const struct plan *plan;       /* NULL for none: departments stay as they are */
	const struct keyset *accepted; /* ids with a wrong check digit */
	bool sheet;                    /* of a workbook: a bare number may be a date */
	bool date1904;
	bool as_written; /* what the rules of a column refuse stays as it is: import_reader */
};

enum { MEMO = 8, MEMO_TEXT = 48 };

/* A column that is read, and what it keeps between cells. Zero-initialise it. */
struct field {
	const struct stream_column *column; /* NULL: carried through unchanged */
	struct buf text, why;
	/* The last answers for coded values, which repeat from row to row. */
	struct field_memo {
		char raw[MEMO_TEXT];
		size_t n; /* 0: unused */
		struct str means;
		bool own; /* by a word of the column's own, not of the codes it shares */
	} memo[MEMO];
};

/* text and the others are valid until the next cell of the same field. */
struct field_value {
	struct str text;
	const char *wrong; /* why the cell is refused; NULL when it is not */
	const char *note;  /* what is worth a note although it is not refused; or NULL */
	bool repaired;     /* the text is not the cell's, but means the same */
	bool secret;       /* the cell's text is not to be shown to anybody */
	bool own;          /* it is a word of the column's own: a kind of expert */
};

/*
 * Read a cell by the rules of its column (ssjc-csv(5), "What is made of what people
 * write"). What memory running out does to a text is seen with field_failed.
 */
struct field_value field_read(struct field *f, const struct field_context *c, struct cell cell);
/* Has memory run out while reading? */
bool field_failed(const struct field *f);
void field_free(struct field *f);

#endif
