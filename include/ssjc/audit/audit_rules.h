/*
 * audit_rules: what the events of an audit file must keep to: which action may
 * follow which, what needs a reason, which files and rows an event has, from
 * when on the plan is fixed, and that time does not go back.
 *
 * The rules are written here only. The programs obey them when they write
 * (audit_writer_rules.c); verify, which trusts no program, goes through a whole
 * file with them (verify_rules.c).
 */
#ifndef SSJC_AUDIT_RULES_H
#define SSJC_AUDIT_RULES_H

#include "ssjc/plan/event.h"

/* Which rule an event breaks. */
enum audit_rule {
	RULE_KEPT,        /* none */
	RULE_PLAN,        /* it is of another plan than the first event */
	RULE_ACTION,      /* there is no such action */
	RULE_TIME,        /* it has no valid time */
	RULE_TIME_BACK,   /* its time is before that of an earlier event */
	RULE_REASON,      /* it needs a reason, and has none */
	RULE_COMMITTED,   /* it must not follow an open commitment */
	RULE_UNCOMMITTED, /* there is no open commitment */
	RULE_DRAWN,       /* it must not follow a draw */
	RULE_UNDRAWN,     /* nothing was drawn */
	RULE_UNASSIGNED,  /* nobody was assigned since the last draw */
	RULE_CHANGED,     /* the plan, its items or its calendar are fixed, but are not the same */
	RULE_UNCHANGED,   /* one of these must not be the same, but all are */
	RULE_PLAN_FILE,   /* the plan among its files is not the one that it names */
	RULE_KIND,        /* it has a file of a kind that its action does not read or write */
	RULE_SECOND,      /* it has two outputs of a kind of which its action writes one */
	RULE_FILE_NEEDED, /* a file that its action reads is not among its files */
	RULE_STREAM,      /* an import does not have exactly one stream among its outputs */
	RULE_OUTPUT,      /* an import has an output that is neither its stream nor a list of it */
	RULE_ROWS_OTHER,  /* it has rows in a table in which its action has none */
	RULE_ROW_NEEDED   /* it does not have one row in the table in which its action has one */
};

/* A rule that is broken. */
struct rule_fault {
	enum audit_rule rule;
	uint64_t event;  /* the earlier event because of which it is broken; 0 for none */
	struct str what; /* the kind of file, or the table; else "" */
};

/* What a plan can have come to. */
enum rule_state {
	STATE_COMMITTED, /* a commitment is open */
	STATE_DRAWN,
	STATE_ASSIGNED, /* since the last draw */
	RULE_STATES
};
/* How many files are fixed: the plan, its calendar, its items. */
enum { RULE_FILES = 3 };
/* By how many seconds the clocks of two machines may differ. */
enum { RULE_SLACK = 600 };

/*
 * How far the events of an audit file have come; {0} before the first. Texts are
 * borrowed from the events, which must stay until the last call.
 */
struct audit_rules {
	uint64_t state[RULE_STATES]; /* the event since which each holds; 0: it does not */
	struct str plan;             /* id, of the first event */
	int64_t time;                /* the latest so far, and the event that has it */
	uint64_t time_event;
	struct {
		struct str digest;
		uint64_t since,
		    last; /* the event since which it is this one; the last that had it */
	} file[RULE_FILES];
	/* Of the event at hand: */
	uint64_t seq;
	struct str plan_digest;
	const struct rule_action *action; /* NULL: there is no such action */
	unsigned streams;                 /* of its outputs so far, those that are streams */
	unsigned has;              /* of the kinds of files that its action must have, by place */
	unsigned wrote;            /* of those of which it writes one, in the same way */
	struct str stream, roster; /* the kind of an import's stream, and of a roster of it */
	bool committed;            /* a commitment was open before it */
	bool fixed;                /* its files must be those on record */
	bool changed;              /* one of its files so far is not */
	struct str odd;            /* the kind of a file that it must not have, or "" */
	uint64_t since;            /* the event since which all those on record are the same */
};

/*
 * Take the next event, which becomes the event at hand. Returned is the first
 * rule that it breaks; it is taken all the same. A time that is back by no more
 * than RULE_SLACK is allowed.
 */
struct rule_fault audit_rules_event(struct audit_rules *r, const struct audit_event *e);
/* Take one file of the event at hand, in the same way. */
struct rule_fault audit_rules_file(struct audit_rules *r, const struct audit_file *f);
/* The event at hand has all its files and rows; rows is the event's column of that name. */
struct rule_fault audit_rules_end(struct audit_rules *r, struct str rows);
/* The digest that a plan, calendar or items of the event at hand must have; "" for any. */
struct str audit_rules_fixed(const struct audit_rules *r, const char *kind);
/* Does the action of the event at hand read the plan's items, if the plan has any? */
bool audit_rules_has_items(const struct audit_rules *r);

#endif
