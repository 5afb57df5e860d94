/*
 * xlsx_book: a workbook but for the cells of its sheets: which sheets there are
 * and where, the shared strings, the number formats of its styles.
 */
#ifndef SSJC_XLSX_BOOK_H
#define SSJC_XLSX_BOOK_H

#include "xlsx_strings.h"
#include "xlsx_text.h"
#include "xml_in.h"

#include "cell.h"

/* A part that a relationship points to. */
struct xlsx_relation {
	char *id, *type, *part;
};

struct xlsx_book {
	const char *name;
	struct zip_in *zip;
	struct xml_in *xml;
	bool date1904;
	struct cell_sheet *sheet; /* those of cells, in the order of the tabs */
	char **sheet_part;        /* beside each */
	size_t n_sheets, sheet_cap, part_cap;

	/* What follows is xlsx_book's own business. */
	struct arena arena;
	struct xlsx_relation *relation;
	size_t n_relations, relation_cap;
	const char *base;      /* folder that their targets are relative to */
	struct xlsx_text text; /* of the shared string being read */
	struct xlsx_strings shared;
	struct xlsx_numfmt {
		unsigned id;
		struct cell_format format;
	} * numfmt;
	size_t n_numfmts, numfmt_cap;
	struct cell_format *style; /* of each xf in cellXfs, */
	bool *struck;              /* and whether its font strikes through */
	size_t n_styles, style_cap, struck_cap;
	bool *font; /* of each font: the same */
	size_t n_fonts, font_cap;
	bool in_xfs, in_fonts;
};

enum { XLSX_STYLES_MAX = 1 << 16 };

/* bytes and name are borrowed until xlsx_book_close, which is called in any case. */
ssjc_rc xlsx_book_open(
    struct xlsx_book *b, struct str bytes, const char *name, struct ssjc_err *err);
void xlsx_book_close(struct xlsx_book *b);

/* Parse a part with handlers whose arg is given, to its end or until one pauses. */
ssjc_rc xlsx_book_parse(struct xlsx_book *b, const char *part,
    const struct xml_in_handlers *handlers, void *arg, bool *paused, struct ssjc_err *err);
/*
 * Append the shared string of that index in digits; false when there is none. *struck, which
 * is what the cell's font does, is set if parts of the string have fonts of their own.
 */
bool xlsx_book_string(struct xlsx_book *b, struct str index, struct buf *to, bool *struck);
/* The number format of a cell's style. */
struct cell_format xlsx_book_format(const struct xlsx_book *b, unsigned style);
/* Does its font strike through? */
bool xlsx_book_struck(const struct xlsx_book *b, unsigned style);

#endif
