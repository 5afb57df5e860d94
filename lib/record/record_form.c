#include "record_form.h"

const char *const form_confirm_columns[] = {
    "id", "name", "dept", "confirmed", "reason", "evidence", "note", NULL};
const char *const form_result_columns[] = {"id", "name", "dept", "item", "title", "result",
    "problem", "disposal", "date", "method", "signed", "note", NULL};

static const char *const *columns_of(bool results)
{
	return results ? form_result_columns : form_confirm_columns;
}

size_t form_columns(bool results)
{
	size_t n = 0;

	while (columns_of(results)[n])
		n++;
	return n;
}

struct str form_header(const struct record *r, const char *stream, const char *column)
{
	struct vocabulary_entry e;

	for (size_t i = 0; vocabulary_entry(r->vocabulary, VOCABULARY_HEADERS, i, &e); i++)
		if (str_is(e.scope, stream) && str_is(e.means, column))
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
	struct str id = row->pick->object.id;
	ssjc_rc rc;

	row->result = NULL;
	for (size_t i = audit_results(s, id); row->item && i < s->n_results; i++) {
		const struct result *x = &s->result[i];

		if (!str_eq(x->object, id))
			break;
		if (!str_eq(x->dept, row->dept->key) || !str_eq(x->item, row->item->item))
			continue;
		row->result = x;
		rc = use(arg, row, err);
		if (rc)
			return rc;
	}
	return row->result ? SSJC_OK : use(arg, row, err);
}

/* Where the plan has no list of items: what is on record, and a row for something else. */
static ssjc_rc free_rows(
    const struct record *r, struct form_row *row, form_use *use, void *arg, struct ssjc_err *err)
{
	const struct audit_state *s = r->state;
	struct str id = row->pick->object.id;

	for (size_t i = audit_results(s, id); i < s->n_results; i++) {
		const struct result *x = &s->result[i];
		ssjc_rc rc;

		if (!str_eq(x->object, id))
			break;
		if (!str_eq(x->dept, row->dept->key))
			continue;
		row->result = x;
		rc = use(arg, row, err);
		if (rc)
			return rc;
	}
	row->result = NULL;
	return use(arg, row, err);
}

static ssjc_rc seat_rows(
    const struct record *r, struct form_row *row, form_use *use, void *arg, struct ssjc_err *err)
{
	if (!r->items)
		return free_rows(r, row, use, arg, err);
	for (size_t k = 0; k < r->items->n; k++) {
		ssjc_rc rc;

		row->item = &r->items->v[k];
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

ssjc_rc form_rows(const struct record *r, bool results, const struct plan_dept *only, form_use *use,
    void *arg, struct ssjc_err *err)
{
	return results ? result_rows(r, only, use, arg, err) : confirm_rows(r, only, use, arg, err);
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
    char date[DATE_SIZE], struct str *cell)
{
	const struct result *x = row->result;

	date_format(x ? x->date : row->seat->date, date);
	cell[5] = str_of(date);
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

void form_cells(const struct record *r, bool results, bool chinese, const struct form_row *row,
    char date[DATE_SIZE], struct str cell[FORM_COLUMNS])
{
	for (size_t i = 0; i < FORM_COLUMNS; i++)
		cell[i] = STR("");
	cell[0] = row->pick->object.id;
	cell[1] = row->pick->object.name;
	cell[2] = chinese ? row->dept->name : row->dept->key;
	if (results)
		result_cells(r, chinese, row, date, cell + 3);
	else
		confirm_cells(r, chinese, row->confirmation, cell + 3);
}

/* ---- As CSV ---- */

struct csv_form {
	const struct record *r;
	bool results, chinese;
	struct csv_out *out;
};

/* What is on record already is not asked for again. */
static ssjc_rc csv_row(void *arg, const struct form_row *row, struct ssjc_err *err)
{
	const struct csv_form *f = arg;
	struct str cell[FORM_COLUMNS];
	char date[DATE_SIZE];

	(void)err;
	if (row->confirmation || row->result || (f->results && !row->item))
		return SSJC_OK;
	form_cells(f->r, f->results, f->chinese, row, date, cell);
	for (size_t i = 0; i < form_columns(f->results); i++)
		csv_out_field(f->out, cell[i]);
	csv_out_end(f->out);
	return SSJC_OK;
}

void record_form_csv(const struct record *r, bool results, bool chinese, struct csv_out *out)
{
	const char *stream = results ? "results" : "confirmations";
	struct csv_form f = {r, results, chinese, out};

	for (const char *const *c = columns_of(results); *c; c++)
		csv_out_field(out, chinese ? form_header(r, stream, *c) : str_of(*c));
	csv_out_end(out);
	form_rows(r, results, NULL, csv_row, &f, NULL);
}
