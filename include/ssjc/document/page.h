/*
 * page: the draw and its results as one self-contained web page: what was
 * drawn from what, what was found, and how anybody can check the draw with
 * sha256sum. No scripts, nothing fetched.
 *
 * It tells neither credit class, stratum, rank, reserve nor any phone in so many
 * words (but the seed on it tells the reserve to whoever has the register); its
 * order is that of the tickets.
 */
#ifndef SSJC_PAGE_H
#define SSJC_PAGE_H

#include "ssjc/document/dept_result.h"

/*
 * Append the page, in UTF-8, to out. events (all of the audit file) tell why the
 * plan was drawn again and changed, and inspectors were matched anew. There must
 * have been a draw.
 */
ssjc_rc page_html(struct buf *out, const struct document *d, const struct dept_results *f,
    const struct audit_events *events, struct ssjc_err *err);

#endif
