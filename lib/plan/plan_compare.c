#include "ssjc/plan/plan_compare.h"

#include "ssjc/plan/roster.h"

#include <inttypes.h>
#include <stdlib.h>

/* A key of a plan and its value as text. */
struct fact {
	struct str key, value;
	enum plan_weight weight;
};

struct facts {
	struct fact *v;
	size_t n, cap;
	struct arena *arena;
	struct buf text; /* the next value, or key */
	bool failed;
};

/* The key, for a department with its own before it, has the value in f->text. */
static void add(struct facts *f, struct str dept, const char *key, enum plan_weight weight)
{
	struct buf name = {0};
	bool ok = true;

	if (dept.n) {
		buf_str(&name, dept);
		buf_char(&name, '.');
	}
	buf_z(&name, key);
	if (!array_grow(&f->v, &f->cap, f->n, sizeof *f->v) || name.failed || f->text.failed) {
		f->failed = true;
		goto out;
	}
	f->v[f->n].key = arena_str(f->arena, buf_text(&name), &ok);
	f->v[f->n].value = arena_str(f->arena, buf_text(&f->text), &ok);
	f->v[f->n++].weight = weight;
	f->failed |= !ok;
out:
	buf_clear(&f->text);
	buf_free(&name);
}

static void add_ratio(struct facts *f, const char *key, struct ratio r)
{
	buf_printf(&f->text, "%" PRIu64 "/%" PRIu64, r.p, r.q);
	add(f, STR(""), key, PLAN_WORDS);
}

static void add_number(struct facts *f, struct str dept, const char *key, unsigned n,
    const char *none, enum plan_weight weight)
{
	if (n == 0 && none)
		buf_z(&f->text, none);
	else
		buf_printf(&f->text, "%u", n);
	add(f, dept, key, weight);
}

static void add_list(struct facts *f, const char *key, const struct str *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		buf_z(&f->text, i ? ", " : "");
		buf_str(&f->text, v[i]);
	}
	add(f, STR(""), key, PLAN_WORDS);
}

static void add_text(struct facts *f, struct str dept, const char *key, struct str value)
{
	buf_str(&f->text, value);
	add(f, dept, key, PLAN_WORDS);
}

static void add_rules(struct facts *f, const struct plan *p)
{
	struct buf key = {0};

	for (size_t i = 0; i < p->n_rules; i++) {
		buf_clear(&key);
		buf_z(&key, "ratio ");
		for (size_t k = 0; k < p->n_strata; k++) {
			buf_z(&key, k ? ", " : "");
			buf_str(&key, p->rule[i].value[k]);
		}
		plan_rule_text(&f->text, &p->rule[i]);
		f->failed |= key.failed;
		add(f, STR(""), key.p ? key.p : "ratio", PLAN_WORDS);
	}
	buf_free(&key);
}

static void add_depts(struct facts *f, const struct plan *p)
{
	for (size_t i = 0; i < p->n_depts; i++) {
		buf_z(&f->text, i ? ", " : "");
		buf_str(&f->text, p->dept[i].key);
	}
	add(f, STR(""), "departments", PLAN_FIXED);
	for (size_t i = 0; i < p->n_depts; i++) {
		const struct plan_dept *d = &p->dept[i];

		add_text(f, d->key, "name", d->name);
		add_text(f, d->key, "lead", d->lead ? STR("yes") : STR("no"));
		add_number(f, d->key, "inspectors", d->inspectors, NULL, PLAN_MATCH);
		add_number(f, d->key, "draw", d->draw, "auto", PLAN_MATCH);
		add_number(f, d->key, "max_load", d->max_load, "", PLAN_MATCH);
		buf_z(&f->text, d->qualified ? "yes" : "no");
		add(f, d->key, "qualified", PLAN_MATCH);
		if (d->share.p)
			buf_printf(&f->text, "%" PRIu64 "/%" PRIu64, d->share.p, d->share.q);
		add(f, d->key, "share", PLAN_MATCH);
		add_text(f, d->key, "code", d->code);
	}
}

static void add_prefer(struct facts *f, const struct plan_prefer *p)
{
	buf_z(&f->text, p->rotate ? "yes" : "");
	add(f, STR(""), "rotate", PLAN_MATCH);
	buf_z(&f->text, p->group ? object_column[p->group] : "");
	add(f, STR(""), "group", PLAN_MATCH);
	buf_z(&f->text, p->spread ? "even" : "");
	add(f, STR(""), "spread", PLAN_MATCH);
	add_number(f, STR(""), "days_a_week", p->spread ? p->days_a_week : 0, "", PLAN_MATCH);
}

static void add_targets(struct facts *f, const struct plan *p)
{
	for (size_t i = 0; i < p->upload.n_targets; i++)
		buf_printf(&f->text, "%s%.*s:%.*s", i ? ", " : "",
		    STR_ARG(p->upload.target[i].name), STR_ARG(p->upload.target[i].format));
	add(f, STR(""), "targets", PLAN_WORDS);
}

static void add_all(struct facts *f, const struct plan *p)
{
	char from[DATE_SIZE], to[DATE_SIZE], draw[DATE_SIZE] = "";

	add_text(f, STR(""), "title", p->title);
	add_text(f, STR(""), "type", p->type);
	date_format(p->from, from);
	date_format(p->to, to);
	buf_printf(&f->text, "%s..%s", from, to);
	add(f, STR(""), "window", PLAN_MATCH);
	if (p->draw_date)
		date_format(p->draw_date, draw);
	add_text(f, STR(""), "draw_date", str_of(draw));
	add_ratio(f, "floor", p->floor);
	add_list(f, "strata", p->strata, p->n_strata);
	add_list(f, "merge", p->merge, p->n_merge);
	if (p->reserve_all)
		add_text(f, STR(""), "reserve", STR("all"));
	else
		add_ratio(f, "reserve", p->reserve);
	add_number(f, STR(""), "confirm", p->confirm_days, "", PLAN_WORDS);
	add_number(f, STR(""), "results", p->result_days, "", PLAN_WORDS);
	add_number(f, STR(""), "follow", p->follow_days, "", PLAN_WORDS);
	add_text(f, STR(""), "review", p->review ? STR("yes") : STR(""));
	add_text(f, STR(""), "custody", p->custody_strict ? STR("strict") : STR(""));
	add_text(f, STR(""), "receipts", p->receipts ? STR("yes") : STR(""));
	add_text(f, STR(""), "plan_number", p->upload.plan_number);
	add_text(f, STR(""), "task_id", p->upload.task_id);
	add_text(f, STR(""), "task_title", p->upload.task_title);
	add_text(f, STR(""), "draw_type", p->upload.draw_type);
	add_text(f, STR(""), "area", p->upload.area);
	add_targets(f, p);
	add_number(f, STR(""), "days", p->upload.days, NULL, PLAN_WORDS);
	add_rules(f, p);
	add_list(f, "status", p->exclude_status, p->n_exclude_status);
	add_number(f, STR(""), "repeat", p->repeat, "", PLAN_WORDS);
	for (size_t i = p->n_depts; i < p->n_holders; i++)
		add_text(f, p->holder[i].key, "witness", p->holder[i].name);
	buf_z(&f->text, p->by_teams ? "teams" : "pairs");
	add(f, STR(""), "mode", PLAN_MATCH);
	add_number(f, STR(""), "teams", p->teams, "auto", PLAN_MATCH);
	buf_z(&f->text, p->daily_teams ? "day" : "plan");
	add(f, STR(""), "team_for", PLAN_MATCH);
	add_number(f, STR(""), "per_day", p->per_day, NULL, PLAN_MATCH);
	buf_z(&f->text, p->experts ? "yes" : "");
	add(f, STR(""), "experts", PLAN_MATCH);
	add_prefer(f, &p->prefer);
	add_depts(f, p);
}

static int by_key(const void *a, const void *b)
{
	return str_cmp(((const struct fact *)a)->key, ((const struct fact *)b)->key);
}

/* Both sorted by key: what only one has, or has otherwise. */
static size_t merge(const struct facts *a, const struct facts *b, struct plan_change *out)
{
	size_t i = 0, k = 0, n = 0;

	while (i < a->n || k < b->n) {
		int c = i == a->n ? 1 : k == b->n ? -1 : by_key(&a->v[i], &b->v[k]);
		const struct fact *x = c <= 0 ? &a->v[i++] : NULL, *y = c >= 0 ? &b->v[k++] : NULL;
		struct plan_change change = {.key = x ? x->key : y->key,
		    .before = x ? x->value : STR(""),
		    .after = y ? y->value : STR(""),
		    .weight = x ? x->weight : y->weight};

		if (!str_eq(change.before, change.after))
			out[n++] = change;
	}
	return n;
}

ssjc_rc plan_compare(struct plan_changes *out, const struct plan *before, const struct plan *after,
    struct ssjc_err *err)
{
	struct facts a = {.arena = &out->arena}, b = {.arena = &out->arena};
	ssjc_rc rc = SSJC_OK;

	*out = (struct plan_changes){0};
	add_all(&a, before);
	add_all(&b, after);
	if (!a.failed && !b.failed)
		out->v = arena_array(&out->arena, a.n + b.n, sizeof *out->v);
	if (!out->v) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	qsort(a.v, a.n, sizeof *a.v, by_key);
	qsort(b.v, b.n, sizeof *b.v, by_key);
	out->n = merge(&a, &b, out->v);
out:
	free(a.v);
	free(b.v);
	buf_free(&a.text);
	buf_free(&b.text);
	return rc;
}

bool plan_changes_any(const struct plan_changes *c, enum plan_weight weight)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->v[i].weight >= weight)
			return true;
	return false;
}

void plan_changes_free(struct plan_changes *c)
{
	arena_free(&c->arena);
	*c = (struct plan_changes){0};
}
