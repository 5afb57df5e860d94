/*
 * result: what the departments report: that a drawn object is to be inspected or
 * removed, and what was found there.
 */
#ifndef SSJC_RESULT_H
#define SSJC_RESULT_H

#include "ssjc/base/num.h"

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
	int64_t time; /* of the event; set when read, as is its number */
	uint64_t event;
};

#endif
