#include "match_fill.h"

#include <stdlib.h>
#include <string.h>

/* Where a search came from, if from no node: it began there, or it is another kind. */
enum { MOST_NODES = 1 << 30 };
#define BEGAN UINT32_MAX
#define OTHER (UINT32_MAX - 1)

static size_t place_of(const struct match_fill *f, size_t person, size_t day)
{
	return person * f->p->days + day;
}

/* ---- Memory ---- */

static bool make_room(struct match_fill *f)
{
	const struct match_problem *p = f->p;
	size_t seats = p->jobs * p->seats, places = p->people * p->days;

	f->seat = malloc((seats + 1) * sizeof *f->seat);
	f->next = malloc((seats + 1) * sizeof *f->next);
	f->head = malloc((places + 1) * sizeof *f->head);
	f->count = calloc(places + 1, sizeof *f->count);
	f->load = calloc(p->people + 1, sizeof *f->load);
	f->unled = calloc(p->jobs + 1, sizeof *f->unled);
	f->serving = calloc(bits_words(p->people) + 1, sizeof *f->serving);
	f->seen_list = calloc(bits_words(f->lists) + 1, sizeof *f->seen_list);
	f->seen_person = calloc(bits_words(p->people) + 1, sizeof *f->seen_person);
	f->from_list = malloc((f->lists + 1) * sizeof *f->from_list);
	f->from_place = malloc((places + 1) * sizeof *f->from_place);
	f->from_person = malloc((p->people + 1) * sizeof *f->from_person);
	f->queue = malloc((f->lists + places + p->people + 1) * sizeof *f->queue);
	f->lack = malloc((seats + 1) * sizeof *f->lack);
	return f->seat && f->next && f->head && f->count && f->load && f->unled && f->serving &&
	    f->seen_list && f->seen_person && f->from_list && f->from_place && f->from_person &&
	    f->queue && f->lack && bit_matrix_open(&f->seen_place, p->days, p->people);
}

ssjc_rc match_fill_open(
    struct match_fill **out, const struct match_problem *p, struct ssjc_err *err)
{
	struct match_fill *f = calloc(1, sizeof *f);

	*out = f;
	if (!f)
		return ssjc_fail_memory(err);
	f->p = p;
	f->lists = p->lead ? 2 * p->jobs : p->jobs;
	if (p->jobs > MOST_NODES / 8 / (p->seats + 1) || p->people > MOST_NODES / 8 / (p->days + 1))
		return ssjc_fail(err, SSJC_USAGE,
		    "there are too many objects and inspectors to be matched (%zu)",
		    p->jobs + p->people);
	if (!make_room(f))
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < p->jobs * p->seats; i++)
		f->seat[i] = MATCH_NOBODY;
	for (size_t i = 0; i < p->people * p->days; i++)
		f->head[i] = MATCH_NOBODY;
	memcpy(f->load, p->load, p->people * sizeof *f->load);
	return SSJC_OK;
}

void match_fill_free(struct match_fill *f)
{
	if (!f)
		return;
	free(f->seat);
	free(f->next);
	free(f->head);
	free(f->count);
	free(f->load);
	free(f->unled);
	free(f->serving);
	free(f->seen_list);
	free(f->seen_person);
	free(f->from_list);
	free(f->from_place);
	free(f->from_person);
	free(f->queue);
	free(f->lack);
	bit_matrix_free(&f->seen_place);
	free(f);
}

/* ---- Seats ---- */

static void sit(struct match_fill *f, size_t seat, size_t person)
{
	size_t job = seat / f->p->seats, place = place_of(f, person, f->p->day[job]);

	f->seat[seat] = (uint32_t)person;
	f->next[seat] = f->head[place];
	f->head[place] = (uint32_t)seat;
	f->count[place]++;
	f->load[person]++;
	f->unled[job] += !match_leads(f->p, job, person);
}

static void rise(struct match_fill *f, size_t seat)
{
	size_t job = seat / f->p->seats, person = f->seat[seat];
	size_t place = place_of(f, person, f->p->day[job]);
	uint32_t *at = &f->head[place];

	while (*at != seat)
		at = &f->next[*at];
	*at = f->next[seat];
	f->seat[seat] = MATCH_NOBODY;
	f->count[place]--;
	f->load[person]--;
	f->unled[job] -= !match_leads(f->p, job, person);
}

/* The first seat that nobody has; as many as a job has if there is none. */
static size_t free_seat(const struct match_fill *f, size_t job)
{
	size_t s = 0;

	while (s < f->p->seats && f->seat[job * f->p->seats + s] != MATCH_NOBODY)
		s++;
	return s;
}

static bool sits_at(const struct match_fill *f, size_t job, size_t person)
{
	for (size_t s = 0; s < f->p->seats; s++)
		if (f->seat[job * f->p->seats + s] == person)
			return true;
	return false;
}

/* The least loaded of those who serve for a seat, or MATCH_NOBODY. */
static size_t least_loaded(const struct match_fill *f, size_t job, bool leads)
{
	const bits *may = bit_matrix_row(f->p->may, job);
	size_t best = MATCH_NOBODY;

	for (size_t k = 0; k < bits_words(f->people); k++)
		for (bits word = may[k] & f->serving[k]; word; word &= word - 1) {
			size_t i = k * BITS + bits_lowest(word);
			size_t place = place_of(f, i, f->p->day[job]);

			if (f->count[place] < f->p->room[place] && f->load[i] < f->p->most[i] &&
			    (best == MATCH_NOBODY || f->load[i] < f->load[best]) &&
			    (!leads || match_leads(f->p, job, i)) && !sits_at(f, job, i))
				best = i;
		}
	return best;
}

/* Seat whoever is the least loaded, as far as that goes. */
static void fill_simply(struct match_fill *f)
{
	for (size_t job = 0; job < f->p->jobs; job++)
		for (size_t s = 0; s < f->p->seats; s++) {
			size_t who = least_loaded(f, job, s == 0 && f->p->lead);

			if (who != MATCH_NOBODY)
				sit(f, job * f->p->seats + s, who);
		}
}

/* ---- The search ---- */

static void forget(struct match_fill *f)
{
	const struct match_problem *p = f->p;

	memset(f->seen_place.word, 0, p->days * f->seen_place.width * sizeof(bits));
	memset(f->seen_list, 0, bits_words(f->lists) * sizeof(bits));
	memset(f->seen_person, 0, bits_words(p->people) * sizeof(bits));
	f->first = f->last = 0;
}

static void see_list(struct match_fill *f, size_t list, uint32_t from)
{
	if (bits_has(f->seen_list, list))
		return;
	bits_set(f->seen_list, list);
	f->from_list[list] = from;
	f->queue[f->last++] = (uint32_t)list;
}

static void see_place(struct match_fill *f, size_t place, uint32_t from)
{
	size_t days = f->p->days;

	bits_set(bit_matrix_row(&f->seen_place, place % days), place / days);
	f->from_place[place] = from;
	f->queue[f->last++] = (uint32_t)(f->lists + place);
}

static void see_person(struct match_fill *f, size_t person, uint32_t from)
{
	if (bits_has(f->seen_person, person))
		return;
	bits_set(f->seen_person, person);
	f->from_person[person] = from;
	f->queue[f->last++] = (uint32_t)(f->lists + f->p->people * f->p->days + person);
}

/* Is that a person at a place with room who can take one job more, and has few enough? */
static bool is_end(struct match_fill *f, size_t place)
{
	size_t person = place / f->p->days;

	return f->count[place] < f->p->room[place] && f->load[person] < f->limit &&
	    f->load[person] < f->p->most[person];
}

/*
 * From a list to the places of all whom it has, but for those who sit there; or to the
 * first at which the search ends.
 */
static void leave_list(struct match_fill *f, size_t list)
{
	const struct match_problem *p = f->p;
	size_t job = list % p->jobs, day = p->day[job];
	const bits *may = bit_matrix_row(p->may, job), *seen = bit_matrix_row(&f->seen_place, day);

	for (size_t k = 0; k < bits_words(f->people); k++) {
		bits word = may[k] & f->serving[k] & ~seen[k];

		if (p->lead)
			word &= list < p->jobs ? p->lead[job][k] : ~p->lead[job][k];
		for (; word; word &= word - 1) {
			size_t i = k * BITS + bits_lowest(word);

			if (sits_at(f, job, i))
				continue;
			see_place(f, place_of(f, i, day), (uint32_t)list);
			if (!is_end(f, place_of(f, i, day)))
				continue;
			f->from_person[i] = (uint32_t)place_of(f, i, day);
			f->end = i;
			return;
		}
	}
	if (p->lead && list < p->jobs && f->unled[job] + 1 < p->seats)
		see_list(f, p->jobs + job, OTHER);
	if (list >= p->jobs && f->unled[job] > 0)
		see_list(f, job, OTHER);
}

/* From a place to the lists of those jobs that its person could give up. */
static void leave_place(struct match_fill *f, size_t place)
{
	const struct match_problem *p = f->p;
	size_t person = place / p->days;

	if (f->count[place] < p->room[place])
		see_person(f, person, (uint32_t)place);
	for (uint32_t s = f->head[place]; s != MATCH_NOBODY; s = f->next[s]) {
		size_t job = s / p->seats;

		see_list(f, match_leads(p, job, person) ? job : p->jobs + job, s);
	}
}

static void leave_person(struct match_fill *f, size_t person)
{
	for (size_t d = 0; d < f->p->days; d++) {
		size_t place = place_of(f, person, d);

		if (f->count[place] > 0 && !bits_has(bit_matrix_row(&f->seen_place, d), person))
			see_place(f, place, OTHER);
	}
}

/*
 * Go on from what was seen until there is a person who can take one job more and has
 * fewer than limit; MATCH_NOBODY if there is none. A list leads to each, so that there
 * is no need to look at people who are reached.
 */
static size_t search(struct match_fill *f, size_t limit)
{
	size_t places = f->p->people * f->p->days;

	f->limit = limit;
	f->end = MATCH_NOBODY;
	while (f->first < f->last && f->end == MATCH_NOBODY) {
		size_t v = f->queue[f->first++];

		if (v < f->lists)
			leave_list(f, v);
		else if (v < f->lists + places)
			leave_place(f, v - f->lists);
		else
			leave_person(f, v - f->lists - places);
	}
	return f->end;
}

/* Give the person found a job, whose seat was somebody else's, who gets another, and so on. */
static void shift(struct match_fill *f, size_t person)
{
	size_t seats = f->p->seats, place;

	while ((place = f->from_person[person]) != BEGAN) {
		while (f->from_place[place] != OTHER) {
			size_t list = f->from_place[place], seat, who = place / f->p->days;

			while (f->from_list[list] == OTHER)
				list = list < f->p->jobs ? list + f->p->jobs : list - f->p->jobs;
			seat = f->from_list[list];
			if (seat == BEGAN) {
				sit(f, list * seats + free_seat(f, list), who);
				return;
			}
			place = place_of(f, f->seat[seat], f->p->day[seat / seats]);
			rise(f, seat);
			sit(f, seat, who);
		}
		person = place / f->p->days;
	}
}

/* ---- All seats ---- */

/* Fill the seats of the jobs that lack somebody, as far as that goes. */
static void fill_lacking(struct match_fill *f)
{
	size_t left = 0;

	forget(f);
	for (size_t i = 0; i < f->lacks; i++) {
		size_t who;

		see_list(f, f->lack[i], BEGAN);
		who = search(f, SIZE_MAX);
		/* What a search that failed has seen is of no use to the next one. */
		if (who == MATCH_NOBODY) {
			f->lack[left++] = f->lack[i];
			continue;
		}
		shift(f, who);
		forget(f);
	}
	f->lacks = left;
}

static void serve(struct match_fill *f, size_t people)
{
	for (; f->people < people; f->people++)
		bits_set(f->serving, f->people);
}

size_t match_fill_people(struct match_fill *f, size_t least)
{
	const struct match_problem *p = f->p;

	serve(f, least < p->people ? least : p->people);
	fill_simply(f);
	for (size_t s = 0; s < p->jobs * p->seats; s++)
		if (f->seat[s] == MATCH_NOBODY)
			f->lack[f->lacks++] = (uint32_t)(s / p->seats);
	fill_lacking(f);
	while (f->lacks > 0 && f->people < p->people) {
		serve(f, f->people + 1);
		fill_lacking(f);
	}
	return f->lacks == 0 ? f->people : 0;
}

/* ---- What is in the way ---- */

/* Enough of the jobs that lack somebody to start from: their sets differ little. */
enum { STARTS = 100 };

/* The people on the lists that the search has seen. */
static void mark_left(const struct match_fill *f, bool *people)
{
	const struct match_problem *p = f->p;

	memset(people, 0, p->people * sizeof *people);
	for (size_t job = 0; job < p->jobs; job++)
		for (size_t i = 0; i < p->people; i++)
			if (bits_has(bit_matrix_row(p->may, job), i) &&
			    bits_has(f->seen_list, match_leads(p, job, i) ? job : p->jobs + job))
				people[i] = true;
}

/* Nobody sits at the job, and it lacks nobody. */
static void leave_out(struct match_fill *f, size_t job)
{
	size_t left = 0;

	for (size_t s = job * f->p->seats; s < (job + 1) * f->p->seats; s++)
		if (f->seat[s] != MATCH_NOBODY)
			rise(f, s);
	for (size_t i = 0; i < f->lacks; i++)
		if (f->lack[i] != job)
			f->lack[left++] = f->lack[i];
	f->lacks = left;
}

static void put_back(struct match_fill *f, size_t job)
{
	for (size_t s = 0; s < f->p->seats; s++)
		f->lack[f->lacks++] = (uint32_t)job;
}

/* Only those jobs are in the way that are reached from one that lacks somebody. */
static void keep_reached(struct match_fill *f, bool *jobs)
{
	forget(f);
	see_list(f, f->lack[0], BEGAN);
	search(f, SIZE_MAX);
	for (size_t job = 0; job < f->p->jobs; job++)
		if (jobs[job] && !bits_has(f->seen_list, job)) {
			leave_out(f, job);
			jobs[job] = false;
		}
}

/* Are the jobs still too many without so many of them, from the first on? Then they are out. */
static bool try_without(struct match_fill *f, bool *jobs, size_t first, size_t n)
{
	size_t end = first, left = n;

	for (; end < f->p->jobs && left > 0; end++)
		if (jobs[end]) {
			leave_out(f, end);
			left--;
		}
	fill_lacking(f);
	if (f->lacks > 0) {
		memset(jobs + first, 0, (end - first) * sizeof *jobs);
		keep_reached(f, jobs);
		return true;
	}
	for (size_t job = first; job < end; job++)
		if (jobs[job])
			put_back(f, job);
	fill_lacking(f);
	return false;
}

/* So much work, in jobs looked at, goes into making the set small. */
enum { MOST_WORK = 1000000 };

/* Leave out jobs, many at once and then one by one, as long as the others are too many. */
static void reduce(struct match_fill *f, bool *jobs)
{
	size_t n = 0, work = 0;

	for (size_t job = 0; job < f->p->jobs; job++)
		if (jobs[job])
			n++;
		else
			leave_out(f, job);
	for (size_t step = n > 1 ? n / 2 : 1; step > 0; step /= 2)
		for (size_t job = 0, in = 0; job < f->p->jobs && work < MOST_WORK; job++) {
			if (!jobs[job] || in++ % step != 0)
				continue;
			work += n;
			if (try_without(f, jobs, job, step))
				in = 0;
		}
	keep_reached(f, jobs);
}

size_t match_fill_blocked(struct match_fill *f, bool *jobs, bool *people)
{
	const struct match_problem *p = f->p;
	size_t least = SIZE_MAX;

	for (size_t i = 0, starts = 0; i < f->lacks && starts < STARTS; i++) {
		size_t n = 0;

		if (i > 0 && f->lack[i] == f->lack[i - 1])
			continue;
		starts++;
		forget(f);
		see_list(f, f->lack[i], BEGAN);
		search(f, SIZE_MAX);
		for (size_t job = 0; job < p->jobs; job++)
			n += bits_has(f->seen_list, job);
		if (n >= least)
			continue;
		least = n;
		for (size_t job = 0; job < p->jobs; job++)
			jobs[job] = bits_has(f->seen_list, job);
	}
	reduce(f, jobs);
	mark_left(f, people);
	return f->lacks;
}

/* ---- Even loads ---- */

/* Those with the highest loads first; few loads have changed since the last time. */
static void sort_people(const struct match_fill *f, uint32_t *order)
{
	for (size_t i = 1; i < f->people; i++) {
		uint32_t x = order[i];
		size_t k = i;

		for (; k > 0 && f->load[order[k - 1]] < f->load[x]; k--)
			order[k] = order[k - 1];
		order[k] = x;
	}
}

/*
 * What the people seen since the last level have, if the highest of them has top: that,
 * or one less. Others were seen as all that they could take was taken from them.
 */
static void settle(
    const struct match_fill *f, uint32_t top, uint32_t level, bits *before, struct match_load *load)
{
	bool vary = false;

	for (size_t i = 0; i < f->people; i++)
		vary |= bits_has(f->seen_person, i) && !bits_has(before, i) &&
		    f->load[i] + 1 == top && f->load[i] < f->p->most[i];
	for (size_t i = 0; i < f->people; i++) {
		if (!bits_has(f->seen_person, i) || bits_has(before, i))
			continue;
		bits_set(before, i);
		load[i] = (struct match_load){f->load[i], f->load[i], level};
		if (vary && f->load[i] == top)
			load[i].low--;
		if (vary && f->load[i] + 1 == top && f->load[i] < f->p->most[i])
			load[i].high++;
	}
}

/*
 * A load can be moved from one person to another whom the network reaches from there.
 * Loads are most even when nobody reaches anybody who has two less; then no sum of
 * squares is less, and none of any other convex function. The search goes on from those
 * with the highest loads, level by level: whoever is first seen on a level has its load
 * in every such match, or one less. False if a load was moved instead.
 */
static bool is_even(
    struct match_fill *f, const uint32_t *order, bits *before, struct match_load *load)
{
	uint32_t level = (uint32_t)f->people;

	forget(f);
	memset(before, 0, bits_words(f->people) * sizeof *before);
	for (size_t i = 0; i < f->people; level--) {
		uint32_t top = f->load[order[i]];
		size_t who;

		for (; i < f->people && f->load[order[i]] == top; i++)
			see_person(f, order[i], BEGAN);
		who = search(f, top > 0 ? top - 1 : 0);
		if (who != MATCH_NOBODY) {
			shift(f, who);
			return false;
		}
		settle(f, top, level, before, load);
	}
	return true;
}

ssjc_rc match_fill_even(struct match_fill *f, struct match_load *load, struct ssjc_err *err)
{
	uint32_t *order = malloc((f->people + 1) * sizeof *order);
	bits *before = malloc((bits_words(f->people) + 1) * sizeof *before);

	if (!order || !before) {
		free(order);
		free(before);
		return ssjc_fail_memory(err);
	}
	for (size_t i = 0; i < f->people; i++)
		order[i] = (uint32_t)i;
	do {
		sort_people(f, order);
	} while (!is_even(f, order, before, load));
	free(order);
	free(before);
	return SSJC_OK;
}
