#include "cli_receipt.h"

#include "cli_import.h"

struct cli_receipt cli_receipt;

/* A file that is being taken. */
struct taking {
	struct cli_input *file;
	struct cli_audit *audit;
	struct audit_events events;
	struct upload_receipt_how how;
	struct import_input input;
	struct import_job import;
	struct upload_receipts receipts;
	struct arena arena;
};

static void say_bad(void *arg, const struct ssjc_err *e, struct str value)
{
	(void)value;
	cli_error(arg, e);
}

/* Is the same file on record, for the batch that is named? */
static ssjc_rc check_new(struct cli *c, struct taking *t)
{
	for (size_t i = 0; i < t->events.n; i++) {
		const struct audit_event *e = &t->events.v[i];
		struct audit_receipt *r;
		bool same = false, named = !t->how.batch.n;
		size_t n;
		ssjc_rc rc;

		for (size_t k = 0; str_is(e->action, "receipt") && k < e->n_files; k++)
			same |= str_is(e->file[k].kind, "receipt") &&
			    str_is(e->file[k].digest, t->file->digest);
		if (!same)
			continue;
		rc = audit_receipts(t->audit->file, e->seq, &t->arena, &r, &n, &c->err);
		if (rc)
			return rc;
		for (size_t k = 0; k < n; k++)
			named |= str_eq(r[k].number, t->how.batch);
		if (named)
			return ssjc_fail(&c->err, SSJC_DONE, "%s is on record: event %llu took it",
			    t->file->file.name, (unsigned long long)e->seq);
	}
	return SSJC_OK;
}

static ssjc_rc put_reading(struct cli *c, const struct taking *t)
{
	struct buf text = {0};
	ssjc_rc rc;

	upload_receipt_options(&text, &t->how);
	rc = cli_put_made(c, t->audit,
	    (struct audit_file){.kind = STR("reading"), .name = STR("options")}, &text);
	buf_free(&text);
	return rc;
}

ssjc_rc cli_receipt_put(struct cli *c, const struct cli_audit *a, const struct upload_receipts *r)
{
	for (size_t i = 0; i < r->n; i++) {
		ssjc_rc rc = audit_put_receipt(a->file, a->state.draws, &r->v[i], &c->err);

		if (rc)
			return rc;
	}
	return audit_commit(a->file, &c->err);
}

static ssjc_rc read(struct cli *c, struct taking *t)
{
	const struct upload_receipt_job job = {
	    &t->how, &t->import, t->audit->file, &t->events, UINT64_MAX >> 1, say_bad, c};
	ssjc_rc rc = upload_receipts_read(&t->receipts, &job, &c->err);

	if (rc)
		return rc;
	if (t->receipts.n == 0)
		return ssjc_fail(&c->err, SSJC_DONE,
		    "%s has no answer yet: its %zu rows are still being looked at",
		    t->file->file.name, t->receipts.pending);
	return SSJC_OK;
}

static ssjc_rc take(struct cli *c, struct taking *t)
{
	ssjc_rc rc = cli_read(c, NULL, &t->file);

	if (rc)
		return rc;
	rc = cli_import(c, &t->import, &t->how.options, NULL);
	if (rc)
		return rc;
	t->import.plan = NULL; /* answers are of businesses and rows, not of departments */
	t->input = (struct import_input){.name = t->file->file.name, .bytes = t->file->text};
	t->import.input = &t->input;
	t->import.n_inputs = 1;
	t->how.options.stream = &stream_answers;
	t->how.batch = str_of(cli_receipt.batch ? cli_receipt.batch : "");
	t->how.others = cli_receipt.others;
	rc = cli_begin(c, AUDIT_WRITE, "receipt", "", &t->audit);
	if (rc)
		return rc;
	rc = audit_events(t->audit->file, &t->events, &c->err);
	if (rc)
		return rc;
	rc = check_new(c, t);
	if (rc)
		return rc;
	rc = read(c, t);
	if (rc)
		return rc;
	rc = cli_put_terms(c, t->audit);
	if (rc)
		return rc;
	rc = cli_put_kept(c, t->audit, "receipt", t->file, t->receipts.rows);
	if (rc)
		return rc;
	rc = put_reading(c, t);
	if (rc)
		return rc;
	rc = cli_receipt_put(c, t->audit, &t->receipts);
	if (rc)
		return rc;
	cli_info(c, "rows accepted: %zu, rejected: %zu, still being looked at: %zu",
	    t->receipts.accepted, t->receipts.rejected, t->receipts.pending);
	return t->receipts.rejected ? SSJC_NO : SSJC_OK;
}

ssjc_rc cli_receipt_take(struct cli *c)
{
	struct taking t = {.file = NULL};
	ssjc_rc rc = take(c, &t);

	upload_receipts_free(&t.receipts);
	import_options_free(&t.how.options);
	audit_events_free(&t.events);
	arena_free(&t.arena);
	return rc;
}
