/*
 * verify_match: what matches and changes of their seats are made of, to compute them again.
 */
#ifndef SSJC_VERIFY_MATCH_H
#define SSJC_VERIFY_MATCH_H

#include "verify_work.h"

#include "ssjc/assign/assign_record.h"

/* What the match at hand was made of, besides its plan and the state before it. */
struct match_inputs {
	struct calendar *calendar;
	struct items items;
	bool has_items;
	struct inspectors inspectors;
	struct last_visits visits; /* of the last plan, for rotate */
	day_t today;
};

/* Do both say that the same person has the same seat, whatever else they say of it? */
bool verify_same_person(const struct seat *should, const struct seat *is);
/* The difference between two seats of one person: name, duty, team or day. */
ssjc_rc verify_seat_differs(struct verifier *v, const struct seat *should, const struct seat *is);
ssjc_rc verify_match_open(
    struct verifier *v, const struct known_text *people, struct match_inputs *in);
/* After verify_match_open, whatever it returned. */
void verify_match_close(struct match_inputs *in);
/* The list of seats as it was printed then, from the drawn list that it read. */
ssjc_rc verify_match_list(struct verifier *v, struct assign_record *m);
/* The skills that are lacking at its businesses are those on record. */
ssjc_rc verify_lacks(struct verifier *v, const struct assign_record *m);
/*
 * The visits of the last plan that are on record with the match: those of the list that was
 * given, if that is here, and of the matches before, unless it is a reassign.
 */
ssjc_rc verify_visits(
    struct verifier *v, const struct audit_state *before, struct last_visits *out);
/* The departments that could not be spread are on record, and no others. */
ssjc_rc verify_unspread(struct verifier *v, const struct assign_record *m);
/* May the match be of that stream of inspectors? before and after are the states. */
ssjc_rc verify_match_people(struct verifier *v, const struct plan *plan, struct str digest,
    const struct audit_state *before, const struct audit_state *after);

#endif
