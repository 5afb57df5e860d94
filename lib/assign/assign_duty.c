/* How many serve, and on which days, so that nobody is out too often: spread and share. */
#include "assign_team.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The Monday of its week. */
static day_t monday(day_t date)
{
	return date - (date_weekday(date) + 6) % 7;
}

/* ---- Days that are taken ---- */

/* A day on which somebody, or a team, has a seat already. */
struct kept {
	struct str cert; /* "" of a team */
	unsigned team;   /* 0 of somebody */
	day_t date;
};

static int kept_of_whom(const struct kept *x, const struct kept *y)
{
	int c = str_cmp(x->cert, y->cert);

	return c ? c : (x->team > y->team) - (x->team < y->team);
}

static int kept_in_order(const void *a, const void *b)
{
	const struct kept *x = a, *y = b;
	int c = kept_of_whom(x, y);

	return c ? c : (x->date > y->date) - (x->date < y->date);
}

/* Who gets days, one after the other. */
struct giver {
	const struct assign_work *w;
	struct ticket_key *key;
	struct turn *turn; /* n_days */
	bool *here;        /* of each day: could he be out, and then: is it his? */
	struct kept *kept; /* each once, in order */
	size_t n_kept;
	struct ssjc_err *err;
};

/* Those of a department's people; or, where it is NULL, of teams. */
static ssjc_rc find_kept(struct giver *g, const struct plan_dept *dept)
{
	const struct assign_work *w = g->w;
	size_t all = 0;

	g->kept = calloc(w->n_placed + 1, sizeof *g->kept);
	if (!g->kept)
		return ssjc_fail_memory(g->err);
	for (size_t i = 0; i < w->n_placed; i++) {
		const struct seat *s = &w->placed[i].seat;

		if (!dept)
			g->kept[all++] = (struct kept){STR(""), s->team, s->date};
		else if (str_eq(s->dept, dept->key))
			g->kept[all++] = (struct kept){s->cert, 0, s->date};
	}
	if (all > 1)
		qsort(g->kept, all, sizeof *g->kept, kept_in_order);
	for (size_t i = 0; i < all; i++)
		if (g->n_kept == 0 || kept_in_order(&g->kept[g->n_kept - 1], &g->kept[i]) != 0)
			g->kept[g->n_kept++] = g->kept[i];
	return SSJC_OK;
}

/* The first of those that are his, and how many are. */
static size_t kept_of(const struct giver *g, const struct kept *his, const struct kept **first)
{
	size_t low = 0, high = g->n_kept, end;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (kept_of_whom(&g->kept[middle], his) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (end = low; end < g->n_kept && kept_of_whom(&g->kept[end], his) == 0;)
		end++;
	*first = g->kept + low;
	return end - low;
}

/* ---- Days that are given ---- */

/* A day on which somebody could be out. */
struct turn {
	unsigned char ticket[TICKET_SIZE];
	size_t day;
};

static int turn_by_ticket(const void *a, const void *b)
{
	const struct turn *x = a, *y = b;
	int c = memcmp(x->ticket, y->ticket, TICKET_SIZE);

	return c ? c : (x->day > y->day) - (x->day < y->day);
}

/* The days from first to end are those of a week, of which he has some already. */
static ssjc_rc give_week(
    const struct giver *g, struct str name, size_t first, size_t end, size_t has)
{
	size_t most = g->w->p->plan->prefer.days_a_week, n = 0;

	for (size_t d = first; d < end; d++) {
		ssjc_rc rc;

		if (!g->here[d])
			continue;
		rc = assign_day_ticket(g->w, g->key, d, name, g->turn[n].ticket, g->err);
		if (rc)
			return rc;
		g->turn[n++].day = d;
	}
	if (n > 1)
		qsort(g->turn, n, sizeof *g->turn, turn_by_ticket);
	for (size_t i = has < most ? most - has : 0; i < n; i++)
		g->here[g->turn[i].day] = false;
	return SSJC_OK;
}

/* Of the days on which he could be out, and has no seat yet, leave those that are his. */
static ssjc_rc give_days(const struct giver *g, struct str name, const struct kept *his)
{
	const struct assign_work *w = g->w;
	const struct kept *kept;
	size_t n = kept_of(g, his, &kept);

	for (size_t first = 0, end; first < w->n_days; first = end) {
		day_t week = monday(w->day[first].date);
		size_t has = 0;
		ssjc_rc rc;

		for (end = first; end < w->n_days && monday(w->day[end].date) == week;)
			end++;
		for (size_t i = 0; i < n; i++)
			has += monday(kept[i].date) == week;
		rc = give_week(g, name, first, end, has);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

/* ---- People and teams ---- */

static ssjc_rc give_person(const struct giver *g, struct person *x)
{
	size_t n = g->w->n_days;
	ssjc_rc rc;

	for (size_t d = 0; d < n; d++)
		g->here[d] = x->day[d] == MAY && x->busy[d] == 0;
	rc = give_days(g, x->who->cert, &(struct kept){.cert = x->who->cert});
	if (rc)
		return rc;
	for (size_t d = 0; d < n; d++)
		if (x->day[d] == MAY && x->busy[d] == 0 && !g->here[d])
			x->day[d] = OFF_DUTY;
	return SSJC_OK;
}

/* Is a team there that day, and does it have nothing to do yet? */
static bool is_free(const struct giver *g, const struct teams *t, const struct team *x, size_t day)
{
	const struct kept at = {STR(""), x->number, g->w->day[day].date};

	for (size_t i = 0; i < t->size; i++)
		if (x->member[i]->day[day] != MAY)
			return false;
	return g->n_kept == 0 || !bsearch(&at, g->kept, g->n_kept, sizeof at, kept_in_order);
}

static ssjc_rc give_team(const struct giver *g, const struct teams *t, const struct team *x)
{
	char name[TEAM_TEXT];
	ssjc_rc rc;

	snprintf(name, sizeof name, "%u", x->number);
	for (size_t d = 0; d < g->w->n_days; d++)
		g->here[d] = is_free(g, t, x, d);
	rc = give_days(g, str_of(name), &(struct kept){.cert = STR(""), .team = x->number});
	if (rc)
		return rc;
	for (size_t d = 0; d < g->w->n_days; d++)
		for (size_t i = 0; is_free(g, t, x, d) && !g->here[d] && i < t->size; i++)
			x->member[i]->day[d] = OFF_DUTY;
	return SSJC_OK;
}

/* ---- All of it ---- */

static ssjc_rc open_giver(struct giver *g, const struct plan_dept *dept)
{
	ssjc_rc rc = find_kept(g, dept);

	if (rc)
		return rc;
	g->turn = calloc(g->w->n_days + 1, sizeof *g->turn);
	g->here = calloc(g->w->n_days + 1, sizeof *g->here);
	if (!g->turn || !g->here)
		return ssjc_fail_memory(g->err);
	return assign_key(
	    g->w, dept ? "duty/" : "duty", dept ? dept->key : STR(""), &g->key, g->err);
}

static void close_giver(struct giver *g)
{
	free(g->kept);
	free(g->turn);
	free(g->here);
	ticket_key_free(g->key);
}

ssjc_rc assign_duty(const struct assign_work *w, struct pool *pool, struct ssjc_err *err)
{
	struct giver g = {.w = w, .err = err};
	ssjc_rc rc;

	if (!w->p->plan->prefer.spread || pool->dept->draw)
		return SSJC_OK;
	rc = open_giver(&g, pool->dept);
	if (rc)
		goto out;
	for (size_t i = 0; i < pool->able; i++) {
		rc = give_person(&g, &pool->v[i]);
		if (rc)
			goto out;
	}
	pool->spread = true;
out:
	close_giver(&g);
	return rc;
}

ssjc_rc assign_duty_teams(const struct assign_work *w, struct teams *t)
{
	struct giver g = {.w = w, .err = w->err};
	ssjc_rc rc;

	if (!w->p->plan->prefer.spread || w->p->plan->teams)
		return SSJC_OK;
	rc = open_giver(&g, NULL);
	if (rc)
		goto out;
	for (size_t i = 0; i < t->n; i++) {
		rc = give_team(&g, t, &t->v[i]);
		if (rc)
			goto out;
	}
	for (size_t dept = 0; dept < w->p->plan->n_depts; dept++)
		w->pool[dept].spread = true;
out:
	close_giver(&g);
	return rc;
}

void assign_duty_drop(const struct assign_work *w, struct pool *pool)
{
	for (size_t i = 0; i < pool->n; i++)
		for (size_t d = 0; d < w->n_days; d++)
			if (pool->v[i].day[d] == OFF_DUTY)
				pool->v[i].day[d] = MAY;
	pool->spread = false;
	pool->unspread = true;
}

size_t assign_duty_share(const struct pool *pool)
{
	return pool->dept->share.p ? (size_t)ratio_ceil(pool->able, pool->dept->share) : 0;
}
