#include "assign_team_change.h"

#include "ssjc/base/language.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- One person takes all seats that another had in a team ---- */

static bool is_daily(const struct bench *b)
{
	return b->s->plan->daily_teams;
}

/* "3", or "2023-06-14/3" where teams are formed each day. */
static struct str name_team(
    const struct bench *b, day_t date, unsigned number, char text[TEAM_TEXT])
{
	char day[DATE_SIZE] = "";

	if (is_daily(b))
		date_format(date, day);
	snprintf(text, TEAM_TEXT, "%s%s%u", day, *day ? "/" : "", number);
	return str_of(text);
}

/* Has somebody a seat on the day of one of these, in another team? */
static bool is_elsewhere(const struct bench *b, struct str cert, const struct seat *seat, size_t n)
{
	for (size_t i = 0; (i = bench_next(b, cert, i));) {
		const struct seat *x = &b->taken[i - 1];

		if (!str_eq(x->cert, cert) || x->team == seat->team)
			continue;
		for (size_t k = 0; k < n; k++)
			if (seat[k].date == x->date)
				return true;
	}
	return false;
}

/* May they take all of them, one after the other? */
static ssjc_rc may_take_all(
    struct bench *b, const struct inspector *in, const struct seat *seat, size_t n, bool *may)
{
	size_t before = b->n_taken;
	ssjc_rc rc = SSJC_OK;

	*may = true;
	for (size_t i = 0; i < n && *may; i++) {
		struct seat own = seat[i];
		enum why why;

		rc = bench_why(b, in, &own, &why);
		if (rc)
			break;
		*may = why == MAY;
		own.cert = in->cert;
		bench_take(b, &own);
	}
	bench_give_back(b, before);
	return rc;
}

/* The first by ticket of those who may; elsewhere: also of those who are in another team then. */
static ssjc_rc find_one(struct bench *b, const struct seat *seat, size_t n, bool elsewhere,
    const struct inspector **out)
{
	size_t dept = assign_dept_at(b->s->plan, seat->dept);
	unsigned char best[COST_SIZE], cost[COST_SIZE];
	char text[TEAM_TEXT];
	struct str team = name_team(b, seat->date, seat->team, text);

	*out = NULL;
	for (size_t i = 0; i < b->people.n; i++) {
		const struct inspector *in = &b->people.v[i];
		bool may;
		ssjc_rc rc;

		if (b->dept[i] != dept || (!elsewhere && is_elsewhere(b, in->cert, seat, n)))
			continue;
		ticket_cost(b->key[dept], team, in->cert, cost);
		if (*out && memcmp(cost, best, COST_SIZE) >= 0)
			continue;
		rc = may_take_all(b, in, seat, n, &may);
		if (rc)
			return rc;
		if (!may)
			continue;
		*out = in;
		memcpy(best, cost, COST_SIZE);
	}
	return SSJC_OK;
}

ssjc_rc bench_fill_team(struct bench *b, struct seat *seat, size_t n, bool *filled)
{
	const struct inspector *one;
	ssjc_rc rc = find_one(b, seat, n, false, &one);

	if (!rc && !one)
		rc = find_one(b, seat, n, true, &one);
	if (rc)
		return rc;
	*filled = one != NULL;
	for (size_t i = 0; one && i < n; i++) {
		seat[i].cert = one->cert;
		seat[i].inspector = one->name;
		bench_take(b, &seat[i]);
	}
	return SSJC_OK;
}

bool seat_same_team(const struct plan *plan, const struct seat *a, const struct seat *b)
{
	return a->team == b->team && str_eq(a->cert, b->cert) && str_eq(a->dept, b->dept) &&
	    a->duty != DUTY_EXPERT && b->duty != DUTY_EXPERT &&
	    (!plan->daily_teams || a->date == b->date);
}

/* ---- A team of another day ---- */

/* Somebody who may be in a team, with the tickets that put them in order. */
struct mate {
	const struct inspector *who;
	unsigned char ticket[TICKET_SIZE]; /* of the day, then stage inspector/DEPT */
};

/* The keys of the stages that forming a team takes. */
struct day_keys {
	struct ticket_key *team, **day, **inspector; /* the latter two by department */
};

/* A team that may go there: its members, department after department. */
struct day_team {
	struct mate *member;
	size_t *n; /* by department */
	unsigned number;
	size_t objects;
};

struct day_search {
	struct bench *b;
	struct day_keys key;
	const struct seat *seat; /* those to be filled, in the order of departments and seats */
	size_t n;
	day_t day;
	size_t *need; /* by department: so many seats */
	struct arena arena;
};

static int mate_by_ticket(const void *a, const void *b)
{
	const struct mate *x = a, *y = b;

	return memcmp(x->ticket, y->ticket, TICKET_SIZE);
}

static ssjc_rc open_key(
    const struct day_search *s, const char *stage, struct str dept, struct ticket_key **out)
{
	struct buf name = {0};
	char master[TICKET_HEX];
	ssjc_rc rc = ticket_master(s->b->s->state->draw.seed, master, s->b->err);

	if (rc)
		return rc;
	buf_z(&name, stage);
	buf_str(&name, dept);
	rc = name.failed ? ssjc_fail_memory(s->b->err)
	                 : ticket_key_open(out, master, buf_text(&name), s->b->err);
	buf_free(&name);
	return rc;
}

static ssjc_rc open_keys(struct day_search *s)
{
	const struct plan *plan = s->b->s->plan;
	ssjc_rc rc = open_key(s, "team", STR(""), &s->key.team);

	if (rc)
		return rc;
	s->key.day = arena_array(&s->arena, plan->n_depts, sizeof *s->key.day);
	s->key.inspector = arena_array(&s->arena, plan->n_depts, sizeof *s->key.inspector);
	s->need = arena_array(&s->arena, plan->n_depts, sizeof *s->need);
	if (!s->key.day || !s->key.inspector || !s->need)
		return ssjc_fail_memory(s->b->err);
	for (size_t i = 0; i < plan->n_depts; i++) {
		rc = open_key(s, "team/", plan->dept[i].key, &s->key.day[i]);
		if (rc)
			return rc;
		rc = open_key(s, "inspector/", plan->dept[i].key, &s->key.inspector[i]);
		if (rc)
			return rc;
	}
	for (size_t i = 0; i < s->n; i++)
		s->need[assign_dept_at(plan, s->seat[i].dept)]++;
	return SSJC_OK;
}

static void close_keys(struct day_search *s)
{
	for (size_t i = 0; s->key.day && i < s->b->s->plan->n_depts; i++)
		ticket_key_free(s->key.day[i]);
	for (size_t i = 0; s->key.inspector && i < s->b->s->plan->n_depts; i++)
		ticket_key_free(s->key.inspector[i]);
	ticket_key_free(s->key.team);
	arena_free(&s->arena);
}

static struct day_team *new_team(struct day_search *s)
{
	struct day_team *t = arena_array(&s->arena, 1, sizeof *t);

	if (!t)
		return NULL;
	t->member = arena_array(&s->arena, s->n + 1, sizeof *t->member);
	t->n = arena_array(&s->arena, s->b->s->plan->n_depts, sizeof *t->n);
	return t->member && t->n ? t : NULL;
}

/* The members of a department in the order of their tickets. */
static struct mate *sort_members(const struct day_search *s, struct mate *m, size_t dept, size_t n)
{
	for (size_t i = 0; i < n; i++)
		ticket_of(s->key.inspector[dept], m[i].who->cert, m[i].ticket);
	if (n > 1)
		qsort(m, n, sizeof *m, mate_by_ticket);
	return m;
}

/* May each of them go there, and has one of each department the skills that it needs? */
static ssjc_rc may_go(const struct day_search *s, const struct day_team *t, bool *may)
{
	const struct plan *plan = s->b->s->plan;
	const struct mate *m = t->member;
	size_t at = 0;

	*may = true;
	for (size_t dept = 0; dept < plan->n_depts; m += t->n[dept], dept++) {
		bool leads = false;

		for (size_t i = 0; i < s->need[dept]; i++) {
			struct seat seat = s->seat[at];
			enum why why;
			ssjc_rc rc;

			seat.date = s->day;
			seat.dept = plan->dept[dept].key;
			seat.seat = 1;
			rc = bench_why(s->b, m[i].who, &seat, &why);
			if (rc)
				return rc;
			leads |= why == MAY;
			*may &= why == MAY || why == UNSKILLED;
		}
		*may &= leads || s->need[dept] == 0;
	}
	return SSJC_OK;
}

static const struct inspector *inspector_of(const struct bench *b, size_t dept, struct str cert)
{
	for (size_t i = 0; i < b->people.n; i++)
		if (b->dept[i] == dept && str_eq(b->people.v[i].cert, cert))
			return &b->people.v[i];
	return NULL;
}

/* Who has the seats of that visit; false if these are not so many of each department. */
static bool take_members(const struct day_search *s, struct day_team *t, struct str object)
{
	const struct plan *plan = s->b->s->plan;
	struct mate *m = t->member;

	for (size_t dept = 0; dept < plan->n_depts; dept++) {
		size_t n = 0;

		for (size_t i = 0; i < s->b->n_taken; i++) {
			const struct seat *x = &s->b->taken[i];

			if (x->date != s->day || x->duty == DUTY_EXPERT ||
			    !str_eq(x->object, object) || !str_eq(x->dept, plan->dept[dept].key))
				continue;
			if (n == s->need[dept])
				return false;
			m[n].who = inspector_of(s->b, dept, x->cert);
			if (!m[n++].who)
				return false;
		}
		if (n < s->need[dept])
			return false;
		t->n[dept] = n;
		m = sort_members(s, m, dept, n) + n;
	}
	return true;
}

/* The team of that number on the day: who it is, by its last visit, and what it has. */
static bool team_out(const struct day_search *s, struct day_team *t, unsigned number)
{
	unsigned char last[TICKET_SIZE], ticket[TICKET_SIZE];
	struct str object = STR(""), before = STR("");

	t->number = number;
	t->objects = 0;
	for (size_t i = 0; i < s->b->n_taken; i++) {
		const struct seat *x = &s->b->taken[i];

		if (x->date != s->day || x->team != number || x->duty == DUTY_EXPERT ||
		    str_eq(x->object, before))
			continue;
		before = x->object;
		t->objects++;
		ticket_of(s->b->date, x->object, ticket);
		if (object.n && memcmp(ticket, last, TICKET_SIZE) < 0)
			continue;
		object = x->object;
		memcpy(last, ticket, TICKET_SIZE);
	}
	return object.n && take_members(s, t, object);
}

/* The highest number of a team that is out on the day. */
static unsigned highest_out(const struct day_search *s)
{
	unsigned highest = 0;

	for (size_t i = 0; i < s->b->n_taken; i++)
		if (s->b->taken[i].date == s->day && s->b->taken[i].team > highest)
			highest = s->b->taken[i].team;
	return highest;
}

/* Of the teams that are out and may, the one with the fewest objects, then the least cost. */
static ssjc_rc find_out(struct day_search *s, unsigned highest, struct day_team **out)
{
	unsigned char best[COST_SIZE], cost[COST_SIZE];

	*out = NULL;
	for (unsigned number = 1; number <= highest; number++) {
		struct day_team *t = new_team(s);
		char text[TEAM_TEXT];
		bool may;
		ssjc_rc rc;

		if (!t)
			return ssjc_fail_memory(s->b->err);
		if (!team_out(s, t, number))
			continue;
		rc = may_go(s, t, &may);
		if (rc)
			return rc;
		ticket_cost(
		    s->key.team, s->seat->object, name_team(s->b, s->day, number, text), cost);
		if (!may || (*out && t->objects > (*out)->objects) ||
		    (*out && t->objects == (*out)->objects && memcmp(cost, best, COST_SIZE) >= 0))
			continue;
		*out = t;
		memcpy(best, cost, COST_SIZE);
	}
	return SSJC_OK;
}

/* ---- One more team ---- */

static bool has_seat(const struct day_search *s, struct str cert)
{
	for (size_t i = 0; i < s->b->n_taken; i++)
		if (s->b->taken[i].date == s->day && str_eq(s->b->taken[i].cert, cert))
			return true;
	return false;
}

/* Those of a department who are present and have no seat that day, by the tickets of the day. */
static ssjc_rc find_mates(struct day_search *s, size_t dept, struct mate **out, size_t *n)
{
	const struct bench *b = s->b;
	char date[DATE_SIZE];

	*n = 0;
	*out = arena_array(&s->arena, b->people.n + 1, sizeof **out);
	if (!*out)
		return ssjc_fail_memory(b->err);
	date_format(s->day, date);
	for (size_t i = 0; i < b->people.n; i++) {
		const struct inspector *in = &b->people.v[i];
		struct buf id = {0};

		if (b->dept[i] != dept || bench_why_then(in, s->day) != MAY ||
		    has_seat(s, in->cert))
			continue;
		buf_printf(&id, "%s/%.*s", date, STR_ARG(in->cert));
		if (id.failed)
			return ssjc_fail_memory(b->err);
		(*out)[*n].who = in;
		ticket_of(s->key.day[dept], buf_text(&id), (*out)[*n].ticket);
		++*n;
		buf_free(&id);
	}
	if (*n > 1)
		qsort(*out, *n, sizeof **out, mate_by_ticket);
	return SSJC_OK;
}

/* The first further team that could be formed that day and may go there. */
static ssjc_rc find_new(struct day_search *s, unsigned highest, struct day_team **out)
{
	size_t depts = s->b->s->plan->n_depts;
	struct mate **v = arena_array(&s->arena, depts, sizeof *v);
	size_t *n = arena_array(&s->arena, depts, sizeof *n);
	struct day_team *t = new_team(s);

	*out = NULL;
	if (!v || !n || !t)
		return ssjc_fail_memory(s->b->err);
	for (size_t dept = 0; dept < depts; dept++) {
		ssjc_rc rc = find_mates(s, dept, &v[dept], &n[dept]);

		if (rc)
			return rc;
	}
	for (size_t team = 0;; team++) {
		struct mate *m = t->member;
		bool may;
		ssjc_rc rc;

		for (size_t dept = 0; dept < depts; dept++) {
			size_t k = s->need[dept];

			if ((team + 1) * k > n[dept])
				return SSJC_OK;
			if (k)
				memcpy(m, v[dept] + team * k, k * sizeof *m);
			t->n[dept] = k;
			m = sort_members(s, m, dept, k) + k;
		}
		rc = may_go(s, t, &may);
		if (rc)
			return rc;
		if (!may)
			continue;
		t->number = highest + (unsigned)team + 1;
		*out = t;
		return SSJC_OK;
	}
}

/* ---- Its seats ---- */

/* Of the members of a department the first leads who has the skills; then come the others. */
static ssjc_rc seat_dept(struct day_search *s, const struct day_team *t, size_t dept,
    const struct mate *m, struct seat *seat)
{
	size_t lead = 0;

	for (size_t i = 0; i < t->n[dept]; i++) {
		struct seat first = seat[0];
		enum why why;
		ssjc_rc rc;

		first.date = s->day;
		first.seat = 1;
		rc = bench_why(s->b, m[i].who, &first, &why);
		if (rc)
			return rc;
		if (why != MAY)
			continue;
		lead = i;
		break;
	}
	for (size_t i = 0; i < t->n[dept]; i++) {
		const struct inspector *in = i == 0 ? m[lead].who : m[i <= lead ? i - 1 : i].who;

		seat[i].date = s->day;
		seat[i].team = t->number;
		seat[i].cert = in->cert;
		seat[i].inspector = in->name;
	}
	return SSJC_OK;
}

static ssjc_rc take_seats(struct day_search *s, const struct day_team *t, struct seat *seat)
{
	const struct mate *m = t->member;
	size_t at = 0;

	for (size_t dept = 0; dept < s->b->s->plan->n_depts; dept++) {
		ssjc_rc rc = seat_dept(s, t, dept, m, seat + at);

		if (rc)
			return rc;
		for (size_t i = 0; i < t->n[dept]; i++)
			bench_take(s->b, &seat[at + i]);
		at += t->n[dept];
		m += t->n[dept];
	}
	return SSJC_OK;
}

ssjc_rc bench_visit(
    struct bench *b, const struct seat *seat, size_t n, day_t day, bool *fits, struct buf *why)
{
	struct day_search s = {.b = b, .day = day};
	struct day_team *t = NULL;
	struct seat *own = arena_array(&s.arena, n + 1, sizeof *own);
	unsigned highest;
	ssjc_rc rc;

	*fits = false;
	if (!own)
		return ssjc_fail_memory(b->err);
	for (size_t i = 0; i < n; i++)
		if (seat[i].duty != DUTY_EXPERT)
			own[s.n++] = seat[i];
	s.seat = own;
	rc = open_keys(&s);
	if (rc)
		goto out;
	highest = highest_out(&s);
	rc = find_out(&s, highest, &t);
	if (rc)
		goto out;
	if (!t) {
		rc = find_new(&s, highest, &t);
		if (rc)
			goto out;
	}
	*fits = t != NULL;
	if (t)
		rc = take_seats(&s, t, own);
	else
		buf_z(why, W_("no team of that day can go there"));
out:
	close_keys(&s);
	return rc;
}
