#include "audit_db.h"

#include <stdlib.h>
#include <string.h>

/*
 * Most texts of a table are in many of its rows: the same department, item, certificate.
 * Of those read before, each slot has one, and it is kept once as long as it is there.
 */
enum { SLOTS = 1 << 14, SHARED_MAX = 256, SHARED_FROM = 64 };

struct str audit_take(struct audit_cursor *c)
{
	struct str s = audit_text(c->s, c->column++), *slot;

	if (s.n == 0 || s.n > SHARED_MAX || !c->shared)
		return arena_str(c->arena, s, &c->ok);
	slot = &c->shared[(str_hash(s) >> 32) % SLOTS];
	if (!str_eq(*slot, s)) {
		s = arena_str(c->arena, s, &c->ok);
		if (c->ok)
			*slot = s;
		return s;
	}
	return *slot;
}

uint64_t audit_take_number(struct audit_cursor *c)
{
	return (uint64_t)sqlite3_column_int64(c->s, c->column++);
}

ssjc_rc audit_wrong_word(struct audit_cursor *c, const char *what)
{
	return ssjc_fail_at(c->err, SSJC_NO, c->a->path, 0, NULL,
	    "the audit file was tampered with: “%.*s” is not a %s",
	    STR_ARG(audit_text(c->s, c->column - 1)), what);
}

ssjc_rc audit_take_time(struct audit_cursor *c, int64_t *out)
{
	return time_parse(audit_text(c->s, c->column++), out) ? SSJC_OK
	                                                      : audit_wrong_word(c, "time");
}

ssjc_rc audit_take_day(struct audit_cursor *c, day_t *out)
{
	return date_parse(audit_text(c->s, c->column++), out) ? SSJC_OK
	                                                      : audit_wrong_word(c, "date");
}

ssjc_rc audit_collect(struct audit *a, const char *sql, uint64_t one, uint64_t two,
    struct arena *arena, size_t size, ssjc_rc (*fill)(struct audit_cursor *, void *), void *array,
    size_t *n, struct ssjc_err *err)
{
	struct audit_cursor c = {.a = a, .arena = arena, .ok = true, .err = err};
	void *all = NULL, *fitting;
	size_t rows = 0, cap = 0;
	bool row;
	ssjc_rc rc = audit_prepare(a, sql, &c.s, err);

	memcpy(array, &all, sizeof all);
	*n = 0;
	if (rc)
		return rc;
	sqlite3_bind_int64(c.s, 1, (sqlite3_int64)one);
	if (sqlite3_bind_parameter_count(c.s) > 1)
		sqlite3_bind_int64(c.s, 2, (sqlite3_int64)two);
	while (!(rc = audit_step(a, c.s, &row, err)) && row) {
		char *to;

		if (!array_grow(&all, &cap, rows, size)) {
			rc = ssjc_fail_memory(err);
			goto out;
		}
		/* Without the slots, each text is kept as often as it is read. */
		if (rows == SHARED_FROM)
			c.shared = calloc(SLOTS, sizeof *c.shared);
		to = memset((char *)all + rows++ * size, 0, size);
		c.column = 0;
		rc = fill(&c, to);
		if (rc)
			goto out;
		if (!c.ok) {
			rc = ssjc_fail_memory(err);
			goto out;
		}
	}
	if (rc || rows == 0)
		goto out;
	fitting = realloc(all, rows * size);
	if (fitting)
		all = fitting;
	if (!arena_adopt(arena, all)) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	memcpy(array, &all, sizeof all);
	all = NULL;
	*n = rows;
out:
	sqlite3_finalize(c.s);
	free(c.shared);
	free(all);
	return rc;
}
