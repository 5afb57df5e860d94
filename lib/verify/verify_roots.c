/* What binds a draw so that firms can check their receipts: receipt_tree.h. */
#include "verify_work.h"

#include "ssjc/draw/draw_run.h"
#include "ssjc/draw/shards.h"

#include <stdlib.h>
#include <string.h>

/* What the event at hand is bound by. */
struct bound {
	struct receipt_roots roots;
	struct str secret; /* 64 digits */
	bool there;
};

/* Read it; SSJC_NO where it has one without the other, or none although the plan wants it. */
static ssjc_rc read_bound(
    struct verifier *v, const struct audit_event *e, bool wanted, struct bound *b)
{
	struct str text;
	char digest[DIGEST_HEX];
	ssjc_rc rc = draw_bound_roots(&text, v->job->audit, e, &v->arena, v->err);

	*b = (struct bound){.there = false};
	if (rc)
		return rc;
	rc = draw_bound_secret(&b->secret, v->job->audit, e, &v->arena, v->err);
	if (rc)
		return rc;
	b->there = text.n || b->secret.n;
	if (wanted != b->there)
		return wanted
		    ? verify_differs(v,
		          "the plan says receipts = yes, but what receipts are proved by is not on "
		          "record")
		    : verify_differs(v,
		          "what receipts are proved by is on record, but the plan does not say "
		          "receipts = yes");
	if (!b->there)
		return SSJC_OK;
	rc = receipt_roots_read(&b->roots, text, "the roots on record", v->err);
	if (rc)
		return rc;
	if (!hex_is(b->secret, (RECEIPT_SECRET_HEX - 1) / 2))
		return verify_differs(v, "the secret of its salts is not 64 hex digits");
	rc = digest_hex(b->secret.p, b->secret.n, digest, v->err);
	if (rc)
		return rc;
	return strcmp(digest, b->roots.salt) == 0
	    ? SSJC_OK
	    : verify_differs(v, "the secret of its salts is not that of its roots");
}

/* What the roots of a draw, or of a commitment, say of it beside the hashes. */
static ssjc_rc same_head(
    struct verifier *v, const struct bound *b, unsigned draw, uint64_t rows, bool drawn)
{
	const struct receipt_roots *r = &b->roots;

	if (str_eq(r->plan, v->event->plan) && r->draw == draw && r->rows == rows &&
	    r->drawn == drawn)
		return SSJC_OK;
	return verify_differs(v,
	    "its roots are those of another draw, or of another number of rows: plan %.*s, draw "
	    "%llu, %llu rows",
	    STR_ARG(r->plan), (unsigned long long)r->draw, (unsigned long long)r->rows);
}

static ssjc_rc other_register(struct verifier *v)
{
	return verify_differs(v,
	    "the root of its register is not the one that follows from the register: "
	    "receipts would prove that a firm was in another stratum, left out, or not "
	    "there");
}

/*
 * Did the draw follow that the event at hand commits or makes cutoffs to, or higher cutoffs by
 * the same seed? These have the same root, which is computed.
 */
static bool was_followed(const struct verifier *v)
{
	const struct audit_event *e = v->event + 1, *end = v->events.v + v->events.n;
	const struct audit_file *a = verify_file(v, "seed", false), *b;

	while (e < end && !str_in_list(STR(DRAW_DRAWN ";" DRAW_COMMITTED), e->action) &&
	    (!a || !str_in_list(STR(DRAW_CUTOFFS), e->action)))
		e++;
	if (e == end || !str_in_list(STR(DRAW_CUTOFFS), e->action))
		return e < end && str_in_list(STR(DRAW_DRAWN), e->action);
	b = audit_event_file(e, "seed", false);
	return b && str_eq(a->digest, b->digest);
}

/* Computed again, as root says, or not. */
static void remark_root(struct verifier *v, unsigned draw, const char *root)
{
	bool cutoffs = verify_file(v, "cutoffs", true);

	if (!root[0] && cutoffs)
		verify_remark(v, REMARK_UNCHECKED,
		    "cutoffs of draw %u: the root of its registers, which receipts are proved by, "
		    "was not computed again: a register or a history was not given",
		    draw);
	else if (!root[0])
		verify_remark(v, REMARK_UNCHECKED,
		    "commitment to draw %u: the root of its register, which receipts are proved by, "
		    "was not computed again: the register or a history was not given",
		    draw);
	else if (cutoffs)
		verify_remark(v, REMARK_GOOD,
		    "cutoffs of draw %u: the root of its registers, which receipts are proved by, "
		    "computed again: the same",
		    draw);
	else
		verify_remark(v, REMARK_GOOD,
		    "commitment to draw %u: the root of its register, which receipts are proved by, "
		    "computed again: the same",
		    draw);
}

/* Until then, or if it was withdrawn, nothing else shows that the root is the register's. */
static ssjc_rc same_register(
    struct verifier *v, const struct plan *plan, const struct bound *b, unsigned draw)
{
	char root[DIGEST_HEX];
	ssjc_rc rc;

	if (was_followed(v))
		return SSJC_OK;
	rc = verify_root_again(v, plan, draw, root);
	if (rc)
		return rc;
	if (root[0] && strcmp(root, b->roots.tree) != 0)
		return other_register(v);
	remark_root(v, draw, root);
	return SSJC_OK;
}

ssjc_rc verify_roots_committed(struct verifier *v, const struct audit_ceremony *c)
{
	struct plan plan = {0};
	struct bound b;
	ssjc_rc rc = verify_plan(v, &plan);

	if (rc)
		goto out;
	rc = read_bound(v, v->event, plan.receipts, &b);
	if (rc || !b.there)
		goto out;
	rc = same_head(v, &b, c->draw, c->rows, false);
	if (rc)
		goto out;
	rc = same_register(v, &plan, &b, c->draw);
out:
	plan_close(&plan);
	return rc;
}

static bool same_roots(const struct bound *a, const struct bound *b)
{
	return strcmp(a->roots.salt, b->roots.salt) == 0 &&
	    strcmp(a->roots.tree, b->roots.tree) == 0;
}

/* Is the register of a reveal bound as it was at the commitment? */
static ssjc_rc same_committed(
    struct verifier *v, const struct bound *b, const struct audit_state *state)
{
	const struct audit_event *e = draw_bound_event(&v->events, state->ceremony.event);
	struct bound before;
	ssjc_rc rc = read_bound(v, e, true, &before);

	if (rc || same_roots(b, &before))
		return rc;
	return verify_differs(v,
	    "the root of its register is not the one committed to by event %llu: a firm that has "
	    "it from the pledge would not find itself in this one",
	    (unsigned long long)state->ceremony.event);
}

ssjc_rc verify_roots_cutoffs(struct verifier *v, const struct plan *plan, unsigned draw,
    uint64_t rows, const struct audit_event *raised)
{
	bool wanted = plan->receipts && !str_is(v->event->action, "unseal");
	struct bound b, other;
	ssjc_rc rc = read_bound(v, v->event, wanted, &b);

	if (rc || !b.there)
		return rc;
	rc = same_head(v, &b, draw, rows, false);
	if (rc)
		return rc;
	rc = raised ? read_bound(v, raised, true, &other) : SSJC_OK;
	if (rc)
		return rc;
	if (raised && !same_roots(&b, &other))
		return verify_differs(v,
		    "the root of its registers is not the one that event %llu fixed for the same seed",
		    (unsigned long long)raised->seq);
	return same_register(v, plan, &b, draw);
}

/* Is it bound as it was when cutoffs were made, and nobody could know a ticket? */
static ssjc_rc same_cutoffs(struct verifier *v, const struct bound *b)
{
	const struct audit_event *e = verify_shards_pending(v, NULL);
	struct bound before;
	struct str text = STR("");
	ssjc_rc rc = e ? draw_bound_roots(&text, v->job->audit, e, &v->arena, v->err) : SSJC_OK;

	/* When the plan did not ask for receipts yet, there are none: verify_roots_cutoffs. */
	if (rc || !text.n)
		return rc;
	rc = read_bound(v, e, true, &before);
	if (rc || same_roots(b, &before))
		return rc;
	return verify_differs(v,
	    "the root of its register is not the one that event %llu fixed with its cutoffs: it was "
	    "changed when the tickets could be known",
	    (unsigned long long)e->seq);
}

/* The tickets on record of the last ones drawn of each stratum. */
static ssjc_rc find_thresholds(
    struct verifier *v, const struct audit_state *state, struct str *threshold)
{
	struct audit_walk *walk = NULL;
	struct pick p;
	bool more = true, ok = true;
	ssjc_rc rc = audit_walk_open(&walk, v->job->audit, state, v->err);

	if (rc)
		goto out;
	for (size_t i = 0; i < state->n_strata; i++)
		threshold[i] = STR("");
	for (;;) {
		rc = audit_walk_next(walk, &p, &more, v->err);
		if (rc || !more)
			break;
		if (p.rank == state->stratum[p.stratum_at].main)
			threshold[p.stratum_at] = arena_str(&v->arena, p.ticket, &ok);
	}
	if (!rc && !ok)
		rc = ssjc_fail_memory(v->err);
out:
	audit_walk_close(walk);
	return rc;
}

/* Does the table follow from the strata and the tickets on record? */
static ssjc_rc same_table(
    struct verifier *v, const struct bound *b, const struct audit_state *state)
{
	struct str *threshold = arena_array(&v->arena, state->n_strata + 1, sizeof *threshold);
	struct merkle_hash *leaf = NULL, root;
	char hex[DIGEST_HEX], secret[RECEIPT_SECRET_HEX];
	ssjc_rc rc = threshold ? find_thresholds(v, state, threshold) : ssjc_fail_memory(v->err);

	if (rc)
		return rc;
	memcpy(secret, b->secret.p, b->secret.n);
	secret[b->secret.n] = '\0';
	rc = receipt_table(&leaf, secret, state->stratum, state->n_strata, threshold, v->err);
	if (rc)
		return rc;
	merkle_root(leaf, state->n_strata, &root);
	free(leaf);
	hex_of(root.byte, MERKLE_SIZE, hex);
	if (b->roots.strata == state->n_strata && strcmp(hex, b->roots.table) == 0)
		return SSJC_OK;
	return verify_differs(v,
	    "the root of its strata is not the one that follows from the strata and tickets on "
	    "record: receipts would prove other numbers or another threshold");
}

/* Are they bound to the seed on record? */
static ssjc_rc same_seed(struct verifier *v, const struct bound *b, const struct audit_state *state)
{
	char master[TICKET_HEX];
	struct ticket_key *key = NULL;
	ssjc_rc rc = ticket_master(state->draw.seed, master, v->err);

	if (rc)
		return rc;
	rc = ticket_key_open(&key, master, STR("receipt"), v->err);
	if (rc)
		return rc;
	if (strcmp(ticket_key_hex(key), b->roots.seed) != 0)
		rc = verify_differs(v, "its roots are bound to another seed");
	ticket_key_free(key);
	return rc;
}

ssjc_rc verify_roots(struct verifier *v, const struct audit_state *state, const struct plan *plan)
{
	struct bound b;
	ssjc_rc rc = read_bound(v, v->event, plan->receipts, &b);

	if (rc || !b.there)
		return rc;
	rc = same_head(v, &b, state->draws, state->draw.counts.rows, true);
	if (rc)
		return rc;
	rc = same_seed(v, &b, state);
	if (rc)
		return rc;
	rc = str_is(v->event->action, "reveal") ? same_committed(v, &b, state)
	                                        : same_cutoffs(v, &b);
	if (rc)
		return rc;
	rc = same_table(v, &b, state);
	if (rc)
		return rc;
	verify_remark(v, REMARK_GOOD,
	    "draw %u: the root of the strata, which receipts are proved by, computed again: the "
	    "same",
	    state->draws);
	return SSJC_OK;
}

/* The secret of the event at hand; "" without one. */
static ssjc_rc read_secret(
    struct verifier *v, const struct plan *plan, char secret[RECEIPT_SECRET_HEX])
{
	struct bound b;
	ssjc_rc rc = read_bound(v, v->event, plan->receipts, &b);

	secret[0] = '\0';
	if (rc || !b.there)
		return rc;
	memcpy(secret, b.secret.p, b.secret.n);
	secret[b.secret.n] = '\0';
	return SSJC_OK;
}

ssjc_rc verify_roots_bind(struct verifier *v, const struct plan *plan, struct draw_run *run)
{
	char secret[RECEIPT_SECRET_HEX];
	ssjc_rc rc = read_secret(v, plan, secret);

	if (!rc && secret[0])
		draw_run_bind(run, secret, false);
	return rc;
}

ssjc_rc verify_roots_shards(struct verifier *v, const struct plan *plan, struct shards *s)
{
	char secret[RECEIPT_SECRET_HEX];
	ssjc_rc rc = read_secret(v, plan, secret);

	return rc || !secret[0] ? rc : shards_bind(s, secret, false, v->err);
}

ssjc_rc verify_roots_again(
    struct verifier *v, const struct plan *plan, struct draw_run *run, unsigned draw)
{
	struct draw_bound again = {0};
	struct bound b;
	ssjc_rc rc = read_bound(v, v->event, plan->receipts, &b);

	if (rc || !b.there)
		return rc;
	rc = draw_run_bound(run, draw, true, &again, v->err);
	if (rc)
		goto out;
	if (strcmp(again.roots.tree, b.roots.tree) != 0 ||
	    strcmp(again.roots.table, b.roots.table) != 0)
		rc = other_register(v);
	else
		verify_remark(v, REMARK_GOOD,
		    "draw %u: the root of the register, which receipts are proved by, computed "
		    "again from %llu rows: the same",
		    draw, (unsigned long long)again.roots.rows);
out:
	draw_bound_free(&again);
	return rc;
}
