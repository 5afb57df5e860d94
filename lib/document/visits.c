#include "ssjc/document/visits.h"

#include <stdlib.h>

/* The columns read besides the object's, in the order of column[]. */
enum { ID, DATE, TEAM, DEPT, SEAT, DUTY, CERT, INSPECTOR, COLUMNS };
static const char *const column_names[] = {
    "id", "date", "team", "dept", "seat", "duty", "cert", "inspector", NULL};

struct row {
	struct str id;
	day_t date;
	unsigned team, seat;
	struct visitor visitor;
	size_t at; /* its row in the table */
};

static ssjc_rc read_row(struct row *r, const struct plan *plan, const struct table *t, size_t i,
    const int column[COLUMNS], int phone, struct ssjc_err *err)
{
	struct str cell[COLUMNS];
	int64_t team, seat;

	for (int c = 0; c < COLUMNS; c++)
		cell[c] = table_at(t, i, column[c]);
	*r = (struct row){.id = cell[ID], .at = i};
	if (!date_parse(cell[DATE], &r->date))
		return table_fail(t, i, "date", err, "“%.*s” is not a date such as 2023-06-14",
		    STR_ARG(cell[DATE]));
	if (num_parse(cell[TEAM], 1, INT32_MAX, &team))
		return table_fail(
		    t, i, "team", err, "“%.*s” is not the number of a team", STR_ARG(cell[TEAM]));
	if (num_parse(cell[SEAT], 1, INT32_MAX, &seat))
		return table_fail(
		    t, i, "seat", err, "“%.*s” is not the number of a seat", STR_ARG(cell[SEAT]));
	if (!duty_parse(cell[DUTY], &r->visitor.duty))
		return table_fail(
		    t, i, "duty", err, "“%.*s” is not lead, assist or expert", STR_ARG(cell[DUTY]));
	r->visitor.dept = plan_dept_of(plan, cell[DEPT]);
	if (!r->visitor.dept)
		return table_fail(
		    t, i, "dept", err, "the plan has no department “%.*s”", STR_ARG(cell[DEPT]));
	r->team = (unsigned)team;
	r->seat = (unsigned)seat;
	r->visitor.cert = cell[CERT];
	r->visitor.name = cell[INSPECTOR];
	r->visitor.phone = table_at(t, i, phone);
	return SSJC_OK;
}

static int by_team(const void *x, const void *y)
{
	const struct row *a = x, *b = y;
	int c;

	if (a->team != b->team)
		return a->team < b->team ? -1 : 1;
	c = str_cmp(a->id, b->id);
	if (c)
		return c;
	if (a->visitor.dept != b->visitor.dept) /* of one array, in the plan's order */
		return a->visitor.dept < b->visitor.dept ? -1 : 1;
	if (a->seat != b->seat)
		return a->seat < b->seat ? -1 : 1;
	return str_cmp(a->visitor.cert, b->visitor.cert);
}

static int by_person(const void *x, const void *y)
{
	const struct visitor *const *a = x, *const *b = y;

	if ((*a)->dept != (*b)->dept)
		return (*a)->dept < (*b)->dept ? -1 : 1;
	return str_cmp((*a)->cert, (*b)->cert);
}

static int by_person_and_place(const void *x, const void *y)
{
	const struct visitor *const *a = x, *const *b = y;
	int c = by_person(x, y);

	/* Of one array, in the order of the visits. */
	return c ? c : (*a > *b) - (*a < *b);
}

ssjc_rc visits_index(struct visits *v, struct ssjc_err *err)
{
	size_t n = 0;

	for (size_t i = 0; i < v->n; i++)
		n += v->v[i].n;
	v->seat = arena_array(&v->arena, n + 1, sizeof *v->seat);
	v->person = arena_array(&v->arena, n + 1, sizeof *v->person);
	if (!v->seat || !v->person)
		return ssjc_fail_memory(err);
	v->n_seats = v->n_people = 0;
	for (size_t i = 0; i < v->n; i++)
		for (size_t k = 0; k < v->v[i].n; k++)
			v->seat[v->n_seats++] = &v->v[i].visitor[k];
	qsort(v->seat, n, sizeof *v->seat, by_person_and_place);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || by_person(&v->seat[i], &v->seat[i - 1]) != 0)
			v->person[v->n_people++] = v->seat[i];
	return SSJC_OK;
}

size_t visits_of(const struct visits *v, const struct visitor *who, size_t *first)
{
	size_t end = array_bisect(&who, v->seat, v->n_seats, sizeof *v->seat, by_person);

	*first = end;
	while (end < v->n_seats && by_person(&who, &v->seat[end]) == 0)
		end++;
	return end - *first;
}

/* Before, among or after the visitors of a visit; these are in the order of the visits. */
static int seat_to_visit(const void *seat, const void *visit)
{
	const struct visitor *const *x = seat;
	const struct visit *v = visit;

	return *x < v->visitor ? -1 : *x >= v->visitor + v->n;
}

struct visit *visit_of(const struct visits *v, const struct visitor *seat)
{
	return &v->v[array_bisect(&seat, v->v, v->n, sizeof *v->v, seat_to_visit)];
}

/* Make visits of the sorted rows: rows of one business are together. */
static ssjc_rc gather(struct visits *out, const struct table *t, const struct row *row, size_t n,
    struct ssjc_err *err)
{
	struct visitor *seat = arena_array(&out->arena, n, sizeof *seat);

	out->v = arena_array(&out->arena, n, sizeof *out->v);
	if (!seat || !out->v)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < n; i++) {
		struct visit *v = out->n ? &out->v[out->n - 1] : NULL;

		seat[i] = row[i].visitor;
		if (v && str_eq(v->object.id, row[i].id)) {
			if (v->date != row[i].date)
				return table_fail(t, row[i].at, "date", err,
				    "“%.*s” has another date in another row", STR_ARG(row[i].id));
			v->n++;
			continue;
		}
		out->v[out->n++] = (struct visit){
		    .object = object_read(t, row[i].at),
		    .date = row[i].date,
		    .team = row[i].team,
		    .number = row[i].team,
		    .visitor = &seat[i],
		    .n = 1,
		};
	}
	return visits_index(out, err);
}

ssjc_rc visits_read(
    struct visits *out, const struct plan *plan, const struct table *assigned, struct ssjc_err *err)
{
	struct row *row = calloc(assigned->rows + 1, sizeof *row);
	int phone = table_col(assigned, "inspector_phone"), column[COLUMNS];
	ssjc_rc rc;

	*out = (struct visits){0};
	if (!row) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	rc = table_need(assigned, column_names, err);
	if (rc)
		goto out;
	for (int c = 0; c < COLUMNS; c++)
		column[c] = table_col(assigned, column_names[c]);
	for (size_t i = 0; i < assigned->rows; i++) {
		rc = read_row(&row[i], plan, assigned, i, column, phone, err);
		if (rc)
			goto out;
	}
	qsort(row, assigned->rows, sizeof *row, by_team);
	rc = gather(out, assigned, row, assigned->rows, err);
out:
	free(row);
	if (rc)
		visits_close(out);
	return rc;
}

void visits_number(struct visits *v, const struct audit_state *s)
{
	for (size_t i = 0; i < v->n; i++) {
		const struct pick *p = audit_pick(s, v->v[i].object.id);

		if (p)
			v->v[i].number = (unsigned)(p - s->pick) + 1;
	}
}

bool visit_same_team(const struct plan *plan, const struct visit *a, const struct visit *b)
{
	return a->team == b->team && (!plan->daily_teams || a->date == b->date);
}

void visits_close(struct visits *v)
{
	arena_free(&v->arena);
	*v = (struct visits){0};
}

const char *visit_duty(enum duty duty)
{
	static const char *const words[DUTIES] = {
	    [DUTY_LEAD] = "主办", [DUTY_ASSIST] = "协办", [DUTY_EXPERT] = "专业人员"};

	return words[duty];
}

void visit_people(struct buf *out, const struct visit *v, const struct plan_dept *dept, bool phones)
{
	const char *between = "";

	for (size_t i = 0; i < v->n; i++) {
		const struct visitor *p = &v->visitor[i];

		if (p->dept != dept)
			continue;
		buf_printf(out, "%s%s %.*s（执法证号 %.*s", between, visit_duty(p->duty),
		    STR_ARG(p->name), STR_ARG(p->cert));
		if (phones && p->phone.n > 0)
			buf_printf(out, "，电话 %.*s", STR_ARG(p->phone));
		buf_z(out, "）");
		between = "\n";
	}
}
