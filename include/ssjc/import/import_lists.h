/*
 * import_lists: what an import puts on record beside its stream, gathered in
 * memory: the rows that it refused, that a status leaves out, that share a name.
 */
#ifndef SSJC_IMPORT_LISTS_H
#define SSJC_IMPORT_LISTS_H

#include "ssjc/import/import.h"

/* Zero-initialise it; free with import_lists_close, whatever it returned. */
struct import_lists {
	struct csv_out csv[STREAM_LISTS];
	FILE *f[STREAM_LISTS];
	char *text[STREAM_LISTS];
	size_t size[STREAM_LISTS];
	char digest[STREAM_LISTS][DIGEST_HEX];
};

/* Give the job its lists; they must stay until import_run has returned. */
ssjc_rc import_lists_open(struct import_lists *l, struct import_job *job, struct ssjc_err *err);
/* After import_run: their digests. */
ssjc_rc import_lists_finish(struct import_lists *l, struct ssjc_err *err);
/* How many lines it has, without its header. */
uint64_t import_lists_rows(const struct import_lists *l, enum stream_list which);
/* Its text; "" when it is longer than is kept on record. */
struct str import_lists_text(const struct import_lists *l, enum stream_list which);
void import_lists_close(struct import_lists *l);

#endif
