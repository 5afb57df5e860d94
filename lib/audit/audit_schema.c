/* The tables, views and triggers of an audit file: made in a new one, checked in any other. */
#include "audit_db.h"

#include "ssjc/base/language.h"

#include <string.h>

enum { APPLICATION = 0x73736a63 /* "ssjc" */ };

#define NUMBER(name) name " INTEGER NOT NULL"
#define WORDS(name)  name " TEXT NOT NULL"

const struct audit_table_def audit_tables[TABLES] = {
    [T_FILE] = {"file",
        {WORDS("direction"), WORDS("kind"), WORDS("name"), WORDS("digest"), NUMBER("rows"),
            NUMBER("refused"), NUMBER("repaired"), "content BLOB"},
        0},
    [T_CEREMONY] = {"ceremony",
        {NUMBER("draw"), WORDS("public"), WORDS("form"), WORDS("roster"), NUMBER("rows"),
            WORDS("history"), WORDS("inspectors")},
        0},
    [T_COMMITMENT] = {"commitment", {NUMBER("draw"), WORDS("dept"), WORDS("commitment")}, 0},
    [T_DRAW] = {"draw",
        {NUMBER("draw"), WORDS("seed"), WORDS("source"), WORDS("roster"), NUMBER("rows"),
            NUMBER("population"), NUMBER("excluded"), NUMBER("repeated"), NUMBER("main"),
            NUMBER("reserve")},
        0},
    [T_STRATUM] = {"stratum",
        {NUMBER("draw"), WORDS("stratum"), WORDS("ratio"), NUMBER("population"), NUMBER("eligible"),
            NUMBER("n"), NUMBER("main"), NUMBER("reserve")},
        0},
    [T_PICK] = {"pick", {NUMBER("stratum"), NUMBER("rank"), WORDS("id"), WORDS("object")}, 0},
    [T_REPLACEMENT] = {"replacement", {NUMBER("draw"), WORDS("removed"), "replacement TEXT"}, 0},
    [T_SEAT] = {"seat",
        {NUMBER("draw"), WORDS("id"), WORDS("date"), NUMBER("team"), WORDS("dept"), NUMBER("seat"),
            WORDS("duty"), WORDS("cert"), WORDS("inspector")},
        0},
    [T_CONFIRMATION] = {"confirmation",
        {NUMBER("draw"), WORDS("id"), WORDS("dept"), WORDS("confirmed"), WORDS("reason"),
            WORDS("evidence"), WORDS("note")},
        0},
    [T_RESULT] = {"result",
        {NUMBER("draw"), WORDS("id"), WORDS("dept"), WORDS("item"), WORDS("result"),
            WORDS("problem"), WORDS("disposal"), WORDS("date"), WORDS("method"), WORDS("signed"),
            WORDS("note")},
        0},
    [T_FOLLOW] = {"follow",
        {NUMBER("draw"), WORDS("id"), WORDS("dept"), WORDS("kind"), WORDS("opened"),
            WORDS("closed"), WORDS("document"), WORDS("note")},
        2},
    [T_REVIEW] = {"review", {NUMBER("draw"), WORDS("dept"), NUMBER("upto"), NUMBER("results")}, 2},
    [T_BATCH] = {"batch",
        {NUMBER("draw"), WORDS("number"), WORDS("format"), WORDS("target"), WORDS("container"),
            NUMBER("rows"), WORDS("digest")},
        3},
    [T_BATCH_ROW] = {"batch_row",
        {NUMBER("draw"), WORDS("number"), WORDS("id"), WORDS("operation"), WORDS("content")}, 3},
    [T_RECEIPT] = {"receipt",
        {NUMBER("draw"), WORDS("number"), WORDS("id"), WORDS("state"), WORDS("code"), WORDS("text"),
            WORDS("time")},
        3},
};

const char *const audit_event_columns[] = {"time", "clock", "program", "version", "actor", "action",
    "options", "reason", "plan", "plan_digest", "rows", NULL};

static void event_table(struct buf *sql)
{
	buf_z(sql, "CREATE TABLE event (seq INTEGER PRIMARY KEY");
	for (size_t i = 0; audit_event_columns[i]; i++)
		buf_printf(sql, ", %s TEXT NOT NULL", audit_event_columns[i]);
	buf_z(sql, ", prev TEXT NOT NULL, hash TEXT NOT NULL UNIQUE) STRICT");
}

/* Rows are numbered through the table, not within an event: SQLite appends such a key fastest. */
static void row_table(struct buf *sql, const struct audit_table_def *t)
{
	buf_printf(
	    sql, "CREATE TABLE %s (row INTEGER PRIMARY KEY, event INTEGER NOT NULL", t->name);
	for (size_t i = 0; t->columns[i]; i++)
		buf_printf(sql, ", %s", t->columns[i]);
	buf_z(sql, ") STRICT");
}

static void trigger(struct buf *sql, const char *table, const char *change)
{
	buf_printf(sql,
	    "CREATE TRIGGER %s_no_%s BEFORE %s ON %s BEGIN SELECT RAISE(ABORT, "
	    "'the audit file only grows'); END",
	    table, change, change, table);
}

void audit_object_columns(struct buf *sql)
{
	for (int i = 1; i < OBJECT_COLUMNS; i++)
		buf_printf(sql, ", p.object ->> %d AS %s", i - 1, object_column[i]);
}

/* For people: the picks with their roles as they are now, and their objects' columns by name. */
static void drawn_view(struct buf *sql)
{
	buf_z(sql,
	    "CREATE VIEW drawn AS SELECT s.draw, s.stratum, p.rank, CASE"
	    " WHEN p.id IN (SELECT removed FROM replacement WHERE draw = s.draw) THEN 'removed'"
	    " WHEN p.id IN (SELECT replacement FROM replacement WHERE draw = s.draw)"
	    " THEN 'replacement' WHEN p.rank <= s.main THEN 'main' ELSE 'reserve' END AS role, "
	    "p.id");
	audit_object_columns(sql);
	buf_z(sql, " FROM pick p JOIN stratum s ON s.row = p.stratum");
}

bool audit_has(const struct audit *a, enum audit_table t)
{
	return audit_tables[t].since <= a->version;
}

bool audit_schema(size_t i, struct buf *name, struct buf *sql, int *since)
{
	static const char *const changes[] = {"UPDATE", "DELETE"};
	enum { EACH = 1 + 2 };
	size_t table = i / EACH, part = i % EACH;
	const char *word = table < TABLES ? audit_tables[table].name : "event";

	buf_clear(name);
	buf_clear(sql);
	*since = table < TABLES ? audit_tables[table].since : 0;
	if (table > TABLES) {
		buf_z(name, "drawn");
		drawn_view(sql);
		return part == 0;
	}
	buf_z(name, word);
	if (part > 0) {
		buf_printf(name, "_no_%s", changes[part - 1]);
		trigger(sql, word, changes[part - 1]);
	} else if (table == TABLES) {
		event_table(sql);
	} else {
		row_table(sql, &audit_tables[table]);
	}
	return true;
}

/* Make what files of the version before lack. */
static ssjc_rc make_since(struct audit *a, int before, struct ssjc_err *err)
{
	struct buf name = {0}, sql = {0};
	ssjc_rc rc = SSJC_OK;
	int since;

	for (size_t i = 0; audit_schema(i, &name, &sql, &since); i++) {
		if (name.failed || sql.failed) {
			rc = ssjc_fail_memory(err);
			goto out;
		}
		if (before && since <= before)
			continue;
		rc = audit_exec(a, sql.p, err);
		if (rc)
			goto out;
	}
	_Static_assert(APPLICATION == 1936943715 && AUDIT_VERSION == 3, "as the statement has it");
	rc = audit_exec(a, "PRAGMA application_id = 1936943715; PRAGMA user_version = 3", err);
	if (rc)
		goto out;
	a->version = AUDIT_VERSION;
out:
	buf_free(&name);
	buf_free(&sql);
	return rc;
}

ssjc_rc audit_create(struct audit *a, struct ssjc_err *err)
{
	ssjc_rc rc = make_since(a, 0, err);

	if (!rc)
		a->empty = false;
	return rc;
}

static ssjc_rc read_version(struct audit *a, struct ssjc_err *err)
{
	int64_t version = 0;
	ssjc_rc rc = audit_number(a, "PRAGMA user_version", &version, err);

	if (rc)
		return rc;
	if (!a->empty && (version < 1 || version > AUDIT_VERSION))
		return ssjc_fail_at(err, SSJC_INPUT, a->path, 0, NULL,
		    "is an audit file of version %lld; this program reads versions 1 to %d",
		    (long long)version, AUDIT_VERSION);
	a->version = a->empty ? AUDIT_VERSION : (int)version;
	return SSJC_OK;
}

ssjc_rc audit_upgrade(struct audit *a, struct ssjc_err *err)
{
	/* Another program may have done it since we opened. */
	ssjc_rc rc = read_version(a, err);

	if (rc || a->version == AUDIT_VERSION)
		return rc;
	return make_since(a, a->version, err);
}

/* What a statement of the schema makes. */
static const char *kind(const char *sql)
{
	return str_starts(str_of(sql), "CREATE TABLE") ? "table"
	    : str_starts(str_of(sql), "CREATE VIEW")   ? "view"
	                                               : "trigger";
}

/* The same for a message. */
static const char *kind_word(const char *sql)
{
	return str_starts(str_of(sql), "CREATE TABLE") ? W_("table")
	    : str_starts(str_of(sql), "CREATE VIEW")   ? W_("view")
	                                               : W_("trigger");
}

static bool is_ours(struct str name)
{
	struct buf known = {0}, sql = {0};
	bool ours = false;
	int since;

	for (size_t i = 0; !ours && audit_schema(i, &known, &sql, &since); i++)
		ours = str_eq(buf_text(&known), name);
	buf_free(&known);
	buf_free(&sql);
	return ours;
}

/* Besides the schema there is one index, which SQLite made for event, and nothing else. */
static ssjc_rc check_strangers(struct audit *a, size_t ours, struct ssjc_err *err)
{
	sqlite3_stmt *s = NULL;
	size_t n = 0;
	bool row;
	ssjc_rc rc = audit_prepare(a,
	    "SELECT name FROM sqlite_schema WHERE NOT (type = 'index' AND sql IS NULL AND"
	    " name = 'sqlite_autoindex_event_1')",
	    &s, err);

	if (rc)
		return rc;
	for (; !(rc = audit_step(a, s, &row, err)) && row; n++) {
		if (is_ours(audit_text(s, 0)))
			continue;
		rc = ssjc_fail_at(err, SSJC_NO, a->path, 0, NULL,
		    "the audit file was tampered with: it holds something that ssjc did not make: "
		    "%.*s",
		    STR_ARG(audit_text(s, 0)));
		goto out;
	}
	if (rc)
		goto out;
	if (n != ours)
		rc = ssjc_fail_at(err, SSJC_NO, a->path, 0, NULL,
		    "the audit file was tampered with: it holds something that ssjc did not make");
out:
	sqlite3_finalize(s);
	return rc;
}

/* Each statement of the schema must be there, letter by letter, and nothing else. */
static ssjc_rc check_schema(struct audit *a, struct ssjc_err *err)
{
	struct buf name = {0}, sql = {0};
	sqlite3_stmt *s = NULL;
	size_t known = 0;
	bool row;
	int since;
	ssjc_rc rc = audit_prepare(
	    a, "SELECT sql FROM sqlite_schema WHERE name = ?1 AND type = ?2", &s, err);

	if (rc)
		return rc;
	for (size_t i = 0; audit_schema(i, &name, &sql, &since); i++) {
		if (name.failed || sql.failed) {
			rc = ssjc_fail_memory(err);
			goto out;
		}
		if (since > a->version)
			continue;
		known++;
		sqlite3_reset(s);
		sqlite3_bind_text(s, 1, name.p, (int)name.n, SQLITE_STATIC);
		sqlite3_bind_text(s, 2, kind(sql.p), -1, SQLITE_STATIC);
		rc = audit_step(a, s, &row, err);
		if (rc)
			goto out;
		if (!row || !str_eq(audit_text(s, 0), buf_text(&sql))) {
			rc = ssjc_fail_at(err, SSJC_NO, a->path, 0, NULL,
			    "the audit file was tampered with: its %s “%s” is %s", kind_word(sql.p),
			    name.p, row ? W_("not as ssjc made it") : W_("gone"));
			goto out;
		}
	}
	rc = check_strangers(a, known, err);
out:
	sqlite3_finalize(s);
	buf_free(&name);
	buf_free(&sql);
	return rc;
}

ssjc_rc audit_recognise(struct audit *a, enum audit_mode mode, struct ssjc_err *err)
{
	int64_t objects = 0, application = 0;
	ssjc_rc rc = audit_number(a, "SELECT count(*) FROM sqlite_schema", &objects, err);

	if (rc)
		return rc;
	rc = audit_number(a, "PRAGMA application_id", &application, err);
	if (rc)
		return rc;
	a->empty = objects == 0;
	a->version = AUDIT_VERSION;
	if (a->empty && mode != AUDIT_READ)
		return SSJC_OK;
	if (a->empty)
		return ssjc_fail_at(err, SSJC_INPUT, a->path, 0, NULL,
		    "the audit file is empty: nothing was done for this plan yet");
	if (application != APPLICATION)
		return ssjc_fail_at(err, SSJC_INPUT, a->path, 0, NULL,
		    "is an SQLite file, but not an audit file of ssjc");
	rc = read_version(a, err);
	return rc ? rc : check_schema(a, err);
}
