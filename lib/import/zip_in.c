#include "zip_in.h"

#include <minizip/unzip.h>
#include <stdlib.h>
#include <string.h>

/*
 * Sheets are packed 20 to 40 times smaller, a zip bomb more than 1000 times.
 * Small parts may be of any ratio: they do no harm.
 */
enum { RATIO_MAX = 200, HARMLESS = 8 << 20, IGNORE_CASE = 2, ENCRYPTED = 1 };

struct zip_in {
	struct str bytes;
	const char *name;
	size_t at; /* where minizip reads next */
	unzFile zip;
	bool open; /* a part is */
	uint64_t packed, read;
	char part[128]; /* its path, for messages */
};

/* minizip's idea of a file, over the bytes in memory. */
static voidpf mem_open(voidpf opaque, const void *name, int mode)
{
	(void)name;
	(void)mode;
	return opaque;
}

static uLong mem_read(voidpf opaque, voidpf stream, void *to, uLong size)
{
	struct zip_in *p = opaque;
	size_t left = p->bytes.n - p->at, n = size < left ? size : left;

	(void)stream;
	if (n)
		memcpy(to, p->bytes.p + p->at, n);
	p->at += n;
	return (uLong)n;
}

static uLong mem_write(voidpf opaque, voidpf stream, const void *from, uLong size)
{
	(void)opaque;
	(void)stream;
	(void)from;
	(void)size;
	return 0;
}

static ZPOS64_T mem_tell(voidpf opaque, voidpf stream)
{
	(void)stream;
	return ((struct zip_in *)opaque)->at;
}

static long mem_seek(voidpf opaque, voidpf stream, ZPOS64_T offset, int origin)
{
	struct zip_in *p = opaque;
	uint64_t base = origin == ZLIB_FILEFUNC_SEEK_CUR ? p->at
	    : origin == ZLIB_FILEFUNC_SEEK_END           ? p->bytes.n
	                                                 : 0;

	(void)stream;
	if (offset > p->bytes.n - base)
		return -1;
	p->at = (size_t)(base + offset);
	return 0;
}

static int mem_done(voidpf opaque, voidpf stream)
{
	(void)opaque;
	(void)stream;
	return 0;
}

ssjc_rc zip_in_open(struct zip_in **out, struct str bytes, const char *name, struct ssjc_err *err)
{
	struct zip_in *p = calloc(1, sizeof *p);
	zlib_filefunc64_def io = {
	    mem_open, mem_read, mem_write, mem_tell, mem_seek, mem_done, mem_done, p};

	*out = NULL;
	if (!p)
		return ssjc_fail_memory(err);
	p->bytes = bytes;
	p->name = name;
	p->zip = unzOpen2_64(name, &io);
	if (!p->zip) {
		zip_in_close(p);
		return ssjc_fail_at(err, SSJC_INPUT, name, 0, NULL,
		    "is a damaged zip archive: was it copied to its end?");
	}
	*out = p;
	return SSJC_OK;
}

static void part_close(struct zip_in *p)
{
	if (p->open)
		unzCloseCurrentFile(p->zip);
	p->open = false;
}

void zip_in_close(struct zip_in *p)
{
	if (!p)
		return;
	part_close(p);
	if (p->zip)
		unzClose(p->zip);
	free(p);
}

bool zip_in_has(struct zip_in *p, const char *path)
{
	part_close(p);
	return unzLocateFile(p->zip, path, IGNORE_CASE) == UNZ_OK;
}

static ssjc_rc fail(struct zip_in *p, const char *what, struct ssjc_err *err)
{
	return ssjc_fail_at(err, SSJC_INPUT, p->name, 0, NULL, "its part %s %s", p->part, what);
}

ssjc_rc zip_in_part(struct zip_in *p, const char *path, struct ssjc_err *err)
{
	unz_file_info64 info;
	size_t n = strlen(path) < sizeof p->part ? strlen(path) : sizeof p->part - 1;

	memcpy(p->part, path, n);
	p->part[n] = '\0';
	if (!zip_in_has(p, path))
		return fail(p, "is missing", err);
	if (unzGetCurrentFileInfo64(p->zip, &info, NULL, 0, NULL, 0, NULL, 0) != UNZ_OK)
		return fail(p, "is damaged", err);
	if (info.flag & ENCRYPTED)
		return fail(p, "is encrypted: save the file without a password", err);
	if (unzOpenCurrentFile(p->zip) != UNZ_OK)
		return fail(p, "cannot be unpacked", err);
	p->open = true;
	p->packed = info.compressed_size < p->bytes.n ? info.compressed_size : p->bytes.n;
	p->read = 0;
	return SSJC_OK;
}

ssjc_rc zip_in_read(struct zip_in *p, void *to, size_t size, size_t *got, struct ssjc_err *err)
{
	int n = unzReadCurrentFile(p->zip, to, (unsigned)size);

	*got = 0;
	if (n < 0)
		return fail(p, "is damaged", err);
	if (n == 0) {
		p->open = false;
		return unzCloseCurrentFile(p->zip) == UNZ_CRCERROR
		    ? fail(p, "is damaged: its checksum is wrong", err)
		    : SSJC_OK;
	}
	p->read += (unsigned)n;
	if (p->read > HARMLESS && p->read / RATIO_MAX > p->packed)
		return fail(p, "unpacks to more than 200 times its size: not a roster", err);
	*got = (size_t)n;
	return SSJC_OK;
}
