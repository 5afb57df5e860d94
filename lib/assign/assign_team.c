#include "assign_team.h"

#include <stdlib.h>
#include <string.h>

/* A seat that is kept, by slot, team, day and the object's ticket: the last is the last visit. */
struct team_held {
	size_t slot; /* where the others are those of another day; slots, if it is no day left */
	const struct placed *placed;
	unsigned char ticket[TICKET_SIZE]; /* stage date */
};

static bool daily(const struct assign_work *w)
{
	return w->p->plan->daily_teams;
}

/* ---- Seats that are kept ---- */

static int held_in_order(const void *a, const void *b)
{
	const struct team_held *x = a, *y = b;
	const struct seat *s = &x->placed->seat, *t = &y->placed->seat;
	int c;

	if (x->slot != y->slot)
		return x->slot < y->slot ? -1 : 1;
	if (s->team != t->team)
		return s->team < t->team ? -1 : 1;
	if (s->date != t->date)
		return s->date < t->date ? -1 : 1;
	c = memcmp(x->ticket, y->ticket, TICKET_SIZE);
	return c ? c : str_cmp(s->object, t->object);
}

static ssjc_rc find_held(struct assign_work *w, struct teams *t)
{
	struct ticket_key *key = NULL;
	ssjc_rc rc;

	t->held = assign_room(w, w->n_placed, sizeof *t->held);
	if (!t->held)
		return SSJC_SYSTEM;
	rc = assign_key(w, "date", STR(""), &key, w->err);
	if (rc)
		return rc;
	for (size_t i = 0; i < w->n_placed; i++) {
		struct team_held *h = &t->held[t->n_held];

		if (w->placed[i].seat.duty == DUTY_EXPERT)
			continue;
		h->placed = &w->placed[i];
		h->slot = daily(w) ? assign_day(w, h->placed->seat.date) : 0;
		if (h->slot == t->slots)
			continue;
		ticket_of(key, h->placed->seat.object, h->ticket);
		t->n_held++;
	}
	if (t->n_held > 1)
		qsort(t->held, t->n_held, sizeof *t->held, held_in_order);
	ticket_key_free(key);
	return SSJC_OK;
}

/* ---- Who can be in a new team ---- */

/* Somebody who is present on a day, with the ticket of that day. */
struct present {
	unsigned char ticket[TICKET_SIZE];
	uint32_t person;
};

static int present_by_ticket(const void *a, const void *b)
{
	const struct present *x = a, *y = b;
	int c = memcmp(x->ticket, y->ticket, TICKET_SIZE);

	return c ? c : (x->person > y->person) - (x->person < y->person);
}

/* Those of a department who are present on a day, in the order of that day's tickets. */
static ssjc_rc order_day(struct assign_work *w, struct teams *t, const struct ticket_key *key,
    size_t dept, size_t day, struct present *v)
{
	const struct pool *pool = &w->pool[dept];
	size_t n = 0;

	for (size_t i = 0; i < pool->able; i++) {
		ssjc_rc rc;

		if (pool->v[i].day[day] != MAY)
			continue;
		rc = assign_day_ticket(w, key, day, pool->v[i].who->cert, v[n].ticket, w->err);
		if (rc)
			return rc;
		v[n++].person = (uint32_t)i;
	}
	if (n > 1)
		qsort(v, n, sizeof *v, present_by_ticket);
	for (size_t i = 0; i < n; i++)
		t->free[dept][day * pool->able + i] = v[i].person;
	t->n_free[dept][day] = n;
	return SSJC_OK;
}

static ssjc_rc order_days(struct assign_work *w, struct teams *t, size_t dept)
{
	struct present *v = assign_room(w, w->pool[dept].able + 1, sizeof *v);
	struct ticket_key *key = NULL;
	ssjc_rc rc;

	if (!v)
		return SSJC_SYSTEM;
	rc = assign_key(w, "team/", w->pool[dept].dept->key, &key, w->err);
	if (rc)
		return rc;
	for (size_t d = 0; d < t->slots; d++) {
		rc = order_day(w, t, key, dept, d, v);
		if (rc)
			goto out;
	}
out:
	ticket_key_free(key);
	return rc;
}

static ssjc_rc find_free(struct assign_work *w, struct teams *t, size_t dept)
{
	const struct pool *pool = &w->pool[dept];

	t->free[dept] = assign_room(w, t->slots * pool->able, sizeof **t->free);
	t->n_free[dept] = assign_room(w, t->slots, sizeof **t->n_free);
	t->used[dept] = assign_room(w, pool->n, sizeof **t->used);
	if (!t->free[dept] || !t->n_free[dept] || !t->used[dept])
		return SSJC_SYSTEM;
	if (daily(w))
		return order_days(w, t, dept);
	for (size_t i = 0; i < pool->able; i++)
		t->free[dept][i] = (uint32_t)i;
	t->n_free[dept][0] = pool->able;
	return SSJC_OK;
}

/* ---- The teams ---- */

static struct team *add_team(const struct assign_work *w, struct teams *t, size_t slot)
{
	struct team *x = &t->v[t->n];

	*x = (struct team){
	    .day = daily(w) ? slot : TEAM_ALL_DAYS, .member = t->members + t->n * t->size};
	return x;
}

/* What counts already is what the one of them has who has most. */
static void count_load(const struct teams *t, struct team *x)
{
	for (size_t i = 0; i < t->size; i++) {
		const struct person *m = x->member[i];
		unsigned load = x->day == TEAM_ALL_DAYS ? m->load : m->busy[x->day];

		x->load = load > x->load ? load : x->load;
	}
}

static int member_by_ticket(const void *a, const void *b)
{
	const struct person *const *x = a, *const *y = b;

	return memcmp((*x)->ticket, (*y)->ticket, TICKET_SIZE);
}

static struct person *person_of(struct pool *pool, struct str cert)
{
	for (size_t i = 0; i < pool->n; i++)
		if (str_eq(pool->v[i].who->cert, cert))
			return &pool->v[i];
	return NULL;
}

/* Take who has the seats of a visit, unless one of them is not in the list, or in another team. */
static bool take_members(const struct assign_work *w, const struct teams *t, struct team *x,
    const struct team_held *visit, size_t n)
{
	size_t taken = 0;

	if (n != t->size)
		return false;
	for (size_t dept = 0; dept < w->p->plan->n_depts; dept++) {
		size_t k = 0, inspectors = w->pool[dept].dept->inspectors;
		struct person **to = x->member + t->first[dept];

		for (size_t i = 0; i < n; i++) {
			struct person *m;

			if (visit[i].placed->dept != dept)
				continue;
			m = person_of(&w->pool[dept], visit[i].placed->seat.cert);
			if (!m || t->used[dept][m - w->pool[dept].v] || k == inspectors)
				return false;
			to[k++] = m;
		}
		if (k < inspectors)
			return false;
		qsort(to, k, sizeof *to, member_by_ticket);
		taken += k;
	}
	return taken == n;
}

static void use_members(const struct assign_work *w, struct teams *t, const struct team *x)
{
	for (size_t dept = 0; dept < w->p->plan->n_depts; dept++)
		for (size_t i = 0; i < w->pool[dept].dept->inspectors; i++)
			t->used[dept][x->member[t->first[dept] + i] - w->pool[dept].v] = true;
}

/*
 * The teams of a slot that have objects go on with the members of their last visit; of
 * two with the same member, the one with the higher number. Gives the highest number.
 */
static unsigned keep_teams(const struct assign_work *w, struct teams *t, size_t slot)
{
	size_t end = 0, begin, visit;
	unsigned highest = 0;

	while (end < t->n_held && t->held[end].slot <= slot)
		end++;
	for (; end > 0 && t->held[end - 1].slot == slot; end = begin) {
		const struct seat *last = &t->held[end - 1].placed->seat;
		struct team *x = add_team(w, t, slot);

		for (begin = visit = end; begin > 0; begin--) {
			const struct team_held *h = &t->held[begin - 1];

			if (h->slot != slot || h->placed->seat.team != last->team)
				break;
			if (str_eq(h->placed->seat.object, last->object))
				visit = begin - 1;
		}
		highest = highest ? highest : last->team;
		if (w->p->fresh || !take_members(w, t, x, &t->held[visit], end - visit))
			continue;
		x->number = last->team;
		x->kept = true;
		use_members(w, t, x);
		count_load(t, x);
		t->n++;
	}
	return highest;
}

/* The next ones who are free, so many of each department; false if there are not as many. */
static bool next_members(const struct assign_work *w, const struct teams *t, struct team *x,
    size_t slot, size_t serving, size_t *next)
{
	for (size_t dept = 0; dept < w->p->plan->n_depts; dept++) {
		const struct pool *pool = &w->pool[dept];
		const uint32_t *v = t->free[dept] + slot * pool->able;
		size_t k = 0, inspectors = pool->dept->inspectors, limit = pool->able;

		if (daily(w) && serving * inspectors < limit)
			limit = serving * inspectors;
		for (; k < inspectors && next[dept] < t->n_free[dept][slot]; next[dept]++) {
			uint32_t i = v[next[dept]];

			if (i < limit && !t->used[dept][i])
				x->member[t->first[dept] + k++] = &pool->v[i];
		}
		if (k < inspectors)
			return false;
		qsort(x->member + t->first[dept], k, sizeof(struct person *), member_by_ticket);
	}
	return true;
}

static int team_in_order(const void *a, const void *b)
{
	const struct team *x = a, *y = b;

	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

void teams_form(const struct assign_work *w, struct teams *t, size_t serving)
{
	t->n = 0;
	for (size_t slot = 0; slot < t->slots; slot++) {
		unsigned number;
		struct team *x;

		for (size_t dept = 0; dept < w->p->plan->n_depts; dept++) {
			memset(t->used[dept], 0, w->pool[dept].n * sizeof **t->used);
			t->next[dept] = 0;
		}
		number = keep_teams(w, t, slot);
		while (x = add_team(w, t, slot), next_members(w, t, x, slot, serving, t->next)) {
			x->number = ++number;
			count_load(t, x);
			t->n++;
		}
	}
	if (t->n > 1)
		qsort(t->v, t->n, sizeof *t->v, team_in_order);
}

/* Room for as many as there can be: those that go on, and new ones. */
static ssjc_rc make_room(struct assign_work *w, struct teams *t)
{
	size_t least = SIZE_MAX, n;

	for (size_t dept = 0; dept < w->p->plan->n_depts; dept++) {
		const struct pool *pool = &w->pool[dept];
		size_t can = pool->able / pool->dept->inspectors;

		t->first[dept] = t->size;
		t->size += pool->dept->inspectors;
		least = can < least ? can : least;
	}
	/* One more, which then lacks somebody. */
	n = t->n_held + t->slots * least + 1;
	t->v = assign_room(w, n, sizeof *t->v);
	t->members = assign_room(w, n * t->size, sizeof(struct person *));
	return t->v && t->members ? SSJC_OK : SSJC_SYSTEM;
}

/* How many serve at least, and at most: teams, or so many of a department's people for each. */
static void find_bounds(const struct assign_work *w, struct teams *t)
{
	if (!daily(w)) {
		teams_form(w, t, 0);
		while (t->least < t->n && t->v[t->least].kept)
			t->least++;
		t->most = t->n;
		return;
	}
	for (size_t dept = 0; dept < w->p->plan->n_depts; dept++) {
		const struct pool *pool = &w->pool[dept];
		size_t k = pool->dept->inspectors;
		size_t least = (pool->serving + k - 1) / k, most = (pool->able + k - 1) / k;

		t->least = least > t->least ? least : t->least;
		t->most = most > t->most ? most : t->most;
	}
	teams_form(w, t, t->most);
}

ssjc_rc assign_teams_open(struct assign_work *w)
{
	struct teams *t = w->teams = assign_room(w, 1, sizeof *t);
	size_t n = w->p->plan->n_depts;
	ssjc_rc rc;

	if (!t)
		return SSJC_SYSTEM;
	t->slots = daily(w) ? w->n_days : 1;
	t->first = assign_room(w, n, sizeof *t->first);
	t->next = assign_room(w, n, sizeof *t->next);
	t->free = assign_room(w, n, sizeof *t->free);
	t->n_free = assign_room(w, n, sizeof *t->n_free);
	t->used = assign_room(w, n, sizeof *t->used);
	if (!t->first || !t->next || !t->free || !t->n_free || !t->used)
		return SSJC_SYSTEM;
	rc = find_held(w, t);
	if (rc)
		return rc;
	rc = make_room(w, t);
	if (rc)
		return rc;
	for (size_t dept = 0; dept < n; dept++) {
		rc = find_free(w, t, dept);
		if (rc)
			return rc;
	}
	find_bounds(w, t);
	return SSJC_OK;
}

/* ---- What they can do ---- */

size_t assign_teams_room(const struct assign_work *w, size_t day)
{
	size_t sum = 0;

	for (size_t i = 0; i < w->teams->n; i++)
		sum += team_free(w, w->teams, &w->teams->v[i], day);
	return sum;
}

size_t team_free(
    const struct assign_work *w, const struct teams *t, const struct team *x, size_t day)
{
	size_t least = SIZE_MAX;

	if (x->day != TEAM_ALL_DAYS && x->day != day)
		return 0;
	for (size_t i = 0; i < t->size; i++) {
		size_t more = assign_free(w, x->member[i], day);

		least = more < least ? more : least;
	}
	return least;
}

const struct person *team_kept_away(const struct assign_work *w, const struct teams *t,
    const struct team *x, const struct assign_job *j, enum why *why)
{
	for (size_t dept = 0; dept < w->p->plan->n_depts; dept++)
		for (size_t i = 0; i < w->pool[dept].dept->inspectors; i++) {
			const struct person *m = x->member[t->first[dept] + i];

			*why = assign_why(w, &w->pool[dept], m, j);
			if (*why != MAY)
				return m;
		}
	return NULL;
}

size_t team_unskilled(const struct assign_work *w, const struct teams *t, const struct team *x,
    const struct assign_job *j)
{
	size_t dept;

	for (dept = 0; dept < w->p->plan->n_depts; dept++) {
		bool skilled = false;

		for (size_t i = 0; i < w->pool[dept].dept->inspectors; i++)
			skilled |= x->member[t->first[dept] + i]->qualified[j->category];
		if (!skilled)
			break;
	}
	return dept;
}
