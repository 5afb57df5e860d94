/*
 * record_rows: what the rows of a table report.
 */
#ifndef SSJC_RECORD_ROWS_H
#define SSJC_RECORD_ROWS_H

#include "ssjc/record/record.h"

/*
 * Read confirmations (id, dept, confirmed; reason and evidence where confirmed
 * is no) into a malloc'd array whose text is the table's. What is on record
 * already in the same words, and rows not filled in, are left out. When any row
 * is wrong, all wrong rows go to bad, and it is SSJC_INPUT with *out NULL; so
 * also when the table was read without rows that are ragged.
 */
ssjc_rc record_confirmations(const struct record *r, const struct table *t, record_bad *bad,
    void *arg, struct confirmation **out, size_t *n, struct ssjc_err *err);
/*
 * The same for results (id, dept, item, result, date …). An item may have
 * several rows, with different codes. What differs from what is on record of an
 * item is wrong unless correct is set; then the rows given replace all of it.
 */
ssjc_rc record_results(const struct record *r, const struct table *t, bool correct, record_bad *bad,
    void *arg, struct result **out, size_t *n, struct ssjc_err *err);

#endif
