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

/* ---- What was signed, beside what is on record ---- */

static int by_visit(const void *a, const void *b)
{
	const struct confirmation *x = a, *y = b;
	int c = str_cmp(x->object, y->object);

	return c ? c : str_cmp(x->dept, y->dept);
}

static bool same(const struct confirmation *a, const struct confirmation *b)
{
	return by_visit(a, b) == 0 && a->confirmed == b->confirmed &&
	    str_eq(a->reason, b->reason) && str_eq(a->evidence, b->evidence) &&
	    str_eq(a->note, b->note);
}

/* The first row that is wrong. */
static void keep_first(void *arg, const struct ssjc_err *err, struct str value)
{
	struct ssjc_err *first = arg;

	(void)value;
	if (!first->msg[0])
		*first = *err;
}

static void pass_over(void *arg, const struct ssjc_err *err, struct str value)
{
	(void)arg;
	(void)err;
	(void)value;
}

ssjc_rc signed_same(const struct record *r, const struct table *t, const struct confirmation *v,
    size_t n, struct ssjc_err *err)
{
	struct ssjc_err first = {0};
	struct record_taking how = {.bad = keep_first, .left = pass_over, .arg = &first};
	struct confirmation *signed_ = NULL;
	size_t n_signed;
	ssjc_rc rc = record_confirmations(r, t, &how, &signed_, err);

	if (rc) {
		if (first.msg[0])
			*err = first;
		goto out;
	}
	n_signed = how.taken;
	if (n_signed > 1)
		qsort(signed_, n_signed, sizeof *signed_, by_visit);
	for (size_t i = 0; i < n || i < n_signed; i++) {
		const struct confirmation *x;

		if (i < n && i < n_signed && same(&signed_[i], &v[i]))
			continue;
		x = i < n ? &v[i] : &signed_[i];
		rc = ssjc_fail(err, SSJC_INPUT, "what %.*s signed of %.*s is not what is on record",
		    STR_ARG(x->dept), STR_ARG(x->object));
		goto out;
	}
out:
	free(signed_);
	return rc;
}

/* ---- Who signed ---- */

static struct str key_of(const struct audit_events *e, uint64_t event)
{
	for (size_t i = 0; i < e->n; i++)
		for (size_t f = 0; e->v[i].seq == event && f < e->v[i].n_files; f++)
			if (!e->v[i].file[f].output && str_is(e->v[i].file[f].kind, "pubkey"))
				return e->v[i].file[f].digest;
	return STR("");
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
