#include "assign_work.h"

#include "min_cost_flow.h"
#include "ssjc/base/language.h"

#include <stdlib.h>
#include <string.h>

/* A seat that somebody may take: an arc of the network. */
struct option {
	size_t job, person, arc;
	min_cost_flow_wide cost;
};

/*
 * A department's network: source, sink, a node an object, two more an object
 * when its first seat needs skills (of the qualified and of the others), a
 * node a person and day, and one a person.
 */
struct net {
	struct min_cost_flow *flow;
	size_t split, day, person; /* where the nodes of each kind begin */
	struct option *option;     /* by job */
	size_t n, cap;
	size_t *supply; /* each job's arc from the source */
	int64_t amount;
};

enum { SOURCE, SINK, JOBS };

static void net_close(struct net *net)
{
	min_cost_flow_free(net->flow);
	free(net->option);
	free(net->supply);
}

static ssjc_rc arc(struct assign_work *w, struct net *net, size_t from, size_t to, size_t capacity,
    struct min_cost_flow_cost cost, size_t *number)
{
	return min_cost_flow_arc(net->flow, from, to, (int64_t)capacity, cost, number, w->err);
}

static const struct min_cost_flow_cost no_cost = {0, 0};

static min_cost_flow_wide cost_of(
    const struct ticket_key *key, const struct assign_job *j, const struct person *x)
{
	unsigned char raw[COST_SIZE];
	min_cost_flow_wide cost = 0;

	ticket_cost(key, j->object->id, x->who->cert, raw);
	for (size_t i = 0; i < COST_SIZE; i++)
		cost = cost * 256 + raw[i];
	return cost;
}

/* The node by which a person comes to an object: where its skills matter, one of two. */
static size_t node_of(const struct assign_work *w, const struct pool *pool, const struct net *net,
    size_t job, size_t person)
{
	if (!pool->dept->qualified)
		return JOBS + job;
	return net->split + 2 * job + !pool->v[person].qualified[w->job[job].category];
}

/* The arcs of an object: from the source, and to those who may sit there. */
static ssjc_rc add_job(struct assign_work *w, const struct pool *pool, size_t people, size_t at,
    struct ticket_key *key, struct net *net)
{
	const struct assign_job *j = &w->job[at];
	size_t seats = pool->dept->inspectors, node = JOBS + at, skilled = net->split + 2 * at;
	ssjc_rc rc = arc(w, net, SOURCE, node, seats, no_cost, &net->supply[at]);

	if (rc)
		return rc;
	if (pool->dept->qualified) {
		rc = arc(w, net, node, skilled, seats, no_cost, NULL);
		if (rc)
			return rc;
		rc = arc(w, net, node, skilled + 1, seats - 1, no_cost, NULL);
		if (rc)
			return rc;
	}
	for (size_t i = 0; i < people; i++) {
		const struct person *x = &pool->v[i];
		struct option o = {.job = at, .person = i};

		if (!bits_has(bit_matrix_row(&pool->may, at), i))
			continue;
		if (key)
			o.cost = cost_of(key, j, x);
		rc = arc(w, net, node_of(w, pool, net, at, i), net->day + i * w->n_days + j->day, 1,
		    (struct min_cost_flow_cost){0, o.cost}, &o.arc);
		if (rc)
			return rc;
		if (!array_grow(&net->option, &net->cap, net->n, sizeof o))
			return ssjc_fail_memory(w->err);
		net->option[net->n++] = o;
	}
	return SSJC_OK;
}

/*
 * The arcs of a person: his days, and to the sink one arc for each object that
 * he may still take. The l-th costs l*l - (l-1)*(l-1), so that a load of l
 * costs its square.
 */
static ssjc_rc add_load(
    struct assign_work *w, const struct pool *pool, size_t i, bool costs, struct net *net)
{
	const struct person *x = &pool->v[i];
	size_t max = pool->dept->max_load, most = 0;
	ssjc_rc rc;

	for (size_t d = 0; d < w->n_days; d++) {
		size_t more = assign_free(w, x, d);

		if (more > w->day[d].jobs)
			more = w->day[d].jobs;
		most += more;
		if (more == 0)
			continue;
		rc = arc(
		    w, net, net->day + i * w->n_days + d, net->person + i, more, no_cost, NULL);
		if (rc)
			return rc;
	}
	if (max && most + x->load > max)
		most = x->load < max ? max - x->load : 0;
	if (!costs)
		return arc(w, net, net->person + i, SINK, most, no_cost, NULL);
	for (size_t l = x->load; l < x->load + most; l++) {
		rc = arc(w, net, net->person + i, SINK, 1,
		    (struct min_cost_flow_cost){2 * (int64_t)l + 1, 0}, NULL);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

/* Build the network of the first so many people and run it; key NULL: at no cost. */
static ssjc_rc run(struct assign_work *w, const struct pool *pool, size_t people,
    struct ticket_key *key, struct net *net)
{
	size_t nodes;
	ssjc_rc rc;

	*net = (struct net){.split = JOBS + w->n_jobs};
	net->day = net->split + (pool->dept->qualified ? 2 * w->n_jobs : 0);
	net->person = net->day + people * w->n_days;
	nodes = net->person + people;
	net->supply = calloc(w->n_jobs + 1, sizeof *net->supply);
	if (!net->supply)
		return ssjc_fail_memory(w->err);
	rc = min_cost_flow_open(&net->flow, nodes, w->err);
	if (rc)
		return rc;
	for (size_t i = 0; i < w->n_jobs; i++) {
		rc = add_job(w, pool, people, i, key, net);
		if (rc)
			return rc;
	}
	for (size_t i = 0; i < people; i++) {
		rc = add_load(w, pool, i, key != NULL, net);
		if (rc)
			return rc;
	}
	return min_cost_flow_run(net->flow, SOURCE, SINK, &net->amount, w->err);
}

static bool complete(const struct assign_work *w, const struct pool *pool, const struct net *net)
{
	return (uint64_t)net->amount == (uint64_t)w->n_jobs * pool->dept->inspectors;
}

static ssjc_rc feasible(struct assign_work *w, const struct pool *pool, size_t people, bool *is)
{
	struct net net;
	ssjc_rc rc = run(w, pool, people, NULL, &net);

	*is = !rc && complete(w, pool, &net);
	net_close(&net);
	return rc;
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

/* Texts of a set that is too long to name whole: some, "and N more". */
struct few {
	struct buf text;
	size_t n, most;
};

/* "name (id)" or "name (id, date)". */
static void few_add(struct few *f, struct str name, struct str id, const char *date)
{
	if (f->n < f->most)
		buf_printf(&f->text, "%s%.*s (%.*s%s%s)", f->n ? ", " : "", STR_ARG(name),
		    STR_ARG(id), date ? ", " : "", date ? date : "");
	f->n++;
}

static void few_end(struct few *f)
{
	if (f->n > f->most)
		language_both(&f->text, " and %zu more", f->n - f->most);
}

static ssjc_rc fail_blocked(
    struct assign_work *w, const struct pool *pool, const struct net *net, const bool *reached)
{
	struct few objects = {.most = 3}, people = {.most = 8};
	struct buf why = {0}, limit = {0};
	size_t count[WHYS] = {0};
	const struct assign_job *first = NULL;
	bool *left = assign_room(w, pool->n, sizeof *left);
	char date[DATE_SIZE];
	bool one;
	ssjc_rc rc;

	if (!left)
		return SSJC_SYSTEM;
	for (size_t i = 0; i < w->n_jobs; i++) {
		const struct assign_job *j = &w->job[i];

		if (!reached[JOBS + i])
			continue;
		first = first ? first : j;
		date_format(w->day[j->day].date, date);
		few_add(&objects, j->object->name, j->object->id, date);
	}
	for (size_t i = 0; i < net->n; i++)
		if (reached[node_of(w, pool, net, net->option[i].job, net->option[i].person)])
			left[net->option[i].person] = true;
	for (size_t i = 0; i < pool->n; i++) {
		enum why reason = assign_why(w, pool, &pool->v[i], first);

		if (left[i])
			few_add(&people, pool->v[i].who->name, pool->v[i].who->cert, NULL);
		else /* he might sit there, were the seats of the unskilled not taken */
			count[reason == MAY ? UNSKILLED : reason]++;
	}
	few_end(&objects);
	few_end(&people);
	assign_say(&why, count);
	one = objects.n == 1;
	if (pool->dept->max_load)
		buf_printf(&limit, ", max_load = %u", pool->dept->max_load);
	rc = ssjc_fail_at(w->err, SSJC_PLAN, w->p->plan->name, pool->dept->line, NULL,
	    "department %.*s: no match is feasible: %zu object%s, %.*s, need%s %u inspectors%s%s; "
	    "left for %s (per_day = %u%.*s): %.*s%s%.*s",
	    STR_ARG(pool->dept->key), objects.n, one ? "" : "s", STR_ARG(buf_text(&objects.text)),
	    one ? "s" : "", pool->dept->inspectors, one ? "" : " each",
	    pool->dept->qualified ? W_(", the first of them qualified") : "", one ? "it" : "them",
	    w->p->plan->per_day, STR_ARG(buf_text(&limit)),
	    STR_ARG(people.n ? buf_text(&people.text) : STR(W_("nobody"))),
	    why.n ? W_("; the others: ") : "", STR_ARG(buf_text(&why)));
	if (objects.text.failed || people.text.failed || why.failed || limit.failed)
		rc = ssjc_fail_memory(w->err);
	buf_free(&limit);
	buf_free(&objects.text);
	buf_free(&people.text);
	buf_free(&why);
	return rc;
}

/* Enough of the unseated objects to start from: their sets differ little. */
enum { STARTS = 100 };

/*
 * From an object that lacks a seat, what the residual network reaches is a set of
 * objects whose inspectors are too few (Hall); best are the nodes of the smallest.
 */
static ssjc_rc smallest_set(struct assign_work *w, const struct pool *pool, const struct net *net,
    size_t nodes, bool *reached, bool *best)
{
	size_t least = SIZE_MAX;

	for (size_t i = 0, starts = 0; i < w->n_jobs && starts < STARTS; i++) {
		size_t n = 0;
		ssjc_rc rc;

		if (min_cost_flow_on(net->flow, net->supply[i]) == pool->dept->inspectors)
			continue;
		starts++;
		rc = min_cost_flow_reach(net->flow, JOBS + i, reached, w->err);
		if (rc)
			return rc;
		for (size_t k = 0; k < w->n_jobs; k++)
			n += reached[JOBS + k];
		if (n < least) {
			least = n;
			memcpy(best, reached, nodes * sizeof *best);
		}
	}
	return SSJC_OK;
}

/* With all of the pool there is no match: name the objects and people that are in the way. */
static ssjc_rc blocked(struct assign_work *w, const struct pool *pool)
{
	struct net net;
	bool *reached = NULL, *best = NULL;
	size_t nodes;
	ssjc_rc rc = run(w, pool, pool->able, NULL, &net);

	if (rc)
		goto out;
	nodes = net.person + pool->able;
	reached = calloc(nodes, sizeof *reached);
	best = calloc(nodes, sizeof *best);
	if (!reached || !best) {
		rc = ssjc_fail_memory(w->err);
		goto out;
	}
	rc = smallest_set(w, pool, &net, nodes, reached, best);
	if (rc)
		goto out;
	rc = fail_blocked(w, pool, &net, best);
out:
	free(reached);
	free(best);
	net_close(&net);
	return rc;
}

/* How few of the first people can do it, but low at least. */
static ssjc_rc find_serving(struct assign_work *w, const struct pool *pool, size_t low, size_t *out)
{
	size_t high = low;
	bool is;
	ssjc_rc rc = feasible(w, pool, low, &is);

	if (rc)
		return rc;
	/* Longer and longer steps up, then halves. */
	for (size_t step = 1; !is; step *= 2) {
		if (high == pool->able)
			return blocked(w, pool);
		low = high + 1;
		high = pool->able - high < step ? pool->able : high + step;
		rc = feasible(w, pool, high, &is);
		if (rc)
			return rc;
	}
	while (low < high) {
		size_t mid = low + (high - low) / 2;

		rc = feasible(w, pool, mid, &is);
		if (rc)
			return rc;
		if (is)
			high = mid;
		else
			low = mid + 1;
	}
	*out = high;
	return SSJC_OK;
}

static int option_by_cost(const void *a, const void *b)
{
	const struct option *x = a, *y = b;

	if (x->cost != y->cost)
		return x->cost < y->cost ? -1 : 1;
	return (x->person > y->person) - (x->person < y->person);
}

/*
 * Seat those chosen for one object by their cost: seat 1 leads, and where it
 * needs skills it is the cheapest of the qualified who comes to the front.
 */
static ssjc_rc seat_job(struct assign_work *w, const struct pool *pool, struct option *v, size_t n)
{
	const struct assign_job *j = &w->job[v->job];
	struct option lead;
	size_t at = 0;

	qsort(v, n, sizeof *v, option_by_cost);
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

/* Seat those whom the network chose, object by object. */
static ssjc_rc seat_chosen(struct assign_work *w, const struct pool *pool, struct net *net)
{
	for (size_t i = 0, n; i < net->n; i += n) {
		size_t chosen = 0;
		ssjc_rc rc;

		/* They are gathered at the front of the object's options. */
		for (n = 0; i + n < net->n && net->option[i + n].job == net->option[i].job; n++)
			if (min_cost_flow_on(net->flow, net->option[i + n].arc) > 0)
				net->option[i + chosen++] = net->option[i + n];
		rc = seat_job(w, pool, &net->option[i], chosen);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static void count_loads(const struct pool *pool, struct assign_dept *stats)
{
	stats->pool = pool->able;
	stats->serving = pool->serving;
	for (size_t i = 0; i < pool->serving; i++) {
		if (i == 0 || pool->v[i].load < stats->low)
			stats->low = pool->v[i].load;
		if (pool->v[i].load > stats->high)
			stats->high = pool->v[i].load;
	}
}

ssjc_rc assign_serving(struct assign_work *w, struct pool *pool)
{
	size_t low = pool->dept->draw ? pool->dept->draw : least_people(w, pool);

	if (low < pool->serving)
		low = pool->serving;
	if (low > pool->able)
		low = pool->able;
	return find_serving(w, pool, low, &pool->serving);
}

ssjc_rc assign_match(struct assign_work *w, struct pool *pool, struct assign_dept *stats)
{
	struct ticket_key *key = NULL;
	struct net net = {0};
	ssjc_rc rc = assign_key(w, "match/", pool->dept->key, &key);

	if (rc)
		goto out;
	rc = run(w, pool, pool->serving, key, &net);
	if (rc)
		goto out;
	rc = seat_chosen(w, pool, &net);
	if (rc)
		goto out;
	count_loads(pool, stats);
out:
	ticket_key_free(key);
	net_close(&net);
	return rc;
}
