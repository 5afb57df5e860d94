#define _XOPEN_SOURCE 700 /* realpath */
#define _GNU_SOURCE       /* madvise, mkostemp */

#include "ssjc/base/file.h"

#include "ssjc/base/language.h"
#include "ssjc/base/large.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- Inputs ---- */

/* A digest in the making: one thread reads the file, another follows it. */
struct file_digest {
	const char *bytes;
	struct digest *digest;
	pthread_t follower;
	bool follows;
	size_t done;          /* bytes digested */
	pthread_mutex_t lock; /* on what follows */
	pthread_cond_t more;
	size_t n; /* bytes read */
	bool end; /* no more will come */
};

static ssjc_rc digest_new(struct file_digest **out, struct ssjc_err *err)
{
	struct file_digest *d = calloc(1, sizeof *d);

	*out = d;
	if (!d)
		return ssjc_fail_memory(err);
	pthread_mutex_init(&d->lock, NULL);
	pthread_cond_init(&d->more, NULL);
	return digest_open(&d->digest, err);
}

static void *follow(void *arg)
{
	struct file_digest *d = arg;
	bool last = false;

	while (!last) {
		size_t n;

		pthread_mutex_lock(&d->lock);
		while (d->n == d->done && !d->end)
			pthread_cond_wait(&d->more, &d->lock);
		n = d->n;
		last = d->end;
		pthread_mutex_unlock(&d->lock);
		digest_add(d->digest, d->bytes + d->done, n - d->done);
		d->done = n;
	}
	return NULL;
}

static void tell(struct file_digest *d, size_t n, bool end)
{
	if (!d || !d->follows)
		return;
	pthread_mutex_lock(&d->lock);
	d->n = n;
	d->end = end;
	pthread_cond_signal(&d->more);
	pthread_mutex_unlock(&d->lock);
}

/* Have the follower digest all that was read, and end. */
static void catch_up(struct file_digest *d)
{
	if (!d || !d->follows)
		return;
	tell(d, d->n, true);
	pthread_join(d->follower, NULL);
	d->follows = false;
}

static void digest_drop(struct file_digest *d)
{
	if (!d)
		return;
	catch_up(d);
	pthread_mutex_destroy(&d->lock);
	pthread_cond_destroy(&d->more);
	digest_free(d->digest);
	free(d);
}

/* Memory for a whole file: in large pages where possible, as it is read several times. */
static char *room(size_t n)
{
	enum { PAGE = 2 << 20 };
	char *p;

	if (n < 4 * PAGE)
		return malloc(n);
	p = aligned_alloc(PAGE, (n + PAGE - 1) / PAGE * PAGE);
#ifdef MADV_HUGEPAGE
	if (p)
		madvise(p, n, MADV_HUGEPAGE);
#endif
	return p;
}

/*
 * What is too large for memory goes into a temporary file: n bytes that were read already,
 * and all that is left in fd.
 */
static ssjc_rc read_large(struct file *f, int fd, size_t n, struct ssjc_err *err)
{
	enum { PIECE = 1 << 20 };
	struct digest *digest = f->digest->digest;
	char *head;
	ssjc_rc rc;

	catch_up(f->digest);
	digest_add(digest, f->own + f->digest->done, n - f->digest->done);
	f->digest->done = 0;
	rc = large_open(&f->large, f->own, n, err);
	if (rc)
		return rc;
	free(f->own);
	f->own = head = malloc(PIECE);
	if (!head)
		return ssjc_fail_memory(err);
	for (ssize_t got = 1; got != 0;) {
		got = read(fd, head, PIECE);
		if (got < 0 && errno != EINTR)
			return ssjc_fail_errno_at(err, f->name, N_("cannot read it"));
		if (got <= 0)
			continue;
		digest_add(digest, head, (size_t)got);
		rc = large_add(f->large, head, (size_t)got, err);
		if (rc)
			return rc;
	}
	return large_end(f->large, err);
}

static ssjc_rc fail_room(const char *name, struct ssjc_err *err)
{
	return ssjc_fail_at(err, SSJC_SYSTEM, name, 0, NULL,
	    "does not fit into the memory that this process may have");
}

/* It is not in memory as a whole: on the disk instead, where that is of use. */
static ssjc_rc does_not_fit(struct file *f, int fd, size_t n, struct ssjc_err *err)
{
	return f->may_be_large ? read_large(f, fd, n, err) : fail_room(f->name, err);
}

/* All that is left in fd. cap is a guess; one byte more than the size saves a copy. */
static ssjc_rc read_all(struct file *f, int fd, size_t cap, struct ssjc_err *err)
{
	enum { PIECE = 4 << 20 };
	struct file_digest *d = f->digest;
	size_t n = 0, most = f->may_be_large ? large_bound() : SIZE_MAX;
	ssize_t got = 1;

	f->own = cap > most ? NULL : room(cap);
	if (!f->own)
		return does_not_fit(f, fd, 0, err);
	if (d) {
		d->bytes = f->own;
		d->follows = cap > PIECE && pthread_create(&d->follower, NULL, follow, d) == 0;
	}
	while (got != 0) {
		if (n == cap) {
			/* It grew while it was read, and may have to move. */
			catch_up(d);
			if (n > most / 2 || !array_grow(&f->own, &cap, n, 1))
				return does_not_fit(f, fd, n, err);
		}
		got = read(fd, f->own + n, cap - n < PIECE ? cap - n : PIECE);
		if (got < 0 && errno != EINTR)
			return ssjc_fail_errno_at(err, f->name, N_("cannot read it"));
		if (got > 0)
			n += (size_t)got;
		tell(d, n, got == 0);
	}
	f->bytes = (struct str){f->own, n};
	return SSJC_OK;
}

static ssjc_rc open_file(struct file *f, const char *path, struct ssjc_err *err)
{
	bool standard = strcmp(path, "-") == 0;
	int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	ssjc_rc rc;
	struct stat st;

	f->name = standard ? "standard input" : path;
	if (fd < 0) {
		rc = errno == ENOENT ? SSJC_INPUT : SSJC_SYSTEM;
		ssjc_fail_errno_at(err, path, N_("cannot open it"));
		return err ? (err->rc = rc) : rc;
	}
	if (fstat(fd, &st) != 0) {
		rc = ssjc_fail_errno_at(err, f->name, N_("cannot read it"));
	} else if (S_ISDIR(st.st_mode)) {
		rc = ssjc_fail_at(err, SSJC_INPUT, f->name, 0, NULL, "is a folder, not a file");
	} else {
		f->piped = standard || !S_ISREG(st.st_mode);
		f->shared = S_ISREG(st.st_mode) && (st.st_mode & (S_IRGRP | S_IROTH));
		f->exposed = S_ISREG(st.st_mode) && (st.st_mode & (S_IWGRP | S_IWOTH));
		rc = read_all(f, fd, S_ISREG(st.st_mode) ? (size_t)st.st_size + 1 : 1 << 16, err);
	}
	if (!standard)
		close(fd);
	return rc;
}

ssjc_rc file_open(struct file *f, const char *path, struct ssjc_err *err)
{
	*f = (struct file){.bytes = STR("")};
	return open_file(f, path, err);
}

ssjc_rc file_open_digest(struct file *f, const char *path, struct ssjc_err *err)
{
	ssjc_rc rc;

	*f = (struct file){.bytes = STR("")};
	rc = digest_new(&f->digest, err);
	if (rc)
		return rc;
	return open_file(f, path, err);
}

ssjc_rc file_open_large(struct file *f, const char *path, struct ssjc_err *err)
{
	ssjc_rc rc;

	*f = (struct file){.bytes = STR(""), .may_be_large = true};
	rc = digest_new(&f->digest, err);
	return rc ? rc : open_file(f, path, err);
}

ssjc_rc file_digest(struct file *f, char digest[DIGEST_HEX], struct ssjc_err *err)
{
	unsigned char raw[DIGEST_SIZE];
	ssjc_rc rc;

	catch_up(f->digest);
	digest_add(f->digest->digest, f->bytes.p + f->digest->done, f->bytes.n - f->digest->done);
	rc = digest_final(f->digest->digest, raw, err);
	digest_drop(f->digest);
	f->digest = NULL;
	if (rc)
		return rc;
	hex_of(raw, sizeof raw, digest);
	return SSJC_OK;
}

ssjc_rc file_check_secret(const struct file *f, struct ssjc_err *err)
{
	if (!f->shared)
		return SSJC_OK;
	return ssjc_fail_at(err, SSJC_REFUSED, f->name, 0, NULL,
	    "is a secret that others may read, as its mode says: chmod 600 makes it its owner's "
	    "alone; if others may have read it already, make another");
}

ssjc_rc file_check_trusted(const struct file *f, struct ssjc_err *err)
{
	if (!f->exposed)
		return SSJC_OK;
	return ssjc_fail_at(err, SSJC_REFUSED, f->name, 0, NULL,
	    "others may write to it, as its mode says, and send results and secrets to another "
	    "place: look at what is in it, then chmod go-w");
}

void file_close(struct file *f)
{
	digest_drop(f->digest);
	free(f->own);
	large_close(f->large);
	*f = (struct file){.bytes = STR("")};
}

void file_drop(struct file *f)
{
	free(f->own);
	f->own = NULL;
	f->bytes = STR("");
}

/* ---- Temporary files ---- */

/*
 * Those that exist now, for file_unlink_pending. A slot is filled when its name
 * is whole, and emptied after the file has gone and before the name is freed: a
 * signal may unlink in vain, but neither misses a file nor sees half a name.
 */
static char *volatile pending[1 << 14];

static bool is_standard_output(const struct stat *st)
{
	struct stat standard;

	return fstat(STDOUT_FILENO, &standard) == 0 && standard.st_dev == st->st_dev &&
	    standard.st_ino == st->st_ino;
}

/*
 * Is path written into, and not replaced? So is what exists and is not a
 * regular file (a pipe, a device), and whatever standard output is already.
 */
static bool written_into(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && (!S_ISREG(st.st_mode) || is_standard_output(&st));
}

/* What the symbolic link says, malloc'd: a relative path counts from its folder. */
static char *link_text(const char *path)
{
	char text[PATH_MAX];
	ssize_t n = readlink(path, text, sizeof text);
	struct str dir = path_dir(path);
	struct buf next = {0};

	if (n < 0)
		return NULL;
	if (dir.n && text[0] != '/')
		buf_printf(&next, "%.*s/", STR_ARG(dir));
	buf_add(&next, text, (size_t)n);
	if (next.failed)
		buf_free(&next);
	return next.p;
}

/*
 * What path names, malloc'd: of a symbolic link the file that it leads to, also
 * when that is not there yet. NULL with errno, as for links in a ring.
 */
static char *target(const char *path)
{
	struct stat st;
	char *next, *end;

	if (lstat(path, &st) != 0 || !S_ISLNK(st.st_mode))
		return strdup(path);
	if (stat(path, &st) == 0 || errno != ENOENT)
		return realpath(path, NULL);
	next = link_text(path);
	end = next ? target(next) : NULL;
	free(next);
	return end;
}

const char *file_tmpdir(void)
{
	const char *dir = getenv("TMPDIR");

	return dir && *dir ? dir : "/tmp";
}

/* "TMPDIR/ssjc.XXXXXX", malloc'd. */
static char *name_in_tmpdir(void)
{
	struct buf name = {0};

	buf_printf(&name, "%s/ssjc.XXXXXX", file_tmpdir());
	return name.p;
}

/* Beside the file that it will replace; for what is written into, where TMPDIR says. */
static char *temporary_name(const char *path)
{
	char *base = written_into(path) ? NULL : target(path);
	struct buf name = {0};

	if (!base)
		return written_into(path) ? name_in_tmpdir() : NULL;
	buf_printf(&name, "%s.XXXXXX", base);
	free(base);
	return name.p;
}

/* The folder that path is in; -1 when it cannot be read. */
static int open_folder(const char *path)
{
	struct str dir = path_dir(path);
	char *name = dir.n ? strndup(dir.p, dir.n) : strdup(".");
	int fd = name ? open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

	free(name);
	return fd;
}

/* In a sticky folder only its owner and that of a file may replace the file. */
static bool sticks(const char *path, uid_t owner)
{
	char *to = target(path);
	int fd = to ? open_folder(to) : -1;
	struct stat in;
	bool held = fd >= 0 && fstat(fd, &in) == 0 && (in.st_mode & S_ISVTX) && geteuid() != 0 &&
	    geteuid() != in.st_uid && geteuid() != owner;

	if (fd >= 0)
		close(fd);
	free(to);
	return held;
}

/* What would stop us only after all is written is found now; errno says what. */
static bool may_write(const char *path)
{
	struct stat st;

	if (stat(path, &st) != 0 || is_standard_output(&st))
		return true;
	if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
		return access(path, W_OK) == 0;
	if (S_ISREG(st.st_mode) && !sticks(path, st.st_uid))
		return true;
	errno = S_ISDIR(st.st_mode) ? EISDIR : EPERM;
	return false;
}

/* Only one thread at a time fills slots, or has another umask for a moment. */
static pthread_mutex_t process = PTHREAD_MUTEX_INITIALIZER;

static void remember(char *name)
{
	static size_t last; /* most are before it */
	size_t slot = 0;

	pthread_mutex_lock(&process);
	if (last < sizeof pending / sizeof pending[0] && !pending[last])
		slot = last;
	while (slot < sizeof pending / sizeof pending[0] && pending[slot])
		slot++;
	if (slot < sizeof pending / sizeof pending[0])
		pending[slot] = name;
	last = slot + 1;
	pthread_mutex_unlock(&process);
}

ssjc_rc file_temporary(struct file_temporary *t, const char *path, struct ssjc_err *err)
{
	char *name = may_write(path) ? temporary_name(path) : NULL;
	int fd = name ? mkostemp(name, O_CLOEXEC) : -1;

	*t = (struct file_temporary){.fd = -1};
	if (fd < 0) {
		ssjc_rc rc = ssjc_fail_errno_at(err, path, N_("cannot write it"));

		free(name);
		return rc;
	}
	t->name = name;
	t->fd = fd;
	snprintf(t->by_fd, sizeof t->by_fd, "/proc/self/fd/%d", fd);
	remember(name);
	if (access(t->by_fd, W_OK) == 0)
		return SSJC_OK;
	file_forget(t);
	return ssjc_fail_at(err, SSJC_SYSTEM, path, 0, NULL,
	    "cannot write it: /proc, which names open files, is not mounted");
}

static void close_fd(struct file_temporary *t)
{
	if (t->name && t->fd >= 0)
		close(t->fd);
	t->fd = -1;
}

void file_forget(struct file_temporary *t)
{
	if (!t->name)
		return;
	close_fd(t);
	unlink(t->name);
	pthread_mutex_lock(&process);
	for (size_t i = 0; i < sizeof pending / sizeof pending[0]; i++)
		if (pending[i] == t->name) {
			pending[i] = NULL;
			break;
		}
	pthread_mutex_unlock(&process);
	free(t->name);
	*t = (struct file_temporary){.fd = -1};
}

void file_unlink_pending(void)
{
	for (size_t i = 0; i < sizeof pending / sizeof pending[0]; i++)
		if (pending[i])
			unlink(pending[i]);
}

ssjc_rc file_spool(FILE **out, struct ssjc_err *err)
{
	char *name = name_in_tmpdir();
	int fd = name ? mkstemp(name) : -1;
	ssjc_rc rc = SSJC_OK;

	*out = fd < 0 ? NULL : fdopen(fd, "w+");
	if (!*out)
		rc = ssjc_fail_errno_at(
		    err, name ? name : "TMPDIR", N_("cannot make a temporary file"));
	if (fd >= 0)
		unlink(name);
	if (fd >= 0 && !*out)
		close(fd);
	free(name);
	return rc;
}

bool file_read_at(FILE *spool, void *to, size_t n, uint64_t at)
{
	for (size_t done = 0; done < n;) {
		ssize_t got = pread(fileno(spool), (char *)to + done, n - done, (off_t)(at + done));

		if (got < 0 && errno != EINTR)
			return false;
		if (got == 0) {
			errno = EIO;
			return false;
		}
		done += got > 0 ? (size_t)got : 0;
	}
	return true;
}

/* rewind(3) would hide that the file cannot be read from its start: lseek says so. */
ssjc_rc file_pour(FILE *spool, FILE *to, struct ssjc_err *err)
{
	char piece[1 << 16];
	int fd = fileno(spool);
	ssize_t n;

	errno = 0;
	if (fflush(spool) != 0 || ferror(spool) || lseek(fd, 0, SEEK_SET) != 0)
		return ssjc_fail_errno(err, N_("cannot read the temporary file"));
	while ((n = read(fd, piece, sizeof piece)) != 0) {
		if (n < 0 && errno != EINTR)
			return ssjc_fail_errno(err, N_("cannot read the temporary file"));
		if (n > 0 && fwrite(piece, 1, (size_t)n, to) != (size_t)n)
			return ssjc_fail_errno(err, N_("cannot write the output"));
	}
	return fflush(to) == 0 ? SSJC_OK : ssjc_fail_errno(err, N_("cannot write the output"));
}

ssjc_rc file_map(FILE *spool, uint64_t at, size_t n, struct str *out, struct ssjc_err *err)
{
	void *p;

	*out = STR("");
	if (n == 0)
		return SSJC_OK;
	errno = 0;
	p = mmap(NULL, n, PROT_READ, MAP_PRIVATE, fileno(spool), (off_t)at);
	if (p == MAP_FAILED)
		return errno == ENOMEM ? fail_room(NULL, err)
		                       : ssjc_fail_errno(err, N_("cannot read the temporary file"));
	*out = (struct str){p, n};
	return SSJC_OK;
}

void file_unmap(struct str bytes)
{
	if (bytes.n)
		munmap((void *)bytes.p, bytes.n);
}

/* ---- Writing, and being sure of it ---- */

static bool write_all(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t put = write(fd, p, n);

		if (put < 0 && errno != EINTR)
			return false;
		if (put > 0) {
			p += put;
			n -= (size_t)put;
		}
	}
	return true;
}

/* A name is on disk when its folder is. Not every file system can say so (EINVAL). */
static bool sync_folder(const char *path)
{
	int fd = open_folder(path);
	bool good = fd < 0 || fsync(fd) == 0 || errno == EINVAL;

	if (fd >= 0)
		close(fd);
	return good;
}

/* All of the file from its start. */
static bool copy_from(int from, int to)
{
	char piece[1 << 16];
	ssize_t n;

	if (lseek(from, 0, SEEK_SET) != 0)
		return false;
	while ((n = read(from, piece, sizeof piece)) != 0)
		if ((n < 0 && errno != EINTR) || (n > 0 && !write_all(to, piece, (size_t)n)))
			return false;
	return true;
}

static bool copy_into(const char *path, int from)
{
	struct stat st;
	int fd = -1;
	bool good;

	if (stat(path, &st) == 0 && is_standard_output(&st))
		fd = fflush(stdout) == 0 ? dup(STDOUT_FILENO) : -1;
	else
		fd = open(path, O_WRONLY | O_CLOEXEC);
	good = fd >= 0 && copy_from(from, fd);
	if (fd >= 0 && close(fd) != 0)
		good = false;
	return good;
}

/* The mode that the file gets in the place of path. */
static mode_t mode_for(const char *path, enum file_kind kind)
{
	struct stat st;
	mode_t mask;

	pthread_mutex_lock(&process);
	mask = umask(0);
	umask(mask);
	pthread_mutex_unlock(&process);
	if (stat(path, &st) != 0)
		return (mode_t)kind & ~mask;
	return st.st_mode & (kind == FILE_PUBLIC ? 0777 : kind == FILE_SECRET ? 0700 : 0770);
}

ssjc_rc file_settle(
    struct file_temporary *t, const char *path, enum file_kind kind, struct ssjc_err *err)
{
	char *to;
	bool good;

	if (written_into(path))
		return SSJC_OK;
	to = target(path);
	good = to && fchmod(t->fd, mode_for(to, kind)) == 0 && fsync(t->fd) == 0;
	free(to);
	if (!good)
		return ssjc_fail_errno_at(err, path, N_("cannot write it"));
	close_fd(t);
	return SSJC_OK;
}

/* The names in that folder are next: those of another come onto the disk first. */
static bool enter(struct file_names *names, const char *path)
{
	struct str dir = path_dir(path);
	struct str before = names->last ? path_dir(names->last) : STR("");
	char *folder;

	if (names->last && str_eq(dir, before))
		return true;
	folder = strdup(path);
	if (!folder || (names->last && !sync_folder(names->last))) {
		free(folder);
		return false;
	}
	free(names->last);
	names->last = folder;
	return true;
}

static bool replace(const char *path, const char *temporary, struct file_names *names)
{
	char *to = target(path);
	bool good = to && enter(names, to) && rename(temporary, to) == 0;

	free(to);
	return good;
}

ssjc_rc file_move(
    struct file_temporary *t, const char *path, struct file_names *names, struct ssjc_err *err)
{
	bool good = written_into(path) ? copy_into(path, t->fd) : replace(path, t->name, names);
	ssjc_rc rc = good ? SSJC_OK : ssjc_fail_errno_at(err, path, N_("cannot write it"));

	file_forget(t);
	return rc;
}

ssjc_rc file_names_sync(struct file_names *names, struct ssjc_err *err)
{
	ssjc_rc rc = SSJC_OK;

	if (names->last && !sync_folder(names->last))
		rc = ssjc_fail_errno_at(err, names->last, N_("cannot write it"));
	free(names->last);
	*names = (struct file_names){0};
	return rc;
}

ssjc_rc file_rename(struct file_temporary *t, const char *path, struct ssjc_err *err)
{
	struct file_names names = {0};
	ssjc_rc rc = file_move(t, path, &names, err);
	ssjc_rc synced = file_names_sync(&names, rc ? NULL : err);

	return rc ? rc : synced;
}

/* ---- Outputs ---- */

ssjc_rc out_open(struct out *o, const char *path, struct ssjc_err *err)
{
	ssjc_rc rc;
	int fd;

	*o = (struct out){.kind = FILE_INTERNAL};
	if (!path || strcmp(path, "-") == 0) {
		o->f = stdout;
		return SSJC_OK;
	}
	o->path = strdup(path);
	if (!o->path)
		return ssjc_fail_memory(err);
	rc = file_temporary(&o->temporary, path, err);
	if (rc)
		goto out;
	fd = dup(o->temporary.fd);
	o->f = fd >= 0 ? fdopen(fd, "w") : NULL;
	if (o->f)
		return SSJC_OK;
	rc = ssjc_fail_errno_at(err, path, N_("cannot write it"));
	if (fd >= 0)
		close(fd);
out:
	out_abort(o);
	return rc;
}

ssjc_rc out_flush(struct out *o, struct ssjc_err *err)
{
	/* Of a write that failed before this, errno still tells why. */
	if (!ferror(o->f))
		errno = 0;
	if (fflush(o->f) != 0 || ferror(o->f)) {
		errno = errno ? errno : EIO;
		return ssjc_fail_errno_at(
		    err, o->path ? o->path : "standard output", N_("cannot write it"));
	}
	return SSJC_OK;
}

ssjc_rc out_finish(struct out *o, struct ssjc_err *err)
{
	ssjc_rc rc = out_flush(o, err);
	FILE *f = o->f;

	if (rc || !o->temporary.name)
		goto out;
	o->f = NULL;
	if (fclose(f) != 0) {
		rc = ssjc_fail_errno_at(err, o->path, N_("cannot write it"));
		goto out;
	}
	rc = file_settle(&o->temporary, o->path, o->kind, err);
	if (rc)
		goto out;
	rc = file_rename(&o->temporary, o->path, err);
out:
	out_abort(o);
	return rc;
}

void out_abort(struct out *o)
{
	if (o->f && o->temporary.name)
		fclose(o->f);
	file_forget(&o->temporary);
	free(o->path);
	*o = (struct out){0};
}

bool file_same(const char *a, const char *b)
{
	struct stat x, y;

	return stat(a, &x) == 0 && stat(b, &y) == 0 && S_ISREG(x.st_mode) && x.st_dev == y.st_dev &&
	    x.st_ino == y.st_ino;
}

ssjc_rc file_folder(const char *path, struct ssjc_err *err)
{
	if (mkdir(path, 0770) == 0 || errno == EEXIST)
		return SSJC_OK;
	return ssjc_fail_errno_at(err, path, N_("the folder cannot be made"));
}

ssjc_rc file_create(const char *path, enum file_kind kind, struct str text, struct ssjc_err *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, (mode_t)kind);
	ssjc_rc rc = SSJC_OK;

	if (fd < 0)
		return ssjc_fail_errno_at(err, path, N_("cannot make it"));
	if (!write_all(fd, text.p, text.n) || fsync(fd) != 0 || !sync_folder(path)) {
		rc = ssjc_fail_errno_at(err, path, N_("cannot write it"));
		unlink(path);
	}
	close(fd);
	return rc;
}

static bool settle_at(
    const struct file_temporary *t, const char *path, enum file_kind kind, struct str bytes)
{
	mode_t mask = umask(0);

	umask(mask);
	return write_all(t->fd, bytes.p, bytes.n) && fchmod(t->fd, (mode_t)kind & ~mask) == 0 &&
	    fsync(t->fd) == 0 && rename(t->name, path) == 0 && sync_folder(path);
}

ssjc_rc file_put(const char *path, enum file_kind kind, struct str bytes, struct ssjc_err *err)
{
	struct file_temporary t = {.fd = -1};
	struct buf name = {0};
	ssjc_rc rc = SSJC_OK;

	buf_printf(&name, "%s.XXXXXX", path);
	if (name.failed) {
		buf_free(&name);
		return ssjc_fail_memory(err);
	}
	t.fd = mkostemp(name.p, O_CLOEXEC);
	if (t.fd < 0) {
		rc = ssjc_fail_errno_at(err, path, N_("cannot write it"));
		buf_free(&name);
		return rc;
	}
	t.name = name.p;
	remember(t.name);
	if (!settle_at(&t, path, kind, bytes))
		rc = ssjc_fail_errno_at(err, path, N_("cannot write it"));
	file_forget(&t);
	return rc;
}

/* ---- Paths ---- */

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
	if (p[n - 1] != '/')
		p[n++] = '/';
	if (name.n)
		memcpy(p + n, name.p, name.n);
	return p;
}

struct str path_dir(const char *path)
{
	const char *slash = strrchr(path, '/');

	return (struct str){path, slash ? (slash == path ? 1 : (size_t)(slash - path)) : 0};
}

struct str path_base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return str_of(slash ? slash + 1 : path);
}
