/*
 * result: what the departments report: that a drawn object is to be inspected or
 * removed, and what was found there.
 */
#ifndef SSJC_RESULT_H
#define SSJC_RESULT_H

#include "ssjc/base/num.h"
#include "ssjc/plan/vocabulary.h"

/* A department confirms a drawn object, or has it removed (对比和确认). */
struct confirmation {
	struct str object, dept;
	bool confirmed;    /* false: it is to be removed */
	struct str reason; /* code of column reason, when removed */
	struct str evidence, note;
	int64_t time; /* of the event; set when read, as is its number */
	uint64_t event;
};

/*
 * What was found (检查结果): one object, department and item, and one code; an
 * item with several codes has several results, of one event.
 */
struct result {
	struct str object, dept, item, result, problem, disposal;
	day_t date;
	struct str method, signed_, note;
	int64_t time; /* of the event; set when read, as are its number and who entered it */
	uint64_t event;
	struct str actor;
};

/* A result that took the place of another of the same item (更正). */
struct correction {
	struct str object, dept, item;
	struct str was, is; /* codes, ;-separated; the same when only its texts were corrected */
	uint64_t event;     /* that corrected it */
};

/*
 * What a result comes to, by the class of its code in results.csv: nothing; that the
 * business is no longer there, closed or moved away, which is not a problem found; or
 * a problem, which needs a follow-up. The gravest is the last.
 */
enum result_class { RESULT_CLEAN, RESULT_GONE, RESULT_PROBLEM };
enum result_class result_class(const struct vocabulary *v, struct str code);

/*
 * What is done about the problems that a department found at an object (后续处理). There
 * is one for each of its kinds.
 */
struct follow {
	struct str object, dept;
	struct str kind; /* code of column follow */
	day_t opened;
	bool closed;
	day_t closing; /* the day, if it is closed */
	struct str document, note;
	int64_t time; /* of the event; set when read, as is its number */
	uint64_t event;
};
/* Is nothing left to do? Some kinds, such as none, are closed at once. */
bool follow_done(const struct vocabulary *v, const struct follow *f);
/* The day on which it was done, if it is. */
day_t follow_done_day(const struct follow *f);

/* A second person has looked at a department's results (复核), up to an event. */
struct review {
	struct str dept;
	uint64_t upto;    /* the last event whose results it covers */
	uint64_t results; /* how many they are, of those no review before covered */
	struct str actor; /* who, set when read, as are the next two */
	int64_t time;
	uint64_t event;
};

#endif
