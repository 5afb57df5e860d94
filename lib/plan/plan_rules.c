/*
 * The lines of [ratio], so that the one for a stratum is found among very many: by
 * the columns for which they name a value, and then by these values.
 */
#include "plan_reader.h"

#include <stdlib.h>

static bool is_any(const struct plan_rule *rule, size_t column)
{
	return str_is(rule->value[column], "*");
}

/* By the columns for which they name a value. */
static int by_kind(const struct plan_rule *a, const struct plan_rule *b)
{
	for (size_t i = 0; i < a->n; i++)
		if (is_any(a, i) != is_any(b, i))
			return is_any(a, i) ? 1 : -1;
	return 0;
}

/* Those of one kind by the values that they name. */
static int by_values(const struct plan_rule *rule, const struct str *values)
{
	for (size_t i = 0; i < rule->n; i++) {
		int c = is_any(rule, i) ? 0 : str_cmp(rule->value[i], values[i]);

		if (c)
			return c;
	}
	return 0;
}

static int by_line(const void *x, const void *y)
{
	const struct plan_rule *a = *(const struct plan_rule *const *)x,
	                       *b = *(const struct plan_rule *const *)y;
	int c = by_kind(a, b);

	if (!c)
		c = by_values(a, b->value);
	return c ? c : (a->line > b->line) - (a->line < b->line);
}

/* No two rules may have the same values. */
static ssjc_rc check_twice(const struct plan *p, struct ssjc_err *err)
{
	const struct plan_rule *twice = NULL, *first = NULL;

	for (size_t i = 1; i < p->n_rules; i++) {
		const struct plan_rule *a = p->sorted[i - 1], *b = p->sorted[i];

		if (by_kind(a, b) == 0 && by_values(a, b->value) == 0 &&
		    (!twice || b->line < twice->line)) {
			first = a;
			twice = b;
		}
	}
	if (!twice)
		return SSJC_OK;
	return ssjc_fail_at(err, SSJC_PLAN, p->name, twice->line, NULL,
	    "has the same values as line %u: remove one of the two", first->line);
}

ssjc_rc plan_rules_sort(struct plan *p, struct ssjc_err *err)
{
	p->sorted = arena_array(&p->arena, p->n_rules + 1, sizeof *p->sorted);
	p->kind = arena_array(&p->arena, p->n_rules + 1, sizeof *p->kind);
	if (!p->sorted || !p->kind)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < p->n_rules; i++)
		p->sorted[i] = &p->rule[i];
	qsort(p->sorted, p->n_rules, sizeof *p->sorted, by_line);
	for (size_t i = 0; i < p->n_rules; i++)
		if (i == 0 || by_kind(p->sorted[i - 1], p->sorted[i]) != 0)
			p->kind[p->n_kinds++] = i;
	p->kind[p->n_kinds] = p->n_rules;
	return check_twice(p, err);
}

/* The rule of a kind that fits the values, or NULL. */
static const struct plan_rule *find(const struct plan *p, size_t kind, const struct str *values)
{
	size_t low = p->kind[kind], high = p->kind[kind + 1];

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int c = by_values(p->sorted[mid], values);

		if (c == 0)
			return p->sorted[mid];
		if (c < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

static size_t named(const struct plan_rule *rule)
{
	size_t n = 0;

	for (size_t i = 0; i < rule->n; i++)
		n += !is_any(rule, i);
	return n;
}

static void stratum_text(struct buf *out, const struct plan *p, const struct str *values)
{
	for (size_t i = 0; i < p->n_strata; i++)
		buf_printf(out, "%s%.*s", i ? ", " : "", STR_ARG(values[i]));
}

ssjc_rc plan_rule_of(const struct plan *p, const struct str *values, const struct plan_rule **out,
    struct ssjc_err *err)
{
	const struct plan_rule *best = NULL, *equal = NULL;
	size_t most = 0;
	struct buf text = {0};
	ssjc_rc rc;

	for (size_t k = 0; k < p->n_kinds; k++) {
		size_t n = named(p->sorted[p->kind[k]]);
		const struct plan_rule *rule = best && n < most ? NULL : find(p, k, values);

		if (!rule)
			continue;
		if (!best || n > most) {
			best = rule;
			equal = NULL;
			most = n;
		} else if (rule->line > best->line) {
			equal = best;
			best = rule;
		} else if (!equal || rule->line > equal->line) {
			equal = rule;
		}
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
