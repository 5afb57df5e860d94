#include "record_rows.h"

#include "ssjc/base/language.h"
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

/* "未发现问题 (ok), …": the codes of a column, with the words that people write. */
static void list_codes(const struct record *r, const char *codes, struct buf *to)
{
	struct str code;

	for (size_t i = 0; vocabulary_nth(r->vocabulary, codes, i, &code); i++) {
		struct str text = vocabulary_text(r->vocabulary, codes, code);

		buf_z(to, i ? ", " : "");
		if (text.n && !str_eq(text, code))
			buf_printf(to, "%.*s (%.*s)", STR_ARG(text), STR_ARG(code));
		else
			buf_str(to, code);
	}
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

static bool same_confirmation(const struct confirmation *x, const struct confirmation *y)
{
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

static bool same_result(const struct result *x, const struct result *y)
{
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

/* The nth thing that a row says. */
struct place {
	uint32_t row, nth;
};

/* Where one is, whose it is, and whether it is new: small, for there may be many. */
struct said {
	struct str object;
	struct place at;
	bool new; /* not on record yet, nor said by an earlier row */
};

/* One of an object, whose things are held against each other. */
struct keyed {
	struct record_key is;
	struct said *said;
};

/* The things that the rows of a table say. */
struct rows {
	const struct record_reading *how;
	const struct record *r;
	const struct table *t;
	struct record_taking *taking;
	struct said *said;
	size_t n, cap;
	struct keyed *keyed;
	size_t keyed_cap;
};

static int by_parts(const struct record_key *x, const struct record_key *y)
{
	int c = 0;

	for (size_t i = 0; c == 0 && i < sizeof x->part / sizeof x->part[0]; i++)
		c = str_cmp(x->part[i], y->part[i]);
	return c;
}

static int by_place(const void *a, const void *b)
{
	const struct place *x = &((const struct said *)a)->at, *y = &((const struct said *)b)->at;

	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	return (x->nth > y->nth) - (x->nth < y->nth);
}

static int by_object(const void *a, const void *b)
{
	int c = str_cmp(((const struct said *)a)->object, ((const struct said *)b)->object);

	return c ? c : by_place(a, b);
}

static int by_key(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	int c = by_parts(&x->is, &y->is);

	return c ? c : by_place(x->said, y->said);
}

static ssjc_rc thing_at(const struct rows *rows, struct place at, union record_thing *to,
    struct record_said *said, struct ssjc_err *err)
{
	*to = (union record_thing){0};
	*said = (struct record_said){SAID_NOTHING, false};
	return rows->how->row(
	    rows->r, rows->t, at.row, at.nth, rows->taking->correct, to, said, err);
}

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
	    id.n ? N_("left out: “%.*s” is not a business that was drawn, and nothing is filled in")
	         : N_("left out: it has no code, and nothing is filled in: “%.*s”"),
	    STR_ARG(text));
	rows->taking->left(rows->taking->arg, &e, text);
}

/* Add what a row says; nothing of it when something is wrong. */
static ssjc_rc add_row(struct rows *rows, size_t row, struct ssjc_err *err)
{
	size_t before = rows->n;
	struct record_said said = {.more = true};

	for (struct place at = {(uint32_t)row, 0}; said.more; at.nth++) {
		union record_thing thing;
		struct ssjc_err e;

		if (!array_grow(&rows->said, &rows->cap, rows->n, sizeof *rows->said))
			return ssjc_fail_memory(err);
		if (thing_at(rows, at, &thing, &said, &e)) {
			rows->n = before;
			tell(rows, row, &e);
			return SSJC_OK;
		}
		if (said.is == SAID_NOTHING) {
			leave_out(rows, rows->r, row);
			return SSJC_OK;
		}
		rows->said[rows->n++] = (struct said){
		    rows->how->key(&thing).part[0], at, said.is == SAID_NEW};
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
		language_both(to, "sheet %s, row ", p->sheet);
	else
		buf_z(to, W_("line "));
	buf_printf(to, "%llu", (unsigned long long)t->line[row]);
}

/* Both results of an item cannot be. */
static void tell_clash(struct rows *rows, const struct keyed *k, const struct keyed *other)
{
	const struct str *is = k->is.part, *was = other->is.part;
	size_t row = k->said->at.row, before = other->said->at.row;
	struct buf where = {0};
	struct ssjc_err e;

	k->said->new = false;
	put_where(rows, before, row, &where);
	if (row == before)
		table_fail(rows->t, row, "result", &e, "says of item %.*s both “%.*s” and “%.*s”",
		    STR_ARG(is[2]), STR_ARG(was[3]), STR_ARG(is[3]));
	else
		table_fail(rows->t, row, "result", &e,
		    "“%.*s” of item %.*s contradicts what %.*s says: “%.*s”", STR_ARG(is[3]),
		    STR_ARG(is[2]), STR_ARG(buf_text(&where)), STR_ARG(was[3]));
	buf_free(&where);
	tell(rows, row, &e);
}

static void tell_repeated(struct rows *rows, size_t row, size_t before)
{
	struct buf where = {0};
	struct ssjc_err e;

	put_where(rows, before, row, &where);
	table_fail(rows->t, row, "id", &e, "repeats what %.*s says", STR_ARG(buf_text(&where)));
	buf_free(&where);
	tell(rows, row, &e);
}

/* Two that were read before, so that they can be read again. */
static bool same_thing(const struct rows *rows, const struct said *x, const struct said *y)
{
	union record_thing a, b;
	struct record_said said;

	return !thing_at(rows, x->at, &a, &said, NULL) && !thing_at(rows, y->at, &b, &said, NULL) &&
	    rows->how->same(&a, &b);
}

/* What n rows say of one object: their keys, in order. */
static ssjc_rc read_keys(struct rows *rows, struct said *said, size_t n, struct ssjc_err *err)
{
	for (size_t i = 0; i < n; i++) {
		union record_thing thing;
		struct record_said is;
		ssjc_rc rc;

		if (!array_grow(&rows->keyed, &rows->keyed_cap, i, sizeof *rows->keyed))
			return ssjc_fail_memory(err);
		rc = thing_at(rows, said[i].at, &thing, &is, err);
		if (rc)
			return rc;
		rows->keyed[i] = (struct keyed){rows->how->key(&thing), &said[i]};
	}
	if (n > 1)
		qsort(rows->keyed, n, sizeof *rows->keyed, by_key);
	return SSJC_OK;
}

/*
 * What says again what an earlier row said is not new, or is wrong; so is what
 * contradicts it.
 */
static ssjc_rc check_object(struct rows *rows, struct said *said, size_t n, struct ssjc_err *err)
{
	const struct record_reading *how = rows->how;
	const struct keyed *first;
	ssjc_rc rc = read_keys(rows, said, n, err);

	if (rc)
		return rc;
	first = rows->keyed;
	for (const struct keyed *k = first + 1; k < rows->keyed + n; k++) {
		if (by_parts(&k->is, &first->is) != 0) {
			if (how->clash && how->clash(&k->is, &first->is))
				tell_clash(rows, k, first);
			first = k;
			continue;
		}
		k->said->new = false;
		if (!same_thing(rows, k->said, first->said))
			tell_repeated(rows, k->said->at.row, first->said->at.row);
	}
	return SSJC_OK;
}

static ssjc_rc find_duplicates(struct rows *rows, struct ssjc_err *err)
{
	if (rows->n > 1)
		qsort(rows->said, rows->n, sizeof *rows->said, by_object);
	for (size_t i = 0, end; i < rows->n; i = end) {
		ssjc_rc rc;

		for (end = i + 1;
		     end < rows->n && str_eq(rows->said[end].object, rows->said[i].object);)
			end++;
		rc = check_object(rows, &rows->said[i], end - i, err);
		if (rc)
			return rc;
	}
	if (rows->n > 1)
		qsort(rows->said, rows->n, sizeof *rows->said, by_place);
	return SSJC_OK;
}

static ssjc_rc give_new(struct rows *rows, record_each *each, void *arg, struct ssjc_err *err)
{
	for (size_t i = 0; i < rows->n; i++) {
		union record_thing thing;
		struct record_said said;
		ssjc_rc rc;

		if (!rows->said[i].new)
			continue;
		rc = thing_at(rows, rows->said[i].at, &thing, &said, err);
		if (rc)
			return rc;
		rc = each(arg, &thing, err);
		if (rc)
			return rc;
		rows->taking->taken++;
	}
	return SSJC_OK;
}

ssjc_rc record_rows_read(const struct record_reading *how, const struct record *r,
    const struct table *t, struct record_taking *taking, record_each *each, void *arg,
    struct ssjc_err *err)
{
	struct rows rows = {.how = how, .r = r, .t = t, .taking = taking};
	ssjc_rc rc = SSJC_OK;

	taking->taken = 0;
	taking->wrong = taking->refused;
	for (size_t i = 0; i < t->rows; i++) {
		rc = add_row(&rows, i, err);
		if (rc)
			goto out;
	}
	rc = find_duplicates(&rows, err);
	if (rc)
		goto out;
	if (taking->wrong > 0 && !taking->partial) {
		rc = ssjc_fail_at(err, SSJC_INPUT, t->name, 0, NULL,
		    "%llu of %llu row%s %s wrong: nothing was recorded",
		    (unsigned long long)taking->wrong,
		    (unsigned long long)(t->rows + taking->refused),
		    t->rows + taking->refused == 1 ? "" : "s", taking->wrong == 1 ? "is" : "are");
		goto out;
	}
	rc = give_new(&rows, each, arg, err);
out:
	free(rows.said);
	free(rows.keyed);
	return rc;
}

/* ---- Confirmations ---- */

static ssjc_rc read_confirmation(const struct record *r, const struct table *t, size_t row,
    size_t nth, bool correct, union record_thing *to, struct record_said *said,
    struct ssjc_err *err)
{
	(void)nth;
	(void)correct;
	return confirmation_row(r, t, row, &to->confirmation, said, err);
}

static struct record_key confirmation_key(const union record_thing *is)
{
	return (struct record_key){{is->confirmation.object, is->confirmation.dept}};
}

static bool same_confirmations(const union record_thing *x, const union record_thing *y)
{
	return same_confirmation(&x->confirmation, &y->confirmation);
}

static void confirmation_texts(struct record_texts *to, const union record_thing *is)
{
	const struct confirmation *c = &is->confirmation;
	const struct str text[] = {c->object, c->dept, c->confirmed ? STR("yes") : STR("no"),
	    c->reason, c->evidence, c->note};

	memcpy(to->text, text, sizeof text);
}

static bool kept_confirmation(
    const struct audit_state *s, size_t i, union record_thing *out, uint64_t *event)
{
	if (i >= s->n_confirmations)
		return false;
	out->confirmation = s->confirmation[i];
	*event = s->confirmation[i].event;
	return true;
}

static ssjc_rc put_confirmation(
    struct audit *a, unsigned draw, const union record_thing *is, struct ssjc_err *err)
{
	return audit_put_confirmation(a, draw, &is->confirmation, err);
}

const struct record_reading record_confirming = {.row = read_confirmation,
    .key = confirmation_key,
    .same = same_confirmations,
    .texts = confirmation_texts,
    .kept = kept_confirmation,
    .put = put_confirmation};

/* ---- Results ---- */

static ssjc_rc read_result(const struct record *r, const struct table *t, size_t row, size_t nth,
    bool correct, union record_thing *to, struct record_said *said, struct ssjc_err *err)
{
	return result_row(r, t, row, nth, correct, &to->result, said, err);
}

static struct record_key result_key(const union record_thing *is)
{
	const struct result *x = &is->result;

	return (struct record_key){{x->object, x->dept, x->item, x->result}};
}

static bool same_results(const union record_thing *x, const union record_thing *y)
{
	return same_result(&x->result, &y->result);
}

/* Nothing was found of an item, and something was. */
static bool clash(const struct record_key *x, const struct record_key *y)
{
	return str_is(x->part[3], "ok") != str_is(y->part[3], "ok") &&
	    str_eq(x->part[0], y->part[0]) && str_eq(x->part[1], y->part[1]) &&
	    str_eq(x->part[2], y->part[2]);
}

static void result_texts(struct record_texts *to, const union record_thing *is)
{
	const struct result *x = &is->result;

	date_format(x->date, to->day[0]);
	const struct str text[] = {x->object, x->dept, x->item, x->result, str_of(to->day[0]),
	    x->problem, x->disposal, x->method, x->signed_, x->note};

	memcpy(to->text, text, sizeof text);
}

static bool kept_result(
    const struct audit_state *s, size_t i, union record_thing *out, uint64_t *event)
{
	if (i >= s->n_results)
		return false;
	out->result = s->result[i];
	*event = s->result[i].event;
	return true;
}

static ssjc_rc put_result(
    struct audit *a, unsigned draw, const union record_thing *is, struct ssjc_err *err)
{
	return audit_put_result(a, draw, &is->result, err);
}

const struct record_reading record_resulting = {.row = read_result,
    .key = result_key,
    .same = same_results,
    .clash = clash,
    .texts = result_texts,
    .kept = kept_result,
    .put = put_result};
