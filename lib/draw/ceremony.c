#include "ssjc/draw/ceremony.h"

#include "ssjc/base/language.h"
#include "ssjc/base/num.h"
#include "ssjc/base/text.h"
#include "ssjc/draw/seed.h"

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
	return time <= c->time ? CEREMONY_TIME : CEREMONY_SAME;
}

/* One "KEY=DIGEST" into its holder's place. */
static ssjc_rc take(
    struct audit_ceremony *c, const struct plan *plan, const char *given, struct ssjc_err *err)
{
	struct str digest = str_of(given), key;
	const struct plan_holder *h;

	str_split(&digest, '=', &key);
	if (!hex_is(digest, DIGEST_SIZE))
		return ssjc_fail(err, SSJC_USAGE,
		    "“%s” is not a commitment: give KEY= (of a department or a witness) and 64 lower-case hex digits",
		    given);
	h = plan_holder_of(plan, key);
	if (!h)
		return ssjc_fail(err, SSJC_USAGE,
		    "“%.*s” is not a department of the plan, nor a witness", STR_ARG(key));
	for (size_t i = 0; i < c->n_commitments; i++)
		if (str_eq(c->commitment[i].digest, digest))
			return ssjc_fail(err, SSJC_USAGE,
			    "two commitments are the same: every department makes its own share");
	if (c->commitment[h - plan->holder].digest.n)
		return ssjc_fail(err, SSJC_USAGE, "%.*s commits twice", STR_ARG(h->key));
	c->commitment[h - plan->holder] = (struct audit_commitment){h->key, digest};
	return SSJC_OK;
}

ssjc_rc ceremony_commitments(struct audit_ceremony *c, const struct plan *plan,
    const char *const *given, size_t n, struct arena *arena, struct ssjc_err *err)
{
	if (plan->n_holders > SHARES_MAX)
		return ssjc_fail_at(err, SSJC_PLAN, plan->name, 0, NULL,
		    "has more than %d departments and witnesses: too many for a ceremony",
		    SHARES_MAX);
	c->n_commitments = plan->n_holders;
	c->commitment = arena_array(arena, plan->n_holders, sizeof *c->commitment);
	if (!c->commitment)
		return ssjc_fail_memory(err);
	for (size_t i = 0; i < n; i++) {
		ssjc_rc rc = take(c, plan, given[i], err);

		if (rc)
			return rc;
	}
	for (size_t i = 0; i < plan->n_holders; i++)
		if (c->commitment[i].digest.n == 0)
			return ssjc_fail(err, SSJC_USAGE,
			    "the commitment of %.*s is missing: -c %.*s=DIGEST",
			    STR_ARG(plan->holder[i].key), STR_ARG(plan->holder[i].key));
	return SSJC_OK;
}

/* ---- The form of the outcome ---- */

#define DECIMAL "0123456789"

enum { FORM_MAX = 1000 /* bytes */ };

/*
 * What may be in braces, # for a count from 1 to 99. Each outcome fits in one
 * spelling: whoever reveals cannot try several.
 */
static const struct form_place {
	const char *pattern, *english, *chinese;
} places[] = {
    {"{n}", "a whole number without leading zeros", "不带前导零的整数"},
    {"{n+}", "a whole number greater than the one before it", "大于前一个整数的整数"},
    {"{d#}", "exactly # digits", "恰好#位数字（前导零照写）"},
    {"{x}", "64 lower-case hex digits", "64位小写十六进制数字"},
};
enum { NUMBER, GREATER, DIGITS, HEX, PLACES };

/* A part of a form: what is in braces, or the text up to the next brace. */
struct form_part {
	const struct form_place *place; /* NULL for text, which the outcome has as it is */
	struct str text;
	int64_t count;
};

static struct str after(struct str s, size_t n)
{
	return (struct str){s.p + n, s.n - n};
}

/* How many bytes of s, from its start, are among those. */
static size_t span(struct str s, const char *bytes)
{
	size_t n = 0;

	while (n < s.n && memchr(bytes, s.p[n], strlen(bytes)))
		n++;
	return n;
}

/* Does form begin with that pattern? Then how long it is, else 0. */
static size_t fits(struct str form, const char *pattern, int64_t *count)
{
	struct str rest = form;

	for (; *pattern; pattern++) {
		size_t n = *pattern == '#' ? span(rest, DECIMAL) : 1;

		if (rest.n == 0 || (*pattern != '#' && rest.p[0] != *pattern))
			return 0;
		if (*pattern == '#' &&
		    (rest.p[0] == '0' || num_parse((struct str){rest.p, n}, 1, 99, count)))
			return 0;
		rest = after(rest, n);
	}
	return form.n - rest.n;
}

/* Cut the next part off a form that is not at its end; false where there is not one. */
static bool next_part(struct str *form, struct form_part *part)
{
	size_t n = 0;

	*part = (struct form_part){.place = NULL};
	for (size_t i = 0; n == 0 && i < PLACES; i++) {
		n = fits(*form, places[i].pattern, &part->count);
		part->place = n ? &places[i] : NULL;
	}
	while (!part->place && n < form->n && form->p[n] != '{' && form->p[n] != '}' &&
	    (unsigned char)form->p[n] >= 0x20)
		n++;
	part->text = (struct str){form->p, n};
	*form = after(*form, n);
	return n > 0;
}

/* The words of a pattern, with the count of this part. */
static void words(struct buf *out, const char *text, const struct form_part *part)
{
	for (; *text; text++)
		if (*text == '#')
			buf_printf(out, "%d", (int)part->count);
		else
			buf_char(out, *text);
}

/* rest is what follows in a form from where it is wrong. */
static ssjc_rc fail_form(struct str form, struct str rest, struct ssjc_err *err)
{
	struct buf all = {0};
	ssjc_rc rc;

	for (size_t i = 0; i < PLACES; i++)
		buf_printf(&all, "%s%s, %s", i ? "; " : "", places[i].pattern, places[i].english);
	rc = ssjc_fail(err, SSJC_USAGE,
	    "“%.*s” is not a form from character %zu on: braces hold one of %.*s (# is from 1 to 99); "
	    "all else is literal",
	    STR_ARG(form), text_characters((struct str){form.p, form.n - rest.n}) + 1,
	    STR_ARG(buf_text(&all)));
	buf_free(&all);
	return rc;
}

/* Does a fixed text name anything? A letter, a digit or a Chinese character does. */
static bool names(struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];

		if (c >= 0x80 || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'))
			return true;
	}
	return false;
}

ssjc_rc ceremony_form(struct str form, struct ssjc_err *err)
{
	struct str rest = form;
	struct form_part part;
	bool open = false, touches = false, named = false;

	while (rest.n > 0) {
		if (!next_part(&rest, &part))
			return fail_form(form, rest, err);
		/* Where one ends must be plain: no digit may follow it. */
		if (touches && (part.place || memchr(DECIMAL "abcdef", part.text.p[0], 16)))
			return ssjc_fail(err, SSJC_USAGE,
			    "“%.*s” has no separator after a {}: what follows could be a part of "
			    "it",
			    STR_ARG(form));
		touches = part.place;
		open |= touches;
		named |= !part.place && names(part.text);
	}
	if (form.n > FORM_MAX)
		return ssjc_fail(
		    err, SSJC_USAGE, "a form has at most %d bytes, not %zu", FORM_MAX, form.n);
	if (!open)
		return ssjc_fail(err, SSJC_USAGE,
		    "“%.*s” leaves nothing open: put {n}, {n+}, {d3} or {x} where the outcome will "
		    "be",
		    STR_ARG(form));
	/* Of two events, one could be taken after both outcomes are known. */
	if (!named)
		return ssjc_fail(err, SSJC_USAGE,
		    "“%.*s” does not name the event: put what only its outcome begins with before "
		    "the {}, such as SSQ2023068:{n}",
		    STR_ARG(form));
	return SSJC_OK;
}

/* Is part the first in the form with its text? */
static bool is_first(struct str form, const struct form_part *part)
{
	struct form_part other;

	while (next_part(&form, &other) && !str_eq(other.text, part->text))
		;
	return other.text.p == part->text.p;
}

void ceremony_legend(struct buf *out, struct str form)
{
	struct str rest = form;
	struct form_part part;

	while (rest.n > 0 && next_part(&rest, &part))
		if (part.place && is_first(form, &part)) {
			buf_str(out, part.text);
			buf_z(out, "为");
			words(out, part.place->chinese, &part);
			buf_z(out, "，");
		}
	buf_z(out, "其余照写");
}

/* Whole numbers without leading zeros, of any length. */
static bool is_greater(struct str a, struct str b)
{
	return a.n != b.n ? a.n > b.n : str_cmp(a, b) > 0;
}

/* How many bytes of the outcome this part takes; 0 when it does not fit. */
static size_t match(const struct form_part *part, struct str rest, struct str *last)
{
	size_t n = span(rest, DECIMAL);
	bool whole = n == 1 || (n > 1 && rest.p[0] != '0');
	struct str before = *last;

	if (!part->place)
		return rest.n >= part->text.n &&
		        str_eq((struct str){rest.p, part->text.n}, part->text)
		    ? part->text.n
		    : 0;
	switch (part->place - places) {
	case NUMBER:
	case GREATER:
		*last = (struct str){rest.p, n};
		return whole && (part->place == &places[NUMBER] || is_greater(*last, before)) ? n
		                                                                              : 0;
	case DIGITS:
		return n == (size_t)part->count ? n : 0;
	default:
		n = span(rest, DECIMAL "abcdef");
		return n == 64 ? n : 0;
	}
}

ssjc_rc ceremony_outcome(struct str form, struct str outcome, struct ssjc_err *err)
{
	struct str expected = form, rest = outcome, last = {"", 0};
	struct buf wrong = {0};
	struct form_part part;
	ssjc_rc rc = SSJC_OK;

	while (expected.n > 0 && wrong.n == 0) {
		size_t n = next_part(&expected, &part) ? match(&part, rest, &last) : 0;

		if (n > 0) {
			rest = after(rest, n);
		} else if (part.place) {
			buf_printf(&wrong, "%.*s: ", STR_ARG(part.text));
			words(&wrong, part.place->english, &part);
		} else {
			buf_printf(&wrong, "“%.*s”", STR_ARG(part.text));
		}
	}
	if (rest.n > 0 && wrong.n == 0)
		buf_z(&wrong, W_("nothing more"));
	if (wrong.failed)
		rc = ssjc_fail_memory(err);
	else if (wrong.n)
		rc = ssjc_fail(err, SSJC_INPUT,
		    "--public: “%.*s” does not have the form committed to, “%.*s”: at character %zu, "
		    "expected %.*s",
		    STR_ARG(outcome), STR_ARG(form),
		    text_characters((struct str){outcome.p, outcome.n - rest.n}) + 1,
		    STR_ARG(buf_text(&wrong)));
	buf_free(&wrong);
	return rc;
}

/* ---- The shares ---- */

/* Which commitment the share opens; n_commitments when it opens none. */
static ssjc_rc opens(
    const struct audit_ceremony *c, struct str share, size_t *which, struct ssjc_err *err)
{
	char digest[DIGEST_HEX];
	ssjc_rc rc = share_commitment(share, digest, err);

	if (rc)
		return rc;
	*which = 0;
	while (*which < c->n_commitments && !str_is(c->commitment[*which].digest, digest))
		++*which;
	return SSJC_OK;
}

/* Every commitment has its share, or those are named that have not. */
static ssjc_rc check_all(
    const struct audit_ceremony *c, const struct str *ordered, struct ssjc_err *err)
{
	struct buf names = {0};
	ssjc_rc rc = SSJC_OK;

	for (size_t i = 0; i < c->n_commitments; i++)
		if (ordered[i].n == 0)
			buf_printf(
			    &names, "%s%.*s", names.n ? ", " : "", STR_ARG(c->commitment[i].dept));
	if (names.n)
		rc = ssjc_fail(err, SSJC_REFUSED,
		    "the share of %.*s is missing: a draw needs every share that was committed to",
		    STR_ARG(buf_text(&names)));
	buf_free(&names);
	return rc;
}

/* The n shares in the order of the commitments that they open. */
static ssjc_rc order_shares(struct str ordered[SHARES_MAX], const struct audit_ceremony *c,
    const struct str *share, const char *const *name, size_t n, struct ssjc_err *err)
{
	for (size_t i = 0; i < n; i++) {
		size_t which;
		ssjc_rc rc = opens(c, share[i], &which, err);

		if (rc)
			return rc;
		if (which == c->n_commitments)
			return ssjc_fail_at(err, SSJC_INPUT, name[i], 0, NULL,
			    "is a share that nobody committed to");
		if (ordered[which].n)
			return ssjc_fail_at(err, SSJC_USAGE, name[i], 0, NULL,
			    "the share of %.*s is given twice", STR_ARG(c->commitment[which].dept));
		ordered[which] = share[i];
	}
	return check_all(c, ordered, err);
}

ssjc_rc ceremony_seed(struct buf *out, const struct audit_ceremony *c, struct str plan_id,
    struct str public, const struct str *share, const char *const *name, size_t n,
    struct ssjc_err *err)
{
	struct str ordered[SHARES_MAX] = {{NULL, 0}};
	ssjc_rc rc = ceremony_outcome(c->form, public, err);

	if (rc)
		return rc;
	rc = order_shares(ordered, c, share, name, n, err);
	if (rc)
		return rc;
	return seed_text(out, plan_id, c->draw, public, ordered, c->n_commitments, err);
}

ssjc_rc ceremony_unused(const struct audit_ceremony *c, const char *path, struct ssjc_err *err)
{
	struct audit *a = NULL;
	ssjc_rc rc = audit_open(&a, path, AUDIT_READ, NULL, err);

	if (rc)
		goto out;
	for (size_t i = 0; i < c->n_commitments; i++) {
		uint64_t used;

		rc = audit_share_used(a, c->commitment[i].digest, INT64_MAX, &used, err);
		if (rc)
			goto out;
		if (!used)
			continue;
		rc = ssjc_fail_at(err, SSJC_REFUSED, path, 0, NULL,
		    "department %.*s commits to a share that is in its event %llu already, and "
		    "that others may know: ssjc-draw share makes another",
		    STR_ARG(c->commitment[i].dept), (unsigned long long)used);
		goto out;
	}
out:
	audit_close(a);
	return rc;
}
