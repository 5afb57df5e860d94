/*
 * target_lock: one program at a time sends to a target of a plan, and none before the target
 * is ready again.
 */
#ifndef SSJC_TARGET_LOCK_H
#define SSJC_TARGET_LOCK_H

#include "ssjc/base/buf.h"
#include "ssjc/base/err.h"

struct target_lock {
	int fd;
	char *path;
	int64_t not_before; /* seconds since the epoch; 0: now is fine */
};

/*
 * Lock the target of that name for the audit file; a file beside that is for it, and goes
 * with no process: what is in it is when to try again. SSJC_BUSY when another process
 * has the lock, which the system takes from whoever ends. Give it back with
 * target_lock_free, also when this fails.
 */
ssjc_rc target_lock_take(
    struct target_lock *out, const char *audit, struct str target, struct ssjc_err *err);
/* Until then, who takes the lock should not send; 0 when nothing speaks against it. */
ssjc_rc target_lock_until(struct target_lock *l, int64_t not_before, struct ssjc_err *err);
void target_lock_free(struct target_lock *l);

#endif
