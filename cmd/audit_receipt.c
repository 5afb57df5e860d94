/* A firm's receipt, checked without the register: ssjc-receipt(5). */
#include "audit_cmd.h"

#include "ssjc/base/language.h"
#include "ssjc/base/text.h"
#include "ssjc/draw/receipt.h"

#include <string.h>

/* Where the seed text is on a published page; {NULL, 0} elsewhere. */
static struct str seed_of_page(struct str page)
{
	const char *at = str_find(page, STR("<pre>ssjc-draw 1\n")), *end;
	struct str rest;

	if (!at)
		return (struct str){NULL, 0};
	at += sizeof "<pre>" - 1;
	rest = (struct str){at, (size_t)(page.p + page.n - at)};
	end = str_find(rest, STR("</pre>"));
	return end ? (struct str){at, (size_t)(end - at)} : (struct str){NULL, 0};
}

/* The first 64 hex digits of a text that are a word of their own; "" when there are none. */
static struct str first_digest(struct str s)
{
	for (size_t i = 0, n; i < s.n; i += n + 1) {
		n = 0;
		while (i + n < s.n && memchr("0123456789abcdef", s.p[i + n], 16))
			n++;
		if (n == (size_t)2 * DIGEST_SIZE)
			return (struct str){s.p + i, n};
	}
	return STR("");
}

/* What comes after the only place of a mark; {NULL, 0} when there is no such place, or another. */
static struct str after_only(struct str s, struct str mark)
{
	const char *at = str_find(s, mark);
	struct str rest = {NULL, 0};

	if (at)
		rest = (struct str){at + mark.n, (size_t)(s.p + s.n - at) - mark.n};
	return at && str_find(rest, mark) ? (struct str){NULL, 0} : rest;
}

/* Is what comes next in a comment of HTML? A browser puts one atop a page that it saves. */
static bool ends_in_comment(struct str s)
{
	const char *at;

	while ((at = str_find(s, STR("<!--")))) {
		s = (struct str){at + 4, (size_t)(s.p + s.n - at) - 4};
		at = str_find(s, STR("-->"));
		if (!at)
			return true;
		s = (struct str){at + 3, (size_t)(s.p + s.n - at) - 3};
	}
	return false;
}

/*
 * Where a file shows the root: whoever shows two roots to two firms could hide both elsewhere, such
 * as in a comment or in a title. A text that has neither place is taken as a whole.
 */
static struct str shown_root(struct str file, bool *page)
{
	static const struct str place = STR_INIT("<code id=\"root\">"),
	                        label = STR_INIT("抽取凭证的根");
	struct str rest;

	*page = str_find(file, place) || seed_of_page(file).p;
	if (!*page && !str_find(file, label))
		return file;
	rest = after_only(file, *page ? place : label);
	if (*page && rest.p && ends_in_comment((struct str){file.p, (size_t)(rest.p - file.p)}))
		return STR("");
	return first_digest(rest);
}

/* A page has a few characters of the seed text as entities. */
static void plain(struct buf *out, struct str s)
{
	static const struct {
		struct str entity;
		char c;
	} known[] = {{STR_INIT("&amp;"), '&'}, {STR_INIT("&lt;"), '<'}, {STR_INIT("&gt;"), '>'},
	    {STR_INIT("&quot;"), '"'}, {STR_INIT("&#39;"), '\''}};

	while (s.n) {
		size_t i = 0;

		while (i < sizeof known / sizeof known[0] && !str_starts(s, known[i].entity.p))
			i++;
		if (i < sizeof known / sizeof known[0]) {
			buf_char(out, known[i].c);
			str_cut_start(&s, known[i].entity.p);
		} else {
			buf_char(out, *s.p);
			s = (struct str){s.p + 1, s.n - 1};
		}
	}
}

static void print(void *arg, enum receipt_mark mark, const char *what, const char *said)
{
	static const char *const words[] = {[RECEIPT_GOOD] = N_("good"),
	    [RECEIPT_BAD] = N_("differs"),
	    [RECEIPT_OPEN] = N_("not checked")};
	struct buf *out = arg;

	buf_z(out, audit_options.zh ? language_text(words[mark]) : words[mark]);
	buf_z(out, audit_options.zh ? language_text(N_(": ")) : ": ");
	text_escape(out, str_of(audit_options.zh ? said : what));
	buf_char(out, '\n');
}

/* What it is checked with. */
static ssjc_rc read_trust(struct cli *c, struct receipt_trust *t, struct buf *seed)
{
	struct cli_input *in;
	ssjc_rc rc;

	t->root = str_of(audit_options.root);
	if (t->root.n && !hex_is(t->root, DIGEST_SIZE))
		return ssjc_fail(&c->err, SSJC_USAGE,
		    "--root: “%s” is not 64 lower-case hex digits", audit_options.root);
	if (audit_options.from) {
		rc = cli_read(c, audit_options.from, &in);
		if (rc)
			return rc;
		t->from = shown_root(in->text, &t->page);
		plain(seed, seed_of_page(in->text));
	}
	if (audit_options.seed) {
		rc = cli_read(c, audit_options.seed, &in);
		if (rc)
			return rc;
		buf_clear(seed);
		buf_str(seed, in->text);
	}
	t->seed = buf_text(seed);
	return seed->failed ? ssjc_fail_memory(&c->err) : SSJC_OK;
}

ssjc_rc run_receipt(struct cli *c)
{
	struct receipt_trust trust = {.from = {NULL, 0}};
	struct buf seed = {0}, out = {0};
	struct arena arena = {0};
	struct receipt receipt;
	struct cli_input *in;
	ssjc_rc rc = cli_read(c, NULL, &in), printed;

	if (rc)
		goto out;
	if (audit_options.zh) {
		rc = cli_chinese(c);
		if (rc)
			goto out;
	}
	rc = receipt_read(&receipt, in->text, in->file.name, &arena, &c->err);
	if (rc)
		goto out;
	rc = read_trust(c, &trust, &seed);
	if (rc)
		goto out;
	rc = receipt_check(&receipt, &trust, print, &out, &c->err);
	printed = cli_print(c, &out);
	if (printed)
		rc = printed;
out:
	buf_free(&seed);
	buf_free(&out);
	arena_free(&arena);
	return rc;
}
