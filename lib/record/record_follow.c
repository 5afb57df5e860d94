#include "record_rows.h"

#include "ssjc/base/language.h"

#include <string.h>

/* ---- What is on record ---- */

const struct follow *record_follow(
    const struct audit_state *s, struct str id, struct str dept, struct str kind)
{
	for (size_t i = audit_follows(s, id, dept); i < s->n_follows; i++) {
		const struct follow *f = &s->follow[i];

		if (!str_eq(f->object, id) || !str_eq(f->dept, dept))
			break;
		if (str_eq(f->kind, kind))
			return f;
	}
	return NULL;
}

bool record_follow_continues(const struct follow *old, const struct follow *f)
{
	if (old->closed)
		return f->closed && f->closing == old->closing && f->opened == old->opened &&
		    str_eq(f->document, old->document) && str_eq(f->note, old->note);
	return f->opened == old->opened &&
	    (old->document.n == 0 || str_eq(f->document, old->document));
}

struct follow_progress record_follow_progress(
    const struct record *r, struct str id, struct str dept)
{
	const struct audit_state *s = r->state;
	struct follow_progress g = {0};

	for (size_t i = audit_results(s, id); i < s->n_results; i++) {
		const struct result *x = &s->result[i];

		if (!str_eq(x->object, id))
			break;
		if (!str_eq(x->dept, dept) ||
		    result_class(r->vocabulary, x->result) != RESULT_PROBLEM)
			continue;
		g.problem = true;
		g.found = x->date > g.found ? x->date : g.found;
	}
	for (size_t i = audit_follows(s, id, dept); i < s->n_follows; i++) {
		const struct follow *f = &s->follow[i];

		if (!str_eq(f->object, id) || !str_eq(f->dept, dept))
			break;
		g.n++;
		g.opened = f->opened > g.opened ? f->opened : g.opened;
		if (!follow_done(r->vocabulary, f))
			g.open++;
		else if (follow_done_day(f) > g.last)
			g.last = follow_done_day(f);
	}
	return g;
}

/* ---- A table of them ---- */

static ssjc_rc date_at(const struct table *t, size_t row, const char *column, bool *there,
    day_t *out, struct ssjc_err *err)
{
	struct str text = record_rows_cell(t, row, column);

	*there = text.n > 0;
	if (text.n == 0 || date_parse(text, out))
		return SSJC_OK;
	return table_fail(
	    t, row, column, err, "“%.*s” is not a date such as 2023-06-14", STR_ARG(text));
}

/* What a row leaves empty is as it is on record. */
static void inherit(struct follow *f, const struct follow *old)
{
	if (f->document.n == 0)
		f->document = old->document;
	if (f->note.n == 0)
		f->note = old->note;
	if (f->closed || !old->closed)
		return;
	f->closed = true;
	f->closing = old->closing;
}

static bool same(const struct follow *x, const struct follow *y)
{
	return x->opened == y->opened && x->closed == y->closed &&
	    (!x->closed || x->closing == y->closing) && str_eq(x->document, y->document) &&
	    str_eq(x->note, y->note);
}

static ssjc_rc fill(const struct record *r, const struct table *t, size_t row, struct follow *f,
    struct ssjc_err *err)
{
	bool opened;
	ssjc_rc rc = date_at(t, row, "opened", &opened, &f->opened, err);

	if (rc)
		return rc;
	if (!opened)
		return table_fail(t, row, "opened", err, "is empty: since when?");
	rc = date_at(t, row, "closed", &f->closed, &f->closing, err);
	if (rc)
		return rc;
	f->object = record_rows_object(r, t, row);
	f->dept = record_rows_dept(r, t, row);
	f->document = record_rows_cell(t, row, "document");
	f->note = record_rows_cell(t, row, "note");
	return SSJC_OK;
}

static ssjc_rc read_follow(const struct record *r, const struct table *t, size_t row, size_t nth,
    bool correct, union record_thing *to, struct record_said *said, struct ssjc_err *err)
{
	static const char *const others[] = {"closed", "document", NULL};
	struct follow *f = &to->follow;
	const struct follow *old;
	ssjc_rc rc = record_rows_coded(r, t, row, "kind", "follow", &f->kind, err);

	(void)nth;
	if (rc)
		return rc;
	if (f->kind.n == 0)
		return record_rows_not_filled(t, row, "kind", others, err);
	rc = record_rows_seen(t, row, err);
	if (rc)
		return rc;
	rc = fill(r, t, row, f, err);
	if (rc)
		return rc;
	old = record_follow(r->state, f->object, f->dept, f->kind);
	/* A correction replaces all that is on record of the department there. */
	if (old && !correct)
		inherit(f, old);
	said->is = old && same(f, old) && !correct ? SAID_KNOWN : SAID_NEW;
	rc = record_rows_at(t, row, record_check_follow(r, f, err), err);
	if (rc || !old || correct || record_follow_continues(old, f))
		return rc;
	return table_fail(t, row, "kind", err,
	    "“%.*s” of %.*s is on record already%s, and differs: --correct --reason TEXT corrects "
	    "it",
	    STR_ARG(f->kind), STR_ARG(f->object), old->closed ? W_(", and closed") : "");
}

static struct record_key follow_key(const union record_thing *is)
{
	return (struct record_key){{is->follow.object, is->follow.dept, is->follow.kind}};
}

static bool same_follows(const union record_thing *x, const union record_thing *y)
{
	return same(&x->follow, &y->follow);
}

static void follow_texts(struct record_texts *to, const union record_thing *is)
{
	const struct follow *f = &is->follow;

	date_format(f->opened, to->day[0]);
	if (f->closed)
		date_format(f->closing, to->day[1]);
	const struct str text[] = {f->object, f->dept, f->kind, str_of(to->day[0]),
	    str_of(to->day[1]), f->document, f->note};

	memcpy(to->text, text, sizeof text);
}

static bool kept_follow(
    const struct audit_state *s, size_t i, union record_thing *out, uint64_t *event)
{
	if (i >= s->n_follows)
		return false;
	out->follow = s->follow[i];
	*event = s->follow[i].event;
	return true;
}

static ssjc_rc put_follow(
    struct audit *a, unsigned draw, const union record_thing *is, struct ssjc_err *err)
{
	return audit_put_follow(a, draw, &is->follow, err);
}

const struct record_reading record_following = {.row = read_follow,
    .key = follow_key,
    .same = same_follows,
    .texts = follow_texts,
    .kept = kept_follow,
    .put = put_follow};
