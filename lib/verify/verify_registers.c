/* What several registers are on record as: in each event they must agree with each other. */
#include "verify_work.h"

#include "ssjc/base/language.h"
#include "ssjc/draw/shards.h"

/* Its stream, as a file of the event; a database gives none. */
static ssjc_rc check_file(struct verifier *v, const struct shard *x)
{
	const struct audit_event *e = v->event;

	for (size_t i = 0; i < e->n_files; i++) {
		const struct audit_file *f = &e->file[i];

		if (f->output || !str_is(f->kind, "shard") || !str_eq(f->name, x->name))
			continue;
		if (str_eq(f->digest, x->roster) && f->rows == x->rows)
			return SSJC_OK;
		break;
	}
	if (!x->roster.n)
		return SSJC_OK;
	return verify_differs(v,
	    "the register “%.*s” is not on record as its counts say: %llu rows, with the SHA-256 "
	    "%.*s",
	    STR_ARG(x->name), (unsigned long long)x->rows, STR_ARG(x->roster));
}

/*
 * A file of an event can be given another kind. Without the counts nobody could tell which
 * registers there were, and the draw would pass as one whose register was not given.
 */
static ssjc_rc check_counted(struct verifier *v, const struct shards *s)
{
	const struct audit_file *roster = audit_event_file(v->event, "objects", false);

	for (size_t i = 0; i < v->event->n_files; i++) {
		const struct audit_file *f = &v->event->file[i];
		size_t k = 0;

		if (f->output || !str_is(f->kind, "shard"))
			continue;
		while (k < s->n && !str_eq(s->v[k].name, f->name))
			k++;
		if (k == s->n)
			return verify_differs(
			    v, "the register “%.*s” has no counts on record", STR_ARG(f->name));
	}
	for (size_t i = 0; s->n == 0 && roster && i < v->events.n; i++) {
		const struct audit_event *e = &v->events.v[i];
		const struct audit_file *other = audit_event_file(e, "objects", false);

		if (other && audit_event_file(e, "counts", false) &&
		    str_eq(other->digest, roster->digest))
			return verify_differs(v,
			    "its register is the registers of event %llu together, but it has no "
			    "counts of them on record",
			    (unsigned long long)e->seq);
	}
	return SSJC_OK;
}

ssjc_rc verify_shards_load(struct verifier *v, const struct plan *plan, struct shards *s)
{
	const struct audit_file *roster;
	ssjc_rc rc = shards_load(s, plan, v->job->audit, v->event, v->err);

	if (rc)
		return rc;
	rc = check_counted(v, s);
	if (rc || !s->n)
		return rc;
	rc = verify_one(v, "objects", &roster);
	if (rc)
		return rc;
	for (size_t i = 0; i < s->n; i++) {
		rc = check_file(v, &s->v[i]);
		if (rc)
			return rc;
	}
	if (!str_eq(roster->digest, s->digest) || roster->rows != s->counts.rows)
		return verify_differs(v, "its registers are not those of its counts");
	return SSJC_OK;
}

static bool same_stratum(const struct stratum *a, const struct stratum *b)
{
	return str_eq(a->text, b->text) && a->population == b->population &&
	    a->eligible == b->eligible && a->n == b->n && a->main == b->main &&
	    a->reserve == b->reserve;
}

ssjc_rc verify_shards_sizes(
    struct verifier *v, const struct plan *plan, const struct audit_state *state)
{
	const struct draw_counts *c = &state->draw.counts;
	struct shards s = {0};
	ssjc_rc rc = verify_shards_load(v, plan, &s);

	if (rc || !s.n)
		goto out;
	if (c->rows != s.counts.rows || c->excluded != s.counts.excluded ||
	    c->repeated != s.counts.repeated || c->population != s.counts.population ||
	    c->main != s.counts.main || c->reserve != s.counts.reserve ||
	    state->n_strata != s.n_strata) {
		rc = verify_differs(v, "its numbers are not those of its registers' counts");
		goto out;
	}
	for (size_t i = 0; i < s.n_strata; i++) {
		if (same_stratum(&s.stratum[i], &state->stratum[i]))
			continue;
		rc = verify_differs(v,
		    "the sizes of the stratum %.*s are not those of its "
		    "registers' counts",
		    STR_ARG(s.stratum[i].text));
		goto out;
	}
out:
	shards_free(&s);
	return rc;
}

ssjc_rc verify_shards_committed(struct verifier *v)
{
	const struct audit_event *cut;
	struct shards s = {0};
	struct plan plan = {0};
	ssjc_rc rc = verify_plan(v, &plan);

	if (rc)
		goto out;
	rc = verify_shards_load(v, &plan, &s);
	if (rc)
		goto out;
	cut = verify_shards_pending(v, NULL);
	if (cut)
		verify_remark(v, REMARK_NOTE,
		    "the seed of event %llu was given up for another, when its tickets could be "
		    "known%s%.*s",
		    (unsigned long long)cut->seq, v->event->reason.n ? W_(": ") : "",
		    STR_ARG(v->event->reason));
out:
	shards_free(&s);
	plan_close(&plan);
	return rc;
}
