#include "ssjc/base/table.h"

#include "ssjc/base/csv_in.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static ssjc_rc read_head(struct table *t, const struct csv_row *row, struct ssjc_err *err)
{
	bool ok = true;

	if (row->n == 0)
		return ssjc_fail_at(
		    err, SSJC_INPUT, t->name, 1, NULL, "is empty: it needs a header line");
	t->head = arena_array(&t->arena, row->n, sizeof *t->head);
	if (!t->head)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < row->n; i++) {
		t->head[i] = arena_str(&t->arena, row->field[i], &ok);
		if (!ok)
			return ssjc_fail_memory(err);
		if (t->head[i].n == 0)
			return ssjc_fail_at(err, SSJC_INPUT, t->name, row->line, NULL,
			    "column %zu has no header", i + 1);
		for (size_t k = 0; k < i; k++)
			if (str_eq(t->head[k], t->head[i]))
				return ssjc_fail_at(err, SSJC_INPUT, t->name, row->line,
				    t->head[i].p, "is duplicated in the header");
	}
	t->cols = row->n;
	return SSJC_OK;
}

/*
 * Of large tables most texts are in many rows. Each column has the last few that were read
 * in slots, and what is in one of them is kept once.
 */
enum { SHARED = 64 };

static struct str keep(struct table *t, size_t column, struct str s, struct str *slot, bool *ok)
{
	struct str *at;

	if (s.n == 0)
		return STR("");
	at = &slot[column * SHARED + ((unsigned char)s.p[s.n - 1] ^ s.n) % SHARED];
	if (!str_eq(*at, s))
		*at = arena_str(&t->arena, s, ok);
	return *at;
}

/* slot has SHARED texts for each column. */
static ssjc_rc read_row(struct table *t, const struct csv_row *row, size_t *cells, size_t *lines,
    struct str *slot, struct ssjc_err *err)
{
	bool ok = true;

	if (!array_grow(&t->line, lines, t->rows, sizeof *t->line))
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < t->cols; i++) {
		if (!array_grow(&t->cell, cells, t->rows * t->cols + i, sizeof *t->cell))
			return ssjc_fail_memory(err);
		t->cell[t->rows * t->cols + i] = keep(t, i, row->field[i], slot, &ok);
	}
	t->line[t->rows++] = row->line;
	return ok ? SSJC_OK : ssjc_fail_memory(err);
}

static ssjc_rc ragged_row(const struct table *t, const struct csv_row *row, struct ssjc_err *err)
{
	return ssjc_fail_at(err, SSJC_INPUT, t->name, row->line, NULL,
	    "has %zu field%s, but the header has %zu", row->n, row->n == 1 ? "" : "s", t->cols);
}

ssjc_rc table_read(struct table *t, struct str text, const char *name, struct ssjc_err *err)
{
	size_t cells = 0, lines = 0;
	struct csv_in *in = NULL;
	struct str *slot = NULL;
	struct csv_row row;
	ssjc_rc rc;

	*t = (struct table){.name = name};
	rc = csv_in_open(&in, text, name, 0, err);
	if (rc)
		goto out;
	rc = csv_in_next(in, &row, err);
	if (rc)
		goto out;
	rc = read_head(t, &row, err);
	if (rc)
		goto out;
	slot = calloc(t->cols * SHARED, sizeof *slot);
	if (!slot) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	for (;;) {
		rc = csv_in_next(in, &row, err);
		if (rc || row.n == 0)
			goto out;
		rc = row.n == t->cols ? read_row(t, &row, &cells, &lines, slot, err)
		                      : ragged_row(t, &row, err);
		if (rc)
			goto out;
	}
out:
	csv_in_close(in);
	free(slot);
	if (rc)
		table_close(t);
	return rc;
}

int table_col(const struct table *t, const char *column)
{
	for (size_t i = 0; i < t->cols; i++)
		if (str_is(t->head[i], column))
			return (int)i;
	return NO_COLUMN;
}

struct str table_at(const struct table *t, size_t row, int column)
{
	if (column == NO_COLUMN)
		return STR("");
	return t->cell[row * t->cols + (size_t)column];
}

ssjc_rc table_need(const struct table *t, const char *const *columns, struct ssjc_err *err)
{
	struct buf have = {0};
	ssjc_rc rc;

	while (*columns && table_col(t, *columns) != NO_COLUMN)
		columns++;
	if (!*columns)
		return SSJC_OK;
	for (size_t i = 0; i < t->cols; i++) {
		buf_z(&have, i ? ", " : "");
		buf_str(&have, t->head[i]);
	}
	rc = ssjc_fail_at(err, SSJC_INPUT, t->name, 1, *columns,
	    "is missing; the columns are: %.*s", STR_ARG(buf_text(&have)));
	buf_free(&have);
	return rc;
}

static const char *header_of(const struct table *t, size_t row, const char *column)
{
	int i = column ? table_col(t, column) : NO_COLUMN;

	/* Its text is an arena's, and ends with a NUL. */
	if (i == NO_COLUMN || !t->place || t->place[row]->header[i].n == 0)
		return column;
	return t->place[row]->header[i].p;
}

ssjc_rc table_fail_from(const struct table *t, size_t row, const char *column, struct ssjc_err *err,
    const struct ssjc_err *from)
{
	ssjc_fail_from(err, SSJC_INPUT, t->place ? t->place[row]->file : t->name, t->line[row],
	    header_of(t, row, column), from);
	if (t->place)
		ssjc_err_sheet(err, t->place[row]->sheet);
	return SSJC_INPUT;
}

ssjc_rc table_fail(const struct table *t, size_t row, const char *column, struct ssjc_err *err,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	ssjc_vfail_at(err, SSJC_INPUT, NULL, 0, NULL, fmt, ap);
	va_end(ap);
	return table_fail_from(t, row, column, err, err);
}

void table_close(struct table *t)
{
	free(t->cell);
	free(t->line);
	arena_free(&t->arena);
	*t = (struct table){0};
}
