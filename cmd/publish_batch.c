/* What a platform gets: batch, and again. */
#include "publish_cmd.h"

#include "cli_document.h"
#include "cli_format.h"

#include "ssjc/upload/upload_record.h"

/* What a batch is made with. */
struct batch_work {
	struct cli_audit *audit;
	struct document d;
	enum upload_container as;
	struct upload_format format;
	struct dept_results results;
	struct audit_batches made;
	struct upload_rows rows;
	struct upload_batch batch;
	struct audit_batch record;
	char digest[DIGEST_HEX];
	struct arena arena;
};

static ssjc_rc container(struct cli *c, const char *name, enum upload_container *out)
{
	if (!name || upload_container_of(str_of(name), out))
		return SSJC_OK;
	return ssjc_fail(&c->err, SSJC_USAGE,
	    "--to: “%s” is not csv, tsv, json, xml, xlsx, sql, postgresql or mysql", name);
}

/* DIR/NUMBER-FORMAT.ENDING; the arena owns it. NULL without a folder. */
static ssjc_rc out_path(
    struct cli *c, struct batch_work *w, struct str number, const char *ending, const char **out)
{
	struct buf path = {0};
	ssjc_rc rc = SSJC_OK;

	*out = NULL;
	if (!publish_options.folder)
		return SSJC_OK;
	buf_printf(&path, "%s/%.*s-%.*s.%s", publish_options.folder, STR_ARG(number),
	    STR_ARG(w->format.name), ending);
	*out = path.failed ? NULL : arena_cstr(&w->arena, buf_text(&path));
	if (!*out)
		rc = ssjc_fail_memory(&c->err);
	buf_free(&path);
	return rc;
}

/* ---- A new one ---- */

static void say_wrong(void *arg, const struct ssjc_err *why)
{
	cli_error(arg, why);
}

/* Is the last batch of the format answered? Else nobody can tell what the platform has. */
static ssjc_rc check_open(struct cli *c, const struct batch_work *w)
{
	const struct audit_batch *open = audit_batch_open(&w->made, w->format.name, STR(""));

	if (!open)
		return SSJC_OK;
	return ssjc_fail(&c->err, SSJC_REFUSED,
	    "batch %.*s has %llu rows without an answer, so that nobody can tell what the platform "
	    "has: ssjc-publish answer says whether they were accepted, and ssjc-publish batch "
	    "--again %.*s makes the batch once more",
	    STR_ARG(open->number), (unsigned long long)open->open, STR_ARG(open->number));
}

static ssjc_rc make_rows(struct cli *c, struct batch_work *w)
{
	ssjc_rc rc = cli_format(c, publish_options.format, &w->format);

	if (rc)
		return rc;
	rc = audit_batches(w->audit->file, UINT64_MAX >> 1, &w->made, &c->err);
	if (rc)
		return rc;
	rc = check_open(c, w);
	if (rc)
		return rc;
	rc = dept_results_of(&w->results, &w->d, &c->err);
	if (rc)
		return rc;
	rc = upload_rows_of(&w->rows, &w->d, &w->results, &w->format, say_wrong, c, &c->err);
	if (rc)
		return rc;
	if (w->rows.wrong && !publish_options.partial)
		return ssjc_fail(&c->err, SSJC_NO,
		    "%zu rows break a rule of the format: no batch is made (--partial makes it "
		    "without them)",
		    w->rows.wrong);
	return SSJC_OK;
}

static ssjc_rc make_batch(struct cli *c, struct batch_work *w)
{
	struct audit_sent *sent;
	struct buf number = {0};
	bool ok = true;
	size_t n;
	ssjc_rc rc = audit_sent(w->audit->file, UINT64_MAX >> 1, w->format.name, STR(""), &w->arena,
	    &sent, &n, &c->err);

	if (rc)
		return rc;
	rc = upload_batch_diff(&w->batch, &w->format, &w->rows, sent, n, publish_options.resend,
	    w->audit->file, &c->err);
	if (rc)
		return rc;
	if (w->batch.n == 0)
		return ssjc_fail(&c->err, w->rows.wrong ? SSJC_NO : SSJC_DONE,
		    "nothing is new, changed or withdrawn since the last batch that was accepted: no "
		    "batch is made");
	rc = upload_batch_number(
	    &number, &w->made, c->context.now, (uint64_t)publish_options.serial, &c->err);
	w->batch.number = arena_str(&w->arena, buf_text(&number), &ok);
	w->batch.time = c->context.now;
	if (!rc && (number.failed || !ok))
		rc = ssjc_fail_memory(&c->err);
	buf_free(&number);
	return rc;
}

static ssjc_rc write_batch(const void *arg, FILE *f, char *digest, struct ssjc_err *err)
{
	const struct batch_work *w = arg;

	return upload_batch_write(&w->batch, w->as, f, digest, err);
}

static ssjc_rc write_manifest(const void *arg, FILE *f, char *digest, struct ssjc_err *err)
{
	const struct batch_work *w = arg;

	return upload_manifest_write(w->d.plan, &w->record, 1, CSV_PLAIN, f, digest, err);
}

/* The batch itself, as an output. */
static ssjc_rc put_output(struct cli *c, struct batch_work *w)
{
	struct xlsx_out *book;
	const char *path;
	ssjc_rc rc = out_path(c, w, w->batch.number, upload_containers[w->as].ending, &path);

	if (rc)
		return rc;
	if (w->as != UPLOAD_XLSX) {
		rc = upload_batch_write(&w->batch, w->as, NULL, w->digest, &c->err);
		return rc
		    ? rc
		    : cli_put_internal(c, w->audit, path, write_batch, w, "batch", w->batch.n);
	}
	rc = cli_book(c, &book, path, upload_batch_title(&w->format));
	if (rc)
		return rc;
	rc = upload_batch_sheet(book, &w->batch, &c->err);
	if (rc)
		return rc;
	rc = xlsx_out_write(book, w->digest, &c->err);
	return rc ? rc : cli_put_output(c, w->audit, "batch", path, w->digest, w->batch.n);
}

static ssjc_rc put_record(struct cli *c, struct batch_work *w)
{
	const struct upload_batch *b = &w->batch;
	unsigned draw = w->audit->state.draws;
	const char *path;
	ssjc_rc rc;

	w->record = (struct audit_batch){.number = b->number,
	    .format = w->format.name,
	    .container = str_of(upload_containers[w->as].name),
	    .rows = b->n,
	    .digest = str_of(w->digest),
	    .time = b->time,
	    .inserted = b->inserted,
	    .updated = b->updated,
	    .deleted = b->deleted,
	    .open = b->n};
	rc = audit_put_batch(w->audit->file, draw, &w->record, &c->err);
	if (rc)
		return rc;
	for (size_t i = 0; i < b->n; i++) {
		rc = audit_put_batch_row(w->audit->file, draw, b->number, &b->v[i].row, &c->err);
		if (rc)
			return rc;
	}
	rc = out_path(c, w, b->number, "manifest.csv", &path);
	if (rc || !path)
		return rc;
	return cli_put_internal(c, w->audit, path, write_manifest, w, "manifest", 1);
}

static ssjc_rc make(struct cli *c, struct batch_work *w)
{
	ssjc_rc rc = cli_document(c, "batch", &w->audit, &w->d);

	if (rc)
		return rc;
	rc = make_rows(c, w);
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
	cli_info(c, "batch %.*s: %zu new, %zu changed, %zu withdrawn", STR_ARG(w->batch.number),
	    w->batch.inserted, w->batch.updated, w->batch.deleted);
	return w->rows.wrong ? SSJC_NO : SSJC_OK;
}

/* ---- Again ---- */

/* The batch of --again, with its format, from the record. */
static ssjc_rc read_batch(struct cli *c, struct batch_work *w, const struct audit_events *events)
{
	const struct audit_batch *b;
	ssjc_rc rc = audit_batches(w->audit->file, UINT64_MAX >> 1, &w->made, &c->err);

	if (rc)
		return rc;
	b = audit_batch(&w->made, str_of(publish_options.again));
	if (!b || !upload_container_of(b->container, &w->as))
		return ssjc_fail(
		    &c->err, SSJC_USAGE, "--again: there is no batch “%s”", publish_options.again);
	w->record = *b;
	rc = upload_record_format(
	    &w->format, w->audit->file, &events->v[b->event - 1], &w->arena, &c->err);
	if (rc)
		return rc;
	w->format.name = b->format;
	return upload_batch_read(&w->batch, &w->format, b, w->audit->file, &c->err);
}

static ssjc_rc write_book(struct cli *c, struct batch_work *w, const char *path)
{
	struct xlsx_out *book = NULL;
	ssjc_rc rc = xlsx_out_open(
	    &book, path, upload_batch_title(&w->format), w->batch.time, &c->err);

	if (rc)
		goto out;
	rc = upload_batch_sheet(book, &w->batch, &c->err);
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

static ssjc_rc write_text(struct cli *c, struct batch_work *w, const char *path)
{
	struct out out = {.f = NULL};
	ssjc_rc rc = upload_batch_write(&w->batch, w->as, NULL, w->digest, &c->err);

	if (rc || !str_is(w->record.digest, w->digest))
		return rc;
	rc = out_open(&out, path, &c->err);
	if (rc)
		return rc;
	rc = upload_batch_write(&w->batch, w->as, out.f, NULL, &c->err);
	if (rc)
		goto out;
	rc = out_finish(&out, &c->err);
out:
	out_abort(&out);
	return rc;
}

static ssjc_rc again(struct cli *c, struct batch_work *w)
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
	rc = out_path(c, w, w->batch.number, upload_containers[w->as].ending, &path);
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
		    STR_ARG(w->batch.number), STR_ARG(events.v[w->record.event - 1].version));
out:
	audit_events_free(&events);
	return rc;
}

ssjc_rc run_batch(struct cli *c)
{
	struct batch_work w = {.as = UPLOAD_CSV};
	ssjc_rc rc = container(c, publish_options.to, &w.as);

	if (rc)
		return rc;
	if (!publish_options.format == !publish_options.again)
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "give the format with --format NAME, or a batch on record with --again NUMBER");
	if (w.as == UPLOAD_XLSX && !publish_options.folder)
		return ssjc_fail(
		    &c->err, SSJC_USAGE, "give the folder of the workbook with -o DIR");
	rc = publish_options.again ? again(c, &w) : make(c, &w);
	upload_batch_free(&w.batch);
	upload_rows_free(&w.rows);
	audit_batches_free(&w.made);
	dept_results_close(&w.results);
	upload_format_close(&w.format);
	arena_free(&w.arena);
	return rc;
}
