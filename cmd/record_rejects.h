/*
 * record_rejects: the rows that were not recorded, and why: on stderr, and in the file of
 * --rejects.
 */
#ifndef RECORD_REJECTS_H
#define RECORD_REJECTS_H

#include "record_cmd.h"

#include "ssjc/base/csv_file.h"

/* Zero-initialise it, but for c. */
struct record_rejects {
	struct cli *c;
	struct csv_file file; /* none without --rejects */
};
/* Open the file, if there is one, and finish it, whatever this returns. */
ssjc_rc record_rejects_open(struct record_rejects *r);
/* List a row that is wrong, or one that is left out: rejects is a struct record_rejects. */
void record_rejects_put(void *rejects, const struct ssjc_err *e, struct str value);
/*
 * The file appears after a command that gives SSJC_OK, and SSJC_INPUT when rows are wrong. What
 * comes back is rc, or why the file could not be written, which is then in c->err.
 */
ssjc_rc record_rejects_finish(struct record_rejects *r, ssjc_rc rc);

#endif
