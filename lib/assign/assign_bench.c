#include "assign_bench.h"

#include <stdlib.h>
#include <string.h>

/* ---- Who is absent ---- */

/* From that day on, as a leave or at certain businesses as recusals. */
static ssjc_rc absent(
    struct inspector *x, const struct seat_change *c, struct arena *arena, struct ssjc_err *err)
{
	struct span *leave = arena_array(arena, x->n_leave + 1, sizeof *leave);
	struct buf recuse = {0};
	bool ok = leave != NULL;

	if (ok && c->n_objects == 0) {
		if (x->n_leave)
			memcpy(leave, x->leave, x->n_leave * sizeof *leave);
		leave[x->n_leave++] = (struct span){c->from, INT32_MAX};
		x->leave = leave;
	}
	buf_str(&recuse, x->recuse);
	for (size_t i = 0; i < c->n_objects; i++)
		buf_printf(&recuse, ";%.*s", STR_ARG(c->object[i]));
	ok = ok && !recuse.failed;
	x->recuse = arena_str(arena, buf_text(&recuse), &ok);
	buf_free(&recuse);
	return ok ? SSJC_OK : ssjc_fail_memory(err);
}

static ssjc_rc all_absent(
    struct inspectors *r, const struct seat_change *c, struct arena *arena, struct ssjc_err *err)
{
	for (size_t i = 0; i < r->n; i++) {
		ssjc_rc rc;

		if (!seat_change_has(c->cert, c->n_certs, r->v[i].cert))
			continue;
		rc = absent(&r->v[i], c, arena, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

ssjc_rc assign_absent(struct inspectors *out, const struct inspectors *r,
    const struct audit_state *st, const struct seat_change *now, struct arena *arena,
    struct ssjc_err *err)
{
	*out = *r;
	out->v = arena_array(arena, r->n + 1, sizeof *out->v);
	if (!out->v)
		return ssjc_fail_memory(err);
	if (r->n)
		memcpy(out->v, r->v, r->n * sizeof *out->v);
	for (size_t i = 0; i < st->n_changes; i++) {
		ssjc_rc rc;

		if (st->change[i].event <= st->match_event)
			continue;
		rc = all_absent(out, &st->change[i].asked, arena, err);
		if (rc)
			return rc;
	}
	return now ? all_absent(out, now, arena, err) : SSJC_OK;
}

/* ---- The bench ---- */

/* The key of each department's stage, and that of the days. */
static ssjc_rc open_keys(struct bench *b)
{
	const struct plan *plan = b->s->plan;
	char master[TICKET_HEX];
	struct buf stage = {0};
	ssjc_rc rc = ticket_master(b->s->state->draw.seed, master, b->err);

	if (rc)
		goto out;
	rc = ticket_key_open(&b->date, master, STR("date"), b->err);
	if (rc)
		goto out;
	for (size_t i = 0; i < plan->n_depts; i++) {
		buf_clear(&stage);
		buf_printf(&stage, "substitute/%.*s", STR_ARG(plan->dept[i].key));
		rc = stage.failed ? ssjc_fail_memory(b->err)
		                  : ticket_key_open(&b->key[i], master, buf_text(&stage), b->err);
		if (rc)
			goto out;
	}
out:
	buf_free(&stage);
	return rc;
}

ssjc_rc bench_open(struct bench *b, const struct assign_record *s, const struct seat_change *now,
    struct ssjc_err *err)
{
	ssjc_rc rc;

	b->s = s;
	b->err = err;
	rc = assign_depts(s->plan, s->inspectors, err);
	if (rc)
		return rc;
	rc = items_check(s->items, s->plan, err);
	if (rc)
		return rc;
	rc = assign_absent(&b->people, s->inspectors, s->state, now, &b->arena, err);
	if (rc)
		return rc;
	b->dept = arena_array(&b->arena, b->people.n + 1, sizeof *b->dept);
	b->room = s->state->n_seats + 1;
	b->taken = arena_array(&b->arena, b->room, sizeof *b->taken);
	b->before = arena_array(&b->arena, b->room, sizeof *b->before);
	b->last = arena_array(&b->arena, BENCH_CHAINS, sizeof *b->last);
	b->key = arena_array(&b->arena, s->plan->n_depts, sizeof *b->key);
	if (!b->dept || !b->taken || !b->before || !b->last || !b->key)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < b->people.n; i++)
		b->dept[i] = assign_dept_at(s->plan, b->people.v[i].dept);
	return open_keys(b);
}

void bench_close(struct bench *b)
{
	for (size_t i = 0; b->key && i < b->s->plan->n_depts; i++)
		ticket_key_free(b->key[i]);
	ticket_key_free(b->date);
	arena_free(&b->arena);
}

static size_t *last_of(const struct bench *b, struct str cert)
{
	return &b->last[(str_hash(cert) >> 32) % BENCH_CHAINS];
}

void bench_take(struct bench *b, const struct seat *seat)
{
	size_t *last = last_of(b, seat->cert);

	b->before[b->n_taken] = *last;
	b->taken[b->n_taken++] = *seat;
	*last = b->n_taken;
}

size_t bench_next(const struct bench *b, struct str cert, size_t i)
{
	return i ? b->before[i - 1] : *last_of(b, cert);
}

void bench_give_back(struct bench *b, size_t n)
{
	while (b->n_taken > n) {
		b->n_taken--;
		*last_of(b, b->taken[b->n_taken].cert) = b->before[b->n_taken];
	}
}

ssjc_rc bench_add(struct bench *b, const struct seat *seat)
{
	if (b->n_taken == b->room) {
		struct seat *v = arena_array(&b->arena, 2 * b->room, sizeof *v);
		size_t *before = arena_array(&b->arena, 2 * b->room, sizeof *before);

		if (!v || !before)
			return ssjc_fail_memory(b->err);
		memcpy(v, b->taken, b->n_taken * sizeof *v);
		memcpy(before, b->before, b->n_taken * sizeof *before);
		b->taken = v;
		b->before = before;
		b->room *= 2;
	}
	bench_take(b, seat);
	return SSJC_OK;
}

/* ---- In order ---- */

/* A seat, and what it is sorted by. */
struct bench_place {
	struct seat seat;
	unsigned char ticket[TICKET_SIZE];
	size_t dept;
};

static int by_date_ticket(const void *a, const void *b)
{
	const struct bench_place *x = a, *y = b;
	int c;

	if (x->seat.date != y->seat.date)
		return x->seat.date < y->seat.date ? -1 : 1;
	c = memcmp(x->ticket, y->ticket, TICKET_SIZE);
	if (c)
		return c;
	if (x->dept != y->dept)
		return x->dept < y->dept ? -1 : 1;
	return (x->seat.seat > y->seat.seat) - (x->seat.seat < y->seat.seat);
}

static int by_date_team(const void *a, const void *b)
{
	const struct bench_place *x = a, *y = b;
	int c;

	if (x->seat.date != y->seat.date)
		return x->seat.date < y->seat.date ? -1 : 1;
	if (x->seat.team != y->seat.team)
		return x->seat.team < y->seat.team ? -1 : 1;
	c = str_cmp(x->seat.object, y->seat.object);
	if (c)
		return c;
	if (x->dept != y->dept)
		return x->dept < y->dept ? -1 : 1;
	return (x->seat.seat > y->seat.seat) - (x->seat.seat < y->seat.seat);
}

static ssjc_rc sort_by(
    const struct bench *b, struct seat *seat, size_t n, int (*cmp)(const void *, const void *))
{
	struct bench_place *v = calloc(n + 1, sizeof *v);

	if (!v)
		return ssjc_fail_memory(b->err);
	for (size_t i = 0; i < n; i++) {
		v[i].seat = seat[i];
		v[i].dept = assign_dept_at(b->s->plan, seat[i].dept);
		ticket_of(b->date, seat[i].object, v[i].ticket);
	}
	qsort(v, n, sizeof *v, cmp);
	for (size_t i = 0; i < n; i++)
		seat[i] = v[i].seat;
	free(v);
	return SSJC_OK;
}

ssjc_rc bench_sort(const struct bench *b, struct seat *seat, size_t n)
{
	return sort_by(b, seat, n, by_date_ticket);
}

ssjc_rc bench_hand_over(const struct bench *b, struct assign_record *s)
{
	struct assignment *out = &s->result;
	bool ok = true;
	ssjc_rc rc;

	out->v = arena_array(&out->arena, b->n_taken + 1, sizeof *out->v);
	if (!out->v)
		return ssjc_fail_memory(b->err);
	for (; out->n < b->n_taken; out->n++) {
		struct seat *to = &out->v[out->n];

		*to = b->taken[out->n];
		to->cert = arena_str(&out->arena, to->cert, &ok);
		to->inspector = arena_str(&out->arena, to->inspector, &ok);
	}
	if (!ok)
		return ssjc_fail_memory(b->err);
	rc = sort_by(b, out->v, out->n, by_date_team);
	s->changed = true;
	return rc;
}

/* ---- Who may take a seat ---- */

enum why bench_why_then(const struct inspector *in, day_t date)
{
	if (!in->active)
		return INACTIVE;
	if (in->expert)
		return EXPERT;
	if (in->has_valid_until && in->valid_until < date)
		return EXPIRED;
	for (size_t i = 0; i < in->n_leave; i++)
		if (in->leave[i].from <= date && date <= in->leave[i].to)
			return ON_LEAVE;
	return MAY;
}

static ssjc_rc is_recused(const struct bench *b, struct str list, const struct object *o, bool *out)
{
	struct arena arena = {0};
	struct str id, name, piece, key;
	ssjc_rc rc = SSJC_OK;

	*out = false;
	if (list.n == 0)
		return SSJC_OK;
	rc = recusal_key(o->id, &arena, &id, b->err);
	if (rc)
		goto out;
	rc = recusal_key(o->name, &arena, &name, b->err);
	if (rc)
		goto out;
	while (!*out && str_split(&list, ';', &piece)) {
		rc = recusal_key(piece, &arena, &key, b->err);
		if (rc)
			goto out;
		*out = key.n && (str_eq(key, id) || str_eq(key, name));
	}
out:
	arena_free(&arena);
	return rc;
}

/* What else somebody has: at that business, on that day, in all. */
static enum why why_full(
    const struct bench *b, const struct plan_dept *d, struct str cert, const struct seat *seat)
{
	size_t load = 0, busy = 0;

	for (size_t i = 0; (i = bench_next(b, cert, i));) {
		const struct seat *x = &b->taken[i - 1];

		if (!str_eq(x->cert, cert))
			continue;
		if (str_eq(x->object, seat->object))
			return THERE;
		if (!str_eq(x->dept, d->key))
			continue;
		load++;
		busy += x->date == seat->date;
	}
	return busy >= b->s->plan->per_day || (d->max_load && load >= d->max_load) ? FULL : MAY;
}

ssjc_rc bench_why(
    const struct bench *b, const struct inspector *in, const struct seat *seat, enum why *out)
{
	const struct assign_record *s = b->s;
	const struct plan_dept *d = plan_dept_of(s->plan, seat->dept);
	const struct object *o = &audit_pick(s->state, seat->object)->object;
	bool recused;
	ssjc_rc rc;

	*out = bench_why_then(in, seat->date);
	if (*out != MAY)
		return SSJC_OK;
	rc = is_recused(b, in->recuse, o, &recused);
	if (rc)
		return rc;
	if (recused)
		*out = RECUSED;
	else if (s->items && !items_allowed(s->items, d->key, o->category, in->items))
		*out = OUTSIDE;
	else
		*out = why_full(b, d, in->cert, seat);
	if (*out == MAY && seat->seat == 1 && d->qualified && s->items &&
	    !items_qualified(s->items, d->key, o->category, in->skills))
		*out = UNSKILLED;
	return SSJC_OK;
}

ssjc_rc bench_keeps(const struct bench *b, const struct seat *seat, bool *out)
{
	size_t dept = assign_dept_at(b->s->plan, seat->dept);

	*out = false;
	for (size_t i = 0; i < b->people.n; i++) {
		enum why why;
		ssjc_rc rc;

		if (b->dept[i] != dept || !str_eq(b->people.v[i].cert, seat->cert))
			continue;
		rc = bench_why(b, &b->people.v[i], seat, &why);
		*out = why == MAY;
		return rc;
	}
	return SSJC_OK;
}

ssjc_rc bench_fill(struct bench *b, struct seat *seat, bool *filled, struct buf *why)
{
	size_t dept = assign_dept_at(b->s->plan, seat->dept), count[WHYS] = {0};
	unsigned char best[COST_SIZE], ticket[COST_SIZE];
	const struct inspector *next = NULL;

	for (size_t i = 0; i < b->people.n; i++) {
		const struct inspector *in = &b->people.v[i];
		enum why reason;
		ssjc_rc rc;

		if (b->dept[i] != dept)
			continue;
		rc = bench_why(b, in, seat, &reason);
		if (rc)
			return rc;
		count[reason]++;
		if (reason != MAY)
			continue;
		ticket_cost(b->key[dept], seat->object, in->cert, ticket);
		if (next && memcmp(ticket, best, COST_SIZE) >= 0)
			continue;
		next = in;
		memcpy(best, ticket, COST_SIZE);
	}
	*filled = next != NULL;
	if (next) {
		seat->cert = next->cert;
		seat->inspector = next->name;
		bench_take(b, seat);
	} else {
		assign_say(why, count);
	}
	return SSJC_OK;
}
