/*
 * parallel: the same work on several processors. Nothing that it is used for
 * depends on how many there are.
 */
#ifndef SSJC_PARALLEL_H
#define SSJC_PARALLEL_H

/*
 * What two jobs write to must not be in one cache line, or they wait for each
 * other: so many bytes lie between.
 */
enum { PARALLEL_APART = 128 };

enum { PARALLEL_WIDEST = 16 };

/* How many jobs can run at once here: 2 to PARALLEL_WIDEST. */
unsigned parallel_width(void);
/*
 * Call job(arg, 0) to job(arg, n - 1), at most PARALLEL_WIDEST, all at once where
 * threads can be had, and return when all have.
 */
void parallel(unsigned n, void (*job)(void *arg, unsigned i), void *arg);

#endif
