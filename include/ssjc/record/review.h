/*
 * review: a second person looks at the results before they are published (复核).
 * Where the plan says review = yes, only those that somebody else than the person
 * who entered them has reviewed are published; a correction needs another review.
 */
#ifndef SSJC_REVIEW_H
#define SSJC_REVIEW_H

#include "ssjc/record/record.h"

/* Results of a department that nobody has reviewed. */
struct review_pending {
	struct str dept; /* its key */
	uint64_t results, objects;
	struct str *actor; /* who entered them, each once */
	size_t n_actors;
};
/*
 * Those of each department, up to an event, in the plan's order: *out has
 * plan->n_depts elements, in the arena; results is 0 where all are reviewed.
 */
ssjc_rc review_pending(struct review_pending **out, const struct audit_state *s,
    const struct plan *plan, uint64_t upto, struct arena *arena, struct ssjc_err *err);
/* Append who entered them: “张三”, “李四”. */
void review_names(struct buf *out, const struct review_pending *p);

/* Are the two the same person, as they were named? Width, case and blanks do not count. */
bool review_same_person(struct str a, struct str b);

/*
 * May the actor of the event with that number review that much of a department, by the
 * state before it? SSJC_REFUSED says why not.
 */
ssjc_rc review_check(const struct audit_state *s, const struct plan *plan, const struct review *r,
    struct str actor, uint64_t event, struct ssjc_err *err);

/*
 * Put the actor's review into the event begun, of all results up to an event (0: all)
 * of the departments named (n 0: all that have something to review). *results is how
 * many it covers; with none, nothing is put. SSJC_REFUSED as review_check; SSJC_USAGE
 * when there is no such department.
 */
ssjc_rc review_put(const struct record *r, char *const *dept, size_t n, uint64_t upto,
    struct str actor, struct audit *a, uint64_t *results, struct ssjc_err *err);

/* The results that await a review, as CSV: by whom, of which event, and what they say. */
void review_list(const struct record *r, struct csv_out *out);

#endif
