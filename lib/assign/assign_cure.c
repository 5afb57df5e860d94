/*
 * What would make an impossible match possible: one thing after the other is changed,
 * alone, and the match tried, all but its best.
 */
#include "assign_work.h"

#include "ssjc/base/language.h"
#include "ssjc/base/parallel.h"

#include <stdlib.h>
#include <string.h>

enum cure { PER_DAY, DAYS, PEOPLE, MAX_LOAD, SEATS, UNQUALIFIED, CURES };

/*
 * So much of each is tried; and where one try takes long, as there are many pairs of
 * object and inspector.
 */
enum { LARGE = 500000 };
static const unsigned most[CURES] = {
    [PER_DAY] = 8, [DAYS] = 8, [PEOPLE] = 8, [MAX_LOAD] = 8, [SEATS] = 99, [UNQUALIFIED] = 1};
static const unsigned most_large[CURES] = {
    [PER_DAY] = 1, [DAYS] = 1, [PEOPLE] = 2, [MAX_LOAD] = 2, [SEATS] = 1, [UNQUALIFIED] = 1};

/* A problem with one change. */
struct cure_trial {
	struct assign_problem p;
	struct plan plan;
	struct inspectors people;
	struct arena arena;
};

struct cure_search {
	const struct assign_work *w;
	size_t dept; /* the one in the way; n_depts where teams are */
	const unsigned *most;
	atomic_size_t next;
	unsigned found[CURES]; /* so much of it is enough; 0: it was not */
	day_t to;              /* the last day of the window then */
};

/* Is a department changed? With teams, all are. */
static bool is_meant(const struct cure_search *s, size_t dept)
{
	return s->dept == dept || s->dept == s->w->p->plan->n_depts;
}

/* All skills that the department's items name. */
static struct str all_skills(struct cure_trial *t, struct str dept, bool *ok)
{
	const struct items *it = t->p.items;
	struct buf list = {0};
	struct str text;

	for (size_t i = 0; it && i < it->n; i++)
		if (str_eq(it->v[i].dept, dept))
			buf_printf(&list, "%.*s;", STR_ARG(it->v[i].skill));
	text = arena_str(&t->arena, buf_text(&list), ok);
	*ok = *ok && !list.failed;
	buf_free(&list);
	return text;
}

/* n more of the department who can go anywhere, on any day. */
static bool add_people(struct cure_trial *t, const struct plan_dept *dept, unsigned n)
{
	struct inspector *v = arena_array(&t->arena, t->people.n + n, sizeof *v);
	bool ok = v != NULL;
	struct str skills = ok ? all_skills(t, dept->key, &ok) : STR("");

	if (!ok)
		return false;
	if (t->people.n)
		memcpy(v, t->people.v, t->people.n * sizeof *v);
	t->people.v = v;
	for (unsigned i = 0; i < n; i++) {
		struct buf cert = {0};

		buf_printf(&cert, "\x01%.*s %u", STR_ARG(dept->key), i);
		v[t->people.n++] = (struct inspector){
		    .cert = arena_str(&t->arena, buf_text(&cert), &ok),
		    .name = dept->key,
		    .dept = dept->key,
		    .phone = STR(""),
		    .skills = skills,
		    .recuse = STR(""),
		    .items = STR(""),
		    .active = true};
		ok = ok && !cert.failed;
		buf_free(&cert);
	}
	return ok;
}

/* Change a department. False if it cannot be changed so. */
static bool change_dept(struct cure_trial *t, struct plan_dept *d, enum cure cure, unsigned n)
{
	switch (cure) {
	case PEOPLE:
		return add_people(t, d, t->plan.by_teams ? n * d->inspectors : n);
	case MAX_LOAD:
		if (!d->max_load)
			return false;
		d->max_load += n;
		return true;
	case SEATS:
		if (d->inspectors <= n)
			return false;
		d->inspectors -= n;
		return true;
	default:
		if (!d->qualified || n > 1)
			return false;
		d->qualified = false;
		return true;
	}
}

static bool change(const struct cure_search *s, struct cure_trial *t, enum cure cure, unsigned n)
{
	bool changed = false;
	struct ssjc_err none;

	if (cure == PER_DAY) {
		t->plan.per_day += n;
		return true;
	}
	if (cure == DAYS)
		return !calendar_add(t->p.calendar, t->plan.to, n, &t->plan.to, &none);
	for (size_t i = 0; i < t->plan.n_depts; i++)
		if (is_meant(s, i))
			changed |= change_dept(t, &t->plan.dept[i], cure, n);
	return changed;
}

/* Does that much of it make a match possible? */
static bool cures(struct cure_search *s, enum cure cure, unsigned n)
{
	struct cure_trial t = {
	    .p = *s->w->p, .plan = *s->w->p->plan, .people = *s->w->p->inspectors};
	struct assignment out = {0};
	struct ssjc_err none;
	bool works = false;

	t.plan.dept = arena_array(&t.arena, t.plan.n_depts, sizeof *t.plan.dept);
	if (!t.plan.dept)
		goto out;
	memcpy(t.plan.dept, s->w->p->plan->dept, t.plan.n_depts * sizeof *t.plan.dept);
	if (!change(s, &t, cure, n))
		goto out;
	t.p.plan = &t.plan;
	t.p.inspectors = &t.people;
	t.p.today = 0;
	t.p.tick = NULL;
	t.p.brief = t.p.possible = true;
	t.p.first = s->dept;
	works = !assign_solve(&out, &t.p, &none);
	if (works && cure == DAYS)
		s->to = t.plan.to;
out:
	assignment_free(&out);
	arena_free(&t.arena);
	return works;
}

static void try_cures(void *arg, unsigned thread)
{
	struct cure_search *s = arg;
	size_t cure;

	(void)thread;
	while ((cure = atomic_fetch_add(&s->next, 1)) < CURES)
		for (unsigned n = 1; n <= s->most[cure] && !s->found[cure]; n++)
			if (cures(s, (enum cure)cure, n))
				s->found[cure] = n;
}

/* With teams, what is said of a department holds for all. */
static void say_cure(const struct cure_search *s, enum cure cure, unsigned n, struct buf *out)
{
	const struct plan *plan = s->w->p->plan;
	const struct plan_dept *d = s->dept < plan->n_depts ? &plan->dept[s->dept] : NULL;
	char to[DATE_SIZE];

	switch (cure) {
	case PER_DAY:
		buf_printf(out, "per_day = %u", plan->per_day + n);
		break;
	case DAYS:
		date_format(s->to, to);
		language_both(
		    out, "%u more working day%s (window to %s)", n, n == 1 ? "" : "s", to);
		break;
	case PEOPLE:
		if (d)
			language_both(out, "%u more inspector%s of %.*s who can go anywhere", n,
			    n == 1 ? "" : "s", STR_ARG(d->key));
		else
			language_both(out, "people who can go anywhere for %u more team%s", n,
			    n == 1 ? "" : "s");
		break;
	case MAX_LOAD:
		if (d)
			buf_printf(out, "max_load = %u", d->max_load + n);
		else
			language_both(out, "max_load higher by %u", n);
		break;
	case SEATS:
		if (d)
			buf_printf(out, "inspectors = %u", d->inspectors - n);
		else
			language_both(out, "inspectors lower by %u", n);
		break;
	default:
		buf_z(out, "qualified = no");
	}
}

void assign_cures(const struct assign_work *w, size_t dept, struct buf *out)
{
	struct cure_search s = {.w = w, .dept = dept, .most = most};
	bool any = false;

	if (w->p->brief)
		return;
	if (w->n_jobs * w->p->inspectors->n > LARGE)
		s.most = most_large;
	atomic_init(&s.next, 0);
	parallel(parallel_width() < CURES ? parallel_width() : CURES, try_cures, &s);
	for (int i = 0; i < CURES; i++) {
		if (!s.found[i])
			continue;
		buf_z(out, any ? "; " : W_("; each of these alone would do: "));
		say_cure(&s, (enum cure)i, s.found[i], out);
		any = true;
	}
}
