#include "ssjc/plan/plan.h"

static void stratum_text(struct buf *out, const struct plan *p, const struct str *values)
{
	for (size_t i = 0; i < p->n_strata; i++)
		buf_printf(out, "%s%.*s", i ? ", " : "", STR_ARG(values[i]));
}

/* Does it fit these values? In how many places does it name the value? */
static bool rule_fits(
    const struct plan *p, const struct plan_rule *rule, const struct str *values, size_t *literals)
{
	*literals = 0;
	for (size_t i = 0; i < p->n_strata; i++) {
		if (str_is(rule->value[i], "*"))
			continue;
		if (!str_eq(rule->value[i], values[i]))
			return false;
		++*literals;
	}
	return true;
}

ssjc_rc plan_rule_of(const struct plan *p, const struct str *values, const struct plan_rule **out,
    struct ssjc_err *err)
{
	const struct plan_rule *best = NULL, *equal = NULL;
	size_t most = 0;
	struct buf text = {0};
	ssjc_rc rc;

	for (size_t i = 0; i < p->n_rules; i++) {
		const struct plan_rule *rule = &p->rule[i];
		size_t literals;

		if (!rule_fits(p, rule, values, &literals) || (best && literals < most))
			continue;
		equal = best && literals == most ? best : NULL;
		best = rule;
		most = literals;
	}
	*out = best;
	if (best && !equal)
		return SSJC_OK;
	stratum_text(&text, p, values);
	if (best)
		rc = ssjc_fail_at(err, SSJC_PLAN, p->name, best->line, NULL,
		    "fits the stratum “%.*s” just as well as line %u: write a line for it",
		    STR_ARG(buf_text(&text)), equal->line);
	else
		rc = ssjc_fail_at(err, SSJC_PLAN, p->name, 0, NULL,
		    "no line of [ratio] fits the stratum “%.*s”", STR_ARG(buf_text(&text)));
	buf_free(&text);
	return rc;
}

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
