/* A batch on record once more, byte for byte. */
#include "publish_batch.h"
#include "publish_cmd.h"

/* The batch of --again, with its format, from the record. */
static ssjc_rc read_batch(struct cli *c, struct publish_batch *w, const struct audit_events *events)
{
	const struct audit_batch *b;
	ssjc_rc rc = audit_batches(w->audit->file, UINT64_MAX >> 1, &w->next.made, &c->err);

	if (rc)
		return rc;
	b = audit_batch(&w->next.made, str_of(publish_options.again));
	if (!b || !upload_container_of(b->container, &w->as))
		return ssjc_fail(
		    &c->err, SSJC_USAGE, "--again: there is no batch “%s”", publish_options.again);
	w->record = *b;
	return upload_record_batch(
	    &w->next.batch, &w->format, w->audit->file, events, b, &w->arena, &c->err);
}

static ssjc_rc write_book(struct cli *c, struct publish_batch *w, const char *path)
{
	struct xlsx_out *book = NULL;
	ssjc_rc rc = xlsx_out_open(
	    &book, path, upload_batch_title(&w->format), w->next.batch.time, &c->err);

	if (rc)
		goto out;
	rc = upload_batch_sheet(book, &w->next.batch, &c->err);
	if (rc)
		goto out;
	rc = xlsx_out_write(book, w->digest, &c->err);
	if (rc || !str_is(w->record.digest, w->digest))
		goto out;
	rc = xlsx_out_publish(book, &c->err);
out:
	xlsx_out_free(book);
	return rc;
}

static ssjc_rc write_text(struct cli *c, struct publish_batch *w, const char *path)
{
	struct out out = {.f = NULL};
	ssjc_rc rc = upload_batch_write(&w->next.batch, w->as, NULL, w->digest, &c->err);

	if (rc || !str_is(w->record.digest, w->digest))
		return rc;
	rc = out_open(&out, path, &c->err);
	if (rc)
		return rc;
	rc = upload_batch_write(&w->next.batch, w->as, out.f, NULL, &c->err);
	if (rc)
		goto out;
	rc = out_finish(&out, &c->err);
out:
	out_abort(&out);
	return rc;
}

ssjc_rc publish_again(struct cli *c, struct publish_batch *w)
{
	struct audit_events events = {0};
	const char *path;
	ssjc_rc rc = cli_open(c, &w->audit);

	if (rc)
		goto out;
	rc = audit_events(w->audit->file, &events, &c->err);
	if (rc)
		goto out;
	rc = read_batch(c, w, &events);
	if (rc)
		goto out;
	rc = publish_options.folder ? file_folder(publish_options.folder, &c->err) : SSJC_OK;
	if (rc)
		goto out;
	rc = publish_batch_path(c, w, upload_containers[w->as].ending, &path);
	if (rc)
		goto out;
	if (w->as == UPLOAD_XLSX && !path) {
		rc = ssjc_fail(&c->err, SSJC_USAGE, "give the folder of the workbook with -o DIR");
		goto out;
	}
	rc = w->as == UPLOAD_XLSX ? write_book(c, w, path) : write_text(c, w, path);
	if (!rc && !str_is(w->record.digest, w->digest))
		rc = ssjc_fail(&c->err, SSJC_NO,
		    "batch %.*s made again has another SHA-256 than the one on record: it was made "
		    "by version %.*s of the programs, and nothing is written",
		    STR_ARG(w->next.batch.number), STR_ARG(events.v[w->record.event - 1].version));
out:
	audit_events_free(&events);
	return rc;
}
