#include "assign_work.h"

#include "min_cost_flow.h"

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
    const struct ticket_key *key, const struct job *j, const struct person *x)
{
	unsigned char raw[COST_SIZE];
	min_cost_flow_wide cost = 0;

	ticket_cost(key, j->object->id, x->who->cert, raw);
	for (size_t i = 0; i < COST_SIZE; i++)
		cost = cost * 256 + raw[i];
	return cost;
}

/* The node by which a person gets at an object: where its skills matter, one of two. */
static size_t node_of(const struct assign_work *w, const struct pool *lot, const struct net *net,
    size_t job, size_t person)
{
	if (!lot->dept->qualified)
		return JOBS + job;
	return net->split + 2 * job + !lot->v[person].qualified[w->job[job].category];
}

/* The arcs of an object: from the source, and to those who may sit there. */
static ssjc_rc add_job(struct assign_work *w, const struct pool *lot, size_t people, size_t at,
    struct ticket_key *key, struct net *net)
{
	const struct job *j = &w->job[at];
	size_t seats = lot->dept->inspectors, node = JOBS + at, skilled = net->split + 2 * at;
	ssjc_rc rc = arc(w, net, SOURCE, node, seats, no_cost, &net->supply[at]);

	if (rc == SSJC_OK && lot->dept->qualified)
		rc = arc(w, net, node, skilled, seats, no_cost, NULL);
	if (rc == SSJC_OK && lot->dept->qualified)
		rc = arc(w, net, node, skilled + 1, seats - 1, no_cost, NULL);
	for (size_t i = 0; i < people && rc == SSJC_OK; i++) {
		const struct person *x = &lot->v[i];
		struct option o = {.job = at, .person = i};

		if (assign_why(w, lot, x, j) != MAY)
			continue;
		if (key)
			o.cost = cost_of(key, j, x);
		rc = arc(w, net, node_of(w, lot, net, at, i), net->day + i * w->n_days + j->day, 1,
		    (struct min_cost_flow_cost){0, o.cost}, &o.arc);
		if (rc == SSJC_OK && !array_grow(&net->option, &net->cap, net->n, sizeof o))
			rc = ssjc_fail_memory(w->err);
		if (rc == SSJC_OK)
			net->option[net->n++] = o;
	}
	return rc;
}

/*
 * The arcs of a person: his days, and to the sink one arc for each object that
 * he may still take. The l-th costs l*l - (l-1)*(l-1), so that a load of l
 * costs its square.
 */
static ssjc_rc add_load(
    struct assign_work *w, const struct pool *lot, size_t i, bool costs, struct net *net)
{
	const struct person *x = &lot->v[i];
	size_t max = lot->dept->max_load, most = 0;
	ssjc_rc rc = SSJC_OK;

	for (size_t d = 0; d < w->n_days && rc == SSJC_OK; d++) {
		size_t more = assign_free(w, x, d);

		if (more > w->day[d].jobs)
			more = w->day[d].jobs;
		most += more;
		if (more > 0)
			rc = arc(w, net, net->day + i * w->n_days + d, net->person + i, more,
			    no_cost, NULL);
	}
	if (max && most + x->load > max)
		most = x->load < max ? max - x->load : 0;
	if (!costs)
		return rc == SSJC_OK ? arc(w, net, net->person + i, SINK, most, no_cost, NULL) : rc;
	for (size_t l = x->load; l < x->load + most && rc == SSJC_OK; l++)
		rc = arc(w, net, net->person + i, SINK, 1,
		    (struct min_cost_flow_cost){2 * (int64_t)l + 1, 0}, NULL);
	return rc;
}

/* Build the network of the first people of the lot and run it; key NULL: at no cost. */
static ssjc_rc run(struct assign_work *w, const struct pool *lot, size_t people,
    struct ticket_key *key, struct net *net)
{
	size_t nodes;
	ssjc_rc rc;

	*net = (struct net){.split = JOBS + w->n_jobs};
	net->day = net->split + (lot->dept->qualified ? 2 * w->n_jobs : 0);
	net->person = net->day + people * w->n_days;
	nodes = net->person + people;
	net->supply = calloc(w->n_jobs + 1, sizeof *net->supply);
	if (!net->supply)
		return ssjc_fail_memory(w->err);
	rc = min_cost_flow_open(&net->flow, nodes, w->err);
	for (size_t i = 0; i < w->n_jobs && rc == SSJC_OK; i++)
		rc = add_job(w, lot, people, i, key, net);
	for (size_t i = 0; i < people && rc == SSJC_OK; i++)
		rc = add_load(w, lot, i, key != NULL, net);
	if (rc == SSJC_OK)
		rc = min_cost_flow_run(net->flow, SOURCE, SINK, &net->amount, w->err);
	return rc;
}

static bool complete(const struct assign_work *w, const struct pool *lot, const struct net *net)
{
	return (uint64_t)net->amount == (uint64_t)w->n_jobs * lot->dept->inspectors;
}

static ssjc_rc feasible(struct assign_work *w, const struct pool *lot, size_t people, bool *is)
{
	struct net net;
	ssjc_rc rc = run(w, lot, people, NULL, &net);

	*is = rc == SSJC_OK && complete(w, lot, &net);
	net_close(&net);
	return rc;
}

/*
 * The shortest prefix with enough places and enough people on every day: no
 * shorter one can be feasible, and mostly this one is.
 */
static size_t least_people(const struct assign_work *w, const struct pool *lot)
{
	size_t n = 0;

	for (size_t d = 0; d < w->n_days; d++) {
		size_t seats = lot->dept->inspectors, places = 0, people = 0, i = 0;

		if (w->day[d].jobs == 0)
			continue;
		for (; i < lot->pool && (places < seats * w->day[d].jobs || people < seats); i++) {
			size_t more = assign_free(w, &lot->v[i], d);

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
		buf_printf(&f->text, " and %zu more", f->n - f->most);
}

static ssjc_rc fail_blocked(
    struct assign_work *w, const struct pool *lot, const struct net *net, const bool *reached)
{
	struct few objects = {.most = 3}, people = {.most = 8};
	struct buf why = {0}, limit = {0};
	size_t count[WHYS] = {0};
	const struct job *first = NULL;
	bool *left = assign_room(w, lot->n, sizeof *left);
	char date[DATE_SIZE];
	bool one;
	ssjc_rc rc;

	if (!left)
		return SSJC_SYSTEM;
	for (size_t i = 0; i < w->n_jobs; i++) {
		const struct job *j = &w->job[i];

		if (!reached[JOBS + i])
			continue;
		first = first ? first : j;
		date_format(w->day[j->day].date, date);
		few_add(&objects, j->object->name, j->object->id, date);
	}
	for (size_t i = 0; i < net->n; i++)
		if (reached[node_of(w, lot, net, net->option[i].job, net->option[i].person)])
			left[net->option[i].person] = true;
	for (size_t i = 0; i < lot->n; i++) {
		enum why reason = assign_why(w, lot, &lot->v[i], first);

		if (left[i])
			few_add(&people, lot->v[i].who->name, lot->v[i].who->cert, NULL);
		else /* he might sit there, were the seats of the unskilled not taken */
			count[reason == MAY ? UNSKILLED : reason]++;
	}
	few_end(&objects);
	few_end(&people);
	assign_say(&why, count);
	one = objects.n == 1;
	if (lot->dept->max_load)
		buf_printf(&limit, ", max_load = %u", lot->dept->max_load);
	rc = ssjc_fail_at(w->err, SSJC_PLAN, w->p->plan->name, lot->dept->line, NULL,
	    "department %.*s: no match is feasible: %zu object%s, %.*s, need%s %u inspectors%s%s; "
	    "left for %s (per_day = %u%.*s): %.*s%s%.*s",
	    STR_ARG(lot->dept->key), objects.n, one ? "" : "s", STR_ARG(buf_text(&objects.text)),
	    one ? "s" : "", lot->dept->inspectors, one ? "" : " each",
	    lot->dept->qualified ? ", the first of them qualified" : "", one ? "it" : "them",
	    w->p->plan->per_day, STR_ARG(buf_text(&limit)),
	    STR_ARG(people.n ? buf_text(&people.text) : STR("nobody")),
	    why.n ? "; the others: " : "", STR_ARG(buf_text(&why)));
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
 * With all of the pool there is no match. From an object that lacks a seat,
 * what the residual network reaches is a set of objects whose inspectors are
 * too few (Hall); name the smallest.
 */
static ssjc_rc blocked(struct assign_work *w, const struct pool *lot)
{
	struct net net;
	ssjc_rc rc = run(w, lot, lot->pool, NULL, &net);
	size_t nodes = net.person + lot->pool, least = SIZE_MAX;
	bool *reached = calloc(nodes, sizeof *reached), *best = calloc(nodes, sizeof *best);

	if (rc == SSJC_OK && (!reached || !best))
		rc = ssjc_fail_memory(w->err);
	for (size_t i = 0, starts = 0; i < w->n_jobs && starts < STARTS && rc == SSJC_OK; i++) {
		size_t n = 0;

		if (min_cost_flow_on(net.flow, net.supply[i]) == lot->dept->inspectors)
			continue;
		starts++;
		rc = min_cost_flow_reach(net.flow, JOBS + i, reached, w->err);
		for (size_t k = 0; k < w->n_jobs; k++)
			n += reached[JOBS + k];
		if (rc == SSJC_OK && n < least) {
			least = n;
			memcpy(best, reached, nodes * sizeof *best);
		}
	}
	if (rc == SSJC_OK)
		rc = fail_blocked(w, lot, &net, best);
	free(reached);
	free(best);
	net_close(&net);
	return rc;
}

/* The shortest feasible prefix of the lot that has at least low people. */
static ssjc_rc find_prefix(struct assign_work *w, const struct pool *lot, size_t low, size_t *out)
{
	size_t high = low;
	bool is;
	ssjc_rc rc = feasible(w, lot, low, &is);

	/* Longer and longer steps up, then halves. */
	for (size_t step = 1; rc == SSJC_OK && !is; step *= 2) {
		if (high == lot->pool)
			return blocked(w, lot);
		low = high + 1;
		high = lot->pool - high < step ? lot->pool : high + step;
		rc = feasible(w, lot, high, &is);
	}
	while (rc == SSJC_OK && low < high) {
		size_t mid = low + (high - low) / 2;

		rc = feasible(w, lot, mid, &is);
		if (is)
			high = mid;
		else
			low = mid + 1;
	}
	*out = high;
	return rc;
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
static ssjc_rc seat_job(struct assign_work *w, const struct pool *lot, struct option *v, size_t n)
{
	const struct job *j = &w->job[v->job];
	struct option lead;
	size_t at = 0;
	ssjc_rc rc = SSJC_OK;

	qsort(v, n, sizeof *v, option_by_cost);
	while (at + 1 < n && !lot->v[v[at].person].qualified[j->category])
		at++;
	lead = v[at];
	memmove(v + 1, v, at * sizeof *v);
	v[0] = lead;
	for (size_t i = 0; i < n && rc == SSJC_OK; i++) {
		struct person *x = &lot->v[v[i].person];
		struct seat s = {.object = j->object->id,
		    .date = w->day[j->day].date,
		    .team = j->team,
		    .dept = lot->dept->key,
		    .seat = (unsigned)i + 1,
		    .duty = i == 0 ? DUTY_LEAD : DUTY_ASSIST,
		    .cert = x->who->cert,
		    .inspector = x->who->name};

		x->load++;
		rc = assign_place(w, &s);
	}
	return rc;
}

ssjc_rc assign_match(struct assign_work *w, struct pool *lot, struct assign_dept *stats)
{
	size_t low = lot->dept->draw ? lot->dept->draw : least_people(w, lot);
	struct ticket_key *key = NULL;
	struct net net = {0};
	ssjc_rc rc;

	if (low < lot->serving)
		low = lot->serving;
	if (low > lot->pool)
		low = lot->pool;
	rc = find_prefix(w, lot, low, &lot->serving);
	if (rc == SSJC_OK)
		rc = assign_key(w, "match/", lot->dept->key, &key);
	if (rc == SSJC_OK)
		rc = run(w, lot, lot->serving, key, &net);
	/* The chosen of each object, gathered at the front of its options. */
	for (size_t i = 0, n; i < net.n && rc == SSJC_OK; i += n) {
		size_t chosen = 0;

		for (n = 0; i + n < net.n && net.option[i + n].job == net.option[i].job; n++)
			if (min_cost_flow_on(net.flow, net.option[i + n].arc) > 0)
				net.option[i + chosen++] = net.option[i + n];
		rc = seat_job(w, lot, &net.option[i], chosen);
	}
	ticket_key_free(key);
	net_close(&net);
	stats->pool = lot->pool;
	stats->serving = lot->serving;
	for (size_t i = 0; i < lot->serving; i++) {
		if (i == 0 || lot->v[i].load < stats->low)
			stats->low = lot->v[i].load;
		if (lot->v[i].load > stats->high)
			stats->high = lot->v[i].load;
	}
	return rc;
}
