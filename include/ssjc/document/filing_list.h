/*
 * filing_list: the list that the lead department keeps (备案表): every business with its
 * team, date, and the inspectors of each department with their phones.
 */
#ifndef SSJC_FILING_LIST_H
#define SSJC_FILING_LIST_H

#include "ssjc/document/document.h"
#include "ssjc/document/visits.h"

/*
 * Add the list to b; name is xlsx_out_sheet's. SSJC_INPUT when a text cannot be
 * written (see xlsx_out_row).
 */
ssjc_rc filing_list_sheet(struct xlsx_out *b, const char *name, const struct document *d,
    const struct visits *v, struct ssjc_err *err);

#endif
