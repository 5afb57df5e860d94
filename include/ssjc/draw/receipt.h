/*
 * receipt: what a firm gets of a draw (抽取凭证), drawn or not: its own row and its own stratum,
 * each with the path to a root, so that it can be checked without the register. A small text,
 * or the same as a code for a QR code: ssjc-receipt(5).
 */
#ifndef SSJC_RECEIPT_H
#define SSJC_RECEIPT_H

#include "ssjc/base/num.h"
#include "ssjc/draw/receipt_tree.h"

/* Its lines, in their order. */
enum receipt_line {
	/* As in the roots text: */
	RECEIPT_PLAN,
	RECEIPT_DRAW,
	RECEIPT_SALT_OF,
	RECEIPT_ROWS,
	RECEIPT_REGISTER,
	RECEIPT_STRATA,
	RECEIPT_TABLE,
	RECEIPT_SEED,
	/* Of the firm: */
	RECEIPT_ID,
	RECEIPT_STANDING,
	RECEIPT_OF, /* its stratum, or its status if it is excluded */
	RECEIPT_ROW_SALT,
	RECEIPT_ROW_LEAF,
	RECEIPT_ROW_PATH,
	/* Unless it is excluded, of its stratum: */
	RECEIPT_POPULATION,
	RECEIPT_ELIGIBLE,
	RECEIPT_N,
	RECEIPT_MAIN,
	RECEIPT_RESERVE,
	RECEIPT_THRESHOLD,
	RECEIPT_STRATUM_SALT,
	RECEIPT_STRATUM_LEAF,
	RECEIPT_STRATUM_PATH,
	RECEIPT_TICKET,
	/* If it could be drawn: */
	RECEIPT_RANK,
	RECEIPT_LINES
};

struct receipt {
	struct str value[RECEIPT_LINES]; /* borrowed, as they are written */
	enum receipt_standing standing;
	size_t lines; /* how many it has */
};

/* Append it as text, or as a code in capitals, digits, - and : alone. */
void receipt_write(struct buf *out, const struct receipt *r);
void receipt_code(struct buf *out, const struct receipt *r);
/*
 * Read either form; a code is turned into text in the arena. SSJC_INPUT for what is no
 * receipt, under that name, with the line.
 */
ssjc_rc receipt_read(struct receipt *r, struct str text, const char *name, struct arena *arena,
    struct ssjc_err *err);

/* How many lines a receipt has of one with that standing. */
size_t receipt_lines(enum receipt_standing standing);
/* A line that is a number. */
uint64_t receipt_number(const struct receipt *r, enum receipt_line line);
/* Was the firm drawn, as the receipt says? */
bool receipt_drawn(const struct receipt *r);
/* Its root, and the one that a commitment to the same register has, in hex. */
ssjc_rc receipt_root(const struct receipt *r, char root[DIGEST_HEX], char committed[DIGEST_HEX],
    struct ssjc_err *err);

/* What it is checked with; all borrowed. */
struct receipt_trust {
	struct str root; /* in hex, from wherever it is known; "" for none */
	struct str from; /* a file that has the root: a page, a pledge; {NULL, 0} for none */
	bool page; /* from is a page: it has the root of the draw, not only the commitment's */
	struct str seed; /* the seed text; "" for none. If from is a page, that of the page */
};
enum receipt_mark { RECEIPT_GOOD, RECEIPT_BAD, RECEIPT_OPEN };
/* Called for each step; what is in English, said in the user's language. */
typedef void receipt_step(void *arg, enum receipt_mark mark, const char *what, const char *said);
/* Check it, step by step: SSJC_NO when one of them is bad. */
ssjc_rc receipt_check(const struct receipt *r, const struct receipt_trust *trust,
    receipt_step *step, void *arg, struct ssjc_err *err);

#endif
