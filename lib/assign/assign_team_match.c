#include "assign_level.h"
#include "assign_team.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Teams and jobs as numbers: what match.h asks for. */
struct team_numbers {
	struct match_problem p;
	const struct assign_work *w;
	const struct teams *t;
	struct ticket_key *key; /* of the costs */
	uint32_t *day, *room, *load, *most;
	struct bit_matrix may;
};

/* ---- What a team costs ---- */

/* Its number, with its day before it where teams are formed each day. */
static struct str team_text(const struct assign_work *w, const struct team *x, char text[TEAM_TEXT])
{
	char date[DATE_SIZE] = "";

	if (x->day != TEAM_ALL_DAYS)
		date_format(w->day[x->day].date, date);
	snprintf(text, TEAM_TEXT, "%s%s%u", date, *date ? "/" : "", x->number);
	return str_of(text);
}

static void cost_of(const void *arg, size_t job, size_t team, unsigned char cost[COST_SIZE])
{
	const struct team_numbers *x = arg;
	char text[TEAM_TEXT];

	ticket_cost(x->key, x->w->job[job].object->id, team_text(x->w, &x->t->v[team], text), cost);
}

/* ---- The problem ---- */

/* The least that its members can still have, but for their days. */
static size_t most_more(const struct assign_work *w, const struct teams *t, const struct team *x)
{
	size_t least = SIZE_MAX;

	for (size_t dept = 0; dept < w->p->plan->n_depts; dept++) {
		size_t max = w->pool[dept].dept->max_load;

		for (size_t i = 0; max && i < w->pool[dept].dept->inspectors; i++) {
			size_t load = x->member[t->first[dept] + i]->load;
			size_t more = load < max ? max - load : 0;

			least = more < least ? more : least;
		}
	}
	return least;
}

static void read_team(struct team_numbers *x, size_t i)
{
	const struct assign_work *w = x->w;
	const struct team *team = &x->t->v[i];
	size_t limit = most_more(w, x->t, team), sum = 0;

	for (size_t d = 0; d < w->n_days; d++) {
		size_t more = team_free(w, x->t, team, d);

		if (more > w->day[d].jobs)
			more = w->day[d].jobs;
		sum += more;
		x->room[i * w->n_days + d] = (uint32_t)more;
	}
	x->load[i] = team->load;
	x->most[i] = team->load + (uint32_t)(sum < limit ? sum : limit);
}

static void read_job(struct team_numbers *x, size_t job)
{
	const struct assign_work *w = x->w;
	const struct assign_job *j = &w->job[job];
	enum why why;

	x->day[job] = (uint32_t)j->day;
	for (size_t i = 0; i < x->t->n; i++) {
		const struct team *team = &x->t->v[i];

		if ((team->day == TEAM_ALL_DAYS || team->day == j->day) &&
		    !team_kept_away(w, x->t, team, j, &why) &&
		    team_unskilled(w, x->t, team, j) == w->p->plan->n_depts)
			bits_set(bit_matrix_row(&x->may, job), i);
	}
}

static void close_numbers(struct team_numbers *x)
{
	if (!x)
		return;
	ticket_key_free(x->key);
	free(x->day);
	free(x->room);
	free(x->load);
	free(x->most);
	bit_matrix_free(&x->may);
	free(x);
}

static void close_match(struct teams *t)
{
	match_fill_free(t->fill);
	close_numbers(t->numbers);
	t->fill = NULL;
	t->numbers = NULL;
}

void assign_teams_close(struct assign_work *w)
{
	if (!w->teams)
		return;
	close_match(w->teams);
	assign_levels_free(w->teams->levels);
}

/* The problem, with none of its seats filled. */
static ssjc_rc open_match(const struct assign_work *w, struct teams *t)
{
	struct team_numbers *x = calloc(1, sizeof *x);
	size_t n = t->n, jobs = w->n_jobs;
	ssjc_rc rc;

	close_match(t);
	t->numbers = x;
	if (!x)
		return ssjc_fail_memory(w->err);
	x->w = w;
	x->t = t;
	x->day = calloc(jobs + 1, sizeof *x->day);
	x->room = calloc(n * w->n_days + 1, sizeof *x->room);
	x->load = calloc(n + 1, sizeof *x->load);
	x->most = calloc(n + 1, sizeof *x->most);
	if (!x->day || !x->room || !x->load || !x->most || !bit_matrix_open(&x->may, jobs, n))
		return ssjc_fail_memory(w->err);
	for (size_t i = 0; i < n; i++)
		read_team(x, i);
	for (size_t i = 0; i < jobs; i++)
		read_job(x, i);
	x->p = (struct match_problem){.jobs = jobs,
	    .people = n,
	    .days = w->n_days,
	    .seats = 1,
	    .day = x->day,
	    .may = &x->may,
	    .room = x->room,
	    .load = x->load,
	    .most = x->most,
	    .cost = cost_of,
	    .arg = x};
	rc = assign_key(w, "team", STR(""), &x->key, w->err);
	return rc ? rc : match_fill_open(&t->fill, &x->p, w->err);
}

/* ---- How many serve ---- */

/* How many of the first teams have enough places on every day; more than all if none have. */
static size_t least_teams(const struct assign_work *w, const struct teams *t)
{
	size_t n = 0;

	for (size_t d = 0; d < w->n_days; d++) {
		size_t places = 0, i = 0;

		for (; i < t->n && places < w->day[d].jobs; i++)
			places += team_free(w, t, &t->v[i], d);
		if (places < w->day[d].jobs)
			return SIZE_MAX;
		n = i > n ? i : n;
	}
	return n;
}

/* Teams for the whole plan: the first ones serve. */
static ssjc_rc serve_plan(const struct assign_work *w, struct teams *t)
{
	size_t low = w->p->plan->teams ? w->p->plan->teams : least_teams(w, t);
	ssjc_rc rc;

	if (low < t->least)
		low = t->least;
	if (low > t->most || w->p->possible)
		low = t->most;
	rc = open_match(w, t);
	if (rc)
		return rc;
	t->serving = match_fill_people(t->fill, low);
	return SSJC_OK;
}

/* With their days of the week spread if that can be, else without. */
static ssjc_rc serve_spread(const struct assign_work *w, struct teams *t)
{
	ssjc_rc rc = assign_duty_teams(w, t);

	if (rc)
		return rc;
	rc = serve_plan(w, t);
	if (rc || t->serving || !w->pool[0].spread)
		return rc;
	for (size_t dept = 0; dept < w->p->plan->n_depts; dept++)
		assign_duty_drop(w, &w->pool[dept]);
	return serve_plan(w, t);
}

/* Teams of a day are others where more people serve: each number is tried. */
static ssjc_rc serve_days(const struct assign_work *w, struct teams *t)
{
	size_t n = w->p->plan->teams > t->least ? w->p->plan->teams : t->least;
	ssjc_rc rc;

	if (n > t->most)
		n = t->most;
	for (n = n ? n : 1; n <= t->most; n++) {
		teams_form(w, t, n);
		if (n < t->most && least_teams(w, t) == SIZE_MAX)
			continue;
		rc = open_match(w, t);
		if (rc)
			return rc;
		if (match_fill_people(t->fill, t->n) > 0) {
			t->serving = n;
			break;
		}
	}
	return SSJC_OK;
}

/* ---- Their seats ---- */

static ssjc_rc place_member(
    struct assign_work *w, const struct assign_job *j, size_t dept, unsigned seat, struct person *m)
{
	struct seat s = {.object = j->object->id,
	    .date = w->day[j->day].date,
	    .team = j->team,
	    .dept = w->pool[dept].dept->key,
	    .seat = seat,
	    .duty = seat == 1 ? DUTY_LEAD : DUTY_ASSIST,
	    .cert = m->who->cert,
	    .inspector = m->who->name};

	m->load++;
	return assign_place(w, &s);
}

/* The first by ticket leads; where it needs skills, the first of the qualified. */
static ssjc_rc place_team(
    struct assign_work *w, const struct teams *t, const struct team *x, const struct assign_job *j)
{
	for (size_t dept = 0; dept < w->p->plan->n_depts; dept++) {
		struct person **m = x->member + t->first[dept];
		size_t n = w->pool[dept].dept->inspectors, lead = 0;
		unsigned seat = 1;
		ssjc_rc rc;

		while (lead + 1 < n && !m[lead]->qualified[j->category])
			lead++;
		rc = place_member(w, j, dept, seat, m[lead]);
		if (rc)
			return rc;
		for (size_t i = 0; i < n; i++) {
			rc = i == lead ? SSJC_OK : place_member(w, j, dept, ++seat, m[i]);
			if (rc)
				return rc;
		}
	}
	return SSJC_OK;
}

static ssjc_rc place_all(struct assign_work *w, const struct teams *t, const uint32_t *seat)
{
	for (size_t i = 0; i < w->n_jobs; i++) {
		ssjc_rc rc;

		w->job[i].team = t->v[seat[i]].number;
		rc = place_team(w, t, &t->v[seat[i]], &w->job[i]);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

/* ---- What came of it ---- */

/* Who of a department serves: in teams for the plan, who is in one of these. */
static void mark_serving(const struct assign_work *w, struct teams *t, size_t dept)
{
	const struct pool *pool = &w->pool[dept];
	size_t n = t->serving * pool->dept->inspectors;

	memset(t->used[dept], 0, pool->n * sizeof **t->used);
	for (size_t i = 0; w->p->plan->daily_teams && i < pool->able && i < n; i++)
		t->used[dept][i] = true;
	for (size_t i = 0; !w->p->plan->daily_teams && i < t->serving; i++)
		for (size_t k = 0; k < pool->dept->inspectors; k++)
			t->used[dept][t->v[i].member[t->first[dept] + k] - pool->v] = true;
}

static void count_loads(const struct assign_work *w, struct teams *t, size_t dept)
{
	const struct pool *pool = &w->pool[dept];
	struct assign_dept *stats = &w->out->dept[dept];

	stats->pool = pool->able;
	stats->unspread = pool->unspread;
	mark_serving(w, t, dept);
	for (size_t i = 0; i < pool->n; i++) {
		unsigned load = pool->v[i].load;

		if (!t->used[dept][i])
			continue;
		stats->low = stats->serving == 0 || load < stats->low ? load : stats->low;
		stats->high = load > stats->high ? load : stats->high;
		stats->serving++;
	}
}

/* What the plan prefers becomes levels of the costs. */
static ssjc_rc add_levels(const struct assign_work *w, struct teams *t)
{
	struct match_problem *p = &t->numbers->p;
	struct str *member = calloc(t->n * t->size + 1, sizeof *member);
	struct str *name = calloc(t->n + 1, sizeof *name);
	char(*text)[TEAM_TEXT] = calloc(t->n + 1, sizeof *text);
	ssjc_rc rc;

	if (!member || !name || !text) {
		rc = ssjc_fail_memory(w->err);
		goto out;
	}
	for (size_t i = 0; i < t->n; i++) {
		snprintf(text[i], TEAM_TEXT, "%u", t->v[i].number);
		name[i] = str_of(text[i]);
		for (size_t k = 0; k < t->size; k++)
			member[i * t->size + k] = t->v[i].member[k]->who->cert;
	}
	rc = assign_levels_open(&t->levels, w,
	    &(struct level_side){.n = w->p->plan->daily_teams ? t->n : t->serving,
	        .member = member,
	        .members = t->size,
	        .seats = 1,
	        .name = name,
	        .room = t->numbers->room,
	        .stage = "region",
	        .dept = STR("")},
	    w->err);
	if (rc)
		goto out;
	p->level = assign_level;
	p->levels = t->levels;
	p->highest = assign_levels_highest(t->levels);
out:
	free(member);
	free(name);
	free(text);
	return rc;
}

static void count_levels(const struct assign_work *w, const struct teams *t, const uint32_t *seat)
{
	for (size_t i = 0; t->levels && i < w->n_jobs; i++) {
		w->out->teams.again += assign_level_again(t->levels, i, seat[i]);
		w->out->teams.apart += assign_level_apart(t->levels, i, seat[i]);
	}
}

static ssjc_rc optimise(struct assign_work *w, struct teams *t)
{
	uint32_t *seat = calloc(w->n_jobs + 1, sizeof *seat);
	ssjc_rc rc = seat ? SSJC_OK : ssjc_fail_memory(w->err);

	if (rc)
		goto out;
	if (assign_levels_any(w)) {
		rc = add_levels(w, t);
		if (rc)
			goto out;
	}
	rc = match_solve(t->fill, seat, w->err);
	if (rc)
		goto out;
	count_levels(w, t, seat);
	rc = place_all(w, t, seat);
	if (rc)
		goto out;
	for (size_t dept = 0; dept < w->p->plan->n_depts; dept++)
		count_loads(w, t, dept);
	w->out->teams.asked = w->p->plan->teams;
	w->out->teams.serving = t->serving;
	w->out->teams.most = t->most;
out:
	free(seat);
	return rc;
}

ssjc_rc assign_teams_match(struct assign_work *w)
{
	struct teams *t = w->teams;
	ssjc_rc rc;

	for (size_t dept = 0; dept < w->p->plan->n_depts; dept++) {
		rc = assign_may(w, &w->pool[dept], w->err);
		if (rc)
			return rc;
	}
	rc = w->p->plan->daily_teams ? serve_days(w, t) : serve_spread(w, t);
	if (rc)
		return rc;
	if (!t->serving)
		return teams_blocked(w, t);
	return w->p->possible ? SSJC_OK : optimise(w, t);
}
