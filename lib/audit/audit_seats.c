/*
 * The seats of a plan: those of its last match, with what was changed since: who was
 * replaced by a substitute, and what was moved to another day.
 */
#include "audit_db.h"

#include <stdlib.h>
#include <string.h>

static int by_seat(const void *a, const void *b)
{
	const struct seat *const *x = a, *const *y = b;
	int c = str_cmp((*x)->object, (*y)->object);

	if (c == 0)
		c = str_cmp((*x)->dept, (*y)->dept);
	return c ? c : ((*x)->seat > (*y)->seat) - ((*x)->seat < (*y)->seat);
}

static ssjc_rc index_seats(struct audit_state *s, struct ssjc_err *err)
{
	if (s->n_seats == 0)
		return SSJC_OK;
	s->by_seat = arena_array(&s->arena, s->n_seats, sizeof *s->by_seat);
	if (!s->by_seat)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < s->n_seats; i++)
		s->by_seat[i] = &s->seat[i];
	qsort(s->by_seat, s->n_seats, sizeof *s->by_seat, by_seat);
	return SSJC_OK;
}

const struct seat *audit_seat(
    const struct audit_state *s, struct str id, struct str dept, unsigned seat)
{
	struct seat key = {.object = id, .dept = dept, .seat = seat};
	const struct seat *it = &key, **at;

	if (s->n_seats == 0)
		return NULL;
	at = bsearch(&it, s->by_seat, s->n_seats, sizeof *s->by_seat, by_seat);
	return at ? *at : NULL;
}

static int by_object(const void *id, const void *seat)
{
	return str_cmp(*(const struct str *)id, (*(const struct seat *const *)seat)->object);
}

bool audit_seated(const struct audit_state *s, struct str id)
{
	return s->n_seats && bsearch(&id, s->by_seat, s->n_seats, sizeof *s->by_seat, by_object);
}

/* ---- What was changed ---- */

static int by_touched(const void *a, const void *b)
{
	const struct seat_touched *x = a, *y = b;
	int c = str_cmp(x->object, y->object);

	return c ? c : (x->event > y->event) - (x->event < y->event);
}

ssjc_rc audit_index_changes(struct audit_state *s, struct ssjc_err *err)
{
	struct seat_touched *v;
	size_t all = 0, n = 0;

	for (size_t i = 0; i < s->n_changes; i++)
		all += s->change[i].n;
	v = arena_array(&s->arena, all + 1, sizeof *v);
	if (!v)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < s->n_changes; i++)
		for (size_t k = 0; k < s->change[i].n; k++)
			v[n++] = (struct seat_touched){
			    s->change[i].seat[k].object, s->change[i].event};
	if (n > 1)
		qsort(v, n, sizeof *v, by_touched);
	s->touched = v;
	s->n_touched = 0;
	for (size_t i = 0; i < n; i++)
		if (i == 0 || by_touched(&v[s->n_touched - 1], &v[i]) != 0)
			v[s->n_touched++] = v[i];
	return SSJC_OK;
}

size_t audit_touched(
    const struct audit_state *s, struct str id, uint64_t since, const struct seat_touched **out)
{
	const struct seat_touched key = {id, since + 1};
	size_t at = array_bisect(&key, s->touched, s->n_touched, sizeof key, by_touched), end = at;

	while (end < s->n_touched && str_eq(s->touched[end].object, id))
		end++;
	*out = s->touched + at;
	return end - at;
}

bool audit_changed(const struct audit_state *s, struct str id)
{
	const struct seat_touched *touched;

	return audit_touched(s, id, s->match_event, &touched) > 0;
}

/* ---- Rows ---- */

struct seat_row {
	struct seat seat;
	uint64_t event;
	uint64_t match; /* the last match, of all events */
};

static ssjc_rc fill_seat(struct audit_cursor *c, void *to)
{
	struct seat_row *row = to;
	struct seat *s = &row->seat;
	ssjc_rc rc;

	s->object = audit_take(c);
	rc = audit_take_day(c, &s->date);
	if (rc)
		return rc;
	s->team = (unsigned)audit_take_number(c);
	s->dept = audit_take(c);
	s->seat = (unsigned)audit_take_number(c);
	if (!duty_parse(audit_text(c->s, c->column++), &s->duty))
		return audit_wrong_word(c, "duty");
	s->cert = audit_take(c);
	s->inspector = audit_take(c);
	row->event = audit_take_number(c);
	row->match = audit_take_number(c);
	return SSJC_OK;
}

static ssjc_rc fill_change(struct audit_cursor *c, void *to)
{
	struct audit_change *x = to;

	x->event = audit_take_number(c);
	x->move = str_is(audit_take(c), "move");
	x->reason = audit_take(c);
	x->actor = audit_take(c);
	return audit_take_time(c, &x->time);
}

/* The file with what was asked of a change. */
struct asked_row {
	uint64_t event;
	struct str digest;
};

static ssjc_rc fill_asked(struct audit_cursor *c, void *to)
{
	struct asked_row *r = to;

	r->event = audit_take_number(c);
	r->digest = audit_take(c);
	return SSJC_OK;
}

/* What was asked for has no lines when the event has no such file: then it cannot be read. */
static ssjc_rc read_asked(struct audit *a, struct audit_change *x, const struct asked_row *row,
    size_t n, struct arena *arena, struct ssjc_err *err)
{
	struct str text = STR("");
	ssjc_rc rc = SSJC_OK;

	for (size_t i = 0; i < n && row[i].event == x->event && text.n == 0; i++) {
		rc = audit_kept(a, row[i].digest, arena, &text, err);
		if (rc)
			return rc;
	}
	rc = seat_change_read(&x->asked, text, arena, err);
	if (rc)
		ssjc_err_before(err, "event %llu: ", (unsigned long long)x->event);
	return rc;
}

/* The changes up to event seq, with what was asked. */
static ssjc_rc load_changes(
    struct audit *a, uint64_t seq, struct audit_state *s, struct ssjc_err *err)
{
	struct asked_row *asked;
	size_t n, at = 0;
	ssjc_rc rc = audit_collect(a,
	    "SELECT seq, action, reason, actor, time FROM event WHERE seq > ?1 AND seq <= ?2"
	    " AND action IN ('substitute', 'move') ORDER BY seq",
	    s->draw_event, seq, &s->arena, sizeof *s->change, fill_change, &s->change,
	    &s->n_changes, err);

	if (rc || s->n_changes == 0)
		return rc;
	rc = audit_collect(a,
	    "SELECT event, digest FROM file WHERE event > ?1 AND event <= ?2"
	    " AND direction = 'in' AND kind = 'change' ORDER BY event, row",
	    s->draw_event, seq, &s->arena, sizeof *asked, fill_asked, &asked, &n, err);
	if (rc)
		return rc;
	for (size_t i = 0; i < s->n_changes; i++) {
		while (at < n && asked[at].event < s->change[i].event)
			at++;
		rc = read_asked(a, &s->change[i], asked + at, n - at, &s->arena, err);
		if (rc)
			return rc;
	}
	return SSJC_OK;
}

/* ---- One event after the other ---- */

static ssjc_rc take_match(
    struct audit_state *s, const struct seat_row *row, size_t n, struct ssjc_err *err)
{
	s->seat = arena_array(&s->arena, n, sizeof *s->seat);
	if (!s->seat)
		return ssjc_fail_memory(err);
	s->n_seats = n;
	for (size_t i = 0; i < n; i++)
		s->seat[i] = row[i].seat;
	return index_seats(s, err);
}

/* An expert's seat that came in, after the seat at that place. */
struct seat_after {
	size_t at;
	const struct seat *seat;
};

static int by_after(const void *a, const void *b)
{
	const struct seat_after *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return (x->seat->seat > y->seat->seat) - (x->seat->seat < y->seat->seat);
}

/* Its department has a first seat at the business. */
static struct seat_after after(const struct audit_state *s, const struct seat *seat)
{
	const struct seat *at = NULL;

	for (unsigned n = seat->seat; !at && n > 1; n--)
		at = audit_seat(s, seat->object, seat->dept, n - 1);
	return (struct seat_after){(size_t)(at - s->seat), seat};
}

/*
 * Where the seats go with each change at which experts come or go, there and back: hundreds
 * of changes may be of a hundred thousand seats.
 */
struct seat_room {
	struct seat *v[2];
	const struct seat **by_seat[2];
	size_t *to; /* the new place of each seat */
	size_t n;   /* of each; all rows find room */
	int turn;
};

static ssjc_rc open_room(struct seat_room *r, struct audit_state *s, struct ssjc_err *err)
{
	if (r->to)
		return SSJC_OK;
	for (int i = 0; i < 2; i++) {
		r->v[i] = arena_array(&s->arena, r->n, sizeof *r->v[i]);
		r->by_seat[i] = arena_array(&s->arena, r->n, sizeof *r->by_seat[i]);
		if (!r->v[i] || !r->by_seat[i])
			return ssjc_fail_memory(err);
	}
	r->to = arena_array(&s->arena, r->n, sizeof *r->to);
	return r->to ? SSJC_OK : ssjc_fail_memory(err);
}

static int by_key(const void *a, const void *b)
{
	const struct seat *const x = ((const struct seat_after *)a)->seat,
	                         *const y = ((const struct seat_after *)b)->seat;

	return by_seat(&x, &y);
}

/* The index of those that stay, at their new places, and of those that came in, in its order. */
static void merge_index(struct audit_state *s, struct seat_room *r, struct seat_after *in, size_t n)
{
	const struct seat **out = r->by_seat[r->turn];
	struct seat *v = r->v[r->turn];
	size_t k = 0, kept = 0;

	if (n > 1)
		qsort(in, n, sizeof *in, by_key);
	for (size_t i = 0; i < s->n_seats; i++) {
		size_t at = (size_t)(s->by_seat[i] - s->seat);

		if (r->to[at] == SIZE_MAX)
			continue;
		for (; k < n && by_seat(&in[k].seat, &s->by_seat[i]) < 0; k++)
			out[kept++] = v + in[k].at;
		out[kept++] = v + r->to[at];
	}
	for (; k < n; k++)
		out[kept++] = v + in[k].at;
}

/* The seats with those of experts that came in, without those in which nobody is any more. */
static ssjc_rc take_experts(struct audit_state *s, const struct audit_change *c,
    struct seat_room *room, struct ssjc_err *err)
{
	struct seat_after *in = calloc(c->n + 1, sizeof *in);
	size_t n = 0, ins = 0, k = 0;
	struct seat *v;
	ssjc_rc rc = in ? open_room(room, s, err) : ssjc_fail_memory(err);

	if (rc)
		goto out;
	v = room->v[room->turn];
	for (size_t i = 0; i < c->n; i++)
		if (!c->was[i].cert.n)
			in[ins++] = after(s, &c->seat[i]);
	qsort(in, ins, sizeof *in, by_after);
	for (size_t i = 0; i < s->n_seats; i++) {
		room->to[i] = s->seat[i].cert.n ? n : SIZE_MAX;
		if (s->seat[i].cert.n)
			v[n++] = s->seat[i];
		for (; k < ins && in[k].at == i; k++) {
			v[n] = *in[k].seat;
			in[k].at = n++;
		}
	}
	merge_index(s, room, in, ins);
	s->seat = v;
	s->by_seat = room->by_seat[room->turn];
	s->n_seats = n;
	room->turn ^= 1;
out:
	free(in);
	return rc;
}

/* The seats of a change take the places of those that were; experts may come in, and leave. */
static ssjc_rc take_change(struct audit_state *s, struct audit_change *c,
    const struct seat_row *row, size_t n, struct seat_room *room, struct ssjc_err *err)
{
	static const struct seat nobody = {.cert = STR_INIT(""), .inspector = STR_INIT("")};
	bool experts = false;

	c->seat = arena_array(&s->arena, n, sizeof *c->seat);
	c->was = arena_array(&s->arena, n, sizeof *c->was);
	if (!c->seat || !c->was)
		return ssjc_fail_memory(err);
	for (; c->n < n; c->n++) {
		const struct seat *to = &row[c->n].seat;
		const struct seat *at = audit_seat(s, to->object, to->dept, to->seat);
		bool comes = !at && to->duty == DUTY_EXPERT && to->cert.n &&
		    audit_seat(s, to->object, to->dept, 1);

		if (!at && !comes)
			return ssjc_fail(err, SSJC_NO,
			    "the audit file was tampered with: event %llu changes seat %u of %.*s "
			    "at %.*s, which there is not",
			    (unsigned long long)c->event, to->seat, STR_ARG(to->dept),
			    STR_ARG(to->object));
		experts |= comes || !to->cert.n;
		c->seat[c->n] = *to;
		c->was[c->n] = at ? *at : nobody;
		if (at)
			s->seat[at - s->seat] = *to;
	}
	return experts ? take_experts(s, c, room, err) : SSJC_OK;
}

static struct audit_change *change_of(struct audit_state *s, uint64_t event)
{
	for (size_t i = 0; i < s->n_changes; i++)
		if (s->change[i].event == event)
			return &s->change[i];
	return NULL;
}

static ssjc_rc take_rows(
    struct audit_state *s, const struct seat_row *row, size_t n, struct ssjc_err *err)
{
	struct seat_room room = {.n = n};

	for (size_t i = 0, end; i < n; i = end) {
		struct audit_change *c = change_of(s, row[i].event);
		ssjc_rc rc;

		for (end = i + 1; end < n && row[end].event == row[i].event;)
			end++;
		rc = c ? take_change(s, c, &row[i], end - i, &room, err)
		       : take_match(s, &row[i], end - i, err);
		if (rc)
			return rc;
	}
	/* A match has no rows where all objects were removed. */
	return row[n - 1].event < row->match ? take_match(s, NULL, 0, err) : SSJC_OK;
}

/* A seat, and where it was: those of one business stay in their order. */
struct seat_place {
	struct seat seat;
	size_t at;
};

static int by_day(const void *a, const void *b)
{
	const struct seat_place *x = a, *y = b;
	int c;

	if (x->seat.date != y->seat.date)
		return x->seat.date < y->seat.date ? -1 : 1;
	if (x->seat.team != y->seat.team)
		return x->seat.team < y->seat.team ? -1 : 1;
	c = str_cmp(x->seat.object, y->seat.object);
	if (c)
		return c;
	return (x->at > y->at) - (x->at < y->at);
}

/* A business that was moved has its seats among those of its new day. */
static ssjc_rc sort_seats(struct audit_state *s, struct ssjc_err *err)
{
	struct seat_place *v = calloc(s->n_seats + 1, sizeof *v);

	if (!v)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < s->n_seats; i++)
		v[i] = (struct seat_place){s->seat[i], i};
	qsort(v, s->n_seats, sizeof *v, by_day);
	for (size_t i = 0; i < s->n_seats; i++)
		s->seat[i] = v[i].seat;
	free(v);
	return index_seats(s, err);
}

ssjc_rc audit_load_seats(struct audit *a, uint64_t seq, struct audit_state *s, struct ssjc_err *err)
{
	struct seat_row *row;
	size_t n;
	ssjc_rc rc = load_changes(a, seq, s, err);

	if (rc)
		return rc;
	/* Without any change, no match counts but the last. */
	rc = audit_collect(a,
	    s->n_changes
	        ? "SELECT id, date, team, dept, seat, duty, cert, inspector, event,"
	          " (SELECT max(seq) FROM event WHERE seq > ?1 AND seq <= ?2"
	          " AND action IN ('assign', 'reassign')) FROM seat"
	          " WHERE event > ?1 AND event <= ?2 ORDER BY event, row"
	        : "SELECT id, date, team, dept, seat, duty, cert, inspector, event, event FROM seat"
	          " WHERE event = (SELECT max(seq) FROM event WHERE seq > ?1 AND seq <= ?2"
	          " AND action IN ('assign', 'reassign')) ORDER BY row",
	    s->draw_event, seq, &s->arena, sizeof *row, fill_seat, &row, &n, err);
	if (rc || n == 0)
		return rc;
	rc = take_rows(s, row, n, err);
	if (rc)
		return rc;
	rc = audit_index_changes(s, err);
	if (rc)
		return rc;
	rc = audit_load_lacks(a, seq, s, err);
	return rc || s->n_changes == 0 ? rc : sort_seats(s, err);
}
