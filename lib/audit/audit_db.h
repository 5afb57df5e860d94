/*
 * audit_db: the tables of the audit file, and what the sources of this room
 * share to work on them. Each of these uses only those above it:
 *
 *	audit_sql.c                     statements
 *	audit_schema.c                  the tables, made and checked
 *	audit_cursor.c                  rows of a query into an array
 *	audit_events.c                  events and their files, read
 *	audit_kept.c                    contents of files that are kept
 *	audit_writer_rules.c            audit_rules.h, for those who write
 *	audit_chain.c                   what is hashed; a row put
 *	audit_rows.c, audit_picks.c     records as rows
 *	audit_seats.c                   its seats, with what was changed of them
 *	audit_reports.c                 what departments confirmed and found
 *	audit_state.c                   what a plan has come to, read
 *	audit_walk.c                    the picks of a draw, one after the other
 *	audit_batch.c                   what was uploaded, and answered
 *	audit_values.c, audit_check.c   the whole file, checked
 *	audit_export.c                  tables as CSV
 *	audit_calendar.c                a calendar that has grown
 *	audit.c                         a file opened, an event begun and committed
 *	audit_history.c                 another plan's inspections
 */
#ifndef SSJC_AUDIT_DB_H
#define SSJC_AUDIT_DB_H

#include "ssjc/audit/audit.h"
#include "ssjc/audit/audit_rules.h"

#include <sqlite3.h>

enum audit_table {
	T_FILE,
	T_CEREMONY,
	T_COMMITMENT,
	T_DRAW,
	T_STRATUM,
	T_PICK,
	T_REPLACEMENT,
	T_SEAT,
	T_CONFIRMATION,
	T_RESULT,
	T_FOLLOW,
	T_REVIEW,
	T_BATCH,
	T_BATCH_ROW,
	T_RECEIPT,
	TABLES
};

enum { COLUMNS_MAX = 20 };

/* The version of the files that are made; those of an earlier one lack some tables. */
enum { AUDIT_VERSION = 3 };

/*
 * A table of rows: its name, and its columns after row and event as they are in
 * CREATE TABLE, each a name, a space and a type; NULL at the end.
 */
struct audit_table_def {
	const char *name;
	const char *columns[COLUMNS_MAX];
	int since; /* the first version of the file that has it; 0 for 1 */
};
extern const struct audit_table_def audit_tables[TABLES];
/* The columns of event between seq and prev, in the order in which they are hashed. */
extern const char *const audit_event_columns[];
/* Their places; audit_chain.c hashes them, audit.c writes them. */
enum {
	E_TIME,
	E_CLOCK,
	E_PROGRAM,
	E_VERSION,
	E_ACTOR,
	E_ACTION,
	E_OPTIONS,
	E_REASON,
	E_PLAN,
	E_PLAN_DIGEST,
	E_ROWS,
	E_COLUMNS
};

/* The contents of files that are kept, by SHA-256, once one was asked for: audit_kept.c. */
struct audit_kept_index {
	struct audit_kept_row *v;
	size_t n;
	bool read;
	struct arena arena;
};

struct audit {
	sqlite3 *db;
	char *path;
	struct audit_context context;
	bool empty;   /* no schema yet */
	int version;  /* of the file; that of an empty one is AUDIT_VERSION */
	bool fill;    /* much will be written */
	bool reading; /* nothing is: all that is read is of one moment */
	struct audit_kept_index kept;
	sqlite3_stmt *cells; /* of audit_cells, which is called for each row; NULL at first */
	/* The event begun: */
	bool begun;
	struct audit_events past; /* all before it */
	struct audit_rules rules; /* as those and its own files so far left them */
	int64_t seq;
	char prev[DIGEST_HEX];       /* hash of the event before */
	struct str field[E_COLUMNS]; /* of event, by place; in the arena */
	struct arena arena;
	int64_t before[TABLES]; /* the last row of the events before */
	uint64_t rows[TABLES];  /* how many rows it has so far */
	struct digest *digest[TABLES];
	sqlite3_stmt *insert[TABLES];
};

/* A value for a row: text unless integer is set; a NULL text pointer is NULL. */
struct audit_value {
	bool integer, blob;
	int64_t i;
	struct str s;
};

/* ---- audit_sql.c ---- */

/* An SQLite error as ours: SSJC_BUSY (locked), SSJC_INPUT (not a database), else SSJC_SYSTEM. */
ssjc_rc audit_fail(struct audit *a, struct ssjc_err *err);
/* Free *out with sqlite3_finalize; it is NULL on failure. */
ssjc_rc audit_prepare(struct audit *a, const char *sql, sqlite3_stmt **out, struct ssjc_err *err);
ssjc_rc audit_exec(struct audit *a, const char *sql, struct ssjc_err *err);
/* Step: *row is false at the end. */
ssjc_rc audit_step(struct audit *a, sqlite3_stmt *s, bool *row, struct ssjc_err *err);
enum { AUDIT_DEADLINES = 366 }; /* days after the window by which everything is due */

/* Append the id of the plan whose the file is, by its first event; nothing without one. */
ssjc_rc audit_plan_id(struct audit *a, struct buf *out, struct ssjc_err *err);
/* The one number that a query gives; *value stays as it is on failure. */
ssjc_rc audit_number(struct audit *a, const char *sql, int64_t *value, struct ssjc_err *err);
/*
 * The number in the first row that a query finds for the text ?1 and the number
 * ?2, or 0.
 */
ssjc_rc audit_find(struct audit *a, const char *sql, struct str text, uint64_t number,
    uint64_t *value, struct ssjc_err *err);
/* A column as text, valid until the next step. */
struct str audit_text(sqlite3_stmt *s, int column);
/* A column as a value of its own type, valid until the next step. */
struct audit_value audit_column(sqlite3_stmt *s, int column);
/* Bind a value, borrowed until the next step, to the at-th parameter; SQLite's result. */
int audit_bind(sqlite3_stmt *s, int at, const struct audit_value *v);

/* ---- audit_schema.c ---- */

/*
 * The i-th statement of the schema, "CREATE TABLE …" or the like, and the name
 * of what it makes, both overwritten; false at the end. *since is the version since
 * which it is in there.
 */
bool audit_schema(size_t i, struct buf *name, struct buf *sql, int *since);
/* Does the file have that table? One of an earlier version does not until an event is begun. */
bool audit_has(const struct audit *a, enum audit_table t);
/* Give a file of an earlier version, in which an event is begun, the tables that it lacks. */
ssjc_rc audit_upgrade(struct audit *a, struct ssjc_err *err);
/*
 * Append ", p.object ->> 0 AS name, …": all columns of an object but the id, which
 * is a column of its own, from a row p of the table pick.
 */
void audit_object_columns(struct buf *sql);
/* Make the tables, views and triggers in an empty file. */
ssjc_rc audit_create(struct audit *a, struct ssjc_err *err);
/*
 * An empty database is a new audit file if it may be written; any other must be
 * one of ours (SSJC_INPUT), with the schema untouched (SSJC_NO).
 */
ssjc_rc audit_recognise(struct audit *a, enum audit_mode mode, struct ssjc_err *err);

/* ---- audit_cursor.c ---- */

/* A row at hand, whose columns are taken one after the other; text goes into the arena. */
struct audit_cursor {
	struct audit *a;
	sqlite3_stmt *s;
	struct arena *arena;
	int column; /* to be taken next */
	bool ok;    /* false: memory ran out */
	struct ssjc_err *err;
	struct str *shared; /* texts of earlier rows: audit_cursor.c */
};
struct str audit_take(struct audit_cursor *c);
uint64_t audit_take_number(struct audit_cursor *c);
/* SSJC_NO when it is not such text. */
ssjc_rc audit_take_time(struct audit_cursor *c, int64_t *out);
ssjc_rc audit_take_day(struct audit_cursor *c, day_t *out);
/* The column taken last is not a what ("date"): SSJC_NO. */
ssjc_rc audit_wrong_word(struct audit_cursor *c, const char *what);
/*
 * Run sql with the numbers ?1 and ?2 and hand each row to fill as the next
 * element, of size zeroed bytes, of an array in the arena: *array, of *n; NULL
 * and 0 when there is no row or on failure.
 */
ssjc_rc audit_collect(struct audit *a, const char *sql, uint64_t one, uint64_t two,
    struct arena *arena, size_t size, ssjc_rc (*fill)(struct audit_cursor *, void *), void *array,
    size_t *n, struct ssjc_err *err);

/* ---- audit_kept.c ---- */

/* The first row of file with that SHA-256 whose content is kept; *row is 0 when there is none. */
ssjc_rc audit_kept_row(struct audit *a, struct str digest, uint64_t *row, struct ssjc_err *err);
/* Rows may have gone: those of an event that was aborted. */
void audit_kept_forget(struct audit *a);

/* ---- audit_chain.c ---- */

/* Into the digest as the chain defines it: type, length, bytes. */
void audit_hash_value(struct digest *d, const struct audit_value *v);
/* What the first event is chained to. */
ssjc_rc audit_genesis(char out[DIGEST_HEX], struct ssjc_err *err);
/* The hash of the event begun, whose columns are set: the chain's next link. */
ssjc_rc audit_event_hash(struct audit *a, char out[DIGEST_HEX], struct ssjc_err *err);
/* Before the first row of a table: its digest and its statement. */
ssjc_rc audit_prepare_rows(struct audit *a, enum audit_table t, struct ssjc_err *err);
/* Insert a row of the event begun: as many values as the table has columns. */
ssjc_rc audit_put_row(
    struct audit *a, enum audit_table t, const struct audit_value *v, struct ssjc_err *err);
/*
 * Append one table's piece to an event's column rows, "TABLE:ROWS:DIGEST": its
 * rows of the event, which has some. Pieces are in the order of the tables.
 */
void audit_rows_add(struct buf *out, const char *table, uint64_t rows, const char *digest);
/* The column rows of the event begun: what it has in each table; in its arena. */
ssjc_rc audit_rows_text(struct audit *a, struct str *out, struct ssjc_err *err);

/* ---- audit_writer_rules.c ---- */

/* May the event begin, after all that is on record? Sets a->past and a->rules. */
ssjc_rc audit_may_begin(struct audit *a, const struct plan *plan, const char *action,
    struct str reason, struct ssjc_err *err);
/* May the event begun have that file? */
ssjc_rc audit_may_have(struct audit *a, const struct audit_file *f, struct ssjc_err *err);
/* May it end, with the rows that its column of that name lists? */
ssjc_rc audit_may_end(struct audit *a, struct str rows, struct ssjc_err *err);
/*
 * What goes on record stays there: SSJC_USAGE, with what s is, for text that not
 * everybody can read.
 */
ssjc_rc audit_check_text(struct str s, const char *what, struct ssjc_err *err);
/*
 * Does a column's text show as what it is? Line ends are part of a seed's form and of
 * an event's options.
 */
bool audit_column_plain(const char *table, struct str column, struct str s);

/* ---- audit_seats.c ---- */

/* The seats and their changes of the last draw, up to event seq, into s. */
ssjc_rc audit_load_lacks(
    struct audit *a, uint64_t seq, struct audit_state *s, struct ssjc_err *err);
ssjc_rc audit_load_seats(
    struct audit *a, uint64_t seq, struct audit_state *s, struct ssjc_err *err);

/* ---- audit_reports.c ---- */

/*
 * Sort n elements of size bytes, which are in order of entry, so that what was said of the
 * same thing is together: those that are equal by cmp stay in their order.
 */
ssjc_rc audit_sort_said(void *array, size_t n, size_t size, int (*cmp)(const void *, const void *),
    struct ssjc_err *err);
/* The confirmations of the last draw up to event seq into s, or its results and corrections. */
ssjc_rc audit_load_confirmations(
    struct audit *a, uint64_t seq, struct audit_state *s, struct ssjc_err *err);
ssjc_rc audit_load_results(
    struct audit *a, uint64_t seq, struct audit_state *s, struct ssjc_err *err);

/* ---- audit_values.c ---- */

/* Is the database whole, and does every row say what a row can? SSJC_NO names the event. */
ssjc_rc audit_check_values(struct audit *a, struct ssjc_err *err);

#endif
