/* What is new, changed or withdrawn for a target, as a batch on record. */
#include "upload_cmd.h"

#include "cli_format.h"

/* A batch in the making. */
struct making {
	struct cli_audit *audit;
	struct document d;
	struct upload_format format;
	struct upload_next next;
	struct buf bytes;
	char digest[DIGEST_HEX];
};

static void say_wrong(void *arg, const struct ssjc_err *why)
{
	cli_error(arg, why);
}

/* How many rows of this run are left: 0 for any number. */
static uint64_t most_rows(const struct upload_work *w)
{
	uint64_t most = w->target->rows;
	uint64_t left = upload_options.limit ? (uint64_t)upload_options.limit - w->rows : 0;

	return left && (!most || left < most) ? left : most;
}

/* Its bytes, of as many rows as the target takes at a time. */
static ssjc_rc make_bytes(struct cli *c, const struct target *t, struct making *m)
{
	struct upload_batch *b = &m->next.batch;

	for (;;) {
		size_t fewer;
		ssjc_rc rc = upload_batch_bytes(b, t->container, &m->bytes, m->digest, &c->err);

		if (rc || !t->bytes || m->bytes.n <= t->bytes)
			return rc;
		if (b->n == 1)
			return ssjc_fail(&c->err, SSJC_REFUSED,
			    "%.*s: row %.*s alone makes a batch of %zu bytes, but the target takes "
			    "%llu at most",
			    STR_ARG(t->name), STR_ARG(b->v[0].row.id), m->bytes.n,
			    (unsigned long long)t->bytes);
		fewer = (size_t)((double)b->n * (double)t->bytes / (double)m->bytes.n);
		fewer = fewer >= b->n ? b->n - 1 : fewer;
		upload_batch_cut(b, fewer ? fewer : 1);
		buf_free(&m->bytes);
	}
}

static ssjc_rc put_record(struct cli *c, const struct target *t, struct making *m)
{
	const struct upload_container_name *as = &upload_containers[t->container];
	struct audit_batch record = {.format = m->format.name,
	    .target = t->name,
	    .container = str_of(as->name),
	    .digest = str_of(m->digest)};
	struct buf name = {0};
	ssjc_rc rc;

	buf_printf(&name, "%.*s-%.*s.%s", STR_ARG(m->next.batch.number), STR_ARG(m->format.name),
	    as->ending);
	rc = name.failed ? ssjc_fail_memory(&c->err)
	                 : cli_put_output(c, m->audit, "batch", name.p, m->digest, m->next.batch.n);
	buf_free(&name);
	if (rc)
		return rc;
	rc = upload_record_put(
	    &record, &m->next.batch, m->audit->file, m->audit->state.draws, &c->err);
	return rc ? rc : audit_commit(m->audit->file, &c->err);
}

static ssjc_rc make(struct cli *c, struct upload_work *w, struct making *m)
{
	struct upload_wish wish = {.format = &m->format,
	    .target = w->target->name,
	    .resend = upload_options.resend,
	    .rows = most_rows(w)};
	ssjc_rc rc = cli_document(c, "batch", &m->audit, &m->d);

	if (rc)
		return rc;
	wish.now = c->context.now;
	rc = cli_format(c, w->target->format.p, &m->format);
	if (rc)
		return rc;
	rc = target_fits(w->target, &m->format, &c->err);
	if (rc)
		return rc;
	/* The rows that break a rule are named once in a run. */
	rc = upload_next_open(
	    &m->next, &wish, &m->d, m->audit->file, w->rejected ? NULL : say_wrong, c, &c->err);
	if (rc)
		return rc;
	w->rejected |= m->next.rows.wrong > 0;
	rc = upload_next_batch(&m->next, m->audit->file, &c->err);
	if (rc)
		return rc;
	return m->next.batch.n ? make_bytes(c, w->target, m) : SSJC_OK;
}

ssjc_rc upload_make(struct cli *c, struct upload_work *w, upload_look *look, size_t *n)
{
	struct making m = {.audit = NULL};
	ssjc_rc rc;

	*n = 0;
	upload_now(c);
	rc = make(c, w, &m);
	if (rc || m.next.batch.n == 0)
		goto out;
	rc = look ? look(c, w, &m.next.batch, buf_text(&m.bytes)) : put_record(c, w->target, &m);
	if (rc)
		goto out;
	*n = m.next.batch.n;
	w->rows += *n;
	w->full = upload_options.limit && w->rows >= (uint64_t)upload_options.limit;
	w->rest = m.next.differ > *n || m.next.batch.later;
	w->left = w->full && w->rest;
out:
	buf_free(&m.bytes);
	upload_next_close(&m.next);
	upload_format_close(&m.format);
	cli_close_audit(c);
	return rc;
}
