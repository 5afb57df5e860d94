#include "record_rows.h"

#include <stdlib.h>
#include <string.h>

/* What is wrong with what a row says, with the row's place. */
static ssjc_rc at_row(const struct table *t, size_t row, ssjc_rc rc, struct ssjc_err *err)
{
	struct ssjc_err e;

	if (!rc)
		return SSJC_OK;
	e = *err;
	return table_fail(t, row, e.column, err, "%s", e.msg);
}

/* A row's department: its key, whether the row has that or the name. */
static struct str dept_at(const struct record *r, const struct table *t, size_t row)
{
	struct str text = table_at(t, row, table_col(t, "dept"));
	const struct plan_dept *dept = plan_dept_of(r->plan, text);

	return dept ? dept->key : text;
}

/* A cell as a code of its column, or as it is where others are allowed; empty stays empty. */
static ssjc_rc coded(const struct record *r, const struct table *t, size_t row, const char *column,
    const char *codes, struct str *out, struct ssjc_err *err)
{
	struct str written = str_trim(table_at(t, row, table_col(t, column)));
	struct buf known = {0};
	struct str code;
	ssjc_rc wrong;

	*out = STR("");
	if (written.n == 0 || vocabulary_code(r->vocabulary, codes, written, out))
		return SSJC_OK;
	if (vocabulary_open_ended(r->vocabulary, codes)) {
		*out = written;
		return SSJC_OK;
	}
	for (size_t i = 0; vocabulary_nth(r->vocabulary, codes, i, &code); i++)
		buf_printf(&known, "%s%.*s", i ? ", " : "", STR_ARG(code));
	wrong = table_fail(t, row, column, err, "“%.*s” is not one of: %.*s", STR_ARG(written),
	    STR_ARG(buf_text(&known)));
	buf_free(&known);
	return wrong;
}

static ssjc_rc confirmation_row(const struct record *r, const struct table *t, size_t row,
    struct confirmation *c, bool *skip, struct ssjc_err *err)
{
	const struct confirmation *old;
	struct str yes;
	ssjc_rc rc = coded(r, t, row, "confirmed", "yesno", &yes, err);

	*skip = yes.n == 0;
	if (rc || *skip)
		return rc;
	rc = coded(r, t, row, "reason", "reason", &c->reason, err);
	if (rc)
		return rc;
	c->object = table_at(t, row, table_col(t, "id"));
	c->dept = dept_at(r, t, row);
	c->confirmed = str_is(yes, "yes");
	c->evidence = str_trim(table_at(t, row, table_col(t, "evidence")));
	c->note = table_at(t, row, table_col(t, "note"));
	rc = at_row(t, row, record_check_confirmation(r, c, err), err);
	if (rc)
		return rc;
	old = record_confirmation(r->state, c->object, c->dept);
	*skip = old && old->confirmed == c->confirmed && str_eq(old->reason, c->reason) &&
	    str_eq(old->evidence, c->evidence) && str_eq(old->note, c->note);
	return SSJC_OK;
}

static bool same_result(const struct result *a, const struct result *b)
{
	return a->date == b->date && str_eq(a->result, b->result) &&
	    str_eq(a->problem, b->problem) && str_eq(a->disposal, b->disposal) &&
	    str_eq(a->method, b->method) && str_eq(a->signed_, b->signed_) &&
	    str_eq(a->note, b->note);
}

static ssjc_rc result_row(const struct record *r, const struct table *t, size_t row, bool correct,
    struct result *x, bool *skip, struct ssjc_err *err)
{
	struct str date = str_trim(table_at(t, row, table_col(t, "date")));
	const struct result *old;
	ssjc_rc rc = coded(r, t, row, "result", "result", &x->result, err);

	*skip = x->result.n == 0;
	if (rc || *skip)
		return rc;
	x->object = table_at(t, row, table_col(t, "id"));
	x->dept = dept_at(r, t, row);
	x->item = str_trim(table_at(t, row, table_col(t, "item")));
	if (!date_parse(date, &x->date))
		return table_fail(
		    t, row, "date", err, "“%.*s” is not a date such as 2023-06-14", STR_ARG(date));
	rc = at_row(t, row, record_check_result(r, x, err), err);
	if (rc)
		return rc;
	rc = coded(r, t, row, "method", "method", &x->method, err);
	if (rc)
		return rc;
	rc = coded(r, t, row, "signed", "signed", &x->signed_, err);
	if (rc)
		return rc;
	x->problem = table_at(t, row, table_col(t, "problem"));
	x->disposal = table_at(t, row, table_col(t, "disposal"));
	x->note = table_at(t, row, table_col(t, "note"));
	old = record_result(r->state, x->object, x->dept, x->item, x->result);
	/* A correction replaces all that is on record of the item: nothing is left out. */
	*skip = old && same_result(old, x) && !correct;
	if (old && !*skip && !correct)
		return table_fail(t, row, "result", err,
		    "item %.*s of %.*s is on record already, as “%.*s”, and differs: --correct "
		    "--reason TEXT corrects it",
		    STR_ARG(x->item), STR_ARG(x->object), STR_ARG(old->result));
	return SSJC_OK;
}

/* ---- Whole tables ---- */

/* Rows by what they are about, to find one that is duplicated. */
struct keyed {
	struct str part[4];
	size_t row;
};
enum { PARTS = sizeof((struct keyed *)0)->part / sizeof(struct str) };

static int by_parts(const struct keyed *x, const struct keyed *y)
{
	int c = 0;

	for (size_t i = 0; c == 0 && i < PARTS; i++)
		c = str_cmp(x->part[i], y->part[i]);
	return c;
}

static int by_key(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	int c = by_parts(x, y);

	return c ? c : (x->row > y->row) - (x->row < y->row);
}

/* How many rows say again what an earlier one said; each goes to bad. */
static size_t find_duplicates(
    const struct table *t, struct keyed *k, size_t n, record_bad *bad, void *arg)
{
	struct ssjc_err e;
	size_t wrong = 0;

	if (n > 1)
		qsort(k, n, sizeof *k, by_key);
	for (size_t i = 1; i < n; i++) {
		if (by_parts(&k[i], &k[i - 1]) != 0)
			continue;
		table_fail(t, k[i].row, "id", &e, "repeats what line %llu says",
		    (unsigned long long)t->line[k[i - 1].row]);
		bad(arg, &e);
		wrong++;
	}
	return wrong;
}

/* What differs between the two kinds of report: how a row becomes an element. */
struct reading {
	const char *const *needed;
	size_t size;
	ssjc_rc (*row)(const struct record *, const struct table *, size_t, bool, void *, bool *,
	    struct ssjc_err *);
	struct keyed (*key)(const void *);
};

/* The rows of a table that are right and new, and how many are wrong. */
struct rows {
	char *v; /* elements of how->size bytes */
	struct keyed *key;
	size_t n, wrong;
};

static void read_all(struct rows *rows, const struct reading *how, const struct record *r,
    const struct table *t, bool correct, record_bad *bad, void *arg)
{
	for (size_t i = 0; i < t->rows; i++) {
		char *at = rows->v + rows->n * how->size;
		bool skip = false;
		struct ssjc_err e;

		memset(at, 0, how->size);
		if (how->row(r, t, i, correct, at, &skip, &e)) {
			bad(arg, &e);
			rows->wrong++;
		} else if (!skip) {
			rows->key[rows->n] = how->key(at);
			rows->key[rows->n++].row = i;
		}
	}
	rows->wrong += t->ragged + find_duplicates(t, rows->key, rows->n, bad, arg);
}

/* *out, a pointer to elements, owns them. */
static ssjc_rc read_rows(const struct reading *how, const struct record *r, const struct table *t,
    bool correct, record_bad *bad, void *arg, void *out, size_t *n, struct ssjc_err *err)
{
	struct rows rows = {0};
	ssjc_rc rc = table_need(t, how->needed, err);

	*n = 0;
	if (rc)
		goto out;
	rows.v = calloc(t->rows + 1, how->size);
	rows.key = calloc(t->rows + 1, sizeof *rows.key);
	if (!rows.v || !rows.key) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	read_all(&rows, how, r, t, correct, bad, arg);
	if (rows.wrong > 0) {
		rc = ssjc_fail_at(err, SSJC_INPUT, t->name, 0, NULL,
		    "%zu of %zu rows are wrong: nothing was recorded", rows.wrong,
		    t->rows + t->ragged);
		goto out;
	}
	*n = rows.n;
	memcpy(out, &rows.v, sizeof rows.v);
	rows.v = NULL;
out:
	free(rows.v);
	free(rows.key);
	return rc;
}

static ssjc_rc read_confirmation(const struct record *r, const struct table *t, size_t row,
    bool correct, void *to, bool *skip, struct ssjc_err *err)
{
	(void)correct;
	return confirmation_row(r, t, row, to, skip, err);
}

static struct keyed confirmation_key(const void *p)
{
	const struct confirmation *c = p;

	return (struct keyed){.part = {c->object, c->dept}};
}

ssjc_rc record_confirmations(const struct record *r, const struct table *t, record_bad *bad,
    void *arg, struct confirmation **out, size_t *n, struct ssjc_err *err)
{
	static const char *const needed[] = {"id", "dept", "confirmed", NULL};
	static const struct reading how = {
	    needed, sizeof **out, read_confirmation, confirmation_key};

	*out = NULL;
	return read_rows(&how, r, t, false, bad, arg, out, n, err);
}

static ssjc_rc read_result(const struct record *r, const struct table *t, size_t row, bool correct,
    void *to, bool *skip, struct ssjc_err *err)
{
	return result_row(r, t, row, correct, to, skip, err);
}

static struct keyed result_key(const void *p)
{
	const struct result *x = p;

	return (struct keyed){.part = {x->object, x->dept, x->item, x->result}};
}

ssjc_rc record_results(const struct record *r, const struct table *t, bool correct, record_bad *bad,
    void *arg, struct result **out, size_t *n, struct ssjc_err *err)
{
	static const char *const needed[] = {"id", "dept", "item", "result", "date", NULL};
	static const struct reading how = {needed, sizeof **out, read_result, result_key};

	*out = NULL;
	return read_rows(&how, r, t, correct, bad, arg, out, n, err);
}
