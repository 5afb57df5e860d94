/*
 * file: whole inputs, and outputs that appear whole or not at all.
 */
#ifndef SSJC_FILE_H
#define SSJC_FILE_H

#include "ssjc/base/buf.h"
#include "ssjc/base/digest.h"
#include "ssjc/base/err.h"

#include <stdbool.h>
#include <stdio.h>

/*
 * An input, read whole: all is done with the very bytes whose digest goes on
 * record, whoever writes to the file meanwhile. (A mapped file would change
 * under our hands, or end in SIGBUS.) The bytes are valid until file_close.
 */
struct file {
	struct str bytes;
	const char *name; /* for messages: the path, or "standard input" */
	bool piped;       /* it cannot be opened again by its name */
	bool shared;      /* a file that its group or others may read, */
	bool exposed;     /* or write to */
	char *own;
	bool may_be_large;
	struct large *large;        /* file_open_large: it is here, and bytes is "" */
	struct file_digest *digest; /* in the making */
};

/*
 * path is borrowed until file_close; "-" is what is left of standard input.
 * SSJC_INPUT when there is no such file, or it is a folder. file_close is
 * needed, also when this fails.
 */
ssjc_rc file_open(struct file *f, const char *path, struct ssjc_err *err);
/*
 * The same, while a thread beside it computes the SHA-256 of the bytes;
 * file_digest waits for it, and is called once at most.
 */
ssjc_rc file_open_digest(struct file *f, const char *path, struct ssjc_err *err);
/*
 * The same for one that may be too large for memory (large_bound): it is then copied to a
 * temporary file, large.h, by which all is done.
 */
ssjc_rc file_open_large(struct file *f, const char *path, struct ssjc_err *err);
ssjc_rc file_digest(struct file *f, char digest[DIGEST_HEX], struct ssjc_err *err);
void file_close(struct file *f);
/* Its bytes are not needed any more, but its name is: they are gone. */
void file_drop(struct file *f);
/* A secret must be its owner's alone: SSJC_REFUSED, with what to do, when it is not. */
ssjc_rc file_check_secret(const struct file *f, struct ssjc_err *err);
/* What says where secrets go must not be others' to change: SSJC_REFUSED, with what to do. */
ssjc_rc file_check_trusted(const struct file *f, struct ssjc_err *err);

/*
 * Who may read a file, as the mode of a new one, from which the umask takes bits
 * away. One that is replaced keeps its mode, but for the bits of others if it has
 * names and telephone numbers, all but what is published, which says so; and but for
 * those of its group if it is a secret.
 */
enum file_kind { FILE_SECRET = 0600, FILE_INTERNAL = 0660, FILE_PUBLIC = 0666 };

/*
 * A temporary file beside the one that it is to replace. Zero-initialise it. It is
 * never opened by its name again, which others may have given to another file
 * meanwhile: who writes to it does so by fd.
 */
struct file_temporary {
	char *name;     /* NULL without one */
	int fd;         /* until file_settle */
	char by_fd[32]; /* a path for libraries that open their file themselves */
};

/*
 * An output: standard output when path is NULL or "-", else a temporary file
 * that out_finish turns into path (file_rename). Write to f; every error of the
 * writes is reported by out_finish at the latest.
 */
struct out {
	FILE *f;
	char *path;
	struct file_temporary temporary;
	enum file_kind kind; /* FILE_INTERNAL, unless set to something else */
};

ssjc_rc out_open(struct out *o, const char *path, struct ssjc_err *err);
/* Flush what was written so far and say whether all of it went through. */
ssjc_rc out_flush(struct out *o, struct ssjc_err *err);
/*
 * Flush, check, sync, close, rename; standard output is left open. o is empty
 * afterwards, whatever happened.
 */
ssjc_rc out_finish(struct out *o, struct ssjc_err *err);
/* Close and remove the temporary file; does nothing after out_finish. */
void out_abort(struct out *o);

/*
 * A temporary file beside path; it is remembered until file_forget or file_rename,
 * so that file_unlink_pending can remove it. It is empty, and nobody else may read
 * it yet. SSJC_SYSTEM also when path is one that file_rename could not write.
 */
ssjc_rc file_temporary(struct file_temporary *t, const char *path, struct ssjc_err *err);
/* All is written: it gets its mode, its bytes are on disk, and fd is closed if it can be. */
ssjc_rc file_settle(
    struct file_temporary *t, const char *path, enum file_kind kind, struct ssjc_err *err);
/*
 * Put the settled file in the place of path, on disk when this returns; of a symbolic
 * link the target is replaced, or made. What is not a regular file (a pipe, a device),
 * or what standard output is already, is never replaced: the bytes are written into
 * it. t is empty afterwards.
 */
ssjc_rc file_rename(struct file_temporary *t, const char *path, struct ssjc_err *err);
/*
 * The same for one of many files: a folder is only synced when the next file goes into
 * another, the last one by file_names_sync, which has to be called whatever happened. Start
 * with names as {0}.
 */
struct file_names {
	char *last; /* moved; its folder may not be on disk so far; NULL for none */
};
ssjc_rc file_move(
    struct file_temporary *t, const char *path, struct file_names *names, struct ssjc_err *err);
ssjc_rc file_names_sync(struct file_names *names, struct ssjc_err *err);
/* Unlink it, and empty t. */
void file_forget(struct file_temporary *t);
/*
 * A file without a name, in TMPDIR or /tmp, for what is not to be seen yet; it
 * is gone with fclose. file_pour writes all of it into another and flushes
 * that.
 */
ssjc_rc file_spool(FILE **out, struct ssjc_err *err);
ssjc_rc file_pour(FILE *spool, FILE *to, struct ssjc_err *err);
/* Read n bytes of such a file, after fflush, from a place on; several threads may. Sets errno. */
bool file_read_at(FILE *spool, void *to, size_t n, uint64_t at);
/*
 * n bytes of it, from a page on, as bytes that are read from the disk when they are used, valid
 * until file_unmap, also after fclose; nobody else can change them. SSJC_SYSTEM when this
 * process has not as many addresses.
 */
ssjc_rc file_map(FILE *spool, uint64_t at, size_t n, struct str *out, struct ssjc_err *err);
void file_unmap(struct str bytes);
/* The folder of those files, for messages. */
const char *file_tmpdir(void);
/* Remove every temporary file that is left. Safe in a signal handler. */
void file_unlink_pending(void);

/* Do both exist, and are they one regular file? */
bool file_same(const char *a, const char *b);
/*
 * A new file with that text, on disk when it returns. One that exists is never
 * touched: SSJC_SYSTEM.
 */
ssjc_rc file_create(const char *path, enum file_kind kind, struct str text, struct ssjc_err *err);
/*
 * The same for a folder that others write to: what has that name already is replaced, and
 * nothing goes through it, be it a link or a pipe that somebody put there.
 */
ssjc_rc file_put(const char *path, enum file_kind kind, struct str bytes, struct ssjc_err *err);
/* Make the folder unless it is there: it is not for others. */
ssjc_rc file_folder(const char *path, struct ssjc_err *err);

/*
 * dir/name in the arena, or name itself when it is absolute or dir is "".
 * NULL when out of memory.
 */
char *path_join(struct arena *a, const char *dir, struct str name);
/* The folder of path, "" when it has none. */
struct str path_dir(const char *path);
/* Its name, without the folder. */
struct str path_base(const char *path);

#endif
