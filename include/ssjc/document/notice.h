/*
 * notice: the letter that tells a business of its inspection (联合抽查告知书),
 * with the receipt for it (送达回证).
 */
#ifndef SSJC_NOTICE_H
#define SSJC_NOTICE_H

#include "ssjc/document/document.h"
#include "ssjc/document/visits.h"

/*
 * Add the letter to a business to b; name is xlsx_out_sheet's. The letter names
 * the inspectors and their certificates, not their phones. SSJC_INPUT when a
 * text cannot be written (see xlsx_out_row).
 */
ssjc_rc notice_sheet(struct xlsx_out *b, const char *name, const struct document *d,
    const struct visit *v, struct ssjc_err *err);

#endif
