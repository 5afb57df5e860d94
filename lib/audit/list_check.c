#include "ssjc/audit/list_check.h"

#include "ssjc/base/language.h"

#include <stdio.h>
#include <stdlib.h>

/* Columns of a list that are not those of an object: at most as many. */
enum { OWN = 6, CELLS = OWN + OBJECT_COLUMNS };

/* What a row must say according to the audit file: column by column. */
struct expected {
	const char *column[CELLS];
	struct str value[CELLS];
	size_t n;
};

static void expect(struct expected *e, const char *column, struct str value)
{
	e->column[e->n] = column;
	e->value[e->n++] = value;
}

static void expect_object(struct expected *e, const struct pick *p)
{
	for (size_t i = 0; i < OBJECT_COLUMNS; i++)
		expect(e, object_column[i], object_value(&p->object, i));
}

/* Every column that is there must agree. */
static ssjc_rc compare(const struct table *t, size_t row, const struct expected *e,
    const struct pick *p, struct ssjc_err *err)
{
	for (size_t i = 0; i < e->n; i++) {
		int col = table_col(t, e->column[i]);

		if (col != NO_COLUMN && !str_eq(table_at(t, row, col), e->value[i]))
			return table_fail(t, row, e->column[i], err,
			    "%.*s (%.*s): “%.*s” was written here since the draw; it was “%.*s”",
			    STR_ARG(p->object.id), STR_ARG(p->object.name),
			    STR_ARG(table_at(t, row, col)), STR_ARG(e->value[i]));
	}
	return SSJC_OK;
}

static ssjc_rc drawn_row(const struct table *t, size_t row, const struct audit_state *s, bool roles,
    bool *seen, struct ssjc_err *err)
{
	struct str id = table_at(t, row, table_col(t, "id"));
	struct str role = table_at(t, row, table_col(t, "role"));
	const struct pick *p = audit_pick(s, id);
	struct expected e = {.n = 0};
	char rank[24];
	char draw[24];

	if (!p)
		return table_fail(t, row, "id", err,
		    "%.*s (%.*s) was not drawn: it was added to the list since", STR_ARG(id),
		    STR_ARG(table_at(t, row, table_col(t, "name"))));
	if (seen[p - s->pick])
		return table_fail(t, row, "id", err, "%.*s is duplicated in the list", STR_ARG(id));
	seen[p - s->pick] = true;
	if (roles && p->role == ROLE_REMOVED && !str_is(role, role_names[ROLE_REMOVED]))
		return table_fail(t, row, "role", err,
		    "%.*s (%.*s) was removed and replaced: use the list that ssjc-draw replace "
		    "printed",
		    STR_ARG(id), STR_ARG(p->object.name));
	snprintf(rank, sizeof rank, "%llu", (unsigned long long)p->rank);
	snprintf(draw, sizeof draw, "%u", p->draw);
	expect(&e, "draw", str_of(draw));
	expect(&e, "stratum", p->stratum);
	expect(&e, "rank", str_of(rank));
	expect(&e, "ticket", p->ticket);
	if (roles)
		expect(&e, "role", str_of(role_names[p->role]));
	expect_object(&e, p);
	return compare(t, row, &e, p, err);
}

static ssjc_rc drawn(
    const struct table *t, const struct audit_state *s, bool roles, struct ssjc_err *err)
{
	static const char *const needed[] = {"id", "role", NULL}, *const listed[] = {"id", NULL};
	bool *seen;
	ssjc_rc rc = table_need(t, roles ? needed : listed, err);

	if (rc)
		return rc;
	seen = calloc(s->n_picks + 1, sizeof *seen);
	if (!seen)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < t->rows; i++) {
		rc = drawn_row(t, i, s, roles, seen, err);
		if (rc)
			goto out;
	}
	for (size_t i = 0; i < s->n_picks; i++) {
		const struct pick *p = &s->pick[i];

		if (seen[i] || !pick_is_drawn(p))
			continue;
		rc = ssjc_fail_at(err, SSJC_INPUT, t->name, 0, "id",
		    "%.*s (%.*s) was drawn, but is not in the list: it was taken out since",
		    STR_ARG(p->object.id), STR_ARG(p->object.name));
		goto out;
	}
out:
	free(seen);
	return rc;
}

ssjc_rc list_check_drawn(const struct table *t, const struct audit_state *s, struct ssjc_err *err)
{
	return drawn(t, s, true, err);
}

ssjc_rc list_check_listed(const struct table *t, const struct audit_state *s, struct ssjc_err *err)
{
	return drawn(t, s, false, err);
}

static ssjc_rc assigned_row(const struct table *t, size_t row, const struct audit_state *s,
    bool *seen, struct ssjc_err *err)
{
	struct str id = table_at(t, row, table_col(t, "id"));
	struct str seat = table_at(t, row, table_col(t, "seat"));
	struct str dept = table_at(t, row, table_col(t, "dept"));
	const struct seat *at;
	const struct pick *p = audit_pick(s, id);
	struct expected e = {.n = 0};
	char date[DATE_SIZE], team[24];
	int64_t n;

	if (num_parse(seat, 1, 999, &n))
		return table_fail(
		    t, row, "seat", err, "“%.*s” is not the number of a seat", STR_ARG(seat));
	at = audit_seat(s, id, dept, (unsigned)n);
	if (!p || !at)
		return table_fail(t, row, "id", err, "%.*s has no seat %.*s of %.*s: %s",
		    STR_ARG(id), STR_ARG(seat), STR_ARG(dept),
		    p && !audit_seated(s, id) ? W_("is this the list of an earlier match? Use the "
		                                   "last that ssjc-assign printed")
		                              : W_("the row was added since ssjc-assign"));
	if (seen[at - s->seat])
		return table_fail(t, row, "id", err, "%.*s: seat %.*s of %.*s is duplicated",
		    STR_ARG(id), STR_ARG(seat), STR_ARG(dept));
	seen[at - s->seat] = true;
	date_format(at->date, date);
	snprintf(team, sizeof team, "%u", at->team);
	expect(&e, "date", str_of(date));
	expect(&e, "team", str_of(team));
	expect(&e, "duty", str_of(duty_names[at->duty]));
	expect(&e, "cert", at->cert);
	expect(&e, "inspector", at->inspector);
	expect(&e, "ticket", p->ticket);
	expect_object(&e, p);
	return compare(t, row, &e, p, err);
}

ssjc_rc list_check_assigned(
    const struct table *t, const struct audit_state *s, struct ssjc_err *err)
{
	static const char *const needed[] = {"id", "dept", "seat", "cert", NULL};
	bool *seen;
	ssjc_rc rc = table_need(t, needed, err);

	if (rc)
		return rc;
	seen = calloc(s->n_seats + 1, sizeof *seen);
	if (!seen)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < t->rows; i++) {
		rc = assigned_row(t, i, s, seen, err);
		if (rc)
			goto out;
	}
	for (size_t i = 0; i < s->n_seats; i++) {
		const struct seat *at = &s->seat[i];

		if (seen[i])
			continue;
		rc = ssjc_fail_at(err, SSJC_INPUT, t->name, 0, "id",
		    "%.*s: seat %u of %.*s (%.*s) is not in the list: it was taken out since",
		    STR_ARG(at->object), at->seat, STR_ARG(at->dept), STR_ARG(at->inspector));
		goto out;
	}
out:
	free(seen);
	return rc;
}
