/*
 * match: against its definition, on random departments; MATCH_ROUNDS says how many. A
 * third have people who are mostly away, so that loads are far from even, and there are
 * seats held already, limits, jobs that need somebody to lead, and levels of costs.
 */
#include "../../match_oracle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { JOBS = 60, PEOPLE = 90, DAYS = 9, SEATS = 3, COSTS = 1 << 20, SMALL = 3 };

static uint64_t state;

/* A multiplicative congruential generator: the cases are the same everywhere. */
static uint32_t below(uint32_t n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)((state >> 33) % n);
}

/* A random department. */
struct dept {
	struct match_problem p;
	struct bit_matrix may, leads;
	const bits *lead[JOBS];
	uint32_t day[JOBS], room[PEOPLE * DAYS], load[PEOPLE], most[PEOPLE];
	uint32_t level[JOBS * PEOPLE];
	uint64_t seed;
};

/* Any number will do, if it is always the same: three steps of the generator, far apart. */
static void cost(const void *arg, size_t job, size_t person, unsigned char out[COST_SIZE])
{
	const struct dept *d = arg;
	uint64_t x = d->seed + (job * PEOPLE + person) * 0x9e3779b97f4a7c15u;

	for (size_t i = 0; i < COST_SIZE; i++) {
		x = (x ^ x >> 29) * 0xbf58476d1ce4e5b9u;
		/* In some rounds the costs differ late. */
		out[i] = d->seed % 7 == 3 && i < 8 ? 0 : (unsigned char)(x >> 56);
	}
}

static uint32_t level(const void *levels, size_t job, size_t person)
{
	const struct dept *d = levels;

	return d->level[job * d->p.people + person];
}

static int by_day(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static void add_person(struct dept *d, size_t i, uint32_t per_day, uint32_t away, uint32_t limit)
{
	size_t days = d->p.days;

	d->load[i] = below(3) == 0 ? below(5) : 0;
	d->most[i] = d->load[i];
	for (size_t k = 0; k < days; k++) {
		uint32_t room = below(100) < away ? 0
		    : below(4) == 0               ? below(per_day + 1)
		                                  : per_day;

		d->room[i * days + k] = room;
		d->most[i] += room;
	}
	if (limit && d->most[i] > limit)
		d->most[i] = d->load[i] > limit ? d->load[i] : limit;
}

/*
 * Levels as a plan's preferences make them: a visit again, by few, counts more than all
 * seats that are elsewhere. Others are any small numbers.
 */
static uint32_t new_level(struct dept *d, uint32_t levels)
{
	uint32_t big = (uint32_t)(d->p.jobs * d->p.seats) + 1;

	if (levels <= SMALL)
		return below(levels + 1);
	return (below(levels) == 0) * big + (below(3) > 0);
}

static void add_job(struct dept *d, size_t job, uint32_t recused, uint32_t levels)
{
	struct match_problem *p = &d->p;

	d->lead[job] = bit_matrix_row(&d->leads, below(2));
	for (size_t i = 0; i < p->people; i++) {
		d->level[job * p->people + i] = new_level(d, levels);
		if (d->room[i * p->days + d->day[job]] > 0 && below(100) >= recused)
			bits_set(bit_matrix_row(&d->may, job), i);
	}
}

static void invent(struct dept *d, uint32_t round)
{
	/* Few people to choose among, or many: then the dear ones are left out at first. */
	uint32_t many = round % 4 == 0, heavy = round % 3 == 0;
	uint32_t per_day = 1 + below(4), recused = below(3) * 15, kind = below(4),
	         levels = kind == 0 ? SMALL
	    : kind == 1             ? SMALL + 1 + below(6)
	                            : 0;
	uint32_t away = heavy ? 50 + below(40) : below(20),
	         limit = below(3) == 0 ? 1 + below(9) : 0;
	struct match_problem *p = &d->p;

	*d = (struct dept){.seed = round};
	*p = (struct match_problem){.jobs = 1 + below(JOBS),
	    .people = many ? 30 + below(PEOPLE - 29) : 2 + below(20),
	    .days = 1 + below(DAYS),
	    .seats = 1 + below(SEATS),
	    .day = d->day,
	    .may = &d->may,
	    .lead = below(3) == 0 ? d->lead : NULL,
	    .room = d->room,
	    .load = d->load,
	    .most = d->most,
	    .level = levels ? level : NULL,
	    .levels = d,
	    .highest = levels > SMALL ? JOBS * SEATS + 2 : SMALL,
	    .cost = cost,
	    .arg = d};
	assert_true(bit_matrix_open(&d->may, p->jobs, p->people));
	assert_true(bit_matrix_open(&d->leads, 2, p->people));
	for (size_t i = 0; i < p->people; i++) {
		for (size_t k = 0; k < 2; k++)
			if (below(2))
				bits_set(bit_matrix_row(&d->leads, k), i);
		/* A third of the people are there nearly always, even where most are away. */
		add_person(d, i, per_day, i % 3 == 0 ? below(10) : away, limit);
	}
	for (size_t job = 0; job < p->jobs; job++)
		d->day[job] = below((uint32_t)p->days);
	qsort(d->day, p->jobs, sizeof d->day[0], by_day);
	for (size_t job = 0; job < p->jobs; job++)
		add_job(d, job, recused, levels);
}

static void close_dept(struct dept *d)
{
	bit_matrix_free(&d->may);
	bit_matrix_free(&d->leads);
}

/* No more people than it takes; the sets in the way are really too few. */
static void check_blocked(struct match_fill *f, const struct match_problem *p)
{
	bool jobs[JOBS] = {false}, people[PEOPLE] = {false};
	size_t some = 0;

	match_fill_blocked(f, jobs, people);
	for (size_t job = 0; job < p->jobs; job++) {
		some += jobs[job];
		for (size_t i = 0; jobs[job] && !p->lead && i < p->people; i++)
			if (bits_has(bit_matrix_row(p->may, job), i))
				assert_true(people[i]);
	}
	assert_true(some > 0);
}

/* Whether there is a match. */
static bool compare(uint32_t round, size_t least, bool *uneven)
{
	static struct dept d;
	static uint32_t expected[JOBS * SEATS], seat[JOBS * SEATS];
	struct match_fill *f;
	struct ssjc_err err;
	size_t people, needed = least;
	uint32_t load[PEOPLE];
	bool is;

	invent(&d, round);
	if (needed > d.p.people)
		needed = d.p.people;
	while (!(is = oracle_solve(&d.p, needed, 40000, expected)) && needed < d.p.people)
		needed++;
	assert_int_equal(match_fill_open(&f, &d.p, &err), SSJC_OK);
	people = match_fill_people(f, least);
	if (people != (is ? needed : 0))
		fail_msg("round %u: %zu serve, not %zu", (unsigned)round, people, is ? needed : 0);
	if (!is) {
		check_blocked(f, &d.p);
		goto out;
	}
	if (match_solve(f, seat, &err))
		fail_msg("round %u: %s", (unsigned)round, err.msg);
	memcpy(load, d.load, sizeof load);
	for (size_t job = 0; job < d.p.jobs; job++)
		qsort(&seat[job * d.p.seats], d.p.seats, sizeof *seat, by_day);
	for (size_t s = 0; s < d.p.jobs * d.p.seats; s++) {
		if (seat[s] != expected[s])
			fail_msg("round %u: job %zu has %u, not %u", (unsigned)round, s / d.p.seats,
			    (unsigned)seat[s], (unsigned)expected[s]);
		load[seat[s]]++;
	}
	for (size_t i = 1; i < people; i++)
		*uneven |= load[i] > load[0] + 1 || load[0] > load[i] + 1;
out:
	match_fill_free(f);
	close_dept(&d);
	return is;
}

static void definition(void **unused)
{
	const char *rounds = getenv("MATCH_ROUNDS"), *first = getenv("MATCH_FIRST");
	uint32_t n = rounds ? (uint32_t)strtoul(rounds, NULL, 10) : 900, matched = 0, odd = 0;
	uint32_t from = first ? (uint32_t)strtoul(first, NULL, 10) : 0;

	(void)unused;
	for (uint32_t round = from; round < from + n; round++) {
		bool uneven = false;

		state = round;
		matched += compare(round, 1 + below(12), &uneven);
		odd += uneven;
	}
	print_message("# %u of %u matched, %u with loads that differ by more than 1\n",
	    (unsigned)matched, (unsigned)n, (unsigned)odd);
	assert_true(matched > n / 3 && odd > n / 6);
}

/* ---- Preferences, by trying all ---- */

/* What a way to fill all seats comes to: squares of loads, then its levels. */
struct worth {
	uint64_t squares, levels;
};

static void count_worth(const struct dept *d, const uint32_t *seat, struct worth *out)
{
	const struct match_problem *p = &d->p;
	uint32_t load[PEOPLE];

	memcpy(load, d->load, sizeof load);
	*out = (struct worth){0, 0};
	for (size_t s = 0; s < p->jobs * p->seats; s++) {
		load[seat[s]]++;
		out->levels += d->level[s / p->seats * p->people + seat[s]];
	}
	for (size_t i = 0; i < p->people; i++)
		out->squares += (uint64_t)load[i] * load[i];
}

/* Is there somebody to lead at each job, and has nobody too much? */
static bool is_match(const struct dept *d, const uint32_t *seat)
{
	const struct match_problem *p = &d->p;
	uint32_t load[PEOPLE], count[PEOPLE * DAYS] = {0};

	memcpy(load, d->load, sizeof load);
	for (size_t job = 0; job < p->jobs; job++) {
		bool led = !p->lead;

		for (size_t s = job * p->seats; s < (job + 1) * p->seats; s++) {
			size_t place = seat[s] * p->days + p->day[job];

			led |= p->lead && bits_has(p->lead[job], seat[s]);
			if (++count[place] > p->room[place] || ++load[seat[s]] > p->most[seat[s]])
				return false;
		}
		if (!led)
			return false;
	}
	return true;
}

/* Try everybody for the seats from s on; those of a job are in the order of people. */
static void try_all(const struct dept *d, uint32_t *seat, size_t s, struct worth *best)
{
	const struct match_problem *p = &d->p;
	size_t job = s / p->seats;
	struct worth x;

	if (s == p->jobs * p->seats) {
		count_worth(d, seat, &x);
		if (is_match(d, seat) &&
		    (x.squares < best->squares ||
		        (x.squares == best->squares && x.levels < best->levels)))
			*best = x;
		return;
	}
	for (size_t i = s % p->seats ? seat[s - 1] + 1 : 0; i < p->people; i++)
		if (bits_has(bit_matrix_row(p->may, job), i)) {
			seat[s] = (uint32_t)i;
			try_all(d, seat, s + 1, best);
		}
}

/* As even as without preferences, and then with the fewest visits again, then elsewhere. */
static void preferences(void **unused)
{
	static struct dept d;
	uint32_t n = 400, tried = 0;

	(void)unused;
	for (uint32_t round = 0; round < n; round++) {
		uint32_t seat[JOBS * SEATS], some[JOBS * SEATS];
		struct worth best = {UINT64_MAX, 0}, is, plain;
		struct match_fill *f;
		struct ssjc_err err;
		size_t seats;

		state = round + 77;
		invent(&d, 4 * round + 1 + round % 3);
		d.p.jobs = 1 + d.p.jobs % 4;
		d.p.people = d.p.people < 5 ? d.p.people : 5;
		d.p.seats = 1 + d.p.seats % 2;
		seats = d.p.jobs * d.p.seats;
		for (size_t job = 0; job < d.p.jobs; job++)
			add_job(&d, job, 10, SMALL + 3);
		d.p.level = level;
		d.p.highest = JOBS * SEATS + 2;
		try_all(&d, some, 0, &best);
		assert_int_equal(match_fill_open(&f, &d.p, &err), SSJC_OK);
		assert_int_equal(match_fill_people(f, d.p.people) > 0, best.squares < UINT64_MAX);
		if (best.squares < UINT64_MAX) {
			assert_int_equal(match_solve(f, seat, &err), SSJC_OK);
			count_worth(&d, seat, &is);
			assert_int_equal(is.squares, best.squares);
			assert_int_equal(is.levels, best.levels);
			match_fill_free(f);
			d.p.level = NULL;
			assert_int_equal(match_fill_open(&f, &d.p, &err), SSJC_OK);
			assert_int_equal(match_fill_people(f, d.p.people), d.p.people);
			assert_int_equal(match_solve(f, seat, &err), SSJC_OK);
			count_worth(&d, seat, &plain);
			assert_int_equal(plain.squares, is.squares);
			tried += seats > 3;
		}
		match_fill_free(f);
		close_dept(&d);
	}
	assert_true(tried > n / 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(definition), cmocka_unit_test(preferences)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
