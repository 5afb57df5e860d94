/*
 * csv_in: records out of CSV or TSV text (RFC 4180), one at a time.
 *
 * Stricter than libcsv, which it wraps: an unclosed quote, a stray quote, a
 * bare CR, a NUL byte, invalid UTF-8 or an over-long record is an error with
 * its line. Blanks are kept, empty lines are skipped, CRLF and LF both end a
 * record. A record that spans lines has the number of its first one.
 *
 * TSV has no quotes: a field that begins with one is that text, and what csv_out
 * escaped is given as it was. Of CSV with a byte order mark, which is how csv_out
 * writes for spreadsheets, the apostrophes of csv_cell.h are taken off.
 */
#ifndef SSJC_CSV_IN_H
#define SSJC_CSV_IN_H

#include "ssjc/base/buf.h"
#include "ssjc/base/err.h"

struct csv_in;

/* Bytes of the longest record. */
enum { CSV_RECORD_MAX = 1 << 20 };

/* One record. The fields are valid until the next csv_in_next or csv_in_seek. */
struct csv_row {
	const struct str *field;
	size_t n;      /* 0 at the end of the text, else at least 1 */
	uint64_t line; /* of the record's first line, from 1 for the first read */
	size_t offset; /* of that line's first byte in the text */
	bool bare;     /* the fields are as they follow each other in the text */
};

/*
 * text (UTF-8, checked as it is read; a BOM is skipped) and name (for messages)
 * are borrowed until csv_in_close. delimiter is ',', '\t' or ';', or 0 to take
 * the one of these that the first line has most of.
 */
ssjc_rc csv_in_open(
    struct csv_in **out, struct str text, const char *name, char delimiter, struct ssjc_err *err);
/*
 * The same for text of other programs, known to be UTF-8: it is not checked for that
 * again. TSV may be quoted as CSV is, and no cell is changed; but of a field written
 * ="0013", with a quote right after it, the = is dropped. The delimiter may be any byte.
 */
ssjc_rc csv_in_open_foreign(struct csv_in **out, struct str text, const char *name, char delimiter,
    bool quotes, struct ssjc_err *err);
/*
 * The next record that is not an empty line; row->n is 0 after the last.
 * SSJC_INPUT names the line. After an error every further call fails.
 */
ssjc_rc csv_in_next(struct csv_in *in, struct csv_row *row, struct ssjc_err *err);
/* Go on at the first record. */
void csv_in_rewind(struct csv_in *in);
/*
 * Read only what is from one offset to another, which are ends of records as
 * csv_in_cut gives them; lines of rows then count from 1 there (those of errors
 * do not).
 */
void csv_in_part(struct csv_in *in, size_t from, size_t to);
/*
 * The end of a record that is size bytes or more after from, itself the end of
 * one. Several readers of one text can have a part each.
 */
size_t csv_in_cut(const struct csv_in *in, size_t from, size_t size);
/*
 * Go on at a record's offset, as a reader's csv_in_next gave it: what is there was
 * checked then, and is not again. Lines count from 1 there.
 */
void csv_in_seek(struct csv_in *in, size_t offset);
/*
 * The text is that of a window now, which begins at an offset of a larger one: offsets are
 * of the larger, lines count from the window's first. csv_in_part, csv_in_seek and csv_in_cut
 * take what is inside of it; whether a cut at its very end is the end of a record, more of the
 * text shows.
 */
void csv_in_window(struct csv_in *in, struct str text, size_t base);
/* The one given, or the one found. */
char csv_in_delimiter(const struct csv_in *in);
void csv_in_close(struct csv_in *in);

#endif
