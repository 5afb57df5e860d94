#include "ssjc/record/record.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- Looking things up ---- */

/* Confirmations are sorted by object and department. */
static int by_visit(const void *a, const void *b)
{
	const struct confirmation *x = a, *y = b;
	int c = str_cmp(x->object, y->object);

	return c ? c : str_cmp(x->dept, y->dept);
}

const struct confirmation *record_confirmation(
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
	size_t first, n = audit_results_of(s, id, dept, item, &first);

	for (const struct result *x = s->result + first; n > 0; x++, n--)
		if (!found || str_eq(x->result, result))
			found = x;
	return found;
}

/* ---- What may be reported ---- */

static ssjc_rc refuse(struct ssjc_err *err, const char *column, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
static ssjc_rc refuse(struct ssjc_err *err, const char *column, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	ssjc_vfail_at(err, SSJC_INPUT, NULL, 0, column, fmt, ap);
	va_end(ap);
	return SSJC_INPUT;
}

/* Is it an object that is drawn, and a department of the plan? */
static ssjc_rc check_visit(const struct record *r, struct str id, struct str dept,
    const struct pick **pick, struct ssjc_err *err)
{
	*pick = audit_pick(r->state, id);
	if (!*pick || (*pick)->role == ROLE_RESERVE)
		return refuse(err, "id", "“%.*s” was not drawn", STR_ARG(id));
	if ((*pick)->role == ROLE_REMOVED)
		return refuse(err, "id", "%.*s (%.*s) was removed and replaced", STR_ARG(id),
		    STR_ARG((*pick)->object.name));
	if (!plan_dept_of(r->plan, dept))
		return refuse(err, "dept", "“%.*s” is not a department of the plan", STR_ARG(dept));
	return SSJC_OK;
}

static bool has_result(const struct audit_state *s, struct str id, struct str dept)
{
	size_t i = audit_results_from(s, id, dept, STR(""));

	return i < s->n_results && str_eq(s->result[i].object, id) &&
	    str_eq(s->result[i].dept, dept);
}

static int by_id(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static bool awaits_replacement(const struct audit_state *s, struct str id)
{
	/* They are in the order of the confirmations. */
	return s->n_awaiting && bsearch(&id, s->awaiting, s->n_awaiting, sizeof id, by_id);
}

ssjc_rc record_check_confirmation(
    const struct record *r, const struct confirmation *c, struct ssjc_err *err)
{
	const struct pick *pick;
	ssjc_rc rc = check_visit(r, c->object, c->dept, &pick, err);

	if (rc)
		return rc;
	if (c->confirmed && c->reason.n)
		return refuse(
		    err, "reason", "has a reason to remove the object, but confirmed says yes");
	if (!c->confirmed && c->reason.n == 0)
		return refuse(err, "reason", "is empty: a removal needs a reason");
	if (!c->confirmed && c->evidence.n == 0)
		return refuse(err, "evidence", "is empty: a removal needs evidence");
	if (!c->confirmed && audit_inspected(r->state, c->object))
		return refuse(err, "confirmed",
		    "%.*s (%.*s) was inspected: its results are on record, and it stays",
		    STR_ARG(c->object), STR_ARG(pick->object.name));
	return SSJC_OK;
}

ssjc_rc record_check_result(const struct record *r, const struct result *x, struct ssjc_err *err)
{
	const struct item *item = r->items ? items_find(r->items, x->dept, x->item) : NULL;
	const struct pick *pick;
	char date[DATE_SIZE];
	ssjc_rc rc = check_visit(r, x->object, x->dept, &pick, err);

	if (rc)
		return rc;
	if (awaits_replacement(r->state, x->object))
		return refuse(err, "id",
		    "%.*s (%.*s) is to be removed: run ssjc-draw replace, or confirm it after all",
		    STR_ARG(x->object), STR_ARG(pick->object.name));
	if (!audit_seat(r->state, x->object, x->dept, 1))
		return refuse(err, "dept", "nobody of “%.*s” was assigned to %.*s",
		    STR_ARG(x->dept), STR_ARG(x->object));
	if (r->items && (!item || !item_applies(item, x->dept, pick->object.category)))
		return refuse(err, "item",
		    "“%.*s” is not an item of “%.*s” for a business of category “%.*s”",
		    STR_ARG(x->item), STR_ARG(x->dept), STR_ARG(pick->object.category));
	date_format(x->date, date);
	if (x->date < time_day(r->state->draw_time))
		return refuse(err, "date", "%s is before the draw", date);
	if (x->date > r->today)
		return refuse(err, "date", "%s is still to come", date);
	return SSJC_OK;
}

ssjc_rc record_check_follow(const struct record *r, const struct follow *f, struct ssjc_err *err)
{
	struct str class = vocabulary_class(r->vocabulary, "follow", f->kind);
	char opened[DATE_SIZE], closing[DATE_SIZE];
	const struct pick *pick;
	ssjc_rc rc = check_visit(r, f->object, f->dept, &pick, err);

	if (rc)
		return rc;
	if (!has_result(r->state, f->object, f->dept))
		return refuse(err, "id", "no result of “%.*s” at %.*s (%.*s) is on record yet",
		    STR_ARG(f->dept), STR_ARG(f->object), STR_ARG(pick->object.name));
	if (!vocabulary_is_code(r->vocabulary, "follow", f->kind))
		return refuse(err, "kind", "“%.*s” is not a kind of follow-up", STR_ARG(f->kind));
	if (str_is(class, "other") && str_trim(f->note).n == 0)
		return refuse(err, "note", "is empty: say what “%.*s” is", STR_ARG(f->kind));
	date_format(f->opened, opened);
	if (f->opened < time_day(r->state->draw_time))
		return refuse(err, "opened", "%s is before the draw", opened);
	if (f->opened > r->today)
		return refuse(err, "opened", "%s is still to come", opened);
	if (!f->closed)
		return SSJC_OK;
	date_format(f->closing, closing);
	if (f->closing < f->opened)
		return refuse(err, "closed", "%s is before it was opened, on %s", closing, opened);
	if (f->closing > r->today)
		return refuse(err, "closed", "%s is still to come", closing);
	return SSJC_OK;
}
