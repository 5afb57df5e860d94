#include "verify_work.h"

#include "ssjc/record/record.h"

/* What a report was made by: the plan, its items, the state before it. */
struct desk {
	struct record r;
	struct plan plan;
	struct items items;
	struct audit_state before, after;
};

static ssjc_rc desk_open(struct verifier *v, struct desk *d)
{
	uint64_t seq = v->event->seq;
	struct str items = {NULL, 0};
	int64_t now;
	ssjc_rc rc = verify_plan(v, &d->plan);

	if (rc == SSJC_OK)
		rc = verify_kept(v, "items", &items);
	if (rc == SSJC_OK && items.p)
		rc = items_read(&d->items, items, "the items on record", v->err);
	if (rc == SSJC_OK)
		rc = audit_load_at(v->job->audit, seq - 1, &d->before, v->err);
	if (rc == SSJC_OK)
		rc = audit_load_at(v->job->audit, seq, &d->after, v->err);
	if (rc == SSJC_OK && !time_parse(v->event->time, &now))
		rc = verify_differs(v, "its time is none");
	if (rc == SSJC_OK)
		d->r = (struct record){.plan = &d->plan,
		    .items = items.p ? &d->items : NULL,
		    .state = &d->before,
		    .today = time_day(now)};
	return rc;
}

static void desk_close(struct desk *d)
{
	audit_state_free(&d->after);
	audit_state_free(&d->before);
	items_close(&d->items);
	plan_close(&d->plan);
}

ssjc_rc verify_confirm(struct verifier *v)
{
	struct desk d = {0};
	struct ssjc_err e;
	size_t n = 0;
	ssjc_rc rc = desk_open(v, &d);

	for (size_t i = 0; rc == SSJC_OK && i < d.after.n_confirmations; i++) {
		const struct confirmation *c = &d.after.confirmation[i];

		if (c->event != v->event->seq)
			continue;
		n++;
		if (record_check_confirmation(&d.r, c, &e) != SSJC_OK)
			rc = verify_differs(v, "%.*s at %.*s: %s: %s", STR_ARG(c->dept),
			    STR_ARG(c->object), e.column, e.msg);
	}
	if (rc == SSJC_OK)
		verify_say(v, VERIFY_GOOD,
		    "%zu confirmation%s: of a business drawn, a removal with its reason", n,
		    n == 1 ? "" : "s");
	desk_close(&d);
	return rc;
}

/* Nothing is found where nobody was to look; and a finding is changed with a reason. */
static ssjc_rc check_outcome(struct verifier *v, const struct record *r, const struct result *o)
{
	struct ssjc_err e;

	if (record_check_result(r, o, &e) != SSJC_OK)
		return verify_differs(v, "%.*s at %.*s: %s: %s", STR_ARG(o->dept),
		    STR_ARG(o->object), e.column, e.msg);
	if (str_trim(v->event->reason).n == 0 &&
	    record_result(r->state, o->object, o->dept, o->item, o->result))
		return verify_differs(v,
		    "%.*s at %.*s: item %.*s was on record already, and is changed for no reason: "
		    "one "
		    "finding was put in the place of another, and nobody is told why",
		    STR_ARG(o->dept), STR_ARG(o->object), STR_ARG(o->item));
	return SSJC_OK;
}

ssjc_rc verify_results(struct verifier *v)
{
	struct desk d = {0};
	size_t n = 0;
	ssjc_rc rc = desk_open(v, &d);

	for (size_t i = 0; rc == SSJC_OK && i < d.after.n_results; i++)
		if (d.after.result[i].event == v->event->seq) {
			n++;
			rc = check_outcome(v, &d.r, &d.after.result[i]);
		}
	if (rc == SSJC_OK)
		verify_say(v, VERIFY_GOOD, "%zu results: each of a department that was seated", n);
	desk_close(&d);
	return rc;
}
