/*
 * assign: the optimum against trying all seatings of small cases, the rules on
 * cases of a real size, and the words for what cannot be done.
 */
#include "ssjc/assign/assign.h"

#include "ssjc/plan/ticket.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

__extension__ typedef unsigned __int128 wide;

/* M of the seed text in ssjc-draw(7). */
static const char master[] = "082dd8468e49b1cfdb7b729a60adf1a438d83218edc5e2bed105e06420062c5f";

static uint64_t state;

/* A multiplicative congruential generator: the cases are the same everywhere. */
static unsigned below(unsigned n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)((state >> 33) % n);
}

static day_t date(const char *z)
{
	day_t day;

	assert_true(date_parse(str_of(z), &day));
	return day;
}

/* Everything that a problem needs, from texts. */
struct world {
	struct plan plan;
	struct calendar *calendar;
	struct items items;
	struct inspectors inspectors;
	struct object *object;
	size_t n;
	struct table table; /* owns the objects' text */
	struct assign_problem p;
	struct assignment out;
	struct ssjc_err err;
	ssjc_rc rc;
};

static const char days_off[] = "date,day,name\n2023-06-22,off,端午\n2023-06-23,off,端午\n"
                               "2023-06-24,off,端午\n2023-06-25,work,端午\n";

/* depts is the tail of the plan; items is NULL for none. */
static void open_world(struct world *w, const char *window, unsigned per_day, const char *depts,
    const char *items, const char *inspectors, const char *objects)
{
	struct buf plan = {0};

	*w = (struct world){0};
	buf_printf(&plan,
	    "[plan]\nid = CFD-JT-2023-0008\ntitle = 抽查\nwindow = %s\nstrata = category\n"
	    "audit = a.db\ncalendar = c.csv\n[ratio]\n* = 20%%\n[assign]\nper_day = %u\n%s%s",
	    window, per_day, depts, items ? "[items]\nfile = items.csv\n" : "");
	w->rc = plan_read(&w->plan, buf_text(&plan), "test.plan", "", "", &w->err);
	if (w->rc != SSJC_OK)
		fail_msg("%s:%u: %s", w->err.file, (unsigned)w->err.line, w->err.msg);
	buf_free(&plan);
	assert_int_equal(calendar_read(&w->calendar, STR(days_off), "c.csv", &w->err), SSJC_OK);
	if (items)
		assert_int_equal(
		    items_read(&w->items, str_of(items), "items.csv", &w->err), SSJC_OK);
	assert_int_equal(
	    inspectors_read(&w->inspectors, str_of(inspectors), "inspectors.csv", &w->err),
	    SSJC_OK);
	assert_int_equal(table_read(&w->table, str_of(objects), "objects.csv", &w->err), SSJC_OK);
	w->n = w->table.rows;
	w->object = calloc(w->n + 1, sizeof *w->object);
	assert_non_null(w->object);
	for (size_t i = 0; i < w->n; i++)
		w->object[i] = object_read(&w->table, i);
	w->p = (struct assign_problem){.plan = &w->plan,
	    .items = items ? &w->items : NULL,
	    .calendar = w->calendar,
	    .master = master,
	    .today = date("2023-06-12"),
	    .object = w->object,
	    .n_objects = w->n,
	    .inspectors = &w->inspectors};
}

static void close_world(struct world *w)
{
	assignment_free(&w->out);
	free(w->object);
	table_close(&w->table);
	inspectors_close(&w->inspectors);
	items_close(&w->items);
	calendar_free(w->calendar);
	plan_close(&w->plan);
}

static void solve(struct world *w)
{
	assignment_free(&w->out);
	w->rc = assign_solve(&w->out, &w->p, &w->err);
}

static void solve_ok(struct world *w)
{
	solve(w);
	if (w->rc != SSJC_OK)
		fail_msg("%s: %s", w->err.file, w->err.msg);
}

static bool same_seats(const struct assignment *a, const struct assignment *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++) {
		const struct seat *x = &a->v[i], *y = &b->v[i];

		if (!str_eq(x->object, y->object) || x->date != y->date || x->team != y->team ||
		    !str_eq(x->dept, y->dept) || x->seat != y->seat || x->duty != y->duty ||
		    !str_eq(x->cert, y->cert) || !str_eq(x->inspector, y->inspector))
			return false;
	}
	return true;
}

static const struct inspector *inspector_of(const struct world *w, struct str cert)
{
	for (size_t i = 0; i < w->inspectors.n; i++)
		if (str_eq(w->inspectors.v[i].cert, cert))
			return &w->inspectors.v[i];
	return NULL;
}

static const struct object *object_of(const struct world *w, struct str id)
{
	for (size_t i = 0; i < w->n; i++)
		if (str_eq(w->object[i].id, id))
			return &w->object[i];
	return NULL;
}

/* May he be there that day, and sit at that object? Written down a second time. */
static bool present(const struct inspector *x, day_t day)
{
	if (!x->active || x->expert || (x->has_valid_until && x->valid_until < day))
		return false;
	for (size_t i = 0; i < x->n_leave; i++)
		if (x->leave[i].from <= day && day <= x->leave[i].to)
			return false;
	return true;
}

static bool may(const struct inspector *x, const struct object *o, day_t day)
{
	return present(x, day) && !str_in_list(x->recuse, o->id) &&
	    !str_in_list(x->recuse, o->name);
}

/* ---- The optimum: all seatings tried ---- */

enum { OBJECTS = 4, PEOPLE = 6, DAYS = 2, SEATS = 2 };

/* A small case with one department, in the orders that the tickets give. */
struct small {
	struct world w;
	struct ticket_key *key;
	const struct object *object[OBJECTS]; /* by date ticket */
	const struct inspector *pool[PEOPLE]; /* by inspector ticket */
	size_t objects, pool_n;
	day_t day[OBJECTS];
	wide cost[OBJECTS][PEOPLE];
	bool skilled[OBJECTS][PEOPLE];
};

static void ticket(const char *stage, struct str id, unsigned char out[TICKET_SIZE])
{
	struct ticket_key *k;
	struct ssjc_err err;

	assert_int_equal(ticket_key_open(&k, master, str_of(stage), &err), SSJC_OK);
	ticket_of(k, id, out);
	ticket_key_free(k);
}

static bool before(const char *stage, struct str a, struct str b)
{
	unsigned char x[TICKET_SIZE], y[TICKET_SIZE];

	ticket(stage, a, x);
	ticket(stage, b, y);
	return memcmp(x, y, TICKET_SIZE) < 0;
}

/* The dates, as DRAW says: round-robin, at most the day's capacity. False: no room. */
static bool reference_dates(struct small *s, const day_t *days)
{
	size_t room[DAYS], total = 0, d = 0;

	for (size_t i = 0; i < DAYS; i++) {
		size_t people = 0;

		for (size_t k = 0; k < s->pool_n; k++)
			people += present(s->pool[k], days[i]);
		room[i] = people < SEATS ? 0 : people * s->w.plan.per_day / SEATS;
		total += room[i];
	}
	if (total < s->objects)
		return false;
	for (size_t i = 0; i < s->objects; i++) {
		while (room[d] == 0)
			d = (d + 1) % DAYS;
		room[d]--;
		s->day[i] = days[d];
		d = (d + 1) % DAYS;
	}
	return true;
}

struct best {
	unsigned chosen[OBJECTS]; /* sets of the pool, as bits */
	unsigned squares;
	wide cost;
	size_t found, equal;
};

/* Every set of SEATS people for object i and those after it. */
static void try_all(
    const struct small *s, size_t people, size_t i, unsigned *chosen, struct best *best)
{
	unsigned load[PEOPLE] = {0}, squares = 0;
	wide cost = 0;

	if (i < s->objects) {
		for (unsigned set = 0; set < 1u << people; set++) {
			unsigned n = 0, skilled = 0;
			bool fine = true;

			for (size_t k = 0; k < people; k++) {
				unsigned today = 0;

				if (!(set >> k & 1))
					continue;
				n++;
				skilled += s->skilled[i][k];
				for (size_t j = 0; j < i; j++)
					today += s->day[j] == s->day[i] && (chosen[j] >> k & 1);
				fine = fine && may(s->pool[k], s->object[i], s->day[i]) &&
				    today < s->w.plan.per_day;
			}
			chosen[i] = set;
			if (fine && n == SEATS && skilled > 0)
				try_all(s, people, i + 1, chosen, best);
		}
		return;
	}
	for (size_t j = 0; j < s->objects; j++)
		for (size_t k = 0; k < people; k++)
			if (chosen[j] >> k & 1) {
				load[k]++;
				cost += s->cost[j][k];
			}
	for (size_t k = 0; k < people; k++)
		squares += load[k] * load[k];
	if (s->w.plan.dept[0].max_load)
		for (size_t k = 0; k < people; k++)
			if (load[k] > s->w.plan.dept[0].max_load)
				return;
	best->found++;
	if (best->found == 1 || squares < best->squares ||
	    (squares == best->squares && cost < best->cost)) {
		memcpy(best->chosen, chosen, sizeof best->chosen);
		best->squares = squares;
		best->cost = cost;
		best->equal = 1;
	} else if (squares == best->squares && cost == best->cost) {
		best->equal++;
	}
}

static void make_small(struct small *s, unsigned asked, bool qualified)
{
	static const char *const leave[] = {"", "", "", "2023-06-14", "2023-06-15"};
	static const char *const until[] = {"", "", "", "2023-06-14", "2023-06-13"};
	static const char *const status[] = {"active", "active", "active", "active", "left"};
	struct buf people = {0}, objects = {0}, dept = {0};
	unsigned n = 1 + below(OBJECTS);

	buf_z(&people, "cert,name,dept,skills,recuse,leave,valid_until,status,expert\n");
	for (unsigned i = 0; i < PEOPLE; i++) {
		buf_printf(&people, "T-%u,人%u,transport,%s,", below(100000) * 10 + i, i,
		    below(2) ? "hazmat" : "");
		for (unsigned k = 0; k < n; k++)
			if (below(4) == 0)
				buf_printf(&people, below(2) ? "ID%u;" : "企业%u;", k);
		buf_printf(&people, ",%s,%s,%s,%s\n", leave[below(5)], until[below(5)],
		    status[below(5)], below(10) ? "no" : "yes");
	}
	buf_z(&objects, "id,name,category\n");
	for (unsigned i = 0; i < n; i++)
		buf_printf(&objects, "ID%u,企业%u,%s\n", i, i, below(2) ? "危货" : "客运");
	buf_z(&dept, "[department transport]\nname = 运输局\nlead = yes\ninspectors = 2\n");
	buf_printf(&dept, "qualified = %s\n", qualified ? "yes" : "no");
	if (asked)
		buf_printf(&dept, "draw = %u\n", asked);
	if (below(4) == 0)
		buf_printf(&dept, "max_load = %u\n", 1 + below(3));
	*s = (struct small){0};
	open_world(&s->w, "2023-06-14..2023-06-15", 1 + below(3), dept.p,
	    "item,dept,category,title,skill\nT1,transport,危货,安全,hazmat\n", people.p, objects.p);
	buf_free(&people);
	buf_free(&objects);
	buf_free(&dept);
}

/* Put objects and pool in the order of their tickets, and find all costs. */
static void order_small(struct small *s)
{
	const day_t days[DAYS] = {date("2023-06-14"), date("2023-06-15")};
	struct ticket_key *key;
	struct ssjc_err err;

	for (size_t i = 0, at; i < s->w.n; i++) {
		for (at = s->objects++;
		     at > 0 && before("date", s->w.object[i].id, s->object[at - 1]->id); at--)
			s->object[at] = s->object[at - 1];
		s->object[at] = &s->w.object[i];
	}
	for (size_t i = 0, at; i < s->w.inspectors.n; i++) {
		const struct inspector *x = &s->w.inspectors.v[i];

		if (!present(x, days[0]) && !present(x, days[1]))
			continue;
		for (at = s->pool_n++;
		     at > 0 && before("inspector/transport", x->cert, s->pool[at - 1]->cert); at--)
			s->pool[at] = s->pool[at - 1];
		s->pool[at] = x;
	}
	assert_int_equal(ticket_key_open(&key, master, STR("match/transport"), &err), SSJC_OK);
	for (size_t i = 0; i < s->objects; i++)
		for (size_t k = 0; k < s->pool_n; k++) {
			unsigned char raw[COST_SIZE];

			ticket_cost(key, s->object[i]->id, s->pool[k]->cert, raw);
			for (size_t b = 0; b < COST_SIZE; b++)
				s->cost[i][k] = s->cost[i][k] << 8 | raw[b];
			s->skilled[i][k] = !s->w.plan.dept[0].qualified ||
			    !str_is(s->object[i]->category, "危货") ||
			    str_is(s->pool[k]->skills, "hazmat");
		}
	ticket_key_free(key);
}

/* The two seats of object i are the best's, the cheapest (qualified) first. */
static void check_object(const struct small *s, const struct best *best, size_t i)
{
	size_t seen = 0, lead = PEOPLE;

	for (size_t k = 0; k < s->pool_n; k++)
		if (best->chosen[i] >> k & 1 && s->skilled[i][k] &&
		    (lead == PEOPLE || s->cost[i][k] < s->cost[i][lead]))
			lead = k;
	for (size_t k = 0; k < s->w.out.n; k++) {
		const struct seat *seat = &s->w.out.v[k];
		size_t who = 0;

		if (!str_eq(seat->object, s->object[i]->id))
			continue;
		while (who < s->pool_n && !str_eq(s->pool[who]->cert, seat->cert))
			who++;
		assert_true(who < s->pool_n && (best->chosen[i] >> who & 1));
		assert_int_equal(seat->date, s->day[i]);
		assert_int_equal(seat->seat, ++seen);
		assert_int_equal(seat->duty, seen == 1 ? DUTY_LEAD : DUTY_ASSIST);
		if (seen == 1)
			assert_int_equal(who, lead);
	}
	assert_int_equal(seen, SEATS);
}

/* What became of one small case: 0 no room, 1 not feasible, 2 solved. */
static int check_small(struct small *s, unsigned asked)
{
	const day_t days[DAYS] = {date("2023-06-14"), date("2023-06-15")};
	unsigned chosen[OBJECTS];
	struct best best = {.found = 0};
	size_t people;

	order_small(s);
	solve(&s->w);
	if (s->pool_n < SEATS || !reference_dates(s, days)) {
		assert_int_equal(s->w.rc, SSJC_PLAN);
		return 0;
	}
	for (people = asked && asked < s->pool_n ? asked
	         : asked                         ? s->pool_n
	                                         : 1;
	     people <= s->pool_n && best.found == 0; people++)
		try_all(s, people, 0, chosen, &best);
	if (best.found == 0) {
		assert_int_equal(s->w.rc, SSJC_PLAN);
		assert_non_null(strstr(s->w.err.msg, "no match is feasible"));
		return 1;
	}
	if (s->w.rc != SSJC_OK)
		fail_msg("%s", s->w.err.msg);
	assert_int_equal(best.equal, 1);
	assert_int_equal(s->w.out.dept[0].pool, s->pool_n);
	assert_int_equal(s->w.out.dept[0].asked, asked);
	assert_int_equal(s->w.out.dept[0].serving, people - 1);
	assert_int_equal(s->w.out.n, SEATS * s->objects);
	for (size_t i = 0; i < s->objects; i++)
		check_object(s, &best, i);
	return 2;
}

static void optimum(void **unused)
{
	unsigned became[3] = {0};

	(void)unused;
	state = 3;
	for (unsigned round = 0; round < 400; round++) {
		static struct small s;
		unsigned asked = round % 3 ? 0 : 1 + below(PEOPLE);

		make_small(&s, asked, round % 2);
		became[check_small(&s, asked)]++;
		close_world(&s.w);
	}
	/* All three must really have been met. */
	assert_true(became[0] > 10 && became[1] > 10 && became[2] > 100);
}

/* ---- The rules, on a case of a real size ---- */

static const char three[] =
    "[department transport]\nname = 交通运输局\nlead = yes\ninspectors = 2\n"
    "[department market]\nname = 市场监督管理局\ninspectors = 2\n"
    "[department emergency]\nname = 应急管理局\ninspectors = 2\n";

/* Rows begin at first and wrap around, to give the same set in another order. */
static void make_objects(struct buf *out, unsigned n, unsigned first)
{
	buf_z(out, "id,name,category\n");
	for (unsigned i = 0; i < n; i++) {
		unsigned k = (first + i) % n;

		buf_printf(out, "ID%03u,企业%03u,货运\n", k, k);
	}
}

static void make_people(struct buf *out, unsigned n, unsigned first, bool restricted)
{
	static const char *const dept[] = {"transport", "市场监督管理局", "emergency"};

	buf_z(out, "cert,name,dept,recuse,leave,valid_until,status,expert\n");
	for (unsigned i = 0; i < n; i++) {
		unsigned k = (first + i) % n;

		buf_printf(out, "C%03u,人%03u,%s,", k, k, dept[k % 3]);
		if (!restricted) {
			buf_z(out, ",,,active,no\n");
			continue;
		}
		for (unsigned r = 0; r < 6; r++)
			buf_printf(out, r % 2 ? "ID%03u;" : " 企业%03u;", (k * 7 + r * 11) % 65);
		buf_printf(out, ",%s,%s,%s,%s\n",
		    k % 4 == 1 ? "2023-06-14..2023-06-16; 2023-06-27" : "",
		    k % 5 == 2 ? "2023-06-20" : "", k % 11 == 7 ? "left" : "active",
		    k % 13 == 9 ? "yes" : "no");
	}
}

static void open_real(struct world *w, unsigned first, bool restricted)
{
	struct buf people = {0}, objects = {0};

	make_people(&people, 72, first, restricted);
	make_objects(&objects, 65, first);
	open_world(w, "2023-06-14..2023-06-30", 3, three, NULL, people.p, objects.p);
	buf_free(&people);
	buf_free(&objects);
}

static void check_rules(const struct world *w)
{
	const struct assignment *a = &w->out;

	for (size_t i = 0; i < a->n; i++) {
		const struct seat *s = &a->v[i];
		const struct inspector *x = inspector_of(w, s->cert);
		const struct object *o = object_of(w, s->object);
		unsigned today = 0;

		assert_non_null(x);
		assert_non_null(o);
		assert_true(may(x, o, s->date));
		assert_true(str_eq(x->name, s->inspector));
		assert_int_equal(s->duty, s->seat == 1 ? DUTY_LEAD : DUTY_ASSIST);
		for (size_t k = 0; k < a->n; k++) {
			today += str_eq(a->v[k].cert, s->cert) && a->v[k].date == s->date;
			assert_false(k != i && str_eq(a->v[k].cert, s->cert) &&
			    str_eq(a->v[k].object, s->object));
			/* A team is an object. */
			assert_int_equal(
			    a->v[k].team == s->team, str_eq(a->v[k].object, s->object));
		}
		assert_in_range(today, 1, w->plan.per_day);
	}
}

static void rules(void **unused)
{
	static const char *const depts[] = {"transport", "market", "emergency"};
	struct world w;

	(void)unused;
	open_real(&w, 0, true);
	solve_ok(&w);
	assert_int_equal(w.out.n, 65 * 6);
	check_rules(&w);
	/* By date, team, department of the plan, seat; teams in order of date. */
	for (size_t i = 0; i < w.out.n; i++) {
		const struct seat *s = &w.out.v[i];

		assert_int_equal(s->team, i / 6 + 1);
		assert_true(str_is(s->dept, depts[i % 6 / 2]));
		assert_int_equal(s->seat, i % 2 + 1);
		assert_true(i == 0 || w.out.v[i - 1].date <= s->date);
	}
	close_world(&w);
}

/* 65 objects over 12 days, one after the other: 5 or 6 each, the first days 6. */
static void dates(void **unused)
{
	unsigned on[31] = {0};
	struct world w;

	(void)unused;
	open_real(&w, 0, false);
	solve_ok(&w);
	for (size_t i = 0; i < w.out.n; i++)
		on[w.out.v[i].date - date("2023-06-01") + 1]++;
	for (size_t d = 1; d <= 30; d++) {
		static const unsigned place[31] = {[14] = 1,
		    [15] = 2,
		    [16] = 3,
		    [19] = 4,
		    [20] = 5,
		    [21] = 6,
		    [25] = 7,
		    [26] = 8,
		    [27] = 9,
		    [28] = 10,
		    [29] = 11,
		    [30] = 12};

		assert_int_equal(on[d], place[d] == 0 ? 0 : place[d] <= 65 % 12 ? 36 : 30);
	}
	/* Not before today: from the 26th on there are five days. */
	w.p.from = date("2023-06-26");
	w.p.n_objects = 20;
	solve_ok(&w);
	for (size_t i = 0; i < w.out.n; i++)
		assert_true(w.out.v[i].date >= date("2023-06-26"));
	w.p.from = date("2023-07-01");
	solve(&w);
	assert_int_equal(w.rc, SSJC_PLAN);
	assert_string_equal(w.err.column, "window");
	assert_string_equal(
	    w.err.msg, "2023-06-14..2023-06-30 has no working day left on 2023-07-01");
	close_world(&w);
}

static void even(void **unused)
{
	struct world w;

	(void)unused;
	open_real(&w, 0, false);
	solve_ok(&w);
	for (size_t d = 0; d < 3; d++) {
		const struct assign_dept *x = &w.out.dept[d];

		/* 130 seats, and nobody can take more than 3 on each of 12 days. */
		assert_int_equal(x->pool, 24);
		assert_int_equal(x->asked, 0);
		assert_int_equal(x->serving, 4);
		assert_int_equal(x->low, 32);
		assert_int_equal(x->high, 33);
	}
	close_world(&w);
}

static void order_is_nothing(void **unused)
{
	struct world a, b;

	(void)unused;
	open_real(&a, 0, true);
	open_real(&b, 29, true);
	solve_ok(&a);
	solve_ok(&b);
	assert_false(str_eq(a.object[0].id, b.object[0].id));
	assert_true(same_seats(&a.out, &b.out));
	close_world(&a);
	close_world(&b);
}

static void held(void **unused)
{
	struct assignment first;
	struct world w;
	unsigned kept = 0;
	struct str gone;

	(void)unused;
	open_real(&w, 0, true);
	w.p.n_objects = 60;
	solve_ok(&w);
	first = w.out;
	w.out = (struct assignment){0};

	/* Nothing new: the same seats, whatever happened to the inspectors. */
	w.p.held = first.v;
	w.p.n_held = first.n;
	w.p.from = date("2023-06-29");
	solve_ok(&w);
	assert_true(same_seats(&w.out, &first));
	assert_int_equal(w.out.dept[0].serving, 0);

	/* The first object is removed, five others come: 59 stay as they were. */
	gone = w.object[0].id;
	w.p.object = w.object + 1;
	w.p.n_objects = 64;
	w.p.from = date("2023-06-20");
	solve_ok(&w);
	assert_int_equal(w.out.n, 64 * 6);
	check_rules(&w);
	for (size_t i = 0; i < first.n; i++) {
		const struct seat *was = &first.v[i];
		bool found = false;

		for (size_t k = 0; k < w.out.n; k++) {
			const struct seat *is = &w.out.v[k];

			if (str_eq(is->object, was->object) && str_eq(is->dept, was->dept) &&
			    is->seat == was->seat) {
				assert_true(str_eq(is->cert, was->cert));
				assert_int_equal(is->date, was->date);
				assert_int_equal(is->team, was->team);
				found = true;
			}
		}
		assert_int_equal(found, !str_eq(was->object, gone));
		kept += found;
	}
	assert_int_equal(kept, 59 * 6);
	for (size_t i = 0; i < w.out.n; i++)
		if (w.out.v[i].team > 60) {
			assert_in_range(w.out.v[i].team, 61, 65);
			assert_true(w.out.v[i].date >= w.p.from);
		}
	/* Who serves goes on serving, though fewer would do for five objects. */
	for (size_t d = 0; d < 3; d++)
		assert_true(w.out.dept[d].serving >= first.dept[d].serving);
	assignment_free(&first);
	close_world(&w);
}

/* ---- Several threads ---- */

static uint64_t most_told;
static bool told_end;

static void count_told(void *unused, uint64_t seats)
{
	(void)unused;
	most_told = seats > most_told ? seats : most_told;
	told_end = seats == 0;
}

static const char *const alone[] = {
    "[department transport]\nname = 交通运输局\nlead = yes\ninspectors = 2\n",
    "[department market]\nname = 市场监督管理局\nlead = yes\ninspectors = 2\n",
    "[department emergency]\nname = 应急管理局\nlead = yes\ninspectors = 2\n"};

/* 24 people of each department, or of one of them. */
static void open_many(struct world *w, const char *depts, unsigned from, unsigned to)
{
	static const char *const dept[] = {"transport", "market", "emergency"};
	struct buf people = {0}, objects = {0};

	buf_z(&people, "cert,name,dept\n");
	for (unsigned d = from; d < to; d++)
		for (unsigned i = 0; i < 24; i++)
			buf_printf(&people, "%u-%02u,人%02u,%s\n", d, i, i, dept[d]);
	make_objects(&objects, 400, 0);
	open_world(w, "2023-06-14..2023-06-30", 3, depts, NULL, people.p, objects.p);
	buf_free(&people);
	buf_free(&objects);
}

/* So many objects that departments are matched at once: each as if it were alone. */
static void at_once(void **unused)
{
	struct world all, one;

	(void)unused;
	open_many(&all, three, 0, 3);
	all.p.tick = count_told;
	solve_ok(&all);
	assert_int_equal(all.out.n, 400 * 6);
	assert_true(told_end);
	assert_in_range(most_told, 256, 400 * 6);
	for (unsigned d = 0; d < 3; d++) {
		size_t n = 0;

		open_many(&one, alone[d], d, d + 1);
		solve_ok(&one);
		for (size_t i = 0; i < all.out.n; i++) {
			const struct seat *x = &all.out.v[i], *y = &one.out.v[n];

			if (!str_eq(x->dept, one.out.dept[0].dept))
				continue;
			n++;
			assert_int_equal(x->team, y->team);
			assert_int_equal(x->seat, y->seat);
			assert_true(str_eq(x->object, y->object) && str_eq(x->cert, y->cert));
		}
		assert_int_equal(n, one.out.n);
		close_world(&one);
	}
	close_world(&all);
}

/* ---- What cannot be done, and in which words ---- */

static const char one[] = "[department transport]\nname = 交通运输局\nlead = yes\ninspectors = 2\n";

static void blocked(void **unused)
{
	struct world w;

	(void)unused;
	/* B and C are free for all. Only 张三 is left for A, and one more for D. */
	open_world(&w, "2023-06-14..2023-06-14", 3, one, NULL,
	    "cert,name,dept,recuse,leave,expert,status\n"
	    "1,张三,transport,,,,\n"
	    "2,李四,transport,A;D,,,\n"
	    "3,王五,transport,甲 公司,,,\n"
	    "4,赵六,transport,,2023-06-14,,\n"
	    "5,钱七,transport,,2023-06-13,yes,\n"
	    "6,孙八,transport,,,,left\n",
	    "id,name\nA,甲公司\nB,乙公司\nC,丙公司\nD,丁公司\n");
	solve(&w);
	assert_int_equal(w.rc, SSJC_PLAN);
	assert_string_equal(w.err.file, "test.plan");
	assert_int_equal(w.err.line, 12);
	assert_string_equal(w.err.msg,
	    "department transport: no match is feasible: 1 object on 2023-06-14, 甲公司 (A), needs "
	    "2 seats; 1 inspector can go there and take 1 of them (per_day = 3): 张三 (1); the "
	    "others: 1 not active, 1 experts, 1 on leave, 2 recused; each of these alone would do: "
	    "1 more working day (window to 2023-06-15); 1 more inspector of transport who can go "
	    "anywhere; inspectors = 1");
	close_world(&w);
}

/* Three objects want a leader, and the only one with the skill has two places. */
static void blocked_by_skill(void **unused)
{
	struct world w;

	(void)unused;
	open_world(&w, "2023-06-14..2023-06-14", 2,
	    "[department transport]\nname = 交通运输局\nlead = yes\ninspectors = 2\n"
	    "qualified = yes\nmax_load = 5\n",
	    "item,dept,category,title,skill\nT1,transport,危货,安全,hazmat\n",
	    "cert,name,dept,skills\n1,张三,transport,hazmat\n2,李四,transport,\n"
	    "3,王五,transport,\n4,赵六,transport,driving\n",
	    "id,name,category\nA,甲,危货\nB,乙,危货\nC,丙,危货\nD,丁,客运\n");
	solve(&w);
	assert_int_equal(w.rc, SSJC_PLAN);
	assert_non_null(strstr(w.err.msg, "3 objects on 2023-06-14, "));
	assert_null(strstr(w.err.msg, "丁"));
	assert_non_null(strstr(w.err.msg,
	    "need 6 seats, the first at each qualified; 4 inspectors can go there, of whom 1 can "
	    "lead, and take 5 of them (per_day = 2, max_load = 5): 张三 (1); the others: 3 without "
	    "the skills to lead; each of these alone would do: per_day = 3; 1 more working day "
	    "(window to 2023-06-15); 1 more inspector of transport who can go anywhere; "
	    "qualified = no"));
	close_world(&w);
}

static void no_room(void **unused)
{
	struct world w;

	(void)unused;
	open_world(&w, "2023-06-14..2023-06-15", 1, one, NULL,
	    "cert,name,dept\n1,张三,transport\n2,李四,transport\n3,王五,transport\n",
	    "id,name\nA,甲\nB,乙\nC,丙\n");
	solve(&w);
	assert_int_equal(w.rc, SSJC_PLAN);
	assert_string_equal(w.err.column, "window");
	assert_string_equal(w.err.msg,
	    "has room for 2 objects on its 2 working days left, and 3 are to be inspected (the "
	    "tightest department is transport: 3 people, 2 of them an object, per_day = 1); each of "
	    "these alone would do: per_day = 2; 1 more working day (window to 2023-06-16); 1 more "
	    "inspector of transport who can go anywhere; inspectors = 1");
	close_world(&w);
}

static void no_people(void **unused)
{
	struct world w;

	(void)unused;
	open_world(&w, "2023-06-14..2023-06-15", 3, one, NULL,
	    "cert,name,dept,leave,valid_until,status,expert\n1,张三,transport,,,,\n"
	    "2,李四,transport,2023-06-14..2023-06-15,,,\n3,王五,transport,,2023-06-13,,\n"
	    "4,赵六,transport,,,left,\n5,钱七,transport,,,,yes\n",
	    "id,name\nA,甲\n");
	solve(&w);
	assert_int_equal(w.rc, SSJC_PLAN);
	assert_int_equal(w.err.line, 12);
	assert_string_equal(w.err.msg,
	    "department transport: an object needs 2 of its inspectors, and 1 of 5 can serve; "
	    "the others: 1 not active, 1 experts, 1 without a valid certificate, 1 on leave");
	close_world(&w);

	open_world(&w, "2023-06-14..2023-06-15", 3, three, NULL, "cert,name,dept\n1,张三,market\n",
	    "id,name\nA,甲\n");
	solve(&w);
	assert_int_equal(w.rc, SSJC_PLAN);
	assert_string_equal(w.err.msg,
	    "department transport: an object needs 2 of its inspectors, and 0 of 0 can serve");
	close_world(&w);
}

static void bad_input(void **unused)
{
	struct world w;

	(void)unused;
	open_world(&w, "2023-06-14..2023-06-15", 3, one, NULL,
	    "cert,name,dept\n1,张三,transport\n2,李四,交通局\n", "id,name\nA,甲\nA,乙\n");
	solve(&w);
	assert_int_equal(w.rc, SSJC_INPUT);
	assert_string_equal(w.err.file, "inspectors.csv");
	assert_int_equal(w.err.line, 3);
	assert_string_equal(w.err.column, "dept");
	assert_non_null(strstr(w.err.msg, "“交通局” is neither the key nor the name"));
	w.inspectors.n = 1;
	solve(&w);
	assert_int_equal(w.rc, SSJC_INPUT);
	assert_string_equal(w.err.msg, "the object A is given twice");
	close_world(&w);

	open_world(&w, "2023-06-14..2023-06-15", 3, one, "item,dept,title\nT1,traffic,安全\n",
	    "cert,name,dept\n1,张三,transport\n2,李四,交通运输局\n", "id,name\nA,甲\n");
	solve(&w);
	assert_int_equal(w.rc, SSJC_INPUT);
	assert_string_equal(w.err.file, "items.csv");
	assert_int_equal(w.err.line, 2);
	assert_string_equal(w.err.column, "dept");
	w.p.items = NULL;
	solve_ok(&w);
	assert_int_equal(w.out.n, 2);
	assert_true(str_is(w.out.v[1].dept, "transport"));
	w.plan.dept[0].qualified = true;
	solve(&w);
	assert_int_equal(w.rc, SSJC_PLAN);
	assert_string_equal(w.err.column, "qualified");
	close_world(&w);
}

/* Three people were asked for, and the match needs all five. */
static void prefix_grows(void **unused)
{
	struct world w;
	const char *people = "cert,name,dept\n1,甲,transport\n2,乙,transport\n3,丙,transport\n"
	                     "4,丁,transport\n5,戊,transport\n";

	(void)unused;
	open_world(&w, "2023-06-14..2023-06-14", 2,
	    "[department transport]\nname = 交通运输局\nlead = yes\ninspectors = 2\ndraw = 3\n",
	    NULL, people, "id,name\nA,甲\nB,乙\nC,丙\nD,丁\nE,戊\n");
	solve_ok(&w);
	assert_int_equal(w.out.dept[0].asked, 3);
	assert_int_equal(w.out.dept[0].serving, 5);
	assert_int_equal(w.out.dept[0].low, 2);
	assert_int_equal(w.out.dept[0].high, 2);
	w.p.n_objects = 3;
	solve_ok(&w);
	assert_int_equal(w.out.dept[0].serving, 3);
	/* More are asked for than there are. */
	w.plan.dept[0].draw = 9;
	solve_ok(&w);
	assert_int_equal(w.out.dept[0].serving, 5);
	close_world(&w);
}

static void nothing(void **unused)
{
	struct world w;

	(void)unused;
	open_world(&w, "2023-06-14..2023-06-14", 2, one, NULL, "cert,name,dept\n", "id,name\n");
	solve_ok(&w);
	assert_int_equal(w.out.n, 0);
	assert_int_equal(w.out.n_depts, 1);
	assert_true(str_is(w.out.dept[0].dept, "transport"));
	close_world(&w);
}

static void duties(void **unused)
{
	enum duty d;

	(void)unused;
	for (int i = 0; i < DUTIES; i++) {
		assert_true(duty_parse(str_of(duty_names[i]), &d));
		assert_int_equal(d, i);
	}
	assert_false(duty_parse(STR("leads"), &d));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(optimum), cmocka_unit_test(rules),
	    cmocka_unit_test(dates), cmocka_unit_test(even), cmocka_unit_test(order_is_nothing),
	    cmocka_unit_test(held), cmocka_unit_test(at_once), cmocka_unit_test(blocked),
	    cmocka_unit_test(blocked_by_skill), cmocka_unit_test(no_room),
	    cmocka_unit_test(no_people), cmocka_unit_test(bad_input),
	    cmocka_unit_test(prefix_grows), cmocka_unit_test(nothing), cmocka_unit_test(duties)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
