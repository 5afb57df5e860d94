/*
 * Opening and closing an audit file, and the life of one event: begun, its rows
 * put, committed or aborted.
 */
#include "audit_db.h"

#include "ssjc/base/file.h"
#include "ssjc/base/language.h"
#include "ssjc/plan/plan_rehearse.h"

#include <ctype.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WAIT_S = 10 };

static int wait_ms(const struct audit *a)
{
	return (int)(a->context.wait ? *a->context.wait : WAIT_S) * 1000;
}

/* ---- Opening ---- */

/* The file as an SQLite URI that says that nobody writes to it. */
static void immutable_uri(struct buf *out, const char *path)
{
	/* With an empty authority, or a path that begins with // would have one. */
	buf_z(out, path[0] == '/' ? "file://" : "file:");
	buf_uri(out, str_of(path), true);
	buf_z(out, "?immutable=1");
}

/* A file that nobody can write, on a read-only disk: as it is, without a lock. */
static ssjc_rc open_immutable(struct audit *a, struct ssjc_err *err)
{
	struct buf uri = {0}, wal = {0};
	ssjc_rc rc = SSJC_OK;
	struct stat st;

	sqlite3_close(a->db);
	a->db = NULL;
	buf_printf(&wal, "%s-wal", a->path);
	immutable_uri(&uri, a->path);
	if (uri.failed || wal.failed) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	if (stat(wal.p, &st) == 0 && st.st_size > 0) {
		rc = ssjc_fail_at(err, SSJC_SYSTEM, a->path, 0, NULL,
		    "cannot be read where nothing can be written, as part of it is in %s: copy "
		    "both",
		    wal.p);
		goto out;
	}
	if (sqlite3_open_v2(uri.p, &a->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL) !=
	    SQLITE_OK)
		rc = audit_fail(a, err);
out:
	buf_free(&uri);
	buf_free(&wal);
	return rc;
}

/*
 * It has names and telephone numbers: a new one is not for others. SQLite would make
 * it for all, and gives its log the mode of the file; and does not say why it cannot.
 */
static ssjc_rc make_private(const char *path, struct ssjc_err *err)
{
	struct stat st;
	int fd;

	if (stat(path, &st) == 0)
		return SSJC_OK;
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, FILE_INTERNAL);
	if (fd < 0)
		return ssjc_fail_errno_at(err, path, N_("cannot make it"));
	close(fd);
	return SSJC_OK;
}

static ssjc_rc open_db(struct audit *a, enum audit_mode mode, struct ssjc_err *err)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
	    (mode == AUDIT_READ ? 0 : SQLITE_OPEN_CREATE);
	int sql_rc;
	ssjc_rc rc;

	if (mode == AUDIT_READ && access(a->path, F_OK) != 0)
		return ssjc_fail_at(err, SSJC_INPUT, a->path, 0, NULL,
		    "there is no audit file: nothing was done for this plan yet");
	rc = mode == AUDIT_READ ? SSJC_OK : make_private(a->path, err);
	if (rc)
		return rc;
	if (sqlite3_open_v2(a->path, &a->db, flags, NULL) != SQLITE_OK)
		return audit_fail(a, err);
	sqlite3_extended_result_codes(a->db, 1);
	sqlite3_busy_timeout(a->db, wait_ms(a));
	if (mode != AUDIT_READ)
		return audit_exec(a, "PRAGMA trusted_schema = 0", err);
	sql_rc = sqlite3_exec(a->db, "SELECT 1 FROM sqlite_schema", NULL, NULL, NULL) & 0xff;
	if (sql_rc == SQLITE_CANTOPEN || sql_rc == SQLITE_READONLY) {
		rc = open_immutable(a, err);
		if (rc)
			return rc;
	}
	/* One transaction until audit_close: all that is read is of one moment. */
	return audit_exec(a, "PRAGMA query_only = 1; PRAGMA trusted_schema = 0; BEGIN", err);
}

/* SQLite does not wait for who else makes a new file one with a log: wait here. */
static ssjc_rc set_log(struct audit *a, struct ssjc_err *err)
{
	enum { STEP_MS = 20 };
	ssjc_rc rc = audit_exec(a, "PRAGMA journal_mode = WAL", err);

	for (int waited = 0; rc == SSJC_BUSY && waited < wait_ms(a); waited += STEP_MS) {
		sqlite3_sleep(STEP_MS);
		rc = audit_exec(a, "PRAGMA journal_mode = WAL", err);
	}
	return rc;
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

	if (rc)
		return rc;
	if (mode != AUDIT_FILL)
		return set_log(a, err);
	a->fill = true;
	sqlite3_busy_timeout(a->db, 0);
	sqlite3_exec(a->db, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
	sqlite3_busy_timeout(a->db, wait_ms(a));
	return SSJC_OK;
}

ssjc_rc audit_plan_id(struct audit *a, struct buf *out, struct ssjc_err *err)
{
	sqlite3_stmt *s = NULL;
	bool row = false;
	ssjc_rc rc;

	if (a->empty)
		return SSJC_OK;
	rc = audit_prepare(a, "SELECT plan FROM event WHERE seq = 1", &s, err);
	if (rc)
		goto out;
	rc = audit_step(a, s, &row, err);
	if (rc)
		goto out;
	if (row)
		buf_str(out, audit_text(s, 0));
	if (out->failed)
		rc = ssjc_fail_memory(err);
out:
	sqlite3_finalize(s);
	return rc;
}

ssjc_rc audit_rehearsal(struct audit *a, bool *out, struct ssjc_err *err)
{
	struct buf id = {0};
	ssjc_rc rc = audit_plan_id(a, &id, err);

	*out = !rc && plan_is_rehearsal(buf_text(&id));
	buf_free(&id);
	return rc;
}

ssjc_rc audit_check_plan(struct audit *a, const struct plan *plan, struct ssjc_err *err)
{
	struct buf id = {0};
	ssjc_rc rc = audit_plan_id(a, &id, err);

	if (!rc && id.n && !str_eq(plan->id, buf_text(&id)))
		rc = ssjc_fail_at(err, SSJC_PLAN, plan->name, 0, "audit",
		    "the audit file “%s” is that of plan “%.*s”: give this plan its own", a->path,
		    STR_ARG(buf_text(&id)));
	buf_free(&id);
	return rc;
}

/* What was rehearsed is never real, whatever the file is renamed to; and the other way round. */
static ssjc_rc check_kind(struct audit *a, struct ssjc_err *err)
{
	bool rehearsal;
	ssjc_rc rc = a->empty || a->context.kind == AUDIT_EITHER
	    ? SSJC_OK
	    : audit_rehearsal(a, &rehearsal, err);

	if (rc || a->empty || a->context.kind == AUDIT_EITHER)
		return rc;
	if (rehearsal && a->context.kind == AUDIT_REAL)
		return ssjc_fail_at(err, SSJC_PLAN, a->path, 0, NULL,
		    "is the audit file of a rehearsal, and nothing in it is real: only with "
		    "--rehearse is it used");
	if (!rehearsal && a->context.kind == AUDIT_REHEARSAL)
		return ssjc_fail_at(err, SSJC_PLAN, a->path, 0, NULL,
		    "is a real audit file, and not that of a rehearsal: move it away");
	return SSJC_OK;
}

ssjc_rc audit_open(struct audit **out, const char *path, enum audit_mode mode,
    const struct audit_context *context, struct ssjc_err *err)
{
	struct audit *a = calloc(1, sizeof *a);
	bool look = mode == AUDIT_LOOK;
	ssjc_rc rc = SSJC_OK;

	*out = NULL;
	if (look && access(path, F_OK) != 0)
		goto out;
	if (look)
		mode = AUDIT_READ;
	if (!a)
		return ssjc_fail_memory(err);
	if (context)
		a->context = *context;
	a->path = strdup(path);
	if (!a->path) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	a->reading = mode == AUDIT_READ;
	rc = open_db(a, mode, err);
	if (rc)
		goto out;
	/* Who was killed while making it left an empty one. */
	rc = audit_recognise(a, look ? AUDIT_LOOK : mode, err);
	if (rc || (look && a->empty))
		goto out;
	rc = check_kind(a, err);
	if (rc)
		goto out;
	if (mode != AUDIT_READ) {
		rc = set_journal(a, mode, err);
		if (rc)
			goto out;
	}
	*out = a;
	a = NULL;
out:
	audit_close(a);
	return rc;
}

void audit_close(struct audit *a)
{
	if (!a)
		return;
	audit_abort(a);
	sqlite3_finalize(a->cells);
	sqlite3_close(a->db);
	free(a->path);
	free(a);
}

const char *audit_path(const struct audit *a)
{
	return a->path;
}

/* ".jpg" of a name, if it is of few letters and digits. */
static struct str ending(struct str name)
{
	enum { ENDING_MAX = 8 };
	size_t n = 0;

	while (n < name.n && n <= ENDING_MAX && isalnum((unsigned char)name.p[name.n - 1 - n]))
		n++;
	return n > 0 && n <= ENDING_MAX && n + 1 < name.n && name.p[name.n - 1 - n] == '.'
	    ? (struct str){name.p + name.n - 1 - n, n + 1}
	    : STR("");
}

void audit_attachment_path(struct buf *out, const char *audit, struct str digest, struct str name)
{
	struct str end = ending(name);

	buf_printf(out, "%s.attachments/%.*s", audit, STR_ARG(digest));
	for (size_t i = 0; i < end.n; i++)
		buf_char(out, (char)tolower((unsigned char)end.p[i]));
}

/* ---- An event ---- */

/* What the event begun says of itself, but for its rows: into a->field, in its arena. */
static ssjc_rc set_fields(struct audit *a, const struct plan *plan, const char *action,
    struct str options, struct str reason, struct ssjc_err *err)
{
	char time[TIME_SIZE];
	const struct str field[E_ROWS] = {
	    [E_TIME] = {time, sizeof time - 1},
	    [E_CLOCK] = a->context.clock_given ? STR("given") : STR("system"),
	    [E_PROGRAM] = str_of(a->context.program),
	    [E_VERSION] = str_of(a->context.version),
	    [E_ACTOR] = str_of(a->context.actor),
	    [E_ACTION] = str_of(action),
	    [E_OPTIONS] = options,
	    [E_REASON] = reason,
	    [E_PLAN] = plan->id,
	    [E_PLAN_DIGEST] = str_of(plan->digest),
	};
	bool ok = true;
	ssjc_rc rc;

	time_format(a->context.now, time);
	for (size_t i = 0; i < E_ROWS; i++) {
		struct str line, rest = field[i];

		/* Those of an import are one a line. */
		while (str_split(&rest, i == E_OPTIONS ? '\n' : '\0', &line)) {
			rc = audit_check_text(
			    line, i == E_OPTIONS ? "command line" : audit_event_columns[i], err);
			if (rc)
				return rc;
		}
		a->field[i] = arena_str(&a->arena, field[i], &ok);
	}
	return ok ? SSJC_OK : ssjc_fail_memory(err);
}

ssjc_rc audit_begin(struct audit *a, const struct plan *plan, const char *action,
    struct str options, struct str reason, struct ssjc_err *err)
{
	struct checkpoint at;
	int64_t objects = 0;
	ssjc_rc rc = audit_exec(a, a->fill ? "BEGIN EXCLUSIVE" : "BEGIN IMMEDIATE", err);

	if (rc)
		return rc;
	a->begun = true;
	/* Another program may have made the schema since we opened. */
	rc = audit_number(a, "SELECT count(*) FROM sqlite_schema", &objects, err);
	if (rc)
		goto out;
	a->empty = objects == 0;
	rc = a->empty ? audit_create(a, err) : audit_upgrade(a, err);
	if (rc)
		goto out;
	rc = audit_may_begin(a, plan, action, reason, err);
	if (rc)
		goto out;
	rc = audit_checkpoint(a, &at, err);
	if (rc)
		goto out;
	a->seq = (int64_t)at.events + 1;
	memcpy(a->prev, at.head, sizeof a->prev);
	rc = set_fields(a, plan, action, options, reason, err);
out:
	if (rc)
		audit_abort(a);
	return rc;
}

static ssjc_rc insert_event(struct audit *a, const char hash[DIGEST_HEX], struct ssjc_err *err)
{
	const struct audit_value prev = {.s = str_of(a->prev)}, last = {.s = str_of(hash)};
	sqlite3_stmt *s = NULL;
	int sql_rc;
	bool row;
	ssjc_rc rc;

	_Static_assert(E_COLUMNS == 11, "as many parameters as seq, the columns, prev and hash");
	rc = audit_prepare(
	    a, "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", &s, err);
	if (rc)
		return rc;
	sql_rc = sqlite3_bind_int64(s, 1, a->seq);
	for (int i = 0; i < E_COLUMNS; i++) {
		struct audit_value v = {.s = a->field[i]};

		sql_rc |= audit_bind(s, i + 2, &v);
	}
	sql_rc |= audit_bind(s, E_COLUMNS + 2, &prev);
	sql_rc |= audit_bind(s, E_COLUMNS + 3, &last);
	rc = sql_rc == SQLITE_OK ? audit_step(a, s, &row, err) : audit_fail(a, err);
	sqlite3_finalize(s);
	return rc;
}

/*
 * Move the event out of the -wal at once, so that a copy of the file alone has
 * it. A reader of this moment keeps it there until the next one: no error.
 */
static void empty_log(struct audit *a)
{
	sqlite3_busy_timeout(a->db, 0);
	sqlite3_exec(a->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
	sqlite3_exec(a->db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL);
	sqlite3_busy_timeout(a->db, wait_ms(a));
}

ssjc_rc audit_commit(struct audit *a, struct ssjc_err *err)
{
	char hash[DIGEST_HEX];
	ssjc_rc rc = audit_rows_text(a, &a->field[E_ROWS], err);

	if (rc)
		goto out;
	rc = audit_may_end(a, a->field[E_ROWS], err);
	if (rc)
		goto out;
	rc = audit_event_hash(a, hash, err);
	if (rc)
		goto out;
	rc = insert_event(a, hash, err);
	if (rc)
		goto out;
	rc = audit_exec(a, "COMMIT", err);
	if (rc)
		goto out;
	a->begun = false;
	empty_log(a);
out:
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
	audit_kept_forget(a);
	a->rules = (struct audit_rules){0};
	arena_free(&a->arena);
}
