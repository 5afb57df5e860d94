/*
 * blocked: what is in the way of a match, against trying all seatings; and what would
 * cure it, against a plan with just that change.
 */
#include "assign/match.h"
#include "ssjc/assign/assign.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static uint64_t state;

/* A multiplicative congruential generator: the cases are the same everywhere. */
static uint32_t below(uint32_t n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)((state >> 33) % n);
}

/* ---- The set ---- */

enum { JOBS = 5, PEOPLE = 5, DAYS = 2, SEATS = 2 };

struct dept {
	struct match_problem p;
	struct bit_matrix may, leads;
	const bits *lead[JOBS];
	uint32_t day[JOBS], room[PEOPLE * DAYS], load[PEOPLE], most[PEOPLE];
};

static void no_cost(const void *arg, size_t job, size_t person, unsigned char cost[COST_SIZE])
{
	(void)arg;
	memset(cost, (int)(job + person), COST_SIZE);
}

static void invent(struct dept *d)
{
	struct match_problem *p = &d->p;

	*d = (struct dept){0};
	*p = (struct match_problem){.jobs = 1 + below(JOBS),
	    .people = 1 + below(PEOPLE),
	    .days = 1 + below(DAYS),
	    .seats = 1 + below(SEATS),
	    .day = d->day,
	    .may = &d->may,
	    .lead = below(2) ? d->lead : NULL,
	    .room = d->room,
	    .load = d->load,
	    .most = d->most,
	    .cost = no_cost};
	assert_true(bit_matrix_open(&d->may, p->jobs, p->people));
	assert_true(bit_matrix_open(&d->leads, 1, p->people));
	for (size_t i = 0; i < p->people; i++) {
		d->most[i] = d->load[i] = below(2);
		for (size_t k = 0; k < p->days; k++)
			d->most[i] += d->room[i * p->days + k] = below(3);
		if (below(3) == 0 && d->most[i] > d->load[i])
			d->most[i]--;
		if (below(2))
			bits_set(bit_matrix_row(&d->leads, 0), i);
	}
	for (size_t job = 0; job < p->jobs; job++) {
		d->day[job] = p->days == 2 && job >= p->jobs / 2;
		d->lead[job] = bit_matrix_row(&d->leads, 0);
		for (size_t i = 0; i < p->people; i++)
			if (below(3))
				bits_set(bit_matrix_row(&d->may, job), i);
	}
}

/* The most seats of these jobs that can be filled: every seating is tried. */
static size_t fill(
    struct dept *d, const bool *jobs, size_t job, size_t from, size_t seat, size_t led)
{
	const struct match_problem *p = &d->p;
	size_t best;

	if (job == p->jobs)
		return 0;
	if (!jobs[job] || seat == p->seats)
		return fill(d, jobs, job + 1, 0, 0, 0);
	best = fill(d, jobs, job + 1, 0, 0, 0); /* the other seats stay empty */
	for (size_t i = from; i < p->people; i++) {
		uint32_t *room = &d->room[i * p->days + d->day[job]];
		bool leads = !p->lead || bits_has(p->lead[job], i);
		size_t n;

		if (!bits_has(bit_matrix_row(p->may, job), i) || *room == 0 ||
		    d->load[i] == d->most[i] || (!leads && seat - led + 1 == p->seats))
			continue;
		--*room;
		d->load[i]++;
		n = 1 + fill(d, jobs, job, i + 1, seat + 1, led + leads);
		++*room;
		d->load[i]--;
		best = n > best ? n : best;
	}
	return best;
}

static size_t count(const struct dept *d, const bool *jobs)
{
	size_t n = 0;

	for (size_t i = 0; i < d->p.jobs; i++)
		n += jobs[i];
	return n;
}

static bool is_blocked(struct dept *d, const bool *jobs)
{
	return fill(d, jobs, 0, 0, 0, 0) < count(d, jobs) * d->p.seats;
}

static bool check_set(struct dept *d)
{
	bool jobs[JOBS] = {false}, people[PEOPLE] = {false},
	     all[JOBS] = {true, true, true, true, true};
	struct match_fill *f;
	struct ssjc_err err;
	bool possible;
	size_t empty;

	assert_int_equal(match_fill_open(&f, &d->p, &err), SSJC_OK);
	possible = match_fill_people(f, 1) > 0;
	assert_int_equal(possible, !is_blocked(d, all));
	if (possible)
		goto out;
	empty = match_fill_blocked(f, jobs, people);
	assert_true(is_blocked(d, jobs));
	assert_int_equal(empty, count(d, jobs) * d->p.seats - fill(d, jobs, 0, 0, 0, 0));
	for (size_t i = 0; i < d->p.jobs; i++) {
		if (!jobs[i])
			continue;
		jobs[i] = false;
		assert_false(is_blocked(d, jobs));
		jobs[i] = true;
	}
out:
	match_fill_free(f);
	return !possible;
}

static void smallest_set(void **unused)
{
	size_t blocked = 0;

	(void)unused;
	state = 8;
	for (int round = 0; round < 3000; round++) {
		struct dept d;

		invent(&d);
		blocked += check_set(&d);
		bit_matrix_free(&d.may);
		bit_matrix_free(&d.leads);
	}
	assert_in_range(blocked, 1000, 2900);
}

/* ---- What would cure it ---- */

/* M of the seed text in ssjc-draw(7). */
static const char master[] = "082dd8468e49b1cfdb7b729a60adf1a438d83218edc5e2bed105e06420062c5f";

/* What a plan can be changed in. */
struct knobs {
	unsigned per_day, people, max_load, inspectors;
	bool qualified, teams;
	char to[16];
};

struct roster {
	struct buf people, objects;
};

static void invent_roster(struct roster *r)
{
	unsigned people = 2 + below(4), objects = 2 + below(6);

	*r = (struct roster){0};
	buf_z(&r->people, "cert,name,dept,skills,recuse,leave\n");
	for (unsigned i = 0; i < people; i++) {
		buf_printf(&r->people, "T-%u,人%u,transport,%s,", i, i, below(2) ? "hazmat" : "");
		for (unsigned k = 0; k < objects; k++)
			if (below(6) == 0)
				buf_printf(&r->people, "ID%u;", k);
		buf_printf(&r->people, ",%s\n", below(4) ? "" : "2023-06-15");
	}
	/* The other department is never in the way. */
	for (unsigned i = 0; i < 9; i++)
		buf_printf(&r->people, "M-%u,乙%u,market,,,\n", i, i);
	buf_z(&r->objects, "id,name,category\n");
	for (unsigned i = 0; i < objects; i++)
		buf_printf(&r->objects, "ID%u,企业%u,%s\n", i, i, below(2) ? "危货" : "客运");
}

/* The plan that the knobs say. */
static void write_plan(struct buf *plan, const struct knobs *k)
{
	buf_printf(plan,
	    "[plan]\nid = BLOCKED\ntitle = 抽查\nwindow = 2023-06-14..%s\nstrata = category\n"
	    "audit = a.db\ncalendar = c.csv\n[ratio]\n* = 20%%\n[assign]\nper_day = %u\nmode = %s\n"
	    "[items]\nfile = items.csv\n[department transport]\nname = 运输局\nlead = yes\n"
	    "inspectors = %u\nqualified = %s\n",
	    k->to, k->per_day, k->teams ? "teams" : "pairs", k->inspectors,
	    k->qualified ? "yes" : "no");
	if (k->max_load)
		buf_printf(plan, "max_load = %u\n", k->max_load);
	buf_z(plan, "[department market]\nname = 市场局\ninspectors = 1\n");
}

static ssjc_rc solve(const struct roster *r, const struct knobs *k, struct ssjc_err *err)
{
	struct plan plan;
	struct calendar *calendar;
	struct items items;
	struct inspectors inspectors;
	struct table table;
	struct object object[8];
	struct assignment out = {0};
	struct buf text = {0}, people = {0};
	struct assign_problem p;
	ssjc_rc rc;

	write_plan(&text, k);
	buf_str(&people, buf_text(&r->people));
	for (unsigned i = 0; i < k->people; i++)
		buf_printf(&people, "N-%u,新%u,transport,hazmat,,\n", i, i);
	assert_int_equal(plan_read(&plan, buf_text(&text), "test.plan", "", "", err), SSJC_OK);
	assert_int_equal(
	    calendar_read(&calendar, STR("date,day,name\n2023-06-22,off,端午\n"), "c.csv", err),
	    SSJC_OK);
	assert_int_equal(items_read(&items,
	                     STR("item,dept,category,title,skill\nT1,transport,危货,安全,hazmat\n"),
	                     "items.csv", err),
	    SSJC_OK);
	assert_int_equal(inspectors_read(&inspectors, buf_text(&people), "i.csv", err), SSJC_OK);
	assert_int_equal(table_read(&table, buf_text(&r->objects), "o.csv", err), SSJC_OK);
	for (size_t i = 0; i < table.rows; i++)
		object[i] = object_read(&table, i);
	p = (struct assign_problem){.plan = &plan,
	    .items = &items,
	    .calendar = calendar,
	    .master = master,
	    .object = object,
	    .n_objects = table.rows,
	    .inspectors = &inspectors};
	rc = assign_solve(&out, &p, err);
	assignment_free(&out);
	table_close(&table);
	inspectors_close(&inspectors);
	items_close(&items);
	calendar_free(calendar);
	plan_close(&plan);
	buf_free(&text);
	buf_free(&people);
	return rc;
}

static bool works(const struct roster *r, const struct knobs *k)
{
	struct ssjc_err err;

	return solve(r, k, &err) == SSJC_OK;
}

/* The number before, or after, a word of the message; 0 without it. */
static unsigned number_at(const char *msg, const char *word, bool before)
{
	const char *at = strstr(msg, "alone would do"), *end;

	at = at ? strstr(at, word) : NULL;
	if (!at)
		return 0;
	if (!before)
		return (unsigned)strtoul(at + strlen(word), NULL, 10);
	for (end = at; at[-1] >= '0' && at[-1] <= '9';)
		at--;
	assert_true(at < end);
	return (unsigned)strtoul(at, NULL, 10);
}

/*
 * Of one kind: what the message names makes a match possible, and one less does not; nor
 * does anything of what it does not name. knob is one of *k, as it is in the plan.
 */
static size_t check_number(const struct roster *r, struct knobs *k, unsigned *knob, const char *msg,
    unsigned named, int step)
{
	unsigned base = *knob;

	if (named) {
		*knob = named;
		if (!works(r, k))
			fail_msg("%u is not enough: %s", named, msg);
		*knob = named - (unsigned)step;
		if (*knob != base)
			assert_false(works(r, k));
	}
	for (int n = 1; !named && n <= 8 && (step > 0 || base > (unsigned)n); n++) {
		*knob = base + (unsigned)(n * step);
		assert_false(works(r, k));
	}
	*knob = base;
	return named != 0;
}

/* How many cures the message has. */
static size_t check_cures(const struct roster *r, const struct knobs *base, const char *msg)
{
	struct knobs k = *base;
	size_t n = 0;
	const char *window = strstr(msg, "(window to ");

	n += check_number(r, &k, &k.per_day, msg, number_at(msg, "per_day = ", false), 1);
	if (k.max_load)
		n += check_number(r, &k, &k.max_load, msg, number_at(msg, "max_load = ", false), 1);
	n += check_number(r, &k, &k.inspectors, msg, number_at(msg, "inspectors = ", false), -1);
	if (window) {
		memcpy(k.to, window + strlen("(window to "), 10);
		assert_true(works(r, &k));
		n++;
	}
	k = *base;
	n += check_number(r, &k, &k.people, msg,
	    number_at(msg, strstr(msg, " more inspectors") ? " more inspectors" : " more inspector",
	        true),
	    1);
	k.qualified = false;
	if (base->qualified)
		assert_int_equal(works(r, &k), strstr(msg, "qualified = no") != NULL);
	return n + (strstr(msg, "qualified = no") != NULL);
}

static void cures(void **unused)
{
	size_t impossible = 0, named = 0;

	(void)unused;
	state = 13;
	for (int round = 0; round < 400; round++) {
		struct knobs k = {.per_day = 1 + below(2),
		    .max_load = below(2) ? 1 + below(3) : 0,
		    .inspectors = 1 + below(2),
		    .qualified = below(2)};
		struct roster r;
		struct ssjc_err err;
		ssjc_rc rc;

		snprintf(k.to, sizeof k.to, "2023-06-1%u", 4 + below(3));
		invent_roster(&r);
		rc = solve(&r, &k, &err);
		/* Too few who may serve at all say so themselves. */
		if (rc && !strstr(err.msg, "can serve")) {
			assert_int_equal(rc, SSJC_PLAN);
			impossible++;
			named += check_cures(&r, &k, err.msg);
		}
		buf_free(&r.people);
		buf_free(&r.objects);
	}
	assert_in_range(impossible, 100, 350);
	assert_true(named > impossible);
}

/* Teams: one more that can go anywhere. */
static void cures_of_teams(void **unused)
{
	struct knobs k = {.per_day = 1, .inspectors = 2, .teams = true, .to = "2023-06-15"};
	struct roster r = {0};
	struct ssjc_err err;

	(void)unused;
	buf_z(&r.people,
	    "cert,name,dept,recuse,leave\nT-1,甲,transport,,\nT-2,乙,transport,,\n"
	    "M-1,丙,market,,\n");
	buf_z(&r.objects, "id,name,category\nA,甲公司,客运\nB,乙公司,客运\nC,丙公司,客运\n");
	assert_int_equal(solve(&r, &k, &err), SSJC_PLAN);
	assert_non_null(strstr(err.msg,
	    "each of these alone would do: per_day = 2; 1 more working day "
	    "(window to 2023-06-16); people who can go anywhere for 1 "
	    "more team"));
	k.per_day = 2;
	assert_true(works(&r, &k));
	buf_free(&r.people);
	buf_free(&r.objects);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(smallest_set), cmocka_unit_test(cures),
	    cmocka_unit_test(cures_of_teams)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
