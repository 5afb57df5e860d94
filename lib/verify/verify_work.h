/*
 * verify_work: what the parts of verify share: the event at hand, the files
 * known by their digests, and how a difference is said. verify_rules.c goes
 * through the events with the rules of order.h, verify_ceremony.c checks
 * commitments and what was revealed of them; verify_import.c, verify_draw.c,
 * verify_match.c and verify_report.c compute results again.
 */
#ifndef SSJC_VERIFY_WORK_H
#define SSJC_VERIFY_WORK_H

#include "ssjc/verify/verify.h"

/* A text that is known by its digest: evidence, or a stream imported again. */
struct known_text {
	char digest[DIGEST_HEX];
	struct str text;
	const char *name;
};

struct verifier {
	const struct verify_job *job;
	struct known_text *known;
	size_t n, cap;
	struct audit_events events;
	const struct audit_event *event; /* at hand */
	struct arena arena;
	struct ssjc_err *err;
};

/* A finding about the event at hand, or about the whole file when that is NULL. */
void verify_say(struct verifier *v, enum verify_mark mark, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* SSJC_NO, and what differs. */
ssjc_rc verify_differs(struct verifier *v, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/*
 * What went wrong with the event at hand, as its difference: its number and
 * action before the words, SSJC_NO for whatever was wrong in what is on record.
 */
ssjc_rc verify_named(struct verifier *v, ssjc_rc rc);

/* A text is known from now on; it and its name are borrowed. */
ssjc_rc verify_know(struct verifier *v, struct str text, const char *name);
/* The text of that digest, or NULL. */
const struct known_text *verify_find(const struct verifier *v, struct str digest);
/* The first file of that kind and direction of the event at hand, or NULL. */
const struct audit_file *verify_file(const struct verifier *v, const char *kind, bool output);
/* Its only input of that kind: which of two was used could not be told. */
ssjc_rc verify_one(struct verifier *v, const char *kind, const struct audit_file **out);
/* Its input of that kind, kept whole in the audit file; NULL text when it has none. */
ssjc_rc verify_kept(struct verifier *v, const char *kind, struct str *text);
/* Did an import before this event write that stream? */
bool verify_imported(const struct verifier *v, struct str digest);
/* Its plan, as the audit file keeps it. Free it with plan_close. */
ssjc_rc verify_plan(struct verifier *v, struct plan *plan);

/* Did every event keep the rules? SSJC_NO names the first that did not. */
ssjc_rc verify_rules(struct verifier *v);
/* Is a commitment whole, and of the files of its event? */
ssjc_rc verify_commitment(struct verifier *v);
/* Is the draw of a reveal what was committed to? state is right after it. */
ssjc_rc verify_reveal(struct verifier *v, const struct audit_state *state);
/* Are the inspectors of a match those committed to, if any were? state is that before it. */
ssjc_rc verify_inspectors(struct verifier *v, const struct audit_state *state, struct str digest);
/* Compute again what the event at hand decided, as far as it can be: each one kind of event. */
ssjc_rc verify_import(struct verifier *v);
ssjc_rc verify_draw(struct verifier *v);
ssjc_rc verify_replace(struct verifier *v);
ssjc_rc verify_match(struct verifier *v);
ssjc_rc verify_print(struct verifier *v);
ssjc_rc verify_confirm(struct verifier *v);
ssjc_rc verify_results(struct verifier *v);

#endif
