/*
 * verify_print: what a verification remarks, for people and for other programs.
 */
#ifndef SSJC_VERIFY_PRINT_H
#define SSJC_VERIFY_PRINT_H

#include "ssjc/verify/verify.h"

/* The remarks of a verification, as lines or as one JSON object. */
struct verify_print {
	struct buf out;
	bool json;
};

void verify_print_open(struct verify_print *l, bool json);
/* verify_job's say, with a struct verify_print as arg. */
void verify_print_say(void *arg, enum verify_mark mark, uint64_t event, const char *text);
/* All was said: what came of it. */
void verify_print_end(
    struct verify_print *l, const struct verify_totals *t, ssjc_rc rc, const struct ssjc_err *err);

#endif
