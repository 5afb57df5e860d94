#include "draw_workload.h"

#include "ssjc/base/language.h"

#include <stdlib.h>

/* A seat, and the place of its department in the plan. */
struct visit {
	const struct seat *seat;
	size_t dept;
};

/* What somebody has. */
struct work {
	const struct seat *seat; /* any of his */
	size_t dept;
	unsigned visits, days, week, leads;
};

static int visit_in_order(const void *a, const void *b)
{
	const struct visit *x = a, *y = b;
	int c;

	if (x->dept != y->dept)
		return x->dept < y->dept ? -1 : 1;
	c = str_cmp(x->seat->cert, y->seat->cert);
	return c ? c : (x->seat->date > y->seat->date) - (x->seat->date < y->seat->date);
}

static int work_in_order(const void *a, const void *b)
{
	const struct work *x = a, *y = b;

	if (x->dept != y->dept)
		return x->dept < y->dept ? -1 : 1;
	if (x->visits != y->visits)
		return x->visits > y->visits ? -1 : 1;
	return str_cmp(x->seat->cert, y->seat->cert);
}

static day_t monday(day_t date)
{
	return date - (date_weekday(date) + 6) % 7;
}

/* Each person's sums of the visits, which are in order; how many people. */
static size_t sum_up(const struct visit *v, size_t n, struct work *out)
{
	size_t people = 0;
	unsigned week = 0;

	for (size_t i = 0; i < n; i++) {
		bool same = i > 0 && v[i].dept == v[i - 1].dept &&
		    str_eq(v[i].seat->cert, v[i - 1].seat->cert);
		day_t date = v[i].seat->date, before = same ? v[i - 1].seat->date : date;
		struct work *x;

		if (!same)
			out[people++] = (struct work){.seat = v[i].seat, .dept = v[i].dept};
		x = &out[people - 1];
		if (!same || monday(date) != monday(before))
			week = 0;
		if (!same || date != before) {
			x->days++;
			week++;
		}
		x->week = week > x->week ? week : x->week;
		x->visits++;
		x->leads += v[i].seat->duty == DUTY_LEAD;
	}
	return people;
}

static void write_table(
    const struct draw_view *v, const struct plan *plan, const struct work *w, size_t n)
{
	static const char *const words[] = {
	    N_("businesses"), N_("days"), N_("busiest week"), N_("leads")};
	static const size_t widths[] = {12, 8, 14, 8};
	static const char first[] = N_("inspector"), second[] = N_("department");
	size_t name = draw_view_wider(0, str_of(draw_view_word(v, first)));
	size_t dept = draw_view_wider(0, str_of(draw_view_word(v, second)));

	for (size_t i = 0; i < n; i++) {
		name = draw_view_wider(name, w[i].seat->inspector);
		dept = draw_view_wider(dept, plan->dept[w[i].dept].name);
	}
	draw_view_cell(v->out, str_of(draw_view_word(v, first)), name + 2, false);
	draw_view_head(v, second, dept, words, widths, sizeof widths / sizeof widths[0]);
	for (size_t i = 0; i < n; i++) {
		draw_view_cell(v->out, w[i].seat->inspector, name + 2, false);
		draw_view_cell(v->out, plan->dept[w[i].dept].name, dept, false);
		draw_view_number(v->out, w[i].visits, 12);
		draw_view_number(v->out, w[i].days, 8);
		draw_view_number(v->out, w[i].week, 14);
		draw_view_number(v->out, w[i].leads, 8);
		buf_char(v->out, '\n');
	}
}

/* Few may be enough, which surprises whoever has more. */
static void say_serving(
    const struct draw_view *v, const struct plan *plan, const struct assign_dept *x)
{
	buf_printf(v->out,
	    draw_view_word(
	        v, N_("%.*s: %zu of %zu inspectors serve, with %u to %u businesses each\n")),
	    STR_ARG(x->dept), x->serving, x->pool, x->low, x->high);
	if (x->asked == 0 && x->serving < x->pool)
		buf_printf(v->out,
		    draw_view_word(v,
		        plan->by_teams
		            ? N_("  as few as can do it: the others have no visit; another number of "
		                 "teams changes that\n")
		            : N_("  as few as can do it: the others have no visit; max_load, share or "
		                 "spread = even change that\n")));
	if (x->unspread)
		buf_printf(v->out,
		    draw_view_word(v,
		        N_("  there is no match with nobody out on more days of a week than %u: "
		           "spread is left out\n")),
		    plan->prefer.days_a_week);
}

ssjc_rc draw_workload(const struct draw_view *v, const struct plan *plan,
    const struct assignment *a, struct ssjc_err *err)
{
	struct visit *visit = calloc(a->n + 1, sizeof *visit);
	struct work *work = calloc(a->n + 1, sizeof *work);
	size_t n;
	ssjc_rc rc = SSJC_OK;

	if (!visit || !work) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	for (size_t i = 0; i < a->n; i++)
		visit[i] = (struct visit){
		    &a->v[i], (size_t)(plan_dept_of(plan, a->v[i].dept) - plan->dept)};
	if (a->n > 1)
		qsort(visit, a->n, sizeof *visit, visit_in_order);
	n = sum_up(visit, a->n, work);
	if (n > 1)
		qsort(work, n, sizeof *work, work_in_order);
	buf_z(v->out,
	    draw_view_word(v,
	        N_("\na trial draw can be matched; its seed is not that of the draw, which gives "
	           "other people other visits:\n")));
	for (size_t i = 0; i < a->n_depts; i++)
		say_serving(v, plan, &a->dept[i]);
	if (plan->prefer.rotate)
		buf_z(v->out,
		    draw_view_word(
		        v, N_("rotate is left out: who visited what is not known here\n")));
	if (n > 0) {
		buf_char(v->out, '\n');
		write_table(v, plan, work, n);
	}
out:
	free(visit);
	free(work);
	return rc;
}
