#include "audit_db.h"

#include "ssjc/base/json.h"
#include "ssjc/base/parallel.h"

/*
 * Two threads with about as much to do: one has the rows inserted, the other
 * hashes them and calls with. Each asks for all picks.
 */
struct picks_job {
	struct audit *a;
	const struct audit_picks *picks;
	int64_t strata; /* the row of the draw's first stratum */
	ssjc_rc rc[2];  /* of each thread */
	struct ssjc_err err[2];
};

/* How far a thread has come. */
struct picks_thread {
	struct picks_job *j;
	unsigned thread;
	size_t i; /* of the pick that it is at */
	struct pick pick;
	struct buf object; /* of the pick: its members after the id, as a JSON array */
};

enum { C_ROW, C_EVENT, C_STRATUM, C_RANK, C_ID, C_OBJECT, COLUMNS };

/* The pick that the thread has come to; after the last there is none. */
static ssjc_rc fetch(struct picks_thread *at)
{
	const struct audit_picks *picks = at->j->picks;
	struct ssjc_err *err = &at->j->err[at->thread];
	struct str member[OBJECT_COLUMNS - 1];
	ssjc_rc rc;

	if (at->i == picks->n)
		return SSJC_OK;
	rc = picks->pick(picks->arg, at->thread, at->i, &at->pick, err);
	if (rc)
		return rc;
	for (size_t i = 1; i < OBJECT_COLUMNS; i++)
		member[i - 1] = object_value(&at->pick.object, i);
	buf_clear(&at->object);
	json_strs(&at->object, member, OBJECT_COLUMNS - 1);
	return at->object.failed ? ssjc_fail_memory(err) : SSJC_OK;
}

static void column(const struct picks_thread *at, int which, struct audit_value *v)
{
	const struct audit *a = at->j->a;

	*v = (struct audit_value){.integer = which < C_ID};
	switch (which) {
	case C_ROW:
		v->i = a->before[T_PICK] + (int64_t)at->i + 1;
		break;
	case C_EVENT:
		v->i = a->seq;
		break;
	case C_STRATUM:
		v->i = at->j->strata + (int64_t)at->pick.stratum_at;
		break;
	case C_RANK:
		v->i = (int64_t)at->pick.rank;
		break;
	case C_ID:
		v->s = at->pick.object.id;
		break;
	default:
		v->s = buf_text(&at->object);
	}
}

/* ---- Thread 1 ---- */

static void hash_all(struct picks_job *j)
{
	struct picks_thread at = {.j = j, .thread = 1};
	struct audit_value v;
	ssjc_rc rc = SSJC_OK;

	for (; at.i < j->picks->n; at.i++) {
		rc = fetch(&at);
		if (rc)
			goto out;
		for (int i = 0; i < COLUMNS; i++) {
			column(&at, i, &v);
			audit_hash_value(j->a->digest[T_PICK], &v);
		}
		rc = j->picks->with(j->picks->arg, &at.pick, &j->err[1]);
		if (rc)
			goto out;
	}
	j->a->rows[T_PICK] += j->picks->n;
out:
	j->rc[1] = rc;
	buf_free(&at.object);
}

/*
 * ---- Thread 0: the picks as a table that SQLite reads ----
 *
 * One statement inserts them all, a third faster than one for each.
 */
struct cursor {
	sqlite3_vtab_cursor base;
	struct picks_thread at;
};

static struct cursor *of(sqlite3_vtab_cursor *base)
{
	return (struct cursor *)base;
}

struct picks_table {
	sqlite3_vtab base;
	struct picks_job *j;
};

static int connect(
    sqlite3 *db, void *job, int argc, const char *const *argv, sqlite3_vtab **out, char **said)
{
	struct picks_table *t = sqlite3_malloc(sizeof *t);

	(void)argc;
	(void)argv;
	(void)said;
	if (!t)
		return SQLITE_NOMEM;
	*t = (struct picks_table){.j = job};
	*out = &t->base;
	return sqlite3_declare_vtab(
	    db, "CREATE TABLE picks (row, event, stratum, rank, id, object)");
}

static int disconnect(sqlite3_vtab *base)
{
	sqlite3_free(base);
	return SQLITE_OK;
}

/* There is one way to read them: all, in order. */
static int best_index(sqlite3_vtab *base, sqlite3_index_info *info)
{
	(void)base;
	(void)info;
	return SQLITE_OK;
}

static int open_cursor(sqlite3_vtab *base, sqlite3_vtab_cursor **out)
{
	struct cursor *c = sqlite3_malloc(sizeof *c);

	if (!c)
		return SQLITE_NOMEM;
	*c = (struct cursor){.at.j = ((struct picks_table *)base)->j};
	*out = &c->base;
	return SQLITE_OK;
}

static int close_cursor(sqlite3_vtab_cursor *base)
{
	buf_free(&of(base)->at.object);
	sqlite3_free(base);
	return SQLITE_OK;
}

static int fetch_to(struct picks_thread *at)
{
	ssjc_rc rc = fetch(at);

	at->j->rc[0] = rc;
	return rc ? SQLITE_ERROR : SQLITE_OK;
}

static int filter(
    sqlite3_vtab_cursor *base, int index, const char *text, int argc, sqlite3_value **argv)
{
	(void)index;
	(void)text;
	(void)argc;
	(void)argv;
	of(base)->at.i = 0;
	return fetch_to(&of(base)->at);
}

static int next(sqlite3_vtab_cursor *base)
{
	of(base)->at.i++;
	return fetch_to(&of(base)->at);
}

static int eof(sqlite3_vtab_cursor *base)
{
	return of(base)->at.i == of(base)->at.j->picks->n;
}

static int give_column(sqlite3_vtab_cursor *base, sqlite3_context *to, int which)
{
	struct audit_value v;

	column(&of(base)->at, which, &v);
	if (v.integer)
		sqlite3_result_int64(to, v.i);
	else
		sqlite3_result_text64(to, v.s.p ? v.s.p : "", v.s.n, SQLITE_STATIC, SQLITE_UTF8);
	return SQLITE_OK;
}

static int give_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *out)
{
	*out = (sqlite3_int64)of(base)->at.i;
	return SQLITE_OK;
}

static const sqlite3_module module = {.xConnect = connect,
    .xBestIndex = best_index,
    .xDisconnect = disconnect,
    .xOpen = open_cursor,
    .xClose = close_cursor,
    .xFilter = filter,
    .xNext = next,
    .xEof = eof,
    .xColumn = give_column,
    .xRowid = give_rowid};

static void insert_all(struct picks_job *j)
{
	struct audit *a = j->a;
	struct ssjc_err err = {0};
	ssjc_rc rc;

	rc = sqlite3_create_module(a->db, "picks", &module, j) == SQLITE_OK
	    ? audit_exec(a, "INSERT INTO pick SELECT * FROM picks", &err)
	    : audit_fail(a, &err);
	sqlite3_create_module(a->db, "picks", NULL, NULL);
	/* When a pick could not be fetched, SQLite's error says less than that one's. */
	if (rc && !j->rc[0]) {
		j->rc[0] = rc;
		j->err[0] = err;
	}
}

static void run(void *arg, unsigned thread)
{
	if (thread == 0)
		insert_all(arg);
	else
		hash_all(arg);
}

ssjc_rc audit_put_picks(struct audit *a, const struct audit_picks *picks, struct ssjc_err *err)
{
	struct picks_job j = {.a = a, .picks = picks, .strata = a->before[T_STRATUM] + 1};
	ssjc_rc rc = audit_prepare_rows(a, T_PICK, err);

	if (rc)
		return rc;
	parallel(2, run, &j);
	for (int i = 0; i < 2; i++) {
		if (!j.rc[i])
			continue;
		if (err)
			*err = j.err[i];
		return j.rc[i];
	}
	return SSJC_OK;
}
