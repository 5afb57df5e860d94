/*
 * document_history: how what is published came about: which imports it is from, how
 * the plan was changed, what else the public is to be told.
 */
#ifndef SSJC_DOCUMENT_HISTORY_H
#define SSJC_DOCUMENT_HISTORY_H

#include "ssjc/audit/audit_told.h"
#include "ssjc/document/document.h"

/* Zero-initialise it; free it with document_history_close, whatever it returned. */
struct document_history {
	struct plan_changes *changes; /* of each event */
	size_t n;
	struct import_summary *imports;
	struct audit_told told;
	struct plan drawn_by; /* it may have been amended since */
	struct arena arena;   /* owns imports and told */
};

/*
 * Read it from the events and let d tell it; d borrows from h, and h from e. Errors are
 * those of audit_plan_history, import_summary_used and audit_told_of.
 */
ssjc_rc document_history_open(struct document_history *h, struct document *d, struct audit *a,
    const struct audit_events *e, struct ssjc_err *err);
void document_history_close(struct document_history *h);

#endif
