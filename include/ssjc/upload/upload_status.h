/*
 * upload_status: what a platform has not accepted yet: results that were not uploaded,
 * rows that it rejected, batches that it has not answered.
 */
#ifndef SSJC_UPLOAD_STATUS_H
#define SSJC_UPLOAD_STATUS_H

#include "ssjc/plan/calendar.h"
#include "ssjc/upload/upload_row.h"

/* One of them, as a row of the status: ssjc-record(1). */
struct upload_left {
	const char *step;    /* "upload", or "batch" */
	struct str id, name; /* of the business; of a batch its number and format */
	struct str dept;     /* key; "" for all departments, and of a batch */
	day_t date, due;     /* the last day of the inspection, and to upload; of a batch its day */
	bool untold;         /* the calendar does not tell due: it is later */
	const char
	    *state; /* done, due, overdue, unknown, rejected; of a batch open, delivered, refused */
	uint64_t missing;  /* rows */
	struct str batch;  /* in which it rejected them */
	struct str answer; /* what the platform said */
};
typedef ssjc_rc upload_tell(void *arg, const struct upload_left *line, struct ssjc_err *err);

struct upload_status_job {
	const struct document *d;
	const struct calendar *calendar;
	const struct upload_format *format; /* that the target takes */
	struct str target;
	day_t today;
	upload_tell *tell;
	void *arg;
	/* Set: */
	size_t wrong;        /* rows that break a rule of the format: no batch can have them */
	size_t withdrawn;    /* rows that the platform has and that are to be withdrawn */
	struct ssjc_err why; /* why the calendar does not tell a day, if it does not */
};

/*
 * Tell of a target: for each business and department whose results are complete, and for
 * each batch without all its answers. What is done is told, too.
 */
ssjc_rc upload_status(struct upload_status_job *job, struct audit *a, struct ssjc_err *err);

#endif
