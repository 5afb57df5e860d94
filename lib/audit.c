#include "audit_db.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WAIT_MS = 10000, APPLICATION = 0x73736a63 /* "ssjc" */ };

const struct audit_table_def audit_tables[TABLES] = {
    [T_FILE] = {"file",
	{"direction TEXT", "kind TEXT", "name TEXT", "digest TEXT", "rows INTEGER",
	    "refused INTEGER", "repaired INTEGER", "content BLOB"}},
    [T_CEREMONY] = {"ceremony", {"draw INTEGER", "public TEXT", "roster TEXT", "rows INTEGER", "history TEXT"}},
    [T_COMMITMENT] = {"commitment", {"draw INTEGER", "dept TEXT", "commitment TEXT"}},
    [T_DRAW] = {"draw",
	{"draw INTEGER", "seed TEXT", "source TEXT", "roster TEXT", "rows INTEGER",
	    "population INTEGER", "excluded INTEGER", "repeated INTEGER", "main INTEGER",
	    "reserve INTEGER"}},
    [T_STRATUM] = {"stratum",
	{"draw INTEGER", "stratum TEXT", "ratio TEXT", "population INTEGER", "eligible INTEGER",
	    "n INTEGER", "main INTEGER", "reserve INTEGER"}},
    [T_PICK] = {"pick",
	{"draw INTEGER", "stratum TEXT", "rank INTEGER", "ticket TEXT", "role TEXT", "id TEXT",
	    "name TEXT", "category TEXT", "credit TEXT", "region TEXT", "address TEXT",
	    "legal_rep TEXT", "phone TEXT", "status TEXT"}},
    [T_REPLACEMENT] = {"replacement", {"draw INTEGER", "removed TEXT", "replacement TEXT"}},
    [T_SEAT] = {"seat",
	{"draw INTEGER", "id TEXT", "date TEXT", "team INTEGER", "dept TEXT", "seat INTEGER",
	    "duty TEXT", "cert TEXT", "inspector TEXT"}},
    [T_CONFIRMATION] = {"confirmation",
	{"draw INTEGER", "id TEXT", "dept TEXT", "confirmed TEXT", "reason TEXT", "evidence TEXT",
	    "note TEXT"}},
    [T_RESULT] = {"result",
	{"draw INTEGER", "id TEXT", "dept TEXT", "item TEXT", "result TEXT", "problem TEXT",
	    "disposal TEXT", "date TEXT", "method TEXT", "signed TEXT", "note TEXT"}},
};

const char *const audit_event_columns[] = {"time", "clock", "program", "version", "actor",
    "action", "options", "reason", "plan", "plan_digest", "rows", NULL};
enum { E_TIME, E_CLOCK, E_PROGRAM, E_VERSION, E_ACTOR, E_ACTION, E_OPTIONS, E_REASON, E_PLAN,
    E_PLAN_DIGEST, E_ROWS, E_COLUMNS };

/* ---- The hash ---- */

void audit_hash_value(struct digest *d, const struct audit_value *v)
{
	unsigned char head[9], number[8];
	uint64_t n = v->integer ? 8 : v->s.n;

	head[0] = v->integer ? 'i' : !v->s.p ? 'n' : v->blob ? 'b' : 't';
	for (int i = 0; i < 8; i++) {
		head[1 + i] = (unsigned char)(n >> (56 - 8 * i));
		number[i] = (unsigned char)((uint64_t)v->i >> (56 - 8 * i));
	}
	digest_add(d, head, sizeof head);
	if (v->integer)
		digest_add(d, number, sizeof number);
	else
		digest_add(d, v->s.p, v->s.n);
}

ssjc_code audit_genesis(char out[DIGEST_HEX], struct ssjc_err *err)
{
	static const char text[] = "ssjc-audit 1\n";

	return digest_hex(text, sizeof text - 1, out, err);
}

/* ---- SQLite ---- */

ssjc_code audit_fail(struct audit *a, struct ssjc_err *err)
{
	int rc = a->db ? sqlite3_errcode(a->db) : SQLITE_NOMEM;

	if ((rc & 0xff) == SQLITE_BUSY || (rc & 0xff) == SQLITE_LOCKED)
		return ssjc_fail_at(err, SSJC_BUSY, a->path, 0, NULL,
		    "another program holds the audit file: try again later");
	if ((rc & 0xff) == SQLITE_NOTADB || (rc & 0xff) == SQLITE_CORRUPT)
		return ssjc_fail_at(err, SSJC_INPUT, a->path, 0, NULL, "is no audit file: %s",
		    sqlite3_errmsg(a->db));
	return ssjc_fail_at(err, SSJC_SYSTEM, a->path, 0, NULL, "audit file: %s",
	    a->db ? sqlite3_errmsg(a->db) : "out of memory");
}

ssjc_code audit_prepare(struct audit *a, const char *sql, sqlite3_stmt **out, struct ssjc_err *err)
{
	return sqlite3_prepare_v2(a->db, sql, -1, out, NULL) == SQLITE_OK ? SSJC_OK
									  : audit_fail(a, err);
}

ssjc_code audit_exec(struct audit *a, const char *sql, struct ssjc_err *err)
{
	return sqlite3_exec(a->db, sql, NULL, NULL, NULL) == SQLITE_OK ? SSJC_OK
								       : audit_fail(a, err);
}

ssjc_code audit_step(struct audit *a, sqlite3_stmt *s, bool *row, struct ssjc_err *err)
{
	int rc = sqlite3_step(s);

	*row = rc == SQLITE_ROW;
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? SSJC_OK : audit_fail(a, err);
}

struct str audit_text(sqlite3_stmt *s, int column)
{
	const char *p = (const char *)sqlite3_column_text(s, column);

	return (struct str){p ? p : "", (size_t)sqlite3_column_bytes(s, column)};
}

struct audit_value audit_column(sqlite3_stmt *s, int column)
{
	struct audit_value v = {0};

	switch (sqlite3_column_type(s, column)) {
	case SQLITE_INTEGER:
		v.integer = true;
		v.i = sqlite3_column_int64(s, column);
		break;
	case SQLITE_BLOB:
		v.blob = true;
		v.s.n = (size_t)sqlite3_column_bytes(s, column);
		v.s.p = v.s.n ? sqlite3_column_blob(s, column) : "";
		break;
	case SQLITE_NULL:
		break;
	default:
		v.s = audit_text(s, column);
	}
	return v;
}

/* ---- The schema ---- */

static void event_table(struct buf *sql)
{
	buf_z(sql, "CREATE TABLE event (seq INTEGER PRIMARY KEY");
	for (size_t i = 0; audit_event_columns[i]; i++)
		buf_printf(sql, ", %s TEXT NOT NULL", audit_event_columns[i]);
	buf_z(sql, ", prev TEXT NOT NULL, hash TEXT NOT NULL UNIQUE) STRICT");
}

static void row_table(struct buf *sql, const struct audit_table_def *t)
{
	buf_printf(sql, "CREATE TABLE %s (event INTEGER NOT NULL, row INTEGER NOT NULL", t->name);
	for (size_t i = 0; t->columns[i]; i++)
		buf_printf(sql, ", %s", t->columns[i]);
	buf_z(sql, ", PRIMARY KEY (event, row)) STRICT, WITHOUT ROWID");
}

bool audit_schema(size_t i, struct buf *name, struct buf *sql)
{
	static const char *const changes[] = {"UPDATE", "DELETE"};
	enum { EACH = 1 + 2 };
	size_t table = i / EACH, part = i % EACH;
	const char *word;

	buf_clear(name);
	buf_clear(sql);
	if (table > TABLES)
		return false;
	word = table == TABLES ? "event" : audit_tables[table].name;
	if (part == 0) {
		buf_z(name, word);
		if (table == TABLES)
			event_table(sql);
		else
			row_table(sql, &audit_tables[table]);
	} else {
		const char *change = changes[part - 1];

		buf_printf(name, "%s_no_%s", word, change);
		buf_printf(sql,
		    "CREATE TRIGGER %s BEFORE %s ON %s BEGIN SELECT RAISE(ABORT, "
		    "'the audit file only grows'); END",
		    buf_text(name).p, change, word);
	}
	return true;
}

static ssjc_code create_schema(struct audit *a, struct ssjc_err *err)
{
	struct buf name = {0}, sql = {0};
	ssjc_code code = SSJC_OK;

	for (size_t i = 0; code == SSJC_OK && audit_schema(i, &name, &sql); i++)
		code = name.failed || sql.failed ? ssjc_fail_memory(err) : audit_exec(a, sql.p, err);
	if (code == SSJC_OK)
		code = audit_exec(a, "PRAGMA application_id = 1936943715; PRAGMA user_version = 1", err);
	buf_free(&name);
	buf_free(&sql);
	if (code == SSJC_OK)
		a->empty = false;
	return code;
}

/* Every table and trigger must be there, letter by letter, and nothing else. */
static ssjc_code check_schema(struct audit *a, struct ssjc_err *err)
{
	struct buf name = {0}, sql = {0};
	sqlite3_stmt *s = NULL;
	size_t known = 0;
	bool row;
	ssjc_code code = audit_prepare(a,
	    "SELECT sql FROM sqlite_schema WHERE name = ?1 AND type IN ('table','trigger')", &s, err);

	for (; code == SSJC_OK && audit_schema(known, &name, &sql); known++) {
		if (name.failed || sql.failed) {
			code = ssjc_fail_memory(err);
			break;
		}
		sqlite3_reset(s);
		sqlite3_bind_text(s, 1, name.p, (int)name.n, SQLITE_STATIC);
		code = audit_step(a, s, &row, err);
		if (code == SSJC_OK && (!row || !str_eq(audit_text(s, 0), buf_text(&sql))))
			code = ssjc_fail_at(err, SSJC_NO, a->path, 0, NULL,
			    "the audit file was tampered with: its %s “%s” is %s",
			    strstr(name.p, "_no_") ? "trigger" : "table", name.p,
			    row ? "not as ssjc made it" : "gone");
	}
	sqlite3_finalize(s);
	s = NULL;
	if (code == SSJC_OK)
		code = audit_prepare(a,
		    "SELECT count(*), max(CASE WHEN type NOT IN ('table','trigger') THEN name END)"
		    " FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
		    &s, err);
	if (code == SSJC_OK)
		code = audit_step(a, s, &row, err);
	if (code == SSJC_OK && (size_t)sqlite3_column_int64(s, 0) != known)
		code = ssjc_fail_at(err, SSJC_NO, a->path, 0, NULL,
		    "the audit file was tampered with: it holds something that ssjc did not make%s%.*s",
		    sqlite3_column_type(s, 1) == SQLITE_NULL ? "" : ": ", STR_ARG(audit_text(s, 1)));
	sqlite3_finalize(s);
	buf_free(&name);
	buf_free(&sql);
	return code;
}

static ssjc_code pragma(struct audit *a, const char *sql, int64_t *value, struct ssjc_err *err)
{
	sqlite3_stmt *s = NULL;
	bool row;
	ssjc_code code = audit_prepare(a, sql, &s, err);

	if (code == SSJC_OK)
		code = audit_step(a, s, &row, err);
	if (code == SSJC_OK)
		*value = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return code;
}

/* An empty database is a new audit file; any other must be one of ours. */
static ssjc_code recognise(struct audit *a, enum audit_mode mode, struct ssjc_err *err)
{
	int64_t objects = 0, application = 0, version = 0;
	ssjc_code code = pragma(a, "SELECT count(*) FROM sqlite_schema", &objects, err);

	if (code == SSJC_OK)
		code = pragma(a, "PRAGMA application_id", &application, err);
	if (code == SSJC_OK)
		code = pragma(a, "PRAGMA user_version", &version, err);
	if (code != SSJC_OK)
		return code;
	a->empty = objects == 0;
	if (a->empty)
		return mode == AUDIT_WRITE ? SSJC_OK
					   : ssjc_fail_at(err, SSJC_INPUT, a->path, 0, NULL,
						 "the audit file is empty: nothing was done yet");
	if (application != APPLICATION)
		return ssjc_fail_at(err, SSJC_INPUT, a->path, 0, NULL,
		    "is an SQLite file, but no audit file of ssjc");
	if (version != 1)
		return ssjc_fail_at(err, SSJC_INPUT, a->path, 0, NULL,
		    "is an audit file of version %lld; this program reads version 1",
		    (long long)version);
	return check_schema(a, err);
}

static ssjc_code open_db(struct audit *a, enum audit_mode mode, struct ssjc_err *err)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
	    (mode == AUDIT_WRITE ? SQLITE_OPEN_CREATE : 0);

	if (mode == AUDIT_READ && access(a->path, F_OK) != 0)
		return ssjc_fail_at(err, SSJC_INPUT, a->path, 0, NULL,
		    "there is no audit file: nothing was done for this plan yet");
	if (sqlite3_open_v2(a->path, &a->db, flags, NULL) != SQLITE_OK)
		return audit_fail(a, err);
	sqlite3_extended_result_codes(a->db, 1);
	sqlite3_busy_timeout(a->db, WAIT_MS);
	if (mode == AUDIT_READ)
		/* One transaction until audit_close: all that is read is of one moment. */
		return audit_exec(a, "PRAGMA query_only = 1; PRAGMA trusted_schema = 0; BEGIN", err);
	return audit_exec(a, "PRAGMA trusted_schema = 0", err);
}

ssjc_code audit_open(struct audit **out, const char *path, enum audit_mode mode,
    const struct audit_context *context, struct ssjc_err *err)
{
	struct audit *a = calloc(1, sizeof *a);
	ssjc_code code;

	*out = NULL;
	if (!a)
		return ssjc_fail_memory(err);
	if (context)
		a->context = *context;
	a->path = strdup(path);
	code = a->path ? open_db(a, mode, err) : ssjc_fail_memory(err);
	if (code == SSJC_OK)
		code = recognise(a, mode, err);
	if (code == SSJC_OK && mode == AUDIT_WRITE)
		code = audit_exec(a, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL", err);
	if (code == SSJC_OK)
		*out = a;
	else
		audit_close(a);
	return code;
}

void audit_close(struct audit *a)
{
	if (!a)
		return;
	audit_abort(a);
	sqlite3_close(a->db);
	free(a->path);
	free(a);
}

/* ---- An event ---- */

ssjc_code audit_checkpoint(struct audit *a, struct checkpoint *out, struct ssjc_err *err)
{
	sqlite3_stmt *s = NULL;
	bool row = false;
	ssjc_code code;

	*out = (struct checkpoint){0};
	code = audit_genesis(out->head, err);
	if (code != SSJC_OK || a->empty)
		return code;
	code = audit_prepare(a, "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1", &s, err);
	if (code == SSJC_OK)
		code = audit_step(a, s, &row, err);
	if (code == SSJC_OK && row) {
		struct str head = audit_text(s, 1);

		out->events = (uint64_t)sqlite3_column_int64(s, 0);
		if (head.n == sizeof out->head - 1)
			memcpy(out->head, head.p, head.n);
		else
			code = ssjc_fail_at(err, SSJC_NO, a->path, 0, NULL,
			    "the audit file was tampered with: event %llu has no proper hash",
			    (unsigned long long)out->events);
	}
	sqlite3_finalize(s);
	return code;
}

/* One audit file a plan: the first event's plan is everybody's. */
static ssjc_code same_plan(struct audit *a, const struct plan *plan, struct ssjc_err *err)
{
	sqlite3_stmt *s = NULL;
	bool row = false;
	ssjc_code code = audit_prepare(a, "SELECT plan FROM event ORDER BY seq LIMIT 1", &s, err);

	if (code == SSJC_OK)
		code = audit_step(a, s, &row, err);
	if (code == SSJC_OK && row && !str_eq(audit_text(s, 0), plan->id))
		code = ssjc_fail_at(err, SSJC_PLAN, plan->name, 0, "audit",
		    "the audit file “%s” is that of plan “%.*s”: give this plan its own", a->path,
		    STR_ARG(audit_text(s, 0)));
	sqlite3_finalize(s);
	return code;
}

/* ---- The order of steps ---- */

/* What the plan has come to, as far as drawing goes. */
enum stage { FRESH = 1, COMMITTED = 2, DRAWN = 4 };

/* The actions that change it: from which stages, and to which. */
static const struct step {
	const char *action;
	unsigned from;
	enum stage to;
} steps[] = {
    {"commit", FRESH, COMMITTED},
    {"recommit", COMMITTED | DRAWN, COMMITTED},
    {"reveal", COMMITTED, DRAWN},
    {"draw", FRESH, DRAWN},
    {"redraw", DRAWN, DRAWN},
};
enum { STEPS = sizeof steps / sizeof steps[0] };

static const struct step *step_of(struct str action)
{
	for (size_t i = 0; i < STEPS; i++)
		if (str_is(action, steps[i].action))
			return &steps[i];
	return NULL;
}

static ssjc_code refuse(const struct plan *plan, const struct step *step, enum stage stage,
    struct str since, struct ssjc_err *err)
{
	switch (stage) {
	case FRESH:
		return ssjc_fail(err, SSJC_REFUSED,
		    step->to == DRAWN && step->from == COMMITTED
			? "plan %.*s has no commitment: ssjc-draw commit makes one"
			: "plan %.*s was not drawn yet: leave out --redraw",
		    STR_ARG(plan->id));
	case COMMITTED:
		return ssjc_fail(err, SSJC_REFUSED,
		    "plan %.*s is committed to a draw since %.*s: ssjc-draw reveal makes it; "
		    "ssjc-draw commit --redraw --reason TEXT withdraws the commitment for another",
		    STR_ARG(plan->id), STR_ARG(since));
	default:
		return ssjc_fail(err, SSJC_REFUSED,
		    step->from == COMMITTED
			? "plan %.*s was drawn already, last on %.*s: the commitment is used up"
			: "plan %.*s was drawn already, last on %.*s: --redraw --reason TEXT draws again, "
			  "and everything published will say so; ssjc-draw again prints the list",
		    STR_ARG(plan->id), STR_ARG(since));
	}
}

/* May the action follow what was done? Only those of the table are bound to an order. */
static ssjc_code in_order(struct audit *a, const struct plan *plan, const char *action,
    struct ssjc_err *err)
{
	const struct step *step = step_of(str_of(action));
	enum stage stage = FRESH;
	sqlite3_stmt *s = NULL;
	bool row = false;
	ssjc_code code;

	if (!step)
		return SSJC_OK;
	code = audit_prepare(a,
	    "SELECT action, time FROM event WHERE action IN"
	    " ('commit', 'recommit', 'reveal', 'draw', 'redraw') ORDER BY seq DESC LIMIT 1",
	    &s, err);
	if (code == SSJC_OK)
		code = audit_step(a, s, &row, err);
	if (code == SSJC_OK && row)
		stage = step_of(audit_text(s, 0))->to;
	if (code == SSJC_OK && !(step->from & stage))
		code = refuse(plan, step, stage, row ? audit_text(s, 1) : STR(""), err);
	sqlite3_finalize(s);
	return code;
}

ssjc_code audit_begin(struct audit *a, const struct plan *plan, const char *action,
    struct str options, struct str reason, struct ssjc_err *err)
{
	char time[TIME_SIZE];
	struct str field[E_COLUMNS] = {0};
	struct checkpoint at;
	int64_t objects = 0;
	bool ok = true;
	ssjc_code code = audit_exec(a, "BEGIN IMMEDIATE", err);

	if (code != SSJC_OK)
		return code;
	a->begun = true;
	/* Another program may have made the schema since we opened. */
	code = pragma(a, "SELECT count(*) FROM sqlite_schema", &objects, err);
	if (code == SSJC_OK) {
		a->empty = objects == 0;
		if (a->empty)
			code = create_schema(a, err);
	}
	if (code == SSJC_OK)
		code = same_plan(a, plan, err);
	if (code == SSJC_OK)
		code = in_order(a, plan, action, err);
	if (code == SSJC_OK)
		code = audit_checkpoint(a, &at, err);
	if (code != SSJC_OK)
		goto out;
	a->seq = (int64_t)at.events + 1;
	memcpy(a->prev, at.head, sizeof a->prev);
	time_format(a->context.now, time);
	field[E_TIME] = str_of(time);
	field[E_CLOCK] = a->context.clock_given ? STR("given") : STR("system");
	field[E_PROGRAM] = str_of(a->context.program);
	field[E_VERSION] = str_of(a->context.version);
	field[E_ACTOR] = str_of(a->context.actor);
	field[E_ACTION] = str_of(action);
	field[E_OPTIONS] = options;
	field[E_REASON] = reason;
	field[E_PLAN] = plan->id;
	field[E_PLAN_DIGEST] = str_of(plan->digest);
	for (size_t i = 0; i < E_ROWS; i++)
		a->field[i] = arena_str(&a->arena, field[i], &ok);
	if (!ok)
		code = ssjc_fail_memory(err);
out:
	if (code != SSJC_OK)
		audit_abort(a);
	return code;
}

static ssjc_code prepare_insert(struct audit *a, enum audit_table t, struct ssjc_err *err)
{
	const struct audit_table_def *def = &audit_tables[t];
	struct audit_value name = {.s = str_of(def->name)};
	struct buf sql = {0};
	ssjc_code code = digest_open(&a->digest[t], err);

	if (code != SSJC_OK)
		return code;
	digest_add(a->digest[t], "\x01", 1);
	audit_hash_value(a->digest[t], &name);
	buf_printf(&sql, "INSERT INTO %s VALUES (?, ?", def->name);
	for (size_t i = 0; def->columns[i]; i++)
		buf_z(&sql, ", ?");
	buf_char(&sql, ')');
	code = sql.failed ? ssjc_fail_memory(err) : audit_prepare(a, sql.p, &a->insert[t], err);
	buf_free(&sql);
	return code;
}

static void bind(sqlite3_stmt *s, int at, const struct audit_value *v)
{
	if (v->integer)
		sqlite3_bind_int64(s, at, v->i);
	else if (!v->s.p)
		sqlite3_bind_null(s, at);
	else if (v->blob)
		sqlite3_bind_blob64(s, at, v->s.p, v->s.n, SQLITE_STATIC);
	else
		sqlite3_bind_text64(s, at, v->s.p, v->s.n, SQLITE_STATIC, SQLITE_UTF8);
}

static ssjc_code put_row(struct audit *a, enum audit_table t, const struct audit_value *v,
    struct ssjc_err *err)
{
	struct audit_value key[2] = {{.integer = true}, {.integer = true}};
	bool row;
	ssjc_code code = SSJC_OK;

	if (!a->begun)
		return ssjc_fail(err, SSJC_USAGE, "no event was begun");
	if (!a->insert[t])
		code = prepare_insert(a, t, err);
	if (code != SSJC_OK)
		return code;
	key[0].i = a->seq;
	key[1].i = (int64_t)++a->rows[t];
	for (int i = 0; i < 2; i++) {
		bind(a->insert[t], i + 1, &key[i]);
		audit_hash_value(a->digest[t], &key[i]);
	}
	for (int i = 0; audit_tables[t].columns[i]; i++) {
		bind(a->insert[t], i + 3, &v[i]);
		audit_hash_value(a->digest[t], &v[i]);
	}
	code = audit_step(a, a->insert[t], &row, err);
	sqlite3_reset(a->insert[t]);
	return code;
}

void audit_rows_add(struct buf *out, const char *table, uint64_t rows, const char *digest)
{
	buf_printf(out, "%s%s:%llu:%s", out->n ? " " : "", table, (unsigned long long)rows, digest);
}

/* The column rows of the event: what it has in each table. */
static ssjc_code rows_text(struct audit *a, struct str *out, struct ssjc_err *err)
{
	unsigned char raw[DIGEST_SIZE];
	char hex[DIGEST_HEX];
	struct buf b = {0};
	bool ok = true;
	ssjc_code code = SSJC_OK;

	for (int t = 0; code == SSJC_OK && t < TABLES; t++) {
		if (!a->digest[t])
			continue;
		code = digest_final(a->digest[t], raw, err);
		hex_of(raw, sizeof raw, hex);
		audit_rows_add(&b, audit_tables[t].name, a->rows[t], hex);
	}
	*out = arena_str(&a->arena, buf_text(&b), &ok);
	if (code == SSJC_OK && (b.failed || !ok))
		code = ssjc_fail_memory(err);
	buf_free(&b);
	return code;
}

static ssjc_code event_hash(struct audit *a, char out[DIGEST_HEX], struct ssjc_err *err)
{
	unsigned char raw[DIGEST_SIZE];
	struct audit_value prev = {.s = str_of(a->prev)}, seq = {.integer = true, .i = a->seq};
	struct digest *d = NULL;
	ssjc_code code = digest_open(&d, err);

	if (code != SSJC_OK)
		return code;
	digest_add(d, "\x00", 1);
	audit_hash_value(d, &prev);
	audit_hash_value(d, &seq);
	for (int i = 0; i < E_COLUMNS; i++) {
		struct audit_value v = {.s = a->field[i]};

		audit_hash_value(d, &v);
	}
	code = digest_final(d, raw, err);
	if (code == SSJC_OK)
		hex_of(raw, sizeof raw, out);
	digest_free(d);
	return code;
}

ssjc_code audit_commit(struct audit *a, struct ssjc_err *err)
{
	char hash[DIGEST_HEX];
	sqlite3_stmt *s = NULL;
	bool row;
	ssjc_code code = rows_text(a, &a->field[E_ROWS], err);

	if (code == SSJC_OK)
		code = event_hash(a, hash, err);
	if (code == SSJC_OK)
		code = audit_prepare(a,
		    "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", &s, err);
	if (code == SSJC_OK) {
		struct audit_value prev = {.s = str_of(a->prev)}, last = {.s = str_of(hash)};

		sqlite3_bind_int64(s, 1, a->seq);
		for (int i = 0; i < E_COLUMNS; i++) {
			struct audit_value v = {.s = a->field[i]};

			bind(s, i + 2, &v);
		}
		bind(s, E_COLUMNS + 2, &prev);
		bind(s, E_COLUMNS + 3, &last);
		code = audit_step(a, s, &row, err);
	}
	sqlite3_finalize(s);
	if (code == SSJC_OK)
		code = audit_exec(a, "COMMIT", err);
	if (code == SSJC_OK)
		a->begun = false;
	audit_abort(a);
	return code;
}

void audit_abort(struct audit *a)
{
	for (int t = 0; t < TABLES; t++) {
		sqlite3_finalize(a->insert[t]);
		digest_free(a->digest[t]);
		a->insert[t] = NULL;
		a->digest[t] = NULL;
		a->rows[t] = 0;
	}
	if (a->begun)
		sqlite3_exec(a->db, "ROLLBACK", NULL, NULL, NULL);
	a->begun = false;
	arena_free(&a->arena);
}

/* ---- Rows ---- */

static struct audit_value text(struct str s)
{
	return (struct audit_value){.s = {s.p ? s.p : "", s.n}};
}

static struct audit_value number(uint64_t n)
{
	return (struct audit_value){.integer = true, .i = (int64_t)n};
}

/* Is the content of that digest in the file already? */
static ssjc_code has_content(struct audit *a, struct str digest, bool *has, struct ssjc_err *err)
{
	sqlite3_stmt *s = NULL;
	ssjc_code code = audit_prepare(a,
	    "SELECT 1 FROM file WHERE digest = ?1 AND content IS NOT NULL LIMIT 1", &s, err);

	if (code == SSJC_OK) {
		sqlite3_bind_text64(s, 1, digest.p, digest.n, SQLITE_STATIC, SQLITE_UTF8);
		code = audit_step(a, s, has, err);
	}
	sqlite3_finalize(s);
	return code;
}

ssjc_code audit_put_file(struct audit *a, const struct audit_file *f, struct ssjc_err *err)
{
	struct audit_value v[] = {text(f->output ? STR("out") : STR("in")), text(f->kind),
	    text(f->name), text(f->digest), number(f->rows), number(f->refused),
	    number(f->repaired), {.blob = true, .s = {NULL, 0}}};
	bool has = false;
	ssjc_code code = SSJC_OK;

	if (f->content.n)
		code = has_content(a, f->digest, &has, err);
	if (f->content.n && !has)
		v[7].s = f->content;
	return code == SSJC_OK ? put_row(a, T_FILE, v, err) : code;
}

ssjc_code audit_put_ceremony(struct audit *a, const struct audit_ceremony *c, struct ssjc_err *err)
{
	struct audit_value v[] = {number(c->draw), text(c->public), text(c->roster), number(c->rows),
	    text(c->history)};
	ssjc_code code = put_row(a, T_CEREMONY, v, err);

	for (size_t i = 0; code == SSJC_OK && i < c->n_commitments; i++) {
		struct audit_value w[] = {number(c->draw), text(c->commitment[i].dept),
		    text(c->commitment[i].digest)};

		code = put_row(a, T_COMMITMENT, w, err);
	}
	return code;
}

ssjc_code audit_put_draw(struct audit *a, const struct audit_draw *d, struct ssjc_err *err)
{
	const struct draw_counts *c = &d->counts;
	struct audit_value v[] = {number(d->draw), text(d->seed), text(d->source), text(d->roster),
	    number(c->rows), number(c->population), number(c->excluded), number(c->repeated),
	    number(c->main), number(c->reserve)};

	return put_row(a, T_DRAW, v, err);
}

ssjc_code audit_put_stratum(struct audit *a, unsigned draw, const struct draw_stratum *s,
    struct ssjc_err *err)
{
	struct buf rule = {0};
	ssjc_code code;

	if (s->rule->fixed)
		buf_printf(&rule, "count %llu", (unsigned long long)s->rule->count);
	else
		buf_printf(&rule, "%llu/%llu", (unsigned long long)s->rule->ratio.p,
		    (unsigned long long)s->rule->ratio.q);
	{
		struct audit_value v[] = {number(draw), text(s->text), text(buf_text(&rule)),
		    number(s->population), number(s->eligible), number(s->n), number(s->main),
		    number(s->reserve)};

		code = rule.failed ? ssjc_fail_memory(err) : put_row(a, T_STRATUM, v, err);
	}
	buf_free(&rule);
	return code;
}

ssjc_code audit_put_pick(struct audit *a, const struct pick *p, struct ssjc_err *err)
{
	struct object o = p->object;
	struct audit_value v[COLUMNS_MAX] = {number(p->draw), text(p->stratum), number(p->rank),
	    text(p->ticket), text(str_of(role_names[p->role]))};

	for (size_t i = 0; object_columns[i]; i++)
		v[5 + i] = text(*object_member(&o, i));
	return put_row(a, T_PICK, v, err);
}

ssjc_code audit_put_replacement(struct audit *a, unsigned draw, struct str removed,
    struct str replacement, struct ssjc_err *err)
{
	struct audit_value v[] = {number(draw), text(removed), {.s = {NULL, 0}}};

	if (replacement.n)
		v[2] = text(replacement);
	return put_row(a, T_REPLACEMENT, v, err);
}

ssjc_code audit_put_seat(struct audit *a, unsigned draw, const struct seat *s,
    struct ssjc_err *err)
{
	char date[DATE_SIZE];
	struct audit_value v[] = {number(draw), text(s->object), text(STR("")), number(s->team),
	    text(s->dept), number(s->seat), text(str_of(duty_names[s->duty])), text(s->cert),
	    text(s->inspector)};

	date_format(s->date, date);
	v[2] = text(str_of(date));
	return put_row(a, T_SEAT, v, err);
}

ssjc_code audit_put_confirmation(struct audit *a, unsigned draw, const struct confirmation *c,
    struct ssjc_err *err)
{
	struct audit_value v[] = {number(draw), text(c->object), text(c->dept),
	    text(c->confirmed ? STR("yes") : STR("no")), text(c->reason), text(c->evidence),
	    text(c->note)};

	return put_row(a, T_CONFIRMATION, v, err);
}

ssjc_code audit_put_outcome(struct audit *a, unsigned draw, const struct outcome *o,
    struct ssjc_err *err)
{
	char date[DATE_SIZE];
	struct audit_value v[] = {number(draw), text(o->object), text(o->dept), text(o->item),
	    text(o->result), text(o->problem), text(o->disposal), text(STR("")), text(o->method),
	    text(o->signed_), text(o->note)};

	date_format(o->date, date);
	v[7] = text(str_of(date));
	return put_row(a, T_RESULT, v, err);
}
