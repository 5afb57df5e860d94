#include "follow_tally.h"

#include "ssjc/record/record.h"

bool follow_tally_any(const struct document *d)
{
	return d->plan->follow_days || d->state->n_follows;
}

struct follow_tally follow_tally_of(
    const struct document *d, const struct dept_results *all, const struct plan_dept *dept)
{
	const struct record r = {.vocabulary = d->vocabulary, .state = d->state};
	struct follow_tally t = {0};

	for (size_t i = 0; i < all->n; i++) {
		const struct dept_result *one = &all->v[i];
		struct follow_progress g;

		if (!one->complete || (dept && one->dept != dept))
			continue;
		g = record_follow_progress(&r, one->pick->object.id, one->dept->key);
		t.needed += g.problem || g.n > 0;
		t.begun += g.n > 0;
		t.done += g.n > 0 && g.open == 0;
	}
	return t;
}

void follow_tally_kind(const struct document *d, const struct dept_results *all, struct str kind,
    uint64_t *n, uint64_t *done)
{
	*n = *done = 0;
	for (size_t i = 0; i < all->n; i++) {
		const struct dept_result *one = &all->v[i];
		const struct follow *f;

		if (!one->complete)
			continue;
		f = record_follow(d->state, one->pick->object.id, one->dept->key, kind);
		*n += f != NULL;
		*done += f && follow_done(d->vocabulary, f);
	}
}
