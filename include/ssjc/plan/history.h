/*
 * history: who was inspected when (抽查历史), for "at most so often a year".
 */
#ifndef SSJC_HISTORY_H
#define SSJC_HISTORY_H

#include "ssjc/base/buf.h"
#include "ssjc/base/digest.h"
#include "ssjc/base/err.h"

struct history;

/*
 * Only inspections of that calendar year will count, and none of the plan with
 * that id, which is the one at hand. plan_id is borrowed. Free with history_free
 * (NULL is fine).
 */
ssjc_rc history_open(struct history **out, int year, struct str plan_id, struct ssjc_err *err);
/*
 * Add a history stream (id, date, plan, name) to those read; text is copied. A
 * row without an id counts for the name; without both it is SSJC_INPUT, as is one
 * without a valid date.
 */
ssjc_rc history_add(struct history *h, struct str text, const char *name, struct ssjc_err *err);
/*
 * How often the object of that id and name was inspected in the year: once for
 * every plan that did, and for every day where the history names no plan.
 */
unsigned history_count(const struct history *h, struct str id, struct str name);
void history_free(struct history *h);

/*
 * One digest for n histories, of the digests of their streams, which are
 * sorted in place: the order in which they came does not count. "" for none.
 */
ssjc_rc history_digest(struct str *digest, size_t n, char out[DIGEST_HEX], struct ssjc_err *err);

#endif
