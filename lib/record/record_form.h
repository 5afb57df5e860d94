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
	const struct result *result;             /* as here; an item may have several, a row each */
};
typedef ssjc_rc form_use(void *arg, const struct form_row *row, struct ssjc_err *err);

/* All rows, or those of a department, in the order of the draw, or of the match. */
ssjc_rc form_rows(const struct record *r, bool results, const struct plan_dept *only, form_use *use,
    void *arg, struct ssjc_err *err);

/* The columns of a form, by their names in the stream; and how many there are. */
enum { FORM_COLUMNS = 12 };
extern const char *const form_confirm_columns[], *const form_result_columns[];
size_t form_columns(bool results);
/* The header that people know for a column: the first in headers.csv. */
struct str form_header(const struct record *r, const char *stream, const char *column);
/*
 * The texts of a row, by column; codes are written as people's words when chinese is
 * set. date is what the cell of the date points to.
 */
void form_cells(const struct record *r, bool results, bool chinese, const struct form_row *row,
    char date[DATE_SIZE], struct str cell[FORM_COLUMNS]);

#endif
