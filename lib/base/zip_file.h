/*
 * zip_file: the file that an archive is written into. minizip goes back to the start of each
 * member when that is complete; so the last part of the file is in memory, and a small file
 * is written at once.
 */
#ifndef SSJC_ZIP_FILE_H
#define SSJC_ZIP_FILE_H

#include "ssjc/base/buf.h"

#include <minizip/ioapi.h>

struct zip_file {
	int fd;           /* borrowed, open for writing, empty */
	uint64_t written; /* bytes of it that were written */
	struct buf last;  /* those after them */
	uint64_t at;      /* where the next go */
};

/* Functions for zipOpen2_64, which write into f, borrowed until it is closed. */
zlib_filefunc64_def zip_file_functions(struct zip_file *f);

#endif
