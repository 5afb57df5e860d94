/*
 * checklist: the joint inspection's record sheet (随机抽查联合检查记录表), one
 * for each business (一企一表), filled in and signed on the spot.
 *
 * It has what the business may see: neither the credit class nor the stratum.
 */
#ifndef SSJC_CHECKLIST_H
#define SSJC_CHECKLIST_H

#include "ssjc/document/document.h"
#include "ssjc/document/visits.h"

/*
 * Add the sheet for a business to b; name is xlsx_out_sheet's. A row is as high
 * as the text of its item needs, which xlsx_out_row computes. SSJC_INPUT when a
 * text cannot be written (see there).
 */
ssjc_rc checklist_sheet(struct xlsx_out *b, const char *name, const struct document *d,
    const struct visit *v, struct ssjc_err *err);

#endif
