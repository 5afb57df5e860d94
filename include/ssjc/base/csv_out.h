/*
 * csv_out: records as CSV (RFC 4180, LF, quotes only where needed), as TSV, or
 * as spreadsheets like it (BOM, CRLF).
 *
 * Whatever the fields hold, what is written shows as what it is (text_plain): the
 * rest is escaped, but for tabs and line ends in quotes. TSV has no quotes, and
 * its tabs and line ends are escaped, too: cut(1) can read it.
 */
#ifndef SSJC_CSV_OUT_H
#define SSJC_CSV_OUT_H

#include "ssjc/base/buf.h"
#include "ssjc/base/digest.h"

#include <stdio.h>

enum csv_style { CSV_PLAIN, CSV_TSV, CSV_EXCEL };

/*
 * Records are gathered in a buffer and go to f (unless NULL) in large writes.
 * Their SHA-256 is computed on the way, as every stream's goes on record.
 */
struct csv_out {
	FILE *f; /* borrowed */
	struct digest *digest;
	int error; /* errno of the first write that failed */
	enum csv_style style;
	bool defuse;   /* cells do not calculate (csv_cell.h): for CSV_EXCEL, and if one sets it */
	size_t fields; /* in the record begun */
	uint64_t rows; /* ended, the header too */
	struct buf buf;
};

/* Free it with csv_out_close, also when this fails. */
ssjc_rc csv_out_open(struct csv_out *o, FILE *f, enum csv_style style, struct ssjc_err *err);
/* Append a field to the record begun; csv_out_end ends the record. */
void csv_out_field(struct csv_out *o, struct str s);
void csv_out_uint(struct csv_out *o, uint64_t n);
/*
 * Append n fields of a record that was read. If it was bare (csv_row) and has
 * the delimiter of o, its text is taken over as it is.
 */
void csv_out_fields(
    struct csv_out *o, const struct str *field, size_t n, bool bare, char delimiter);
void csv_out_end(struct csv_out *o);
/* The record with the n names of columns. */
void csv_out_header(struct csv_out *o, const char *const *name, size_t n);
/*
 * Hand over what is buffered; digest (unless NULL) is that of the whole. A
 * failed write to f is reported here, or at the latest by out_finish.
 */
ssjc_rc csv_out_finish(struct csv_out *o, char digest[DIGEST_HEX], struct ssjc_err *err);
void csv_out_close(struct csv_out *o);

#endif
