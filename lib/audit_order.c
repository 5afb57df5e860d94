#include "audit_db.h"

#include <stdio.h>
#include <string.h>

enum { SLACK = 600 /* seconds that clocks may differ */ };

/* One audit file a plan: the first event's plan is everybody's. */
static ssjc_code same_plan(struct audit *a, const struct plan *plan, struct ssjc_err *err)
{
	sqlite3_stmt *s = NULL;
	bool row = false;
	ssjc_code code = audit_prepare(a, "SELECT plan FROM event ORDER BY seq LIMIT 1", &s, err);

	if (code == SSJC_OK)
		code = audit_step(a, s, &row, err);
	if (code == SSJC_OK && row && !str_eq(audit_text(s, 0), plan->id))
		code = ssjc_fail_at(err, SSJC_PLAN, plan->name, 0, "audit",
		    "the audit file “%s” is that of plan “%.*s”: give this plan its own", a->path,
		    STR_ARG(audit_text(s, 0)));
	sqlite3_finalize(s);
	return code;
}

/* What the plan has come to, as far as drawing goes. */
enum stage { FRESH = 1, COMMITTED = 2, DRAWN = 4 };

/* The actions that change it: from which stages, and to which. */
static const struct step {
	const char *action;
	unsigned from;
	enum stage to;
} steps[] = {
    {"commit", FRESH, COMMITTED},
    {"recommit", COMMITTED | DRAWN, COMMITTED},
    {"reveal", COMMITTED, DRAWN},
    {"draw", FRESH, DRAWN},
    {"redraw", DRAWN, DRAWN},
};
enum { STEPS = sizeof steps / sizeof steps[0] };

static const struct step *step_of(struct str action)
{
	for (size_t i = 0; i < STEPS; i++)
		if (str_is(action, steps[i].action))
			return &steps[i];
	return NULL;
}

static ssjc_code refuse(const struct plan *plan, const struct step *step, enum stage stage,
    struct str since, struct ssjc_err *err)
{
	switch (stage) {
	case FRESH:
		return ssjc_fail(err, SSJC_REFUSED,
		    step->to == DRAWN && step->from == COMMITTED
			? "plan %.*s has no commitment: ssjc-draw commit makes one"
			: "plan %.*s was not drawn yet: leave out --redraw",
		    STR_ARG(plan->id));
	case COMMITTED:
		return ssjc_fail(err, SSJC_REFUSED,
		    "plan %.*s is committed to a draw since %.*s: ssjc-draw reveal makes it; "
		    "ssjc-draw commit --redraw --reason TEXT withdraws the commitment for another",
		    STR_ARG(plan->id), STR_ARG(since));
	default:
		return ssjc_fail(err, SSJC_REFUSED,
		    step->from == COMMITTED
			? "plan %.*s was drawn already, last on %.*s: the commitment is used up"
			: "plan %.*s was drawn already, last on %.*s: --redraw --reason TEXT draws again, "
			  "and everything published will say so; ssjc-draw again prints the list",
		    STR_ARG(plan->id), STR_ARG(since));
	}
}

static ssjc_code stage_of(struct audit *a, enum stage *stage, struct buf *since,
    struct ssjc_err *err)
{
	sqlite3_stmt *s = NULL;
	bool row = false;
	ssjc_code code = audit_prepare(a,
	    "SELECT action, time FROM event WHERE action IN"
	    " ('commit', 'recommit', 'reveal', 'draw', 'redraw') ORDER BY seq DESC LIMIT 1",
	    &s, err);

	*stage = FRESH;
	if (code == SSJC_OK)
		code = audit_step(a, s, &row, err);
	if (code == SSJC_OK && row) {
		*stage = step_of(audit_text(s, 0))->to;
		buf_str(since, audit_text(s, 1));
	}
	sqlite3_finalize(s);
	return code;
}

/* May the action follow what was done? Only those of the table are bound to an order. */
static ssjc_code in_order(struct audit *a, const struct plan *plan, const char *action,
    struct ssjc_err *err)
{
	const struct step *step = step_of(str_of(action));
	struct buf since = {0};
	enum stage stage;
	ssjc_code code = stage_of(a, &stage, &since, err);

	if (code == SSJC_OK && step && !(step->from & stage))
		code = refuse(plan, step, stage, buf_text(&since), err);
	/* From a commitment or a draw on, the plan is fixed: but for these, with a reason. */
	a->fixed = stage != FRESH && strcmp(action, "redraw") != 0 &&
	    strcmp(action, "recommit") != 0 && strcmp(action, "amend") != 0;
	buf_free(&since);
	return code;
}

/*
 * The clock may be a little off, but an event does not come before the last
 * one; and so none may be ahead of the clock, or it would shut out all others.
 */
static ssjc_code in_time(struct audit *a, struct ssjc_err *err)
{
	char now[TIME_SIZE], clock[TIME_SIZE];
	sqlite3_stmt *s = NULL;
	bool row = false;
	int64_t last;
	ssjc_code code =
	    audit_prepare(a, "SELECT time, seq FROM event ORDER BY seq DESC LIMIT 1", &s, err);

	if (code == SSJC_OK)
		code = audit_step(a, s, &row, err);
	time_format(a->context.now, now);
	time_format(a->context.clock, clock);
	if (code == SSJC_OK && a->context.now > a->context.clock + SLACK)
		code = ssjc_fail_at(err, SSJC_REFUSED, a->path, 0, NULL,
		    "the time given is %s, but by this machine's clock it is %s: nothing could be put on "
		    "record after an event that is more than %d seconds ahead",
		    now, clock, SLACK);
	if (code == SSJC_OK && row && time_parse(audit_text(s, 0), &last) &&
	    a->context.now < last - SLACK)
		code = ssjc_fail_at(err, SSJC_REFUSED, a->path, 0, NULL,
		    "it is %s, but event %lld was at %.*s already: is the clock wrong?", now,
		    (long long)sqlite3_column_int64(s, 1), STR_ARG(audit_text(s, 0)));
	sqlite3_finalize(s);
	return code;
}

/* What goes on record stays there: it must be text that anybody can read. */
ssjc_code audit_check_text(struct str s, const char *what, struct ssjc_err *err)
{
	if (str_utf8(s) < s.n)
		return ssjc_fail(err, SSJC_USAGE,
		    "the %s is not UTF-8, and cannot go on record: is the terminal's encoding another?",
		    what);
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 && s.p[i] != '\n')
			return ssjc_fail(err, SSJC_USAGE, "the %s has a control character", what);
	return SSJC_OK;
}

ssjc_code audit_may_begin(struct audit *a, const struct plan *plan, const char *action,
    struct ssjc_err *err)
{
	ssjc_code code = same_plan(a, plan, err);

	if (code == SSJC_OK)
		code = in_order(a, plan, action, err);
	return code == SSJC_OK ? in_time(a, err) : code;
}

/* Is the plan, or are its items, what the event before had? */
ssjc_code audit_unchanged(struct audit *a, const struct audit_file *f, struct ssjc_err *err)
{
	sqlite3_stmt *s = NULL;
	bool row = false;
	ssjc_code code = audit_prepare(a,
	    "SELECT f.digest, f.event FROM file f JOIN event e ON e.seq = f.event"
	    " WHERE f.kind = ?1 AND f.direction = 'in' AND e.action <> 'import'"
	    " ORDER BY f.event DESC LIMIT 1",
	    &s, err);

	if (code == SSJC_OK) {
		sqlite3_bind_text64(s, 1, f->kind.p, f->kind.n, SQLITE_STATIC, SQLITE_UTF8);
		code = audit_step(a, s, &row, err);
	}
	if (code == SSJC_OK && row && !str_eq(audit_text(s, 0), f->digest)) {
		char name[256];

		snprintf(name, sizeof name, "%.*s", STR_ARG(f->name));
		code = ssjc_fail_at(err, SSJC_PLAN, name, 0, NULL,
		    "was changed since event %lld, but from a commitment or a draw on the plan, its items "
		    "and its calendar are fixed: "
		    "ssjc-record amend --reason TEXT puts a change on record",
		    (long long)sqlite3_column_int64(s, 1));
	}
	sqlite3_finalize(s);
	return code;
}

/* Those who withdraw a commitment may have seen its shares, and all saw those revealed. */
ssjc_code audit_unused(struct audit *a, const struct audit_commitment *c, struct ssjc_err *err)
{
	sqlite3_stmt *s = NULL;
	bool row = false;
	ssjc_code code = audit_prepare(a,
	    "SELECT event FROM commitment WHERE commitment = ?1 AND event < ?2 LIMIT 1", &s, err);

	if (code == SSJC_OK) {
		sqlite3_bind_text64(s, 1, c->digest.p, c->digest.n, SQLITE_STATIC, SQLITE_UTF8);
		sqlite3_bind_int64(s, 2, a->seq);
		code = audit_step(a, s, &row, err);
	}
	if (code == SSJC_OK && row)
		code = ssjc_fail(err, SSJC_REFUSED,
		    "department %.*s commits to a share that stands in event %lld already, and that others "
		    "may know: ssjc-draw share makes another",
		    STR_ARG(c->dept), (long long)sqlite3_column_int64(s, 0));
	sqlite3_finalize(s);
	return code;
}
