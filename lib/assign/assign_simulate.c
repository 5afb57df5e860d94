#include "ssjc/assign/assign_simulate.h"

#include "ssjc/plan/pick.h"
#include "ssjc/plan/ticket.h"

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
	uint64_t *times;                 /* n_objects x inspectors */
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
	size_t n = c->p.n_objects;

	c->object = calloc(n + 1, sizeof *c->object);
	c->inspector = calloc(r->n + 1, sizeof *c->inspector);
	if (r->n < SIZE_MAX / sizeof *c->times / (n + 1))
		c->times = calloc(n * r->n + 1, sizeof *c->times);
	if (!c->object || !c->inspector || !c->times)
		return ssjc_fail_memory(err);
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
	free(c->times);
}

static ssjc_rc play(struct counts *c, uint64_t round, struct ssjc_err *err)
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
		c->times[find(c->object, p.n_objects, a.v[i].object) * p.inspectors->n +
		    find(c->inspector, p.inspectors->n, a.v[i].cert)]++;
out:
	assignment_free(&a);
	buf_free(&seed);
	return rc;
}

static void write_counts(const struct counts *c, uint64_t rounds, struct csv_out *out)
{
	static const char *const head[] = {
	    "id", "name", "dept", "cert", "inspector", "times", "rounds"};
	const struct inspectors *r = c->p.inspectors;

	for (size_t i = 0; i < sizeof head / sizeof head[0]; i++)
		csv_out_field(out, str_of(head[i]));
	csv_out_end(out);
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
    uint64_t *infeasible, struct csv_out *out, struct ssjc_err *err)
{
	struct counts c = {.p = *p};
	ssjc_rc rc;

	c.p.n_objects = c.p.n_held = 0;
	*infeasible = 0;
	rc = read_objects(&c, drawn, err);
	if (rc)
		goto out;
	rc = make_counts(&c, err);
	if (rc)
		goto out;
	for (uint64_t i = 1; i <= rounds; i++) {
		rc = play(&c, i, err);
		if (rc == SSJC_PLAN && ++*infeasible < rounds)
			rc = SSJC_OK;
		if (rc)
			goto out;
	}
	write_counts(&c, rounds - *infeasible, out);
out:
	close_counts(&c);
	return rc;
}
