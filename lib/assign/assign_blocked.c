#include "assign_work.h"

#include "ssjc/base/language.h"

#include <stdlib.h>

/* Texts of a set that is too long to name whole: some, "and N more". */
struct few {
	struct buf text;
	size_t n, most;
};

/* "name (id)" or "name (id, date)". */
static void few_add(struct few *f, struct str name, struct str id, const char *date)
{
	if (f->n < f->most)
		buf_printf(&f->text, "%s%.*s (%.*s%s%s)", f->n ? ", " : "", STR_ARG(name),
		    STR_ARG(id), date ? ", " : "", date ? date : "");
	f->n++;
}

static void few_end(struct few *f)
{
	if (f->n > f->most)
		language_both(&f->text, " and %zu more", f->n - f->most);
}

/* jobs is a set for which the people, those left for it, are too few. */
static ssjc_rc fail_blocked(
    struct assign_work *w, const struct pool *pool, const bool *jobs, const bool *people_left)
{
	struct few objects = {.most = 3}, people = {.most = 8};
	struct buf why = {0}, limit = {0};
	size_t count[WHYS] = {0};
	const struct assign_job *first = NULL;
	char date[DATE_SIZE];
	bool one;
	ssjc_rc rc;

	for (size_t i = 0; i < w->n_jobs; i++) {
		const struct assign_job *j = &w->job[i];

		if (!jobs[i])
			continue;
		first = first ? first : j;
		date_format(w->day[j->day].date, date);
		few_add(&objects, j->object->name, j->object->id, date);
	}
	for (size_t i = 0; i < pool->n; i++) {
		enum why reason = assign_why(w, pool, &pool->v[i], first);

		if (i < pool->able && people_left[i])
			few_add(&people, pool->v[i].who->name, pool->v[i].who->cert, NULL);
		else /* he might sit there, were the seats of the unskilled not taken */
			count[reason == MAY ? UNSKILLED : reason]++;
	}
	few_end(&objects);
	few_end(&people);
	assign_say(&why, count);
	one = objects.n == 1;
	if (pool->dept->max_load)
		buf_printf(&limit, ", max_load = %u", pool->dept->max_load);
	rc = ssjc_fail_at(w->err, SSJC_PLAN, w->p->plan->name, pool->dept->line, NULL,
	    "department %.*s: no match is feasible: %zu object%s, %.*s, need%s %u inspectors%s%s; "
	    "left for %s (per_day = %u%.*s): %.*s%s%.*s",
	    STR_ARG(pool->dept->key), objects.n, one ? "" : "s", STR_ARG(buf_text(&objects.text)),
	    one ? "s" : "", pool->dept->inspectors, one ? "" : " each",
	    pool->dept->qualified ? W_(", the first of them qualified") : "", one ? "it" : "them",
	    w->p->plan->per_day, STR_ARG(buf_text(&limit)),
	    STR_ARG(people.n ? buf_text(&people.text) : STR(W_("nobody"))),
	    why.n ? W_("; the others: ") : "", STR_ARG(buf_text(&why)));
	if (objects.text.failed || people.text.failed || why.failed || limit.failed)
		rc = ssjc_fail_memory(w->err);
	buf_free(&limit);
	buf_free(&objects.text);
	buf_free(&people.text);
	buf_free(&why);
	return rc;
}

ssjc_rc assign_blocked(struct assign_work *w, struct pool *pool)
{
	bool *jobs = calloc(w->n_jobs + 1, sizeof *jobs);
	bool *people = calloc(pool->able + 1, sizeof *people);
	ssjc_rc rc;

	if (!jobs || !people) {
		rc = ssjc_fail_memory(w->err);
		goto out;
	}
	match_fill_blocked(pool->fill, jobs, people);
	rc = fail_blocked(w, pool, jobs, people);
out:
	free(jobs);
	free(people);
	return rc;
}
