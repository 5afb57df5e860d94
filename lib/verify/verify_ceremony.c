#include "verify_work.h"

#include "ssjc/draw/ceremony.h"
#include "ssjc/draw/seed.h"

/* ---- A commitment ---- */

/* The commitments as the programs take them, "DEPT=DIGEST" each, in the arena. */
static ssjc_rc as_given(struct verifier *v, const struct audit_ceremony *c, const char ***out)
{
	const char **given = arena_array(&v->arena, c->n_commitments + 1, sizeof *given);
	struct buf b = {0};
	ssjc_rc rc = SSJC_OK;

	if (!given)
		return ssjc_fail_memory(v->err);
	for (size_t i = 0; i < c->n_commitments; i++) {
		buf_clear(&b);
		buf_printf(&b, "%.*s=%.*s", STR_ARG(c->commitment[i].dept),
		    STR_ARG(c->commitment[i].digest));
		given[i] = b.failed ? NULL : arena_cstr(&v->arena, buf_text(&b));
		if (!given[i]) {
			rc = ssjc_fail_memory(v->err);
			goto out;
		}
	}
	*out = given;
out:
	buf_free(&b);
	return rc;
}

/* One commitment of each department, as the programs would take them. */
static ssjc_rc check_commitments(struct verifier *v, const struct audit_ceremony *c)
{
	struct audit_ceremony again = {0};
	struct plan plan = {0};
	const char **given = NULL;
	ssjc_rc rc = verify_plan(v, &plan);

	if (rc)
		goto out;
	rc = as_given(v, c, &given);
	if (rc)
		goto out;
	rc = ceremony_commitments(&again, &plan, given, c->n_commitments, &v->arena, v->err);
	if (rc)
		goto out;
	for (size_t i = 0; i < c->n_commitments; i++) {
		if (str_eq(again.commitment[i].digest, c->commitment[i].digest))
			continue;
		rc = verify_differs(v,
		    "its commitments are not in the order of the plan's departments, in which the "
		    "shares make the seed");
		goto out;
	}
out:
	plan_close(&plan);
	return rc;
}

/* Others may know a share that an earlier commitment has. */
static ssjc_rc check_unused(struct verifier *v, const struct audit_ceremony *c)
{
	for (size_t i = 0; i < c->n_commitments; i++) {
		const struct audit_commitment *m = &c->commitment[i];
		uint64_t used;
		ssjc_rc rc = audit_share_used(
		    v->job->audit, m->digest, v->event->seq, &used, v->err);

		if (rc)
			return rc;
		if (used)
			return verify_differs(v,
			    "%.*s commits to a share that event %llu already has: others may have "
			    "known it before the draw",
			    STR_ARG(m->dept), (unsigned long long)used);
	}
	return SSJC_OK;
}

/* Are the files of the event those that it commits to? */
static ssjc_rc check_inputs(struct verifier *v, const struct audit_ceremony *c)
{
	const struct audit_file *roster, *people = verify_file(v, "inspectors", false);
	char histories[DIGEST_HEX];
	ssjc_rc rc = verify_one(v, "objects", &roster);

	if (rc)
		return rc;
	rc = audit_event_histories(v->event, histories, v->err);
	if (rc)
		return rc;
	if (!str_eq(c->inspectors, people ? people->digest : STR("")))
		return verify_differs(v,
		    "its inspectors are not those that it commits to: others could be matched than "
		    "those that were shown");
	if (!str_eq(c->roster, roster->digest) || c->rows != roster->rows)
		return verify_differs(v,
		    "its roster is not the one that it commits to: another could be drawn from "
		    "than "
		    "the one that was shown");
	if (!str_is(c->history, histories))
		return verify_differs(v,
		    "its histories are not those that it commits to: others could decide who is "
		    "left out of the draw than those that were shown");
	return SSJC_OK;
}

static ssjc_rc check_commitment(struct verifier *v, const struct audit_ceremony *c)
{
	ssjc_rc rc;

	if (c->event != v->event->seq)
		return verify_differs(v, "its commitment is not on record");
	if (str_trim(c->public).n == 0)
		return verify_differs(v, "names no public event: any could be taken afterwards");
	rc = ceremony_form(c->form, v->err);
	if (rc)
		return rc;
	rc = check_commitments(v, c);
	if (rc)
		return rc;
	rc = check_unused(v, c);
	if (rc)
		return rc;
	rc = check_inputs(v, c);
	return rc ? rc : verify_roots_committed(v, c);
}

ssjc_rc verify_commitment(struct verifier *v)
{
	struct audit_state state = {0};
	ssjc_rc rc = verify_after(v, &state);

	if (rc)
		goto out;
	rc = check_commitment(v, &state.ceremony);
	if (rc)
		goto out;
	rc = verify_shards_committed(v);
	if (rc)
		goto out;
	verify_remark(v, REMARK_GOOD,
	    "commitment to draw %u: roster, histories, shares of %zu departments: as its event has "
	    "them",
	    state.ceremony.draw, state.ceremony.n_commitments);
out:
	audit_state_free(&state);
	return rc;
}

/* ---- What was revealed ---- */

static ssjc_rc same_shares(
    struct verifier *v, const struct audit_ceremony *c, const struct audit_draw *d, size_t *n)
{
	struct str share[SHARES_MAX], public;
	char digest[DIGEST_HEX];
	ssjc_rc rc = seed_parse(d->seed, &public, share, n, v->err);

	if (rc)
		return rc;
	if (ceremony_outcome(c->form, public, NULL))
		return verify_differs(
		    v, "the outcome of the public event does not have the form committed to");
	if (c->draw != d->draw || c->n_commitments != *n)
		return verify_differs(v, "its commitment is not on record");
	for (size_t i = 0; i < *n; i++) {
		rc = share_commitment(share[i], digest, v->err);
		if (rc)
			return rc;
		if (!str_is(c->commitment[i].digest, digest))
			return verify_differs(v, "share %zu is not the one that %.*s committed to",
			    i + 1, STR_ARG(c->commitment[i].dept));
	}
	return SSJC_OK;
}

static ssjc_rc same_inputs(struct verifier *v, const struct audit_ceremony *c)
{
	const struct audit_file *roster;
	unsigned long long committed = c->event;
	char histories[DIGEST_HEX];
	int64_t time;
	ssjc_rc rc = verify_one(v, "objects", &roster);

	if (rc)
		return rc;
	rc = audit_event_histories(v->event, histories, v->err);
	if (rc)
		return rc;
	if (!time_parse(v->event->time, &time))
		return verify_differs(v, "has no valid time");
	switch (
	    ceremony_differs(c, roster->digest, str_of(histories), v->event->plan_digest, time)) {
	case CEREMONY_ROSTER:
		return verify_differs(v,
		    "its roster is not the one committed to by event %llu: who can be drawn was "
		    "changed when the outcome could be known",
		    committed);
	case CEREMONY_HISTORY:
		return verify_differs(v,
		    "its histories are not those committed to by event %llu: who is left out of "
		    "the "
		    "draw was changed when the outcome could be known",
		    committed);
	case CEREMONY_PLAN:
		return verify_differs(v,
		    "its plan is not the one committed to by event %llu: how many are drawn and "
		    "how was changed when the outcome could be known",
		    committed);
	case CEREMONY_TIME:
		return verify_differs(
		    v, "was not drawn later than it was committed to by event %llu", committed);
	case CEREMONY_SAME:
		break;
	}
	return SSJC_OK;
}

ssjc_rc verify_revealed(
    struct verifier *v, const struct audit_ceremony *c, const struct audit_draw *d, size_t *n)
{
	ssjc_rc rc = same_shares(v, c, d, n);

	return rc ? rc : same_inputs(v, c);
}

ssjc_rc verify_reveal(struct verifier *v, const struct audit_state *state)
{
	size_t n = 0;
	ssjc_rc rc = verify_revealed(v, &state->ceremony, &state->draw, &n);

	if (rc)
		return rc;
	v->totals->commitment = state->ceremony.event;
	verify_remark(v, REMARK_GOOD,
	    "draw %u: plan, roster, histories and %zu shares are those committed to", state->draws,
	    n);
	return SSJC_OK;
}

ssjc_rc verify_inspectors(struct verifier *v, const struct audit_state *state, struct str digest)
{
	if (state->match_inspectors.n == 0 || str_eq(state->match_inspectors, digest))
		return SSJC_OK;
	return verify_differs(v,
	    "its inspectors are not those fixed before the draw, or taken by a reassign since: who "
	    "can be matched was changed when the outcome could be known");
}
