#include "ssjc/assign/assign_simulate.h"

#include "ssjc/base/parallel.h"
#include "ssjc/plan/pick.h"
#include "ssjc/plan/ticket.h"

#include <math.h>
#include <stdlib.h>

/* A text and whose it is, to find an object by id and an inspector by cert. */
struct name {
	struct str text;
	size_t at;
};

/* How often each inspector came to each object. */
struct counts {
	struct assign_problem p;
	struct object *v;                /* p's objects */
	struct name *object, *inspector; /* by text */
	uint64_t *times;                 /* n_objects x inspectors: the sum of the players' */
	uint64_t rounds;
	struct player {
		uint64_t *times;
		uint64_t infeasible, last; /* seeds without a match, and the last of them */
		ssjc_rc rc;                /* of what stopped it */
		struct ssjc_err err;       /* of that, or of the last seed without a match */
	} player[PARALLEL_WIDEST];
	unsigned players;
};

static int by_text(const void *a, const void *b)
{
	return str_cmp(((const struct name *)a)->text, ((const struct name *)b)->text);
}

static size_t find(const struct name *v, size_t n, struct str text)
{
	const struct name key = {text, 0}, *found = bsearch(&key, v, n, sizeof *v, by_text);

	return found->at;
}

/* The objects of the list that are to be inspected, as the list has them. */
static ssjc_rc read_objects(struct counts *c, const struct table *t, struct ssjc_err *err)
{
	static const char *const needed[] = {"id", "role", NULL};
	int role = table_col(t, "role");
	ssjc_rc rc = table_need(t, needed, err);

	if (rc)
		return rc;
	c->v = calloc(t->rows + 1, sizeof *c->v);
	if (!c->v)
		return ssjc_fail_memory(err);
	for (size_t row = 0; row < t->rows; row++) {
		struct pick pick = {0};

		if (!role_parse(table_at(t, row, role), &pick.role))
			return table_fail(t, row, "role", err, "“%.*s” is not a role",
			    STR_ARG(table_at(t, row, role)));
		pick.object = object_read(t, row);
		if (pick_is_drawn(&pick))
			c->v[c->p.n_objects++] = pick.object;
	}
	c->p.object = c->v;
	return SSJC_OK;
}

static ssjc_rc make_counts(struct counts *c, struct ssjc_err *err)
{
	const struct inspectors *r = c->p.inspectors;
	size_t n = c->p.n_objects, cells = n * r->n + 1;

	c->object = calloc(n + 1, sizeof *c->object);
	c->inspector = calloc(r->n + 1, sizeof *c->inspector);
	if (!c->object || !c->inspector || r->n >= SIZE_MAX / sizeof *c->times / (n + 1))
		return ssjc_fail_memory(err);
	c->players = parallel_width();
	for (unsigned i = 0; i < c->players; i++) {
		c->player[i].times = calloc(cells, sizeof *c->times);
		if (!c->player[i].times)
			return ssjc_fail_memory(err);
	}
	c->times = c->player[0].times;
	for (size_t i = 0; i < n; i++)
		c->object[i] = (struct name){c->v[i].id, i};
	for (size_t i = 0; i < r->n; i++)
		c->inspector[i] = (struct name){r->v[i].cert, i};
	qsort(c->object, n, sizeof *c->object, by_text);
	qsort(c->inspector, r->n, sizeof *c->inspector, by_text);
	return SSJC_OK;
}

static void close_counts(struct counts *c)
{
	free(c->v);
	free(c->object);
	free(c->inspector);
	for (unsigned i = 0; i < c->players; i++)
		free(c->player[i].times);
}

static ssjc_rc play(const struct counts *c, uint64_t *times, uint64_t round, struct ssjc_err *err)
{
	struct assign_problem p = c->p;
	struct assignment a = {0};
	struct buf seed = {0};
	char master[TICKET_HEX];
	ssjc_rc rc;

	p.master = master;
	buf_printf(&seed, "simulate %llu\n", (unsigned long long)round);
	rc = seed.failed ? ssjc_fail_memory(err) : ticket_master(buf_text(&seed), master, err);
	if (rc)
		goto out;
	rc = assign_solve(&a, &p, err);
	if (rc)
		goto out;
	for (size_t i = 0; i < a.n; i++)
		times[find(c->object, p.n_objects, a.v[i].object) * p.inspectors->n +
		    find(c->inspector, p.inspectors->n, a.v[i].cert)]++;
out:
	assignment_free(&a);
	buf_free(&seed);
	return rc;
}

/* One of several that share the rounds in turn. */
static void play_share(void *arg, unsigned i)
{
	struct counts *c = arg;
	struct player *own = &c->player[i];

	for (uint64_t round = i + 1; round <= c->rounds; round += c->players) {
		own->rc = play(c, own->times, round, &own->err);
		if (own->rc == SSJC_PLAN) {
			own->infeasible++;
			own->last = round;
		} else if (own->rc)
			return;
	}
	own->rc = SSJC_OK;
}

/* All rounds, and their sums. */
static ssjc_rc play_all(struct counts *c, uint64_t *infeasible, struct ssjc_err *err)
{
	size_t cells = c->p.n_objects * c->p.inspectors->n;
	const struct player *last = c->player;

	parallel(c->players, play_share, c);
	for (unsigned i = 0; i < c->players; i++) {
		const struct player *p = &c->player[i];

		if (p->rc) {
			*err = p->err;
			return p->rc;
		}
		*infeasible += p->infeasible;
		last = p->last > last->last ? p : last;
		for (size_t k = 0; i > 0 && k < cells; k++)
			c->times[k] += p->times[k];
	}
	if (*infeasible < c->rounds)
		return SSJC_OK;
	*err = last->err;
	return SSJC_PLAN;
}

/* Of the pairs of a department: what came out, and what could be expected. */
static void measure(const struct counts *c, const struct plan_dept *dept, uint64_t rounds,
    struct assign_chances *out)
{
	const struct inspectors *r = c->p.inspectors;
	uint64_t sum = 0, least = UINT64_MAX, most = 0;
	double squares = 0;

	*out = (struct assign_chances){0};
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < c->p.n_objects; i++)
			for (size_t k = 0; k < r->n; k++) {
				uint64_t times = c->times[i * r->n + k];
				double off = (double)times / (double)rounds - out->even;

				if (plan_dept_of(c->p.plan, r->v[k].dept) != dept)
					continue;
				if (pass == 1) {
					squares += off * off;
					continue;
				}
				out->pairs++;
				sum += times;
				least = times < least ? times : least;
				most = times > most ? times : most;
				out->even = (double)sum / (double)out->pairs / (double)rounds;
			}
	if (out->pairs == 0)
		return;
	out->least = (double)least / (double)rounds;
	out->most = (double)most / (double)rounds;
	out->deviation = sqrt(squares / (double)out->pairs);
	out->noise = sqrt(out->even * (1 - out->even) / (double)rounds);
}

static void write_counts(const struct counts *c, uint64_t rounds, struct csv_out *out)
{
	static const char *const head[] = {
	    "id", "name", "dept", "cert", "inspector", "times", "rounds"};
	const struct inspectors *r = c->p.inspectors;

	csv_out_header(out, head, sizeof head / sizeof head[0]);
	for (size_t i = 0; i < c->p.n_objects; i++)
		for (size_t k = 0; k < r->n; k++) {
			csv_out_field(out, c->v[i].id);
			csv_out_field(out, c->v[i].name);
			csv_out_field(out, plan_dept_of(c->p.plan, r->v[k].dept)->key);
			csv_out_field(out, r->v[k].cert);
			csv_out_field(out, r->v[k].name);
			csv_out_uint(out, c->times[i * r->n + k]);
			csv_out_uint(out, rounds);
			csv_out_end(out);
		}
}

ssjc_rc assign_simulate(const struct assign_problem *p, const struct table *drawn, uint64_t rounds,
    uint64_t *infeasible, struct assign_chances *chances, struct csv_out *out, struct ssjc_err *err)
{
	struct counts c = {.p = *p, .rounds = rounds};
	ssjc_rc rc;

	c.p.n_objects = c.p.n_held = 0;
	c.p.brief = true;
	*infeasible = 0;
	rc = read_objects(&c, drawn, err);
	if (rc)
		goto out;
	rc = make_counts(&c, err);
	if (rc)
		goto out;
	rc = play_all(&c, infeasible, err);
	if (rc)
		goto out;
	for (size_t i = 0; i < p->plan->n_depts; i++)
		measure(&c, &p->plan->dept[i], rounds - *infeasible, &chances[i]);
	write_counts(&c, rounds - *infeasible, out);
out:
	close_counts(&c);
	return rc;
}
