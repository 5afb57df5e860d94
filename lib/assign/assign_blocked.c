#include "assign_work.h"

#include "ssjc/base/language.h"

#include <stdlib.h>

enum { MOST_OBJECTS = 3, MOST_PEOPLE = 6 };

/* What is in the way: jobs whose seats the people who are left for them do not fill. */
struct blocked {
	const struct assign_work *w;
	const struct pool *pool;
	bool *jobs, *people;
	size_t n, n_left, empty; /* of the jobs, the people, the seats that stay empty */
	size_t can, lead;        /* people who can go to one of them, and who can lead there */
	const struct assign_job *first;
	struct buf on, objects, who, left, others, limit, cures;
};

/* Texts of a set that is too long to name whole: some, "and N more". */
static void say_more(struct buf *out, size_t n, size_t most)
{
	if (n > most)
		language_both(out, " and %zu more", n - most);
}

/* " on 2023-06-14", if they have one day; else each has its own. */
static void say_objects(struct blocked *b)
{
	const struct assign_work *w = b->w;
	char date[DATE_SIZE];
	bool one = true;

	for (size_t i = 0; i < w->n_jobs; i++) {
		if (!b->jobs[i])
			continue;
		b->first = b->first ? b->first : &w->job[i];
		one &= w->job[i].day == b->first->day;
	}
	for (size_t i = 0; i < w->n_jobs; i++) {
		const struct assign_job *j = &w->job[i];

		if (!b->jobs[i] || ++b->n > MOST_OBJECTS)
			continue;
		date_format(w->day[j->day].date, date);
		buf_printf(&b->objects, "%s%.*s (%.*s%s%s)", b->n > 1 ? ", " : "",
		    STR_ARG(j->object->name), STR_ARG(j->object->id), one ? "" : ", ",
		    one ? "" : date);
	}
	say_more(&b->objects, b->n, MOST_OBJECTS);
	if (!one)
		return;
	date_format(w->day[b->first->day].date, date);
	language_both(&b->on, " on %s", date);
}

/* Can they go to one of the jobs, and lead there? */
static void count_person(struct blocked *b, size_t person)
{
	const struct assign_work *w = b->w;
	bool can = false, lead = false;

	for (size_t i = 0; i < w->n_jobs; i++)
		if (b->jobs[i] && bits_has(bit_matrix_row(&b->pool->may, i), person)) {
			can = true;
			lead |= b->pool->v[person].qualified[w->job[i].category];
		}
	b->can += can;
	b->lead += lead;
}

/* Those who are left, and why the others are not, at the first job. */
static void say_people(struct blocked *b)
{
	size_t count[WHYS] = {0};

	for (size_t i = 0; i < b->pool->n; i++) {
		const struct person *x = &b->pool->v[i];
		enum why why = assign_why(b->w, b->pool, x, b->first);

		if (i >= b->pool->able ||
		    !b->people[i]) /* or the seats of the unskilled are taken */
			count[why == MAY ? UNSKILLED : why]++;
		else if (++b->n_left <= MOST_PEOPLE)
			buf_printf(&b->left, "%s%.*s (%.*s)", b->n_left > 1 ? ", " : W_(": "),
			    STR_ARG(x->who->name), STR_ARG(x->who->cert));
	}
	say_more(&b->left, b->n_left, MOST_PEOPLE);
	for (size_t i = 0; i < b->pool->able; i++)
		count_person(b, i);
	assign_say(&b->others, count);
}

static ssjc_rc fail_blocked(struct assign_work *w, struct blocked *b)
{
	const struct plan_dept *dept = b->pool->dept;
	size_t seats = b->n * dept->inspectors;
	ssjc_rc rc;

	if (dept->max_load)
		buf_printf(&b->limit, ", max_load = %u", dept->max_load);
	if (b->can == 0)
		buf_z(&b->who, W_("nobody can go there"));
	else if (dept->qualified)
		language_both(&b->who,
		    "%zu inspector%s can go there, of whom %zu can lead, and take %zu of them",
		    b->can, b->can == 1 ? "" : "s", b->lead, seats - b->empty);
	else
		language_both(&b->who, "%zu inspector%s can go there and take %zu of them", b->can,
		    b->can == 1 ? "" : "s", seats - b->empty);
	assign_cures(w, (size_t)(dept - w->p->plan->dept), &b->cures);
	rc = ssjc_fail_at(w->err, SSJC_PLAN, w->p->plan->name, dept->line, NULL,
	    "department %.*s: no match is feasible: %zu object%s%.*s, %.*s, need%s %zu seat%s%s; "
	    "%.*s (per_day = %u%.*s)%.*s%s%.*s%.*s",
	    STR_ARG(dept->key), b->n, b->n == 1 ? "" : "s", STR_ARG(buf_text(&b->on)),
	    STR_ARG(buf_text(&b->objects)), b->n == 1 ? "s" : "", seats, seats == 1 ? "" : "s",
	    dept->qualified ? W_(", the first at each qualified") : "", STR_ARG(buf_text(&b->who)),
	    w->p->plan->per_day, STR_ARG(buf_text(&b->limit)), STR_ARG(buf_text(&b->left)),
	    b->others.n ? W_("; the others: ") : "", STR_ARG(buf_text(&b->others)),
	    STR_ARG(buf_text(&b->cures)));
	if (b->on.failed || b->who.failed || b->objects.failed || b->left.failed ||
	    b->others.failed || b->limit.failed || b->cures.failed)
		rc = ssjc_fail_memory(w->err);
	return rc;
}

ssjc_rc assign_blocked(struct assign_work *w, struct pool *pool)
{
	struct blocked b = {.w = w, .pool = pool};
	ssjc_rc rc;

	b.jobs = calloc(w->n_jobs + 1, sizeof *b.jobs);
	b.people = calloc(pool->able + 1, sizeof *b.people);
	if (!b.jobs || !b.people) {
		rc = ssjc_fail_memory(w->err);
		goto out;
	}
	b.empty = match_fill_blocked(pool->fill, b.jobs, b.people);
	say_objects(&b);
	say_people(&b);
	rc = fail_blocked(w, &b);
out:
	free(b.jobs);
	free(b.people);
	buf_free(&b.on);
	buf_free(&b.objects);
	buf_free(&b.who);
	buf_free(&b.left);
	buf_free(&b.others);
	buf_free(&b.limit);
	buf_free(&b.cures);
	return rc;
}
