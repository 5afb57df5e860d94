#include "assign_expert.h"

#include "recusal.h"

#include <stdlib.h>
#include <string.h>

struct expert {
	const struct inspector *who;
	const struct plan_dept *dept;
	struct str *recused; /* recusal_key of each piece */
	size_t n_recused;
	day_t *day; /* of his seats */
	size_t load, cap;
};

struct expert_need {
	const struct plan_dept *dept;
	struct str category;
	struct str *skill, *missing; /* room for as many in missing */
	size_t n;
};

/* ---- Who there is ---- */

static int by_cert(const void *a, const void *b)
{
	return str_cmp((*(const struct inspector *const *)a)->cert,
	    (*(const struct inspector *const *)b)->cert);
}

static const struct inspector *find_person(const struct experts *x, struct str cert)
{
	const struct inspector key = {.cert = cert}, *it = &key, **at;

	if (x->people == 0)
		return NULL;
	at = bsearch(&it, x->by_cert, x->people, sizeof *x->by_cert, by_cert);
	return at ? *at : NULL;
}

static ssjc_rc read_recused(struct experts *x, struct expert *e)
{
	struct str list = e->who->recuse, piece;
	size_t n = 1;

	for (size_t i = 0; i < list.n; i++)
		n += list.p[i] == ';';
	e->recused = arena_array(&x->arena, n, sizeof *e->recused);
	if (!e->recused)
		return ssjc_fail_memory(x->err);
	while (str_split(&list, ';', &piece)) {
		struct str *key = &e->recused[e->n_recused];
		ssjc_rc rc = recusal_key(piece, &x->arena, key, x->err);

		if (rc)
			return rc;
		e->n_recused += key->n > 0;
	}
	return SSJC_OK;
}

static ssjc_rc open_keys(struct experts *x, const char *master)
{
	const struct plan *plan = x->plan;
	struct buf stage = {0};
	ssjc_rc rc = SSJC_OK;

	x->key = arena_array(&x->arena, plan->n_depts, sizeof *x->key);
	if (!x->key)
		return ssjc_fail_memory(x->err);
	for (size_t i = 0; i < plan->n_depts; i++) {
		buf_clear(&stage);
		buf_printf(&stage, "expert/%.*s", STR_ARG(plan->dept[i].key));
		rc = stage.failed ? ssjc_fail_memory(x->err)
		                  : ticket_key_open(&x->key[i], master, buf_text(&stage), x->err);
		if (rc)
			goto out;
	}
out:
	buf_free(&stage);
	return rc;
}

ssjc_rc experts_open(struct experts *x, const struct plan *plan, const struct items *items,
    const struct inspectors *people, const char *master, struct ssjc_err *err)
{
	x->plan = plan;
	x->items = items;
	x->err = err;
	x->by_cert = arena_array(&x->arena, people->n + 1, sizeof *x->by_cert);
	x->v = arena_array(&x->arena, people->n + 1, sizeof *x->v);
	if (!x->by_cert || !x->v)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < people->n; i++) {
		const struct inspector *who = &people->v[i];
		ssjc_rc rc;

		x->by_cert[x->people++] = who;
		if (!who->expert || !who->active)
			continue;
		x->v[x->n] = (struct expert){.who = who, .dept = plan_dept_of(plan, who->dept)};
		rc = read_recused(x, &x->v[x->n++]);
		if (rc)
			return rc;
	}
	qsort(x->by_cert, x->people, sizeof *x->by_cert, by_cert);
	return master ? open_keys(x, master) : SSJC_OK;
}

void experts_close(struct experts *x)
{
	for (size_t i = 0; x->key && i < x->plan->n_depts; i++)
		ticket_key_free(x->key[i]);
	for (size_t i = 0; i < x->n; i++)
		free(x->v[i].day);
	free(x->need);
	free(x->found);
	arena_free(&x->arena);
}

static ssjc_rc take(struct experts *x, struct expert *e, day_t day)
{
	if (!array_grow(&e->day, &e->cap, e->load, sizeof *e->day))
		return ssjc_fail_memory(x->err);
	e->day[e->load++] = day;
	return SSJC_OK;
}

static struct expert *find_expert(const struct experts *x, struct str cert)
{
	for (size_t i = 0; i < x->n; i++)
		if (str_eq(x->v[i].who->cert, cert))
			return &x->v[i];
	return NULL;
}

ssjc_rc experts_take(struct experts *x, const struct seat *seat)
{
	const struct inspector *who = find_person(x, seat->cert);
	struct expert *e = who && who->expert ? find_expert(x, seat->cert) : NULL;

	return e && str_eq(e->dept->key, seat->dept) ? take(x, e, seat->date) : SSJC_OK;
}

/* ---- Which skills ---- */

static int by_text(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static void add_skills(struct expert_need *d, struct str list)
{
	struct str piece;

	while (str_split(&list, ';', &piece)) {
		piece = str_trim(piece);
		if (piece.n)
			d->skill[d->n++] = piece;
	}
}

static ssjc_rc read_need(struct experts *x, struct expert_need *d)
{
	const struct items *it = x->items;
	size_t room = 1, kept = 0;

	for (size_t i = 0; i < it->n; i++) {
		room++;
		for (size_t k = 0; k < it->v[i].skill.n; k++)
			room += it->v[i].skill.p[k] == ';';
	}
	d->skill = arena_array(&x->arena, room, sizeof *d->skill);
	d->missing = arena_array(&x->arena, room, sizeof *d->missing);
	if (!d->skill || !d->missing)
		return ssjc_fail_memory(x->err);
	for (size_t i = 0; i < it->n; i++)
		if (item_applies(&it->v[i], d->dept->key, d->category))
			add_skills(d, it->v[i].skill);
	qsort(d->skill, d->n, sizeof *d->skill, by_text);
	for (size_t i = 0; i < d->n; i++)
		if (kept == 0 || !str_eq(d->skill[kept - 1], d->skill[i]))
			d->skill[kept++] = d->skill[i];
	d->n = kept;
	return SSJC_OK;
}

static ssjc_rc find_need(struct experts *x, const struct plan_dept *dept, struct str category,
    const struct expert_need **out)
{
	struct expert_need *d = x->need;
	ssjc_rc rc;

	for (; d < x->need + x->n_needs; d++)
		if (d->dept == dept && str_eq(d->category, category)) {
			*out = d;
			return SSJC_OK;
		}
	if (!array_grow(&x->need, &x->cap_needs, x->n_needs, sizeof *x->need))
		return ssjc_fail_memory(x->err);
	d = &x->need[x->n_needs];
	*d = (struct expert_need){.dept = dept, .category = category};
	rc = read_need(x, d);
	if (rc)
		return rc;
	x->n_needs++;
	*out = d;
	return SSJC_OK;
}

static bool is_there(const struct experts *x, struct str skill, const struct seat *seat, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct inspector *who = find_person(x, seat[i].cert);

		if (who && str_in_list(who->skills, skill))
			return true;
	}
	return false;
}

ssjc_rc experts_missing(struct experts *x, const struct object *o, const struct seat *seat,
    size_t n, const struct str **skill, size_t *missing)
{
	const struct expert_need *d = NULL;
	ssjc_rc rc = find_need(x, plan_dept_of(x->plan, seat->dept), o->category, &d);

	*missing = 0;
	if (rc)
		return rc;
	for (size_t i = 0; i < d->n; i++)
		if (!is_there(x, d->skill[i], seat, n))
			d->missing[(*missing)++] = d->skill[i];
	*skill = d->missing;
	return SSJC_OK;
}

/* ---- Who may come ---- */

/* An object, with the keys that recusals have. */
struct expert_object {
	const struct object *o;
	struct str id, name;
};

static ssjc_rc object_keys(
    const struct experts *x, const struct object *o, struct arena *arena, struct expert_object *out)
{
	ssjc_rc rc;

	out->o = o;
	rc = recusal_key(o->id, arena, &out->id, x->err);
	return rc ? rc : recusal_key(o->name, arena, &out->name, x->err);
}

static bool is_present(const struct inspector *who, day_t day)
{
	if (who->has_valid_until && who->valid_until < day)
		return false;
	for (size_t i = 0; i < who->n_leave; i++)
		if (who->leave[i].from <= day && day <= who->leave[i].to)
			return false;
	return true;
}

static bool may(
    const struct experts *x, const struct expert *e, const struct expert_object *o, day_t day)
{
	size_t busy = 0;

	if (!is_present(e->who, day) || (e->dept->max_load && e->load >= e->dept->max_load))
		return false;
	for (size_t i = 0; i < e->load; i++)
		busy += e->day[i] == day;
	if (busy >= x->plan->per_day)
		return false;
	for (size_t i = 0; i < e->n_recused; i++)
		if (str_eq(e->recused[i], o->id) || str_eq(e->recused[i], o->name))
			return false;
	return items_allowed(x->items, e->dept->key, o->o->category, e->who->items);
}

ssjc_rc experts_may(
    const struct experts *x, const struct object *o, const struct seat *seat, bool *out)
{
	const struct expert *e = find_expert(x, seat->cert);
	struct expert_object of;
	struct arena arena = {0};
	ssjc_rc rc = object_keys(x, o, &arena, &of);

	*out = !rc && e && str_eq(e->dept->key, seat->dept) && may(x, e, &of, seat->date);
	arena_free(&arena);
	return rc;
}

/* ---- Who comes ---- */

static bool has_all(const struct expert *e, const struct str *skill, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!str_in_list(e->who->skills, skill[i]))
			return false;
	return true;
}

/* The one with the least cost who may and has all those skills, or NULL. */
static struct expert *cheapest(const struct experts *x, const struct expert_object *o,
    const struct seat *at, const struct str *skill, size_t n)
{
	const struct plan_dept *dept = plan_dept_of(x->plan, at->dept);
	unsigned char best[COST_SIZE], cost[COST_SIZE];
	struct expert *next = NULL;

	for (size_t i = 0; i < x->n; i++) {
		struct expert *e = &x->v[i];

		if (e->dept != dept || !has_all(e, skill, n) || !may(x, e, o, at->date))
			continue;
		ticket_cost(x->key[dept - x->plan->dept], o->o->id, e->who->cert, cost);
		if (next && memcmp(cost, best, COST_SIZE) >= 0)
			continue;
		next = e;
		memcpy(best, cost, COST_SIZE);
	}
	return next;
}

/* The least number of a seat after those of the inspectors that nobody has. */
static unsigned next_number(
    const struct experts *x, const struct seat *seat, size_t n, size_t found)
{
	unsigned number = plan_dept_of(x->plan, seat->dept)->inspectors;
	bool taken = true;

	while (taken) {
		number++;
		taken = false;
		for (size_t i = 0; i < n; i++)
			taken |= seat[i].seat == number;
		for (size_t i = 0; i < found; i++)
			taken |= x->found[i].seat == number;
	}
	return number;
}

static ssjc_rc seat_expert(
    struct experts *x, struct expert *e, const struct seat *seat, size_t n, size_t *found)
{
	struct seat *to;

	if (!array_grow(&x->found, &x->cap_found, *found, sizeof *x->found))
		return ssjc_fail_memory(x->err);
	to = &x->found[*found];
	*to = seat[0];
	to->seat = next_number(x, seat, n, *found);
	to->duty = DUTY_EXPERT;
	to->cert = e->who->cert;
	to->inspector = e->who->name;
	++*found;
	return take(x, e, seat->date);
}

/* One who has them all; or for each skill that nobody found so far has, one who has it. */
static ssjc_rc find_all(struct experts *x, const struct expert_object *o, const struct seat *seat,
    size_t n, const struct str *skill, size_t missing, size_t *found)
{
	struct expert *e = cheapest(x, o, seat, skill, missing);

	if (e)
		return seat_expert(x, e, seat, n, found);
	for (size_t i = 0; i < missing; i++) {
		ssjc_rc rc;

		if (is_there(x, skill[i], x->found, *found))
			continue;
		e = cheapest(x, o, seat, &skill[i], 1);
		if (!e)
			continue;
		rc = seat_expert(x, e, seat, n, found);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

ssjc_rc experts_find(struct experts *x, const struct object *o, const struct seat *seat, size_t n,
    const struct seat **found, size_t *n_found)
{
	struct expert_object of;
	struct arena arena = {0};
	const struct str *skill;
	size_t missing;
	ssjc_rc rc = experts_missing(x, o, seat, n, &skill, &missing);

	*n_found = 0;
	if (rc || missing == 0)
		goto out;
	rc = object_keys(x, o, &arena, &of);
	if (rc)
		goto out;
	rc = find_all(x, &of, seat, n, skill, missing, n_found);
	*found = x->found;
out:
	arena_free(&arena);
	return rc;
}
