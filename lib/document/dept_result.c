#include "ssjc/document/dept_result.h"

#include <stdlib.h>
#include <string.h>

/* Not published beside another code: part of the format, ssjc-csv(5). */
static const char nothing_found[] = "ok";

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

/* Add a code at its place unless it is there; there is room for the codes of all results. */
static void add_code(const struct document *d, struct dept_result *to, struct str code)
{
	size_t at = to->n_codes;

	for (size_t i = 0; i < to->n_codes; i++)
		if (str_eq(to->code[i], code))
			return;
	while (at > 0 && place(d, to->code[at - 1]) > place(d, code)) {
		to->code[at] = to->code[at - 1];
		at--;
	}
	to->code[at] = code;
	to->n_codes++;
}

/* Leave out "nothing found" where something was. */
static void drop_ok(struct dept_result *from)
{
	size_t kept = 0;

	if (from->n_codes < 2)
		return;
	for (size_t i = 0; i < from->n_codes; i++)
		if (!str_is(from->code[i], nothing_found))
			from->code[kept++] = from->code[i];
	from->n_codes = kept;
}

/* The results of one business, or of a department there, sorted by department and item. */
struct range {
	const struct result *const *v;
	size_t n;
};

static int item_to_result(const void *item, const void *result)
{
	return str_cmp(*(const struct str *)item, (*(const struct result *const *)result)->item);
}

/* Those are of one department. */
static bool has_item(struct range of, struct str item)
{
	size_t i = array_bisect(&item, of.v, of.n, sizeof *of.v, item_to_result);

	return i < of.n && str_eq(of.v[i]->item, item);
}

/* Count the items that apply; nothing more is expected of a business that was removed. */
static void count_items(const struct document *d, struct dept_result *to, struct range of)
{
	const struct item *const *it;
	size_t n;

	if (!d->items || !pick_is_drawn(to->pick))
		return;
	n = items_of_dept(d->items, to->dept->key, &it);
	for (size_t i = 0; i < n; i++) {
		if (!item_applies(it[i], to->dept->key, to->pick->object.category))
			continue;
		to->expected++;
		to->recorded += has_item(of, it[i]->item);
	}
}

/* of is the department's; code has room for the codes of all of them; those there are copied. */
static ssjc_rc fill(struct dept_results *out, const struct document *d, struct dept_result *to,
    struct range of, struct str *code, struct ssjc_err *err)
{
	uint64_t reviewed = audit_reviewed(d->state, to->dept->key);

	to->code = code;
	count_items(d, to, of);
	for (size_t i = 0; i < of.n; i++) {
		const struct result *r = of.v[i];

		if (to->n_codes == 0 || r->date > to->date)
			to->date = r->date;
		to->refused |= str_is(r->signed_, "refused");
		to->unreviewed += d->plan->review && r->event > reviewed;
		add_code(d, to, r->result);
	}
	drop_ok(to);
	to->complete = to->n_codes > 0 && to->recorded == to->expected && to->unreviewed == 0;
	to->code = arena_array(&out->arena, to->n_codes, sizeof *code);
	if (!to->code)
		return ssjc_fail_memory(err);
	if (to->n_codes > 0)
		memcpy(to->code, code, to->n_codes * sizeof *code);
	return SSJC_OK;
}

static int by_item(const void *x, const void *y)
{
	const struct result *const *a = x, *const *b = y;
	int c = str_cmp((*a)->object, (*b)->object);

	if (c == 0)
		c = str_cmp((*a)->dept, (*b)->dept);
	if (c == 0)
		c = str_cmp((*a)->item, (*b)->item);

	/* Of one array: what was entered first stays first. */
	return c ? c : (*a > *b) - (*a < *b);
}

static int id_to_result(const void *id, const void *result)
{
	return str_cmp(*(const struct str *)id, (*(const struct result *const *)result)->object);
}

/* The results of the business with that id among n results sorted by business first. */
static struct range range_of(const struct result *const *v, size_t n, struct str id)
{
	size_t first = array_bisect(&id, v, n, sizeof *v, id_to_result), end;

	for (end = first; end < n && str_eq(v[end]->object, id);)
		end++;
	return (struct range){v + first, end - first};
}

static int dept_to_result(const void *dept, const void *result)
{
	return str_cmp(*(const struct str *)dept, (*(const struct result *const *)result)->dept);
}

/* Those of a department among those of one business. */
static struct range range_of_dept(struct range of, struct str dept)
{
	size_t first = array_bisect(&dept, of.v, of.n, sizeof *of.v, dept_to_result), end;

	for (end = first; end < of.n && str_eq(of.v[end]->dept, dept);)
		end++;
	return (struct range){of.v + first, end - first};
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
		    "the plan has no department “%.*s” any more, but %zu of its results %s on "
		    "record and must not be left out: put the department back into the plan",
		    STR_ARG(dept), n, n == 1 ? "is" : "are");
	}
	return SSJC_OK;
}

/* All departments' results at one business, added to out->v, which has room for them. */
static ssjc_rc fill_business(struct dept_results *out, const struct document *d,
    const struct pick *pick, struct range of, struct str *code, struct ssjc_err *err)
{
	for (size_t k = 0; k < d->plan->n_depts; k++) {
		struct dept_result *to = &out->v[out->n];
		ssjc_rc rc;

		*to = (struct dept_result){.pick = pick, .dept = &d->plan->dept[k]};
		rc = fill(out, d, to, range_of_dept(of, to->dept->key), code, err);
		if (rc)
			return rc;
		/* Is the department there at all? */
		if (to->n_codes > 0 || to->expected > 0 || (!d->items && pick_is_drawn(pick)))
			out->n++;
	}
	return SSJC_OK;
}

ssjc_rc dept_results_of(struct dept_results *out, const struct document *d, struct ssjc_err *err)
{
	const struct audit_state *s = d->state;
	const struct pick **pick;
	const struct result **result;
	struct str *code = NULL;
	size_t n = 0, room = 0;
	ssjc_rc rc;

	*out = (struct dept_results){0};
	rc = all_known(d, err);
	if (rc)
		goto out;
	pick = arena_array(&out->arena, s->n_picks, sizeof *pick);
	result = arena_array(&out->arena, s->n_results, sizeof *result);
	out->v = arena_array(&out->arena, s->n_picks * d->plan->n_depts, sizeof *out->v);
	if (!pick || !result || !out->v) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	for (size_t i = 0; i < s->n_picks; i++)
		if (s->pick[i].role != ROLE_RESERVE)
			pick[n++] = &s->pick[i];
	for (size_t i = 0; i < s->n_results; i++)
		result[i] = &s->result[i];
	qsort(pick, n, sizeof *pick, pick_by_ticket);
	qsort(result, s->n_results, sizeof *result, by_item);
	for (size_t i = 0; i < n; i++) {
		struct range of = range_of(result, s->n_results, pick[i]->object.id);

		while (room < of.n + 1)
			if (!array_grow(&code, &room, room, sizeof *code)) {
				rc = ssjc_fail_memory(err);
				goto out;
			}
		rc = fill_business(out, d, pick[i], of, code, err);
		if (rc)
			goto out;
	}
out:
	free(code);
	if (rc)
		dept_results_close(out);
	return rc;
}

enum result_class dept_result_class(const struct document *d, const struct dept_result *r)
{
	enum result_class worst = RESULT_CLEAN;

	for (size_t i = 0; i < r->n_codes; i++) {
		enum result_class class = result_class(d->vocabulary, r->code[i]);

		if (class > worst)
			worst = class;
	}
	return worst;
}

size_t dept_results_count(
    const struct dept_results *all, const struct plan_dept *dept, struct str code)
{
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++)
		for (size_t k = 0; all->v[i].complete && k < all->v[i].n_codes; k++)
			n += all->v[i].dept == dept && str_eq(all->v[i].code[k], code);
	return n;
}

void dept_results_close(struct dept_results *all)
{
	arena_free(&all->arena);
	*all = (struct dept_results){0};
}
