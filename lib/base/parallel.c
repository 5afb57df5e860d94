#include "ssjc/base/parallel.h"

#include <pthread.h>
#include <stdbool.h>
#include <unistd.h>

struct thread {
	pthread_t id;
	bool runs;
	void (*job)(void *arg, unsigned i);
	void *arg;
	unsigned i;
};

unsigned parallel_width(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n < 2 ? 2 : n > PARALLEL_WIDEST ? PARALLEL_WIDEST : (unsigned)n;
}

static void *start(void *arg)
{
	struct thread *t = arg;

	t->job(t->arg, t->i);
	return NULL;
}

void parallel(unsigned n, void (*job)(void *arg, unsigned i), void *arg)
{
	struct thread thread[PARALLEL_WIDEST];

	for (unsigned i = 1; i < n; i++) {
		struct thread *t = &thread[i];

		*t = (struct thread){.job = job, .arg = arg, .i = i};
		t->runs = pthread_create(&t->id, NULL, start, t) == 0;
	}
	job(arg, 0);
	for (unsigned i = 1; i < n; i++)
		if (thread[i].runs)
			pthread_join(thread[i].id, NULL);
		else
			job(arg, i);
}
