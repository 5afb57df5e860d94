/*
 * progress: how a long job says how far it is.
 */
#ifndef SSJC_PROGRESS_H
#define SSJC_PROGRESS_H

#include <stdint.h>

/* Called now and then with the rows done so far, and at the end with 0. */
typedef void progress_tick(void *arg, uint64_t rows);

#endif
