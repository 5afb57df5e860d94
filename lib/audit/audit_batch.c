/* What was uploaded, and what was answered: rows put, and read. */
#include "ssjc/audit/audit_batch.h"

#include "audit_db.h"

#include <stdlib.h>
#include <string.h>

const char *const receipt_states[RECEIPT_STATES] = {
    [RECEIPT_ACCEPTED] = "accepted",
    [RECEIPT_REJECTED] = "rejected",
    [RECEIPT_DELIVERED] = "delivered",
};

/* ---- Put ---- */

static struct audit_value text(struct str s)
{
	return (struct audit_value){.s = {s.p ? s.p : "", s.n}};
}

static struct audit_value number(uint64_t n)
{
	return (struct audit_value){.integer = true, .i = (int64_t)n};
}

ssjc_rc audit_put_batch(
    struct audit *a, unsigned draw, const struct audit_batch *b, struct ssjc_err *err)
{
	struct audit_value v[] = {number(draw), text(b->number), text(b->format), text(b->target),
	    text(b->container), number(b->rows), text(b->digest)};

	return audit_put_row(a, T_BATCH, v, err);
}

ssjc_rc audit_put_batch_row(struct audit *a, unsigned draw, struct str batch,
    const struct audit_batch_row *r, struct ssjc_err *err)
{
	struct audit_value v[] = {
	    number(draw), text(batch), text(r->id), text(r->operation), text(r->content)};

	return audit_put_row(a, T_BATCH_ROW, v, err);
}

ssjc_rc audit_put_receipt(
    struct audit *a, unsigned draw, const struct audit_receipt *r, struct ssjc_err *err)
{
	struct audit_value v[] = {number(draw), text(r->number), text(r->id),
	    text(str_of(receipt_states[r->state])), text(r->code), text(r->text), text(r->time)};

	return audit_put_row(a, T_RECEIPT, v, err);
}

/* ---- Read ---- */

/* An answer, in order of entry. */
struct receipt_row {
	struct str number, id, code, text;
	enum receipt_state state;
	int64_t time;
	uint64_t row;
};

static ssjc_rc fill_batch(struct audit_cursor *c, void *to)
{
	struct audit_batch *b = to;

	b->number = audit_take(c);
	b->format = audit_take(c);
	b->target = audit_take(c);
	b->container = audit_take(c);
	b->rows = audit_take_number(c);
	b->digest = audit_take(c);
	b->event = audit_take_number(c);
	return audit_take_time(c, &b->time);
}

static ssjc_rc fill_sent(struct audit_cursor *c, void *to)
{
	struct audit_answer *r = to;

	r->number = audit_take(c);
	r->format = audit_take(c);
	r->target = audit_take(c);
	r->id = audit_take(c);
	r->operation = audit_take(c);
	r->event = audit_take_number(c);
	r->content = audit_take(c);
	return SSJC_OK;
}

/* What is none of them is for verify to name; it is no answer that counts as yes. */
static enum receipt_state take_state(struct audit_cursor *c)
{
	struct str state = audit_take(c);

	return str_is(state, "accepted") ? RECEIPT_ACCEPTED
	    : str_is(state, "delivered") ? RECEIPT_DELIVERED
	                                 : RECEIPT_REJECTED;
}

static ssjc_rc fill_answer(struct audit_cursor *c, void *to)
{
	struct receipt_row *r = to;

	r->number = audit_take(c);
	r->id = audit_take(c);
	r->state = take_state(c);
	r->code = audit_take(c);
	r->text = audit_take(c);
	r->row = audit_take_number(c);
	return audit_take_time(c, &r->time);
}

static int by_batch_and_row(const void *a, const void *b)
{
	const struct receipt_row *x = a, *y = b;
	int c = str_cmp(x->number, y->number);

	c = c ? c : str_cmp(x->id, y->id);
	return c ? c : (x->row > y->row) - (x->row < y->row);
}

/* The receipts for that row of that batch, or for all of it if id is "". */
static size_t answers_for(const struct receipt_row **out, const struct receipt_row *v, size_t n,
    struct str batch, struct str id)
{
	struct receipt_row key = {.number = batch, .id = id, .row = 0};
	size_t at = array_bisect(&key, v, n, sizeof *v, by_batch_and_row), end = at;

	while (end < n && str_eq(v[end].number, batch) && str_eq(v[end].id, id))
		end++;
	*out = &v[at];
	return end - at;
}

/* What the receipts say of a row: those for itself, and those for its whole batch. */
static void take_receipts(struct audit_answer *r, const struct receipt_row *v, size_t n)
{
	const struct receipt_row *own, *all, *last;
	size_t n_own = answers_for(&own, v, n, r->number, r->id),
	       n_all = answers_for(&all, v, n, r->number, STR(""));

	if (n_own + n_all == 0)
		return;
	r->whole = n_own == 0 || (n_all && all[n_all - 1].row > own[n_own - 1].row);
	last = r->whole ? &all[n_all - 1] : &own[n_own - 1];
	r->first = n_own == 0 || (n_all && all->row < own->row) ? all->time : own->time;
	r->known = true;
	r->state = last->state;
	r->code = last->code;
	r->text = last->text;
	r->time = last->time;
}

ssjc_rc audit_answers(struct audit *a, uint64_t upto, bool contents, struct arena *arena,
    struct audit_answer **out, size_t *n, struct ssjc_err *err)
{
	struct receipt_row *answer;
	size_t answers;
	ssjc_rc rc;

	*out = NULL;
	*n = 0;
	if (a->empty || !audit_has(a, T_BATCH))
		return SSJC_OK;
	rc = audit_collect(a,
	    contents ? "SELECT b.number, b.format, b.target, r.id, r.operation, r.event, r.content"
	               " FROM batch_row r JOIN batch b ON b.event = r.event WHERE r.event <= ?1"
	               " ORDER BY r.row"
	             : "SELECT b.number, b.format, b.target, r.id, r.operation, r.event, ''"
	               " FROM batch_row r JOIN batch b ON b.event = r.event WHERE r.event <= ?1"
	               " ORDER BY r.row",
	    upto, 0, arena, sizeof **out, fill_sent, out, n, err);

	if (rc)
		return rc;
	rc = audit_collect(a,
	    "SELECT r.number, r.id, r.state, r.code, r.text, r.row, e.time"
	    " FROM receipt r JOIN event e ON e.seq = r.event WHERE r.event <= ?1 ORDER BY r.row",
	    upto, 0, arena, sizeof *answer, fill_answer, &answer, &answers, err);
	if (rc || answers == 0)
		return rc;
	qsort(answer, answers, sizeof *answer, by_batch_and_row);
	for (size_t i = 0; i < *n; i++)
		take_receipts(&(*out)[i], answer, answers);
	return SSJC_OK;
}

static void count(struct audit_batch *b, const struct audit_answer *r)
{
	b->inserted += str_is(r->operation, "i");
	b->updated += str_is(r->operation, "u");
	b->deleted += str_is(r->operation, "d");
	if (!r->known) {
		b->open++;
		return;
	}
	b->accepted += r->state == RECEIPT_ACCEPTED;
	b->rejected += r->state == RECEIPT_REJECTED;
	b->refused += r->state == RECEIPT_REJECTED && r->whole;
	b->delivered += r->state == RECEIPT_DELIVERED;
	if (!b->sent || r->first < b->sent)
		b->sent = r->first;
	if (r->state != RECEIPT_DELIVERED && r->time > b->answered)
		b->answered = r->time;
}

ssjc_rc audit_batches(
    struct audit *a, uint64_t upto, struct audit_batches *out, struct ssjc_err *err)
{
	struct audit_answer *row;
	size_t n, at = 0;
	ssjc_rc rc = SSJC_OK;

	*out = (struct audit_batches){0};
	if (a->empty || !audit_has(a, T_BATCH))
		return SSJC_OK;
	rc = audit_collect(a,
	    "SELECT b.number, b.format, b.target, b.container, b.rows, b.digest, b.event, e.time"
	    " FROM batch b JOIN event e ON e.seq = b.event WHERE b.event <= ?1 ORDER BY b.row",
	    upto, 0, &out->arena, sizeof *out->v, fill_batch, &out->v, &out->n, err);
	if (rc)
		goto out;
	rc = audit_answers(a, upto, false, &out->arena, &row, &n, err);
	if (rc)
		goto out;
	for (size_t i = 0; i < n; i++) {
		while (at + 1 < out->n && out->v[at].event < row[i].event)
			at++;
		count(&out->v[at], &row[i]);
	}
out:
	if (rc)
		audit_batches_free(out);
	return rc;
}

const struct audit_batch *audit_batch(const struct audit_batches *b, struct str batch)
{
	for (size_t i = 0; i < b->n; i++)
		if (str_eq(b->v[i].number, batch))
			return &b->v[i];
	return NULL;
}

const struct audit_batch *audit_batch_open(
    const struct audit_batches *b, struct str format, struct str target)
{
	for (size_t i = b->n; i-- > 0;)
		if (b->v[i].open && str_eq(b->v[i].format, format) &&
		    str_eq(b->v[i].target, target))
			return &b->v[i];
	return NULL;
}

void audit_batches_free(struct audit_batches *b)
{
	arena_free(&b->arena);
	*b = (struct audit_batches){0};
}

static ssjc_rc fill_row(struct audit_cursor *c, void *to)
{
	struct audit_batch_row *r = to;

	r->id = audit_take(c);
	r->operation = audit_take(c);
	r->content = audit_take(c);
	return SSJC_OK;
}

ssjc_rc audit_batch_rows(struct audit *a, uint64_t event, struct arena *arena,
    struct audit_batch_row **out, size_t *n, struct ssjc_err *err)
{
	*out = NULL;
	*n = 0;
	if (!audit_has(a, T_BATCH_ROW))
		return SSJC_OK;
	return audit_collect(a,
	    "SELECT id, operation, content FROM batch_row WHERE event = ?1 ORDER BY row", event, 0,
	    arena, sizeof **out, fill_row, out, n, err);
}

static ssjc_rc fill_receipt(struct audit_cursor *c, void *to)
{
	struct audit_receipt *r = to;

	r->number = audit_take(c);
	r->id = audit_take(c);
	r->state = take_state(c);
	r->code = audit_take(c);
	r->text = audit_take(c);
	r->time = audit_take(c);
	return SSJC_OK;
}

ssjc_rc audit_receipts(struct audit *a, uint64_t event, struct arena *arena,
    struct audit_receipt **out, size_t *n, struct ssjc_err *err)
{
	*out = NULL;
	*n = 0;
	if (!audit_has(a, T_RECEIPT))
		return SSJC_OK;
	return audit_collect(a,
	    "SELECT number, id, state, code, text, time FROM receipt WHERE event = ?1 ORDER BY row",
	    event, 0, arena, sizeof **out, fill_receipt, out, n, err);
}

/* What an answer to a row says of what the other side has. */
static void take_answer(struct audit_sent *s, const struct audit_answer *r)
{
	bool withdrawal = str_is(r->operation, "d");

	s->id = r->id;
	if (!r->known)
		return;
	if (r->state != RECEIPT_REJECTED) {
		s->delivered = r->state == RECEIPT_DELIVERED;
		s->held = withdrawal ? (struct str){NULL, 0} : r->content;
		s->known = !withdrawal;
		s->rejected = (struct str){NULL, 0};
		s->withdrawal = false;
	} else if (!r->whole) {
		/* Of a batch that was rejected whole, no row has been looked at. */
		s->known = true;
		s->rejected = r->content;
		s->withdrawal = withdrawal;
		s->code = r->code;
		s->text = r->text;
		s->number = r->number;
	}
}

static int by_id(const void *a, const void *b)
{
	const struct audit_answer *const *x = a, *const *y = b;
	int c = str_cmp((*x)->id, (*y)->id);

	/* Of one array, which is in order of entry. */
	return c ? c : (*x > *y) - (*x < *y);
}

ssjc_rc audit_sent(struct audit *a, uint64_t upto, struct str format, struct str target,
    struct arena *arena, struct audit_sent **out, size_t *n, struct ssjc_err *err)
{
	const struct audit_answer **order;
	struct audit_answer *row;
	size_t rows, kept = 0;
	ssjc_rc rc;

	*out = NULL;
	*n = 0;
	if (a->empty || !audit_has(a, T_BATCH))
		return SSJC_OK;
	rc = audit_answers(a, upto, true, arena, &row, &rows, err);
	if (rc || rows == 0)
		return rc;
	order = arena_array(arena, rows, sizeof *order);
	*out = arena_array(arena, rows, sizeof **out);
	if (!order || !*out)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < rows; i++)
		if (str_eq(row[i].format, format) && str_eq(row[i].target, target))
			order[kept++] = &row[i];
	qsort(order, kept, sizeof *order, by_id);
	for (size_t i = 0; i < kept; i++) {
		if (i > 0 && str_eq(order[i]->id, order[i - 1]->id))
			--*n;
		take_answer(&(*out)[(*n)++], order[i]);
	}
	return SSJC_OK;
}

/* ---- Values ---- */

static ssjc_rc fill_cell(struct audit_cursor *c, void *to)
{
	struct audit_cell *cell = to;

	cell->name = audit_take(c);
	cell->value = audit_take(c);
	return SSJC_OK;
}

ssjc_rc audit_cells(struct audit *a, struct str content, struct arena *arena,
    struct audit_cell **out, size_t *n, struct ssjc_err *err)
{
	struct audit_cursor c = {.a = a, .arena = arena, .ok = true, .err = err};
	size_t most = 1;
	bool row;
	ssjc_rc rc;

	*n = 0;
	/* A member has a colon at least. */
	for (size_t i = 0; i < content.n; i++)
		most += content.p[i] == ':';
	*out = arena_array(arena, most, sizeof **out);
	if (!*out)
		return ssjc_fail_memory(err);
	rc = a->cells ? SSJC_OK
	              : audit_prepare(a, "SELECT key, value FROM json_each(?1)", &a->cells, err);
	if (rc)
		return rc;
	c.s = a->cells;
	sqlite3_bind_text(c.s, 1, content.p, (int)content.n, SQLITE_STATIC);
	while (!(rc = audit_step(a, c.s, &row, err)) && row) {
		c.column = 0;
		rc = *n < most ? fill_cell(&c, &(*out)[(*n)++]) : SSJC_OK;
		if (rc)
			goto out;
		if (!c.ok) {
			rc = ssjc_fail_memory(err);
			goto out;
		}
	}
out:
	sqlite3_reset(c.s);
	sqlite3_clear_bindings(c.s);
	return rc;
}
