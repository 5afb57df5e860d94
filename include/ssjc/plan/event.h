/*
 * event: what the audit file says was done, and with which files; and the
 * commitment that fixes a draw before its randomness is known.
 */
#ifndef SSJC_EVENT_H
#define SSJC_EVENT_H

#include "ssjc/base/num.h"

/* A file that an event read or wrote. */
struct audit_file {
	bool output;
	struct str kind;   /* plan, calendar, items, objects, inspectors, drawn, page … */
	struct str name;   /* as given, "standard input" */
	struct str digest; /* 64 hex digits */
	uint64_t rows;     /* data rows; 0 where that means nothing */
	uint64_t refused, repaired; /* rows refused, cells repaired (import) */
	struct str content; /* the bytes themselves, where they are kept: ssjc-audit(5); else "" */
};

/* An event, with its inputs and outputs. */
struct audit_event {
	uint64_t seq;
	struct str time, clock, program, version, actor, action, options, reason, plan, plan_digest,
	    rows, hash;
	struct audit_file *file; /* content is always "" here */
	size_t n_files;
};

/*
 * A commitment to a draw (抽取承诺): the roster and every department's secret
 * share are fixed before a public event that nobody can foresee.
 */
struct audit_commitment {
	struct str dept;
	struct str digest; /* SHA-256 of the 32 bytes of its share, in hex */
};
struct audit_ceremony {
	unsigned draw;     /* the draw it is for */
	struct str public; /* the event, as text */
	struct str form;   /* of the event's outcome: ceremony_outcome */
	struct str roster; /* SHA-256 of the roster's stream */
	uint64_t rows;
	struct str history;     /* SHA-256 of the histories' sorted digests; "" for none */
	struct str inspectors;  /* SHA-256 of the inspectors' stream; "" when not committed to */
	struct str reason;      /* why there is another one, or one after a draw; set when read */
	bool clock_given;       /* was the time given by hand? set when read */
	struct str plan_digest; /* of the plan at that time; set when read */
	struct str calendar;    /* and of its calendar */
	struct str items;       /* and of its items; "" for none */
	struct audit_commitment *commitment;
	size_t n_commitments;
	int64_t time; /* of the event; set when read, as is its number */
	uint64_t event;
	unsigned times; /* how many commitments there are to this draw; set when read */
};

#endif
