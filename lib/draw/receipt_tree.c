#include "ssjc/draw/receipt_tree.h"

#include "ssjc/base/num.h"
#include "ssjc/base/parallel.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

const char *const receipt_standings[RECEIPT_STANDINGS] = {
    [RECEIPT_IN] = "in",
    [RECEIPT_REPEATED] = "repeated",
    [RECEIPT_EXCLUDED] = "excluded",
};

/* What one thread adds. */
struct tree_part {
	struct receipt_row *row; /* where they are kept */
	size_t rows, row_cap;
	struct buf data; /* of the row at hand */
	struct arena arena;
	char apart[PARALLEL_APART];
};

struct receipt_tree {
	struct ticket_key *salts;
	struct merkle_heap *leaves;
	bool keep;
	unsigned parts;
	struct tree_part *part;
};

ssjc_rc receipt_secret(char secret[RECEIPT_SECRET_HEX], struct ssjc_err *err)
{
	unsigned char bytes[(RECEIPT_SECRET_HEX - 1) / 2];

	if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
		return ssjc_fail_errno(err, "getrandom");
	hex_of(bytes, sizeof bytes, secret);
	return SSJC_OK;
}

/* ---- Leaves ---- */

ssjc_rc receipt_salts(
    struct ticket_key **out, const char *secret, const char *tree, struct ssjc_err *err)
{
	return ticket_key_open(out, secret, str_of(tree), err);
}

void receipt_salt(const struct ticket_key *salts, struct str of, unsigned char salt[RECEIPT_SALT])
{
	unsigned char all[TICKET_SIZE];

	ticket_of(salts, of, all);
	memcpy(salt, all, RECEIPT_SALT);
}

/* As there is one for each row of a register: in one piece. */
void receipt_row_data(struct buf *out, const unsigned char salt[RECEIPT_SALT], struct str id,
    struct str standing, struct str of)
{
	const struct str piece[] = {
	    {(const char *)salt, RECEIPT_SALT}, id, STR("\n"), standing, STR("\n"), of};
	enum { PIECES = sizeof piece / sizeof piece[0] };
	size_t n = 0;
	char *p;

	for (int i = 0; i < PIECES; i++)
		n += piece[i].n;
	buf_clear(out);
	p = buf_room(out, n);
	if (!p)
		return;
	for (int i = 0; i < PIECES; i++) {
		if (piece[i].n)
			memcpy(p, piece[i].p, piece[i].n);
		p += piece[i].n;
	}
	buf_wrote(out, n);
}

void receipt_stratum_data(struct buf *out, const unsigned char salt[RECEIPT_SALT],
    const struct stratum *s, struct str threshold)
{
	buf_clear(out);
	buf_add(out, salt, RECEIPT_SALT);
	buf_str(out, s->text);
	buf_printf(out, "\n%" PRIu64 "\n%" PRIu64 "\n%" PRIu64 "\n%" PRIu64 "\n%" PRIu64 "\n%.*s",
	    s->population, s->eligible, s->n, s->main, s->reserve, STR_ARG(threshold));
}

/* A line feed would make two texts of one. */
static ssjc_rc check_text(struct str s, const char *column, struct ssjc_err *err)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20)
			return ssjc_fail_at(err, SSJC_INPUT, NULL, 0, column,
			    "has a control character, and the plan says receipts = yes");
	return SSJC_OK;
}

ssjc_rc receipt_tree_open(
    struct receipt_tree **out, const char *secret, unsigned parts, bool keep, struct ssjc_err *err)
{
	struct ticket_key *salts = NULL;
	ssjc_rc rc = receipt_salts(&salts, secret, "register", err);

	*out = NULL;
	return rc ? rc : receipt_tree_open_key(out, salts, parts, keep, err);
}

ssjc_rc receipt_tree_open_key(struct receipt_tree **out, struct ticket_key *salts, unsigned parts,
    bool keep, struct ssjc_err *err)
{
	struct receipt_tree *t = calloc(1, sizeof *t);
	ssjc_rc rc;

	*out = NULL;
	if (!t) {
		ticket_key_free(salts);
		return ssjc_fail_memory(err);
	}
	t->salts = salts;
	t->keep = keep;
	t->parts = parts;
	t->part = calloc(parts, sizeof *t->part);
	if (!t->part) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	rc = merkle_heap_open(&t->leaves, parts, err);
	if (rc)
		goto out;
	*out = t;
	t = NULL;
out:
	receipt_tree_free(t);
	return rc;
}

static ssjc_rc keep_row(struct tree_part *p, const struct receipt_row *row, struct ssjc_err *err)
{
	struct receipt_row *to;
	bool ok = true;

	if (!array_grow(&p->row, &p->row_cap, p->rows, sizeof *p->row))
		return ssjc_fail_memory(err);
	to = &p->row[p->rows++];
	*to = *row;
	to->id = arena_str(&p->arena, row->id, &ok);
	to->name = arena_str(&p->arena, row->name, &ok);
	to->of = arena_str(&p->arena, row->of, &ok);
	return ok ? SSJC_OK : ssjc_fail_memory(err);
}

ssjc_rc receipt_tree_add(
    struct receipt_tree *t, unsigned part, struct receipt_row *row, struct ssjc_err *err)
{
	struct tree_part *p = &t->part[part];
	unsigned char salt[RECEIPT_SALT];
	ssjc_rc rc = check_text(
	    row->of, row->standing == RECEIPT_EXCLUDED ? "status" : "stratum", err);

	if (rc)
		return rc;
	receipt_salt(t->salts, row->id, salt);
	receipt_row_data(
	    &p->data, salt, row->id, str_of(receipt_standings[row->standing]), row->of);
	if (p->data.failed)
		return ssjc_fail_memory(err);
	merkle_leaf(p->data.p, p->data.n, &row->leaf);
	rc = merkle_heap_add(t->leaves, part, &row->leaf, err);
	return rc || !t->keep ? rc : keep_row(p, row, err);
}

void receipt_tree_spill(struct receipt_tree *t, size_t rows)
{
	merkle_heap_spill(t->leaves, rows);
}

struct merkle_heap *receipt_tree_leaves(struct receipt_tree *t)
{
	return t->leaves;
}

const struct receipt_row *receipt_tree_rows(const struct receipt_tree *t, unsigned part, size_t *n)
{
	*n = t->part[part].rows;
	return t->part[part].row;
}

void receipt_tree_free(struct receipt_tree *t)
{
	if (!t)
		return;
	for (unsigned i = 0; t->part && i < t->parts; i++) {
		free(t->part[i].row);
		buf_free(&t->part[i].data);
		arena_free(&t->part[i].arena);
	}
	free(t->part);
	ticket_key_free(t->salts);
	merkle_heap_free(t->leaves);
	free(t);
}

ssjc_rc receipt_table(struct merkle_hash **leaf, const char *secret, const struct stratum *s,
    size_t n, const struct str *threshold, struct ssjc_err *err)
{
	struct merkle_hash *v = malloc((n + 1) * sizeof *v);
	struct ticket_key *salts = NULL;
	unsigned char salt[RECEIPT_SALT];
	struct buf data = {0};
	ssjc_rc rc = v ? receipt_salts(&salts, secret, "table", err) : ssjc_fail_memory(err);

	*leaf = NULL;
	if (rc)
		goto out;
	for (size_t i = 0; i < n; i++) {
		receipt_salt(salts, s[i].text, salt);
		receipt_stratum_data(&data, salt, &s[i], threshold[i]);
		if (data.failed) {
			rc = ssjc_fail_memory(err);
			goto out;
		}
		merkle_leaf(data.p, data.n, &v[i]);
	}
	merkle_sort(v, n);
	*leaf = v;
	v = NULL;
out:
	free(v);
	ticket_key_free(salts);
	buf_free(&data);
	return rc;
}

/* ---- The roots ---- */

void receipt_roots_write(struct buf *out, const struct receipt_roots *r)
{
	buf_printf(out,
	    "ssjc-roots 1\nplan=%.*s\ndraw=%" PRIu64 "\nsalt=%s\nrows=%" PRIu64 "\nregister=%s\n",
	    STR_ARG(r->plan), r->draw, r->salt, r->rows, r->tree);
	if (r->drawn)
		buf_printf(
		    out, "strata=%" PRIu64 "\ntable=%s\nseed=%s\n", r->strata, r->table, r->seed);
}

ssjc_rc receipt_roots_digest(
    const struct receipt_roots *r, char root[DIGEST_HEX], struct ssjc_err *err)
{
	struct buf text = {0};
	ssjc_rc rc;

	receipt_roots_write(&text, r);
	rc = text.failed ? ssjc_fail_memory(err) : digest_hex(text.p, text.n, root, err);
	buf_free(&text);
	return rc;
}

/* The value of the line that begins with key, which is next. */
static bool take(struct str *rest, const char *key, struct str *value)
{
	return str_split(rest, '\n', value) && rest->p && str_cut_start(value, key);
}

static bool take_hex(struct str *rest, const char *key, char to[DIGEST_HEX])
{
	struct str value;

	if (!take(rest, key, &value) || !hex_is(value, DIGEST_SIZE))
		return false;
	memcpy(to, value.p, value.n);
	to[value.n] = '\0';
	return true;
}

static bool take_number(struct str *rest, const char *key, uint64_t *to)
{
	struct str value;
	int64_t n;

	if (!take(rest, key, &value) || num_parse(value, 0, INT64_MAX, &n))
		return false;
	*to = (uint64_t)n;
	return true;
}

static bool read_lines(struct receipt_roots *r, struct str rest)
{
	struct str head;

	if (!take(&rest, "ssjc-roots 1", &head) || head.n || !take(&rest, "plan=", &r->plan) ||
	    !take_number(&rest, "draw=", &r->draw) || !take_hex(&rest, "salt=", r->salt) ||
	    !take_number(&rest, "rows=", &r->rows) || !take_hex(&rest, "register=", r->tree))
		return false;
	r->drawn = rest.n > 0;
	return !r->drawn ||
	    (take_number(&rest, "strata=", &r->strata) && take_hex(&rest, "table=", r->table) &&
	        take_hex(&rest, "seed=", r->seed) && rest.n == 0);
}

ssjc_rc receipt_roots_read(
    struct receipt_roots *r, struct str text, const char *name, struct ssjc_err *err)
{
	struct buf again = {0};
	ssjc_rc rc;
	bool same;

	*r = (struct receipt_roots){0};
	if (!read_lines(r, text))
		return ssjc_fail_at(
		    err, SSJC_INPUT, name, 0, NULL, "is not a roots text as in ssjc-receipt(5)");
	/* A number with a zero before it would be another text with another digest. */
	receipt_roots_write(&again, r);
	same = !again.failed && str_eq(buf_text(&again), text);
	rc = again.failed ? ssjc_fail_memory(err)
	    : same        ? SSJC_OK
	                  : ssjc_fail_at(err, SSJC_INPUT, name, 0, NULL,
	                        "is not a roots text as in ssjc-receipt(5)");
	buf_free(&again);
	return rc;
}
