/* A draw from several registers, and the cutoffs by which their rows were asked for. */
#include "verify_work.h"

#include "ssjc/base/language.h"
#include "ssjc/draw/seed.h"
#include "ssjc/draw/shards.h"

#include <stdlib.h>
#include <string.h>

bool verify_several(const struct verifier *v)
{
	return verify_file(v, "counts", false) != NULL;
}

/* ---- Where the registers are from ---- */

static ssjc_rc shard_origin(
    struct verifier *v, const struct plan *plan, const struct shard *x, bool *all)
{
	if (x->events && !plan->custody_strict) {
		verify_remark(v, REMARK_NOTE,
		    "the register “%.*s” was imported on another machine: compare this with a "
		    "checkpoint kept of its audit file: %llu events, head %.*s",
		    STR_ARG(x->name), (unsigned long long)x->events, STR_ARG(x->head));
		return SSJC_OK;
	}
	*all = *all && verify_imported(v, "objects", x->roster);
	return verify_strict(v, plan, "objects", x->roster);
}

ssjc_rc verify_shards_origin(struct verifier *v, const struct plan *plan, bool *all)
{
	struct shards s = {0};
	ssjc_rc rc = verify_shards_load(v, plan, &s);

	*all = true;
	for (size_t i = 0; !rc && i < s.n; i++)
		rc = shard_origin(v, plan, &s.v[i], all);
	shards_free(&s);
	return rc;
}

/* ---- The draw again ---- */

/* The registers that are known, and hashes of their ids. */
struct registers {
	struct verifier *v;
	struct shards *s;
	struct spool spool;
	struct spool_text *ids;
	const char **name;
};

static ssjc_rc take_all(struct registers *r, const struct shard_by *by, bool ids)
{
	for (size_t i = 0; i < r->s->n; i++) {
		const struct known_text *k;
		FILE *to = NULL;
		ssjc_rc rc = verify_known(r->v, r->s->v[i].roster, &k);

		if (rc)
			return rc;
		if (!k)
			return ssjc_fail(r->v->err, SSJC_INPUT, "a register was not given");
		rc = ids ? spool_begin(&r->spool, &to, r->v->err) : SSJC_OK;
		if (rc)
			return rc;
		rc = shards_from(r->s, i, k->text, k->name, by, to, r->v->err);
		if (rc)
			return rc;
		rc = ids ? spool_end(&r->spool, &r->ids[i], r->v->err) : SSJC_OK;
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

/* With all registers at hand it shows whether an object is in two, drawn or not. */
static ssjc_rc check_apart(struct registers *r)
{
	for (size_t i = 0; i < r->s->n; i++) {
		r->name[i] = arena_cstr(&r->v->arena, r->s->v[i].name);
		if (!r->name[i])
			return ssjc_fail_memory(r->v->err);
	}
	return shard_ids_apart(&r->spool, r->ids, r->name, r->s->n, r->v->err);
}

static ssjc_rc gather(struct registers *r, const struct shard_by *by)
{
	struct buf which = {0};
	size_t n_short;
	ssjc_rc rc = take_all(r, by, true);

	if (rc)
		return rc;
	rc = check_apart(r);
	if (rc)
		return rc;
	for (shards_raise(r->s, &which, &n_short); n_short; shards_raise(r->s, &which, &n_short)) {
		shards_again(r->s);
		rc = take_all(r, by, false);
		if (rc)
			break;
	}
	buf_free(&which);
	return rc;
}

/* A database that counted gave no SHA-256: nobody can tell which register it was. */
static bool has_digests(struct verifier *v, const struct shards *s, unsigned draw)
{
	for (size_t i = 0; i < s->n; i++)
		if (!s->v[i].roster.n) {
			verify_remark(v, REMARK_UNCHECKED,
			    "draw %u: the register “%.*s” was counted by a database, so the draw was "
			    "not made again: its rows have no SHA-256 on record",
			    draw, STR_ARG(s->v[i].name));
			return false;
		}
	return true;
}

ssjc_rc verify_shards_gather(struct verifier *v, const struct plan *plan, struct shards *s,
    const struct audit_draw *d, const struct draw_source *history, size_t n,
    struct draw_source *out)
{
	struct registers r = {.v = v, .s = s};
	struct shard_by by = {.history = history, .n = n};
	struct ticket_key *key = NULL;
	ssjc_rc rc = verify_shards_load(v, plan, s);

	out->shards = NULL;
	if (rc || !has_digests(v, s, d->draw))
		goto out;
	r.ids = arena_array(&v->arena, s->n + 1, sizeof *r.ids);
	r.name = arena_array(&v->arena, s->n + 1, sizeof *r.name);
	if (!r.ids || !r.name) {
		rc = ssjc_fail_memory(v->err);
		goto out;
	}
	rc = ticket_key_seed(&key, d->seed, STR("object"), v->err);
	if (rc)
		goto out;
	by.key = str_of(ticket_key_hex(key));
	rc = verify_roots_shards(v, plan, s);
	if (rc)
		goto out;
	rc = gather(&r, &by);
	if (rc)
		goto out;
	*out = shards_source(s);
	verify_remark(v, REMARK_GOOD,
	    "draw %u: %zu registers counted again: as on record, and no object is in two", d->draw,
	    s->n);
out:
	spool_close(&r.spool);
	ticket_key_free(key);
	return rc;
}

/* ---- The cutoffs ---- */

const struct audit_event *verify_shards_pending(const struct verifier *v, unsigned *draws)
{
	return shards_pending(v->events.v, (size_t)(v->event - v->events.v), draws);
}

static struct str digest_of(const struct audit_event *e, const char *kind)
{
	const struct audit_file *f = audit_event_file(e, kind, false);

	return f ? f->digest : STR("");
}

/* Of the cutoffs before it that no draw has used, it may have the seed; of others it may not. */
static ssjc_rc not_given_up(
    struct verifier *v, const struct audit_event *pending, struct str digest)
{
	const struct audit_event *e = shards_by_seed(
	    v->events.v, (size_t)(v->event - v->events.v), digest);

	if (!e || e == pending)
		return SSJC_OK;
	return verify_differs(v,
	    "its seed is the one by which event %llu made cutoffs, and which was given up since: "
	    "when it was taken again its tickets could be known, so who is drawn could be chosen",
	    (unsigned long long)e->seq);
}

ssjc_rc verify_shards_seed(struct verifier *v, const struct audit_draw *d)
{
	const struct audit_event *cut = verify_shards_pending(v, NULL);
	char digest[DIGEST_HEX];
	ssjc_rc rc;

	rc = digest_hex(d->seed.p, d->seed.n, digest, v->err);
	if (rc)
		return rc;
	rc = not_given_up(v, cut, str_of(digest));
	if (rc || !cut)
		return rc;
	if (!str_is(digest_of(cut, "seed"), digest))
		return verify_differs(v,
		    "its seed is not the one by which event %llu made cutoffs: who was drawn by that "
		    "one could be seen, and another be taken",
		    (unsigned long long)cut->seq);
	if (!str_eq(digest_of(cut, "objects"), digest_of(v->event, "objects")))
		verify_remark(v, REMARK_OPEN,
		    "draw %u: its register is not the one for which event %llu made cutoffs: it was "
		    "changed when the tickets could be known",
		    d->draw, (unsigned long long)cut->seq);
	if (verify_file(v, "inspectors", false))
		verify_remark(v, REMARK_OPEN,
		    "draw %u: its inspectors were not fixed before event %llu made cutoffs, but when "
		    "the tickets could be known",
		    d->draw, (unsigned long long)cut->seq);
	return SSJC_OK;
}

/* Each is what the sizes give, or was raised from that by doubling. */
static ssjc_rc check_limits(struct verifier *v, struct shards *s, const struct cutoffs *cut)
{
	if (cut->n != s->n_strata)
		return verify_differs(
		    v, "has %zu cutoffs, but its registers have %zu strata", cut->n, s->n_strata);
	for (size_t i = 0; i < cut->n; i++) {
		uint64_t most = s->limit[i].most;

		while (most < cut->limit[i].most)
			most = most >> 63 || most == 0 ? UINT64_MAX : most * 2;
		if (most != cut->limit[i].most ||
		    !str_eq(s->limit[i].stratum, cut->limit[i].stratum))
			return verify_differs(v,
			    "the cutoff of the stratum %.*s is not that of its size",
			    STR_ARG(s->limit[i].stratum));
		s->limit[i].most = most;
	}
	return SSJC_OK;
}

/* The stream must be the one that these limits give, byte for byte. */
static ssjc_rc check_stream(struct verifier *v, const struct shards *s, unsigned draw,
    const struct ticket_key *key, const struct audit_file *out)
{
	struct csv_out csv = {0};
	char digest[DIGEST_HEX];
	ssjc_rc rc = csv_out_open(&csv, NULL, CSV_PLAIN, v->err);

	if (rc)
		goto out;
	shards_cutoffs(s, draw, ticket_key_hex(key), &csv);
	rc = csv_out_finish(&csv, digest, v->err);
	if (!rc && !str_is(out->digest, digest))
		rc = verify_differs(v, "its cutoffs are not those of its seed and its registers");
out:
	csv_out_close(&csv);
	return rc;
}

static ssjc_rc check_cutoffs(
    struct verifier *v, const struct plan *plan, struct shards *s, unsigned draw, struct str seed)
{
	const struct audit_file *out = verify_file(v, "cutoffs", true);
	struct ticket_key *key = NULL;
	struct cutoffs cut;
	struct str text;
	ssjc_rc rc;

	if (!out)
		return verify_differs(v, "has no cutoffs on record");
	rc = seed_check(seed, "its seed", plan->id, draw, v->err);
	if (rc)
		return rc;
	rc = audit_content(v->job->audit, out->digest, &v->arena, &text, v->err);
	if (rc)
		return rc;
	rc = cutoffs_read(&cut, text, "its cutoffs", &v->arena, v->err);
	if (rc)
		return rc;
	rc = check_limits(v, s, &cut);
	if (rc)
		return rc;
	rc = ticket_key_seed(&key, seed, STR("object"), v->err);
	if (!rc)
		rc = check_stream(v, s, draw, key, out);
	ticket_key_free(key);
	return rc;
}

/* Those of a commitment must be by the seed that it fixed. */
static ssjc_rc check_unsealed(struct verifier *v, unsigned draw, struct str seed)
{
	const struct audit_draw d = {.draw = draw, .seed = seed};
	struct audit_state state = {0};
	size_t n = 0;
	ssjc_rc rc = verify_before(v, &state);

	if (!rc)
		rc = verify_revealed(v, &state.ceremony, &d, &n);
	audit_state_free(&state);
	return rc;
}

/* Higher ones by the same seed are of the same registers: a new seed is for others. */
static ssjc_rc check_raised(struct verifier *v, const struct audit_event *before)
{
	if (str_eq(digest_of(before, "objects"), digest_of(v->event, "objects")))
		return SSJC_OK;
	return verify_differs(v,
	    "its seed is the one by which event %llu made cutoffs, but its registers are not those: "
	    "they were changed when the tickets could be known",
	    (unsigned long long)before->seq);
}

/*
 * Who makes cutoffs once more must do so by the same seed, or for a reason by a new one.
 * *raised is the event before in the first case, else NULL.
 */
static ssjc_rc check_before(struct verifier *v, const struct audit_event *before,
    const struct audit_file *seed, const struct audit_event **raised)
{
	ssjc_rc rc = not_given_up(v, before, seed->digest);

	*raised = NULL;
	if (rc || !before)
		return rc;
	if (str_eq(digest_of(before, "seed"), seed->digest)) {
		*raised = before;
		return check_raised(v, before);
	}
	if (!str_is(v->event->action, "recutoff"))
		return verify_differs(v,
		    "its seed is not the one by which event %llu made cutoffs: who was drawn "
		    "by that one could be seen, and another be taken",
		    (unsigned long long)before->seq);
	verify_remark(v, REMARK_NOTE,
	    "the seed of event %llu was given up for another, when its tickets could be known: "
	    "%.*s",
	    (unsigned long long)before->seq, STR_ARG(v->event->reason));
	return SSJC_OK;
}

ssjc_rc verify_cutoff(struct verifier *v)
{
	unsigned draws;
	const struct audit_event *before = verify_shards_pending(v, &draws), *raised;
	const struct audit_file *file;
	struct shards s = {0};
	struct plan plan = {0};
	struct str seed;
	ssjc_rc rc = verify_plan(v, &plan);

	if (rc)
		goto out;
	rc = verify_one(v, "seed", &file);
	if (rc)
		goto out;
	rc = check_before(v, before, file, &raised);
	if (rc)
		goto out;
	rc = audit_content(v->job->audit, file->digest, &v->arena, &seed, v->err);
	if (rc)
		goto out;
	rc = verify_shards_load(v, &plan, &s);
	if (rc)
		goto out;
	rc = check_cutoffs(v, &plan, &s, draws + 1, seed);
	if (rc)
		goto out;
	if (str_is(v->event->action, "unseal")) {
		rc = check_unsealed(v, draws + 1, seed);
		if (rc)
			goto out;
	}
	rc = verify_roots_cutoffs(v, &plan, draws + 1, s.counts.rows, raised);
	if (rc)
		goto out;
	verify_remark(v, REMARK_GOOD, "cutoffs of draw %u: those of its seed and of %zu registers",
	    draws + 1, s.n);
out:
	shards_free(&s);
	plan_close(&plan);
	return rc;
}
