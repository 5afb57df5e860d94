/*
 * ledger: what an audit file says, for people and for other programs.
 */
#ifndef SSJC_LEDGER_H
#define SSJC_LEDGER_H

#include "ssjc/verify/verify.h"

/*
 * Append the events as lines: each with its inputs and outputs, several
 * outputs of one kind in one line; verbose: each by itself, with digests,
 * hashes and the inputs that every event has.
 */
void ledger_text(struct buf *out, const struct audit_events *e, bool verbose);
/* Append all of it as one JSON array, and LF. */
void ledger_json(struct buf *out, const struct audit_events *e);

/* The findings of a verification, as lines or as one JSON object. */
struct ledger {
	struct buf out;
	bool json;
};

void ledger_open(struct ledger *l, bool json);
/* verify_job's say, with a struct ledger as arg. */
void ledger_say(void *arg, enum verify_mark mark, uint64_t event, const char *text);
/* All was said: what came of it. */
void ledger_end(struct ledger *l, const struct verify_totals *t, ssjc_rc rc,
    const struct ssjc_err *err);

/* A table as CSV in the file path (NULL: standard output). SSJC_USAGE: there is none such. */
ssjc_rc ledger_table(struct audit *a, const char *table, const char *path,
    enum csv_style style, struct ssjc_err *err);
/* Each table as TABLE.csv (or .tsv) in the folder, which is made if need be; "": here. */
ssjc_rc ledger_export(struct audit *a, const char *folder, enum csv_style style,
    struct ssjc_err *err);

#endif
