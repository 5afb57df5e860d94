/*
 * record_rows: what the rows of a table report.
 */
#ifndef SSJC_RECORD_ROWS_H
#define SSJC_RECORD_ROWS_H

#include "ssjc/record/record.h"

/* ---- What all that read rows share ---- */

/* What is wrong with what a row says, with the row's place; SSJC_OK when nothing is. */
ssjc_rc record_rows_at(const struct table *t, size_t row, ssjc_rc rc, struct ssjc_err *err);
/* A cell without the blanks around it. */
struct str record_rows_cell(const struct table *t, size_t row, const char *column);
/* A row's department: its key, whether the row has that or the name. */
struct str record_rows_dept(const struct record *r, const struct table *t, size_t row);
/* A row's object: its id on record, in whatever width and case the row has it. */
struct str record_rows_object(const struct record *r, const struct table *t, size_t row);
/* A cell as a code of its column, or as it is where others are allowed; empty stays empty. */
ssjc_rc record_rows_coded(const struct record *r, const struct table *t, size_t row,
    const char *column, const char *codes, struct str *out, struct ssjc_err *err);
/*
 * Nobody fills in why and leaves out what: that is forgotten. The column is empty, so
 * the others, a list that ends with NULL, have to be.
 */
ssjc_rc record_rows_not_filled(const struct table *t, size_t row, const char *column,
    const char *const *others, struct ssjc_err *err);
/* Nobody sees what a hidden row says. */
ssjc_rc record_rows_seen(const struct table *t, size_t row, struct ssjc_err *err);

/*
 * What a row is: not filled in, on record already in the same words, or new; and whether its
 * cell of results has more of them.
 */
struct record_said {
	enum { SAID_NOTHING, SAID_KNOWN, SAID_NEW } is;
	bool more;
};

/* A thing that a row says, and what it is about, to find one that is said twice. */
struct record_key {
	struct str part[4];
	size_t row, at; /* its row, and its place among the things */
};

/* A kind of report: how a row becomes a thing of size bytes. */
struct record_reading {
	size_t size;
	/* The nth thing of a row, from 0. */
	ssjc_rc (*row)(const struct record *r, const struct table *t, size_t row, size_t nth,
	    bool correct, void *to, struct record_said *said, struct ssjc_err *err);
	struct record_key (*key)(const void *);
	bool (*same)(const void *, const void *);
	bool (*clash)(const void *, const void *); /* of two rows: both cannot be; or NULL */
};
/*
 * All that the rows of a table say and that is new, as a malloc'd array of
 * taking->taken things, to which *out, a pointer to them, is set: it owns them.
 */
ssjc_rc record_rows_read(const struct record_reading *how, const struct record *r,
    const struct table *t, struct record_taking *taking, void *out, struct ssjc_err *err);

/* ---- Confirmations and results ---- */

/*
 * Read confirmations (id, dept, confirmed; reason and evidence where confirmed
 * is no) into a malloc'd array of how->taken elements whose text is the table's, or
 * the state's: record_put_confirmations.
 */
ssjc_rc record_confirmations(const struct record *r, const struct table *t,
    struct record_taking *how, struct confirmation **out, struct ssjc_err *err);
/* The same for results: record_put_results. */
ssjc_rc record_results(const struct record *r, const struct table *t, struct record_taking *how,
    struct result **out, struct ssjc_err *err);
/* The same for follow-ups: record_put_follows. */
ssjc_rc record_follows(const struct record *r, const struct table *t, struct record_taking *how,
    struct follow **out, struct ssjc_err *err);

#endif
