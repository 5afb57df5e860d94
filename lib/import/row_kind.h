/*
 * row_kind: rows that are not records of a list: sums, lines to sign, notes, hints and
 * samples of a form. Their words are in left_out.csv.
 */
#ifndef SSJC_ROW_KIND_H
#define SSJC_ROW_KIND_H

#include "cell.h"
#include "import_headers.h"
#include "ssjc/plan/vocabulary.h"

enum row_kind {
	ROW_RECORD, /* as far as its words say */
	ROW_EMPTY,  /* nothing in it at all */
	ROW_BLANK,  /* nothing but blanks */
	ROW_NUMBERED,
	ROW_HEADING, /* a text in the column that counts the rows, and nothing else */
	ROW_COLUMNS, /* numbers the columns: 1 2 3, 甲 乙 丙 */
	ROW_HEADERS, /* the headers again, as on every page */
	ROW_OTHER,   /* other headers, or in another order: a table of its own is below */
	ROW_SAMPLE,
	ROW_TOTAL,
	ROW_FOOTER,
	ROW_NOTE,
	ROW_HINT,
	ROW_KINDS
};

/* Why a row is left out: "left out: a sum". */
extern const char *const row_kind_reasons[ROW_KINDS];

/* What rows are held against. */
struct row_words;

/* Take the words out of the vocabulary, which is borrowed. NULL if memory runs out. */
struct row_words *row_words_open(const struct vocabulary *vocabulary);
void row_words_close(struct row_words *w);
/*
 * What a row is by its words. *cell is the one that says so (the first that is
 * filled, for a record). From ROW_TOTAL on it is that only if the row has not what a
 * record needs: a business may have such a name, and a column of duties such values.
 */
enum row_kind row_kind_of(
    struct row_words *w, const struct cell_row *row, const struct import_headers *h, size_t *cell);
/* Is there a code in the row, wherever it is, with whatever check digit? */
bool row_has_code(const struct cell_row *row);
/* Does a cell begin with a word of a row that is no record; is it a hint as a whole? */
bool row_cell_is_word(struct row_words *w, struct str text);
bool row_cell_is_hint(struct row_words *w, struct str text);
/* Why such a cell is refused in a record. */
extern const char row_hint_is_no_value[];

#endif
