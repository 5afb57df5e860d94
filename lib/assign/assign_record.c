#include "ssjc/assign/assign_record.h"

#include "assign_bench.h"
#include "ssjc/audit/audit_plan.h"
#include "ssjc/base/language.h"
#include "ssjc/base/stream_text.h"
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
		language_both(&names, " and %zu more", st->n_awaiting - 3);
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
			    seated ? W_("was removed") : W_("took the place of one removed"));
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
	    "are not the inspectors fixed before the draw, or taken by a --reassign since: those "
	    "have the "
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

ssjc_rc assign_record_fixed(struct audit *a, const struct audit_events *e, size_t at,
    const struct audit_state *st, struct ssjc_err *err)
{
	struct plan_changes c;
	struct buf text = {0};
	ssjc_rc rc = audit_plan_changes(a, e, at, st->match_event, &c, err);

	if (rc || !plan_changes_any(&c, PLAN_MATCH))
		goto out;
	for (size_t i = 0; i < c.n; i++) {
		if (c.v[i].weight < PLAN_MATCH)
			continue;
		buf_z(&text, text.n ? W_(", ") : "");
		language_both(&text, "%.*s was “%.*s” and is “%.*s”", STR_ARG(c.v[i].key),
		    STR_ARG(c.v[i].before), STR_ARG(c.v[i].after));
	}
	rc = ssjc_fail(err, SSJC_REFUSED,
	    "what decides who inspects what was changed after the draw: %.*s: --reassign --reason "
	    "TEXT matches by it, and everything published will say so",
	    STR_ARG(buf_text(&text)));
out:
	buf_free(&text);
	plan_changes_free(&c);
	return rc;
}

/* ---- Who is matched, and what stays ---- */

/*
 * Objects, and the seats that stay while they are matched. The match must not
 * depend on whether it was made before or after a removal: first all objects
 * of the draw are matched, also those removed since; then the seats of these
 * fall away, and all replacements are matched to what is left.
 */
struct stage {
	struct object *object;
	size_t n_objects;
	struct seat *held;
	size_t n_held;
	day_t from;
	unsigned teams; /* numbers used */
};

/* Was it there when the draw, or the last reassign, settled who is matched first? */
static bool is_first(const struct audit_state *st, const struct pick *p)
{
	bool removed = p->role == ROLE_REMOVED && p->rank <= st->stratum[p->stratum_at].main;

	return (pick_is_drawn(p) || removed) && p->event <= st->match_event;
}

/* Does a replacement keep its seats? Not before somebody was to go there, or was changed. */
static bool is_settled(const struct assign_record *s, const struct seat *seat)
{
	return seat->date <= s->today || audit_inspected(s->state, seat->object) ||
	    audit_changed(s->state, seat->object);
}

static bool stays(const struct assign_record *s, const struct seat *seat)
{
	const struct pick *p = audit_pick(s->state, seat->object);

	if (s->reassign)
		return audit_inspected(s->state, seat->object);
	return p && pick_is_drawn(p) && (is_first(s->state, p) || is_settled(s, seat));
}

/* Match a stage's objects; *out is freed by the caller in any case. */
static ssjc_rc match(const struct assign_record *s, const struct stage *g, struct assignment *out,
    struct ssjc_err *err)
{
	struct assign_problem p = {.plan = s->plan,
	    .items = s->items,
	    .calendar = s->calendar,
	    .from = g->from,
	    .today = s->today,
	    .object = g->object,
	    .n_objects = g->n_objects,
	    .inspectors = s->inspectors,
	    .last = s->last,
	    .held = g->held,
	    .n_held = g->n_held,
	    .teams = g->teams,
	    .fresh = s->reassign,
	    .tick = s->tick};
	char master[TICKET_HEX];
	ssjc_rc rc = ticket_master(s->state->draw.seed, master, err);

	if (rc)
		return rc;
	p.master = master;
	return assign_solve(out, &p, err);
}

static ssjc_rc stage_open(struct stage *g, const struct audit_state *st, size_t seats,
    struct arena *arena, struct ssjc_err *err)
{
	g->object = arena_array(arena, st->n_picks + 1, sizeof *g->object);
	g->held = arena_array(arena, seats + 1, sizeof *g->held);
	return g->object && g->held ? SSJC_OK : ssjc_fail_memory(err);
}

/*
 * The first match after a draw: of all that were drawn, or without those
 * removed when only they leave no match.
 */
static ssjc_rc match_first(struct assign_record *s, struct arena *arena, struct ssjc_err *err)
{
	const struct audit_state *st = s->state;
	struct stage g = {.from = time_day(st->match_since)};
	size_t left = 0;
	ssjc_rc rc = stage_open(&g, st, 0, arena, err);

	if (rc)
		return rc;
	for (size_t i = 0; i < st->n_picks; i++)
		if (is_first(st, &st->pick[i]))
			g.object[g.n_objects++] = st->pick[i].object;
	rc = match(s, &g, &s->first, err);
	if (rc != SSJC_PLAN)
		return rc;
	for (size_t i = 0; i < st->n_picks; i++)
		if (is_first(st, &st->pick[i]) && pick_is_drawn(&st->pick[i]))
			g.object[left++] = st->pick[i].object;
	if (left == g.n_objects)
		return rc;
	g.n_objects = left;
	s->without_removed = true;
	assignment_free(&s->first);
	return match(s, &g, &s->first, err);
}

/* All objects drawn now, with the seats that stay. */
static ssjc_rc last_stage(
    const struct assign_record *s, struct stage *g, struct arena *arena, struct ssjc_err *err)
{
	const struct audit_state *st = s->state;
	bool recorded = st->n_seats > 0;
	const struct seat *seat = recorded ? st->seat : s->first.v;
	size_t n = recorded ? st->n_seats : s->first.n;
	int64_t since = st->match_since;
	ssjc_rc rc = stage_open(g, st, n, arena, err);

	if (rc)
		return rc;
	for (size_t i = 0; i < n; i++)
		if (stays(s, &seat[i]))
			g->held[g->n_held++] = seat[i];
	for (size_t i = 0; i < st->n_picks; i++) {
		const struct pick *p = &st->pick[i];
		const struct seat *at = audit_seat(st, p->object.id, s->plan->dept[0].key, 1);

		g->teams += !s->reassign && is_first(st, p);
		if (!pick_is_drawn(p))
			continue;
		g->object[g->n_objects++] = p->object;
		if (!(at && stays(s, at)) && !is_first(st, p) && p->since > since)
			since = p->since;
	}
	g->from = s->reassign ? s->today : time_day(since);
	return SSJC_OK;
}

ssjc_rc assign_record_solve(struct assign_record *s, struct ssjc_err *err)
{
	const struct audit_state *st = s->state;
	const struct inspectors *given = s->inspectors;
	struct inspectors people;
	struct stage last = {0};
	struct arena arena = {0};
	ssjc_rc rc = check_replaced(st, err);

	if (rc)
		goto out;
	/* A reassign goes by its list alone. */
	if (!s->reassign) {
		rc = assign_absent(&people, given, st, NULL, &arena, err);
		if (rc)
			goto out;
		s->inspectors = &people;
	}
	if (!s->reassign && st->n_seats == 0) {
		rc = match_first(s, &arena, err);
		if (rc)
			goto out;
	}
	rc = last_stage(s, &last, &arena, err);
	if (rc)
		goto out;
	rc = match(s, &last, &s->result, err);
	if (rc)
		goto out;
	for (size_t i = 0; i < s->first.n_depts; i++)
		if (s->result.dept[i].serving == 0)
			s->result.dept[i] = s->first.dept[i];
	if (s->result.teams.serving == 0)
		s->result.teams = s->first.teams;
	for (size_t i = 0; i < s->first.n_depts; i++)
		s->result.dept[i].unspread |= s->first.dept[i].unspread;
	s->changed = differs(&s->result, st);
out:
	s->inspectors = given;
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
	const struct inspector *in = inspectors_find(r, cert);

	return in ? in->phone : STR("");
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

/* CSV into out, as no file of it is ever written. */
ssjc_rc assign_record_without(
    const struct assign_record *s, struct buf *out, uint64_t *rows, struct ssjc_err *err)
{
	static const char *const columns[] = {"id", "name", NULL};
	const struct audit_state *st = s->state;
	struct stream_text t;
	ssjc_rc rc;

	*rows = 0;
	if (!s->without_removed)
		return SSJC_OK;
	rc = stream_text_open(&t, err);
	if (rc)
		goto out;
	stream_text_header(&t.csv, columns);
	for (size_t i = 0; i < st->n_picks; i++) {
		const struct pick *p = &st->pick[i];

		if (!is_first(st, p) || pick_is_drawn(p))
			continue;
		csv_out_field(&t.csv, p->object.id);
		csv_out_field(&t.csv, p->object.name);
		csv_out_end(&t.csv);
		++*rows;
	}
	rc = stream_text_into(&t, out, err);
out:
	stream_text_free(&t);
	return rc;
}

void assign_record_free(struct assign_record *s)
{
	assignment_free(&s->result);
	assignment_free(&s->first);
}
