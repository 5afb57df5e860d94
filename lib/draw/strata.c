#include "strata.h"

#include <stdlib.h>
#include <string.h>

int strata_by_text(const void *a, const void *b)
{
	return str_cmp(((const struct stratum *)a)->text, ((const struct stratum *)b)->text);
}

ssjc_rc strata_too_many(struct ssjc_err *err)
{
	return ssjc_fail(
	    err, SSJC_PLAN, "there are more than %d strata: fewer columns make fewer", STRATA_MAX);
}

static uint64_t hash_text(struct str s)
{
	uint64_t h = 14695981039346656037U; /* FNV-1a */

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 1099511628211U;
	return h ^ h >> 32;
}

/* Where text is, or belongs, in the table. There is always a free place. */
static size_t place_of(const struct strata *s, struct str text)
{
	size_t i = (size_t)hash_text(text) & (s->places - 1);

	while (s->place[i] && !str_eq(s->v[s->place[i] - 1].text, text))
		i = (i + 1) & (s->places - 1);
	return i;
}

/* Twice as many places, unless at least half of them are free. */
static bool widen(struct strata *s)
{
	size_t places = s->places ? s->places * 2 : 64;
	uint32_t *place;

	if (s->n < s->places / 2)
		return true;
	place = calloc(places, sizeof *place);
	if (!place)
		return false;
	free(s->place);
	s->place = place;
	s->places = places;
	for (size_t i = 0; i < s->n; i++)
		place[place_of(s, s->v[i].text)] = (uint32_t)(i + 1);
	return true;
}

/* A new stratum, whose text is in s->text. */
static ssjc_rc add(
    struct strata *s, const struct plan *plan, const struct str *values, struct ssjc_err *err)
{
	struct stratum new = {0};
	bool ok = true;
	ssjc_rc rc = plan_rule_of(plan, values, &new.rule, err);

	if (rc)
		return rc;
	for (size_t i = 0; i < plan->n_strata; i++)
		if (values[i].n && memchr(values[i].p, ';', values[i].n))
			return ssjc_fail_at(err, SSJC_INPUT, NULL, 0, plan->strata[i].p,
			    "“%.*s” has a semicolon, which separates the values of a stratum",
			    STR_ARG(values[i]));
	if (s->n >= STRATA_MAX)
		return strata_too_many(err);
	new.text = arena_str(&s->arena, buf_text(&s->text), &ok);
	if (!ok || !array_grow(&s->v, &s->cap, s->n, sizeof *s->v))
		return ssjc_fail_memory(err);
	s->v[s->n++] = new;
	s->place[place_of(s, new.text)] = (uint32_t)s->n;
	return SSJC_OK;
}

static ssjc_rc find_by_text(struct strata *s, const struct plan *plan, const struct str *values,
    uint32_t *at, struct ssjc_err *err)
{
	size_t place;

	buf_clear(&s->text);
	for (size_t i = 0; i < plan->n_strata; i++) {
		if (i)
			buf_char(&s->text, ';');
		buf_str(&s->text, values[i]);
	}
	if (s->text.failed || !widen(s))
		return ssjc_fail_memory(err);
	place = place_of(s, buf_text(&s->text));
	if (!s->place[place]) {
		ssjc_rc rc = add(s, plan, values, err);

		if (rc)
			return rc;
	}
	*at = s->place[place] - 1;
	return SSJC_OK;
}

/* Is that the text of these n values? */
static bool is_of(struct str text, const struct str *value, size_t n)
{
	size_t at = 0;

	for (size_t i = 0; i < n; i++) {
		if (i && (at == text.n || text.p[at++] != ';'))
			return false;
		if (value[i].n > text.n - at || memcmp(text.p + at, value[i].p, value[i].n) != 0)
			return false;
		at += value[i].n;
	}
	return at == text.n;
}

/* From two bytes of each value: it has to be cheap, not good. */
static size_t hash_of(const struct str *value, size_t n)
{
	size_t hash = 0;

	for (size_t i = 0; i < n; i++)
		if (value[i].n)
			hash = hash * 31 + (unsigned char)value[i].p[value[i].n / 2] +
			    (unsigned char)value[i].p[value[i].n - 1];
	return hash % STRATA_RECENT;
}

/* Strata are few, and rows many: most are of a stratum met shortly before. */
ssjc_rc strata_find(struct strata *s, const struct plan *plan, const struct str *values,
    uint32_t *at, struct ssjc_err *err)
{
	uint32_t *recent = &s->recent[hash_of(values, plan->n_strata)];

	if (*recent >= s->n || !is_of(s->v[*recent].text, values, plan->n_strata)) {
		ssjc_rc rc = find_by_text(s, plan, values, recent, err);

		if (rc)
			return rc;
	}
	*at = *recent;
	return SSJC_OK;
}

void strata_free(struct strata *s)
{
	free(s->v);
	free(s->place);
	buf_free(&s->text);
	arena_free(&s->arena);
	*s = (struct strata){0};
}
