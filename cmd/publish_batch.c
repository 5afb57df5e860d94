/* What a platform gets: a new batch. */
#include "publish_cmd.h"

#include "cli_format.h"
#include "publish_batch.h"

static ssjc_rc container(struct cli *c, const char *name, enum upload_container *out)
{
	if (!name || upload_container_of(str_of(name), out))
		return SSJC_OK;
	return ssjc_fail(&c->err, SSJC_USAGE,
	    "--to: “%s” is not csv, tsv, json, xml, xlsx, sql, postgresql or mysql", name);
}

ssjc_rc publish_batch_path(
    struct cli *c, struct publish_batch *w, const char *ending, const char **out)
{
	struct buf path = {0};
	ssjc_rc rc = SSJC_OK;

	*out = NULL;
	if (!publish_options.folder)
		return SSJC_OK;
	buf_printf(&path, "%s/%.*s-%.*s.%s", publish_options.folder, STR_ARG(w->next.batch.number),
	    STR_ARG(w->format.name), ending);
	*out = path.failed ? NULL : arena_cstr(&w->arena, buf_text(&path));
	if (!*out)
		rc = ssjc_fail_memory(&c->err);
	buf_free(&path);
	return rc;
}

static void say_wrong(void *arg, const struct ssjc_err *why)
{
	cli_error(arg, why);
}

/* The rows that differ, as a batch. */
static ssjc_rc make_batch(struct cli *c, struct publish_batch *w)
{
	struct upload_wish wish = {.format = &w->format,
	    .resend = publish_options.resend,
	    .now = c->context.now,
	    .serial = (uint64_t)publish_options.serial};
	ssjc_rc rc = cli_format(c, publish_options.format, &w->format);

	if (rc)
		return rc;
	rc = upload_next_open(&w->next, &wish, &w->d, w->audit->file, say_wrong, c, &c->err);
	if (rc)
		return rc;
	if (w->next.rows.wrong && !publish_options.partial)
		return ssjc_fail(&c->err, SSJC_NO,
		    "%zu rows break a rule of the format: no batch is made (--partial makes it "
		    "without them)",
		    w->next.rows.wrong);
	rc = upload_next_batch(&w->next, w->audit->file, &c->err);
	if (rc)
		return rc;
	if (w->next.batch.n == 0)
		return ssjc_fail(&c->err, w->next.rows.wrong ? SSJC_NO : SSJC_DONE,
		    "nothing is new, changed or withdrawn since the last batch that was accepted: no "
		    "batch is made");
	return SSJC_OK;
}

static ssjc_rc write_batch(const void *arg, FILE *f, char *digest, struct ssjc_err *err)
{
	const struct publish_batch *w = arg;

	return upload_batch_write(&w->next.batch, w->as, f, digest, err);
}

static ssjc_rc write_manifest(const void *arg, FILE *f, char *digest, struct ssjc_err *err)
{
	const struct publish_batch *w = arg;

	return upload_manifest_write(w->d.plan, &w->record, 1, CSV_PLAIN, f, digest, err);
}

/* The batch itself, as an output. */
static ssjc_rc put_output(struct cli *c, struct publish_batch *w)
{
	struct xlsx_out *book;
	const char *path;
	ssjc_rc rc = publish_batch_path(c, w, upload_containers[w->as].ending, &path);

	if (rc)
		return rc;
	if (w->as != UPLOAD_XLSX) {
		rc = upload_batch_write(&w->next.batch, w->as, NULL, w->digest, &c->err);
		return rc
		    ? rc
		    : cli_put_internal(c, w->audit, path, write_batch, w, "batch", w->next.batch.n);
	}
	rc = cli_book(c, &book, path, upload_batch_title(&w->format));
	if (rc)
		return rc;
	rc = upload_batch_sheet(book, &w->next.batch, &c->err);
	if (rc)
		return rc;
	rc = xlsx_out_write(book, w->digest, &c->err);
	return rc ? rc : cli_put_output(c, w->audit, "batch", path, w->digest, w->next.batch.n);
}

static ssjc_rc put_record(struct cli *c, struct publish_batch *w)
{
	const char *path;
	ssjc_rc rc;

	w->record = (struct audit_batch){.format = w->format.name,
	    .container = str_of(upload_containers[w->as].name),
	    .digest = str_of(w->digest)};
	rc = upload_record_put(
	    &w->record, &w->next.batch, w->audit->file, w->audit->state.draws, &c->err);
	if (rc)
		return rc;
	rc = publish_batch_path(c, w, "manifest.csv", &path);
	if (rc || !path)
		return rc;
	return cli_put_internal(c, w->audit, path, write_manifest, w, "manifest", 1);
}

static ssjc_rc make(struct cli *c, struct publish_batch *w)
{
	ssjc_rc rc = cli_document(c, "batch", &w->audit, &w->d);

	if (rc)
		return rc;
	rc = make_batch(c, w);
	if (rc)
		return rc;
	rc = publish_options.folder ? file_folder(publish_options.folder, &c->err) : SSJC_OK;
	if (rc)
		return rc;
	rc = put_output(c, w);
	if (rc)
		return rc;
	rc = put_record(c, w);
	if (rc)
		return rc;
	rc = cli_commit(c, w->audit, false);
	if (rc)
		return rc;
	cli_info(c, "batch %.*s: %zu new, %zu changed, %zu withdrawn",
	    STR_ARG(w->next.batch.number), w->next.batch.inserted, w->next.batch.updated,
	    w->next.batch.deleted);
	if (w->next.batch.later)
		cli_info(c,
		    "%zu rows are left for the batch after this: the platform has rows by their keys, "
		    "which have to go first",
		    w->next.batch.later);
	return w->next.rows.wrong ? SSJC_NO : SSJC_OK;
}

ssjc_rc run_batch(struct cli *c)
{
	struct publish_batch w = {.as = UPLOAD_CSV};
	ssjc_rc rc = container(c, publish_options.to, &w.as);

	if (rc)
		return rc;
	if (!publish_options.format == !publish_options.again)
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "give the format with --format NAME, or a batch on record with --again NUMBER");
	if (w.as == UPLOAD_XLSX && !publish_options.folder)
		return ssjc_fail(
		    &c->err, SSJC_USAGE, "give the folder of the workbook with -o DIR");
	rc = publish_options.again ? publish_again(c, &w) : make(c, &w);
	upload_next_close(&w.next);
	upload_format_close(&w.format);
	arena_free(&w.arena);
	return rc;
}
