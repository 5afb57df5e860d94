/*
 * What no hash can tell: whether SQLite finds the database whole, and whether
 * each row says what such a row can say.
 */
#include "audit_db.h"
#include "ssjc/base/language.h"

/*
 * What the rows of a table must be like: each query gives the event of a row
 * that is not. ?1 is the number of members in the column object.
 */
static const struct {
	const char *query, *what;
	enum audit_table of; /* a table that not every file has; 0 for one that all have */
} wrong[] = {
#define DRAW_OF(table, next, of)                                                                   \
	{                                                                                          \
		"SELECT t.event FROM " table " t WHERE t.draw <> " next                            \
		" + (SELECT count(*) FROM draw d WHERE d.event <= t.event) LIMIT 1",               \
		    "table " table ": a row is not of the draw that its event belongs to", of      \
	}
    DRAW_OF("ceremony", "1", 0),
    DRAW_OF("commitment", "1", 0),
    DRAW_OF("draw", "0", 0),
    DRAW_OF("stratum", "0", 0),
    DRAW_OF("replacement", "0", 0),
    DRAW_OF("seat", "0", 0),
    DRAW_OF("confirmation", "0", 0),
    DRAW_OF("result", "0", 0),
    DRAW_OF("follow", "0", T_FOLLOW),
    DRAW_OF("review", "0", T_REVIEW),
    DRAW_OF("batch", "0", T_BATCH),
    DRAW_OF("batch_row", "0", T_BATCH_ROW),
    DRAW_OF("receipt", "0", T_RECEIPT),
#undef DRAW_OF
    {"SELECT event FROM review GROUP BY event, dept HAVING count(*) > 1 LIMIT 1",
        N_("table review: a department is in it twice"), T_REVIEW},
    {"SELECT event FROM follow GROUP BY event, id, dept, kind HAVING count(*) > 1 LIMIT 1",
        N_("table follow: a department has two follow-ups of one kind for one business"), T_FOLLOW},
    {"SELECT event FROM batch GROUP BY number HAVING count(*) > 1 LIMIT 1",
        N_("table batch: two batches have one number"), T_BATCH},
    {"SELECT r.event FROM batch_row r LEFT JOIN batch b ON b.event = r.event"
     " WHERE b.number IS NOT r.number LIMIT 1",
        N_("table batch_row: a row is not of the batch of its event"), T_BATCH_ROW},
    {"SELECT b.event FROM batch b WHERE b.rows <>"
     " (SELECT count(*) FROM batch_row r WHERE r.event = b.event) LIMIT 1",
        N_("table batch: it says another number of rows than it has"), T_BATCH},
    {"SELECT event FROM batch_row GROUP BY event, id HAVING count(*) > 1 LIMIT 1",
        N_("table batch_row: a row is in its batch twice"), T_BATCH_ROW},
    {"SELECT event FROM batch_row WHERE operation NOT IN ('i', 'u', 'd') OR NOT CASE WHEN"
     " json_valid(content) THEN json_type(content) = 'object' ELSE 0 END LIMIT 1",
        N_("table batch_row: a row has no operation, or no values"), T_BATCH_ROW},
    {"SELECT event FROM receipt WHERE state NOT IN ('accepted', 'rejected', 'delivered') LIMIT 1",
        N_("table receipt: a row was neither accepted nor rejected nor delivered"), T_RECEIPT},
    {"SELECT r.event FROM receipt r LEFT JOIN batch b ON b.number = r.number AND b.event < r.event"
     " LEFT JOIN batch_row w ON w.event = b.event AND w.id = r.id"
     " WHERE b.event IS NULL OR (r.id <> '' AND w.id IS NULL) LIMIT 1",
        N_("table receipt: it answers a batch, or a row, that was not made before it"), T_RECEIPT},
    {"SELECT event FROM receipt GROUP BY event, number, id HAVING count(*) > 1 LIMIT 1",
        N_("table receipt: a row is answered twice"), T_RECEIPT},
    {"SELECT p.event FROM pick p LEFT JOIN stratum s ON s.row = p.stratum"
     " WHERE s.event IS NOT p.event LIMIT 1",
        N_("table pick: a row belongs to no stratum of its draw"), 0},
    {"SELECT event FROM pick WHERE NOT CASE WHEN json_valid(object) THEN"
     " json_type(object) = 'array' AND json_array_length(object) = ?1 ELSE 0 END LIMIT 1",
        N_("table pick: an object does not have the columns of a register"), 0},
    {"SELECT seq FROM event WHERE clock NOT IN ('system', 'given') LIMIT 1",
        N_("its time is said to be neither from the system's clock nor given"), 0},
    {"SELECT event FROM file WHERE direction NOT IN ('in', 'out') LIMIT 1",
        N_("table file: a file is neither an input nor an output"), 0},
    {"SELECT event FROM draw WHERE source NOT IN ('getrandom', 'file', 'ceremony') LIMIT 1",
        N_("table draw: the seed has no known source"), 0},
    {"SELECT event FROM draw WHERE roster NOT IN ('import', 'other') LIMIT 1",
        N_("table draw: the roster is said to be neither from an import nor from elsewhere"), 0},
    {"SELECT event FROM confirmation WHERE confirmed NOT IN ('yes', 'no') LIMIT 1",
        N_("table confirmation: an answer is neither yes nor no"), 0},
    {"SELECT event FROM confirmation GROUP BY event, id, dept HAVING count(*) > 1 LIMIT 1",
        N_("table confirmation: a department answers twice for one business"), 0},
};

/* SQLite's own structure: in a tree that is out of order, some queries do not see every row. */
static ssjc_rc check_structure(struct audit *a, struct ssjc_err *err)
{
	sqlite3_stmt *s = NULL;
	bool row;
	ssjc_rc rc = audit_prepare(a, "PRAGMA integrity_check(1)", &s, err);

	if (rc)
		return rc;
	rc = audit_step(a, s, &row, err);
	if (rc)
		goto out;
	if (!str_is(audit_text(s, 0), "ok"))
		rc = ssjc_fail_at(err, SSJC_NO, a->path, 0, NULL,
		    "is damaged, or was made so that not all of it is seen: SQLite says: %.*s",
		    STR_ARG(audit_text(s, 0)));
out:
	sqlite3_finalize(s);
	return rc;
}

/* The content kept of a file must have the digest that is on record. */
static ssjc_rc check_contents(struct audit *a, struct ssjc_err *err)
{
	sqlite3_stmt *s = NULL;
	char hex[DIGEST_HEX];
	bool row;
	ssjc_rc rc = audit_prepare(a,
	    "SELECT event, digest, content, kind FROM file WHERE content IS NOT NULL ORDER BY row",
	    &s, err);

	if (rc)
		return rc;
	while (!(rc = audit_step(a, s, &row, err)) && row) {
		struct str content = audit_column(s, 2).s;

		rc = digest_hex(content.p, content.n, hex, err);
		if (rc)
			goto out;
		if (!str_is(audit_text(s, 1), hex)) {
			rc = ssjc_fail_at(err, SSJC_NO, a->path, 0, NULL,
			    "event %lld: table file: the content of the %.*s does not match its "
			    "digest",
			    (long long)sqlite3_column_int64(s, 0), STR_ARG(audit_text(s, 3)));
			goto out;
		}
	}
out:
	sqlite3_finalize(s);
	return rc;
}

/* Does the query find no row? Else SSJC_NO, with what is wrong. */
static ssjc_rc check_none(
    struct audit *a, const char *query, const char *what, struct ssjc_err *err)
{
	sqlite3_stmt *s = NULL;
	bool row;
	ssjc_rc rc = audit_prepare(a, query, &s, err);

	if (rc)
		return rc;
	if (sqlite3_bind_parameter_count(s) > 0)
		sqlite3_bind_int(s, 1, OBJECT_COLUMNS - 1);
	rc = audit_step(a, s, &row, err);
	if (rc)
		goto out;
	if (row) {
		rc = ssjc_fail_text_at(err, SSJC_NO, a->path, 0, NULL, what);
		ssjc_err_before(
		    err, "event %llu: ", (unsigned long long)sqlite3_column_int64(s, 0));
	}
out:
	sqlite3_finalize(s);
	return rc;
}

/* No text of a table may be one that forges another when it is shown. */
static ssjc_rc check_plain(struct audit *a, const char *table, const char *of, struct ssjc_err *err)
{
	sqlite3_stmt *s = NULL;
	struct buf sql = {0};
	bool row;
	ssjc_rc rc = SSJC_OK;

	buf_printf(&sql, "SELECT %s, * FROM %s ORDER BY 1", of, table);
	if (sql.failed) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	rc = audit_prepare(a, sql.p, &s, err);
	if (rc)
		goto out;
	while (!(rc = audit_step(a, s, &row, err)) && row)
		for (int i = 1; i < sqlite3_column_count(s); i++) {
			if (sqlite3_column_type(s, i) != SQLITE_TEXT ||
			    audit_column_plain(
			        table, str_of(sqlite3_column_name(s, i)), audit_text(s, i)))
				continue;
			rc = ssjc_fail_at(err, SSJC_NO, a->path, 0, NULL,
			    "event %lld: table %s: the %s “%.*s” has a character that does not "
			    "show as what it is: it could forge what is printed",
			    (long long)sqlite3_column_int64(s, 0), table, sqlite3_column_name(s, i),
			    STR_ARG(audit_text(s, i)));
			goto out;
		}
out:
	sqlite3_finalize(s);
	buf_free(&sql);
	return rc;
}

static ssjc_rc check_texts(struct audit *a, struct ssjc_err *err)
{
	ssjc_rc rc = check_plain(a, "event", "seq", err);

	if (rc)
		return rc;
	for (int t = 0; t < TABLES; t++) {
		if (!audit_has(a, (enum audit_table)t))
			continue;
		rc = check_plain(a, audit_tables[t].name, "event", err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

ssjc_rc audit_check_values(struct audit *a, struct ssjc_err *err)
{
	ssjc_rc rc = check_structure(a, err);

	if (rc)
		return rc;
	rc = check_texts(a, err);
	if (rc)
		return rc;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		if (!audit_has(a, wrong[i].of))
			continue;
		rc = check_none(a, wrong[i].query, wrong[i].what, err);
		if (rc)
			return rc;
	}
	return check_contents(a, err);
}
