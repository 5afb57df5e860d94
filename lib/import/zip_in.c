#include "zip_in.h"

#include <minizip/unzip.h>
#include <stdlib.h>
#include <string.h>

/*
 * Sheets are packed 20 to 40 times smaller, a zip bomb more than 1000 times, and
 * rows that are all alike and empty 300 times. So many bytes may be of any ratio:
 * they do no harm, and a sheet of nothing but such rows is no longer.
 */
enum { RATIO_MAX = 200, HARMLESS = 48 << 20, PARTS_MAX = 1 << 16, ENCRYPTED = 1 };

/* A part by its name in the one form that names are compared in. */
struct part {
	struct str name;
	unz64_file_pos at;
};

struct zip_in {
	struct str bytes;
	const char *name;
	size_t at; /* where minizip reads next */
	unzFile zip;
	struct part *dir; /* by name */
	size_t n_parts, part_cap;
	struct arena arena;
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

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 32;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* A part's name as names are compared, into to, which has room for as many bytes. */
static size_t plain_name(const char *z, char *to)
{
	size_t n = 0;

	while (*z == '/' || *z == '\\')
		z++;
	for (; *z; z++) {
		char c = *z;

		if (c == '%' && hex(z[1]) >= 0 && hex(z[2]) >= 0) {
			c = (char)(hex(z[1]) << 4 | hex(z[2]));
			z += 2;
		}
		if (c >= 'A' && c <= 'Z')
			c |= 32;
		to[n++] = c == '\\' ? '/' : c;
	}
	return n;
}

static int by_name(const void *a, const void *b)
{
	return str_cmp(((const struct part *)a)->name, ((const struct part *)b)->name);
}

static ssjc_rc add_part(struct zip_in *z, struct ssjc_err *err)
{
	char name[1024], *copy;
	struct part *p;

	if (unzGetCurrentFileInfo64(z->zip, NULL, name, sizeof name, NULL, 0, NULL, 0) != UNZ_OK)
		return SSJC_OK;
	name[sizeof name - 1] = '\0';
	copy = arena_alloc(&z->arena, strlen(name) + 1);
	if (!copy || !array_grow(&z->dir, &z->part_cap, z->n_parts, sizeof *z->dir))
		return ssjc_fail_memory(err);
	p = &z->dir[z->n_parts];
	p->name = (struct str){copy, plain_name(name, copy)};
	z->n_parts += unzGetFilePos64(z->zip, &p->at) == UNZ_OK;
	return SSJC_OK;
}

/* Two parts of one name are refused: a spreadsheet might take the other one. */
static ssjc_rc read_dir(struct zip_in *z, struct ssjc_err *err)
{
	for (int more = unzGoToFirstFile(z->zip); more == UNZ_OK; more = unzGoToNextFile(z->zip)) {
		ssjc_rc rc = add_part(z, err);

		if (rc)
			return rc;
		if (z->n_parts > PARTS_MAX)
			return ssjc_fail_at(err, SSJC_INPUT, z->name, 0, NULL,
			    "has more than %d parts: it is not a workbook", PARTS_MAX);
	}
	if (z->n_parts > 1)
		qsort(z->dir, z->n_parts, sizeof *z->dir, by_name);
	for (size_t i = 1; i < z->n_parts; i++)
		if (str_eq(z->dir[i - 1].name, z->dir[i].name))
			return ssjc_fail_at(err, SSJC_INPUT, z->name, 0, NULL,
			    "has two parts of the name %.*s", STR_ARG(z->dir[i].name));
	return SSJC_OK;
}

ssjc_rc zip_in_open(struct zip_in **out, struct str bytes, const char *name, struct ssjc_err *err)
{
	struct zip_in *z = calloc(1, sizeof *z);
	zlib_filefunc64_def io = {
	    mem_open, mem_read, mem_write, mem_tell, mem_seek, mem_done, mem_done, z};
	ssjc_rc rc;

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
	rc = read_dir(z, err);
	if (rc) {
		zip_in_close(z);
		return rc;
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
	free(z->dir);
	arena_free(&z->arena);
	free(z);
}

static const struct part *find(const struct zip_in *z, const char *path)
{
	char name[1024];
	struct part key = {.name = {name, 0}};

	if (strlen(path) >= sizeof name || z->n_parts == 0)
		return NULL;
	key.name.n = plain_name(path, name);
	return bsearch(&key, z->dir, z->n_parts, sizeof *z->dir, by_name);
}

bool zip_in_has(const struct zip_in *z, const char *path)
{
	return find(z, path) != NULL;
}

static ssjc_rc fail(struct zip_in *z, const char *what, struct ssjc_err *err)
{
	ssjc_fail_text_at(err, SSJC_INPUT, z->name, 0, NULL, what);
	ssjc_err_before(err, "its part %s ", z->part);
	return SSJC_INPUT;
}

ssjc_rc zip_in_part(struct zip_in *z, const char *path, struct ssjc_err *err)
{
	unz_file_info64 info;
	const struct part *p;
	unz64_file_pos at;
	size_t n = strlen(path) < sizeof z->part ? strlen(path) : sizeof z->part - 1;

	memcpy(z->part, path, n);
	z->part[n] = '\0';
	part_close(z);
	p = find(z, path);
	if (!p)
		return fail(z, "is missing", err);
	at = p->at;
	if (unzGoToFilePos64(z->zip, &at) != UNZ_OK ||
	    unzGetCurrentFileInfo64(z->zip, &info, NULL, 0, NULL, 0, NULL, 0) != UNZ_OK)
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
