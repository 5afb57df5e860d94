#define _POSIX_C_SOURCE 200809L /* posix_fadvise */

#include "ssjc/base/large.h"

#include "ssjc/base/file.h"
#include "ssjc/base/language.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

struct large {
	FILE *spool;
	bool borrowed;
	uint64_t at; /* in spool */
	size_t size;
	struct buf head;
};

enum { HEAD = 1 << 16 };

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static size_t limit(int resource)
{
	struct rlimit l;

	if (getrlimit(resource, &l) != 0 || l.rlim_cur == RLIM_INFINITY || l.rlim_cur > SIZE_MAX)
		return SIZE_MAX;
	return (size_t)l.rlim_cur;
}

size_t large_bound(void)
{
	enum { PART = 4 };
	long pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
	size_t memory = pages > 0 && page > 0 ? (size_t)pages * (size_t)page : SIZE_MAX;

	return least(memory, least(limit(RLIMIT_AS), limit(RLIMIT_DATA))) / PART;
}

static ssjc_rc fail_disk(int why, struct ssjc_err *err)
{
	ssjc_rc rc = ssjc_fail(err, SSJC_SYSTEM,
	    "cannot keep a file that is too large for memory, in the folder %s (TMPDIR names "
	    "another)",
	    file_tmpdir());

	ssjc_err_errno(err, why);
	return rc;
}

/* Without a heap for each thread: glibc keeps 64 MiB of addresses for one. */
static void share_heap(void)
{
#ifdef M_ARENA_MAX
	mallopt(M_ARENA_MAX, 1);
#endif
}

ssjc_rc large_open(struct large **out, const char *p, size_t n, struct ssjc_err *err)
{
	ssjc_rc rc;

	share_heap();
	*out = calloc(1, sizeof **out);
	if (!*out)
		return ssjc_fail_memory(err);
	rc = file_spool(&(*out)->spool, err);
	return rc || n == 0 ? rc : large_add(*out, p, n, err);
}

ssjc_rc large_add(struct large *l, const char *p, size_t n, struct ssjc_err *err)
{
	if (l->head.n < HEAD)
		buf_add(&l->head, p, least(n, HEAD - l->head.n));
	if (l->head.failed)
		return ssjc_fail_memory(err);
	errno = 0;
	if (fwrite(p, 1, n, l->spool) != n)
		return fail_disk(errno, err);
	l->size += n;
	return SSJC_OK;
}

ssjc_rc large_end(struct large *l, struct ssjc_err *err)
{
	errno = 0;
	return fflush(l->spool) == 0 ? SSJC_OK : fail_disk(errno, err);
}

ssjc_rc large_part(struct large **out, FILE *spool, uint64_t at, size_t n, struct ssjc_err *err)
{
	struct large *l = *out = calloc(1, sizeof *l);

	if (!l)
		return ssjc_fail_memory(err);
	l->spool = spool;
	l->borrowed = true;
	l->at = at;
	l->size = n;
	return large_read(l, 0, HEAD, &l->head, err);
}

void large_close(struct large *l)
{
	if (!l)
		return;
	if (l->spool && !l->borrowed)
		fclose(l->spool);
	buf_free(&l->head);
	free(l);
}

size_t large_size(const struct large *l)
{
	return l->size;
}

struct str large_head(const struct large *l)
{
	return buf_text(&l->head);
}

ssjc_rc large_read(
    const struct large *l, size_t from, size_t to, struct buf *out, struct ssjc_err *err)
{
	size_t n = least(to, l->size) - least(from, l->size);
	char *p;

	buf_clear(out);
	p = buf_room(out, n + 1);
	if (!p)
		return ssjc_fail_memory(err);
	if (!file_read_at(l->spool, p, n, l->at + from))
		return ssjc_fail_errno(err, N_("cannot read the temporary file"));
	buf_wrote(out, n);
	return SSJC_OK;
}

ssjc_rc large_map(const struct large *l, struct str *out, struct ssjc_err *err)
{
	return file_map(l->spool, l->at, l->size, out, err);
}

void large_expect(const struct large *l, size_t offset, size_t n)
{
	posix_fadvise(fileno(l->spool), (off_t)(l->at + offset), (off_t)n, POSIX_FADV_WILLNEED);
}

ssjc_rc large_lines(const struct large *l, size_t offset, uint64_t *n, struct ssjc_err *err)
{
	enum { PIECE = 1 << 20 };
	struct buf piece = {0};
	ssjc_rc rc = SSJC_OK;

	*n = 0;
	for (size_t at = 0; at < offset; at += PIECE) {
		struct str text;

		rc = large_read(l, at, least(at + PIECE, offset), &piece, err);
		if (rc)
			goto out;
		text = buf_text(&piece);
		*n += str_line(text, text.n) - 1;
	}
out:
	buf_free(&piece);
	return rc;
}
