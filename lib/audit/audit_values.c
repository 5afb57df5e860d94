#include "audit_db.h"

/*
 * What the rows of a table may say, whatever the chain: each query gives the
 * event of one that says otherwise. ?1 is the number of columns in object.
 */
static const struct {
	const char *query, *what;
} wrong[] = {
#define DRAW_OF(table, next)                                                                       \
	{                                                                                          \
		"SELECT t.event FROM " table " t WHERE t.draw <> " next                            \
		" + (SELECT count(*) FROM draw d WHERE d.event <= t.event) LIMIT 1",               \
		    "table " table ": a row is not of the draw that its event belongs to"          \
	}
    DRAW_OF("ceremony", "1"),
    DRAW_OF("commitment", "1"),
    DRAW_OF("draw", "0"),
    DRAW_OF("stratum", "0"),
    DRAW_OF("replacement", "0"),
    DRAW_OF("seat", "0"),
    DRAW_OF("confirmation", "0"),
    DRAW_OF("result", "0"),
#undef DRAW_OF
    {"SELECT p.event FROM pick p LEFT JOIN stratum s ON s.row = p.stratum"
     " WHERE s.event IS NOT p.event LIMIT 1",
        "table pick: a row is of no stratum of its draw"},
    {"SELECT event FROM pick WHERE NOT CASE WHEN json_valid(object) THEN"
     " json_type(object) = 'array' AND json_array_length(object) = ?1 ELSE 0 END LIMIT 1",
        "table pick: what is said of an object is not what the columns of a register are"},
    {"SELECT seq FROM event WHERE clock NOT IN ('system', 'given') LIMIT 1",
        "its clock is neither the system's nor given"},
    {"SELECT event FROM file WHERE direction NOT IN ('in', 'out') LIMIT 1",
        "table file: a file went neither in nor out"},
    {"SELECT event FROM draw WHERE source NOT IN ('getrandom', 'file', 'ceremony') LIMIT 1",
        "table draw: the seed is from nowhere"},
    {"SELECT event FROM draw WHERE roster NOT IN ('import', 'other') LIMIT 1",
        "table draw: where the roster is from is neither an import nor elsewhere"},
    {"SELECT event FROM confirmation WHERE confirmed NOT IN ('yes', 'no') LIMIT 1",
        "table confirmation: neither yes nor no"},
    {"SELECT event FROM confirmation GROUP BY event, id, dept HAVING count(*) > 1 LIMIT 1",
        "table confirmation: a department says two things of one business"},
};

/* SQLite's own structure: a tree that is out of order shows one thing to some queries only. */
static ssjc_rc check_structure(struct audit *a, struct ssjc_err *err)
{
	sqlite3_stmt *s = NULL;
	bool row;
	ssjc_rc rc = audit_prepare(a, "PRAGMA integrity_check(1)", &s, err);

	if (rc == SSJC_OK)
		rc = audit_step(a, s, &row, err);
	if (rc == SSJC_OK && !str_is(audit_text(s, 0), "ok"))
		rc = ssjc_fail_at(err, SSJC_NO, a->path, 0, NULL,
		    "is damaged, or was made so that not all of it is seen: SQLite says: %.*s",
		    STR_ARG(audit_text(s, 0)));
	sqlite3_finalize(s);
	return rc;
}

/* What is kept of a file must be what its digest says. */
static ssjc_rc check_contents(struct audit *a, struct ssjc_err *err)
{
	sqlite3_stmt *s = NULL;
	char hex[DIGEST_HEX];
	bool row;
	ssjc_rc rc = audit_prepare(a,
	    "SELECT event, digest, content, kind FROM file WHERE content IS NOT NULL ORDER BY row",
	    &s, err);

	while (rc == SSJC_OK && (rc = audit_step(a, s, &row, err)) == SSJC_OK && row) {
		struct str content = audit_column(s, 2).s;

		rc = digest_hex(content.p, content.n, hex, err);
		if (rc == SSJC_OK && !str_is(audit_text(s, 1), hex))
			rc = ssjc_fail_at(err, SSJC_NO, a->path, 0, NULL,
			    "event %lld: table file: the %.*s that is kept is not the one of its "
			    "digest",
			    (long long)sqlite3_column_int64(s, 0), STR_ARG(audit_text(s, 3)));
	}
	sqlite3_finalize(s);
	return rc;
}

ssjc_rc audit_check_values(struct audit *a, struct ssjc_err *err)
{
	ssjc_rc rc = check_structure(a, err);

	for (size_t i = 0; rc == SSJC_OK && i < sizeof wrong / sizeof wrong[0]; i++) {
		sqlite3_stmt *s = NULL;
		bool row = false;

		rc = audit_prepare(a, wrong[i].query, &s, err);
		if (rc == SSJC_OK && sqlite3_bind_parameter_count(s) > 0)
			sqlite3_bind_int(s, 1, OBJECT_COLUMNS - 1);
		if (rc == SSJC_OK)
			rc = audit_step(a, s, &row, err);
		if (rc == SSJC_OK && row)
			rc = ssjc_fail_at(err, SSJC_NO, a->path, 0, NULL, "event %lld: %s",
			    (long long)sqlite3_column_int64(s, 0), wrong[i].what);
		sqlite3_finalize(s);
	}
	return rc == SSJC_OK ? check_contents(a, err) : rc;
}
