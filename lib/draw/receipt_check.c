/* What a receipt proves, step by step: ssjc-receipt(5). */
#include "ssjc/base/language.h"
#include "ssjc/base/text.h"
#include "ssjc/draw/receipt.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct check {
	const struct receipt *r;
	const struct receipt_trust *trust;
	receipt_step *each;
	void *arg;
	bool bad;
	struct ssjc_err *err;
};

static void step(struct check *c, enum receipt_mark mark, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
static void step(struct check *c, enum receipt_mark mark, const char *fmt, ...)
{
	char text[1024], said[1024];
	va_list ap;

	va_start(ap, fmt);
	language_vprint(text, sizeof text, true, fmt, ap);
	va_end(ap);
	va_start(ap, fmt);
	language_vprint(said, sizeof said, false, fmt, ap);
	va_end(ap);
	c->bad |= mark == RECEIPT_BAD;
	c->each(c->arg, mark, text, said);
}

static struct str value(const struct check *c, enum receipt_line line)
{
	return c->r->value[line];
}

static uint64_t number(const struct check *c, enum receipt_line line)
{
	return receipt_number(c->r, line);
}

/* Hex digits as bytes; how many. */
static size_t bytes_of(struct str hex, unsigned char *to)
{
	for (size_t i = 0; i < hex.n / 2; i++) {
		unsigned high = (unsigned char)hex.p[2 * i], low = (unsigned char)hex.p[2 * i + 1];

		to[i] = (unsigned char)((high <= '9' ? high - '0' : high - 'a' + 10) << 4 |
		    (low <= '9' ? low - '0' : low - 'a' + 10));
	}
	return hex.n / 2;
}

/* Does the leaf with that data lead to the root that the receipt names? */
static bool leads(const struct check *c, const struct buf *data, enum receipt_line leaf,
    enum receipt_line path, enum receipt_line size, enum receipt_line root)
{
	struct merkle_hash hash, way[MERKLE_DEPTH], top;
	size_t n = bytes_of(value(c, path), way[0].byte) / MERKLE_SIZE;

	bytes_of(value(c, root), top.byte);
	merkle_leaf(data->p, data->n, &hash);
	return merkle_proves(&hash, number(c, leaf), number(c, size), way, n, &top);
}

/* ---- Whose root it has ---- */

/* Is that digest a word of its own in the text? */
static bool has_word(struct str text, struct str word)
{
	const char *at;

	while ((at = str_find(text, word))) {
		const char *end = at + word.n, *stop = text.p + text.n;
		bool before = at > text.p && strchr("0123456789abcdef", at[-1]) && at[-1],
		     after = end < stop && *end && strchr("0123456789abcdef", *end);

		if (!before && !after)
			return true;
		text = (struct str){end, (size_t)(stop - end)};
	}
	return false;
}

static ssjc_rc check_root(struct check *c)
{
	char root[DIGEST_HEX], committed[DIGEST_HEX];
	const struct receipt_trust *t = c->trust;
	ssjc_rc rc = receipt_root(c->r, root, committed, c->err);
	bool whole, before;

	if (rc)
		return rc;
	whole = str_is(t->root, root) || (t->from.p && has_word(t->from, str_of(root)));
	/* A page has both: with the right commitment the strata may still be others. */
	before = str_is(t->root, committed) ||
	    (t->from.p && !t->page && has_word(t->from, str_of(committed)));
	if (!t->root.n && !t->from.p)
		step(c, RECEIPT_OPEN,
		    "whose root it has: compare it with the page or the pledge: %s (before the draw: "
		    "%s)",
		    root, committed);
	else if (whole)
		step(c, RECEIPT_GOOD, "root: the receipt's is the one given: %s", root);
	else if (before) {
		step(c, RECEIPT_GOOD,
		    "root: the register is bound by the one given, which was there before the draw: %s",
		    committed);
		step(c, RECEIPT_OPEN,
		    "whether the strata and the seed are those of the draw: the root given is that of "
		    "the commitment; that of the draw is %s",
		    root);
	} else
		step(c, RECEIPT_BAD,
		    "root: the receipt's is %s (before the draw: %s), and not the one given: it is of "
		    "another draw, was changed, or two different trees were shown",
		    root, committed);
	return SSJC_OK;
}

/* ---- Its paths ---- */

static ssjc_rc check_row(struct check *c)
{
	static const char *const standing[RECEIPT_STANDINGS] = {
	    [RECEIPT_IN] = W_("could be drawn"),
	    [RECEIPT_REPEATED] = W_("was inspected this year"),
	    [RECEIPT_EXCLUDED] = W_("is excluded by its status"),
	};
	unsigned char salt[RECEIPT_SALT];
	struct buf data = {0};
	bool good;

	bytes_of(value(c, RECEIPT_ROW_SALT), salt);
	receipt_row_data(
	    &data, salt, value(c, RECEIPT_ID), value(c, RECEIPT_STANDING), value(c, RECEIPT_OF));
	if (data.failed)
		return ssjc_fail_memory(c->err);
	good = leads(c, &data, RECEIPT_ROW_LEAF, RECEIPT_ROW_PATH, RECEIPT_ROWS, RECEIPT_REGISTER);
	buf_free(&data);
	if (good)
		step(c, RECEIPT_GOOD,
		    "register: %.*s, %s (%.*s), is leaf %llu of %llu of the register",
		    STR_ARG(value(c, RECEIPT_ID)), standing[c->r->standing],
		    STR_ARG(value(c, RECEIPT_OF)),
		    (unsigned long long)number(c, RECEIPT_ROW_LEAF) + 1,
		    (unsigned long long)number(c, RECEIPT_ROWS));
	else
		step(c, RECEIPT_BAD,
		    "register: the path of %.*s does not lead to the root of the register: its code, "
		    "standing, stratum, salt or path is not what was drawn from",
		    STR_ARG(value(c, RECEIPT_ID)));
	return SSJC_OK;
}

static ssjc_rc check_stratum(struct check *c)
{
	const struct stratum s = {.text = value(c, RECEIPT_OF),
	    .population = number(c, RECEIPT_POPULATION),
	    .eligible = number(c, RECEIPT_ELIGIBLE),
	    .n = number(c, RECEIPT_N),
	    .main = number(c, RECEIPT_MAIN),
	    .reserve = number(c, RECEIPT_RESERVE)};
	unsigned char salt[RECEIPT_SALT];
	struct buf data = {0};
	bool good;

	bytes_of(value(c, RECEIPT_STRATUM_SALT), salt);
	receipt_stratum_data(&data, salt, &s, value(c, RECEIPT_THRESHOLD));
	if (data.failed)
		return ssjc_fail_memory(c->err);
	good = leads(
	    c, &data, RECEIPT_STRATUM_LEAF, RECEIPT_STRATUM_PATH, RECEIPT_STRATA, RECEIPT_TABLE);
	buf_free(&data);
	if (good)
		step(c, RECEIPT_GOOD,
		    "stratum: %.*s has %llu businesses, of which %llu are drawn, up to the ticket %.*s",
		    STR_ARG(s.text), (unsigned long long)s.population, (unsigned long long)s.main,
		    STR_ARG(value(c, RECEIPT_THRESHOLD)));
	else
		step(c, RECEIPT_BAD,
		    "stratum: the path of %.*s does not lead to the root of the strata: a number, the "
		    "threshold, the salt or the path is not that of the draw",
		    STR_ARG(s.text));
	return SSJC_OK;
}

/* Can those numbers be of one stratum? */
static void check_numbers(struct check *c)
{
	uint64_t all = number(c, RECEIPT_POPULATION), can = number(c, RECEIPT_ELIGIBLE),
	         n = number(c, RECEIPT_N), drawn = number(c, RECEIPT_MAIN);
	bool good = can <= all && n <= all && drawn == (n < can ? n : can) &&
	    number(c, RECEIPT_RESERVE) <= can - (drawn < can ? drawn : can) &&
	    all <= number(c, RECEIPT_ROWS) && (drawn > 0) == (value(c, RECEIPT_THRESHOLD).n > 0);

	if (good)
		step(c, RECEIPT_GOOD,
		    "numbers: of %llu, %llu could be drawn and %llu were to be: %llu are drawn",
		    (unsigned long long)all, (unsigned long long)can, (unsigned long long)n,
		    (unsigned long long)drawn);
	else
		step(c, RECEIPT_BAD, "numbers: those of the stratum contradict each other");
}

/* ---- Its ticket ---- */

static bool of_this_draw(const struct check *c)
{
	struct str rest = c->trust->seed, line;
	struct buf plan = {0}, draw = {0};
	bool good = str_split(&rest, '\n', &line) && str_is(line, "ssjc-draw 1");

	buf_printf(&plan, "plan=%.*s", STR_ARG(value(c, RECEIPT_PLAN)));
	buf_printf(&draw, "draw=%.*s", STR_ARG(value(c, RECEIPT_DRAW)));
	good = good && str_split(&rest, '\n', &line) && str_eq(line, buf_text(&plan)) &&
	    str_split(&rest, '\n', &line) && str_eq(line, buf_text(&draw));
	buf_free(&plan);
	buf_free(&draw);
	return good;
}

/* The digest of a stage with the seed: its key, and the ticket of the firm. */
static ssjc_rc stage_of(
    struct check *c, const char *stage, char key[TICKET_HEX], char ticket[TICKET_HEX])
{
	unsigned char raw[TICKET_SIZE];
	char master[TICKET_HEX];
	struct ticket_key *k = NULL;
	ssjc_rc rc = ticket_master(c->trust->seed, master, c->err);

	if (rc)
		return rc;
	rc = ticket_key_open(&k, master, str_of(stage), c->err);
	if (rc)
		return rc;
	memcpy(key, ticket_key_hex(k), TICKET_HEX);
	ticket_of(k, value(c, RECEIPT_ID), raw);
	hex_of(raw, sizeof raw, ticket);
	ticket_key_free(k);
	return SSJC_OK;
}

static ssjc_rc check_seed(struct check *c)
{
	char bound[TICKET_HEX], key[TICKET_HEX], ticket[TICKET_HEX];
	ssjc_rc rc;

	if (!c->trust->seed.n) {
		step(c, RECEIPT_OPEN,
		    "ticket: it can be computed again once the seed text is published: --seed FILE, "
		    "or the page");
		return SSJC_OK;
	}
	rc = stage_of(c, "receipt", bound, ticket);
	if (rc)
		return rc;
	if (!of_this_draw(c) || !str_is(value(c, RECEIPT_SEED), bound)) {
		step(c, RECEIPT_BAD,
		    "seed: the root is not bound to this seed text: it is of another plan or draw, or "
		    "was changed");
		return SSJC_OK;
	}
	step(c, RECEIPT_GOOD, "seed: the root is bound to this seed text");
	rc = stage_of(c, "object", key, ticket);
	if (rc || c->r->standing == RECEIPT_EXCLUDED)
		return rc;
	if (str_is(value(c, RECEIPT_TICKET), ticket))
		step(c, RECEIPT_GOOD, "ticket: computed again from the seed and the code: %s",
		    ticket);
	else
		step(c, RECEIPT_BAD, "ticket: from the seed and the code it is %s", ticket);
	return SSJC_OK;
}

/* Drawn if and only if the ticket is not above the threshold, and the rank agrees. */
static void check_outcome(struct check *c)
{
	struct str ticket = value(c, RECEIPT_TICKET), threshold = value(c, RECEIPT_THRESHOLD);
	uint64_t rank = number(c, RECEIPT_RANK), drawn = number(c, RECEIPT_MAIN);
	bool below = threshold.n && str_cmp(ticket, threshold) <= 0,
	     good = below == receipt_drawn(c->r) &&
	    str_eq(ticket, threshold) == (rank == drawn && drawn > 0) && rank > 0 &&
	    rank <= number(c, RECEIPT_ELIGIBLE);

	if (!good)
		step(c, RECEIPT_BAD,
		    "drawn: rank %llu of %llu that are drawn, but the ticket is %s the threshold",
		    (unsigned long long)rank, (unsigned long long)drawn,
		    below ? W_("not above") : W_("above"));
	else if (below)
		step(c, RECEIPT_GOOD,
		    "drawn: its ticket is not above the threshold; rank %llu of %llu that are drawn",
		    (unsigned long long)rank, (unsigned long long)drawn);
	else
		step(c, RECEIPT_GOOD,
		    "not drawn: its ticket is above the threshold; rank %llu, and %llu are drawn",
		    (unsigned long long)rank, (unsigned long long)drawn);
}

static void say_why_not(struct check *c)
{
	if (c->r->standing == RECEIPT_REPEATED)
		step(c, RECEIPT_GOOD,
		    "not drawn: it counts in its stratum, but was inspected this year already");
	else
		step(c, RECEIPT_GOOD, "not drawn: the plan leaves out its status, “%.*s”",
		    STR_ARG(value(c, RECEIPT_OF)));
}

ssjc_rc receipt_check(const struct receipt *r, const struct receipt_trust *trust,
    receipt_step *each, void *arg, struct ssjc_err *err)
{
	struct check c = {.r = r, .trust = trust, .each = each, .arg = arg, .err = err};
	ssjc_rc rc = check_root(&c);

	if (rc)
		return rc;
	rc = check_row(&c);
	if (rc)
		return rc;
	if (r->standing != RECEIPT_EXCLUDED) {
		rc = check_stratum(&c);
		if (rc)
			return rc;
		check_numbers(&c);
	}
	rc = check_seed(&c);
	if (rc)
		return rc;
	if (r->standing == RECEIPT_IN)
		check_outcome(&c);
	else
		say_why_not(&c);
	if (c.bad)
		return ssjc_fail(err, SSJC_NO, "the receipt of %.*s does not prove what it says",
		    STR_ARG(r->value[RECEIPT_ID]));
	return SSJC_OK;
}
