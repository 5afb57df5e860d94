#include "zip_file.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* How much of the file is in memory at most. */
enum { LAST_MAX = 1 << 20 };

static bool put(const struct zip_file *f, const char *p, size_t n, uint64_t at)
{
	while (n > 0) {
		ssize_t done = pwrite(f->fd, p, n, (off_t)at);

		if (done < 0 && errno != EINTR)
			return false;
		if (done > 0) {
			p += done;
			n -= (size_t)done;
			at += (uint64_t)done;
		}
	}
	return true;
}

static bool flush(struct zip_file *f)
{
	if (f->last.failed || !put(f, f->last.p, f->last.n, f->written))
		return false;
	f->written += f->last.n;
	buf_clear(&f->last);
	return true;
}

/* minizip opens nothing by its name. */
static voidpf open_it(voidpf f, const void *name, int mode)
{
	(void)name;
	(void)mode;
	return f;
}

static uLong read_it(voidpf opaque, voidpf stream, void *to, uLong n)
{
	(void)opaque;
	(void)stream;
	(void)to;
	(void)n;
	return 0;
}

static uLong write_it(voidpf opaque, voidpf stream, const void *from, uLong size)
{
	struct zip_file *f = stream;
	const char *p = from;
	size_t n = size, before = 0;

	(void)opaque;
	if (f->at < f->written) {
		before = f->written - f->at < n ? (size_t)(f->written - f->at) : n;
		if (!put(f, p, before, f->at))
			return 0;
		f->at += before;
		p += before;
		n -= before;
	}
	/* What is there is overwritten, and what is beyond its end is added. */
	if (n > 0) {
		size_t at = (size_t)(f->at - f->written), over = f->last.n - at;

		over = over < n ? over : n;
		if (over > 0)
			memcpy(f->last.p + at, p, over);
		buf_add(&f->last, p + over, n - over);
		f->at += n;
	}
	if (f->last.failed || (f->last.n > LAST_MAX && !flush(f)))
		return 0;
	return size;
}

static ZPOS64_T tell_it(voidpf opaque, voidpf stream)
{
	(void)opaque;
	return ((struct zip_file *)stream)->at;
}

static long seek_it(voidpf opaque, voidpf stream, ZPOS64_T to, int from)
{
	struct zip_file *f = stream;

	(void)opaque;
	if (from != ZLIB_FILEFUNC_SEEK_SET || to > f->written + f->last.n)
		return -1;
	f->at = to;
	return 0;
}

static int close_it(voidpf opaque, voidpf stream)
{
	struct zip_file *f = stream;
	int failed = !flush(f);

	(void)opaque;
	buf_free(&f->last);
	return failed;
}

static int error_it(voidpf opaque, voidpf stream)
{
	(void)opaque;
	return ((struct zip_file *)stream)->last.failed;
}

zlib_filefunc64_def zip_file_functions(struct zip_file *f)
{
	return (zlib_filefunc64_def){.zopen64_file = open_it,
	    .zread_file = read_it,
	    .zwrite_file = write_it,
	    .ztell64_file = tell_it,
	    .zseek64_file = seek_it,
	    .zclose_file = close_it,
	    .zerror_file = error_it,
	    .opaque = f};
}
