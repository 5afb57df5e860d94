/*
 * audit_rules: the rules of the audit file: what may follow what, what wants a
 * reason, which rows and files an event has, from when on the plan is fixed,
 * and that time goes forward. They stand here alone: the programs obey them
 * when they write (audit_order.c), and verify, which trusts no program, goes
 * through a whole file with them.
 */
#ifndef SSJC_AUDIT_RULES_H
#define SSJC_AUDIT_RULES_H

#include "ssjc/plan/event.h"

enum audit_rule {
	RULE_KEPT,
	RULE_PLAN,        /* it is of another plan than the first event */
	RULE_ACTION,      /* there is no such action */
	RULE_TIME,        /* its time is none */
	RULE_BACK,        /* its time is before that of an event before it */
	RULE_REASON,      /* it wants a reason, and has none */
	RULE_COMMITTED,   /* a commitment was open */
	RULE_UNCOMMITTED, /* none was */
	RULE_DRAWN,       /* something was drawn */
	RULE_UNDRAWN,     /* nothing was */
	RULE_UNSEATED,    /* nobody was assigned since the last draw */
	RULE_CHANGED,     /* the plan, its items or its calendar are fixed, and were others */
	RULE_SAME,        /* one of them must be another, and none is */
	RULE_UNNAMED,     /* the plan among its files is not the one that it names */
	RULE_UNREAD,      /* a file is missing that it must have read */
	RULE_ROWS,        /* rows in a table where its action has none */
	RULE_ROW          /* not one row in the table where its action has one */
};

/* A rule broken, and the earlier event that makes it so; 0 where none does. */
struct rule_fault {
	enum audit_rule rule;
	uint64_t event;
	struct str what; /* the kind of file, or the table */
};

/* What a plan has come to: each has the event that it holds since, or 0. */
enum rule_state { RULE_COMMITMENT, RULE_DRAW, RULE_MATCH, RULE_STATES };
/* The files that are fixed. */
enum { RULE_FILES = 3 };
/* By how many seconds clocks may differ. */
enum { RULE_SLACK = 600 };

/* Where a file of events stands; {0} before the first. Texts are borrowed from the events. */
struct audit_rules {
	uint64_t at[RULE_STATES];
	struct str plan; /* id, of the first event */
	int64_t time;    /* the latest so far, and the event that had it */
	uint64_t time_event;
	struct {
		struct str digest;
		uint64_t since, last; /* the event that it holds since, the last that had it */
	} file[RULE_FILES];
	/* The event at hand: */
	uint64_t seq;
	struct str plan_digest;
	const struct rule_action *action;
	bool committed; /* a commitment was open before it */
	bool fixed;     /* its files must be those on record */
	bool changed;   /* one of its files so far is not */
	uint64_t since; /* the event that those on record hold since, all of them */
};

/*
 * The next event; its files, each; and its end, when it has all its rows:
 * rows is the event's column of that name. Each tells the first rule broken
 * and goes on as if it were not. Programs with a clock a little behind
 * another's are let pass.
 */
struct rule_fault audit_rules_event(struct audit_rules *o, const struct audit_event *e);
struct rule_fault audit_rules_file(struct audit_rules *o, const struct audit_file *f);
struct rule_fault audit_rules_end(struct audit_rules *o, struct str rows);
/* Does the event at hand go by the plan's items, if it has any? */
bool audit_rules_has_items(const struct audit_rules *o);

#endif
