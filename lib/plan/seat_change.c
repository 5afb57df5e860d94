#include "ssjc/plan/seat_change.h"

#include <stdlib.h>

const char *const seat_change_askers[] = {"business", "inspector", "department", NULL};

bool seat_change_has(const struct str *v, size_t n, struct str s)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i], s))
			return true;
	return false;
}

/* ---- In order ---- */

static int by_text(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static int by_day(const void *a, const void *b)
{
	day_t x = *(const day_t *)a, y = *(const day_t *)b;

	return (x > y) - (x < y);
}

static void sort_texts(struct str *v, size_t *n)
{
	size_t kept = 0;

	if (*n > 1)
		qsort(v, *n, sizeof *v, by_text);
	for (size_t i = 0; i < *n; i++)
		if (kept == 0 || !str_eq(v[kept - 1], v[i]))
			v[kept++] = v[i];
	*n = kept;
}

void seat_change_sort(struct seat_change *c)
{
	size_t kept = 0;

	sort_texts(c->cert, &c->n_certs);
	sort_texts(c->object, &c->n_objects);
	if (c->n_closed > 1)
		qsort(c->closed, c->n_closed, sizeof *c->closed, by_day);
	for (size_t i = 0; i < c->n_closed; i++)
		if (kept == 0 || c->closed[kept - 1] != c->closed[i])
			c->closed[kept++] = c->closed[i];
	c->n_closed = kept;
}

/* ---- As lines ---- */

static void write_text(struct buf *out, const char *key, struct str value)
{
	buf_printf(out, "%s=%.*s\n", key, STR_ARG(value));
}

static void write_day(struct buf *out, const char *key, day_t day)
{
	char date[DATE_SIZE];

	date_format(day, date);
	write_text(out, key, str_of(date));
}

void seat_change_write(struct buf *out, const struct seat_change *c)
{
	for (size_t i = 0; i < c->n_certs; i++)
		write_text(out, "cert", c->cert[i]);
	for (size_t i = 0; i < c->n_objects; i++)
		write_text(out, "object", c->object[i]);
	if (c->has_from)
		write_day(out, "from", c->from);
	for (size_t i = 0; i < c->n_closed; i++)
		write_day(out, "closed", c->closed[i]);
	if (c->has_date)
		write_day(out, "date", c->date);
	write_text(out, "asked", c->asked);
}

/* Is the line one that can be? */
static bool read_line(struct seat_change *out, struct str key, struct str value)
{
	if (str_is(key, "cert"))
		out->cert[out->n_certs++] = value;
	else if (str_is(key, "object"))
		out->object[out->n_objects++] = value;
	else if (str_is(key, "closed"))
		return date_parse(value, &out->closed[out->n_closed++]);
	else if (str_is(key, "from"))
		return out->has_from = date_parse(value, &out->from);
	else if (str_is(key, "date"))
		return out->has_date = date_parse(value, &out->date);
	else if (str_is(key, "asked"))
		out->asked = value;
	else
		return false;
	return value.n > 0;
}

static bool is_asker(struct str s)
{
	for (size_t i = 0; seat_change_askers[i]; i++)
		if (str_is(s, seat_change_askers[i]))
			return true;
	return false;
}

/* Would it be written like this? Else lines are out of order, twice there, or cut. */
static bool as_written(struct seat_change *c, struct str text, ssjc_rc *rc, struct ssjc_err *err)
{
	struct buf again = {0};
	bool same;

	seat_change_sort(c);
	seat_change_write(&again, c);
	same = str_eq(buf_text(&again), text);
	if (again.failed)
		*rc = ssjc_fail_memory(err);
	buf_free(&again);
	return same;
}

ssjc_rc seat_change_read(
    struct seat_change *out, struct str text, struct arena *arena, struct ssjc_err *err)
{
	size_t lines = 1;
	bool ok = true, known = true;
	struct str rest = arena_str(arena, text, &ok), line, key;
	ssjc_rc rc = SSJC_OK;

	for (size_t i = 0; i < text.n; i++)
		lines += text.p[i] == '\n';
	*out = (struct seat_change){.asked = STR("")};
	out->cert = arena_array(arena, lines, sizeof *out->cert);
	out->object = arena_array(arena, lines, sizeof *out->object);
	out->closed = arena_array(arena, lines, sizeof *out->closed);
	if (!ok || !out->cert || !out->object || !out->closed)
		return ssjc_fail_memory(err);
	while (known && rest.n && str_split(&rest, '\n', &line)) {
		key = STR("");
		str_split(&line, '=', &key);
		known = read_line(out, key, line);
	}
	if (known && is_asker(out->asked) && as_written(out, text, &rc, err))
		return SSJC_OK;
	return rc ? rc
	          : ssjc_fail(err, SSJC_NO,
	                "the audit file was tampered with: what a change of seats was asked for is "
	                "not written as ssjc-assign writes it");
}
