#include "ssjc/record/record.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Looking things up ---- */

/* They are sorted by object and department. */
static int by_visit(const void *a, const void *b)
{
	const struct confirmation *x = a, *y = b;
	int c = str_cmp(x->object, y->object);

	return c ? c : str_cmp(x->dept, y->dept);
}

static const struct confirmation *confirmation_of(
    const struct audit_state *s, struct str id, struct str dept)
{
	const struct confirmation key = {.object = id, .dept = dept};

	if (s->n_confirmations == 0)
		return NULL;
	return bsearch(&key, s->confirmation, s->n_confirmations, sizeof key, by_visit);
}

const struct result *record_result(
    const struct audit_state *s, struct str id, struct str dept, struct str item, struct str result)
{
	const struct result *found = NULL;

	for (size_t i = audit_results(s, id); i < s->n_results; i++) {
		const struct result *o = &s->result[i];

		if (!str_eq(o->object, id))
			break;
		if (str_eq(o->dept, dept) && str_eq(o->item, item) &&
		    (!found || str_eq(o->result, result)))
			found = o;
	}
	return found;
}

/* ---- What may be reported ---- */

static ssjc_rc refuse(struct ssjc_err *err, const char *column, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
static ssjc_rc refuse(struct ssjc_err *err, const char *column, const char *fmt, ...)
{
	char text[sizeof err->msg];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	return ssjc_fail_at(err, SSJC_INPUT, NULL, 0, column, "%s", text);
}

/* An object that is drawn, and a department of the plan. */
static ssjc_rc who(const struct record *r, struct str id, struct str dept, const struct pick **pick,
    struct ssjc_err *err)
{
	*pick = audit_pick(r->state, id);
	if (!*pick || (*pick)->role == ROLE_RESERVE)
		return refuse(err, "id", "“%.*s” was not drawn", STR_ARG(id));
	if ((*pick)->role == ROLE_REMOVED)
		return refuse(err, "id", "%.*s (%.*s) was removed and replaced", STR_ARG(id),
		    STR_ARG((*pick)->object.name));
	if (!plan_dept_of(r->plan, dept))
		return refuse(err, "dept", "“%.*s” is no department of the plan", STR_ARG(dept));
	return SSJC_OK;
}

static bool awaits_replacement(const struct audit_state *s, struct str id)
{
	for (size_t i = 0; i < s->n_awaiting; i++)
		if (str_eq(s->awaiting[i], id))
			return true;
	return false;
}

ssjc_rc record_check_confirmation(
    const struct record *r, const struct confirmation *c, struct ssjc_err *err)
{
	const struct pick *pick;
	ssjc_rc rc = who(r, c->object, c->dept, &pick, err);

	if (rc != SSJC_OK)
		return rc;
	if (c->confirmed && c->reason.n)
		return refuse(
		    err, "reason", "has a reason to remove the object, but confirmed says yes");
	if (!c->confirmed && c->reason.n == 0)
		return refuse(err, "reason", "is empty: a removal names its reason");
	if (!c->confirmed && c->evidence.n == 0)
		return refuse(err, "evidence", "is empty: a removal names its evidence");
	if (!c->confirmed && audit_inspected(r->state, c->object))
		return refuse(err, "confirmed",
		    "%.*s (%.*s) was inspected: its results are on record, and it stays",
		    STR_ARG(c->object), STR_ARG(pick->object.name));
	return SSJC_OK;
}

ssjc_rc record_check_result(const struct record *r, const struct result *o, struct ssjc_err *err)
{
	const struct item *item = r->items ? items_find(r->items, o->dept, o->item) : NULL;
	const struct pick *pick;
	char date[DATE_SIZE];
	ssjc_rc rc = who(r, o->object, o->dept, &pick, err);

	if (rc != SSJC_OK)
		return rc;
	if (awaits_replacement(r->state, o->object))
		return refuse(err, "id",
		    "%.*s (%.*s) is to be removed: run ssjc-draw replace, or confirm it after all",
		    STR_ARG(o->object), STR_ARG(pick->object.name));
	if (!audit_seat(r->state, o->object, o->dept, 1))
		return refuse(err, "dept", "nobody of “%.*s” was assigned to %.*s",
		    STR_ARG(o->dept), STR_ARG(o->object));
	if (r->items && (!item || !item_applies(item, o->dept, pick->object.category)))
		return refuse(err, "item",
		    "“%.*s” is no item of “%.*s” for a business of category “%.*s”",
		    STR_ARG(o->item), STR_ARG(o->dept), STR_ARG(pick->object.category));
	date_format(o->date, date);
	if (o->date < time_day(r->state->draw_time))
		return refuse(err, "date", "%s is before the draw", date);
	if (o->date > r->today)
		return refuse(err, "date", "%s is still to come", date);
	return SSJC_OK;
}

/* ---- Rows ---- */

/* What is wrong with what a row says, with the row's place. */
static ssjc_rc at_row(const struct table *t, size_t row, ssjc_rc rc, struct ssjc_err *err)
{
	struct ssjc_err e = *err;

	return rc == SSJC_OK ? SSJC_OK : table_fail(t, row, e.column, err, "%s", e.msg);
}

/* A row's department: its key, whether it stands there or the name does. */
static struct str dept_at(const struct record *r, const struct table *t, size_t row)
{
	struct str text = table_at(t, row, table_col(t, "dept"));
	const struct plan_dept *dept = plan_dept_of(r->plan, text);

	return dept ? dept->key : text;
}

/* A cell as a code of its column, or as it is where others are allowed; empty stays empty. */
static ssjc_rc coded(const struct record *r, const struct table *t, size_t row, const char *column,
    const char *codes, struct str *out, struct ssjc_err *err)
{
	struct str written = str_trim(table_at(t, row, table_col(t, column)));
	struct buf known = {0};
	struct str code;
	ssjc_rc wrong;

	*out = STR("");
	if (written.n == 0 || vocabulary_code(r->vocabulary, codes, written, out))
		return SSJC_OK;
	if (vocabulary_open_ended(r->vocabulary, codes)) {
		*out = written;
		return SSJC_OK;
	}
	for (size_t i = 0; vocabulary_nth(r->vocabulary, codes, i, &code); i++)
		buf_printf(&known, "%s%.*s", i ? ", " : "", STR_ARG(code));
	wrong = table_fail(t, row, column, err, "“%.*s” is none of: %.*s", STR_ARG(written),
	    STR_ARG(buf_text(&known)));
	buf_free(&known);
	return wrong;
}

static ssjc_rc confirmation_row(const struct record *r, const struct table *t, size_t row,
    struct confirmation *c, bool *skip, struct ssjc_err *err)
{
	const struct confirmation *old;
	struct str yes;
	ssjc_rc rc = coded(r, t, row, "confirmed", "yesno", &yes, err);

	*skip = yes.n == 0;
	if (rc != SSJC_OK || *skip)
		return rc;
	rc = coded(r, t, row, "reason", "reason", &c->reason, err);
	if (rc != SSJC_OK)
		return rc;
	c->object = table_at(t, row, table_col(t, "id"));
	c->dept = dept_at(r, t, row);
	c->confirmed = str_is(yes, "yes");
	c->evidence = str_trim(table_at(t, row, table_col(t, "evidence")));
	c->note = table_at(t, row, table_col(t, "note"));
	rc = at_row(t, row, record_check_confirmation(r, c, err), err);
	if (rc != SSJC_OK)
		return rc;
	old = confirmation_of(r->state, c->object, c->dept);
	*skip = old && old->confirmed == c->confirmed && str_eq(old->reason, c->reason) &&
	    str_eq(old->evidence, c->evidence) && str_eq(old->note, c->note);
	return SSJC_OK;
}

static bool same_outcome(const struct result *a, const struct result *b)
{
	return a->date == b->date && str_eq(a->result, b->result) &&
	    str_eq(a->problem, b->problem) && str_eq(a->disposal, b->disposal) &&
	    str_eq(a->method, b->method) && str_eq(a->signed_, b->signed_) &&
	    str_eq(a->note, b->note);
}

static ssjc_rc outcome_row(const struct record *r, const struct table *t, size_t row, bool correct,
    struct result *o, bool *skip, struct ssjc_err *err)
{
	struct str date = str_trim(table_at(t, row, table_col(t, "date")));
	const struct result *old;
	ssjc_rc rc = coded(r, t, row, "result", "result", &o->result, err);

	*skip = o->result.n == 0;
	if (rc != SSJC_OK || *skip)
		return rc;
	o->object = table_at(t, row, table_col(t, "id"));
	o->dept = dept_at(r, t, row);
	o->item = str_trim(table_at(t, row, table_col(t, "item")));
	if (!date_parse(date, &o->date))
		return table_fail(
		    t, row, "date", err, "“%.*s” is no date such as 2023-06-14", STR_ARG(date));
	rc = at_row(t, row, record_check_result(r, o, err), err);
	if (rc == SSJC_OK)
		rc = coded(r, t, row, "method", "method", &o->method, err);
	if (rc == SSJC_OK)
		rc = coded(r, t, row, "signed", "signed", &o->signed_, err);
	if (rc != SSJC_OK)
		return rc;
	o->problem = table_at(t, row, table_col(t, "problem"));
	o->disposal = table_at(t, row, table_col(t, "disposal"));
	o->note = table_at(t, row, table_col(t, "note"));
	old = record_result(r->state, o->object, o->dept, o->item, o->result);
	/* A correction replaces all that is on record of the item: nothing is left out. */
	*skip = old && same_outcome(old, o) && !correct;
	if (old && !*skip && !correct)
		return table_fail(t, row, "result", err,
		    "item %.*s of %.*s is on record already, otherwise: “%.*s”; --correct --reason "
		    "TEXT "
		    "corrects it",
		    STR_ARG(o->item), STR_ARG(o->object), STR_ARG(old->result));
	return SSJC_OK;
}

/* ---- Whole tables ---- */

/* Rows by what they are about, to find one that stands twice. */
struct keyed {
	struct str part[4];
	size_t row;
};
enum { PARTS = sizeof((struct keyed *)0)->part / sizeof(struct str) };

static int by_parts(const struct keyed *x, const struct keyed *y)
{
	int c = 0;

	for (size_t i = 0; c == 0 && i < PARTS; i++)
		c = str_cmp(x->part[i], y->part[i]);
	return c;
}

static int by_key(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	int c = by_parts(x, y);

	return c ? c : (x->row > y->row) - (x->row < y->row);
}

static size_t find_twice(
    const struct table *t, struct keyed *k, size_t n, record_bad *bad, void *arg)
{
	struct ssjc_err e;
	size_t wrong = 0;

	if (n > 1)
		qsort(k, n, sizeof *k, by_key);
	for (size_t i = 1; i < n; i++) {
		if (by_parts(&k[i], &k[i - 1]) != 0)
			continue;
		table_fail(t, k[i].row, "id", &e, "says again what line %llu said",
		    (unsigned long long)t->line[k[i - 1].row]);
		bad(arg, &e);
		wrong++;
	}
	return wrong;
}

/*
 * All rows of a table, each through one function into an element of size
 * bytes: the two kinds of report differ in nothing else.
 */
struct reading {
	const char *const *needed;
	size_t size;
	ssjc_rc (*row)(const struct record *, const struct table *, size_t, bool, void *, bool *,
	    struct ssjc_err *);
	struct keyed (*key)(const void *);
};

static ssjc_rc read_rows(const struct reading *how, const struct record *r, const struct table *t,
    bool correct, record_bad *bad, void *arg, void *out, size_t *n, struct ssjc_err *err)
{
	char *all = calloc(t->rows + 1, how->size);
	struct keyed *keys = calloc(t->rows + 1, sizeof *keys);
	size_t wrong = 0;
	struct ssjc_err e;
	ssjc_rc rc = SSJC_OK;

	*n = 0;
	if (!all || !keys)
		rc = ssjc_fail_memory(err);
	if (rc == SSJC_OK)
		rc = table_need(t, how->needed, err);
	for (size_t i = 0; rc == SSJC_OK && i < t->rows; i++) {
		char *at = all + *n * how->size;
		bool skip = false;

		memset(at, 0, how->size);
		if (how->row(r, t, i, correct, at, &skip, &e) != SSJC_OK) {
			bad(arg, &e);
			wrong++;
		} else if (!skip) {
			keys[*n] = how->key(at);
			keys[(*n)++].row = i;
		}
	}
	if (rc == SSJC_OK)
		wrong += t->ragged + find_twice(t, keys, *n, bad, arg);
	if (wrong > 0)
		rc = ssjc_fail_at(err, SSJC_INPUT, t->name, 0, NULL,
		    "%zu of %zu rows are wrong: nothing was recorded", wrong, t->rows + t->ragged);
	free(keys);
	if (rc != SSJC_OK) {
		free(all);
		all = NULL;
		*n = 0;
	}
	memcpy(out, &all, sizeof all);
	return rc;
}

static ssjc_rc read_confirmation(const struct record *r, const struct table *t, size_t row,
    bool correct, void *to, bool *skip, struct ssjc_err *err)
{
	(void)correct;
	return confirmation_row(r, t, row, to, skip, err);
}

static struct keyed confirmation_key(const void *p)
{
	const struct confirmation *c = p;

	return (struct keyed){.part = {c->object, c->dept}};
}

ssjc_rc record_confirmations(const struct record *r, const struct table *t, record_bad *bad,
    void *arg, struct confirmation **out, size_t *n, struct ssjc_err *err)
{
	static const char *const needed[] = {"id", "dept", "confirmed", NULL};
	static const struct reading how = {
	    needed, sizeof **out, read_confirmation, confirmation_key};

	return read_rows(&how, r, t, false, bad, arg, out, n, err);
}

static ssjc_rc read_outcome(const struct record *r, const struct table *t, size_t row, bool correct,
    void *to, bool *skip, struct ssjc_err *err)
{
	return outcome_row(r, t, row, correct, to, skip, err);
}

static struct keyed outcome_key(const void *p)
{
	const struct result *o = p;

	return (struct keyed){.part = {o->object, o->dept, o->item, o->result}};
}

ssjc_rc record_results(const struct record *r, const struct table *t, bool correct, record_bad *bad,
    void *arg, struct result **out, size_t *n, struct ssjc_err *err)
{
	static const char *const needed[] = {"id", "dept", "item", "result", "date", NULL};
	static const struct reading how = {needed, sizeof **out, read_outcome, outcome_key};

	return read_rows(&how, r, t, correct, bad, arg, out, n, err);
}

/* ---- Forms ---- */

static void fields(struct csv_out *out, const struct str *field, size_t n)
{
	for (size_t i = 0; i < n; i++)
		csv_out_field(out, field[i]);
	csv_out_end(out);
}

void record_confirm_form(const struct record *r, struct csv_out *out)
{
	const struct str head[] = {STR("id"), STR("name"), STR("dept"), STR("confirmed"),
	    STR("reason"), STR("evidence"), STR("note")};
	const struct audit_state *s = r->state;

	fields(out, head, sizeof head / sizeof head[0]);
	for (size_t i = 0; i < s->n_picks; i++)
		for (size_t d = 0; pick_is_drawn(&s->pick[i]) && d < r->plan->n_depts; d++) {
			const struct object *o = &s->pick[i].object;
			struct str row[sizeof head / sizeof head[0]] = {
			    o->id, o->name, r->plan->dept[d].key};

			if (!confirmation_of(s, o->id, r->plan->dept[d].key))
				fields(out, row, sizeof row / sizeof row[0]);
		}
}

void record_result_form(const struct record *r, struct csv_out *out)
{
	const struct str head[] = {STR("id"), STR("name"), STR("dept"), STR("item"), STR("title"),
	    STR("result"), STR("problem"), STR("disposal"), STR("date"), STR("method"),
	    STR("signed"), STR("note")};
	const struct audit_state *s = r->state;

	fields(out, head, sizeof head / sizeof head[0]);
	for (size_t i = 0; i < s->n_seats; i++) {
		const struct seat *seat = &s->seat[i];
		const struct pick *p = audit_pick(s, seat->object);
		char date[DATE_SIZE];

		if (seat->seat != 1 || !p || !pick_is_drawn(p))
			continue;
		date_format(seat->date, date);
		for (size_t k = 0; r->items && k < r->items->n; k++) {
			const struct item *item = &r->items->v[k];
			struct str row[sizeof head / sizeof head[0]] = {p->object.id,
			    p->object.name, seat->dept, item->item,
			    item->title, [8] = str_of(date)};

			if (item_applies(item, seat->dept, p->object.category) &&
			    !record_result(s, p->object.id, seat->dept, item->item, STR("")))
				fields(out, row, sizeof row / sizeof row[0]);
		}
	}
}

/* ---- Status ---- */

/*
 * How many items of a department apply to a seated object, and how many of
 * these have no result yet.
 */
struct progress {
	size_t items, missing;
	day_t last;      /* date of the last inspection recorded */
	int64_t entered; /* when the last result was entered */
};

/* Without a list of items, any result of the department is all that there is to be. */
static struct progress progress_without_items(
    const struct audit_state *s, struct str id, struct str dept)
{
	struct progress g = {.items = 1, .missing = 1};

	for (size_t i = audit_results(s, id); i < s->n_results; i++) {
		const struct result *o = &s->result[i];

		if (!str_eq(o->object, id))
			break;
		if (!str_eq(o->dept, dept))
			continue;
		g.missing = 0;
		g.last = o->date > g.last ? o->date : g.last;
		g.entered = o->time > g.entered ? o->time : g.entered;
	}
	return g;
}

static struct progress progress_of(const struct record *r, const struct pick *p, struct str dept)
{
	struct progress g = {0};

	if (!r->items)
		return progress_without_items(r->state, p->object.id, dept);
	for (size_t k = 0; k < r->items->n; k++) {
		const struct item *item = &r->items->v[k];
		const struct result *o;

		if (!item_applies(item, dept, p->object.category))
			continue;
		g.items++;
		o = record_result(r->state, p->object.id, dept, item->item, STR(""));
		if (!o) {
			g.missing++;
			continue;
		}
		if (o->date > g.last)
			g.last = o->date;
		if (o->time > g.entered)
			g.entered = o->time;
	}
	return g;
}

/* A step of a department at an object, as a row of the status. */
struct step {
	const char *name;
	const struct pick *pick;
	struct str dept;
	day_t date, due; /* date: of the draw or the inspection */
	bool done;
	int64_t entered;
	size_t missing;
};

static const char *state_of(const struct step *s, day_t today)
{
	if (s->done)
		return time_day(s->entered) <= s->due ? "done" : "late";
	return today <= s->due ? "due" : "overdue";
}

static void status_row(
    const struct record *r, const struct step *s, bool all, struct csv_out *out, bool *overdue)
{
	const char *state = state_of(s, r->today);
	char date[DATE_SIZE], due[DATE_SIZE];

	*overdue |= strcmp(state, "overdue") == 0;
	if (!all && strcmp(state, "done") == 0)
		return;
	date_format(s->date, date);
	date_format(s->due, due);
	csv_out_field(out, str_of(s->name));
	csv_out_field(out, s->pick->object.id);
	csv_out_field(out, s->pick->object.name);
	csv_out_field(out, s->dept);
	csv_out_field(out, str_of(date));
	csv_out_field(out, str_of(due));
	csv_out_field(out, str_of(state));
	csv_out_uint(out, s->missing);
	csv_out_end(out);
}

static ssjc_rc confirm_step(const struct record *r, const struct pick *p, struct str dept,
    struct step *s, struct ssjc_err *err)
{
	const struct confirmation *c = confirmation_of(r->state, p->object.id, dept);

	*s = (struct step){.name = "confirm",
	    .pick = p,
	    .dept = dept,
	    .date = time_day(p->since),
	    .done = c != NULL,
	    .entered = c ? c->time : 0,
	    .missing = c == NULL};
	return calendar_add(r->calendar, s->date, r->plan->confirm_days, &s->due, err);
}

static ssjc_rc result_step(const struct record *r, const struct pick *p, struct str dept,
    struct step *s, struct ssjc_err *err)
{
	const struct seat *seat = audit_seat(r->state, p->object.id, dept, 1);
	struct progress g = progress_of(r, p, dept);

	*s = (struct step){.name = "result",
	    .pick = p,
	    .dept = dept,
	    .date = g.last ? g.last
	        : seat     ? seat->date
	                   : r->plan->to,
	    .done = g.missing == 0,
	    .entered = g.entered,
	    .missing = g.missing};
	return calendar_add(r->calendar, s->date, r->plan->result_days, &s->due, err);
}

ssjc_rc record_status(
    const struct record *r, bool all, struct csv_out *out, bool *overdue, struct ssjc_err *err)
{
	const struct str head[] = {STR("step"), STR("id"), STR("name"), STR("dept"), STR("date"),
	    STR("due"), STR("state"), STR("missing")};
	const struct audit_state *s = r->state;
	ssjc_rc rc = SSJC_OK;
	struct step step;

	*overdue = false;
	fields(out, head, sizeof head / sizeof head[0]);
	for (size_t i = 0; i < s->n_picks; i++) {
		if (!pick_is_drawn(&s->pick[i]))
			continue;
		for (size_t d = 0; rc == SSJC_OK && d < r->plan->n_depts; d++) {
			struct str dept = r->plan->dept[d].key;

			if (r->plan->confirm_days) {
				rc = confirm_step(r, &s->pick[i], dept, &step, err);
				if (rc == SSJC_OK)
					status_row(r, &step, all, out, overdue);
			}
			if (rc == SSJC_OK)
				rc = result_step(r, &s->pick[i], dept, &step, err);
			if (rc == SSJC_OK)
				status_row(r, &step, all, out, overdue);
		}
	}
	return rc;
}
