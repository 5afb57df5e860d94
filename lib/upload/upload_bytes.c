/* A batch as bytes in memory. */
#include "ssjc/base/file.h"
#include "ssjc/upload/upload_batch.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static ssjc_rc text_bytes(const struct upload_batch *b, enum upload_container as, struct buf *out,
    char digest[DIGEST_HEX], struct ssjc_err *err)
{
	char *p = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&p, &n);
	ssjc_rc rc;

	if (!f)
		return ssjc_fail_memory(err);
	rc = upload_batch_write(b, as, f, digest, err);
	if (fclose(f) != 0 && !rc)
		rc = ssjc_fail_memory(err);
	/* Both are of malloc: the bytes become the buffer's. */
	if (rc)
		free(p);
	else
		*out = (struct buf){.p = p, .n = n, .cap = n};
	return rc;
}

/* In a folder of its own, which nobody else can write to, or in which nothing appears. */
static ssjc_rc book_path(struct buf *path, struct ssjc_err *err)
{
	buf_printf(path, "%s/ssjc-XXXXXX", file_tmpdir());
	if (path->failed)
		return ssjc_fail_memory(err);
	if (!mkdtemp(path->p)) {
		ssjc_rc rc = ssjc_fail_errno(err, path->p);

		buf_clear(path);
		return rc;
	}
	return SSJC_OK;
}

static ssjc_rc write_book(
    const struct upload_batch *b, const char *path, char digest[DIGEST_HEX], struct ssjc_err *err)
{
	struct xlsx_out *book = NULL;
	ssjc_rc rc = xlsx_out_open(&book, path, upload_batch_title(b->format), b->time, err);

	if (rc)
		goto out;
	rc = upload_batch_sheet(book, b, err);
	if (rc)
		goto out;
	rc = xlsx_out_write(book, digest, err);
	if (rc)
		goto out;
	rc = xlsx_out_publish(book, err);
out:
	xlsx_out_free(book);
	return rc;
}

static ssjc_rc book_bytes(
    const struct upload_batch *b, struct buf *out, char digest[DIGEST_HEX], struct ssjc_err *err)
{
	struct buf folder = {0}, path = {0};
	struct file f = {.name = NULL};
	ssjc_rc rc = book_path(&folder, err);

	if (rc)
		goto out;
	buf_printf(&path, "%s/batch.xlsx", folder.p);
	rc = path.failed ? ssjc_fail_memory(err) : write_book(b, path.p, digest, err);
	if (rc)
		goto out;
	rc = file_open(&f, path.p, err);
	if (rc)
		goto out;
	buf_str(out, f.bytes);
	if (out->failed)
		rc = ssjc_fail_memory(err);
out:
	file_close(&f);
	if (path.n)
		unlink(path.p);
	if (folder.n)
		rmdir(folder.p);
	buf_free(&path);
	buf_free(&folder);
	return rc;
}

ssjc_rc upload_batch_bytes(const struct upload_batch *b, enum upload_container as, struct buf *out,
    char digest[DIGEST_HEX], struct ssjc_err *err)
{
	*out = (struct buf){0};
	return as == UPLOAD_XLSX ? book_bytes(b, out, digest, err)
	                         : text_bytes(b, as, out, digest, err);
}
