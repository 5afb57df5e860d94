/*
 * verify_conclusion: what a verification came to, in one sentence that can be quoted:
 * what was shown, what was not, and no more.
 */
#ifndef SSJC_VERIFY_CONCLUSION_H
#define SSJC_VERIFY_CONCLUSION_H

#include "ssjc/verify/verify_remarks.h"

/* What it is about; all borrowed. */
struct verify_subject {
	struct str file;      /* the audit file's name */
	struct str id, title; /* of the plan on record; "" when it cannot be told */
	bool rehearsal;       /* it is one of the plan, and nothing in it is real */
	const struct verify_totals *totals;
	const struct verify_remarks *remarks;
	ssjc_rc rc;                 /* of verify_run: SSJC_OK, or SSJC_NO */
	const struct ssjc_err *err; /* with the difference */
};

/* In English, and in the user's language. Free it with verify_conclusion_free. */
struct verify_conclusion {
	struct buf text, said;
};

ssjc_rc verify_conclude(
    struct verify_conclusion *out, const struct verify_subject *s, struct ssjc_err *err);
void verify_conclusion_free(struct verify_conclusion *c);
/* The difference, with its file and line, in English or in the user's language. */
void verify_difference(struct buf *out, const struct ssjc_err *err, bool said);

#endif
