#include "ssjc/audit/checkpoint.h"

#include "ssjc/base/language.h"
#include "ssjc/base/text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char file_head[] = "ssjc-checkpoint 1\n";

/* The lines of the file, in this order; the last two when it is signed. */
enum { PLAN, EVENTS, HEAD, TIME, UNSIGNED, ALG = UNSIGNED, SIGNATURE, LINES };
static const char *const keys[LINES] = {[PLAN] = "plan",
    [EVENTS] = "events",
    [HEAD] = "head",
    [TIME] = "time",
    [ALG] = "alg",
    [SIGNATURE] = "signature"};

ssjc_rc checkpoint_write(struct buf *out, struct audit *a, int64_t now, struct ssjc_err *err)
{
	struct audit_events e = {0};
	struct checkpoint at;
	char time[TIME_SIZE];
	ssjc_rc rc = audit_checkpoint(a, &at, err);

	if (rc)
		return rc;
	rc = audit_events(a, &e, err);
	if (rc)
		return rc;
	time_format(now, time);
	buf_printf(out, "%splan=%.*s\nevents=%" PRIu64 "\nhead=%s\ntime=%s\n", file_head,
	    STR_ARG(e.n ? e.v[0].plan : STR("")), at.events, at.head, time);
	audit_events_free(&e);
	return out->failed ? ssjc_fail_memory(err) : SSJC_OK;
}

/* ---- Reading ---- */

static bool head_parse(struct str s, char head[DIGEST_HEX])
{
	if (!hex_is(s, DIGEST_SIZE))
		return false;
	memcpy(head, s.p, s.n);
	head[s.n] = '\0';
	return true;
}

static bool events_parse(struct str s, uint64_t *events)
{
	int64_t n;

	if (num_parse(s, 0, INT64_MAX, &n))
		return false;
	*events = (uint64_t)n;
	return true;
}

static ssjc_rc wrong(const char *name, size_t line, struct ssjc_err *err)
{
	return ssjc_fail_at(err, SSJC_INPUT, name, line, NULL,
	    "is not a checkpoint: ssjc-audit(5) describes its form");
}

/* The file: it must have exactly its lines, as every byte is signed. */
static ssjc_rc read_file(
    struct kept_checkpoint *h, struct str text, const char *name, struct ssjc_err *err)
{
	struct str value[LINES] = {0}, rest = text, line;
	char scratch[TIME_SIZE];
	int64_t time;
	size_t n = 0;

	/* What was photographed or copied may have lost the last line's end. */
	rest.n -= text.p[text.n - 1] == '\n';
	str_split(&rest, '\n', &line);
	for (; str_split(&rest, '\n', &line); n++) {
		size_t k = n < LINES ? strlen(keys[n]) : 0;

		if (n == LINES || !str_starts(line, keys[n]) || line.n <= k || line.p[k] != '=')
			return wrong(name, n + 2, err);
		value[n] = (struct str){line.p + k + 1, line.n - k - 1};
	}
	if (n != UNSIGNED && n != LINES)
		return wrong(name, n + 1, err);
	*h = (struct kept_checkpoint){
	    .name = name, .plan = value[PLAN], .alg = value[ALG], .signature = value[SIGNATURE]};
	h->bytes = (struct str){text.p,
	    n == LINES ? (size_t)(value[SIGNATURE].p - text.p) - STR("signature=").n : text.n};
	if (!events_parse(value[EVENTS], &h->at.events))
		return wrong(name, EVENTS + 2, err);
	if (!head_parse(value[HEAD], h->at.head))
		return wrong(name, HEAD + 2, err);
	if (!time_parse(value[TIME], &time))
		return wrong(name, TIME + 2, err);
	time_format(time, scratch);
	return str_is(value[TIME], scratch) ? SSJC_OK : wrong(name, TIME + 2, err);
}

/* Where needle is last found in s, or NULL. */
static const char *find_last(struct str s, struct str needle)
{
	for (size_t i = s.n; i >= needle.n; i--)
		if (memcmp(s.p + i - needle.n, needle.p, needle.n) == 0)
			return s.p + i - needle.n;
	return NULL;
}

static bool digit(const struct str *s)
{
	return s->n > 0 && s->p[0] >= '0' && s->p[0] <= '9';
}

/*
 * A line's checkpoint, from its text_key: in that, dots, digits and letters are
 * the same however they were typed, and there are no blanks. *found is false for
 * a line that is about something else.
 */
static ssjc_rc read_line(
    struct kept_checkpoint *h, struct str key, bool *found, struct ssjc_err *err)
{
	static const struct str mark = STR_INIT("·记录"), dot = STR_INIT("·");
	const char *at = key.n ? find_last(key, mark) : NULL;
	struct str rest, number;

	*found = false;
	if (!at)
		return SSJC_OK;
	h->plan = (struct str){key.p, (size_t)(at - key.p)};
	rest = (struct str){at + mark.n, key.n - h->plan.n - mark.n};
	if (!digit(&rest))
		return SSJC_OK;
	*found = true;
	for (number = (struct str){rest.p, 0}; digit(&rest); number.n++)
		rest.p++, rest.n--;
	if (!events_parse(number, &h->at.events) || !str_starts(rest, dot.p) ||
	    rest.n < dot.n + DIGEST_HEX - 1 ||
	    !head_parse((struct str){rest.p + dot.n, DIGEST_HEX - 1}, h->at.head))
		return ssjc_fail_at(err, SSJC_INPUT, h->name, h->line, NULL,
		    "the checkpoint is mistyped: “PLAN · 记录 N · HEAD” has 64 digits at its end");
	/* A digit too many is a mistake too; whatever else follows does not matter. */
	rest.p += dot.n + DIGEST_HEX - 1;
	rest.n -= dot.n + DIGEST_HEX - 1;
	if (digit(&rest) || (rest.n && rest.p[0] >= 'a' && rest.p[0] <= 'f'))
		return ssjc_fail_at(err, SSJC_INPUT, h->name, h->line, NULL,
		    "the checkpoint is mistyped: it has more than 64 digits");
	return SSJC_OK;
}

static ssjc_rc add(
    struct checkpoint_list *list, const struct kept_checkpoint *h, struct ssjc_err *err)
{
	bool ok = true;

	if (!array_grow(&list->v, &list->cap, list->n, sizeof *h))
		return ssjc_fail_memory(err);
	list->v[list->n] = *h;
	list->v[list->n].plan = arena_str(&list->arena, h->plan, &ok);
	list->n++;
	return ok ? SSJC_OK : ssjc_fail_memory(err);
}

/* Would a browser show it as a page? By its name, or by its first character. */
static bool is_page(struct str text, const char *name)
{
	size_t n = strlen(name);

	str_cut_start(&text, "\xef\xbb\xbf");
	return str_starts(str_trim(text), "<") ||
	    (n > 4 && strcasecmp(name + n - 4, ".htm") == 0) ||
	    (n > 5 && strcasecmp(name + n - 5, ".html") == 0);
}

/* Append those that there are. */
static ssjc_rc read_all(
    struct checkpoint_list *list, struct str text, const char *name, struct ssjc_err *err)
{
	struct str rest = text, line;
	struct buf key = {0};
	struct kept_checkpoint h = {0};
	const char *footer;
	bool found = false, page;
	ssjc_rc rc = SSJC_OK;

	if (str_starts(text, file_head)) {
		rc = read_file(&h, text, name, err);
		return rc ? rc : add(list, &h, err);
	}
	page = is_page(text, name);
	/* Names are escaped in a page, so that none has a tag. */
	footer = page ? find_last(text, STR("<footer>")) : NULL;
	if (page && !footer)
		return ssjc_fail_at(err, SSJC_NO, name, 0, NULL,
		    "is a page without the footer that has its checkpoint: it was cut out, or "
		    "ssjc-publish did not write it");
	for (uint64_t n = 1; str_split(&rest, '\n', &line); n++) {
		if (footer && line.p + line.n < footer)
			continue;
		h = (struct kept_checkpoint){.name = name, .line = n, .bytes = text, .page = page};
		buf_clear(&key);
		text_key(&key, line);
		if (key.failed) {
			rc = ssjc_fail_memory(err);
			goto out;
		}
		rc = read_line(&h, buf_text(&key), &found, err);
		if (rc)
			goto out;
		if (!found)
			continue;
		rc = add(list, &h, err);
		if (rc)
			goto out;
	}
out:
	buf_free(&key);
	return rc;
}

ssjc_rc checkpoint_read(
    struct checkpoint_list *list, struct str text, const char *name, struct ssjc_err *err)
{
	size_t before = list->n;
	ssjc_rc rc = read_all(list, text, name, err);

	if (!rc && list->n == before)
		rc = ssjc_fail_at(err, SSJC_INPUT, name, 0, NULL, "holds no checkpoint");
	return rc;
}

ssjc_rc checkpoint_keep(
    struct checkpoint_list *list, struct str text, const char *name, struct ssjc_err *err)
{
	const struct kept_checkpoint bare = {.name = name, .bytes = text, .bare = true};
	size_t before = list->n;
	ssjc_rc rc = read_all(list, text, name, err);

	return rc || list->n > before ? rc : add(list, &bare, err);
}

ssjc_rc checkpoint_key(
    struct checkpoint_list *list, struct str pem, const char *name, struct ssjc_err *err)
{
	if (!array_grow(&list->key, &list->cap_keys, list->n_keys, sizeof *list->key))
		return ssjc_fail_memory(err);
	return signature_key_read(&list->key[list->n_keys++], pem, name, false, err);
}

void checkpoint_list_free(struct checkpoint_list *list)
{
	for (size_t i = 0; i < list->n_keys; i++)
		signature_key_free(list->key[i]);
	free(list->key);
	free(list->v);
	arena_free(&list->arena);
	*list = (struct checkpoint_list){0};
}

/* ---- Signing ---- */

ssjc_rc checkpoint_sign(struct buf *out, struct str text, const char *name,
    const struct signature_key *key, struct ssjc_err *err)
{
	struct buf bytes = {0}, hex = {0};
	struct kept_checkpoint h = {0};
	ssjc_rc rc;

	if (!str_starts(text, file_head) || text.p[text.n - 1] != '\n')
		return wrong(name, 0, err);
	rc = read_file(&h, text, name, err);
	if (rc)
		return rc;
	if (h.signature.n)
		return ssjc_fail_at(err, SSJC_REFUSED, name, 0, NULL,
		    "is signed already: each signer signs a copy of the unsigned file");
	buf_str(&bytes, text);
	buf_printf(&bytes, "alg=%s\n", signature_names[signature_key_alg(key)]);
	if (bytes.failed) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	rc = signature_make(&hex, key, buf_text(&bytes), err);
	if (rc)
		goto out;
	buf_str(out, buf_text(&bytes));
	buf_printf(out, "signature=%s\n", hex.p);
	if (out->failed)
		rc = ssjc_fail_memory(err);
out:
	buf_free(&bytes);
	buf_free(&hex);
	return rc;
}

static ssjc_rc no(const struct kept_checkpoint *h, struct ssjc_err *err, const char *what)
{
	return ssjc_fail_text_at(err, SSJC_NO, h->name, h->line, NULL, what);
}

/* With one of the list's keys, if it has any. */
static ssjc_rc check_signature(
    const struct checkpoint_list *list, const struct kept_checkpoint *h, struct ssjc_err *err)
{
	bool good = false, any = false;
	enum signature_alg alg;
	ssjc_rc rc;

	if (list->n_keys == 0)
		return SSJC_OK;
	if (h->signature.n == 0)
		return no(h, err, "the checkpoint is not signed");
	if (!signature_parse(h->alg, &alg))
		return no(
		    h, err, "the checkpoint is signed in a way that this program does not know");
	for (size_t i = 0; i < list->n_keys; i++) {
		if (signature_key_alg(list->key[i]) != alg)
			continue;
		any = true;
		rc = signature_check(list->key[i], h->bytes, h->signature, &good, err);
		if (rc || good)
			return rc;
	}
	return no(h, err,
	    any ? N_("the signature is bad: the checkpoint was changed, or another key signed it")
	        : N_("the checkpoint is signed with another kind of key"));
}

/* ---- Matching ---- */

/* What is printed before the plan's id, such as “校验点：”, is not a part of it. */
static bool same_plan(const struct kept_checkpoint *h, struct str plan, struct str key)
{
	if (h->line == 0)
		return str_eq(h->plan, plan);
	return h->plan.n >= key.n && memcmp(h->plan.p + h->plan.n - key.n, key.p, key.n) == 0 &&
	    (h->plan.n == key.n || h->plan.p[h->plan.n - key.n - 1] == ':');
}

/* Does the chain, at that many events, have that head? */
static ssjc_rc match_one(
    const struct kept_checkpoint *h, const struct audit_events *e, struct ssjc_err *err)
{
	if (h->at.events > e->n)
		return ssjc_fail_at(err, SSJC_NO, h->name, h->line, NULL,
		    "there were %llu events when this checkpoint was made, but the audit "
		    "file has only %zu: the last were deleted, or it is an old copy",
		    (unsigned long long)h->at.events, e->n);
	if (h->at.events > 0 && !str_is(e->v[h->at.events - 1].hash, h->at.head))
		return ssjc_fail_at(err, SSJC_NO, h->name, h->line, NULL,
		    "event %llu had another hash when this checkpoint was made: it, or one "
		    "before it, was rewritten since",
		    (unsigned long long)h->at.events);
	return SSJC_OK;
}

/* Two of as many events, but not of one file: somebody was shown another one. */
static ssjc_rc agree(
    const struct kept_checkpoint *a, const struct kept_checkpoint *b, struct ssjc_err *err)
{
	if (a->at.events != b->at.events || strcmp(a->at.head, b->at.head) == 0)
		return SSJC_OK;
	return ssjc_fail_at(err, SSJC_NO, b->name, b->line, NULL,
	    "has another head after %llu events than the checkpoint in %s: there were two "
	    "audit files of this plan",
	    (unsigned long long)b->at.events, a->name);
}

ssjc_rc checkpoint_match(const struct checkpoint_list *list, const struct audit_events *e,
    uint64_t *anchored, struct ssjc_err *err)
{
	struct buf key = {0};
	ssjc_rc rc = SSJC_OK;

	*anchored = 0;
	if (e->n == 0)
		return SSJC_OK;
	text_key(&key, e->v[0].plan);
	if (key.failed) {
		rc = ssjc_fail_memory(err);
		goto out;
	}
	for (size_t i = 0; i < list->n; i++) {
		const struct kept_checkpoint *h = &list->v[i];

		if (h->bare)
			continue;
		rc = check_signature(list, h, err);
		if (rc)
			goto out;
		if (!same_plan(h, e->v[0].plan, buf_text(&key))) {
			rc = ssjc_fail_at(err, SSJC_NO, h->name, h->line, NULL,
			    "is a checkpoint of “%.*s”, but the audit file is that of plan “%.*s”",
			    STR_ARG(h->plan), STR_ARG(e->v[0].plan));
			goto out;
		}
		for (size_t k = 0; k < i; k++) {
			if (list->v[k].bare)
				continue;
			rc = agree(&list->v[k], h, err);
			if (rc)
				goto out;
		}
		rc = match_one(h, e, err);
		if (rc)
			goto out;
		if (h->at.events > *anchored)
			*anchored = h->at.events;
	}
out:
	buf_free(&key);
	return rc;
}
