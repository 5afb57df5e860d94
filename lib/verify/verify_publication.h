/*
 * verify_publication: what was published or uploaded is made again from what the record
 * said then: verify_publish.c, verify_batch.c.
 */
#ifndef SSJC_VERIFY_PUBLICATION_H
#define SSJC_VERIFY_PUBLICATION_H

#include "verify_work.h"

#include "ssjc/document/document_history.h"
#include "ssjc/document/result_list.h"

/* What the publication at hand was made from. */
struct publication {
	struct plan plan;
	struct items items;
	const struct vocabulary *vocabulary;
	struct audit_state state;
	struct checkpoint loaded;   /* its own: it has that of the event before, meanwhile */
	struct audit_events before; /* borrowed */
	struct document_history history;
	struct document d;
	struct dept_results results;
	struct result_list list;
};

/* Read it; close it, whatever comes back. SSJC_NO when nothing came before. */
ssjc_rc verify_publication_open(struct verifier *v, struct publication *p);
void verify_publication_close(struct verifier *v, struct publication *p);

#endif
