/* Statements: prepared, bound, stepped, and what SQLite says when one fails. */
#include "audit_db.h"

#include "ssjc/base/language.h"

ssjc_rc audit_fail(struct audit *a, struct ssjc_err *err)
{
	int sql_rc = a->db ? sqlite3_errcode(a->db) & 0xff : SQLITE_NOMEM;

	if (sql_rc == SQLITE_BUSY || sql_rc == SQLITE_LOCKED)
		return ssjc_fail_at(err, SSJC_BUSY, a->path, 0, NULL,
		    "another program holds the audit file: try again later");
	if (sql_rc == SQLITE_NOTADB || sql_rc == SQLITE_CORRUPT)
		return ssjc_fail_at(err, SSJC_INPUT, a->path, 0, NULL, "is not an audit file: %s",
		    sqlite3_errmsg(a->db));
	return ssjc_fail_at(err, SSJC_SYSTEM, a->path, 0, NULL, "audit file: %s",
	    a->db ? sqlite3_errmsg(a->db) : W_("out of memory"));
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
	int sql_rc = sqlite3_step(s);

	*row = sql_rc == SQLITE_ROW;
	return sql_rc == SQLITE_ROW || sql_rc == SQLITE_DONE ? SSJC_OK : audit_fail(a, err);
}

ssjc_rc audit_number(struct audit *a, const char *sql, int64_t *value, struct ssjc_err *err)
{
	sqlite3_stmt *s = NULL;
	bool row;
	ssjc_rc rc = audit_prepare(a, sql, &s, err);

	if (rc)
		goto out;
	rc = audit_step(a, s, &row, err);
	if (rc)
		goto out;
	*value = sqlite3_column_int64(s, 0);
out:
	sqlite3_finalize(s);
	return rc;
}

ssjc_rc audit_find(struct audit *a, const char *sql, struct str text, uint64_t number,
    uint64_t *value, struct ssjc_err *err)
{
	sqlite3_stmt *s = NULL;
	bool row;
	ssjc_rc rc = audit_prepare(a, sql, &s, err);

	*value = 0;
	if (rc)
		goto out;
	sqlite3_bind_text64(s, 1, text.p, text.n, SQLITE_STATIC, SQLITE_UTF8);
	if (sqlite3_bind_parameter_count(s) > 1)
		sqlite3_bind_int64(s, 2, (sqlite3_int64)number);
	rc = audit_step(a, s, &row, err);
	if (rc || !row)
		goto out;
	*value = (uint64_t)sqlite3_column_int64(s, 0);
out:
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

int audit_bind(sqlite3_stmt *s, int at, const struct audit_value *v)
{
	if (v->integer)
		return sqlite3_bind_int64(s, at, v->i);
	if (!v->s.p)
		return sqlite3_bind_null(s, at);
	return v->blob ? sqlite3_bind_blob64(s, at, v->s.p, v->s.n, SQLITE_STATIC)
	               : sqlite3_bind_text64(s, at, v->s.p, v->s.n, SQLITE_STATIC, SQLITE_UTF8);
}
