#include "audit_db.h"

#include <string.h>

/*
 * The chain, computed again from the file alone. SSJC_NO and a sentence for
 * the first difference.
 */
struct check {
	struct audit *a;
	char prev[DIGEST_HEX];
	uint64_t seq;
	struct ssjc_err *err;
};

static ssjc_code differs(const struct check *c, const char *what)
{
	return ssjc_fail_at(c->err, SSJC_NO, c->a->path, 0, NULL, "event %llu: %s",
	    (unsigned long long)c->seq, what);
}

/* The digest of one event's rows in one table; nothing when it has none. */
static ssjc_code table_digest(struct check *c, const struct audit_table_def *t, struct digest *rows)
{
	struct audit_value name = {.s = str_of(t->name)};
	unsigned char raw[DIGEST_SIZE];
	struct digest *d = NULL;
	struct buf sql = {0};
	sqlite3_stmt *s = NULL;
	uint64_t n = 0;
	bool row;
	ssjc_code code = digest_open(&d, c->err);

	if (code != SSJC_OK)
		return code;
	digest_add(d, "\x01", 1);
	audit_hash_value(d, &name);
	buf_printf(&sql, "SELECT * FROM %s WHERE event = ?1 ORDER BY row", t->name);
	code = sql.failed ? ssjc_fail_memory(c->err) : audit_prepare(c->a, sql.p, &s, c->err);
	if (code == SSJC_OK)
		sqlite3_bind_int64(s, 1, (sqlite3_int64)c->seq);
	while (code == SSJC_OK && (code = audit_step(c->a, s, &row, c->err)) == SSJC_OK && row) {
		for (int i = 0; i < sqlite3_column_count(s); i++) {
			struct audit_value v = audit_column(s, i);

			audit_hash_value(d, &v);
		}
		if ((uint64_t)sqlite3_column_int64(s, 1) != ++n)
			code = ssjc_fail_at(c->err, SSJC_NO, c->a->path, 0, NULL,
			    "event %llu: table %s: row %llu is missing",
			    (unsigned long long)c->seq, t->name, (unsigned long long)n);
	}
	if (code == SSJC_OK && n > 0) {
		code = digest_final(d, raw, c->err);
		digest_add(rows, raw, sizeof raw);
	}
	sqlite3_finalize(s);
	buf_free(&sql);
	digest_free(d);
	return code;
}

static ssjc_code check_rows(struct check *c, struct str recorded)
{
	unsigned char raw[DIGEST_SIZE];
	char hex[DIGEST_HEX];
	struct digest *d = NULL;
	ssjc_code code = digest_open(&d, c->err);

	if (code == SSJC_OK)
		digest_add(d, "\x02", 1);
	for (size_t t = 0; code == SSJC_OK && t < TABLES; t++)
		code = table_digest(c, &audit_tables[t], d);
	if (code == SSJC_OK)
		code = digest_final(d, raw, c->err);
	digest_free(d);
	if (code != SSJC_OK)
		return code;
	hex_of(raw, sizeof raw, hex);
	return str_is(recorded, hex) ? SSJC_OK
	    : differs(c, "its rows are not those that were recorded: one was changed, added or taken out");
}

/* seq, the columns that are hashed, prev, hash. */
static ssjc_code check_event(struct check *c, sqlite3_stmt *s)
{
	unsigned char raw[DIGEST_SIZE];
	char hex[DIGEST_HEX];
	int last = sqlite3_column_count(s) - 1;
	struct audit_value prev = {.s = str_of(c->prev)};
	struct digest *d = NULL;
	ssjc_code code;

	c->seq++;
	if ((uint64_t)sqlite3_column_int64(s, 0) != c->seq)
		return differs(c, "is missing: events are numbered without a gap");
	if (!str_is(audit_text(s, last - 1), c->prev))
		return differs(c, "does not continue the event before it");
	code = digest_open(&d, c->err);
	if (code != SSJC_OK)
		return code;
	digest_add(d, "\x00", 1);
	audit_hash_value(d, &prev);
	for (int i = 0; i < last - 1; i++) {
		struct audit_value v = audit_column(s, i);

		audit_hash_value(d, &v);
	}
	code = digest_final(d, raw, c->err);
	digest_free(d);
	if (code != SSJC_OK)
		return code;
	hex_of(raw, sizeof raw, hex);
	if (!str_is(audit_text(s, last), hex))
		return differs(c, "what it says is not what was recorded: its hash does not fit");
	memcpy(c->prev, hex, sizeof c->prev);
	return check_rows(c, audit_text(s, last - 2));
}

/* A row whose event does not exist is in nobody's digest. */
static ssjc_code check_strays(struct check *c)
{
	ssjc_code code = SSJC_OK;

	for (size_t t = 0; code == SSJC_OK && t < TABLES; t++) {
		struct buf sql = {0};
		sqlite3_stmt *s = NULL;
		bool row = false;

		buf_printf(&sql,
		    "SELECT event FROM %s WHERE event NOT IN (SELECT seq FROM event) LIMIT 1",
		    audit_tables[t].name);
		code = sql.failed ? ssjc_fail_memory(c->err) : audit_prepare(c->a, sql.p, &s, c->err);
		if (code == SSJC_OK)
			code = audit_step(c->a, s, &row, c->err);
		if (code == SSJC_OK && row)
			code = ssjc_fail_at(c->err, SSJC_NO, c->a->path, 0, NULL,
			    "table %s holds rows of event %lld, which does not exist",
			    audit_tables[t].name, (long long)sqlite3_column_int64(s, 0));
		sqlite3_finalize(s);
		buf_free(&sql);
	}
	return code;
}

ssjc_code audit_check(struct audit *a, uint64_t *events, struct ssjc_err *err)
{
	struct check c = {.a = a, .err = err};
	sqlite3_stmt *s = NULL;
	bool row;
	ssjc_code code = audit_genesis(c.prev, err);

	*events = 0;
	if (code == SSJC_OK)
		code = audit_prepare(a, "SELECT * FROM event ORDER BY seq", &s, err);
	while (code == SSJC_OK && (code = audit_step(a, s, &row, err)) == SSJC_OK && row) {
		code = check_event(&c, s);
		if (code == SSJC_OK)
			*events = c.seq;
	}
	sqlite3_finalize(s);
	return code == SSJC_OK ? check_strays(&c) : code;
}
