#include "ssjc/draw/draw_sql.h"

#include "sql_step.h"

#include "ssjc/draw/seed.h"
#include "ssjc/plan/ticket.h"

#include <string.h>

/* The first is the whole draw. */
static const struct draw_sql_step steps[] = {
    {.name = "draw", .seed = true, .put = sql_step_draw},
    {.name = "counts", .shard = true, .put = sql_step_counts},
    {.name = "below", .shard = true, .cutoffs = true, .put = sql_step_below},
    {.name = "views", .only = "postgresql", .put = sql_step_views},
    {.name = "merge", .seed = true, .only = "postgresql", .put = sql_step_merge},
};
enum { STEPS = sizeof steps / sizeof steps[0] };

ssjc_rc draw_sql_step_find(const struct draw_sql_step **out, const char *name, struct ssjc_err *err)
{
	for (size_t i = 0; i < STEPS; i++)
		if (strcmp(name ? name : steps[0].name, steps[i].name) == 0) {
			*out = &steps[i];
			return SSJC_OK;
		}
	return ssjc_fail(
	    err, SSJC_USAGE, "--step: “%s” is not counts, below, views or merge", name);
}

/* Names are in comments too, which a line end would end. */
static ssjc_rc check_columns(const struct sql_query *q, struct ssjc_err *err)
{
	size_t most = q->dialect->identifier_max;

	for (size_t i = 0; i < q->columns; i++) {
		struct str name = q->column[i];

		if (name.n == 0)
			return ssjc_fail(err, SSJC_INPUT, "column %zu has no name", i + 1);
		for (size_t k = 0; k < name.n; k++)
			if ((unsigned char)name.p[k] < 0x20)
				return ssjc_fail(err, SSJC_INPUT,
				    "the name of column %zu has a control character", i + 1);
		if (most && name.n > most)
			return ssjc_fail_at(err, SSJC_INPUT, NULL, 0, name.p,
			    "is a name of %zu bytes; %s takes %zu", name.n, q->dialect->name, most);
	}
	return SSJC_OK;
}

/* The number of the draw that a seed text is for, 1 without one; seed_check has the last word. */
static unsigned number_of(struct str seed)
{
	struct str line;
	int64_t n;

	while (str_split(&seed, '\n', &line))
		if (str_starts(line, "draw=") &&
		    !num_parse((struct str){line.p + 5, line.n - 5}, 1, UINT32_MAX, &n))
			return (unsigned)n;
	return 1;
}

/* The number of the draw and K, which are what a seed text is for. */
static ssjc_rc by_seed(
    struct sql_query *q, const struct draw_sql *of, struct ticket_key **key, struct ssjc_err *err)
{
	ssjc_rc rc;

	q->draw = number_of(of->seed);
	rc = seed_check(of->seed, of->seed_name, of->plan->id, q->draw, err);
	if (rc)
		return rc;
	rc = ticket_key_seed(key, of->seed, STR("object"), err);
	if (rc)
		return rc;
	q->key = str_of(ticket_key_hex(*key));
	return SSJC_OK;
}

ssjc_rc draw_sql(struct buf *out, const struct draw_sql *of, struct ssjc_err *err)
{
	struct sql_query q = {.plan = of->plan, .shard = of->shard, .cutoffs = of->cutoffs};
	struct ticket_key *key = NULL;
	ssjc_rc rc = sql_dialect_find(&q.dialect, of->dialect, err);

	if (rc)
		goto out;
	if (of->step->only && strcmp(of->step->only, of->dialect) != 0) {
		rc = ssjc_fail(
		    err, SSJC_USAGE, "--step %s is for %s alone", of->step->name, of->step->only);
		goto out;
	}
	q.column = draw_roster_columns(of->roster, &q.columns);
	rc = check_columns(&q, err);
	if (rc)
		goto out;
	if (of->step->seed) {
		rc = by_seed(&q, of, &key, err);
		if (rc)
			goto out;
	}
	if (of->step->cutoffs) {
		q.draw = of->cutoffs->draw;
		q.key = of->cutoffs->key;
	}
	of->step->put(out, &q);
	if (out->failed)
		rc = ssjc_fail_memory(err);
out:
	ticket_key_free(key);
	return rc;
}
