/*
 * release: the data files as they came with this release, so that a bureau's
 * own can be told from them: whoever changes values.csv decides who is cancelled.
 * The table of their bytes is made from share/ when the library is built.
 */
#ifndef SSJC_RELEASE_H
#define SSJC_RELEASE_H

#include "ssjc/base/num.h"
#include "ssjc/plan/vocabulary.h"

/* A data file of the release; release_files ends with {NULL}. */
struct release_file {
	const char *name; /* "values.csv" */
	const unsigned char *bytes;
	size_t n;
};
extern const struct release_file release_files[];

/* A line that only one of two texts has. */
struct release_line {
	struct str text;
	bool ours; /* the text compared has it, the release does not */
};

struct release_difference {
	struct release_line *v; /* by text; borrowed from both texts */
	size_t n;
	bool unknown;   /* the release has no file of that name: no lines are told */
	bool reordered; /* no line differs, but they are in another order */
	bool days;      /* of a calendar: each line is a day that it counts otherwise */
};

/* Does anything differ? */
bool release_differs(const struct release_difference *d);

/*
 * What text, the data file of that name, has other than the release's. Lines
 * are compared as a set with their numbers; n is 0 when none differs. Results are
 * numbered by the order of their lines, so that it matters, too. How lines end does
 * not. The array is in the arena.
 */
ssjc_rc release_compare(struct release_difference *out, struct str name, struct str text,
    struct arena *arena, struct ssjc_err *err);

/*
 * The same of a calendar, whatever its name: the days from..to that it takes for working
 * days and the release's for days off, or the other way round. Years of which one of
 * them has no line are passed over: a calendar of one's own may be newer. *beyond is the
 * first of these years that the release does not have, or 0. SSJC_INPUT when text is
 * not a calendar.
 */
ssjc_rc release_calendar(struct release_difference *out, struct str text, day_t from, day_t to,
    int *beyond, struct arena *arena, struct ssjc_err *err);

/* The vocabulary as it came with this release. Free it with vocabulary_close. */
ssjc_rc release_vocabulary(struct vocabulary **out, struct ssjc_err *err);
/* Does a column of that stream decide who is drawn or who inspects? */
bool release_decides(struct str stream, struct str column);
/*
 * Does --map COLUMN=HEADER take a column from a header that, by the release's
 * vocabulary, is another one's, and does one of both decide who is drawn or who
 * inspects? Then *means is that other column.
 */
bool release_map(const struct vocabulary *release, struct str stream, struct str column,
    struct str header, struct str *means);

#endif
