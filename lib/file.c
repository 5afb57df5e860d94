#include "ssjc/file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *name_of(const char *path)
{
	return strcmp(path, "-") == 0 ? "standard input" : path;
}

static ssjc_code fail_at(struct ssjc_err *err, const char *path, const char *what)
{
	return ssjc_fail_at(err, SSJC_SYSTEM, path, 0, NULL, "%s: %s", what, strerror(errno));
}

/* Copy fd into an unlinked temporary file; its descriptor, or -1. */
static int spool(int fd)
{
	const char *dir = getenv("TMPDIR");
	char *chunk = malloc(1 << 16), name[4096];
	int to = -1, saved;
	ssize_t got;

	if (!chunk || snprintf(name, sizeof name, "%s/ssjc-XXXXXX",
			  dir && *dir ? dir : "/tmp") >= (int)sizeof name) {
		free(chunk);
		errno = ENAMETOOLONG;
		return -1;
	}
	to = mkstemp(name);
	if (to >= 0)
		unlink(name);
	while (to >= 0 && (got = read(fd, chunk, 1 << 16)) != 0) {
		ssize_t put = 0;

		if (got < 0 && errno == EINTR)
			continue;
		while (got > 0 && put < got) {
			ssize_t w = write(to, chunk + put, (size_t)(got - put));

			if (w < 0 && errno == EINTR)
				continue;
			if (w < 0)
				got = -1;
			else
				put += w;
		}
		if (got < 0) {
			saved = errno;
			close(to);
			errno = saved;
			to = -1;
		}
	}
	free(chunk);
	return to;
}

ssjc_code file_open(struct file *f, const char *path, struct ssjc_err *err)
{
	int fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	ssjc_code code = SSJC_OK;
	struct stat st;

	*f = (struct file){.bytes = {"", 0}, .name = name_of(path)};
	if (fd < 0)
		return ssjc_fail_at(err, errno == ENOENT ? SSJC_INPUT : SSJC_SYSTEM, path, 0, NULL,
		    "cannot open it: %s", strerror(errno));
	if (fstat(fd, &st) != 0) {
		code = fail_at(err, f->name, "cannot read it");
		goto out;
	}
	if (S_ISDIR(st.st_mode)) {
		code = ssjc_fail_at(err, SSJC_INPUT, f->name, 0, NULL, "is a folder, not a file");
		goto out;
	}
	if (!S_ISREG(st.st_mode)) {
		int spooled = spool(fd);

		if (spooled < 0 || fstat(spooled, &st) != 0) {
			code = fail_at(err, f->name, "cannot spool it to a temporary file");
			goto out;
		}
		if (fd != STDIN_FILENO)
			close(fd);
		fd = spooled;
	}
	if (st.st_size > 0) {
		f->map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
		if (f->map == MAP_FAILED) {
			f->map = NULL;
			code = fail_at(err, f->name, "cannot map it");
			goto out;
		}
		f->map_size = (size_t)st.st_size;
		f->bytes = (struct str){f->map, f->map_size};
	}
out:
	if (fd != STDIN_FILENO)
		close(fd);
	return code;
}

void file_close(struct file *f)
{
	if (f->map)
		munmap(f->map, f->map_size);
	*f = (struct file){.bytes = {"", 0}};
}

/*
 * The temporary files that exist now, for file_unlink_pending: a slot is
 * published last and withdrawn first, so that a signal never sees half of one.
 */
static char *volatile pending[1 << 14];

char *file_temporary(const char *path, struct ssjc_err *err)
{
	size_t n = strlen(path) + sizeof ".XXXXXX", slot = 0;
	char *name = malloc(n);
	mode_t mask;
	int fd;

	if (!name) {
		ssjc_fail_memory(err);
		return NULL;
	}
	snprintf(name, n, "%s.XXXXXX", path);
	fd = mkstemp(name);
	if (fd < 0) {
		fail_at(err, path, "cannot write beside it");
		free(name);
		return NULL;
	}
	/* mkstemp makes 0600; an output is as readable as any other file. */
	mask = umask(0);
	umask(mask);
	fchmod(fd, 0666 & ~mask);
	close(fd);
	while (slot < sizeof pending / sizeof pending[0] && pending[slot])
		slot++;
	if (slot < sizeof pending / sizeof pending[0])
		pending[slot] = name;
	return name;
}

static void withdraw(const char *temporary)
{
	for (size_t i = 0; i < sizeof pending / sizeof pending[0]; i++)
		if (pending[i] == temporary)
			pending[i] = NULL;
}

void file_forget(char *temporary)
{
	if (!temporary)
		return;
	unlink(temporary);
	withdraw(temporary);
	free(temporary);
}

void file_unlink_pending(void)
{
	for (size_t i = 0; i < sizeof pending / sizeof pending[0]; i++)
		if (pending[i])
			unlink(pending[i]);
}

ssjc_code file_rename(char *temporary, const char *path, struct ssjc_err *err)
{
	int fd = open(temporary, O_RDONLY | O_CLOEXEC);
	ssjc_code code = SSJC_OK;

	if (fd < 0 || fsync(fd) != 0)
		code = fail_at(err, path, "cannot write it");
	if (fd >= 0)
		close(fd);
	if (code == SSJC_OK && rename(temporary, path) != 0)
		code = fail_at(err, path, "cannot rename to it");
	if (code != SSJC_OK) {
		file_forget(temporary);
		return code;
	}
	withdraw(temporary);
	free(temporary);
	return SSJC_OK;
}

ssjc_code out_open(struct out *o, const char *path, struct ssjc_err *err)
{
	*o = (struct out){0};
	if (!path || strcmp(path, "-") == 0) {
		o->f = stdout;
		return SSJC_OK;
	}
	o->path = strdup(path);
	if (!o->path)
		return ssjc_fail_memory(err);
	o->temporary = file_temporary(path, err);
	if (o->temporary)
		o->f = fopen(o->temporary, "w");
	if (!o->f) {
		if (o->temporary)
			fail_at(err, path, "cannot write it");
		out_abort(o);
		return SSJC_SYSTEM;
	}
	return SSJC_OK;
}

ssjc_code out_flush(struct out *o, struct ssjc_err *err)
{
	errno = 0;
	if (fflush(o->f) != 0 || ferror(o->f))
		return fail_at(err, o->path ? o->path : "standard output", "cannot write it");
	return SSJC_OK;
}

ssjc_code out_finish(struct out *o, struct ssjc_err *err)
{
	ssjc_code code = out_flush(o, err);
	FILE *f = o->f;

	if (code != SSJC_OK) {
		out_abort(o);
		return code;
	}
	o->f = NULL;
	errno = 0;
	if (fclose(f) != 0) {
		code = fail_at(err, o->path ? o->path : "standard output", "cannot write it");
		out_abort(o);
		return code;
	}
	if (o->temporary) {
		code = file_rename(o->temporary, o->path, err);
		o->temporary = NULL;
	}
	out_abort(o);
	return code;
}

void out_abort(struct out *o)
{
	if (o->f && o->f != stdout)
		fclose(o->f);
	file_forget(o->temporary);
	free(o->path);
	*o = (struct out){0};
}

ssjc_code file_create(const char *path, unsigned mode, struct str text, struct ssjc_err *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, (mode_t)mode);
	ssjc_code code = SSJC_OK;

	if (fd < 0)
		return fail_at(err, path, "cannot make it");
	errno = ENOSPC; /* what a short write means */
	if (write(fd, text.p, text.n) != (ssize_t)text.n || fsync(fd) != 0) {
		code = fail_at(err, path, "cannot write it");
		unlink(path);
	}
	close(fd);
	return code;
}

char *path_join(struct arena *a, const char *dir, struct str name)
{
	size_t n = strlen(dir);
	char *p;

	if (n == 0 || (name.n > 0 && name.p[0] == '/'))
		return arena_cstr(a, name);
	p = arena_alloc(a, n + 1 + name.n + 1);
	if (!p)
		return NULL;
	memcpy(p, dir, n);
	p[n] = '/';
	if (name.n)
		memcpy(p + n + 1, name.p, name.n);
	return p;
}

struct str path_dir(const char *path)
{
	const char *slash = strrchr(path, '/');

	return (struct str){path, slash ? (slash == path ? 1 : (size_t)(slash - path)) : 0};
}
