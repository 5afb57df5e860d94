#include "assign_level.h"

#include "ssjc/plan/roster.h"

#include <stdlib.h>
#include <string.h>

struct assign_levels {
	const struct assign_work *w;
	size_t n;
	uint32_t big;            /* what a visit again counts: more than all that are elsewhere */
	struct bit_matrix again; /* of each job, by person */
	uint32_t *group;         /* of each job; NULL without */
	uint32_t *home;          /* of each day, by person */
};

bool assign_levels_any(const struct assign_work *w)
{
	return (w->p->plan->prefer.rotate && w->p->last) || w->p->plan->prefer.group;
}

/* ---- Again ---- */

/* Whose certificate it is. */
struct member {
	struct str cert;
	size_t at;
};

static int member_by_cert(const void *a, const void *b)
{
	return str_cmp(((const struct member *)a)->cert, ((const struct member *)b)->cert);
}

/* Mark all with that certificate: of teams that are formed each day, a person is in many. */
static void mark(bits *row, const struct member *v, size_t n, struct str cert)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (str_cmp(v[middle].cert, cert) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < n && str_eq(v[low].cert, cert); low++)
		bits_set(row, v[low].at);
}

static void mark_visits(struct assign_levels *l, const struct member *v, size_t n)
{
	const struct last_visits *last = l->w->p->last;

	for (size_t job = 0; job < l->w->n_jobs; job++) {
		size_t first, visits = last_visits_of(last, l->w->job[job].object->id, &first);

		for (size_t i = first; i < first + visits; i++)
			mark(bit_matrix_row(&l->again, job), v, n, last->v[i].cert);
	}
}

static ssjc_rc find_again(
    struct assign_levels *l, const struct level_side *side, struct ssjc_err *err)
{
	size_t n = side->n * side->members;
	struct member *v = calloc(n + 1, sizeof *v);

	if (!v || !bit_matrix_open(&l->again, l->w->n_jobs, side->n)) {
		free(v);
		return ssjc_fail_memory(err);
	}
	for (size_t i = 0; i < n; i++)
		v[i] = (struct member){side->member[i], i / side->members};
	if (n > 1)
		qsort(v, n, sizeof *v, member_by_cert);
	if (n > 0)
		mark_visits(l, v, n);
	free(v);
	return SSJC_OK;
}

/* ---- Together ---- */

/* What a job has in the column that the plan names. */
struct lies {
	struct str in;
	size_t job;
};

static int lies_in_order(const void *a, const void *b)
{
	return str_cmp(((const struct lies *)a)->in, ((const struct lies *)b)->in);
}

/* The groups are numbered in the order of the bytes of their names; how many there are. */
static ssjc_rc find_groups(struct assign_levels *l, size_t *n, struct ssjc_err *err)
{
	const struct assign_work *w = l->w;
	struct lies *v = calloc(w->n_jobs + 1, sizeof *v);

	l->group = calloc(w->n_jobs + 1, sizeof *l->group);
	*n = 0;
	if (!v || !l->group) {
		free(v);
		return ssjc_fail_memory(err);
	}
	for (size_t i = 0; i < w->n_jobs; i++)
		v[i] = (struct lies){object_value(w->job[i].object, w->p->plan->prefer.group), i};
	if (w->n_jobs > 1)
		qsort(v, w->n_jobs, sizeof *v, lies_in_order);
	for (size_t i = 0; i < w->n_jobs; i++) {
		*n += i == 0 || !str_eq(v[i].in, v[i - 1].in);
		l->group[v[i].job] = (uint32_t)(*n - 1);
	}
	free(v);
	return SSJC_OK;
}

/* Somebody who can be out on a day, by the ticket of the day. */
struct out {
	unsigned char ticket[TICKET_SIZE];
	size_t at;
};

static int out_by_ticket(const void *a, const void *b)
{
	const struct out *x = a, *y = b;
	int c = memcmp(x->ticket, y->ticket, TICKET_SIZE);

	return c ? c : (x->at > y->at) - (x->at < y->at);
}

/* A group's share of the people of a day. */
struct quota {
	uint64_t jobs, people, rest;
	size_t group;
};

static int quota_by_rest(const void *a, const void *b)
{
	const struct quota *x = a, *y = b;

	if (x->rest != y->rest)
		return x->rest > y->rest ? -1 : 1;
	return (x->group > y->group) - (x->group < y->group);
}

static int quota_by_group(const void *a, const void *b)
{
	const struct quota *x = a, *y = b;

	return (x->group > y->group) - (x->group < y->group);
}

/* By largest remainder, of equal ones the first group: n people to groups of jobs in all. */
static void give_quotas(struct quota *q, size_t groups, uint64_t jobs, uint64_t n)
{
	uint64_t left = n;

	for (size_t g = 0; g < groups; g++) {
		q[g].people = q[g].jobs * n / jobs;
		q[g].rest = q[g].jobs * n % jobs;
		left -= q[g].people;
	}
	qsort(q, groups, sizeof *q, quota_by_rest);
	for (size_t g = 0; g < left; g++)
		q[g].people++;
	qsort(q, groups, sizeof *q, quota_by_group);
}

/* The tables that homes are given by, for one day after the other. */
struct homes {
	struct assign_levels *l;
	const struct level_side *side;
	struct ticket_key *key;
	struct out *out;
	struct quota *quota;
	size_t groups;
};

/* The jobs from first to end are the day's. */
static ssjc_rc give_homes(
    struct homes *h, size_t day, size_t first, size_t end, struct ssjc_err *err)
{
	const struct assign_work *w = h->l->w;
	size_t n = 0;

	for (size_t i = 0; i < h->side->n; i++) {
		ssjc_rc rc;

		if (h->side->room[i * w->n_days + day] == 0)
			continue;
		rc = assign_day_ticket(w, h->key, day, h->side->name[i], h->out[n].ticket, err);
		if (rc)
			return rc;
		h->out[n++].at = i;
	}
	if (n > 1)
		qsort(h->out, n, sizeof *h->out, out_by_ticket);
	for (size_t g = 0; g < h->groups; g++)
		h->quota[g] = (struct quota){.group = g};
	for (size_t job = first; job < end; job++)
		h->quota[h->l->group[job]].jobs++;
	give_quotas(h->quota, h->groups, end - first, n);
	for (size_t g = 0, at = 0; g < h->groups; g++)
		for (uint64_t k = 0; k < h->quota[g].people; k++)
			h->l->home[day * h->l->n + h->out[at++].at] = (uint32_t)g;
	return SSJC_OK;
}

static ssjc_rc find_homes(
    struct assign_levels *l, const struct level_side *side, struct ssjc_err *err)
{
	struct homes h = {.l = l, .side = side};
	ssjc_rc rc = find_groups(l, &h.groups, err);

	if (rc)
		goto out;
	l->home = calloc(l->w->n_days * l->n + 1, sizeof *l->home);
	h.out = calloc(l->n + 1, sizeof *h.out);
	h.quota = calloc(h.groups + 1, sizeof *h.quota);
	if (!l->home || !h.out || !h.quota) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	rc = assign_key(l->w, side->stage, side->dept, &h.key, err);
	if (rc)
		goto out;
	for (size_t first = 0, end; first < l->w->n_jobs; first = end) {
		size_t day = l->w->job[first].day;

		for (end = first; end < l->w->n_jobs && l->w->job[end].day == day;)
			end++;
		rc = give_homes(&h, day, first, end, err);
		if (rc)
			goto out;
	}
out:
	ticket_key_free(h.key);
	free(h.out);
	free(h.quota);
	return rc;
}

/* ---- All of it ---- */

ssjc_rc assign_levels_open(struct assign_levels **out, const struct assign_work *w,
    const struct level_side *side, struct ssjc_err *err)
{
	const struct plan_prefer *prefer = &w->p->plan->prefer;
	struct assign_levels *l = calloc(1, sizeof *l);
	ssjc_rc rc;

	*out = l;
	if (!l)
		return ssjc_fail_memory(err);
	*l = (struct assign_levels){.w = w, .n = side->n, .big = 1};
	if (prefer->group) {
		rc = find_homes(l, side, err);
		if (rc)
			return rc;
		l->big = (uint32_t)(w->n_jobs * side->seats) + 1;
	}
	return prefer->rotate && w->p->last ? find_again(l, side, err) : SSJC_OK;
}

bool assign_level_again(const struct assign_levels *l, size_t job, size_t i)
{
	return l->again.word && bits_has(bit_matrix_row(&l->again, job), i);
}

bool assign_level_apart(const struct assign_levels *l, size_t job, size_t i)
{
	return l->group && l->group[job] != l->home[l->w->job[job].day * l->n + i];
}

uint32_t assign_level(const void *levels, size_t job, size_t i)
{
	const struct assign_levels *l = levels;

	return assign_level_again(l, job, i) * l->big + assign_level_apart(l, job, i);
}

uint32_t assign_levels_highest(const struct assign_levels *l)
{
	return (l->again.word ? l->big : 0) + (l->group != NULL);
}

void assign_levels_free(struct assign_levels *l)
{
	if (!l)
		return;
	bit_matrix_free(&l->again);
	free(l->group);
	free(l->home);
	free(l);
}
