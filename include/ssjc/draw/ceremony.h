/*
 * ceremony: a draw whose randomness nobody can choose. Every department commits
 * to a secret share before a public event; the shares and the event's outcome
 * together are the seed. One honest department, or an honest event, is enough:
 * ssjc-draw(7).
 */
#ifndef SSJC_CEREMONY_H
#define SSJC_CEREMONY_H

#include "ssjc/audit/audit.h"

/* What differs between a draw and its commitment; the first of them. */
enum ceremony_part {
	CEREMONY_SAME,
	CEREMONY_ROSTER,
	CEREMONY_HISTORY,
	CEREMONY_PLAN,
	CEREMONY_TIME /* the draw does not come after the commitment */
};
/* Digests are those of the roster, of the histories (history_digest), and of the plan. */
enum ceremony_part ceremony_differs(const struct audit_ceremony *c, struct str roster,
    struct str histories, struct str plan, int64_t time);

/*
 * The commitments, given as texts "DEPT=64 hex digits", one of every
 * department, into the order of the plan: c->commitment, in the arena.
 * SSJC_USAGE for a wrong text, an unknown department, one that is missing or
 * named twice, and for two that are the same.
 */
ssjc_rc ceremony_commitments(struct audit_ceremony *c, const struct plan *plan,
    const char *const *given, size_t n, struct arena *arena, struct ssjc_err *err);

/*
 * The form of the outcome is committed to as well, or whoever reveals could try
 * one way of writing it after another. It is the outcome's text with these in
 * the place of what nobody can know, so that every outcome has one spelling:
 *   {n}   a whole number without leading zeros
 *   {n+}  one that is greater than the {n} or {n+} before it
 *   {d3}  exactly 3 digits, of 1 to 99
 *   {x}   64 lower-case hex digits
 * each with a separator after it, such as "SSQ2023068:{n}.{n+}.{n+}.{n+}.{n+}.{n+}/{n}",
 * or for two decimals "SSE20230612:{n}.{d2}". SSJC_USAGE says where a form is
 * wrong.
 */
ssjc_rc ceremony_form(struct str form, struct ssjc_err *err);
/* What the braces in a form mean, in Chinese, as a part of a sentence. */
void ceremony_legend(struct buf *out, struct str form);
/* Does the outcome have that form, to the letter? SSJC_INPUT says where it does not. */
ssjc_rc ceremony_outcome(struct str form, struct str outcome, struct ssjc_err *err);

/*
 * The seed text of the draw committed to: n shares (64 hex digits each, in any
 * order), all of which must open a commitment, one each. public is the event's
 * outcome, in the form committed to; name is what messages call each share.
 * SSJC_INPUT names the share that opens no commitment, SSJC_USAGE the one that is
 * given twice, SSJC_REFUSED the departments whose share is missing.
 */
ssjc_rc ceremony_seed(struct buf *out, const struct audit_ceremony *c, struct str plan_id,
    struct str public, const struct str *share, const char *const *name, size_t n,
    struct ssjc_err *err);
/*
 * Is none of the shares in another plan's audit file? SSJC_REFUSED names the
 * department whose is: whoever saw that plan's draw knows it.
 */
ssjc_rc ceremony_unused(const struct audit_ceremony *c, const char *path, struct ssjc_err *err);

#endif
