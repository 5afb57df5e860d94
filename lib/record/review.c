#include "ssjc/record/review.h"

#include "ssjc/base/text.h"

bool review_same_person(struct str a, struct str b)
{
	struct buf x = {0}, y = {0};
	bool same;

	text_key(&x, a);
	text_key(&y, b);
	/* When memory is out, nobody reviews himself by that. */
	same = x.failed || y.failed || str_eq(buf_text(&x), buf_text(&y));
	buf_free(&x);
	buf_free(&y);
	return same;
}

static bool is_pending(const struct result *x, struct str dept, uint64_t reviewed, uint64_t upto)
{
	return str_eq(x->dept, dept) && x->event > reviewed && x->event <= upto;
}

static void add_actor(struct review_pending *p, struct str actor)
{
	for (size_t i = 0; i < p->n_actors; i++)
		if (str_eq(p->actor[i], actor))
			return;
	p->actor[p->n_actors++] = actor;
}

static ssjc_rc pending_of(struct review_pending *p, const struct audit_state *s, struct str dept,
    uint64_t upto, struct arena *arena, struct ssjc_err *err)
{
	uint64_t reviewed = audit_reviewed(s, dept);
	struct str last = STR("");

	*p = (struct review_pending){.dept = dept};
	for (size_t i = 0; i < s->n_results; i++)
		p->results += is_pending(&s->result[i], dept, reviewed, upto);
	if (p->results == 0)
		return SSJC_OK;
	p->actor = arena_array(arena, p->results, sizeof *p->actor);
	if (!p->actor)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < s->n_results; i++) {
		const struct result *x = &s->result[i];

		if (!is_pending(x, dept, reviewed, upto))
			continue;
		add_actor(p, x->actor);
		p->objects += !str_eq(x->object, last);
		last = x->object;
	}
	return SSJC_OK;
}

ssjc_rc review_pending(struct review_pending **out, const struct audit_state *s,
    const struct plan *plan, uint64_t upto, struct arena *arena, struct ssjc_err *err)
{
	struct review_pending *p = arena_array(arena, plan->n_depts, sizeof *p);

	*out = p;
	if (!p)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < plan->n_depts; i++) {
		ssjc_rc rc = pending_of(&p[i], s, plan->dept[i].key, upto, arena, err);

		if (rc)
			return rc;
	}
	return SSJC_OK;
}

void review_names(struct buf *out, const struct review_pending *p)
{
	for (size_t i = 0; i < p->n_actors; i++)
		buf_printf(out, "%s“%.*s”", i ? ", " : "", STR_ARG(p->actor[i]));
}

/* ---- A review ---- */

static ssjc_rc check(
    const struct review_pending *p, const struct review *r, struct str actor, struct ssjc_err *err)
{
	for (size_t i = 0; i < p->n_actors; i++)
		if (review_same_person(p->actor[i], actor))
			return ssjc_fail(err, SSJC_REFUSED,
			    "“%.*s” entered some of the results of %.*s that await a review: "
			    "another person has to review them",
			    STR_ARG(actor), STR_ARG(r->dept));
	if (p->results == 0)
		return ssjc_fail(err, SSJC_REFUSED,
		    "no result of %.*s awaits a review up to event %llu", STR_ARG(r->dept),
		    (unsigned long long)r->upto);
	if (p->results != r->results)
		return ssjc_fail(err, SSJC_REFUSED,
		    "%llu results of %.*s await a review up to event %llu, not %llu",
		    (unsigned long long)p->results, STR_ARG(r->dept), (unsigned long long)r->upto,
		    (unsigned long long)r->results);
	return SSJC_OK;
}

ssjc_rc review_check(const struct audit_state *s, const struct plan *plan, const struct review *r,
    struct str actor, uint64_t event, struct ssjc_err *err)
{
	const struct plan_dept *dept = plan_dept_of(plan, r->dept);
	struct review_pending p;
	struct arena arena = {0};
	ssjc_rc rc;

	if (!dept || !str_eq(dept->key, r->dept))
		return ssjc_fail(
		    err, SSJC_REFUSED, "“%.*s” is not a department of the plan", STR_ARG(r->dept));
	if (r->upto >= event)
		return ssjc_fail(
		    err, SSJC_REFUSED, "event %llu was still to come", (unsigned long long)r->upto);
	rc = pending_of(&p, s, r->dept, r->upto, &arena, err);
	if (!rc)
		rc = check(&p, r, actor, err);
	arena_free(&arena);
	return rc;
}

/* Was the department named, or all of them? */
static ssjc_rc is_named(const struct plan *plan, char *const *dept, size_t n,
    const struct plan_dept *which, bool *named, struct ssjc_err *err)
{
	*named = n == 0;
	for (size_t i = 0; i < n; i++) {
		const struct plan_dept *d = plan_dept_of(plan, str_of(dept[i]));

		if (!d)
			return ssjc_fail(
			    err, SSJC_USAGE, "“%s” is not a department of the plan", dept[i]);
		*named |= d == which;
	}
	return SSJC_OK;
}

ssjc_rc review_put(const struct record *r, char *const *dept, size_t n, uint64_t upto,
    struct str actor, struct audit *a, uint64_t *results, struct ssjc_err *err)
{
	uint64_t last = r->state->checkpoint.events;
	struct review_pending *p;
	struct arena arena = {0};
	ssjc_rc rc;

	*results = 0;
	if (upto == 0 || upto > last)
		upto = last;
	rc = review_pending(&p, r->state, r->plan, upto, &arena, err);
	if (rc)
		goto out;
	for (size_t i = 0; i < r->plan->n_depts; i++) {
		const struct review v = {.dept = p[i].dept, .upto = upto, .results = p[i].results};
		bool named;

		rc = is_named(r->plan, dept, n, &r->plan->dept[i], &named, err);
		if (rc)
			goto out;
		if (!named || v.results == 0)
			continue;
		rc = check(&p[i], &v, actor, err);
		if (rc)
			goto out;
		rc = audit_put_review(a, r->state->draws, &v, err);
		if (rc)
			goto out;
		*results += v.results;
	}
out:
	arena_free(&arena);
	return rc;
}

void review_list(const struct record *r, struct csv_out *out)
{
	static const char *const head[] = {"event", "actor", "id", "name", "dept", "item", "title",
	    "result", "problem", "disposal", "date", "method", "signed", "note"};
	const struct audit_state *s = r->state;

	csv_out_header(out, head, sizeof head / sizeof head[0]);
	for (size_t i = 0; i < s->n_results; i++) {
		const struct result *x = &s->result[i];
		const struct item *item = r->items ? items_find(r->items, x->dept, x->item) : NULL;
		const struct pick *p = audit_pick(s, x->object);
		char date[DATE_SIZE];

		if (!is_pending(x, x->dept, audit_reviewed(s, x->dept), UINT64_MAX))
			continue;
		date_format(x->date, date);
		const struct str cell[] = {x->actor, x->object, p ? p->object.name : STR(""),
		    x->dept, x->item, item ? item->title : STR(""), x->result, x->problem,
		    x->disposal, str_of(date), x->method, x->signed_, x->note};

		csv_out_uint(out, x->event);
		for (size_t k = 0; k < sizeof cell / sizeof cell[0]; k++)
			csv_out_field(out, cell[k]);
		csv_out_end(out);
	}
}
