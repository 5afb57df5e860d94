#include "audit_db.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WAIT_MS = 10000 };

enum { E_TIME, E_CLOCK, E_PROGRAM, E_VERSION, E_ACTOR, E_ACTION, E_OPTIONS, E_REASON, E_PLAN,
    E_PLAN_DIGEST, E_ROWS, E_COLUMNS };

/* ---- The hash ---- */

void audit_hash_value(struct digest *d, const struct audit_value *v)
{
	enum { TYPE = 1, LENGTH = 8, NUMBER = 8 };
	unsigned char head[TYPE + LENGTH + NUMBER];
	uint64_t n = v->integer ? NUMBER : v->s.n;

	head[0] = v->integer ? 'i' : !v->s.p ? 'n' : v->blob ? 'b' : 't';
	for (int i = 0; i < 8; i++) {
		head[TYPE + i] = (unsigned char)(n >> (56 - 8 * i));
		head[TYPE + LENGTH + i] = (unsigned char)((uint64_t)v->i >> (56 - 8 * i));
	}
	digest_add(d, head, v->integer ? sizeof head : TYPE + LENGTH);
	if (!v->integer)
		digest_add(d, v->s.p, v->s.n);
}

ssjc_rc audit_genesis(char out[DIGEST_HEX], struct ssjc_err *err)
{
	static const char text[] = "ssjc-audit 1\n";

	return digest_hex(text, sizeof text - 1, out, err);
}

/* ---- SQLite ---- */

ssjc_rc audit_fail(struct audit *a, struct ssjc_err *err)
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

ssjc_rc audit_prepare(struct audit *a, const char *sql, sqlite3_stmt **out, struct ssjc_err *err)
{
	return sqlite3_prepare_v2(a->db, sql, -1, out, NULL) == SQLITE_OK ? SSJC_OK
									  : audit_fail(a, err);
}

ssjc_rc audit_exec(struct audit *a, const char *sql, struct ssjc_err *err)
{
	return sqlite3_exec(a->db, sql, NULL, NULL, NULL) == SQLITE_OK ? SSJC_OK
								       : audit_fail(a, err);
}

ssjc_rc audit_step(struct audit *a, sqlite3_stmt *s, bool *row, struct ssjc_err *err)
{
	int rc = sqlite3_step(s);

	*row = rc == SQLITE_ROW;
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? SSJC_OK : audit_fail(a, err);
}

ssjc_rc audit_number(struct audit *a, const char *sql, int64_t *value, struct ssjc_err *err)
{
	sqlite3_stmt *s = NULL;
	bool row;
	ssjc_rc rc = audit_prepare(a, sql, &s, err);

	if (rc == SSJC_OK)
		rc = audit_step(a, s, &row, err);
	if (rc == SSJC_OK)
		*value = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return rc;
}

ssjc_rc audit_find(struct audit *a, const char *sql, struct str text, uint64_t number,
    uint64_t *value, struct ssjc_err *err)
{
	sqlite3_stmt *s = NULL;
	bool row = false;
	ssjc_rc rc = audit_prepare(a, sql, &s, err);

	if (rc == SSJC_OK) {
		sqlite3_bind_text64(s, 1, text.p, text.n, SQLITE_STATIC, SQLITE_UTF8);
		if (sqlite3_bind_parameter_count(s) > 1)
			sqlite3_bind_int64(s, 2, (sqlite3_int64)number);
		rc = audit_step(a, s, &row, err);
	}
	*value = rc == SSJC_OK && row ? (uint64_t)sqlite3_column_int64(s, 0) : 0;
	sqlite3_finalize(s);
	return rc;
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

/* A file that nobody can write, on a read-only disk: as it is, without a lock. */
static ssjc_rc open_immutable(struct audit *a, struct ssjc_err *err)
{
	struct buf uri = {0}, wal = {0};
	ssjc_rc rc = SSJC_OK;
	struct stat st;

	buf_printf(&wal, "%s-wal", a->path);
	/* Behind an empty authority, or a path that begins with // would have one. */
	buf_z(&uri, a->path[0] == '/' ? "file://" : "file:");
	for (const char *p = a->path; *p; p++)
		if (strchr("%?#", *p))
			buf_printf(&uri, "%%%02X", (unsigned)*p);
		else
			buf_char(&uri, *p);
	buf_z(&uri, "?immutable=1");
	sqlite3_close(a->db);
	a->db = NULL;
	if (uri.failed || wal.failed)
		rc = ssjc_fail_memory(err);
	else if (stat(wal.p, &st) == 0 && st.st_size > 0)
		rc = ssjc_fail_at(err, SSJC_SYSTEM, a->path, 0, NULL,
		    "cannot be read where nothing can be written, as part of it is in %s: copy both",
		    wal.p);
	else if (sqlite3_open_v2(uri.p, &a->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL) !=
	    SQLITE_OK)
		rc = audit_fail(a, err);
	buf_free(&uri);
	buf_free(&wal);
	return rc;
}

static ssjc_rc open_db(struct audit *a, enum audit_mode mode, struct ssjc_err *err)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
	    (mode == AUDIT_READ ? 0 : SQLITE_OPEN_CREATE);
	int sql_rc;

	if (mode == AUDIT_READ && access(a->path, F_OK) != 0)
		return ssjc_fail_at(err, SSJC_INPUT, a->path, 0, NULL,
		    "there is no audit file: nothing was done for this plan yet");
	if (sqlite3_open_v2(a->path, &a->db, flags, NULL) != SQLITE_OK)
		return audit_fail(a, err);
	sqlite3_extended_result_codes(a->db, 1);
	sqlite3_busy_timeout(a->db, WAIT_MS);
	if (mode != AUDIT_READ)
		return audit_exec(a, "PRAGMA trusted_schema = 0", err);
	sql_rc = sqlite3_exec(a->db, "SELECT 1 FROM sqlite_schema", NULL, NULL, NULL) & 0xff;
	if (sql_rc == SQLITE_CANTOPEN || sql_rc == SQLITE_READONLY) {
		ssjc_rc rc = open_immutable(a, err);

		if (rc != SSJC_OK)
			return rc;
	}
	/* One transaction until audit_close: all that is read is of one moment. */
	return audit_exec(a, "PRAGMA query_only = 1; PRAGMA trusted_schema = 0; BEGIN", err);
}

/*
 * Events go into a write-ahead log, so that readers do not stop them. A million
 * rows would be written there, read again and written once more: these go into
 * the database at once, with a rollback journal, and the log comes after them.
 * Who reads at this moment keeps the log; who comes later waits until the event
 * is on record, which is begun as EXCLUSIVE for that. Both are safe against a
 * crash; EXTRA also has the journal's end on disk, and is FULL for a log.
 */
static ssjc_rc set_journal(struct audit *a, enum audit_mode mode, struct ssjc_err *err)
{
	ssjc_rc rc = audit_exec(a, "PRAGMA page_size = 65536; PRAGMA synchronous = EXTRA", err);

	if (rc != SSJC_OK || mode != AUDIT_FILL)
		return rc == SSJC_OK ? audit_exec(a, "PRAGMA journal_mode = WAL", err) : rc;
	a->fill = true;
	sqlite3_busy_timeout(a->db, 0);
	sqlite3_exec(a->db, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
	sqlite3_busy_timeout(a->db, WAIT_MS);
	return SSJC_OK;
}

ssjc_rc audit_open(struct audit **out, const char *path, enum audit_mode mode,
    const struct audit_context *context, struct ssjc_err *err)
{
	struct audit *a = calloc(1, sizeof *a);
	ssjc_rc rc;

	*out = NULL;
	if (!a)
		return ssjc_fail_memory(err);
	if (context)
		a->context = *context;
	a->path = strdup(path);
	rc = a->path ? open_db(a, mode, err) : ssjc_fail_memory(err);
	if (rc == SSJC_OK)
		rc = audit_recognise(a, mode, err);
	if (rc == SSJC_OK && mode != AUDIT_READ)
		rc = set_journal(a, mode, err);
	if (rc == SSJC_OK)
		*out = a;
	else
		audit_close(a);
	return rc;
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

ssjc_rc audit_checkpoint(struct audit *a, struct checkpoint *out, struct ssjc_err *err)
{
	sqlite3_stmt *s = NULL;
	bool row = false;
	ssjc_rc rc;

	*out = (struct checkpoint){0};
	rc = audit_genesis(out->head, err);
	if (rc != SSJC_OK || a->empty)
		return rc;
	rc = audit_prepare(a, "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1", &s, err);
	if (rc == SSJC_OK)
		rc = audit_step(a, s, &row, err);
	if (rc == SSJC_OK && row) {
		struct str head = audit_text(s, 1);

		out->events = (uint64_t)sqlite3_column_int64(s, 0);
		if (head.n == sizeof out->head - 1)
			memcpy(out->head, head.p, head.n);
		else
			rc = ssjc_fail_at(err, SSJC_NO, a->path, 0, NULL,
			    "the audit file was tampered with: event %llu has no proper hash",
			    (unsigned long long)out->events);
	}
	sqlite3_finalize(s);
	return rc;
}

ssjc_rc audit_begin(struct audit *a, const struct plan *plan, const char *action,
    struct str options, struct str reason, struct ssjc_err *err)
{
	char time[TIME_SIZE];
	struct str field[E_COLUMNS] = {0};
	struct checkpoint at;
	int64_t objects = 0;
	bool ok = true;
	ssjc_rc rc = audit_exec(a, a->fill ? "BEGIN EXCLUSIVE" : "BEGIN IMMEDIATE", err);

	if (rc != SSJC_OK)
		return rc;
	a->begun = true;
	/* Another program may have made the schema since we opened. */
	rc = audit_number(a, "SELECT count(*) FROM sqlite_schema", &objects, err);
	if (rc == SSJC_OK) {
		a->empty = objects == 0;
		if (a->empty)
			rc = audit_create(a, err);
	}
	if (rc == SSJC_OK)
		rc = audit_may_begin(a, plan, action, reason, err);
	if (rc == SSJC_OK)
		rc = audit_checkpoint(a, &at, err);
	if (rc != SSJC_OK)
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
	for (size_t i = 0; rc == SSJC_OK && i < E_ROWS; i++) {
		rc = audit_check_text(field[i],
		    i == E_OPTIONS ? "command line" : audit_event_columns[i], err);
		a->field[i] = arena_str(&a->arena, field[i], &ok);
	}
	if (!ok)
		rc = ssjc_fail_memory(err);
out:
	if (rc != SSJC_OK)
		audit_abort(a);
	return rc;
}

ssjc_rc audit_prepare_rows(struct audit *a, enum audit_table t, struct ssjc_err *err)
{
	const struct audit_table_def *def = &audit_tables[t];
	struct audit_value name = {.s = str_of(def->name)};
	struct buf sql = {0};
	ssjc_rc rc;

	if (!a->begun)
		return ssjc_fail(err, SSJC_USAGE, "no event was begun");
	if (a->insert[t])
		return SSJC_OK;
	rc = digest_open(&a->digest[t], err);
	if (rc != SSJC_OK)
		return rc;
	digest_add(a->digest[t], "\x01", 1);
	audit_hash_value(a->digest[t], &name);
	buf_printf(&sql, "SELECT coalesce(max(row), 0) FROM %s", def->name);
	rc = sql.failed ? ssjc_fail_memory(err) : audit_number(a, sql.p, &a->before[t], err);
	buf_clear(&sql);
	buf_printf(&sql, "INSERT INTO %s VALUES (?, ?", def->name);
	for (size_t i = 0; def->columns[i]; i++)
		buf_z(&sql, ", ?");
	buf_char(&sql, ')');
	if (rc == SSJC_OK)
		rc = sql.failed ? ssjc_fail_memory(err) : audit_prepare(a, sql.p, &a->insert[t], err);
	buf_free(&sql);
	return rc;
}

static int bind(sqlite3_stmt *s, int at, const struct audit_value *v)
{
	if (v->integer)
		return sqlite3_bind_int64(s, at, v->i);
	if (!v->s.p)
		return sqlite3_bind_null(s, at);
	return v->blob
	    ? sqlite3_bind_blob64(s, at, v->s.p, v->s.n, SQLITE_STATIC)
	    : sqlite3_bind_text64(s, at, v->s.p, v->s.n, SQLITE_STATIC, SQLITE_UTF8);
}

ssjc_rc audit_put_row(struct audit *a, enum audit_table t, const struct audit_value *v,
    struct ssjc_err *err)
{
	struct audit_value key[2] = {{.integer = true}, {.integer = true}};
	int sql_rc = SQLITE_OK;
	bool row;
	ssjc_rc rc = audit_prepare_rows(a, t, err);

	if (rc != SSJC_OK)
		return rc;
	key[0].i = a->before[t] + (int64_t)++a->rows[t];
	key[1].i = a->seq;
	for (int i = 0; i < 2; i++) {
		sql_rc |= bind(a->insert[t], i + 1, &key[i]);
		audit_hash_value(a->digest[t], &key[i]);
	}
	for (int i = 0; audit_tables[t].columns[i]; i++) {
		sql_rc |= bind(a->insert[t], i + 3, &v[i]);
		audit_hash_value(a->digest[t], &v[i]);
	}
	rc = sql_rc == SQLITE_OK ? audit_step(a, a->insert[t], &row, err) : audit_fail(a, err);
	sqlite3_reset(a->insert[t]);
	return rc;
}

void audit_rows_add(struct buf *out, const char *table, uint64_t rows, const char *digest)
{
	buf_printf(out, "%s%s:%llu:%s", out->n ? " " : "", table, (unsigned long long)rows, digest);
}

/* The column rows of the event: what it has in each table. */
static ssjc_rc rows_text(struct audit *a, struct str *out, struct ssjc_err *err)
{
	unsigned char raw[DIGEST_SIZE];
	char hex[DIGEST_HEX];
	struct buf b = {0};
	bool ok = true;
	ssjc_rc rc = SSJC_OK;

	for (int t = 0; rc == SSJC_OK && t < TABLES; t++) {
		if (a->rows[t] == 0)
			continue;
		rc = digest_final(a->digest[t], raw, err);
		hex_of(raw, sizeof raw, hex);
		audit_rows_add(&b, audit_tables[t].name, a->rows[t], hex);
	}
	*out = arena_str(&a->arena, buf_text(&b), &ok);
	if (rc == SSJC_OK && (b.failed || !ok))
		rc = ssjc_fail_memory(err);
	buf_free(&b);
	return rc;
}

static ssjc_rc event_hash(struct audit *a, char out[DIGEST_HEX], struct ssjc_err *err)
{
	unsigned char raw[DIGEST_SIZE];
	struct audit_value prev = {.s = str_of(a->prev)}, seq = {.integer = true, .i = a->seq};
	struct digest *d = NULL;
	ssjc_rc rc = digest_open(&d, err);

	if (rc != SSJC_OK)
		return rc;
	digest_add(d, "\x00", 1);
	audit_hash_value(d, &prev);
	audit_hash_value(d, &seq);
	for (int i = 0; i < E_COLUMNS; i++) {
		struct audit_value v = {.s = a->field[i]};

		audit_hash_value(d, &v);
	}
	rc = digest_final(d, raw, err);
	if (rc == SSJC_OK)
		hex_of(raw, sizeof raw, out);
	digest_free(d);
	return rc;
}

ssjc_rc audit_commit(struct audit *a, struct ssjc_err *err)
{
	char hash[DIGEST_HEX];
	sqlite3_stmt *s = NULL;
	bool row;
	ssjc_rc rc = rows_text(a, &a->field[E_ROWS], err);

	if (rc == SSJC_OK)
		rc = audit_may_end(a, a->field[E_ROWS], err);
	if (rc == SSJC_OK)
		rc = event_hash(a, hash, err);
	if (rc == SSJC_OK)
		rc = audit_prepare(a,
		    "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", &s, err);
	if (rc == SSJC_OK) {
		struct audit_value prev = {.s = str_of(a->prev)}, last = {.s = str_of(hash)};

		int sql_rc = sqlite3_bind_int64(s, 1, a->seq);

		for (int i = 0; i < E_COLUMNS; i++) {
			struct audit_value v = {.s = a->field[i]};

			sql_rc |= bind(s, i + 2, &v);
		}
		sql_rc |= bind(s, E_COLUMNS + 2, &prev);
		sql_rc |= bind(s, E_COLUMNS + 3, &last);
		rc = sql_rc == SQLITE_OK ? audit_step(a, s, &row, err) : audit_fail(a, err);
	}
	sqlite3_finalize(s);
	if (rc == SSJC_OK)
		rc = audit_exec(a, "COMMIT", err);
	if (rc == SSJC_OK) {
		a->begun = false;
		/*
		 * Out of the -wal at once, so that a copy of the file alone has the event.
		 * Who reads at this moment keeps it there until the next one: no error.
		 */
		sqlite3_busy_timeout(a->db, 0);
		sqlite3_exec(a->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
		sqlite3_exec(a->db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL);
		sqlite3_busy_timeout(a->db, WAIT_MS);
	}
	audit_abort(a);
	return rc;
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
	audit_events_free(&a->past);
	a->order = (struct audit_rules){0};
	arena_free(&a->arena);
}
