#include "ssjc/plan/roster.h"

#include <stddef.h>
#include <stdlib.h>

#define COLUMN(place, name, kind, bits) #name,
const char *const object_column[OBJECT_COLUMNS] = {OBJECT_LIST(COLUMN)};
#undef COLUMN

#define OFFSET(place, name, kind, bits) offsetof(struct object, name),
static const size_t offset[OBJECT_COLUMNS] = {OBJECT_LIST(OFFSET)};
#undef OFFSET

struct str *object_member(struct object *o, size_t i)
{
	return (struct str *)((char *)o + offset[i]);
}

struct str object_value(const struct object *o, size_t i)
{
	return *(const struct str *)((const char *)o + offset[i]);
}

struct object object_read(const struct table *t, size_t row)
{
	struct object o;

	for (size_t i = 0; i < OBJECT_COLUMNS; i++)
		*object_member(&o, i) = table_at(t, row, table_col(t, object_column[i]));
	return o;
}

static const char *const needed[] = {"cert", "name", "dept", NULL};

/* The row at hand. */
struct inspector_row {
	struct inspectors *r;
	size_t row;
	struct ssjc_err *err;
};

static struct str cell(const struct inspector_row *r, const char *column)
{
	return table_at(&r->r->table, r->row, table_col(&r->r->table, column));
}

static ssjc_rc yes_no(const struct inspector_row *r, const char *column, bool *out)
{
	struct str s = cell(r, column);

	*out = str_is(s, "yes");
	if (*out || s.n == 0 || str_is(s, "no"))
		return SSJC_OK;
	return table_fail(
	    &r->r->table, r->row, column, r->err, "“%.*s” is neither yes nor no", STR_ARG(s));
}

static ssjc_rc read_leave(const struct inspector_row *r, struct inspector *in)
{
	struct str list = cell(r, "leave"), piece;
	size_t most = 1;

	for (size_t i = 0; i < list.n; i++)
		most += list.p[i] == ';';
	in->leave = arena_array(&r->r->arena, most, sizeof *in->leave);
	if (!in->leave)
		return ssjc_fail_memory(r->err);
	while (str_split(&list, ';', &piece)) {
		piece = str_trim(piece);
		if (piece.n == 0)
			continue;
		if (!span_parse(piece, &in->leave[in->n_leave++]))
			return table_fail(&r->r->table, r->row, "leave", r->err,
			    "“%.*s” is neither a date nor a span such as 2023-06-19..2023-06-21",
			    STR_ARG(piece));
	}
	return SSJC_OK;
}

static ssjc_rc read_inspector(const struct inspector_row *r, struct inspector *in)
{
	struct str until = cell(r, "valid_until"), status = cell(r, "status");
	ssjc_rc rc;

	*in = (struct inspector){.cert = cell(r, "cert"),
	    .name = cell(r, "name"),
	    .dept = cell(r, "dept"),
	    .phone = cell(r, "phone"),
	    .skills = cell(r, "skills"),
	    .recuse = cell(r, "recuse"),
	    .items = cell(r, "items"),
	    .has_valid_until = until.n > 0,
	    .active = status.n == 0 || str_is(status, "active")};
	for (size_t i = 0; needed[i]; i++)
		if (cell(r, needed[i]).n == 0)
			return table_fail(&r->r->table, r->row, needed[i], r->err, "is empty");
	if (until.n > 0 && !date_parse(until, &in->valid_until))
		return table_fail(&r->r->table, r->row, "valid_until", r->err,
		    "“%.*s” is not a date such as 2023-06-14", STR_ARG(until));
	rc = yes_no(r, "expert", &in->expert);
	if (rc)
		return rc;
	return read_leave(r, in);
}

static int by_cert(const void *a, const void *b)
{
	const struct inspector *x = *(struct inspector *const *)a,
	                       *y = *(struct inspector *const *)b;
	int c = str_cmp(x->cert, y->cert);

	return c ? c : (x > y) - (x < y);
}

static ssjc_rc sort(struct inspectors *r, struct ssjc_err *err)
{
	const struct inspector **v = arena_array(&r->arena, r->n + 1, sizeof *v);

	r->by_cert = v;
	if (!v)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < r->n; i++)
		v[i] = &r->v[i];
	qsort(v, r->n, sizeof *v, by_cert);
	for (size_t i = 1; i < r->n; i++)
		if (str_eq(v[i]->cert, v[i - 1]->cert))
			return table_fail(&r->table, (size_t)(v[i] - r->v), "cert", err,
			    "“%.*s” is already on line %llu", STR_ARG(v[i]->cert),
			    (unsigned long long)r->table.line[v[i - 1] - r->v]);
	return SSJC_OK;
}

static int cert_to_inspector(const void *cert, const void *inspector)
{
	return str_cmp(
	    *(const struct str *)cert, (*(const struct inspector *const *)inspector)->cert);
}

const struct inspector *inspectors_find(const struct inspectors *r, struct str cert)
{
	const struct inspector *const *at =
	    r->n ? bsearch(&cert, r->by_cert, r->n, sizeof *r->by_cert, cert_to_inspector) : NULL;

	return at ? *at : NULL;
}

ssjc_rc inspectors_read(
    struct inspectors *r, struct str text, const char *name, struct ssjc_err *err)
{
	ssjc_rc rc;

	*r = (struct inspectors){0};
	rc = table_read(&r->table, text, name, err);
	if (rc)
		goto out;
	rc = table_need(&r->table, needed, err);
	if (rc)
		goto out;
	r->v = arena_array(&r->arena, r->table.rows, sizeof *r->v);
	if (!r->v) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	for (; r->n < r->table.rows; r->n++) {
		rc = read_inspector(&(struct inspector_row){r, r->n, err}, &r->v[r->n]);
		if (rc)
			goto out;
	}
	rc = sort(r, err);
out:
	if (rc)
		inspectors_close(r);
	return rc;
}

void inspectors_close(struct inspectors *r)
{
	table_close(&r->table);
	arena_free(&r->arena);
	*r = (struct inspectors){0};
}
