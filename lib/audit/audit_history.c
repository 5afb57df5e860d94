#include "audit_db.h"

#include "ssjc/base/stream_text.h"
#include "ssjc/plan/plan_rehearse.h"

/*
 * Right after event ?1: each object that was inspected under a draw, and the
 * last day of that. Of an item's results under one draw, the latest event's hold.
 */
static const char inspections[] =
    "WITH said AS (SELECT draw, id, date, event,"
    "  max(event) OVER (PARTITION BY draw, id, dept, item) AS last"
    "  FROM result WHERE event <= ?1)"
    " SELECT id, max(date) AS date, (SELECT plan FROM event WHERE seq = 1) AS plan"
    " FROM said WHERE event = last GROUP BY id, draw ORDER BY id, draw";
/* The events at which the history changed, the last first, and 0 for before all of them. */
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
	while (!(rc = audit_step(a, s, &row, err)) && row) {
		for (int i = 0; i < columns; i++)
			csv_out_field(out, audit_text(s, i));
		csv_out_end(out);
	}
	return rc;
}

/* The stream as it was right after event seq; out is overwritten. */
static ssjc_rc stream_at(struct audit *a, sqlite3_int64 seq, struct buf *out, struct ssjc_err *err)
{
	struct stream_text t;
	sqlite3_stmt *s = NULL;
	ssjc_rc rc = stream_text_open(&t, err);

	buf_clear(out);
	if (rc)
		goto out;
	rc = audit_prepare(a, inspections, &s, err);
	if (rc)
		goto out;
	sqlite3_bind_int64(s, 1, seq);
	rc = write_rows(a, s, &t.csv, err);
	if (rc)
		goto out;
	rc = stream_text_into(&t, out, err);
out:
	stream_text_free(&t);
	sqlite3_finalize(s);
	return rc;
}

static bool has_history(const struct audit_event *e, const char *digest)
{
	for (size_t i = 0; i < e->n_files; i++)
		if (!e->file[i].output && str_is(e->file[i].kind, "history") &&
		    str_is(e->file[i].digest, digest))
			return true;
	return false;
}

/* Is it a history that one of the events read? */
static ssjc_rc was_used(
    const struct audit_events *by, struct str stream, bool *used, struct ssjc_err *err)
{
	char digest[DIGEST_HEX];
	ssjc_rc rc = digest_hex(stream.p, stream.n, digest, err);

	*used = false;
	if (rc)
		return rc;
	for (size_t i = 0; !*used && i < by->n; i++)
		*used = has_history(&by->v[i], digest);
	return SSJC_OK;
}

/* Each history that the events read, the newest first; *found tells whether there was one. */
static ssjc_rc look_back(struct audit *a, const struct audit_events *by, audit_past *take,
    void *arg, bool *found, struct ssjc_err *err)
{
	struct buf then = {0};
	sqlite3_stmt *s = NULL;
	bool row, used, more = true;
	ssjc_rc rc = audit_prepare(a, changes, &s, err);

	*found = false;
	if (rc)
		goto out;
	while (more && !(rc = audit_step(a, s, &row, err)) && row) {
		rc = stream_at(a, sqlite3_column_int64(s, 0), &then, err);
		if (rc)
			goto out;
		rc = was_used(by, buf_text(&then), &used, err);
		if (rc)
			goto out;
		if (!used)
			continue;
		*found = true;
		rc = take(arg, buf_text(&then), &more, err);
		if (rc)
			goto out;
	}
out:
	sqlite3_finalize(s);
	buf_free(&then);
	return rc;
}

/* A plan's own inspections do not count: with its own file as history, nobody would be left out. */
static ssjc_rc of_another(struct audit *a, struct str plan, struct ssjc_err *err)
{
	struct buf id = {0};
	ssjc_rc rc = audit_plan_id(a, &id, err);

	if (rc)
		goto out;
	str_cut_start(&plan, PLAN_REHEARSAL);
	if (plan_is_rehearsal(buf_text(&id)))
		rc = ssjc_fail_at(err, SSJC_PLAN, a->path, 0, NULL,
		    "is the audit file of a rehearsal, and nobody was inspected: it is no "
		    "history");
	else if (id.n && str_eq(buf_text(&id), plan))
		rc = ssjc_fail_at(err, SSJC_INPUT, a->path, 0, NULL,
		    "is the audit file of plan %.*s itself, whose own inspections do not count: "
		    "its "
		    "history is in those of the plans before it",
		    STR_ARG(plan));
out:
	buf_free(&id);
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

	if (rc)
		goto out;
	/* It decides who cannot be drawn: its chain must hold. */
	rc = audit_check(a, &good, err);
	if (rc)
		goto out;
	if (plan.n) {
		rc = of_another(a, plan, err);
		if (rc)
			goto out;
	}
	if (used_by) {
		rc = look_back(a, used_by, take, arg, &found, err);
		if (rc || found)
			goto out;
	}
	rc = stream_at(a, INT64_MAX, &now, err);
	if (rc)
		goto out;
	rc = take(arg, buf_text(&now), &more, err);
out:
	buf_free(&now);
	audit_close(a);
	return rc;
}
