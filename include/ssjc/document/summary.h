/*
 * summary: the figures for the inspection's report (抽查工作总结): what was
 * drawn, inspected and found, by department, category and result.
 */
#ifndef SSJC_SUMMARY_H
#define SSJC_SUMMARY_H

#include "ssjc/document/dept_result.h"

/*
 * Add the tables to b; name is xlsx_out_sheet's. events are all of the audit
 * file: they tell whether the plan was changed or inspectors were matched again
 * after the draw. SSJC_INPUT when a text cannot be written (see xlsx_out_row).
 */
ssjc_rc summary_sheet(struct xlsx_out *b, const char *name, const struct document *d,
    const struct dept_results *results, const struct audit_events *events, struct ssjc_err *err);

#endif
