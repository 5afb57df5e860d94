/*
 * upload_source: where a column's value can come from: the names in the column
 * “source” of a format, ssjc-format(5).
 */
#ifndef SSJC_UPLOAD_SOURCE_H
#define SSJC_UPLOAD_SOURCE_H

#include "ssjc/document/dept_result.h"
#include "ssjc/upload/upload_format.h"

/* What a row is of. */
struct upload_of {
	const struct document *d;
	const struct pick *pick;
	const struct plan_dept *dept;    /* the lead department of a row of a business */
	bool all;                        /* it is of all departments */
	const struct item *item;         /* NULL: of all items that apply */
	struct str code;                 /* "": of all codes */
	const struct dept_result *found; /* the departments' results that it is of, */
	size_t n_found;                  /* which follow each other */
	char id[33];                     /* of the row */
};

/* The pieces of a value, each once. */
struct upload_pieces {
	struct str *v;
	size_t n, cap;
	struct arena *arena; /* of the text, and of what is put together */
	bool failed;         /* memory ran out */
};

/* Filled when a batch is written, and so no part of what a row says. */
enum upload_by_batch {
	BY_ROW, /* none of these */
	BATCH_NUMBER,
	BATCH_OPERATION,
	BATCH_TIME,
	BATCH_DATE,
	BATCH_ROW
};

struct upload_source {
	const char *name; /* "object.name"; one that ends with a dot has a column's name after it */
	bool personal;
	unsigned lasts; /* bits of units: see upload_source_lasts */
	enum upload_by_batch batch;
	/* Append the pieces; rest is what comes after the dot. */
	void (*get)(const struct upload_of *of, struct str rest, struct upload_pieces *out);
};

/* The source of that name, or NULL; *rest is what comes after its dot. */
const struct upload_source *upload_source_of(struct str name, struct str *rest);
/* Append a piece unless it is there or empty. */
void upload_piece(struct upload_pieces *out, struct str piece);
/* Is it the constant, or the text with other sources in it? Then the column's value counts. */
bool upload_source_is_constant(const struct upload_source *s);
bool upload_source_is_text(const struct upload_source *s);
/* Is it one thing of the plan, which all rows have? */
bool upload_source_is_plan(const struct upload_source *s);
/* Is it a column of the items file, which only the plan has? */
bool upload_source_is_item(const struct upload_source *s);
/*
 * Does the value of a row of that unit stay the same whatever is corrected, reassigned or
 * drawn again? That of a plan or a department changes only when the plan is amended.
 */
bool upload_source_lasts(const struct upload_source *s, struct str rest, enum upload_unit unit);
/* Append the names of all sources, for messages. */
void upload_source_names(struct buf *out);

#endif
