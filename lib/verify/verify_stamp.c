#include "verify_work.h"

#include "ssjc/audit/audit_rules.h"
#include "ssjc/audit/audit_told.h"
#include "ssjc/audit/stamp.h"

#include <inttypes.h>
#include <string.h>

/* By how much clocks may differ, in seconds. */
enum { SLACK = RULE_SLACK };

/* How many events the stamped text's checkpoints show, and that they are of this file. */
static ssjc_rc anchored(struct verifier *v, struct str text, uint64_t *events)
{
	struct checkpoint_list list = {0};
	ssjc_rc rc = checkpoint_read(&list, text, "the stamped text", v->err);

	if (!rc)
		rc = checkpoint_match(&list, &v->events, events, v->err);
	checkpoint_list_free(&list);
	return rc;
}

/* No event can have been stamped before it was there: then its clock was ahead. */
static ssjc_rc check_times(struct verifier *v, uint64_t events, int64_t time, const char *words)
{
	for (size_t i = 0; i < v->events.n && v->events.v[i].seq <= events; i++) {
		const struct audit_event *e = &v->events.v[i];
		int64_t t;

		if (time_parse(e->time, &t) && t > time + SLACK)
			return verify_differs(v,
			    "event %llu says that it was at %.*s, but it was stamped at %s: the "
			    "clock of one of them was wrong",
			    (unsigned long long)e->seq, STR_ARG(e->time), words);
	}
	return SSJC_OK;
}

ssjc_rc verify_stamp(struct verifier *v)
{
	const struct audit_event *commitment;
	struct str text, reply;
	struct stamp s;
	char words[TIME_SIZE], digest[DIGEST_HEX];
	uint64_t events = 0;
	ssjc_rc rc = verify_kept(v, "stamped", &text);

	if (rc)
		return rc;
	rc = verify_kept(v, "stamp", &reply);
	if (rc)
		return rc;
	if (!text.p || !reply.p)
		return verify_differs(v, "lacks the time stamp, or the text that was stamped");
	rc = stamp_read(&s, reply, "the time stamp", v->err);
	if (rc)
		return rc;
	rc = digest_hex(text.p, text.n, digest, v->err);
	if (rc)
		return rc;
	if (strcmp(digest, s.digest) != 0)
		return verify_differs(
		    v, "its time stamp is of another text than the one on record");
	rc = anchored(v, text, &events);
	if (rc)
		return rc;
	if (events >= v->event->seq)
		return verify_differs(v, "stamps itself, or what came after it");
	if (!v->job->tsa_ca.n) {
		verify_remark(v, REMARK_UNCHECKED,
		    "stamp: who stamped the first %llu events: give the authority's "
		    "certificates with --tsa-ca",
		    (unsigned long long)events);
		return SSJC_OK;
	}
	rc = stamp_check(reply, text, v->job->tsa_ca, v->err);
	if (rc)
		return rc;
	time_format(s.time, words);
	rc = check_times(v, events, s.time, words);
	if (rc)
		return rc;
	commitment = audit_told_pledge(&v->events, events);
	if (commitment)
		verify_remark(v, REMARK_GOOD,
		    "stamp: the first %llu events, the commitment of event %llu among them, were there at %s, when its draw was still to come",
		    (unsigned long long)events, (unsigned long long)commitment->seq, words);
	else
		verify_remark(v, REMARK_GOOD, "stamp: the first %llu events were there at %s",
		    (unsigned long long)events, words);
	return SSJC_OK;
}
