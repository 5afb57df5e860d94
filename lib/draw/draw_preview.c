#include "ssjc/draw/draw_preview.h"

#include "draw_workload.h"

#include "ssjc/base/language.h"
#include "ssjc/draw/draw.h"
#include "ssjc/plan/ticket.h"

#include <stdlib.h>

static void ratio_text(struct buf *out, const struct plan_rule *r)
{
	struct buf b = {0};

	plan_rule_text(&b, r);
	draw_view_cell(out, buf_text(&b), 12, true);
	out->failed |= b.failed;
	buf_free(&b);
}

static void strata(const struct draw_view *v, const struct draw *d)
{
	static const char *const words[] = {
	    N_("N"), N_("eligible"), N_("ratio"), N_("n"), N_("reserve")};
	static const size_t widths[] = {10, 10, 12, 10, 10};
	static const char first[] = N_("stratum"), last[] = N_("all");
	struct draw_counts c = draw_counts(d);
	size_t n,
	    wide = draw_view_wider(draw_view_wider(0, str_of(draw_view_word(v, first))),
	        str_of(draw_view_word(v, last)));
	const struct stratum *s = draw_strata(d, &n);
	uint64_t tenths = c.population ? (c.main * 1000 + c.population / 2) / c.population : 0;
	struct buf *out = v->out;

	for (size_t i = 0; i < n; i++)
		wide = draw_view_wider(wide, s[i].text);
	draw_view_head(v, first, wide, words, widths, sizeof widths / sizeof widths[0]);
	for (size_t i = 0; i < n; i++) {
		draw_view_cell(out, s[i].text, wide, false);
		draw_view_number(out, s[i].population, 10);
		draw_view_number(out, s[i].eligible, 10);
		ratio_text(out, s[i].rule);
		draw_view_number(out, s[i].main, 10);
		draw_view_number(out, s[i].reserve, 10);
		if (s[i].main < s[i].n)
			buf_printf(out, draw_view_word(v, N_("  %llu short")),
			    (unsigned long long)(s[i].n - s[i].main));
		buf_char(out, '\n');
	}
	draw_view_cell(out, str_of(draw_view_word(v, last)), wide, false);
	draw_view_number(out, c.population, 10);
	draw_view_number(out, c.population - c.repeated, 10);
	draw_view_cell(out, STR(""), 12, true);
	draw_view_number(out, c.main, 10);
	draw_view_number(out, c.reserve, 10);
	buf_printf(out, draw_view_word(v, N_("  %llu.%llu%% of N; %llu left out by status\n")),
	    (unsigned long long)(tenths / 10), (unsigned long long)(tenths % 10),
	    (unsigned long long)c.excluded);
}

/* Seats a department fills, a day's share of them, and how many people that is. */
static ssjc_rc workload(const struct draw_view *v, uint64_t objects, const struct assign_problem *p,
    struct ssjc_err *err)
{
	static const char *const words[] = {
	    N_("seats"), N_("seats a day"), N_("people a day at least")};
	static const size_t widths[] = {10, 13, 23};
	static const char first[] = N_("department");
	const struct plan *plan = p->plan;
	day_t *days = NULL, from = p->from > plan->from ? p->from : plan->from;
	size_t n = 0, wide = draw_view_wider(0, str_of(draw_view_word(v, first)));
	struct buf *out = v->out;
	ssjc_rc rc = calendar_workdays(p->calendar, from, plan->to, &days, &n, err);

	free(days);
	if (rc)
		return rc;
	for (size_t i = 0; i < plan->n_depts; i++)
		wide = draw_view_wider(wide, plan->dept[i].name);
	buf_printf(out, draw_view_word(v, N_("\n%zu working days left in the window\n")), n);
	draw_view_head(v, first, wide, words, widths, sizeof widths / sizeof widths[0]);
	for (size_t i = 0; i < plan->n_depts; i++) {
		uint64_t seats = objects * plan->dept[i].inspectors;
		uint64_t daily = n ? (objects + n - 1) / n * plan->dept[i].inspectors : 0;
		uint64_t people = (daily + plan->per_day - 1) / plan->per_day;

		if (n && people < plan->dept[i].inspectors)
			people = plan->dept[i].inspectors;
		draw_view_cell(out, plan->dept[i].name, wide, false);
		draw_view_number(out, seats, 10);
		draw_view_number(out, daily, 13);
		draw_view_number(out, people, 23);
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

static ssjc_rc try_match(const struct draw_view *v, struct draw_run *run,
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
		buf_printf(v->out, draw_view_word(v, N_("\na trial draw cannot be matched: %s\n")),
		    v->said ? why.said : why.msg);
		rc = SSJC_OK;
	} else if (rc) {
		if (err)
			*err = why;
	} else {
		rc = draw_workload(v, p.plan, &a, err);
	}
out:
	assignment_free(&a);
	arena_free(&t.arena);
	return rc;
}

ssjc_rc draw_preview(struct buf *out, bool said, struct draw_run *run,
    const struct assign_problem *p, bool *feasible, struct ssjc_err *err)
{
	const struct draw_view v = {out, said};
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
