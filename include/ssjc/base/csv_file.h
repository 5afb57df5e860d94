/*
 * csv_file: a CSV file that appears whole or not at all (out and csv_out
 * together), or that nobody asked for.
 */
#ifndef SSJC_CSV_FILE_H
#define SSJC_CSV_FILE_H

#include "ssjc/base/csv_out.h"
#include "ssjc/base/file.h"

struct csv_file {
	struct out out;
	struct csv_out csv;
	struct csv_out *to; /* &csv, or NULL when there is no file */
};

/*
 * path is as for out_open, but with NULL there is no file. Call csv_file_close
 * also when this fails.
 */
ssjc_rc csv_file_open(
    struct csv_file *f, const char *path, enum csv_style style, struct ssjc_err *err);
/* All is written: the file appears, with its failed writes reported here. */
ssjc_rc csv_file_finish(struct csv_file *f, struct ssjc_err *err);
/* Free it; the file does not appear unless it was finished. */
void csv_file_close(struct csv_file *f);

#endif
