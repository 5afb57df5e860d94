#include "assign_team.h"

#include "ssjc/base/language.h"

#include <stdlib.h>

enum { MOST_OBJECTS = 3, MOST_TEAMS = 6 };

/* "样例甲公司 (F01, 2023-06-14), … and 2 more": the objects of the set, and the first of them. */
static const struct assign_job *say_objects(
    const struct assign_work *w, const bool *jobs, size_t *n, struct buf *out)
{
	const struct assign_job *first = NULL;
	char date[DATE_SIZE];

	*n = 0;
	for (size_t i = 0; i < w->n_jobs; i++) {
		const struct assign_job *j = &w->job[i];

		if (!jobs[i])
			continue;
		first = first ? first : j;
		date_format(w->day[j->day].date, date);
		if (++*n <= MOST_OBJECTS)
			buf_printf(out, "%s%.*s (%.*s, %s)", *n > 1 ? ", " : "",
			    STR_ARG(j->object->name), STR_ARG(j->object->id), date);
	}
	if (*n > MOST_OBJECTS)
		language_both(out, " and %zu more", *n - MOST_OBJECTS);
	return first;
}

/* "team 2: 样甲 (C-01) is …": who keeps the team away from an object. */
static void say_team(const struct assign_work *w, const struct teams *t, const struct team *x,
    const struct assign_job *j, struct buf *out)
{
	enum why why;
	const struct person *m = team_kept_away(w, t, x, j, &why);
	size_t dept = team_unskilled(w, t, x, j);

	if (m)
		language_both(out, "team %u: %.*s (%.*s), %s", x->number, STR_ARG(m->who->name),
		    STR_ARG(m->who->cert), assign_why_word(why));
	else if (dept < w->p->plan->n_depts)
		language_both(out, "team %u: %.*s, nobody with the skills to lead", x->number,
		    STR_ARG(w->p->plan->dept[dept].key));
	else
		language_both(out, "team %u: at its limit", x->number);
}

/* The teams left for the object's set, and of the others who keeps them away. Gives how many. */
static size_t say_teams(const struct assign_work *w, const struct teams *t, const bool *teams_left,
    const struct assign_job *j, struct buf *left, struct buf *others)
{
	size_t n = 0, away = 0;

	for (size_t i = 0; i < t->n; i++) {
		const struct team *x = &t->v[i];

		if (x->day != TEAM_ALL_DAYS && x->day != j->day)
			continue;
		if (teams_left[i]) {
			if (++n <= MOST_TEAMS)
				buf_printf(left, "%s%u", n > 1 ? ", " : "", x->number);
		} else if (++away <= MOST_TEAMS) {
			buf_z(others, away > 1 ? "; " : "");
			say_team(w, t, x, j, others);
		}
	}
	if (n > MOST_TEAMS)
		language_both(left, " and %zu more", n - MOST_TEAMS);
	if (away > MOST_TEAMS)
		language_both(others, " and %zu more", away - MOST_TEAMS);
	return n + away;
}

static ssjc_rc fail_blocked(
    struct assign_work *w, const struct teams *t, const bool *jobs, const bool *teams_left)
{
	struct buf objects = {0}, left = {0}, others = {0}, cures = {0};
	size_t n, formed = 0;
	const struct assign_job *first = say_objects(w, jobs, &n, &objects);
	ssjc_rc rc;

	if (first)
		formed = say_teams(w, t, teams_left, first, &left, &others);
	assign_cures(w, w->p->plan->n_depts, &cures);
	rc = ssjc_fail_at(w->err, SSJC_PLAN, w->p->plan->name, 0, "teams",
	    "no match is feasible: %zu object%s, %.*s, need%s a team; of %zu teams that can be "
	    "formed, those left for %s are (per_day = %u): %.*s%s%.*s%.*s",
	    n, n == 1 ? "" : "s", STR_ARG(buf_text(&objects)), n == 1 ? "s" : " each", formed,
	    n == 1 ? "it" : "them", w->p->plan->per_day,
	    STR_ARG(left.n ? buf_text(&left) : STR(W_("none"))),
	    others.n ? W_("; the others: ") : "", STR_ARG(buf_text(&others)),
	    STR_ARG(buf_text(&cures)));
	if (objects.failed || left.failed || others.failed || cures.failed)
		rc = ssjc_fail_memory(w->err);
	buf_free(&objects);
	buf_free(&left);
	buf_free(&others);
	buf_free(&cures);
	return rc;
}

ssjc_rc teams_blocked(struct assign_work *w, struct teams *t)
{
	bool *jobs = calloc(w->n_jobs + 1, sizeof *jobs);
	bool *teams = calloc(t->n + 1, sizeof *teams);
	ssjc_rc rc;

	if (!jobs || !teams) {
		rc = ssjc_fail_memory(w->err);
		goto out;
	}
	match_fill_blocked(t->fill, jobs, teams);
	rc = fail_blocked(w, t, jobs, teams);
out:
	free(jobs);
	free(teams);
	return rc;
}
