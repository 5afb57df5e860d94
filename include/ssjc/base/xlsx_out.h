/*
 * sheet: workbooks (.xlsx) made to be printed on A4, read by people.
 *
 * A sheet is written row by row from the top, and a row cell by cell from the
 * left, so that no two cells can overlap. The height of a row is computed from
 * the East-Asian width of its texts (UAX #11), since spreadsheet programs do
 * not do that for merged cells. All lengths are pixels, 96 to the inch.
 *
 * The same calls make the same bytes: nothing is taken from the clock.
 * Only this module speaks libxlsxwriter.
 */
#ifndef SSJC_SHEET_H
#define SSJC_SHEET_H

#include "ssjc/base/buf.h"
#include "ssjc/base/digest.h"
#include "ssjc/base/err.h"

/* Fonts, borders and alignment; the table of them is in sheet.c. */
enum sheet_style {
	SHEET_TITLE,     /* the document's title; no border, as the next four */
	SHEET_SUBTITLE,
	SHEET_PARAGRAPH, /* running text */
	SHEET_RIGHT,     /* the same to the right: dates, signatures */
	SHEET_NOTE,      /* small print */
	SHEET_BAND,      /* a heading within a table */
	SHEET_HEAD,      /* a column's header */
	SHEET_LABEL,     /* names the cell beside it */
	SHEET_TEXT,
	SHEET_CENTRE,
	SHEET_SMALL,     /* text of tables with many columns */
	SHEET_CHOICE,    /* the cell offers the book's choices (book_choices) */
	SHEET_NUMBER,    /* a whole number, written as such */
	SHEET_TOTAL,     /* the same in a total */
	SHEET_STYLES
};

struct sheet_cell {
	enum sheet_style style;
	unsigned span;   /* columns it takes; 0 means 1 */
	struct str text; /* UTF-8, lines end with LF */
	uint64_t number; /* instead of the text, in SHEET_NUMBER and SHEET_TOTAL */
};

/* Width of a printed A4 page without its margins. */
enum { SHEET_PORTRAIT = 680, SHEET_LANDSCAPE = 1008 };

struct sheet_setup {
	const unsigned *width; /* of each column; wider pages are scaled down */
	size_t columns;
	bool landscape;
	bool list;             /* a plain list: its repeated rows stay in view too */
	struct str footer;     /* at the left of each page; page x of y is at its right */
};

struct book;
struct sheet;

/*
 * Begin a workbook that is to stand at path. created is the moment put into
 * its properties, in seconds since the epoch.
 */
ssjc_code book_open(struct book **out, const char *path, struct str title, int64_t created,
    struct ssjc_err *err);
/*
 * What the drop-down list of SHEET_CHOICE cells offers, in this order; only
 * the first call for a book counts. The texts stand on a hidden sheet, as a list in the cell itself
 * is limited to 255 bytes.
 */
ssjc_code book_choices(struct book *b, const struct str *text, size_t n, struct ssjc_err *err);
/*
 * A new sheet, owned by b. name has at most 31 characters, none of []:*?/\, is
 * unique, upper and lower case being the same, and does not begin with a digit:
 * libxlsxwriter would not quote it where rows to repeat are named.
 */
ssjc_code book_sheet(struct book *b, struct sheet **out, const char *name,
    const struct sheet_setup *setup, struct ssjc_err *err);
/* Write all to a temporary file beside path, and give the digest of its bytes. */
ssjc_code book_write(struct book *b, char digest[DIGEST_HEX], struct ssjc_err *err);
/* After book_write: the file appears at path. */
ssjc_code book_publish(struct book *b, struct ssjc_err *err);
const char *book_path(const struct book *b);
/* Also removes the temporary file when it was not published. */
void book_free(struct book *b);

/*
 * Add a row that is as high as its texts need, and at least low pixels. The
 * spans of the n cells must fill the sheet's columns. A row higher than a
 * spreadsheet allows (409 points) becomes several whose cells are merged.
 * SSJC_INPUT when a text is not UTF-8 or has more than 32767 characters.
 */
ssjc_code sheet_row(struct sheet *s, const struct sheet_cell *cell, size_t n, unsigned low,
    struct ssjc_err *err);
/* A row that is one cell over all columns. */
ssjc_code sheet_line(struct sheet *s, enum sheet_style style, struct str text, unsigned low,
    struct ssjc_err *err);
/* The last rows added, rows of them, stand at the top of every page to come. */
ssjc_code sheet_repeat(struct sheet *s, unsigned rows, struct ssjc_err *err);

/*
 * How many lines a text takes in a column of that width, with a font of that
 * many half points: words in Latin letters are kept whole, Chinese breaks
 * anywhere but before a closing punctuation mark.
 */
unsigned sheet_lines(struct str text, unsigned width, unsigned half_points);

#endif
