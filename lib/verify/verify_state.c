#include "verify_work.h"

#include "ssjc/base/language.h"
#include "ssjc/document/plan_words.h"
#include "ssjc/record/removal.h"

/* Each removal, and what is left of the draw. */
static ssjc_rc remark_removals(
    struct verifier *v, const struct audit_state *s, const struct plan *plan)
{
	struct removals r;
	ssjc_rc rc = removals_of(&r, s, plan, &v->arena, v->err);

	if (rc || r.removed == 0)
		return rc;
	for (size_t i = 0; i < r.n; i++) {
		const struct confirmation *c = r.v[i].word;
		char date[DATE_SIZE];

		date_format(time_day(c->time), date);
		verify_remark(v, REMARK_NOTE, "removed: %.*s (%.*s): %.*s said on %s: %.*s: %.*s",
		    STR_ARG(c->object), STR_ARG(r.v[i].pick->object.name), STR_ARG(c->dept), date,
		    STR_ARG(c->reason), STR_ARG(c->evidence));
	}
	verify_remark(v, REMARK_NOTE,
	    "of %llu drawn %llu were removed and %llu came in: %llu of %llu are to be inspected%s",
	    (unsigned long long)s->draw.counts.main, (unsigned long long)r.removed,
	    (unsigned long long)r.came_in, (unsigned long long)r.remain,
	    (unsigned long long)s->draw.counts.population,
	    r.exhausted ? W_(", and the reserve is used up") : "");
	if (r.below_floor)
		verify_remark(v, REMARK_OPEN,
		    "after the removals fewer are to be inspected than the plan's floor of "
		    "%llu/%llu",
		    (unsigned long long)plan->floor.p, (unsigned long long)plan->floor.q);
	return SSJC_OK;
}

/* Strata that can be aimed at one business. */
static void remark_strata(struct verifier *v, const struct audit_state *s, const struct plan *plan)
{
	struct str column = plan_words_personal(plan);
	size_t one = 0;

	for (size_t i = 0; i < s->n_strata; i++)
		one += s->stratum[i].population == 1;
	if (column.n)
		verify_remark(v, REMARK_NOTE,
		    "the plan has strata by %.*s, which names a business: its ratios can aim at one",
		    STR_ARG(column));
	if (one)
		verify_remark(v, REMARK_NOTE,
		    "%zu strat%s one business: whether it is drawn is decided by the plan, not by "
		    "the seed",
		    one, one == 1 ? "um has" : "a have");
}

ssjc_rc verify_state(struct verifier *v)
{
	struct audit_state s = {0};
	struct plan plan = {0};
	ssjc_rc rc = audit_load_removals(v->job->audit, &s, v->err);

	v->event = NULL;
	if (rc || s.draws == 0)
		goto out;
	v->event = &v->events.v[v->events.n - 1];
	rc = verify_plan(v, &plan);
	v->event = NULL;
	if (rc)
		goto out;
	remark_strata(v, &s, &plan);
	rc = remark_removals(v, &s, &plan);
out:
	plan_close(&plan);
	audit_state_free(&s);
	return rc;
}
