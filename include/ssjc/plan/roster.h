/*
 * roster: who may be drawn (检查对象名录库) and who inspects (执法人员名录库).
 *
 * The records that later modules share, read from the streams that
 * ssjc-import writes: ssjc-csv(5).
 */
#ifndef SSJC_ROSTER_H
#define SSJC_ROSTER_H

#include "ssjc/base/num.h"
#include "ssjc/base/table.h"

/* A business. Every text is "" when the stream has no such column. */
struct object {
	struct str id, name, category, credit, region, address, legal_rep, phone, status;
};

/* The stream's name of each member, in the same order, NULL at the end. */
extern const char *const object_columns[];
/* The i-th member, in the order of object_columns. */
struct str *object_member(struct object *o, size_t i);

/* An inspector (执法人员). */
struct inspector {
	struct str cert, name, dept, phone;
	struct str skills; /* ;-separated */
	struct str recuse; /* ;-separated ids and names of objects (回避) */
	struct span *leave;
	size_t n_leave;
	bool has_valid_until;
	day_t valid_until;
	bool expert; /* helps when asked, is never drawn */
	bool active;
};

struct inspectors {
	struct inspector *v;
	size_t n;
	struct table table; /* owns the text */
	struct arena arena;
};

/*
 * Read an inspectors stream: cert (unique), name and dept are required; dates,
 * spans and yes/no are checked. text is copied.
 */
ssjc_rc inspectors_read(
    struct inspectors *r, struct str text, const char *name, struct ssjc_err *err);
void inspectors_close(struct inspectors *r);

#endif
