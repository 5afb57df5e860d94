/*
 * verify: compute again everything that the audit file says, from the audit
 * file and the rosters as the bureaus sent them. No stored result is trusted.
 */
#ifndef SSJC_VERIFY_H
#define SSJC_VERIFY_H

#include "ssjc/audit/checkpoint.h"

/* A file that the verifier was given: a roster, or a stream made of one. */
struct evidence {
	const char *name;
	struct str bytes;
	bool audit; /* an audit file of that name: what it gives as a history */
};

enum verify_mark {
	VERIFY_GOOD,     /* computed again, the same */
	VERIFY_UNCHECKED /* could not be computed again: a file is missing */
};

struct verify_job {
	struct audit *audit;
	const struct evidence *evidence;
	size_t n;
	struct checkpoint_list held; /* checkpoints from elsewhere */
	/* Called with each finding, one sentence; or NULL. event is 0 for the whole file. */
	void (*say)(void *arg, enum verify_mark mark, uint64_t event, const char *text);
	void *arg;
};

/* How far it went. */
struct verify_totals {
	uint64_t events;   /* whose chain was found good, from the first */
	uint64_t anchored; /* of them, those that a checkpoint shows to be as they were */
};

/*
 * SSJC_NO with the first difference. Checked: the chain; the checkpoints; that
 * every event kept the rules of order.h; every commitment, and what was revealed
 * of it; every import, draw, replacement and match whose inputs are among the
 * evidence; every ticket; and every confirmation and result by record.h.
 */
ssjc_rc verify_run(const struct verify_job *job, struct verify_totals *out, struct ssjc_err *err);

#endif
