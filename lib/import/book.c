#include "ssjc/import/book.h"

#include "sheet_format.h"
#include "sheet_rows.h"

#include <stdlib.h>

static ssjc_rc add_row(
    struct book *b, struct book_sheet *s, const struct cell_row *row, struct ssjc_err *err)
{
	struct book_row r = {.number = row->number,
	    .cell = arena_array(&b->arena, row->n, sizeof *r.cell),
	    .n = row->n};
	bool ok = r.cell && array_grow(&s->row, &s->cap, s->n, sizeof *s->row);

	for (size_t i = 0; ok && i < row->n; i++) {
		r.cell[i].text = arena_str(&b->arena, row->cell[i].text, &ok);
		r.cell[i].lost = row->cell[i].kind == CELL_ERROR ||
		    row->cell[i].kind == CELL_UNCALCULATED;
		r.cell[i].struck = row->cell[i].kind == CELL_STRUCK;
	}
	if (!ok)
		return ssjc_fail_memory(err);
	s->row[s->n++] = r;
	return SSJC_OK;
}

/* The rows of a sheet, up to that one; all when it is 0. */
static ssjc_rc read_sheet(
    struct book *b, struct sheet_rows *from, size_t i, uint64_t last, struct ssjc_err *err)
{
	struct cell_row row;
	ssjc_rc rc = sheet_rows_start(from, i, err);

	while (!rc) {
		rc = sheet_rows_next(from, &row, err);
		if (rc || row.n == 0 || (last && row.number > last))
			break;
		rc = add_row(b, &b->sheet[i], &row, err);
	}
	return rc;
}

static ssjc_rc read_all(struct book *b, struct sheet_rows *from, const char *marker,
    uint64_t first_rows, struct ssjc_err *err)
{
	size_t n = sheet_rows_sheets(from);
	bool ok = true;

	b->sheet = arena_array(&b->arena, n, sizeof *b->sheet);
	if (!b->sheet)
		return ssjc_fail_memory(err);
	for (; b->n < n; b->n++) {
		struct book_sheet *s = &b->sheet[b->n];

		s->name = arena_str(&b->arena, sheet_rows_sheet(from, b->n), &ok);
		s->hidden = sheet_rows_hidden(from, b->n);
		if (str_is(s->name, marker))
			b->marked = s;
	}
	if (!ok)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < n; i++) {
		ssjc_rc rc;

		if (!b->marked && b->sheet[i].hidden)
			continue;
		rc = read_sheet(b, from, i, b->marked ? 0 : first_rows, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

ssjc_rc book_read(struct book *out, struct str bytes, const char *name, const char *marker,
    uint64_t first_rows, struct ssjc_err *err)
{
	static const struct sheet_rows_options options = {.every = true};
	enum sheet_format format;
	struct sheet_rows *from = NULL;
	ssjc_rc rc;

	*out = (struct book){0};
	rc = sheet_format_find(&format, bytes, name, err);
	if (rc || !sheet_format_name(format))
		return rc;
	rc = sheet_rows_open(&from, bytes, name, &options, err);
	if (rc)
		goto out;
	rc = read_all(out, from, marker, first_rows, err);
out:
	sheet_rows_close(from);
	return rc;
}

struct book_cell book_at(const struct book_row *row, size_t column)
{
	return row && column < row->n ? row->cell[column]
	                              : (struct book_cell){{"", 0}, false, false};
}

void book_close(struct book *b)
{
	for (size_t i = 0; i < b->n; i++)
		free(b->sheet[i].row);
	arena_free(&b->arena);
	*b = (struct book){0};
}
