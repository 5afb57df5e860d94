#include "ssjc/draw/receipt.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum form { TEXT, NUMBER, HASH, SALT, PATH, STANDING, TICKET /* a hash, or nothing */ };

static const struct line {
	const char *key;
	enum form form;
} lines[RECEIPT_LINES] = {
    [RECEIPT_PLAN] = {"plan", TEXT},
    [RECEIPT_DRAW] = {"draw", NUMBER},
    [RECEIPT_SALT_OF] = {"salt", HASH},
    [RECEIPT_ROWS] = {"rows", NUMBER},
    [RECEIPT_REGISTER] = {"register", HASH},
    [RECEIPT_STRATA] = {"strata", NUMBER},
    [RECEIPT_TABLE] = {"table", HASH},
    [RECEIPT_SEED] = {"seed", HASH},
    [RECEIPT_ID] = {"id", TEXT},
    [RECEIPT_STANDING] = {"standing", STANDING},
    [RECEIPT_OF] = {"of", TEXT},
    [RECEIPT_ROW_SALT] = {"row.salt", SALT},
    [RECEIPT_ROW_LEAF] = {"row.leaf", NUMBER},
    [RECEIPT_ROW_PATH] = {"row.path", PATH},
    [RECEIPT_POPULATION] = {"population", NUMBER},
    [RECEIPT_ELIGIBLE] = {"eligible", NUMBER},
    [RECEIPT_N] = {"n", NUMBER},
    [RECEIPT_MAIN] = {"main", NUMBER},
    [RECEIPT_RESERVE] = {"reserve", NUMBER},
    [RECEIPT_THRESHOLD] = {"threshold", TICKET},
    [RECEIPT_STRATUM_SALT] = {"stratum.salt", SALT},
    [RECEIPT_STRATUM_LEAF] = {"stratum.leaf", NUMBER},
    [RECEIPT_STRATUM_PATH] = {"stratum.path", PATH},
    [RECEIPT_TICKET] = {"ticket", HASH},
    [RECEIPT_RANK] = {"rank", NUMBER},
};

static const char first_line[] = "ssjc-receipt 1\n", code_mark[] = "SSJC-RECEIPT-1:";

size_t receipt_lines(enum receipt_standing standing)
{
	return standing == RECEIPT_IN      ? RECEIPT_LINES
	    : standing == RECEIPT_REPEATED ? RECEIPT_RANK
	                                   : RECEIPT_POPULATION;
}

/* ---- Text ---- */

void receipt_write(struct buf *out, const struct receipt *r)
{
	buf_z(out, first_line);
	for (size_t i = 0; i < r->lines; i++)
		buf_printf(out, "%s=%.*s\n", lines[i].key, STR_ARG(r->value[i]));
}

static bool is_number(struct str s)
{
	int64_t n;

	return s.n > 0 && s.p[0] >= '0' && s.p[0] <= '9' && (s.n == 1 || s.p[0] != '0') &&
	    !num_parse(s, 0, INT64_MAX, &n);
}

static bool is_plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20)
			return false;
	return str_utf8(s) == s.n;
}

static bool is_standing(struct str s, enum receipt_standing *standing)
{
	for (int i = 0; i < RECEIPT_STANDINGS; i++)
		if (str_is(s, receipt_standings[i])) {
			*standing = (enum receipt_standing)i;
			return true;
		}
	return false;
}

/* May a line have that value? */
static bool fits(enum form form, struct str s, enum receipt_standing *standing)
{
	switch (form) {
	case TEXT:
		return is_plain(s);
	case NUMBER:
		return is_number(s);
	case HASH:
		return hex_is(s, MERKLE_SIZE);
	case SALT:
		return hex_is(s, RECEIPT_SALT);
	case PATH:
		return s.n % (2 * MERKLE_SIZE) == 0 && s.n <= 2 * MERKLE_SIZE * MERKLE_DEPTH &&
		    hex_is(s, s.n / 2);
	case STANDING:
		return is_standing(s, standing);
	default:
		return s.n == 0 || hex_is(s, MERKLE_SIZE);
	}
}

static ssjc_rc read_text(struct receipt *r, struct str rest, const char *name, struct ssjc_err *err)
{
	if (!str_cut_start(&rest, first_line))
		return ssjc_fail_at(err, SSJC_INPUT, name, 0, NULL,
		    "is not a receipt: it does not begin with “ssjc-receipt 1”");
	*r = (struct receipt){.lines = RECEIPT_STANDING + 1};
	for (size_t i = 0; i < r->lines; i++) {
		struct str line, *value = &r->value[i];
		bool there = str_split(&rest, '\n', &line) && rest.p &&
		    str_cut_start(&line, lines[i].key) && str_cut_start(&line, "=");

		if (!there)
			return ssjc_fail_at(err, SSJC_INPUT, name, i + 2, NULL,
			    "should begin with “%s=”", lines[i].key);
		*value = line;
		if (!fits(lines[i].form, line, &r->standing))
			return ssjc_fail_at(err, SSJC_INPUT, name, i + 2, lines[i].key,
			    "“%.*s” cannot be its value", STR_ARG(line));
		if (i == RECEIPT_STANDING)
			r->lines = receipt_lines(r->standing);
	}
	if (rest.n)
		return ssjc_fail_at(err, SSJC_INPUT, name, r->lines + 2, NULL,
		    "is one line more than a receipt has");
	return SSJC_OK;
}

uint64_t receipt_number(const struct receipt *r, enum receipt_line line)
{
	int64_t n = 0;

	num_parse(r->value[line], 0, INT64_MAX, &n);
	return (uint64_t)n;
}

bool receipt_drawn(const struct receipt *r)
{
	return r->standing == RECEIPT_IN &&
	    receipt_number(r, RECEIPT_RANK) <= receipt_number(r, RECEIPT_MAIN);
}

ssjc_rc receipt_root(const struct receipt *r, char root[DIGEST_HEX], char committed[DIGEST_HEX],
    struct ssjc_err *err)
{
	struct receipt_roots x = {.plan = r->value[RECEIPT_PLAN],
	    .draw = receipt_number(r, RECEIPT_DRAW),
	    .rows = receipt_number(r, RECEIPT_ROWS),
	    .strata = receipt_number(r, RECEIPT_STRATA)};
	ssjc_rc rc;

	snprintf(x.salt, sizeof x.salt, "%.*s", STR_ARG(r->value[RECEIPT_SALT_OF]));
	snprintf(x.tree, sizeof x.tree, "%.*s", STR_ARG(r->value[RECEIPT_REGISTER]));
	snprintf(x.table, sizeof x.table, "%.*s", STR_ARG(r->value[RECEIPT_TABLE]));
	snprintf(x.seed, sizeof x.seed, "%.*s", STR_ARG(r->value[RECEIPT_SEED]));
	rc = receipt_roots_digest(&x, committed, err);
	if (rc)
		return rc;
	x.drawn = true;
	return receipt_roots_digest(&x, root, err);
}

/* ---- The code ---- */

/* RFC 4648, 6, without padding. */
static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

static bool is_hex_form(enum form form)
{
	return form == HASH || form == SALT || form == PATH || form == TICKET;
}

static int digit(char c)
{
	return c <= '9' ? c - '0' : c - 'a' + 10;
}

/* Each value with its length in two bytes before it; hex digits as bytes. */
static void pack(struct buf *out, const struct receipt *r)
{
	for (size_t i = 0; i < r->lines; i++) {
		struct str s = r->value[i];
		bool hex = is_hex_form(lines[i].form);
		size_t n = hex ? s.n / 2 : s.n;

		buf_char(out, (char)(n >> 8));
		buf_char(out, (char)n);
		for (size_t k = 0; k < n; k++)
			buf_char(out,
			    hex ? (char)(digit(s.p[2 * k]) << 4 | digit(s.p[2 * k + 1])) : s.p[k]);
	}
}

void receipt_code(struct buf *out, const struct receipt *r)
{
	struct buf bytes = {0};
	unsigned held = 0, bits = 0;

	pack(&bytes, r);
	buf_z(out, code_mark);
	for (size_t i = 0; i < bytes.n; i++) {
		held = held << 8 | (unsigned char)bytes.p[i];
		for (bits += 8; bits >= 5; bits -= 5)
			buf_char(out, alphabet[held >> (bits - 5) & 31]);
	}
	if (bits)
		buf_char(out, alphabet[held << (5 - bits) & 31]);
	out->failed |= bytes.failed;
	buf_free(&bytes);
}

/* The bytes of a code, in which blanks and line ends are nothing; false for another sign. */
static bool unpack_digits(struct buf *out, struct str code)
{
	unsigned held = 0, bits = 0;

	for (size_t i = 0; i < code.n; i++) {
		const char *at = memchr(alphabet, code.p[i], sizeof alphabet - 1);

		if (strchr(" \t\r\n", code.p[i]) && code.p[i])
			continue;
		if (!at)
			return false;
		held = held << 5 | (unsigned)(at - alphabet);
		bits += 5;
		if (bits >= 8) {
			bits -= 8;
			buf_char(out, (char)(held >> bits));
			held &= (1u << bits) - 1;
		}
	}
	return held == 0; /* what is left over is empty */
}

/* The text of those bytes; false when they are not a receipt's. */
static bool unpack(struct buf *text, struct str bytes)
{
	size_t n = RECEIPT_STANDING + 1;

	buf_z(text, first_line);
	for (size_t i = 0; i < n; i++) {
		size_t length = bytes.n < 2
		    ? SIZE_MAX
		    : (size_t)((unsigned char)bytes.p[0] << 8 | (unsigned char)bytes.p[1]);
		struct str value;
		enum receipt_standing standing;

		if (length == SIZE_MAX || bytes.n - 2 < length)
			return false;
		value = (struct str){bytes.p + 2, length};
		bytes = (struct str){bytes.p + 2 + length, bytes.n - 2 - length};
		buf_printf(text, "%s=", lines[i].key);
		for (size_t k = 0; is_hex_form(lines[i].form) && k < length; k++)
			buf_printf(text, "%02x", (unsigned char)value.p[k]);
		if (!is_hex_form(lines[i].form))
			buf_str(text, value);
		buf_char(text, '\n');
		if (i == RECEIPT_STANDING) {
			if (!is_standing(value, &standing))
				return false;
			n = receipt_lines(standing);
		}
	}
	return bytes.n == 0;
}

static ssjc_rc decode(
    struct str code, const char *name, struct arena *arena, struct str *out, struct ssjc_err *err)
{
	struct buf bytes = {0}, text = {0};
	bool good = unpack_digits(&bytes, code) && unpack(&text, buf_text(&bytes)), ok = true;
	ssjc_rc rc = SSJC_OK;

	*out = arena_str(arena, buf_text(&text), &ok);
	if (bytes.failed || text.failed || !ok)
		rc = ssjc_fail_memory(err);
	else if (!good)
		rc = ssjc_fail_at(err, SSJC_INPUT, name, 0, NULL,
		    "is not a whole code of a receipt: a sign is wrong or missing");
	buf_free(&bytes);
	buf_free(&text);
	return rc;
}

ssjc_rc receipt_read(
    struct receipt *r, struct str text, const char *name, struct arena *arena, struct ssjc_err *err)
{
	struct str code = str_trim(text);
	ssjc_rc rc;

	if (!str_cut_start(&code, code_mark))
		return read_text(r, text, name, err);
	rc = decode(code, name, arena, &text, err);
	return rc ? rc : read_text(r, text, name, err);
}
