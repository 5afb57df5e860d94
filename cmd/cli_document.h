/*
 * cli_document: the beginning of whatever prints or publishes documents.
 */
#ifndef CLI_DOCUMENT_H
#define CLI_DOCUMENT_H

#include "cli.h"

#include "ssjc/document/document.h"

/* Begin an event (cli_begin) for documents, and say what they are made from. */
ssjc_rc cli_document(struct cli *c, const char *action, struct cli_audit **a, struct document *d);

#endif
