/*
 * record_rows: what the rows of a table report.
 */
#ifndef SSJC_RECORD_ROWS_H
#define SSJC_RECORD_ROWS_H

#include "ssjc/record/record.h"

/*
 * Read confirmations (id, dept, confirmed; reason and evidence where confirmed
 * is no) into a malloc'd array of how->taken elements whose text is the table's, or
 * the state's: record_put_confirmations.
 */
ssjc_rc record_confirmations(const struct record *r, const struct table *t,
    struct record_taking *how, struct confirmation **out, struct ssjc_err *err);
/* The same for results: record_put_results. */
ssjc_rc record_results(const struct record *r, const struct table *t, struct record_taking *how,
    struct result **out, struct ssjc_err *err);

#endif
