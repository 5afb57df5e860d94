/*
 * checklist_map: what a printed checklist tells programs of itself, so that it can be
 * read when it was filled in: which business and match it is of, which cell is to hold
 * what, and what was printed. The layout is a template's and says nothing:
 * ssjc-template(5).
 *
 * It is on the hidden sheet "ssjc" of the workbook: for each checklist a block of rows
 *
 *	form     checklist
 *	version  1
 *	plan     its id
 *	object   the business
 *	match    digest of its seats (checklist_match)
 *	sheet    the sheet's id, which is printed on it, too (checklist_id)
 *	code     a number that is printed, and the result that it is the number of
 *	cell     F12, field, department, item, the text that was printed there
 *	seal     SHA-256 of all these
 *
 * When there are more than a sheet can have, they go on in hidden sheets "ssjc 2" and so on.
 */
#ifndef SSJC_CHECKLIST_MAP_H
#define SSJC_CHECKLIST_MAP_H

#include "ssjc/audit/audit.h"

/* What is filled in, in a cell. */
enum checklist_field {
	CHECKLIST_TEXT,       /* nothing: it is printed */
	CHECKLIST_RESULT,     /* of the item of its row */
	CHECKLIST_PROBLEM,    /* the same */
	CHECKLIST_DISPOSAL,   /* the same */
	CHECKLIST_ITEM,       /* which item it is, where none is printed */
	CHECKLIST_METHOD,     /* of the row, the department or the sheet, as all that follow */
	CHECKLIST_DATE,       /* day of the inspection */
	CHECKLIST_SIGNED,     /* that the business signed */
	CHECKLIST_REFUSED,    /* that it refused to */
	CHECKLIST_WITNESS,    /* who saw that */
	CHECKLIST_OPINION,    /* what the business says */
	CHECKLIST_EXPERT,     /* what the expert says */
	CHECKLIST_NOTE,       /* anything else */
	CHECKLIST_INSPECTORS, /* their signatures, which are not recorded */
	CHECKLIST_FIELDS
};
/* Their names in a template; that of CHECKLIST_TEXT is "". */
extern const char *const checklist_fields[CHECKLIST_FIELDS];
/* Is it about the item of its row? */
bool checklist_field_of_row(enum checklist_field field);

struct checklist_cell {
	uint64_t row;  /* from 1, as a spreadsheet counts them */
	size_t column; /* from 0 */
	enum checklist_field field;
	struct str dept, item; /* a department's key and an item's code; "" of the whole sheet */
	struct str text;       /* what was printed, without blanks */
};

/* A block; what it does not own is borrowed. */
struct checklist_map {
	struct str plan, object, match, id;
	struct checklist_cell *cell; /* by row, then column */
	size_t n, cell_cap;
	struct str *code; /* those of the numbers 1, 2, … */
	size_t n_codes, code_cap;
	struct arena arena; /* what it does own */
};

/* Append s without blanks, those of Chinese keyboards too: texts are compared so. */
void checklist_bare(struct buf *out, struct str s);
/* Is bare what is left of text without its blanks? */
bool checklist_is_bare(struct str text, struct str bare);

/* Free it; it may be zero. */
void checklist_map_close(struct checklist_map *m);
/* Add a cell; its text is copied without blanks, its other texts are borrowed. */
ssjc_rc checklist_map_add(
    struct checklist_map *m, const struct checklist_cell *cell, struct ssjc_err *err);

/* Called with each row of a block. */
typedef ssjc_rc checklist_row(void *arg, const struct str *text, size_t n, struct ssjc_err *err);
/* The rows of the block, with its seal. */
ssjc_rc checklist_map_write(
    const struct checklist_map *m, checklist_row *put, void *arg, struct ssjc_err *err);

/*
 * Read blocks, row by row: zero-initialise the reader, give it each row of the
 * hidden sheet, borrowed until the map is closed, and take what it has when *whole is
 * set: then reader.map is the caller's. SSJC_INPUT for what is no such row, another
 * version, or a seal that is not that of the rows.
 */
struct checklist_reader {
	struct checklist_map map;
	struct buf sealed;
};
ssjc_rc checklist_map_read(struct checklist_reader *r, const struct str *text, size_t n,
    bool *whole, struct ssjc_err *err);
void checklist_reader_close(struct checklist_reader *r);

/* ---- Which sheet it is ---- */

/*
 * The digest of who goes to a business, and when: a sheet that was printed before
 * that changed is out of date, whatever else was matched again.
 */
ssjc_rc checklist_match(
    const struct audit_state *s, struct str object, char digest[DIGEST_HEX], struct ssjc_err *err);
/*
 * Append the id of a sheet: PLAN/MATCH/OBJECT, where MATCH is the first eight
 * digits of that digest. It has only what makes a small bar code: a plan's id
 * that has other signs than capitals, digits and " $%*+-.:" is the first twelve
 * digits of its SHA-256.
 */
void checklist_id(struct buf *out, struct str plan, struct str match, struct str object);
/* Does a text look like one? */
bool checklist_is_id(struct str text);
/*
 * Whose sheet is it? *object is set, in by_id of the state, and match becomes its
 * digest. SSJC_INPUT, with what to do, when it is no id of a sheet, one of another
 * plan, of a business that is not drawn (any more), or of a match that was overtaken.
 */
ssjc_rc checklist_find(const struct audit_state *s, struct str plan, struct str id,
    const struct pick **pick, char match[DIGEST_HEX], struct ssjc_err *err);

#endif
