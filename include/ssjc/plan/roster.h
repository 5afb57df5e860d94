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

/*
 * The one list of what is known of a business: the columns of the objects
 * stream, each with its kind and bits (stream.h), and the members of struct
 * object. A new one is a line at the end, as the audit file knows all after the
 * id by their places: ssjc-audit(5).
 */
#define OBJECT_LIST(X)                                                                             \
	X(ID, id, FIELD_ID, STREAM_REQUIRED | STREAM_KEY)                                          \
	X(NAME, name, FIELD_TEXT, STREAM_REQUIRED | STREAM_NAME)                                   \
	X(CATEGORY, category, FIELD_TEXT, 0)                                                       \
	X(CREDIT, credit, FIELD_CLASS, 0)                                                          \
	X(REGION, region, FIELD_TEXT, 0)                                                           \
	X(ADDRESS, address, FIELD_TEXT, 0)                                                         \
	X(LEGAL_REP, legal_rep, FIELD_TEXT, 0)                                                     \
	X(PHONE, phone, FIELD_PHONE, STREAM_NONE)                                                  \
	X(STATUS, status, FIELD_TERM, 0)

#define OBJECT_PLACE(place, name, kind, bits)  OBJECT_##place,
#define OBJECT_MEMBER(place, name, kind, bits) struct str name;
enum { OBJECT_LIST(OBJECT_PLACE) OBJECT_COLUMNS };

/* A business. Every text is "" when the stream has no such column. */
struct object {
	OBJECT_LIST(OBJECT_MEMBER)
};
#undef OBJECT_PLACE
#undef OBJECT_MEMBER
_Static_assert(sizeof(struct object) == OBJECT_COLUMNS * sizeof(struct str),
    "struct object has a member for each column, and no other");

/* The stream's name of each. */
extern const char *const object_column[OBJECT_COLUMNS];
/* The i-th member, to be set; or what it says. */
struct str *object_member(struct object *o, size_t i);
struct str object_value(const struct object *o, size_t i);
/* What a row of a table says of an object, borrowed from it. */
struct object object_read(const struct table *t, size_t row);

/* An inspector (执法人员). */
struct inspector {
	struct str cert, name, dept, phone;
	struct str skills; /* ;-separated */
	struct str recuse; /* ;-separated ids and names of objects (回避) */
	struct str items;  /* ;-separated codes and titles of items they may inspect; "" for all */
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
	const struct inspector **by_cert; /* the list as it was read, by certificate */
	struct table table;               /* owns the text */
	struct arena arena;
};

/*
 * Read an inspectors stream: cert (unique), name and dept are required; dates,
 * spans and yes/no are checked: SSJC_INPUT, and r is empty. text is copied, name
 * is borrowed until inspectors_close.
 */
ssjc_rc inspectors_read(
    struct inspectors *r, struct str text, const char *name, struct ssjc_err *err);
/* Who has that certificate in the list as it was read, or NULL. */
const struct inspector *inspectors_find(const struct inspectors *r, struct str cert);
void inspectors_close(struct inspectors *r);

#endif
