/*
 * checklist: the joint inspection's record sheet (随机抽查联合检查记录表), one
 * for each business (一企一表), filled in and signed on the spot.
 *
 * It bears what the business may see: neither the credit class nor the stratum.
 */
#ifndef SSJC_CHECKLIST_H
#define SSJC_CHECKLIST_H

#include "ssjc/document/document.h"

/* Add the sheet of a business to b, under that name (see xlsx_out_sheet). */
ssjc_rc checklist_sheet(struct xlsx_out *b, const char *name, const struct document *d,
    const struct visit *v, struct ssjc_err *err);

#endif
