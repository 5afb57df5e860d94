/* How many serve, and on which days, so that nobody is out too often: spread and share. */
#include "assign_work.h"

#include <stdlib.h>
#include <string.h>

/* The Monday of its week. */
static day_t monday(day_t date)
{
	return date - (date_weekday(date) + 6) % 7;
}

/* ---- Days that are taken ---- */

/* A day on which somebody has a seat already. */
struct kept {
	struct str cert;
	day_t date;
};

static int kept_in_order(const void *a, const void *b)
{
	const struct kept *x = a, *y = b;
	int c = str_cmp(x->cert, y->cert);

	return c ? c : (x->date > y->date) - (x->date < y->date);
}

/* Those of the department, each day once, by certificate and date. */
static ssjc_rc find_kept(const struct assign_work *w, const struct pool *pool, struct kept **out,
    size_t *n, struct ssjc_err *err)
{
	struct kept *v = calloc(w->n_placed + 1, sizeof *v);
	size_t all = 0;

	*out = v;
	*n = 0;
	if (!v)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < w->n_placed; i++)
		if (str_eq(w->placed[i].seat.dept, pool->dept->key))
			v[all++] = (struct kept){w->placed[i].seat.cert, w->placed[i].seat.date};
	if (all > 1)
		qsort(v, all, sizeof *v, kept_in_order);
	for (size_t i = 0; i < all; i++)
		if (*n == 0 || kept_in_order(&v[*n - 1], &v[i]) != 0)
			v[(*n)++] = v[i];
	return SSJC_OK;
}

/* How many days of the week he has, of all those with his certificate. */
static size_t taken(const struct kept *v, size_t n, day_t week)
{
	size_t days = 0;

	for (size_t i = 0; i < n; i++)
		days += monday(v[i].date) == week;
	return days;
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

struct giver {
	const struct assign_work *w;
	struct ticket_key *key;
	struct turn *turn; /* n_days */
	struct ssjc_err *err;
};

/* The days from first to end are those of a week. */
static ssjc_rc give_week(const struct giver *g, struct person *x, const struct kept *kept,
    size_t n_kept, size_t first, size_t end)
{
	const struct assign_work *w = g->w;
	struct turn *v = g->turn;
	size_t most = w->p->plan->prefer.days_a_week, n = 0;
	size_t has = taken(kept, n_kept, monday(w->day[first].date));

	for (size_t d = first; d < end; d++) {
		ssjc_rc rc;

		if (x->day[d] != MAY || x->busy[d] > 0)
			continue;
		rc = assign_day_ticket(w, g->key, d, x->who->cert, v[n].ticket, g->err);
		if (rc)
			return rc;
		v[n++].day = d;
	}
	if (n > 1)
		qsort(v, n, sizeof *v, turn_by_ticket);
	for (size_t i = has < most ? most - has : 0; i < n; i++)
		x->day[v[i].day] = OFF_DUTY;
	return SSJC_OK;
}

static ssjc_rc give_days(
    const struct giver *g, struct person *x, const struct kept *kept, size_t n_kept)
{
	const struct assign_work *w = g->w;

	for (size_t first = 0, end; first < w->n_days; first = end) {
		ssjc_rc rc;

		for (end = first;
		     end < w->n_days && monday(w->day[end].date) == monday(w->day[first].date);)
			end++;
		rc = give_week(g, x, kept, n_kept, first, end);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

/* ---- All of it ---- */

/* The first of v that is his, and how many are. */
static size_t kept_of(const struct kept *v, size_t n, struct str cert, size_t *first)
{
	size_t low = 0, high = n, end;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (str_cmp(v[middle].cert, cert) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (end = low; end < n && str_eq(v[end].cert, cert);)
		end++;
	*first = low;
	return end - low;
}

ssjc_rc assign_duty(const struct assign_work *w, struct pool *pool, struct ssjc_err *err)
{
	struct giver g = {.w = w, .err = err};
	struct kept *kept = NULL;
	size_t n;
	ssjc_rc rc;

	if (!w->p->plan->prefer.spread || pool->dept->draw)
		return SSJC_OK;
	rc = find_kept(w, pool, &kept, &n, err);
	if (rc)
		goto out;
	rc = assign_key(w, "duty/", pool->dept->key, &g.key, err);
	if (rc)
		goto out;
	g.turn = calloc(w->n_days + 1, sizeof *g.turn);
	if (!g.turn) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	for (size_t i = 0; i < pool->able; i++) {
		size_t first, his = kept_of(kept, n, pool->v[i].who->cert, &first);

		rc = give_days(&g, &pool->v[i], kept + first, his);
		if (rc)
			goto out;
	}
	pool->spread = true;
out:
	free(kept);
	free(g.turn);
	ticket_key_free(g.key);
	return rc;
}

void assign_duty_drop(const struct assign_work *w, struct pool *pool)
{
	for (size_t i = 0; i < pool->able; i++)
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
