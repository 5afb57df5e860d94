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
	struct zip_in *z = opaque;
	size_t left = z->bytes.n - z->at, n = size < left ? size : left;

	(void)stream;
	if (n)
		memcpy(to, z->bytes.p + z->at, n);
	z->at += n;
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
	struct zip_in *z = opaque;
	uint64_t base = origin == ZLIB_FILEFUNC_SEEK_CUR ? z->at
	    : origin == ZLIB_FILEFUNC_SEEK_END           ? z->bytes.n
	                                                 : 0;

	(void)stream;
	if (offset > z->bytes.n - base)
		return -1;
	z->at = (size_t)(base + offset);
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
	struct zip_in *z = calloc(1, sizeof *z);
	zlib_filefunc64_def io = {
	    mem_open, mem_read, mem_write, mem_tell, mem_seek, mem_done, mem_done, z};

	*out = NULL;
	if (!z)
		return ssjc_fail_memory(err);
	z->bytes = bytes;
	z->name = name;
	z->zip = unzOpen2_64(name, &io);
	if (!z->zip) {
		zip_in_close(z);
		return ssjc_fail_at(err, SSJC_INPUT, name, 0, NULL,
		    "is a damaged zip archive: was it copied to its end?");
	}
	*out = z;
	return SSJC_OK;
}

static void part_close(struct zip_in *z)
{
	if (z->open)
		unzCloseCurrentFile(z->zip);
	z->open = false;
}

void zip_in_close(struct zip_in *z)
{
	if (!z)
		return;
	part_close(z);
	if (z->zip)
		unzClose(z->zip);
	free(z);
}

bool zip_in_has(struct zip_in *z, const char *path)
{
	part_close(z);
	return unzLocateFile(z->zip, path, IGNORE_CASE) == UNZ_OK;
}

static ssjc_rc fail(struct zip_in *z, const char *what, struct ssjc_err *err)
{
	return ssjc_fail_at(err, SSJC_INPUT, z->name, 0, NULL, "its part %s %s", z->part, what);
}

ssjc_rc zip_in_part(struct zip_in *z, const char *path, struct ssjc_err *err)
{
	unz_file_info64 info;
	size_t n = strlen(path) < sizeof z->part ? strlen(path) : sizeof z->part - 1;

	memcpy(z->part, path, n);
	z->part[n] = '\0';
	if (!zip_in_has(z, path))
		return fail(z, "is missing", err);
	if (unzGetCurrentFileInfo64(z->zip, &info, NULL, 0, NULL, 0, NULL, 0) != UNZ_OK)
		return fail(z, "is damaged", err);
	if (info.flag & ENCRYPTED)
		return fail(z, "is encrypted: save the file without a password", err);
	if (unzOpenCurrentFile(z->zip) != UNZ_OK)
		return fail(z, "cannot be unpacked", err);
	z->open = true;
	z->packed = info.compressed_size < z->bytes.n ? info.compressed_size : z->bytes.n;
	z->read = 0;
	return SSJC_OK;
}

ssjc_rc zip_in_read(struct zip_in *z, void *to, size_t size, size_t *got, struct ssjc_err *err)
{
	int n = unzReadCurrentFile(z->zip, to, (unsigned)size);

	*got = 0;
	if (n < 0)
		return fail(z, "is damaged", err);
	if (n == 0) {
		z->open = false;
		return unzCloseCurrentFile(z->zip) == UNZ_CRCERROR
		    ? fail(z, "is damaged: its checksum is wrong", err)
		    : SSJC_OK;
	}
	z->read += (unsigned)n;
	if (z->read > HARMLESS && z->read / RATIO_MAX > z->packed)
		return fail(z, "unpacks to more than 200 times its size: not a roster", err);
	*got = (size_t)n;
	return SSJC_OK;
}
