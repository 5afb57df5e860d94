/*
 * What a plan has come to, read from the tables into memory: the last draw as
 * replacements left it, its seats, confirmations and results.
 */
#include "audit_db.h"

#include "ssjc/plan/ticket.h"

#include <stdlib.h>
#include <string.h>

/* ---- One fill function a table ---- */

struct draw_row {
	struct audit_draw draw;
	int64_t time;
	struct str reason;
	bool clock_given;
	uint64_t event;
};

static ssjc_rc fill_draw(struct audit_cursor *c, void *to)
{
	struct draw_row *d = to;

	d->draw.draw = (unsigned)audit_take_number(c);
	d->draw.seed = audit_take(c);
	d->draw.source = audit_take(c);
	d->draw.roster = audit_take(c);
	d->draw.counts.rows = audit_take_number(c);
	d->draw.counts.population = audit_take_number(c);
	d->draw.counts.excluded = audit_take_number(c);
	d->draw.counts.repeated = audit_take_number(c);
	d->draw.counts.main = audit_take_number(c);
	d->draw.counts.reserve = audit_take_number(c);
	d->event = audit_take_number(c);
	d->reason = audit_take(c);
	d->clock_given = str_is(audit_take(c), "given");
	return audit_take_time(c, &d->time);
}

static ssjc_rc fill_stratum(struct audit_cursor *c, void *to)
{
	struct stratum *s = to;

	s->text = audit_take(c);
	s->ratio = audit_take(c);
	s->population = audit_take_number(c);
	s->eligible = audit_take_number(c);
	s->n = audit_take_number(c);
	s->main = audit_take_number(c);
	s->reserve = audit_take_number(c);
	return SSJC_OK;
}

static ssjc_rc fill_pick(struct audit_cursor *c, void *to)
{
	struct pick *p = to;

	p->stratum_at = audit_take_number(c);
	p->rank = audit_take_number(c);
	for (size_t i = 0; i < OBJECT_COLUMNS; i++)
		*object_member(&p->object, i) = audit_take(c);
	return SSJC_OK;
}

struct replacement_row {
	struct str removed, replacement;
	int64_t time;
	uint64_t event;
};

static ssjc_rc fill_replacement(struct audit_cursor *c, void *to)
{
	struct replacement_row *r = to;

	r->removed = audit_take(c);
	r->replacement = audit_take(c);
	r->event = audit_take_number(c);
	return audit_take_time(c, &r->time);
}

struct follow_row {
	struct follow follow;
	bool correction; /* it replaces all that its department said of the object */
};

static ssjc_rc fill_follow(struct audit_cursor *c, void *to)
{
	struct follow_row *row = to;
	struct follow *f = &row->follow;
	ssjc_rc rc;

	f->object = audit_take(c);
	f->dept = audit_take(c);
	f->kind = audit_take(c);
	rc = audit_take_day(c, &f->opened);
	if (rc)
		return rc;
	f->closed = audit_take_number(c) != 0;
	if (f->closed)
		rc = audit_take_day(c, &f->closing);
	else
		audit_take(c);
	if (rc)
		return rc;
	f->document = audit_take(c);
	f->note = audit_take(c);
	row->correction = audit_take_number(c) != 0;
	f->event = audit_take_number(c);
	return audit_take_time(c, &f->time);
}

static ssjc_rc fill_review(struct audit_cursor *c, void *to)
{
	struct review *r = to;

	r->dept = audit_take(c);
	r->upto = audit_take_number(c);
	r->results = audit_take_number(c);
	r->actor = audit_take(c);
	r->event = audit_take_number(c);
	return audit_take_time(c, &r->time);
}

/* ---- The state ---- */

static int by_id(const void *a, const void *b)
{
	const struct pick *const *x = a, *const *y = b;

	return str_cmp((*x)->object.id, (*y)->object.id);
}

/* What the table pick leaves out as it can be computed: tickets by the seed, roles by ranks. */
static ssjc_rc complete_picks(struct audit_state *s, struct ssjc_err *err)
{
	char hex[TICKET_HEX];
	unsigned char ticket[TICKET_SIZE];
	struct ticket_key *key = NULL;
	bool ok = true;
	ssjc_rc rc = ticket_key_seed(&key, s->draw.seed, STR("object"), err);

	if (rc)
		return rc;
	for (size_t i = 0; i < s->n_picks; i++) {
		struct pick *p = &s->pick[i];

		if (p->stratum_at >= s->n_strata) {
			rc = ssjc_fail(err, SSJC_NO,
			    "the audit file was tampered with: “%.*s” belongs to no stratum of its "
			    "draw",
			    STR_ARG(p->object.id));
			goto out;
		}
		p->draw = s->draws;
		p->stratum = s->stratum[p->stratum_at].text;
		ticket_of(key, p->object.id, ticket);
		hex_of(ticket, sizeof ticket, hex);
		p->ticket = arena_str(&s->arena, str_of(hex), &ok);
		p->role = p->rank <= s->stratum[p->stratum_at].main ? ROLE_MAIN : ROLE_RESERVE;
		p->since = s->draw_time;
		p->event = s->draw_event;
	}
	if (!ok)
		rc = ssjc_fail_memory(err);
out:
	ticket_key_free(key);
	return rc;
}

static ssjc_rc index_picks(struct audit_state *s, struct ssjc_err *err)
{
	if (s->n_picks == 0)
		return SSJC_OK;
	s->by_id = arena_array(&s->arena, s->n_picks, sizeof *s->by_id);
	if (!s->by_id)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < s->n_picks; i++)
		s->by_id[i] = &s->pick[i];
	qsort(s->by_id, s->n_picks, sizeof *s->by_id, by_id);
	return SSJC_OK;
}

const struct pick *audit_pick(const struct audit_state *s, struct str id)
{
	struct pick key = {.object.id = id};
	const struct pick *it = &key, **at;

	if (s->n_picks == 0)
		return NULL;
	at = bsearch(&it, s->by_id, s->n_picks, sizeof *s->by_id, by_id);
	return at ? *at : NULL;
}

static int id_to_result(const void *id, const void *result)
{
	return str_cmp(*(const struct str *)id, ((const struct result *)result)->object);
}

size_t audit_results(const struct audit_state *s, struct str id)
{
	return array_bisect(&id, s->result, s->n_results, sizeof *s->result, id_to_result);
}

static int by_item(const void *a, const void *b)
{
	const struct result *x = a, *y = b;
	int c = str_cmp(x->object, y->object);

	if (c == 0)
		c = str_cmp(x->dept, y->dept);
	return c ? c : str_cmp(x->item, y->item);
}

size_t audit_results_from(
    const struct audit_state *s, struct str id, struct str dept, struct str item)
{
	const struct result key = {.object = id, .dept = dept, .item = item};

	return array_bisect(&key, s->result, s->n_results, sizeof key, by_item);
}

size_t audit_results_of(
    const struct audit_state *s, struct str id, struct str dept, struct str item, size_t *first)
{
	const struct result key = {.object = id, .dept = dept, .item = item};
	size_t end = audit_results_from(s, id, dept, item);

	*first = end;
	while (end < s->n_results && by_item(&s->result[end], &key) == 0)
		end++;
	return end - *first;
}

bool audit_inspected(const struct audit_state *s, struct str id)
{
	size_t i = audit_results(s, id);

	return i < s->n_results && str_eq(s->result[i].object, id);
}

static struct pick *pick_of(struct audit_state *s, struct str id)
{
	const struct pick *p = audit_pick(s, id);

	return p ? &s->pick[p - s->pick] : NULL;
}

static ssjc_rc apply_replacements(
    struct audit_state *s, const struct replacement_row *r, size_t n, struct ssjc_err *err)
{
	for (size_t i = 0; i < n; i++) {
		struct pick *removed = pick_of(s, r[i].removed);
		struct pick *next = r[i].replacement.n ? pick_of(s, r[i].replacement) : NULL;

		if (!removed || (r[i].replacement.n && !next))
			return ssjc_fail(err, SSJC_NO,
			    "the audit file was tampered with: “%.*s” was replaced, but not drawn",
			    STR_ARG(r[i].removed));
		removed->role = ROLE_REMOVED;
		if (next) {
			next->role = ROLE_REPLACEMENT;
			next->since = r[i].time;
			next->event = r[i].event;
		}
	}
	return SSJC_OK;
}

/* Objects that a department wants to have removed, and that no replace has dealt with. */
static ssjc_rc find_awaiting(struct audit_state *s, struct ssjc_err *err)
{
	s->awaiting = arena_array(&s->arena, s->n_confirmations + 1, sizeof *s->awaiting);
	if (!s->awaiting)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < s->n_confirmations; i++) {
		const struct confirmation *c = &s->confirmation[i];
		const struct pick *p = audit_pick(s, c->object);

		if (c->confirmed || !p || !pick_is_drawn(p))
			continue;
		if (s->n_awaiting == 0 || !str_eq(s->awaiting[s->n_awaiting - 1], c->object))
			s->awaiting[s->n_awaiting++] = c->object;
	}
	return SSJC_OK;
}

/* The last draw, and how often was drawn. */
static ssjc_rc load_draw(struct audit *a, uint64_t seq, struct audit_state *s, struct ssjc_err *err)
{
	struct draw_row *d;
	size_t n;
	ssjc_rc rc = audit_collect(a,
	    "SELECT d.draw, d.seed, d.source, d.roster, d.rows, d.population, d.excluded,"
	    " d.repeated, d.main, d.reserve, d.event, e.reason, e.clock, e.time"
	    " FROM draw d JOIN event e ON e.seq = d.event WHERE d.event <= ?1 ORDER BY d.event",
	    seq, 0, &s->arena, sizeof *d, fill_draw, &d, &n, err);

	if (rc || n == 0)
		return rc;
	s->draws = (unsigned)n;
	s->draw = d[n - 1].draw;
	s->draw_time = d[n - 1].time;
	s->draw_clock_given = d[n - 1].clock_given;
	/* A draw that reveals a commitment has its reason from there. */
	s->draw_reason = s->ceremony.draw == s->draws ? s->ceremony.reason : d[n - 1].reason;
	s->draw_event = d[n - 1].event;
	return SSJC_OK;
}

static ssjc_rc fill_ceremony(struct audit_cursor *c, void *to)
{
	struct audit_ceremony *m = to;

	m->draw = (unsigned)audit_take_number(c);
	m->public = audit_take(c);
	m->form = audit_take(c);
	m->roster = audit_take(c);
	m->rows = audit_take_number(c);
	m->history = audit_take(c);
	m->inspectors = audit_take(c);
	m->plan_digest = audit_take(c);
	m->calendar = audit_take(c);
	m->items = audit_take(c);
	m->reason = audit_take(c);
	m->clock_given = str_is(audit_take(c), "given");
	m->times = (unsigned)audit_take_number(c);
	m->event = audit_take_number(c);
	return audit_take_time(c, &m->time);
}

static ssjc_rc fill_commitment(struct audit_cursor *c, void *to)
{
	struct audit_commitment *m = to;

	m->dept = audit_take(c);
	m->digest = audit_take(c);
	return SSJC_OK;
}

/* The SHA-256 of the file of that kind which the event e read; "" for none. */
#define READ_BY(kind)                                                                              \
	" coalesce((SELECT max(f.digest) FROM file f WHERE f.event = e.seq AND"                    \
	" f.direction = 'in' AND f.kind = '" kind "'), '')"

/* The last commitment, to whichever draw. */
static ssjc_rc load_ceremony(
    struct audit *a, uint64_t seq, struct audit_state *s, struct ssjc_err *err)
{
	struct audit_ceremony *c;
	size_t n;
	ssjc_rc rc = audit_collect(a,
	    "SELECT c.draw, c.public, c.form, c.roster, c.rows, c.history, c.inspectors,"
	    " e.plan_digest," READ_BY("calendar") "," READ_BY(
	        "items") ", e.reason, e.clock,"
	                 " (SELECT count(*) FROM ceremony o WHERE o.draw = c.draw AND o.event <= c.event),"
	                 " c.event, e.time"
	                 " FROM ceremony c JOIN event e ON e.seq = c.event WHERE c.event <= ?1"
	                 " ORDER BY c.event DESC LIMIT 1",
	    seq, 0, &s->arena, sizeof *c, fill_ceremony, &c, &n, err);

	if (rc || n == 0)
		return rc;
	s->ceremony = c[0];
	return audit_collect(a,
	    "SELECT dept, commitment FROM commitment WHERE event ="
	    " (SELECT max(event) FROM ceremony WHERE event <= ?1) ORDER BY row",
	    seq, 0, &s->arena, sizeof *s->ceremony.commitment, fill_commitment,
	    &s->ceremony.commitment, &s->ceremony.n_commitments, err);
}

/* The digests of the roster that went into the draw and of the list that came out. */
static ssjc_rc fill_digests(struct audit_cursor *c, void *to)
{
	struct str *s = to;

	s[0] = audit_take(c);
	s[1] = audit_take(c);
	return SSJC_OK;
}

/* The strata of the last draw. */
static ssjc_rc load_strata(struct audit *a, struct audit_state *s, struct ssjc_err *err)
{
	return audit_collect(a,
	    "SELECT stratum, ratio, population, eligible, n, main, reserve FROM stratum"
	    " WHERE event = ?1 ORDER BY row",
	    s->draw_event, 0, &s->arena, sizeof *s->stratum, fill_stratum, &s->stratum,
	    &s->n_strata, err);
}

/* The digests of its roster and its list. */
static ssjc_rc load_digests(struct audit *a, struct audit_state *s, struct ssjc_err *err)
{
	struct str *digests;
	size_t n;
	ssjc_rc rc = audit_collect(a,
	    "SELECT i.digest, o.digest FROM file i JOIN file o ON o.event = i.event"
	    " WHERE i.event = ?1 AND i.direction = 'in' AND i.kind = 'objects'"
	    " AND o.direction = 'out' AND o.kind = 'drawn'",
	    s->draw_event, 0, &s->arena, 2 * sizeof *digests, fill_digests, &digests, &n, err);
	if (rc || n == 0)
		return rc;
	s->roster_digest = digests[0];
	s->drawn_digest = digests[1];
	return SSJC_OK;
}

static ssjc_rc collect_picks(struct audit *a, struct audit_state *s, struct ssjc_err *err)
{
	struct buf sql = {0};
	ssjc_rc rc;

	buf_z(&sql,
	    "SELECT p.stratum - (SELECT min(row) FROM stratum WHERE event = ?1), p.rank, p.id");
	audit_object_columns(&sql);
	buf_z(&sql, " FROM pick p WHERE p.event = ?1 ORDER BY p.row");
	rc = sql.failed ? ssjc_fail_memory(err)
	                : audit_collect(a, sql.p, s->draw_event, 0, &s->arena, sizeof *s->pick,
	                      fill_pick, &s->pick, &s->n_picks, err);
	buf_free(&sql);
	return rc;
}

/* Its picks, with the roles that replacements gave them. */
static ssjc_rc load_picks(
    struct audit *a, uint64_t seq, struct audit_state *s, struct ssjc_err *err)
{
	struct replacement_row *replacement;
	size_t n;
	ssjc_rc rc = collect_picks(a, s, err);

	if (rc)
		return rc;
	rc = complete_picks(s, err);
	if (rc)
		return rc;
	rc = index_picks(s, err);
	if (rc)
		return rc;
	rc = audit_collect(a,
	    "SELECT r.removed, coalesce(r.replacement, ''), r.event, e.time"
	    " FROM replacement r JOIN event e ON e.seq = r.event"
	    " WHERE r.event > ?1 AND r.event <= ?2 ORDER BY r.event, r.row",
	    s->draw_event, seq, &s->arena, sizeof *replacement, fill_replacement, &replacement, &n,
	    err);
	if (rc)
		return rc;
	return apply_replacements(s, replacement, n, err);
}

/* A reassign: when it was, and the inspectors it took. */
struct reassign_row {
	int64_t time;
	uint64_t event;
	struct str inspectors;
};

static ssjc_rc fill_reassign(struct audit_cursor *c, void *to)
{
	struct reassign_row *r = to;

	r->inspectors = audit_take(c);
	r->event = audit_take_number(c);
	return audit_take_time(c, &r->time);
}

static ssjc_rc fill_text(struct audit_cursor *c, void *to)
{
	*(struct str *)to = audit_take(c);
	return SSJC_OK;
}

/*
 * The inspectors that were fixed before the seed was known: by the commitment that
 * the draw revealed, or by the draw itself. A reveal fixes none: its seed is known.
 */
static ssjc_rc load_inspectors(struct audit *a, struct audit_state *s, struct ssjc_err *err)
{
	struct str *fixed;
	size_t n;
	ssjc_rc rc = audit_collect(a,
	    "SELECT c.inspectors, 0, c.event FROM ceremony c JOIN draw d ON d.draw = c.draw"
	    " WHERE d.event = ?1 UNION ALL"
	    " SELECT f.digest, 1, f.event FROM file f JOIN event e ON e.seq = f.event"
	    " WHERE f.event = ?1 AND e.action IN ('draw', 'redraw')"
	    " AND f.direction = 'in' AND f.kind = 'inspectors' ORDER BY 2, 3 DESC LIMIT 1",
	    s->draw_event, 0, &s->arena, sizeof *fixed, fill_text, &fixed, &n, err);

	if (!rc && n > 0)
		s->match_inspectors = s->fixed_inspectors = fixed[0];
	return rc;
}

/*
 * Whom the plan keeps apart from whom he visited last time is settled by the first match
 * that did so, and again by a reassign.
 */
static ssjc_rc load_visits(
    struct audit *a, uint64_t seq, struct audit_state *s, struct ssjc_err *err)
{
	struct str *visits;
	size_t n;
	ssjc_rc rc = audit_collect(a,
	    "SELECT f.digest FROM file f JOIN event e ON e.seq = f.event"
	    " WHERE e.seq > ?1 AND e.seq <= ?2 AND e.action IN ('assign', 'reassign')"
	    " AND f.direction = 'in' AND f.kind = 'visits' ORDER BY e.seq DESC LIMIT 1",
	    s->draw_event, seq, &s->arena, sizeof *visits, fill_text, &visits, &n, err);

	if (!rc && n > 0)
		s->match_visits = visits[0];
	return rc;
}

/*
 * Neither the day of a match nor its inspectors may be chosen once the seed is
 * known. Only a reassign, which has a reason, sets them again.
 */
static ssjc_rc load_bounds(
    struct audit *a, uint64_t seq, struct audit_state *s, struct ssjc_err *err)
{
	struct reassign_row *last;
	size_t n;
	ssjc_rc rc = load_inspectors(a, s, err);

	if (rc)
		return rc;
	rc = load_visits(a, seq, s, err);
	if (rc)
		return rc;
	s->match_event = s->draw_event;
	s->match_since = s->draw_time;
	rc = audit_collect(a,
	    "SELECT f.digest, e.seq, e.time FROM event e JOIN file f ON f.event = e.seq"
	    " WHERE e.seq > ?1 AND e.seq <= ?2 AND e.action = 'reassign'"
	    " AND f.direction = 'in' AND f.kind = 'inspectors' ORDER BY e.seq DESC LIMIT 1",
	    s->draw_event, seq, &s->arena, sizeof *last, fill_reassign, &last, &n, err);
	if (rc || n == 0)
		return rc;
	s->match_event = last[0].event;
	s->match_since = last[0].time;
	if (s->match_inspectors.n)
		s->match_inspectors = last[0].inspectors;
	return SSJC_OK;
}

static ssjc_rc fill_paper(struct audit_cursor *c, void *to)
{
	struct audit_paper *p = to;

	p->sheet = audit_take(c);
	p->match = audit_take(c);
	p->event = audit_take_number(c);
	return audit_take_time(c, &p->time);
}

static ssjc_rc load_papers(
    struct audit *a, uint64_t seq, struct audit_state *s, struct ssjc_err *err)
{
	return audit_collect(a,
	    "SELECT f.name, f.digest, f.event, e.time FROM file f JOIN event e ON e.seq = f.event"
	    " WHERE f.event > ?1 AND f.event <= ?2 AND e.action = 'receive' AND f.kind = 'paper'"
	    " ORDER BY f.row",
	    s->draw_event, seq, &s->arena, sizeof *s->paper, fill_paper, &s->paper, &s->n_papers,
	    err);
}

static int by_follow(const void *a, const void *b)
{
	const struct follow *x = &((const struct follow_row *)a)->follow;
	const struct follow *y = &((const struct follow_row *)b)->follow;
	int c = str_cmp(x->object, y->object);

	return c ? c : str_cmp(x->dept, y->dept);
}

/*
 * A row replaces the one before it of the same kind; those of a correction replace
 * all of the department at the object. The n rows are sorted, each by entry.
 */
static void keep_follows(struct audit_state *s, const struct follow_row *row, size_t n)
{
	size_t first = 0; /* of the department at the object */

	for (size_t i = 0; i < n; i++) {
		bool begins = i == 0 || by_follow(&row[i - 1], &row[i]) != 0;
		size_t at;

		if (begins)
			first = s->n_follows;
		else if (row[i].correction && row[i - 1].follow.event != row[i].follow.event)
			s->n_follows = first;
		for (at = first; at < s->n_follows; at++)
			if (str_eq(s->follow[at].kind, row[i].follow.kind))
				break;
		s->follow[at] = row[i].follow;
		s->n_follows += at == s->n_follows;
	}
}

static ssjc_rc load_follows(
    struct audit *a, uint64_t seq, struct audit_state *s, struct ssjc_err *err)
{
	struct follow_row *row;
	size_t n;
	ssjc_rc rc;

	if (!audit_has(a, T_FOLLOW))
		return SSJC_OK;
	rc = audit_collect(a,
	    "SELECT f.id, f.dept, f.kind, f.opened, f.closed <> '', f.closed, f.document, f.note,"
	    " e.reason <> '', f.event, e.time FROM follow f JOIN event e ON e.seq = f.event"
	    " WHERE f.event > ?1 AND f.event <= ?2 ORDER BY f.event, f.row",
	    s->draw_event, seq, &s->arena, sizeof *row, fill_follow, &row, &n, err);
	if (rc || n == 0)
		return rc;
	s->follow = arena_array(&s->arena, n, sizeof *s->follow);
	if (!s->follow)
		return ssjc_fail_memory(err);
	rc = audit_sort_said(row, n, sizeof *row, by_follow, err);
	if (rc)
		return rc;
	keep_follows(s, row, n);
	return SSJC_OK;
}

size_t audit_follows(const struct audit_state *s, struct str id, struct str dept)
{
	size_t low = 0, high = s->n_follows;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		const struct follow *f = &s->follow[mid];
		int c = str_cmp(f->object, id);

		if (c == 0)
			c = str_cmp(f->dept, dept);
		if (c < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static ssjc_rc load_reviews(
    struct audit *a, uint64_t seq, struct audit_state *s, struct ssjc_err *err)
{
	ssjc_rc rc;

	if (!audit_has(a, T_REVIEW))
		return SSJC_OK;
	rc = audit_collect(a,
	    "SELECT r.dept, r.upto, r.results, e.actor, r.event, e.time"
	    " FROM review r JOIN event e ON e.seq = r.event"
	    " WHERE r.event > ?1 AND r.event <= ?2 ORDER BY r.event, r.row",
	    s->draw_event, seq, &s->arena, sizeof *s->review, fill_review, &s->review,
	    &s->n_reviews, err);
	return rc ? rc : audit_index_reviews(s, err);
}

static struct review_upto *upto_of(const struct audit_state *s, struct str dept)
{
	for (size_t i = 0; i < s->n_reviewed; i++)
		if (str_eq(s->reviewed[i].dept, dept))
			return &s->reviewed[i];
	return NULL;
}

ssjc_rc audit_index_reviews(struct audit_state *s, struct ssjc_err *err)
{
	s->n_reviewed = 0;
	s->reviewed = arena_array(&s->arena, s->n_reviews + 1, sizeof *s->reviewed);
	if (!s->reviewed)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < s->n_reviews; i++) {
		const struct review *r = &s->review[i];
		struct review_upto *x = upto_of(s, r->dept);

		if (!x) {
			x = &s->reviewed[s->n_reviewed++];
			*x = (struct review_upto){r->dept, r->upto};
		}
		x->upto = r->upto > x->upto ? r->upto : x->upto;
	}
	return SSJC_OK;
}

uint64_t audit_reviewed(const struct audit_state *s, struct str dept)
{
	const struct review_upto *x = upto_of(s, dept);

	return x ? x->upto : 0;
}

/* All that follows from the last draw, whose row is loaded; what came of the visits if asked. */
static ssjc_rc load_after_draw(
    struct audit *a, uint64_t seq, bool results, struct audit_state *s, struct ssjc_err *err)
{
	ssjc_rc rc = load_strata(a, s, err);

	if (rc)
		return rc;
	rc = load_picks(a, seq, s, err);
	if (rc)
		return rc;
	rc = audit_load_seats(a, seq, s, err);
	if (rc)
		return rc;
	rc = audit_load_confirmations(a, seq, s, err);
	if (rc)
		return rc;
	rc = load_papers(a, seq, s, err);
	if (rc)
		return rc;
	rc = load_bounds(a, seq, s, err);
	if (rc)
		return rc;
	rc = find_awaiting(s, err);
	if (rc || !results)
		return rc;
	rc = audit_load_results(a, seq, s, err);
	if (rc)
		return rc;
	rc = load_follows(a, seq, s, err);
	if (rc)
		return rc;
	return load_reviews(a, seq, s, err);
}

/* The checkpoint, the last commitment and the last draw, if there is any. */
static ssjc_rc load_to_draw(
    struct audit *a, uint64_t seq, struct audit_state *s, struct ssjc_err *err)
{
	ssjc_rc rc = audit_checkpoint(a, &s->checkpoint, err);

	if (rc || a->empty)
		return rc;
	rc = load_ceremony(a, seq, s, err);
	if (rc)
		return rc;
	rc = load_draw(a, seq, s, err);
	if (rc || s->draws == 0)
		return rc;
	return load_digests(a, s, err);
}

static ssjc_rc load(
    struct audit *a, uint64_t seq, bool results, struct audit_state *out, struct ssjc_err *err)
{
	ssjc_rc rc;

	*out = (struct audit_state){0};
	rc = load_to_draw(a, seq, out, err);
	if (rc || out->draws == 0)
		goto out;
	rc = load_after_draw(a, seq, results, out, err);
out:
	if (rc)
		audit_state_free(out);
	return rc;
}

ssjc_rc audit_load_draw(struct audit *a, struct audit_state *out, struct ssjc_err *err)
{
	ssjc_rc rc;

	*out = (struct audit_state){0};
	rc = load_to_draw(a, INT64_MAX, out, err);
	if (rc)
		audit_state_free(out);
	return rc;
}

/* The strata and the confirmations; the picks only when some were replaced. */
static ssjc_rc load_removals(struct audit *a, struct audit_state *s, struct ssjc_err *err)
{
	int64_t replaced = 0;
	ssjc_rc rc = load_strata(a, s, err);

	if (rc)
		return rc;
	rc = audit_number(a,
	    "SELECT count(*) FROM replacement"
	    " WHERE event > (SELECT coalesce(max(event), 0) FROM draw)",
	    &replaced, err);
	if (rc)
		return rc;
	rc = replaced ? load_picks(a, INT64_MAX, s, err) : SSJC_OK;
	return rc ? rc : audit_load_confirmations(a, INT64_MAX, s, err);
}

ssjc_rc audit_load_removals(struct audit *a, struct audit_state *out, struct ssjc_err *err)
{
	ssjc_rc rc;

	*out = (struct audit_state){0};
	rc = load_to_draw(a, INT64_MAX, out, err);
	if (rc || out->draws == 0)
		goto out;
	rc = load_removals(a, out, err);
out:
	if (rc)
		audit_state_free(out);
	return rc;
}

ssjc_rc audit_load_strata(
    struct audit *a, uint64_t seq, struct audit_state *out, struct ssjc_err *err)
{
	ssjc_rc rc;

	*out = (struct audit_state){0};
	rc = load_to_draw(a, seq, out, err);
	if (rc || out->draws == 0)
		goto out;
	rc = load_strata(a, out, err);
out:
	if (rc)
		audit_state_free(out);
	return rc;
}

ssjc_rc audit_load_at(struct audit *a, uint64_t seq, struct audit_state *out, struct ssjc_err *err)
{
	return load(a, seq, true, out, err);
}

ssjc_rc audit_load(struct audit *a, struct audit_state *out, struct ssjc_err *err)
{
	return load(a, INT64_MAX, true, out, err);
}

ssjc_rc audit_load_visits(struct audit *a, struct audit_state *out, struct ssjc_err *err)
{
	return load(a, INT64_MAX, false, out, err);
}

ssjc_rc audit_load_visits_at(
    struct audit *a, uint64_t seq, struct audit_state *out, struct ssjc_err *err)
{
	return load(a, seq, false, out, err);
}

void audit_state_free(struct audit_state *s)
{
	arena_free(&s->arena);
	*s = (struct audit_state){0};
}
