/*
 * xlsx_grid: the cells of a sheet and all else that is on it, and its part of the file
 * (ECMA-376: SpreadsheetML, DrawingML). What it writes is, byte for byte, what
 * libxlsxwriter 1.1.4 does, which needs 300 bytes for a cell.
 */
#ifndef SSJC_XLSX_GRID_H
#define SSJC_XLSX_GRID_H

#include "xlsx_texts.h"

#include "ssjc/base/num.h"

struct xlsx_cell {
	uint16_t column;
	uint8_t kind, format; /* formats are numbered by who uses this */
	uint32_t text;        /* its place among the strings */
	uint64_t number;
};
enum { XLSX_CELL_BLANK, XLSX_CELL_TEXT, XLSX_CELL_NUMBER };

struct xlsx_grid_row {
	size_t cells;    /* where its cells begin */
	unsigned height; /* pixels */
};

struct xlsx_merge {
	uint32_t row, rows;
	uint16_t column, columns;
};

/* What may be typed into cells: the texts of a range, or a date. */
struct xlsx_validation {
	uint32_t row, rows;
	uint16_t column;
	bool others;       /* what is not so can be typed, too */
	const char *range; /* NULL: a date */
	int64_t from;      /* its serial number at least */
	struct str message;
};

/* A picture or a chart. */
struct xlsx_object {
	bool chart, decorative, fixed; /* fixed: it does not move with its cell */
	bool sized; /* as large on paper whatever a program makes of the columns' widths */
	uint32_t row;
	uint16_t column;
	unsigned x, y;        /* pixels from its cell's corner */
	double width, height; /* pixels */
	struct str description;
	unsigned rel; /* its number among those that the sheet needs, from 1 */
};

struct xlsx_grid {
	const unsigned *width; /* of each column, borrowed */
	size_t columns;
	struct xlsx_grid_row *row;
	size_t rows, row_cap;
	struct xlsx_cell *cell; /* row by row, from the left */
	size_t cells, cell_cap;
	struct xlsx_merge *merge;
	size_t merges, merge_cap;
	struct xlsx_validation *validation;
	size_t validations, validation_cap;
	struct xlsx_object *object; /* pictures first, then charts */
	size_t objects, object_cap;
	uint32_t *page_break; /* the rows before which a page begins */
	size_t page_breaks;
	uint32_t frozen; /* rows that stay in view */
	bool landscape, one_page, locked, sample;
	struct str footer; /* with its commands */
};

/* Formats in the order in which cells use them: in the file they are numbered so, from 1. */
enum { XLSX_FORMATS_MAX = 64 };
struct xlsx_formats {
	uint8_t place[XLSX_FORMATS_MAX]; /* 0: not used so far */
	uint8_t used[XLSX_FORMATS_MAX];
	uint8_t n;
};

/* Append the sheet's part of the file; first: it is the one that is shown. */
void xlsx_grid_sheet(
    struct buf *out, const struct xlsx_grid *g, struct xlsx_formats *formats, bool first);
/* Append the part with its pictures and charts. */
void xlsx_grid_drawing(struct buf *out, const struct xlsx_grid *g);
void xlsx_grid_free(struct xlsx_grid *g);

/* What other parts are made of. */
extern const char xlsx_xml[]; /* the declaration */
/* As content of an element; or as an attribute. */
void xlsx_put_text(struct buf *out, struct str s);
void xlsx_put_attribute(struct buf *out, struct str s);
/* "B7", from row 6 and column 1. */
void xlsx_put_cell_name(struct buf *out, size_t row, size_t column);
/* The start of any sheet, and a cell with a text. */
void xlsx_grid_begin(struct buf *out);
void xlsx_grid_text(struct buf *out, size_t row, size_t column, uint8_t format, uint32_t text,
    struct xlsx_formats *formats);
/* So many rows have the same spans: the first and the last column that any of them has. */
enum { XLSX_BLOCK = 16 };

#endif
