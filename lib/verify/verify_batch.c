/* What was made for a platform is what was new, changed or withdrawn on record then. */
#include "verify_publication.h"

#include "ssjc/upload/upload_record.h"

#include <string.h>

/* The batch of the event at hand, as it is on record, and as it comes out again. */
struct again {
	struct publication p;
	struct audit_batches before, made;
	const struct audit_batch *batch;
	struct upload_format format;
	struct upload_rows rows;
	struct upload_batch now, record;
};

static ssjc_rc find(struct verifier *v, struct again *g)
{
	ssjc_rc rc = audit_batches(v->job->audit, v->event->seq - 1, &g->before, v->err);

	if (rc)
		return rc;
	rc = audit_batches(v->job->audit, v->event->seq, &g->made, v->err);
	if (rc)
		return rc;
	if (g->made.n == 0 || g->made.v[g->made.n - 1].event != v->event->seq)
		return verify_differs(v, "its batch is not on record");
	g->batch = &g->made.v[g->made.n - 1];
	return SSJC_OK;
}

/* Could a row have been sent twice? */
static ssjc_rc check_answered(struct verifier *v, const struct again *g)
{
	const struct audit_batch *open = audit_batch_open(
	    &g->before, g->batch->format, g->batch->target);

	if (!open)
		return SSJC_OK;
	return verify_differs(v,
	    "batch %.*s was made while batch %.*s had rows without an answer: what was to be sent "
	    "could not be known",
	    STR_ARG(g->batch->number), STR_ARG(open->number));
}

/* Its rows, from the results as they were then. */
static ssjc_rc make_rows(struct verifier *v, struct again *g)
{
	struct str rest = v->event->options, word;
	struct audit_sent *sent;
	bool resend = false;
	size_t n;
	ssjc_rc rc = upload_record_format(&g->format, v->job->audit, v->event, &v->arena, v->err);

	if (rc)
		return rc;
	if (!str_eq(g->format.name, g->batch->format))
		return verify_differs(v, "its format “%.*s” is not the one on record, %.*s",
		    STR_ARG(g->batch->format), STR_ARG(g->format.name));
	while (str_split(&rest, ' ', &word))
		resend |= str_is(word, "--resend");
	rc = audit_sent(v->job->audit, v->event->seq - 1, g->batch->format, g->batch->target,
	    &v->arena, &sent, &n, v->err);
	if (rc)
		return rc;
	rc = upload_rows_of(&g->rows, &g->p.d, &g->p.results, &g->format, NULL, NULL, v->err);
	if (rc)
		return rc;
	rc = upload_batch_diff(
	    &g->now, &g->format, &g->rows, sent, n, resend, v->job->audit, v->err);
	return rc ? rc : upload_batch_read(&g->record, &g->format, g->batch, v->job->audit, v->err);
}

/* All of them; or the first ones, where a target takes no more at a time. */
static ssjc_rc same_rows(struct verifier *v, const struct again *g)
{
	for (size_t i = 0; i < g->now.n && i < g->record.n; i++) {
		const struct audit_batch_row *a = &g->now.v[i].row, *b = &g->record.v[i].row;

		if (!str_eq(a->id, b->id) || !str_eq(a->operation, b->operation))
			return verify_differs(v,
			    "row %zu of batch %.*s should be %.*s of %.*s, but %.*s of %.*s is on "
			    "record",
			    i + 1, STR_ARG(g->batch->number), STR_ARG(a->operation), STR_ARG(a->id),
			    STR_ARG(b->operation), STR_ARG(b->id));
		if (!str_eq(a->content, b->content))
			return verify_differs(v,
			    "row %zu of batch %.*s does not say what was on record then: %.*s",
			    i + 1, STR_ARG(g->batch->number), STR_ARG(b->content));
	}
	if (g->now.n < g->record.n || g->record.n == 0 ||
	    (g->now.n > g->record.n && g->batch->target.n == 0))
		return verify_differs(v, "batch %.*s should have %zu rows, but %zu are on record",
		    STR_ARG(g->batch->number), g->now.n, g->record.n);
	return SSJC_OK;
}

/* A workbook has to be written to be digested; all else is digested as it comes. */
static ssjc_rc digest_of(
    struct verifier *v, const struct again *g, enum upload_container as, char digest[DIGEST_HEX])
{
	struct buf bytes = {0};
	ssjc_rc rc;

	if (as != UPLOAD_XLSX)
		return upload_batch_write(&g->record, as, NULL, digest, v->err);
	rc = upload_batch_bytes(&g->record, as, &bytes, digest, v->err);
	buf_free(&bytes);
	return rc;
}

/* The bytes are those of one version of the programs; the rows are not. */
static ssjc_rc same_bytes(struct verifier *v, const struct again *g)
{
	const struct audit_file *f = verify_file(v, "batch", true);
	enum upload_container as;
	char digest[DIGEST_HEX];
	ssjc_rc rc;

	if (!f || !str_eq(f->digest, g->batch->digest) || f->rows != g->batch->rows)
		return verify_differs(v,
		    "the output of batch %.*s is not the one that its table has",
		    STR_ARG(g->batch->number));
	if (!upload_container_of(g->batch->container, &as))
		return verify_differs(v,
		    "batch %.*s is written as “%.*s”, which is not a kind of batch",
		    STR_ARG(g->batch->number), STR_ARG(g->batch->container));
	if (!str_is(v->event->version, v->job->version)) {
		verify_remark(v, REMARK_UNCHECKED,
		    "batch: its bytes were made by version %.*s of the programs: only that one can "
		    "make them again",
		    STR_ARG(v->event->version));
		return SSJC_OK;
	}
	rc = digest_of(v, g, as, digest);
	if (rc)
		return rc;
	if (!str_is(f->digest, digest))
		return verify_differs(v,
		    "batch %.*s made again has another SHA-256 than the one on record, %.*s",
		    STR_ARG(g->batch->number), STR_ARG(f->digest));
	f = verify_file(v, "manifest", true);
	if (!f)
		return SSJC_OK;
	rc = upload_manifest_write(&g->p.plan, g->batch, 1, CSV_PLAIN, NULL, digest, v->err);
	if (rc)
		return rc;
	return str_is(f->digest, digest)
	    ? SSJC_OK
	    : verify_differs(v, "the manifest of batch %.*s is not what the record gave then",
	          STR_ARG(g->batch->number));
}

static ssjc_rc check(struct verifier *v, struct again *g)
{
	ssjc_rc rc = find(v, g);

	if (rc)
		return rc;
	rc = check_answered(v, g);
	if (rc)
		return rc;
	rc = verify_publication_open(v, &g->p);
	if (rc)
		return rc;
	rc = make_rows(v, g);
	if (rc)
		return rc;
	rc = same_rows(v, g);
	if (rc)
		return rc;
	rc = same_bytes(v, g);
	if (rc)
		return rc;
	verify_remark(v, REMARK_GOOD,
	    "batch %.*s: %zu new, %zu changed, %zu withdrawn: computed again from the results, the "
	    "same",
	    STR_ARG(g->batch->number), g->record.inserted, g->record.updated, g->record.deleted);
	return SSJC_OK;
}

ssjc_rc verify_batch(struct verifier *v)
{
	struct again g = {.batch = NULL};
	ssjc_rc rc;

	if (v->event == v->events.v)
		return verify_differs(v, "nothing was drawn that could be uploaded");
	rc = check(v, &g);
	upload_batch_free(&g.now);
	upload_batch_free(&g.record);
	upload_rows_free(&g.rows);
	upload_format_close(&g.format);
	audit_batches_free(&g.before);
	audit_batches_free(&g.made);
	verify_publication_close(v, &g.p);
	return rc;
}
