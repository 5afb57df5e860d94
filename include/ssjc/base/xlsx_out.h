/*
 * xlsx_out: workbooks (.xlsx) made to be printed on A4, read by people.
 *
 * A sheet is written row by row from the top, and a row cell by cell from the
 * left, so that no two cells can overlap. The height of a row is computed from
 * the East-Asian width of its texts (UAX #11), since spreadsheet programs do
 * not do that for merged cells. All lengths are pixels, 96 to the inch.
 *
 * The same calls make the same bytes: nothing is taken from the clock.
 * Only this module speaks libxlsxwriter.
 */
#ifndef SSJC_XLSX_OUT_H
#define SSJC_XLSX_OUT_H

#include "ssjc/base/buf.h"
#include "ssjc/base/digest.h"
#include "ssjc/base/err.h"

/* Fonts, borders and alignment; the table of them is in sheet.c. */
enum xlsx_out_style {
	XLSX_TITLE, /* the document's title; no border, as the next four */
	XLSX_SUBTITLE,
	XLSX_PARAGRAPH, /* running text */
	XLSX_RIGHT,     /* the same to the right: dates, signatures */
	XLSX_NOTE,      /* small print */
	XLSX_BAND,      /* a heading within a table */
	XLSX_HEAD,      /* a column's header */
	XLSX_LABEL,     /* names the cell beside it */
	XLSX_TEXT,
	XLSX_CENTRE,
	XLSX_SMALL,  /* text of tables with many columns */
	XLSX_CHOICE, /* the cell offers the book's choices (xlsx_out_choices) */
	XLSX_NUMBER, /* a whole number, written as such */
	XLSX_TOTAL,  /* the same in a total */
	XLSX_STYLES
};

struct xlsx_out_cell {
	enum xlsx_out_style style;
	unsigned span;   /* columns it takes; 0 means 1 */
	struct str text; /* UTF-8, lines end with LF */
	uint64_t number; /* instead of the text, in XLSX_NUMBER and XLSX_TOTAL */
};

/* Width of a printed A4 page without its margins. */
enum { XLSX_PORTRAIT = 680, XLSX_LANDSCAPE = 1008 };

struct xlsx_out_setup {
	const unsigned *width; /* of each column; wider pages are scaled down */
	size_t columns;
	bool landscape;
	bool list;         /* a plain list: its repeated rows stay in view too */
	struct str footer; /* at the left of each page; page x of y is at its right */
};

struct xlsx_out;
struct xlsx_out_sheet;

/*
 * Begin a workbook that is to stand at path. created is the moment put into
 * its properties, in seconds since the epoch.
 */
ssjc_rc xlsx_out_open(struct xlsx_out **out, const char *path, struct str title, int64_t created,
    struct ssjc_err *err);
/*
 * What the drop-down list of XLSX_CHOICE cells offers, in this order; only
 * the first call for a book counts. The texts stand on a hidden sheet, as a list in the cell itself
 * is limited to 255 bytes.
 */
ssjc_rc xlsx_out_choices(
    struct xlsx_out *b, const struct str *text, size_t n, struct ssjc_err *err);
/*
 * A new sheet, owned by b. name has at most 31 characters, none of []:*?/\, is
 * unique, upper and lower case being the same, and does not begin with a digit:
 * libxlsxwriter would not quote it where rows to repeat are named.
 */
ssjc_rc xlsx_out_sheet(struct xlsx_out *b, struct xlsx_out_sheet **out, const char *name,
    const struct xlsx_out_setup *setup, struct ssjc_err *err);
/* Write all to a temporary file beside path, and give the digest of its bytes. */
ssjc_rc xlsx_out_write(struct xlsx_out *b, char digest[DIGEST_HEX], struct ssjc_err *err);
/* After xlsx_out_write: the file appears at path. */
ssjc_rc xlsx_out_publish(struct xlsx_out *b, struct ssjc_err *err);
const char *xlsx_out_path(const struct xlsx_out *b);
/* Also removes the temporary file when it was not published. */
void xlsx_out_free(struct xlsx_out *b);

/*
 * Add a row that is as high as its texts need, and at least low pixels. The
 * spans of the n cells must fill the sheet's columns. A row higher than a
 * spreadsheet allows (409 points) becomes several whose cells are merged.
 * SSJC_INPUT when a text is not UTF-8 or has more than 32767 characters.
 */
ssjc_rc xlsx_out_row(struct xlsx_out_sheet *s, const struct xlsx_out_cell *cell, size_t n,
    unsigned low, struct ssjc_err *err);
/* A row that is one cell over all columns. */
ssjc_rc xlsx_out_line(struct xlsx_out_sheet *s, enum xlsx_out_style style, struct str text,
    unsigned low, struct ssjc_err *err);
/* The last rows added, rows of them, stand at the top of every page to come. */
ssjc_rc xlsx_out_repeat(struct xlsx_out_sheet *s, unsigned rows, struct ssjc_err *err);

/*
 * How many lines a text takes in a column of that width, with a font of that
 * many half points: words in Latin letters are kept whole, Chinese breaks
 * anywhere but before a closing punctuation mark.
 */
unsigned xlsx_out_lines(struct str text, unsigned width, unsigned half_points);

#endif
