/*
 * record_form: the rows of forms, whatever they are written as.
 */
#ifndef SSJC_LIB_RECORD_FORM_H
#define SSJC_LIB_RECORD_FORM_H

#include "ssjc/record/record_form.h"

/* What is asked for in a row, and what is on record of it. */
struct form_row {
	const struct pick *pick;
	const struct plan_dept *dept;
	const struct seat *seat; /* of results: the first of the department there, */
	const struct item *item; /* and the item; NULL where the plan has no list */
	const struct confirmation *confirmation; /* NULL when nothing is on record, */
	const struct result *result; /* as here; an item may have several, a row each, */
	const struct follow *follow; /* and here, of several kinds; */
	struct str problem;          /* about what was found wrong */
	bool done;                   /* all of it is on record */
	bool spare;                  /* for something else, if there is anything */
};
typedef ssjc_rc form_use(void *arg, const struct form_row *row, struct ssjc_err *err);

/* All rows, or those of a department, in the order of the draw, or of the match. */
ssjc_rc form_rows(const struct record *r, enum record_kind kind, const struct plan_dept *only,
    form_use *use, void *arg, struct ssjc_err *err);

/* The columns of a form, by their names in the stream; NULL-ended. */
enum { FORM_COLUMNS = 12 };
const char *const *form_columns(enum record_kind kind);
/* The header that people know for a column: the first in headers.csv. */
struct str form_header(const struct record *r, enum record_kind kind, const char *column);
/*
 * The texts of a row, by column; codes are written as people's words when chinese is
 * set. date is what the cells of dates point to.
 */
void form_cells(const struct record *r, enum record_kind kind, bool chinese,
    const struct form_row *row, char date[2][DATE_SIZE], struct str cell[FORM_COLUMNS]);

#endif
