/* Several registers that are drawn from as one: do they belong together, and what are they? */
#include "ssjc/draw/shards.h"

#include "ssjc/base/stream_text.h"
#include "strata.h"
#include "stratum_size.h"

#include <stdlib.h>
#include <string.h>

static int by_name(const void *a, const void *b)
{
	return str_cmp(((const struct shard *)a)->name, ((const struct shard *)b)->name);
}

/* ---- Do they belong together? ---- */

static ssjc_rc check_twice(const struct shards *s, struct ssjc_err *err)
{
	for (size_t i = 1; i < s->n; i++) {
		const struct shard *x = &s->v[i], *y = x - 1;

		if (str_eq(x->name, y->name))
			return ssjc_fail_at(err, SSJC_INPUT, x->file, 0, NULL,
			    "is of the register “%.*s”, as %s is: each is counted once",
			    STR_ARG(x->name), y->file);
	}
	for (size_t i = 1; i < s->n; i++)
		for (size_t k = 0; k < i; k++) {
			const struct shard *x = &s->v[i], *y = &s->v[k];

			/* Two without any rows can be the same bytes. */
			if (x->rows && x->roster.n && str_eq(x->roster, y->roster))
				return ssjc_fail_at(err, SSJC_INPUT, x->file, 0, NULL,
				    "“%.*s” is the same register as “%.*s”: each is counted once",
				    STR_ARG(x->name), STR_ARG(y->name));
		}
	return SSJC_OK;
}

static ssjc_rc check_same(
    const struct shards *s, const struct plan *plan, struct str history, struct ssjc_err *err)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct shard *x = &s->v[i];

		if (!str_is(x->plan, plan->digest))
			return ssjc_fail_at(err, SSJC_INPUT, x->file, 0, "plan",
			    "“%.*s” was counted by another plan: that one has the SHA-256 %.*s",
			    STR_ARG(x->name), STR_ARG(x->plan));
		/* A database does not say by which. */
		if (x->roster.n && !str_eq(x->history, history))
			return ssjc_fail_at(err, SSJC_INPUT, x->file, 0, "history",
			    "“%.*s” was counted with other histories (-H) than those given here",
			    STR_ARG(x->name));
	}
	return SSJC_OK;
}

static int by_first(const void *a, const void *b)
{
	const struct shard *const *x = a, *const *y = b;

	return str_cmp((*x)->first, (*y)->first);
}

/* Do their ids lie apart, so that none can be in two? */
static ssjc_rc find_apart(struct shards *s, struct ssjc_err *err)
{
	const struct shard **order = calloc(s->n + 1, sizeof *order);
	size_t n = 0;

	if (!order)
		return ssjc_fail_memory(err);
	s->apart = true;
	for (size_t i = 0; i < s->n; i++) {
		if (!s->v[i].rows)
			continue;
		s->apart = s->apart && s->v[i].first.n && s->v[i].last.n;
		order[n++] = &s->v[i];
	}
	qsort(order, n, sizeof *order, by_first);
	for (size_t i = 1; i < n; i++)
		s->apart = s->apart && str_cmp(order[i - 1]->last, order[i]->first) < 0;
	free(order);
	return SSJC_OK;
}

/* ---- What they come to ---- */

/* Find the rule of a stratum by its text. */
static ssjc_rc find_rule(const struct plan *plan, struct stratum *s, struct str *values,
    const char *file, struct ssjc_err *err)
{
	struct str rest = s->text;
	size_t n = 0;
	ssjc_rc rc;

	/* An empty text may be split into one part or into none, by where it comes from. */
	if (s->text.n == 0)
		values[n++] = STR("");
	while (s->text.n > 0 &&
	    str_split(&rest, ';', &values[n < plan->n_strata ? n : plan->n_strata]))
		n++;
	if (n != plan->n_strata)
		return ssjc_fail_at(err, SSJC_INPUT, file, 0, "stratum",
		    "“%.*s” has %zu values, but the plan's strata have %zu columns",
		    STR_ARG(s->text), n, plan->n_strata);
	rc = plan_rule_of(plan, values, &s->rule, err);
	return rc;
}

/* All strata by text, each once. */
static ssjc_rc join_strata(struct shards *s, struct ssjc_err *err)
{
	struct str *values = arena_array(&s->arena, s->plan->n_strata + 1, sizeof *values);
	size_t n = 0, kept = 0;

	for (size_t i = 0; i < s->n; i++)
		n += s->v[i].n;
	s->stratum = arena_array(&s->arena, n + 1, sizeof *s->stratum);
	if (!values || !s->stratum)
		return ssjc_fail_memory(err);
	n = 0;
	for (size_t i = 0; i < s->n; i++)
		for (size_t k = 0; k < s->v[i].n; k++) {
			ssjc_rc rc = find_rule(
			    s->plan, &s->v[i].stratum[k], values, s->v[i].file, err);

			if (rc)
				return rc;
			s->stratum[n++] = s->v[i].stratum[k];
		}
	qsort(s->stratum, n, sizeof *s->stratum, strata_by_text);
	for (size_t i = 0; i < n; i++)
		if (kept && str_eq(s->stratum[kept - 1].text, s->stratum[i].text)) {
			s->stratum[kept - 1].population += s->stratum[i].population;
			s->stratum[kept - 1].eligible += s->stratum[i].eligible;
		} else {
			s->stratum[kept++] = s->stratum[i];
		}
	s->n_strata = kept;
	return SSJC_OK;
}

static ssjc_rc size_strata(struct shards *s, struct ssjc_err *err)
{
	s->limit = arena_array(&s->arena, s->n_strata + 1, sizeof *s->limit);
	s->have = arena_array(&s->arena, s->n_strata + 1, sizeof *s->have);
	s->part = arena_array(&s->arena, s->n + 1, sizeof *s->part);
	if (!s->limit || !s->have || !s->part)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < s->n; i++) {
		s->counts.rows += s->v[i].rows;
		s->counts.excluded += s->v[i].excluded;
		s->counts.repeated += s->v[i].repeated;
	}
	for (size_t i = 0; i < s->n_strata; i++) {
		struct stratum *x = &s->stratum[i];

		stratum_size(x, s->plan);
		s->counts.population += x->population;
		s->counts.main += x->main;
		s->counts.reserve += x->reserve;
		s->limit[i] = (struct draw_limit){
		    .stratum = x->text, .most = shard_limit(x->main + x->reserve, x->eligible)};
	}
	return SSJC_OK;
}

static ssjc_rc make_manifest(struct shards *s, struct ssjc_err *err)
{
	static const char *const columns[] = {"shard", "register", "rows", "counts", NULL};
	struct stream_text t = {0};
	char digest[DIGEST_HEX];
	struct str text;
	bool ok = true;
	ssjc_rc rc = stream_text_open(&t, err);

	if (rc)
		goto out;
	stream_text_header(&t.csv, columns);
	for (size_t i = 0; i < s->n; i++) {
		csv_out_field(&t.csv, s->v[i].name);
		csv_out_field(&t.csv, s->v[i].roster);
		csv_out_uint(&t.csv, s->v[i].rows);
		csv_out_field(&t.csv, s->v[i].digest);
		csv_out_end(&t.csv);
	}
	rc = stream_text_end(&t, &text, digest, err);
	if (rc)
		goto out;
	s->manifest = arena_str(&s->arena, text, &ok);
	s->digest = arena_str(&s->arena, str_of(digest), &ok);
	if (!ok)
		rc = ssjc_fail_memory(err);
out:
	stream_text_free(&t);
	return rc;
}

ssjc_rc shards_join(
    struct shards *s, const struct plan *plan, struct str history, struct ssjc_err *err)
{
	ssjc_rc rc;

	s->plan = plan;
	qsort(s->v, s->n, sizeof *s->v, by_name);
	rc = check_twice(s, err);
	if (rc)
		return rc;
	rc = check_same(s, plan, history, err);
	if (rc)
		return rc;
	rc = find_apart(s, err);
	if (rc)
		return rc;
	rc = join_strata(s, err);
	if (rc)
		return rc;
	rc = size_strata(s, err);
	if (rc)
		return rc;
	rc = draw_check_floor(plan, &s->counts, err);
	return rc ? rc : make_manifest(s, err);
}

void shards_free(struct shards *s)
{
	buf_free(&s->rows);
	receipt_tree_free(s->tree);
	arena_free(&s->arena);
	*s = (struct shards){0};
}

/* ---- On record, and from there ---- */

static ssjc_rc put_shard(const struct shard *x, struct audit *a, struct ssjc_err *err)
{
	const struct audit_file roster = {.kind = STR("shard"),
	                            .name = x->name,
	                            .digest = x->roster,
	                            .rows = x->rows},
	                        counts = {.kind = STR("counts"),
	                            .name = x->name,
	                            .digest = x->digest,
	                            .content = x->text};
	ssjc_rc rc = x->roster.n ? audit_put_file(a, &roster, err) : SSJC_OK;

	return rc ? rc : audit_put_file(a, &counts, err);
}

ssjc_rc shards_put(const struct shards *s, struct audit *a, struct ssjc_err *err)
{
	struct buf names = {0};
	struct audit_file roster = {.kind = STR("objects"),
	    .digest = s->digest,
	    .rows = s->counts.rows,
	    .content = s->manifest};
	ssjc_rc rc;

	for (size_t i = 0; i < s->n; i++)
		buf_printf(&names, "%s%.*s", i ? ", " : "", STR_ARG(s->v[i].name));
	roster.name = buf_text(&names);
	rc = names.failed ? ssjc_fail_memory(err) : audit_put_file(a, &roster, err);
	for (size_t i = 0; !rc && i < s->n; i++)
		rc = put_shard(&s->v[i], a, err);
	buf_free(&names);
	return rc;
}

ssjc_rc shards_load(struct shards *s, const struct plan *plan, struct audit *a,
    const struct audit_event *e, struct ssjc_err *err)
{
	char history[DIGEST_HEX];
	ssjc_rc rc;

	s->v = arena_array(&s->arena, e->n_files + 1, sizeof *s->v);
	if (!s->v)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < e->n_files; i++) {
		const struct audit_file *f = &e->file[i];
		struct str text;
		const char *name;

		if (f->output || !str_is(f->kind, "counts"))
			continue;
		rc = audit_content(a, f->digest, &s->arena, &text, err);
		if (rc)
			return rc;
		name = arena_cstr(&s->arena, f->name);
		if (!name)
			return ssjc_fail_memory(err);
		rc = shard_read(&s->v[s->n++], text, name, &s->arena, err);
		if (rc)
			return rc;
	}
	if (s->n == 0)
		return SSJC_OK;
	rc = audit_event_histories(e, history, err);
	return rc ? rc : shards_join(s, plan, str_of(history), err);
}

struct draw_source shards_source(const struct shards *s)
{
	struct draw_source out = {
	    .text = buf_text(&s->rows), .name = "the registers together", .shards = s};

	memcpy(out.digest, s->digest.p, DIGEST_HEX - 1);
	return out;
}

void shards_whole(const struct shards *s, struct draw *d, struct draw_roster *roster)
{
	draw_of_whole(d, s->stratum, s->n_strata, &s->counts);
	draw_roster_parts(roster, s->part, s->n_taken);
}

const struct audit_event *shards_pending(const struct audit_event *event, size_t n, unsigned *draws)
{
	const struct audit_event *last = NULL;
	unsigned drawn = 0;

	for (const struct audit_event *e = event; e < event + n; e++) {
		if (str_in_list(STR(DRAW_CUTOFFS), e->action))
			last = e;
		else if (str_in_list(STR(DRAW_DRAWN ";" DRAW_COMMITTED), e->action))
			last = NULL;
		drawn += str_in_list(STR(DRAW_DRAWN), e->action);
	}
	if (draws)
		*draws = drawn;
	return last;
}

const struct audit_event *shards_by_seed(
    const struct audit_event *event, size_t n, struct str digest)
{
	while (n > 0) {
		const struct audit_event *e = &event[--n];
		const struct audit_file *seed = audit_event_file(e, "seed", false);

		if (seed && str_in_list(STR(DRAW_CUTOFFS), e->action) &&
		    str_eq(seed->digest, digest))
			return e;
	}
	return NULL;
}
