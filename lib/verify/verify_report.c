#include "verify_work.h"

#include "ssjc/record/review.h"

/* A report of confirmations or results, and what it was made by. */
struct report {
	struct record r; /* by the plan, its items, and the state before it */
	struct plan plan;
	struct items items;
	struct audit_state before, after;
};

static ssjc_rc report_open(struct verifier *v, struct report *p)
{
	bool has_items;
	int64_t now;
	ssjc_rc rc;

	*p = (struct report){0};
	rc = verify_plan(v, &p->plan);
	if (rc)
		return rc;
	rc = verify_items(v, &p->items, &has_items);
	if (rc)
		return rc;
	rc = verify_before(v, &p->before);
	if (rc)
		return rc;
	rc = verify_after(v, &p->after);
	if (rc)
		return rc;
	if (!time_parse(v->event->time, &now))
		return verify_differs(v, "has no valid time");
	p->r = (struct record){.plan = &p->plan,
	    .items = has_items ? &p->items : NULL,
	    .state = &p->before,
	    .today = time_day(now)};
	return SSJC_OK;
}

/* After report_open, whatever it returned; rc is what came of it. */
static ssjc_rc report_close(struct verifier *v, struct report *p, ssjc_rc rc)
{
	if (!rc)
		verify_keep_after(v, &p->after);
	audit_state_free(&p->after);
	audit_state_free(&p->before);
	items_close(&p->items);
	plan_close(&p->plan);
	return rc;
}

ssjc_rc verify_confirm(struct verifier *v)
{
	struct report p;
	struct ssjc_err why;
	size_t n = 0;
	ssjc_rc rc = report_open(v, &p);

	if (rc)
		goto out;
	for (size_t i = 0; i < p.after.n_confirmations; i++) {
		const struct confirmation *c = &p.after.confirmation[i];

		if (c->event != v->event->seq)
			continue;
		n++;
		if (record_check_confirmation(&p.r, c, &why)) {
			rc = verify_differs_because(v, &why, "%.*s at %.*s: %s", STR_ARG(c->dept),
			    STR_ARG(c->object), why.column);
			goto out;
		}
	}
	rc = verify_signed(v, &p.plan, &p.after);
	if (rc)
		goto out;
	rc = verify_filled(v, &p.r, &p.after, RECORD_CONFIRM);
	if (rc)
		goto out;
	verify_remark(v, REMARK_GOOD,
	    "%zu confirmation%s: of businesses that were drawn, and every removal has its reason",
	    n, n == 1 ? "" : "s");
out:
	return report_close(v, &p, rc);
}

/* Nothing is found where nobody was to look; and what was found is changed with a reason only. */
static ssjc_rc check_result(struct verifier *v, const struct record *r, const struct result *o)
{
	struct ssjc_err why;

	if (record_check_result(r, o, &why))
		return verify_differs_because(
		    v, &why, "%.*s at %.*s: %s", STR_ARG(o->dept), STR_ARG(o->object), why.column);
	if (str_trim(v->event->reason).n == 0 &&
	    record_result(r->state, o->object, o->dept, o->item, o->result))
		return verify_differs(v,
		    "%.*s at %.*s: item %.*s was on record already, and is changed for no reason: "
		    "one result was put in the place of another, and nobody is told why",
		    STR_ARG(o->dept), STR_ARG(o->object), STR_ARG(o->item));
	return SSJC_OK;
}

/* Who corrects can choose what is published: each correction is named. */
static void remark_corrections(struct verifier *v, const struct audit_state *s)
{
	enum { NAMED = 20 };
	size_t n = 0;

	for (size_t i = 0; i < s->n_corrections; i++) {
		const struct correction *c = &s->correction[i];
		const struct pick *p = audit_pick(s, c->object);

		if (c->event != v->event->seq || ++n > NAMED)
			continue;
		verify_remark(v, REMARK_NOTE,
		    "corrected: %.*s (%.*s): %.*s: item %.*s: “%.*s” → “%.*s”; its reason: %.*s",
		    STR_ARG(c->object), STR_ARG(p ? p->object.name : STR("")), STR_ARG(c->dept),
		    STR_ARG(c->item), STR_ARG(c->was), STR_ARG(c->is), STR_ARG(v->event->reason));
	}
	if (n > NAMED)
		verify_remark(v, REMARK_NOTE, "corrected: and %zu more", n - NAMED);
}

ssjc_rc verify_results(struct verifier *v)
{
	struct report p;
	size_t n = 0;
	ssjc_rc rc = report_open(v, &p);

	if (rc)
		goto out;
	for (size_t i = 0; i < p.after.n_results; i++) {
		const struct result *o = &p.after.result[i];

		if (o->event != v->event->seq)
			continue;
		n++;
		rc = check_result(v, &p.r, o);
		if (rc)
			goto out;
	}
	rc = verify_filled(v, &p.r, &p.after, RECORD_RESULT);
	if (rc)
		goto out;
	remark_corrections(v, &p.after);
	verify_remark(v, REMARK_GOOD, "%zu result%s: of departments that had seats there", n,
	    n == 1 ? "" : "s");
out:
	return report_close(v, &p, rc);
}

/* What is on record of a follow-up is gone on from, or changed with a reason. */
static ssjc_rc check_follow(struct verifier *v, const struct record *r, const struct follow *f)
{
	const struct follow *old = record_follow(r->state, f->object, f->dept, f->kind);
	struct ssjc_err why;

	if (record_check_follow(r, f, &why))
		return verify_differs_because(
		    v, &why, "%.*s at %.*s: %s", STR_ARG(f->dept), STR_ARG(f->object), why.column);
	if (str_trim(v->event->reason).n == 0 && old && !record_follow_continues(old, f))
		return verify_differs(v,
		    "%.*s at %.*s: the follow-up %.*s was on record already, and is changed for no "
		    "reason: one was put in the place of another, and nobody is told why",
		    STR_ARG(f->dept), STR_ARG(f->object), STR_ARG(f->kind));
	return SSJC_OK;
}

ssjc_rc verify_follow(struct verifier *v)
{
	struct report p;
	size_t n = 0;
	ssjc_rc rc = report_open(v, &p);

	if (rc)
		goto out;
	/* The kinds are those that were on record then. */
	rc = verify_vocabulary(v, &p.r.vocabulary);
	if (rc)
		goto out;
	for (size_t i = 0; i < p.after.n_follows; i++) {
		if (p.after.follow[i].event != v->event->seq)
			continue;
		n++;
		rc = check_follow(v, &p.r, &p.after.follow[i]);
		if (rc)
			goto out;
	}
	rc = verify_filled(v, &p.r, &p.after, RECORD_FOLLOW);
	if (rc)
		goto out;
	verify_remark(v, REMARK_GOOD,
	    "%zu follow-up%s: of departments that have results there, of kinds that were known", n,
	    n == 1 ? "" : "s");
out:
	return report_close(v, &p, rc);
}

ssjc_rc verify_review(struct verifier *v)
{
	struct report p;
	struct ssjc_err why;
	uint64_t results = 0;
	ssjc_rc rc = report_open(v, &p);

	if (rc)
		goto out;
	for (size_t i = 0; i < p.after.n_reviews; i++) {
		const struct review *r = &p.after.review[i];

		if (r->event != v->event->seq)
			continue;
		results += r->results;
		if (review_check(&p.before, &p.plan, r, v->event->actor, r->event, &why)) {
			rc = ssjc_fail_from(v->err, SSJC_NO, NULL, 0, NULL, &why);
			goto out;
		}
	}
	if (results == 0) {
		rc = verify_differs(v, "covers no result");
		goto out;
	}
	verify_remark(v, REMARK_GOOD,
	    "review: %llu result%s, by somebody other than who entered them",
	    (unsigned long long)results, results == 1 ? "" : "s");
out:
	return report_close(v, &p, rc);
}
