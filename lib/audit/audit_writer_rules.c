/* The rules of audit_rules.h, for those who write: what a broken one means, and what to do. */
#include "audit_db.h"

#include "ssjc/base/language.h"
#include "ssjc/base/text.h"

#include <stdio.h>
#include <string.h>

/* When that event was, or "". */
static struct str time_of(const struct audit *a, uint64_t event)
{
	for (size_t i = 0; i < a->past.n; i++)
		if (a->past.v[i].seq == event)
			return a->past.v[i].time;
	return STR("");
}

static ssjc_rc refuse_undrawn(const char *action, struct ssjc_err *err)
{
	static const struct {
		const char *action, *advice;
	} to_do[] = {{"redraw", W_("leave out --redraw")}, {"recommit", W_("leave out --redraw")},
	    {"amend", W_("until the draw the plan can simply be changed")}};
	const char *advice = W_("run ssjc-draw first");

	for (size_t i = 0; i < sizeof to_do / sizeof to_do[0]; i++)
		if (strcmp(action, to_do[i].action) == 0)
			advice = to_do[i].advice;
	return ssjc_fail(err, SSJC_REFUSED, "nothing was drawn for this plan yet: %s", advice);
}

/* The event cannot begin because of a fault, if it is one. */
static ssjc_rc refuse(struct audit *a, const struct plan *plan, const char *action,
    struct rule_fault fault, struct ssjc_err *err)
{
	struct str since = time_of(a, fault.event);
	char now[TIME_SIZE];

	switch (fault.rule) {
	case RULE_KEPT:
		return SSJC_OK;
	case RULE_PLAN:
		return audit_check_plan(a, plan, err);
	case RULE_TIME_BACK:
		time_format(a->context.now, now);
		return ssjc_fail_at(err, SSJC_REFUSED, a->path, 0, NULL,
		    "it is %s, but event %llu was at %.*s already: is the clock wrong?", now,
		    (unsigned long long)fault.event, STR_ARG(since));
	case RULE_REASON:
		return ssjc_fail(
		    err, SSJC_USAGE, "a %s needs a reason: give --reason TEXT", action);
	case RULE_COMMITTED:
		return ssjc_fail(err, strcmp(action, "commit") == 0 ? SSJC_DONE : SSJC_REFUSED,
		    "plan %.*s has been committed to a draw since %.*s: ssjc-draw reveal makes it; "
		    "ssjc-draw commit --redraw --reason TEXT withdraws the commitment for another",
		    STR_ARG(plan->id), STR_ARG(since));
	case RULE_UNCOMMITTED:
		return fault.event
		    ? ssjc_fail(err, SSJC_DONE,
		          "plan %.*s was drawn already, last on %.*s: the commitment is used up",
		          STR_ARG(plan->id), STR_ARG(since))
		    : ssjc_fail(err, SSJC_REFUSED,
		          "plan %.*s has no commitment: ssjc-draw commit makes one",
		          STR_ARG(plan->id));
	case RULE_DRAWN:
		return ssjc_fail(err, strcmp(action, "draw") == 0 ? SSJC_DONE : SSJC_REFUSED,
		    "plan %.*s was drawn already, last on %.*s: --redraw --reason TEXT draws "
		    "again, and everything published will say so; ssjc-draw again prints the list",
		    STR_ARG(plan->id), STR_ARG(since));
	case RULE_UNDRAWN:
		return refuse_undrawn(action, err);
	case RULE_UNASSIGNED:
		return ssjc_fail(err, SSJC_REFUSED,
		    "nobody was assigned for this plan yet: run ssjc-assign first");
	default:
		return ssjc_fail(err, SSJC_USAGE, "a %s cannot be put on record like this", action);
	}
}

ssjc_rc audit_may_begin(struct audit *a, const struct plan *plan, const char *action,
    struct str reason, struct ssjc_err *err)
{
	struct audit_event e = {.seq = 1,
	    .action = str_of(action),
	    .reason = reason,
	    .plan = plan->id,
	    .plan_digest = str_of(plan->digest)};
	char now[TIME_SIZE], clock[TIME_SIZE];
	ssjc_rc rc = audit_events(a, &a->past, err);

	if (rc)
		return rc;
	/* Whether the events before kept the rules is for verify to tell. */
	for (size_t i = 0; i < a->past.n; i++) {
		audit_rules_event(&a->rules, &a->past.v[i]);
		for (size_t f = 0; f < a->past.v[i].n_files; f++)
			audit_rules_file(&a->rules, &a->past.v[i].file[f]);
		e.seq = a->past.v[i].seq + 1;
	}
	time_format(a->context.now, now);
	time_format(a->context.clock, clock);
	if (!plan->rehearsal && a->context.now > a->context.clock + RULE_SLACK)
		return ssjc_fail_at(err, SSJC_REFUSED, a->path, 0, NULL,
		    "the time given is %s, but by this machine's clock it is %s: after an event "
		    "more "
		    "than %d seconds ahead, nothing could be put on record; --rehearse runs through "
		    "a plan whose days have not come",
		    now, clock, RULE_SLACK);
	e.time = str_of(now);
	return refuse(a, plan, action, audit_rules_event(&a->rules, &e), err);
}

ssjc_rc audit_may_have(struct audit *a, const struct audit_file *f, struct ssjc_err *err)
{
	struct rule_fault fault = audit_rules_file(&a->rules, f);
	char name[256];

	if (fault.rule == RULE_KEPT)
		return SSJC_OK;
	if (f->output)
		return ssjc_fail(
		    err, SSJC_USAGE, "an import cannot have that output: %.*s", STR_ARG(f->kind));
	snprintf(name, sizeof name, "%.*s", STR_ARG(f->name));
	return ssjc_fail_at(err, SSJC_PLAN, name, 0, NULL,
	    "was changed since event %llu, but the plan, its items and its calendar are fixed from "
	    "a commitment or a draw on: %s",
	    (unsigned long long)fault.event,
	    a->rules.committed
	        ? W_("ssjc-draw commit --redraw --reason TEXT withdraws the commitment for another")
	        : W_("ssjc-record amend --reason TEXT puts a change on record"));
}

ssjc_rc audit_may_end(struct audit *a, struct str rows, struct ssjc_err *err)
{
	struct rule_fault fault = audit_rules_end(&a->rules, rows);

	switch (fault.rule) {
	case RULE_KEPT:
		return SSJC_OK;
	case RULE_UNCHANGED:
		return ssjc_fail(err, SSJC_DONE,
		    "nothing has changed since event %llu: the plan, its items and its calendar "
		    "are "
		    "those on record",
		    (unsigned long long)fault.event);
	default:
		return ssjc_fail(err, SSJC_USAGE,
		    "the event does not have the files and rows of its action: %.*s",
		    STR_ARG(fault.what));
	}
}

ssjc_rc audit_check_text(struct str s, const char *what, struct ssjc_err *err)
{
	if (str_utf8(s) < s.n)
		return ssjc_fail(err, SSJC_USAGE,
		    "the %s is not UTF-8, and cannot go on record: does the terminal use another "
		    "encoding?",
		    what);
	if (text_plain(s) < s.n)
		return ssjc_fail(err, SSJC_USAGE,
		    "the %s has a character that does not show as what it is (a control character, "
		    "a "
		    "line end, or one that turns the direction of writing) as byte %zu, and cannot "
		    "go "
		    "on record: write it without",
		    what, text_plain(s) + 1);
	return SSJC_OK;
}

bool audit_column_plain(const char *table, struct str column, struct str s)
{
	bool lines = str_is(column, "seed") ||
	    (str_is(str_of(table), "event") && str_is(column, "options"));
	size_t n;

	while ((n = text_plain(s)) < s.n) {
		if (!lines || s.p[n] != '\n')
			return false;
		s = (struct str){s.p + n + 1, s.n - n - 1};
	}
	return true;
}
