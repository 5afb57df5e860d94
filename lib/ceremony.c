#include "ssjc/ceremony.h"

#include "ssjc/num.h"
#include "ssjc/seed.h"

#include <string.h>

enum ceremony_part ceremony_differs(const struct audit_ceremony *c, struct str roster,
    struct str histories, struct str plan, int64_t time)
{
	if (!str_eq(c->roster, roster))
		return CEREMONY_ROSTER;
	if (!str_eq(c->history, histories))
		return CEREMONY_HISTORY;
	if (!str_eq(c->plan_digest, plan))
		return CEREMONY_PLAN;
	return time < c->time ? CEREMONY_TIME : CEREMONY_SAME;
}

static ssjc_code take(struct audit_ceremony *c, const struct plan *plan, const char *given,
    struct ssjc_err *err)
{
	struct str digest = str_of(given), dept;
	const struct plan_dept *d;

	str_split(&digest, '=', &dept);
	if (!hex_is(digest, DIGEST_SIZE))
		return ssjc_fail(err, SSJC_USAGE,
		    "“%s” is no commitment: DEPARTMENT= and 64 lower-case hex digits are wanted", given);
	d = plan_dept_of(plan, dept);
	if (!d)
		return ssjc_fail(err, SSJC_USAGE, "“%.*s” is no department of the plan", STR_ARG(dept));
	for (size_t i = 0; i < c->n_commitments; i++)
		if (str_eq(c->commitment[i].digest, digest))
			return ssjc_fail(err, SSJC_USAGE,
			    "two commitments are the same: every department makes a share of its own");
	if (c->commitment[d - plan->dept].digest.n)
		return ssjc_fail(err, SSJC_USAGE, "department %.*s commits twice", STR_ARG(d->key));
	c->commitment[d - plan->dept] = (struct audit_commitment){d->key, digest};
	return SSJC_OK;
}

ssjc_code ceremony_commitments(struct audit_ceremony *c, const struct plan *plan,
    const char *const *given, size_t n, struct arena *arena, struct ssjc_err *err)
{
	ssjc_code code = SSJC_OK;

	if (plan->n_depts > SHARES_MAX)
		return ssjc_fail_at(err, SSJC_PLAN, plan->name, 0, NULL,
		    "has more than %d departments: too many for a ceremony", SHARES_MAX);
	c->n_commitments = plan->n_depts;
	c->commitment = arena_array(arena, plan->n_depts, sizeof *c->commitment);
	if (!c->commitment)
		return ssjc_fail_memory(err);
	for (size_t i = 0; code == SSJC_OK && i < n; i++)
		code = take(c, plan, given[i], err);
	for (size_t i = 0; code == SSJC_OK && i < plan->n_depts; i++)
		if (c->commitment[i].digest.n == 0)
			code = ssjc_fail(err, SSJC_USAGE,
			    "the commitment of department %.*s is missing: -c %.*s=DIGEST",
			    STR_ARG(plan->dept[i].key), STR_ARG(plan->dept[i].key));
	return code;
}

/* ---- The form of the outcome ---- */

enum part { LITERAL, NUMBER, GREATER, HEX };

/* The next part of a form: a placeholder, or one literal byte. False at a wrong one. */
static bool next_part(struct str *form, enum part *part, char *literal)
{
	static const struct {
		const char *text;
		enum part part;
	} places[] = {{"{n}", NUMBER}, {"{n+}", GREATER}, {"{x}", HEX}};

	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
		if (str_starts(*form, places[i].text)) {
			size_t n = strlen(places[i].text);

			*part = places[i].part;
			*form = (struct str){form->p + n, form->n - n};
			return true;
		}
	*part = LITERAL;
	*literal = form->p[0];
	*form = (struct str){form->p + 1, form->n - 1};
	return (unsigned char)*literal >= 0x20 && *literal != '{' && *literal != '}';
}

ssjc_code ceremony_form(struct str form, struct ssjc_err *err)
{
	struct str rest = form;
	bool open = false, behind = false;
	enum part part;
	char literal;

	while (rest.n > 0) {
		if (!next_part(&rest, &part, &literal))
			return ssjc_fail(err, SSJC_USAGE,
			    "“%.*s” is no form: {n} is a number, {n+} a greater one than before, {x} 64 hex "
			    "digits, all else stands for itself",
			    STR_ARG(form));
		/* Where one ends must be plain: no digit may follow it. */
		if (behind && (part != LITERAL || memchr("0123456789abcdef", literal, 16)))
			return ssjc_fail(err, SSJC_USAGE,
			    "“%.*s” has no separator behind a {}: what follows could be a part of it",
			    STR_ARG(form));
		behind = part != LITERAL;
		open |= behind;
	}
	return open && form.n <= 1000
	    ? SSJC_OK
	    : ssjc_fail(err, SSJC_USAGE,
		  "“%.*s” leaves nothing open: put {n}, {n+} or {x} where the outcome will stand",
		  STR_ARG(form));
}

/* How many bytes of s are digits of that base, lower-case. */
static size_t digits(struct str s, const char *digit)
{
	size_t n = 0;

	while (n < s.n && memchr(digit, s.p[n], strlen(digit)))
		n++;
	return n;
}

static const char *match_part(enum part part, char literal, struct str *rest, int64_t *last)
{
	size_t n = part == LITERAL ? 1 : digits(*rest, part == HEX ? "0123456789abcdef" : "0123456789");
	struct str piece = {rest->p, n < rest->n ? n : rest->n};
	int64_t number;

	if (part == LITERAL)
		return piece.n == 1 && piece.p[0] == literal ? NULL : "something else is wanted";
	if (n == 0)
		return part == HEX ? "lower-case hex digits are wanted" : "a number is wanted";
	if (part == HEX)
		return n == 64 ? NULL : "64 lower-case hex digits are wanted";
	if (num_parse(piece, 0, INT64_MAX, &number) || (n > 1 && piece.p[0] == '0'))
		return "a number without leading zeros is wanted";
	if (part == GREATER && number <= *last)
		return "a number greater than the one before is wanted";
	*last = number;
	return NULL;
}

ssjc_code ceremony_outcome(struct str form, struct str outcome, struct ssjc_err *err)
{
	struct str wanted = form, rest = outcome;
	const char *wrong = NULL;
	int64_t last = -1;
	enum part part;
	char literal = 0;

	while (!wrong && wanted.n > 0) {
		size_t n;

		next_part(&wanted, &part, &literal);
		wrong = match_part(part, literal, &rest, &last);
		n = part == LITERAL ? 1 : digits(rest, part == HEX ? "0123456789abcdef" : "0123456789");
		if (!wrong)
			rest = (struct str){rest.p + n, rest.n - n};
	}
	if (!wrong && rest.n > 0)
		wrong = "nothing more is wanted";
	return wrong ? ssjc_fail(err, SSJC_INPUT,
			   "--public: “%.*s” has not the form committed to, “%.*s”: at byte %zu %s",
			   STR_ARG(outcome), STR_ARG(form), outcome.n - rest.n + 1, wrong)
		     : SSJC_OK;
}

/* ---- The shares ---- */

/* Which commitment the share opens; n_commitments when it is none. */
static ssjc_code opens(const struct audit_ceremony *c, struct str share, size_t *which,
    struct ssjc_err *err)
{
	char digest[DIGEST_HEX];
	ssjc_code code = share_commitment(share, digest, err);

	*which = 0;
	while (code == SSJC_OK && *which < c->n_commitments &&
	    !str_is(c->commitment[*which].digest, digest))
		++*which;
	return code;
}

static ssjc_code missing(const struct audit_ceremony *c, const struct str *ordered,
    struct ssjc_err *err)
{
	struct buf names = {0};
	ssjc_code code = SSJC_OK;

	for (size_t i = 0; i < c->n_commitments; i++)
		if (ordered[i].n == 0)
			buf_printf(&names, "%s%.*s", names.n ? ", " : "", STR_ARG(c->commitment[i].dept));
	if (names.n)
		code = ssjc_fail(err, SSJC_REFUSED,
		    "the share of %.*s is missing: without every share that was committed to there is no "
		    "draw",
		    STR_ARG(buf_text(&names)));
	buf_free(&names);
	return code;
}

ssjc_code ceremony_seed(struct buf *out, const struct audit_ceremony *c, struct str plan_id,
    struct str public, const struct str *share, const char *const *name, size_t n,
    struct ssjc_err *err)
{
	struct str ordered[SHARES_MAX] = {{NULL, 0}};
	ssjc_code code;

	code = ceremony_outcome(c->form, public, err);
	for (size_t i = 0; code == SSJC_OK && i < n; i++) {
		size_t which;

		code = opens(c, share[i], &which, err);
		if (code == SSJC_OK && which == c->n_commitments)
			code = ssjc_fail_at(err, SSJC_INPUT, name[i], 0, NULL,
			    "is a share that nobody committed to");
		else if (code == SSJC_OK)
			ordered[which] = share[i];
	}
	if (code == SSJC_OK)
		code = missing(c, ordered, err);
	return code == SSJC_OK
	    ? seed_text(out, plan_id, c->draw, public, ordered, c->n_commitments, err)
	    : code;
}
