#include "verify_work.h"

#include "ssjc/base/language.h"
#include "ssjc/draw/shards.h"

/* ---- What was given, and what it is on record ---- */

/* Whose history becomes known: an audit file gave it, and may have grown since. */
struct past {
	struct verifier *v;
	const char *name;
};

static ssjc_rc know_past(void *arg, struct str stream, bool *more, struct ssjc_err *err)
{
	struct past *p = arg;
	bool ok = true;
	struct str kept = arena_str(&p->v->kept, stream, &ok);

	*more = true;
	return ok ? verify_know(p->v, kept, p->name) : ssjc_fail_memory(err);
}

static int digest_to_use(const void *digest, const void *use)
{
	return str_cmp(*(const struct str *)digest, ((const struct file_use *)use)->file->digest);
}

/* The files of that digest on record are from *u up to what is returned; notes are not looked for. */
static const struct file_use *find_uses(
    const struct verifier *v, const char *digest, const struct file_use **u)
{
	const struct str key = str_of(digest);
	size_t end = array_bisect(&key, v->use, v->n_use, sizeof *v->use, digest_to_use);

	*u = v->use + end;
	while (end < v->n_use && str_eq(v->use[end].file->digest, key))
		end++;
	return v->use + end;
}

static bool is_on_record(const struct verifier *v, const char *digest)
{
	const struct file_use *u, *end = find_uses(v, digest, &u);

	while (u < end && str_is(u->file->kind, "note"))
		u++;
	return u < end;
}

/* What no event has read or written is not evidence. */
ssjc_rc verify_evidence(struct verifier *v)
{
	ssjc_rc rc = verify_uses(v);

	if (rc)
		return rc;
	for (size_t i = 0; i < v->job->n; i++) {
		const struct evidence *e = &v->job->evidence[i];
		struct past past = {v, e->name};

		rc = e->audit
		    ? audit_history(e->name, STR(""), &v->events, know_past, &past, v->err)
		    : verify_know_given(v, e);
		if (rc)
			return rc;
		if (!is_on_record(v, v->known[v->n - 1].digest))
			return verify_differs(v,
			    "%s (SHA-256 %s) is in no event of the audit file: it is not the file "
			    "that was used, or was changed since",
			    e->name, v->known[v->n - 1].digest);
	}
	v->given = v->n;
	return SSJC_OK;
}

/* ---- What came of it ---- */

/* What a draw or a match goes by, which bureaus send. */
static bool is_roster(const struct audit_file *f)
{
	return !f->output && str_in_list(STR("objects;shard;history;inspectors"), f->kind);
}

/* Did an import before e make that stream, of that kind, of the file with that digest? */
static bool made_of(const struct verifier *v, const struct audit_event *e,
    const struct audit_file *stream, const char *digest)
{
	/* One of several registers is such a stream, too. */
	struct str kind = str_is(stream->kind, "shard") ? STR("objects") : stream->kind;

	for (const struct audit_event *i = v->events.v; i < e; i++) {
		bool in = false, out = false;

		for (size_t f = 0; str_is(i->action, "import") && f < i->n_files; f++) {
			const struct audit_file *x = &i->file[f];

			in |= is_roster(x) && str_eq(x->kind, kind) && str_is(x->digest, digest);
			out |= x->output && str_eq(x->kind, kind) &&
			    str_eq(x->digest, stream->digest);
		}
		if (in && out)
			return true;
	}
	return false;
}

/* Of what people filled in: the action and the kind of its files, and the stream of an import. */
static const struct {
	const char *action, *stream;
} filled[] = {{"confirm", "confirmations"}, {"result", "results"}, {"follow", "follow"}};

/* Did the import write a stream, of that kind, that a later event of that action took? */
static const struct audit_event *stream_taken(const struct verifier *v,
    const struct audit_event *import, const char *stream, const char *action)
{
	for (const struct audit_event *e = import + 1; e < v->events.v + v->events.n; e++)
		for (size_t f = 0; str_is(e->action, action) && f < e->n_files; f++)
			for (size_t i = 0; i < import->n_files; i++)
				if (import->file[i].output &&
				    str_is(import->file[i].kind, stream) && !e->file[f].output &&
				    str_is(e->file[f].kind, action) &&
				    str_eq(e->file[f].digest, import->file[i].digest))
					return e;
	return NULL;
}

const struct audit_event *verify_taken(const struct verifier *v, const struct audit_event *import)
{
	for (size_t k = 0; k < sizeof filled / sizeof filled[0]; k++) {
		const struct audit_event *e = stream_taken(
		    v, import, filled[k].stream, filled[k].action);

		if (e)
			return e;
	}
	return NULL;
}

/* The event, if any, that took what was filled in, or whom a match keeps apart, from the file f. */
static const struct audit_event *taken_from(
    const struct verifier *v, const struct audit_event *e, const struct audit_file *f)
{
	if (f->output)
		return NULL;
	if (str_is(f->kind, "last") && str_in_list(STR("assign;reassign"), e->action))
		return e;
	for (size_t k = 0; k < sizeof filled / sizeof filled[0]; k++) {
		if (str_is(e->action, filled[k].action) && str_is(f->kind, filled[k].action))
			return e;
		if (str_is(e->action, "import") && str_is(f->kind, filled[k].stream))
			return stream_taken(v, e, filled[k].stream, filled[k].action);
	}
	return NULL;
}

/* Does the event go by the file with that digest, or by a stream that was made of it? */
static bool goes_by(const struct verifier *v, const struct audit_event *e, const char *digest)
{
	for (size_t f = 0; f < e->n_files; f++)
		if (is_roster(&e->file[f]) &&
		    (str_is(e->file[f].digest, digest) || made_of(v, e, &e->file[f], digest)))
			return true;
	return false;
}

static const struct str draws = STR_INIT(DRAW_DRAWN), commits = STR_INIT(DRAW_COMMITTED),
                        matches = STR_INIT("assign;reassign;substitute;move");

/* The last event of such an action, or NULL. */
static const struct audit_event *last_of(const struct verifier *v, struct str actions)
{
	const struct audit_event *last = NULL;

	for (size_t i = 0; i < v->events.n; i++)
		if (str_in_list(actions, v->events.v[i].action))
			last = &v->events.v[i];
	return last;
}

static const struct audit_event *first_by(
    const struct verifier *v, struct str actions, const char *digest)
{
	for (const struct audit_event *e = v->events.v; e < v->events.v + v->events.n; e++)
		if (str_in_list(actions, e->action) && goes_by(v, e, digest))
			return e;
	return NULL;
}

/* A roster of that kind was given: the last draw, or the last match, must be from it. */
static ssjc_rc check_roster(struct verifier *v, const struct known_text *k, struct str kind)
{
	bool people = str_is(kind, "inspectors");
	const char *what = people ? W_("match") : W_("draw");
	const struct audit_event *last = last_of(v, people ? matches : draws),
	                         *open = last_of(v, commits), *earlier;

	if (!last || goes_by(v, last, k->digest) || (open && goes_by(v, open, k->digest)))
		return SSJC_OK;
	/* A draw is made again to correct it, and then the first goes by another roster. */
	earlier = first_by(v, people ? matches : draws, k->digest);
	/* And a draw fixes the inspectors, of whom a later match may take fewer. */
	if (!earlier && people)
		earlier = first_by(v, draws, k->digest);
	if (earlier && v->made_again[people] == last->seq) {
		verify_remark(v, REMARK_NOTE,
		    "%s: event %llu (%.*s) is from it, but not the last %s, of event %llu", k->name,
		    (unsigned long long)earlier->seq, STR_ARG(verify_word(earlier->action)), what,
		    (unsigned long long)last->seq);
		return SSJC_OK;
	}
	return verify_differs(v,
	    "%s (SHA-256 %s) was imported, but the last %s, event %llu, is not from it", k->name,
	    k->digest, what, (unsigned long long)last->seq);
}

/* What was given is no evidence of a draw if nothing was computed from it. */
static ssjc_rc check_text(struct verifier *v, const struct known_text *k)
{
	const struct audit_event *first = NULL, *taken = NULL;
	const struct audit_file *other = NULL;
	const struct file_use *u, *end = find_uses(v, k->digest, &u);

	for (; u < end; u++) {
		const struct audit_file *f = u->file;

		if (str_is(f->kind, "note"))
			continue;
		if (is_roster(f))
			return check_roster(v, k, f->kind);
		if (!taken)
			taken = taken_from(v, u->event, f);
		if (!other) {
			other = f;
			first = u->event;
		}
	}
	if (taken)
		verify_remark(v, REMARK_GOOD,
		    "%s: byte for byte a file that event %llu (%.*s) took", k->name,
		    (unsigned long long)taken->seq, STR_ARG(verify_word(taken->action)));
	else if (other)
		verify_remark(v, REMARK_OPEN,
		    "%s: no draw and no match is from it: on record it is only the %.*s that event "
		    "%llu (%.*s) %s",
		    k->name, STR_ARG(verify_word(other->kind)), (unsigned long long)first->seq,
		    STR_ARG(verify_word(first->action)), other->output ? W_("wrote") : W_("read"));
	return SSJC_OK;
}

ssjc_rc verify_evidence_used(struct verifier *v)
{
	v->event = NULL;
	for (size_t i = 0; i < v->given; i++) {
		ssjc_rc rc = check_text(v, &v->known[i]);

		if (rc)
			return rc;
	}
	return SSJC_OK;
}
