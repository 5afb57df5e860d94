#include "checklist_work.h"
#include "ssjc/base/text.h"
#include "ssjc/plan/uscc.h"

#include <stdlib.h>
#include <string.h>

/* The name of the hidden sheet, as xlsx_out has it. */
static const char hidden_name[] = "ssjc";

/* ---- The blocks of the hidden sheet ---- */

/* The texts of a row, as checklist_map_read takes them. */
static size_t texts(const struct book_row *row, struct str text[6])
{
	size_t n = row->n < 6 ? row->n : 6;

	for (size_t i = 0; i < n; i++)
		text[i] = row->cell[i].text;
	return n;
}

/*
 * What was printed names the sheet and, if a template has it, the code of the business: a
 * block that says it is of another one was made of two, whatever its seal says.
 */
static ssjc_rc is_of_one(const struct checklist_map *m, struct ssjc_err *err)
{
	for (size_t i = 0; i < m->n; i++) {
		struct str text = m->cell[i].text;
		bool id = checklist_is_id(text) && !checklist_is_bare(m->id, text),
		     code = uscc_check(text).fault == USCC_GOOD && !str_eq(text, m->object);

		if (m->cell[i].field == CHECKLIST_TEXT && (id || code))
			return ssjc_fail(err, SSJC_INPUT,
			    "was printed with “%.*s”, but its hidden sheet “ssjc” says that it is of "
			    "%.*s: fill in the file that was printed",
			    STR_ARG(text), STR_ARG(id ? m->id : m->object));
	}
	return SSJC_OK;
}

/* Go on reading blocks, of which the last may go on in another sheet. */
static ssjc_rc read_sheet(struct checklist_file *f, const struct book_sheet *sheet,
    struct checklist_reader *reader, bool *whole, struct ssjc_err *err)
{
	for (size_t i = 0; i < sheet->n; i++) {
		struct str text[6];
		ssjc_rc rc = checklist_map_read(
		    reader, text, texts(&sheet->row[i], text), whole, err);

		if (rc)
			return rc;
		if (!*whole)
			continue;
		rc = is_of_one(&reader->map, err);
		if (rc)
			return rc;
		if (!array_grow(&f->map, &f->cap, f->n, sizeof *f->map))
			return ssjc_fail_memory(err);
		f->map[f->n++] = reader->map;
		reader->map = (struct checklist_map){0};
	}
	return SSJC_OK;
}

/* Is it where the blocks of the hidden sheet go on? xlsx_out.h */
static bool goes_on(const struct book_sheet *sheet)
{
	struct str name = sheet->name;

	return sheet->hidden && str_cut_start(&name, hidden_name) && str_starts(name, " ");
}

static ssjc_rc read_blocks(struct checklist_file *f, struct ssjc_err *err)
{
	struct checklist_reader reader = {0};
	bool whole = false;
	ssjc_rc rc = SSJC_OK;

	for (size_t i = 0; i < f->book.n; i++) {
		const struct book_sheet *sheet = &f->book.sheet[i];

		if (sheet != f->book.marked && !goes_on(sheet))
			continue;
		rc = read_sheet(f, sheet, &reader, &whole, err);
		if (rc)
			goto out;
	}
	if (!whole)
		rc = ssjc_fail(err, SSJC_INPUT,
		    "its hidden sheet “ssjc” is not whole: fill in the file that was printed");
out:
	checklist_reader_close(&reader);
	return rc;
}

/* Does the sheet bear that id, in its first rows? */
static bool bears(const struct book_sheet *sheet, struct str id)
{
	enum { ROWS = 40 };

	for (size_t i = 0; i < sheet->n && sheet->row[i].number <= ROWS; i++)
		for (size_t c = 0; c < sheet->row[i].n; c++)
			if (checklist_is_bare(sheet->row[i].cell[c].text, id))
				return true;
	return false;
}

/* ---- A sheet, row by row ---- */

static ssjc_rc split_rows(struct checklist_sheet *s, struct arena *arena, struct ssjc_err *err)
{
	const struct checklist_map *m = s->map;

	s->row = arena_array(arena, m->n, sizeof *s->row);
	if (!s->row)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < m->n; i++) {
		if (i == 0 || m->cell[i].row != m->cell[i - 1].row)
			s->row[s->n_rows++].first = i;
		s->row[s->n_rows - 1].n++;
	}
	return SSJC_OK;
}

/* The row of that number, or NULL when it is empty. */
static const struct book_row *row_at(const struct book_sheet *sheet, uint64_t number)
{
	size_t low = 0, high = sheet->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (sheet->row[mid].number < number)
			low = mid + 1;
		else
			high = mid;
	}
	return low < sheet->n && sheet->row[low].number == number ? &sheet->row[low] : NULL;
}

/* Is all that was printed in the row there, in its columns? *printed: was there anything? */
static bool row_matches(const struct checklist_map *m, const struct checklist_map_row *row,
    const struct book_row *is, bool *printed)
{
	*printed = false;
	for (size_t i = row->first; i < row->first + row->n; i++) {
		const struct checklist_cell *c = &m->cell[i];

		if (c->field != CHECKLIST_TEXT)
			continue;
		*printed = true;
		if (!checklist_is_bare(book_at(is, c->column).text, c->text))
			return false;
	}
	return true;
}

static bool to_fill_in(const struct checklist_map *m, const struct checklist_map_row *row)
{
	for (size_t i = row->first; i < row->first + row->n; i++)
		if (m->cell[i].field != CHECKLIST_TEXT)
			return true;
	return false;
}

/*
 * Where each row is now: rows may have been put in or taken out between them. The rows
 * stay in their order, so that none is taken for another. False, and the row is told,
 * when one that is filled in is not there.
 */
static bool find_rows(struct checklist_sheet *s, struct record_taking *how)
{
	enum { FAR = 500 };
	const struct checklist_map *m = s->map;
	uint64_t last = 0; /* the last row found */
	int64_t shift = 0;

	for (size_t i = 0; i < s->n_rows; i++) {
		struct checklist_map_row *row = &s->row[i];
		int64_t expected = (int64_t)m->cell[row->first].row + shift;
		bool printed = false;

		for (int64_t d = 0; d <= FAR && !row->found; d++)
			for (int side = 0; side < (d ? 2 : 1) && !row->found; side++) {
				int64_t at = side ? expected - d : expected + d;
				const struct book_row *is;

				if (at <= (int64_t)last)
					continue;
				is = row_at(s->sheet, (uint64_t)at);
				row->found = row_matches(m, row, is, &printed);
				row->is = is;
				row->number = (uint64_t)at;
			}
		if (row->found) {
			shift = (int64_t)row->number - (int64_t)m->cell[row->first].row;
			last = row->number;
			continue;
		}
		if (!to_fill_in(m, row))
			continue;
		for (size_t c = row->first; c < row->first + row->n; c++)
			if (m->cell[c].field == CHECKLIST_TEXT) {
				checklist_work_tell(s, m->cell[c].row, m->cell[c].column, how->bad,
				    how->arg, STR(""),
				    "“%.*s” was printed here, and is not there any more, nor in "
				    "the rows around: nothing of this sheet is taken; fill in the "
				    "file that was printed",
				    STR_ARG(m->cell[c].text));
				return false;
			}
	}
	return true;
}

/* Is it a text that was printed in that column? Then nothing was written there. */
static bool was_printed(const struct checklist_map *m, size_t column, struct str text)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->cell[i].column == column && checklist_is_bare(text, m->cell[i].text))
			return true;
	return false;
}

/* The field that is at that place of the sheet, or NULL. */
static const struct checklist_cell *field_at(
    const struct checklist_sheet *s, uint64_t number, size_t column)
{
	for (size_t i = 0; i < s->n_rows; i++) {
		const struct checklist_map_row *row = &s->row[i];

		if (!row->found || row->number != number)
			continue;
		for (size_t c = row->first; c < row->first + row->n; c++)
			if (s->map->cell[c].column == column &&
			    s->map->cell[c].field != CHECKLIST_TEXT)
				return &s->map->cell[c];
	}
	return NULL;
}

/* What was written where nothing is to be filled in, in a margin or over what is printed. */
static void tell_outside(const struct checklist_sheet *s, struct record_taking *how)
{
	const struct book_row *above = NULL;

	for (size_t i = 0; i < s->sheet->n; above = &s->sheet->row[i], i++) {
		const struct book_row *row = &s->sheet->row[i];

		for (size_t c = 0; c < row->n; c++) {
			struct str text = text_trim(row->cell[c].text);

			/* A cell that is merged over several rows has its text in each of them. */
			if (text.n == 0 || field_at(s, row->number, c) ||
			    was_printed(s->map, c, text) ||
			    (above && str_eq(text, text_trim(book_at(above, c).text))))
				continue;
			checklist_work_tell(s, row->number, c, how->left, how->arg, text,
			    "left out: “%.*s” is not in a cell that is to be filled in, and is not "
			    "recorded",
			    STR_ARG(text));
		}
	}
}

/* ---- Files ---- */

/* The sheet as it is kept when its file is closed. */
static ssjc_rc keep_sheet(struct checklist_in *in, const struct checklist_sheet *from,
    struct checklist_sheet **out, struct ssjc_err *err)
{
	struct checklist_sheet *s = arena_alloc(&in->arena, sizeof *s);
	bool ok = s != NULL;

	*out = s;
	if (!s)
		return ssjc_fail_memory(err);
	*s = *from;
	s->plan = arena_str(&in->arena, from->map->plan, &ok);
	s->object = arena_str(&in->arena, from->map->object, &ok);
	s->id = arena_str(&in->arena, from->map->id, &ok);
	s->place.sheet = arena_str(&in->arena, from->sheet->name, &ok).p;
	if (!ok)
		return ssjc_fail_memory(err);
	if (in->last)
		in->last->next = s;
	else
		in->sheet = s;
	in->last = s;
	in->sheets++;
	return SSJC_OK;
}

static ssjc_rc add_sheet(struct checklist_in *in, struct checklist_file *f,
    const struct book_sheet *sheet, const struct checklist_map *map, struct record_taking *how,
    struct ssjc_err *err)
{
	struct checklist_sheet found = {.sheet = sheet,
	    .map = map,
	    .place = {.file = f->name, .sheet = sheet->name.p, .header = checklist_no_headers}};
	struct checklist_sheet *s;
	ssjc_rc rc = split_rows(&found, &f->arena, err);

	if (rc)
		return rc;
	if (!find_rows(&found, how)) {
		how->refused++;
		return SSJC_OK;
	}
	tell_outside(&found, how);
	rc = keep_sheet(in, &found, &s, err);
	return rc ? rc : checklist_fill(in, s, how, err);
}

/* The block whose id the sheet bears, or NULL. */
static const struct checklist_map *map_of(
    const struct checklist_file *f, const struct book_sheet *sheet)
{
	for (size_t i = 0; i < f->n; i++)
		if (bears(sheet, f->map[i].id))
			return &f->map[i];
	return NULL;
}

/* The sheets of the blocks: by their ids; if there is one of each, it needs none. */
static ssjc_rc find_sheets(struct checklist_in *in, struct checklist_file *f,
    struct record_taking *how, struct ssjc_err *err)
{
	const struct book_sheet *other = NULL;
	size_t others = 0, found = 0;

	for (size_t i = 0; i < f->book.n; i++) {
		const struct book_sheet *sheet = &f->book.sheet[i];
		bool seen = !sheet->hidden && sheet != f->book.marked;
		const struct checklist_map *map = seen ? map_of(f, sheet) : NULL;
		ssjc_rc rc;

		if (!map && seen && sheet->n > 0) {
			other = sheet;
			others++;
		}
		if (!map)
			continue;
		found++;
		rc = add_sheet(in, f, sheet, map, how, err);
		if (rc)
			return rc;
	}
	if (found == 0 && f->n == 1 && others == 1)
		return add_sheet(in, f, other, &f->map[0], how, err);
	if (found == 0)
		return ssjc_fail(err, SSJC_INPUT,
		    "no sheet bears the id that it was printed with, such as %.*s: fill in the "
		    "file that was printed",
		    STR_ARG(f->map[0].id));
	if (others) {
		const struct checklist_sheet s = {
		    .place = {.file = f->name, .sheet = other->name.p}};

		checklist_work_tell(&s, 0, 0, how->left, how->arg, STR(""),
		    "left out: is not a checklist, for it does not bear the id of one");
	}
	return SSJC_OK;
}

/* A cell that is the id of a sheet, though the workbook has no hidden one. */
static bool looks_printed(const struct book *book, struct str *id)
{
	for (size_t i = 0; i < book->n; i++)
		for (size_t r = 0; r < book->sheet[i].n; r++)
			for (size_t c = 0; c < book->sheet[i].row[r].n; c++) {
				*id = text_trim(book->sheet[i].row[r].cell[c].text);
				if (checklist_is_id(*id))
					return true;
			}
	return false;
}

static bool is_checklist(const struct book *book)
{
	const struct book_sheet *s = book->marked;
	struct str text[6];

	return s && s->n && texts(&s->row[0], text) >= 2 && str_is(text[0], "form") &&
	    str_is(text[1], "checklist");
}

static void file_done(struct checklist_file *f)
{
	for (size_t i = 0; i < f->n; i++)
		checklist_map_close(&f->map[i]);
	free(f->map);
	book_close(&f->book);
	arena_free(&f->arena);
}

/* SSJC_INPUT, what is wrong with the file as a whole. */
static ssjc_rc read_file(struct checklist_in *in, struct checklist_file *f, bool *is,
    struct record_taking *how, struct ssjc_err *err)
{
	struct str id;
	ssjc_rc rc;

	*is = is_checklist(&f->book);
	if (*is) {
		rc = read_blocks(f, err);
		return rc ? rc : find_sheets(in, f, how, err);
	}
	*is = !f->book.marked && looks_printed(&f->book, &id);
	if (!*is)
		return SSJC_OK;
	return ssjc_fail(err, SSJC_INPUT,
	    "is the checklist %.*s, but its hidden sheet “ssjc” was deleted, without which nothing "
	    "tells what is in which cell: copy what was filled in into the file that was printed",
	    STR_ARG(id));
}

ssjc_rc checklist_in_read(struct checklist_in *in, struct str bytes, const char *name, bool *is,
    struct record_taking *how, struct ssjc_err *err)
{
	enum { FIRST_ROWS = 3 };
	struct checklist_file f = {.name = name};
	struct ssjc_err e;
	ssjc_rc rc;

	*is = false;
	rc = book_read(&f.book, bytes, name, hidden_name, FIRST_ROWS, err);
	if (rc == SSJC_INPUT) {
		rc = SSJC_OK; /* the import will say what is wrong */
		goto out;
	}
	if (rc)
		goto out;
	rc = read_file(in, &f, is, how, err);
	if (rc != SSJC_INPUT)
		goto out;
	ssjc_fail_from(&e, SSJC_INPUT, name, 0, NULL, err);
	how->bad(how->arg, &e, STR(""));
	how->refused++;
	rc = SSJC_OK;
out:
	file_done(&f);
	return rc;
}

void checklist_in_close(struct checklist_in *in)
{
	table_close(&in->table);
	free(in->place);
	arena_free(&in->arena);
	*in = (struct checklist_in){0};
}
