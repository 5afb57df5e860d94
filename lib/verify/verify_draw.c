#include "verify_work.h"

#include "ssjc/audit/list_check.h"
#include "ssjc/base/language.h"
#include "ssjc/base/parallel.h"
#include "ssjc/draw/draw.h"
#include "ssjc/draw/draw_run.h"
#include "ssjc/draw/replace.h"
#include "ssjc/draw/seed.h"
#include "ssjc/draw/shards.h"

#include <stdlib.h>
#include <string.h>

/* ---- The choice, from the roster ---- */

/* The picks of a draw made again, one after the other, beside those on record. */
struct picks {
	struct verifier *v;
	struct audit_walk *walk;
	size_t at;
};

/* The object as the roster has it, and as it is on record. */
static ssjc_rc same_object(struct picks *x, const struct object *o, struct ssjc_err *err)
{
	struct object q;
	ssjc_rc rc = SSJC_OK;

	if (audit_walk_has(x->walk, o))
		return SSJC_OK;
	rc = audit_walk_object(x->walk, &q, err);
	if (rc)
		return rc;
	for (size_t i = 0; i < OBJECT_COLUMNS; i++)
		if (!str_eq(object_value(o, i), object_value(&q, i)))
			return verify_differs(x->v,
			    "%.*s: the %s is “%.*s” in the roster, but “%.*s” on record",
			    STR_ARG(o->id), object_column[i], STR_ARG(object_value(o, i)),
			    STR_ARG(object_value(&q, i)));
	return SSJC_OK;
}

static ssjc_rc same_pick(void *arg, const struct pick *p, struct ssjc_err *err)
{
	struct picks *x = arg;
	struct pick q;
	bool more;
	ssjc_rc rc = audit_walk_next(x->walk, &q, &more, err);

	if (rc)
		return rc;
	x->at++;
	if (!more)
		return verify_differs(x->v, "pick %zu is %.*s, but it is not on record", x->at,
		    STR_ARG(p->object.id));
	if (!str_eq(p->object.id, q.object.id) || !str_eq(p->stratum, q.stratum) ||
	    p->rank != q.rank || p->role != q.role)
		return verify_differs(x->v,
		    "pick %zu should be %.*s (%.*s, rank %llu, %s), but %.*s (%.*s, rank %llu, %s) "
		    "is on record",
		    x->at, STR_ARG(p->object.id), STR_ARG(p->stratum), (unsigned long long)p->rank,
		    verify_kind(role_names[p->role]), STR_ARG(q.object.id), STR_ARG(q.stratum),
		    (unsigned long long)q.rank, verify_kind(role_names[q.role]));
	return same_object(x, &p->object, err);
}

/* All picks of a draw made again are those on record, of which there are as many. */
static ssjc_rc same_picks(
    struct verifier *v, struct draw_run *run, const struct audit_state *state, size_t n)
{
	struct picks picks = {.v = v};
	ssjc_rc rc = audit_walk_open(&picks.walk, v->job->audit, state, v->err);

	if (rc)
		goto out;
	rc = draw_run_each(run, state->draws, same_pick, &picks, v->err);
	if (rc)
		goto out;
	if (picks.at != n)
		rc = verify_differs(v, "%zu picks come out, but %zu are on record", picks.at, n);
out:
	audit_walk_close(picks.walk);
	return rc;
}

static ssjc_rc same_stratum(struct verifier *v, const struct stratum *s, const struct stratum *q)
{
	struct buf ratio = {0};
	ssjc_rc rc = SSJC_OK;

	plan_rule_text(&ratio, s->rule);
	if (ratio.failed)
		rc = ssjc_fail_memory(v->err);
	else if (!str_eq(buf_text(&ratio), q->ratio) || !str_eq(s->text, q->text) ||
	    s->population != q->population || s->eligible != q->eligible || s->n != q->n ||
	    s->main != q->main || s->reserve != q->reserve)
		rc = verify_differs(v, "stratum %.*s is not as on record", STR_ARG(s->text));
	buf_free(&ratio);
	return rc;
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
		ssjc_rc rc = same_stratum(v, &s[i], &state->stratum[i]);

		if (rc)
			return rc;
	}
	return SSJC_OK;
}

/* The roster and the histories of the draw at hand, as far as they are known. */
struct draw_inputs {
	struct draw_source roster;
	struct draw_source *history; /* in the arena */
	size_t n;
	struct shards shards; /* of several registers */
	bool missing;         /* one of them was not given, as was remarked */
};

static void remark_missing(struct verifier *v, unsigned draw, const struct audit_file *f)
{
	if (str_is(f->kind, "shard"))
		verify_remark(v, REMARK_UNCHECKED,
		    "draw %u: the register “%.*s” was not given, so the draw was not made again: its "
		    "SHA-256 is %.*s",
		    draw, STR_ARG(f->name), STR_ARG(f->digest));
	else
		verify_remark(v, REMARK_UNCHECKED,
		    "draw %u: a file was not given, so the draw was not made again: %.*s with the "
		    "SHA-256 %.*s",
		    draw, STR_ARG(verify_word(f->kind)), STR_ARG(f->digest));
}

static ssjc_rc find_inputs(struct verifier *v, unsigned draw, struct draw_inputs *in)
{
	const struct audit_event *e = v->event;

	*in = (struct draw_inputs){0};
	in->history = arena_array(&v->arena, e->n_files + 1, sizeof *in->history);
	if (!in->history)
		return ssjc_fail_memory(v->err);
	for (size_t i = 0; i < e->n_files; i++) {
		const struct audit_file *f = &e->file[i];
		bool several = verify_several(v), shard = str_is(f->kind, "shard"),
		     objects = shard || str_is(f->kind, "objects");
		struct draw_source *to = objects ? &in->roster : &in->history[in->n];
		const struct known_text *k;
		bool large;
		ssjc_rc rc;

		/* Of several registers, objects only says who they are. */
		if (f->output || (!objects && !str_is(f->kind, "history")) ||
		    (objects && several != shard))
			continue;
		k = verify_find(v, f->digest);
		if (!k) {
			in->missing = true;
			remark_missing(v, draw, f);
			continue;
		}
		large = objects && !several && verify_large(k);
		rc = large ? SSJC_OK : verify_text(v, k);
		if (rc)
			return rc;
		*to = (struct draw_source){.text = large ? STR("") : k->text,
		    .large = large ? k->large : NULL,
		    .name = k->name};
		in->n += !objects;
	}
	return SSJC_OK;
}

/* Of several registers: their rows as one roster; missing when they cannot be told. */
static ssjc_rc gather(
    struct verifier *v, const struct plan *plan, const struct audit_draw *d, struct draw_inputs *in)
{
	ssjc_rc rc;

	if (!verify_several(v))
		return SSJC_OK;
	rc = verify_shards_gather(v, plan, &in->shards, d, in->history, in->n, &in->roster);
	in->missing = !in->roster.shards;
	return rc;
}

/* Those who cannot be drawn, as they were written then. */
static ssjc_rc same_excluded(struct verifier *v, struct csv_out *csv)
{
	char digest[DIGEST_HEX];
	ssjc_rc rc = csv_out_finish(csv, digest, v->err);

	return rc ? rc : verify_output(v, "excluded", digest, csv->rows - 1);
}

/* The picks beside those on record, and the list, which a second thread makes meanwhile. */
struct drawn_again {
	struct verifier *v;
	struct draw_run *run;
	const struct audit_state *state;
	size_t picks;
	ssjc_rc rc[2];
	struct ssjc_err err; /* of the list */
	char digest[DIGEST_HEX];
};

static void make_drawn(void *arg, unsigned thread)
{
	struct drawn_again *d = arg;

	d->rc[thread] = thread == 0
	    ? same_picks(d->v, d->run, d->state, d->picks)
	    : draw_run_list(d->run, d->state->draws, verify_style(d->v), d->digest, &d->err);
}

/* The list, as it was printed then, becomes known: whoever is matched is from it. */
static ssjc_rc same_drawn(
    struct verifier *v, struct draw_run *run, const struct audit_state *state, size_t picks)
{
	struct drawn_again d = {.v = v, .run = run, .state = state, .picks = picks};
	FILE *to;
	ssjc_rc rc;

	parallel(2, make_drawn, &d);
	if (d.rc[0])
		return d.rc[0];
	if (d.rc[1]) {
		*v->err = d.err;
		return d.rc[1];
	}
	rc = verify_output(v, "drawn", d.digest, picks);
	if (rc)
		return rc;
	rc = spool_begin(&v->made, &to, v->err);
	if (rc)
		return rc;
	rc = draw_run_show(run, to, v->err);
	return rc ? rc : verify_know_made(v, d.digest, "the list drawn again");
}

static ssjc_rc draw_again(struct verifier *v, const struct plan *plan,
    const struct audit_state *state, const struct draw_inputs *in, size_t picks)
{
	struct csv_out excluded = {0};
	struct draw_run *run = NULL;
	bool has_excluded = verify_file(v, "excluded", true);
	ssjc_rc rc = draw_run_open(&run, plan, &in->roster, in->history, in->n, v->err);

	if (rc)
		goto out;
	rc = csv_out_open(&excluded, NULL, verify_style(v), v->err);
	if (rc)
		goto out;
	rc = verify_roots_bind(v, plan, run);
	if (rc)
		goto out;
	rc = draw_run_draw(run, state->draw.seed, has_excluded ? &excluded : NULL, v->err);
	if (rc)
		goto out;
	if (has_excluded) {
		rc = same_excluded(v, &excluded);
		if (rc)
			goto out;
	}
	rc = same_strata(v, draw_run_choice(run), state);
	if (rc)
		goto out;
	rc = same_drawn(v, run, state, picks);
	if (rc)
		goto out;
	rc = verify_roots_again(v, plan, run, state->draws);
out:
	csv_out_close(&excluded);
	draw_run_close(run);
	return rc;
}

/* Is all there that the event at hand was made from? */
static bool has_inputs(struct verifier *v)
{
	struct str needed = verify_several(v) ? STR("shard;history") : STR("objects;history");

	for (size_t i = 0; i < v->event->n_files; i++) {
		const struct audit_file *f = &v->event->file[i];

		if (!f->output && str_in_list(needed, f->kind) && !verify_find(v, f->digest))
			return false;
	}
	return true;
}

ssjc_rc verify_root_again(
    struct verifier *v, const struct plan *plan, unsigned draw, char root[DIGEST_HEX])
{
	const struct audit_draw trial = {.draw = draw, .seed = STR("a trial")};
	struct draw_bound bound = {0};
	struct draw_run *run = NULL;
	struct draw_inputs in = {0};
	ssjc_rc rc;

	root[0] = '\0';
	if (!has_inputs(v))
		return SSJC_OK;
	rc = find_inputs(v, draw, &in);
	if (rc)
		goto out;
	rc = gather(v, plan, &trial, &in);
	if (rc || in.missing)
		goto out;
	rc = draw_run_open(&run, plan, &in.roster, in.history, in.n, v->err);
	if (rc)
		goto out;
	rc = verify_roots_bind(v, plan, run);
	if (rc)
		goto out;
	rc = draw_run_draw(run, trial.seed, NULL, v->err);
	if (rc)
		goto out;
	rc = draw_run_bound(run, draw, false, &bound, v->err);
	if (rc)
		goto out;
	memcpy(root, bound.roots.tree, DIGEST_HEX);
out:
	draw_bound_free(&bound);
	draw_run_close(run);
	shards_free(&in.shards);
	return rc;
}

/* ---- A draw ---- */

/* The picks on record, one after the other, and what is kept of the one before. */
struct in_order {
	struct verifier *v;
	struct audit_walk *walk;
	struct buf id;
	char ticket[TICKET_HEX];
};

/* The next is that of its stratum with that rank, and its ticket is above the one before. */
static ssjc_rc check_next(
    struct in_order *o, const struct audit_state *state, size_t s, uint64_t rank)
{
	struct pick p;
	bool more;
	ssjc_rc rc = audit_walk_next(o->walk, &p, &more, o->v->err);

	if (rc)
		return rc;
	if (!more || p.stratum_at != s || p.rank != rank)
		return verify_differs(o->v, "stratum %.*s has no pick of rank %llu on record",
		    STR_ARG(state->stratum[s].text), (unsigned long long)rank);
	if (rank > 1 && str_cmp(str_of(o->ticket), p.ticket) >= 0)
		return verify_differs(o->v,
		    "%.*s comes before %.*s on record, but after it by the seed: the two have "
		    "changed places",
		    STR_ARG(buf_text(&o->id)), STR_ARG(p.object.id));
	buf_clear(&o->id);
	buf_str(&o->id, p.object.id);
	memcpy(o->ticket, p.ticket.p, sizeof o->ticket);
	return o->id.failed ? ssjc_fail_memory(o->v->err) : SSJC_OK;
}

/*
 * The picks of each stratum: as many as it has, by rank, in the order of their tickets. *n
 * is how many there are.
 */
static ssjc_rc check_tickets(struct verifier *v, const struct audit_state *state, size_t *n)
{
	struct in_order o = {.v = v};
	struct pick after;
	bool more;
	ssjc_rc rc = audit_walk_open(&o.walk, v->job->audit, state, v->err);

	*n = 0;
	if (rc)
		goto out;
	for (size_t s = 0; s < state->n_strata; s++)
		for (uint64_t k = state->stratum[s].main + state->stratum[s].reserve, rank = 1;
		     rank <= k; rank++, ++*n) {
			rc = check_next(&o, state, s, rank);
			if (rc)
				goto out;
		}
	rc = audit_walk_next(o.walk, &after, &more, v->err);
	if (!rc && more)
		rc = verify_differs(v,
		    "%.*s is on record, but all that its stratum has were drawn before it",
		    STR_ARG(after.object.id));
out:
	buf_free(&o.id);
	audit_walk_close(o.walk);
	return rc;
}

/* Of the earlier plan's audit file that gave a history: the checkpoint on record, or NULL. */
static const struct audit_file *earlier_file(
    const struct verifier *v, const struct audit_file *history)
{
	const struct audit_file *next = history + 1;
	bool there = next < v->event->file + v->event->n_files && !next->output &&
	    str_is(next->kind, "checkpoint") && str_eq(next->name, history->name);

	return there ? next : NULL;
}

/* A history that is no import's, but an earlier plan's: whoever knows that plan can tell. */
static ssjc_rc remark_earlier(
    struct verifier *v, const struct audit_draw *d, const struct audit_file *f)
{
	struct checkpoint_list list = {0};
	struct str text;
	ssjc_rc rc = audit_content(v->job->audit, f->digest, &v->arena, &text, v->err);

	if (rc)
		goto out;
	rc = checkpoint_read(&list, text, "the checkpoint of an earlier plan", v->err);
	if (rc)
		goto out;
	verify_remark(v, REMARK_NOTE,
	    "draw %u: the history %.*s was not imported: it is from the audit file of plan %.*s as "
	    "it was then: compare it with a checkpoint kept of that plan: %llu events, head %s",
	    d->draw, STR_ARG(f->name), STR_ARG(list.v[0].plan),
	    (unsigned long long)list.v[0].at.events, list.v[0].at.head);
out:
	checkpoint_list_free(&list);
	return rc;
}

/* Do the imports before it show what the draw says of where its register and histories are from? */
static ssjc_rc check_origin(struct verifier *v, const struct plan *plan, const struct audit_draw *d,
    const struct audit_file *roster)
{
	bool claimed = str_is(d->roster, "import"), several = verify_several(v),
	     all = several || verify_imported(v, "objects", roster->digest);
	ssjc_rc rc = several ? verify_shards_origin(v, plan, &all)
	                     : verify_strict(v, plan, "objects", roster->digest);

	if (rc)
		return rc;
	if (claimed && !all)
		return verify_differs(v,
		    "its roster is said to be from an import, but no import before it wrote that "
		    "one: nobody knows where it came from");
	for (size_t i = 0; i < v->event->n_files; i++) {
		const struct audit_file *f = &v->event->file[i], *earlier;

		if (f->output || !str_is(f->kind, "history"))
			continue;
		if (verify_imported(v, "history", f->digest)) {
			rc = verify_strict(v, plan, "history", f->digest);
			if (rc)
				return rc;
			continue;
		}
		earlier = earlier_file(v, f);
		if (!earlier && claimed)
			return verify_differs(v,
			    "its histories are said to be from an import, but no import before it "
			    "wrote %.*s (SHA-256 %.*s): it decides who cannot be drawn, and nobody "
			    "knows where it came from",
			    STR_ARG(f->name), STR_ARG(f->digest));
		all = all && earlier;
		rc = earlier ? remark_earlier(v, d, earlier) : SSJC_OK;
		if (rc)
			return rc;
	}
	if (all && !claimed)
		return verify_differs(v,
		    "its roster or a history is said not to be from an import, but imports before "
		    "it wrote all of them");
	return SSJC_OK;
}

/* What a draw says of itself: its number, its seed, where its seed and roster come from. */
static ssjc_rc check_draw(
    struct verifier *v, const struct audit_state *state, const struct plan *plan)
{
	const struct audit_draw *d = &state->draw;
	bool reveal = str_is(v->event->action, "reveal");
	const struct audit_file *roster;
	ssjc_rc rc = verify_one(v, "objects", &roster);

	if (rc)
		return rc;
	if (state->draw_event != v->event->seq)
		return verify_differs(v, "its draw is not on record");
	if (roster->rows != d->counts.rows)
		return verify_differs(v,
		    "its roster has %llu rows on record, but was drawn from as if it had %llu",
		    (unsigned long long)roster->rows, (unsigned long long)d->counts.rows);
	if (str_is(d->source, "ceremony") != reveal)
		return verify_differs(v, "its seed is said to be from “%.*s”, but %s",
		    STR_ARG(d->source),
		    reveal ? W_("it reveals what a ceremony committed to")
		           : W_("there was no ceremony"));
	rc = seed_check(d->seed, "its seed", plan->id, state->draws, v->err);
	if (rc)
		return rc;
	rc = verify_shards_seed(v, d);
	if (rc)
		return rc;
	if (plan->repeat && !verify_file(v, "history", false))
		return verify_differs(v,
		    "the plan leaves out who was inspected this year, but no history is on record");
	if (plan->custody_strict && !str_is(d->roster, "import"))
		return verify_differs(v,
		    "the plan requires every stream to be from an import, but its roster or a "
		    "history is not");
	return check_origin(v, plan, d, roster);
}

/* It is the last draw so far, and no match of an earlier one holds. */
static void count(struct verify_totals *t, const struct audit_state *state)
{
	t->draws.made++;
	t->draws.last = false;
	t->main = state->draw.counts.main;
	t->reserve = state->draw.counts.reserve;
	t->commitment = 0;
	t->matches = (struct verify_again){0};
	t->seats = 0;
}

/* People who came to see the draw must not find that it was made. */
static ssjc_rc check_day(struct verifier *v, const struct plan *plan)
{
	char day[DATE_SIZE];
	int64_t time;

	if (!time_parse(v->event->time, &time) || time_day(time) >= plan->draw_date)
		return SSJC_OK;
	date_format(plan->draw_date, day);
	return verify_differs(
	    v, "was made before %s, the day on which the plan says that it is drawn", day);
}

/* What the audit file alone shows of a draw. */
static ssjc_rc check_record(
    struct verifier *v, const struct audit_state *state, const struct plan *plan, size_t *picks)
{
	ssjc_rc rc = check_day(v, plan);

	if (rc)
		return rc;
	rc = check_draw(v, state, plan);
	if (rc)
		return rc;
	rc = verify_shards_sizes(v, plan, state);
	if (rc)
		return rc;
	rc = check_tickets(v, state, picks);
	if (rc)
		return rc;
	verify_remark(v, REMARK_GOOD,
	    "draw %u: %zu tickets computed again from the seed: they are in order", state->draws,
	    *picks);
	count(v->totals, state);
	if (!str_is(state->draw.roster, "import"))
		verify_remark(v, REMARK_UNCHECKED,
		    "draw %u: where its roster or a history came from: no import of this plan "
		    "wrote it",
		    state->draws);
	if (str_is(v->event->action, "reveal")) {
		rc = verify_reveal(v, state);
		if (rc)
			return rc;
	}
	return verify_roots(v, state, plan);
}

ssjc_rc verify_draw(struct verifier *v)
{
	struct audit_state state = {0};
	struct plan plan = {0};
	struct draw_inputs in = {0};
	size_t picks;
	ssjc_rc rc = audit_load_strata(v->job->audit, v->event->seq, &state, v->err);

	if (rc)
		goto out;
	rc = verify_plan(v, &plan);
	if (rc)
		goto out;
	rc = check_record(v, &state, &plan, &picks);
	if (rc)
		goto out;
	rc = find_inputs(v, state.draws, &in);
	if (rc || in.missing)
		goto out;
	rc = gather(v, &plan, &state.draw, &in);
	if (rc || in.missing)
		goto out;
	rc = draw_again(v, &plan, &state, &in, picks);
	if (rc)
		goto out;
	v->made_again[0] = v->event->seq;
	v->totals->draws.again++;
	v->totals->draws.last = true;
	verify_remark(v, REMARK_GOOD,
	    "draw %u: drawn again from %llu rows: the same %llu, and %llu in reserve", state.draws,
	    (unsigned long long)state.draw.counts.rows, (unsigned long long)state.draw.counts.main,
	    (unsigned long long)state.draw.counts.reserve);
out:
	shards_free(&in.shards);
	plan_close(&plan);
	audit_state_free(&state);
	return rc;
}

/* ---- A replacement ---- */

/* Replace again in before all that awaited it: the roles must be those after. */
static ssjc_rc replace_again(
    struct verifier *v, struct audit_state *before, const struct audit_state *after)
{
	size_t awaiting = before->n_awaiting;
	const struct pick *next;

	/* Where the chain is broken, its event may have rows that it must not have. */
	if (before->draw_event != after->draw_event)
		return verify_differs(v, "has a draw on record, but only replaces");
	for (size_t i = 0; i < awaiting; i++) {
		ssjc_rc rc = replace_next(before, i, &next, v->err);

		if (rc)
			return rc;
	}
	for (size_t i = 0; i < before->n_picks; i++) {
		const struct pick *p = &before->pick[i], *q = &after->pick[i];

		if (p->role != q->role)
			return verify_differs(v, "%.*s should be %s, but is %s on record",
			    STR_ARG(p->object.id), verify_kind(role_names[p->role]),
			    verify_kind(role_names[q->role]));
	}
	verify_remark(v, REMARK_GOOD,
	    "replace: %zu removed, replaced again from the reserve: the same", awaiting);
	return SSJC_OK;
}

/* The list with its roles as they are after it, from the list that it read. */
static ssjc_rc same_replaced(struct verifier *v, const struct audit_state *after)
{
	const struct audit_file *in = verify_file(v, "drawn", false);
	const struct known_text *k = NULL;
	struct table t = {0};
	char digest[DIGEST_HEX];
	FILE *f;
	ssjc_rc rc = in ? verify_known(v, in->digest, &k) : SSJC_OK;

	if (rc)
		return rc;
	if (!k) {
		verify_cannot(v, "lists of replacements whose list before is not here");
		return SSJC_OK;
	}
	rc = table_read(&t, k->text, k->name, v->err);
	if (rc)
		goto out;
	rc = list_check_listed(&t, after, v->err);
	if (rc)
		goto out;
	rc = spool_begin(&v->made, &f, v->err);
	if (rc)
		goto out;
	rc = replace_write(&t, after, verify_style(v), f, digest, v->err);
	if (rc)
		goto out;
	rc = verify_output(v, "drawn", digest, t.rows);
	if (rc)
		goto out;
	rc = verify_know_made(v, digest, "the list replaced again");
out:
	table_close(&t);
	return rc;
}

ssjc_rc verify_replace(struct verifier *v)
{
	struct audit_state before = {0}, after = {0};
	ssjc_rc rc = verify_before(v, &before);

	if (rc)
		goto out;
	rc = verify_after(v, &after);
	if (rc)
		goto out;
	rc = replace_again(v, &before, &after);
	if (rc)
		goto out;
	rc = same_replaced(v, &after);
out:
	audit_state_free(&before);
	audit_state_free(&after);
	return rc;
}
