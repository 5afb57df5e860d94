/*
 * record_filled: files that were filled in, tables and checklists together, read as they
 * are put on record (record_put) and as verify compares them with it (record_same).
 *
 *	record_filled_start    how many files there are
 *	record_filled_add      each of them: a checklist is read, a table waits
 *	record_filled_read     the tables, by the options in job.options
 *	record_filled_table    all rows as one table
 */
#ifndef SSJC_RECORD_FILLED_H
#define SSJC_RECORD_FILLED_H

#include "ssjc/record/checklist_in.h"
#include "ssjc/record/record_in.h"

/* Zero-initialise it but for how; free it with record_filled_free, whatever came back. */
struct record_filled {
	enum record_kind kind;
	struct record_taking how;
	struct import_options options; /* for job.options, or not used */
	struct import_job job;         /* its inputs: the files that are tables */
	struct checklist_in checklists;
	size_t lists; /* how many of the files are checklists */
	struct record_in in;
};

/* The stream that a kind is read as: confirmations, results, follow. */
extern const char *const record_filled_streams[];

/* Room for n files; the vocabulary is borrowed. */
ssjc_rc record_filled_start(struct record_filled *f, enum record_kind kind,
    const struct vocabulary *vocabulary, size_t n, struct ssjc_err *err);
/*
 * Add a file; name is borrowed. *list: it was a checklist, of which nothing is borrowed;
 * only results come by them. The bytes of a table are borrowed until it was read.
 */
ssjc_rc record_filled_add(
    struct record_filled *f, struct str bytes, const char *name, bool *list, struct ssjc_err *err);
/* record_in_read, if there are tables. */
ssjc_rc record_filled_read(struct record_filled *f, struct ssjc_err *err);
/* What tables say, with what checklists do: *all, which is f's. checklist_in_table. */
ssjc_rc record_filled_table(struct record_filled *f, const struct record *r,
    const struct table **all, struct ssjc_err *err);
/* How many rows there are, with those of tables that could not be read. */
uint64_t record_filled_count(const struct record_filled *f);
/* How many rows a file has; RECORD_FILLED_NONE for a checklist in which nothing is filled in. */
#define RECORD_FILLED_NONE UINT64_MAX
uint64_t record_filled_rows(const struct record_filled *f, const char *name);
void record_filled_free(struct record_filled *f);

#endif
