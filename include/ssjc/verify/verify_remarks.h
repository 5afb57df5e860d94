/*
 * verify_remarks: what a verification remarks, for people or for other programs.
 */
#ifndef SSJC_VERIFY_REMARKS_H
#define SSJC_VERIFY_REMARKS_H

#include "ssjc/verify/verify.h"

/* One of them, in both languages. */
struct verify_line {
	enum remark_mark mark;
	uint64_t event; /* 0: the whole file */
	struct str text, said;
};

/* The remarks of a verification, as lines or as one JSON object. */
struct verify_remarks {
	struct buf out; /* to be printed once it is ended */
	bool json;
	bool said;               /* the lines are in the user's language, if it is set */
	uint64_t count[REMARKS]; /* how many of each mark were made */
	struct verify_line *line;
	size_t n, cap;
	struct arena arena; /* owns their texts */
};

void verify_remarks_start(struct verify_remarks *r, bool json);
/* A struct verify_job's remark, with a struct verify_remarks as arg. */
void verify_remarks_add(
    void *arg, enum remark_mark mark, uint64_t event, const char *text, const char *said);
/*
 * For who accepts nothing unanswered: SSJC_NO, with the numbers, when a remark is
 * open or something was not checked.
 */
ssjc_rc verify_remarks_strict(const struct verify_remarks *r, struct ssjc_err *err);
/*
 * The verification is done: how far it went, its rc with the difference in err, and what
 * it came to (verify_conclusion.h), in both languages; none where it could not be made.
 */
void verify_remarks_end(struct verify_remarks *r, const struct verify_totals *t, ssjc_rc rc,
    const struct ssjc_err *err, struct str conclusion, struct str said);
void verify_remarks_free(struct verify_remarks *r);

#endif
