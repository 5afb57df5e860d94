/*
 * import_record: what an import read and wrote, put into its event.
 */
#ifndef SSJC_IMPORT_RECORD_H
#define SSJC_IMPORT_RECORD_H

#include "ssjc/audit/audit.h"
#include "ssjc/import/import_lists.h"

/*
 * After import_run, put what was read into the event that was begun: the inputs
 * with their counts, the vocabulary and the accepted codes with their content;
 * and the stream, with the name of its file, its digest and rows; and those of the lists that have any
 * rows, with their content. With import_options_text as the
 * event's options that is all it takes to import again.
 */
ssjc_rc import_record(const struct import_job *job, const struct import_lists *lists,
    struct audit *a, const char *name, const char *digest, uint64_t rows, struct ssjc_err *err);

#endif
