/*
 * importer: what the files of an import share. import.c finds the sheets and
 * their columns, import_row.c reads the rows, import_merge.c makes one of several.
 */
#ifndef SSJC_IMPORTER_H
#define SSJC_IMPORTER_H

#include "ssjc/import/import.h"
#include "ssjc/plan/plan_rehearse.h"

#include "field.h"
#include "id_card.h"
#include "import_headers.h"
#include "keyset.h"
#include "row_claim.h"

enum { NOT_THERE = -1 };

/* A column of the stream that is written, and its cell in the row being read. */
struct target {
	struct str name;
	struct field field;
	bool number;
	struct field_value value;
	struct str raw;
	enum cell_kind kind;
	struct buf joined;     /* its text, when it is in several columns */
	uint64_t cards;        /* ID-card numbers in it, which were dropped */
	bool merged;           /* values of rows of one key become a list */
	uint64_t own;          /* values by a word of the column's own, kinds of experts, */
	struct str word, code; /* the first of them, and its code; in the importer's arena */
};

/* A sheet that is read: which one, its headers, and where each target is in it. */
struct import_sheet {
	struct import_input *input;
	size_t number; /* among the chosen sheets of its input */
	struct str name;
	struct import_headers headers;
	uint64_t other; /* the last row was below other headers, in this row; or 0 */
	int *from; /* per target: a column of the sheet (the last that is joined), or NOT_THERE */
	struct str *header; /* per target: the text above that column, or "" */
};

struct importer {
	const struct import_job *job;
	const struct import_reader *reader; /* the job's, or NULL */
	struct csv_out *out, *rejects, *repairs;
	struct sheet_rows *rows;         /* of one input at a time, */
	const struct import_input *open; /* this one; or NULL */
	struct field_context context;
	struct keyset accepted;
	struct row_words *words;
	struct import_sheet *sheet;
	size_t n_sheets, sheet_cap;
	struct target *target;
	size_t n_targets, target_cap;
	bool sample; /* a last column says that the register is imported in a rehearsal */
	struct row_field *field; /* per target: its column, and the cell of the row being read */
	struct keyset target_names;
	const struct target *only_key; /* NULL when several columns are the key */
	size_t id, name, status;       /* which targets these are; n_targets: not there */
	const struct cell_row *at;     /* the row being read */
	uint64_t key_hash;             /* of only_key in the row being read */
	struct keyset keys;            /* keys of rows */
	bool merges;                   /* rows of one key may be merged: import_merge.c */
	struct str *kept;              /* the values of those that wait, n_targets for each key */
	size_t n_kept, kept_cap;
	struct keyset names; /* keys of names, when repairs are listed */
	struct keyset told;  /* unknown headers that were named to the user */
	struct buf lost;     /* those of the sheet at hand that are like no known one */
	size_t n_lost;
	struct buf key, note, row;
	uint64_t rows_read;
	struct arena arena;
};

/* Is it a column that tells rows apart? */
bool target_is_key(const struct target *t);
/* Tell the user, as printf has it. */
void import_notice(struct importer *im, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/*
 * One business on several rows, for several licences say: where the plan names columns
 * to merge, rows that differ in nothing else are one, and the values there a list. Rows
 * then wait for the others, in the order of their keys in im->keys.
 */
ssjc_rc import_merge_start(struct importer *im, struct ssjc_err *err);
/* Have the row being read, of a new key, wait. False if memory runs out. */
bool import_merge_keep(struct importer *im);
/* Add its values to those of that key's row; *more: there were new ones. False: no memory. */
bool import_merge_row(struct importer *im, size_t key, bool *more);
/* Write the rows that waited. */
void import_merge_write(struct importer *im);

/* Put what an option chose in a file on record (STREAM_CHOICES), and tell the user. */
void import_choice(struct importer *im, const struct import_input *in, struct str sheet,
    struct str header, struct str value, struct str why);
/* Read a row of a sheet, and write it, refuse it or leave it out. */
ssjc_rc import_row(
    struct importer *im, struct import_sheet *s, const struct cell_row *row, struct ssjc_err *err);
/* Refuse a row above the headers if it holds data: nothing is lost in silence. */
void import_row_above(struct importer *im, struct import_sheet *s, const struct cell_row *row);

#endif
