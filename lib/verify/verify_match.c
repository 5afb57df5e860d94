#include "verify_match.h"

#include "ssjc/audit/list_check.h"
#include "ssjc/base/language.h"

#include <stdlib.h>

bool verify_same_person(const struct seat *should, const struct seat *is)
{
	return str_eq(should->object, is->object) && str_eq(should->dept, is->dept) &&
	    should->seat == is->seat && str_eq(should->cert, is->cert);
}

ssjc_rc verify_seat_differs(struct verifier *v, const struct seat *should, const struct seat *is)
{
	char day[DATE_SIZE], other[DATE_SIZE];

	date_format(should->date, day);
	date_format(is->date, other);
	return verify_differs(v,
	    "seat %u of %.*s at %.*s, of %.*s, should be “%.*s”, %s, team %u, %s, but “%.*s”, %s, "
	    "team %u, %s is on record",
	    should->seat, STR_ARG(should->dept), STR_ARG(should->object), STR_ARG(should->cert),
	    STR_ARG(should->inspector), duty_names[should->duty], should->team, day,
	    STR_ARG(is->inspector), duty_names[is->duty], is->team, other);
}

static ssjc_rc same_seats(
    struct verifier *v, const struct assignment *a, const struct audit_state *state)
{
	if (a->n != state->n_seats)
		return verify_differs(
		    v, "%zu seats come out, but %zu are on record", a->n, state->n_seats);
	for (size_t i = 0; i < a->n; i++) {
		const struct seat *s = &a->v[i], *q = &state->seat[i];

		if (seat_equal(s, q))
			continue;
		if (verify_same_person(s, q))
			return verify_seat_differs(v, s, q);
		return verify_differs(v,
		    "seat %zu should be %.*s at %.*s (%.*s, seat %u), but %.*s at %.*s "
		    "(%.*s, seat %u) is on record",
		    i + 1, STR_ARG(s->cert), STR_ARG(s->object), STR_ARG(s->dept), s->seat,
		    STR_ARG(q->cert), STR_ARG(q->object), STR_ARG(q->dept), q->seat);
	}
	return SSJC_OK;
}

ssjc_rc verify_match_open(
    struct verifier *v, const struct known_text *people, struct match_inputs *in)
{
	struct str text;
	int64_t now;
	ssjc_rc rc;

	*in = (struct match_inputs){0};
	rc = verify_kept(v, "calendar", &text);
	if (rc)
		return rc;
	rc = calendar_read(&in->calendar, text, "the calendar on record", v->err);
	if (rc)
		return rc;
	rc = verify_items(v, &in->items, &in->has_items);
	if (rc)
		return rc;
	if (!time_parse(v->event->time, &now))
		return verify_differs(v, "has no valid time");
	in->today = time_day(now);
	return inspectors_read(&in->inspectors, people->text, people->name, v->err);
}

void verify_match_close(struct match_inputs *in)
{
	last_visits_close(&in->visits);
	inspectors_close(&in->inspectors);
	items_close(&in->items);
	calendar_free(in->calendar);
}

ssjc_rc verify_match_list(struct verifier *v, struct assign_record *m)
{
	const struct audit_file *drawn;
	const struct known_text *k;
	struct table t = {0};
	char digest[DIGEST_HEX];
	ssjc_rc rc = verify_one(v, "drawn", &drawn);

	if (rc)
		goto out;
	rc = verify_known(v, drawn->digest, &k);
	if (rc)
		goto out;
	if (!k) {
		verify_cannot(v, "lists of seats whose drawn list is not here, or was edited");
		goto out;
	}
	rc = table_read(&t, k->text, k->name, v->err);
	if (rc)
		goto out;
	rc = list_check_drawn(&t, m->state, v->err);
	if (rc)
		goto out;
	m->drawn = &t;
	rc = assign_record_write(m, verify_style(v), NULL, digest, v->err);
	m->drawn = NULL;
	if (rc)
		goto out;
	rc = verify_output(v, "assigned", digest, m->result.n);
out:
	table_close(&t);
	return rc;
}

/* Whom the first match had to leave out is on record; else the order of steps mattered in secret. */
static ssjc_rc same_without(struct verifier *v, const struct assign_record *m)
{
	const struct audit_file *f = verify_file(v, "left-out", true);
	struct buf list = {0};
	uint64_t rows;
	ssjc_rc rc = assign_record_without(m, &list, &rows, v->err);

	if (rc)
		goto out;
	if (!f != !rows) {
		rc = verify_differs(v,
		    rows
		        ? N_("the first match was made without the businesses removed before it, but "
		             "that is not on record")
		        : N_("says that the first match was made without the businesses removed "
		             "before it, but it was made with them"));
		goto out;
	}
	if (!rows)
		goto out;
	rc = verify_output_text(v, "left-out", &list, rows);
	if (rc)
		goto out;
	verify_remark(v, REMARK_NOTE,
	    "match: with the %llu removed before it there was no first match: it was made without them, so that when "
	    "they were removed decided who goes where",
	    (unsigned long long)rows);
out:
	buf_free(&list);
	return rc;
}

/* Of a department, who may inspect a business of a category, by the items. */
struct choice {
	size_t all;     /* who may be drawn at all */
	size_t may;     /* who may inspect there */
	size_t lead;    /* of them, who may lead */
	struct str who; /* one who may lead */
};

static struct choice choice_of(
    const struct match_inputs *in, const struct plan_dept *dept, struct str category)
{
	struct choice c = {0};

	for (size_t i = 0; i < in->inspectors.n; i++) {
		const struct inspector *x = &in->inspectors.v[i];

		if (!x->active || x->expert || !str_eq(x->dept, dept->key))
			continue;
		c.all++;
		if (!items_allowed(&in->items, dept->key, category, x->items))
			continue;
		c.may++;
		if (dept->qualified && !items_qualified(&in->items, dept->key, category, x->skills))
			continue;
		c.lead++;
		c.who = x->cert;
	}
	return c;
}

/* Whoever writes the items can ask for what one person has: then that person is not drawn. */
static void remark_choice(struct verifier *v, const struct match_inputs *in,
    const struct plan_dept *dept, struct str category, size_t visits)
{
	struct choice c = choice_of(in, dept, category);

	if (c.lead == 1 && c.all > 1)
		verify_remark(v, REMARK_NOTE,
		    "match: the items leave no choice of who leads for %.*s at %zu business%s of "
		    "the category %.*s: of its %zu inspectors only %.*s may",
		    STR_ARG(dept->key), visits, visits == 1 ? "" : "es", STR_ARG(category), c.all,
		    STR_ARG(c.who));
	else if (c.may <= dept->inspectors && c.all > dept->inspectors)
		verify_remark(v, REMARK_NOTE,
		    "match: the items leave no choice of who inspects for %.*s at %zu business%s of "
		    "the category %.*s: of its %zu inspectors only %zu may, and %u are needed",
		    STR_ARG(dept->key), visits, visits == 1 ? "" : "es", STR_ARG(category), c.all,
		    c.may, dept->inspectors);
}

/* Businesses that a department visits, by their category. */
struct visited {
	struct str category;
	size_t n, first; /* the seat of the first of them */
};

static int by_category(const void *a, const void *b)
{
	const struct visited *x = a, *y = b;
	int c = str_cmp(x->category, y->category);

	return c ? c : (x->first > y->first) - (x->first < y->first);
}

static int by_first(const void *a, const void *b)
{
	const struct visited *x = a, *y = b;

	return (x->first > y->first) - (x->first < y->first);
}

/* The categories that a department visits, in the order of the seats; how many. */
static size_t categories_of(
    struct visited *c, const struct plan_dept *dept, const struct audit_state *s)
{
	size_t all = 0, n = 0;

	for (size_t i = 0; i < s->n_seats; i++) {
		const struct pick *p = audit_pick(s, s->seat[i].object);

		if (p && s->seat[i].seat == 1 && str_eq(s->seat[i].dept, dept->key))
			c[all++] = (struct visited){p->object.category, 1, i};
	}
	qsort(c, all, sizeof *c, by_category);
	for (size_t i = 0; i < all; i++)
		if (n && str_eq(c[n - 1].category, c[i].category))
			c[n - 1].n++;
		else
			c[n++] = c[i];
	qsort(c, n, sizeof *c, by_first);
	return n;
}

static ssjc_rc remark_choices(struct verifier *v, const struct plan *plan,
    const struct match_inputs *in, const struct audit_state *s)
{
	struct visited *c = arena_array(&v->arena, s->n_seats + 1, sizeof *c);

	if (!c)
		return ssjc_fail_memory(v->err);
	for (size_t d = 0; in->has_items && d < plan->n_depts; d++) {
		size_t n = categories_of(c, &plan->dept[d], s);

		for (size_t k = 0; k < n; k++)
			remark_choice(v, in, &plan->dept[d], c[k].category, c[k].n);
	}
	return SSJC_OK;
}

/* Match again what the event matched. */
static ssjc_rc assign_again(struct verifier *v, const struct plan *plan,
    const struct known_text *people, const struct audit_state *before,
    const struct audit_state *after)
{
	struct assign_record m = {
	    .plan = plan, .state = before, .reassign = str_is(v->event->action, "reassign")};
	struct match_inputs in;
	ssjc_rc rc = verify_match_open(v, people, &in);

	if (rc)
		goto out;
	m.calendar = in.calendar;
	m.items = in.has_items ? &in.items : NULL;
	m.inspectors = &in.inspectors;
	m.today = in.today;
	if (plan->prefer.rotate) {
		rc = verify_visits(v, before, &in.visits);
		if (rc)
			goto out;
		m.last = &in.visits;
	}
	rc = assign_record_solve(&m, v->err);
	if (rc)
		goto out;
	rc = same_seats(v, &m.result, after);
	if (rc)
		goto out;
	rc = verify_match_list(v, &m);
	if (rc)
		goto out;
	rc = same_without(v, &m);
	if (rc)
		goto out;
	rc = verify_lacks(v, &m);
	if (rc)
		goto out;
	rc = verify_unspread(v, &m);
	if (rc)
		goto out;
	v->made_again[1] = v->event->seq;
	v->totals->matches.again++;
	v->totals->matches.last = true;
	rc = remark_choices(v, plan, &in, after);
	if (rc)
		goto out;
	verify_remark(v, REMARK_GOOD, "match: matched again: the same %zu seats", after->n_seats);
out:
	assign_record_free(&m);
	verify_match_close(&in);
	return rc;
}

ssjc_rc verify_match_people(struct verifier *v, const struct plan *plan, struct str digest,
    const struct audit_state *before, const struct audit_state *after)
{
	ssjc_rc rc = verify_strict(v, plan, "inspectors", digest);

	if (rc)
		return rc;
	if (before->n_awaiting > 0)
		return verify_differs(v,
		    "%.*s was to be removed and not replaced yet: whoever is matched before that "
		    "would be matched again",
		    STR_ARG(before->awaiting[0]));
	if (after->fixed_inspectors.n == 0)
		verify_remark(v, REMARK_NOTE,
		    "match: its inspectors were not fixed before the draw: whoever has the seed can "
		    "try several lists and use the one whose match suits them; ssjc-draw -i fixes "
		    "them");
	if (!str_is(v->event->action, "reassign"))
		return verify_inspectors(v, before, digest);
	/* A reassign may take others: that is no difference, but an auditor should know of it. */
	if (after->fixed_inspectors.n && !str_eq(after->fixed_inspectors, digest))
		verify_remark(v, REMARK_NOTE,
		    "match: its inspectors are not those fixed before the draw; its reason: %.*s",
		    STR_ARG(v->event->reason));
	return SSJC_OK;
}

/*
 * A match that is not a reassign goes by what was fixed before the seed was known,
 * so that nobody tries other windows and loads until the result suits them.
 */
static ssjc_rc check_fixed(struct verifier *v, const struct audit_state *before)
{
	struct ssjc_err why = {0};
	ssjc_rc rc;

	if (!str_is(v->event->action, "assign"))
		return verify_changes(v, before->match_event);
	rc = assign_record_fixed(
	    v->job->audit, &v->events, (size_t)(v->event - v->events.v), before, &why);
	if (rc == SSJC_REFUSED)
		return verify_differs_because(v, &why, "is not a reassign");
	if (rc)
		*v->err = why;
	return rc;
}

ssjc_rc verify_match(struct verifier *v)
{
	const struct audit_file *f;
	const struct known_text *people;
	struct audit_state before = {0}, after = {0};
	struct plan plan = {0};
	ssjc_rc rc = verify_one(v, "inspectors", &f);

	if (rc)
		goto out;
	rc = verify_plan(v, &plan);
	if (rc)
		goto out;
	rc = verify_before(v, &before);
	if (rc)
		goto out;
	rc = verify_after(v, &after);
	if (rc)
		goto out;
	rc = verify_match_people(v, &plan, f->digest, &before, &after);
	if (rc)
		goto out;
	rc = check_fixed(v, &before);
	if (rc)
		goto out;
	v->totals->matches.made++;
	v->totals->matches.last = false;
	v->totals->seats = after.n_seats;
	rc = verify_known(v, f->digest, &people);
	if (rc)
		goto out;
	if (!people) {
		verify_remark(v, REMARK_UNCHECKED,
		    "match: the inspectors were not given, so it was not computed again: their "
		    "stream has the SHA-256 %.*s",
		    STR_ARG(f->digest));
		goto out;
	}
	rc = assign_again(v, &plan, people, &before, &after);
out:
	audit_state_free(&before);
	audit_state_free(&after);
	plan_close(&plan);
	return rc;
}

ssjc_rc verify_print(struct verifier *v)
{
	struct audit_state before = {0};
	struct ssjc_err why;
	ssjc_rc rc = verify_before_visits(v, &before);

	if (rc)
		goto out;
	if (assign_record_current(&before, &why))
		rc = verify_differs_because(v, &why, "printed a match that did not hold any more");
	else
		verify_cannot(v, "printed papers, which have the phones");
out:
	audit_state_free(&before);
	return rc;
}
