#include "ssjc/ceremony.h"

#include "ssjc/seed.h"

#include <string.h>

static bool is_digest(struct str s)
{
	if (s.n != DIGEST_HEX - 1)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!memchr("0123456789abcdef", s.p[i], 16))
			return false;
	return true;
}

static ssjc_code take(struct audit_ceremony *c, const struct plan *plan, const char *given,
    struct ssjc_err *err)
{
	struct str digest = str_of(given), dept;
	const struct plan_dept *d;

	str_split(&digest, '=', &dept);
	if (!is_digest(digest))
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
	ssjc_code code = SSJC_OK;

	if (c->n_commitments > SHARES_MAX)
		return ssjc_fail(err, SSJC_INPUT, "there are more than %d shares", SHARES_MAX);
	if (public.n == 0 || public.n > 1000)
		return ssjc_fail(err, SSJC_USAGE, "the outcome of the public event is wanted: --public TEXT");
	for (size_t i = 0; i < public.n; i++)
		if ((unsigned char)public.p[i] < 0x20)
			return ssjc_fail(err, SSJC_USAGE, "--public: the outcome is one line of text");
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
