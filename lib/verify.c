#include "ssjc/verify.h"

#include "ssjc/ceremony.h"
#include "ssjc/file.h"
#include "ssjc/import.h"
#include "ssjc/lot.h"
#include "ssjc/replace.h"
#include "ssjc/seating.h"
#include "ssjc/seed.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A text that is known by its digest: evidence, or a stream imported again. */
struct known {
	char digest[DIGEST_HEX];
	struct str text;
	const char *name;
};

struct verifier {
	const struct verify_job *job;
	struct known *known;
	size_t n, cap;
	struct audit_events events;
	const struct audit_event *event; /* at hand */
	struct arena arena;
	struct ssjc_err *err;
};

static void say(struct verifier *v, enum verify_mark mark, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
static ssjc_code differs(struct verifier *v, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static void say(struct verifier *v, enum verify_mark mark, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	if (!v->job->say)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	v->job->say(v->job->arg, mark, v->event ? v->event->seq : 0, text);
}

static ssjc_code differs(struct verifier *v, const char *fmt, ...)
{
	char text[900];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	if (!v->event)
		return ssjc_fail(v->err, SSJC_NO, "%s", text);
	return ssjc_fail(v->err, SSJC_NO, "event %llu (%.*s): %s", (unsigned long long)v->event->seq,
	    STR_ARG(v->event->action), text);
}

static void verifier_close(struct verifier *v)
{
	free(v->known);
	audit_events_free(&v->events);
	arena_free(&v->arena);
}

/* ---- What is at hand ---- */

static ssjc_code know(struct verifier *v, struct str text, const char *name)
{
	struct known k = {.text = text, .name = name};
	ssjc_code code = digest_hex(text.p, text.n, k.digest, v->err);

	if (code != SSJC_OK)
		return code;
	if (!grow(&v->known, &v->cap, v->n, sizeof k))
		return ssjc_fail_memory(v->err);
	v->known[v->n++] = k;
	return SSJC_OK;
}

static const struct known *find(const struct verifier *v, struct str digest)
{
	for (size_t i = 0; i < v->n; i++)
		if (str_is(digest, v->known[i].digest))
			return &v->known[i];
	return NULL;
}

/* The event's first file of that kind and direction, or NULL. */
static const struct audit_file *file_of(const struct audit_event *e, const char *kind, bool output)
{
	for (size_t i = 0; i < e->n_files; i++)
		if (e->file[i].output == output && str_is(e->file[i].kind, kind))
			return &e->file[i];
	return NULL;
}

/* A history that an audit file gave, which may since have grown. */
struct past {
	struct verifier *v;
	const char *name;
};

static ssjc_code know_past(void *arg, struct str stream, bool *more, struct ssjc_err *err)
{
	struct past *p = arg;
	bool ok = true;
	struct str kept = arena_str(&p->v->arena, stream, &ok);

	*more = true;
	return ok ? know(p->v, kept, p->name) : ssjc_fail_memory(err);
}

/* Evidence that no event has read or written is no evidence. */
static ssjc_code check_evidence(struct verifier *v)
{
	for (size_t i = 0; i < v->job->n; i++) {
		const struct evidence *e = &v->job->evidence[i];
		struct past past = {v, e->name};
		bool used = false;
		ssjc_code code = e->audit ? audit_history(e->name, &v->events, know_past, &past, v->err)
					  : know(v, e->bytes, e->name);

		if (code != SSJC_OK)
			return code;
		for (size_t k = 0; k < v->events.n; k++)
			for (size_t f = 0; f < v->events.v[k].n_files; f++)
				used |= str_is(v->events.v[k].file[f].digest, v->known[v->n - 1].digest);
		if (!used)
			return differs(v,
			    "%s (SHA-256 %s) is in no event of the audit file: it is not the file that was "
			    "used, or was changed since",
			    e->name, v->known[v->n - 1].digest);
	}
	return SSJC_OK;
}

/* The plan of the event at hand, as the audit file keeps it. */
static ssjc_code plan_of(struct verifier *v, struct plan *plan)
{
	struct str text;
	ssjc_code code =
	    audit_content(v->job->audit, v->event->plan_digest, &v->arena, &text, v->err);
	char digest[DIGEST_HEX];

	if (code == SSJC_OK)
		code = digest_hex(text.p, text.n, digest, v->err);
	if (code == SSJC_OK && !str_is(v->event->plan_digest, digest))
		code = differs(v, "the plan kept in the audit file is not the one it names");
	return code == SSJC_OK ? plan_read(plan, text, "the plan on record", "", "", v->err) : code;
}

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
			 : differs(v, "the data file %s is not on record", terms_files[t]);
		if (code != SSJC_OK)
			return code;
	}
	return terms_read(out, text, v->err);
}

static ssjc_code import_again(struct verifier *v, const struct plan *plan,
    struct import_input *input, size_t n, const struct audit_file *out)
{
	struct import_options options = {0};
	struct import_job job = {.options = &options, .plan = plan, .accept = {"", 0},
	    .input = input, .n_inputs = n};
	struct terms *terms = NULL;
	const struct audit_file *accept = file_of(v->event, "accept", false);
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
		code = differs(v,
		    "importing the rosters again gives another stream than the one on record (%s)", digest);
	if (code == SSJC_OK) {
		stream = arena_str(&v->arena, (struct str){text, size}, &ok);
		code = ok ? know(v, stream, "the stream imported again") : ssjc_fail_memory(v->err);
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
	size_t n = 0;
	ssjc_code code;

	if (!input)
		return ssjc_fail_memory(v->err);
	for (size_t i = 0; i < e->n_files; i++)
		if (e->file[i].output)
			out = &e->file[i];
	if (!out)
		return differs(v, "no output is on record");
	for (size_t i = 0; i < e->n_files; i++) {
		const struct audit_file *f = &e->file[i];
		const struct known *k;

		if (f->output || !str_eq(f->kind, out->kind))
			continue;
		k = find(v, f->digest);
		if (!k) {
			say(v, VERIFY_UNCHECKED, "import: %.*s was not given, so it was not imported again",
			    STR_ARG(f->name));
			return SSJC_OK;
		}
		/* The name stands in messages only, and there as it was. */
		input[n].name = arena_cstr(&v->arena, f->name);
		input[n++].bytes = k->text;
	}
	code = plan_of(v, &plan);
	if (code == SSJC_OK)
		code = import_again(v, &plan, input, n, out);
	if (code == SSJC_OK)
		say(v, VERIFY_GOOD, "import: %zu file%s imported again: the same %llu rows", n,
		    n == 1 ? "" : "s", (unsigned long long)out->rows);
	plan_close(&plan);
	return code;
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
		return differs(x->v, "pick %zu is %.*s, but it is not on record", x->at,
		    STR_ARG(p->object.id));
	if (!str_eq(p->object.id, q->object.id) || !str_eq(p->stratum, q->stratum) ||
	    p->rank != q->rank || p->role != q->role)
		return differs(x->v,
		    "pick %zu should be %.*s (%.*s, rank %llu, %s), but %.*s (%.*s, rank %llu, %s) is on "
		    "record",
		    x->at, STR_ARG(p->object.id), STR_ARG(p->stratum), (unsigned long long)p->rank,
		    role_names[p->role], STR_ARG(q->object.id), STR_ARG(q->stratum),
		    (unsigned long long)q->rank, role_names[q->role]);
	b = q->object;
	for (size_t i = 0; object_columns[i]; i++)
		if (!str_eq(*object_member(&a, i), *object_member(&b, i)))
			return differs(x->v, "%.*s: the %s is “%.*s” in the roster, but “%.*s” on record",
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
		return differs(v, "the counts of the roster are not those on record");
	if (n != state->n_strata)
		return differs(v, "the roster has %zu strata, but %zu are on record", n, state->n_strata);
	for (size_t i = 0; i < n; i++) {
		const struct draw_stratum *q = &state->stratum[i];

		if (!str_eq(s[i].text, q->text) || s[i].population != q->population ||
		    s[i].eligible != q->eligible || s[i].n != q->n || s[i].main != q->main ||
		    s[i].reserve != q->reserve)
			return differs(v, "stratum %.*s is not as on record", STR_ARG(s[i].text));
	}
	return SSJC_OK;
}

static ssjc_code check_tickets(struct verifier *v, const struct audit_state *state)
{
	unsigned char raw[TICKET_SIZE];
	char master[TICKET_HEX], hex[TICKET_HEX];
	struct ticket_key *key = NULL;
	ssjc_code code = ticket_master(state->draw.seed, master, v->err);

	if (code == SSJC_OK)
		code = ticket_key_open(&key, master, STR("object"), v->err);
	for (size_t i = 0; code == SSJC_OK && i < state->n_picks; i++) {
		const struct pick *p = &state->pick[i];

		ticket_of(key, p->object.id, raw);
		hex_of(raw, sizeof raw, hex);
		if (code == SSJC_OK && !str_is(p->ticket, hex))
			code = differs(v, "the ticket of %.*s is %s by the seed, but another is on record",
			    STR_ARG(p->object.id), hex);
	}
	ticket_key_free(key);
	return code;
}

/* The seed of a revealed draw has the shares that were committed to, and the roster. */
static ssjc_code check_ceremony(struct verifier *v, const struct audit_state *state)
{
	const struct audit_ceremony *c = &state->ceremony;
	struct str share[SHARES_MAX], public;
	char digest[DIGEST_HEX];
	size_t n;
	ssjc_code code;

	if (!str_is(v->event->action, "reveal"))
		return SSJC_OK;
	code = seed_parse(state->draw.seed, &public, share, &n, v->err);
	if (code == SSJC_OK && ceremony_outcome(c->form, public, NULL) != SSJC_OK)
		code = differs(v, "the outcome of the public event has not the form committed to");
	if (code == SSJC_OK && (c->draw != state->draws || c->n_commitments != n))
		code = differs(v, "its commitment is not on record");
	for (size_t i = 0; code == SSJC_OK && i < n; i++) {
		code = share_commitment(share[i], digest, v->err);
		if (code == SSJC_OK && !str_is(c->commitment[i].digest, digest))
			code = differs(v, "share %zu is not the one that %.*s committed to", i + 1,
			    STR_ARG(c->commitment[i].dept));
	}
	if (code == SSJC_OK && !str_eq(c->plan_digest, v->event->plan_digest))
		code = differs(v, "the plan is not the one committed to");
	if (code == SSJC_OK && !str_eq(c->roster, state->roster_digest))
		code = differs(v, "the roster is not the one committed to");
	if (code == SSJC_OK)
		say(v, VERIFY_GOOD, "draw %u: %zu shares and the roster are those committed to", c->draw,
		    n);
	return code;
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
		code = differs(v, "%zu picks come out, but %zu are on record", picks.at, state->n_picks);
	lot_close(lot);
	return code;
}

/* The draw's roster and histories among what is known; what is missing in *missing. */
static ssjc_code find_inputs(struct verifier *v, const struct known **roster,
    struct source **past, size_t *n, const struct audit_file **missing)
{
	const struct audit_event *e = v->event;

	*roster = NULL;
	*missing = NULL;
	*n = 0;
	*past = arena_array(&v->arena, e->n_files + 1, sizeof **past);
	if (!*past)
		return ssjc_fail_memory(v->err);
	for (size_t i = 0; i < e->n_files; i++) {
		bool objects = str_is(e->file[i].kind, "objects");
		const struct known *k;

		if (e->file[i].output || (!objects && !str_is(e->file[i].kind, "history")))
			continue;
		k = find(v, e->file[i].digest);
		if (!k)
			*missing = &e->file[i];
		else if (objects)
			*roster = k;
		else
			(*past)[(*n)++] = (struct source){.text = k->text, .name = k->name};
	}
	return *roster || *missing ? SSJC_OK : differs(v, "no roster is on record");
}

static ssjc_code verify_draw(struct verifier *v)
{
	const struct audit_file *missing;
	struct audit_state state = {0};
	const struct known *roster;
	struct plan plan = {0};
	struct source *past;
	size_t n;
	ssjc_code code = audit_load_at(v->job->audit, v->event->seq, &state, v->err);

	if (code == SSJC_OK)
		code = check_tickets(v, &state);
	if (code == SSJC_OK)
		say(v, VERIFY_GOOD, "draw %u: %zu tickets computed again from the seed: the same",
		    state.draws, state.n_picks);
	if (code == SSJC_OK && !str_is(state.draw.roster, "import"))
		say(v, VERIFY_UNCHECKED,
		    "draw %u: where its roster or a history came from: no import of this plan wrote it",
		    state.draws);
	if (code == SSJC_OK)
		code = check_ceremony(v, &state);
	if (code == SSJC_OK)
		code = find_inputs(v, &roster, &past, &n, &missing);
	if (code == SSJC_OK && missing) {
		say(v, VERIFY_UNCHECKED,
		    "draw %u: a file was not given, so that the choice was not computed again: %.*s with "
		    "the SHA-256 %.*s",
		    state.draws, STR_ARG(missing->kind), STR_ARG(missing->digest));
	} else if (code == SSJC_OK) {
		code = plan_of(v, &plan);
		if (code == SSJC_OK)
			code = draw_again(v, &plan, &state, roster, past, n);
		if (code == SSJC_OK)
			say(v, VERIFY_GOOD, "draw %u: drawn again from %llu rows: the same %llu, and %llu in "
					    "reserve",
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
			code = differs(v, "%.*s should be %s, but is %s on record",
			    STR_ARG(before.pick[i].object.id), role_names[before.pick[i].role],
			    role_names[after.pick[i].role]);
	if (code == SSJC_OK)
		say(v, VERIFY_GOOD, "replace: %zu removed, replaced again from the reserve: the same",
		    removed);
	audit_state_free(&before);
	audit_state_free(&after);
	return code;
}

/* ---- Matches ---- */

/* An input kept whole in the audit file: the calendar, the items. */
static ssjc_code kept(struct verifier *v, const char *kind, struct str *text)
{
	const struct audit_file *f = file_of(v->event, kind, false);

	*text = (struct str){NULL, 0};
	return f ? audit_content(v->job->audit, f->digest, &v->arena, text, v->err) : SSJC_OK;
}

static ssjc_code same_seats(struct verifier *v, const struct assignment *a,
    const struct audit_state *state)
{
	if (a->n != state->n_seats)
		return differs(v, "%zu seats come out, but %zu are on record", a->n, state->n_seats);
	for (size_t i = 0; i < a->n; i++) {
		const struct seat *s = &a->v[i], *q = &state->seat[i];

		if (!seat_equal(s, q))
			return differs(v,
			    "seat %zu should be %.*s at %.*s (%.*s, seat %u), but %.*s at %.*s (%.*s, seat %u) "
			    "is on record",
			    i + 1, STR_ARG(s->cert), STR_ARG(s->object), STR_ARG(s->dept), s->seat,
			    STR_ARG(q->cert), STR_ARG(q->object), STR_ARG(q->dept), q->seat);
	}
	return SSJC_OK;
}

static ssjc_code assign_again(struct verifier *v, const struct known *people,
    const struct audit_state *before, const struct audit_state *after)
{
	bool anew = str_is(v->event->action, "reassign");
	struct assign_problem p = {.from = time_day(after->match_since)};
	struct seat *held = NULL;
	struct str calendar_text, items_text;
	struct calendar *calendar = NULL;
	struct inspectors inspectors = {0};
	struct assignment a = {0};
	struct items items = {0};
	struct plan plan = {0};
	struct object *objects = arena_array(&v->arena, before->n_picks + 1, sizeof *objects);
	char master[TICKET_HEX];
	int64_t now;
	ssjc_code code = objects ? plan_of(v, &plan) : ssjc_fail_memory(v->err);

	for (size_t i = 0; code == SSJC_OK && i < before->n_picks; i++)
		if (pick_is_drawn(&before->pick[i]))
			objects[p.n_objects++] = before->pick[i].object;
	if (code == SSJC_OK)
		code = ticket_master(before->draw.seed, master, v->err);
	if (code == SSJC_OK)
		code = kept(v, "calendar", &calendar_text);
	if (code == SSJC_OK)
		code = calendar_read(&calendar, calendar_text, "the calendar on record", v->err);
	if (code == SSJC_OK)
		code = kept(v, "items", &items_text);
	if (code == SSJC_OK && items_text.p)
		code = items_read(&items, items_text, "the items on record", v->err);
	if (code == SSJC_OK)
		code = inspectors_read(&inspectors, people->text, people->name, v->err);
	if (code == SSJC_OK && !time_parse(v->event->time, &now))
		code = differs(v, "its time is no time");
	if (code == SSJC_OK)
		code = seating_held(before, anew, &v->arena, &held, &p.n_held, v->err);
	if (code == SSJC_OK) {
		p.held = held;
		p.plan = &plan;
		p.items = items_text.p ? &items : NULL;
		p.calendar = calendar;
		p.master = master;
		p.today = time_day(now);
		p.object = objects;
		p.inspectors = &inspectors;
		code = assign_solve(&a, &p, v->err);
		if (code == SSJC_REFUSED)
			code = differs(v, "%s", v->err->msg);
	}
	if (code == SSJC_OK)
		code = same_seats(v, &a, after);
	assignment_free(&a);
	inspectors_close(&inspectors);
	items_close(&items);
	calendar_free(calendar);
	plan_close(&plan);
	return code;
}

static ssjc_code verify_assign(struct verifier *v)
{
	const struct audit_file *f = file_of(v->event, "inspectors", false);
	const struct known *people = f ? find(v, f->digest) : NULL;
	struct audit_state before = {0}, after = {0};
	ssjc_code code;

	if (!f)
		return differs(v, "no inspectors are on record");
	if (!people) {
		say(v, VERIFY_UNCHECKED,
		    "match: the inspectors were not given, so that it was not computed again: their "
		    "stream has the SHA-256 %.*s",
		    STR_ARG(f->digest));
		return SSJC_OK;
	}
	code = audit_load_at(v->job->audit, v->event->seq - 1, &before, v->err);
	if (code == SSJC_OK)
		code = audit_load_at(v->job->audit, v->event->seq, &after, v->err);
	if (code == SSJC_OK)
		code = assign_again(v, people, &before, &after);
	if (code == SSJC_OK)
		say(v, VERIFY_GOOD, "match: matched again: the same %zu seats", after.n_seats);
	audit_state_free(&before);
	audit_state_free(&after);
	return code;
}

/* ---- Results ---- */

/* A result belongs to a seat that its department had at the object. */
static ssjc_code verify_results(struct verifier *v)
{
	struct audit_state s = {0};
	size_t n = 0;
	ssjc_code code = audit_load_at(v->job->audit, v->event->seq, &s, v->err);

	for (size_t i = 0; code == SSJC_OK && i < s.n_outcomes; i++) {
		const struct outcome *o = &s.outcome[i];

		if (o->event != v->event->seq)
			continue;
		n++;
		if (!audit_seat(&s, o->object, o->dept, 1))
			code = differs(v, "a result of %.*s at %.*s is on record, but it had no seat there",
			    STR_ARG(o->dept), STR_ARG(o->object));
	}
	if (code == SSJC_OK)
		say(v, VERIFY_GOOD, "%zu results: each of a department that was seated", n);
	audit_state_free(&s);
	return code;
}

/* ---- Checkpoints ---- */

/* Nothing in the file itself shows that it was not written anew as a whole. */
static ssjc_code verify_checkpoints(struct verifier *v, struct verify_totals *t)
{
	const struct held_list *held = &v->job->held;
	size_t n = held->n;
	ssjc_code code = checkpoint_fit(held, &v->events, &t->anchored, v->err);

	v->event = NULL;
	if (code != SSJC_OK)
		return code;
	if (n > 0)
		say(v, VERIFY_GOOD, "%zu checkpoint%s, %s: the first %llu events are as they were then", n,
		    n == 1 ? "" : "s", held->n_keys ? "signed" : "held elsewhere",
		    (unsigned long long)t->anchored);
	for (size_t i = 0; i < n && held->n_keys == 0; i++)
		if (held->v[i].signature.n)
			say(v, VERIFY_UNCHECKED, "the signature of %s: give the key with --pubkey",
			    held->v[i].name);
	if (t->anchored < t->events)
		say(v, VERIFY_UNCHECKED,
		    "whether the %llu events from event %llu on were written anew: no checkpoint given is "
		    "of a later one",
		    (unsigned long long)(t->events - t->anchored), (unsigned long long)t->anchored + 1);
	return SSJC_OK;
}

/* ---- All of it ---- */

/* Compute events again, the first upto of them. */
static ssjc_code verify_events(struct verifier *v, uint64_t upto)
{
	static const struct {
		const char *action;
		ssjc_code (*verify)(struct verifier *);
	} ways[] = {{"import", verify_import}, {"draw", verify_draw}, {"redraw", verify_draw},
	    {"reveal", verify_draw}, {"replace", verify_replace}, {"assign", verify_assign},
	    {"reassign", verify_assign}, {"result", verify_results}};
	ssjc_code code = SSJC_OK;

	for (size_t i = 0; code == SSJC_OK && i < v->events.n && v->events.v[i].seq <= upto; i++) {
		v->event = &v->events.v[i];
		for (size_t k = 0; code == SSJC_OK && k < sizeof ways / sizeof ways[0]; k++)
			if (str_is(v->event->action, ways[k].action))
				code = ways[k].verify(v);
	}
	return code;
}

/*
 * The chain breaks at an event, and *v->err says in which table. Computing it
 * again may tell more: which row, and what it should be.
 */
static void explain(const struct verify_job *job, uint64_t event, struct ssjc_err *err)
{
	struct verify_job quiet = *job;
	struct ssjc_err more = {0};
	struct verifier v = {.job = &quiet, .err = &more};

	quiet.say = NULL;
	if (audit_events(job->audit, &v.events, &more) == SSJC_OK && check_evidence(&v) == SSJC_OK &&
	    verify_events(&v, event) == SSJC_NO && v.event->seq == event) {
		size_t n = strlen(err->msg);

		snprintf(err->msg + n, sizeof err->msg - n, " — %s", more.msg);
	}
	verifier_close(&v);
}

ssjc_code verify_run(const struct verify_job *job, struct verify_totals *out,
    struct ssjc_err *err)
{
	struct verifier v = {.job = job, .err = err};
	ssjc_code code;

	*out = (struct verify_totals){0};
	code = audit_check(job->audit, &out->events, err);
	if (code == SSJC_NO)
		explain(job, out->events + 1, err);
	if (code == SSJC_OK)
		say(&v, VERIFY_GOOD, "chain: %llu events, each bound to the one before",
		    (unsigned long long)out->events);
	if (code == SSJC_OK)
		code = audit_events(job->audit, &v.events, err);
	if (code == SSJC_OK)
		code = verify_checkpoints(&v, out);
	if (code == SSJC_OK)
		code = check_evidence(&v);
	if (code == SSJC_OK)
		code = verify_events(&v, out->events);
	verifier_close(&v);
	return code;
}
