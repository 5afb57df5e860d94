#include "ssjc/draw/draw_preview.h"

#include "ssjc/base/language.h"
#include "ssjc/base/text.h"
#include "ssjc/draw/draw.h"
#include "ssjc/plan/ticket.h"

#include <stdlib.h>

/* Where it goes, and in which language. */
struct view {
	struct buf *out;
	bool said;
};

static const char *in_language(const struct view *v, const char *english)
    __attribute__((format_arg(2)));
static const char *in_language(const struct view *v, const char *english)
{
	return v->said ? language_text(english) : english;
}

/* A cell, padded to width: texts to the left, numbers to the right. */
static void pad(struct buf *out, struct str s, size_t width, bool right)
{
	size_t w = text_width(s), blanks = w < width ? width - w : 0;

	for (size_t i = 0; right && i < blanks; i++)
		buf_char(out, ' ');
	buf_str(out, s);
	for (size_t i = 0; !right && i < blanks; i++)
		buf_char(out, ' ');
}

static void number(struct buf *out, uint64_t n, int width)
{
	buf_printf(out, "%*llu", width, (unsigned long long)n);
}

/* The head of a table: a word to the left, those of numbers to the right. */
static void head(const struct view *v, const char *first, size_t wide, const char *const *word,
    const size_t *width, size_t n)
{
	pad(v->out, str_of(in_language(v, first)), wide, false);
	for (size_t i = 0; i < n; i++)
		pad(v->out, str_of(in_language(v, word[i])), width[i], true);
	buf_char(v->out, '\n');
}

static size_t wider(size_t wide, struct str text)
{
	return text_width(text) > wide ? text_width(text) : wide;
}

static void ratio_text(struct buf *out, const struct plan_rule *r)
{
	struct buf b = {0};

	plan_rule_text(&b, r);
	pad(out, buf_text(&b), 12, true);
	out->failed |= b.failed;
	buf_free(&b);
}

static void strata(const struct view *v, const struct draw *d)
{
	static const char *const words[] = {
	    N_("N"), N_("eligible"), N_("ratio"), N_("n"), N_("reserve")};
	static const size_t widths[] = {10, 10, 12, 10, 10};
	static const char first[] = N_("stratum"), last[] = N_("all");
	struct draw_counts c = draw_counts(d);
	size_t n,
	    wide = wider(wider(0, str_of(in_language(v, first))), str_of(in_language(v, last)));
	const struct stratum *s = draw_strata(d, &n);
	uint64_t tenths = c.population ? (c.main * 1000 + c.population / 2) / c.population : 0;
	struct buf *out = v->out;

	for (size_t i = 0; i < n; i++)
		wide = wider(wide, s[i].text);
	head(v, first, wide, words, widths, sizeof widths / sizeof widths[0]);
	for (size_t i = 0; i < n; i++) {
		pad(out, s[i].text, wide, false);
		number(out, s[i].population, 10);
		number(out, s[i].eligible, 10);
		ratio_text(out, s[i].rule);
		number(out, s[i].main, 10);
		number(out, s[i].reserve, 10);
		if (s[i].main < s[i].n)
			buf_printf(out, in_language(v, N_("  %llu short")),
			    (unsigned long long)(s[i].n - s[i].main));
		buf_char(out, '\n');
	}
	pad(out, str_of(in_language(v, last)), wide, false);
	number(out, c.population, 10);
	number(out, c.population - c.repeated, 10);
	pad(out, STR(""), 12, true);
	number(out, c.main, 10);
	number(out, c.reserve, 10);
	buf_printf(out, in_language(v, N_("  %llu.%llu%% of N; %llu left out by status\n")),
	    (unsigned long long)(tenths / 10), (unsigned long long)(tenths % 10),
	    (unsigned long long)c.excluded);
}

/* Seats a department fills, a day's share of them, and how many people that is. */
static ssjc_rc workload(
    const struct view *v, uint64_t objects, const struct assign_problem *p, struct ssjc_err *err)
{
	static const char *const words[] = {
	    N_("seats"), N_("seats a day"), N_("people a day at least")};
	static const size_t widths[] = {10, 13, 23};
	static const char first[] = N_("department");
	const struct plan *plan = p->plan;
	day_t *days = NULL, from = p->from > plan->from ? p->from : plan->from;
	size_t n = 0, wide = wider(0, str_of(in_language(v, first)));
	struct buf *out = v->out;
	ssjc_rc rc = calendar_workdays(p->calendar, from, plan->to, &days, &n, err);

	free(days);
	if (rc)
		return rc;
	for (size_t i = 0; i < plan->n_depts; i++)
		wide = wider(wide, plan->dept[i].name);
	buf_printf(out, in_language(v, N_("\n%zu working days left in the window\n")), n);
	head(v, first, wide, words, widths, sizeof widths / sizeof widths[0]);
	for (size_t i = 0; i < plan->n_depts; i++) {
		uint64_t seats = objects * plan->dept[i].inspectors;
		uint64_t daily = n ? (objects + n - 1) / n * plan->dept[i].inspectors : 0;
		uint64_t people = (daily + plan->per_day - 1) / plan->per_day;

		if (n && people < plan->dept[i].inspectors)
			people = plan->dept[i].inspectors;
		pad(out, plan->dept[i].name, wide, false);
		number(out, seats, 10);
		number(out, daily, 13);
		number(out, people, 23);
		buf_char(out, '\n');
	}
	return SSJC_OK;
}

/* The objects that the trial drew, copied into an arena. */
struct trial {
	struct object *object;
	size_t n;
	struct arena arena;
};

static ssjc_rc keep(void *arg, const struct pick *pick, struct ssjc_err *err)
{
	struct trial *t = arg;
	bool ok = true;

	if (pick->role != ROLE_MAIN)
		return SSJC_OK;
	for (size_t i = 0; i < OBJECT_COLUMNS; i++)
		*object_member(&t->object[t->n], i) = arena_str(
		    &t->arena, object_value(&pick->object, i), &ok);
	t->n++;
	return ok ? SSJC_OK : ssjc_fail_memory(err);
}

/* How the trial's objects were matched, department by department. */
static void matched(const struct view *v, const struct assignment *a)
{
	buf_z(v->out, in_language(v, N_("\na trial draw can be matched:\n")));
	for (size_t i = 0; i < a->n_depts; i++)
		buf_printf(v->out,
		    in_language(v,
		        N_("%.*s: %zu of %zu inspectors serve, with %u to %u businesses each\n")),
		    STR_ARG(a->dept[i].dept), a->dept[i].serving, a->dept[i].pool, a->dept[i].low,
		    a->dept[i].high);
}

static ssjc_rc try_match(const struct view *v, struct draw_run *run,
    const struct assign_problem *given, bool *feasible, struct ssjc_err *err)
{
	struct assign_problem p = *given;
	struct assignment a = {0};
	struct trial t = {0};
	struct ssjc_err why = {0};
	char master[TICKET_HEX];
	ssjc_rc rc = ticket_master(STR("a trial"), master, err);

	if (rc)
		goto out;
	t.object = arena_array(&t.arena, draw_winners(draw_run_choice(run)) + 1, sizeof *t.object);
	if (!t.object) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	rc = draw_run_each(run, 1, keep, &t, err);
	if (rc)
		goto out;
	p.master = master;
	p.object = t.object;
	p.n_objects = t.n;
	rc = assign_solve(&a, &p, &why);
	*feasible = !rc;
	if (rc == SSJC_PLAN) {
		buf_printf(v->out, in_language(v, N_("\na trial draw cannot be matched: %s\n")),
		    v->said ? why.said : why.msg);
		rc = SSJC_OK;
	} else if (rc) {
		if (err)
			*err = why;
	} else {
		matched(v, &a);
	}
out:
	assignment_free(&a);
	arena_free(&t.arena);
	return rc;
}

ssjc_rc draw_preview(struct buf *out, bool said, struct draw_run *run,
    const struct assign_problem *p, bool *feasible, struct ssjc_err *err)
{
	const struct view v = {out, said};
	ssjc_rc rc;

	*feasible = true;
	strata(&v, draw_run_choice(run));
	rc = workload(&v, draw_counts(draw_run_choice(run)).main, p, err);
	if (rc)
		return rc;
	if (p->inspectors) {
		rc = try_match(&v, run, p, feasible, err);
		if (rc)
			return rc;
	}
	return out->failed ? ssjc_fail_memory(err) : SSJC_OK;
}
