/*
 * order: the rules of the audit file: what may follow what, what wants a
 * reason, which rows and files an event has, from when on the plan is fixed,
 * and that time goes forward. They stand here alone: the programs obey them
 * when they write (audit_order.c), and verify, which trusts no program, goes
 * through a whole file with them.
 */
#ifndef SSJC_ORDER_H
#define SSJC_ORDER_H

#include "ssjc/audit/audit.h"

enum order_rule {
	ORDER_KEPT,
	ORDER_PLAN,        /* it is of another plan than the first event */
	ORDER_ACTION,      /* there is no such action */
	ORDER_TIME,        /* its time is none */
	ORDER_BACK,        /* its time is before that of an event before it */
	ORDER_REASON,      /* it wants a reason, and has none */
	ORDER_COMMITTED,   /* a commitment was open */
	ORDER_UNCOMMITTED, /* none was */
	ORDER_DRAWN,       /* something was drawn */
	ORDER_UNDRAWN,     /* nothing was */
	ORDER_UNSEATED,    /* nobody was assigned since the last draw */
	ORDER_CHANGED,     /* the plan, its items or its calendar are fixed, and were others */
	ORDER_SAME,        /* one of them must be another, and none is */
	ORDER_UNNAMED,     /* the plan among its files is not the one that it names */
	ORDER_UNREAD,      /* a file is missing that it must have read */
	ORDER_ROWS,        /* rows in a table where its action has none */
	ORDER_ROW          /* not one row in the table where its action has one */
};

/* A rule broken, and the earlier event that makes it so; 0 where none does. */
struct order_fault {
	enum order_rule rule;
	uint64_t event;
	struct str what;  /* the kind of file, or the table */
};

/* What a plan has come to: each has the event that it holds since, or 0. */
enum order_state { ORDER_COMMITMENT, ORDER_DRAW, ORDER_MATCH, ORDER_STATES };
/* The files that are fixed. */
enum { ORDER_FILES = 3 };
/* By how many seconds clocks may differ. */
enum { ORDER_SLACK = 600 };

/* Where a file of events stands; {0} before the first. Texts are borrowed from the events. */
struct order {
	uint64_t at[ORDER_STATES];
	struct str plan;            /* id, of the first event */
	int64_t time;               /* the latest so far, and the event that had it */
	uint64_t time_event;
	struct {
		struct str digest;
		uint64_t since, last;   /* the event that it holds since, the last that had it */
	} file[ORDER_FILES];
	/* The event at hand: */
	uint64_t seq;
	struct str plan_digest;
	const struct order_action *action;
	bool committed;             /* a commitment was open before it */
	bool fixed;                 /* its files must be those on record */
	bool changed;               /* one of its files so far is not */
	uint64_t since;             /* the event that those on record hold since, all of them */
};

/*
 * The next event; its files, each; and its end, when it has all its rows:
 * rows is the event's column of that name. Each tells the first rule broken
 * and goes on as if it were not. Programs with a clock a little behind
 * another's are let pass.
 */
struct order_fault order_event(struct order *o, const struct audit_event *e);
struct order_fault order_file(struct order *o, const struct audit_file *f);
struct order_fault order_end(struct order *o, struct str rows);
/* Does the event at hand go by the plan's items, if it has any? */
bool order_has_items(const struct order *o);

#endif
