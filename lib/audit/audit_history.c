#include "audit_db.h"

#include <stdio.h>
#include <stdlib.h>

/*
 * Right after event ?1: each object that a draw saw inspected, and its last
 * day. Of what was said of an item under one draw, what was said last holds.
 */
static const char inspections[] =
    "WITH said AS (SELECT draw, id, date, event,"
    "  max(event) OVER (PARTITION BY draw, id, dept, item) AS last"
    "  FROM result WHERE event <= ?1)"
    " SELECT id, max(date) AS date, (SELECT plan FROM event WHERE seq = 1) AS plan"
    " FROM said WHERE event = last GROUP BY id, draw ORDER BY id, draw";
/* The events that a history changed at, the last first, and the time before all. */
static const char changes[] = "SELECT event FROM result UNION SELECT 0 ORDER BY event DESC";

static ssjc_rc write_rows(
    struct audit *a, sqlite3_stmt *s, struct csv_out *out, struct ssjc_err *err)
{
	int columns = sqlite3_column_count(s);
	bool row;
	ssjc_rc rc;

	for (int i = 0; i < columns; i++)
		csv_out_field(out, str_of(sqlite3_column_name(s, i)));
	csv_out_end(out);
	while ((rc = audit_step(a, s, &row, err)) == SSJC_OK && row) {
		for (int i = 0; i < columns; i++)
			csv_out_field(out, audit_text(s, i));
		csv_out_end(out);
	}
	return rc == SSJC_OK ? csv_out_finish(out, NULL, err) : rc;
}

/* The stream as it was right after event seq. */
static ssjc_rc stream_at(struct audit *a, sqlite3_int64 seq, struct buf *out, struct ssjc_err *err)
{
	struct csv_out csv = {0};
	sqlite3_stmt *s = NULL;
	char *text = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&text, &n);
	ssjc_rc rc = f ? audit_prepare(a, inspections, &s, err) : ssjc_fail_memory(err);

	if (rc == SSJC_OK)
		rc = csv_out_open(&csv, f, CSV_PLAIN, err);
	if (rc == SSJC_OK) {
		sqlite3_bind_int64(s, 1, seq);
		rc = write_rows(a, s, &csv, err);
	}
	csv_out_close(&csv);
	sqlite3_finalize(s);
	if (f && fclose(f) != 0 && rc == SSJC_OK)
		rc = ssjc_fail_memory(err);
	buf_clear(out);
	if (rc == SSJC_OK)
		buf_add(out, text, n);
	free(text);
	return rc == SSJC_OK && out->failed ? ssjc_fail_memory(err) : rc;
}

/* Is it a history that one of the events read? */
static ssjc_rc was_used(
    const struct audit_events *by, struct str stream, bool *used, struct ssjc_err *err)
{
	char digest[DIGEST_HEX];
	ssjc_rc rc = digest_hex(stream.p, stream.n, digest, err);

	*used = false;
	for (size_t i = 0; rc == SSJC_OK && i < by->n; i++)
		for (size_t k = 0; k < by->v[i].n_files; k++) {
			const struct audit_file *f = &by->v[i].file[k];

			*used |= !f->output && str_is(f->kind, "history") &&
			    str_is(f->digest, digest);
		}
	return rc;
}

/* What the events used, from the newest back; *found says whether there was any. */
static ssjc_rc look_back(struct audit *a, const struct audit_events *by, audit_past *take,
    void *arg, bool *found, struct ssjc_err *err)
{
	struct buf then = {0};
	sqlite3_stmt *s = NULL;
	bool row, used, more = true;
	ssjc_rc rc = audit_prepare(a, changes, &s, err);

	*found = false;
	while (rc == SSJC_OK && more && (rc = audit_step(a, s, &row, err)) == SSJC_OK && row) {
		rc = stream_at(a, sqlite3_column_int64(s, 0), &then, err);
		if (rc == SSJC_OK)
			rc = was_used(by, buf_text(&then), &used, err);
		if (rc != SSJC_OK || !used)
			continue;
		*found = true;
		rc = take(arg, buf_text(&then), &more, err);
	}
	sqlite3_finalize(s);
	buf_free(&then);
	return rc;
}

/* What a plan inspects itself does not count: taken for its history, its file would say nothing. */
static ssjc_rc of_another(struct audit *a, struct str plan, struct ssjc_err *err)
{
	sqlite3_stmt *s = NULL;
	bool row = false;
	ssjc_rc rc = audit_prepare(a, "SELECT plan FROM event WHERE seq = 1", &s, err);

	if (rc == SSJC_OK)
		rc = audit_step(a, s, &row, err);
	if (rc == SSJC_OK && row && str_eq(audit_text(s, 0), plan))
		rc = ssjc_fail_at(err, SSJC_INPUT, a->path, 0, NULL,
		    "is the audit file of plan %.*s itself, whose own inspections do not count: "
		    "its "
		    "history is in those of the plans before it",
		    STR_ARG(plan));
	sqlite3_finalize(s);
	return rc;
}

ssjc_rc audit_history(const char *path, struct str plan, const struct audit_events *used_by,
    audit_past *take, void *arg, struct ssjc_err *err)
{
	struct audit *a = NULL;
	struct buf now = {0};
	bool found = false, more = false;
	uint64_t good;
	ssjc_rc rc = audit_open(&a, path, AUDIT_READ, NULL, err);

	/* It decides who cannot be drawn: it must hold. */
	if (rc == SSJC_OK)
		rc = audit_check(a, &good, err);
	if (rc == SSJC_OK && plan.n)
		rc = of_another(a, plan, err);
	if (rc == SSJC_OK && used_by)
		rc = look_back(a, used_by, take, arg, &found, err);
	if (rc == SSJC_OK && !found)
		rc = stream_at(a, INT64_MAX, &now, err);
	if (rc == SSJC_OK && !found)
		rc = take(arg, buf_text(&now), &more, err);
	buf_free(&now);
	audit_close(a);
	return rc;
}
