/*
 * verify_filing: what was verified, as the paper of a verification has it (核验报告,
 * verification.h), to be filed with the others.
 */
#ifndef SSJC_VERIFY_FILING_H
#define SSJC_VERIFY_FILING_H

#include "ssjc/document/verification.h"
#include "ssjc/verify/verify_conclusion.h"

struct verify_filing {
	struct verification v; /* its texts and lists are of the others */
	struct audit_events events;
	struct verification_line *line;
	struct verification_file *given;
	struct verification_kept *kept;
	struct arena arena;
};

/*
 * Fill *x, which is zero, with what the job came to; actor is who verified. SSJC_SYSTEM when
 * there is no memory. Free it with verify_filing_free, whatever came back.
 */
ssjc_rc verify_filing_of(struct verify_filing *x, const struct verify_job *job,
    const struct verify_subject *s, struct str conclusion, const char *actor, struct ssjc_err *err);
void verify_filing_free(struct verify_filing *x);

#endif
