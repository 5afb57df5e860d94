#include "zip_kept.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* How many parts are kept, and of how many others it is known that there was one like it. */
enum { PARTS = 32, SEEN = 1024 };

struct part {
	char *bytes; /* those that are not packed, then those that are; NULL for none */
	struct zip_kept what;
	uint64_t used; /* when it was last */
};

static struct part parts[PARTS];
static uint32_t seen[SEEN]; /* check sums, each where it says */
static uint64_t now;
static pthread_mutex_t keeping = PTHREAD_MUTEX_INITIALIZER;

static struct part *find(struct str bytes)
{
	for (size_t i = 0; i < PARTS; i++)
		if (parts[i].bytes && parts[i].what.size == bytes.n &&
		    memcmp(parts[i].bytes, bytes.p, bytes.n) == 0)
			return &parts[i];
	return NULL;
}

bool zip_kept_take(struct str bytes, struct buf *out, struct zip_kept *what)
{
	struct part *p;

	if (bytes.n == 0 || bytes.n >= ZIP_KEPT_LARGEST)
		return false;
	pthread_mutex_lock(&keeping);
	p = find(bytes);
	if (p) {
		p->used = ++now;
		*what = p->what;
		buf_add(out, p->bytes + p->what.size, p->what.packed);
	}
	pthread_mutex_unlock(&keeping);
	return p;
}

/* Was there one with that sum? What is in one archive alone would push out the others. */
static bool again(uint32_t sum)
{
	uint32_t *at = &seen[sum % SEEN];
	bool same = *at == sum;

	*at = sum;
	return same;
}

void zip_kept_put(struct str bytes, struct str packed, const struct zip_kept *what)
{
	struct part *p = parts;
	char *copy;

	if (bytes.n == 0 || bytes.n >= ZIP_KEPT_LARGEST)
		return;
	pthread_mutex_lock(&keeping);
	copy = again(what->crc) && !find(bytes) ? malloc(bytes.n + packed.n) : NULL;
	if (copy) {
		memcpy(copy, bytes.p, bytes.n);
		memcpy(copy + bytes.n, packed.p, packed.n);
		for (size_t i = 1; i < PARTS; i++)
			if (parts[i].used < p->used)
				p = &parts[i];
		free(p->bytes);
		*p = (struct part){.bytes = copy, .what = *what, .used = ++now};
	}
	pthread_mutex_unlock(&keeping);
}
