#include "record_rows.h"

#include "ssjc/base/text.h"

#include <stdlib.h>
#include <string.h>

ssjc_rc record_rows_at(const struct table *t, size_t row, ssjc_rc rc, struct ssjc_err *err)
{
	return rc ? table_fail_from(t, row, err->column, err, err) : SSJC_OK;
}

struct str record_rows_cell(const struct table *t, size_t row, const char *column)
{
	return text_trim(table_at(t, row, table_col(t, column)));
}

struct str record_rows_dept(const struct record *r, const struct table *t, size_t row)
{
	struct str text = record_rows_cell(t, row, "dept");
	const struct plan_dept *dept = plan_dept_of(r->plan, text);

	return dept ? dept->key : text;
}

struct str record_rows_object(const struct record *r, const struct table *t, size_t row)
{
	struct str text = record_rows_cell(t, row, "id");
	const struct pick *pick = audit_pick(r->state, text);
	struct buf code = {0};

	if (!pick) {
		text_code(&code, text);
		pick = audit_pick(r->state, buf_text(&code));
		buf_free(&code);
	}
	return pick ? pick->object.id : text;
}

/* "ok, undisclosed": the codes of a column. */
static void list_codes(const struct record *r, const char *codes, struct buf *to)
{
	struct str code;

	for (size_t i = 0; vocabulary_nth(r->vocabulary, codes, i, &code); i++)
		buf_printf(to, "%s%.*s", i ? ", " : "", STR_ARG(code));
}

/* What was written in a column as its code, or as it is where others are allowed. */
static ssjc_rc code_of(const struct record *r, const struct table *t, size_t row,
    const char *column, const char *codes, struct str written, struct str *out,
    struct ssjc_err *err)
{
	struct buf known = {0};
	ssjc_rc wrong;

	*out = STR("");
	if (written.n == 0 || vocabulary_code(r->vocabulary, codes, written, out))
		return SSJC_OK;
	if (vocabulary_open_ended(r->vocabulary, codes)) {
		*out = written;
		return SSJC_OK;
	}
	list_codes(r, codes, &known);
	wrong = table_fail(t, row, column, err, "“%.*s” is not one of: %.*s", STR_ARG(written),
	    STR_ARG(buf_text(&known)));
	buf_free(&known);
	return wrong;
}

ssjc_rc record_rows_coded(const struct record *r, const struct table *t, size_t row,
    const char *column, const char *codes, struct str *out, struct ssjc_err *err)
{
	return code_of(r, t, row, column, codes, record_rows_cell(t, row, column), out, err);
}

ssjc_rc record_rows_not_filled(const struct table *t, size_t row, const char *column,
    const char *const *others, struct ssjc_err *err)
{
	for (; *others; others++) {
		struct str other = record_rows_cell(t, row, *others);

		if (other.n)
			return table_fail(t, row, column, err,
			    "is empty, but %s has “%.*s”: fill in both, or neither", *others,
			    STR_ARG(other));
	}
	return SSJC_OK;
}

ssjc_rc record_rows_seen(const struct table *t, size_t row, struct ssjc_err *err)
{
	if (!t->place || !t->place[row]->hidden)
		return SSJC_OK;
	return table_fail(t, row, NULL, err,
	    "is a hidden row that is filled in: show it, or take such rows by --hidden");
}

static bool same_confirmation(const void *a, const void *b)
{
	const struct confirmation *x = a, *y = b;

	return x->confirmed == y->confirmed && str_eq(x->reason, y->reason) &&
	    str_eq(text_trim(x->evidence), text_trim(y->evidence)) &&
	    str_eq(text_trim(x->note), text_trim(y->note));
}

static ssjc_rc confirmation_row(const struct record *r, const struct table *t, size_t row,
    struct confirmation *c, struct record_said *said, struct ssjc_err *err)
{
	static const char *const others[] = {"reason", "evidence", NULL};
	const struct confirmation *old;
	struct str yes;
	ssjc_rc rc = record_rows_coded(r, t, row, "confirmed", "yesno", &yes, err);

	if (rc)
		return rc;
	if (yes.n == 0)
		return record_rows_not_filled(t, row, "confirmed", others, err);
	rc = record_rows_seen(t, row, err);
	if (rc)
		return rc;
	rc = record_rows_coded(r, t, row, "reason", "reason", &c->reason, err);
	if (rc)
		return rc;
	c->object = record_rows_object(r, t, row);
	c->dept = record_rows_dept(r, t, row);
	c->confirmed = str_is(yes, "yes");
	c->evidence = record_rows_cell(t, row, "evidence");
	c->note = record_rows_cell(t, row, "note");
	old = record_confirmation(r->state, c->object, c->dept);
	said->is = old && same_confirmation(old, c) ? SAID_KNOWN : SAID_NEW;
	return record_rows_at(t, row, record_check_confirmation(r, c, err), err);
}

static bool same_result(const void *a, const void *b)
{
	const struct result *x = a, *y = b;

	return x->date == y->date && str_eq(x->result, y->result) &&
	    str_eq(text_trim(x->problem), text_trim(y->problem)) &&
	    str_eq(text_trim(x->disposal), text_trim(y->disposal)) &&
	    str_eq(x->method, y->method) && str_eq(x->signed_, y->signed_) &&
	    str_eq(text_trim(x->note), text_trim(y->note));
}

/* Cut the next piece off *rest, at what people write between several. */
static struct str next_piece(struct str *rest)
{
	static const char *const between[] = {"、", "；", "，", ";", ",", "/", " "};
	struct str piece = {rest->p, 0};

	while (rest->n) {
		for (size_t i = 0; i < sizeof between / sizeof between[0]; i++)
			if (str_cut_start(rest, between[i]))
				return text_trim(piece);
		rest->p++;
		rest->n--;
		piece.n++;
	}
	return text_trim(piece);
}

/*
 * The nth of several results in one cell, "1、3"; the whole cell when it is one, or when any
 * piece is not.
 */
static struct str nth_result(const struct record *r, struct str written, size_t nth, bool *more)
{
	struct str rest = written, found = written, code;
	size_t n = 0;

	*more = false;
	if (vocabulary_code(r->vocabulary, "result", written, &code))
		return written;
	while (rest.n) {
		struct str piece = next_piece(&rest);

		if (piece.n == 0)
			continue;
		if (!vocabulary_code(r->vocabulary, "result", piece, &code)) {
			*more = false;
			return written;
		}
		if (n == nth)
			found = piece;
		*more |= n > nth;
		n++;
	}
	return found;
}

/* The item that a row means by its code or by its title; what it has, if none. */
static ssjc_rc item_at(const struct record *r, const struct table *t, size_t row,
    const struct result *x, struct str *out, struct ssjc_err *err)
{
	const struct pick *pick = audit_pick(r->state, x->object);
	const struct item *found = NULL;

	*out = record_rows_cell(t, row, "item");
	if (!r->items || !pick || items_find(r->items, x->dept, *out))
		return SSJC_OK;
	for (size_t i = 0; i < r->items->n; i++) {
		const struct item *item = &r->items->v[i];

		if (!item_applies(item, x->dept, pick->object.category) || !item_named(item, *out))
			continue;
		if (found)
			return table_fail(t, row, "item", err,
			    "“%.*s” may be %.*s or %.*s: write the item's code", STR_ARG(*out),
			    STR_ARG(found->item), STR_ARG(item->item));
		found = item;
	}
	if (found)
		*out = found->item;
	return SSJC_OK;
}

static ssjc_rc result_row(const struct record *r, const struct table *t, size_t row, size_t nth,
    bool correct, struct result *x, struct record_said *said, struct ssjc_err *err)
{
	static const char *const others[] = {"problem", "disposal", NULL};
	struct str date = record_rows_cell(t, row, "date"),
	           written = record_rows_cell(t, row, "result");
	const struct result *old;
	ssjc_rc rc;

	written = nth_result(r, written, nth, &said->more);
	rc = code_of(r, t, row, "result", "result", written, &x->result, err);
	if (rc)
		return rc;
	if (x->result.n == 0)
		return record_rows_not_filled(t, row, "result", others, err);
	rc = record_rows_seen(t, row, err);
	if (rc)
		return rc;
	x->object = record_rows_object(r, t, row);
	x->dept = record_rows_dept(r, t, row);
	rc = item_at(r, t, row, x, &x->item, err);
	if (rc)
		return rc;
	if (date.n == 0)
		return table_fail(t, row, "date", err, "is empty: on what day was it inspected?");
	if (!date_parse(date, &x->date))
		return table_fail(
		    t, row, "date", err, "“%.*s” is not a date such as 2023-06-14", STR_ARG(date));
	rc = record_rows_at(t, row, record_check_result(r, x, err), err);
	if (rc)
		return rc;
	rc = record_rows_coded(r, t, row, "method", "method", &x->method, err);
	if (rc)
		return rc;
	rc = record_rows_coded(r, t, row, "signed", "signed", &x->signed_, err);
	if (rc)
		return rc;
	x->problem = record_rows_cell(t, row, "problem");
	x->disposal = record_rows_cell(t, row, "disposal");
	x->note = record_rows_cell(t, row, "note");
	old = record_result(r->state, x->object, x->dept, x->item, x->result);
	/* A correction replaces all that is on record of the item: nothing is left out. */
	said->is = old && same_result(old, x) && !correct ? SAID_KNOWN : SAID_NEW;
	if (old && said->is == SAID_NEW && !correct)
		return table_fail(t, row, "result", err,
		    "item %.*s of %.*s is on record already, as “%.*s”, and differs: --correct "
		    "--reason TEXT corrects it",
		    STR_ARG(x->item), STR_ARG(x->object), STR_ARG(old->result));
	return SSJC_OK;
}

/* ---- Whole tables ---- */

enum { PARTS = sizeof((struct record_key *)0)->part / sizeof(struct str) };

static int by_parts(const struct record_key *x, const struct record_key *y)
{
	int c = 0;

	for (size_t i = 0; c == 0 && i < PARTS; i++)
		c = str_cmp(x->part[i], y->part[i]);
	return c;
}

static int by_key(const void *a, const void *b)
{
	const struct record_key *x = a, *y = b;
	int c = by_parts(x, y);

	return c ? c : (x->at > y->at) - (x->at < y->at);
}

/* The things that the rows of a table say. */
struct rows {
	const struct record_reading *how;
	const struct table *t;
	struct record_taking *taking;
	char *v; /* of how->size bytes each */
	struct record_key *key;
	bool *new; /* not on record yet, nor said by an earlier row */
	size_t n, v_cap, key_cap, new_cap;
};

static void tell(const struct rows *rows, size_t row, const struct ssjc_err *e)
{
	const struct table *t = rows->t;
	struct str value = STR("");

	for (size_t i = 0; i < t->cols; i++)
		if (str_is(t->head[i], e->column) ||
		    (t->place && str_is(t->place[row]->header[i], e->column)))
			value = t->cell[row * t->cols + i];
	rows->taking->bad(rows->taking->arg, e, value);
	rows->taking->wrong++;
}

/* A row that is not filled in and of no business may be a remark, which is told: it is lost. */
static void leave_out(const struct rows *rows, const struct record *r, size_t row)
{
	const struct table *t = rows->t;
	struct str id = record_rows_cell(t, row, "id"), text = id;
	struct ssjc_err e;

	if (id.n && audit_pick(r->state, record_rows_object(r, t, row)))
		return;
	for (size_t i = 0; i < t->cols && text.n == 0; i++)
		text = text_trim(t->cell[row * t->cols + i]);
	if (text.n == 0)
		return;
	table_fail(t, row, id.n ? "id" : NULL, &e,
	    id.n ? "left out: “%.*s” is not a business that was drawn, and nothing is filled in"
	         : "left out: it has no code, and nothing is filled in: “%.*s”",
	    STR_ARG(text));
	rows->taking->left(rows->taking->arg, &e, text);
}

/* Add what a row says; nothing of it when something is wrong. */
static ssjc_rc add_row(struct rows *rows, const struct record *r, size_t row, struct ssjc_err *err)
{
	const struct record_reading *how = rows->how;
	size_t before = rows->n;
	struct record_said said = {.more = true};

	for (size_t nth = 0; said.more; nth++) {
		struct ssjc_err e;
		char *at;

		if (!array_grow(&rows->v, &rows->v_cap, rows->n, how->size) ||
		    !array_grow(&rows->key, &rows->key_cap, rows->n, sizeof *rows->key) ||
		    !array_grow(&rows->new, &rows->new_cap, rows->n, sizeof *rows->new))
			return ssjc_fail_memory(err);
		at = rows->v + rows->n * how->size;
		memset(at, 0, how->size);
		said = (struct record_said){SAID_NOTHING, false};
		if (how->row(r, rows->t, row, nth, rows->taking->correct, at, &said, &e)) {
			rows->n = before;
			tell(rows, row, &e);
			return SSJC_OK;
		}
		if (said.is == SAID_NOTHING) {
			leave_out(rows, r, row);
			return SSJC_OK;
		}
		rows->key[rows->n] = how->key(at);
		rows->key[rows->n].row = row;
		rows->key[rows->n].at = rows->n;
		rows->new[rows->n++] = said.is == SAID_NEW;
	}
	return SSJC_OK;
}

/* "line 7", or where it is when that is another file or a sheet. */
static void put_where(const struct rows *rows, size_t row, size_t from, struct buf *to)
{
	const struct table *t = rows->t;
	const struct table_place *p = t->place ? t->place[row] : NULL;

	if (p && strcmp(p->file, t->place[from]->file) != 0)
		buf_printf(to, "%s, ", p->file);
	if (p && *p->sheet)
		buf_printf(to, "sheet %s, row ", p->sheet);
	else
		buf_z(to, "line ");
	buf_printf(to, "%llu", (unsigned long long)t->line[row]);
}

/* Both results of an item cannot be. */
static void tell_clash(
    struct rows *rows, const struct record_key *k, const struct record_key *other)
{
	struct buf where = {0};
	struct ssjc_err e;

	rows->new[k->at] = false;
	put_where(rows, other->row, k->row, &where);
	if (k->row == other->row)
		table_fail(rows->t, k->row, "result", &e,
		    "says of item %.*s both “%.*s” and “%.*s”", STR_ARG(k->part[2]),
		    STR_ARG(other->part[3]), STR_ARG(k->part[3]));
	else
		table_fail(rows->t, k->row, "result", &e,
		    "“%.*s” of item %.*s contradicts what %.*s says: “%.*s”", STR_ARG(k->part[3]),
		    STR_ARG(k->part[2]), STR_ARG(buf_text(&where)), STR_ARG(other->part[3]));
	buf_free(&where);
	tell(rows, k->row, &e);
}

static void tell_other(
    struct rows *rows, const struct record_key *k, const struct record_key *other, const char *how)
{
	struct buf where = {0};
	struct ssjc_err e;

	rows->new[k->at] = false;
	put_where(rows, other->row, k->row, &where);
	table_fail(rows->t, k->row, "id", &e, "%s what %.*s says", how, STR_ARG(buf_text(&where)));
	buf_free(&where);
	tell(rows, k->row, &e);
}

static const void *thing(const struct rows *rows, const struct record_key *k)
{
	return rows->v + k->at * rows->how->size;
}

/*
 * What says again what an earlier row said is not new, or is wrong; so is what
 * contradicts it.
 */
static void find_duplicates(struct rows *rows)
{
	const struct record_reading *how = rows->how;
	const struct record_key *first = rows->key;

	if (rows->n > 1)
		qsort(rows->key, rows->n, sizeof *rows->key, by_key);
	for (size_t i = 1; i < rows->n; i++) {
		const struct record_key *k = &rows->key[i];
		const void *it = thing(rows, k), *before = thing(rows, first);

		if (by_parts(k, first) != 0) {
			if (how->clash && how->clash(it, before))
				tell_clash(rows, k, first);
			first = k;
			continue;
		}
		rows->new[k->at] = false;
		if (!how->same(it, before))
			tell_other(rows, k, first, "repeats");
	}
}

/* Only what is new stays. */
static void keep_new(struct rows *rows)
{
	size_t size = rows->how->size, n = 0;

	for (size_t i = 0; i < rows->n; i++)
		if (rows->new[i])
			memmove(rows->v + n++ * size, rows->v + i * size, size);
	rows->n = n;
}

ssjc_rc record_rows_read(const struct record_reading *how, const struct record *r,
    const struct table *t, struct record_taking *taking, void *out, struct ssjc_err *err)
{
	struct rows rows = {.how = how, .t = t, .taking = taking};
	ssjc_rc rc = SSJC_OK;

	taking->taken = 0;
	taking->wrong = taking->refused;
	for (size_t i = 0; i < t->rows; i++) {
		rc = add_row(&rows, r, i, err);
		if (rc)
			goto out;
	}
	find_duplicates(&rows);
	keep_new(&rows);
	if (taking->wrong > 0 && !taking->partial) {
		rc = ssjc_fail_at(err, SSJC_INPUT, t->name, 0, NULL,
		    "%llu of %llu row%s %s wrong: nothing was recorded",
		    (unsigned long long)taking->wrong,
		    (unsigned long long)(t->rows + taking->refused),
		    t->rows + taking->refused == 1 ? "" : "s", taking->wrong == 1 ? "is" : "are");
		goto out;
	}
	taking->taken = rows.n;
	memcpy(out, &rows.v, sizeof rows.v);
	rows.v = NULL;
out:
	free(rows.v);
	free(rows.key);
	free(rows.new);
	return rc;
}

static ssjc_rc read_confirmation(const struct record *r, const struct table *t, size_t row,
    size_t nth, bool correct, void *to, struct record_said *said, struct ssjc_err *err)
{
	(void)nth;
	(void)correct;
	return confirmation_row(r, t, row, to, said, err);
}

static struct record_key confirmation_key(const void *p)
{
	const struct confirmation *c = p;

	return (struct record_key){.part = {c->object, c->dept}};
}

ssjc_rc record_confirmations(const struct record *r, const struct table *t,
    struct record_taking *taking, struct confirmation **out, struct ssjc_err *err)
{
	static const struct record_reading how = {
	    sizeof **out, read_confirmation, confirmation_key, same_confirmation, NULL};

	*out = NULL;
	return record_rows_read(&how, r, t, taking, out, err);
}

static ssjc_rc read_result(const struct record *r, const struct table *t, size_t row, size_t nth,
    bool correct, void *to, struct record_said *said, struct ssjc_err *err)
{
	return result_row(r, t, row, nth, correct, to, said, err);
}

static struct record_key result_key(const void *p)
{
	const struct result *x = p;

	return (struct record_key){.part = {x->object, x->dept, x->item, x->result}};
}

/* Nothing was found of an item, and something was. */
static bool clash(const void *a, const void *b)
{
	const struct result *x = a, *y = b;
	bool clean = str_is(x->result, "ok");

	return clean != str_is(y->result, "ok") && str_eq(x->object, y->object) &&
	    str_eq(x->dept, y->dept) && str_eq(x->item, y->item);
}

ssjc_rc record_results(const struct record *r, const struct table *t, struct record_taking *taking,
    struct result **out, struct ssjc_err *err)
{
	static const struct record_reading how = {
	    sizeof **out, read_result, result_key, same_result, clash};

	*out = NULL;
	return record_rows_read(&how, r, t, taking, out, err);
}
