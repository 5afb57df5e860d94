#include "assign_level.h"

#include <stdlib.h>
#include <string.h>

/* A department's people and the jobs, as numbers: what match.h asks for. */
struct numbers {
	struct match_problem p;
	const struct assign_work *w;
	const struct pool *pool;
	struct ticket_key *key; /* of the costs */
	uint32_t *day, *room, *load, *most;
	struct bit_matrix leads; /* of each category, who can lead */
	const bits **lead;
};

static void cost_of(const void *arg, size_t job, size_t person, unsigned char cost[COST_SIZE])
{
	const struct numbers *x = arg;

	ticket_cost(x->key, x->w->job[job].object->id, x->pool->v[person].who->cert, cost);
}

static void tell(void *arg, uint64_t filled)
{
	struct pool *pool = arg;
	uint64_t more = filled - pool->filled;
	uint64_t all = atomic_fetch_add(&pool->progress->filled, more) + more;

	pool->filled = filled;
	if (pool->tells)
		pool->progress->tick(NULL, all);
}

static void read_job(struct numbers *x, size_t job)
{
	const struct assign_job *j = &x->w->job[job];

	x->day[job] = (uint32_t)j->day;
	x->lead[job] = bit_matrix_row(&x->leads, j->category);
}

static void read_person(struct numbers *x, size_t i)
{
	const struct assign_work *w = x->w;
	const struct person *who = &x->pool->v[i];
	size_t max = x->pool->dept->max_load, most = who->load;

	for (size_t d = 0; d < w->n_days; d++) {
		size_t more = assign_free(w, who, d);

		if (more > w->day[d].jobs)
			more = w->day[d].jobs;
		most += more;
		x->room[i * w->n_days + d] = (uint32_t)more;
	}
	if (max && most > max)
		most = who->load < max ? max : who->load;
	x->load[i] = who->load;
	x->most[i] = (uint32_t)most;
	for (size_t c = 0; c < w->n_categories; c++)
		if (who->qualified[c])
			bits_set(bit_matrix_row(&x->leads, c), i);
}

static ssjc_rc open_numbers(struct numbers **out, const struct assign_work *w,
    const struct pool *pool, struct ssjc_err *err)
{
	struct numbers *x = calloc(1, sizeof *x);
	size_t n = pool->able, jobs = w->n_jobs;

	*out = x;
	if (!x)
		return ssjc_fail_memory(err);
	x->w = w;
	x->pool = pool;
	x->day = calloc(jobs + 1, sizeof *x->day);
	x->room = calloc(n * w->n_days + 1, sizeof *x->room);
	x->load = calloc(n + 1, sizeof *x->load);
	x->most = calloc(n + 1, sizeof *x->most);
	x->lead = calloc(jobs + 1, sizeof *x->lead);
	if (!x->day || !x->room || !x->load || !x->most || !x->lead ||
	    !bit_matrix_open(&x->leads, w->n_categories, n))
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < n; i++)
		read_person(x, i);
	for (size_t i = 0; i < jobs; i++)
		read_job(x, i);
	x->p = (struct match_problem){.jobs = jobs,
	    .people = n,
	    .days = w->n_days,
	    .seats = pool->dept->inspectors,
	    .day = x->day,
	    .may = &pool->may,
	    .lead = pool->dept->qualified ? x->lead : NULL,
	    .room = x->room,
	    .load = x->load,
	    .most = x->most,
	    .cost = cost_of,
	    .arg = x};
	return assign_key(w, "match/", pool->dept->key, &x->key, err);
}

static void close_numbers(struct numbers *x)
{
	if (!x)
		return;
	ticket_key_free(x->key);
	free(x->day);
	free(x->room);
	free(x->load);
	free(x->most);
	free(x->lead);
	bit_matrix_free(&x->leads);
	free(x);
}

/*
 * How many of the first people have enough places, and are enough, on every day:
 * fewer cannot do, and mostly so many can.
 */
static size_t least_people(const struct assign_work *w, const struct pool *pool)
{
	size_t n = 0;

	for (size_t d = 0; d < w->n_days; d++) {
		size_t seats = pool->dept->inspectors, places = 0, people = 0, i = 0;

		if (w->day[d].jobs == 0)
			continue;
		for (; i < pool->able && (places < seats * w->day[d].jobs || people < seats); i++) {
			size_t more = assign_free(w, &pool->v[i], d);

			places += more;
			people += more > 0;
		}
		if (i > n)
			n = i;
	}
	return n;
}

static void forget_serving(struct pool *pool)
{
	match_fill_free(pool->fill);
	close_numbers(pool->numbers);
	bit_matrix_free(&pool->recused);
	bit_matrix_free(&pool->may);
	pool->fill = NULL;
	pool->numbers = NULL;
}

/* Find who may sit where, and how many serve, at least low; 0 if all are too few. */
static ssjc_rc find_serving(
    const struct assign_work *w, struct pool *pool, size_t *serving, struct ssjc_err *err)
{
	size_t low = pool->dept->draw ? pool->dept->draw : least_people(w, pool);
	size_t share = assign_duty_share(pool);
	ssjc_rc rc;

	if (low < share)
		low = share;
	if (low < pool->serving)
		low = pool->serving;
	if (low > pool->able || w->p->possible)
		low = pool->able;
	rc = assign_may(w, pool, err);
	if (rc)
		return rc;
	rc = open_numbers(&pool->numbers, w, pool, err);
	if (rc)
		return rc;
	rc = match_fill_open(&pool->fill, &pool->numbers->p, err);
	if (rc)
		return rc;
	*serving = match_fill_people(pool->fill, low);
	return SSJC_OK;
}

ssjc_rc assign_serving(const struct assign_work *w, struct pool *pool, struct ssjc_err *err)
{
	size_t serving = 0;
	ssjc_rc rc = assign_duty(w, pool, err);

	if (rc)
		return rc;
	rc = find_serving(w, pool, &serving, err);
	if (rc)
		return rc;
	/* Without a match that is spread, there may be one that is not. */
	if (serving == 0 && pool->spread) {
		forget_serving(pool);
		assign_duty_drop(w, pool);
		rc = find_serving(w, pool, &serving, err);
		if (rc)
			return rc;
	}
	pool->serving = serving;
	return SSJC_OK;
}

/* What the plan prefers becomes levels of the costs. */
static ssjc_rc add_levels(const struct assign_work *w, struct pool *pool, struct ssjc_err *err)
{
	struct numbers *x = pool->numbers;
	struct str *cert;
	ssjc_rc rc;

	if (!assign_levels_any(w))
		return SSJC_OK;
	cert = calloc(pool->serving + 1, sizeof *cert);
	if (!cert)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < pool->serving; i++)
		cert[i] = pool->v[i].who->cert;
	rc = assign_levels_open(&pool->levels, w,
	    &(struct level_side){.n = pool->serving,
	        .member = cert,
	        .members = 1,
	        .seats = pool->dept->inspectors,
	        .name = cert,
	        .room = x->room,
	        .stage = "region/",
	        .dept = pool->dept->key},
	    err);
	free(cert);
	if (rc)
		return rc;
	x->p.level = assign_level;
	x->p.levels = pool->levels;
	x->p.highest = assign_levels_highest(pool->levels);
	return SSJC_OK;
}

ssjc_rc assign_match(const struct assign_work *w, struct pool *pool, struct ssjc_err *err)
{
	ssjc_rc rc = add_levels(w, pool, err);

	if (rc)
		return rc;
	if (pool->progress) {
		pool->numbers->p.tick = tell;
		pool->numbers->p.tick_arg = pool;
	}
	pool->seat = calloc(w->n_jobs * pool->dept->inspectors + 1, sizeof *pool->seat);
	if (!pool->seat)
		return ssjc_fail_memory(err);
	return match_solve(pool->fill, pool->seat, err);
}

void assign_match_close(struct pool *pool)
{
	forget_serving(pool);
	assign_levels_free(pool->levels);
	free(pool->seat);
}

/* Somebody who was chosen for an object. */
struct chosen {
	unsigned char cost[COST_SIZE];
	size_t person;
};

static int chosen_by_cost(const void *a, const void *b)
{
	const struct chosen *x = a, *y = b;
	int c = memcmp(x->cost, y->cost, COST_SIZE);

	return c ? c : (x->person > y->person) - (x->person < y->person);
}

/*
 * Seat those chosen for one object by their cost: seat 1 leads, and where it
 * needs skills it is the cheapest of the qualified who comes to the front.
 */
static ssjc_rc seat_job(
    struct assign_work *w, const struct pool *pool, size_t job, struct chosen *v)
{
	const struct assign_job *j = &w->job[job];
	struct chosen lead;
	size_t n = pool->dept->inspectors, at = 0;

	qsort(v, n, sizeof *v, chosen_by_cost);
	while (at + 1 < n && !pool->v[v[at].person].qualified[j->category])
		at++;
	lead = v[at];
	memmove(v + 1, v, at * sizeof *v);
	v[0] = lead;
	for (size_t i = 0; i < n; i++) {
		struct person *x = &pool->v[v[i].person];
		struct seat s = {.object = j->object->id,
		    .date = w->day[j->day].date,
		    .team = j->team,
		    .dept = pool->dept->key,
		    .seat = (unsigned)i + 1,
		    .duty = i == 0 ? DUTY_LEAD : DUTY_ASSIST,
		    .cert = x->who->cert,
		    .inspector = x->who->name};
		ssjc_rc rc;

		x->load++;
		rc = assign_place(w, &s);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static void count_loads(const struct pool *pool, struct assign_dept *stats)
{
	stats->pool = pool->able;
	stats->serving = pool->serving;
	stats->unspread = pool->unspread;
	for (size_t i = 0; i < pool->serving; i++) {
		if (i == 0 || pool->v[i].load < stats->low)
			stats->low = pool->v[i].load;
		if (pool->v[i].load > stats->high)
			stats->high = pool->v[i].load;
	}
}

ssjc_rc assign_seat(struct assign_work *w, struct pool *pool, struct assign_dept *stats)
{
	size_t n = pool->dept->inspectors;
	struct chosen *v = calloc(n + 1, sizeof *v);
	ssjc_rc rc = SSJC_OK;

	if (!v)
		return ssjc_fail_memory(w->err);
	for (size_t job = 0; job < w->n_jobs; job++) {
		for (size_t i = 0; i < n; i++) {
			v[i].person = pool->seat[job * n + i];
			cost_of(pool->numbers, job, v[i].person, v[i].cost);
			if (!pool->levels)
				continue;
			stats->again += assign_level_again(pool->levels, job, v[i].person);
			stats->apart += assign_level_apart(pool->levels, job, v[i].person);
		}
		rc = seat_job(w, pool, job, v);
		if (rc)
			goto out;
	}
	count_loads(pool, stats);
out:
	free(v);
	return rc;
}
