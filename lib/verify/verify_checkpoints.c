/* What was kept elsewhere: checkpoints, and the papers and files that have one. */
#include "verify_work.h"

#include "ssjc/audit/audit_plan.h"
#include "ssjc/base/language.h"
#include "ssjc/document/pledge.h"
#include "ssjc/draw/shards.h"

#include <stdlib.h>
#include <string.h>

/* The event that wrote a file of those bytes, or NULL. */
static const struct audit_event *writer_of(
    const struct verifier *v, const char *digest, struct str *kind)
{
	for (size_t i = 0; i < v->events.n; i++)
		for (size_t f = 0; f < v->events.v[i].n_files; f++) {
			const struct audit_file *x = &v->events.v[i].file[f];

			if (x->output && str_is(x->digest, digest)) {
				*kind = x->kind;
				return &v->events.v[i];
			}
		}
	return NULL;
}

/* ---- A pledge ---- */

/* The plan and the words of a pledge, and the pledge; zero-initialised. */
struct kept_pledge {
	struct plan plan;
	struct vocabulary *vocabulary;
	struct pledge pledge;
};

static bool is_commitment(const struct audit_event *e)
{
	return str_in_list(STR(DRAW_COMMITTED), e->action);
}

/* The last commitment among the first n events, or NULL. */
static const struct audit_event *committed(const struct verifier *v, size_t n)
{
	for (size_t i = n < v->events.n ? n : v->events.n; i > 0; i--)
		if (is_commitment(&v->events.v[i - 1]))
			return &v->events.v[i - 1];
	return NULL;
}

/* The pledge as it was printed after n events, of which one commits. */
static ssjc_rc kept_pledge_open(struct verifier *v, struct kept_pledge *k, size_t n)
{
	ssjc_rc rc = audit_plan(v->job->audit, committed(v, n)->plan_digest, &k->plan, v->err);

	if (rc)
		return rc;
	rc = release_vocabulary(&k->vocabulary, v->err);
	if (rc)
		return rc;
	return pledge_open(
	    &k->pledge, v->job->audit, &v->events, n, &k->plan, k->vocabulary, v->err);
}

static void kept_pledge_close(struct kept_pledge *k)
{
	pledge_close(&k->pledge);
	vocabulary_close(k->vocabulary);
	plan_close(&k->plan);
}

/* Without the blanks and the CR that editors and mail leave at its end. */
static struct str next_line(struct str *rest)
{
	struct str line = {NULL, 0};

	str_split(rest, '\n', &line);
	while (line.n && strchr(" \t\r", line.p[line.n - 1]))
		line.n--;
	return line;
}

/* The text without a byte order mark, and without empty lines at its end. */
static struct str body(struct str s)
{
	if (str_starts(s, "\xEF\xBB\xBF")) {
		s.p += 3;
		s.n -= 3;
	}
	while (s.n && strchr(" \t\r\n", s.p[s.n - 1]))
		s.n--;
	return s;
}

/* Line for line: SSJC_NO names the first that is another. */
static ssjc_rc same_lines(
    struct verifier *v, const struct kept_checkpoint *h, struct str printed, uint64_t commitment)
{
	struct str a = body(h->bytes), b = body(printed);

	for (uint64_t n = 1; a.n || b.n; n++) {
		struct str x = next_line(&a), y = next_line(&b);

		if (str_eq(x, y))
			continue;
		return ssjc_fail_at(v->err, SSJC_NO, h->name, n, NULL,
		    "is “%.*s”, but the pledge of event %llu has “%.*s” there: it was changed, or "
		    "is not whole",
		    x.n < 200 ? (int)x.n : 200, x.p ? x.p : "", (unsigned long long)commitment,
		    y.n < 200 ? (int)y.n : 200, y.p ? y.p : "");
	}
	verify_remark(v, REMARK_GOOD, "%s: line for line the pledge of event %llu", h->name,
	    (unsigned long long)commitment);
	return SSJC_OK;
}

/* Does any line have the name of the paper? Then it is to be that paper, and whole. */
static bool is_called(struct str text, struct str name)
{
	for (; name.n && text.n >= name.n; text.p++, text.n--)
		if (memcmp(text.p, name.p, name.n) == 0)
			return true;
	return false;
}

/* A text with a checkpoint: is it a pledge, and then the one that was printed? */
static ssjc_rc check_pledge(struct verifier *v, const struct kept_checkpoint *h, bool *is)
{
	struct kept_pledge k = {0};
	struct buf printed = {0};
	ssjc_rc rc = SSJC_OK;

	*is = false;
	if (!committed(v, h->at.events))
		return SSJC_OK;
	rc = kept_pledge_open(v, &k, h->at.events);
	if (rc)
		goto out;
	*is = is_called(h->bytes, pledge_name(&k.pledge));
	if (!*is)
		goto out;
	rc = pledge_text(&k.pledge, &printed, v->err);
	if (rc)
		goto out;
	rc = same_lines(v, h, buf_text(&printed), k.pledge.event->seq);
out:
	buf_free(&printed);
	kept_pledge_close(&k);
	return rc;
}

/* ---- A workbook of a pledge ---- */

enum { BOOKS_MAX = 200 }; /* events after which it could have been printed */

/* Has the pledge, printed after n events, that digest as a workbook? */
static ssjc_rc is_book(struct verifier *v, size_t n, const char *digest, bool *is)
{
	struct kept_pledge k = {0};
	struct xlsx_out *b = NULL;
	struct buf path = {0};
	char made[DIGEST_HEX] = "";
	ssjc_rc rc = kept_pledge_open(v, &k, n);

	if (rc)
		goto out;
	rc = verify_book_path(v, &path);
	if (rc)
		goto out;
	rc = pledge_book(&k.pledge, path.p, &b, made, v->err);
	*is = !rc && strcmp(made, digest) == 0;
out:
	xlsx_out_free(b);
	buf_free(&path);
	kept_pledge_close(&k);
	return rc;
}

static ssjc_rc find_book(
    struct verifier *v, const struct kept_checkpoint *h, const char *digest, bool *is)
{
	size_t first = 1;

	*is = false;
	while (first <= v->events.n && !is_commitment(&v->events.v[first - 1]))
		first++;
	for (size_t n = first; n <= v->events.n && !*is && n - first < BOOKS_MAX; n++) {
		ssjc_rc rc = is_book(v, n, digest, is);

		if (rc)
			return rc;
		if (*is)
			verify_remark(v, REMARK_GOOD,
			    "%s: byte for byte the pledge of event %llu, as it was after event %zu",
			    h->name, (unsigned long long)committed(v, n)->seq, n);
	}
	return SSJC_OK;
}

/* ---- All that was kept ---- */

/* There is no checkpoint in it: then its bytes must be those of what was written. */
static ssjc_rc check_bare(struct verifier *v, const struct kept_checkpoint *h, const char *digest)
{
	bool book = str_starts(h->bytes, "PK"), is = false;
	ssjc_rc rc = book ? find_book(v, h, digest, &is) : SSJC_OK;

	if (rc || is)
		return rc;
	return ssjc_fail_at(v->err, book ? SSJC_NO : SSJC_INPUT, h->name, 0, NULL,
	    "%s (SHA-256 %s)",
	    book ? W_("no event wrote this workbook, and it is not a pledge of this audit file: "
	              "something in it was changed, or another program saved it")
	         : W_("holds no checkpoint, and no event wrote it"),
	    digest);
}

/* What was written is true of its day; what came after it may have changed that. */
static void remark_later(
    struct verifier *v, const struct kept_checkpoint *h, const struct audit_event *by)
{
	static const struct str changes = STR_INIT(
	    "redraw;recommit;amend;confirm;replace;assign;reassign;substitute;move;result;follow;"
	    "review");
	const struct audit_event *last = NULL;

	for (const struct audit_event *e = by + 1; e < v->events.v + v->events.n; e++)
		if (str_in_list(changes, e->action))
			last = e;
	if (last && str_is(by->action, "publish"))
		verify_remark(v, REMARK_NOTE,
		    "%s: shows what was on record then: event %llu (%.*s) and perhaps others "
		    "came after it: publish again to show what is on record now",
		    h->name, (unsigned long long)last->seq, STR_ARG(verify_word(last->action)));
}

/*
 * A page may have the right checkpoint, and yet another text: a line cut out, or
 * another result. Of what was typed, nothing but the checkpoint is compared.
 */
static ssjc_rc check_bytes(struct verifier *v, const struct kept_checkpoint *h)
{
	const struct audit_event *by;
	char digest[DIGEST_HEX];
	struct str kind;
	bool pledge;
	ssjc_rc rc = digest_hex(h->bytes.p, h->bytes.n, digest, v->err);

	if (rc)
		return rc;
	by = writer_of(v, digest, &kind);
	if (by) {
		verify_remark(v, REMARK_GOOD, "%s: byte for byte the %.*s that event %llu wrote",
		    h->name, STR_ARG(verify_word(kind)), (unsigned long long)by->seq);
		remark_later(v, h, by);
		return SSJC_OK;
	}
	if (h->bare)
		return check_bare(v, h, digest);
	if (h->page)
		return ssjc_fail_at(v->err, SSJC_NO, h->name, 0, NULL,
		    "has a checkpoint of this audit file, but no event wrote this page (SHA-256 "
		    "%s): something in it was changed",
		    digest);
	rc = check_pledge(v, h, &pledge);
	if (rc || pledge)
		return rc;
	verify_remark(v, REMARK_NOTE,
	    "%s: only its checkpoint is compared, not what else it may say", h->name);
	return SSJC_OK;
}

/* Nothing in the file itself shows that it was not rewritten as a whole. */
ssjc_rc verify_checkpoints(struct verifier *v, struct verify_totals *t)
{
	const struct checkpoint_list *list = &v->job->checkpoints;
	size_t n = 0;
	ssjc_rc rc = checkpoint_match(list, &v->events, &t->anchored, v->err);

	if (rc)
		return rc;
	for (size_t i = 0; i < list->n; i++)
		n += !list->v[i].bare;
	if (n > 0)
		verify_remark(v, REMARK_GOOD,
		    "%zu checkpoint%s, %s: the first %llu events are as they were then", n,
		    n == 1 ? "" : "s", list->n_keys ? W_("signed") : W_("kept elsewhere"),
		    (unsigned long long)t->anchored);
	for (size_t i = 0; i < list->n; i++) {
		const struct kept_checkpoint *h = &list->v[i];

		/* A text with more of them is compared once. */
		if ((h->line == 0 && !h->bare) || (i > 0 && list->v[i - 1].bytes.p == h->bytes.p))
			continue;
		rc = check_bytes(v, h);
		if (rc)
			return rc;
	}
	for (size_t i = 0; i < list->n && list->n_keys == 0; i++)
		if (list->v[i].signature.n)
			verify_remark(v, REMARK_UNCHECKED,
			    "the signature of %s: give the public key with --pubkey",
			    list->v[i].name);
	if (t->anchored < t->events)
		verify_remark(v, REMARK_UNCHECKED,
		    "whether the %llu events from event %llu on were rewritten: no checkpoint of a "
		    "later event was given",
		    (unsigned long long)(t->events - t->anchored),
		    (unsigned long long)t->anchored + 1);
	return SSJC_OK;
}
