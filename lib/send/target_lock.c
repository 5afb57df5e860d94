#include "ssjc/send/target_lock.h"

#include "ssjc/base/file.h"
#include "ssjc/base/num.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static ssjc_rc path_of(
    struct target_lock *l, const char *audit, struct str target, struct ssjc_err *err)
{
	struct buf path = {0};

	buf_printf(&path, "%s.upload-%.*s", audit, STR_ARG(target));
	if (path.failed) {
		buf_free(&path);
		return ssjc_fail_memory(err);
	}
	l->path = path.p; /* the name of a target is one of a-z, 0-9, _ and - */
	return SSJC_OK;
}

ssjc_rc target_lock_take(
    struct target_lock *out, const char *audit, struct str target, struct ssjc_err *err)
{
	struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	char text[TIME_SIZE];
	ssize_t n;
	ssjc_rc rc;

	*out = (struct target_lock){.fd = -1};
	rc = path_of(out, audit, target, err);
	if (rc)
		return rc;
	out->fd = open(out->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, FILE_INTERNAL);
	if (out->fd < 0)
		return ssjc_fail_errno(err, out->path);
	if (fcntl(out->fd, F_SETLK, &whole) != 0) {
		if (errno != EACCES && errno != EAGAIN)
			return ssjc_fail_errno(err, out->path);
		return ssjc_fail(err, SSJC_BUSY,
		    "%.*s: another ssjc-upload is sending there: nothing is left to do for this one",
		    STR_ARG(target));
	}
	n = pread(out->fd, text, sizeof text, 0);
	if (n < 0)
		return ssjc_fail_errno(err, out->path);
	if (!time_parse(str_trim((struct str){text, (size_t)n}), &out->not_before))
		out->not_before = 0;
	return SSJC_OK;
}

ssjc_rc target_lock_until(struct target_lock *l, int64_t not_before, struct ssjc_err *err)
{
	char text[TIME_SIZE];

	if (not_before == l->not_before)
		return SSJC_OK;
	l->not_before = not_before;
	if (ftruncate(l->fd, 0) != 0)
		return ssjc_fail_errno(err, l->path);
	if (not_before == 0)
		return SSJC_OK;
	time_format(not_before, text);
	text[sizeof text - 1] = '\n';
	errno = ENOSPC; /* for a write that is cut short */
	return pwrite(l->fd, text, sizeof text, 0) == (ssize_t)sizeof text
	    ? SSJC_OK
	    : ssjc_fail_errno(err, l->path);
}

void target_lock_free(struct target_lock *l)
{
	if (l->fd >= 0)
		close(l->fd);
	free(l->path);
	*l = (struct target_lock){.fd = -1};
}
