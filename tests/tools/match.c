/*
 * match JOBS PEOPLE DAYS PER_DAY SEED auto|all [FILE]: match an invented department, with
 * two seats at each job, a tenth of the people on leave for some days, and a twentieth
 * recused from three jobs each. Prints how long that took, how many serve, and what it
 * comes to: the sum of the squared loads and that of the costs. FILE gets the instance,
 * for tests/bench/lemon.cc.
 */
#include "assign/match.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SEATS = 2 };

__extension__ typedef unsigned __int128 wide;

static uint64_t state;

static uint32_t below(uint32_t n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)((state >> 33) % n);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void *room(size_t n, size_t size)
{
	void *p = calloc(n + 1, size);

	if (!p) {
		fputs("out of memory\n", stderr);
		exit(1);
	}
	return p;
}

/* Ids of the jobs and the people, and the key of their costs. */
static char (*job_id)[32], (*person_id)[32];

static void cost(const void *key, size_t job, size_t person, unsigned char out[COST_SIZE])
{
	ticket_cost(key, str_of(job_id[job]), str_of(person_id[person]), out);
}

static void name(char (**id)[32], char letter, size_t n)
{
	*id = room(n, sizeof **id);
	for (size_t i = 0; i < n; i++)
		snprintf((*id)[i], sizeof(*id)[i], "%c%zu", letter, i);
}

static wide number(const struct match_problem *p, size_t job, size_t person)
{
	unsigned char raw[COST_SIZE];
	wide n = 0;

	p->cost(p->arg, job, person, raw);
	for (size_t i = 0; i < COST_SIZE; i++)
		n = n << 8 | raw[i];
	return n;
}

static void print_hex(FILE *f, wide n)
{
	fprintf(f, "%llx%016llx", (unsigned long long)(n >> 64), (unsigned long long)n);
}

struct instance {
	struct match_problem p;
	struct bit_matrix may;
	uint32_t *day, *room, *load, *most;
};

static void invent(struct instance *x, size_t jobs, size_t people, size_t days, uint32_t per_day)
{
	x->day = room(jobs, sizeof *x->day);
	x->room = room(people * days, sizeof *x->room);
	x->load = room(people, sizeof *x->load);
	x->most = room(people, sizeof *x->most);
	if (!bit_matrix_open(&x->may, jobs, people))
		exit(1);
	for (size_t job = 0; job < jobs; job++)
		x->day[job] = (uint32_t)(job * days / jobs);
	for (size_t i = 0; i < people; i++) {
		uint32_t from = 1, to = 0;

		if (below(10) == 0) {
			from = below((uint32_t)days);
			to = from + below(5);
		}
		for (uint32_t d = 0; d < days; d++) {
			x->room[i * days + d] = d >= from && d <= to ? 0 : per_day;
			x->most[i] += x->room[i * days + d];
		}
		for (size_t job = 0; job < jobs; job++)
			if (x->room[i * days + x->day[job]] > 0)
				bits_set(bit_matrix_row(&x->may, job), i);
		for (int k = 0, n = below(20) == 0 ? 3 : 0; k < n; k++)
			bits_clear(bit_matrix_row(&x->may, below((uint32_t)jobs)), i);
	}
	x->p = (struct match_problem){.jobs = jobs,
	    .people = people,
	    .days = days,
	    .seats = SEATS,
	    .day = x->day,
	    .may = &x->may,
	    .room = x->room,
	    .load = x->load,
	    .most = x->most,
	    .cost = cost};
}

static void write_instance(const struct instance *x, size_t people, const char *path)
{
	const struct match_problem *p = &x->p;
	FILE *f = fopen(path, "w");
	bool ok;

	if (!f) {
		perror(path);
		exit(1);
	}
	fprintf(f, "%zu %zu %zu %zu\n", p->jobs, people, p->days, p->seats);
	for (size_t i = 0; i < people * p->days; i++)
		fprintf(f, "%u\n", (unsigned)p->room[i]);
	for (size_t job = 0; job < p->jobs; job++)
		for (size_t i = 0; i < people; i++)
			if (bits_has(bit_matrix_row(p->may, job), i)) {
				fprintf(f, "%zu %zu %u ", job, i, (unsigned)p->day[job]);
				print_hex(f, number(p, job, i));
				putc('\n', f);
			}
	ok = !ferror(f);
	if (fclose(f) != 0 || !ok)
		exit(1);
}

static void report(const struct instance *x, size_t people, const uint32_t *seat, double took)
{
	uint64_t squares = 0;
	wide sum = 0;

	for (size_t s = 0; s < x->p.jobs * SEATS; s++) {
		squares += 2 * (uint64_t)x->load[seat[s]]++ + 1;
		sum += number(&x->p, s / SEATS, seat[s]);
	}
	printf("%.3f s %zu serve %llu ", took, people, (unsigned long long)squares);
	print_hex(stdout, sum);
	putchar('\n');
}

int main(int argc, char **argv)
{
	struct instance x = {0};
	struct match_fill *fill = NULL;
	struct ticket_key *key = NULL;
	char master[TICKET_HEX];
	struct ssjc_err err = {0};
	size_t n[4], people;
	uint32_t *seat;
	double start;

	if (argc < 7) {
		fputs("usage: match JOBS PEOPLE DAYS PER_DAY SEED auto|all [FILE]\n", stderr);
		return 2;
	}
	for (int i = 0; i < 4; i++)
		n[i] = (size_t)strtoull(argv[i + 1], NULL, 10);
	state = strtoull(argv[5], NULL, 10);
	invent(&x, n[0], n[1], n[2], (uint32_t)n[3]);
	name(&job_id, 'J', n[0]);
	name(&person_id, 'P', n[1]);
	seat = room(n[0] * SEATS, sizeof *seat);
	if (ticket_master(str_of(argv[5]), master, &err) ||
	    ticket_key_open(&key, master, STR("match/d"), &err))
		goto fail;
	x.p.arg = key;
	start = now();
	if (match_fill_open(&fill, &x.p, &err))
		goto fail;
	people = match_fill_people(
	    fill, strcmp(argv[6], "all") == 0 ? n[1] : (n[0] * SEATS - 1) / (n[2] * n[3]) + 1);
	if (people == 0) {
		puts("there is no match");
		return 3;
	}
	if (match_solve(fill, seat, &err))
		goto fail;
	report(&x, people, seat, now() - start);
	if (argc > 7)
		write_instance(&x, people, argv[7]);
	match_fill_free(fill);
	return 0;
fail:
	fprintf(stderr, "match: %s\n", err.msg);
	return 1;
}
