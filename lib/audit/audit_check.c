#include "audit_db.h"

#include "ssjc/base/language.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A walk through the chain, which is computed again from the file alone. */
struct check {
	struct audit *a;
	char prev[DIGEST_HEX];
	uint64_t seq; /* of the event that is checked */
	/* One walk through each table, by row: */
	sqlite3_stmt *walk[TABLES];
	bool more[TABLES];     /* it is at a row, not at the end */
	uint64_t rows[TABLES]; /* how many it has passed */
	struct ssjc_err *err;
};

/* SSJC_NO, with a sentence about the event that is checked. */
static ssjc_rc differs(const struct check *c, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
static ssjc_rc differs(const struct check *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	ssjc_vfail_at(c->err, SSJC_NO, c->a->path, 0, NULL, fmt, ap);
	va_end(ap);
	ssjc_err_before(c->err, "event %llu: ", (unsigned long long)c->seq);
	return SSJC_NO;
}

static ssjc_rc start_walk(struct check *c, enum audit_table t)
{
	struct buf sql = {0};
	ssjc_rc rc;

	buf_printf(&sql, "SELECT * FROM %s ORDER BY row", audit_tables[t].name);
	if (sql.failed) {
		rc = ssjc_fail_memory(c->err);
		goto out;
	}
	rc = audit_prepare(c->a, sql.p, &c->walk[t], c->err);
	if (rc)
		goto out;
	rc = audit_step(c->a, c->walk[t], &c->more[t], c->err);
out:
	buf_free(&sql);
	return rc;
}

/* The event's rows in one table: how many, and their digest. */
static ssjc_rc read_rows(struct check *c, enum audit_table t, uint64_t *n, char hex[DIGEST_HEX])
{
	struct audit_value name = {.s = str_of(audit_tables[t].name)};
	sqlite3_stmt *s = c->walk[t];
	unsigned char raw[DIGEST_SIZE];
	struct digest *d = NULL;
	ssjc_rc rc = digest_open(&d, c->err);

	*n = 0;
	if (rc)
		return rc;
	digest_add(d, "\x01", 1);
	audit_hash_value(d, &name);
	while (c->more[t] && (uint64_t)sqlite3_column_int64(s, 1) == c->seq) {
		for (int i = 0; i < sqlite3_column_count(s); i++) {
			struct audit_value v = audit_column(s, i);

			audit_hash_value(d, &v);
		}
		++*n;
		if ((uint64_t)sqlite3_column_int64(s, 0) != ++c->rows[t]) {
			rc = differs(c, "table %s: row %llu is missing", audit_tables[t].name,
			    (unsigned long long)c->rows[t]);
			goto out;
		}
		rc = audit_step(c->a, s, &c->more[t], c->err);
		if (rc)
			goto out;
	}
	rc = digest_final(d, raw, c->err);
	if (rc)
		goto out;
	hex_of(raw, sizeof raw, hex);
out:
	digest_free(d);
	return rc;
}

/* What the event recorded of a table: how many rows, 0 when none, and their digest. */
static uint64_t recorded_rows(struct str recorded, const char *table, struct str *digest)
{
	struct str piece, name, count;
	int64_t n;

	while (str_split(&recorded, ' ', &piece))
		if (str_split(&piece, ':', &name) && str_is(name, table) &&
		    str_split(&piece, ':', &count) && !num_parse(count, 1, INT64_MAX, &n)) {
			*digest = piece;
			return (uint64_t)n;
		}
	return 0;
}

static ssjc_rc check_table(
    struct check *c, enum audit_table t, struct str recorded, struct buf *found)
{
	const char *table = audit_tables[t].name;
	char hex[DIGEST_HEX];
	struct str digest;
	uint64_t n, before = c->rows[t], was = recorded_rows(recorded, table, &digest);
	ssjc_rc rc = read_rows(c, t, &n, hex);

	if (rc)
		return rc;
	if (n < was)
		return differs(c, "table %s: row %llu is missing: %llu were recorded", table,
		    (unsigned long long)(before + n + 1), (unsigned long long)was);
	if (n > was)
		return differs(c, "table %s: row %llu was added: %llu were recorded", table,
		    (unsigned long long)(before + was + 1), (unsigned long long)was);
	if (n > 0 && !str_is(digest, hex))
		return differs(c,
		    "table %s: its %llu row%s not what was recorded: a value was changed", table,
		    (unsigned long long)n, n == 1 ? " is" : "s are");
	if (n > 0)
		audit_rows_add(found, table, n, hex);
	return SSJC_OK;
}

static ssjc_rc check_rows(struct check *c, struct str recorded)
{
	struct buf found = {0};
	ssjc_rc rc = SSJC_OK;

	for (int t = 0; t < TABLES; t++) {
		rc = check_table(c, (enum audit_table)t, recorded, &found);
		if (rc)
			goto out;
	}
	if (found.failed)
		rc = ssjc_fail_memory(c->err);
	else if (!str_eq(recorded, buf_text(&found)))
		rc = differs(c, "the list of its rows is not in the form that ssjc writes");
out:
	buf_free(&found);
	return rc;
}

/* seq, the columns that are hashed, prev, hash. */
static ssjc_rc check_event(struct check *c, sqlite3_stmt *s)
{
	unsigned char raw[DIGEST_SIZE];
	char hex[DIGEST_HEX];
	int last = sqlite3_column_count(s) - 1;
	struct audit_value prev = {.s = str_of(c->prev)};
	struct digest *d = NULL;
	ssjc_rc rc;

	c->seq++;
	if ((uint64_t)sqlite3_column_int64(s, 0) != c->seq)
		return differs(c, "is missing: events are numbered without a gap");
	if (!str_is(audit_text(s, last - 1), c->prev))
		return differs(c, "does not continue the event before it");
	rc = digest_open(&d, c->err);
	if (rc)
		return rc;
	digest_add(d, "\x00", 1);
	audit_hash_value(d, &prev);
	for (int i = 0; i < last - 1; i++) {
		struct audit_value v = audit_column(s, i);

		audit_hash_value(d, &v);
	}
	rc = digest_final(d, raw, c->err);
	digest_free(d);
	if (rc)
		return rc;
	hex_of(raw, sizeof raw, hex);
	if (!str_is(audit_text(s, last), hex))
		return differs(c, "is not what was recorded: its hash does not match");
	memcpy(c->prev, hex, sizeof c->prev);
	return check_rows(c, audit_text(s, last - 2));
}

/* A row that belongs to none of the events is in no digest. */
static ssjc_rc check_strays(struct check *c)
{
	for (size_t t = 0; t < TABLES; t++)
		if (c->more[t])
			return ssjc_fail_at(c->err, SSJC_NO, c->a->path, 0, NULL,
			    "table %s: row %lld says that it is of event %lld, which %s",
			    audit_tables[t].name, (long long)sqlite3_column_int64(c->walk[t], 0),
			    (long long)sqlite3_column_int64(c->walk[t], 1),
			    (uint64_t)sqlite3_column_int64(c->walk[t], 1) - 1 < c->seq
			        ? W_("already had all of its rows")
			        : W_("does not exist"));
	return SSJC_OK;
}

ssjc_rc audit_check(struct audit *a, uint64_t *events, struct ssjc_err *err)
{
	struct check c = {.a = a, .err = err};
	sqlite3_stmt *s = NULL;
	bool row;
	ssjc_rc rc = audit_genesis(c.prev, err);

	*events = 0;
	if (rc)
		return rc;
	for (int t = 0; t < TABLES; t++) {
		if (!audit_has(a, (enum audit_table)t))
			continue;
		rc = start_walk(&c, (enum audit_table)t);
		if (rc)
			goto out;
	}
	rc = audit_prepare(a, "SELECT * FROM event ORDER BY seq", &s, err);
	if (rc)
		goto out;
	while (!(rc = audit_step(a, s, &row, err)) && row) {
		rc = check_event(&c, s);
		if (rc)
			goto out;
		*events = c.seq;
	}
	if (rc)
		goto out;
	rc = check_strays(&c);
	if (rc)
		goto out;
	/* The chain binds every row; now whether each says what such a row can say. */
	rc = audit_check_values(a, err);
out:
	for (size_t t = 0; t < TABLES; t++)
		sqlite3_finalize(c.walk[t]);
	sqlite3_finalize(s);
	return rc;
}
