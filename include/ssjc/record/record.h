/*
 * record: what the departments report back: their word on each drawn object
 * (对比和确认), and what they found (检查结果); and what of it is missing, due or
 * late.
 */
#ifndef SSJC_RECORD_H
#define SSJC_RECORD_H

#include "ssjc/audit/audit.h"
#include "ssjc/base/csv_out.h"
#include "ssjc/base/table.h"
#include "ssjc/plan/calendar.h"
#include "ssjc/plan/items.h"
#include "ssjc/plan/vocabulary.h"

/* What the functions below look at. All borrowed; items may be NULL. */
struct record {
	const struct plan *plan;
	const struct items *items;
	const struct vocabulary *vocabulary;
	const struct calendar *calendar;
	const struct audit_state *state;
	day_t today;
};

/* What people fill in. */
enum record_kind { RECORD_CONFIRM, RECORD_RESULT, RECORD_FOLLOW };

/*
 * May that be reported, by what the plan has come to? SSJC_INPUT names what is
 * wrong, and the column. The items are looked at unless NULL; vocabulary and
 * calendar are not.
 */
ssjc_rc record_check_confirmation(
    const struct record *r, const struct confirmation *c, struct ssjc_err *err);
ssjc_rc record_check_result(const struct record *r, const struct result *x, struct ssjc_err *err);
/* The same of a follow-up; its kind is looked up in the vocabulary. */
ssjc_rc record_check_follow(const struct record *r, const struct follow *f, struct ssjc_err *err);
/*
 * Does f go on from what is on record of the same kind? One that is open may be closed,
 * and gets a document when it has none; all else is a correction.
 */
bool record_follow_continues(const struct follow *old, const struct follow *f);

/* Called for a row that is not taken, with its place and the reason, and the cell's text. */
typedef void record_bad(void *arg, const struct ssjc_err *err, struct str value);

/* How rows are taken, and what came of it. */
struct record_taking {
	bool correct;     /* rows may differ from what is on record */
	bool partial;     /* the good rows are taken when others are wrong */
	uint64_t refused; /* rows that could not even be read: they are wrong, too */
	record_bad *bad;  /* for each row that is wrong */
	record_bad *left; /* for each that is left out: not filled in, of no business drawn */
	void *arg;
	uint64_t wrong; /* set: how many were wrong */
	size_t taken;   /* set: how many things are new */
};

/*
 * Put what the rows of a table say into the event begun. What is on record already in the
 * same words, what an earlier row says, too, and rows not filled in, are left out.
 * When any row is wrong, all wrong rows go to how->bad, and it is SSJC_INPUT with
 * nothing put, unless how->partial is set.
 *
 * Confirmations: id, dept, confirmed; reason and evidence where confirmed is no.
 * Results: id, dept, item, result, date … An item may have several rows, or codes in one
 * cell. What differs from what is on record of an item is wrong unless how->correct is
 * set; then the rows given replace all of it.
 * Follow-ups: id, dept, kind, opened; closed, document, note. What a row leaves empty
 * stays as it is on record. With how->correct, the rows given replace all that is on
 * record of their object and department.
 */
ssjc_rc record_put(const struct record *r, const struct table *t, enum record_kind kind,
    struct record_taking *how, struct audit *a, struct ssjc_err *err);

/* What a department last said of an object; NULL when it said nothing. */
const struct confirmation *record_confirmation(
    const struct audit_state *s, struct str id, struct str dept);
/* What is on record of an item; of that code if possible; NULL when nothing is. */
const struct result *record_result(const struct audit_state *s, struct str id, struct str dept,
    struct str item, struct str result);

/* The follow-up of that kind, or NULL. */
const struct follow *record_follow(
    const struct audit_state *s, struct str id, struct str dept, struct str kind);

/* How far a department is with what follows from its results at an object. */
struct follow_progress {
	bool problem;   /* it found one */
	day_t found;    /* the day of the last result with a problem */
	size_t n, open; /* follow-ups on record, and those of them that are open */
	day_t opened;   /* the day on which the last of them was opened */
	day_t last;     /* the day on which the last of the others was done */
};
/* By the vocabulary and the state. */
struct follow_progress record_follow_progress(
    const struct record *r, struct str id, struct str dept);

/*
 * What is due, as CSV: a row for each drawn object, department and step (confirm,
 * result, and review and follow where the plan asks for them or one is open). Its state is
 *   done      in time
 *   late      done, but after it was due
 *   due       not done yet, still in time
 *   overdue   not done, and the time is over
 *   unknown   the calendar does not tell when it is due, and it may be over
 */
struct record_status {
	bool all;     /* those done as well */
	day_t within; /* of those that are due, only the ones due until that day; 0 for all */
	bool uploads; /* three columns more, of targets and their answers: empty here */
	/* Set: */
	bool overdue;        /* any is */
	size_t untold;       /* rows whose due day the calendar does not tell */
	struct ssjc_err why; /* of the first of them */
};
ssjc_rc record_status(const struct record *r, struct csv_out *out, struct record_status *status,
    struct ssjc_err *err);
/* Is a row of that state, due on that day (0 for none), to be shown? */
bool record_status_shows(const struct record_status *status, const char *state, day_t due);

#endif
