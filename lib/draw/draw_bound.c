#include "ssjc/draw/draw_bound.h"

#include "draw_binding.h"

#include <stdlib.h>
#include <string.h>

ssjc_rc draw_bound_begin(
    struct draw_binding *b, struct draw *draw, unsigned parts, struct ssjc_err *err)
{
	ssjc_rc rc;

	if (!b->secret[0])
		return SSJC_OK;
	rc = receipt_tree_open(&b->tree, b->secret, parts, b->keep, err);
	if (rc)
		return rc;
	draw_bind(draw, b->tree);
	return SSJC_OK;
}

/* The tree of n leaves, which become the bound's, or only its root. */
static ssjc_rc plant(struct merkle_hash *leaf, size_t n, bool keep, struct merkle_tree *tree,
    char root[DIGEST_HEX], struct ssjc_err *err)
{
	struct merkle_hash top;

	if (keep && n) {
		ssjc_rc rc = merkle_open(tree, leaf, n, err);

		if (rc)
			return rc;
		top = tree->level[tree->levels - 1][0];
	} else {
		merkle_root(leaf, n, &top);
	}
	hex_of(top.byte, MERKLE_SIZE, root);
	return SSJC_OK;
}

/* The tree of the register. */
static ssjc_rc plant_rows(
    struct draw_bound *out, const struct draw_binding *b, bool keep, struct ssjc_err *err)
{
	struct merkle_heap *leaves;
	struct merkle_hash root;
	ssjc_rc rc;

	if (!b->tree) {
		out->roots.rows = b->rows;
		memcpy(out->roots.tree, b->root, sizeof out->roots.tree);
		return SSJC_OK;
	}
	leaves = receipt_tree_leaves(b->tree);
	out->roots.rows = merkle_heap_count(leaves);
	if (!keep) {
		rc = merkle_heap_root(leaves, &root, err);
		if (rc)
			return rc;
		hex_of(root.byte, MERKLE_SIZE, out->roots.tree);
		return b->root[0] && strcmp(b->root, out->roots.tree) != 0
		    ? ssjc_fail(err, SSJC_REFUSED,
		          "the rows are not those whose leaves were committed to: their root is "
		          "another; of some register, leaves of other rows were sent")
		    : SSJC_OK;
	}
	rc = merkle_heap_leaves(leaves, &out->leaf[0], err);
	if (rc)
		return rc;
	return plant(out->leaf[0], out->roots.rows, true, &out->rows, out->roots.tree, err);
}

/* The ticket of the last one drawn of each stratum. */
static ssjc_rc find_thresholds(
    struct draw_bound *out, draw_bound_ticket *ticket, void *arg, struct ssjc_err *err)
{
	char hex[TICKET_HEX];
	bool ok = true;
	size_t first = 0;

	out->threshold = arena_array(&out->arena, out->n_strata + 1, sizeof *out->threshold);
	if (!out->threshold)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < out->n_strata; i++) {
		const struct stratum *s = &out->stratum[i];

		out->threshold[i] = STR("");
		if (s->main) {
			ssjc_rc rc = ticket(arg, first + s->main - 1, hex, err);

			if (rc)
				return rc;
			out->threshold[i] = arena_str(&out->arena, str_of(hex), &ok);
		}
		first += s->main + s->reserve;
	}
	return ok ? SSJC_OK : ssjc_fail_memory(err);
}

/* What is known once the seed is. */
static ssjc_rc make_table(struct draw_bound *out, const struct draw_binding *b,
    draw_bound_ticket *ticket, void *arg, struct ssjc_err *err)
{
	struct ticket_key *seed = NULL;
	ssjc_rc rc = find_thresholds(out, ticket, arg, err);

	if (rc)
		return rc;
	rc = receipt_table(
	    &out->leaf[1], b->secret, out->stratum, out->n_strata, out->threshold, err);
	if (rc)
		return rc;
	out->roots.strata = out->n_strata;
	rc = plant(out->leaf[1], out->n_strata, b->keep, &out->table, out->roots.table, err);
	if (rc)
		return rc;
	rc = ticket_key_open(&seed, b->master, STR("receipt"), err);
	if (rc)
		return rc;
	memcpy(out->roots.seed, ticket_key_hex(seed), TICKET_HEX);
	ticket_key_free(seed);
	return SSJC_OK;
}

ssjc_rc draw_bound_make(struct draw_bound *out, struct draw_binding *b, const struct draw *draw,
    draw_bound_ticket *ticket, void *arg, struct ssjc_err *err)
{
	ssjc_rc rc = digest_hex(b->secret, strlen(b->secret), out->roots.salt, err);

	if (rc)
		return rc;
	out->stratum = draw_strata(draw, &out->n_strata);
	out->of = b->tree;
	rc = plant_rows(out, b, b->keep, err);
	if (rc || !out->roots.drawn)
		return rc;
	return make_table(out, b, ticket, arg, err);
}

void draw_bound_free(struct draw_bound *b)
{
	merkle_free(&b->rows);
	merkle_free(&b->table);
	free(b->leaf[0]);
	free(b->leaf[1]);
	arena_free(&b->arena);
	*b = (struct draw_bound){0};
}

/* ---- On record ---- */

static ssjc_rc put(
    const char *kind, const char *name, struct str content, struct audit *a, struct ssjc_err *err)
{
	const struct audit_file f = {.output = true, .kind = str_of(kind), .name = str_of(name)};

	return audit_put_text(a, f, content, err);
}

ssjc_rc draw_bound_put(
    const struct draw_bound *b, const char *secret, struct audit *a, struct ssjc_err *err)
{
	struct buf text = {0};
	ssjc_rc rc;

	receipt_roots_write(&text, &b->roots);
	rc = text.failed ? ssjc_fail_memory(err)
	                 : put("roots", "抽取凭证根", buf_text(&text), a, err);
	if (!rc)
		rc = put("salt", "抽取凭证盐值", str_of(secret), a, err);
	buf_free(&text);
	return rc;
}

static ssjc_rc kept(struct str *text, struct audit *a, const struct audit_event *e,
    const char *kind, struct arena *arena, struct ssjc_err *err)
{
	const struct audit_file *f = e ? audit_event_file(e, kind, true) : NULL;

	*text = STR("");
	return f ? audit_content(a, f->digest, arena, text, err) : SSJC_OK;
}

ssjc_rc draw_bound_roots(struct str *text, struct audit *a, const struct audit_event *e,
    struct arena *arena, struct ssjc_err *err)
{
	return kept(text, a, e, "roots", arena, err);
}

ssjc_rc draw_bound_secret(struct str *secret, struct audit *a, const struct audit_event *e,
    struct arena *arena, struct ssjc_err *err)
{
	return kept(secret, a, e, "salt", arena, err);
}

const struct audit_event *draw_bound_event(const struct audit_events *e, uint64_t seq)
{
	for (size_t i = 0; i < e->n; i++)
		if (e->v[i].seq == seq)
			return &e->v[i];
	return NULL;
}
