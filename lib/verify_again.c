#include "verify_work.h"

#include "ssjc/import.h"
#include "ssjc/lot.h"
#include "ssjc/record.h"
#include "ssjc/replace.h"
#include "ssjc/seating.h"
#include "ssjc/seed.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- Imports ---- */

/* The words by which the event's rosters were understood, as it keeps them. */
static ssjc_code terms_of(struct verifier *v, struct terms **out)
{
	struct str text[TERMS_FILES];

	for (int t = 0; t < TERMS_FILES; t++) {
		const struct audit_file *f = NULL;
		ssjc_code code;

		for (size_t i = 0; i < v->event->n_files; i++)
			if (str_is(v->event->file[i].kind, "terms") &&
			    str_is(v->event->file[i].name, terms_files[t]))
				f = &v->event->file[i];
		code = f ? audit_content(v->job->audit, f->digest, &v->arena, &text[t], v->err)
			 : verify_differs(v, "the data file %s is not on record", terms_files[t]);
		if (code != SSJC_OK)
			return code;
	}
	return terms_read(out, text, v->err);
}

static ssjc_code import_again(struct verifier *v, const struct plan *plan,
    struct import_input *input, size_t n, const struct audit_file *out)
{
	struct import_options options = {0};
	struct import_job job = {
	    .options = &options, .plan = plan, .accept = {"", 0}, .input = input, .n_inputs = n};
	struct terms *terms = NULL;
	const struct audit_file *accept = verify_file(v, "accept", false);
	char digest[DIGEST_HEX], *text = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&text, &size);
	struct csv_out csv = {0};
	bool ok = true;
	struct str stream;
	ssjc_code code = f ? SSJC_OK : ssjc_fail_memory(v->err);

	if (code == SSJC_OK)
		code = import_options_parse(&options, v->event->options, v->err);
	if (code == SSJC_OK)
		code = terms_of(v, &terms);
	job.terms = terms;
	if (code == SSJC_OK && accept) {
		job.accept_name = "the accepted codes on record";
		code = audit_content(v->job->audit, accept->digest, &v->arena, &job.accept, v->err);
	}
	if (code == SSJC_OK)
		code = csv_out_open(&csv, f, options.style, v->err);
	if (code == SSJC_OK)
		code = import_run(&job, &csv, NULL, NULL, v->err);
	if (code == SSJC_OK)
		code = csv_out_finish(&csv, digest, v->err);
	csv_out_close(&csv);
	if (f && fclose(f) != 0 && code == SSJC_OK)
		code = ssjc_fail_memory(v->err);
	if (code == SSJC_OK && !str_is(out->digest, digest))
		code = verify_differs(v,
		    "importing the rosters again gives another stream than the one on record (%s)",
		    digest);
	if (code == SSJC_OK) {
		stream = arena_str(&v->arena, (struct str){text, size}, &ok);
		code =
		    ok ? verify_know(v, stream, "the stream imported again") : ssjc_fail_memory(v->err);
	}
	free(text);
	terms_close(terms);
	import_options_free(&options);
	return code;
}

static ssjc_code verify_import(struct verifier *v)
{
	const struct audit_event *e = v->event;
	struct import_input *input = arena_array(&v->arena, e->n_files, sizeof *input);
	const struct audit_file *out = NULL;
	struct plan plan = {0};
	bool missing = false;
	size_t n = 0;
	ssjc_code code;

	if (!input)
		return ssjc_fail_memory(v->err);
	for (size_t i = 0; i < e->n_files; i++)
		if (e->file[i].output)
			out = &e->file[i];
	if (!out)
		return verify_differs(v, "no output is on record");
	for (size_t i = 0; i < e->n_files; i++) {
		const struct audit_file *f = &e->file[i];
		const struct known *k;

		if (f->output || !str_eq(f->kind, out->kind))
			continue;
		k = verify_find(v, f->digest);
		if (!k) {
			verify_say(v, VERIFY_UNCHECKED,
			    "import: %.*s was not given, so it was not imported again", STR_ARG(f->name));
			missing = true;
			continue;
		}
		/* The name stands in messages only, and there as it was. */
		input[n].name = arena_cstr(&v->arena, f->name);
		input[n++].bytes = k->text;
	}
	if (missing)
		return SSJC_OK;
	code = verify_plan(v, &plan);
	if (code == SSJC_OK)
		code = import_again(v, &plan, input, n, out);
	if (code == SSJC_OK)
		verify_say(v, VERIFY_GOOD, "import: %zu file%s imported again: the same %llu rows", n,
		    n == 1 ? "" : "s", (unsigned long long)out->rows);
	plan_close(&plan);
	return code;
}

/* Did an import before this event write that stream? */
static bool imported(const struct verifier *v, struct str digest)
{
	for (const struct audit_event *e = v->events.v; e < v->event; e++)
		for (size_t i = 0; str_is(e->action, "import") && i < e->n_files; i++)
			if (e->file[i].output && str_eq(e->file[i].digest, digest))
				return true;
	return false;
}

/* ---- Draws ---- */

struct picks {
	struct verifier *v;
	const struct audit_state *state;
	size_t at;
};

static ssjc_code same_pick(void *arg, const struct pick *p, struct ssjc_err *err)
{
	struct picks *x = arg;
	const struct pick *q = x->at < x->state->n_picks ? &x->state->pick[x->at] : NULL;
	struct object a = p->object, b;

	(void)err;
	x->at++;
	if (!q)
		return verify_differs(x->v,
		    "pick %zu is %.*s, but it is not on record", x->at, STR_ARG(p->object.id));
	if (!str_eq(p->object.id, q->object.id) || !str_eq(p->stratum, q->stratum) ||
	    p->rank != q->rank || p->role != q->role)
		return verify_differs(x->v,
		    "pick %zu should be %.*s (%.*s, rank %llu, %s), but %.*s (%.*s, rank %llu, %s) is "
		    "on record",
		    x->at, STR_ARG(p->object.id), STR_ARG(p->stratum), (unsigned long long)p->rank,
		    role_names[p->role], STR_ARG(q->object.id), STR_ARG(q->stratum),
		    (unsigned long long)q->rank, role_names[q->role]);
	b = q->object;
	for (size_t i = 0; object_columns[i]; i++)
		if (!str_eq(*object_member(&a, i), *object_member(&b, i)))
			return verify_differs(x->v,
			    "%.*s: the %s is “%.*s” in the roster, but “%.*s” on record",
			    STR_ARG(p->object.id), object_columns[i], STR_ARG(*object_member(&a, i)),
			    STR_ARG(*object_member(&b, i)));
	return SSJC_OK;
}

static ssjc_code same_strata(struct verifier *v, const struct draw *d,
    const struct audit_state *state)
{
	struct draw_counts c = draw_counts(d), r = state->draw.counts;
	size_t n;
	const struct draw_stratum *s = draw_strata(d, &n);

	if (c.rows != r.rows || c.population != r.population || c.excluded != r.excluded ||
	    c.repeated != r.repeated || c.main != r.main || c.reserve != r.reserve)
		return verify_differs(v, "the counts of the roster are not those on record");
	if (n != state->n_strata)
		return verify_differs(v,
		    "the roster has %zu strata, but %zu are on record", n, state->n_strata);
	for (size_t i = 0; i < n; i++) {
		const struct draw_stratum *q = &state->stratum[i];
		struct buf ratio = {0};
		bool same;

		plan_rule_text(&ratio, s[i].rule);
		same = str_eq(buf_text(&ratio), q->ratio);
		buf_free(&ratio);
		if (!same || !str_eq(s[i].text, q->text) || s[i].population != q->population ||
		    s[i].eligible != q->eligible || s[i].n != q->n || s[i].main != q->main ||
		    s[i].reserve != q->reserve)
			return verify_differs(v, "stratum %.*s is not as on record", STR_ARG(s[i].text));
	}
	return SSJC_OK;
}

/* The picks of each stratum: as many as it has, by rank, in the order of their tickets. */
static ssjc_code check_tickets(struct verifier *v, const struct audit_state *state)
{
	size_t i = 0;

	for (size_t s = 0; s < state->n_strata; s++) {
		const struct draw_stratum *of = &state->stratum[s];

		for (uint64_t rank = 1; rank <= of->main + of->reserve; rank++, i++) {
			const struct pick *p = &state->pick[i];

			if (i == state->n_picks || p->stratum_at != s || p->rank != rank)
				return verify_differs(v, "stratum %.*s has no pick of rank %llu on record",
				    STR_ARG(of->text), (unsigned long long)rank);
			if (rank > 1 && str_cmp(p[-1].ticket, p->ticket) >= 0)
				return verify_differs(v,
				    "%.*s stands before %.*s on record, but the seed has it the other way round: "
				    "somebody was put in the place of another",
				    STR_ARG(p[-1].object.id), STR_ARG(p->object.id));
		}
	}
	return i == state->n_picks
	    ? SSJC_OK
	    : verify_differs(v, "%.*s is on record, but more than its stratum has were drawn then",
		  STR_ARG(state->pick[i].object.id));
}

static ssjc_code draw_again(struct verifier *v, const struct plan *plan,
    const struct audit_state *state, const struct known *roster, struct source *past, size_t n)
{
	struct source from = {.text = roster->text, .name = roster->name};
	struct picks picks = {.v = v, .state = state};
	struct lot *lot = NULL;
	ssjc_code code;

	code = lot_open(&lot, plan, &from, past, n, v->err);
	if (code == SSJC_OK)
		code = lot_draw(lot, state->draw.seed, NULL, v->err);
	if (code == SSJC_OK)
		code = same_strata(v, lot_result(lot), state);
	if (code == SSJC_OK)
		code = lot_each(lot, state->draws, same_pick, &picks, v->err);
	if (code == SSJC_OK && picks.at != state->n_picks)
		code = verify_differs(v,
		    "%zu picks come out, but %zu are on record", picks.at, state->n_picks);
	lot_close(lot);
	return code;
}

/* The draw's roster and histories among what is known; *missing when not all are. */
static ssjc_code find_inputs(struct verifier *v, unsigned draw, const struct known **roster,
    struct source **past, size_t *n, bool *missing)
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
		const struct known *k;

		if (e->file[i].output || (!objects && !str_is(e->file[i].kind, "history")))
			continue;
		k = verify_find(v, e->file[i].digest);
		*missing |= !k;
		if (!k)
			verify_say(v, VERIFY_UNCHECKED,
			    "draw %u: a file was not given, so that the choice was not computed again: %.*s "
			    "with the SHA-256 %.*s",
			    draw, STR_ARG(e->file[i].kind), STR_ARG(e->file[i].digest));
		else if (objects)
			*roster = k;
		else
			(*past)[(*n)++] = (struct source){.text = k->text, .name = k->name};
	}
	return SSJC_OK;
}

/* What a draw says of itself: its number, its seed, where seed and roster are from. */
static ssjc_code check_draw(struct verifier *v, const struct audit_state *state,
    const struct plan *plan)
{
	const struct audit_draw *d = &state->draw;
	bool reveal = str_is(v->event->action, "reveal");
	const struct audit_file *roster;
	ssjc_code code = verify_one(v, "objects", &roster);

	if (code == SSJC_OK && state->draw_event != v->event->seq)
		code = verify_differs(v, "no draw is found for it on record");
	if (code == SSJC_OK && str_is(d->source, "ceremony") != reveal)
		code = verify_differs(v, "its seed is said to be from “%.*s”, but %s",
		    STR_ARG(d->source),
		    reveal ? "it reveals what a ceremony committed to" : "there was no ceremony");
	if (code == SSJC_OK)
		code = seed_check(d->seed, "its seed is none", plan->id, state->draws, v->err);
	if (code == SSJC_OK && plan->repeat && !verify_file(v, "history", false))
		code = verify_differs(v,
		    "the plan leaves out who was inspected this year, but no history is on record");
	if (code == SSJC_OK && plan->custody_strict && !str_is(d->roster, "import"))
		code = verify_differs(v,
		    "the plan wants every stream to be from an import, but its roster or a history is not");
	if (code == SSJC_OK && str_is(d->roster, "import") && !imported(v, roster->digest))
		code = verify_differs(v,
		    "its roster is said to be from an import, but no import before it wrote that one: "
		    "nobody knows where it came from");
	return code;
}

static ssjc_code verify_draw(struct verifier *v)
{
	bool missing = false;
	struct audit_state state = {0};
	const struct known *roster;
	struct plan plan = {0};
	struct source *past;
	size_t n;
	ssjc_code code = audit_load_at(v->job->audit, v->event->seq, &state, v->err);

	if (code == SSJC_OK)
		code = verify_plan(v, &plan);
	if (code == SSJC_OK)
		code = check_draw(v, &state, &plan);
	if (code == SSJC_OK)
		code = check_tickets(v, &state);
	if (code == SSJC_OK)
		verify_say(v, VERIFY_GOOD, "draw %u: %zu tickets computed again from the seed: they are in order",
		    state.draws, state.n_picks);
	if (code == SSJC_OK && !str_is(state.draw.roster, "import"))
		verify_say(v, VERIFY_UNCHECKED,
		    "draw %u: where its roster or a history came from: no import of this plan wrote it",
		    state.draws);
	if (code == SSJC_OK && str_is(v->event->action, "reveal"))
		code = verify_reveal(v, &state);
	if (code == SSJC_OK)
		code = find_inputs(v, state.draws, &roster, &past, &n, &missing);
	if (code == SSJC_OK && !missing) {
		code = draw_again(v, &plan, &state, roster, past, n);
		if (code == SSJC_OK)
			verify_say(v, VERIFY_GOOD,
			    "draw %u: drawn again from %llu rows: the same %llu, and %llu in reserve",
			    state.draws, (unsigned long long)state.draw.counts.rows,
			    (unsigned long long)state.draw.counts.main,
			    (unsigned long long)state.draw.counts.reserve);
	}
	plan_close(&plan);
	audit_state_free(&state);
	return code;
}

/* ---- Replacements ---- */

static ssjc_code verify_replace(struct verifier *v)
{
	struct audit_state before = {0}, after = {0};
	const struct pick *next;
	size_t removed;
	ssjc_code code = audit_load_at(v->job->audit, v->event->seq - 1, &before, v->err);

	if (code == SSJC_OK)
		code = audit_load_at(v->job->audit, v->event->seq, &after, v->err);
	removed = before.n_awaiting;
	for (size_t i = 0; code == SSJC_OK && i < removed; i++)
		code = replace_next(&before, i, &next, v->err);
	for (size_t i = 0; code == SSJC_OK && i < before.n_picks; i++)
		if (before.pick[i].role != after.pick[i].role)
			code = verify_differs(v, "%.*s should be %s, but is %s on record",
			    STR_ARG(before.pick[i].object.id), role_names[before.pick[i].role],
			    role_names[after.pick[i].role]);
	if (code == SSJC_OK)
		verify_say(v, VERIFY_GOOD,
		    "replace: %zu removed, replaced again from the reserve: the same", removed);
	audit_state_free(&before);
	audit_state_free(&after);
	return code;
}

/* ---- Matches ---- */

static ssjc_code same_seats(struct verifier *v, const struct assignment *a,
    const struct audit_state *state)
{
	if (a->n != state->n_seats)
		return verify_differs(v,
		    "%zu seats come out, but %zu are on record", a->n, state->n_seats);
	for (size_t i = 0; i < a->n; i++) {
		const struct seat *s = &a->v[i], *q = &state->seat[i];

		if (!seat_equal(s, q))
			return verify_differs(v,
			    "seat %zu should be %.*s at %.*s (%.*s, seat %u), but %.*s at %.*s (%.*s, seat "
			    "%u) is on record",
			    i + 1, STR_ARG(s->cert), STR_ARG(s->object), STR_ARG(s->dept), s->seat,
			    STR_ARG(q->cert), STR_ARG(q->object), STR_ARG(q->dept), q->seat);
	}
	return SSJC_OK;
}

static ssjc_code assign_again(struct verifier *v, const struct plan *plan,
    const struct known *people, const struct audit_state *before, const struct audit_state *after)
{
	bool anew = str_is(v->event->action, "reassign");
	struct assign_problem p = {
	    .from = time_day(anew ? after->match_since : seating_since(before))};
	struct seat *held = NULL;
	struct str calendar_text, items_text;
	struct calendar *calendar = NULL;
	struct inspectors inspectors = {0};
	struct assignment a = {0};
	struct items items = {0};
	struct object *objects = arena_array(&v->arena, before->n_picks + 1, sizeof *objects);
	char master[TICKET_HEX];
	int64_t now;
	ssjc_code code = objects ? SSJC_OK : ssjc_fail_memory(v->err);

	for (size_t i = 0; code == SSJC_OK && i < before->n_picks; i++)
		if (pick_is_drawn(&before->pick[i]))
			objects[p.n_objects++] = before->pick[i].object;
	if (code == SSJC_OK)
		code = ticket_master(before->draw.seed, master, v->err);
	if (code == SSJC_OK)
		code = verify_kept(v, "calendar", &calendar_text);
	if (code == SSJC_OK)
		code = calendar_read(&calendar, calendar_text, "the calendar on record", v->err);
	if (code == SSJC_OK)
		code = verify_kept(v, "items", &items_text);
	if (code == SSJC_OK && items_text.p)
		code = items_read(&items, items_text, "the items on record", v->err);
	if (code == SSJC_OK)
		code = inspectors_read(&inspectors, people->text, people->name, v->err);
	if (code == SSJC_OK && !time_parse(v->event->time, &now))
		code = verify_differs(v, "its time is none");
	if (code == SSJC_OK)
		code = seating_held(before, anew, &v->arena, &held, &p.n_held, v->err);
	if (code == SSJC_OK) {
		p.held = held;
		p.plan = plan;
		p.items = items_text.p ? &items : NULL;
		p.calendar = calendar;
		p.master = master;
		p.today = time_day(now);
		p.object = objects;
		p.inspectors = &inspectors;
		code = assign_solve(&a, &p, v->err);
		if (code == SSJC_REFUSED)
			code = verify_differs(v, "%s", v->err->msg);
	}
	if (code == SSJC_OK)
		code = same_seats(v, &a, after);
	assignment_free(&a);
	inspectors_close(&inspectors);
	items_close(&items);
	calendar_free(calendar);
	return code;
}

static ssjc_code verify_assign(struct verifier *v)
{
	const struct audit_file *f;
	const struct known *people = NULL;
	struct audit_state before = {0}, after = {0};
	struct plan plan = {0};
	ssjc_code code = verify_one(v, "inspectors", &f);

	if (code == SSJC_OK)
		code = verify_plan(v, &plan);
	if (code == SSJC_OK && plan.custody_strict && !imported(v, f->digest))
		code = verify_differs(v,
		    "the plan wants every stream to be from an import, but its inspectors are not");
	if (code == SSJC_OK)
		code = audit_load_at(v->job->audit, v->event->seq - 1, &before, v->err);
	if (code == SSJC_OK)
		code = audit_load_at(v->job->audit, v->event->seq, &after, v->err);
	if (code == SSJC_OK && before.n_awaiting > 0)
		code = verify_differs(v,
		    "%.*s was to be removed and not replaced yet: who is matched before that would be "
		    "matched again",
		    STR_ARG(before.awaiting[0]));
	if (code == SSJC_OK && str_is(v->event->action, "assign"))
		code = verify_inspectors(v, &before, f->digest);
	/* A reassign may take others: that is good, but an auditor is to know. */
	else if (code == SSJC_OK && after.committed_inspectors.n &&
	    !str_eq(after.committed_inspectors, f->digest))
		verify_say(v, VERIFY_GOOD,
		    "match: its inspectors are not those committed to; its reason: %.*s",
		    STR_ARG(v->event->reason));
	if (code == SSJC_OK && !(people = verify_find(v, f->digest)))
		verify_say(v, VERIFY_UNCHECKED,
		    "match: the inspectors were not given, so that it was not computed again: their "
		    "stream has the SHA-256 %.*s",
		    STR_ARG(f->digest));
	if (code == SSJC_OK && people) {
		code = assign_again(v, &plan, people, &before, &after);
		if (code == SSJC_OK)
			verify_say(v, VERIFY_GOOD,
			    "match: matched again: the same %zu seats", after.n_seats);
	}
	audit_state_free(&before);
	audit_state_free(&after);
	plan_close(&plan);
	return code;
}

/* ---- What was reported ---- */

/* What a report was made by: the plan, its items, the state before it. */
struct desk {
	struct record r;
	struct plan plan;
	struct items items;
	struct audit_state before, after;
};

static ssjc_code desk_open(struct verifier *v, struct desk *d)
{
	uint64_t seq = v->event->seq;
	struct str items = {NULL, 0};
	int64_t now;
	ssjc_code code = verify_plan(v, &d->plan);

	if (code == SSJC_OK)
		code = verify_kept(v, "items", &items);
	if (code == SSJC_OK && items.p)
		code = items_read(&d->items, items, "the items on record", v->err);
	if (code == SSJC_OK)
		code = audit_load_at(v->job->audit, seq - 1, &d->before, v->err);
	if (code == SSJC_OK)
		code = audit_load_at(v->job->audit, seq, &d->after, v->err);
	if (code == SSJC_OK && !time_parse(v->event->time, &now))
		code = verify_differs(v, "its time is none");
	if (code == SSJC_OK)
		d->r = (struct record){.plan = &d->plan, .items = items.p ? &d->items : NULL,
		    .state = &d->before, .today = time_day(now)};
	return code;
}

static void desk_close(struct desk *d)
{
	audit_state_free(&d->after);
	audit_state_free(&d->before);
	items_close(&d->items);
	plan_close(&d->plan);
}

static ssjc_code verify_confirm(struct verifier *v)
{
	struct desk d = {0};
	struct ssjc_err e;
	size_t n = 0;
	ssjc_code code = desk_open(v, &d);

	for (size_t i = 0; code == SSJC_OK && i < d.after.n_confirmations; i++) {
		const struct confirmation *c = &d.after.confirmation[i];

		if (c->event != v->event->seq)
			continue;
		n++;
		if (record_may_confirm(&d.r, c, &e) != SSJC_OK)
			code = verify_differs(v, "%.*s at %.*s: %s: %s", STR_ARG(c->dept),
			    STR_ARG(c->object), e.column, e.msg);
	}
	if (code == SSJC_OK)
		verify_say(v, VERIFY_GOOD,
		    "%zu confirmation%s: of a business drawn, a removal with its reason", n,
		    n == 1 ? "" : "s");
	desk_close(&d);
	return code;
}

/* Nothing is found where nobody was to look; and a finding is changed with a reason. */
static ssjc_code check_outcome(struct verifier *v, const struct record *r, const struct outcome *o)
{
	struct ssjc_err e;

	if (record_may_find(r, o, &e) != SSJC_OK)
		return verify_differs(v, "%.*s at %.*s: %s: %s", STR_ARG(o->dept), STR_ARG(o->object),
		    e.column, e.msg);
	if (str_trim(v->event->reason).n == 0 &&
	    record_outcome(r->state, o->object, o->dept, o->item, o->result))
		return verify_differs(v,
		    "%.*s at %.*s: item %.*s was on record already, and is changed for no reason: one "
		    "finding was put in the place of another, and nobody is told why",
		    STR_ARG(o->dept), STR_ARG(o->object), STR_ARG(o->item));
	return SSJC_OK;
}

static ssjc_code verify_results(struct verifier *v)
{
	struct desk d = {0};
	size_t n = 0;
	ssjc_code code = desk_open(v, &d);

	for (size_t i = 0; code == SSJC_OK && i < d.after.n_outcomes; i++)
		if (d.after.outcome[i].event == v->event->seq) {
			n++;
			code = check_outcome(v, &d.r, &d.after.outcome[i]);
		}
	if (code == SSJC_OK)
		verify_say(v, VERIFY_GOOD, "%zu results: each of a department that was seated", n);
	desk_close(&d);
	return code;
}

/* ---- All of them ---- */

ssjc_code verify_again(struct verifier *v)
{
	static const struct {
		const char *action;
		ssjc_code (*verify)(struct verifier *);
	} ways[] = {{"import", verify_import}, {"commit", verify_commitment},
	    {"recommit", verify_commitment}, {"draw", verify_draw}, {"redraw", verify_draw},
	    {"reveal", verify_draw}, {"confirm", verify_confirm}, {"replace", verify_replace}, {"assign", verify_assign},
	    {"reassign", verify_assign}, {"result", verify_results}};

	for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++)
		if (str_is(v->event->action, ways[i].action))
			return ways[i].verify(v);
	return SSJC_OK;
}
