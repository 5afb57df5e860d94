/*
 * receipt_tree: what a draw is bound to, so that a firm can check its own part of it by a
 * receipt (抽取凭证) without the register: two trees (merkle.h), one with a leaf for each row
 * of the register, one with a leaf for each stratum. ssjc-receipt(5) defines every byte.
 *
 * Each leaf has a salt, made from a secret that only the audit file has: whoever sees the
 * hash of a leaf beside his own cannot find by trying what it says.
 */
#ifndef SSJC_RECEIPT_TREE_H
#define SSJC_RECEIPT_TREE_H

#include "ssjc/base/buf.h"
#include "ssjc/base/digest.h"
#include "ssjc/base/err.h"
#include "ssjc/base/merkle_heap.h"
#include "ssjc/plan/stratum.h"
#include "ssjc/plan/ticket.h"

enum { RECEIPT_SALT = 16, RECEIPT_SECRET_HEX = 65 };

/* Can a row be drawn? If it is repeated it counts, but cannot be; else it does neither. */
enum receipt_standing { RECEIPT_IN, RECEIPT_REPEATED, RECEIPT_EXCLUDED, RECEIPT_STANDINGS };
/* The word of each in a leaf. */
extern const char *const receipt_standings[RECEIPT_STANDINGS];

/* A row of the register as it is bound. */
struct receipt_row {
	struct str id, name; /* the name is not bound */
	enum receipt_standing standing;
	struct str of; /* its stratum; of an excluded one, its status */
	unsigned char ticket[TICKET_SIZE];
	struct merkle_hash leaf; /* set by the tree, if rows are kept */
};

/* 32 bytes from getrandom(2), as 64 digits. */
ssjc_rc receipt_secret(char secret[RECEIPT_SECRET_HEX], struct ssjc_err *err);

/* The register's tree in the making. */
struct receipt_tree;

/*
 * Rows are added in parts, which may be added to at the same time. keep: the rows
 * themselves are wanted, too. Free it with receipt_tree_free (NULL is fine).
 */
ssjc_rc receipt_tree_open(
    struct receipt_tree **out, const char *secret, unsigned parts, bool keep, struct ssjc_err *err);
/* The same by what receipt_salts makes, which the tree frees, whatever is returned. */
ssjc_rc receipt_tree_open_key(struct receipt_tree **out, struct ticket_key *salts, unsigned parts,
    bool keep, struct ssjc_err *err);
/* SSJC_INPUT for a stratum or a status with a control character. Sets row->leaf. */
ssjc_rc receipt_tree_add(
    struct receipt_tree *t, unsigned part, struct receipt_row *row, struct ssjc_err *err);
/* Keep about so many leaves in memory, and the others in temporary files: merkle_heap_spill. */
void receipt_tree_spill(struct receipt_tree *t, size_t rows);
/* The leaves of all, borrowed from the tree. */
struct merkle_heap *receipt_tree_leaves(struct receipt_tree *t);
/* The rows kept of each part. */
const struct receipt_row *receipt_tree_rows(const struct receipt_tree *t, unsigned part, size_t *n);
void receipt_tree_free(struct receipt_tree *t);

/* What makes the salts of one tree: "register" or "table". Free with ticket_key_free. */
ssjc_rc receipt_salts(
    struct ticket_key **out, const char *secret, const char *tree, struct ssjc_err *err);
void receipt_salt(const struct ticket_key *salts, struct str of, unsigned char salt[RECEIPT_SALT]);
/* The data of a leaf, in place of what is in out. */
void receipt_row_data(struct buf *out, const unsigned char salt[RECEIPT_SALT], struct str id,
    struct str standing, struct str of);
/* threshold is the ticket of the last one drawn, in hex; "" when none was. */
void receipt_stratum_data(struct buf *out, const unsigned char salt[RECEIPT_SALT],
    const struct stratum *s, struct str threshold);

/*
 * The leaves of the strata in their order, n of them; threshold has one for each. Free
 * *leaf with free().
 */
ssjc_rc receipt_table(struct merkle_hash **leaf, const char *secret, const struct stratum *s,
    size_t n, const struct str *threshold, struct ssjc_err *err);

/* What is on record and published of both trees: the roots text of ssjc-receipt(5). */
struct receipt_roots {
	struct str plan;
	uint64_t draw;
	char salt[DIGEST_HEX]; /* the SHA-256 of the secret's digits */
	uint64_t rows;
	char tree[DIGEST_HEX]; /* the register's root */
	bool drawn;            /* what follows is not known before the draw */
	uint64_t strata;
	char table[DIGEST_HEX];
	char seed[DIGEST_HEX]; /* the key of the stage receipt */
};
/* Append the text; of its SHA-256, the root (凭证根), everything follows. */
void receipt_roots_write(struct buf *out, const struct receipt_roots *r);
ssjc_rc receipt_roots_digest(
    const struct receipt_roots *r, char root[DIGEST_HEX], struct ssjc_err *err);
/* SSJC_INPUT for any other text, under that name; the plan is borrowed from it. */
ssjc_rc receipt_roots_read(
    struct receipt_roots *r, struct str text, const char *name, struct ssjc_err *err);

#endif
