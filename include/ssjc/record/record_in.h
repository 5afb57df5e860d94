/*
 * record_in: what people filled in, read from files of any kind by the import
 * room: a table for record_put, whose rows know
 * their places.
 */
#ifndef SSJC_RECORD_IN_H
#define SSJC_RECORD_IN_H

#include "ssjc/import/import.h"
#include "ssjc/record/record.h"

struct record_in_place;
struct record_in_form;

/* Zero-initialise it, but for done; free it with record_in_close, whatever came back. */
struct record_in {
	struct table table;
	struct record_in_place *place; /* where its rows are */
	struct record_in_form *form;   /* the workbooks that are forms printed before */
	const struct table_place **of; /* of each row */
	uint64_t *row;
	size_t n_rows, rows_cap, of_cap;
	char *stream, *rejects;
	struct arena arena;
	void (*done)(
	    void *arg); /* called when the inputs' bytes are not needed any more; or NULL */
	void *arg;
};

/*
 * Read the job's inputs as the stream of its options: confirmations, results, follow, or
 * what platforms answered (stream_answers).
 * Rows that cannot be read go to how->bad and are counted in how->refused; those
 * that are left out, as sums and notes are, go to how->left. SSJC_INPUT for a form of
 * another plan or kind, too.
 */
ssjc_rc record_in_read(struct record_in *in, const struct import_job *job,
    struct record_taking *how, struct ssjc_err *err);
/*
 * SSJC_INPUT when one of the files is a form that was printed for an earlier draw: a
 * business that is in both would be confused.
 */
ssjc_rc record_in_check(
    const struct record_in *in, const struct audit_state *s, struct ssjc_err *err);
void record_in_close(struct record_in *in);

/*
 * How files were read, as it goes on record (the kind “reading”), and back again: the
 * import's options, and whether good rows were taken beside wrong ones. SSJC_USAGE as
 * import_options_parse; o is to be freed with import_options_free.
 */
void record_in_options(struct buf *out, const struct import_options *o, bool partial);
ssjc_rc record_in_parse(
    struct import_options *o, bool *partial, struct str text, struct ssjc_err *err);

#endif
