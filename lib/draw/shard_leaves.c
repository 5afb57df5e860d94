/*
 * The tree of several registers, which is that of one with the rows of all: receipt_tree.h.
 * Those that lie elsewhere send the leaves of their rows, and no row.
 */
#include "ssjc/draw/shards.h"

#include "draw_binding.h"
#include "ssjc/base/file.h"
#include "ssjc/base/language.h"
#include "ssjc/base/parallel.h"

#include <stdlib.h>
#include <string.h>

/* Leaves in memory, 33 bytes each: the registers are read one by one, as all may not fit into it. */
enum { LEAVES = 1 << 20 };

ssjc_rc shards_bind(struct shards *s, const char *secret, bool keep, struct ssjc_err *err)
{
	ssjc_rc rc = receipt_tree_open(&s->tree, secret, parallel_width(), keep, err);

	if (rc)
		return rc;
	receipt_tree_spill(s->tree, LEAVES);
	return SSJC_OK;
}

/* ---- The secret and the key ---- */

static const char secret_line[] = "receipts=", key_line[] = "key=";

/* A line with 64 digits after its key. */
static ssjc_rc read_line(struct str text, const char *file, const char *key, const char *what,
    char to[RECEIPT_SECRET_HEX], struct ssjc_err *err)
{
	struct str s = str_trim(text);

	if (!str_cut_start(&s, key) || !hex_is(s, (RECEIPT_SECRET_HEX - 1) / 2))
		return ssjc_fail_at(err, SSJC_INPUT, file, 0, NULL,
		    "is not %s, which is the line “%s” with 64 lower-case hex digits", what, key);
	memcpy(to, s.p, s.n);
	to[s.n] = '\0';
	return SSJC_OK;
}

ssjc_rc shard_secret_create(const char *path, struct buf *key, struct ssjc_err *err)
{
	char secret[RECEIPT_SECRET_HEX];
	struct ticket_key *salts = NULL;
	struct buf text = {0};
	ssjc_rc rc = receipt_secret(secret, err);

	if (rc)
		goto out;
	rc = receipt_salts(&salts, secret, "register", err);
	if (rc)
		goto out;
	buf_printf(&text, "%s%s\n", secret_line, secret);
	buf_printf(key, "%s%s\n", key_line, ticket_key_hex(salts));
	rc = text.failed || key->failed ? ssjc_fail_memory(err)
	                                : file_create(path, FILE_SECRET, buf_text(&text), err);
out:
	ticket_key_free(salts);
	buf_free(&text);
	return rc;
}

ssjc_rc shard_secret_read(
    char secret[RECEIPT_SECRET_HEX], struct str text, const char *file, struct ssjc_err *err)
{
	return read_line(text, file, secret_line, W_("what ssjc-draw secret keeps"), secret, err);
}

ssjc_rc shard_key_read(struct ticket_key **out, char digest[DIGEST_HEX], struct str text,
    const char *file, struct ssjc_err *err)
{
	char hex[RECEIPT_SECRET_HEX];
	ssjc_rc rc = read_line(text, file, key_line, W_("what ssjc-draw secret prints"), hex, err);

	*out = NULL;
	if (rc)
		return rc;
	rc = digest_hex(hex, strlen(hex), digest, err);
	return rc ? rc : ticket_key_take(out, str_of(hex), err);
}

/* ---- At a machine ---- */

ssjc_rc shard_leaves(
    struct receipt_tree *tree, FILE *f, char digest[DIGEST_HEX], struct ssjc_err *err)
{
	struct merkle_heap *heap = receipt_tree_leaves(tree);
	size_t n = merkle_heap_count(heap);
	struct merkle_hash *leaf = NULL;
	ssjc_rc rc = merkle_heap_leaves(heap, &leaf, err);

	if (rc)
		return rc;
	rc = digest_hex(leaf, n * sizeof *leaf, digest, err);
	if (!rc)
		fwrite(leaf, sizeof *leaf, n, f);
	free(leaf);
	return rc;
}

/* ---- At the centre ---- */

/* How many the largest register has whose leaves are still to come. */
static uint64_t most_leaves(const struct shards *s)
{
	uint64_t most = 0;

	for (size_t i = 0; i < s->n; i++)
		if (!s->v[i].bound && s->v[i].rows > most)
			most = s->v[i].rows;
	return most;
}

/* All leaves of a file, in ascending order, into the tree. */
static ssjc_rc add_leaves(struct shards *s, FILE *f, const char *file, uint64_t *n,
    char hex[DIGEST_HEX], struct ssjc_err *err)
{
	uint64_t most = most_leaves(s);
	struct merkle_hash leaf, before = {{0}};
	struct digest *d = NULL;
	unsigned char raw[DIGEST_SIZE];
	size_t got;
	ssjc_rc rc = digest_open(&d, err);

	if (rc)
		goto out;
	for (*n = 0; (got = fread(&leaf, 1, sizeof leaf, f)) == sizeof leaf; ++*n) {
		if (*n && memcmp(&before, &leaf, sizeof leaf) >= 0) {
			rc = ssjc_fail_at(err, SSJC_INPUT, file, 0, NULL,
			    "is not the leaves of a register: number %llu is not above the one "
			    "before it",
			    (unsigned long long)*n + 1);
			goto out;
		}
		if (*n == most) {
			rc = ssjc_fail_at(err, SSJC_INPUT, file, 0, NULL,
			    "has more leaves than any register that was counted has rows, %llu",
			    (unsigned long long)most);
			goto out;
		}
		before = leaf;
		digest_add(d, &leaf, sizeof leaf);
		rc = merkle_heap_add(receipt_tree_leaves(s->tree), 0, &leaf, err);
		if (rc)
			goto out;
	}
	if (ferror(f)) {
		rc = ssjc_fail_errno_at(err, file, "cannot be read");
		goto out;
	}
	if (got) {
		rc = ssjc_fail_at(err, SSJC_INPUT, file, 0, NULL,
		    "is not the leaves of a register: it ends within one");
		goto out;
	}
	rc = digest_final(d, raw, err);
	if (!rc)
		hex_of(raw, sizeof raw, hex);
out:
	digest_free(d);
	return rc;
}

ssjc_rc shards_leaves(struct shards *s, FILE *f, const char *file, struct ssjc_err *err)
{
	char hex[DIGEST_HEX];
	uint64_t n;
	ssjc_rc rc = add_leaves(s, f, file, &n, hex, err);

	if (rc)
		return rc;
	for (size_t i = 0; i < s->n; i++) {
		struct shard *x = &s->v[i];

		if (x->bound || !str_is(x->leaves, hex))
			continue;
		if (n != x->rows)
			return ssjc_fail_at(err, SSJC_INPUT, file, 0, NULL,
			    "has %llu leaves, but “%.*s” has %llu rows by its counts",
			    (unsigned long long)n, STR_ARG(x->name), (unsigned long long)x->rows);
		x->bound = true;
		return SSJC_OK;
	}
	return ssjc_fail_at(err, SSJC_INPUT, file, 0, NULL,
	    "is not the leaves of a register that was counted: no counts have its SHA-256, %s",
	    hex);
}

ssjc_rc shards_leaves_all(const struct shards *s, const char *secret, struct ssjc_err *err)
{
	struct ticket_key *salts = NULL;
	char digest[DIGEST_HEX];
	ssjc_rc rc = receipt_salts(&salts, secret, "register", err);

	if (rc)
		goto out;
	rc = digest_hex(ticket_key_hex(salts), TICKET_HEX - 1, digest, err);
	if (rc)
		goto out;
	for (size_t i = 0; i < s->n; i++) {
		const struct shard *x = &s->v[i];

		if (!x->leaves.n)
			rc = ssjc_fail_at(err, SSJC_INPUT, x->file, 0, "leaves",
			    "“%.*s” was counted without its leaves, which the plan's receipts need: "
			    "ssjc-draw counts --key FILE --leaves FILE writes them there",
			    STR_ARG(x->name));
		else if (!str_is(x->key, digest))
			rc = ssjc_fail_at(err, SSJC_INPUT, x->file, 0, "key",
			    "“%.*s” was counted with another key than that of the secret given here",
			    STR_ARG(x->name));
		else if (!x->bound)
			rc = ssjc_fail(err, SSJC_INPUT,
			    "the leaves of “%.*s” are missing: give those of all registers with "
			    "--leaves",
			    STR_ARG(x->name));
		if (rc)
			goto out;
	}
out:
	ticket_key_free(salts);
	return rc;
}

ssjc_rc shards_root(struct shards *s, struct ssjc_err *err)
{
	struct merkle_hash root;
	ssjc_rc rc = merkle_heap_root(receipt_tree_leaves(s->tree), &root, err);

	if (rc)
		return rc;
	hex_of(root.byte, sizeof root.byte, s->root);
	return merkle_heap_twice(receipt_tree_leaves(s->tree))
	    ? ssjc_fail(err, SSJC_INPUT,
	          "a row is in two registers: give the hashes of their ids, too, with --ids, and "
	          "they are named")
	    : SSJC_OK;
}

ssjc_rc shards_put_root(const struct shards *s, const char *secret, unsigned draw, struct audit *a,
    struct ssjc_err *err)
{
	struct draw_bound b = {
	    .roots = {.plan = s->plan->id, .draw = draw, .rows = s->counts.rows}};
	ssjc_rc rc;

	if (!secret[0] || !s->root[0])
		return ssjc_fail(
		    err, SSJC_REFUSED, "the registers are not bound: their leaves were not given");
	rc = digest_hex(secret, strlen(secret), b.roots.salt, err);
	if (rc)
		return rc;
	memcpy(b.roots.tree, s->root, sizeof b.roots.tree);
	return draw_bound_put(&b, secret, a, err);
}
