/*
 * checklist_in: filled checklists, read back: found by what their hidden sheet says
 * (checklist_map.h), whatever their files and sheets are called, and whatever rows were
 * put in since.
 */
#ifndef SSJC_CHECKLIST_IN_H
#define SSJC_CHECKLIST_IN_H

#include "ssjc/record/record.h"

struct checklist_sheet;

/* Zero-initialise it but for the vocabulary; free it with checklist_in_close, whatever came back. */
struct checklist_in {
	const struct vocabulary *vocabulary;
	struct checklist_sheet *sheet, *last;
	size_t sheets, empty; /* how many were found, and how many of them are not filled in */
	struct table table;   /* checklist_in_table makes it whole */
	const struct table_place **place; /* of each of its rows */
	size_t cells, lines, places;      /* the room that there is for them */
	struct arena arena;
};

/*
 * Read a file, if it is a workbook of checklists: *is. name is borrowed, bytes for the
 * call only: what is filled in is copied. A file or a sheet that is not as it was printed
 * goes to how->bad and counts in how->refused; what was written outside of the cells to be filled in goes to
 * how->left. What is wrong with a file that is no such workbook is not said.
 */
ssjc_rc checklist_in_read(struct checklist_in *in, struct str bytes, const char *name, bool *is,
    struct record_taking *how, struct ssjc_err *err);
/*
 * All that the sheets say, added to the rows of other (which may be empty), as a table of
 * in's for record_put. A sheet of another plan, of a business that is not drawn any
 * more or of a match that was overtaken goes to how->bad, as what cannot be read does;
 * how->refused counts them.
 */
ssjc_rc checklist_in_table(struct checklist_in *in, const struct record *r,
    const struct table *other, struct record_taking *how, struct ssjc_err *err);
/* How many rows of its table a file has. */
uint64_t checklist_in_rows(const struct checklist_in *in, const char *name);
void checklist_in_close(struct checklist_in *in);

#endif
