/*
 * checklist_work: what the parts of reading a checklist share.
 *
 *	checklist_in.c     which sheets are checklists, and where their rows are now
 *	checklist_fill.c   what a row of one says
 *	checklist_table.c  all of it as a table, and copies that contradict each other
 *	checklist_marks.c  ticks, numbers and words in a cell
 */
#ifndef SSJC_CHECKLIST_WORK_H
#define SSJC_CHECKLIST_WORK_H

#include "ssjc/import/book.h"
#include "ssjc/record/checklist_in.h"
#include "ssjc/record/checklist_map.h"

/* The columns of the table. */
enum checklist_column {
	CHECKLIST_AT_ID,
	CHECKLIST_AT_DEPT,
	CHECKLIST_AT_ITEM,
	CHECKLIST_AT_RESULT,
	CHECKLIST_AT_PROBLEM,
	CHECKLIST_AT_DISPOSAL,
	CHECKLIST_AT_DATE,
	CHECKLIST_AT_METHOD,
	CHECKLIST_AT_SIGNED,
	CHECKLIST_AT_NOTE,
	CHECKLIST_COLUMNS
};
/* A checklist has no headers that people know them by. */
extern const struct str checklist_no_headers[CHECKLIST_COLUMNS];

/* A row of a map, and where it is in the sheet now. */
struct checklist_map_row {
	size_t first, n;           /* its cells */
	const struct book_row *is; /* NULL: the row is empty */
	uint64_t number;
	bool found;
};

/* The cells of a file, and the blocks of its hidden sheet, as long as it is read. */
struct checklist_file {
	const char *name;
	struct book book;
	struct checklist_map *map;
	size_t n, cap;
	struct arena arena;
};

/* A sheet that was found, and what it says; the arena of all has it. */
struct checklist_sheet {
	struct checklist_sheet *next;
	struct str plan, object, id;
	struct table_place place;
	size_t first, said; /* rows of the table: the first, and how many */
	bool filled;

	/* As long as its file is read: */
	const struct book_sheet *sheet;
	const struct checklist_map *map;
	struct checklist_map_row *row;
	size_t n_rows;
	const struct checklist_cell *told; /* the last cell that was found to be wrong */
	bool failed;
};

/* Something about a cell; about the sheet when row is 0. */
void checklist_work_tell(const struct checklist_sheet *s, uint64_t row, size_t column,
    record_bad *to, void *arg, struct str value, const char *fmt, ...)
    __attribute__((format(printf, 7, 8)));
void checklist_work_tell_why(const struct checklist_sheet *s, uint64_t row, size_t column,
    record_bad *to, void *arg, struct str value, const struct ssjc_err *why);

/*
 * Add a row to in's table; its texts are copied, but for those that the row before has, too.
 * place is of one of in's sheets.
 */
ssjc_rc checklist_table_add(struct checklist_in *in, const struct str row[CHECKLIST_COLUMNS],
    uint64_t line, const struct table_place *place, struct ssjc_err *err);

/*
 * Add what the rows of a sheet say that are filled in to the table: s->first, s->said.
 * What cannot be read is told. A row without a day of its own is left without one.
 */
ssjc_rc checklist_fill(struct checklist_in *in, struct checklist_sheet *s,
    struct record_taking *how, struct ssjc_err *err);

#endif
