/*
 * record_kept: the files that were filled in go on record with their bytes, so that verify can
 * read them again; of those over 8 MiB only the digest does. What is not needed meanwhile does
 * not stay in memory.
 */
#ifndef RECORD_KEPT_H
#define RECORD_KEPT_H

#include "cli.h"

/* The bytes were read: they go until the file is put on record, unless it came by a pipe. */
void record_kept_lay_aside(struct cli_input *in);
/* They go for good if only their digest goes on record. */
void record_kept_drop_large(struct cli_input *in);
/*
 * Put the file into the event begun. SSJC_INPUT when it was laid aside and is another one now.
 */
ssjc_rc record_kept_put(
    struct cli *c, const struct cli_audit *a, const struct cli_input *in, uint64_t rows);

#endif
