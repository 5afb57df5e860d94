#include "sheet_store.h"

#include "row_build.h"

#include <stdio.h>
#include <stdlib.h>

/* More is not a roster; what a few bytes repeat thousands of times ends here. */
enum { CELLS_MAX = 1 << 22, TEXT_MAX = 1 << 28, SHEETS_MAX = 4096 };

struct stored {
	size_t at, n; /* in text */
	uint32_t row, column;
	enum cell_kind kind;
	bool hidden;
};

struct stored_sheet {
	size_t cells, merges; /* where its own begin */
	uint64_t formulas, uncalculated;
};

struct sheet_store {
	const char *name;
	struct cell_sheet *sheet;
	struct stored_sheet *part; /* beside each sheet */
	size_t n_sheets, sheet_cap, part_cap;
	struct stored *cell;
	size_t n_cells, cell_cap;
	struct row_merge *merge;
	size_t n_merges, merge_cap;
	struct buf text;
	struct arena names;
	bool date1904, no_memory;
	const char *wrong;
	char outside[CELL_NAME + 64]; /* a message with a cell's name */

	uint64_t number; /* of the row that is being filled */
	bool hidden;

	size_t selected, next; /* what is read: the sheet, its next cell */
	struct row_build row;
};

ssjc_rc sheet_store_open(struct sheet_store **out, const char *name, struct ssjc_err *err)
{
	struct sheet_store *s = calloc(1, sizeof *s);

	*out = s;
	if (!s)
		return ssjc_fail_memory(err);
	s->name = name;
	return SSJC_OK;
}

void sheet_store_close(struct sheet_store *s)
{
	if (!s)
		return;
	free(s->sheet);
	free(s->part);
	free(s->cell);
	free(s->merge);
	buf_free(&s->text);
	arena_free(&s->names);
	row_build_free(&s->row);
	free(s);
}

/* ---- Filling ---- */

static void fail(struct sheet_store *s, const char *wrong)
{
	if (!s->wrong)
		s->wrong = wrong;
}

void sheet_store_sheet(struct sheet_store *s, struct str name)
{
	bool ok = true;

	if (s->n_sheets >= SHEETS_MAX) {
		fail(s, "has more sheets than a workbook");
		return;
	}
	if (!array_grow(&s->sheet, &s->sheet_cap, s->n_sheets, sizeof *s->sheet) ||
	    !array_grow(&s->part, &s->part_cap, s->n_sheets, sizeof *s->part)) {
		s->no_memory = true;
		return;
	}
	s->sheet[s->n_sheets] = (struct cell_sheet){arena_str(&s->names, name, &ok), false};
	s->part[s->n_sheets++] = (struct stored_sheet){s->n_cells, s->n_merges, 0, 0};
	s->no_memory |= !ok;
	s->number = 0;
}

void sheet_store_hide(struct sheet_store *s)
{
	if (s->n_sheets > 0)
		s->sheet[s->n_sheets - 1].hidden = true;
}

void sheet_store_set_date1904(struct sheet_store *s)
{
	s->date1904 = true;
}

void sheet_store_row(struct sheet_store *s, uint64_t number, bool hidden)
{
	if (s->n_sheets == 0 || number <= s->number)
		fail(s, "has rows that are not in order");
	s->number = number;
	s->hidden = hidden;
}

void sheet_store_cell(struct sheet_store *s, size_t column, struct str text, enum cell_kind kind)
{
	struct stored *c;

	if (text.n == 0 || sheet_store_failed(s))
		return;
	if (column >= SHEET_STORE_COLUMNS || s->number == 0 || s->number > SHEET_STORE_ROWS) {
		char cell[CELL_NAME];

		cell_name(column, s->number, cell);
		snprintf(
		    s->outside, sizeof s->outside, "has a cell outside of any sheet: “%s”", cell);
		fail(s, s->outside);
		return;
	}
	if (s->n_cells >= CELLS_MAX || text.n > TEXT_MAX - s->text.n) {
		fail(
		    s, "has more cells than a roster can have: was a row filled down without end?");
		return;
	}
	if (!array_grow(&s->cell, &s->cell_cap, s->n_cells, sizeof *s->cell)) {
		s->no_memory = true;
		return;
	}
	c = &s->cell[s->n_cells++];
	*c = (struct stored){
	    s->text.n, text.n, (uint32_t)s->number, (uint32_t)column, kind, s->hidden};
	buf_str(&s->text, text);
}

void sheet_store_merge(struct sheet_store *s, size_t column, uint64_t rows)
{
	uint64_t last = s->number + rows - 1;

	if (rows < 2 || s->number == 0 || column >= SHEET_STORE_COLUMNS || sheet_store_failed(s))
		return;
	if (rows > SHEET_STORE_ROWS)
		last = SHEET_STORE_ROWS;
	if (s->n_merges >= ROW_BUILD_MERGES_MAX) {
		fail(s, "has too many merged cells");
		return;
	}
	if (!array_grow(&s->merge, &s->merge_cap, s->n_merges, sizeof *s->merge)) {
		s->no_memory = true;
		return;
	}
	s->merge[s->n_merges++] = (struct row_merge){
	    (uint32_t)column, (uint32_t)s->number, (uint32_t)last, 0};
}

void sheet_store_formula(struct sheet_store *s, bool calculated)
{
	if (s->n_sheets == 0)
		return;
	s->part[s->n_sheets - 1].formulas++;
	s->part[s->n_sheets - 1].uncalculated += !calculated;
}

bool sheet_store_failed(const struct sheet_store *s)
{
	return s->wrong || s->no_memory || s->text.failed;
}

ssjc_rc sheet_store_check(const struct sheet_store *s, struct ssjc_err *err)
{
	if (s->no_memory || s->text.failed)
		return ssjc_fail_memory(err);
	if (s->wrong)
		return ssjc_fail_text_at(err, SSJC_INPUT, s->name, 0, NULL, s->wrong);
	return SSJC_OK;
}

/* ---- Reading ---- */

const struct cell_sheet *sheet_store_sheets(const struct sheet_store *s, size_t *n)
{
	*n = s->n_sheets;
	return s->sheet;
}

bool sheet_store_date1904(const struct sheet_store *s)
{
	return s->date1904;
}

/* Where the cells of a sheet end. */
static size_t cells_end(const struct sheet_store *s, size_t sheet)
{
	return sheet + 1 < s->n_sheets ? s->part[sheet + 1].cells : s->n_cells;
}

ssjc_rc sheet_store_filled(struct sheet_store *s, size_t sheet, bool *filled, struct ssjc_err *err)
{
	(void)err;
	*filled = cells_end(s, sheet) > s->part[sheet].cells;
	return SSJC_OK;
}

ssjc_rc sheet_store_select(struct sheet_store *s, size_t sheet, struct ssjc_err *err)
{
	size_t end = sheet + 1 < s->n_sheets ? s->part[sheet + 1].merges : s->n_merges;

	s->selected = sheet;
	s->next = s->part[sheet].cells;
	row_build_forget(&s->row);
	for (size_t i = s->part[sheet].merges; i < end; i++)
		if (!row_build_merge(&s->row, s->merge[i]))
			return ssjc_fail_memory(err);
	return row_build_start(&s->row) ? SSJC_OK : ssjc_fail_memory(err);
}

ssjc_rc sheet_store_next(struct sheet_store *s, struct cell_row *row, struct ssjc_err *err)
{
	size_t end = cells_end(s, s->selected);
	const struct stored *first;

	*row = (struct cell_row){0};
	if (s->next == end)
		return SSJC_OK;
	first = &s->cell[s->next];
	row_build_row(&s->row, first->row, first->hidden);
	for (; s->next < end && s->cell[s->next].row == first->row; s->next++) {
		const struct stored *c = &s->cell[s->next];
		size_t at = s->row.text.n;

		buf_add(&s->row.text, s->text.p + c->at, c->n);
		row_build_cell(&s->row, c->column, at, c->kind);
	}
	return row_build_end(&s->row, row) ? SSJC_OK : ssjc_fail_memory(err);
}

void sheet_store_formulas(const struct sheet_store *s, uint64_t *all, uint64_t *uncalculated)
{
	*all = s->part[s->selected].formulas;
	*uncalculated = s->part[s->selected].uncalculated;
}
