/*
 * xls_book: an old workbook (.xls, BIFF2 to BIFF8) but for the cells of its sheets:
 * which sheets there are and where, the shared strings, the number formats.
 */
#ifndef SSJC_XLS_BOOK_H
#define SSJC_XLS_BOOK_H

#include "biff.h"
#include "cell.h"
#include "ole_in.h"
#include "xlsx_strings.h"

struct xls_book {
	const char *name;
	struct ole_in *ole; /* NULL where the records are the file itself, before BIFF5 */
	struct str stream;
	unsigned biff; /* 2, 3, 4, 5 (Excel 5.0 and 95) or 8 (97 to 2003) */
	bool date1904;
	bool calculated; /* it says which Excel calculated it last */
	struct biff_codepage page;
	struct cell_sheet *sheet; /* those of cells, in the order of the tabs */
	size_t *sheet_at;         /* beside each: where its records begin */
	size_t n_sheets, sheet_cap, at_cap;

	/* What follows is xls_book's own business. */
	struct arena arena;
	struct buf text;
	struct xlsx_strings shared;
	struct cell_format *format; /* by id */
	size_t n_formats, format_cap, formats_read;
	struct xls_style {
		uint16_t format; /* its id */
		bool struck;     /* its font strikes through */
	} * style;               /* of each XF */
	size_t n_styles, style_cap;
	bool *font; /* of each FONT: does it strike through? */
	size_t n_fonts, font_cap;
};

/*
 * bytes and name are borrowed until xls_book_close, which is called in any case.
 * SSJC_INPUT when it is damaged, encrypted or holds no sheet of cells.
 */
ssjc_rc xls_book_open(struct xls_book *b, struct str bytes, const char *name, struct ssjc_err *err);
void xls_book_close(struct xls_book *b);

/* Append the shared string of that index; false when there is none. */
bool xls_book_string(struct xls_book *b, size_t index, struct buf *to);
/*
 * Append a text of the record at hand, after its length in characters. NULL, or
 * what is wrong with it (the words follow the file's name).
 */
const char *xls_book_text(struct xls_book *b, struct biff *at, size_t n, struct buf *to);
/* The number format of a cell: its XF; in BIFF2 its id. */
struct cell_format xls_book_format(const struct xls_book *b, unsigned style);
/* Does the font of that XF strike through? In BIFF2 nobody can say. */
bool xls_book_struck(const struct xls_book *b, unsigned style);
/* Does a record of that type begin a substream, which ends with an EOF? */
bool xls_book_is_bof(unsigned type);
/* SSJC_INPUT: what is wrong with the records at that offset of the stream. */
ssjc_rc xls_book_damaged(
    const struct xls_book *b, size_t at, const char *what, struct ssjc_err *err);

#endif
