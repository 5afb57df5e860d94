/*
 * cli_document: the beginning of whatever prints or publishes documents.
 */
#ifndef CLI_DOCUMENT_H
#define CLI_DOCUMENT_H

#include "cli.h"

#include "ssjc/document/page_files.h"
#include "ssjc/document/paper.h"

/* Begin an event (cli_begin) for documents, and say what they are made from. */
ssjc_rc cli_document(struct cli *c, const char *action, struct cli_audit **a, struct document *d);
/* The same with the state of audit_load_visits. */
ssjc_rc cli_document_visits(
    struct cli *c, const char *action, struct cli_audit **a, struct document *d);

/*
 * Read the template NAME.txt, from the plan's own templates if it is there, else
 * from those of the share folder; it goes into the event, if one is begun. Free
 * it with paper_free before the command ends.
 */
ssjc_rc cli_paper(struct cli *c, const char *name, enum paper_about about, struct paper **out);

/* The same of the share folder alone: a paper that is not the plan's. */
ssjc_rc cli_shared_paper(
    struct cli *c, const char *name, enum paper_about about, struct paper **out);

/*
 * The style and scripts of the page, of the share folder, also those of receipts if there are
 * any; they go into the event begun.
 */
ssjc_rc cli_page_files(struct cli *c, bool receipts, struct page_files *files);

#endif
