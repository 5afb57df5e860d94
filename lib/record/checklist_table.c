#include "checklist_work.h"

#include <stdlib.h>
#include <string.h>

static const char *const columns[CHECKLIST_COLUMNS] = {
    "id", "dept", "item", "result", "problem", "disposal", "date", "method", "signed", "note"};

/* A place of another table. */
struct other_place {
	struct other_place *next;
	const struct table_place *there;
	struct table_place here;
};

/* Making the table. */
struct tabling {
	struct checklist_in *in;
	const struct record *r;
	struct record_taking *how;
	struct other_place *other;
};

/* ---- The table ---- */

static ssjc_rc grow(struct checklist_in *in, size_t row, struct ssjc_err *err)
{
	struct table *to = &in->table;
	size_t last = row * CHECKLIST_COLUMNS + CHECKLIST_COLUMNS - 1;

	return array_grow(&to->line, &in->lines, row, sizeof *to->line) &&
	        array_grow(&in->place, &in->places, row, sizeof *in->place) &&
	        array_grow(&to->cell, &in->cells, last, sizeof *to->cell)
	    ? SSJC_OK
	    : ssjc_fail_memory(err);
}

static struct str *row_at(const struct checklist_in *in, size_t row)
{
	return in->table.cell + row * CHECKLIST_COLUMNS;
}

ssjc_rc checklist_table_add(struct checklist_in *in, const struct str row[CHECKLIST_COLUMNS],
    uint64_t line, const struct table_place *place, struct ssjc_err *err)
{
	size_t at = in->table.rows;
	ssjc_rc rc = grow(in, at, err);
	bool ok = true;

	if (rc)
		return rc;
	for (size_t i = 0; i < CHECKLIST_COLUMNS; i++) {
		const struct str *last = at > 0 ? &row_at(in, at - 1)[i] : NULL;

		row_at(in, at)[i] =
		    last && str_eq(*last, row[i]) ? *last : arena_str(&in->arena, row[i], &ok);
	}
	if (!ok)
		return ssjc_fail_memory(err);
	in->table.line[at] = line;
	in->place[at] = place;
	in->table.rows++;
	return SSJC_OK;
}

/* Move n rows; they may overlap. */
static void move_rows(struct checklist_in *in, size_t to, size_t from, size_t n)
{
	if (n == 0 || to == from)
		return;
	memmove(row_at(in, to), row_at(in, from), n * CHECKLIST_COLUMNS * sizeof(struct str));
	memmove(in->table.line + to, in->table.line + from, n * sizeof *in->table.line);
	memmove(in->place + to, in->place + from, n * sizeof *in->place);
}

/* Is the sheet one of this plan and of the match that holds now? */
static ssjc_rc check_sheet(
    struct tabling *t, const struct checklist_sheet *s, bool *good, struct ssjc_err *err)
{
	char match[DIGEST_HEX];
	const struct pick *pick;
	ssjc_rc rc;

	rc = str_eq(s->plan, t->r->plan->id)
	    ? checklist_find(t->r->state, s->plan, s->id, &pick, match, err)
	    : ssjc_fail(err, SSJC_INPUT, "is a checklist of plan “%.*s”, not of “%.*s”",
	          STR_ARG(s->plan), STR_ARG(t->r->plan->id));
	*good = !rc;
	if (rc != SSJC_INPUT)
		return rc;
	checklist_work_tell_why(s, 0, 0, t->how->bad, t->how->arg, s->id, err);
	t->how->refused++;
	return SSJC_OK;
}

/* The day that was assigned, which is printed on the sheet; "" if there is none. */
static ssjc_rc assigned_day(
    struct tabling *t, const struct str *row, struct str *out, struct ssjc_err *err)
{
	const struct seat *seat = audit_seat(
	    t->r->state, row[CHECKLIST_AT_ID], row[CHECKLIST_AT_DEPT], 1);
	char day[DATE_SIZE] = "";
	bool ok = true;

	if (seat)
		date_format(seat->date, day);
	*out = arena_str(&t->in->arena, str_of(day), &ok);
	return ok ? SSJC_OK : ssjc_fail_memory(err);
}

/* Keep the rows of a sheet that is right, from row *n of the table on. */
static ssjc_rc take_sheet(
    struct tabling *t, const struct checklist_sheet *s, size_t *n, struct ssjc_err *err)
{
	bool good;
	ssjc_rc rc = check_sheet(t, s, &good, err);

	if (rc || !good)
		return rc;
	move_rows(t->in, *n, s->first, s->said);
	for (size_t end = *n + s->said; *n < end; (*n)++) {
		struct str *row = row_at(t->in, *n);

		if (row[CHECKLIST_AT_DATE].n > 0)
			continue;
		rc = assigned_day(t, row, &row[CHECKLIST_AT_DATE], err);
		if (rc)
			return rc;
	}
	t->in->empty += !s->filled;
	return SSJC_OK;
}

static ssjc_rc take_sheets(struct tabling *t, struct ssjc_err *err)
{
	size_t n = 0;

	for (const struct checklist_sheet *s = t->in->sheet; s; s = s->next) {
		ssjc_rc rc = take_sheet(t, s, &n, err);

		if (rc)
			return rc;
	}
	t->in->table.rows = n;
	return SSJC_OK;
}

/* The place of another table's rows, whose headers are in the order of that table. */
static ssjc_rc place_here(struct tabling *t, const struct table *other,
    const struct table_place *place, const struct table_place **here, struct ssjc_err *err)
{
	struct other_place *p = t->other;
	struct str *header;

	while (p && p->there != place)
		p = p->next;
	if (!p) {
		p = arena_alloc(&t->in->table.arena, sizeof *p);
		header = arena_array(&t->in->table.arena, CHECKLIST_COLUMNS, sizeof *header);
		if (!p || !header)
			return ssjc_fail_memory(err);
		for (size_t c = 0; c < CHECKLIST_COLUMNS; c++) {
			int at = table_col(other, columns[c]);

			header[c] = at == NO_COLUMN ? STR("") : place->header[at];
		}
		*p = (struct other_place){t->other, place, *place};
		p->here.header = header;
		t->other = p;
	}
	*here = &p->here;
	return SSJC_OK;
}

/* Put the rows of another table before those that there are. */
static ssjc_rc take_other(struct tabling *t, const struct table *other, struct ssjc_err *err)
{
	struct checklist_in *in = t->in;
	ssjc_rc rc = SSJC_OK;

	for (size_t i = 0; i < other->rows; i++) {
		rc = grow(in, in->table.rows + i, err);
		if (rc)
			return rc;
	}
	if (other->rows == 0)
		return SSJC_OK;
	move_rows(in, other->rows, 0, in->table.rows);
	in->table.rows += other->rows;
	for (size_t i = 0; i < other->rows; i++) {
		rc = place_here(t, other, other->place[i], &in->place[i], err);
		if (rc)
			return rc;
		for (size_t c = 0; c < CHECKLIST_COLUMNS; c++)
			row_at(in, i)[c] = table_at(other, i, table_col(other, columns[c]));
		in->table.line[i] = other->line[i];
	}
	return SSJC_OK;
}

/* ---- Sheets that were copied ---- */

/* What is said of an item, and where. */
struct said {
	const struct str *row; /* CHECKLIST_COLUMNS of them */
	const struct table_place *place;
	uint64_t line;
	size_t at; /* the row of the table */
	bool wrong;
};

static int by_item(const void *a, const void *b)
{
	const struct said *x = a, *y = b;
	int c = 0;

	for (int i = CHECKLIST_AT_ID; c == 0 && i <= CHECKLIST_AT_ITEM; i++)
		c = str_cmp(x->row[i], y->row[i]);
	return c ? c : (x->at > y->at) - (x->at < y->at);
}

static bool same_item(const struct said *x, const struct said *y)
{
	return str_eq(x->row[CHECKLIST_AT_ID], y->row[CHECKLIST_AT_ID]) &&
	    str_eq(x->row[CHECKLIST_AT_DEPT], y->row[CHECKLIST_AT_DEPT]) &&
	    str_eq(x->row[CHECKLIST_AT_ITEM], y->row[CHECKLIST_AT_ITEM]);
}

static bool same_row(const struct said *x, const struct said *y)
{
	for (int i = 0; i < CHECKLIST_COLUMNS; i++)
		if (!str_eq(x->row[i], y->row[i]))
			return false;
	return true;
}

/* Of two, is at least one in a checklist, and are they in different sheets? */
static bool other_sheet(const struct said *x, const struct said *y)
{
	return x->place != y->place &&
	    (x->place->header == checklist_no_headers || y->place->header == checklist_no_headers);
}

static void tell_copies(const struct said *x, struct said *y, struct record_taking *how)
{
	struct ssjc_err e;

	ssjc_fail_at(&e, SSJC_INPUT, y->place->file, y->line, NULL,
	    "says of item %.*s of %.*s something else than %s, sheet %s, row %llu: one of the two "
	    "is a copy; keep the one that holds",
	    STR_ARG(y->row[CHECKLIST_AT_ITEM]), STR_ARG(y->row[CHECKLIST_AT_ID]), x->place->file,
	    x->place->sheet, (unsigned long long)x->line);
	ssjc_err_sheet(&e, y->place->sheet);
	how->bad(how->arg, &e, y->row[CHECKLIST_AT_RESULT]);
	how->refused++;
	y->wrong = true;
}

/* Take the wrong rows, and those that they differ from, out of the table. */
static void keep_right(struct checklist_in *in, const struct said *said)
{
	struct table *t = &in->table;
	size_t n = 0;

	for (size_t i = 0; i < t->rows; i++) {
		if (said[i].wrong)
			continue;
		move_rows(in, n++, i, 1);
	}
	t->rows = n;
}

static int by_row(const void *a, const void *b)
{
	const struct said *x = a, *y = b;

	return (x->at > y->at) - (x->at < y->at);
}

/*
 * A sheet may have been copied, so that each department fills in its own part; but two
 * that say different things of one item are not several results of it.
 */
static ssjc_rc check_copies(
    struct checklist_in *in, struct record_taking *how, struct ssjc_err *err)
{
	size_t n = in->table.rows;
	struct said *said = calloc(n + 1, sizeof *said);

	if (!said)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < n; i++)
		said[i] = (struct said){row_at(in, i), in->place[i], in->table.line[i], i, false};
	qsort(said, n, sizeof *said, by_item);
	for (size_t i = 1, first = 0; i < n; i++) {
		if (!same_item(&said[i], &said[first])) {
			first = i;
			continue;
		}
		if (!other_sheet(&said[first], &said[i]) || same_row(&said[first], &said[i]))
			continue;
		tell_copies(&said[first], &said[i], how);
		how->refused += !said[first].wrong;
		said[first].wrong = true;
	}
	qsort(said, n, sizeof *said, by_row);
	keep_right(in, said);
	free(said);
	return SSJC_OK;
}

ssjc_rc checklist_in_table(struct checklist_in *in, const struct record *r,
    const struct table *other, struct record_taking *how, struct ssjc_err *err)
{
	struct tabling t = {.in = in, .r = r, .how = how};
	struct table *to = &in->table;
	ssjc_rc rc;

	to->cols = CHECKLIST_COLUMNS;
	to->head = arena_array(&to->arena, CHECKLIST_COLUMNS, sizeof *to->head);
	if (!to->head)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < CHECKLIST_COLUMNS; i++)
		to->head[i] = str_of(columns[i]);
	rc = take_sheets(&t, err);
	if (rc)
		return rc;
	rc = take_other(&t, other, err);
	if (rc)
		return rc;
	rc = check_copies(in, how, err);
	to->place = in->place;
	return rc;
}

uint64_t checklist_in_rows(const struct checklist_in *in, const char *name)
{
	uint64_t n = 0;

	for (size_t i = 0; i < in->table.rows; i++)
		n += in->place[i]->file == name;
	return n;
}
