#include "ssjc/plan/calendar.h"

#include "ssjc/base/table.h"

#include <stdlib.h>

struct calendar_day {
	day_t day;
	bool off;
	size_t row; /* in the file, for messages */
};

struct calendar {
	struct calendar_day *v; /* by day */
	size_t n;
	char *name;
	struct arena arena;
};

static int by_day(const void *a, const void *b)
{
	const struct calendar_day *x = a, *y = b;

	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static ssjc_rc read_rows(struct calendar *c, const struct table *t, struct ssjc_err *err)
{
	int date = table_col(t, "date"), day = table_col(t, "day");

	c->v = arena_array(&c->arena, t->rows, sizeof *c->v);
	if (!c->v)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < t->rows; i++) {
		struct str kind = table_at(t, i, day);

		if (!date_parse(table_at(t, i, date), &c->v[i].day))
			return table_fail(t, i, "date", err,
			    "“%.*s” is not a date such as 2023-06-14",
			    STR_ARG(table_at(t, i, date)));
		c->v[i].off = str_is(kind, "off");
		if (!c->v[i].off && !str_is(kind, "work"))
			return table_fail(
			    t, i, "day", err, "“%.*s” is neither off nor work", STR_ARG(kind));
		c->v[i].row = i;
	}
	c->n = t->rows;
	qsort(c->v, c->n, sizeof *c->v, by_day);
	for (size_t i = 1; i < c->n; i++)
		if (c->v[i].day == c->v[i - 1].day)
			return table_fail(t, c->v[i].row, "date", err, "is already on line %llu",
			    (unsigned long long)t->line[c->v[i - 1].row]);
	return SSJC_OK;
}

ssjc_rc calendar_read(
    struct calendar **out, struct str text, const char *name, struct ssjc_err *err)
{
	static const char *const columns[] = {"date", "day", NULL};
	struct calendar *c = calloc(1, sizeof *c);
	struct table t = {0};
	ssjc_rc rc;

	*out = NULL;
	if (!c)
		return ssjc_fail_memory(err);
	c->name = arena_cstr(&c->arena, str_of(name));
	if (!c->name) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	rc = table_read(&t, text, name, err);
	if (rc)
		goto out;
	rc = table_need(&t, columns, err);
	if (rc)
		goto out;
	rc = read_rows(c, &t, err);
	if (rc)
		goto out;
	*out = c;
	c = NULL;
out:
	table_close(&t);
	calendar_free(c);
	return rc;
}

static int day_to_listed(const void *key, const void *listed)
{
	day_t day = *(const day_t *)key, other = ((const struct calendar_day *)listed)->day;

	return (day > other) - (day < other);
}

/* The first listed day on or after day; c->n when there is none. */
static size_t find(const struct calendar *c, day_t day)
{
	return array_bisect(&day, c->v, c->n, sizeof *c->v, day_to_listed);
}

/* Is there any line for the year? */
static bool covers(const struct calendar *c, int year)
{
	day_t january;
	size_t at;

	if (!date_from_civil(year, 1, 1, &january))
		return false;
	at = find(c, january);
	return at < c->n && date_year(c->v[at].day) == year;
}

ssjc_rc calendar_is_workday(const struct calendar *c, day_t day, bool *is, struct ssjc_err *err)
{
	int weekday = date_weekday(day), year = date_year(day);
	size_t at = find(c, day);

	if (!covers(c, year))
		return ssjc_fail_at(err, SSJC_PLAN, c->name, 0, NULL,
		    "does not cover %d: add that year's days off and make-up days", year);
	if (at < c->n && c->v[at].day == day)
		*is = !c->v[at].off;
	else
		*is = weekday != 0 && weekday != 6;
	return SSJC_OK;
}

ssjc_rc calendar_add(
    const struct calendar *c, day_t day, unsigned n, day_t *out, struct ssjc_err *err)
{
	*out = day;
	while (n > 0) {
		bool is;
		ssjc_rc rc = calendar_is_workday(c, *out + 1, &is, err);

		if (rc)
			return rc;
		++*out;
		n -= is;
	}
	return SSJC_OK;
}

ssjc_rc calendar_workdays(
    const struct calendar *c, day_t from, day_t to, day_t **days, size_t *n, struct ssjc_err *err)
{
	ssjc_rc rc = SSJC_OK;
	day_t *v = NULL;
	size_t used = 0, cap = 0;

	*days = NULL;
	*n = 0;
	for (day_t day = from; day <= to; day++) {
		bool is;

		rc = calendar_is_workday(c, day, &is, err);
		if (rc)
			goto out;
		if (!is)
			continue;
		if (!array_grow(&v, &cap, used, sizeof *v)) {
			rc = ssjc_fail_memory(err);
			goto out;
		}
		v[used++] = day;
	}
	*days = v;
	*n = used;
	v = NULL;
out:
	free(v);
	return rc;
}

bool calendar_keeps(const struct calendar *now, const struct calendar *before, day_t from, day_t to)
{
	struct ssjc_err none;

	for (day_t day = from; day <= to; day++) {
		bool was, is;

		if (calendar_is_workday(before, day, &was, &none))
			continue;
		if (calendar_is_workday(now, day, &is, &none) || is != was)
			return false;
	}
	return true;
}

void calendar_free(struct calendar *c)
{
	if (!c)
		return;
	arena_free(&c->arena);
	free(c);
}
