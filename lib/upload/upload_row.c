#include "ssjc/upload/upload_row.h"

#include "upload_key.h"
#include "upload_source.h"

#include "ssjc/base/json.h"
#include "ssjc/base/language.h"
#include "ssjc/base/text.h"
#include "ssjc/plan/plan_number.h"
#include "ssjc/plan/uscc.h"

#include <stdlib.h>
#include <string.h>

/* What one change of the plan or of a code list makes right in all rows that have it. */
struct common_fault {
	const struct upload_column *column;
	struct str value;
};

/* What rows are made with. */
struct maker {
	struct upload_rows *out;
	const struct document *d;
	const struct dept_results *all;
	const struct upload_format *f;
	size_t cap, pending_cap;
	struct upload_of of; /* the row at hand */
	bool good;           /* it breaks no rule so far */
	struct common_fault *said;
	size_t n_said, said_cap;
	upload_wrong *wrong;
	void *arg;
	struct ssjc_err *err;
};

/* ---- A value, and what it must be ---- */

/* The row at hand breaks a rule; e has what and in which column. */
static void refuse(struct maker *m, struct ssjc_err *e)
{
	const struct object *o = &m->of.pick->object;

	m->good = false;
	if (!m->wrong)
		return;
	if (m->of.item)
		ssjc_err_before(e, "%.*s (%.*s), %.*s, %.*s: ", STR_ARG(o->id), STR_ARG(o->name),
		    STR_ARG(m->of.dept->key), STR_ARG(m->of.item->item));
	else
		ssjc_err_before(e, "%.*s (%.*s), %.*s: ", STR_ARG(o->id), STR_ARG(o->name),
		    STR_ARG(m->of.dept->key));
	m->wrong(m->arg, e);
}

/* The same, of what is said for the first row that has it. */
static void refuse_once(
    struct maker *m, const struct upload_column *c, struct str value, struct ssjc_err *e)
{
	m->good = false;
	for (size_t i = 0; i < m->n_said; i++)
		if (m->said[i].column == c && str_eq(m->said[i].value, value))
			return;
	if (array_grow(&m->said, &m->said_cap, m->n_said, sizeof *m->said))
		m->said[m->n_said++] = (struct common_fault){c, value};
	refuse(m, e);
}

/* The text with the sources that it names; those of more than one piece have ; between. */
static void expand(struct maker *m, struct str text, struct buf *out)
{
	struct str piece, name, rest;

	str_split(&text, '{', &piece);
	buf_str(out, piece);
	while (str_split(&text, '{', &piece)) {
		struct upload_pieces pieces = {.arena = &m->out->arena};
		const struct upload_source *s;

		str_split(&piece, '}', &name);
		s = upload_source_of(name, &rest);
		if (s && s->get)
			s->get(&m->of, rest, &pieces);
		for (size_t i = 0; i < pieces.n; i++) {
			buf_z(out, i ? ";" : "");
			buf_str(out, pieces.v[i]);
		}
		out->failed |= pieces.failed;
		free(pieces.v);
		buf_str(out, piece);
	}
}

static bool is_uscc(struct str s)
{
	s.n = s.n > USCC_SIZE ? USCC_SIZE : s.n;
	return s.n == USCC_SIZE && uscc_check(s).fault == USCC_GOOD;
}

/* One piece of a column's value. */
static void check_piece(struct maker *m, const struct upload_column *c, struct str s)
{
	static const struct {
		bool (*good)(struct str);
		const char *what;
	} checks[UPLOAD_CHECKS] = {
	    [UPLOAD_USCC] = {is_uscc,
	        N_("“%.*s” is not, or does not begin with, a unified social credit code with a right "
	           "check digit")},
	    [UPLOAD_PLAN] = {plan_number_is,
	        N_("“%.*s” is not a number of a plan (6 digits of the area, 4 of the year, a 1, and "
	           "3 digits): set plan_number in the plan")},
	    [UPLOAD_TASK] = {plan_number_is_task,
	        N_("“%.*s” is not a number of a task (6 digits of the area, 8 of a date, a 1, and 3 "
	           "digits): set task_id in the plan")},
	    [UPLOAD_AREA] = {plan_number_is_area,
	        N_("“%.*s” is not a code of an area, 6 digits: set area in the plan")},
	};
	struct ssjc_err e;
	struct buf text = {0};

	buf_str(&text, s);
	if (checks[c->check].good && !checks[c->check].good(s)) {
		ssjc_fail_at(
		    &e, SSJC_INPUT, m->f->name.p, 0, c->name.p, checks[c->check].what, STR_ARG(s));
		if (c->check == UPLOAD_USCC)
			refuse(m, &e);
		else
			refuse_once(m, c, s, &e);
	} else if (c->has_regex && regexec(&c->regex, text.p ? text.p : "", 0, NULL, 0) != 0) {
		ssjc_fail_at(&e, SSJC_INPUT, m->f->name.p, 0, c->name.p,
		    "“%.*s” does not match the pattern %.*s", STR_ARG(s), STR_ARG(c->pattern));
		refuse(m, &e);
	}
	buf_free(&text);
}

/* The column's value as a whole. */
static void check_value(
    struct maker *m, const struct upload_column *c, struct str s, const struct upload_pieces *p)
{
	struct ssjc_err e;
	day_t day;

	if (s.n == 0) {
		if (!c->required)
			return;
		ssjc_fail_at(&e, SSJC_INPUT, m->f->name.p, 0, c->name.p,
		    "has no value, and needs one from %s", c->source->name);
		if (upload_source_is_plan(c->source))
			refuse_once(m, c, s, &e);
		else
			refuse(m, &e);
		return;
	}
	if (c->length && text_characters(s) > c->length) {
		ssjc_fail_at(&e, SSJC_INPUT, m->f->name.p, 0, c->name.p,
		    "“%.*s” has %zu characters, and may have %u", STR_ARG(s), text_characters(s),
		    c->length);
		refuse(m, &e);
	}
	if (c->check == UPLOAD_TWO && p->n < 2) {
		ssjc_fail_at(&e, SSJC_INPUT, m->f->name.p, 0, c->name.p,
		    "“%.*s”: two people at least inspect a business", STR_ARG(s));
		refuse(m, &e);
	}
	if (c->check == UPLOAD_PAST && !(date_parse(s, &day) && day <= time_day(m->d->now))) {
		ssjc_fail_at(&e, SSJC_INPUT, m->f->name.p, 0, c->name.p,
		    "“%.*s” is not a day before the results are submitted", STR_ARG(s));
		refuse(m, &e);
	}
}

/* Its code, by the column's list. */
static struct str mapped(struct maker *m, const struct upload_column *c, struct str s)
{
	struct ssjc_err e;
	struct str code;

	if (!c->codes)
		return s;
	if (upload_codes_find(c->codes, s, &code))
		return code;
	ssjc_fail_at(&e, SSJC_INPUT, m->f->name.p, 0, c->name.p,
	    "“%.*s” has no code: give it one in %s", STR_ARG(s), c->codes->table.name);
	refuse_once(m, c, s, &e);
	return STR("");
}

static ssjc_rc make_cell(struct maker *m, const struct upload_column *c, struct str *out)
{
	struct upload_pieces raw = {.arena = &m->out->arena}, pieces = {.arena = &m->out->arena};
	struct buf text = {0};
	bool ok = true, was = m->good;

	if (upload_source_is_constant(c->source)) {
		upload_piece(&raw, c->value);
	} else if (upload_source_is_text(c->source)) {
		expand(m, c->value, &text);
		upload_piece(&raw, arena_str(&m->out->arena, buf_text(&text), &ok));
		buf_clear(&text);
	} else if (c->source->get) {
		c->source->get(&m->of, c->rest, &raw);
	}
	m->good = true;
	for (size_t i = 0; i < raw.n; i++) {
		struct str s = mapped(m, c, raw.v[i]);

		/* Where nothing is mapped, two people of one name stay two. */
		if (c->codes)
			upload_piece(&pieces, s);
		if (s.n)
			check_piece(m, c, s);
	}
	for (size_t i = 0; i < (c->codes ? pieces.n : raw.n); i++)
		buf_printf(
		    &text, "%s%.*s", i ? ";" : "", STR_ARG(c->codes ? pieces.v[i] : raw.v[i]));
	*out = arena_str(&m->out->arena, buf_text(&text), &ok);
	/* What has no code is said once. */
	if (m->good && c->source->batch == BY_ROW)
		check_value(m, c, *out, &raw);
	m->good &= was;
	ok &= !raw.failed && !pieces.failed && !text.failed;
	free(raw.v);
	free(pieces.v);
	buf_free(&text);
	return ok ? SSJC_OK : ssjc_fail_memory(m->err);
}

/* ---- A row ---- */

static ssjc_rc make_id(struct maker *m)
{
	struct buf text = {0};
	char hex[DIGEST_HEX];
	ssjc_rc rc;

	buf_printf(&text, "%.*s\n%.*s\n%.*s\n%.*s\n%.*s\n", STR_ARG(m->d->plan->id),
	    STR_ARG(m->of.pick->object.id), STR_ARG(m->of.all ? STR("") : m->of.dept->key),
	    STR_ARG(m->of.item ? m->of.item->item : STR("")), STR_ARG(m->of.code));
	rc = text.failed ? ssjc_fail_memory(m->err) : digest_hex(text.p, text.n, hex, m->err);
	buf_free(&text);
	if (rc)
		return rc;
	memcpy(m->of.id, hex, UPLOAD_ID_SIZE - 1);
	m->of.id[UPLOAD_ID_SIZE - 1] = '\0';
	return SSJC_OK;
}

/* The row at hand may come back. */
static ssjc_rc add_pending(struct maker *m)
{
	struct upload_rows *r = m->out;
	bool ok = true;

	if (!array_grow(&r->pending, &m->pending_cap, r->n_pending, sizeof *r->pending))
		return ssjc_fail_memory(m->err);
	r->pending[r->n_pending++] = arena_str(&r->arena, str_of(m->of.id), &ok);
	return ok ? SSJC_OK : ssjc_fail_memory(m->err);
}

static ssjc_rc make_content(struct maker *m, struct upload_row *row)
{
	struct buf json = {0};
	bool ok = true;

	buf_char(&json, '{');
	for (size_t i = 0; i < m->f->n_columns; i++)
		if (row->cell[i].n)
			json_member(&json, m->f->column[i].name.p, row->cell[i]);
	buf_char(&json, '}');
	row->content = arena_str(&m->out->arena, buf_text(&json), &ok);
	row->id = arena_str(&m->out->arena, str_of(m->of.id), &ok);
	ok &= !json.failed;
	buf_free(&json);
	return ok ? SSJC_OK : ssjc_fail_memory(m->err);
}

/* The row at hand; ready: its results may be uploaded. */
static ssjc_rc add(struct maker *m, bool ready)
{
	struct upload_rows *r = m->out;
	struct upload_row row = {.cell = NULL};
	struct ssjc_err e;
	ssjc_rc rc = make_id(m);

	if (rc)
		return rc;
	if (!ready)
		return add_pending(m);
	row.cell = arena_array(&r->arena, m->f->n_columns, sizeof *row.cell);
	if (!row.cell)
		return ssjc_fail_memory(m->err);
	m->good = true;
	for (size_t i = 0; i < m->f->n_columns; i++) {
		rc = make_cell(m, &m->f->column[i], &row.cell[i]);
		if (rc)
			return rc;
	}
	if (upload_key_is_empty(m->f, row.cell)) {
		ssjc_fail_at(&e, SSJC_INPUT, m->f->name.p, 0, m->f->key[0].p,
		    "the columns of the key have no value: the other side could not find the row");
		refuse(m, &e);
	}
	if (!m->good) {
		r->wrong++;
		return add_pending(m);
	}
	rc = make_content(m, &row);
	if (rc)
		return rc;
	row.found = m->of.found;
	row.item = m->of.item;
	if (!array_grow(&r->v, &m->cap, r->n, sizeof *r->v))
		return ssjc_fail_memory(m->err);
	r->v[r->n++] = row;
	return SSJC_OK;
}

/* ---- What there is a row of ---- */

static ssjc_rc add_results(struct maker *m, const struct dept_result *r)
{
	struct str code;

	for (size_t i = 0; r->complete && i < r->n_codes; i++) {
		ssjc_rc rc;

		m->of.code = r->code[i];
		rc = add(m, true);
		if (rc)
			return rc;
	}
	for (size_t i = 0; !r->complete && vocabulary_nth(m->d->vocabulary, "result", i, &code);
	     i++) {
		ssjc_rc rc;

		m->of.code = code;
		rc = add(m, false);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

static bool has_result(const struct audit_state *s, const struct upload_of *of)
{
	size_t first;

	return audit_results_of(s, of->pick->object.id, of->dept->key, of->item->item, &first) > 0;
}

static ssjc_rc add_items(struct maker *m, const struct dept_result *r)
{
	const struct item *const *item;
	size_t n = items_of_dept(m->d->items, r->dept->key, &item);

	for (size_t i = 0; i < n; i++) {
		ssjc_rc rc;

		m->of.item = item[i];
		if (r->complete && !has_result(m->d->state, &m->of))
			continue;
		rc = add(m, r->complete);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

/* The departments at one business, n of them from the i-th on. */
static ssjc_rc add_business(struct maker *m, size_t i, size_t n)
{
	bool complete = true, any = false;

	for (size_t k = i; k < i + n; k++) {
		complete &= m->all->v[k].complete;
		any |= m->all->v[k].n_codes > 0;
	}
	if (!any)
		return SSJC_OK;
	m->of = (struct upload_of){.d = m->d,
	    .pick = m->all->v[i].pick,
	    .dept = plan_lead(m->d->plan),
	    .all = true,
	    .found = &m->all->v[i],
	    .n_found = n};
	return add(m, complete);
}

static ssjc_rc add_department(struct maker *m, const struct dept_result *r)
{
	/* Without any result there is no row, and whatever was sent is void: another draw. */
	if (r->n_codes == 0)
		return SSJC_OK;
	m->of = (struct upload_of){
	    .d = m->d, .pick = r->pick, .dept = r->dept, .found = r, .n_found = 1};
	if (m->f->unit == UPLOAD_RESULT)
		return add_results(m, r);
	if (m->f->unit == UPLOAD_ITEM)
		return add_items(m, r);
	return add(m, r->complete);
}

/* ---- Keys ---- */

/* The row shares its key with another one: both are named, and neither is uploaded. */
static void refuse_shared(struct maker *m, size_t at, size_t other)
{
	const struct upload_row *r = &m->out->v[at], *o = &m->out->v[other];
	struct ssjc_err e;

	m->of = (struct upload_of){.pick = r->found->pick, .dept = r->found->dept, .item = r->item};
	ssjc_fail_at(&e, SSJC_INPUT, m->f->name.p, 0, m->f->key[0].p,
	    "has the key of the row of %.*s, %.*s%s%.*s: the other side could not tell them apart, "
	    "so the key needs a column more",
	    STR_ARG(o->found->pick->object.id), STR_ARG(o->found->dept->key), o->item ? ", " : "",
	    STR_ARG(o->item ? o->item->item : STR("")));
	refuse(m, &e);
}

/* No two rows may have one key. */
static ssjc_rc check_keys(struct maker *m)
{
	struct upload_rows *r = m->out;
	struct arena arena = {0};
	struct upload_key *key;
	size_t n, kept = 0;
	ssjc_rc rc = upload_keys_of(&key, &n, m->f, r->v, r->n, &arena, m->err);

	if (rc || n == 0)
		goto out;
	for (size_t i = 0; i < n; i++) {
		bool after = i > 0 && str_eq(key[i].key, key[i - 1].key);

		if (!after && !(i + 1 < n && str_eq(key[i].key, key[i + 1].key)))
			continue;
		refuse_shared(m, key[i].at, key[after ? i - 1 : i + 1].at);
		if (!array_grow(&r->pending, &m->pending_cap, r->n_pending, sizeof *r->pending)) {
			rc = ssjc_fail_memory(m->err);
			goto out;
		}
		r->pending[r->n_pending++] = r->v[key[i].at].id;
		r->v[key[i].at].cell = NULL; /* it goes */
		r->wrong++;
	}
	for (size_t i = 0; i < r->n; i++)
		if (r->v[i].cell)
			r->v[kept++] = r->v[i];
	r->n = kept;
out:
	arena_free(&arena);
	return rc;
}

/* Do the items have the column that a source takes? */
static ssjc_rc check_item_column(const struct document *d, const struct upload_format *f,
    const struct upload_column *c, struct str source, struct ssjc_err *err)
{
	const struct table *t = &d->items->table;
	struct str rest;
	const struct upload_source *s = upload_source_of(source, &rest);

	if (!s || !upload_source_is_item(s))
		return SSJC_OK;
	for (size_t i = 0; i < t->cols; i++)
		if (str_eq(t->head[i], rest))
			return SSJC_OK;
	return ssjc_fail_at(err, SSJC_INPUT, t->name, 1, NULL,
	    "“%.*s” is not a column of the items, but the format “%.*s” takes its %.*s from there",
	    STR_ARG(rest), STR_ARG(f->name), STR_ARG(c->name));
}

static ssjc_rc check_items(
    const struct document *d, const struct upload_format *f, struct ssjc_err *err)
{
	if (f->unit == UPLOAD_ITEM && !d->items)
		return ssjc_fail_at(err, SSJC_PLAN, d->plan->name, 0, NULL,
		    "the format “%.*s” has a row for each item, but the plan has no [items]",
		    STR_ARG(f->name));
	for (size_t i = 0; d->items && i < f->n_columns; i++) {
		const struct upload_column *c = &f->column[i];
		struct str text = c->value, piece, name;
		ssjc_rc rc = check_item_column(d, f, c, c->origin, err);

		if (rc)
			return rc;
		if (!upload_source_is_text(c->source))
			continue;
		str_split(&text, '{', &piece);
		while (str_split(&text, '{', &piece)) {
			str_split(&piece, '}', &name);
			rc = check_item_column(d, f, c, name, err);
			if (rc)
				return rc;
		}
	}
	return SSJC_OK;
}

ssjc_rc upload_rows_of(struct upload_rows *out, const struct document *d,
    const struct dept_results *all, const struct upload_format *f, upload_wrong *wrong, void *arg,
    struct ssjc_err *err)
{
	struct maker m = {
	    .out = out, .d = d, .all = all, .f = f, .wrong = wrong, .arg = arg, .err = err};
	ssjc_rc rc;

	*out = (struct upload_rows){0};
	rc = check_items(d, f, err);
	if (rc)
		goto out;
	for (size_t i = 0, n = 1; i < all->n; i += n) {
		n = 1;
		if (f->unit != UPLOAD_OBJECT) {
			rc = add_department(&m, &all->v[i]);
		} else {
			while (i + n < all->n && all->v[i + n].pick == all->v[i].pick)
				n++;
			rc = add_business(&m, i, n);
		}
		if (rc)
			goto out;
	}
	rc = check_keys(&m);
out:
	free(m.said);
	if (rc)
		upload_rows_free(out);
	return rc;
}

void upload_rows_free(struct upload_rows *r)
{
	free(r->v);
	free(r->pending);
	arena_free(&r->arena);
	*r = (struct upload_rows){0};
}
