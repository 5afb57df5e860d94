/* What departments reported: their confirmations and results, and which of these were corrected. */
#include "audit_db.h"

#include <stdlib.h>
#include <string.h>

static ssjc_rc fill_confirmation(struct audit_cursor *c, void *to)
{
	struct confirmation *f = to;

	f->object = audit_take(c);
	f->dept = audit_take(c);
	f->confirmed = str_is(audit_take(c), "yes");
	f->reason = audit_take(c);
	f->evidence = audit_take(c);
	f->note = audit_take(c);
	f->event = audit_take_number(c);
	return audit_take_time(c, &f->time);
}

static ssjc_rc fill_result(struct audit_cursor *c, void *to)
{
	struct result *r = to;
	ssjc_rc rc;

	r->object = audit_take(c);
	r->dept = audit_take(c);
	r->item = audit_take(c);
	r->result = audit_take(c);
	r->problem = audit_take(c);
	r->disposal = audit_take(c);
	rc = audit_take_day(c, &r->date);
	if (rc)
		return rc;
	r->method = audit_take(c);
	r->signed_ = audit_take(c);
	r->note = audit_take(c);
	r->event = audit_take_number(c);
	r->actor = audit_take(c);
	return audit_take_time(c, &r->time);
}

static int by_confirmation(const void *a, const void *b)
{
	const struct confirmation *x = a, *y = b;
	int c = str_cmp(x->object, y->object);

	return c ? c : str_cmp(x->dept, y->dept);
}

static int by_result(const void *a, const void *b)
{
	const struct result *x = a, *y = b;
	int c = str_cmp(x->object, y->object);

	if (c == 0)
		c = str_cmp(x->dept, y->dept);
	return c ? c : str_cmp(x->item, y->item);
}

static uint64_t confirmation_event(const void *p)
{
	return ((const struct confirmation *)p)->event;
}

static uint64_t result_event(const void *p)
{
	return ((const struct result *)p)->event;
}

/* ---- In order ---- */

/* Merge sorted pointers from one array to the other, and back, until all are in order. */
static const char **merge(
    const char **from, const char **to, size_t n, int (*cmp)(const void *, const void *))
{
	for (size_t width = 1; width < n; width *= 2) {
		const char **swap = from;

		for (size_t i = 0; i < n; i += 2 * width) {
			size_t l = i, mid = i + width < n ? i + width : n;
			size_t r = mid, end = mid + width < n ? mid + width : n;

			for (size_t k = i; k < end; k++) {
				bool left = l < mid && (r >= end || cmp(from[l], from[r]) <= 0);

				to[k] = from[left ? l++ : r++];
			}
		}
		from = to;
		to = swap;
	}
	return from;
}

/* Put what order[i] points to in the i-th place; one is a spare element. */
static void put_in_order(char *v, size_t n, size_t size, const char **order, char *one)
{
	for (size_t i = 0; i < n; i++) {
		size_t at = i;

		if (order[i] == v + i * size)
			continue;
		memcpy(one, v + i * size, size);
		for (;;) {
			const char *from = order[at];

			order[at] = v + at * size;
			if (from == v + i * size)
				break;
			memcpy(v + at * size, from, size);
			at = (size_t)(from - v) / size;
		}
		memcpy(v + at * size, one, size);
	}
}

ssjc_rc audit_sort_said(void *array, size_t n, size_t size, int (*cmp)(const void *, const void *),
    struct ssjc_err *err)
{
	const char **order = NULL;
	char *v = array, *one = NULL;
	size_t i = 1;
	ssjc_rc rc = SSJC_OK;

	while (i < n && cmp(v + (i - 1) * size, v + i * size) <= 0)
		i++;
	if (i >= n)
		return SSJC_OK;
	order = calloc(n, 2 * sizeof *order);
	one = malloc(size);
	if (!order || !one) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	for (i = 0; i < n; i++)
		order[i] = v + i * size;
	put_in_order(v, n, size, merge(order, order + n, n, cmp), one);
out:
	free(order);
	free(one);
	return rc;
}

/*
 * What was said later takes the place of what was said earlier of the same
 * thing. Of those in an array sorted by audit_sort_said that are equal by cmp, keep what
 * the last event said.
 */
static void keep_last(void *array, size_t *n, size_t size, int (*cmp)(const void *, const void *),
    uint64_t (*event)(const void *))
{
	char *v = array;
	size_t kept = 0;

	for (size_t i = 0, end; i < *n; i = end) {
		uint64_t last;

		for (end = i + 1; end < *n && cmp(v + i * size, v + end * size) == 0; end++)
			;
		last = event(v + (end - 1) * size);
		for (; i < end; i++)
			if (event(v + i * size) == last)
				memmove(v + kept++ * size, v + i * size, size);
	}
	*n = kept;
}

/* The end of the results of one item that are of the same event as the one at i. */
static size_t end_of_event(const struct audit_state *s, size_t i)
{
	size_t end = i + 1;

	while (end < s->n_results && s->result[end].event == s->result[i].event &&
	    by_result(&s->result[i], &s->result[end]) == 0)
		end++;
	return end;
}

static struct str codes_of(struct audit_state *s, size_t from, size_t to, bool *ok)
{
	struct buf codes = {0};
	struct str kept;

	for (size_t i = from; i < to; i++) {
		buf_z(&codes, i > from ? ";" : "");
		buf_str(&codes, s->result[i].result);
	}
	*ok = !codes.failed;
	kept = arena_str(&s->arena, buf_text(&codes), ok);
	buf_free(&codes);
	return kept;
}

/* Which results, sorted, took the place of others? */
static ssjc_rc find_corrections(struct audit_state *s, struct ssjc_err *err)
{
	size_t n = 0;
	bool ok = true;

	for (size_t i = 0, end; i < s->n_results; i = end) {
		end = end_of_event(s, i);
		n += end < s->n_results && by_result(&s->result[i], &s->result[end]) == 0;
	}
	if (n == 0)
		return SSJC_OK;
	s->correction = arena_array(&s->arena, n, sizeof *s->correction);
	if (!s->correction)
		return ssjc_fail_memory(err);
	for (size_t i = 0, mid; i < s->n_results; i = mid) {
		const struct result *old = &s->result[i], *r;

		mid = end_of_event(s, i);
		if (mid == s->n_results || by_result(old, &s->result[mid]) != 0)
			continue;
		r = &s->result[mid];
		s->correction[s->n_corrections] = (struct correction){
		    .object = r->object, .dept = r->dept, .item = r->item, .event = r->event};
		s->correction[s->n_corrections].was = codes_of(s, i, mid, &ok);
		if (ok)
			s->correction[s->n_corrections].is = codes_of(
			    s, mid, end_of_event(s, mid), &ok);
		if (!ok)
			return ssjc_fail_memory(err);
		s->n_corrections++;
	}
	return SSJC_OK;
}

ssjc_rc audit_load_confirmations(
    struct audit *a, uint64_t seq, struct audit_state *s, struct ssjc_err *err)
{
	ssjc_rc rc = audit_collect(a,
	    "SELECT c.id, c.dept, c.confirmed, c.reason, c.evidence, c.note, c.event, e.time"
	    " FROM confirmation c CROSS JOIN event e"
	    " WHERE c.event > ?1 AND c.event <= ?2 AND e.seq = c.event ORDER BY c.row",
	    s->draw_event, seq, &s->arena, sizeof *s->confirmation, fill_confirmation,
	    &s->confirmation, &s->n_confirmations, err);

	if (rc)
		return rc;
	rc = audit_sort_said(
	    s->confirmation, s->n_confirmations, sizeof *s->confirmation, by_confirmation, err);
	if (rc)
		return rc;
	keep_last(s->confirmation, &s->n_confirmations, sizeof *s->confirmation, by_confirmation,
	    confirmation_event);
	return SSJC_OK;
}

ssjc_rc audit_load_results(
    struct audit *a, uint64_t seq, struct audit_state *s, struct ssjc_err *err)
{
	ssjc_rc rc = audit_collect(a,
	    "SELECT r.id, r.dept, r.item, r.result, r.problem, r.disposal, r.date, r.method,"
	    " r.signed, r.note, r.event, e.actor, e.time FROM result r CROSS JOIN event e"
	    " WHERE r.event > ?1 AND r.event <= ?2 AND e.seq = r.event ORDER BY r.row",
	    s->draw_event, seq, &s->arena, sizeof *s->result, fill_result, &s->result,
	    &s->n_results, err);

	if (rc)
		return rc;
	rc = audit_sort_said(s->result, s->n_results, sizeof *s->result, by_result, err);
	if (rc)
		return rc;
	rc = find_corrections(s, err);
	if (rc)
		return rc;
	keep_last(s->result, &s->n_results, sizeof *s->result, by_result, result_event);
	return SSJC_OK;
}
