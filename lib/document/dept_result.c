#include "ssjc/document/dept_result.h"

#include <stdlib.h>

/* Codes that are no problem: part of the format, ssjc-csv(5). */
static const char nothing_found[] = "ok", nothing_there[] = "inactive";

struct str dept_result_text(const struct document *d, struct str code)
{
	struct str text = vocabulary_text(d->vocabulary, "result", code);

	return text.n ? text : code;
}

/* The code's place in the list; codes that are not in it come last. */
static size_t place(const struct document *d, struct str code)
{
	struct str nth;
	size_t i = 0;

	while (vocabulary_nth(d->vocabulary, "result", i, &nth) && !str_eq(nth, code))
		i++;
	return i;
}

/* Add a code at its place unless it is there; room for all outcomes is made. */
static void add_code(const struct document *d, struct dept_result *f, struct str code)
{
	size_t at = f->n_codes;

	for (size_t i = 0; i < f->n_codes; i++)
		if (str_eq(f->code[i], code))
			return;
	while (at > 0 && place(d, f->code[at - 1]) > place(d, code)) {
		f->code[at] = f->code[at - 1];
		at--;
	}
	f->code[at] = code;
	f->n_codes++;
}

/* Leave out "nothing found" where something was. */
static void drop_ok(struct dept_result *f)
{
	size_t kept = 0;

	if (f->n_codes < 2)
		return;
	for (size_t i = 0; i < f->n_codes; i++)
		if (!str_is(f->code[i], nothing_found))
			f->code[kept++] = f->code[i];
	f->n_codes = kept;
}

/* Pointers to outcomes, the n of one object. */
struct range {
	const struct result *const *v;
	size_t n;
};

static bool has_item(struct range r, struct str dept, struct str item)
{
	for (size_t i = 0; i < r.n; i++)
		if (str_eq(r.v[i]->dept, dept) && str_eq(r.v[i]->item, item))
			return true;
	return false;
}

static ssjc_rc fill(struct dept_results *out, const struct document *d, struct dept_result *f,
    struct range r, struct ssjc_err *err)
{
	bool wanted = pick_is_drawn(f->pick);

	f->code = arena_array(&out->arena, r.n, sizeof *f->code);
	if (!f->code)
		return ssjc_fail_memory(err);
	/* Nothing is wanted any more of a business that was removed. */
	for (size_t i = 0; wanted && d->items && i < d->items->n; i++) {
		const struct item *it = &d->items->v[i];

		if (!item_applies(it, f->dept->key, f->pick->object.category))
			continue;
		f->wanted++;
		f->recorded += has_item(r, f->dept->key, it->item);
	}
	for (size_t i = 0; i < r.n; i++) {
		const struct result *o = r.v[i];

		if (!str_eq(o->dept, f->dept->key))
			continue;
		if (f->n_codes == 0 || o->date > f->date)
			f->date = o->date;
		f->refused |= str_is(o->signed_, "refused");
		add_code(d, f, o->result);
	}
	drop_ok(f);
	f->complete = f->n_codes > 0 && f->recorded == f->wanted;
	return SSJC_OK;
}

static int by_object(const void *x, const void *y)
{
	const struct result *const *a = x, *const *b = y;
	int c = str_cmp((*a)->object, (*b)->object);

	/* Of one array: what was entered first stays first. */
	return c ? c : (*a > *b) - (*a < *b);
}

static int id_to_result(const void *id, const void *result)
{
	return str_cmp(*(const struct str *)id, (*(const struct result *const *)result)->object);
}

/* The results of an object among those sorted by object. */
static struct range range_of(const struct result *const *v, size_t n, struct str id)
{
	size_t first = array_bisect(&id, v, n, sizeof *v, id_to_result), end;

	for (end = first; end < n && str_eq(v[end]->object, id);)
		end++;
	return (struct range){v + first, end - first};
}

static bool has_dept(const struct plan *p, struct str key)
{
	for (size_t i = 0; i < p->n_depts; i++)
		if (str_eq(p->dept[i].key, key))
			return true;
	return false;
}

/* No result on record is left out: the plan must have its department. */
static ssjc_rc all_known(const struct document *d, struct ssjc_err *err)
{
	const struct audit_state *s = d->state;

	for (size_t i = 0; i < s->n_results; i++) {
		struct str dept = s->result[i].dept;
		size_t n = 0;

		if (has_dept(d->plan, dept))
			continue;
		for (size_t k = i; k < s->n_results; k++)
			n += str_eq(s->result[k].dept, dept);
		return ssjc_fail_at(err, SSJC_PLAN, d->plan->name, 0, NULL,
		    "“%.*s” is no department of the plan any more, but %zu of its results are on "
		    "record: none of them may be left out, so give the department back to the plan",
		    STR_ARG(dept), n);
	}
	return SSJC_OK;
}

ssjc_rc dept_results_of(struct dept_results *out, const struct document *d, struct ssjc_err *err)
{
	const struct audit_state *s = d->state;
	const struct pick **pick;
	const struct result **result;
	size_t n = 0;
	ssjc_rc rc = all_known(d, err);

	*out = (struct dept_results){0};
	if (rc != SSJC_OK)
		return rc;
	pick = arena_array(&out->arena, s->n_picks, sizeof *pick);
	result = arena_array(&out->arena, s->n_results, sizeof *result);
	out->v = arena_array(&out->arena, s->n_picks * d->plan->n_depts, sizeof *out->v);
	if (!pick || !result || !out->v) {
		dept_results_close(out);
		return ssjc_fail_memory(err);
	}
	for (size_t i = 0; i < s->n_picks; i++)
		if (s->pick[i].role != ROLE_RESERVE)
			pick[n++] = &s->pick[i];
	for (size_t i = 0; i < s->n_results; i++)
		result[i] = &s->result[i];
	qsort(pick, n, sizeof *pick, pick_by_ticket);
	qsort(result, s->n_results, sizeof *result, by_object);
	for (size_t i = 0; rc == SSJC_OK && i < n; i++) {
		struct range r = range_of(result, s->n_results, pick[i]->object.id);

		for (size_t k = 0; rc == SSJC_OK && k < d->plan->n_depts; k++) {
			struct dept_result *f = &out->v[out->n];

			*f = (struct dept_result){.pick = pick[i], .dept = &d->plan->dept[k]};
			rc = fill(out, d, f, r, err);
			out->n += f->n_codes > 0 || f->wanted > 0 ||
			    (!d->items && pick_is_drawn(f->pick));
		}
	}
	if (rc != SSJC_OK)
		dept_results_close(out);
	return rc;
}

bool dept_result_problem(const struct dept_result *f)
{
	for (size_t i = 0; i < f->n_codes; i++)
		if (!str_is(f->code[i], nothing_found) && !str_is(f->code[i], nothing_there))
			return true;
	return false;
}

size_t dept_results_count(
    const struct dept_results *f, const struct plan_dept *dept, struct str code)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++)
		for (size_t k = 0; f->v[i].complete && k < f->v[i].n_codes; k++)
			n += f->v[i].dept == dept && str_eq(f->v[i].code[k], code);
	return n;
}

void dept_results_close(struct dept_results *f)
{
	arena_free(&f->arena);
	*f = (struct dept_results){0};
}
