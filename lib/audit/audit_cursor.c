#include "audit_db.h"

#include <stdlib.h>
#include <string.h>

struct str audit_take(struct audit_cursor *c)
{
	return arena_str(c->arena, audit_text(c->s, c->column++), &c->ok);
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
	char *all = NULL;
	void *kept = NULL;
	size_t rows = 0, cap = 0;
	bool row;
	ssjc_rc rc = audit_prepare(a, sql, &c.s, err);

	memcpy(array, &kept, sizeof kept);
	*n = 0;
	if (rc)
		return rc;
	sqlite3_bind_int64(c.s, 1, (sqlite3_int64)one);
	if (sqlite3_bind_parameter_count(c.s) > 1)
		sqlite3_bind_int64(c.s, 2, (sqlite3_int64)two);
	while (!(rc = audit_step(a, c.s, &row, err)) && row) {
		if (!array_grow(&all, &cap, rows, size)) {
			rc = ssjc_fail_memory(err);
			goto out;
		}
		memset(all + rows * size, 0, size);
		c.column = 0;
		rc = fill(&c, all + rows++ * size);
		if (rc)
			goto out;
		if (!c.ok) {
			rc = ssjc_fail_memory(err);
			goto out;
		}
	}
	if (rc || rows == 0)
		goto out;
	kept = arena_array(arena, rows, size);
	if (!kept) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	memcpy(kept, all, rows * size);
	memcpy(array, &kept, sizeof kept);
	*n = rows;
out:
	sqlite3_finalize(c.s);
	free(all);
	return rc;
}
