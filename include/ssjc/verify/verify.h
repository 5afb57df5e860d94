/*
 * verify: compute again everything that the audit file says, from the audit
 * file and the rosters as the bureaus sent them. No stored result is trusted.
 */
#ifndef SSJC_VERIFY_H
#define SSJC_VERIFY_H

#include "ssjc/audit/checkpoint.h"
#include "ssjc/base/large.h"
#include "ssjc/plan/plan.h"

/* A file that the verifier was given: a roster, or a stream made of one. All borrowed. */
struct evidence {
	const char *name;
	struct str bytes;
	const struct large *large; /* it is too large for memory, and bytes is ""; or NULL */
	char digest[DIGEST_HEX];
	bool audit; /* it is the audit file of another plan: the histories that it gave count */
};

/* What a remark says of what it is about. */
enum remark_mark {
	REMARK_GOOD,      /* computed again, with the same result */
	REMARK_NOTE,      /* nothing wrong, but whoever relies on the file is to know it */
	REMARK_OPEN,      /* somebody could have used it to choose, and has yet to answer for it */
	REMARK_UNCHECKED, /* could not be computed again: something was not given */
	REMARKS
};

/* What is to be verified. All borrowed. */
struct verify_job {
	struct audit *audit;
	const struct evidence *evidence;
	size_t n;
	const char *version;                /* of these programs */
	struct checkpoint_list checkpoints; /* kept elsewhere */
	const struct plan *plan; /* as it is now, compared with the one on record; or NULL */
	struct str tsa_ca;       /* certificates (PEM) that vouch for time stamps; "" for none */
	/*
	 * Called with each remark, one sentence, in English and in the user's language; or
	 * NULL. event is 0 for the whole file.
	 */
	void (*remark)(
	    void *arg, enum remark_mark mark, uint64_t event, const char *text, const char *said);
	void *arg;
};

/* How far it went, and what was shown: of a difference, what was before it. */
struct verify_totals {
	uint64_t events;       /* whose chain was found good, from the first */
	char head[DIGEST_HEX]; /* of the last of them; "" when there is none */
	uint64_t anchored;     /* of them, those that a checkpoint shows to be as they were */
	struct verify_again {
		uint64_t made;  /* on record */
		uint64_t again; /* of them, those that were computed again from all their inputs */
		bool last;      /* the last one was */
	} draws, matches;
	uint64_t main, reserve; /* of the last draw */
	uint64_t seats;         /* of the last match */
	uint64_t commitment; /* the event that committed to the last draw; 0 without a ceremony */
};

/*
 * SSJC_NO with the first difference. Checked are: the chain; the checkpoints;
 * that the evidence was used; that every event kept the rules (audit_rules.h);
 * every commitment, and what was revealed of it; every import, draw, replacement
 * and match whose inputs are among the evidence; every ticket; every confirmation
 * and result (record.h). *out is set even on failure.
 */
ssjc_rc verify_run(const struct verify_job *job, struct verify_totals *out, struct ssjc_err *err);

#endif
