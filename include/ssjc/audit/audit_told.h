/*
 * audit_told: what else of an audit file's events the public is to be told, and an
 * auditor: data files of one's own by which words became codes and codes words, and
 * times that came from outside.
 */
#ifndef SSJC_AUDIT_TOLD_H
#define SSJC_AUDIT_TOLD_H

#include "ssjc/audit/audit.h"
#include "ssjc/audit/stamp.h"
#include "ssjc/plan/release.h"

/*
 * A data file, calendar or template that is not the release's, and the first event,
 * not an import, that read it.
 */
struct told_terms {
	const struct audit_event *event;
	const struct audit_file *file;
	struct release_difference by;
	int beyond;   /* of a calendar: a year of the plan's that the release does not have, or 0 */
	bool differs; /* else only beyond is to be told */
	bool decides; /* days, codes, words or what is committed to; not how a paper looks */
};

/* A time stamp on record, as it says itself: nobody has checked yet who says so. */
struct told_stamp {
	const struct audit_event *event;
	struct stamp stamp;
	uint64_t events; /* which were there, from the first */
	const struct audit_event
	    *pledged; /* a commitment among them, not revealed by then; or NULL */
};

/* A batch that was made for a platform, and what came of it. */
struct told_batch {
	struct str number, format, target;
	int64_t time, answered; /* when it was made, and answered last; 0: it was not */
	uint64_t rows, accepted;
};

/* How a file that people filled in was read, where that was told by options. */
struct told_reading {
	const struct audit_event *event;
	struct str options; /* "map=result=备注\n", a line for each */
};

/* All borrowed from the events and the arena. */
struct audit_told {
	struct told_reading *reading;
	size_t n_readings;
	struct told_terms *terms;
	size_t n_terms;
	struct told_stamp *stamp;
	size_t n_stamps;
	struct told_batch *batch;
	size_t n_batches;
	/* What the last event that read one, not an import, took; NULL for none: */
	const struct audit_file *calendar, *items;
};

/*
 * What is to be told of these events. Imports have a summary of their own
 * (import_summary.h). SSJC_NO when a content on record is missing; a stamp that
 * makes no sense is left out: verify names it.
 */
ssjc_rc audit_told_of(struct audit_told *out, struct audit *a, const struct audit_events *e,
    struct arena *arena, struct ssjc_err *err);
/*
 * The last commitment among the first n events that none of them reveals, or NULL.
 */
const struct audit_event *audit_told_pledge(const struct audit_events *e, uint64_t n);

#endif
