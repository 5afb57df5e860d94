#include "ssjc/assign/assign_record.h"

#include "ssjc/plan/ticket.h"

#include <stdlib.h>

/* A match must not be made, or used, that the next replacement would have to undo. */
static ssjc_rc check_replaced(const struct audit_state *st, struct ssjc_err *err)
{
	struct buf names = {0};
	ssjc_rc rc;

	if (st->n_awaiting == 0)
		return SSJC_OK;
	for (size_t i = 0; i < st->n_awaiting && i < 3; i++) {
		const struct pick *p = audit_pick(st, st->awaiting[i]);

		buf_printf(&names, "%s%.*s (%.*s)", i ? ", " : "", STR_ARG(st->awaiting[i]),
		    STR_ARG(p ? p->object.name : STR("")));
	}
	if (st->n_awaiting > 3)
		buf_printf(&names, " and %zu more", st->n_awaiting - 3);
	rc = ssjc_fail(err, SSJC_REFUSED,
	    "removed and not replaced yet: %.*s: run ssjc-draw replace and assign the list it "
	    "prints",
	    STR_ARG(buf_text(&names)));
	buf_free(&names);
	return rc;
}

ssjc_rc assign_record_current(const struct audit_state *st, struct ssjc_err *err)
{
	ssjc_rc rc = check_replaced(st, err);

	if (rc)
		return rc;
	for (size_t i = 0; i < st->n_picks; i++) {
		const struct pick *p = &st->pick[i];
		bool seated = audit_seated(st, p->object.id);

		if (pick_is_drawn(p) != seated)
			return ssjc_fail(err, SSJC_REFUSED,
			    "%.*s (%.*s) %s since the last match: run ssjc-assign again",
			    STR_ARG(p->object.id), STR_ARG(p->object.name),
			    seated ? "was removed" : "took the place of one removed");
	}
	return SSJC_OK;
}

ssjc_rc assign_record_committed(
    const struct audit_state *st, const char *digest, const char *name, struct ssjc_err *err)
{
	struct str committed = st->match_inspectors;

	if (committed.n == 0 || str_is(committed, digest))
		return SSJC_OK;
	return ssjc_fail_at(err, SSJC_INPUT, name, 0, NULL,
	    "are not the inspectors committed to, or taken by a --reassign since: those have the "
	    "SHA-256 %.*s; --reassign --reason TEXT takes others",
	    STR_ARG(committed));
}

static bool differs(const struct assignment *a, const struct audit_state *st)
{
	if (a->n != st->n_seats)
		return true;
	for (size_t i = 0; i < a->n; i++)
		if (!seat_equal(&a->v[i], &st->seat[i]))
			return true;
	return false;
}

ssjc_rc assign_record_held(const struct audit_state *st, bool reassign, struct arena *arena,
    struct seat **held, size_t *n, struct ssjc_err *err)
{
	*n = 0;
	*held = arena_array(arena, st->n_seats + 1, sizeof **held);
	if (!*held)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < st->n_seats; i++)
		if (!reassign || audit_inspected(st, st->seat[i].object))
			(*held)[(*n)++] = st->seat[i];
	return SSJC_OK;
}

int64_t assign_record_since(const struct audit_state *st)
{
	int64_t since = INT64_MAX;

	for (size_t i = 0; i < st->n_picks; i++) {
		const struct pick *p = &st->pick[i];

		if (pick_is_drawn(p) && p->since < since && !audit_seated(st, p->object.id))
			since = p->since;
	}
	return since == INT64_MAX || since < st->match_since ? st->match_since : since;
}

ssjc_rc assign_record_solve(struct assign_record *s, struct ssjc_err *err)
{
	const struct audit_state *st = s->state;
	struct assign_problem p = {.plan = s->plan,
	    .items = s->items,
	    .calendar = s->calendar,
	    .from = s->reassign ? s->today : time_day(assign_record_since(st)),
	    .today = s->today,
	    .inspectors = s->inspectors};
	struct arena arena = {0};
	struct object *object;
	struct seat *held;
	char master[TICKET_HEX];
	ssjc_rc rc = check_replaced(st, err);

	if (rc)
		goto out;
	rc = assign_record_held(st, s->reassign, &arena, &held, &p.n_held, err);
	if (rc)
		goto out;
	object = arena_array(&arena, st->n_picks + 1, sizeof *object);
	if (!object) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	for (size_t i = 0; i < st->n_picks; i++)
		if (pick_is_drawn(&st->pick[i]))
			object[p.n_objects++] = st->pick[i].object;
	rc = ticket_master(st->draw.seed, master, err);
	if (rc)
		goto out;
	p.held = held;
	p.object = object;
	p.master = master;
	rc = assign_solve(&s->result, &p, err);
	if (rc)
		goto out;
	s->changed = differs(&s->result, st);
out:
	arena_free(&arena);
	return rc;
}

ssjc_rc assign_record_put(const struct assign_record *s, struct audit *a, struct ssjc_err *err)
{
	for (size_t i = 0; i < s->result.n; i++) {
		ssjc_rc rc = audit_put_seat(a, s->state->draws, &s->result.v[i], err);

		if (rc)
			return rc;
	}
	return SSJC_OK;
}

/* The assigned stream's columns after those of the drawn list. */
static const char *const own[] = {
    "date", "team", "dept", "seat", "duty", "cert", "inspector", "inspector_phone"};
enum { OWN = sizeof own / sizeof own[0] };

static bool is_own(struct str column)
{
	for (size_t i = 0; i < OWN; i++)
		if (str_is(column, own[i]))
			return true;
	return false;
}

static struct str phone_of(const struct inspectors *r, struct str cert)
{
	for (size_t i = 0; i < r->n; i++)
		if (str_eq(r->v[i].cert, cert))
			return r->v[i].phone;
	return STR("");
}

static void write_row(
    const struct assign_record *s, const struct seat *seat, size_t row, struct csv_out *out)
{
	char date[DATE_SIZE];

	for (size_t i = 0; i < s->drawn->cols; i++)
		if (!is_own(s->drawn->head[i]))
			csv_out_field(out, table_at(s->drawn, row, (int)i));
	date_format(seat->date, date);
	csv_out_field(out, str_of(date));
	csv_out_uint(out, seat->team);
	csv_out_field(out, seat->dept);
	csv_out_uint(out, seat->seat);
	csv_out_field(out, str_of(duty_names[seat->duty]));
	csv_out_field(out, seat->cert);
	csv_out_field(out, seat->inspector);
	csv_out_field(out, phone_of(s->inspectors, seat->cert));
	csv_out_end(out);
}

ssjc_rc assign_record_write(const struct assign_record *s, enum csv_style style, FILE *f,
    char digest[DIGEST_HEX], struct ssjc_err *err)
{
	const struct table *t = s->drawn;
	int id = table_col(t, "id");
	size_t *row = calloc(s->state->n_picks + 1, sizeof *row); /* of each pick */
	struct csv_out out = {0};
	ssjc_rc rc;

	if (!row)
		return ssjc_fail_memory(err);
	rc = csv_out_open(&out, f, style, err);
	if (rc)
		goto out;
	for (size_t i = 0; i < t->rows; i++)
		row[audit_pick(s->state, table_at(t, i, id)) - s->state->pick] = i;
	for (size_t i = 0; i < t->cols; i++)
		if (!is_own(t->head[i]))
			csv_out_field(&out, t->head[i]);
	for (size_t i = 0; i < OWN; i++)
		csv_out_field(&out, str_of(own[i]));
	csv_out_end(&out);
	for (size_t i = 0; i < s->result.n; i++) {
		const struct seat *seat = &s->result.v[i];

		write_row(s, seat, row[audit_pick(s->state, seat->object) - s->state->pick], &out);
	}
	rc = csv_out_finish(&out, digest, err);
out:
	csv_out_close(&out);
	free(row);
	return rc;
}

void assign_record_free(struct assign_record *s)
{
	assignment_free(&s->result);
}
