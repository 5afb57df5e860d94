/*
 * page: the draw and its results as one self-contained web page: what was
 * drawn from what, what was found, and how anybody can check the draw with
 * sha256sum. No scripts, nothing fetched.
 *
 * It has no credit class, stratum, rank, reserve or phone (but from its seed
 * anybody who has the register can compute the reserve); its order is that of
 * the tickets.
 */
#ifndef SSJC_PAGE_H
#define SSJC_PAGE_H

#include "ssjc/document/dept_result.h"

/*
 * Append the page, in UTF-8, to out. events are all of the audit file: they tell
 * why the plan was drawn again or changed, and inspectors were matched again.
 * There must have been a draw. SSJC_INPUT when its seed cannot be parsed.
 */
ssjc_rc page_html(struct buf *out, const struct document *d, const struct dept_results *results,
    const struct audit_events *events, struct ssjc_err *err);

#endif
