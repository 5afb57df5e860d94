/*
 * parallel: the same work on several processors. Nothing that it is used for
 * depends on how many there are.
 */
#ifndef SSJC_PARALLEL_H
#define SSJC_PARALLEL_H

enum {
	/* Bytes between what two jobs write: in one cache line, they wait for each other. */
	PARALLEL_APART = 128,
	/* The most jobs at once. */
	PARALLEL_WIDEST = 16
};

/* How many jobs can run at once here: 2 to PARALLEL_WIDEST. */
unsigned parallel_width(void);
/*
 * Call job(arg, 0) to job(arg, n - 1), n at most PARALLEL_WIDEST, all at once as
 * far as there are threads for them, and return when all have returned.
 */
void parallel(unsigned n, void (*job)(void *arg, unsigned i), void *arg);

#endif
