/*
 * xlsx_out: workbooks (.xlsx) for people to read, laid out for A4 paper.
 *
 * A sheet is written row by row from the top, and a row cell by cell from the
 * left, so that no two cells can overlap. The height of a row is computed from
 * the East-Asian width of its texts (UAX #11), since spreadsheet programs do
 * not do that for merged cells. All lengths are pixels, 96 to the inch.
 *
 * The same calls make the same bytes: nothing is taken from the clock. A sheet is
 * packed when the next begins, so that a workbook of thousands of sheets takes little
 * memory. Workbooks may be made by several threads, each by one.
 */
#ifndef SSJC_XLSX_OUT_H
#define SSJC_XLSX_OUT_H

#include "ssjc/base/buf.h"
#include "ssjc/base/digest.h"
#include "ssjc/base/err.h"
#include "ssjc/base/file.h"
#include "ssjc/base/num.h"

/* Fonts, borders and alignment; the table of them is in xlsx_out.c. */
enum xlsx_out_style {
	XLSX_TITLE, /* the document's title; this and the next four have no border */
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
	XLSX_DATA,   /* the same, but read by programs, too: without line feeds of ours */
	XLSX_CHOICE, /* the cell offers the workbook's choices (xlsx_out_choices) */
	XLSX_NUMBER, /* a whole number, written as such */
	XLSX_TOTAL,  /* the same in a total */
	XLSX_QR, /* the text as a QR code (qr.h), without a border; it reaches into rows below */
	/* The same of a long text, in a table: as large as its modules need, as its row is then. */
	XLSX_QR_LARGE,
	/* Of forms, read by programs, too; only the first two can be filled in where the sheet is protected: */
	XLSX_FILL,
	XLSX_FILL_DAY,   /* a date, whose day_t is the number; 0: empty */
	XLSX_FIXED,      /* what is printed already */
	XLSX_FIXED_BAND, /* the same in a row that is shaded, to tell it from the next */
	XLSX_DONE,       /* what was filled in before */
	XLSX_DONE_DAY,
	XLSX_STYLES
};

struct xlsx_out_cell {
	enum xlsx_out_style style;
	unsigned span;   /* how many columns it takes; 0 means 1 */
	struct str text; /* UTF-8, lines end with LF */
	uint64_t number; /* XLSX_NUMBER and XLSX_TOTAL have it instead of the text */
};

/* The width of an A4 page without its margins. */
enum { XLSX_PORTRAIT = 680, XLSX_LANDSCAPE = 1008 };

/* How a sheet is laid out. */
struct xlsx_out_setup {
	const unsigned *width; /* of each column; a sheet wider than the page is scaled down */
	size_t columns;
	bool landscape;
	bool list;         /* a plain list: its repeated rows stay in view on screen too */
	bool one_page;     /* scaled down to one page, if 77 % of its size is enough for that */
	bool sample;       /* 样张 is printed large on each page, and the tab is red */
	struct str footer; /* at the left of each page; page x of y is at its right */
};

struct xlsx_out;       /* a workbook */
struct xlsx_out_sheet; /* one of its sheets; the workbook owns it */

/*
 * Begin a workbook that xlsx_out_publish will put at path. created is the moment
 * put into its properties, in seconds since the epoch. Free it with
 * xlsx_out_free.
 */
ssjc_rc xlsx_out_open(struct xlsx_out **out, const char *path, struct str title, int64_t created,
    struct ssjc_err *err);
/* It is for the public: others may read it, as far as the umask lets them. */
void xlsx_out_public(struct xlsx_out *b);
/*
 * What the drop-down list of XLSX_CHOICE cells offers, in this order; only the
 * first call for a workbook counts. The texts go onto a hidden sheet, as a list
 * in the cell itself is limited to 255 bytes; they are borrowed until
 * xlsx_out_write.
 */
ssjc_rc xlsx_out_choices(
    struct xlsx_out *b, const struct str *text, size_t n, struct ssjc_err *err);
/*
 * A list for xlsx_out_offer, as xlsx_out_choices has one; *list is its number. The
 * texts are borrowed until xlsx_out_write.
 */
ssjc_rc xlsx_out_list(
    struct xlsx_out *b, const struct str *text, size_t n, unsigned *list, struct ssjc_err *err);
/*
 * Add a sheet; that before is complete then, and gone. name has at most 31 characters, none of []:*?/\, is unique
 * without regard to case, and does not begin with a digit: libxlsxwriter would
 * not quote it where rows to repeat are named. A name that is not so is
 * SSJC_SYSTEM or, for the digit, SSJC_USAGE.
 */
ssjc_rc xlsx_out_sheet(struct xlsx_out *b, struct xlsx_out_sheet **out, const char *name,
    const struct xlsx_out_setup *setup, struct ssjc_err *err);
/*
 * Add a row of n texts, of which the first is not empty, to the hidden, protected sheet
 * “ssjc”, which comes last: what programs are to know of the workbook. Texts are copied.
 * More rows than a sheet can have (1,048,576) go on in sheets “ssjc 2”, “ssjc 3” …
 */
extern const char xlsx_out_hidden_name[];
ssjc_rc xlsx_out_hidden(struct xlsx_out *b, const struct str *text, size_t n, struct ssjc_err *err);
/*
 * Append a name for the next sheet, as near to wish as can be: other signs for
 * those it may not have, and a number at its end when another sheet has it.
 */
void xlsx_out_sheet_name(struct xlsx_out *b, struct str wish, struct buf *name);
/* Write all to a temporary file beside path, and give the SHA-256 of its bytes. */
ssjc_rc xlsx_out_write(struct xlsx_out *b, char digest[DIGEST_HEX], struct ssjc_err *err);
/* After xlsx_out_write: the file appears at path. */
ssjc_rc xlsx_out_publish(struct xlsx_out *b, struct ssjc_err *err);
/* The same for one of many, which are on disk after file_names_sync. */
ssjc_rc xlsx_out_move(struct xlsx_out *b, struct file_names *names, struct ssjc_err *err);
/* The path given to xlsx_out_open. */
const char *xlsx_out_path(const struct xlsx_out *b);
/* NULL is fine. The temporary file is removed unless it was published. */
void xlsx_out_free(struct xlsx_out *b);

/*
 * Add a row that is as high as its texts need, and at least min_height pixels.
 * Line feeds break them where no line then begins with 》 or 、 (line_break.h).
 * The spans of the n cells must fill the sheet's columns, else SSJC_USAGE. A row
 * higher than a spreadsheet allows (409 points) becomes several whose cells are
 * merged. SSJC_INPUT when a text is not UTF-8 or has more than 32767 characters, or its
 * large QR code would have modules of less than 0.4 mm in so narrow a cell.
 */
ssjc_rc xlsx_out_row(struct xlsx_out_sheet *s, const struct xlsx_out_cell *cell, size_t n,
    unsigned min_height, struct ssjc_err *err);
/*
 * The same; where open, unless it is NULL, is true of a cell, it can be filled in
 * although the sheet is protected (xlsx_out_protect).
 */
ssjc_rc xlsx_out_row_open(struct xlsx_out_sheet *s, const struct xlsx_out_cell *cell,
    const bool *open, size_t n, unsigned min_height, struct ssjc_err *err);
/* Does a cell of that style show its text as a picture alone? */
bool xlsx_out_is_picture(enum xlsx_out_style style);
/* A row that is one cell over all columns. */
ssjc_rc xlsx_out_line(struct xlsx_out_sheet *s, enum xlsx_out_style style, struct str text,
    unsigned min_height, struct ssjc_err *err);
/*
 * Let only open cells be filled in. There is no password: it keeps from mistakes.
 * Heights, widths and colours can be changed, and pictures put in.
 */
void xlsx_out_protect(struct xlsx_out_sheet *s);
/* What may be typed into cells of one column: what a list offers, or a date. */
struct xlsx_out_offer {
	size_t column, row, rows; /* which cells */
	unsigned list;            /* 0: a date, */
	day_t from;               /* not before this one */
	bool others;              /* what is not in the list can be typed, too */
	struct str message;       /* for who types something else; at most 80 characters */
};
ssjc_rc xlsx_out_offer(
    struct xlsx_out_sheet *s, const struct xlsx_out_offer *offer, struct ssjc_err *err);
/* How many rows the sheet has so far: the index of the next one. */
size_t xlsx_out_rows(const struct xlsx_out_sheet *s);

/* Bars of numbers in the sheet, one on another: a bar a row, a colour a column. */
struct xlsx_out_chart {
	struct str title;
	size_t row, rows;     /* the first row, and how many */
	unsigned name_column; /* of the bars' names */
	unsigned column;      /* the first of the numbers; each is named by the row before */
	unsigned columns;
};
/* Add a row of that height with a chart over all columns. */
ssjc_rc xlsx_out_add_chart(struct xlsx_out_sheet *s, const struct xlsx_out_chart *chart,
    unsigned height, struct ssjc_err *err);
/* Repeat the last so many rows added at the top of every page to come. */
ssjc_rc xlsx_out_repeat(struct xlsx_out_sheet *s, unsigned rows, struct ssjc_err *err);

/*
 * The last row added and the next belong together: they are printed on one page,
 * as are all rows that are glued like this, if they fit on one.
 */
void xlsx_out_glue(struct xlsx_out_sheet *s);

#endif
