#include "ssjc/record/signed.h"

#include "record_rows.h"

#include <stdlib.h>

ssjc_rc signed_dept(const struct record *r, const struct table *t, const struct plan_dept **out,
    struct ssjc_err *err)
{
	int confirmed = table_col(t, "confirmed"), column = table_col(t, "dept");

	*out = NULL;
	for (size_t i = 0; i < t->rows; i++) {
		struct str text = str_trim(table_at(t, i, column));
		const struct plan_dept *dept = plan_dept_of(r->plan, text);

		if (str_trim(table_at(t, i, confirmed)).n == 0)
			continue;
		if (!dept)
			return table_fail(t, i, "dept", err,
			    "“%.*s” is not a department of the plan", STR_ARG(text));
		if (*out && *out != dept)
			return table_fail(t, i, "dept", err,
			    "is %.*s, but the rows before are of %.*s: a department signs its own "
			    "rows, in a file of its own",
			    STR_ARG(dept->key), STR_ARG((*out)->key));
		*out = dept;
	}
	return SSJC_OK;
}

/* ---- Who signed ---- */

static int number_to_event(const void *number, const void *event)
{
	const uint64_t *n = number;
	const struct audit_event *e = event;

	return (*n > e->seq) - (*n < e->seq);
}

static struct str key_of(const struct audit_events *e, uint64_t event)
{
	size_t at = array_bisect(&event, e->v, e->n, sizeof *e->v, number_to_event);
	const struct audit_file *f = at < e->n && e->v[at].seq == event
	    ? audit_event_file(&e->v[at], "pubkey", false)
	    : NULL;

	return f ? f->digest : STR("");
}

static int by_dept(const void *a, const void *b)
{
	const struct signed_by *x = a, *y = b;
	int c = str_cmp(x->dept, y->dept);

	return c ? c : str_cmp(x->key, y->key);
}

ssjc_rc signed_by_of(struct signed_by **out, size_t *n, const struct audit_state *s,
    const struct audit_events *e, struct arena *arena, struct ssjc_err *err)
{
	struct signed_by *v = arena_array(arena, s->n_confirmations + 1, sizeof *v);
	size_t kept = 0;

	*out = v;
	*n = 0;
	if (!v)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < s->n_confirmations; i++)
		v[i] = (struct signed_by){
		    s->confirmation[i].dept, key_of(e, s->confirmation[i].event), 1};
	if (s->n_confirmations > 1)
		qsort(v, s->n_confirmations, sizeof *v, by_dept);
	for (size_t i = 0; i < s->n_confirmations; i++) {
		if (kept > 0 && by_dept(&v[kept - 1], &v[i]) == 0)
			v[kept - 1].n++;
		else
			v[kept++] = v[i];
	}
	*n = kept;
	return SSJC_OK;
}
