/*
 * audit_print: what an audit file says, for people and for other programs.
 */
#ifndef SSJC_AUDIT_PRINT_H
#define SSJC_AUDIT_PRINT_H

#include "ssjc/audit/audit.h"

/*
 * Append the events as lines, each with its inputs and outputs. Many outputs of
 * one kind are one line, and inputs that every event has are left out, unless
 * verbose, which also gives digests and hashes. After those of an import come
 * its options, data files of its own, and the rows that it did not take.
 */
ssjc_rc audit_print_text(struct buf *out, struct audit *a, const struct audit_events *e,
    bool verbose, struct ssjc_err *err);
/* Append all of it as one JSON array, and LF. */
void audit_print_json(struct buf *out, const struct audit_events *e);

/* Write a table as CSV to the file path (NULL: standard output). SSJC_USAGE: no such table. */
ssjc_rc audit_print_table(struct audit *a, const char *table, const char *path,
    enum csv_style style, struct ssjc_err *err);
/* Write each table to TABLE.csv (or .tsv) in the folder, which is made if need be; "": here. */
ssjc_rc audit_print_export(
    struct audit *a, const char *folder, enum csv_style style, struct ssjc_err *err);

#endif
