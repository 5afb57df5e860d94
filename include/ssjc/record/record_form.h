/*
 * record_form: forms to fill in: for the confirmations or the results of the businesses
 * drawn, or for what follows from them. What comes back is read by record_in.
 */
#ifndef SSJC_RECORD_FORM_H
#define SSJC_RECORD_FORM_H

#include "ssjc/base/xlsx_out.h"
#include "ssjc/record/record.h"

/*
 * As CSV: a row for each confirmation, or each item's result, that is still missing; of
 * follow-ups for each problem without one, and for each that is open. chinese: headers and
 * departments as people know them, not as codes.
 */
ssjc_rc record_form_csv(const struct record *r, enum record_kind kind, bool chinese,
    struct csv_out *out, struct ssjc_err *err);
/*
 * As a workbook: a sheet for each department, or for that one alone. What is on
 * record is in it, too, and cannot be changed there.
 */
ssjc_rc record_form_book(const struct record *r, enum record_kind kind,
    const struct plan_dept *only, struct xlsx_out *b, struct ssjc_err *err);

#endif
