/*
 * import_remarks: what a person should know of an import when it is made, not only by verify.
 */
#ifndef IMPORT_REMARKS_H
#define IMPORT_REMARKS_H

#include "cli.h"

#include "ssjc/import/import_lists.h"

/* A line for each input that there is something to say of. */
void import_remarks_inputs(struct cli *c, const struct import_job *job);
/* For each --map that takes a column from a header known as another, where that decides something. */
ssjc_rc import_remarks_maps(struct cli *c, const struct import_options *o);
/* Whether two codes with one name are one business only people can say. */
void import_remarks_names(struct cli *c, const struct import_lists *lists);

#endif
