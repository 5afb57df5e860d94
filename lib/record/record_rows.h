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

/* What a row says. Its texts are the table's or the state's. */
union record_thing {
	struct confirmation confirmation;
	struct result result;
	struct follow follow;
};

/*
 * What it is about, first the object: what has the same parts says the same thing again, or
 * contradicts it.
 */
struct record_key {
	struct str part[4];
};

/* A thing as texts, its key first, to be held against another; day has those of its days. */
struct record_texts {
	struct str text[10];
	char day[2][DATE_SIZE];
};

/* A kind of report: how a row becomes a thing, and what is done with it. */
struct record_reading {
	/* The nth thing of a row, from 0: the same each time. */
	ssjc_rc (*row)(const struct record *r, const struct table *t, size_t row, size_t nth,
	    bool correct, union record_thing *to, struct record_said *said, struct ssjc_err *err);
	struct record_key (*key)(const union record_thing *);
	bool (*same)(const union record_thing *, const union record_thing *);
	/* Of two rows: both cannot be; or NULL. */
	bool (*clash)(const struct record_key *, const struct record_key *);
	void (*texts)(struct record_texts *, const union record_thing *);
	/* The ith that is on record, and by which event; false when there are no more. */
	bool (*kept)(
	    const struct audit_state *s, size_t i, union record_thing *out, uint64_t *event);
	ssjc_rc (*put)(
	    struct audit *a, unsigned draw, const union record_thing *, struct ssjc_err *err);
};
/* That of each kind: record_put.c. */
extern const struct record_reading *const record_readings[];
/* They are in record_rows.c, and the last in record_follow.c. */
extern const struct record_reading record_confirming, record_resulting, record_following;

/*
 * Give each thing that the rows of a table say and that is new to each, in the order of
 * the rows, as record_put does: record.h. Only their places are in memory.
 */
typedef ssjc_rc record_each(void *arg, const union record_thing *, struct ssjc_err *err);
ssjc_rc record_rows_read(const struct record_reading *how, const struct record *r,
    const struct table *t, struct record_taking *taking, record_each *each, void *arg,
    struct ssjc_err *err);

#endif
