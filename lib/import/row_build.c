#include "row_build.h"

#include <stdlib.h>

/* What a column is filled with, as long as a merged cell is at work in it. */
struct row_fill {
	uint32_t last; /* row; 0 for none */
	bool begins;   /* the cell itself is in the row at hand */
	struct buf text;
	enum cell_kind kind;
};

void row_build_forget(struct row_build *b)
{
	b->n_merges = 0;
}

bool row_build_merge(struct row_build *b, struct row_merge m)
{
	if (m.last < m.first || (m.last == m.first && m.across == 0))
		return true;
	if (b->n_merges >= ROW_BUILD_MERGES_MAX ||
	    !array_grow(&b->merge, &b->merge_cap, b->n_merges, sizeof *b->merge))
		return false;
	b->merge[b->n_merges++] = m;
	return true;
}

static int by_first_row(const void *a, const void *b)
{
	const struct row_merge *p = a, *q = b;

	if (p->first != q->first)
		return p->first < q->first ? -1 : 1;
	return (p->column > q->column) - (p->column < q->column);
}

static void forget_fills(struct row_build *b)
{
	for (size_t i = 0; i < b->fills; i++)
		buf_free(&b->fill[i].text);
	b->fills = 0;
}

static void empty(struct row_build *b)
{
	for (size_t i = 0; i < b->n_used; i++)
		b->cell[b->used[i]] = (struct cell){{"", 0}, CELL_TEXT};
	b->n_used = 0;
	buf_clear(&b->text);
	b->failed = false;
}

bool row_build_start(struct row_build *b)
{
	size_t columns = 0;

	empty(b);
	forget_fills(b);
	b->n = b->merge_at = b->ended = b->tall = 0;
	if (b->n_merges > 1)
		qsort(b->merge, b->n_merges, sizeof *b->merge, by_first_row);
	for (size_t i = 0; i < b->n_merges; i++) {
		const struct row_merge *m = &b->merge[i];

		if (m->column + m->across >= columns)
			columns = m->column + m->across + 1;
		if (m->last > m->first && m->column >= b->tall)
			b->tall = m->column + 1;
	}
	while (b->fills < columns) {
		if (!array_grow(&b->fill, &b->fill_cap, b->fills, sizeof *b->fill))
			return false;
		b->fill[b->fills++] = (struct row_fill){0};
	}
	return true;
}

void row_build_row(struct row_build *b, uint64_t number, bool hidden)
{
	empty(b);
	b->number = number;
	b->hidden = hidden;
}

/* Make room for cells up to column c. */
static bool reach(struct row_build *b, size_t c)
{
	while (b->n <= c) {
		if (!array_grow(&b->cell, &b->cell_cap, b->n, sizeof *b->cell) ||
		    !array_grow(&b->at, &b->at_cap, b->n, sizeof *b->at))
			return false;
		b->cell[b->n++] = (struct cell){{"", 0}, CELL_TEXT};
	}
	return true;
}

/* Put a text in column c; one that is in b->text at at has p == NULL until the row's end. */
static void put(struct row_build *b, size_t c, struct str text, size_t at, enum cell_kind kind)
{
	if (text.n == 0)
		return;
	if (!reach(b, c) || !array_grow(&b->used, &b->used_cap, b->n_used, sizeof *b->used)) {
		b->failed = true;
		return;
	}
	if (b->cell[c].text.n == 0)
		b->used[b->n_used++] = c;
	b->cell[c] = (struct cell){text, kind};
	b->at[c] = at;
}

void row_build_cell(struct row_build *b, size_t column, size_t at, enum cell_kind kind)
{
	put(b, column, (struct str){NULL, b->text.n - at}, at, kind);
}

void row_build_show(struct row_build *b, size_t at, const struct cell_format *f)
{
	struct buf own = {0};

	if (b->text.failed)
		return;
	cell_format_text(&own, f, (struct str){b->text.p + at, b->text.n - at});
	b->text.n = at;
	buf_str(&b->text, buf_text(&own));
	b->failed |= own.failed;
	buf_free(&own);
}

bool row_build_has(const struct row_build *b, size_t column)
{
	return column < b->n && b->cell[column].text.n > 0;
}

/* The text of a cell of the row. */
static struct str own_text(const struct row_build *b, size_t c)
{
	struct str own = b->cell[c].text;

	if (!own.p)
		own.p = b->text.p + b->at[c];
	return own;
}

/* The merged cells that begin in this row, or did in an empty one before it. */
static void begin_merges(struct row_build *b)
{
	for (; b->merge_at < b->n_merges && b->merge[b->merge_at].first <= b->number;
	     b->merge_at++) {
		const struct row_merge *m = &b->merge[b->merge_at];
		struct row_fill *f = &b->fill[m->column];

		for (uint32_t i = 0; i <= m->across; i++) {
			buf_clear(&f[i].text);
			f[i].last = m->last;
		}
		if (m->first < b->number)
			continue;
		f->begins = true;
		if (m->column < b->n && b->cell[m->column].text.n > 0) {
			buf_str(&f->text, own_text(b, m->column));
			f->kind = b->cell[m->column].kind;
			b->failed |= f->text.failed;
		}
	}
}

static void apply_merges(struct row_build *b)
{
	size_t own = b->n_used;

	begin_merges(b);
	/* What is covered does not count. */
	for (size_t i = 0; i < own; i++) {
		size_t c = b->used[i];
		struct row_fill *f = c < b->fills ? &b->fill[c] : NULL;
		struct str shown;

		if (!f || f->last < b->number || f->begins)
			continue;
		shown = buf_text(&f->text);
		if (!str_eq(shown, own_text(b, c)))
			b->cell[c] = (struct cell){
			    shown, shown.n == 0 || f->kind == CELL_TEXT ? CELL_MERGED : f->kind};
		else
			b->cell[c].kind = f->kind;
	}
	for (size_t c = 0; c < b->tall; c++) {
		struct row_fill *f = &b->fill[c];

		if (f->last >= b->number && (c >= b->n || b->cell[c].text.n == 0))
			put(b, c, buf_text(&f->text), 0, f->kind);
	}
	for (; b->ended < b->merge_at; b->ended++)
		b->fill[b->merge[b->ended].column].begins = false;
}

bool row_build_end(struct row_build *b, struct cell_row *row)
{
	bool filled = false;

	*row = (struct cell_row){0};
	if (b->n_used > 0 && b->n_merges > 0)
		apply_merges(b);
	for (size_t i = 0; i < b->n_used; i++) {
		size_t c = b->used[i];

		b->cell[c].text = own_text(b, c);
		filled |= b->cell[c].text.n > 0;
		if (c >= row->n && (b->cell[c].text.n > 0 || b->cell[c].kind == CELL_MERGED))
			row->n = c + 1;
	}
	row->n = filled ? row->n : 0;
	row->cell = b->cell;
	row->number = b->number;
	row->hidden = b->hidden;
	return !b->text.failed && !b->failed;
}

void row_build_free(struct row_build *b)
{
	forget_fills(b);
	free(b->cell);
	free(b->at);
	free(b->used);
	buf_free(&b->text);
	free(b->merge);
	free(b->fill);
	*b = (struct row_build){0};
}
