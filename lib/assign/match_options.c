#include "match_options.h"

#include <stdlib.h>

/* How many of each list are tried first: a few more than a good match uses. */
enum { FEW = 12, START = 8 };

bits match_options_list(const struct match_options *o, size_t list, size_t k)
{
	const struct match_problem *p = o->p;
	size_t job = list % p->jobs;
	bits word = bit_matrix_row(p->may, job)[k];

	if ((k + 1) * BITS > o->people)
		word &= ~(bits)0 >> ((k + 1) * BITS - o->people);
	if (p->lead)
		word &= list < p->jobs ? p->lead[job][k] : ~p->lead[job][k];
	return word;
}

static int64_t level_of(const struct match_options *o, size_t job, size_t person)
{
	return o->p->level ? o->p->level(o->p->levels, job, person) : 0;
}

struct match_cost match_options_cost(const struct match_options *o, size_t job, size_t person)
{
	unsigned char raw[COST_SIZE];
	match_wide cost = 0;

	o->p->cost(o->p->arg, job, person, raw);
	for (size_t i = 0; i < COST_SIZE; i++)
		cost = cost << 8 | raw[i];
	return match_cost_of(level_of(o, job, person), cost);
}

bool match_options_below(
    const struct match_options *o, size_t job, size_t person, const struct match_cost *bound)
{
	int64_t level = level_of(o, job, person);
	match_wide start, limit;

	if (level != bound->level)
		return level < bound->level;
	start = o->start[job * o->people + person];
	limit = match_cost_rest(*bound) >> 8 * (COST_SIZE - START);
	if (start != limit)
		return start < limit;
	return match_cost_below(match_options_cost(o, job, person), *bound);
}

/* Some people of a list, the cheapest first. */
struct few {
	struct cheap {
		int64_t level;
		uint64_t start;
		size_t person;
	} v[FEW];
	size_t n;
};

static bool cheaper(const struct cheap *a, const struct cheap *b)
{
	return a->level != b->level ? a->level < b->level : a->start < b->start;
}

static void few_add(struct few *f, struct cheap c)
{
	size_t k;

	if (f->n < FEW)
		f->n++;
	else if (!cheaper(&c, &f->v[FEW - 1]))
		return;
	for (k = f->n - 1; k > 0 && cheaper(&c, &f->v[k - 1]); k--)
		f->v[k] = f->v[k - 1];
	f->v[k] = c;
}

static void read_list(struct match_options *o, size_t list)
{
	size_t job = list % o->p->jobs;
	struct few few = {.n = 0};

	for (size_t k = 0; k < bits_words(o->people); k++)
		for (bits word = match_options_list(o, list, k); word; word &= word - 1) {
			size_t i = k * BITS + bits_lowest(word);
			unsigned char raw[COST_SIZE];
			uint64_t start = 0;

			o->p->cost(o->p->arg, job, i, raw);
			for (size_t b = 0; b < START; b++)
				start = start << 8 | raw[b];
			o->start[job * o->people + i] = start;
			few_add(&few, (struct cheap){level_of(o, job, i), start, i});
		}
	for (size_t i = 0; i < few.n; i++)
		bits_set(bit_matrix_row(&o->in, job), few.v[i].person);
}

ssjc_rc match_options_open(
    struct match_options *o, const struct match_fill *f, struct ssjc_err *err)
{
	const struct match_problem *p = f->p;
	int64_t highest = p->level ? p->highest : 0;

	*o = (struct match_options){.p = p, .people = f->people, .lists = f->lists};
	o->even = highest * (int64_t)(p->jobs * p->seats) + 1;
	/*
	 * What a path costs is at most the levels of all seats, less than even, and even as often as
	 * there are levels of loads, twice; so are the prices, and their sums fit well.
	 */
	if (o->even > INT64_MAX / 16 / (int64_t)(f->people + 1))
		return ssjc_fail(err, SSJC_USAGE,
		    "there are too many objects and inspectors to be matched (%zu)",
		    p->jobs + p->people);
	o->start = malloc((o->p->jobs * o->people + 1) * sizeof *o->start);
	if (!o->start || !bit_matrix_open(&o->in, o->p->jobs, o->people))
		return ssjc_fail_memory(err);
	for (size_t list = 0; list < o->lists; list++)
		read_list(o, list);
	return SSJC_OK;
}

void match_options_free(struct match_options *o)
{
	free(o->start);
	bit_matrix_free(&o->in);
}
