/*
 * audit_print: what an audit file says, for people and for other programs.
 */
#ifndef SSJC_AUDIT_PRINT_H
#define SSJC_AUDIT_PRINT_H

#include "ssjc/audit/audit.h"

/*
 * Append the events as lines: each with its inputs and outputs, several
 * outputs of one kind in one line; verbose: each by itself, with digests,
 * hashes and the inputs that every event has.
 */
void audit_print_text(struct buf *out, const struct audit_events *e, bool verbose);
/* Append all of it as one JSON array, and LF. */
void audit_print_json(struct buf *out, const struct audit_events *e);

/* A table as CSV in the file path (NULL: standard output). SSJC_USAGE: there is none such. */
ssjc_rc audit_print_table(struct audit *a, const char *table, const char *path,
    enum csv_style style, struct ssjc_err *err);
/* Each table as TABLE.csv (or .tsv) in the folder, which is made if need be; "": here. */
ssjc_rc audit_print_export(
    struct audit *a, const char *folder, enum csv_style style, struct ssjc_err *err);

#endif
