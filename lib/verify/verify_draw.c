#include "verify_work.h"

#include "ssjc/draw/draw.h"
#include "ssjc/draw/draw_run.h"
#include "ssjc/draw/replace.h"
#include "ssjc/draw/seed.h"

struct picks {
	struct verifier *v;
	const struct audit_state *state;
	size_t at;
};

static ssjc_rc same_pick(void *arg, const struct pick *p, struct ssjc_err *err)
{
	struct picks *x = arg;
	const struct pick *q = x->at < x->state->n_picks ? &x->state->pick[x->at] : NULL;

	(void)err;
	x->at++;
	if (!q)
		return verify_differs(x->v, "pick %zu is %.*s, but it is not on record", x->at,
		    STR_ARG(p->object.id));
	if (!str_eq(p->object.id, q->object.id) || !str_eq(p->stratum, q->stratum) ||
	    p->rank != q->rank || p->role != q->role)
		return verify_differs(x->v,
		    "pick %zu should be %.*s (%.*s, rank %llu, %s), but %.*s (%.*s, rank %llu, %s) "
		    "is "
		    "on record",
		    x->at, STR_ARG(p->object.id), STR_ARG(p->stratum), (unsigned long long)p->rank,
		    role_names[p->role], STR_ARG(q->object.id), STR_ARG(q->stratum),
		    (unsigned long long)q->rank, role_names[q->role]);
	for (size_t i = 0; i < OBJECT_COLUMNS; i++)
		if (!str_eq(object_value(&p->object, i), object_value(&q->object, i)))
			return verify_differs(x->v,
			    "%.*s: the %s is “%.*s” in the roster, but “%.*s” on record",
			    STR_ARG(p->object.id), object_column[i],
			    STR_ARG(object_value(&p->object, i)),
			    STR_ARG(object_value(&q->object, i)));
	return SSJC_OK;
}

static ssjc_rc same_strata(
    struct verifier *v, const struct draw *d, const struct audit_state *state)
{
	struct draw_counts c = draw_counts(d), r = state->draw.counts;
	size_t n;
	const struct stratum *s = draw_strata(d, &n);

	if (c.rows != r.rows || c.population != r.population || c.excluded != r.excluded ||
	    c.repeated != r.repeated || c.main != r.main || c.reserve != r.reserve)
		return verify_differs(v, "the counts of the roster are not those on record");
	if (n != state->n_strata)
		return verify_differs(
		    v, "the roster has %zu strata, but %zu are on record", n, state->n_strata);
	for (size_t i = 0; i < n; i++) {
		const struct stratum *q = &state->stratum[i];
		struct buf ratio = {0};
		bool same;

		plan_rule_text(&ratio, s[i].rule);
		same = str_eq(buf_text(&ratio), q->ratio);
		buf_free(&ratio);
		if (!same || !str_eq(s[i].text, q->text) || s[i].population != q->population ||
		    s[i].eligible != q->eligible || s[i].n != q->n || s[i].main != q->main ||
		    s[i].reserve != q->reserve)
			return verify_differs(
			    v, "stratum %.*s is not as on record", STR_ARG(s[i].text));
	}
	return SSJC_OK;
}

/* The picks of each stratum: as many as it has, by rank, in the order of their tickets. */
static ssjc_rc check_tickets(struct verifier *v, const struct audit_state *state)
{
	size_t i = 0;

	for (size_t s = 0; s < state->n_strata; s++) {
		const struct stratum *of = &state->stratum[s];

		for (uint64_t rank = 1; rank <= of->main + of->reserve; rank++, i++) {
			const struct pick *p = &state->pick[i];

			if (i == state->n_picks || p->stratum_at != s || p->rank != rank)
				return verify_differs(v,
				    "stratum %.*s has no pick of rank %llu on record",
				    STR_ARG(of->text), (unsigned long long)rank);
			if (rank > 1 && str_cmp(p[-1].ticket, p->ticket) >= 0)
				return verify_differs(v,
				    "%.*s stands before %.*s on record, but the seed has it the "
				    "other way round: "
				    "somebody was put in the place of another",
				    STR_ARG(p[-1].object.id), STR_ARG(p->object.id));
		}
	}
	return i == state->n_picks
	    ? SSJC_OK
	    : verify_differs(v, "%.*s is on record, but more than its stratum has were drawn then",
	          STR_ARG(state->pick[i].object.id));
}

static ssjc_rc draw_again(struct verifier *v, const struct plan *plan,
    const struct audit_state *state, const struct known_text *roster, struct draw_source *past,
    size_t n)
{
	struct draw_source from = {.text = roster->text, .name = roster->name};
	struct picks picks = {.v = v, .state = state};
	struct draw_run *lot = NULL;
	ssjc_rc rc;

	rc = draw_run_open(&lot, plan, &from, past, n, v->err);
	if (rc == SSJC_OK)
		rc = draw_run_draw(lot, state->draw.seed, NULL, v->err);
	if (rc == SSJC_OK)
		rc = same_strata(v, draw_run_choice(lot), state);
	if (rc == SSJC_OK)
		rc = draw_run_each(lot, state->draws, same_pick, &picks, v->err);
	if (rc == SSJC_OK && picks.at != state->n_picks)
		rc = verify_differs(
		    v, "%zu picks come out, but %zu are on record", picks.at, state->n_picks);
	draw_run_close(lot);
	return rc;
}

/* The draw's roster and histories among what is known; *missing when not all are. */
static ssjc_rc find_inputs(struct verifier *v, unsigned draw, const struct known_text **roster,
    struct draw_source **past, size_t *n, bool *missing)
{
	const struct audit_event *e = v->event;

	*roster = NULL;
	*missing = false;
	*n = 0;
	*past = arena_array(&v->arena, e->n_files + 1, sizeof **past);
	if (!*past)
		return ssjc_fail_memory(v->err);
	for (size_t i = 0; i < e->n_files; i++) {
		bool objects = str_is(e->file[i].kind, "objects");
		const struct known_text *k;

		if (e->file[i].output || (!objects && !str_is(e->file[i].kind, "history")))
			continue;
		k = verify_find(v, e->file[i].digest);
		*missing |= !k;
		if (!k)
			verify_say(v, VERIFY_UNCHECKED,
			    "draw %u: a file was not given, so that the choice was not computed "
			    "again: %.*s "
			    "with the SHA-256 %.*s",
			    draw, STR_ARG(e->file[i].kind), STR_ARG(e->file[i].digest));
		else if (objects)
			*roster = k;
		else
			(*past)[(*n)++] = (struct draw_source){.text = k->text, .name = k->name};
	}
	return SSJC_OK;
}

/* What a draw says of itself: its number, its seed, where seed and roster are from. */
static ssjc_rc check_draw(
    struct verifier *v, const struct audit_state *state, const struct plan *plan)
{
	const struct audit_draw *d = &state->draw;
	bool reveal = str_is(v->event->action, "reveal");
	const struct audit_file *roster;
	ssjc_rc rc = verify_one(v, "objects", &roster);

	if (rc == SSJC_OK && state->draw_event != v->event->seq)
		rc = verify_differs(v, "no draw is found for it on record");
	if (rc == SSJC_OK && str_is(d->source, "ceremony") != reveal)
		rc = verify_differs(v, "its seed is said to be from “%.*s”, but %s",
		    STR_ARG(d->source),
		    reveal ? "it reveals what a ceremony committed to" : "there was no ceremony");
	if (rc == SSJC_OK)
		rc = seed_check(d->seed, "its seed is none", plan->id, state->draws, v->err);
	if (rc == SSJC_OK && plan->repeat && !verify_file(v, "history", false))
		rc = verify_differs(v,
		    "the plan leaves out who was inspected this year, but no history is on record");
	if (rc == SSJC_OK && plan->custody_strict && !str_is(d->roster, "import"))
		rc = verify_differs(v,
		    "the plan wants every stream to be from an import, but its roster or a history "
		    "is not");
	if (rc == SSJC_OK && str_is(d->roster, "import") && !verify_imported(v, roster->digest))
		rc = verify_differs(v,
		    "its roster is said to be from an import, but no import before it wrote that "
		    "one: "
		    "nobody knows where it came from");
	return rc;
}

ssjc_rc verify_draw(struct verifier *v)
{
	bool missing = false;
	struct audit_state state = {0};
	const struct known_text *roster;
	struct plan plan = {0};
	struct draw_source *past;
	size_t n;
	ssjc_rc rc = audit_load_at(v->job->audit, v->event->seq, &state, v->err);

	if (rc == SSJC_OK)
		rc = verify_plan(v, &plan);
	if (rc == SSJC_OK)
		rc = check_draw(v, &state, &plan);
	if (rc == SSJC_OK)
		rc = check_tickets(v, &state);
	if (rc == SSJC_OK)
		verify_say(v, VERIFY_GOOD,
		    "draw %u: %zu tickets computed again from the seed: they are in order",
		    state.draws, state.n_picks);
	if (rc == SSJC_OK && !str_is(state.draw.roster, "import"))
		verify_say(v, VERIFY_UNCHECKED,
		    "draw %u: where its roster or a history came from: no import of this plan "
		    "wrote it",
		    state.draws);
	if (rc == SSJC_OK && str_is(v->event->action, "reveal"))
		rc = verify_reveal(v, &state);
	if (rc == SSJC_OK)
		rc = find_inputs(v, state.draws, &roster, &past, &n, &missing);
	if (rc == SSJC_OK && !missing) {
		rc = draw_again(v, &plan, &state, roster, past, n);
		if (rc == SSJC_OK)
			verify_say(v, VERIFY_GOOD,
			    "draw %u: drawn again from %llu rows: the same %llu, and %llu in "
			    "reserve",
			    state.draws, (unsigned long long)state.draw.counts.rows,
			    (unsigned long long)state.draw.counts.main,
			    (unsigned long long)state.draw.counts.reserve);
	}
	plan_close(&plan);
	audit_state_free(&state);
	return rc;
}

ssjc_rc verify_replace(struct verifier *v)
{
	struct audit_state before = {0}, after = {0};
	const struct pick *next;
	size_t removed;
	ssjc_rc rc = audit_load_at(v->job->audit, v->event->seq - 1, &before, v->err);

	if (rc == SSJC_OK)
		rc = audit_load_at(v->job->audit, v->event->seq, &after, v->err);
	removed = before.n_awaiting;
	for (size_t i = 0; rc == SSJC_OK && i < removed; i++)
		rc = replace_next(&before, i, &next, v->err);
	for (size_t i = 0; rc == SSJC_OK && i < before.n_picks; i++)
		if (before.pick[i].role != after.pick[i].role)
			rc = verify_differs(v, "%.*s should be %s, but is %s on record",
			    STR_ARG(before.pick[i].object.id), role_names[before.pick[i].role],
			    role_names[after.pick[i].role]);
	if (rc == SSJC_OK)
		verify_say(v, VERIFY_GOOD,
		    "replace: %zu removed, replaced again from the reserve: the same", removed);
	audit_state_free(&before);
	audit_state_free(&after);
	return rc;
}
