/*
 * retry: when to try again, and when to leave it to the next run.
 */
#ifndef SSJC_RETRY_H
#define SSJC_RETRY_H

#include "ssjc/send/target.h"

/* Whatever a target asks for, or a clock that was wrong has left: longer nobody waits. */
enum { RETRY_LONGEST = 24 * 60 * 60 };

/* Of one batch in one run. */
struct retry {
	int64_t most;   /* seconds that may be waited in all; negative: as many as it takes */
	unsigned tried; /* so often so far */
	int64_t waited;
};

/*
 * How many seconds to wait after a try that failed: the target's backoff, doubled with each
 * try, up to its longest, of which a random half is taken off so that those who failed
 * together do not come back together; but not less than after, which the target asks for (negative: it does not
 * ask). random is any number. False when there is no other try in this run: then
 * *seconds is how long nobody should try.
 */
bool retry_after(
    struct retry *r, const struct target *t, int64_t after, uint32_t random, int64_t *seconds);

#endif
