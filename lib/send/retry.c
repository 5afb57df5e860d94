#include "ssjc/send/retry.h"

/* Doubled with each try before this one. */
static int64_t backoff(const struct target *t, unsigned tried)
{
	int64_t wait = t->backoff;

	while (tried-- > 1 && wait < (int64_t)t->longest_backoff)
		wait *= 2;
	return wait < (int64_t)t->longest_backoff ? wait : (int64_t)t->longest_backoff;
}

bool retry_after(
    struct retry *r, const struct target *t, int64_t after, uint32_t random, int64_t *seconds)
{
	int64_t whole = backoff(t, ++r->tried);

	*seconds = whole - (int64_t)(random % (uint64_t)(whole / 2 + 1));
	if (after > *seconds)
		*seconds = after < RETRY_LONGEST ? after : RETRY_LONGEST;
	if (r->tried >= t->tries || *seconds > (int64_t)t->longest_backoff)
		return false;
	if (r->most >= 0 && r->waited + *seconds > r->most)
		return false;
	r->waited += *seconds;
	return true;
}
