#include "ssjc/plan/plan.h"

void plan_rule_text(struct buf *out, const struct plan_rule *rule)
{
	if (rule->fixed)
		buf_printf(out, "count %llu", (unsigned long long)rule->count);
	else
		buf_printf(out, "%llu/%llu", (unsigned long long)rule->ratio.p,
		    (unsigned long long)rule->ratio.q);
	if (rule->cap)
		buf_printf(out, " max %llu", (unsigned long long)rule->cap);
}

const struct plan_dept *plan_dept_of(const struct plan *p, struct str key)
{
	for (size_t i = 0; i < p->n_depts; i++)
		if (str_eq(p->dept[i].key, key) || (key.n && str_eq(p->dept[i].name, key)))
			return &p->dept[i];
	return NULL;
}

const struct plan_holder *plan_holder_of(const struct plan *p, struct str key)
{
	for (size_t i = 0; i < p->n_holders; i++)
		if (str_eq(p->holder[i].key, key) || (key.n && str_eq(p->holder[i].name, key)))
			return &p->holder[i];
	return NULL;
}

const struct plan_dept *plan_lead(const struct plan *p)
{
	for (size_t i = 0; i < p->n_depts; i++)
		if (p->dept[i].lead)
			return &p->dept[i];
	return NULL;
}

void plan_close(struct plan *p)
{
	arena_free(&p->arena);
	*p = (struct plan){0};
}
