/*
 * file_type: what a file is that was given in another's place, by its first bytes, for
 * messages: a picture or a PDF where a table is needed.
 */
#ifndef SSJC_FILE_TYPE_H
#define SSJC_FILE_TYPE_H

#include "ssjc/base/buf.h"

struct file_type {
	enum {
		FILE_TYPE_OTHER,
		FILE_TYPE_ZIP, /* a workbook (.xlsx, .ods), or another archive */
		FILE_TYPE_OLE, /* an old workbook (.xls), or another compound file */
		FILE_TYPE_BIFF /* an old workbook without the container */
	} is;
	const char *what;   /* "a PDF" */
	const char *advice; /* what to do with it where a table is needed; NULL for workbooks */
};

/* NULL for what is not in the table, as text is not. */
const struct file_type *file_type_of(struct str bytes);
/* How many bytes come before a zip archive, as of a workbook; 0 for none, or no archive. */
size_t file_type_before_zip(struct str bytes);

#endif
