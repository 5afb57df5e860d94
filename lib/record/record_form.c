#include "record_form.h"

/* What each kind of form is of. */
static const struct {
	const char *stream;
	const char *column[FORM_COLUMNS + 1];
} forms[] = {
    [RECORD_CONFIRM] = {"confirmations",
        {"id", "name", "dept", "confirmed", "reason", "evidence", "note", NULL}},
    [RECORD_RESULT] = {"results",
        {"id", "name", "dept", "item", "title", "result", "problem", "disposal", "date", "method",
            "signed", "note", NULL}},
    [RECORD_FOLLOW] = {"follow",
        {"id", "name", "dept", "problem", "kind", "opened", "closed", "document", "note", NULL}},
};

const char *const *form_columns(enum record_kind kind)
{
	return forms[kind].column;
}

struct str form_header(const struct record *r, enum record_kind kind, const char *column)
{
	struct vocabulary_entry e;

	for (size_t i = 0; vocabulary_entry(r->vocabulary, VOCABULARY_HEADERS, i, &e); i++)
		if (str_is(e.scope, forms[kind].stream) && str_is(e.means, column))
			return e.text;
	return str_of(column);
}

/* ---- The rows ---- */

static ssjc_rc confirm_rows(const struct record *r, const struct plan_dept *only, form_use *use,
    void *arg, struct ssjc_err *err)
{
	const struct audit_state *s = r->state;

	for (size_t i = 0; i < s->n_picks; i++)
		for (size_t d = 0; pick_is_drawn(&s->pick[i]) && d < r->plan->n_depts; d++) {
			struct form_row row = {.pick = &s->pick[i], .dept = &r->plan->dept[d]};
			ssjc_rc rc;

			if (only && row.dept != only)
				continue;
			row.confirmation = record_confirmation(
			    s, row.pick->object.id, row.dept->key);
			row.done = row.confirmation != NULL;
			rc = use(arg, &row, err);
			if (rc)
				return rc;
		}
	return SSJC_OK;
}

/* A row for each result of its item that is on record, or one without. */
static ssjc_rc item_rows(
    const struct record *r, struct form_row *row, form_use *use, void *arg, struct ssjc_err *err)
{
	const struct audit_state *s = r->state;
	size_t first, n;
	ssjc_rc rc;

	row->result = NULL;
	row->done = true;
	n = audit_results_of(s, row->pick->object.id, row->dept->key, row->item->item, &first);
	for (size_t i = first; i < first + n; i++) {
		row->result = &s->result[i];
		rc = use(arg, row, err);
		if (rc)
			return rc;
	}
	row->done = row->result != NULL;
	return row->done ? SSJC_OK : use(arg, row, err);
}

/* Where the plan has no list of items: what is on record, and a row for something else. */
static ssjc_rc free_rows(
    const struct record *r, struct form_row *row, form_use *use, void *arg, struct ssjc_err *err)
{
	const struct audit_state *s = r->state;
	struct str id = row->pick->object.id;
	ssjc_rc rc;

	for (size_t i = audit_results(s, id); i < s->n_results; i++) {
		const struct result *x = &s->result[i];

		if (!str_eq(x->object, id))
			break;
		if (!str_eq(x->dept, row->dept->key))
			continue;
		row->result = x;
		row->done = true;
		rc = use(arg, row, err);
		if (rc)
			return rc;
	}
	row->result = NULL;
	row->done = false;
	row->spare = true;
	rc = use(arg, row, err);
	row->spare = false;
	return rc;
}

static ssjc_rc seat_rows(
    const struct record *r, struct form_row *row, form_use *use, void *arg, struct ssjc_err *err)
{
	const struct item *const *item;
	size_t n;

	if (!r->items)
		return free_rows(r, row, use, arg, err);
	n = items_of_dept(r->items, row->dept->key, &item);
	for (size_t k = 0; k < n; k++) {
		ssjc_rc rc;

		row->item = item[k];
		if (!item_applies(row->item, row->dept->key, row->pick->object.category))
			continue;
		rc = item_rows(r, row, use, arg, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static ssjc_rc result_rows(const struct record *r, const struct plan_dept *only, form_use *use,
    void *arg, struct ssjc_err *err)
{
	const struct audit_state *s = r->state;

	for (size_t i = 0; i < s->n_seats; i++) {
		struct form_row row = {.seat = &s->seat[i],
		    .pick = audit_pick(s, s->seat[i].object),
		    .dept = plan_dept_of(r->plan, s->seat[i].dept)};
		ssjc_rc rc;

		if (row.seat->seat != 1 || !row.pick || !pick_is_drawn(row.pick) || !row.dept ||
		    (only && row.dept != only))
			continue;
		rc = seat_rows(r, &row, use, arg, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

/* Append what a department found wrong at an object, as text. */
static void problems(struct buf *out, const struct record *r, struct str id, struct str dept)
{
	const struct audit_state *s = r->state;

	for (size_t i = audit_results(s, id); i < s->n_results; i++) {
		const struct result *x = &s->result[i];

		if (!str_eq(x->object, id))
			break;
		if (!str_eq(x->dept, dept) ||
		    result_class(r->vocabulary, x->result) != RESULT_PROBLEM)
			continue;
		buf_printf(out, "%s%.*s ", out->n ? "；" : "", STR_ARG(x->item));
		buf_str(out, vocabulary_text(r->vocabulary, "result", x->result));
		if (x->problem.n)
			buf_printf(out, "：%.*s", STR_ARG(x->problem));
	}
}

/*
 * What a department does about its problems at an object: a row for each follow-up on
 * record, one where nothing is on record yet, and one for something else.
 */
static ssjc_rc dept_follows(
    const struct record *r, struct form_row *row, form_use *use, void *arg, struct ssjc_err *err)
{
	const struct audit_state *s = r->state;
	struct str id = row->pick->object.id, dept = row->dept->key;
	struct follow_progress g = record_follow_progress(r, id, dept);
	ssjc_rc rc;

	for (size_t i = audit_follows(s, id, dept); i < s->n_follows; i++) {
		const struct follow *f = &s->follow[i];

		if (!str_eq(f->object, id) || !str_eq(f->dept, dept))
			break;
		row->follow = f;
		row->done = follow_done(r->vocabulary, f);
		rc = use(arg, row, err);
		if (rc)
			return rc;
	}
	row->follow = NULL;
	row->done = false;
	if (!g.problem)
		return SSJC_OK;
	if (g.n == 0) {
		rc = use(arg, row, err);
		if (rc)
			return rc;
	}
	row->spare = true;
	return use(arg, row, err);
}

static ssjc_rc follow_rows(const struct record *r, const struct plan_dept *only, form_use *use,
    void *arg, struct ssjc_err *err)
{
	const struct audit_state *s = r->state;
	struct buf found = {0};
	ssjc_rc rc = SSJC_OK;

	for (size_t i = 0; i < s->n_picks; i++)
		for (size_t d = 0; pick_is_drawn(&s->pick[i]) && d < r->plan->n_depts; d++) {
			struct form_row row = {.pick = &s->pick[i], .dept = &r->plan->dept[d]};

			if (only && row.dept != only)
				continue;
			buf_clear(&found);
			problems(&found, r, row.pick->object.id, row.dept->key);
			row.problem = buf_text(&found);
			rc = found.failed ? ssjc_fail_memory(err)
			                  : dept_follows(r, &row, use, arg, err);
			if (rc)
				goto out;
		}
out:
	buf_free(&found);
	return rc;
}

ssjc_rc form_rows(const struct record *r, enum record_kind kind, const struct plan_dept *only,
    form_use *use, void *arg, struct ssjc_err *err)
{
	switch (kind) {
	case RECORD_RESULT:
		return result_rows(r, only, use, arg, err);
	case RECORD_FOLLOW:
		return follow_rows(r, only, use, arg, err);
	default:
		return confirm_rows(r, only, use, arg, err);
	}
}

/* ---- Their cells ---- */

static struct str word(const struct record *r, bool chinese, const char *codes, struct str code)
{
	struct str text = chinese ? vocabulary_text(r->vocabulary, codes, code) : STR("");

	return text.n ? text : code;
}

static void confirm_cells(
    const struct record *r, bool chinese, const struct confirmation *c, struct str *cell)
{
	if (!c)
		return;
	cell[0] = word(r, chinese, "yesno", c->confirmed ? STR("yes") : STR("no"));
	cell[1] = word(r, chinese, "reason", c->reason);
	cell[2] = c->evidence;
	cell[3] = c->note;
}

static void result_cells(const struct record *r, bool chinese, const struct form_row *row,
    char date[2][DATE_SIZE], struct str *cell)
{
	const struct result *x = row->result;

	date_format(x ? x->date : row->seat->date, date[0]);
	cell[5] = str_of(date[0]);
	if (row->item) {
		cell[0] = row->item->item;
		cell[1] = row->item->title;
	}
	if (!x)
		return;
	cell[0] = x->item;
	cell[2] = word(r, chinese, "result", x->result);
	cell[3] = x->problem;
	cell[4] = x->disposal;
	cell[6] = word(r, chinese, "method", x->method);
	cell[7] = word(r, chinese, "signed", x->signed_);
	cell[8] = x->note;
}

static void follow_cells(const struct record *r, bool chinese, const struct form_row *row,
    char date[2][DATE_SIZE], struct str *cell)
{
	const struct follow *f = row->follow;

	cell[0] = row->problem;
	if (!f)
		return;
	date_format(f->opened, date[0]);
	cell[1] = word(r, chinese, "follow", f->kind);
	cell[2] = str_of(date[0]);
	if (f->closed) {
		date_format(f->closing, date[1]);
		cell[3] = str_of(date[1]);
	}
	cell[4] = f->document;
	cell[5] = f->note;
}

void form_cells(const struct record *r, enum record_kind kind, bool chinese,
    const struct form_row *row, char date[2][DATE_SIZE], struct str cell[FORM_COLUMNS])
{
	for (size_t i = 0; i < FORM_COLUMNS; i++)
		cell[i] = STR("");
	cell[0] = row->pick->object.id;
	cell[1] = row->pick->object.name;
	cell[2] = chinese ? row->dept->name : row->dept->key;
	if (kind == RECORD_RESULT)
		result_cells(r, chinese, row, date, cell + 3);
	else if (kind == RECORD_FOLLOW)
		follow_cells(r, chinese, row, date, cell + 3);
	else
		confirm_cells(r, chinese, row->confirmation, cell + 3);
}

/* ---- As CSV ---- */

struct csv_form {
	const struct record *r;
	enum record_kind kind;
	bool chinese;
	struct csv_out *out;
};

/* What is on record already is not asked for again. */
static ssjc_rc csv_row(void *arg, const struct form_row *row, struct ssjc_err *err)
{
	const struct csv_form *f = arg;
	struct str cell[FORM_COLUMNS];
	char date[2][DATE_SIZE];

	(void)err;
	if (row->done || row->spare)
		return SSJC_OK;
	form_cells(f->r, f->kind, f->chinese, row, date, cell);
	for (size_t i = 0; form_columns(f->kind)[i]; i++)
		csv_out_field(f->out, cell[i]);
	csv_out_end(f->out);
	return SSJC_OK;
}

ssjc_rc record_form_csv(const struct record *r, enum record_kind kind, bool chinese,
    struct csv_out *out, struct ssjc_err *err)
{
	struct csv_form f = {r, kind, chinese, out};

	for (const char *const *c = form_columns(kind); *c; c++)
		csv_out_field(out, chinese ? form_header(r, kind, *c) : str_of(*c));
	csv_out_end(out);
	return form_rows(r, kind, NULL, csv_row, &f, err);
}
