#include "ssjc/draw/receipt_book.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* A row, with its rank among those of its stratum that could be drawn; 0 without one. */
struct book_row {
	const struct receipt_row *row;
	uint64_t rank;
};

struct receipt_book {
	struct draw_bound bound;
	struct ticket_key *salts[2]; /* of the register, of the strata */
	struct book_row *row;
	size_t n;
};

static int by_stratum(const void *a, const void *b)
{
	const struct receipt_row *x = ((const struct book_row *)a)->row,
	                         *y = ((const struct book_row *)b)->row;
	int c = (int)x->standing - (int)y->standing;

	if (!c)
		c = str_cmp(x->of, y->of);
	return c ? c : memcmp(x->ticket, y->ticket, TICKET_SIZE);
}

static int by_id(const void *a, const void *b)
{
	return str_cmp(
	    ((const struct book_row *)a)->row->id, ((const struct book_row *)b)->row->id);
}

static ssjc_rc take_rows(struct receipt_book *b, unsigned parts, struct ssjc_err *err)
{
	size_t n = 0;

	for (unsigned i = 0; i < parts; i++) {
		size_t more;

		receipt_tree_rows(b->bound.of, i, &more);
		n += more;
	}
	b->row = calloc(n + 1, sizeof *b->row);
	if (!b->row)
		return ssjc_fail_memory(err);
	for (unsigned i = 0; i < parts; i++) {
		const struct receipt_row *v = receipt_tree_rows(b->bound.of, i, &n);

		for (size_t k = 0; k < n; k++)
			b->row[b->n++].row = &v[k];
	}
	qsort(b->row, b->n, sizeof *b->row, by_stratum);
	for (size_t i = 0; i < b->n && b->row[i].row->standing == RECEIPT_IN; i++) {
		bool first = i == 0 || !str_eq(b->row[i - 1].row->of, b->row[i].row->of);

		b->row[i].rank = first ? 1 : b->row[i - 1].rank + 1;
	}
	qsort(b->row, b->n, sizeof *b->row, by_id);
	return SSJC_OK;
}

ssjc_rc receipt_book_open(
    struct receipt_book **out, struct draw_run *run, struct str roots, struct ssjc_err *err)
{
	struct receipt_book *b = calloc(1, sizeof *b);
	struct receipt_roots r;
	struct buf text = {0};
	ssjc_rc rc;

	*out = NULL;
	if (!b)
		return ssjc_fail_memory(err);
	rc = receipt_roots_read(&r, roots, "the roots on record", err);
	if (rc)
		goto out;
	rc = draw_run_bound(run, (unsigned)r.draw, true, &b->bound, err);
	if (rc)
		goto out;
	receipt_roots_write(&text, &b->bound.roots);
	if (text.failed || !str_eq(buf_text(&text), roots)) {
		rc = text.failed
		    ? ssjc_fail_memory(err)
		    : ssjc_fail(err, SSJC_INPUT,
		          "the register or a history is not the one drawn from: its root "
		          "is not the one on record");
		goto out;
	}
	rc = receipt_salts(&b->salts[0], draw_run_secret(run), "register", err);
	if (rc)
		goto out;
	rc = receipt_salts(&b->salts[1], draw_run_secret(run), "table", err);
	if (rc)
		goto out;
	rc = take_rows(b, draw_run_parts(run), err);
	if (rc)
		goto out;
	*out = b;
	b = NULL;
out:
	buf_free(&text);
	receipt_book_free(b);
	return rc;
}

size_t receipt_book_rows(const struct receipt_book *b)
{
	return b->n;
}

const struct receipt_row *receipt_book_row(const struct receipt_book *b, size_t i)
{
	return b->row[i].row;
}

size_t receipt_book_find(const struct receipt_book *b, struct str id)
{
	const struct receipt_row row = {.id = id};
	const struct book_row key = {.row = &row},
	                      *at = bsearch(&key, b->row, b->n, sizeof key, by_id);

	return at ? (size_t)(at - b->row) : SIZE_MAX;
}

/* ---- One receipt ---- */

/* Its values in the making. */
struct values {
	struct receipt *r;
	struct arena *arena;
	struct buf text;
	bool ok;
};

static void put(struct values *v, enum receipt_line line)
{
	v->ok &= !v->text.failed;
	v->r->value[line] = arena_str(v->arena, buf_text(&v->text), &v->ok);
	buf_clear(&v->text);
}

static void put_text(struct values *v, enum receipt_line line, struct str s)
{
	buf_str(&v->text, s);
	put(v, line);
}

static void put_number(struct values *v, enum receipt_line line, uint64_t n)
{
	buf_printf(&v->text, "%" PRIu64, n);
	put(v, line);
}

static void add_hex(struct values *v, const unsigned char *p, size_t n)
{
	char hex[2 * MERKLE_SIZE + 1];

	hex_of(p, n, hex);
	buf_z(&v->text, hex);
}

static int by_hash(const void *a, const void *b)
{
	return memcmp(a, b, MERKLE_SIZE);
}

/* The salt, the place and the path of a leaf: three lines. */
static void put_proof(struct values *v, enum receipt_line first, const unsigned char *salt,
    const struct merkle_tree *t, const struct merkle_hash *leaf)
{
	const struct merkle_hash *at = bsearch(
	    leaf, t->level[0], t->size[0], sizeof *leaf, by_hash);
	struct merkle_hash path[MERKLE_DEPTH];
	unsigned n;

	if (!at) {
		v->ok = false;
		return;
	}
	add_hex(v, salt, RECEIPT_SALT);
	put(v, first);
	put_number(v, first + 1, (uint64_t)(at - t->level[0]));
	n = merkle_path(t, (size_t)(at - t->level[0]), path);
	for (unsigned i = 0; i < n; i++)
		add_hex(v, path[i].byte, MERKLE_SIZE);
	put(v, first + 2);
}

static void put_head(struct values *v, const struct receipt_roots *r)
{
	put_text(v, RECEIPT_PLAN, r->plan);
	put_number(v, RECEIPT_DRAW, r->draw);
	put_text(v, RECEIPT_SALT_OF, str_of(r->salt));
	put_number(v, RECEIPT_ROWS, r->rows);
	put_text(v, RECEIPT_REGISTER, str_of(r->tree));
	put_number(v, RECEIPT_STRATA, r->strata);
	put_text(v, RECEIPT_TABLE, str_of(r->table));
	put_text(v, RECEIPT_SEED, str_of(r->seed));
}

static int by_text(const void *key, const void *element)
{
	return str_cmp(*(const struct str *)key, ((const struct stratum *)element)->text);
}

static void put_stratum(struct values *v, const struct receipt_book *b, struct str text)
{
	const struct draw_bound *d = &b->bound;
	const struct stratum *s = bsearch(&text, d->stratum, d->n_strata, sizeof *s, by_text);
	unsigned char salt[RECEIPT_SALT];
	struct merkle_hash leaf;
	struct buf data = {0};

	if (!s) {
		v->ok = false;
		return;
	}
	put_number(v, RECEIPT_POPULATION, s->population);
	put_number(v, RECEIPT_ELIGIBLE, s->eligible);
	put_number(v, RECEIPT_N, s->n);
	put_number(v, RECEIPT_MAIN, s->main);
	put_number(v, RECEIPT_RESERVE, s->reserve);
	put_text(v, RECEIPT_THRESHOLD, d->threshold[s - d->stratum]);
	receipt_salt(b->salts[1], s->text, salt);
	receipt_stratum_data(&data, salt, s, d->threshold[s - d->stratum]);
	v->ok &= !data.failed;
	if (!data.failed) {
		merkle_leaf(data.p, data.n, &leaf);
		put_proof(v, RECEIPT_STRATUM_SALT, salt, &d->table, &leaf);
	}
	buf_free(&data);
}

ssjc_rc receipt_book_make(const struct receipt_book *b, size_t i, struct receipt *out,
    struct arena *arena, struct ssjc_err *err)
{
	const struct receipt_row *row = b->row[i].row;
	struct values v = {.r = out, .arena = arena, .ok = true};
	unsigned char salt[RECEIPT_SALT];

	*out = (struct receipt){.standing = row->standing, .lines = receipt_lines(row->standing)};
	put_head(&v, &b->bound.roots);
	put_text(&v, RECEIPT_ID, row->id);
	put_text(&v, RECEIPT_STANDING, str_of(receipt_standings[row->standing]));
	put_text(&v, RECEIPT_OF, row->of);
	receipt_salt(b->salts[0], row->id, salt);
	put_proof(&v, RECEIPT_ROW_SALT, salt, &b->bound.rows, &row->leaf);
	if (row->standing != RECEIPT_EXCLUDED) {
		put_stratum(&v, b, row->of);
		add_hex(&v, row->ticket, TICKET_SIZE);
		put(&v, RECEIPT_TICKET);
	}
	if (row->standing == RECEIPT_IN)
		put_number(&v, RECEIPT_RANK, b->row[i].rank);
	buf_free(&v.text);
	return v.ok ? SSJC_OK : ssjc_fail_memory(err);
}

void receipt_book_free(struct receipt_book *b)
{
	if (!b)
		return;
	draw_bound_free(&b->bound);
	ticket_key_free(b->salts[0]);
	ticket_key_free(b->salts[1]);
	free(b->row);
	free(b);
}
