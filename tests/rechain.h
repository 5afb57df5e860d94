/*
 * rechain: what a program could do to an audit file that computes all hashes
 * again: the chain does not show it. Shared by unit/checkpoint.c and
 * tools/rechain.c.
 */
#ifndef RECHAIN_H
#define RECHAIN_H

#include "audit/audit_db.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void rechain_must(bool good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "rechain: failed: %s\n", what);
	abort();
}

static void rechain_sql(sqlite3 *db, const char *text)
{
	rechain_must(sqlite3_exec(db, text, NULL, NULL, NULL) == SQLITE_OK, text);
}

/* Do it as somebody who can: the triggers are there again afterwards. */
static sqlite3 *rechain_open(const char *path)
{
	sqlite3 *db;

	rechain_must(sqlite3_open(path, &db) == SQLITE_OK, path);
	for (int t = -1; t < TABLES; t++) {
		char text[200];
		const char *name = t < 0 ? "event" : audit_tables[t].name;

		snprintf(text, sizeof text, "DROP TRIGGER %s_no_UPDATE; DROP TRIGGER %s_no_DELETE",
		    name, name);
		rechain_sql(db, text);
	}
	return db;
}

static void rechain_close(sqlite3 *db)
{
	struct buf name = {0}, text = {0};
	int since;

	for (size_t i = 0; audit_schema(i, &name, &text, &since); i++)
		if (strstr(name.p, "_no_"))
			rechain_sql(db, text.p);
	buf_free(&name);
	buf_free(&text);
	rechain_must(sqlite3_close(db) == SQLITE_OK, "SQL");
}

static void rechain_value(struct digest *d, sqlite3_stmt *s, int column)
{
	struct audit_value v = audit_column(s, column);

	audit_hash_value(d, &v);
}

/* Compute the digests of an event's rows again. */
static void rechain_rows(sqlite3 *db, int seq, struct buf *out)
{
	struct ssjc_err err;

	for (int t = 0; t < TABLES; t++) {
		struct audit_value name = {.s = str_of(audit_tables[t].name)};
		unsigned char raw[DIGEST_SIZE];
		char text[100], hex[DIGEST_HEX];
		struct digest *d;
		sqlite3_stmt *s;
		uint64_t n = 0;

		rechain_must(digest_open(&d, &err) == SSJC_OK, "a digest");
		digest_add(d, "\x01", 1);
		audit_hash_value(d, &name);
		snprintf(text, sizeof text, "SELECT * FROM %s WHERE event = %d ORDER BY row",
		    audit_tables[t].name, seq);
		rechain_must(sqlite3_prepare_v2(db, text, -1, &s, NULL) == SQLITE_OK, "SQL");
		for (; sqlite3_step(s) == SQLITE_ROW; n++)
			for (int i = 0; i < sqlite3_column_count(s); i++)
				rechain_value(d, s, i);
		sqlite3_finalize(s);
		rechain_must(digest_final(d, raw, &err) == SSJC_OK, "a digest");
		hex_of(raw, sizeof raw, hex);
		if (n)
			audit_rows_add(out, audit_tables[t].name, n, hex);
		digest_free(d);
	}
}

/* Compute an event's own hash again; with relink, its link to the one before too. */
static void rechain_mend(sqlite3 *db, int seq, bool relink)
{
	char genesis[DIGEST_HEX], hex[DIGEST_HEX], text[2000];
	unsigned char raw[DIGEST_SIZE];
	struct buf rows = {0};
	struct ssjc_err err;
	struct digest *d;
	sqlite3_stmt *s;
	int last;

	rechain_rows(db, seq, &rows);
	rechain_must(audit_genesis(genesis, &err) == SSJC_OK, "a digest");
	snprintf(text, sizeof text, "UPDATE event SET rows = '%s' WHERE seq = %d",
	    rows.n ? rows.p : "", seq);
	rechain_sql(db, text);
	snprintf(text, sizeof text,
	    "UPDATE event SET prev = coalesce((SELECT hash FROM event WHERE seq = %d), '%s')"
	    " WHERE seq = %d",
	    seq - 1, genesis, seq);
	if (relink)
		rechain_sql(db, text);
	snprintf(text, sizeof text, "SELECT * FROM event WHERE seq = %d", seq);
	rechain_must(sqlite3_prepare_v2(db, text, -1, &s, NULL) == SQLITE_OK, "SQL");
	rechain_must(sqlite3_step(s) == SQLITE_ROW, "SQL");
	last = sqlite3_column_count(s) - 1;
	rechain_must(digest_open(&d, &err) == SSJC_OK, "a digest");
	digest_add(d, "\x00", 1);
	rechain_value(d, s, last - 1);
	for (int i = 0; i < last - 1; i++)
		rechain_value(d, s, i);
	rechain_must(digest_final(d, raw, &err) == SSJC_OK, "a digest");
	hex_of(raw, sizeof raw, hex);
	sqlite3_finalize(s);
	digest_free(d);
	snprintf(text, sizeof text, "UPDATE event SET hash = '%s' WHERE seq = %d", hex, seq);
	rechain_sql(db, text);
	buf_free(&rows);
}

#endif
