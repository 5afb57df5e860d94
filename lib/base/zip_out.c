#include "zip_out.h"

#include "ssjc/base/file.h"
#include "zip_file.h"
#include "zip_kept.h"

#include <errno.h>
#include <minizip/unzip.h>
#include <minizip/zip.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/* How much is read at once, and how much of what is packed stays in memory. */
enum { PIECE = 16384, MEMORY_MAX = 1 << 20 };

struct zip_out {
	z_stream packer;
	bool packing;        /* packer is initialised */
	struct buf raw;      /* what was added of the member at hand, and is not packed so far */
	uint64_t kept;       /* bytes packed before those in memory */
	struct buf memory;   /* the last of them */
	FILE *spool;         /* the others; NULL for none */
	struct zip_member m; /* at hand */
	uint64_t size;
	unsigned char piece[PIECE];
	struct zip_file to;
	zipFile file;
	const char *path; /* for messages */
};

static ssjc_rc fail(const struct zip_out *z, struct ssjc_err *err)
{
	return ssjc_fail_at(err, SSJC_SYSTEM, z->path, 0, NULL, "cannot write the workbook: %s",
	    errno ? strerror(errno) : "zlib");
}

ssjc_rc zip_out_new(struct zip_out **out, const char *path, struct ssjc_err *err)
{
	*out = calloc(1, sizeof **out);
	if (!*out)
		return ssjc_fail_memory(err);
	(*out)->path = path;
	return SSJC_OK;
}

static ssjc_rc to_spool(struct zip_out *z, struct ssjc_err *err)
{
	ssjc_rc rc;

	if (!z->spool) {
		rc = file_spool(&z->spool, err);
		if (rc)
			return rc;
	}
	if (fseeko(z->spool, 0, SEEK_END) != 0 ||
	    fwrite(z->memory.p, 1, z->memory.n, z->spool) != z->memory.n)
		return ssjc_fail_errno(err, file_tmpdir());
	z->kept += z->memory.n;
	buf_clear(&z->memory);
	return SSJC_OK;
}

/* Pack what was added; flush is zlib's. */
static ssjc_rc pack(struct zip_out *z, int flush, struct ssjc_err *err)
{
	z->packer.next_in = (unsigned char *)z->raw.p;
	z->packer.avail_in = (uInt)z->raw.n;
	if (z->raw.n > 0)
		z->m.crc = (uint32_t)crc32(z->m.crc, (unsigned char *)z->raw.p, (uInt)z->raw.n);
	z->size += z->raw.n;
	for (;;) {
		char *room = buf_room(&z->memory, PIECE);
		int e;

		if (!room)
			return ssjc_fail_memory(err);
		z->packer.next_out = (unsigned char *)room;
		z->packer.avail_out = PIECE;
		e = deflate(&z->packer, flush);
		if (e == Z_STREAM_ERROR)
			return fail(z, err);
		buf_wrote(&z->memory, PIECE - z->packer.avail_out);
		if (flush == Z_FINISH ? e == Z_STREAM_END : z->packer.avail_out > 0)
			break;
	}
	return SSJC_OK;
}

/* What is packed is too much for memory? */
static ssjc_rc ease(struct zip_out *z, struct ssjc_err *err)
{
	return z->memory.n > MEMORY_MAX ? to_spool(z, err) : SSJC_OK;
}

ssjc_rc zip_out_begin(struct zip_out *z, struct ssjc_err *err)
{
	int e = z->packing ? deflateReset(&z->packer)
	                   : deflateInit2(&z->packer, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS,
	                         8, Z_DEFAULT_STRATEGY);

	if (e != Z_OK)
		return ssjc_fail_memory(err);
	z->packing = true;
	z->m = (struct zip_member){.at = z->kept + z->memory.n};
	z->size = 0;
	buf_clear(&z->raw);
	return SSJC_OK;
}

ssjc_rc zip_out_add(struct zip_out *z, struct str bytes, struct ssjc_err *err)
{
	while (bytes.n > 0) {
		size_t room = ZIP_KEPT_LARGEST - z->raw.n, n = bytes.n < room ? bytes.n : room;
		ssjc_rc rc;

		buf_add(&z->raw, bytes.p, n);
		if (z->raw.failed)
			return ssjc_fail_memory(err);
		bytes.p += n;
		bytes.n -= n;
		if (z->raw.n < ZIP_KEPT_LARGEST)
			break;
		rc = pack(z, Z_NO_FLUSH, err);
		if (rc)
			return rc;
		buf_clear(&z->raw);
		rc = ease(z, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

/* The member is whole in z->raw: it may have been packed before. */
static ssjc_rc end_whole(struct zip_out *z, struct ssjc_err *err)
{
	struct str bytes = buf_text(&z->raw);
	size_t before = z->memory.n;
	struct zip_kept k;
	ssjc_rc rc;

	if (zip_kept_take(bytes, &z->memory, &k)) {
		z->m.crc = k.crc;
		z->m.text = k.text;
		z->size = k.size;
		return z->memory.failed ? ssjc_fail_memory(err) : SSJC_OK;
	}
	rc = pack(z, Z_FINISH, err);
	if (rc)
		return rc;
	z->m.text = z->packer.data_type == Z_TEXT;
	k = (struct zip_kept){.packed = (uint32_t)(z->memory.n - before),
	    .size = (uint32_t)bytes.n,
	    .crc = z->m.crc,
	    .text = z->m.text};
	zip_kept_put(bytes, (struct str){z->memory.p + before, k.packed}, &k);
	return SSJC_OK;
}

ssjc_rc zip_out_end(struct zip_out *z, struct zip_member *out, struct ssjc_err *err)
{
	uint64_t packed;
	ssjc_rc rc;

	if (z->size == 0) {
		rc = end_whole(z, err);
	} else {
		rc = pack(z, Z_FINISH, err);
		z->m.text = z->packer.data_type == Z_TEXT;
	}
	if (rc)
		return rc;
	packed = z->kept + z->memory.n - z->m.at;
	if (packed > UINT32_MAX || z->size > UINT32_MAX)
		return fail(z, err);
	z->m.packed = (uint32_t)packed;
	z->m.size = (uint32_t)z->size;
	*out = z->m;
	return ease(z, err);
}

ssjc_rc zip_out_pack(
    struct zip_out *z, struct str bytes, struct zip_member *out, struct ssjc_err *err)
{
	ssjc_rc rc = zip_out_begin(z, err);

	if (rc)
		return rc;
	rc = zip_out_add(z, bytes, err);
	return rc ? rc : zip_out_end(z, out, err);
}

ssjc_rc zip_out_open(struct zip_out *z, int fd, struct ssjc_err *err)
{
	zlib_filefunc64_def functions = zip_file_functions(&z->to);

	z->to = (struct zip_file){.fd = fd};
	z->file = zipOpen2_64(NULL, APPEND_STATUS_CREATE, NULL, &functions);
	return z->file ? SSJC_OK : fail(z, err);
}

/* The packed bytes of a member from the spool. */
static ssjc_rc pour(struct zip_out *z, const struct zip_member *m, struct ssjc_err *err)
{
	if (fseeko(z->spool, (off_t)m->at, SEEK_SET) != 0)
		return ssjc_fail_errno(err, file_tmpdir());
	for (uint32_t left = m->packed; left > 0;) {
		unsigned n = left < PIECE ? left : PIECE;

		if (fread(z->piece, 1, n, z->spool) != n)
			return ssjc_fail_errno(err, file_tmpdir());
		if (zipWriteInFileInZip(z->file, z->piece, n) != ZIP_OK)
			return fail(z, err);
		left -= n;
	}
	return SSJC_OK;
}

ssjc_rc zip_out_put(
    struct zip_out *z, const char *name, const struct zip_member *m, struct ssjc_err *err)
{
	/* The first day that an archive can have. */
	const zip_fileinfo info = {
	    .tmz_date = {.tm_mday = 1, .tm_year = 1980}, .internal_fa = m->text};
	ssjc_rc rc = SSJC_OK;

	if (zipOpenNewFileInZip4_64(z->file, name, &info, NULL, 0, NULL, 0, NULL, Z_DEFLATED,
	        Z_DEFAULT_COMPRESSION, 1, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY, NULL, 0, 0, 0,
	        0) != ZIP_OK)
		return fail(z, err);
	/* Of a large one, the end may be in memory. */
	if (m->at < z->kept && m->at + m->packed > z->kept)
		rc = to_spool(z, err);
	if (rc)
		return rc;
	if (m->at < z->kept)
		rc = pour(z, m, err);
	else if (zipWriteInFileInZip(z->file, z->memory.p + (m->at - z->kept), m->packed) != ZIP_OK)
		rc = fail(z, err);
	if (rc)
		return rc;
	return zipCloseFileInZipRaw64(z->file, m->size, m->crc) == ZIP_OK ? SSJC_OK : fail(z, err);
}

ssjc_rc zip_out_close(struct zip_out *z, struct ssjc_err *err)
{
	zipFile file = z->file;

	z->file = NULL;
	return zipClose(file, NULL) == ZIP_OK ? SSJC_OK : fail(z, err);
}

void zip_out_free(struct zip_out *z)
{
	if (!z)
		return;
	if (z->packing)
		deflateEnd(&z->packer);
	/* Given up: by now the number of its file may be that of another, of another thread. */
	z->to.fd = -1;
	if (z->file)
		zipClose(z->file, NULL);
	if (z->spool)
		fclose(z->spool);
	buf_free(&z->memory);
	buf_free(&z->raw);
	free(z);
}

ssjc_rc zip_out_read(const char *path, const char *name, struct buf *out, struct ssjc_err *err)
{
	const struct zip_out at = {.path = path};
	unzFile f = unzOpen(path);
	int n = -1;

	if (!f || unzLocateFile(f, name, 1) != UNZ_OK || unzOpenCurrentFile(f) != UNZ_OK)
		goto out;
	for (;;) {
		char *room = buf_room(out, PIECE);

		n = room ? unzReadCurrentFile(f, room, PIECE) : -1;
		if (n <= 0)
			break;
		buf_wrote(out, (size_t)n);
	}
out:
	if (f)
		unzClose(f);
	return n < 0 ? fail(&at, err) : SSJC_OK;
}
