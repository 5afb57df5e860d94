#include "ssjc/import/database.h"

#include "ssjc/base/text.h"

#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>

/* One that is read: the address without the table, and the table as it was written. */
struct table_source {
	PGconn *db;
	struct buf address, table, quoted;
	const char *shown; /* for messages */
	struct ssjc_err *err;
};

static int hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c ? strchr(digits, c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* %41 is A; a NUL stays as it is. */
static void decode(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		bool mark = s.p[i] == '%' && i + 2 < s.n;
		int high = mark ? hex_digit(s.p[i + 1]) : -1,
		    low = mark ? hex_digit(s.p[i + 2]) : -1;
		bool coded = high >= 0 && low >= 0 && high + low > 0;

		buf_char(out, coded ? (char)(high * 16 + low) : s.p[i]);
		i += coded ? 2 : 0;
	}
}

/* libpq knows no table: take it out of the query. */
static ssjc_rc take_table(struct table_source *t, const char *operand)
{
	struct str whole = str_of(operand), rest, piece;
	const char *query = strchr(operand, '?'), *mark = "?";
	bool found = false;

	if (!query)
		query = operand + whole.n;
	buf_add(&t->address, operand, (size_t)(query - operand));
	rest = *query ? str_of(query + 1) : STR("");
	while (*query && str_split(&rest, '&', &piece)) {
		if (str_cut_start(&piece, "table=")) {
			found = true;
			buf_clear(&t->table);
			decode(&t->table, piece);
			continue;
		}
		buf_z(&t->address, mark);
		buf_str(&t->address, piece);
		mark = "&";
	}
	if (!found || !t->table.n)
		return ssjc_fail_at(t->err, SSJC_USAGE, t->shown, 0, NULL,
		    "names no table: postgresql://USER@HOST/DATABASE?table=SCHEMA.TABLE");
	if (str_utf8(buf_text(&t->table)) < t->table.n ||
	    text_plain(buf_text(&t->table)) < t->table.n)
		return ssjc_fail_at(t->err, SSJC_USAGE, t->shown, 0, NULL,
		    "the name of the table is not plain text");
	return t->address.failed || t->table.failed ? ssjc_fail_memory(t->err) : SSJC_OK;
}

/* What libpq and servers say, without line ends, and on one line. */
static void one_line(struct buf *out, const char *said)
{
	for (; *said; said++) {
		bool end = (unsigned char)*said < ' ';

		if (!end)
			buf_char(out, *said);
		else if (said[1] && out->n && out->p[out->n - 1] != ' ')
			buf_char(out, ' ');
	}
	while (out->n && out->p[out->n - 1] == ' ')
		out->n--;
}

/* Notices are not errors: libpq would print them as they are. */
static void no_notice(void *arg, const char *said)
{
	(void)arg;
	(void)said;
}

static ssjc_rc connect_to(struct table_source *t)
{
	const char *const key[] = {
	    "connect_timeout", "fallback_application_name", "dbname", "client_encoding", NULL};
	const char *const value[] = {"30", "ssjc-import", t->address.p, "UTF8", NULL};
	PQconninfoOption *parsed = PQconninfoParse(t->address.p, NULL);
	struct buf said = {0};
	ssjc_rc rc;

	/* What is wrong with it may be in a password, so that it is not shown. */
	if (!parsed)
		return ssjc_fail_at(t->err, SSJC_USAGE, t->shown, 0, NULL,
		    "is not the address of a table: "
		    "postgresql://USER@HOST/DATABASE?table=SCHEMA.TABLE");
	PQconninfoFree(parsed);
	t->db = PQconnectdbParams(key, value, 1);
	if (!t->db)
		return ssjc_fail_memory(t->err);
	PQsetNoticeProcessor(t->db, no_notice, NULL);
	if (PQstatus(t->db) == CONNECTION_OK)
		return SSJC_OK;
	one_line(&said, PQerrorMessage(t->db));
	rc = ssjc_fail_at(t->err, SSJC_SYSTEM, t->shown, 0, NULL, "cannot connect: %.*s",
	    STR_ARG(buf_text(&said)));
	buf_free(&said);
	return rc;
}

/* Append a part of the table's name, quoted: schema or table. */
static ssjc_rc quote_part(struct table_source *t, const struct buf *part)
{
	char *quoted = part->n ? PQescapeIdentifier(t->db, part->p, part->n) : NULL;

	if (!quoted)
		return ssjc_fail_at(t->err, SSJC_USAGE, t->shown, 0, NULL,
		    "“%.*s” is not the name of a table: TABLE or SCHEMA.TABLE; a dot in a name is "
		    "within double quotes",
		    STR_ARG(buf_text(&t->table)));
	buf_printf(&t->quoted, "%s%s", t->quoted.n ? "." : "", quoted);
	PQfreemem(quoted);
	return t->quoted.failed ? ssjc_fail_memory(t->err) : SSJC_OK;
}

/* schema.table, of which each may be in double quotes. */
static ssjc_rc quote_table(struct table_source *t)
{
	struct str s = buf_text(&t->table);
	struct buf part = {0};
	bool within = false;
	ssjc_rc rc = SSJC_OK;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"') {
			if (within && i + 1 < s.n && s.p[i + 1] == '"')
				buf_char(&part, s.p[i++]);
			else
				within = !within;
		} else if (s.p[i] == '.' && !within) {
			rc = quote_part(t, &part);
			if (rc)
				goto out;
			buf_clear(&part);
		} else {
			buf_char(&part, s.p[i]);
		}
	}
	rc = quote_part(t, &part);
out:
	buf_free(&part);
	return rc;
}

/* Why a query failed. */
static ssjc_rc refused(struct table_source *t, const PGresult *result)
{
	const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL,
	           *primary = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
	bool missing = state && (!strcmp(state, "42P01") || !strcmp(state, "3F000")),
	     rights = state && !strcmp(state, "42501"),
	     lost = PQstatus(t->db) != CONNECTION_OK || !state || str_starts(str_of(state), "08") ||
	    str_starts(str_of(state), "57P");
	struct buf said = {0};
	ssjc_rc rc;

	one_line(&said, primary ? primary : PQerrorMessage(t->db));
	if (missing)
		rc = ssjc_fail_at(t->err, SSJC_INPUT, t->shown, 0, NULL,
		    "there is no such table: %.*s", STR_ARG(buf_text(&said)));
	else if (rights)
		rc = ssjc_fail_at(t->err, SSJC_INPUT, t->shown, 0, NULL,
		    "the user may not read it: %.*s", STR_ARG(buf_text(&said)));
	else if (lost)
		rc = ssjc_fail_at(t->err, SSJC_SYSTEM, t->shown, 0, NULL,
		    "the connection was lost, and nothing is imported: %.*s",
		    STR_ARG(buf_text(&said)));
	else
		rc = ssjc_fail_at(t->err, SSJC_SYSTEM, t->shown, 0, NULL,
		    "the database gives an error: %.*s", STR_ARG(buf_text(&said)));
	buf_free(&said);
	return rc;
}

/* One query, whose result must be that. */
static ssjc_rc ask(struct table_source *t, const char *query, ExecStatusType wanted)
{
	PGresult *result = PQexec(t->db, query);
	ssjc_rc rc = PQresultStatus(result) == wanted ? SSJC_OK : refused(t, result);

	PQclear(result);
	return rc;
}

/* All that the server sends of it, row by row, to the end. */
static ssjc_rc copy(struct table_source *t, struct buf *out)
{
	PGresult *result;
	char *piece;
	int n;
	ssjc_rc rc;

	while ((n = PQgetCopyData(t->db, &piece, 0)) > 0) {
		buf_add(out, piece, (size_t)n);
		PQfreemem(piece);
	}
	if (out->failed)
		return ssjc_fail_memory(t->err);
	result = PQgetResult(t->db);
	rc = n == -1 && PQresultStatus(result) == PGRES_COMMAND_OK ? SSJC_OK : refused(t, result);
	PQclear(result);
	return rc;
}

static ssjc_rc read_table(struct table_source *t, struct buf *out)
{
	struct buf query = {0};
	ssjc_rc rc = quote_table(t);

	if (rc)
		goto out;
	/* Nothing is written there, and all of it is of one moment. */
	rc = ask(t, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", PGRES_COMMAND_OK);
	if (rc)
		goto out;
	rc = ask(t, "SET LOCAL datestyle = 'ISO, YMD'", PGRES_COMMAND_OK);
	if (rc)
		goto out;
	buf_printf(&query, "COPY (SELECT * FROM %s) TO STDOUT (FORMAT csv, HEADER)", t->quoted.p);
	if (query.failed) {
		rc = ssjc_fail_memory(t->err);
		goto out;
	}
	rc = ask(t, query.p, PGRES_COPY_OUT);
	if (rc)
		goto out;
	rc = copy(t, out);
out:
	buf_free(&query);
	return rc;
}

ssjc_rc database_read(struct buf *out, const char *address, const char *shown, struct ssjc_err *err)
{
	struct table_source t = {.shown = shown, .err = err};
	ssjc_rc rc = take_table(&t, address);

	if (rc)
		goto out;
	rc = connect_to(&t);
	if (rc)
		goto out;
	rc = read_table(&t, out);
out:
	PQfinish(t.db);
	buf_free(&t.address);
	buf_free(&t.table);
	buf_free(&t.quoted);
	return rc;
}
