#include "stratum_size.h"

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* n by the rule: a fixed count, or a ratio of the population and one at least; up to a cap. */
static uint64_t size_by_rule(const struct plan_rule *rule, uint64_t population)
{
	uint64_t n = rule->fixed ? rule->count : ratio_ceil(population, rule->ratio);

	if (!rule->fixed && n == 0)
		n = 1;
	if (rule->cap)
		n = least(n, rule->cap);
	return least(n, population);
}

void stratum_size(struct stratum *s, const struct plan *plan)
{
	s->n = size_by_rule(s->rule, s->population);
	s->main = least(s->n, s->eligible);
	s->reserve = s->eligible - s->main;
	if (!plan->reserve_all)
		s->reserve = least(s->reserve, ratio_ceil(s->n, plan->reserve));
}
