/*
 * csv_file: a CSV file that appears whole or not at all, or that is not wanted:
 * out and csv_out together.
 */
#ifndef SSJC_CSV_FILE_H
#define SSJC_CSV_FILE_H

#include "ssjc/base/csv_out.h"
#include "ssjc/base/file.h"

struct csv_file {
	struct out out;
	struct csv_out csv;
	struct csv_out *to; /* &csv, or NULL when no file is wanted */
};

/* path is as for out_open, but NULL wants no file at all. */
ssjc_rc csv_file_open(
    struct csv_file *f, const char *path, enum csv_style style, struct ssjc_err *err);
/* All is written: the file appears. */
ssjc_rc csv_file_finish(struct csv_file *f, struct ssjc_err *err);
/* Close it, without the file unless it was finished. */
void csv_file_close(struct csv_file *f);

#endif
